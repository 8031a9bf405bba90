//! The YAML files of `rules/` as they were at build time, by their path in that folder; what they mean is left to others.

use super::mistake::RuleMistake;
use serde::de::DeserializeOwned;

include!(concat!(env!("OUT_DIR"), "/rule_files.rs"));

/// Paths and texts of the files below a folder of `rules/`, such as `checks`, in the order of their names.
pub fn files_in(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let files = FILES.iter().map(|&(path, yaml, _)| (path, yaml));
    files.filter(move |(path, _)| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
}

/// What the text of a rule file says; that of an embedded one is read from the JSON that was made of it.
pub fn read<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, RuleMistake> {
    let json = FILES.iter().find(|(_, yaml, _)| *yaml == text).and_then(|(_, _, json)| serde_json::from_str(json).ok());
    match json {
        Some(read) => Ok(read),
        // The other reader knows the line of a mistake.
        None => serde_yaml::from_str(text).map_err(|error| RuleMistake::of_form(path, &error)),
    }
}
