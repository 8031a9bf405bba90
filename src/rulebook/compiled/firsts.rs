//! The bytes that a match of a pattern may begin with, which spare most places of a text from being tried.

use super::code::{Item, Row, Word};
use super::lists::Lists;

/// A set of bytes, one bit each.
pub type Firsts = [u8; 32];

/// The bytes that a match of a row may begin with; none where it may be any.
pub fn of_row(row: Row, lists: &Lists) -> Option<Firsts> {
    let (first, rest) = row.split_first()?;
    match first {
        Item::Word(Word { suffix: true, .. }) => None,
        Item::Word(Word { text, exact, .. }) => {
            let first = text.chars().next()?;
            let folded = first.to_lowercase().next().into_iter().chain(first.to_uppercase().next());
            let characters = std::iter::once(first).chain(folded.filter(|_| !exact));
            Some(set(characters.map(|character| character.encode_utf8(&mut [0; 4]).as_bytes()[0])))
        }
        Item::List(list) => lists.firsts(list),
        Item::Choice(branches) => union(branches.iter().map(|branch| of_row(branch, lists))),
        Item::Optional(inner) => union([of_row(inner, lists), of_row(rest, lists)].into_iter()),
        Item::Punctuation(mark) => u8::try_from(mark).ok().map(|byte| set(std::iter::once(byte))),
        _ => None,
    }
}

/// All bytes of some; none where one of them may be any.
pub fn union(mut all: impl Iterator<Item = Option<Firsts>>) -> Option<Firsts> {
    all.try_fold([0; 32], |mut union, some| {
        union.iter_mut().zip(some?).for_each(|(to, from)| *to |= from);
        Some(union)
    })
}

fn set(bytes: impl Iterator<Item = u8>) -> Firsts {
    let mut set = [0; 32];
    bytes.for_each(|byte| set[usize::from(byte >> 3)] |= 1 << (byte & 7));
    set
}
