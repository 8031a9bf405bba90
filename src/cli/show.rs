//! What a run would do: which settings hold, which files are looked at, which rules are asked.

use super::arguments::InputArguments;
use super::inspect::check_configuration;
use super::{CLEAN, CliError, FAILED, tell};
use crate::config::configuration::NAMES;
use crate::config::shown;
use crate::input;
use crate::report::visible::visible;
use crate::report::{list, rules as rules_report};
use crate::walk;
use crate::walk::configured::Configured;
use crate::walk::overlay::Overlay;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes the settings that hold for each path, and who decided them.
pub fn settings(input: &InputArguments, configured: &Configured, out: &mut impl Write) -> Result<u8, CliError> {
    let stdin_name = input.stdin_name()?;
    let names: Vec<String> = input
        .paths
        .iter()
        .map(|path| match path == Path::new("-") {
            true => stdin_name.to_owned(),
            false => path.to_string_lossy().into_owned(),
        })
        .collect();
    check_configuration(names.iter().map(String::as_str), configured)?;
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let shown_name = if name == "." { format!("files beside {}", NAMES[0]) } else { name.clone() };
        let (settings, origins, configuration) = configured.explained(Path::new(name));
        if configured.excludes_file(Path::new(name)) {
            writeln!(out, "# `exclude` leaves {} out", visible(name))?;
        }
        let told = shown::shown(&visible(&shown_name), &settings, &origins, configuration.as_deref());
        // A configuration may say anything, and is not to act on a terminal either.
        told.lines().try_for_each(|line| writeln!(out, "{}", visible(line)))?;
    }
    Ok(CLEAN)
}

/// Writes the files that would be looked at.
pub fn files(
    input: &InputArguments,
    configured: &Configured,
    out: &mut impl Write,
    errors: &mut impl Write,
) -> Result<u8, CliError> {
    let paths: Vec<PathBuf> = input.paths.iter().filter(|path| *path != Path::new("-")).cloned().collect();
    let walk = walk::walk(&paths, &input.choice(configured), &Overlay::default());
    let files: Vec<(&str, bool)> = walk
        .groups
        .iter()
        .flat_map(|group| {
            let linted = group.linted.iter().map(|file| (file.name.as_str(), false));
            linted.chain(group.referenced.iter().map(|file| (file.name.as_str(), true)))
        })
        .collect();
    check_configuration(files.iter().map(|(name, _)| *name), configured)?;
    let rows = files.iter().map(|(name, referenced)| {
        let formats = input::formats_of(name).join(", ");
        let formats = if *referenced { format!("{formats} (referred to)") } else { formats };
        let configuration = configured.configuration_for(Path::new(name));
        let configuration = configuration.map_or("none".to_owned(), |found| visible(found.name()).into_owned());
        vec![visible(name).into_owned(), formats, configuration]
    });
    out.write_all(list::table(&["file", "formats", "configuration"], &rows.collect::<Vec<_>>()).as_bytes())?;
    for error in &walk.errors {
        tell(errors, error);
    }
    Ok(if walk.errors.is_empty() { CLEAN } else { FAILED })
}

/// Writes the rules, as they are set for the files beside the configuration.
pub fn rules(configured: &Configured, out: &mut impl Write) -> Result<u8, CliError> {
    check_configuration(std::iter::once("."), configured)?;
    let (settings, _, _) = configured.explained(Path::new("."));
    out.write_all(rules_report::table(&settings).as_bytes())?;
    Ok(CLEAN)
}
