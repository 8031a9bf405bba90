//! What whocalls knows: the embedded rule data, parsed and compiled.

pub mod checks;
pub mod embedded;
pub mod mistake;
pub mod pattern;
pub mod phrases;
pub mod sentences;
pub mod signals;
pub mod vocabulary;
pub mod wording;

use mistake::RuleMistake;
use phrases::Phrases;
use signals::NameSignals;
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
        })
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

    /// The signals in names.
    pub fn names(&self) -> &NameSignals {
        &self.names
    }
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
