//! One thing to say, in all the ways to say it, with the exceptions: what phrases and signals have in common.

use super::pattern::{GroupKind, Lists, Pattern, PatternError, Spacing};
use aho_corasick::AhoCorasick;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A wording as written in a rule file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenWording {
    /// Any of these says it,
    pub say: Vec<String>,
    /// but not where one of these begins at the same place,
    #[serde(default)]
    pub except: Vec<String>,
    /// nor where one of these ends right before it,
    #[serde(default)]
    pub except_before: Vec<String>,
    /// nor where the sentence holds one of these anywhere,
    #[serde(default)]
    pub except_anywhere: Vec<String>,
    /// nor, if any are given, where the sentence holds none of these.
    #[serde(default)]
    pub along_with: Vec<String>,
}

/// A wording, compiled.
#[derive(Debug)]
pub struct Wording {
    say: Vec<GatedPattern>,
    except: Vec<Pattern>,
    except_before: Vec<Pattern>,
    except_anywhere: Vec<Pattern>,
    along_with: Vec<Pattern>,
}

/// What patterns cannot say of a language: which capitalised words are no names, which words are no modifiers.
#[derive(Clone, Debug, Default)]
pub struct Grammar {
    /// Lower-case words that are written large at the start of a sentence and are no name.
    pub not_names: HashSet<String>,
    /// Lower-case nouns that are no party even behind a name.
    pub not_heads: HashSet<String>,
    /// Lower-case words that do not stand between an article and its noun.
    pub not_modifiers: HashSet<String>,
}

/// The literals of many wordings, to be looked for in one scan.
#[derive(Debug, Default)]
pub struct GateBuilder {
    literals: Vec<String>,
    numbers: HashMap<String, usize>,
    spacing: Spacing,
}

/// One scan that tells which wordings a text can hold at all.
#[derive(Debug)]
pub struct Gate {
    scan: AhoCorasick,
    count: usize,
}

/// Which literals a text holds.
#[derive(Clone, Debug)]
pub struct Held(Vec<bool>);

#[derive(Debug)]
struct GatedPattern {
    pattern: Pattern,
    literals: Vec<usize>,
}

impl Wording {
    /// Compiles a wording and enters its literals in a gate; an error comes with the pattern that it is about.
    pub fn new(
        written: &WrittenWording,
        lists: &Lists,
        gate: &mut GateBuilder,
    ) -> Result<Self, (String, PatternError)> {
        let spacing = gate.spacing;
        let compile =
            |source: &String| Pattern::spaced(source, lists, spacing).map_err(|error| (source.clone(), error));
        // Exceptions are asked only where something was found.
        let later = |sources: &[String]| -> Vec<Pattern> {
            sources.iter().map(|source| Pattern::later(source, lists, spacing)).collect()
        };
        let mut say = Vec::new();
        for pattern in written.say.iter().map(compile) {
            let pattern = pattern?;
            let literals = pattern.anchors().iter().map(|literal| gate.number(literal)).collect();
            say.push(GatedPattern { pattern, literals });
        }
        Ok(Wording {
            say,
            except: later(&written.except),
            except_before: later(&written.except_before),
            except_anywhere: later(&written.except_anywhere),
            along_with: later(&written.along_with),
        })
    }

    /// All its patterns, exceptions included.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let said = self.say.iter().map(|gated| &gated.pattern);
        let others = [&self.except, &self.except_before, &self.except_anywhere, &self.along_with];
        said.chain(others.into_iter().flatten())
    }

    /// Builds every expression at once; an error comes with the pattern that it is about.
    pub fn build(&self) -> Result<(), (String, PatternError)> {
        self.patterns().try_for_each(|pattern| pattern.build().map_err(|error| (pattern.source().to_owned(), error)))
    }

    /// Lower-case words of which a name that says it holds at least one, written together or not.
    pub fn stems(&self) -> impl Iterator<Item = String> {
        let anchors = self.say.iter().flat_map(|gated| gated.pattern.anchors().into_owned());
        anchors.filter_map(|anchor| anchor.split(' ').max_by_key(|word| word.len()).map(str::to_owned))
    }

    /// Where a sentence says it, exceptions considered; `held` are the literals of that sentence.
    pub fn find(&self, words: &str, held: &Held, grammar: &Grammar) -> Option<Range<usize>> {
        let can_match =
            |gated: &&GatedPattern| gated.literals.is_empty() || gated.literals.iter().any(|&at| held.0[at]);
        self.say.iter().filter(can_match).find_map(|gated| self.find_one(&gated.pattern, words, grammar))
    }

    fn find_one(&self, pattern: &Pattern, words: &str, grammar: &Grammar) -> Option<Range<usize>> {
        let mut from = 0;
        loop {
            let found = pattern.find_at(words, from)?;
            let fits = found.groups.iter().all(|(kind, range)| match kind {
                GroupKind::Name => grammar.is_name(&words[range.clone()]),
                GroupKind::Modifiers => grammar.are_modifiers(&words[range.clone()]),
            });
            if fits && !self.is_excepted(words, found.range.clone()) {
                return Some(found.range);
            }
            // Another reading may begin at the next word.
            from = pattern.next_start(words, found.range.start)?;
        }
    }

    fn is_excepted(&self, words: &str, found: Range<usize>) -> bool {
        let before = words[..found.start].trim_end();
        let held = |pattern: &Pattern| pattern.find_at(words, 0).is_some();
        self.except.iter().any(|pattern| pattern.begins_at(words, found.start))
            || self.except_before.iter().any(|pattern| pattern.ends(before))
            || self.except_anywhere.iter().any(held)
            || !(self.along_with.is_empty() || self.along_with.iter().any(held))
    }
}

impl Grammar {
    /// A grammar from word lists of a rule file.
    pub fn new(not_names: &[String], not_heads: &[String], not_modifiers: &[String]) -> Self {
        let lower = |words: &[String]| words.iter().map(|word| word.to_lowercase()).collect();
        Grammar { not_names: lower(not_names), not_heads: lower(not_heads), not_modifiers: lower(not_modifiers) }
    }

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
        let opening = words.iter().take_while(|word| self.not_names.contains(*word)).count();
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

impl GateBuilder {
    /// A builder for wordings of a language with this spacing.
    pub fn spaced(spacing: Spacing) -> Self {
        GateBuilder { spacing, ..GateBuilder::default() }
    }

    fn number(&mut self, literal: &str) -> usize {
        if let Some(&known) = self.numbers.get(literal) {
            return known;
        }
        self.literals.push(literal.to_owned());
        self.numbers.insert(literal.to_owned(), self.literals.len() - 1);
        self.literals.len() - 1
    }

    /// The gate for all wordings that were compiled with this builder.
    pub fn build(self) -> Gate {
        let scan = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(&self.literals)
            .expect("rule data has far fewer literals than the automaton's bound");
        Gate { scan, count: self.literals.len() }
    }
}

impl Gate {
    /// Which literals a text holds.
    pub fn scan(&self, words: &str) -> Held {
        let mut held = vec![false; self.count];
        for found in self.scan.find_overlapping_iter(words) {
            held[found.pattern().as_usize()] = true;
        }
        Held(held)
    }
}
