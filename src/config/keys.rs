//! The keys of a configuration: what each is called, what it says and what its values are.
//!
//! Reading, the messages for what is not known, and the published schema all follow this table.

use super::policy::topic_word;
use crate::field::{Fact, Kind};
use crate::finding::Severity;
use crate::recognise::METHODS;
use crate::rulebook::Rulebook;
use crate::rulebook::checks::{self, Group, Question};

/// One key of a mapping.
#[derive(Debug)]
pub struct Key {
    /// What it is called.
    pub name: &'static str,
    /// What it says, as a sentence.
    pub about: &'static str,
    /// What its value is.
    pub shape: Shape,
    /// Whether its mapping has to have it.
    pub required: bool,
    /// A value that says something, as YAML on one line.
    pub example: &'static str,
}

/// Keys that a mapping may have, in one or more tables.
pub type Tables = &'static [&'static [Key]];

/// What a value is.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Yes or no.
    Flag,
    /// A text.
    Text,
    /// A text, or a list of them.
    Texts,
    /// A day.
    Day,
    /// One of some words.
    One(Choice),
    /// A list of words out of some.
    Some(Choice),
    /// Rules with what a finding of each counts for.
    Levels,
    /// A mapping with keys of its own.
    Mapping(Tables),
    /// A list of such mappings.
    Mappings(Tables),
}

/// Words to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Ids of rules; a house may have rules of its own.
    Rule,
    /// Ids of rules, and groups of them.
    Selection,
    /// What a rule counts for: a severity, or nothing.
    Level,
    /// The least severity that fails a run, or none.
    Threshold,
    /// Languages; a house may have phrases of its own.
    Language,
    /// HTTP methods.
    Method,
    /// Kinds of field.
    Kind,
    /// The four facts, and topics; a house may have topics of its own.
    Fact,
}

impl Choice {
    /// The words that are built in.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Choice::Rule => checks::built_in().iter().map(|check| check.id.as_str()).collect(),
            Choice::Selection => {
                let rules = checks::built_in().iter().map(|check| check.id.as_str());
                Group::ALL.into_iter().map(Group::word).chain(rules).collect()
            }
            Choice::Level => severities().chain(["off"]).collect(),
            Choice::Threshold => severities().chain(["never"]).collect(),
            Choice::Language => Rulebook::languages(),
            Choice::Method => METHODS.to_vec(),
            Choice::Kind => Kind::ALL.map(Kind::word).to_vec(),
            Choice::Fact => {
                let topics = checks::built_in().iter().filter(|check| check.question == Question::Topic);
                Fact::ALL.map(Fact::word).into_iter().chain(topics.map(|check| topic_word(&check.id))).collect()
            }
        }
    }

    /// Whether a house can add words.
    pub fn is_open(self) -> bool {
        matches!(self, Choice::Rule | Choice::Selection | Choice::Language | Choice::Fact)
    }
}

fn severities() -> impl Iterator<Item = &'static str> {
    Severity::ALL.into_iter().rev().map(Severity::word)
}

const fn key(name: &'static str, about: &'static str, shape: Shape, example: &'static str) -> Key {
    Key { name, about, shape, required: false, example }
}

/// What may be said for all files, or in an override for some.
pub const WISHES: &[Key] = &[
    key(
        "caller",
        "The party that calls, as your documents name it; the first of several names is used in suggestions.",
        Shape::Texts,
        "Parcelway",
    ),
    key(
        "select",
        "The rules that are asked, by their ids or their group: core (where it is left out), recommended or complete.",
        Shape::Some(Choice::Selection),
        "[missing-caller, missing-failure]",
    ),
    key("ignore", "Rules that are not asked.", Shape::Some(Choice::Selection), "[undocumented]"),
    key(
        "rules",
        "What a finding of each rule counts for: error, warning or info, or off if the rule is not to be asked.",
        Shape::Levels,
        "{missing-failure: error}",
    ),
    key("pedantic", "Whether fields are checked too that are only likely to be callback URLs.", Shape::Flag, "true"),
    key(
        "languages",
        "The languages of locale files that are checked; all that are known where it is left out.",
        Shape::Some(Choice::Language),
        "[en, de]",
    ),
    key(
        "house",
        "What holds for every callback URL of yours, so that it can be suggested beside each.",
        Shape::Mapping(&[HOUSE]),
        "{webhook: {method: POST}}",
    ),
];

/// What is said once in a file.
pub const FILE: &[Key] = &[
    key(
        "extends",
        "Configurations that this one builds on, as paths; what is said here wins.",
        Shape::Texts,
        "base.yaml",
    ),
    key(
        "exclude",
        "Files and folders that are left out, as patterns in the manner of .gitignore.",
        Shape::Texts,
        "[vendor/]",
    ),
    key(
        "fail-on",
        "The least severity that makes a run fail: error, warning, info or never.",
        Shape::One(Choice::Threshold),
        "error",
    ),
    key(
        "policy",
        "Sections that state facts and topics once for all fields of some kinds; each is checked to state them.",
        Shape::Mappings(&[POLICY]),
        "[{file: hooks.md, heading: Retries}]",
    ),
    key(
        "ignores",
        "Findings that are not told, by file or pointer, with the reason and the last day.",
        Shape::Mappings(&[IGNORES]),
        "[{files: legacy/**}]",
    ),
    key(
        "overrides",
        "What else holds for some files; later entries win.",
        Shape::Mappings(&[FILES, WISHES]),
        "[{files: partner/**, pedantic: true}]",
    ),
    key("names", "Files with names of your own for callback URL fields.", Shape::Texts, "fields.yaml"),
    key("phrases", "Files with phrases of your own that state facts.", Shape::Texts, "en.yaml"),
    key("checks", "Files with rules of your own, one each.", Shape::Texts, "house-rule.yaml"),
];

/// The keys of a whole file.
pub const TOP: Tables = &[WISHES, FILE];

/// The files that an override is for.
pub const FILES: &[Key] = &[Key {
    required: true,
    ..key("files", "The files, as patterns in the manner of .gitignore.", Shape::Texts, "[partner/**]")
}];

/// What holds in a house, by kind.
pub const HOUSE: &[Key] = &[
    key("webhook", "URLs that a server calls.", Shape::Mapping(&[HOUSE_FAILURE, HOUSE_METHOD]), "{method: POST}"),
    key(
        "redirect",
        "URLs at which a person's browser arrives.",
        Shape::Mapping(&[HOUSE_FAILURE]),
        "{failure: The URL carries an error parameter.}",
    ),
];

/// What holds for calls of a kind.
pub const HOUSE_FAILURE: &[Key] = &[key(
    "failure",
    "What happens when a call or a flow fails, in whole sentences.",
    Shape::Text,
    "We retry for a day.",
)];

/// What holds for calls of servers only.
pub const HOUSE_METHOD: &[Key] = &[key("method", "The HTTP method of every call.", Shape::One(Choice::Method), "POST")];

/// A section that states facts.
pub const POLICY: &[Key] = &[
    Key {
        required: true,
        ..key("file", "The page or the API description that holds the section.", Shape::Text, "hooks.md")
    },
    key("heading", "The heading of the section; without it, all of the page counts.", Shape::Text, "Retries"),
    key("tag", "The tag of an API description that the section describes.", Shape::Text, "Webhooks"),
    key(
        "kinds",
        "The kinds of field that it speaks of; all where it is left out.",
        Shape::Some(Choice::Kind),
        "[webhook]",
    ),
    key(
        "facts",
        "The facts it has to state, and the topics, by their rules without missing-; any where none is named.",
        Shape::Some(Choice::Fact),
        "[failure, retries]",
    ),
    key(
        "language",
        "The language that it is written in; English where it is left out.",
        Shape::One(Choice::Language),
        "en",
    ),
];

/// Findings that are not told.
pub const IGNORES: &[Key] = &[
    key(
        "files",
        "The files, as patterns in the manner of .gitignore; all where it is left out.",
        Shape::Texts,
        "legacy/**",
    ),
    key(
        "pointer",
        "The place in the file: a pointer in which * stands for one part or a piece of it, and ** for any parts.",
        Shape::Text,
        "/components/schemas/Old*",
    ),
    key(
        "rules",
        "The rules that are not told; all where it is left out.",
        Shape::Some(Choice::Rule),
        "[missing-failure]",
    ),
    key("reason", "Why they are not told.", Shape::Text, "frozen"),
    key("until", "The last day on which they are not told.", Shape::Day, "2027-01-31"),
];

/// Every key of some tables.
pub fn keys(tables: Tables) -> impl Iterator<Item = &'static Key> {
    tables.iter().flat_map(|table| table.iter())
}
