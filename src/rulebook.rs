//! What whocalls knows: the embedded rule data, parsed and compiled.

pub mod checks;
pub mod compiled;
pub mod embedded;
pub mod mistake;
pub mod pattern;
pub mod phrases;
pub mod sentences;
pub mod signals;
pub mod topics;
pub mod wording;

use compiled::compile::Language;
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
    /// What a house promises of what it adds, with the language.
    promises: Vec<(String, Promise)>,
    /// The files of phrases that a house adds, with the language.
    added: Vec<(String, Addition)>,
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
    /// The rule data that is part of the program, laid out when that was built.
    pub fn built_in() -> &'static Rulebook {
        static BUILT_IN: OnceLock<Rulebook> = OnceLock::new();
        BUILT_IN.get_or_init(|| Rulebook {
            phrases: english(),
            names: signals(),
            own: BTreeMap::new(),
            promises: Vec::new(),
            added: Vec::new(),
        })
    }

    /// Rule data from the texts of a phrase file and of a file of signals in names.
    pub fn parse(phrases: &str, fields: &str) -> Result<Rulebook, RuleMistake> {
        Ok(Rulebook {
            phrases: Phrases::parse("rules/phrases/en.yaml", phrases)?,
            names: NameSignals::parse("rules/fields.yaml", fields)?,
            own: BTreeMap::new(),
            promises: Vec::new(),
            added: Vec::new(),
        })
    }

    /// The embedded rule data with what a house adds to it: files of signals in names, and of phrases.
    ///
    /// Every added pattern is built, so that a mistake in one is told now and not while a document is read.
    pub fn with(names: &[Addition], phrases: &[Addition]) -> Result<Rulebook, RuleMistake> {
        let mut of_language: BTreeMap<String, Vec<(&str, &str)>> = BTreeMap::new();
        let (mut promises, mut added) = (Vec::new(), Vec::new());
        for addition @ Addition { path, text } in phrases {
            let language = primary(&phrases::language_of(path, text)?);
            promises.extend(phrases::promises(path, text)?.into_iter().map(|promise| (language.clone(), promise)));
            added.push((language.clone(), addition.clone()));
            of_language.entry(language).or_default().push((path, text));
        }
        let mut own = BTreeMap::new();
        for (language, mut files) in of_language {
            let embedded = embedded::text_of(&format!("phrases/{language}.yaml"));
            files.splice(..0, embedded.map(|text| ("rules/phrases", text)));
            own.insert(language, Phrases::parse_all(&files, usize::from(embedded.is_some()))?);
        }
        let phrases = own.remove(SOURCE_LANGUAGE).unwrap_or_else(english);
        let names: Vec<(&str, &str)> = names.iter().map(|added| (added.path.as_str(), added.text.as_str())).collect();
        let names = match names.is_empty() {
            true => signals(),
            false => NameSignals::parse_all(("rules/fields.yaml", FIELDS), &names)?,
        };
        Ok(Rulebook { phrases, names, own, promises, added })
    }

    /// The English phrases that state facts, and the cues that tell what a field is.
    pub fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    /// The phrases of a language, given as in `de`, `de-DE` or `de_DE`; none where no rule file speaks it.
    ///
    /// They are taken up on first use, so that a run pays only for the languages that it meets.
    pub fn phrases_in(&self, language: &str) -> Option<&Phrases> {
        let language = primary(language);
        if language == SOURCE_LANGUAGE {
            return Some(&self.phrases);
        }
        if let Some(own) = self.own.get(&language) {
            return Some(own);
        }
        let (_, path, phrases) = translations().iter().find(|(known, _, _)| *known == language)?;
        Some(phrases.get_or_init(|| Phrases::of_data(embedded::compiled(path))))
    }

    /// The lists that patterns of a language may name, and how its words stand beside each other.
    pub fn vocabulary_in(&self, language: &str) -> Option<Language> {
        let language = primary(language);
        let embedded = embedded::text_of(&format!("phrases/{language}.yaml")).map(|text| ("rules/phrases", text));
        let added = self.added.iter().filter(|(of, _)| *of == language);
        let added = added.map(|(_, added)| (added.path.as_str(), added.text.as_str()));
        let files: Vec<(&str, &str)> = embedded.into_iter().chain(added).collect();
        let is_spoken = !files.is_empty();
        is_spoken.then(|| phrases::vocabulary(&files).expect("the same files were read for the phrases"))
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
        let phrases = |language: &str| self.phrases_in(language).expect("what a house adds was put there with it");
        self.promises.iter().map(move |(language, promise)| (phrases(language), promise))
    }

    /// The signals in names.
    pub fn names(&self) -> &NameSignals {
        &self.names
    }
}

fn english() -> Phrases {
    Phrases::of_data(embedded::compiled("phrases/en.yaml"))
}

fn signals() -> NameSignals {
    NameSignals::of_data(embedded::compiled("fields.yaml"))
}

/// A language other than English, the path of its rule file, and its phrases once they were asked for.
type Translation = (&'static str, &'static str, OnceLock<Phrases>);

fn translations() -> &'static [Translation] {
    static TRANSLATIONS: OnceLock<Vec<Translation>> = OnceLock::new();
    TRANSLATIONS.get_or_init(|| {
        let files = embedded::files_in("phrases").map(|(path, _)| {
            let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".yaml");
            (name, path, OnceLock::new())
        });
        files.filter(|(language, _, _)| *language != SOURCE_LANGUAGE).collect()
    })
}

/// The language of a tag without its region and script, in lower case.
pub fn primary(language: &str) -> String {
    language.split(['-', '_', '.', '@']).next().unwrap_or_default().to_ascii_lowercase()
}
