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
    assert!(!colored(&["--color", "never"], &[("FORCE_COLOR", "1")]));
    assert!(!colored(&["--format", "json", "--color", "always"], &[]));
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
