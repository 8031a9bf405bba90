//! Whether a text holds any of some stems, in one pass that looks at every byte once.
//!
//! Every name and every description is asked, so that it has to be fast; it is the automaton of Aho and Corasick with
//! every step written out, which is small for the few stems that there are.

use super::numbers::Numbers;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The automaton.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stems<'a> {
    /// What each byte is to the automaton: the number of its letter, or zero; 256 of them.
    #[serde(borrow)]
    letters: Cow<'a, [u8]>,
    /// For each state and letter the place of the next state, or [`FOUND`].
    #[serde(borrow)]
    next: Numbers<'a, 2>,
}

/// The state behind the last letter of a stem.
const FOUND: usize = 0xffff;

impl Stems<'_> {
    /// The automaton of stems, whose case does not matter; none where they are too many.
    pub fn of(stems: &[String]) -> Option<Self> {
        let stems: BTreeSet<Vec<u8>> = stems.iter().map(|stem| stem.to_ascii_lowercase().into_bytes()).collect();
        let mut numbers: BTreeMap<u8, usize> = stems.iter().flatten().map(|&byte| (byte, 0)).collect();
        numbers.values_mut().zip(1..).for_each(|(number, next)| *number = next);
        let width = numbers.len() + 1;
        let number = |byte: u8| numbers.get(&byte.to_ascii_lowercase()).copied().unwrap_or(0);
        // The beginnings of stems are the states; the shorter ones come first.
        let mut states: Vec<&[u8]> = stems.iter().flat_map(|stem| (0..stem.len()).map(|end| &stem[..end])).collect();
        states.push(&[]);
        states.sort_unstable_by_key(|state| (state.len(), *state));
        states.dedup();
        let mut next = Numbers::default();
        let mut fits = true;
        for state in &states {
            let mut row = vec![0; width];
            for (&byte, &letter) in &numbers {
                let read = [*state, &[byte]].concat();
                // The longest end of what was read that a stem begins with is where the search is then.
                let mut ends = (0..=read.len()).map(|from| &read[from..]);
                let is_found = ends.clone().any(|end| stems.contains(end));
                let place = |end: &[u8]| states.binary_search_by_key(&(end.len(), end), |state| (state.len(), *state));
                let state = ends.find_map(|end| place(end).ok());
                row[letter] = if is_found { FOUND } else { state.unwrap_or(0) * width };
                fits &= is_found || row[letter] < FOUND;
            }
            fits &= row.into_iter().all(|state| next.push(state));
        }
        let letters: Vec<u8> = (0..=u8::MAX).map(|byte| u8::try_from(number(byte)).unwrap_or(0)).collect();
        fits.then_some(Stems { letters: letters.into(), next })
    }

    /// Whether a text holds one of them.
    pub fn are_in(&self, text: &str) -> bool {
        let mut state = 0;
        text.bytes().any(|byte| {
            state = self.next.at(state + usize::from(self.letters[usize::from(byte)]));
            state == FOUND
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_found_wherever_they_stand() {
        let stems = Stems::of(&["hook", "callback", "back", "ack!", "é"].map(str::to_owned)).expect("they are few");
        for text in ["WebHook", "hohook", "call back", "cack!", "callbac callback", "hé"] {
            assert!(stems.are_in(text), "{text}");
        }
        for text in ["", "hoo", "ho ok", "callbac", "acK", "e"] {
            assert!(!stems.are_in(text), "{text}");
        }
        assert!(!Stems::of(&[]).expect("there are none").are_in("hook"));
    }
}
