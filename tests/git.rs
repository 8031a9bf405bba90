//! `--since` and `--staged`, in repositories that are made for it: what is new is told, and what is old is not.

use std::path::{Path, PathBuf};
use std::process::Command;

#[path = "support/folder.rs"]
mod folder;

use folder::{empty, run, write};

const SPEC: &str = "openapi: 3.1.0
components:
  schemas:
    Order:
      properties:
        callback_url: {$ref: 'common.yaml#/Url'}
        webhook_url: {type: string, description: Called when it ships.}
";
const COMMON: &str = "Url: {type: string, description: Acme calls this URL when it ships.}\n";

/// Runs git in a folder, apart from the settings of whoever runs the tests.
fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]);
    command.args(arguments).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env_remove("GIT_DIR");
    let output = command.output().expect("git is there");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with one commit; without git, a test says aloud that it did not run.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn repository(name: &str) -> Option<PathBuf> {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("SKIPPED: there is no git");
        return None;
    }
    let folder = empty(name);
    git(&folder, &["init", "--quiet"]);
    write(&folder, "api.yaml", SPEC);
    write(&folder, "common.yaml", COMMON);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "--message", "Begin"]);
    Some(folder)
}

/// The names of the fields that are told, with their files, and whether that fails the run.
#[track_caller]
fn told(folder: &Path, arguments: &[&str], expected: &[&str]) {
    let (code, out, errors) = run(folder, &[arguments, &["--format", "concise"]].concat());
    let names = out.lines().map(|line| {
        let file = line.split(':').next().unwrap_or_default();
        format!("{file} {}", line.split('`').nth(1).unwrap_or(line))
    });
    assert_eq!(names.collect::<Vec<_>>(), expected, "{out}{errors}");
    assert_eq!((code, errors.as_str()), (i32::from(!expected.is_empty()), ""));
}

#[test]
fn a_clone_without_its_past_is_told_to_fetch_it() {
    let Some(folder) = repository("git-deep") else { return };
    write(&folder, "more.yaml", SPEC);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "--message", "Add"]);
    let clone = empty("git-shallow");
    let from = format!("file://{}", folder.display());
    git(&clone, &["clone", "--quiet", "--depth", "1", &from, "."]);
    let (code, _, errors) = run(&clone, &["--since", "HEAD~1"]);
    assert!(code == 2 && errors.contains("`git fetch --deepen 100`"), "{errors}");
}

#[test]
fn what_did_not_change_is_not_told() {
    let Some(folder) = repository("git-same") else { return };
    told(&folder, &["--since", "HEAD"], &[]);
    told(&folder, &["--staged"], &[]);
    // Lines that move, and words elsewhere, make nothing new.
    write(&folder, "api.yaml", SPEC.replace("components:", "# Orders\ninfo: {title: Shop}\ncomponents:"));
    told(&folder, &["--since", "HEAD"], &[]);
    told(&folder, &[], &["api.yaml callback_url", "api.yaml webhook_url"]);
}

#[test]
fn a_field_whose_words_changed_is_new() {
    let Some(folder) = repository("git-words") else { return };
    write(&folder, "api.yaml", SPEC.replace("Called when", "Called once"));
    told(&folder, &["--since", "HEAD"], &["api.yaml webhook_url"]);
    git(&folder, &["commit", "--quiet", "--all", "--message", "Change"]);
    told(&folder, &["--since", "HEAD"], &[]);
    told(&folder, &["--since", "HEAD~1"], &["api.yaml webhook_url"]);
    write(&folder, "new.yaml", SPEC);
    told(&folder, &["--since", "HEAD"], &["new.yaml callback_url", "new.yaml webhook_url"]);
}

#[test]
fn a_change_behind_a_reference_makes_a_field_new() {
    let Some(folder) = repository("git-reference") else { return };
    write(&folder, "common.yaml", COMMON.replace("ships", "leaves"));
    told(&folder, &["--since", "HEAD"], &["api.yaml callback_url"]);
    told(&folder, &["--since", "HEAD", "api.yaml"], &["api.yaml callback_url"]);
    std::fs::remove_file(folder.join("common.yaml")).expect("it is there");
    let (code, out, _) = run(&folder, &["--since", "HEAD", "--format", "concise"]);
    assert!(code == 1 && out.contains("unresolved-reference"), "{out}");
}

#[test]
fn a_file_that_was_moved_is_not_new() {
    let Some(folder) = repository("git-moved") else { return };
    git(&folder, &["mv", "api.yaml", "specs.yaml"]);
    told(&folder, &["--since", "HEAD"], &[]);
    told(&folder, &["--staged"], &[]);
    write(&folder, "specs.yaml", SPEC.replace("Called when", "Called once"));
    told(&folder, &["--since", "HEAD"], &["specs.yaml webhook_url"]);
    told(&folder, &["--staged"], &[]);
    git(&folder, &["add", "."]);
    told(&folder, &["--staged"], &["specs.yaml webhook_url"]);
}

#[test]
fn what_is_staged_is_looked_at_and_not_what_lies_on_the_disk() {
    let Some(folder) = repository("git-staged") else { return };
    write(&folder, "api.yaml", SPEC.replace("Called when", "Called once"));
    git(&folder, &["add", "api.yaml"]);
    // The rest of the work is not staged: another field, and all that was missing.
    write(
        &folder,
        "api.yaml",
        SPEC.replace("Called when it ships.", "We POST it when it ships. It is retried if it fails."),
    );
    write(&folder, "common.yaml", COMMON.replace("ships", "leaves"));
    write(&folder, "untracked.yaml", SPEC);
    told(&folder, &["--staged"], &["api.yaml webhook_url"]);
    let (_, out, _) = run(&folder, &["--staged"]);
    assert!(out.contains("Called once it ships"), "{out}");
    // A file that is staged and then lost is still part of the commit to come.
    std::fs::remove_file(folder.join("api.yaml")).expect("it is there");
    told(&folder, &["--staged"], &["api.yaml webhook_url"]);
}

#[test]
fn before_the_first_commit_all_that_is_staged_is_new() {
    if repository("git-first").is_none() {
        return;
    }
    let folder = empty("git-first");
    git(&folder, &["init", "--quiet"]);
    write(&folder, "api.yaml", SPEC.replace("{$ref: 'common.yaml#/Url'}", "{type: string}"));
    told(&folder, &["--staged"], &[]);
    git(&folder, &["add", "."]);
    told(&folder, &["--staged"], &["api.yaml callback_url", "api.yaml webhook_url"]);
    let (code, _, errors) = run(&folder, &["--since", "HEAD"]);
    assert_eq!((code, errors.as_str()), (2, "error: `HEAD` names no commit of this repository\n"));
}

#[test]
fn what_others_did_meanwhile_is_not_what_changed_here() {
    let Some(folder) = repository("git-branch") else { return };
    git(&folder, &["checkout", "--quiet", "-b", "work"]);
    write(&folder, "new.yaml", SPEC);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "--message", "Work"]);
    git(&folder, &["checkout", "--quiet", "main"]);
    write(
        &folder,
        "api.yaml",
        SPEC.replace("Called when it ships.", "We POST it when it ships. It is retried if it fails."),
    );
    git(&folder, &["commit", "--quiet", "--all", "--message", "Mend"]);
    git(&folder, &["checkout", "--quiet", "work"]);
    told(&folder, &["--since", "main"], &["new.yaml callback_url", "new.yaml webhook_url"]);
}

#[test]
fn a_subfolder_and_odd_names_are_no_trouble() {
    let Some(folder) = repository("git-names") else { return };
    let odd = "sub dir/-ü \"x\".yaml";
    write(&folder, odd, SPEC.replace("common", "../common"));
    write(&folder, "sub dir/deep/a.txt", "");
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "--message", "Add"]);
    write(&folder, odd, SPEC.replace("common", "../common").replace("Called when", "Called once"));
    told(&folder, &["--since", "HEAD"], &[&format!("{odd} webhook_url")]);
    let below = folder.join("sub dir/deep");
    told(&below, &["--since", "HEAD", "..", "../../api.yaml"], &["../-ü \"x\".yaml webhook_url"]);
    write(&folder, "common.yaml", COMMON.replace("ships", "leaves"));
    let both = ["../-ü \"x\".yaml callback_url", "../-ü \"x\".yaml webhook_url", "../../api.yaml callback_url"];
    let mut sorted = both;
    sorted.sort_unstable();
    let (_, out, _) = run(&below, &["--since", "HEAD", "..", "../../api.yaml", "--format", "concise"]);
    assert_eq!(out.lines().count(), 3, "{out}");
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let Some(folder) = repository("git-errors") else { return };
    for (arguments, message) in [
        (vec!["--since", "nowhere"], "`nowhere` names no commit of this repository"),
        (vec!["--since", "HEAD:api.yaml"], "`HEAD:api.yaml` names no commit of this repository"),
        (vec!["--since=--output=taken"], "`--output=taken` names no commit of this repository"),
        (
            vec!["--since", "HEAD", ".."],
            "`..` lies outside of the git repository, so there is nothing to compare it with",
        ),
    ] {
        let (code, out, errors) = run(&folder, &arguments);
        assert_eq!((code, out.as_str(), errors), (2, "", format!("error: {message}\n")), "{arguments:?}");
    }
    assert!(!folder.join("taken").exists());
    std::fs::remove_dir_all(folder.join(".git")).expect("it is ours");
    // The place for tests lies in a repository itself, perhaps.
    let mut command = folder::program(&folder, &["--staged"]);
    command.env("GIT_CEILING_DIRECTORIES", folder.parent().expect("it is in a folder"));
    let (code, _, errors) = folder::told(&command.output().expect("the program was built"));
    let message = "error: this folder is in no git repository, so there is nothing to compare with\n";
    assert_eq!((code, errors.as_str()), (2, message));
}
