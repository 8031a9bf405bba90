//! Whole descriptions in `tests/fixtures/`: a comment `# expect: rule, rule` at the end of a line names the rules of the
//! findings on that line, and every other line has none. In JSON, which has no comments, it is the value of a key.

use std::collections::BTreeMap;
use std::path::Path;
use whocalls::config::Settings;
use whocalls::lint::lint;
use whocalls::source::Source;

const MARK: &str = "# expect: ";

#[test]
fn every_finding_of_a_fixture_is_expected_and_every_expectation_is_met() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).expect("the folder is part of the crate") {
        let path = entry.expect("the folder can be read").path();
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("a fixture is text");
        let expected: BTreeMap<usize, Vec<String>> = text
            .lines()
            .enumerate()
            .filter_map(|(index, line)| {
                let (_, rules) = line.split_once(MARK)?;
                let rules = rules.split('"').next().unwrap_or_default();
                Some((index + 1, rules.split(", ").map(|rule| rule.trim().to_owned()).collect()))
            })
            .collect();
        let source = Source::new(name.as_str(), text);
        let mut found: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for finding in lint(std::slice::from_ref(&source), &Settings::default()) {
            let line = source.position(finding.place.span.start as usize).line;
            found.entry(line).or_default().extend(finding.rules);
        }
        assert_eq!(found, expected, "{name}");
        count += expected.len();
    }
    assert!(count > 10, "only {count} lines expect something");
}
