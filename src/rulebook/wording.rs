//! One thing to say, in all the ways to say it, with the exceptions: what phrases and signals have in common.

use super::compiled::compile::Source;
use super::compiled::{self, PatternError, Table};
pub use super::compiled::{Grammar, Wording};
use super::pattern::{GroupKind, Pattern, Patterns};
use std::ops::Range;

/// The patterns of a rule file behind one scan that tells which of them a text can hold at all.
#[derive(Debug)]
pub struct Gate {
    patterns: Patterns,
}

/// Which patterns a text can hold.
#[derive(Clone, Debug)]
pub struct Held<'g> {
    patterns: &'g Patterns,
    held: compiled::Held,
}

impl Gate {
    /// The patterns of a table.
    pub fn new(table: Table<'static>) -> Self {
        Gate { patterns: Patterns::new(table) }
    }

    /// Which patterns a text can hold.
    pub fn scan(&self, words: &str) -> Held<'_> {
        Held { patterns: &self.patterns, held: self.patterns.scan(words) }
    }

    /// The patterns.
    pub fn patterns(&self) -> &Patterns {
        &self.patterns
    }

    /// Holds the patterns of all but the first `embedded` files to be of a size that can be built; an error comes with the
    /// pattern that it is about.
    pub fn check_added(&self, sources: &[Source], embedded: usize) -> Result<(), (Source, PatternError)> {
        let added = sources.iter().enumerate().filter(|(_, source)| source.file >= embedded);
        match { added }.find(|&(number, _)| !self.patterns.at(number).can_be_built()) {
            Some((_, source)) => Err((source.clone(), PatternError::TooLarge { pattern: source.pattern.clone() })),
            None => Ok(()),
        }
    }
}

impl Wording {
    /// Where a sentence says it, exceptions considered; `held` are the patterns that the sentence can hold.
    pub fn find(&self, words: &str, held: &Held, grammar: &Grammar) -> Option<Range<usize>> {
        self.find_where("", words, held, grammar)
    }

    /// The same where some words go without saying: what has to stand along with it may be among them.
    pub fn find_where(&self, unsaid: &str, words: &str, held: &Held, grammar: &Grammar) -> Option<Range<usize>> {
        let patterns = held.patterns;
        let mut can_hold = patterns.among(self.say(), &held.held);
        can_hold.find_map(|pattern| self.find_one(pattern, unsaid, words, patterns, grammar))
    }

    /// Whether a sentence that can hold these patterns may say it at all.
    pub fn may_be_in(&self, held: &Held) -> bool {
        held.patterns.among(self.say(), &held.held).next().is_some()
    }

    fn find_one(
        &self,
        pattern: Pattern,
        unsaid: &str,
        words: &str,
        patterns: &Patterns,
        grammar: &Grammar,
    ) -> Option<Range<usize>> {
        let mut from = 0;
        loop {
            let found = pattern.find_at(words, from)?;
            let fits = found.groups.iter().all(|(kind, range)| match kind {
                GroupKind::Name => grammar.is_name(&words[range.clone()]),
                GroupKind::Modifiers => grammar.are_modifiers(&words[range.clone()]),
            });
            if fits && !self.is_excepted(unsaid, words, found.range.clone(), patterns) {
                return Some(found.range);
            }
            // Another reading may begin at the next word.
            from = pattern.next_start(words, found.range.start)?;
        }
    }

    fn is_excepted(&self, unsaid: &str, words: &str, found: Range<usize>, patterns: &Patterns) -> bool {
        let before = words[..found.start].trim_end();
        let any = |mut of: Range<usize>, is: &dyn Fn(Pattern) -> bool| of.any(|number| is(patterns.at(number)));
        let held = |pattern: Pattern| pattern.find_at(words, 0).is_some();
        let is_along = |pattern: Pattern| held(pattern) || pattern.find_at(unsaid, 0).is_some();
        any(self.except(), &|pattern| pattern.begins_at(words, found.start))
            || any(self.except_before(), &|pattern| pattern.ends(before))
            || any(self.except_anywhere(), &held)
            || !(self.along_with().is_empty() || any(self.along_with(), &is_along))
    }
}

impl Grammar<'_> {
    /// Whether capitalised words are a name, and not the opening of a sentence or a thing that is written large.
    ///
    /// Openings before the name do not count: of "When Acme" only "Acme" is asked about. Of several words that are left, only
    /// the last must not be a thing ("Peach Payments" is a name, "Peach Webhooks" is none).
    pub fn is_name(&self, words: &str) -> bool {
        let words: Vec<String> = words.split(' ').map(|word| word.trim_end_matches("'s").to_lowercase()).collect();
        if words.iter().any(|word| word == "your" || word == "my") {
            return false;
        }
        // A placeholder for a method is no party: "{method} requests".
        if words.iter().any(|word| word.starts_with('{') && word.contains("method")) {
            return false;
        }
        let opening = words.iter().take_while(|word| self.not_names.contains(word)).count();
        match &words[opening..] {
            [] => false,
            [only] => !self.not_heads.contains(only),
            [.., last] => !self.not_heads.contains(last),
        }
    }

    /// Whether words between an article and a noun can be its modifiers.
    fn are_modifiers(&self, words: &str) -> bool {
        words.split(' ').all(|word| !self.not_modifiers.contains(&word.to_lowercase()))
    }
}
