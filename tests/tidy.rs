//! What the sources and the papers promise of themselves: layers, opening words, messages, a README in step.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use whocalls::config::Settings;
use whocalls::lint::lint;
use whocalls::rulebook::checks;
use whocalls::source::Source;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text_of(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("the file is part of the crate")
}

/// Every Rust file below a folder, by its path in the crate.
fn rust_files(folder: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder is part of the crate") {
            let path: PathBuf = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).expect("it is below").to_string_lossy().replace('\\', "/");
                files.insert(name.clone(), text_of(&name));
            }
        }
    }
    files
}

/// The row of each module: the groups of `pub mod` lines in `lib.rs`, from the top.
fn rows() -> BTreeMap<String, usize> {
    let mut rows = BTreeMap::new();
    let mut row = 0;
    for line in text_of("src/lib.rs").lines() {
        match line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) {
            Some(module) => _ = rows.insert(module.to_string(), row),
            None if line.is_empty() => row += 1,
            None => {}
        }
    }
    rows
}

#[test]
fn a_module_uses_only_the_layers_above_its_own() {
    let rows = rows();
    let mut wrong = Vec::new();
    for (path, text) in rust_files("src") {
        let own = path.trim_start_matches("src/").trim_end_matches(".rs").split('/').next().expect("it has a name");
        let Some(&row) = rows.get(own) else { continue };
        // The tests in a file may look at whatever they need.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if used != own && rows.get(&used).is_none_or(|&above| above >= row) {
                    wrong.push(format!("{path}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "these use a layer that is not above their own:\n{}", wrong.join("\n"));
}

#[test]
fn one_file_draws_one_layer_reads_and_one_file_writes() {
    for (path, text) in rust_files("src") {
        assert_eq!(text.contains("use miette"), path == "src/report/human.rs", "{path}");
        let reads = text.contains("std::fs::");
        assert!(!reads || path.starts_with("src/walk") || path == "src/save.rs", "{path} reads or writes files");
    }
}

#[test]
fn every_file_opens_with_what_it_is_and_none_is_a_mod_rs() {
    for folder in ["src", "tests", "examples", "rules"] {
        for (path, text) in rust_files(folder) {
            assert!(text.starts_with("//! "), "{path} does not open with what it is");
            assert!(!path.ends_with("/mod.rs"), "{path}");
        }
    }
}

fn assert_is_message(what: &str, text: &str) {
    let first = text.chars().next().expect("a message says something");
    let is_name = text.starts_with("SARIF") || text.starts_with("XML");
    assert!(!first.is_uppercase() || is_name, "{what} begins in upper case: {text}");
    assert!(!text.ends_with('.'), "{what} ends in a full stop: {text}");
}

#[test]
fn messages_begin_in_lower_case_and_end_without_a_full_stop() {
    for check in checks::built_in() {
        for text in [&check.page.summary, &check.page.help, &check.page.ignore_when] {
            assert_is_message(&check.id, text);
        }
        assert!(check.page.what.ends_with('.') && check.page.why.ends_with('.'), "{} has pages of sentences", check.id);
    }
    for path in ["examples/payments.yaml", "examples/callback.yaml"] {
        let findings = lint(&[Source::new(path, text_of(path))], &Settings::default());
        assert!(!findings.is_empty(), "{path} is there to be flagged");
        for finding in findings {
            assert_is_message("a message", &finding.message);
            finding.labels.iter().for_each(|label| assert_is_message("a label", &label.text));
            finding.notes.iter().for_each(|note| assert_is_message("a note", note));
            finding.help.iter().for_each(|help| assert_is_message("help", help));
        }
    }
}

/// The text with what stands in the code block after a comment replaced.
fn with_block(text: &str, comment: &str, content: &str) -> String {
    let after = text.find(comment).unwrap_or_else(|| panic!("the README has {comment}")) + comment.len();
    let start = after + text[after..].find("```").expect("a block follows");
    let start = start + text[start..].find('\n').expect("it has lines") + 1;
    let end = start + text[start..].find("```").expect("the block ends");
    format!("{}{content}{}", &text[..start], &text[end..])
}

fn rule_table() -> String {
    let rows = checks::built_in().iter().map(|check| {
        let kinds: Vec<&str> = check.page.kinds.iter().map(|kind| kind.word()).collect();
        let of = if kinds.is_empty() { "files".to_string() } else { kinds.join(", ") };
        let (group, severity) = (check.page.group.word(), check.page.severity.word());
        format!("| `{}` | {group} | {severity} | {of} | {} |\n", check.id, check.page.summary)
    });
    format!("| rule | group | severity | asked of | tells that |\n|---|---|---|---|---|\n{}", rows.collect::<String>())
}

/// The README with its examples run; with `SNAPSHOTS=overwrite` it is written anew.
#[test]
fn the_readme_shows_what_the_tool_does() {
    let readme = text_of("README.md");
    let run = Command::new(env!("CARGO_BIN_EXE_whocalls"))
        .arg("examples/callback.yaml")
        .env("NO_COLOR", "1")
        .current_dir(root())
        .output()
        .expect("the program was built");
    let output = String::from_utf8(run.stdout).expect("it writes text");
    let spec = text_of("examples/callback.yaml");
    assert_eq!(spec.lines().count(), 8, "the README opens with eight lines");
    let expected = with_block(&readme, "<!-- examples/callback.yaml -->", &spec);
    let expected = with_block(&expected, "<!-- whocalls examples/callback.yaml -->", &output);
    let (start, end) = ("<!-- rules -->\n", "<!-- /rules -->");
    let before = expected.split(start).next().expect("a split has a first part");
    let after = expected.split(end).nth(1).expect("the table has an end");
    let expected = format!("{before}{start}{}{end}{after}", rule_table());
    if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
        std::fs::write(root().join("README.md"), &expected).expect("the README can be written");
        return;
    }
    assert!(readme == expected, "the README is out of step; SNAPSHOTS=overwrite mends it. It should be:\n{expected}");
    // The table of rules grows with the rules; the rest does not.
    let told = before.lines().count() + after.lines().count();
    assert!(told <= 225, "the README is to be read, and has {told} lines beside the table of rules");
}

#[test]
fn the_readme_names_every_format() {
    let readme = text_of("README.md");
    let section = readme.split("### Reports").nth(1).and_then(|rest| rest.split("### ").next()).unwrap_or_default();
    for format in whocalls::report::FORMATS.iter().chain(&whocalls::report::INVENTORIES) {
        assert!(section.contains(&format!("`{}`", format.name)), "{}", format.name);
        assert_is_message("what a format is for", format.purpose);
    }
}

#[test]
fn the_readmes_commands_are_those_that_are_run() {
    let readme = text_of("README.md");
    let ci = text_of(".ci/run");
    assert!(readme.contains("cargo run --quiet -- check examples/"));
    assert!(readme.contains("\ncargo test ") && ci.contains("\nrun cargo test\n"));
}
