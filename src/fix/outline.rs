//! What a tree of YAML or JSON holds, gathered once: its scalars by place, and everything that leads from one place to
//! another.

use crate::input::tree::{NodeId, Style, Tree};
use crate::source::Span;
use std::collections::HashMap;

/// The scalars and references of one tree.
#[derive(Debug, Default)]
pub struct Outline {
    /// Scalars by the bytes that they stand in.
    pub scalars: HashMap<Span, NodeId>,
    /// Decoded values of `$ref`, each with how often it is there.
    pub references: HashMap<String, usize>,
    /// How many aliases stand for a node.
    pub aliased: HashMap<NodeId, usize>,
}

/// The outline of a tree.
pub fn outline(tree: &Tree<'_>) -> Outline {
    let mut outline = Outline::default();
    let mut waiting: Vec<NodeId> = tree.roots().to_vec();
    while let Some(node) = waiting.pop() {
        match tree.style(node) {
            Style::Mapping | Style::Sequence => waiting.extend(tree.children(node)),
            Style::Alias => *outline.aliased.entry(tree.resolve(node)).or_default() += 1,
            _ => {
                if tree.key(node).is_some_and(|key| key == "$ref") {
                    let reference = tree.scalar(node).map(|value| unescaped(&value));
                    reference.into_iter().for_each(|words| *outline.references.entry(words).or_default() += 1);
                }
                outline.scalars.insert(tree.span(node), node);
            }
        }
    }
    outline
}

/// Nodes from one up to its root, itself included.
pub fn ancestors<'t>(tree: &'t Tree<'_>, node: NodeId) -> impl Iterator<Item = NodeId> + 't {
    std::iter::successors(Some(node), |&node| tree.parent(node))
}

/// A reference without the `%7B` of URLs.
fn unescaped(reference: &str) -> String {
    let mut bytes = Vec::with_capacity(reference.len());
    let mut rest = reference.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = (*first == b'%').then(|| reference_code(tail)).flatten();
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| reference.to_owned())
}

fn reference_code(digits: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(digits.get(..2)?).ok()?, 16).ok()
}
