//! Files that cannot be read or written, that change or go away meanwhile, and runs that are broken off: what was there
//! stays whole, and what could not be done is told.

#![cfg(unix)]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

#[path = "support/folder.rs"]
mod folder;

use folder::{empty, program, run, told, write};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use whocalls::walk::overlay::Overlay;
use whocalls::walk::{Group, Named, WalkError, load};

const SPEC: &str = "openapi: 3.1.0\ninfo: {title: Parcelway}\ncomponents:\n  schemas:\n    Hook:\n      properties:\n        \
    callback_url: {type: string, description: Called when a parcel arrives. Retried for a day.}\n";
const FIXED: &str = "openapi: 3.1.0\ninfo: {title: Parcelway}\ncomponents:\n  schemas:\n    Hook:\n      properties:\n        \
    callback_url: {type: string, description: Called when a parcel arrives. Retried for a day. Parcelway calls this URL.}\n";
const FIX: [&str; 4] = ["--fix", "--caller", "Parcelway", "--format=concise"];

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

fn mode(folder: &Path, name: &str, mode: u32) {
    std::fs::set_permissions(folder.join(name), std::fs::Permissions::from_mode(mode)).expect("it is ours");
}

/// The exit code, the output and the errors of a run by a user who may not read everything; none where there is no such
/// user to be had.
fn run_as_nobody(folder: &Path, arguments: &[&str]) -> Option<(i32, String, String)> {
    const NOBODY: u32 = 65_534;
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    let mut command = program(folder, arguments);
    if is_root {
        command.uid(NOBODY).gid(NOBODY);
    }
    match command.output() {
        Ok(output) => Some(told(&output)),
        Err(error) => {
            eprintln!("SKIPPED: the program cannot be run by another user: {error}");
            None
        }
    }
}

#[test]
fn what_may_not_be_read_is_told_and_the_rest_is_checked() {
    let folder = empty("files-denied");
    for name in ["a.yaml", "b.yaml", "closed/c.yaml", "d.yaml"] {
        write(&folder, name, SPEC);
    }
    write(&folder, "d.yaml", SPEC.replace("{type: string, ", "{$ref: 'b.yaml#/x', type: string, "));
    mode(&folder, "b.yaml", 0o000);
    mode(&folder, "closed", 0o000);
    let looked = run_as_nobody(&folder, &["--format=concise"]);
    mode(&folder, "closed", 0o755);
    let Some((code, out, errors)) = looked else { return };
    assert_eq!(code, 2, "{out}{errors}");
    assert!(out.contains("a.yaml:7:9") && out.contains("d.yaml:7:9") && !out.contains("b.yaml:7"), "{out}");
    assert!(errors.contains("cannot read `b.yaml`: Permission denied"), "{errors}");
    assert!(errors.contains("closed") && errors.lines().all(|line| line.starts_with("error: ")), "{errors}");
}

#[test]
fn what_may_not_be_written_stays_and_is_told() {
    let folder = empty("files-unwritable");
    write(&folder, "a.yaml", SPEC);
    write(&folder, "shut/b.yaml", SPEC);
    mode(&folder, "a.yaml", 0o444);
    mode(&folder, "shut", 0o555);
    let fixed = run_as_nobody(&folder, &FIX);
    mode(&folder, "shut", 0o755);
    let Some((code, _, errors)) = fixed else { return };
    assert_eq!(code, 2, "{errors}");
    assert!(errors.contains("cannot write `a.yaml`") && errors.contains("cannot write `shut/b.yaml`"), "{errors}");
    assert_eq!((read(&folder, "a.yaml").as_str(), read(&folder, "shut/b.yaml").as_str()), (SPEC, SPEC));
    assert_eq!(
        (names(&folder), names(&folder.join("shut"))),
        (vec!["a.yaml".into(), "shut".into()], vec!["b.yaml".into()])
    );
}

#[test]
fn a_file_that_goes_away_is_told() {
    let folder = empty("files-gone");
    write(&folder, "a.yaml", SPEC);
    let name = |name: &str| Named { name: folder.join(name).display().to_string(), explicit: false };
    // A walk found both, and one was gone when its turn came.
    let group = Group { linted: vec![name("a.yaml"), name("gone.yaml")], referenced: Vec::new() };
    let loaded = load(&group, &Overlay::default());
    assert!(
        loaded.sources.len() == 1
            && matches!(&loaded.errors[..], [WalkError::Unreadable(gone, _)] if gone.ends_with("gone.yaml"))
    );
    // What is gone of what is only referred to is a reference to nothing.
    let group = Group { linted: vec![name("a.yaml")], referenced: vec![name("gone.yaml")] };
    assert_eq!(load(&group, &Overlay::default()).sources.len(), 1);
    symlink("nowhere.yaml", folder.join("dangling.yaml")).expect("it can be linked");
    let (code, out, errors) = run(&folder, &["--format=concise"]);
    assert_eq!((code, out.lines().count(), errors.as_str()), (1, 1, ""), "a link that leads nowhere is passed over");
    let (code, _, errors) = run(&folder, &["dangling.yaml"]);
    assert_eq!((code, errors.as_str()), (2, "error: there is no file or folder `dangling.yaml`\n"));
}

#[test]
fn a_pipe_in_the_way_does_not_hold_up_a_run() {
    let folder = empty("files-pipe");
    write(&folder, "a.yaml", SPEC.replace("{type: string, ", "{$ref: 'pipe.yaml#/x', type: string, "));
    let made = Command::new("mkfifo").arg(folder.join("pipe.yaml")).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: no pipe can be made");
        return;
    }
    symlink("pipe.yaml", folder.join("link.yaml")).expect("it can be linked");
    let (code, out, errors) = run(&folder, &["--format=concise"]);
    assert!(code == 1 && out.contains("a.yaml") && errors.is_empty(), "{out}{errors}");
    let (code, _, errors) = run(&folder, &["pipe.yaml"]);
    assert!(code == 2 && errors.contains("`pipe.yaml` is no file"), "{errors}");
}

/// A run with as much room as a shell leaves it: files of so many blocks of 512 bytes, and no signal that ends it.
fn run_with_little_room(folder: &Path, blocks: usize, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_whocalls")]).args(arguments).current_dir(folder);
    told(&command.output().expect("there is a shell"))
}

#[test]
fn a_pipe_or_a_device_for_an_ignore_file_does_not_hold_up_a_run() {
    let folder = empty("files-odd-ignores");
    write(&folder, "a.yaml", SPEC);
    for (below, name) in [("pipe", ".gitignore"), ("device", ".ignore"), ("deep/er", ".gitignore")] {
        write(&folder, &format!("{below}/b.yaml"), SPEC);
        let odd = folder.join(below).join(name);
        match below {
            "device" => symlink("/dev/zero", odd).expect("it can be linked"),
            _ => assert!(Command::new("mkfifo").arg(odd).status().expect("there are pipes").success()),
        }
    }
    let (code, out, errors) = run(&folder, &["--format=concise"]);
    assert_eq!((code, out.lines().count()), (2, 1), "the rest is checked: {out}");
    for odd in ["pipe/.gitignore", "device/.ignore", "deep/er/.gitignore"] {
        assert!(errors.contains(&format!("{odd}`: it is no file")), "{errors}");
    }
    // From within, and where nothing of the kind is heeded.
    let (code, out, errors) = run(&folder.join("pipe"), &["--format=concise"]);
    assert!(code == 2 && out.is_empty() && errors.contains("it is no file"), "{code} {out}{errors}");
    let (code, out, errors) = run(&folder, &["--format=concise", "--no-respect-gitignore"]);
    assert_eq!((code, out.lines().count(), errors.as_str()), (1, 4, ""), "{out}");
}

#[test]
fn what_never_ends_is_no_list_and_no_baseline() {
    let folder = empty("files-endless");
    write(&folder, "a.yaml", SPEC);
    for arguments in [["--file-list", "/dev/zero"], ["--baseline", "/dev/zero"]] {
        let (code, _, errors) = run(&folder, &[&arguments[..], &["--format=concise"]].concat());
        assert!(code == 2 && errors.contains("it is larger than 256 MiB"), "{code} {errors}");
    }
}

#[test]
fn a_full_disk_leaves_the_old_file_whole() {
    let folder = empty("files-full");
    let long = format!("{SPEC}x: {}\n", "a".repeat(200_000));
    write(&folder, "a.yaml", &long);
    write(&folder, "b.yaml", SPEC);
    let (code, _, errors) = run_with_little_room(&folder, 100, &FIX);
    assert!(code == 2 && errors.contains("cannot write `a.yaml`: File too large"), "{errors}");
    assert!(errors.contains("fixed 1 field in 1 file"), "what fits is written: {errors}");
    assert_eq!((read(&folder, "a.yaml"), read(&folder, "b.yaml").as_str()), (long, FIXED));
    // Nor is anything left of a report that does not fit; what stood there stays.
    write(&folder, "report.json", "old");
    let (code, _, errors) =
        run_with_little_room(&folder, 0, &["--format", "json=report.json", "--write-baseline", "known.json"]);
    assert!(code == 2, "{errors}");
    let (code, _, errors) = run_with_little_room(&folder, 0, &["--format", "json=report.json"]);
    assert!(code == 2 && errors.contains("cannot write `report.json`"), "{errors}");
    assert_eq!(
        (read(&folder, "report.json").as_str(), names(&folder)),
        ("old", ["a.yaml", "b.yaml", "report.json"].map(str::to_owned).to_vec())
    );
}

#[test]
fn a_standard_output_that_is_full_is_an_error() {
    let folder = empty("files-output");
    write(&folder, "a.yaml", SPEC);
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else {
        eprintln!("SKIPPED: there is no full device");
        return;
    };
    let output = program(&folder, &[]).stdout(full).stderr(Stdio::piped()).output().expect("the program was built");
    let (code, _, errors) = told(&output);
    assert!(code == 2 && errors.starts_with("error: No space left"), "{code} {errors}");
}

#[test]
fn readers_that_close_their_pipe_end_a_run_quietly() {
    let folder = empty("files-closed");
    for number in 0..300 {
        write(&folder, &format!("{number}.yaml"), SPEC);
    }
    let runs: [&[&str]; 5] = [&[], &["list"], &["--format", "json"], &["--diff", "--caller", "A"], &["rules"]];
    for arguments in runs {
        let mut child = program(&folder, arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built");
        drop(child.stdout.take());
        let (code, _, errors) = told(&child.wait_with_output().expect("it ends"));
        assert!(code == 0 && !errors.contains("error") && !errors.contains("panic"), "{arguments:?}: {code} {errors}");
    }
    // One that closes both has nobody left to be told.
    let mut child = program(&folder, &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it was built");
    drop((child.stdout.take(), child.stderr.take()));
    assert!(child.wait().expect("it ends").code().is_some_and(|code| code <= 2));
}

/// Files that a fix writes, each with enough in it that writing takes a while.
fn many(name: &str, files: usize) -> std::path::PathBuf {
    let folder = empty(name);
    for number in 0..files {
        write(&folder, &format!("{number}.yaml"), long(SPEC));
    }
    folder
}

fn long(spec: &str) -> String {
    format!("{spec}x: |\n{}", "  a line of a description\n".repeat(400))
}

/// Holds every file to be as it was or as it is to be, and gives how many are fixed; what is left beside them has the name
/// that is documented.
fn whole_files(folder: &Path) -> usize {
    let (old, new) = (long(SPEC), long(FIXED));
    let mut fixed = 0;
    for name in names(folder) {
        if name.starts_with('.') {
            assert!(name.contains(".yaml.") && name.ends_with(".tmp"), "{name}");
            continue;
        }
        let text = read(folder, &name);
        assert!(text == old || text == new, "{name} is neither old nor new: {} bytes", text.len());
        fixed += usize::from(text == new);
    }
    fixed
}

#[test]
fn an_interruption_leaves_every_file_whole() {
    let folder = many("files-interrupted", 120);
    let mut interrupted = 0;
    for signal in ["INT", "TERM", "KILL"].iter().cycle().take(12) {
        let mut child =
            program(&folder, &FIX).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program was built");
        std::thread::sleep(Duration::from_millis(15 + 20 * interrupted));
        let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).stderr(Stdio::null()).status();
        sent.expect("signals can be sent");
        let status = child.wait().expect("it ends");
        interrupted += u64::from(status.code().is_none());
        whole_files(&folder);
        if status.code().is_none() {
            // What an interrupted run left is no file to look at, and in nobody's way.
            let (_, out, _) = run(&folder, &["--show-files"]);
            assert!(!out.contains(".tmp"), "{out}");
        }
    }
    assert!(interrupted > 0, "no run was broken off");
    let (code, _, errors) = run(&folder, &FIX);
    assert_eq!((whole_files(&folder), code), (120, 1), "the next run does what is left: {errors}");
}

#[test]
fn two_runs_at_once_write_every_file_once() {
    let folder = many("files-twice", 80);
    let begin = || {
        let mut command = program(&folder, &FIX);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program was built")
    };
    let runs = [begin(), begin(), begin()];
    for run in runs {
        let (code, _, errors) = told(&run.wait_with_output().expect("it ends"));
        // A file that the other run wrote first is left, and told.
        let is_told = errors.lines().all(|line| !line.starts_with("error") || line.contains("was changed by others"));
        assert!([1, 2].contains(&code) && is_told, "{code} {errors}");
    }
    assert_eq!(whole_files(&folder), 80);
    assert!(!names(&folder).iter().any(|name| name.starts_with('.')), "{:?}", names(&folder));
    // And two reports into one file: it is one of them.
    let report =
        || program(&folder, &["--format", "json=report.json"]).stdout(Stdio::null()).spawn().expect("it was built");
    let mut runs = [report(), report()];
    runs.iter_mut().for_each(|run| _ = run.wait().expect("it ends"));
    serde_json::from_str::<serde_json::Value>(&read(&folder, "report.json")).expect("it is one whole report");
}

#[test]
fn names_that_are_no_text_are_read_told_and_fixed() {
    let folder = empty("files-names");
    let name = folder.join(OsStr::from_bytes(b"a\xff\xfe.yaml"));
    if let Err(error) = std::fs::write(&name, SPEC) {
        eprintln!("SKIPPED: no file can be called so here: {error}");
        return;
    }
    write(&folder, "b.yaml", SPEC);
    let (code, out, errors) = run(&folder, &["--format=concise"]);
    assert!(code == 1 && out.contains("a\\xff\\xfe.yaml:7:9: ") && out.contains("b.yaml:7:9"), "{out}{errors}");
    let mut command = program(&folder, &["--format=concise"]);
    let (code, out, errors) = told(&command.arg(OsStr::from_bytes(b"a\xff\xfe.yaml")).output().expect("it was built"));
    assert!(code == 1 && out.lines().count() == 1, "{out}{errors}");
    assert!(run(&folder, &["--format=json"]).1.contains(r"a\\xff\\xfe.yaml"));
    let (_, _, errors) = run(&folder, &FIX);
    assert!(errors.contains("fixed 2 fields in 2 files"), "{errors}");
    assert_eq!(std::fs::read_to_string(&name).expect("it is there"), FIXED);
    assert_eq!(std::fs::read_dir(&folder).expect("it is there").count(), 2);
}

#[test]
fn long_names_and_long_paths_are_no_trouble() {
    let folder = empty("files-long");
    let longest = format!("{}.yaml", "n".repeat(250));
    write(&folder, &longest, SPEC);
    let deep = format!("{}/api.yaml", vec!["d".repeat(200); 17].join("/"));
    write(&folder, &deep, SPEC);
    let (code, out, errors) = run(&folder, &["--format=concise"]);
    assert!(code == 1 && out.contains(&longest) && out.contains(&deep), "{errors}");
    let (_, _, errors) = run(&folder, &FIX);
    assert!(errors.ends_with("fixed 2 fields in 2 files\n"), "{errors}");
    assert_eq!((read(&folder, &longest).as_str(), read(&folder, &deep).as_str()), (FIXED, FIXED));
    let beyond = "d/".repeat(3_000);
    let (code, _, errors) = run(&folder, &[&beyond]);
    assert!(code == 2 && errors.starts_with("error: cannot read"), "{}", &errors[..80.min(errors.len())]);
}

#[test]
fn endings_in_capitals_are_those_of_the_same_format() {
    let folder = empty("files-case");
    write(&folder, "API.YAML", SPEC);
    write(
        &folder,
        "Api.Json",
        "{\"openapi\": \"3.1.0\", \"components\": {\"schemas\": {\"A\": {\"properties\": {\"callback_url\": {}}}}}}",
    );
    write(&folder, "locales/EN.PO", "msgid \"webhook_url\"\nmsgstr \"URL we call\"\n");
    write(&folder, "FORM.HTML", "<label for=a>Webhook URL</label><input id=a name=webhook_url>");
    write(&folder, "GUIDE.MD", "| Field | Description |\n|---|---|\n| `callback_url` | URL we call. |\n");
    let (_, out, _) = run(&folder, &["list", "--format=csv"]);
    for name in ["API.YAML", "Api.Json", "locales/EN.PO", "FORM.HTML", "GUIDE.MD"] {
        assert!(out.contains(name), "{name}: {out}");
    }
    // Where a name in other letters is another file, a reference by it leads nowhere and is told.
    write(&folder, "user.yaml", SPEC.replace("{type: string, ", "{$ref: 'api.yaml#/x', "));
    let (_, out, _) = run(&folder, &["--format=concise", "user.yaml"]);
    assert!(out.contains("[unresolved-reference]") || folder.join("api.yaml").exists(), "{out}");
}
