//! One scan of a text for many literals: a tree of their letters, walked from each place where one may begin.
//!
//! An automaton would never look at a letter twice, but it takes milliseconds to build; as most literals begin where a word
//! does, few places are walked from, and the tree lies in the program as it is used.

use super::literals::{Literal, is_of_word};
use super::numbers::Numbers;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The tree. Its first node is the root of literals that stand anywhere, its second that of those that open a word.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Trie<'a> {
    /// For each root and each byte the node that it leads to, and zero for none: most places of a text go no further.
    #[serde(borrow)]
    first: Numbers<'a, 3>,
    /// The letter that leads to a node.
    #[serde(borrow)]
    letters: Cow<'a, [u8]>,
    /// The first child of a node; the children of one stand before those of the next.
    #[serde(borrow)]
    children: Numbers<'a, 3>,
    /// Where in `ends` it says what ends at a node, and zero where nothing does.
    #[serde(borrow)]
    end: Numbers<'a, 2>,
    /// A literal that closes a word, and one that need not, each as its number and one more, and zero for none.
    #[serde(borrow)]
    ends: Numbers<'a, 2>,
}

/// A node while the tree grows.
#[derive(Default)]
struct Node {
    children: BTreeMap<u8, Node>,
    closing: usize,
    open: usize,
}

impl Trie<'_> {
    /// A tree of literals, each of which is known by its place among them; none where they are too many.
    pub fn of<'l>(literals: impl IntoIterator<Item = &'l Literal>) -> Option<Self> {
        let mut roots = [Node::default(), Node::default()];
        for (number, literal) in literals.into_iter().enumerate() {
            let mut node = &mut roots[usize::from(literal.opens)];
            for byte in literal.text.bytes() {
                node = node.children.entry(byte).or_default();
            }
            *(if literal.closes { &mut node.closing } else { &mut node.open }) = number + 1;
        }
        let mut level: Vec<(u8, Node)> = roots.into_iter().map(|root| (0, root)).collect();
        let mut trie = Trie::default();
        let mut fits = trie.ends.push(0) && trie.ends.push(0);
        let mut end = level.len();
        while !level.is_empty() {
            let mut below = Vec::new();
            for (letter, node) in level {
                let ends = if node.closing + node.open == 0 { 0 } else { trie.ends.len() };
                if ends > 0 {
                    fits &= trie.ends.push(node.closing) && trie.ends.push(node.open);
                }
                trie.letters.to_mut().push(letter);
                fits &= trie.children.push(end) && trie.end.push(ends);
                end += node.children.len();
                below.extend(node.children);
            }
            level = below;
        }
        fits &= trie.children.push(end);
        for (root, byte) in [0, 1].into_iter().flat_map(|root| (0..=u8::MAX).map(move |byte| (root, byte))) {
            let child = trie.child(root, byte.to_ascii_lowercase()).unwrap_or(0);
            fits &= trie.first.push(child);
        }
        fits.then_some(trie)
    }

    /// Calls with the number of each literal that a text holds, as often as it is there.
    pub fn scan(&self, text: &[u8], mut found: impl FnMut(usize)) {
        if self.letters.is_empty() {
            return;
        }
        let mut inside = false;
        for (start, &byte) in text.iter().enumerate() {
            let roots = if inside { 0..1 } else { 0..2 };
            for root in roots {
                let node = self.first.at(root * 256 + usize::from(byte));
                if node > 0 {
                    self.walk(node, &text[start + 1..], &mut found);
                }
            }
            inside = is_of_word(byte);
        }
    }

    /// Goes on behind the first letter of a literal.
    fn walk(&self, mut node: usize, mut rest: &[u8], found: &mut impl FnMut(usize)) {
        loop {
            let end = self.end.at(node);
            if end > 0 {
                let inside = rest.first().is_some_and(|&byte| is_of_word(byte));
                let closing = self.ends.at(end).checked_sub(1).filter(|_| !inside);
                let open = self.ends.at(end + 1).checked_sub(1);
                closing.into_iter().chain(open).for_each(&mut *found);
            }
            let Some((byte, behind)) = rest.split_first() else { return };
            let Some(child) = self.child(node, byte.to_ascii_lowercase()) else { return };
            (node, rest) = (child, behind);
        }
    }

    /// The node that a letter leads to.
    fn child(&self, node: usize, letter: u8) -> Option<usize> {
        let children = self.children.between(node);
        let child = self.letters[children.clone()].iter().position(|&other| other == letter)?;
        Some(children.start + child)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let literal = |text: &str, opens, closes| Literal { text: text.to_owned(), opens, closes };
        let literals = [
            literal("url", true, true),
            literal("retr", true, false),
            literal("method", false, true),
            literal("url", true, false),
            literal("呼び出", false, false),
            literal("call back", true, true),
        ];
        let trie = Trie::of(&literals).expect("they are few");
        let mut found = Vec::new();
        trie.scan(text.as_bytes(), |number| found.push(&literals[number]));
        let shown = |literal: &&Literal| {
            let (opens, closes) = (if literal.opens { "" } else { "*" }, if literal.closes { "" } else { "*" });
            format!("{opens}{}{closes}", literal.text)
        };
        assert_eq!(found.iter().map(shown).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn literals_are_found_where_they_may_stand() {
        check("The URL, retried", &["url", "url*", "retr*"]);
        check("curly urls", &["url*"]);
        check("fallback_method and methods", &["*method"]);
        check("we Call back", &["call back"]);
        check("これを呼び出します", &["*呼び出*"]);
        check("", &[]);
    }
}
