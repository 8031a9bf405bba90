//! The rules as data: one file of `rules/checks/` each, the file's name being the rule's id.
//!
//! What a rule may ask is closed ([`Question`]) and answered in `check`; words, kinds, severity and examples are data.

use crate::field::{ConflictAbout, Fact, Kind, Subject};
use crate::finding::Severity;
use crate::rulebook::embedded;
use crate::rulebook::mistake::RuleMistake;
use crate::rulebook::topics::Topic;
use serde::{Deserialize, Deserializer, de};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One rule.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its id, which is the name of its file.
    pub id: String,
    /// What it asks.
    pub question: Question,
    /// Everything else that its file says.
    pub page: Page,
}

/// How much is asked: each group is asked together with those before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What is asked where nothing else is wished: the four facts, and what cannot be right.
    #[default]
    Core,
    /// What most documents would be better for.
    Recommended,
    /// All that a complete document of callbacks says.
    Complete,
}

impl Group {
    /// All three, the smallest first.
    pub const ALL: [Group; 3] = [Group::Core, Group::Recommended, Group::Complete];

    /// The word that settings and rule data use for it.
    pub fn word(self) -> &'static str {
        match self {
            Group::Core => "core",
            Group::Recommended => "recommended",
            Group::Complete => "complete",
        }
    }

    /// The group of that name.
    pub fn named(word: &str) -> Option<Group> {
        Group::ALL.into_iter().find(|group| group.word() == word)
    }
}

/// What a rule may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Is this fact stated?
    Fact(Fact),
    /// Are there any words?
    Undocumented,
    /// Do the words say more than the name?
    Repetition,
    /// Can it be told whether a server calls or a person's browser arrives?
    Boundary,
    /// Do the words call it what could be either?
    Ambiguity,
    /// Does an example show what nobody should follow?
    Example(ExampleFault),
    /// Is the request that is sent to it described, and in full?
    Structure(StructureFault),
    /// Do two statements about it contradict each other?
    Conflict(ConflictAbout),
    /// Does a translation state what its source states?
    Drift,
    /// Does a document say this for all of its callback URLs? The topic stands on the rule's page.
    Topic,
    /// Could the file be read?
    Reading,
    /// Is what asks to ignore findings known, in force and needed?
    Ignoring,
}

/// What can be wrong with an example of a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExampleFault {
    /// It holds a secret.
    Token,
    /// It stands for more than one URL.
    Wildcard,
    /// It is not encrypted.
    Insecure,
    /// It has a fragment.
    Fragment,
    /// Nobody outside can reach it.
    Private,
}

impl ExampleFault {
    /// All of them.
    pub const ALL: [ExampleFault; 5] = [
        ExampleFault::Token,
        ExampleFault::Wildcard,
        ExampleFault::Insecure,
        ExampleFault::Fragment,
        ExampleFault::Private,
    ];
}

/// What can be wrong with how a document describes the requests that its provider sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StructureFault {
    /// An expression names no field.
    Dangling,
    /// No callback object describes the request to a webhook URL.
    Unlinked,
    /// An operation does not say on which event it is sent.
    Trigger,
    /// No operation says what happens when it fails.
    Failure,
    /// An operation has no answer that counts as received.
    Response,
    /// An operation has no body with a schema.
    Body,
    /// No operation says how the receiver knows the sender.
    Signature,
}

impl StructureFault {
    /// All of them.
    pub const ALL: [StructureFault; 7] = [
        StructureFault::Dangling,
        StructureFault::Unlinked,
        StructureFault::Trigger,
        StructureFault::Failure,
        StructureFault::Response,
        StructureFault::Body,
        StructureFault::Signature,
    ];
}

/// The file of a rule as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a mapping with `summary`, `kinds`, `check` and more"
)]
pub struct Page {
    /// One clause: what is wrong where the rule is broken.
    pub summary: String,
    /// The kinds of field that it is asked of; empty for rules about files.
    #[serde(deserialize_with = "kinds")]
    pub kinds: Vec<Kind>,
    check: Written,
    /// The group that it is asked with.
    #[serde(default, deserialize_with = "group")]
    pub group: Group,
    #[serde(default, deserialize_with = "fact")]
    fact: Option<Fact>,
    /// How much a finding matters.
    #[serde(deserialize_with = "severity")]
    pub severity: Severity,
    /// How a message says what is missing; only where a fact or the boundary is asked for.
    #[serde(default)]
    pub clause: Option<Clauses>,
    /// What a document has to say, and how it may; only where the check is `topic`.
    #[serde(default)]
    pub topic: Option<Topic>,
    /// What to do, in general.
    pub help: String,
    /// What the rule looks for.
    pub what: String,
    /// Why that matters.
    pub why: String,
    /// Lists of words that the question looks for, by name; which ones a question has is closed.
    #[serde(default)]
    words: BTreeMap<String, Vec<String>>,
    /// Examples that break it.
    pub bad: Vec<Example>,
    /// Examples that keep it.
    pub good: Vec<Example>,
    /// When to ignore it.
    pub ignore_when: String,
    /// Where to read more.
    pub sources: Vec<String>,
}

/// How messages name a missing fact, for each kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clauses {
    webhook: Option<Clause>,
    redirect: Option<Clause>,
    unknown: Option<Clause>,
}

impl Clauses {
    /// The clause for fields of a kind; a rule has one for each kind that it is asked of.
    pub fn of(&self, kind: Kind) -> Option<&Clause> {
        match kind {
            Kind::Webhook => self.webhook.as_ref(),
            Kind::Redirect => self.redirect.as_ref(),
            Kind::Unknown => self.unknown.as_ref(),
        }
    }
}

/// Two ways to end "it does not say …".
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// As the first clause, which has to name the call.
    pub alone: String,
    /// After another clause, which named it.
    pub after: String,
}

/// A text that keeps or breaks a rule; each is run by a test.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The field's words, or for rules about files the file.
    pub text: String,
    /// The field's kind; none for rules about files.
    #[serde(default, deserialize_with = "maybe_kind")]
    pub kind: Option<Kind>,
    /// The field's name, where the rule looks at it.
    #[serde(default)]
    pub name: Option<String>,
    /// The methods of a field beside it that holds the method, where the rule looks at them.
    #[serde(default)]
    pub methods: Vec<String>,
    /// The same words in another language, where the rule compares them.
    #[serde(default)]
    pub translation: Option<Translation>,
}

/// Words of an example in another language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// The language.
    pub language: String,
    /// The words.
    pub text: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Written {
    Fact,
    Undocumented,
    Repetition,
    Boundary,
    Ambiguity,
    TokenInExample,
    WildcardInExample,
    InsecureExample,
    FragmentInExample,
    PrivateExample,
    DanglingCallback,
    UnlinkedWebhook,
    DeliveryTrigger,
    DeliveryFailure,
    DeliveryResponse,
    DeliveryBody,
    DeliverySignature,
    MethodConflict,
    KindConflict,
    Drift,
    Topic,
    Reading,
    Ignoring,
}

/// The rules that are embedded in the program, in the order that reports show them.
pub fn built_in() -> &'static [Check] {
    static CHECKS: OnceLock<Vec<Check>> = OnceLock::new();
    CHECKS.get_or_init(|| {
        let files = embedded::files_in("checks");
        let mut checks: Vec<Check> =
            files.map(|(path, text)| parse(path, text).expect("a test parses every embedded rule")).collect();
        checks.sort_by_key(|check| {
            (order(check.question), check.page.topic.is_some().then_some(check.page.group), check.id.clone())
        });
        checks
    })
}

/// The embedded rule of that id.
pub fn find(id: &str) -> Option<&'static Check> {
    built_in().iter().find(|check| check.id == id)
}

/// Whether a rule is about what asks to ignore findings, rather than about what is linted.
pub fn is_about_ignores(id: &str) -> bool {
    find(id).is_some_and(|check| check.question == Question::Ignoring)
}

/// The embedded rule that asks for a fact.
pub fn asking_for(fact: Fact) -> &'static Check {
    asking(Question::Fact(fact))
}

/// The embedded rule that asks this question; where several do, the first.
pub fn asking(question: Question) -> &'static Check {
    built_in().iter().find(|check| check.question == question).expect("a test holds a rule for every question")
}

/// The words of a list that the embedded rule with this question has.
pub fn words(question: Question, list: &str) -> &'static [String] {
    asking(question).page.words.get(list).expect("a test holds every list of a rule")
}

/// The names of the lists of words that rules with this question have.
fn lists(question: Question) -> &'static [&'static str] {
    match question {
        Question::Repetition => &["filler"],
        Question::Boundary => &["telling", "either", "webhook"],
        Question::Ambiguity => &[
            "term",
            "url",
            "before",
            "around",
            "leading",
            "webhook",
            "redirect",
            "logout",
            "authorization",
            "payment",
            "completion",
        ],
        Question::Example(ExampleFault::Token) => &["secrets", "placeholders"],
        Question::Example(ExampleFault::Insecure) => &["any-url"],
        Question::Example(ExampleFault::Private) => &["hosts"],
        Question::Structure(StructureFault::Trigger) => {
            &["happened", "happening", "not-happened", "names", "carriers", "when"]
        }
        Question::Structure(StructureFault::Dangling) => &["inner"],
        Question::Structure(StructureFault::Failure) => &["again"],
        Question::Structure(StructureFault::Signature) => &["anywhere", "beside"],
        _ => &[],
    }
}

/// Reads the file of one rule; the path's last part without `.yaml` is its id.
pub fn parse(path: &str, text: &str) -> Result<Check, RuleMistake> {
    let page: Page = embedded::read(path, text)?;
    let mistake = |key: &str, message: &str| {
        let line = text.lines().position(|line| line.starts_with(key)).map_or(1, |index| index + 1);
        Err(RuleMistake { path: path.to_owned(), line, message: message.to_owned() })
    };
    let question = match (page.check, page.fact) {
        (Written::Fact, Some(fact)) if page.clause.is_some() => Question::Fact(fact),
        (Written::Fact, Some(_)) => {
            return mistake("check:", "`check: fact` needs a `clause` for each of its kinds");
        }
        (Written::Fact, None) => {
            let words = Fact::ALL.map(Fact::word).join("`, `");
            return mistake("check:", &format!("`check: fact` needs a `fact`: one of `{words}`"));
        }
        (_, Some(_)) => return mistake("fact:", "`fact` goes with `check: fact` only"),
        (Written::Topic, None) if page.topic.is_some() => Question::Topic,
        (Written::Topic, None) => return mistake("check:", "`check: topic` needs a `topic`"),
        (_, None) if page.topic.is_some() => return mistake("topic:", "`topic` goes with `check: topic` only"),
        (Written::Undocumented, None) => Question::Undocumented,
        (Written::Repetition, None) => Question::Repetition,
        (Written::Boundary, None) if page.clause.is_some() => Question::Boundary,
        (Written::Boundary, None) => {
            return mistake("check:", "`check: boundary` needs a `clause` for each of its kinds");
        }
        (Written::Ambiguity, None) => Question::Ambiguity,
        (Written::TokenInExample, None) => Question::Example(ExampleFault::Token),
        (Written::WildcardInExample, None) => Question::Example(ExampleFault::Wildcard),
        (Written::InsecureExample, None) => Question::Example(ExampleFault::Insecure),
        (Written::FragmentInExample, None) => Question::Example(ExampleFault::Fragment),
        (Written::PrivateExample, None) => Question::Example(ExampleFault::Private),
        (Written::DanglingCallback, None) => Question::Structure(StructureFault::Dangling),
        (Written::UnlinkedWebhook, None) => Question::Structure(StructureFault::Unlinked),
        (Written::DeliveryTrigger, None) => Question::Structure(StructureFault::Trigger),
        (Written::DeliveryFailure, None) => Question::Structure(StructureFault::Failure),
        (Written::DeliveryResponse, None) => Question::Structure(StructureFault::Response),
        (Written::DeliveryBody, None) => Question::Structure(StructureFault::Body),
        (Written::DeliverySignature, None) => Question::Structure(StructureFault::Signature),
        (Written::MethodConflict, None) => Question::Conflict(ConflictAbout::Method),
        (Written::KindConflict, None) => Question::Conflict(ConflictAbout::Kind),
        (Written::Drift, None) => Question::Drift,
        (Written::Reading, None) => Question::Reading,
        (Written::Ignoring, None) => Question::Ignoring,
    };
    if let Some(clauses) = &page.clause
        && let Some(kind) = page.kinds.iter().find(|&&kind| clauses.of(kind).is_none())
    {
        return mistake("clause:", &format!("`clause` has nothing for `{0}`, and `kinds` has `{0}`", kind.word()));
    }
    let known = lists(question);
    if let Some(list) = page.words.keys().find(|list| !known.contains(&list.as_str())) {
        let choices = match known {
            [] => "this check has no lists of words".to_owned(),
            _ => format!("expected one of `{}`", known.join("`, `")),
        };
        return mistake(&format!("  {list}:"), &format!("unknown list `{list}`, {choices}"));
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    Ok(Check { id: name.trim_end_matches(".yaml").to_string(), question, page })
}

/// The place of a question among all: its sort, and which of that sort.
fn order(question: Question) -> (usize, usize) {
    match question {
        Question::Fact(fact) => (0, fact as usize),
        Question::Undocumented => (1, 0),
        Question::Repetition => (1, 1),
        Question::Boundary => (1, 2),
        Question::Conflict(about) => (2, about as usize),
        Question::Drift => (3, 0),
        Question::Ambiguity => (4, 0),
        Question::Example(fault) => (5, fault as usize),
        Question::Structure(fault) => (6, fault as usize),
        Question::Topic => (7, 0),
        Question::Reading => (8, 0),
        Question::Ignoring => (9, 0),
    }
}

/// One of some words, or an error that lists them.
///
/// It is a visitor because the YAML library knows the line only while a value is being visited.
#[derive(Clone, Copy)]
struct OneOf<T: 'static>(&'static [T], fn(T) -> &'static str);

const KINDS: OneOf<Kind> = OneOf(&Kind::ALL, Kind::word);
const FACTS: OneOf<Fact> = OneOf(&Fact::ALL, Fact::word);
const GROUPS: OneOf<Group> = OneOf(&Group::ALL, Group::word);
const SUBJECTS: OneOf<Subject> = OneOf(&Subject::ALL, Subject::word);
const SEVERITIES: OneOf<Severity> = OneOf(&Severity::ALL, Severity::word);

impl<T: Copy> de::Visitor<'_> for OneOf<T> {
    type Value = T;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<&str> = self.0.iter().map(|&one| self.1(one)).collect();
        write!(out, "one of `{}`", words.join("`, `"))
    }

    fn visit_str<E: de::Error>(self, written: &str) -> Result<T, E> {
        let known = self.0.iter().copied().find(|&one| self.1(one) == written);
        known.ok_or_else(|| E::invalid_value(de::Unexpected::Str(written), &self))
    }
}

impl<'de, T: Copy> de::DeserializeSeed<'de> for OneOf<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        from.deserialize_str(self)
    }
}

/// A list of words, each one of some.
struct Each<T: 'static>(OneOf<T>);

impl<'de, T: Copy> de::Visitor<'de> for Each<T> {
    type Value = Vec<T>;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a list, each ")?;
        de::Visitor::expecting(&self.0, out)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self.0)? {
            values.push(value);
        }
        Ok(values)
    }
}

fn kinds<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Kind>, D::Error> {
    from.deserialize_seq(Each(KINDS))
}

fn maybe_kind<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Kind>, D::Error> {
    from.deserialize_str(KINDS).map(Some)
}

/// Reads a list of subjects.
pub(super) fn subjects<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Subject>, D::Error> {
    from.deserialize_seq(Each(SUBJECTS))
}

/// Reads a subject.
pub(super) fn subject<'de, D: Deserializer<'de>>(from: D) -> Result<Subject, D::Error> {
    from.deserialize_str(SUBJECTS)
}

fn fact<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Fact>, D::Error> {
    from.deserialize_str(FACTS).map(Some)
}

fn group<'de, D: Deserializer<'de>>(from: D) -> Result<Group, D::Error> {
    from.deserialize_str(GROUPS)
}

fn severity<'de, D: Deserializer<'de>>(from: D) -> Result<Severity, D::Error> {
    from.deserialize_str(SEVERITIES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(text: &str) -> (usize, String) {
        let mistake = parse("checks/a.yaml", text).expect_err("it has a mistake");
        (mistake.line, mistake.message)
    }

    #[test]
    fn every_embedded_rule_parses_and_every_question_has_one() {
        for (path, text) in embedded::files_in("checks") {
            parse(path, text).expect("it parses");
        }
        for question in Fact::ALL
            .map(Question::Fact)
            .into_iter()
            .chain([
                Question::Undocumented,
                Question::Repetition,
                Question::Boundary,
                Question::Ambiguity,
                Question::Conflict(ConflictAbout::Method),
                Question::Conflict(ConflictAbout::Kind),
                Question::Drift,
                Question::Topic,
                Question::Reading,
                Question::Ignoring,
            ])
            .chain(ExampleFault::ALL.map(Question::Example))
            .chain(StructureFault::ALL.map(Question::Structure))
        {
            assert_eq!(asking(question).question, question);
            for list in lists(question) {
                assert!(!words(question, list).is_empty(), "{question:?} has no `{list}`");
            }
        }
        assert!(find("missing-caller").is_some());
    }

    #[test]
    fn a_rule_has_three_examples_of_each_sort_for_each_kind() {
        for check in built_in() {
            // What fits a kind that is known fits one that is not, so that only a rule for that alone shows it.
            let known: Vec<Option<Kind>> =
                check.page.kinds.iter().filter(|&&kind| kind != Kind::Unknown).map(|&kind| Some(kind)).collect();
            let kinds = match (check.page.kinds.is_empty(), known.is_empty()) {
                (true, _) => vec![None],
                (false, true) => vec![Some(Kind::Unknown)],
                (false, false) => known,
            };
            for (kind, examples) in kinds.iter().flat_map(|&kind| [(kind, &check.page.good), (kind, &check.page.bad)]) {
                let count = examples.iter().filter(|example| example.kind == kind).count();
                assert!(count >= 3, "{} has {count} examples for {kind:?}", check.id);
            }
        }
    }

    #[test]
    fn a_mistake_has_its_line_and_the_valid_choices() {
        let good = embedded::files_in("checks").find(|(path, _)| path.contains("caller")).expect("it exists").1;
        let (line, message) = mistake(&good.replace("severity: warning", "severity: loud"));
        assert_eq!(line, 5, "{message}");
        assert!(message.contains("\"loud\", expected one of `info`, `warning`, `error`"), "{message}");

        let (line, message) = mistake(&good.replace("fact: caller\n", ""));
        assert_eq!(line, 3);
        assert!(message.contains("one of `caller`, `method`, `trigger`, `failure`"), "{message}");

        let (line, message) = mistake(&good.replace("why:", "wherefore:"));
        assert_eq!(line, 14, "{message}");
        assert!(message.contains("wherefore") && message.contains("`why`"), "{message}");

        let repetition = embedded::files_in("checks").find(|(path, _)| path.contains("restates")).expect("it exists").1;
        let (_, message) = mistake(&repetition.replace("  filler:", "  fillers:"));
        assert_eq!(message, "unknown list `fillers`, expected one of `filler`");
    }
}
