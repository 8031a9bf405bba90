//! From sources to candidates: which readers exist, and which of them a file is for.

use self::tree::Parsed;
use crate::field::{Candidate, DocumentInfo, Pointer, Text};
use crate::outline::{About, Dangling, Example, FieldAt, Offered, Outline, Section};
use crate::source::{FileId, Place, Source, Span};
use crate::times::Stopwatch;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

mod android;
mod asciidoc;
pub mod copy;
mod descriptions;
mod documentation;
mod fluent;
mod gettext;
mod html;
mod i18n;
mod ini;
pub mod json;
mod jsx;
mod literals;
mod markdown;
mod markup;
mod php;
mod properties;
mod resolve;
mod resources;
mod restructured;
mod scalar;
mod script;
pub mod section;
mod strings;
pub mod tree;
mod xliff;
mod xml;
pub mod yaml;

/// Tells from a name and the undecoded words beside it whether a place is worth reading at all.
///
/// A reader asks it before it decodes or gathers anything, so it is a cheap scan for vocabulary and lets too much through
/// rather than too little.
pub type Gate<'a> = &'a (dyn Fn(&str, &str) -> bool + Sync);

/// Tells what of a candidate is worth gathering.
#[derive(Clone, Copy)]
pub struct Sift<'a> {
    /// Of one whose name, owners, texts, shape, usage and callbacks are known, and the names beside it, whether all else is.
    pub keeps: &'a (dyn Fn(&Candidate) -> bool + Sync),
    /// Of a place beside one, told by its name, whether its values are.
    pub wants_values: &'a (dyn Fn(&str) -> bool + Sync),
    /// Whether the words of the places beside one are.
    pub wants_prose: bool,
}

impl Sift<'_> {
    /// Everything is.
    pub const ALL: Sift<'static> = Sift { keeps: &|_| true, wants_values: &|_| true, wants_prose: true };
}

/// The key under which a document asks to ignore findings; what it holds is no part of what is read.
pub const IGNORE_KEY: &str = "x-whocalls-ignore";

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
    /// Places that pass the gate only if the words behind their keys do.
    pub waiting: Vec<Candidate>,
    /// The sources that a reader took for its own, or that one of these refers to.
    pub recognised: Vec<FileId>,
    /// What parsing took, added up over all threads.
    pub parsing: Duration,
    /// The runtime expressions of callbacks that name nothing, in file and document order.
    pub dangling: Vec<Dangling>,
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
    read: Read,
}

impl Format {
    /// Whether the name of a source has one of the endings.
    fn is_offered(&self, source: &Source) -> bool {
        let path = source.path().to_ascii_lowercase();
        self.endings.iter().any(|ending| path.ends_with(ending))
    }
}

/// How a reader reads.
#[derive(Clone, Copy, Debug)]
enum Read {
    /// Sources that may refer to each other, and hold many places that pass the gate and are nothing.
    Sifted(fn(&[Source], &[FileId], Gate<'_>, Sift<'_>) -> Reading),
    /// Sources that may refer to each other.
    Tied(fn(&[Source], &[FileId], Gate<'_>) -> Reading),
    /// A locale file by itself.
    Copy(copy::Parse),
}

/// The readers. A file that one of them recognises is not offered to those below it.
pub const FORMATS: &[Format] = &[
    Format {
        id: "openapi",
        what: "OpenAPI 3.0 to 3.2, Swagger 2.0, AsyncAPI 2 and 3, Arazzo, JSON Schema, Kubernetes resource definitions, \
               Postman collections, and pieces of them in files of their own",
        endings: &[".yaml", ".yml", ".json"],
        read: Read::Sifted(descriptions::read),
    },
    Format {
        id: "i18n",
        what: "locale files in JSON and YAML: nested, flat, Rails, Chrome, ARB and string catalogues",
        endings: &[".json", ".yaml", ".yml", ".arb", ".xcstrings"],
        read: Read::Copy(i18n::parse),
    },
    Format {
        id: "gettext",
        what: "gettext catalogues and templates",
        endings: &[".po", ".pot"],
        read: Read::Copy(gettext::parse),
    },
    Format {
        id: "properties",
        what: "Java resource bundles",
        endings: &[".properties"],
        read: Read::Copy(properties::parse),
    },
    Format { id: "android", what: "string resources of Android", endings: &[".xml"], read: Read::Copy(android::parse) },
    Format {
        id: "resources",
        what: "string resources of .NET: .resx and .resw, and others in XML with a name and a value",
        endings: &[".resx", ".resw", ".xml"],
        read: Read::Copy(resources::parse),
    },
    Format {
        id: "xliff",
        what: "XLIFF 1.2 and 2",
        endings: &[".xlf", ".xliff", ".xml"],
        read: Read::Copy(xliff::parse),
    },
    Format {
        id: "strings",
        what: "string tables of Apple's systems",
        endings: &[".strings"],
        read: Read::Copy(strings::parse),
    },
    Format { id: "fluent", what: "Fluent translation lists", endings: &[".ftl"], read: Read::Copy(fluent::parse) },
    Format { id: "ini", what: "locale files in INI", endings: &[".ini"], read: Read::Copy(ini::parse) },
    Format {
        id: "script",
        what: "message objects in TypeScript and JavaScript",
        endings: &[".ts", ".js", ".mjs", ".cjs", ".mts", ".cts"],
        read: Read::Copy(script::parse),
    },
    Format { id: "php", what: "PHP arrays of translations", endings: &[".php"], read: Read::Copy(php::parse) },
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
        read: Read::Tied(html::read),
    },
    Format {
        id: "indented",
        what: "inputs in HAML, Slim and Pug",
        endings: &[".haml", ".slim", ".pug"],
        read: Read::Tied(html::read_indented),
    },
    Format {
        id: "jsx",
        what: "inputs in JSX and TSX, and objects in scripts that describe a form field",
        endings: &[".jsx", ".tsx", ".js", ".ts", ".mjs", ".mts"],
        read: Read::Tied(jsx::read),
    },
    Format {
        id: "markdown",
        what: "tables, lists, headings and components that document fields, in Markdown and MDX",
        endings: &[".md", ".mdx", ".markdown"],
        read: Read::Tied(markdown::read),
    },
    Format {
        id: "restructured",
        what: "tables, lists, headings and directives that document fields, in reStructuredText",
        endings: &[".rst", ".rest"],
        read: Read::Tied(restructured::read),
    },
    Format {
        id: "asciidoc",
        what: "tables, lists and headings that document fields, in AsciiDoc",
        endings: &[".adoc", ".asciidoc"],
        read: Read::Tied(asciidoc::read),
    },
];

/// Reads sources that may refer to each other; a source that no reader is for yields nothing.
pub fn read(sources: &[Source], gate: Gate<'_>) -> Reading {
    read_sifted(sources, gate, Sift::ALL)
}

/// The same without candidates that a sift does not keep; not every reader asks it.
pub fn read_sifted(sources: &[Source], gate: Gate<'_>, sift: Sift<'_>) -> Reading {
    let mut all = Reading::default();
    let mut unread: Vec<FileId> = (0..sources.len()).collect();
    for format in FORMATS {
        let offered: Vec<FileId> = unread.iter().copied().filter(|&file| format.is_offered(&sources[file])).collect();
        let mut watch = Stopwatch::start();
        let reading = match format.read {
            Read::Sifted(read) => read(sources, &offered, gate, sift),
            Read::Tied(read) => read(sources, &offered, gate),
            Read::Copy(parse) => copy::read(sources, &offered, gate, format.id, parse),
        };
        all.parsing += match format.read {
            Read::Sifted(_) => reading.parsing,
            // These parse and find in one.
            Read::Tied(_) | Read::Copy(_) => watch.lap(),
        };
        let recognised: HashSet<FileId> = reading.recognised.iter().copied().collect();
        unread.retain(|file| !recognised.contains(file));
        all.candidates.extend(reading.candidates);
        all.waiting.extend(reading.waiting);
        all.problems.extend(reading.problems);
        all.recognised.extend(reading.recognised);
        all.dangling.extend(reading.dangling);
    }
    resolve::resolve(sources, &mut all.candidates, std::mem::take(&mut all.waiting), gate);
    all.candidates.sort_by_key(|candidate| (candidate.file, candidate.name_span));
    all.problems.sort_by_key(|problem| problem.place);
    all.problems = once_each(all.problems);
    all.recognised.sort_unstable();
    all
}

/// What the descriptions among sources say once for all of their fields, and the examples that they give of some fields; of
/// what stands elsewhere than in `info`, tags and calls, and of names that stand together, only what is wanted.
pub fn outlines(
    sources: &[Source],
    fields: &[FieldAt],
    is_wanted: &dyn Fn(Offered<'_>) -> bool,
) -> (Vec<Outline>, Vec<Example>) {
    let format = FORMATS.iter().find(|format| format.id == "openapi").expect("the table has it");
    let offered: Vec<FileId> = (0..sources.len()).filter(|&file| format.is_offered(&sources[file])).collect();
    descriptions::outline::outlines(sources, &offered, fields, is_wanted)
}

/// What one page of documentation says, given what is known of it; all of its words speak of its fields.
pub fn outline_of_page(file: FileId, source: &Source, info: &Arc<DocumentInfo>) -> Option<Outline> {
    let words = section::page(source)?.into_iter();
    let section = |(headings, text)| Section { about: About::Page(headings), text: Text { file, ..text } };
    let sections = words.map(section).collect();
    let place = Place { file, span: Span::new(0, 0) };
    let (info, pointer, extent) = (Arc::clone(info), Pointer::default(), Span::new(0, source.text().len()));
    let (heads, groups, calls, proofs, deliveries, nameable) = Default::default();
    Some(Outline { file, info, extent, place, heads, pointer, sections, groups, calls, proofs, deliveries, nameable })
}

/// The ids of the formats whose readers are offered a file of this name, in the order in which they are.
pub fn formats_of(name: &str) -> Vec<&'static str> {
    let name = name.to_ascii_lowercase();
    let offered = FORMATS.iter().filter(|format| format.endings.iter().any(|ending| name.ends_with(ending)));
    offered.map(|format| format.id).collect()
}

/// Whether a file of this name and text may ask for the words of an input by keys, so that the locale files of its project
/// are to be handed in with it.
pub fn asks_by_key(name: &str, text: &str) -> bool {
    is_template(name) && markup::keys::uses_keys(text)
}

/// Whether a reader of inputs is offered files with such a name.
pub fn is_template(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let formats = FORMATS.iter().filter(|format| ["html", "indented", "jsx"].contains(&format.id));
    formats.flat_map(|format| format.endings).any(|ending| name.ends_with(ending))
}

/// Whether a name is that of a locale file in the language that a product is written in.
pub fn is_source_locale(name: &str) -> bool {
    let offered = FORMATS.iter().filter(|format| matches!(format.read, Read::Copy(_)));
    let lower = name.to_ascii_lowercase();
    let is_offered = offered.flat_map(|format| format.endings).any(|ending| lower.ends_with(ending));
    let is_source = || copy::language_of_path(name).is_none_or(|language| copy::is_source_language(&language));
    // Jenkins has the words of a page in a file beside it.
    let is_in_place = || copy::is_locale_place(name) || lower.ends_with(".properties");
    is_offered && is_in_place() && is_source()
}

/// Whether candidates of a format (that of their document) stand for an object of YAML or JSON that has their description.
pub fn is_description(format: &str) -> bool {
    descriptions::FORMATS.contains(&format)
}

/// Whether a text was meant to be an API description, told by its name or its first lines.
pub fn claims_to_be_description(source: &Source) -> bool {
    descriptions::claims_to_be_one(source)
}

/// What the names of files that translate each other have in common; none where a name is that of no locale file.
pub fn translation_family(name: &str) -> Option<String> {
    let offered = FORMATS.iter().filter(|format| matches!(format.read, Read::Copy(_)));
    let lower = name.to_ascii_lowercase();
    let is_offered = offered.flat_map(|format| format.endings).any(|ending| lower.ends_with(ending));
    is_offered.then(|| copy::family_of_path(name)).flatten()
}

/// The strings of a source, if it is a locale file of any format.
pub(crate) fn bundle_of(file: FileId, source: &Source) -> Option<copy::Bundle> {
    FORMATS.iter().filter(|format| format.is_offered(source)).find_map(|format| match format.read {
        Read::Copy(parse) => parse(file, source),
        Read::Sifted(_) | Read::Tied(_) => None,
    })
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
