//! Topics: what a document says once for all of its callback URLs, with the words and the structure that say it.
//!
//! A topic stands in the file of its rule. Which sort of redirect a field is, so that only what fits it is asked, is told by
//! the cues of `rules/subjects.yaml`.

use super::checks::Check;
use super::compiled::Spacing;
use super::compiled::compile::{self, Language, Mistake, Source};
use super::compiled::written::{WrittenOfNames, WrittenPhrase, WrittenWording};
use super::embedded;
use super::mistake::RuleMistake;
use super::wording::{Gate, Wording};
use crate::field::Subject;
use serde::{Deserialize, Deserializer, de};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What the rule of a topic adds to its page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Topic {
    /// What it is about; of a document that has several, each field is asked what is about it.
    #[serde(deserialize_with = "super::checks::subjects")]
    pub about: Vec<Subject>,
    /// How a message ends that begins "it does not say".
    pub clause: String,
    /// A sentence that says it, with gaps to fill.
    pub sentence: String,
    /// Whether it is asked only of fields that may be left out, each of which has to say it for itself.
    #[serde(default)]
    pub optional_only: bool,
    /// Names of fields beside the field that say it, as patterns.
    #[serde(default)]
    pub beside: Vec<String>,
    /// Names of headers of the provider's calls that say it, as patterns.
    #[serde(default)]
    pub headers: Vec<String>,
    /// Names of the field itself that say it, as patterns.
    #[serde(default)]
    pub named: Vec<String>,
    /// Names that say it where they stand together, and make up at least half of what does: the properties of an object,
    /// the parameters of an operation.
    #[serde(default)]
    pub together: Vec<Vec<String>>,
    /// What a described call has that says it.
    #[serde(default)]
    pub call: Option<PartOfCall>,
    /// The words that say it, by language.
    pub words: BTreeMap<String, Words>,
}

/// A part of a call that the provider makes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum PartOfCall {
    /// An answer that says it was received.
    Answer,
    /// A body with a media type.
    Body,
    /// A proof of who sent it: a security scheme, or a header that is named for one.
    Proof,
}

/// The words of a language that say something, and sentences that do not.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Each is one way to say it.
    #[serde(deserialize_with = "phrases")]
    pub phrases: Vec<WrittenPhrase>,
    /// Sentences that come near and do not say it.
    pub no: Vec<String>,
}

/// Phrases without what only those of facts have.
fn phrases<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<WrittenPhrase>, D::Error> {
    let phrases = Vec::<WrittenPhrase>::deserialize(from)?;
    match phrases.iter().any(|phrase| phrase.likely || !phrase.kinds.is_empty()) {
        true => Err(de::Error::custom("a phrase of a topic has no `kinds` and is not `likely`")),
        false => Ok(phrases),
    }
}

/// The patterns of some topics in one language, compiled together.
#[derive(Debug)]
pub struct Topics {
    /// The words of each topic, in the order of the rules that were given; none where it has no words in this language.
    pub words: Vec<Option<Vec<Wording>>>,
    /// The names that say each: of fields beside it, of headers, of itself.
    pub names: Vec<[Option<Wording>; 3]>,
    /// One scan for all of the words.
    pub gate: Gate,
    /// One scan for all of the names.
    pub name_gate: Gate,
    sources: [Vec<Source>; 2],
}

impl Topics {
    /// Compiles the topics of rules in a language, whose lists they may name.
    pub fn new(checks: &[&Check], language: &str, (lists, spacing): Language) -> Result<Topics, Mistake> {
        let topics: Vec<Option<&Topic>> = checks.iter().map(|check| check.page.topic.as_ref()).collect();
        fn said<'t>(topic: &Option<&'t Topic>, language: &str) -> Option<&'t Vec<WrittenPhrase>> {
            topic.and_then(|topic| topic.words.get(language)).map(|said| &said.phrases)
        }
        let phrases: Vec<WrittenWording> =
            topics.iter().filter_map(|topic| said(topic, language)).flatten().map(WrittenPhrase::wording).collect();
        let (table, wordings, of_words) = compile::wordings(&phrases, (lists.clone(), spacing))?;
        let mut wordings = wordings.into_iter();
        let words =
            topics.iter().map(|topic| said(topic, language).map(|said| wordings.by_ref().take(said.len()).collect()));
        let words = words.collect();
        let names_of = |topic: &Option<&Topic>| -> [Vec<String>; 3] {
            topic.map(|topic| [&topic.beside, &topic.headers, &topic.named].map(Clone::clone)).unwrap_or_default()
        };
        let names: Vec<Vec<String>> = topics.iter().flat_map(names_of).collect();
        let written: Vec<WrittenWording> =
            names.iter().map(|say| WrittenWording { say, ..WrittenWording::default() }).collect();
        let (name_table, name_wordings, of_names) = compile::wordings(&written, (lists, Spacing::Ascii))?;
        let mut each = name_wordings.into_iter().zip(&names).map(|(wording, say)| (!say.is_empty()).then_some(wording));
        let names = topics.iter().map(|_| std::array::from_fn(|_| each.next().flatten())).collect();
        let sources = [of_words, of_names];
        Ok(Topics { words, names, gate: Gate::new(table), name_gate: Gate::new(name_table), sources })
    }

    /// Holds every pattern to be of a size that can be built, for those that no test holds.
    pub fn build(&self) -> Result<(), Mistake> {
        self.gate.check_added(&self.sources[0], 0)?;
        self.name_gate.check_added(&self.sources[1], 0)
    }
}

/// What tells of which subject a field is, and which words of a document are about it.
#[derive(Debug)]
pub struct Subjects {
    /// The cues of each subject.
    pub cues: Vec<Cues>,
    /// One scan for all of them.
    pub gate: Gate,
}

/// The cues of one subject.
#[derive(Debug)]
pub struct Cues {
    /// The subject.
    pub subject: Subject,
    /// How much has to speak for it.
    pub least: u32,
    /// Pieces of words of which a passage holds one if it is about the subject.
    pub stems: Vec<String>,
    /// Pieces of words of which a heading or a sentence holds one where what follows it is about the subject too.
    pub leads: Vec<String>,
    /// The word that goes without saying there.
    pub unsaid: String,
    /// What a name says that is of another subject, whatever else speaks for this one.
    pub never: Option<Wording>,
    /// What its name says,
    pub name: Option<Wording>,
    /// what encloses it,
    pub owner: Option<Wording>,
    /// what stands beside it,
    pub beside: Option<Wording>,
    /// and what words say of it.
    pub words: Option<Wording>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSubjects {
    #[serde(default)]
    lists: BTreeMap<String, Vec<String>>,
    subjects: Vec<WrittenCues>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenCues {
    #[serde(deserialize_with = "super::checks::subject")]
    subject: Subject,
    #[serde(default = "least")]
    least: u32,
    stems: Vec<String>,
    #[serde(default)]
    leads: Vec<String>,
    #[serde(default)]
    unsaid: String,
    never: Option<WrittenOfNames>,
    name: Option<WrittenOfNames>,
    owner: Option<WrittenOfNames>,
    beside: Option<WrittenOfNames>,
    words: Option<WrittenOfNames>,
}

/// Less than a field's own words, what it stands in or what stands beside it tells too little.
fn least() -> u32 {
    2
}

impl Subjects {
    /// The cues that are part of the program, compiled on first use.
    pub fn built_in() -> &'static Subjects {
        static BUILT_IN: OnceLock<Subjects> = OnceLock::new();
        BUILT_IN.get_or_init(|| match Subjects::parse("subjects.yaml", include_str!("../../rules/subjects.yaml")) {
            Ok(subjects) => subjects,
            Err(mistake) => panic!("the embedded rule data is held by a test: {mistake}"),
        })
    }

    fn parse(path: &str, text: &str) -> Result<Subjects, RuleMistake> {
        let written: WrittenSubjects = embedded::read(path, text)?;
        let parts =
            |cues: &WrittenCues| [&cues.never, &cues.name, &cues.owner, &cues.beside, &cues.words].map(Clone::clone);
        let all: Vec<Option<WrittenOfNames>> = written.subjects.iter().flat_map(parts).collect();
        let given: Vec<WrittenWording> = all.iter().flatten().map(WrittenOfNames::wording).collect();
        let compiled = compile::wordings(&given, (written.lists, Spacing::Ascii));
        let (table, wordings, _) = compiled.map_err(|wrong| RuleMistake::of_pattern(&[(path, text)], wrong))?;
        let mut wordings = wordings.into_iter();
        let mut each = all.iter().map(|given| given.as_ref().and_then(|_| wordings.next()));
        let cues = written.subjects.into_iter().map(|WrittenCues { subject, least, stems, leads, unsaid, .. }| {
            let [never, name, owner, beside, words] = std::array::from_fn(|_| each.next().flatten());
            Cues { subject, least, stems, leads, unsaid, never, name, owner, beside, words }
        });
        Ok(Subjects { cues: cues.collect(), gate: Gate::new(table) })
    }

    /// The cues of a subject.
    pub fn of(&self, subject: Subject) -> &Cues {
        self.cues.iter().find(|cues| cues.subject == subject).expect("a test holds cues for every subject")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::topics::{built_in, says};
    use crate::rulebook::Rulebook;

    #[test]
    fn every_pattern_can_be_built() {
        let languages = Rulebook::languages();
        let compiled = languages.into_iter().filter_map(built_in);
        assert!(compiled.map(|(_, topics)| topics.build().expect("each can be built")).count() > 0);
        assert_eq!(Subjects::built_in().cues.len(), Subject::ALL.len());
    }

    #[test]
    fn every_sentence_of_a_topic_is_judged_as_its_page_says() {
        let mut wrong = Vec::new();
        let (checks, topics) = built_in("en").expect("English is spoken");
        let phrases = Rulebook::built_in().phrases();
        for (at, check) in checks.iter().enumerate() {
            let words = &check.page.topic.as_ref().expect("it is asked for").words["en"];
            let yes = words.phrases.iter().flat_map(|phrase| phrase.yes.iter().map(|sentence| (sentence, true)));
            for (text, expected) in yes.chain(words.no.iter().map(|sentence| (sentence, false))) {
                if says(text, topics, at, phrases) != expected {
                    wrong.push(format!("{} should {}: {text}", check.id, if expected { "hold" } else { "not hold" }));
                }
            }
            assert!(words.no.len() >= 3 && words.phrases.iter().all(|phrase| !phrase.yes.is_empty()), "{}", check.id);
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
