//! The file of known findings: read, and written in such a way that two people's changes to it rarely meet.
//!
//! One line holds one place, the lines are sorted, and nothing in them changes when a file's lines move.

use super::known::Known;
use crate::rulebook::checks;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A baseline that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("`{path}`{}: {message}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct BrokenBaseline {
    /// The file.
    path: String,
    /// The 1-based line, where it is known.
    line: Option<usize>,
    /// What is wrong, lower case and without a final stop.
    message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object that `--write-baseline` wrote")]
struct Written {
    version: u32,
    #[serde(default)]
    findings: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// The form that is written and read.
const VERSION: u32 = 1;

/// Reads a baseline; the files in it are named as it names them.
pub fn parse(path: &str, text: &str) -> Result<Known, BrokenBaseline> {
    let broken = |line, message: String| Err(BrokenBaseline { path: path.to_owned(), line, message });
    let written: Written = match serde_yaml::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            let place = error.location();
            let message = error.to_string();
            let message = match &place {
                Some(place) => message.replace(&format!(" at line {} column {}", place.line(), place.column()), ""),
                None => message,
            };
            return broken(place.map(|place| place.line()), message);
        }
    };
    if written.version != VERSION {
        let message = format!("it has version {}, and only version {VERSION} is known", written.version);
        return broken(None, message);
    }
    let mut known = Known::because("it is in the baseline");
    for (file, places) in written.findings {
        for (place, rules) in places {
            if let Some(rule) = rules.iter().find(|rule| checks::find(rule).is_none()) {
                let line = text.lines().position(|line| line.contains(rule.as_str())).map(|index| index + 1);
                let message = format!("there is no rule `{rule}`; write the baseline anew or remove the rule");
                return broken(line, message);
            }
            known.add(&file, &place, rules, None);
        }
    }
    Ok(known)
}

/// The text of a baseline.
pub fn written(known: &Known) -> String {
    let mut text = format!(
        "# Findings that are known and not told; `whocalls --write-baseline` writes them.\nversion: {VERSION}\n"
    );
    text.push_str(if known.is_empty() { "findings: {}\n" } else { "findings:\n" });
    for (file, places) in known.files() {
        writeln!(text, "  {}:", quoted(file)).expect("a string takes all");
        for (place, entry) in places {
            let rules: Vec<&str> = entry.rules.iter().map(String::as_str).collect();
            writeln!(text, "    {}: [{}]", quoted(place), rules.join(", ")).expect("a string takes all");
        }
    }
    text
}

/// A string as JSON writes it, which is one of YAML too, whatever stands in it; YAML wants more characters escaped.
fn quoted(word: &str) -> String {
    let json = serde_json::to_string(word).expect("a string can be written");
    let is_plain =
        |c: char| !c.is_control() && !matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}');
    let escaped = |c: char| if is_plain(c) { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) };
    json.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut known = Known::because("it is in the baseline");
        let rules = |rules: &[&str]| rules.iter().map(ToString::to_string).collect::<Vec<_>>();
        known.add("b.yaml", "/a\"b: #é\u{7f}", rules(&["missing-method", "missing-caller"]), None);
        known.add("a/ü.po", "x\ny", rules(&["undocumented"]), None);
        let text = written(&known);
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(lines[..3], ["findings:", "  \"a/ü.po\":", "    \"x\\ny\": [undocumented]"]);
        assert_eq!(lines[4], "    \"/a\\\"b: #é\\u007f\": [missing-caller, missing-method]");
        assert_eq!(parse("b", &text).expect("it is whole"), known);
        assert_eq!(parse("b", &written(&Known::default())).expect("it is whole").files().len(), 0);
    }

    #[test]
    fn what_is_broken_has_its_place() {
        let broken = |text: &str| parse("known.yaml", text).expect_err("it is broken").to_string();
        let head = "version: 1\nfindings:\n";
        assert!(broken("version: 1\nfindings: [\n").starts_with("`known.yaml`, line "));
        assert_eq!(
            broken(&format!("{head}  a.yaml:\n    /b: [missing-callers]\n")),
            "`known.yaml`, line 4: there is no rule `missing-callers`; write the baseline anew or remove the rule"
        );
        assert_eq!(broken("version: 2\n"), "`known.yaml`: it has version 2, and only version 1 is known");
        assert!(broken(&format!("{head}<<<<<<< ours\n  a.yaml:\n")).starts_with("`known.yaml`, line "));
        assert!(broken("").starts_with("`known.yaml`"), "{}", broken(""));
    }
}
