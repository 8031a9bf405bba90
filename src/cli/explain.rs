//! `explain`: the page of a rule, or what was read into a field.

use super::arguments::{ExplainArguments, width};
use super::inspect::survey;
use super::known::Beside;
use super::{CLEAN, CliError};
use crate::config::{Settings, unknown_rule};
use crate::lint::{self, Surveyed};
use crate::report::explain;
use crate::rulebook::checks;
use crate::walk;
use crate::walk::overlay::Overlay;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes the page that was asked for.
pub fn run(arguments: &ExplainArguments, out: &mut impl Write) -> Result<u8, CliError> {
    let page = match field_place(&arguments.what) {
        Some((file, place)) => field_page(file, place, &arguments.rules.settings()?)?,
        None => rule_page(&arguments.what)?,
    };
    out.write_all(page.as_bytes())?;
    Ok(CLEAN)
}

/// The file and the place in it that `FILE#POINTER` means: names of files and pointers may both hold a `#`, so the file is
/// the longest that is there.
fn field_place(what: &str) -> Option<(&str, &str)> {
    let splits = || what.match_indices('#').map(|(at, _)| (&what[..at], &what[at + 1..]));
    splits().rfind(|(file, _)| Path::new(file).is_file()).or_else(|| splits().next())
}

fn rule_page(id: &str) -> Result<String, CliError> {
    match checks::find(id) {
        Some(check) => Ok(explain::rule(check, width())),
        None if Path::new(id).exists() => {
            Err(CliError::Usage(format!("to explain a field of `{id}`, add its JSON pointer or its name: `{id}#NAME`")))
        }
        None => Err(unknown_rule(id).into()),
    }
}

/// The page of every field of a file that a pointer or a name leads to.
fn field_page(file: &str, place: &str, settings: &Settings) -> Result<String, CliError> {
    let mut found = walk::walk(&[PathBuf::from(file)], &[], &Overlay::default());
    if let Some(error) = found.errors.pop() {
        return Err(error.into());
    }
    let group = found.groups.first().ok_or_else(|| CliError::Usage(format!("`{file}` is no file")))?;
    let loaded = walk::load(group, &Overlay::default())?;
    let survey = survey(&loaded, settings, &Beside::default());
    let own = |surveyed: &&Surveyed| loaded.sources[surveyed.field.candidate.file].path() == group.linted[0].name;
    let fields: Vec<&Surveyed> = survey.fields.iter().filter(own).collect();
    let meant = |surveyed: &&&Surveyed| {
        let candidate = &surveyed.field.candidate;
        candidate.pointer.0 == place || candidate.name == place
    };
    let pages: Vec<String> =
        fields.iter().filter(meant).map(|surveyed| explain::field(surveyed, &loaded.sources, width())).collect();
    if !pages.is_empty() {
        return Ok(pages.join("\n"));
    }
    let weighed = lint::weigh(&loaded.sources, place);
    if !weighed.is_empty() {
        return Ok(weighed.iter().map(|(pointer, reasons)| explain::other(pointer, reasons)).collect());
    }
    let known: Vec<String> =
        fields.iter().map(|surveyed| format!("\n  {}", surveyed.field.candidate.pointer)).collect();
    Err(CliError::Usage(match known.is_empty() {
        true => format!("`{file}` has no field that was recognised as a callback URL"),
        false => format!("`{place}` was not recognised as a callback URL in `{file}`; these were:{}", known.concat()),
    }))
}
