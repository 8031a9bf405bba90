//! Rule data as a run uses it: patterns as code, with what tells in one scan which of them a text can hold.
//!
//! The build script makes it of the files in `rules/`, so that a run has nothing to do before its first search; of what a
//! house adds it is made anew. That is why nothing below this file uses anything but what is below it.

// The build script has this file by its path, and looks beside it for files that have none.
#[path = "compiled/code.rs"]
pub mod code;
#[path = "compiled/compile.rs"]
pub mod compile;
#[path = "compiled/expression.rs"]
pub mod expression;
#[path = "compiled/firsts.rs"]
mod firsts;
#[path = "compiled/lists.rs"]
mod lists;
#[path = "compiled/literals.rs"]
mod literals;
#[path = "compiled/numbers.rs"]
mod numbers;
#[path = "compiled/sentences.rs"]
pub mod sentences;
#[path = "compiled/stems.rs"]
pub mod stems;
#[path = "compiled/syntax.rs"]
mod syntax;
#[path = "compiled/trie.rs"]
mod trie;
#[path = "compiled/vocabulary.rs"]
pub mod vocabulary;
#[path = "compiled/written.rs"]
pub mod written;

use code::Row;
use firsts::Firsts;
use numbers::{Groups, Numbers, Words};
use sentences::Sentences;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;
use stems::Stems;
use trie::Trie;
use written::{WrittenFact, WrittenSetting};

/// How words stand beside each other in a language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spacing {
    /// Blanks between words, letters of ASCII: the fastest.
    #[default]
    Ascii,
    /// Blanks between words, letters of any script.
    Words,
    /// No blanks, as in Japanese and Chinese: a blank in a pattern only separates its items. A match may begin and end
    /// anywhere but inside a word of Latin letters.
    None,
}

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// `<name>` is neither a list of the vocabulary nor built in.
    #[error("unknown list `<{name}>`; known are {}", known.join(", "))]
    UnknownList {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A bracket, a choice or a suffix is not where it can be.
    #[error("{what} in `{pattern}`")]
    Malformed {
        /// What is wrong with it.
        what: &'static str,
        /// The pattern as written.
        pattern: String,
    },
    /// Lists that name each other in a circle, or a pattern too large to compile.
    #[error("`{pattern}` is too large or names itself")]
    TooLarge {
        /// The pattern as written.
        pattern: String,
    },
}

/// All patterns of a rule file, and the lists that they name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table<'a> {
    /// How words stand beside each other.
    pub spacing: Spacing,
    /// The code of all rows, one behind the other: first the patterns, then the branches of lists.
    #[serde(borrow)]
    code: Cow<'a, str>,
    #[serde(borrow)]
    starts: Numbers<'a, 3>,
    /// For each row which set of bytes it may begin with: its place in `sets` and one more; zero where it may be any.
    #[serde(borrow)]
    firsts: Numbers<'a, 2>,
    #[serde(borrow)]
    sets: Cow<'a, [u8]>,
    /// The first branch of each list; the branches stand in the order in which they are tried.
    #[serde(borrow)]
    lists: Numbers<'a, 2>,
    /// The literals that tell which patterns a text can hold,
    #[serde(borrow)]
    trie: Trie<'a>,
    /// for each literal the sets that it is in,
    #[serde(borrow)]
    sets_of_literal: Groups<'a>,
    /// for each of those sets the patterns that cannot be where none of the set is, and, as the last of these, the patterns
    /// that every text can hold,
    #[serde(borrow)]
    rows_of_set: Groups<'a>,
    ungated: usize,
    /// and for each pattern the other sets of each of which there is one wherever it is.
    #[serde(borrow)]
    others_of_row: Groups<'a>,
}

/// Which sets of literals a text holds, and which patterns it may hold by the most telling set of each.
#[derive(Clone, Debug)]
pub struct Held {
    sets: Vec<bool>,
    rows: Vec<u64>,
}

/// One thing to say, in all the ways to say it, with the exceptions: ranges of rows, each up to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    starts: [u16; 6],
}

/// One signal and what it weighs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Signal<'a> {
    /// The words that are the signal.
    pub wording: Wording,
    /// Only for fields whose name says one of these; for all where there is none.
    pub if_name: Option<Wording>,
    /// The sorts of place that it tells something of; all where there is none.
    pub only_in: Vec<WrittenSetting>,
    /// What it weighs for this being a callback URL field at all.
    pub callback: i32,
    /// What it weighs for a webhook,
    pub webhook: i32,
    /// and for a redirect.
    pub redirect: i32,
    /// Whether it says that somebody is sent there afterwards, so that the URL is registered and not handed out.
    pub registered: bool,
    /// Whether it says that the URL is shown for the reader to copy it elsewhere, so that it is hardly one that the reader gives.
    pub copied: bool,
    /// The reason as `explain` gives it.
    #[serde(borrow)]
    pub because: Cow<'a, str>,
}

/// One way to state a fact.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Phrase {
    /// The kinds that it holds for.
    pub kinds: Kinds,
    /// The words that state it.
    pub wording: Wording,
    /// Whether the evidence is only likely.
    pub likely: bool,
}

/// Words that come near a fact without stating it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HalfPhrase<'a> {
    /// The fact that they come near to.
    pub near: WrittenFact,
    /// The kinds that they hold for.
    pub kinds: Kinds,
    /// The words.
    pub wording: Wording,
    /// What they lack, as the end of a sentence whose subject they are.
    #[serde(borrow)]
    pub because: Cow<'a, str>,
}

/// Kinds of field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kinds {
    /// Whether webhooks are among them,
    pub webhook: bool,
    /// and whether redirects are.
    pub redirect: bool,
}

/// What patterns cannot say of a language: which capitalised words are no names, which words are no modifiers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Grammar<'a> {
    /// Lower-case words that are written large at the start of a sentence and are no name.
    #[serde(borrow)]
    pub not_names: Words<'a>,
    /// Lower-case nouns that are no party even behind a name.
    #[serde(borrow)]
    pub not_heads: Words<'a>,
    /// Lower-case words that do not stand between an article and its noun.
    #[serde(borrow)]
    pub not_modifiers: Words<'a>,
}

/// What the words of a language say.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PhraseData<'a> {
    /// The patterns.
    #[serde(borrow)]
    pub table: Table<'a>,
    /// The phrases of each fact, in the order of the files.
    pub of_fact: [Vec<Phrase>; 4],
    /// Words that come near a fact without stating it.
    #[serde(borrow)]
    pub half_facts: Vec<HalfPhrase<'a>>,
    /// What the words beside a name tell of it.
    #[serde(borrow)]
    pub cues: Vec<Signal<'a>>,
    /// What patterns cannot say of the language.
    #[serde(borrow)]
    pub grammar: Grammar<'a>,
    /// What to write beside a field; none where nobody has worded it in this language.
    pub sentences: Option<Sentences>,
}

/// What names say.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NameData<'a> {
    /// The patterns.
    #[serde(borrow)]
    pub table: Table<'a>,
    /// From this sum on a place certainly is a callback URL field,
    pub certain: i32,
    /// from this sum on it likely is.
    pub likely: i32,
    /// Signals in the field's own name.
    #[serde(borrow)]
    pub name: Vec<Signal<'a>>,
    /// Signals in the names of what encloses it.
    #[serde(borrow)]
    pub owner: Vec<Signal<'a>>,
    /// Signals in the names of what stands beside it.
    #[serde(borrow)]
    pub sibling: Vec<Signal<'a>>,
    /// Names whose value is a URL whatever else is said,
    pub url_names: Wording,
    /// words for a URL,
    pub url_words: Wording,
    /// names that say no more than URL,
    pub plain_urls: Wording,
    /// first words of a description that say so,
    pub url_prose: Wording,
    /// and names that, where only a response has them, are links for the reader to follow.
    pub handed_out: Wording,
    /// What a name has to hold for a place to be looked at,
    #[serde(borrow)]
    pub stems_of_names: Stems<'a>,
    /// or else the words beside it.
    #[serde(borrow)]
    pub stems_of_prose: Stems<'a>,
}

impl Table<'_> {
    /// A row, by its number.
    pub fn row(&self, number: usize) -> Row<'_> {
        Row::of(&self.code[self.starts.between(number)])
    }

    /// The rows that are the branches of a list, in the order in which they are tried.
    pub fn branches(&self, list: usize) -> Range<usize> {
        self.lists.between(list)
    }

    /// How many patterns there are; the rows of lists come behind them.
    pub fn patterns(&self) -> usize {
        self.lists.at(0)
    }

    /// How many lists there are.
    pub fn lists(&self) -> usize {
        self.lists.len() - 1
    }

    /// The bytes that a match of a row may begin with; none where it may be any.
    pub fn firsts(&self, row: usize) -> Option<&[u8]> {
        let set = self.firsts.at(row).checked_sub(1)?;
        let size = size_of::<Firsts>();
        Some(&self.sets[set * size..(set + 1) * size])
    }

    /// What a text holds.
    pub fn scan(&self, text: &str) -> Held {
        let mut sets = vec![false; self.ungated];
        let mut rows = vec![0; self.patterns().div_ceil(64)];
        let mut may_hold = |row: usize| rows[row / 64] |= 1 << (row % 64);
        self.trie.scan(text.as_bytes(), |literal| {
            for set in self.sets_of_literal.of_one(literal) {
                if !std::mem::replace(&mut sets[set], true) {
                    self.rows_of_set.of_one(set).for_each(&mut may_hold);
                }
            }
        });
        self.rows_of_set.of_one(self.ungated).for_each(may_hold);
        Held { sets, rows }
    }

    /// Those of some patterns that a text can hold.
    pub fn among(&self, patterns: Range<usize>, held: &Held) -> impl Iterator<Item = usize> {
        let mut next = patterns.start;
        let may_hold = std::iter::from_fn(move || {
            while next < patterns.end {
                // What is left of this word of bits is looked at together.
                let left = held.rows[next / 64] >> (next % 64);
                if left & 1 != 0 {
                    next += 1;
                    return Some(next - 1);
                }
                next += if left == 0 { 64 - next % 64 } else { left.trailing_zeros() as usize };
            }
            None
        });
        may_hold.filter(|&row| self.others_of_row.of_one(row).all(|set| held.sets[set]))
    }
}

impl Wording {
    /// Any of these says it,
    pub fn say(self) -> Range<usize> {
        self.part(0)
    }

    /// but not where one of these begins at the same place,
    pub fn except(self) -> Range<usize> {
        self.part(1)
    }

    /// nor where one of these ends right before it,
    pub fn except_before(self) -> Range<usize> {
        self.part(2)
    }

    /// nor where the sentence holds one of these anywhere,
    pub fn except_anywhere(self) -> Range<usize> {
        self.part(3)
    }

    /// nor, if there are any, where the sentence holds none of these.
    pub fn along_with(self) -> Range<usize> {
        self.part(4)
    }

    /// All its patterns.
    pub fn all(self) -> Range<usize> {
        usize::from(self.starts[0])..usize::from(self.starts[5])
    }

    fn part(self, part: usize) -> Range<usize> {
        usize::from(self.starts[part])..usize::from(self.starts[part + 1])
    }
}
