//! Adopting the program where much is found already: baselines, lists of files, and watching.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;

#[path = "support/folder.rs"]
mod folder;

use folder::{empty, program, run, told, write};

const SPEC: &str = "openapi: 3.1.0
components:
  schemas:
    Order:
      properties:
        callback_url: {type: string, description: Acme calls this URL when it ships.}
        webhook_url: {type: string, description: Called when it ships.}
";
const CONCISE: [&str; 2] = ["--format", "concise"];

#[track_caller]
fn check(folder: &Path, arguments: &[&str], code: i32, out: &[&str], errors: &str) {
    let (found, lines, told) = run(folder, &[arguments, &CONCISE].concat());
    let rules =
        |line: &str| line.split('`').nth(1).unwrap_or_default().to_owned() + line.rsplit(' ').next().unwrap_or("");
    assert_eq!(lines.lines().map(rules).collect::<Vec<_>>(), out, "{lines}{told}");
    assert_eq!((found, told.as_str()), (code, errors));
}

#[test]
fn what_is_in_the_baseline_is_not_told_wherever_the_run_starts() {
    let folder = empty("baseline");
    write(&folder, "specs/api.yaml", SPEC);
    write(&folder, "quality/a.txt", "");
    let wrote = "wrote 2 known findings in 1 file to quality/known.yaml\n";
    check(&folder, &["--write-baseline", "quality/known.yaml"], 0, &[], wrote);
    let written = std::fs::read_to_string(folder.join("quality/known.yaml")).expect("it was written");
    assert!(
        written.ends_with(
            "version: 1\nfindings:\n  \"../specs/api.yaml\":\n    \
             \"/components/schemas/Order/properties/callback_url\": [missing-failure, missing-method]\n    \
             \"/components/schemas/Order/properties/webhook_url\": [missing-caller, missing-failure, missing-method]\n"
        ),
        "{written}"
    );
    check(&folder, &["--baseline", "quality/known.yaml"], 0, &[], "");
    check(&folder.join("specs"), &["--baseline", "../quality/known.yaml"], 0, &[], "");
    check(&folder.join("quality"), &["--baseline", "known.yaml", "../specs/api.yaml"], 0, &[], "");
    let absolute = folder.join("specs/api.yaml").to_string_lossy().into_owned();
    check(Path::new("."), &["--baseline", &folder.join("quality/known.yaml").to_string_lossy(), &absolute], 0, &[], "");
    // Lines that move change nothing.
    write(&folder, "specs/api.yaml", SPEC.replace("components:", "info: {title: Shop}\n\ncomponents:"));
    check(&folder, &["--baseline", "quality/known.yaml"], 0, &[], "");
    // The same findings make the same file.
    check(&folder, &["--write-baseline", "quality/known.yaml"], 0, &[], wrote);
    assert_eq!(std::fs::read_to_string(folder.join("quality/known.yaml")).expect("it was written"), written);
}

#[test]
fn a_fact_that_is_newly_missing_in_a_known_field_is_told() {
    let folder = empty("baseline-new");
    write(&folder, "api.yaml", SPEC);
    run(&folder, &["--write-baseline", "known.yaml"]);
    write(&folder, "api.yaml", SPEC.replace("Acme calls this URL when it ships.", "Acme calls this URL."));
    check(&folder, &["--baseline", "known.yaml"], 1, &["callback_url[missing-trigger]"], "");
    write(&folder, "api.yaml", SPEC.replace("webhook_url", "hook_url"));
    let rules = "hook_url";
    let (code, out, errors) = run(&folder, &["--baseline", "known.yaml", "-f", "concise"]);
    assert!(code == 1 && out.contains(rules) && !out.contains("callback_url"), "{out}");
    assert_eq!(errors, "1 of 2 known findings is mended; run --write-baseline\n");
}

#[test]
fn progress_is_counted_and_stale_entries_fail_a_strict_run() {
    let folder = empty("baseline-stale");
    write(&folder, "a.yaml", SPEC);
    write(&folder, "b.yaml", SPEC);
    run(&folder, &["--write-baseline", "known.yaml"]);
    write(&folder, "a.yaml", SPEC.replace("Called when", "Acme calls it when"));
    let partly = "1 of 4 known findings is mended in part; run --write-baseline\n";
    check(&folder, &["--baseline", "known.yaml"], 0, &[], partly);
    let pointer = "/components/schemas/Order/properties/webhook_url";
    let stale =
        format!("error: `{pointer}` of `a.yaml` no longer breaks `missing-caller`, as the baseline says\n{partly}");
    check(&folder, &["--baseline", "known.yaml", "--strict-baseline"], 1, &[], &stale);
    // What this run did not look at or ask for is not judged.
    check(&folder, &["--baseline", "known.yaml", "--strict-baseline", "b.yaml"], 0, &[], "");
    check(&folder, &["--baseline", "known.yaml", "--strict-baseline", "--select", "missing-method"], 0, &[], "");
    // A file that is gone has nothing left.
    std::fs::remove_file(folder.join("b.yaml")).expect("it is there");
    let gone = "2 of 4 known findings are mended, and 1 in part; run --write-baseline\n";
    check(&folder, &["--baseline", "known.yaml"], 0, &[], gone);
    check(&folder, &["--write-baseline", "known.yaml"], 0, &[], "wrote 2 known findings in 1 file to known.yaml\n");
    check(&folder, &["--baseline", "known.yaml", "--strict-baseline"], 0, &[], "");
}

#[test]
fn writing_for_some_files_keeps_what_is_known_of_others() {
    let folder = empty("baseline-some");
    write(&folder, "a.yaml", SPEC);
    write(&folder, "b.yaml", SPEC);
    run(&folder, &["--write-baseline", "known.yaml"]);
    write(&folder, "a.yaml", "openapi: 3.1.0\npaths: {}\n");
    check(
        &folder,
        &["--write-baseline", "known.yaml", "a.yaml"],
        0,
        &[],
        "wrote 2 known findings in 1 file to known.yaml\n",
    );
    check(&folder, &["--baseline", "known.yaml", "--strict-baseline"], 0, &[], "");
}

#[test]
fn what_the_source_ignores_is_not_written_and_reports_count_neither() {
    let folder = empty("baseline-ignored");
    write(&folder, "api.yaml", SPEC.replace("        webhook", "        # whocalls: ignore partner\n        webhook"));
    check(&folder, &["--write-baseline", "known.yaml"], 0, &[], "wrote 1 known finding in 1 file to known.yaml\n");
    let (_, out, _) = run(&folder, &["--baseline", "known.yaml"]);
    assert_eq!(out, "2 callback URL fields in 1 file: no findings\n");
    let (_, out, _) = run(&folder, &["--baseline", "known.yaml", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(report["findings"], serde_json::json!([]));
    let (_, out, _) = run(&folder, &["list", "--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(list["fields"][1]["findings"], serde_json::json!([]), "{list:#}");
    check(&folder, &["--no-ignores", "--baseline", "known.yaml"], 1, &["webhook_urlmissing-failure]"], "");
    let (_, out, _) = run(&folder, &["explain", "api.yaml#webhook_url"]);
    assert!(out.contains("which is not told: partner\n"), "{out}");
}

#[test]
fn words_that_two_inputs_show_are_known_once_for_both() {
    let folder = empty("baseline-shared");
    write(&folder, "package.json", "{}");
    write(&folder, "locales/en.json", "{\"hook\": {\"url\": \"Callback URL\", \"help\": \"Where it arrives.\"}}");
    let input = |name: &str| {
        format!("<label for=\"{name}\">{{{{ $t('hook.url') }}}}</label><input id=\"{name}\" name=\"{name}\">")
    };
    let form = format!("<template><form>{}\n{}</form></template>", input("callback_url"), input("other_callback_url"));
    write(&folder, "Form.vue", form);
    check(&folder, &["--write-baseline", "known.yaml"], 0, &[], "wrote 1 known finding in 1 file to known.yaml\n");
    check(&folder, &["--baseline", "known.yaml", "--strict-baseline"], 0, &[], "");
}

#[test]
fn a_baseline_that_cannot_be_used_is_an_error() {
    let folder = empty("baseline-broken");
    write(&folder, "api.yaml", SPEC);
    let failing = |arguments: &[&str]| {
        let (code, out, errors) = run(&folder, arguments);
        assert_eq!((code, out.as_str()), (2, ""));
        errors
    };
    assert!(failing(&["--baseline", "none.yaml"]).starts_with("error: cannot read the baseline `none.yaml`: "));
    write(&folder, "known.yaml", "version: 1\nfindings:\n<<<<<<< ours\n");
    assert!(failing(&["--baseline", "known.yaml"]).starts_with("error: `known.yaml`, line "));
    let errors = failing(&["--write-baseline", "known.yaml"]);
    assert!(errors.ends_with("; remove the file to write it anew\n"), "{errors}");
    let errors = failing(&["--write-baseline", "no/known.yaml"]);
    assert!(errors.starts_with("error: cannot write the baseline `no/known.yaml`: "), "{errors}");
    assert!(failing(&["--strict-baseline"]).contains("--baseline"));
}

#[test]
fn files_may_be_listed() {
    let folder = empty("listed");
    for name in ["a.yaml", "b b.yaml", "c.yaml"] {
        write(&folder, name, SPEC);
    }
    let files = |arguments: &[&str], input: &str| {
        let mut command = program(&folder, &[arguments, &CONCISE].concat());
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built");
        child.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("it reads");
        let (code, out, errors) = told(&child.wait_with_output().expect("it ends"));
        let mut files: Vec<String> = out.lines().filter_map(|line| Some(line.split(':').next()?.to_owned())).collect();
        files.dedup();
        (code, files.join("|"), errors)
    };
    let found = |code: i32, files: &str, errors: &str| (code, files.to_owned(), errors.to_owned());
    write(&folder, "list.txt", "a.yaml\r\n\nb b.yaml\n");
    assert_eq!(files(&["--file-list", "list.txt"], ""), found(1, "a.yaml|b b.yaml", ""));
    assert_eq!(files(&["--file-list", "-"], "./a.yaml\0b b.yaml\0"), found(1, "a.yaml|b b.yaml", ""));
    assert_eq!(files(&["--file-list", "-", "c.yaml"], "a.yaml"), found(1, "a.yaml|c.yaml", ""));
    assert_eq!(files(&["--file-list", "-"], ""), found(0, "", ""));
    assert_eq!(
        files(&["--file-list", "-"], "no.yaml\na.yaml"),
        found(2, "a.yaml", "error: there is no file or folder `no.yaml`\n")
    );
    let (code, _, errors) = files(&["--file-list", "-", "-"], "a.yaml");
    assert!(code == 2 && errors.starts_with("error: standard input is either "), "{errors}");
}

#[test]
fn a_file_is_told_once_however_it_is_spelt() {
    let folder = empty("spelt");
    write(&folder, "a/api.yaml", SPEC);
    let absolute = folder.join("a/api.yaml").to_string_lossy().into_owned();
    let mut spellings = vec!["a/api.yaml", "./a/api.yaml", "a/../a/api.yaml", "a", &absolute];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("a", folder.join("link")).expect("it can be linked");
        std::os::unix::fs::symlink("a/api.yaml", folder.join("file.yaml")).expect("it can be linked");
        spellings.extend(["link/api.yaml", "link", "file.yaml"]);
    }
    let (_, out, _) = run(&folder, &[&spellings[..], &CONCISE].concat());
    assert_eq!(out.lines().count(), 2, "{out}");
    assert!(out.starts_with("a/api.yaml:"), "{out}");
    spellings.reverse();
    let (_, out, _) = run(&folder, &[&["list"][..], &spellings].concat());
    assert_eq!(out.matches("webhook_url").count(), 1, "{out}");
}

#[test]
fn a_field_is_explained_in_a_file_with_a_hash_in_its_name() {
    let folder = empty("hashes");
    write(&folder, "a#1.yaml", SPEC);
    write(&folder, "b.yaml", SPEC.replace("Order:", "'Order#2':"));
    for what in ["a#1.yaml#webhook_url", "b.yaml#/components/schemas/Order#2/properties/webhook_url"] {
        let (code, out, errors) = run(&folder, &["explain", what]);
        assert!(code == 0 && out.contains("webhook URL `webhook_url`"), "{what}: {out}{errors}");
    }
}

#[test]
fn watching_checks_again_when_a_file_changes() {
    let folder = empty("watch");
    write(&folder, "api.yaml", SPEC.replace("webhook_url", "other"));
    let mut command = program(&folder, &["--watch", "--format", "concise"]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the program was built");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let mut next = || lines.next().expect("it goes on").expect("it writes text");
    assert!(next().starts_with("api.yaml:6:9: "));
    // It has read the file, so whatever is written now is a change; a file that comes is one too.
    write(&folder, "api.yaml", format!("# moved\n{}", SPEC.replace("webhook_url", "other")));
    assert!(next().starts_with("api.yaml:7:9: "));
    write(&folder, "more.yaml", SPEC.replace("webhook_url", "other"));
    let (one, other) = (next(), next());
    child.kill().expect("it is ours");
    child.wait().expect("it ends");
    assert!(one.starts_with("api.yaml:7:9: ") && other.starts_with("more.yaml:6:9: "), "{one}\n{other}");
    let (code, _, errors) = run(&folder, &["--watch", "nothing.yaml"]);
    assert_eq!((code, errors.as_str()), (2, "error: there is no file or folder `nothing.yaml`\n"));
    assert_eq!(run(&folder, &["--watch", "--baseline", "nothing"]).0, 2);
    let (code, _, errors) = run(&folder, &["--watch", "-"]);
    assert_eq!((code, errors.as_str()), (2, "error: standard input does not change, so there is nothing to watch\n"));
}
