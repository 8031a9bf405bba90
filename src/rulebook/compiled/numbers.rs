//! Numbers as bytes, which are read where they stand: a table of the program costs a run nothing but what it looks at.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;

/// Numbers of so many bytes each.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Numbers<'a, const BYTES: usize>(#[serde(borrow)] Cow<'a, [u8]>);

/// For each of some things a few numbers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Groups<'a> {
    #[serde(borrow)]
    starts: Numbers<'a, 3>,
    #[serde(borrow)]
    members: Numbers<'a, 2>,
}

/// Words that can be looked up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Words<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow)]
    starts: Numbers<'a, 3>,
}

impl<const BYTES: usize> Numbers<'_, BYTES> {
    /// The number at a place.
    pub fn at(&self, place: usize) -> usize {
        let bytes = &self.0[place * BYTES..(place + 1) * BYTES];
        bytes.iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte))
    }

    /// What is between a number and the next.
    pub fn between(&self, place: usize) -> Range<usize> {
        self.at(place)..self.at(place + 1)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len() / BYTES
    }

    /// Adds a number; whether it is of the size is the answer.
    pub fn push(&mut self, number: usize) -> bool {
        self.0.to_mut().extend_from_slice(&number.to_le_bytes()[..BYTES]);
        number >> (8 * BYTES) == 0
    }
}

impl Groups<'_> {
    /// Lists of numbers, in their order; none where one is too large.
    pub fn of<'g>(groups: impl IntoIterator<Item = &'g Vec<usize>>) -> Option<Self> {
        let mut all = Groups::default();
        let mut fits = true;
        for group in groups {
            fits &= all.starts.push(all.members.len());
            fits &= group.iter().all(|&member| all.members.push(member));
        }
        fits &= all.starts.push(all.members.len());
        fits.then_some(all)
    }

    /// The numbers of one of the things.
    pub fn of_one(&self, thing: usize) -> impl Iterator<Item = usize> {
        self.starts.between(thing).map(|place| self.members.at(place))
    }
}

impl Words<'_> {
    /// Words, in any order; none where they are too many.
    pub fn of(words: impl IntoIterator<Item = String>) -> Option<Self> {
        let mut words: Vec<String> = words.into_iter().collect();
        words.sort_unstable();
        words.dedup();
        let mut all = Words::default();
        let mut fits = all.starts.push(0);
        for word in words {
            all.text.to_mut().push_str(&word);
            fits &= all.starts.push(all.text.len());
        }
        fits.then_some(all)
    }

    /// Whether a word is one of them.
    pub fn contains(&self, word: &str) -> bool {
        let (mut from, mut to) = (0, self.starts.len().saturating_sub(1));
        while from < to {
            let middle = from.midpoint(to);
            match self.text[self.starts.between(middle)].cmp(word) {
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_were_written() {
        let mut numbers = Numbers::<3>::default();
        assert!([0, 258, 70_000].into_iter().all(|number| numbers.push(number)));
        assert_eq!([numbers.at(0), numbers.at(1), numbers.at(2)], [0, 258, 70_000]);
        assert_eq!(numbers.between(1), 258..70_000);
        assert!(!Numbers::<2>::default().push(70_000));
    }

    #[test]
    fn groups_and_words_are_found() {
        let groups = Groups::of(&[vec![3, 1], vec![], vec![2]]).expect("they are small");
        let of = |thing| groups.of_one(thing).collect::<Vec<_>>();
        assert_eq!([of(0), of(1), of(2)], [vec![3, 1], vec![], vec![2]]);
        let words = Words::of(["über", "the", "a", "the"].map(str::to_owned)).expect("they are few");
        assert!(["a", "the", "über"].into_iter().all(|word| words.contains(word)));
        assert!(!["", "th", "them", "z"].into_iter().any(|word| words.contains(word)));
        assert!(!Words::default().contains("a"));
    }
}
