//! Line ends and paths as Windows has them, as far as they can be tried elsewhere: they change no finding.

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "support/properties.rs"]
mod properties;

use std::path::Path;
use whocalls::config::Settings;
use whocalls::lint::survey;
use whocalls::source::Source;
use whocalls::walk::references::{normalised, targets};

/// What is found in a text: rules, names, lines and columns.
fn found(name: &str, text: &str) -> Vec<(Vec<String>, String, usize, usize)> {
    let sources = [Source::new(name, text)];
    let survey = survey(&sources, &Settings { pedantic: true, ..Settings::default() });
    properties::places_are_sound(&survey, &sources);
    let findings = survey.findings().into_iter().map(|finding| {
        let at = sources[0].position(finding.place.span.start as usize);
        (finding.rules.clone(), finding.name.clone(), at.line, at.column)
    });
    findings.collect()
}

/// Our own files of every format.
fn own_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders: Vec<_> =
        ["tests/copy", "tests/docs", "tests/markup", "tests/quiet", "tests/fixtures", "tests/tree", "examples"]
            .map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
            .into();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder is part of the crate") {
            let path = entry.expect("the folder can be read").path();
            match std::fs::read_to_string(&path) {
                _ if path.is_dir() => folders.push(path),
                Ok(text) if !text.contains('\r') => files.push((path.display().to_string(), text)),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

#[test]
fn line_ends_of_windows_change_no_finding() {
    let (mut findings, mut files) = (0, 0);
    for (name, text) in own_files() {
        let plain = found(&name, &text);
        let windows = found(&name, &text.replace('\n', "\r\n"));
        assert_eq!(plain, windows, "{name}");
        assert_eq!(plain, found(&name, &format!("\u{feff}{text}")), "{name} with a byte order mark");
        findings += plain.len();
        files += usize::from(!plain.is_empty());
    }
    assert!(findings > 60 && files > 25, "there is something to find: {findings} in {files} files");
}

#[test]
fn line_ends_of_windows_stay_where_a_file_is_fixed() {
    for (name, text) in own_files() {
        let windows = text.replace('\n', "\r\n");
        let fixes = properties::is_fixed_well(&[Source::new(name.as_str(), windows)], &properties::house(), true);
        for new in fixes.texts.values() {
            let bare = new.match_indices('\n').filter(|(at, _)| !new[..*at].ends_with('\r')).count();
            assert_eq!(bare, 0, "{name}");
        }
    }
}

#[test]
fn paths_of_windows_in_references_are_not_followed() {
    for path in [
        "C:\\a.yaml",
        "c:/a.yaml",
        "\\\\server\\share\\a.yaml",
        "//server/share/a.yaml",
        "\\\\?\\C:\\a.yaml",
        "..\\a.yaml",
        "a\\b.yaml",
        "file:///C:/a.yaml",
        "C:a.yaml",
    ] {
        assert_eq!(targets("api.yaml", &format!("$ref: {path}\n")), [""; 0], "{path}");
        let escaped = path.replace('\\', "\\\\");
        assert_eq!(targets("api.yaml", &format!("{{\"$ref\": \"{escaped}\"}}")), [""; 0], "{path}");
    }
    assert_eq!(normalised("a/./b/../c.yaml"), "a/c.yaml");
    assert_eq!(targets("specs/api.yaml", "$ref: ./common.yaml\r\n"), ["specs/common.yaml"]);
}
