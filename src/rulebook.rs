//! What whocalls knows: the embedded rule data, parsed and compiled.

pub mod checks;
pub mod embedded;
pub mod mistake;
pub mod pattern;
pub mod phrases;
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

    /// The phrases that state facts and the cues that tell what a field is.
    pub fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    /// The signals in names.
    pub fn names(&self) -> &NameSignals {
        &self.names
    }
}
