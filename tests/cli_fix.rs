//! `--fix`, `--diff` and `review` on files: what is written, what is not, and how a run ends.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const OPENING: &str = "openapi: 3.1.0\ninfo: {title: Parcelway API, version: '1'}\ncomponents:\n  schemas:\n    Hook:\n      properties:\n";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fix").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("it is ours");
    }
    std::fs::create_dir_all(&folder).expect("the place for tests can be written");
    folder
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    std::fs::write(folder.join(name), content).expect("the place for tests can be written");
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect("it is there")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("it is there");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The exit code, the output and the errors of a run.
fn run(folder: &Path, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whocalls"));
    command.args(arguments).current_dir(folder).env("NO_COLOR", "1");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program was built");
    // A program that needs no input may be gone before it is written.
    _ = child.stdin.take().expect("it is piped").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it writes text");
    (output.status.code().expect("it was not killed"), text(&output.stdout), text(&output.stderr))
}

/// A description that lacks a caller, a method and a trigger.
fn spec() -> String {
    format!(
        "{OPENING}        callback_url:\n          description: Failed calls are retried for a day.\n          type: string\n"
    )
}

fn fixed() -> String {
    spec().replace("for a day.", "for a day. Parcelway calls this URL.")
}

#[test]
fn a_fix_is_written_and_what_is_left_is_told() {
    let folder = folder("written");
    write(&folder, "a.yaml", spec());
    let (code, out, errors) = run(&folder, &["--fix", "--caller", "Parcelway", "-f", "concise"], "");
    assert_eq!((code, errors.as_str()), (1, "fixed 1 field in 1 file\n"), "{out}");
    assert_eq!(read(&folder, "a.yaml"), fixed());
    assert!(out.contains("[missing-method, missing-trigger]"), "{out}");
    let (_, _, errors) = run(&folder, &["--fix", "--caller", "Parcelway", "-f", "concise"], "");
    let told = "nothing to fix\n1 field leaves out what only you know: say `method` under `house` in the configuration, or answer `whocalls review`\n";
    assert_eq!((errors.as_str(), read(&folder, "a.yaml")), (told, fixed()));
    assert_eq!(names(&folder), ["a.yaml"], "no file is left beside it");
}

#[test]
fn a_diff_writes_nothing_and_can_be_applied() {
    let folder = folder("diff");
    write(&folder, "a.yaml", spec());
    write(&folder, "b.yaml", spec().replace("callback_url", "size"));
    let (code, out, errors) = run(&folder, &["--diff", "--caller", "Parcelway"], "");
    assert_eq!((code, errors.as_str()), (1, "would fix 1 field in 1 file\n"));
    assert_eq!(read(&folder, "a.yaml"), spec());
    assert!(out.starts_with("--- a/a.yaml\n+++ b/a.yaml\n@@ "), "{out}");
    let (code, piped, _) =
        run(&folder, &["--diff", "--caller", "Parcelway", "-", "--stdin-filename", "a.yaml"], &spec());
    assert_eq!((code, piped), (1, out));
    let (code, out, errors) = run(&folder, &["--diff"], "");
    let told = "nothing to fix\n1 field leaves out what only you know: name the caller with `--caller 'Parcelway'`, if it is the one in the title, or say `method` under `house` in the configuration, or answer `whocalls review`\n";
    assert_eq!((code, out.as_str(), errors.as_str()), (0, "", told), "a title is a guess");
    let (_, out, _) = run(&folder, &["--diff", "--with-placeholders"], "");
    assert!(out.contains("Parcelway sends a `<GET or POST>` request to this URL when `<event>`."), "{out}");
    let (code, _, _) = run(&folder, &["--diff", "--caller", "Parcelway", "--exit-zero"], "");
    assert_eq!(code, 0);
}

#[test]
fn a_diff_of_any_name_is_applied_by_patch() {
    if Command::new("patch").arg("--version").output().is_err() {
        return;
    }
    let folder = folder("patch");
    write(&folder, "my api.yaml", spec());
    let (_, diff, _) = run(&folder, &["--diff", "--caller", "Parcelway"], "");
    let mut patch = Command::new("patch");
    let mut child =
        patch.arg("-p1").current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it is there");
    child.stdin.take().expect("it is piped").write_all(diff.as_bytes()).expect("it reads");
    assert!(child.wait().expect("it ends").success());
    assert_eq!(read(&folder, "my api.yaml"), fixed());
    let path = folder.join("my api.yaml");
    write(&folder, "my api.yaml", spec());
    let (_, diff, _) = run(&folder, &["--diff", "--caller", "Parcelway", path.to_str().expect("it is text")], "");
    assert!(diff.starts_with("--- a/") && !diff.contains("//"), "{diff}");
}

#[test]
fn what_is_left_is_told_with_its_place_after_the_fix() {
    let folder = folder("places");
    let text = spec()
        .replace("description: Failed", "description: |\n            Failed")
        .replace("for a day.", "for a day.\n            They all fail.")
        + "        notify_callback_url:\n          description: 'Failed calls are retried for a day, e.g. https://example.com/hook'\n";
    write(&folder, "a.yaml", &text);
    write(
        &folder,
        "whocalls.yaml",
        "house:\n  webhook:\n    method: POST\ncaller: A very long name of a company that makes the line be wrapped\n",
    );
    let (_, out, errors) = run(&folder, &["--fix", "-f", "concise"], "");
    let place = |text: &str, mark: &str| {
        let line = text.lines().find(|line| line.contains(mark)).expect("it is told");
        line.split(": ").next().expect("it has a place").to_owned()
    };
    assert_eq!(place(&out, "`notify_callback_url`"), place(&errors, "needs a hand"), "{out}{errors}");
    let line =
        read(&folder, "a.yaml").lines().position(|line| line.contains("notify_callback_url")).expect("it is there") + 1;
    assert!(place(&errors, "needs a hand").starts_with(&format!("a.yaml:{line}:")), "{errors}");
}

#[test]
fn what_is_staged_is_not_written_over_what_is_not() {
    let folder = folder("staged");
    let git = |arguments: &[&str]| {
        let done = Command::new("git").args(arguments).current_dir(&folder).output();
        done.is_ok_and(|done| done.status.success())
    };
    if !git(&["init", "-q"]) {
        return;
    }
    write(&folder, "a.yaml", spec());
    assert!(git(&["add", "a.yaml"]));
    write(&folder, "a.yaml", spec() + "# more\n");
    let (code, _, errors) = run(&folder, &["--staged", "--fix", "--caller", "Parcelway", "-f", "concise"], "");
    assert_eq!(code, 2, "{errors}");
    assert!(errors.contains("the working tree has other words than the index"), "{errors}");
}

#[test]
fn what_a_house_says_of_failures_has_to_say_it() {
    let folder = folder("house");
    write(&folder, "a.yaml", spec());
    write(&folder, "whocalls.yaml", "house:\n  webhook:\n    failure: We are sorry. Ask support.\n");
    let (code, _, errors) = run(&folder, &["--diff"], "");
    assert!(code == 2 && errors.contains("is not read as saying what happens on failure"), "{errors}");
    assert!(errors.contains("whocalls.yaml:3"), "{errors}");
}

#[test]
fn what_does_not_go_together_is_an_error() {
    let folder = folder("usage");
    let (code, _, errors) = run(&folder, &["--fix", "-"], "");
    assert!(code == 2 && errors.contains("standard input cannot be fixed in place"), "{errors}");
    let (code, _, errors) = run(&folder, &["--with-placeholders"], "");
    assert!(code == 2 && errors.contains("goes with `--fix` or `--diff`"), "{errors}");
}

#[test]
fn encodings_and_line_ends_stay() {
    let folder = folder("encodings");
    let text = format!("\u{feff}{}", spec().replace('\n', "\r\n"));
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    write(&folder, "mark.yaml", &text);
    write(&folder, "wide.yaml", wide(&text));
    let (_, _, errors) = run(&folder, &["--fix", "--caller", "Parcelway", "-f", "concise"], "");
    assert_eq!(errors, "fixed 2 fields in 2 files\n");
    let expected = format!("\u{feff}{}", fixed().replace('\n', "\r\n"));
    assert_eq!(read(&folder, "mark.yaml"), expected);
    assert_eq!(std::fs::read(folder.join("wide.yaml")).expect("it is there"), wide(&expected));
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay_and_a_read_only_file_is_told() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder("permissions");
    write(&folder, "a.yaml", spec());
    write(&folder, "b.yaml", spec());
    std::fs::create_dir(folder.join("c")).expect("it can be made");
    write(&folder, "c/target.txt", spec());
    symlink("c/target.txt", folder.join("link.yaml")).expect("it can be linked");
    let mode = |name: &str, mode: u32| {
        std::fs::set_permissions(folder.join(name), std::fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    mode("a.yaml", 0o640);
    mode("b.yaml", 0o444);
    let (code, _, errors) =
        run(&folder, &["--fix", "--caller", "Parcelway", "-f", "concise", "a.yaml", "b.yaml", "link.yaml"], "");
    assert_eq!(code, 2);
    assert_eq!(
        errors,
        "error: cannot write `b.yaml`: the file is read-only\nfixed 2 fields in 2 files; 1 file could not be written\n"
    );
    let (_, _, errors) = run(&folder, &["--fix", "--caller", "Parcelway", "-f", "concise", "b.yaml"], "");
    assert!(errors.ends_with("fixed nothing; 1 file could not be written\n"), "{errors}");
    assert_eq!((read(&folder, "a.yaml"), read(&folder, "b.yaml")), (fixed(), spec()));
    assert_eq!(read(&folder, "c/target.txt"), fixed());
    assert!(folder.join("link.yaml").is_symlink());
    let kept = std::fs::metadata(folder.join("a.yaml")).expect("it is there").permissions().mode();
    assert_eq!(kept & 0o777, 0o640);
    assert_eq!(names(&folder), ["a.yaml", "b.yaml", "c", "link.yaml"]);
}

#[test]
fn a_definition_in_another_file_is_fixed_there_if_that_was_asked_for() {
    let folder = folder("tied");
    let user = OPENING.replace("3.1.0", "3.0.3") + "        callback_url:\n          $ref: 'urls.yaml#/CallbackUrl'\n";
    let urls = "CallbackUrl:\n  type: string\n  description: Failed calls are retried for a day.\n";
    write(&folder, "a.yaml", &user);
    write(&folder, "urls.yaml", urls);
    let (_, _, errors) = run(&folder, &["--fix", "--caller", "Parcelway", "-f", "concise", "a.yaml"], "");
    assert!(errors.contains("nothing to fix; 1 field needs a hand\n"), "{errors}");
    assert!(errors.contains("its words stand in a file that was not asked for"), "{errors}");
    assert_eq!(read(&folder, "urls.yaml"), urls);
    let (_, _, errors) = run(&folder, &["--fix", "--caller", "Parcelway", "-f", "concise"], "");
    assert_eq!(errors, "fixed 1 field in 1 file\n");
    assert_eq!(read(&folder, "urls.yaml"), urls.replace("a day.", "a day. Parcelway calls this URL."));
    assert_eq!(read(&folder, "a.yaml"), user);
}

#[test]
fn a_review_asks_for_what_is_missing_and_writes_it() {
    let folder = folder("review");
    write(&folder, "a.yaml", spec());
    let (code, out, errors) = run(&folder, &["review"], "\n?\nsend\npost\nwhen a parcel arrives.\ny\nn\n");
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    assert_eq!(
        read(&folder, "a.yaml"),
        spec().replace("for a day.", "for a day. Parcelway sends a POST request to this URL when a parcel arrives.")
    );
    assert!(
        out.starts_with("a.yaml:7:9: `callback_url`, webhook URL\n  Failed calls are retried for a day.\n"),
        "{out}"
    );
    assert!(out.contains("who calls it? [Parcelway] with which HTTP method?     The receiver"), "{out}");
    assert!(out.contains("that is no HTTP method"), "{out}");
    assert!(out.contains("\n+          description: Failed calls are retried for a day. Parcelway sends"), "{out}");
    assert!(out.ends_with("1 field written, 0 left as they were\n"), "{out}");
    assert_eq!(names(&folder), ["a.yaml"], "nothing is remembered unless it is asked for");
    let (code, out, _) = run(&folder, &["review"], "");
    assert_eq!((code, out.as_str()), (0, "0 fields written, 0 left as they were\n"));
}

#[test]
fn a_review_can_skip_quit_and_remember() {
    let folder = folder("review-more");
    let two = spec() + "        notify_callback_url:\n          description: Failed calls are retried for a day.\n";
    write(&folder, "a.yaml", &two);
    let (code, out, _) = run(&folder, &["review"], "s\nParcelway Ltd\nput\na parcel is late\n\ny\n");
    assert_eq!(code, 0, "{out}");
    assert!(out.ends_with("wrote whocalls.yaml\n1 field written, 1 left as it was\n"), "{out}");
    assert_eq!(read(&folder, "whocalls.yaml"), "caller: Parcelway Ltd\nhouse:\n  webhook:\n    method: PUT\n");
    let once = read(&folder, "a.yaml");
    assert!(once.contains("Parcelway Ltd sends a PUT request to this URL when a parcel is late."), "{once}");
    let (code, out, _) = run(&folder, &["review"], "q\n");
    assert_eq!((code, read(&folder, "a.yaml")), (0, once.clone()), "{out}");
    let (code, out, _) = run(&folder, &["review"], "Acme\n");
    assert_eq!((code, read(&folder, "a.yaml")), (0, once), "what ends early is no answer: {out}");
}

#[test]
fn a_review_takes_any_name_and_only_what_says_something() {
    let folder = folder("review-names");
    let text = spec().replace("Failed calls are retried for a day.", "Where parcels are told of.");
    write(&folder, "a.yaml", &text);
    let (code, out, errors) =
        run(&folder, &["review"], "Acme: GmbH \"x\"\npost\na parcel arrives\nretried for a day\ny\ny\n");
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    let once = read(&folder, "a.yaml");
    assert!(once.contains("when a parcel arrives. Retried for a day."), "{once}");
    let (code, out, _) = run(&folder, &["-f", "concise"], "");
    assert_eq!((code, out.as_str()), (0, ""), "what was remembered is known as a caller: {once}");
    let folder = self::folder("review-unread");
    write(&folder, "a.yaml", &text);
    let (_, out, _) = run(&folder, &["review"], "Acme\npost\na parcel arrives\nask support\ny\ny\n");
    assert!(out.contains("not read as stating the failure"), "{out}");
    assert!(!read(&folder, "whocalls.yaml").contains("support"), "{out}");
}

#[test]
fn a_review_without_answers_is_an_error() {
    let folder = folder("review-none");
    write(&folder, "a.yaml", spec());
    let (code, _, errors) = run(&folder, &["review"], "");
    assert_eq!(code, 2);
    assert!(errors.starts_with("error: there are no answers to read; run `whocalls review` in a terminal"), "{errors}");
    let (code, _, errors) = run(&folder, &["review", "-"], &spec());
    assert!(code == 2 && errors.contains("cannot be reviewed"), "{errors}");
}
