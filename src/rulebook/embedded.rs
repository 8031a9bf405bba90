//! The YAML files of `rules/` as they were at build time, by their path in that folder; what they mean is left to others.

include!(concat!(env!("OUT_DIR"), "/rule_files.rs"));

/// Paths and texts of the files below a folder of `rules/`, such as `checks`, in the order of their names.
pub fn files_in(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied().filter(move |(path, _)| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
}
