//! Small files handed to the readers, and what came of them.

use whocalls::field::Candidate;
use whocalls::input::{ProblemKind, Reading, read};
use whocalls::source::Source;

/// What is read from files with these paths and texts, whatever its names and words are.
pub fn read_files(files: &[(&str, &str)]) -> Reading {
    let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(*path, *text)).collect();
    read(&sources, &|_, _| true)
}

/// The pointers of all candidates.
pub fn pointers(reading: &Reading) -> Vec<&str> {
    reading.candidates.iter().map(|candidate| candidate.pointer.0.as_str()).collect()
}

/// The names of all candidates.
pub fn names(reading: &Reading) -> Vec<&str> {
    reading.candidates.iter().map(|candidate| candidate.name.as_str()).collect()
}

/// The candidate with a pointer.
pub fn at<'r>(reading: &'r Reading, pointer: &str) -> &'r Candidate {
    let found = reading.candidates.iter().find(|candidate| candidate.pointer.0 == pointer);
    found.unwrap_or_else(|| panic!("no candidate at {pointer}, only at {:#?}", pointers(reading)))
}

/// The words of a candidate.
pub fn words(candidate: &Candidate) -> Vec<&str> {
    candidate.texts.iter().map(|text| text.decoded.as_str()).collect()
}

/// The sorts of all problems.
pub fn problems(reading: &Reading) -> Vec<ProblemKind> {
    reading.problems.iter().map(|problem| problem.kind).collect()
}
