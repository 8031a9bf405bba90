//! Finds a pattern in a text by walking its items, in the order in which its expression would try them.
//!
//! A regular expression of a pattern takes a third of a millisecond to compile, and a short document holds a hint of
//! hundreds of patterns. The walk costs nothing before it begins. It goes back where it has to, which a hostile text could
//! make long: after so many steps it gives up, and the expression, which takes time in proportion to the text, decides.

use super::{GroupKind, Item, Patterns, Row, Spacing};
use crate::rulebook::compiled::code::{Rows, Word};
use std::ops::Range;

/// A match: its range, and the words in it that are to be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The bytes that match.
    pub range: Range<usize>,
    /// Words that are to be checked as a name or as modifiers.
    pub groups: Vec<(GroupKind, Range<usize>)>,
}

/// The walk was longer than it may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooLong;

/// Steps of one search; a search in real prose takes some dozens.
const STEPS: u32 = 100_000;

/// One search in one text.
pub(super) struct Matcher<'a> {
    text: &'a str,
    patterns: &'a Patterns,
    spacing: Spacing,
    steps: u32,
    end: usize,
    groups: Vec<(GroupKind, Range<usize>)>,
}

/// What is to match behind an item; whether it did is the answer.
type Next<'n, 'a> = &'n mut dyn FnMut(&mut Matcher<'a>, usize) -> bool;

/// The first match of a row from a byte on.
pub(super) fn find(
    row: Row,
    firsts: Option<&[u8]>,
    patterns: &Patterns,
    text: &str,
    from: usize,
) -> Result<Option<Found>, TooLong> {
    let spacing = patterns.table.spacing;
    let mut matcher = Matcher { text, patterns, spacing, steps: 0, end: 0, groups: Vec::new() };
    let first = row.items().next();
    let begins_with_name = first == Some(Item::Name);
    let last = if first == Some(Item::Start) { 0 } else { text.len() };
    let is_first = |byte: u8| firsts.is_none_or(|set| set[usize::from(byte >> 3)] & (1 << (byte & 7)) != 0);
    for start in from..=last {
        let may_begin = match text.as_bytes().get(start) {
            Some(&byte) => is_first(byte) && text.is_char_boundary(start),
            None => firsts.is_none(),
        };
        if !may_begin {
            continue;
        }
        let is_bounded = spacing == Spacing::None || begins_with_name || start == 0 || matcher.is_boundary(start);
        if is_bounded && matcher.matches_from(row, start) {
            return Ok(Some(Found { range: start..matcher.end, groups: matcher.groups }));
        }
        if matcher.steps > STEPS {
            return Err(TooLong);
        }
    }
    Ok(None)
}

impl<'a> Matcher<'a> {
    fn matches_from(&mut self, row: Row, start: usize) -> bool {
        self.groups.clear();
        self.row(row, false, start, &mut |this, end| {
            let closes = this.spacing == Spacing::None || end == this.text.len() || this.is_boundary(end);
            if closes {
                this.end = end;
            }
            closes
        })
    }

    /// The items of a row from a byte on; `follows` tells whether they stand behind another item.
    fn row(&mut self, row: Row, follows: bool, at: usize, next: Next<'_, 'a>) -> bool {
        self.steps += 1;
        if self.steps > STEPS {
            return false;
        }
        let Some((item, rest)) = row.split_first() else { return next(self, at) };
        match item {
            Item::Start => at == 0 && self.skip_marks(at, &mut |this, end| this.row(rest, follows, end, next)),
            Item::End => {
                let is_end = self.text[at..].chars().all(|character| !is_word(character));
                is_end && self.row(rest, follows, self.text.len(), next)
            }
            Item::Gap | Item::WideGap | Item::Clause | Item::Rest => {
                let gap = match item {
                    Item::Gap => FEW,
                    Item::WideGap => SENTENCE,
                    Item::Clause => CLAUSE,
                    _ => REST,
                };
                let most = gap.most(self.spacing);
                self.gap(gap, most, follows, at, &mut |this, end| this.row(rest, follows, end, next))
            }
            Item::Modifiers => self.gap(MODIFIERS, MODIFIERS.most(self.spacing), follows, at, &mut |this, end| {
                this.in_group(GroupKind::Modifiers, at..end, |this| this.row(rest, follows, end, next))
            }),
            Item::Punctuation(mark) => {
                self.text[at..].starts_with(mark) && self.row(rest, true, at + mark.len_utf8(), next)
            }
            Item::Optional(inner) => {
                let is_there = match follows {
                    true => self.behind(inner.only(), at, &mut |this, end| this.row(rest, true, end, next)),
                    false => self.single(inner.only(), at, &mut |this, end| {
                        this.blank(end, &mut |this, end| this.row(rest, false, end, next))
                    }),
                };
                is_there || self.row(rest, follows, at, next)
            }
            _ if follows => self.behind(item, at, &mut |this, end| this.row(rest, true, end, next)),
            _ => self.single(item, at, &mut |this, end| this.row(rest, true, end, next)),
        }
    }

    /// An item behind another, and the blank before it.
    fn behind(&mut self, item: Item, at: usize, next: Next<'_, 'a>) -> bool {
        match item {
            Item::Choice(branches) => self.choice(branches, true, at, next),
            Item::End | Item::Punctuation(_) => self.single(item, at, next),
            _ => self.blank(at, &mut |this, end| this.single(item, end, next)),
        }
    }

    fn single(&mut self, item: Item, at: usize, next: Next<'_, 'a>) -> bool {
        match item {
            Item::Word(word) => self.word(word, at, next),
            Item::Name => self.name(at, next),
            Item::Identifier => self.identifier(at, next),
            Item::AnyWord => self.run(at, 1, in_clause, next),
            Item::Number => self.run(at, 1, |character| character.is_ascii_digit(), next),
            Item::List(list) => {
                let first = self.text.as_bytes().get(at).copied();
                self.patterns.tried(list, first).any(|branch| self.row(branch, false, at, next))
            }
            Item::Choice(branches) => self.choice(branches, false, at, next),
            Item::Optional(inner) => self.single(inner.only(), at, next) || next(self, at),
            _ => self.row(item.alone(), false, at, next),
        }
    }

    fn choice(&mut self, branches: Rows, follows: bool, at: usize, next: Next<'_, 'a>) -> bool {
        branches.iter().any(|branch| self.row(branch, follows, at, next))
    }

    fn word(&mut self, word: Word, at: usize, next: Next<'_, 'a>) -> bool {
        let Word { text: word, exact, prefix, suffix } = word;
        let bounded = self.spacing == Spacing::None;
        if !(bounded || prefix || suffix) {
            return self.literal(word, exact, at).is_some_and(|end| next(self, end));
        }
        let letter = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
        let opens = bounded && letter(word.chars().next()) && !suffix;
        let closes = bounded && letter(word.chars().next_back()) && !prefix;
        if opens && !self.is_boundary(at) {
            return false;
        }
        let mut from = |this: &mut Self, start: usize| {
            let Some(end) = this.literal(word, exact, start) else { return false };
            if closes && !this.is_boundary(end) {
                return false;
            }
            match prefix {
                true => this.run(end, 0, |character| in_clause(character) && character != '.', next),
                false => next(this, end),
            }
        };
        match suffix {
            true => self.run(at, 0, in_clause, &mut from),
            false => from(self, at),
        }
    }

    /// Where a literal ends that stands at a byte.
    fn literal(&self, word: &str, exact: bool, at: usize) -> Option<usize> {
        let rest = &self.text.as_bytes()[at..];
        let is_same = |same: &[u8]| match exact {
            true => same == word.as_bytes(),
            false => same.eq_ignore_ascii_case(word.as_bytes()),
        };
        if rest.get(..word.len()).is_some_and(is_same) {
            return Some(at + word.len());
        }
        if exact || word.is_ascii() {
            return None;
        }
        let mut rest = self.text[at..].char_indices();
        for wanted in word.chars() {
            let (_, found) = rest.next()?;
            // Signs that are written small like a letter are no letters of a word.
            let is_same = match wanted.is_ascii() {
                true => found.eq_ignore_ascii_case(&wanted),
                false => found == wanted || found.to_lowercase().eq(wanted.to_lowercase()),
            };
            if !is_same {
                return None;
            }
        }
        Some(at + rest.offset())
    }

    /// As many characters of a sort as there are, or fewer.
    fn run(&mut self, at: usize, least: usize, of: fn(char) -> bool, next: Next<'_, 'a>) -> bool {
        self.run_of(at, least, usize::MAX, of, next)
    }

    fn run_of(&mut self, at: usize, least: usize, most: usize, of: fn(char) -> bool, next: Next<'_, 'a>) -> bool {
        let text = self.text;
        let taken = text[at..].chars().take(most).take_while(|&character| of(character));
        let (count, bytes) = taken.fold((0, 0), |(count, bytes), character| (count + 1, bytes + character.len_utf8()));
        let mut end = at + bytes;
        for left in (least..=count).rev() {
            self.steps += 1;
            if next(self, end) {
                return true;
            }
            if left > least {
                end -= text[..end].chars().next_back().map_or(0, char::len_utf8);
            }
        }
        false
    }

    /// What stands between two words; words of other scripts may have a blank between them.
    fn blank(&mut self, at: usize, next: Next<'_, 'a>) -> bool {
        let is_blank = self.text.as_bytes().get(at) == Some(&b' ');
        (is_blank && next(self, at + 1)) || (self.spacing == Spacing::None && next(self, at))
    }

    /// Marks at the beginning of a sentence.
    fn skip_marks(&mut self, at: usize, next: Next<'_, 'a>) -> bool {
        self.run(at, 0, |character| !is_word(character), next)
    }

    /// Words or characters of a gap, and what follows it.
    fn gap(&mut self, gap: Gap, most: usize, follows: bool, at: usize, next: Next<'_, 'a>) -> bool {
        self.steps += 1;
        if self.steps > STEPS {
            return false;
        }
        if !gap.is_greedy && next(self, at) {
            return true;
        }
        let goes_on =
            most > 0 && self.one_of_gap(gap, follows, at, &mut |this, end| this.gap(gap, most - 1, follows, end, next));
        goes_on || (gap.is_greedy && next(self, at))
    }

    /// One word of a gap with its blank, or one character.
    fn one_of_gap(&mut self, gap: Gap, follows: bool, at: usize, next: Next<'_, 'a>) -> bool {
        let is_blank = |this: &Self, at: usize| this.text.as_bytes().get(at) == Some(&b' ');
        match (self.spacing, follows) {
            (Spacing::None, _) => self.run_of(at, 1, 1, gap.character, next),
            (_, true) => is_blank(self, at) && self.run(at + 1, 1, gap.letter, next),
            (_, false) => self.run(at, 1, gap.letter, &mut |this, end| is_blank(this, end) && next(this, end + 1)),
        }
    }

    /// A capitalised proper name, or a placeholder in braces.
    fn name(&mut self, at: usize, next: Next<'_, 'a>) -> bool {
        let first = self.text[at..].chars().next();
        let mut named = |this: &mut Self, end: usize| this.in_group(GroupKind::Name, at..end, |this| next(this, end));
        let may_open = first == Some('{') || (first.is_some_and(is_capital) && self.is_boundary_of_name(at));
        if may_open && self.words_of_name(at, 5, &mut named) {
            return true;
        }
        // A name with a hump and no capital before it: `eBay`.
        self.is_boundary_of_name(at)
            && self.run_of(at, 1, 12, |character| character.is_ascii_lowercase(), &mut |this, end| {
                let rest = &this.text[end..];
                if rest.starts_with("AI") && named(this, end + 2) {
                    return true;
                }
                rest.starts_with(|first: char| first.is_ascii_uppercase())
                    && this.run(end + 1, 3, |character| character.is_ascii_lowercase(), &mut named)
            })
    }

    /// Words of a name from a byte on, as many as there are, up to a number.
    fn words_of_name(&mut self, at: usize, most: usize, next: Next<'_, 'a>) -> bool {
        let Some(first) = self.text[at..].chars().next().filter(|&first| first == '{' || is_capital(first)) else {
            return false;
        };
        self.run(at + first.len_utf8(), 0, in_name, &mut |this, end| {
            let goes_on = most > 1 && this.text.as_bytes().get(end) == Some(&b' ');
            (goes_on && this.words_of_name(end + 1, most - 1, next)) || next(this, end)
        })
    }

    /// A name as programs have them.
    fn identifier(&mut self, at: usize, next: Next<'_, 'a>) -> bool {
        let is_letter = self.text.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic);
        is_letter
            && self.run(at + 1, 0, |character| character.is_ascii_alphanumeric(), &mut |this, end| {
                this.parts_of_identifier(end, next)
            })
    }

    /// One or more parts that are set off by a dot, an underscore or a hump, as many as there are.
    fn parts_of_identifier(&mut self, at: usize, next: Next<'_, 'a>) -> bool {
        let bytes = self.text.as_bytes();
        let alphanumeric = |character: char| character.is_ascii_alphanumeric();
        let mut then = |this: &mut Self, end: usize| this.parts_of_identifier(end, next) || next(this, end);
        if matches!(bytes.get(at), Some(b'_' | b'.')) && self.run(at + 1, 1, alphanumeric, &mut then) {
            return true;
        }
        let is_hump = bytes.get(at).is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            && bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase);
        is_hump && self.run(at + 2, 0, alphanumeric, &mut then)
    }

    /// Keeps the words of a group where all that follows matches.
    fn in_group(&mut self, kind: GroupKind, range: Range<usize>, next: impl FnOnce(&mut Self) -> bool) -> bool {
        let depth = self.groups.len();
        self.groups.push((kind, range));
        let matches = next(self);
        if !matches {
            self.groups.truncate(depth);
        }
        matches
    }

    /// Whether a word begins or ends at a byte.
    fn is_boundary(&self, at: usize) -> bool {
        self.is_boundary_of(at, self.spacing == Spacing::Words)
    }

    /// The same for a name, whose letters are never those of ASCII alone where there are blanks between words.
    fn is_boundary_of_name(&self, at: usize) -> bool {
        self.is_boundary_of(at, self.spacing != Spacing::None)
    }

    fn is_boundary_of(&self, at: usize, any_script: bool) -> bool {
        let of_script = |character: char| match any_script {
            true => is_word(character),
            false => character.is_ascii_alphanumeric() || character == '_',
        };
        let (before, after) = (self.text[..at].chars().next_back(), self.text[at..].chars().next());
        before.is_some_and(of_script) != after.is_some_and(of_script)
    }
}

/// Some words, or as many characters where there are no blanks.
#[derive(Clone, Copy)]
struct Gap {
    words: usize,
    letter: fn(char) -> bool,
    characters: usize,
    character: fn(char) -> bool,
    /// Whether it takes as much as there is, rather than as little as will do.
    is_greedy: bool,
}

impl Gap {
    const fn of(words: usize, characters: usize, is_greedy: bool) -> Self {
        Gap { words, letter: in_clause, characters, character: in_clause_without_blanks, is_greedy }
    }

    /// How many there may be.
    fn most(self, spacing: Spacing) -> usize {
        if spacing == Spacing::None { self.characters } else { self.words }
    }
}

const MODIFIERS: Gap = Gap::of(3, 10, false);
const FEW: Gap = Gap::of(4, 10, false);
const CLAUSE: Gap = Gap::of(16, 48, false);
const REST: Gap = Gap::of(16, 48, true);
const SENTENCE: Gap =
    Gap {
        words: 12, letter: |character| character != ' ', characters: 40, character: |c| c != '。', is_greedy: false
    };

/// A character of running text: anything that is no blank and closes no clause.
fn in_clause(character: char) -> bool {
    !matches!(character, ' ' | ',' | ';' | ':' | '(' | ')')
}

/// The same in a language without blanks.
fn in_clause_without_blanks(character: char) -> bool {
    !",;:()、。，；：（）「」".contains(character)
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric()
        || character == '_'
        || matches!(character, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}

/// A capital of a European language with a Latin alphabet.
fn is_capital(character: char) -> bool {
    matches!(character, 'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ') || "ĀĆČĎĐĒĘĚĞĪİŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ".contains(character)
}

/// A character of a name behind its first.
fn in_name(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ſ' | '&' | '\'' | '.' | '_' | '{' | '}' | '-')
}
