//! What a language's words say: the phrases that state facts, and the cues that tell what a field is.

use super::embedded;
use super::mistake::RuleMistake;
use super::pattern::{Lists, Pattern, PatternError, Spacing};
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
    lists: Lists,
    spacing: Spacing,
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
    /// Whether a house says so, and not the embedded rule data.
    pub added: bool,
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
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a mapping with `language` and `facts`")]
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
    #[serde(default)]
    facts: WrittenFacts,
}

fn yes() -> bool {
    true
}

/// A file that adds to another need not speak of every fact; tests hold the embedded ones to it.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenFacts {
    caller: WrittenPhrases,
    method: WrittenPhrases,
    trigger: WrittenPhrases,
    failure: WrittenPhrases,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
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

/// The language that a file of phrases is about.
pub fn language_of(path: &str, text: &str) -> Result<String, RuleMistake> {
    let written: Written = serde_yaml::from_str(text).map_err(|error| RuleMistake::of_form(path, &error))?;
    Ok(written.language)
}

impl Phrases {
    /// Parses and compiles a language's file; `path` is only for messages.
    pub fn parse(path: &str, text: &str) -> Result<Self, RuleMistake> {
        Phrases::parse_all(&[(path, text)], 1)
    }

    /// The same of several files about one language, each of which adds to those before it; lists of one name are joined.
    ///
    /// The patterns of the first `embedded` files are built when they are first needed, those of the others at once.
    pub fn parse_all(files: &[(&str, &str)], embedded: usize) -> Result<Self, RuleMistake> {
        let mut all: Vec<Written> = Vec::new();
        for (path, text) in files {
            all.push(embedded::read(path, text)?);
        }
        let mut vocabulary = Vocabulary::default();
        let mut sentences = None;
        let (mut not_names, mut not_heads, mut not_modifiers) = (Vec::new(), Vec::new(), Vec::new());
        for written in &mut all {
            vocabulary.add(std::mem::take(&mut written.verbs), std::mem::take(&mut written.lists));
            sentences = written.sentences.take().or(sentences);
            not_names.append(&mut written.not_names);
            not_heads.append(&mut written.not_heads);
            not_modifiers.append(&mut written.not_modifiers);
        }
        let lists = vocabulary.lists();
        let spacing = match all.first().map(|written| (written.language.as_str(), written.blanks)) {
            None | Some(("en", _)) => Spacing::Ascii,
            Some((_, true)) => Spacing::Words,
            Some((_, false)) => Spacing::None,
        };
        let mut gate = GateBuilder::spaced(spacing);
        let mut phrases = Compiled::default();
        for (number, (written, &(path, text))) in all.into_iter().zip(files).enumerate() {
            let compiled = phrases.add(number >= embedded, written, &lists, &mut gate);
            compiled.map_err(|mistake| RuleMistake::of_pattern(path, text, mistake))?;
        }
        let Compiled { of_fact, half_facts, cues, promises } = phrases;
        let grammar = Grammar::new(&not_names, &not_heads, &not_modifiers);
        Ok(Phrases { of_fact, half_facts, cues, grammar, gate: gate.build(), promises, sentences, lists, spacing })
    }

    /// The lists that patterns of the language may name.
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// How words stand beside each other in it.
    pub fn spacing(&self) -> Spacing {
        self.spacing
    }

    /// All patterns of the language.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let facts = self.of_fact.iter().flatten().map(|phrase| &phrase.wording);
        let halves = self.half_facts.iter().map(|half| &half.wording);
        let cues = self.cues.iter().map(|cue| &cue.wording);
        facts.chain(halves).chain(cues).flat_map(Wording::patterns)
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

/// What the files say that were compiled so far.
#[derive(Default)]
struct Compiled {
    of_fact: [Vec<Phrase>; 4],
    half_facts: Vec<HalfPhrase>,
    cues: Vec<Signal>,
    promises: Vec<Promise>,
}

impl Compiled {
    fn add(
        &mut self,
        added: bool,
        written: Written,
        lists: &Lists,
        gate: &mut GateBuilder,
    ) -> Result<(), (String, PatternError)> {
        let facts = written.facts;
        let facts = [facts.caller, facts.method, facts.trigger, facts.failure];
        for (fact, phrases) in Fact::ALL.into_iter().zip(facts) {
            for phrase in phrases.phrases {
                let kinds: Vec<Kind> = phrase.kinds.iter().map(|&kind| kind.into()).collect();
                let kind = kinds.first().copied().unwrap_or(Kind::Webhook);
                let promised = |sentence| Promise { fact, kind, sentence, stated: true, added };
                self.promises.extend(phrase.yes.into_iter().map(promised));
                let wording = WrittenWording {
                    say: phrase.say,
                    except: phrase.except,
                    except_before: phrase.except_before,
                    except_anywhere: phrase.except_anywhere,
                    along_with: phrase.along_with,
                };
                let wording = Wording::new(&wording, lists, gate)?;
                let confidence = if phrase.likely { Confidence::Likely } else { Confidence::Certain };
                if added {
                    wording.build()?;
                }
                self.of_fact[fact as usize].push(Phrase { kinds, wording, confidence });
            }
            for (kind, sentences) in phrases.no {
                let kind = Kind::from(kind);
                let promised = |sentence| Promise { fact, kind, sentence, stated: false, added };
                self.promises.extend(sentences.into_iter().map(promised));
            }
        }
        for cue in written.cues {
            let cue = Signal::new(cue, lists, gate)?;
            if added {
                cue.wording.build()?;
            }
            self.cues.push(cue);
        }
        for half in written.half_facts {
            let wording = WrittenWording {
                say: half.say,
                except: half.except,
                except_before: half.except_before,
                ..WrittenWording::default()
            };
            let wording = Wording::new(&wording, lists, gate)?;
            if added {
                wording.build()?;
            }
            let kinds = half.kinds.iter().map(|&kind| kind.into()).collect();
            let (because, yes) = (half.because, half.yes);
            self.half_facts.push(HalfPhrase { fact: half.fact.into(), kinds, wording, because, yes });
        }
        Ok(())
    }
}

fn fits(kinds: &[Kind], kind: Kind) -> bool {
    kinds.is_empty() || kind == Kind::Unknown || kinds.contains(&kind)
}
