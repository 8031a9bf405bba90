//! What a language's words say: the phrases that state facts, and the cues that tell what a field is.

use super::mistake::RuleMistake;
use super::pattern::Spacing;
use super::sentences::Sentences;
use super::signals::{Signal, WrittenSignal};
use super::vocabulary::Vocabulary;
use super::wording::{Gate, GateBuilder, Grammar, Wording, WrittenWording};
use crate::field::{Confidence, Fact, Kind};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The phrases of one language, compiled.
#[derive(Debug)]
pub struct Phrases {
    of_fact: [Vec<Phrase>; 4],
    /// Words that come near a fact without stating it.
    pub half_facts: Vec<HalfPhrase>,
    /// What the words beside a name tell of it.
    pub cues: Vec<Signal>,
    /// What patterns cannot say of the language.
    pub grammar: Grammar,
    /// One scan for all of them.
    pub gate: Gate,
    /// Sentences that state a fact, or do not: what the rule data promises of itself.
    pub promises: Vec<Promise>,
    /// What to write beside a field; none where nobody has worded it in this language.
    pub sentences: Option<Sentences>,
}

/// A sentence, and whether it states a fact.
#[derive(Clone, Debug)]
pub struct Promise {
    /// The fact.
    pub fact: Fact,
    /// What the field is taken for.
    pub kind: Kind,
    /// The sentence.
    pub sentence: String,
    /// Whether it states the fact.
    pub stated: bool,
}

/// One way to state a fact.
#[derive(Debug)]
pub struct Phrase {
    kinds: Vec<Kind>,
    /// The words that state it.
    pub wording: Wording,
    /// How sure the evidence is.
    pub confidence: Confidence,
}

/// Words that come near a fact without stating it.
#[derive(Debug)]
pub struct HalfPhrase {
    /// The fact that they come near to.
    pub fact: Fact,
    kinds: Vec<Kind>,
    /// The words.
    pub wording: Wording,
    /// What they lack, as the end of a sentence whose subject they are.
    pub because: String,
    /// Sentences that hold them.
    pub yes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    language: String,
    /// Whether the language has blanks between its words.
    #[serde(default = "yes")]
    blanks: bool,
    sentences: Option<Sentences>,
    #[serde(default)]
    verbs: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    lists: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    not_names: Vec<String>,
    #[serde(default)]
    not_heads: Vec<String>,
    #[serde(default)]
    not_modifiers: Vec<String>,
    #[serde(default)]
    cues: Vec<WrittenSignal>,
    #[serde(default)]
    half_facts: Vec<WrittenHalf>,
    facts: WrittenFacts,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFacts {
    caller: WrittenPhrases,
    method: WrittenPhrases,
    trigger: WrittenPhrases,
    failure: WrittenPhrases,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPhrases {
    phrases: Vec<WrittenPhrase>,
    /// Sentences of each kind that do not state the fact.
    no: BTreeMap<WrittenKind, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenPhrase {
    /// All kinds where it is left out.
    #[serde(default)]
    kinds: Vec<WrittenKind>,
    say: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    except_before: Vec<String>,
    #[serde(default)]
    except_anywhere: Vec<String>,
    #[serde(default)]
    along_with: Vec<String>,
    #[serde(default)]
    likely: bool,
    yes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenHalf {
    fact: WrittenFact,
    #[serde(default)]
    kinds: Vec<WrittenKind>,
    say: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    except_before: Vec<String>,
    because: String,
    yes: Vec<String>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum WrittenFact {
    Caller,
    Method,
    Trigger,
    Failure,
}

impl From<WrittenFact> for Fact {
    fn from(fact: WrittenFact) -> Fact {
        match fact {
            WrittenFact::Caller => Fact::Caller,
            WrittenFact::Method => Fact::Method,
            WrittenFact::Trigger => Fact::Trigger,
            WrittenFact::Failure => Fact::Failure,
        }
    }
}

#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum WrittenKind {
    Webhook,
    Redirect,
}

impl From<WrittenKind> for Kind {
    fn from(kind: WrittenKind) -> Kind {
        match kind {
            WrittenKind::Webhook => Kind::Webhook,
            WrittenKind::Redirect => Kind::Redirect,
        }
    }
}

impl Phrases {
    /// Parses and compiles a language's file; `path` is only for messages.
    pub fn parse(path: &str, text: &str) -> Result<Self, RuleMistake> {
        let written: Written = serde_yaml::from_str(text).map_err(|error| RuleMistake::of_form(path, &error))?;
        let lists = Vocabulary { verbs: written.verbs, lists: written.lists }.lists();
        let spacing = match (written.language.as_str(), written.blanks) {
            ("en", _) => Spacing::Ascii,
            (_, true) => Spacing::Words,
            (_, false) => Spacing::None,
        };
        let mut gate = GateBuilder::spaced(spacing);
        let mut of_fact: [Vec<Phrase>; 4] = Default::default();
        let mut promises = Vec::new();
        let facts = written.facts;
        let facts = [facts.caller, facts.method, facts.trigger, facts.failure];
        for (fact, phrases) in Fact::ALL.into_iter().zip(facts) {
            for phrase in phrases.phrases {
                let kinds: Vec<Kind> = phrase.kinds.iter().map(|&kind| kind.into()).collect();
                let kind = kinds.first().copied().unwrap_or(Kind::Webhook);
                promises.extend(phrase.yes.into_iter().map(|sentence| Promise { fact, kind, sentence, stated: true }));
                let wording = WrittenWording {
                    say: phrase.say,
                    except: phrase.except,
                    except_before: phrase.except_before,
                    except_anywhere: phrase.except_anywhere,
                    along_with: phrase.along_with,
                };
                let wording = Wording::new(&wording, &lists, &mut gate)
                    .map_err(|mistake| RuleMistake::of_pattern(path, text, mistake))?;
                let confidence = if phrase.likely { Confidence::Likely } else { Confidence::Certain };
                of_fact[fact as usize].push(Phrase { kinds, wording, confidence });
            }
            for (kind, sentences) in phrases.no {
                let kind = Kind::from(kind);
                promises.extend(sentences.into_iter().map(|sentence| Promise { fact, kind, sentence, stated: false }));
            }
        }
        let mut cues = Vec::new();
        for cue in written.cues {
            let cue = Signal::new(cue, &lists, &mut gate);
            cues.push(cue.map_err(|mistake| RuleMistake::of_pattern(path, text, mistake))?);
        }
        let mut half_facts = Vec::new();
        for half in written.half_facts {
            let wording = WrittenWording {
                say: half.say,
                except: half.except,
                except_before: half.except_before,
                ..WrittenWording::default()
            };
            let wording = Wording::new(&wording, &lists, &mut gate)
                .map_err(|mistake| RuleMistake::of_pattern(path, text, mistake))?;
            let kinds = half.kinds.iter().map(|&kind| kind.into()).collect();
            half_facts.push(HalfPhrase {
                fact: half.fact.into(),
                kinds,
                wording,
                because: half.because,
                yes: half.yes,
            });
        }
        let grammar = Grammar::new(&written.not_names, &written.not_heads, &written.not_modifiers);
        Ok(Phrases { of_fact, half_facts, cues, grammar, gate: gate.build(), promises, sentences: written.sentences })
    }

    /// The phrases of a fact, in the order of the file.
    pub fn of(&self, fact: Fact) -> &[Phrase] {
        &self.of_fact[fact as usize]
    }
}

impl Phrase {
    /// Whether it holds for fields of a kind; where the kind is unknown, every phrase does.
    pub fn fits(&self, kind: Kind) -> bool {
        fits(&self.kinds, kind)
    }
}

impl HalfPhrase {
    /// Whether it holds for fields of a kind; where the kind is unknown, every phrase does.
    pub fn fits(&self, kind: Kind) -> bool {
        fits(&self.kinds, kind)
    }
}

fn fits(kinds: &[Kind], kind: Kind) -> bool {
    kinds.is_empty() || kind == Kind::Unknown || kinds.contains(&kind)
}
