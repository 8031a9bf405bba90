//! From sources to candidates: which readers exist, and which of them a file is for.

use self::tree::Parsed;
use crate::field::Candidate;
use crate::source::{FileId, Place, Source};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

mod html;
pub mod json;
mod jsx;
mod markup;
mod openapi;
mod scalar;
pub mod tree;
pub mod yaml;

/// Tells from a name and the undecoded words beside it whether a place is worth reading at all.
///
/// A reader asks it before it decodes or gathers anything, so it is a cheap scan for vocabulary and lets too much through
/// rather than too little.
pub type Gate<'a> = &'a (dyn Fn(&str, &str) -> bool + Sync);

/// Something that kept a reader from reading on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule that reports it.
    pub kind: ProblemKind,
    /// Where it is.
    pub place: Place,
    /// What is wrong, lower case and without a final stop.
    pub message: String,
    /// What to do, where that can be told.
    pub help: Option<String>,
}

/// The sorts of problem, each a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The file does not parse, or passes a bound; what stands before the place was read.
    Unreadable,
    /// A `$ref` whose target does not exist or was not handed in.
    UnresolvedReference,
    /// `$ref`s that lead back to themselves without ever reaching a schema.
    CyclicReference,
}

impl ProblemKind {
    /// The id of the rule that reports it.
    pub fn rule(self) -> &'static str {
        match self {
            ProblemKind::Unreadable => "unreadable",
            ProblemKind::UnresolvedReference => "unresolved-reference",
            ProblemKind::CyclicReference => "cyclic-reference",
        }
    }
}

/// What was read from sources that were handed in together.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Every place that passed the gate, in file and document order, each place once.
    pub candidates: Vec<Candidate>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The sources that a reader took for its own, or that one of these refers to.
    pub recognised: Vec<FileId>,
}

/// A reader and the files it is offered.
#[derive(Debug)]
pub struct Format {
    /// Its id, as it stands in settings.
    pub id: &'static str,
    /// What it reads, in a few words.
    pub what: &'static str,
    /// The endings of the names of files that are offered to it; whether they are its own it sees by their content.
    pub endings: &'static [&'static str],
    read: fn(&[Source], &[FileId], Gate<'_>) -> Reading,
}

/// The readers. A file that one of them recognises is not offered to those below it.
pub const FORMATS: &[Format] = &[
    Format {
        id: "openapi",
        what: "OpenAPI 3.0 to 3.2, Swagger 2.0, and pieces of them in files of their own",
        endings: &[".yaml", ".yml", ".json"],
        read: openapi::read,
    },
    Format {
        id: "html",
        what: "inputs in HTML, its templates, and the components of Vue, Svelte and Angular",
        endings: &[
            ".html",
            ".htm",
            ".xhtml",
            ".vue",
            ".svelte",
            ".astro",
            ".tmpl",
            ".gohtml",
            ".gotmpl",
            ".erb",
            ".php",
            ".twig",
            ".jinja",
            ".jinja2",
            ".j2",
            ".njk",
            ".liquid",
            ".jelly",
            ".cshtml",
            ".razor",
            ".hbs",
            ".handlebars",
            ".mustache",
            ".ejs",
            ".jsp",
            ".tpl",
            ".heex",
            ".phtml",
        ],
        read: html::read,
    },
    Format {
        id: "indented",
        what: "inputs in HAML, Slim and Pug",
        endings: &[".haml", ".slim", ".pug"],
        read: html::read_indented,
    },
    Format {
        id: "jsx",
        what: "inputs in JSX and TSX, and objects in scripts that describe a form field",
        endings: &[".jsx", ".tsx", ".js", ".ts", ".mjs", ".mts"],
        read: jsx::read,
    },
];

/// Reads sources that may refer to each other; a source that no reader is for yields nothing.
pub fn read(sources: &[Source], gate: Gate<'_>) -> Reading {
    let mut all = Reading::default();
    let mut unread: Vec<FileId> = (0..sources.len()).collect();
    for format in FORMATS {
        let has_ending = |file: FileId| {
            let path = sources[file].path().to_ascii_lowercase();
            format.endings.iter().any(|ending| path.ends_with(ending))
        };
        let offered: Vec<FileId> = unread.iter().copied().filter(|&file| has_ending(file)).collect();
        let reading = (format.read)(sources, &offered, gate);
        let recognised: HashSet<FileId> = reading.recognised.iter().copied().collect();
        unread.retain(|file| !recognised.contains(file));
        all.candidates.extend(reading.candidates);
        all.problems.extend(reading.problems);
        all.recognised.extend(reading.recognised);
    }
    all.candidates.sort_by_key(|candidate| (candidate.file, candidate.name_span));
    all.problems.sort_by_key(|problem| problem.place);
    all.problems = once_each(all.problems);
    all.recognised.sort_unstable();
    all
}

/// Problems of the same words in one file told once, at the first place: a file that is missing may be referred to often.
fn once_each(problems: Vec<Problem>) -> Vec<Problem> {
    let mut told: Vec<(Problem, usize)> = Vec::new();
    let mut index: HashMap<(FileId, String), usize> = HashMap::new();
    for problem in problems {
        match index.entry((problem.place.file, problem.message.clone())) {
            Entry::Occupied(known) => told[*known.get()].1 += 1,
            Entry::Vacant(new) => {
                new.insert(told.len());
                told.push((problem, 0));
            }
        }
    }
    let with_count = |(problem, more): (Problem, usize)| match more {
        0 => problem,
        _ => Problem { message: format!("{} (and for {more} more references here)", problem.message), ..problem },
    };
    told.into_iter().map(with_count).collect()
}

/// The tree of a source. What starts like JSON is read as JSON, which is much faster and has escapes of its own; where the
/// name does not say that it is, it may still be YAML's flow style.
pub(crate) fn parse(file: FileId, source: &Source) -> Parsed<'_> {
    let text = source.text();
    let is_json_like = text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    if is_json_like {
        let parsed = json::parse(file, text);
        if parsed.error.is_none() || source.path().to_ascii_lowercase().ends_with(".json") {
            return parsed;
        }
    }
    yaml::parse(file, text)
}
