//! `explain`: the page of a rule, what was read into a field, or what a document says.

use super::arguments::{ExplainArguments, width};
use super::inspect::{check_configuration, settings_of, survey};
use super::known::Beside;
use super::{CLEAN, CliError};
use crate::config::unknown_rule;
use crate::field::Field;
use crate::lint::{self, Surveyed};
use crate::recognise::topics::{Document, Heard};
use crate::report::explain;
use crate::rulebook::checks::{self, Check};
use crate::walk::configured::Configured;
use crate::walk::overlay::Overlay;
use crate::walk::{self, Choice};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes the page that was asked for.
pub fn run(arguments: &ExplainArguments, out: &mut impl Write) -> Result<u8, CliError> {
    let configured = arguments.rules.configured(None);
    let what = arguments.what.as_str();
    let page = match field_place(what) {
        Some((file, place)) => file_page(file, place, &configured)?,
        None if checks::find(what).is_none() && Path::new(what).is_file() => file_page(what, "", &configured)?,
        None => rule_page(what, &configured)?,
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

fn rule_page(id: &str, configured: &Configured) -> Result<String, CliError> {
    if let Some(check) = checks::find(id) {
        return Ok(explain::rule(check, width()));
    }
    // A rule of the house is known to the configuration that holds here.
    check_configuration(std::iter::once("."), configured)?;
    let settings = configured.explained(Path::new(".")).0;
    match settings.find(id) {
        Some(check) => Ok(explain::rule(check, width())),
        None => Err(unknown_rule(id, &settings.checks).into()),
    }
}

/// The page of every field of a file that a pointer or a name leads to; without one, those of its documents.
fn file_page(file: &str, place: &str, configured: &Configured) -> Result<String, CliError> {
    let choice = Choice { exclude: &[], force_exclude: false, respect_gitignore: true, hidden: false, configured };
    let mut found = walk::walk(&[PathBuf::from(file)], &choice, &Overlay::default());
    let files = found.groups.iter().flat_map(|group| group.linted.iter().chain(&group.referenced));
    check_configuration(files.map(|file| file.name.as_str()), configured)?;
    if let Some(error) = found.errors.pop() {
        return Err(error.into());
    }
    let group = found.groups.first().ok_or_else(|| CliError::Usage(format!("`{file}` is no file")))?;
    let mut loaded = walk::load(group, &Overlay::default());
    if let Some(error) = loaded.errors.pop() {
        return Err(error.into());
    }
    let survey = survey(&loaded, configured, &Beside::default());
    let own = |surveyed: &&Surveyed| loaded.sources[surveyed.field.candidate.file].path() == group.linted[0].name;
    let fields: Vec<&Surveyed> = survey.fields.iter().filter(own).collect();
    let settings = settings_of(&loaded.sources, configured);
    let documents = lint::heard(&loaded.sources, &settings, &survey);
    if place.is_empty() {
        let page = |(document, heard): &(Document<'_>, Vec<(&Check, Heard)>)| {
            let file = document.outline.file;
            let is_left = |field: &&Field| {
                let is_known =
                    documents.iter().any(|(of, _)| of.fields.iter().any(|(own, _)| std::ptr::eq(*own, *field)));
                field.candidate.file == file && !is_known
            };
            let left: Vec<&Field> = survey.fields.iter().map(|surveyed| &surveyed.field).filter(is_left).collect();
            explain::document(document, heard, &left, &loaded.sources, &settings[file])
        };
        let pages: Vec<String> = documents.iter().map(page).collect();
        let without =
            format!("`{file}` has nothing that documents are asked; explain a field of it with `{file}#NAME`");
        return if pages.is_empty() { Err(CliError::Usage(without)) } else { Ok(pages.join("\n")) };
    }
    let topics = |surveyed: &Surveyed| {
        let of = |(document, heard): &(Document<'_>, Vec<(&Check, Heard)>)| {
            let (_, subject) = document.fields.iter().find(|(field, _)| std::ptr::eq(*field, &surveyed.field))?;
            let settings = &settings[document.outline.file];
            Some(explain::topics_about(document, heard, *subject, &loaded.sources, settings))
        };
        documents.iter().find_map(of).unwrap_or_default()
    };
    let meant = |surveyed: &&&Surveyed| {
        let candidate = &surveyed.field.candidate;
        candidate.pointer.0 == place || candidate.name == place
    };
    let page =
        |surveyed: &&Surveyed| format!("{}{}", explain::field(surveyed, &loaded.sources, width()), topics(surveyed));
    let pages: Vec<String> = fields.iter().filter(meant).map(page).collect();
    if !pages.is_empty() {
        return Ok(pages.join("\n"));
    }
    let weighed = lint::weigh(&loaded.sources, place, configured.settings_of(&group.linted[0].name).rulebook());
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
