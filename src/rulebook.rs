//! What whocalls knows: the embedded rule data, parsed and compiled.

pub mod checks;
pub mod embedded;
pub mod mistake;

/// The vocabulary that recognition uses, compiled once.
pub struct Rulebook {}

impl Rulebook {
    /// The rule data that is embedded in the program.
    pub fn built_in() -> &'static Rulebook {
        &Rulebook {}
    }
}
