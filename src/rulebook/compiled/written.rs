//! Rule files as they are written.

use super::sentences::Sentences;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A file of phrases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a mapping with `language` and `facts`")]
pub struct WrittenPhrases {
    /// The language.
    pub language: String,
    /// Whether the language has blanks between its words.
    #[serde(default = "yes")]
    pub blanks: bool,
    /// What to write beside a field.
    pub sentences: Option<Sentences>,
    /// Lists of verbs.
    #[serde(default)]
    pub verbs: BTreeMap<String, Vec<String>>,
    /// Lists of patterns.
    #[serde(default)]
    pub lists: BTreeMap<String, Vec<String>>,
    /// Words that are no names.
    #[serde(default)]
    pub not_names: Vec<String>,
    /// Nouns that are no parties.
    #[serde(default)]
    pub not_heads: Vec<String>,
    /// Words that are no modifiers.
    #[serde(default)]
    pub not_modifiers: Vec<String>,
    /// What the words beside a name tell of it.
    #[serde(default)]
    pub cues: Vec<WrittenSignal>,
    /// Words that come near a fact.
    #[serde(default)]
    pub half_facts: Vec<WrittenHalf>,
    /// What states the facts.
    #[serde(default)]
    pub facts: WrittenFacts,
}

fn yes() -> bool {
    true
}

/// A file that adds to another need not speak of every fact; tests hold the embedded ones to it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a mapping with `caller`, `method`, `trigger` and `failure`")]
pub struct WrittenFacts {
    /// Who calls.
    pub caller: WrittenOfFact,
    /// How.
    pub method: WrittenOfFact,
    /// When.
    pub trigger: WrittenOfFact,
    /// What happens on failure.
    pub failure: WrittenOfFact,
}

/// What states one fact.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a mapping with `phrases` and `no`")]
pub struct WrittenOfFact {
    /// The ways to state it.
    pub phrases: Vec<WrittenPhrase>,
    /// Sentences of each kind that do not state the fact.
    pub no: BTreeMap<WrittenKind, Vec<String>>,
}

/// One way to state a fact, or to say what a topic asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a phrase with `say` and `yes`")]
pub struct WrittenPhrase {
    /// All kinds where it is left out.
    #[serde(default)]
    pub kinds: Vec<WrittenKind>,
    say: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    except_before: Vec<String>,
    #[serde(default)]
    except_anywhere: Vec<String>,
    #[serde(default)]
    along_with: Vec<String>,
    /// Whether it is only likely that it does.
    #[serde(default)]
    pub likely: bool,
    /// Sentences that say it.
    pub yes: Vec<String>,
}

/// Words that come near a fact.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "words with `fact`, `say`, `because` and `yes`")]
pub struct WrittenHalf {
    /// The fact.
    pub fact: WrittenFact,
    /// All kinds where it is left out.
    #[serde(default)]
    pub kinds: Vec<WrittenKind>,
    say: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    except_before: Vec<String>,
    /// What they lack.
    pub because: String,
    /// Sentences that hold them.
    pub yes: Vec<String>,
}

/// A signal.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a signal with `say` and `because`")]
pub struct WrittenSignal {
    say: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    except_before: Vec<String>,
    #[serde(default)]
    except_anywhere: Vec<String>,
    #[serde(default)]
    along_with: Vec<String>,
    /// Only for fields whose name says one of these.
    #[serde(default)]
    pub if_name: Vec<String>,
    /// The sorts of place that it tells something of; all where it is left out.
    #[serde(default)]
    pub only_in: Vec<WrittenSetting>,
    /// What it weighs for a callback URL field at all,
    #[serde(default)]
    pub callback: i32,
    /// for a webhook,
    #[serde(default)]
    pub webhook: i32,
    /// and for a redirect.
    #[serde(default)]
    pub redirect: i32,
    /// Whether it says that somebody is sent there afterwards.
    #[serde(default)]
    pub registered: bool,
    /// Whether it says that the URL is shown to be copied.
    #[serde(default)]
    pub copied: bool,
    /// The reason.
    pub because: String,
    /// Sentences that hold it.
    #[serde(default)]
    pub yes: Vec<String>,
}

/// A wording.
#[derive(Clone, Copy, Debug, Default)]
pub struct WrittenWording<'w> {
    /// Any of these says it,
    pub say: &'w [String],
    /// but not where one of these begins at the same place,
    pub except: &'w [String],
    /// nor where one of these ends right before it,
    pub except_before: &'w [String],
    /// nor where the sentence holds one of these anywhere,
    pub except_anywhere: &'w [String],
    /// nor, if any are given, where the sentence holds none of these.
    pub along_with: &'w [String],
}

/// A wording of names.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenOfNames {
    say: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    except_before: Vec<String>,
    #[serde(default)]
    except_anywhere: Vec<String>,
    #[serde(default)]
    along_with: Vec<String>,
}

/// The file of signals in names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenNames {
    /// From this sum on a place certainly is a callback URL field,
    pub certain: i32,
    /// from this sum on it likely is.
    pub likely: i32,
    /// What a name or the words beside it have to hold.
    pub stems: WrittenStems,
    /// Lists of patterns.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Signals in the field's own name,
    pub name: Vec<WrittenSignal>,
    /// in the names of what encloses it,
    pub owner: Vec<WrittenSignal>,
    /// and of what stands beside it.
    pub sibling: Vec<WrittenSignal>,
    /// Words for a URL,
    pub url_words: WrittenOfNames,
    /// names whose value is a URL whatever else is said,
    pub url_names: WrittenOfNames,
    /// names that say no more than URL,
    pub plain_urls: WrittenOfNames,
    /// and first words of a description that say so.
    pub url_prose: WrittenOfNames,
    /// Names that, where only a response has them, are links for the reader to follow.
    pub handed_out: WrittenOfNames,
}

/// Stems.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a mapping with `name` and `prose`")]
pub struct WrittenStems {
    /// Those of names,
    pub name: Vec<String>,
    /// and those of the words beside them.
    pub prose: Vec<String>,
}

/// A file that adds to the signals in names.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a mapping with signals under `name`, `owner` or `sibling`")]
pub struct WrittenAddition {
    /// More stems.
    pub stems: WrittenStems,
    /// More lists, and more words for those that there are.
    pub lists: BTreeMap<String, Vec<String>>,
    /// More signals in the field's own name,
    pub name: Vec<WrittenSignal>,
    /// in the names of what encloses it,
    pub owner: Vec<WrittenSignal>,
    /// and of what stands beside it.
    pub sibling: Vec<WrittenSignal>,
}

/// The facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WrittenFact {
    /// Who calls.
    Caller,
    /// How.
    Method,
    /// When.
    Trigger,
    /// What happens on failure.
    Failure,
}

/// The kinds that a file tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WrittenKind {
    /// A URL that a server calls.
    Webhook,
    /// A URL that a browser is sent to.
    Redirect,
}

/// The sorts of place that rule data tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WrittenSetting {
    /// A place in an API description.
    Api,
    /// A string of a locale file.
    Message,
    /// A form input in markup.
    Input,
    /// A row, an item or a heading of documentation.
    Entry,
}

impl WrittenPhrase {
    /// How it is worded.
    pub fn wording(&self) -> WrittenWording<'_> {
        WrittenWording {
            say: &self.say,
            except: &self.except,
            except_before: &self.except_before,
            except_anywhere: &self.except_anywhere,
            along_with: &self.along_with,
        }
    }
}

impl WrittenSignal {
    /// How it is worded.
    pub fn wording(&self) -> WrittenWording<'_> {
        WrittenWording {
            say: &self.say,
            except: &self.except,
            except_before: &self.except_before,
            except_anywhere: &self.except_anywhere,
            along_with: &self.along_with,
        }
    }
}

impl WrittenOfNames {
    /// How it is worded.
    pub fn wording(&self) -> WrittenWording<'_> {
        WrittenWording {
            say: &self.say,
            except: &self.except,
            except_before: &self.except_before,
            except_anywhere: &self.except_anywhere,
            along_with: &self.along_with,
        }
    }
}

impl WrittenHalf {
    /// How it is worded.
    pub fn wording(&self) -> WrittenWording<'_> {
        let [say, except, except_before] = [&self.say, &self.except, &self.except_before].map(Vec::as_slice);
        WrittenWording { say, except, except_before, ..WrittenWording::default() }
    }
}
