//! The YAML files of `rules/` as they were at build time, by their path in that folder, and what the build made of them.

use super::mistake::RuleMistake;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A file of rule data.
struct File {
    /// Its path in `rules/`.
    path: &'static str,
    /// Its text,
    yaml: &'static str,
    /// the same as JSON,
    json: &'static str,
    /// and, of phrases and names, what a run uses.
    compiled: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/rule_files.rs"));

/// Paths and texts of the files below a folder of `rules/`, such as `checks`, in the order of their names.
pub fn files_in(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let files =
        FILES.iter().filter(move |file| file.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')));
    files.map(|file| (file.path, file.yaml))
}

/// The text of a file; none where there is no such file.
pub fn text_of(path: &str) -> Option<&'static str> {
    FILES.iter().find(|file| file.path == path).map(|file| file.yaml)
}

/// What the text of a rule file says; that of an embedded one is read from the JSON that was made of it.
pub fn read<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, RuleMistake> {
    let json = FILES.iter().find(|file| file.yaml == text).and_then(|file| serde_json::from_str(file.json).ok());
    match json {
        Some(read) => Ok(read),
        // The other reader knows the line of a mistake.
        None => serde_yaml::from_str(text).map_err(|error| RuleMistake::of_form(path, &error)),
    }
}

/// What the build made of a file of phrases or names.
pub fn compiled<Data: Deserialize<'static>>(path: &str) -> Data {
    let file = FILES.iter().find(|file| file.path == path).expect("only files that are embedded are asked for");
    postcard::from_bytes(file.compiled).expect("it was made from the same type of data")
}
