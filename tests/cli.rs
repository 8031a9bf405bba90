//! The command line: sessions in `tests/cli/`, and what takes bytes, pipes and folders that cannot be written down there.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

#[test]
fn sessions() {
    trycmd::TestCases::new().case("tests/cli/*.md").case("tests/cli/*.toml");
}

/// An empty folder of a test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("it is ours");
    }
    std::fs::create_dir_all(&folder).expect("the place for tests can be written");
    folder
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the place for tests can be written");
    std::fs::write(path, content).expect("the place for tests can be written");
}

fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whocalls"));
    command.args(arguments).current_dir(folder).env_remove("FORCE_COLOR").env_remove("CLICOLOR_FORCE");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program was built");
    // A program that needs no input may be gone before it is written.
    _ = child.stdin.take().expect("it is piped").write_all(input);
    child.wait_with_output().expect("it ends")
}

fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it writes text");
    (output.status.code().expect("it was not killed"), text(&output.stdout), text(&output.stderr))
}

const FLAGGED: &str =
    "openapi: 3.1.0\ncomponents:\n  schemas:\n    Job:\n      properties:\n        callback_url: {type: string}\n";

#[test]
fn what_git_ignores_is_passed_over_unless_it_is_named() {
    let folder = folder("ignored");
    write(&folder, ".gitignore", "build/\n");
    write(&folder, "build/api.yaml", FLAGGED);
    write(&folder, "api.yaml", FLAGGED);
    let (code, out, _) = told(&run(&folder, &["-f", "concise"], b""));
    assert_eq!((code, out.lines().count()), (1, 1), "{out}");
    assert!(out.starts_with("api.yaml:6:9: "), "{out}");
    let (_, out, _) = told(&run(&folder, &["-f", "concise", "./build/api.yaml", "api.yaml"], b""));
    assert_eq!(
        out.lines().map(|line| line.split(':').next()).collect::<Vec<_>>(),
        [Some("api.yaml"), Some("build/api.yaml")]
    );
}

#[test]
fn names_are_relative_to_the_working_directory() {
    let folder = folder("names");
    write(&folder, "a/b.yaml", FLAGGED);
    write(&folder, "a/c/d.yaml", FLAGGED);
    let absolute = folder.join("a").to_string_lossy().into_owned();
    for path in ["a", "./a/", "a/c/..", absolute.as_str()] {
        let (_, out, _) = told(&run(&folder, &["-f", "concise", path], b""));
        assert!(out.starts_with("a/b.yaml:6:9: ") && out.contains("\na/c/d.yaml:6:9: "), "{path}: {out}");
    }
    let (_, out, _) = told(&run(&folder.join("a/c"), &["-f", "concise", "../b.yaml"], b""));
    assert!(out.starts_with("../b.yaml:6:9: "), "{out}");
}

#[test]
fn patterns_to_exclude_are_relative_to_where_they_are_typed() {
    let folder = folder("exclude");
    write(&folder, "a/b.yaml", FLAGGED);
    write(&folder, "a/c/d.yaml", FLAGGED);
    let absolute = folder.join("a").to_string_lossy().into_owned();
    for path in [".", "a", "./a", absolute.as_str()] {
        for (pattern, left) in
            [("a/c", "a/b.yaml"), ("/a/b.yaml", "a/c/d.yaml"), ("d.*", "a/b.yaml"), ("c/", "a/b.yaml")]
        {
            let (_, out, _) = told(&run(&folder, &["-f", "concise", "--exclude", pattern, path], b""));
            assert_eq!(
                out.lines().map(|line| line.split(':').next()).collect::<Vec<_>>(),
                [Some(left)],
                "{path} {pattern}"
            );
        }
    }
    let (code, _, errors) = told(&run(&folder, &["--exclude", "a/{b"], b""));
    assert!(code == 2 && errors.starts_with("error: `a/{b` is no pattern for files"), "{errors}");
}

#[test]
fn a_text_may_have_a_byte_order_mark_or_be_utf_16() {
    let folder = folder("encodings");
    let with_mark = format!("\u{feff}{FLAGGED}");
    write(&folder, "mark.yaml", &with_mark);
    write(&folder, "wide.yaml", with_mark.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    let (code, out, _) = told(&run(&folder, &["-f", "concise"], b""));
    assert_eq!((code, out.lines().count()), (1, 2), "{out}");
    assert!(out.starts_with("mark.yaml:6:9: ") && out.contains("\nwide.yaml:6:9: "), "{out}");
}

#[test]
fn what_is_no_text_is_told_where_it_was_meant_to_be_a_description() {
    let folder = folder("no-text");
    write(&folder, "bytes.json", b"{\"a\":\n \"\xff\"}");
    write(&folder, "image.png", b"\x89PNG\0");
    assert_eq!(told(&run(&folder, &[], b"")), (0, String::new(), String::new()));
    assert_eq!(told(&run(&folder, &["image.png"], b"")), (0, String::new(), String::new()));
    assert_eq!(told(&run(&folder, &["bytes.json"], b"")), (0, String::new(), String::new()));
    let broken = |byte: u8| [FLAGGED.as_bytes(), b"# ", &[byte]].concat();
    write(&folder, "latin.yaml", broken(0xe9));
    write(&folder, "nul.yaml", broken(0));
    let (code, out, _) = told(&run(&folder, &["-f", "concise"], b""));
    assert_eq!(code, 1);
    assert!(out.contains(": error: the file is not UTF-8 from this byte on [unreadable]\n"), "{out}");
    assert!(out.contains(": error: the file holds a NUL byte"), "{out}");
    let before = out.lines().filter(|line| line.contains("missing-caller"));
    assert_eq!(before.count(), 2, "what stands before the byte is checked: {out}");
}

#[test]
fn copy_that_is_not_utf_8_is_read_as_far_as_it_goes() {
    let folder = folder("encodings");
    write(
        &folder,
        "messages_en.properties",
        b"webhook_url=Webhook URL\nwebhook_url.hint=URL to receive events, gr\xfcn\n",
    );
    write(&folder, "doc.md", b"- `callback_url`: URL.\n\ngr\xfcn\n");
    write(&folder, "other.md", b"gr\xfcn\n");
    write(&folder, "binary.md", b"- `callback_url`: URL.\n\0\xfc\n");
    let (code, out, errors) = told(&run(&folder, &["-f", "concise"], b""));
    assert_eq!((code, errors.as_str()), (1, ""));
    let places: Vec<&str> = out.lines().map(|line| line.split(": ").next().unwrap_or_default()).collect();
    assert_eq!(places, ["doc.md:1:4", "doc.md:3:3", "messages_en.properties:1:1"], "{out}");
    assert!(out.lines().nth(1).is_some_and(|line| line.contains("the file is not UTF-8 from this byte on")), "{out}");
    // What would have to be written in another encoding is left as it is.
    let (code, _, errors) = told(&run(&folder, &["--fix", "--caller", "Parcelway"], b""));
    assert_eq!(code, 2, "{errors}");
    assert!(std::fs::read(folder.join("doc.md")).expect("it is there").ends_with(b"gr\xfcn\n"));
}

#[test]
fn references_are_not_followed_out_of_the_project() {
    let folder = folder("outside");
    write(&folder, "secret.yaml", "Url: {type: string, description: We POST here when the secret changes.}\n");
    write(&folder, "project/.git/HEAD", "");
    let reference = FLAGGED.replace("{type: string}", "{$ref: '../secret.yaml#/Url'}");
    write(&folder, "project/api.yaml", &reference);
    let (code, out, _) = told(&run(&folder.join("project"), &["-f", "json"], b""));
    assert_eq!(code, 1);
    assert!(!out.contains("secret changes") && out.contains("unresolved-reference"), "{out}");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../secret.yaml", folder.join("project/link.yaml")).expect("it can be linked");
        write(&folder, "project/api.yaml", reference.replace("../secret", "link"));
        let (_, out, _) = told(&run(&folder.join("project"), &["-f", "json", "api.yaml"], b""));
        assert!(!out.contains("secret changes") && out.contains("unresolved-reference"), "{out}");
    }
    write(&folder, "project/api.yaml", reference.replace("../secret", "inside"));
    write(&folder, "project/inside.yaml", "Url: {type: string, description: We POST here.}\n");
    let (_, out, _) = told(&run(&folder.join("project"), &["-f", "json", "api.yaml"], b""));
    assert!(out.contains("We POST here") && !out.contains("unresolved-reference"), "{out}");
}

#[test]
fn standard_input_is_a_file_with_a_name() {
    let folder = folder("stdin");
    let (code, out, _) = told(&run(&folder, &["-", "-f", "concise"], FLAGGED.as_bytes()));
    assert_eq!(code, 1);
    assert!(out.starts_with("stdin.yaml:6:9: "), "{out}");
    write(&folder, "specs/urls.yaml", "Url: {type: string, description: We POST here.}\n");
    let tied = FLAGGED.replace("{type: string}", "{$ref: 'urls.yaml#/Url'}");
    let (_, out, _) =
        told(&run(&folder, &["check", "-", "--stdin-filename", "specs/api.yaml", "-f", "json"], tied.as_bytes()));
    assert!(out.contains("\"file\":\"specs/api.yaml\"") && out.contains("We POST here"), "{out}");
}

#[test]
fn a_folder_in_which_nothing_is_read_is_told() {
    let folder = folder("nothing-to-read");
    write(&folder, "a.bin", "x");
    assert_eq!(
        told(&run(&folder, &[], b"")),
        (0, String::new(), "nothing below `.` is of a kind that is read\n".into())
    );
    assert_eq!(told(&run(&folder, &["a.bin"], b"")), (0, String::new(), String::new()));
    let (code, _, errors) = told(&run(&folder, &["--stdin-filename", "a.yaml"], b""));
    assert!(code == 2 && errors.contains("`--stdin-filename` goes with `-`"), "{errors}");
}

#[test]
fn lines_of_facts_are_answered_in_their_order() {
    let lines = "{\"id\": \"b\", \"kind\": \"webhook\", \"text\": \"We POST it.\"}\n\nThe browser returns here.\n{\"id\": 7, \"text\": \"x\"}\n";
    let (code, out, _) = told(&run(Path::new("."), &["facts", "--kind", "redirect"], lines.as_bytes()));
    assert_eq!(code, 0);
    let answers: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let ids: Vec<String> = answers.iter().map(|answer| answer["id"].to_string()).collect();
    assert_eq!(ids, ["\"b\"", "3", "7"]);
    assert_eq!(answers[0]["method"]["stated"], true);
    assert_eq!(answers[1]["method"]["stated"], true);
    assert_eq!(answers[2]["caller"], serde_json::json!({"stated": false}));
}

#[test]
fn a_text_may_begin_with_a_placeholder() {
    let lines = "{{app}} calls this URL.\n{app} calls it.\n";
    let (code, out, errors) = told(&run(Path::new("."), &["facts"], lines.as_bytes()));
    assert_eq!((code, errors.as_str()), (0, ""));
    assert_eq!(out.matches("\"caller\":{\"stated\":true").count(), 2, "{out}");
}

#[test]
fn a_malformed_line_of_facts_is_told_with_its_number() {
    for line in
        ["{\"id\": 1", "{\"id\": 1}", "{\"text\": \"a\", \"kind\": \"hook\"}", "{\"text\": \"a\", \"txt\": \"b\"}"]
    {
        let (code, _, errors) = told(&run(Path::new("."), &["facts"], format!("We call.\n{line}\n").as_bytes()));
        assert_eq!(code, 2);
        assert!(errors.starts_with("error: line 2 of standard input: "), "{errors}");
    }
}

#[test]
fn colours_come_when_they_are_asked_for() {
    let folder = folder("colours");
    write(&folder, "api.yaml", FLAGGED);
    let colored = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whocalls"));
        command.args(arguments).current_dir(&folder);
        for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command.envs(environment.iter().copied());
        command.output().expect("the program was built").stdout.contains(&0x1b)
    };
    assert!(!colored(&[], &[]));
    assert!(colored(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(colored(&[], &[("FORCE_COLOR", "1")]));
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&[], &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
    // https://no-color.org: any value counts that is not empty.
    assert!(!colored(&[], &[("FORCE_COLOR", "1"), ("NO_COLOR", "0")]));
    assert!(colored(&[], &[("FORCE_COLOR", "1"), ("NO_COLOR", "")]));
    assert!(!colored(&[], &[("FORCE_COLOR", "0"), ("CLICOLOR_FORCE", "0")]));
    assert!(!colored(&["--color", "never"], &[("FORCE_COLOR", "1")]));
    assert!(!colored(&["--format", "json", "--color", "always"], &[]));
}

#[test]
fn what_is_unreadable_is_told_whatever_is_selected() {
    let folder = folder("selected");
    write(&folder, "a.yaml", "openapi: 3.1.0\ncomponents: {schemas: [\n");
    let (code, out, _) = told(&run(&folder, &["-f", "concise", "--select", "missing-failure"], b""));
    assert!(code == 1 && out.contains("[unreadable]"), "{out}");
    assert_eq!(told(&run(&folder, &["--select", "missing-failure", "--ignore", "unreadable"], b"")).0, 0);
}

#[test]
fn the_exit_code_is_the_same_in_every_format() {
    let folder = folder("exit-codes");
    write(&folder, "flagged.yaml", FLAGGED);
    for format in whocalls::report::FORMATS {
        for (arguments, expected) in [(vec!["flagged.yaml"], 1), (vec!["flagged.yaml", "--fail-on", "error"], 0)] {
            let (code, _, _) = told(&run(&folder, &[&["-f", format.name], &arguments[..]].concat(), b""));
            assert_eq!(code, expected, "{} {arguments:?}", format.name);
        }
    }
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect("it was written")
}

#[test]
fn reports_go_to_files_and_one_of_them_to_standard_output() {
    let folder = folder("outputs");
    write(&folder, "api.yaml", FLAGGED);
    let alone = |format: &str| told(&run(&folder, &["api.yaml", "-f", format], b"")).1;
    let arguments = ["api.yaml", "-f", "sarif=out.sarif", "-f", "concise", "-f", "junit=out.xml"];
    let (code, out, errors) = told(&run(&folder, &arguments, b""));
    assert_eq!((code, out, errors), (1, alone("concise"), String::new()));
    assert_eq!(read(&folder, "out.sarif"), alone("sarif"));
    assert_eq!(read(&folder, "out.xml"), alone("junit"));
    let (code, out, _) = told(&run(&folder, &["api.yaml", "-f", "github", "-o", "out.txt", "--color", "always"], b""));
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(read(&folder, "out.txt"), alone("github"));
    let (_, out, _) = told(&run(&folder, &["api.yaml", "-o", "full.txt", "--color", "always"], b""));
    assert_eq!((out.as_str(), read(&folder, "full.txt")), ("", alone("full")), "a file has no colours");
    let (_, out, _) = told(&run(&folder, &["api.yaml", "-f", "concise=-", "-f", "json=all.json"], b""));
    assert_eq!((out, read(&folder, "all.json")), (alone("concise"), alone("json")));
    let (_, out, _) = told(&run(&folder, &["list", "api.yaml", "-f", "csv=list.csv", "-f", "table"], b""));
    assert!(out.starts_with("where") && read(&folder, "list.csv").starts_with("file,line,"), "{out}");
    let left = std::fs::read_dir(&folder).expect("it can be read").filter_map(Result::ok);
    let left: Vec<String> = left.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(left.iter().all(|name| !name.ends_with(".tmp")), "{left:?}");
    for arguments in [&["-f", "json", "-f", "sarif"][..], &["-f", "json=a", "-f", "sarif=a"]] {
        let (code, out, errors) = told(&run(&folder, arguments, b""));
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(
            errors.contains("two reports cannot both go to ") && errors.contains("`--format sarif=FILE`"),
            "{errors}"
        );
    }
}

#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    let folder = folder("unwritable");
    write(&folder, "api.yaml", FLAGGED);
    let (code, out, errors) = told(&run(&folder, &["api.yaml", "-f", "json=none/out.json", "-f", "concise"], b""));
    assert_eq!(code, 2);
    assert!(
        out.starts_with("api.yaml:6:9: ") && errors.starts_with("error: cannot write `none/out.json`: "),
        "{errors}"
    );
}

#[cfg(unix)]
#[test]
fn a_written_file_keeps_its_permissions_and_links_stay_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder("permissions");
    write(&folder, "api.yaml", FLAGGED);
    write(&folder, "out.json", "old");
    let mode = |name: &str| std::fs::metadata(folder.join(name)).expect("it is there").permissions().mode() & 0o777;
    let set = |mode| std::fs::set_permissions(folder.join("out.json"), PermissionsExt::from_mode(mode));
    set(0o640).expect("it is ours");
    symlink("out.json", folder.join("link.json")).expect("it can be linked");
    run(&folder, &["api.yaml", "-f", "json", "-o", "link.json"], b"");
    assert!(read(&folder, "out.json").starts_with("{\"schema\": 1"));
    assert_eq!(mode("out.json"), 0o640);
    assert!(std::fs::symlink_metadata(folder.join("link.json")).expect("it is there").is_symlink());
    set(0o440).expect("it is ours");
    write(&folder, "other.yaml", "openapi: 3.1.0\n");
    let (code, _, errors) = told(&run(&folder, &["other.yaml", "-f", "json", "-o", "out.json"], b""));
    assert!(code == 2 && errors.contains("cannot write `out.json`"), "{errors}");
    assert!(read(&folder, "out.json").contains("callback_url"), "it is as it was");
    let (code, out, _) = told(&run(&folder, &["api.yaml", "-f", "json", "-o", "/dev/null"], b""));
    assert_eq!((code, out.as_str()), (1, ""));
}

/// A report that is left in the folder is no document with fields of its own.
#[test]
fn a_report_is_not_checked_in_the_next_run() {
    let folder = folder("own-reports");
    write(&folder, "api.yaml", FLAGGED);
    let formats: Vec<String> =
        whocalls::report::FORMATS.iter().map(|format| format!("{}=report.{}", format.name, format.name)).collect();
    let arguments: Vec<&str> = formats.iter().flat_map(|format| ["-f", format]).collect();
    run(&folder, &arguments, b"");
    std::fs::rename(folder.join("report.markdown"), folder.join("report.md")).expect("it was written");
    run(&folder, &["list", "-f", "markdown=fields.md", "-f", "csv=fields.csv", "-f", "html=fields.html"], b"");
    let (_, out, _) = told(&run(&folder, &["list", "--pedantic"], b""));
    assert_eq!(out.lines().count(), 2, "{out}");
}

#[test]
fn counts_do_not_stand_in_the_way_of_a_report() {
    let folder = folder("statistics");
    write(&folder, "api.yaml", FLAGGED);
    let (code, out, errors) = told(&run(&folder, &["--statistics"], b""));
    assert_eq!((code, errors.as_str()), (1, ""));
    assert!(out.starts_with("findings  rule\n1         missing-caller\n"), "{out}");
    assert!(out.ends_with("\nall      0 of 4  0 %\n"), "{out}");
    let (_, report, tables) = told(&run(&folder, &["--statistics", "-f", "json"], b""));
    let report: serde_json::Value = serde_json::from_str(&report).expect("it is JSON alone");
    assert_eq!(report["summary"]["rules"]["missing-method"], 1);
    assert_eq!(report["summary"]["coverage"]["asked"], 4);
    assert_eq!(tables, out);
    let (_, again, errors) = told(&run(&folder, &["--statistics", "-f", "json=out.json"], b""));
    assert_eq!((again, errors.as_str()), (out, ""));
}

#[test]
fn timings_stand_beside_every_report() {
    let folder = folder("timings");
    write(&folder, "api.yaml", FLAGGED);
    let phases = |table: &str| table.lines().filter_map(|line| line.split(' ').next()).collect::<Vec<_>>().join(" ");
    for format in ["full", "json", "sarif"] {
        let plain = told(&run(&folder, &["-f", format], b""));
        let (code, out, table) = told(&run(&folder, &["-f", format, "--timings"], b""));
        assert_eq!((code, &out), (plain.0, &plain.1));
        assert_eq!(phases(&table), "read parse recognise check report threads wall", "{table}");
    }
    let (_, out, table) = told(&run(&folder, &["list", "--timings"], b""));
    assert!(out.contains("callback_url"), "{out}");
    assert_eq!(phases(&table), "read parse recognise check report threads wall", "{table}");
    let (_, _, told) = told(&run(&folder, &["--timings", "--write-baseline", "known.json"], b""));
    assert!(told.contains("\nrecognise  "), "{told}");
}

#[test]
fn a_coverage_that_is_too_low_fails_the_run() {
    let folder = folder("coverage");
    let spec = FLAGGED.replace("{type: string}", "{description: 'We POST here when the job ends.'}");
    write(&folder, "api.yaml", &spec);
    let outcome = |arguments: &[&str]| {
        let (code, _, errors) = told(&run(&folder, arguments, b""));
        (code, errors)
    };
    let lax = ["--fail-on", "never", "--min-coverage"];
    assert_eq!(outcome(&[&lax[..], &["75"]].concat()), (0, String::new()));
    let told_so = "3 of 4 facts stated, 75 %, and `--min-coverage` asks for 75.5 %\n";
    assert_eq!(outcome(&[&lax[..], &["75.5%"]].concat()), (1, told_so.to_string()));
    assert_eq!(outcome(&["--min-coverage", "75.5", "--exit-zero"]), (0, told_so.to_string()));
    // A rule that is not asked asks for no fact.
    assert_eq!(outcome(&["--ignore", "missing-failure", "--min-coverage", "100"]).0, 0);
    let (code, errors) = outcome(&["--min-coverage", "lots"]);
    assert!(code == 2 && errors.contains("expected a number from 0 to 100"), "{errors}");
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let folder = folder("pipe");
    for number in 0..400 {
        write(&folder, &format!("api{number}.yaml"), FLAGGED);
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_whocalls"));
    command.current_dir(&folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program was built");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(told(&output), (0, String::new(), String::new()));
}
