//! What whocalls knows: the embedded rule data, parsed and compiled.

pub mod checks;
pub mod embedded;
pub mod mistake;
pub mod pattern;
pub mod phrases;
pub mod sentences;
pub mod signals;
pub mod topics;
pub mod vocabulary;
pub mod wording;

use mistake::RuleMistake;
use phrases::{Phrases, Promise};
use signals::NameSignals;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The English phrases as they are embedded.
pub const PHRASES: &str = include_str!("../rules/phrases/en.yaml");

/// The signals in names as they are embedded.
pub const FIELDS: &str = include_str!("../rules/fields.yaml");

/// The language that words are taken to be in where nothing says otherwise.
pub const SOURCE_LANGUAGE: &str = "en";

/// All rule data of one run.
#[derive(Debug)]
pub struct Rulebook {
    phrases: Phrases,
    names: NameSignals,
    /// Phrases of languages other than English, where a house adds some.
    own: BTreeMap<String, Phrases>,
}

/// A file of rule data that a house adds to what is built in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// Its name, for messages.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Rulebook {
    /// The rule data that is part of the program, compiled on first use.
    pub fn built_in() -> &'static Rulebook {
        static BUILT_IN: OnceLock<Rulebook> = OnceLock::new();
        BUILT_IN.get_or_init(|| match Rulebook::embedded() {
            Ok(rulebook) => rulebook,
            Err(mistake) => panic!("the embedded rule data is held by a test: {mistake}"),
        })
    }

    fn embedded() -> Result<Rulebook, RuleMistake> {
        Rulebook::parse(PHRASES, FIELDS)
    }

    /// Rule data from the texts of a phrase file and of a file of signals in names.
    pub fn parse(phrases: &str, fields: &str) -> Result<Rulebook, RuleMistake> {
        Ok(Rulebook {
            phrases: Phrases::parse("rules/phrases/en.yaml", phrases)?,
            names: NameSignals::parse("rules/fields.yaml", fields)?,
            own: BTreeMap::new(),
        })
    }

    /// The embedded rule data with what a house adds to it: files of signals in names, and of phrases.
    ///
    /// Every added pattern is built, so that a mistake in one is told now and not while a document is read.
    pub fn with(names: &[Addition], phrases: &[Addition]) -> Result<Rulebook, RuleMistake> {
        let mut of_language: BTreeMap<String, Vec<&Addition>> = BTreeMap::new();
        for addition in phrases {
            let language = primary(&phrases::language_of(&addition.path, &addition.text)?);
            of_language.entry(language).or_default().push(addition);
        }
        let english = of_language.remove(SOURCE_LANGUAGE).unwrap_or_default();
        let mut own = BTreeMap::new();
        for (language, additions) in of_language {
            let embedded = translations().iter().find(|(known, _, _)| *known == language);
            own.insert(language, compiled(embedded.map(|(_, text, _)| *text), &additions)?);
        }
        let names: Vec<(&str, &str)> = names.iter().map(|added| (added.path.as_str(), added.text.as_str())).collect();
        let names = NameSignals::parse_all(("rules/fields.yaml", FIELDS), &names)?;
        Ok(Rulebook { phrases: compiled(Some(PHRASES), &english)?, names, own })
    }

    /// The English phrases that state facts, and the cues that tell what a field is.
    pub fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    /// The phrases of a language, given as in `de`, `de-DE` or `de_DE`; none where no rule file speaks it.
    ///
    /// They are compiled on first use, so that a run pays only for the languages that it meets.
    pub fn phrases_in(&self, language: &str) -> Option<&Phrases> {
        let language = primary(language);
        if language == SOURCE_LANGUAGE {
            return Some(&self.phrases);
        }
        if let Some(own) = self.own.get(&language) {
            return Some(own);
        }
        let (_, text, compiled) = translations().iter().find(|(known, _, _)| *known == language)?;
        Some(compiled.get_or_init(|| match Phrases::parse(&format!("rules/phrases/{language}.yaml"), text) {
            Ok(phrases) => phrases,
            Err(mistake) => panic!("the embedded rule data is held by a test: {mistake}"),
        }))
    }

    /// The languages that rule files speak, English first.
    pub fn languages() -> Vec<&'static str> {
        std::iter::once(SOURCE_LANGUAGE).chain(translations().iter().map(|(language, _, _)| *language)).collect()
    }

    /// The languages that it speaks, those that a house adds among them.
    pub fn spoken(&self) -> Vec<&str> {
        let known = Rulebook::languages();
        let own = self.own.keys().map(String::as_str).filter(|language| !known.contains(language));
        known.iter().copied().chain(own).collect()
    }

    /// Sentences of which what a house adds says whether they state a fact, with the phrases of their language.
    pub fn added_promises(&self) -> impl Iterator<Item = (&Phrases, &Promise)> {
        let all = std::iter::once(&self.phrases).chain(self.own.values());
        all.flat_map(|phrases| phrases.promises.iter().map(move |promise| (phrases, promise)))
            .filter(|(_, promise)| promise.added)
    }

    /// The signals in names.
    pub fn names(&self) -> &NameSignals {
        &self.names
    }
}

/// The embedded phrases of a language, if there are any, with what is added to them.
fn compiled(embedded: Option<&'static str>, additions: &[&Addition]) -> Result<Phrases, RuleMistake> {
    let own = additions.iter().map(|added| (added.path.as_str(), added.text.as_str()));
    let files: Vec<(&str, &str)> = embedded.map(|text| ("rules/phrases", text)).into_iter().chain(own).collect();
    Phrases::parse_all(&files, usize::from(embedded.is_some()))
}

/// A language other than English, the text of its rule file, and its phrases once they were asked for.
type Translation = (&'static str, &'static str, OnceLock<Phrases>);

fn translations() -> &'static [Translation] {
    static TRANSLATIONS: OnceLock<Vec<Translation>> = OnceLock::new();
    TRANSLATIONS.get_or_init(|| {
        let files = embedded::files_in("phrases").map(|(path, text)| {
            let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".yaml");
            (name, text, OnceLock::new())
        });
        files.filter(|(language, _, _)| *language != SOURCE_LANGUAGE).collect()
    })
}

/// The language of a tag without its region and script, in lower case.
pub fn primary(language: &str) -> String {
    language.split(['-', '_', '.', '@']).next().unwrap_or_default().to_ascii_lowercase()
}
