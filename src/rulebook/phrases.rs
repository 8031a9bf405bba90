//! What a language's words say: the phrases that state facts, and the cues that tell what a field is.

use super::compiled::written::{WrittenFact, WrittenKind, WrittenPhrases};
use super::compiled::{HalfPhrase, Kinds, Phrase, PhraseData, compile};
use super::embedded;
use super::mistake::RuleMistake;
use super::sentences::Sentences;
use super::signals::Signal;
use super::wording::{Gate, Grammar};
use crate::field::{Confidence, Fact, Kind};

/// The phrases of one language, compiled.
#[derive(Debug)]
pub struct Phrases {
    of_fact: [Vec<Phrase>; 4],
    /// Words that come near a fact without stating it.
    pub half_facts: Vec<HalfPhrase<'static>>,
    /// What the words beside a name tell of it.
    pub cues: Vec<Signal<'static>>,
    /// What patterns cannot say of the language.
    pub grammar: Grammar<'static>,
    /// One scan for all of them.
    pub gate: Gate,
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

impl From<WrittenKind> for Kind {
    fn from(kind: WrittenKind) -> Kind {
        match kind {
            WrittenKind::Webhook => Kind::Webhook,
            WrittenKind::Redirect => Kind::Redirect,
        }
    }
}

/// The lists that patterns of a language may name, and how its words stand beside each other, from the files about it.
pub fn vocabulary(files: &[(&str, &str)]) -> Result<compile::Language, RuleMistake> {
    let read = files.iter().map(|(path, text)| embedded::read(path, text));
    Ok(compile::language(&read.collect::<Result<Vec<WrittenPhrases>, _>>()?))
}

/// The language that a file of phrases is about.
pub fn language_of(path: &str, text: &str) -> Result<String, RuleMistake> {
    let written: WrittenPhrases = serde_yaml::from_str(text).map_err(|error| RuleMistake::of_form(path, &error))?;
    Ok(written.language)
}

/// The sentences of a file of phrases, of which it says whether they state a fact.
pub fn promises(path: &str, text: &str) -> Result<Vec<Promise>, RuleMistake> {
    let written: WrittenPhrases = embedded::read(path, text)?;
    let facts = written.facts;
    let facts = [facts.caller, facts.method, facts.trigger, facts.failure];
    let mut promises = Vec::new();
    for (fact, of_fact) in Fact::ALL.into_iter().zip(facts) {
        for phrase in of_fact.phrases {
            let kind = phrase.kinds.first().map_or(Kind::Webhook, |&kind| kind.into());
            let promised = |sentence| Promise { fact, kind, sentence, stated: true };
            promises.extend(phrase.yes.into_iter().map(promised));
        }
        for (kind, sentences) in of_fact.no {
            let promised = |sentence| Promise { fact, kind: kind.into(), sentence, stated: false };
            promises.extend(sentences.into_iter().map(promised));
        }
    }
    Ok(promises)
}

impl Phrases {
    /// Phrases as they were compiled.
    pub fn of_data(data: PhraseData<'static>) -> Self {
        let PhraseData { table, of_fact, half_facts, cues, grammar, sentences } = data;
        Phrases { of_fact, half_facts, cues, grammar, gate: Gate::new(table), sentences }
    }

    /// Parses and compiles a language's file; `path` is only for messages.
    pub fn parse(path: &str, text: &str) -> Result<Self, RuleMistake> {
        Phrases::parse_all(&[(path, text)], 1)
    }

    /// The same of several files about one language, each of which adds to those before it; lists of one name are joined.
    ///
    /// The expressions of all but the first `embedded` files are built once, so that one that is too large is told now.
    pub fn parse_all(files: &[(&str, &str)], embedded: usize) -> Result<Self, RuleMistake> {
        let read = files.iter().map(|(path, text)| embedded::read(path, text));
        let written: Vec<WrittenPhrases> = read.collect::<Result<_, _>>()?;
        let mistake = |mistake| RuleMistake::of_pattern(files, mistake);
        let compiled = compile::phrases(&written).map_err(mistake)?;
        let phrases = Phrases::of_data(compiled.data);
        phrases.gate.check_added(&compiled.sources, embedded).map_err(mistake)?;
        Ok(phrases)
    }

    /// The phrases of a fact, in the order of the file.
    pub fn of(&self, fact: Fact) -> &[Phrase] {
        &self.of_fact[fact as usize]
    }
}

impl Phrase {
    /// Whether it holds for fields of a kind; where the kind is unknown, every phrase does.
    pub fn fits(&self, kind: Kind) -> bool {
        self.kinds.have(kind)
    }

    /// How sure the evidence is.
    pub fn confidence(&self) -> Confidence {
        if self.likely { Confidence::Likely } else { Confidence::Certain }
    }
}

impl HalfPhrase<'_> {
    /// The fact that they come near to.
    pub fn fact(&self) -> Fact {
        self.near.into()
    }

    /// Whether it holds for fields of a kind; where the kind is unknown, every phrase does.
    pub fn fits(&self, kind: Kind) -> bool {
        self.kinds.have(kind)
    }
}

impl Kinds {
    fn have(self, kind: Kind) -> bool {
        match kind {
            Kind::Webhook => self.webhook,
            Kind::Redirect => self.redirect,
            Kind::Unknown => true,
        }
    }
}
