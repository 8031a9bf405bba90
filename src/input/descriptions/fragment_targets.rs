//! Finds what the fragment of a reference names, by JSON pointer or by anchor.
//!
//! Maps and documents are indexed when they are first asked, so that thousands of references into one map of thousands of
//! schemas do not look through it each time.

use super::node::{Node, Spot};
use std::borrow::Cow;
use std::collections::HashMap;

/// The indexes that were made so far.
#[derive(Default)]
pub(super) struct Fragments<'t> {
    entries: HashMap<Spot, HashMap<Cow<'t, str>, Node<'t>>>,
    anchors: HashMap<Spot, HashMap<String, Node<'t>>>,
}

impl<'t> Fragments<'t> {
    /// The node that a fragment names in a document; never an alias.
    pub(super) fn target(&mut self, root: Node<'t>, fragment: &str) -> Option<Node<'t>> {
        match fragment {
            "" => Some(root.content()),
            pointer if pointer.starts_with('/') => {
                self.at_pointer(root, &percent_decoded(pointer)).or_else(|| self.at_pointer(root, pointer))
            }
            name => self.anchors.entry(root.spot()).or_insert_with(|| anchors_in(root)).get(name).copied(),
        }
    }

    fn at_pointer(&mut self, root: Node<'t>, pointer: &str) -> Option<Node<'t>> {
        pointer[1..].split('/').try_fold(root.content(), |node, token| {
            let found = match node.is_sequence() {
                true => node.items().nth(token.parse().ok()?)?,
                false => self.entry(node, &token.replace("~1", "/").replace("~0", "~"))?,
            };
            Some(found.content())
        })
    }

    fn entry(&mut self, map: Node<'t>, key: &str) -> Option<Node<'t>> {
        self.entries.entry(map.spot()).or_insert_with(|| map.entries().collect()).get(key).copied()
    }
}

fn anchors_in(root: Node<'_>) -> HashMap<String, Node<'_>> {
    let mut anchors = HashMap::new();
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        for child in node.children() {
            match child.key() {
                Some(key) if key == "$anchor" || key == "$dynamicAnchor" => {
                    anchors.extend(child.scalar().map(|name| (name.into_owned(), node)));
                }
                // Drafts before 2019-09 name a schema by an `$id` that is only a fragment.
                Some(key) if key == "$id" || key == "id" => {
                    let name = child.scalar().and_then(|id| id.strip_prefix('#').map(str::to_owned));
                    anchors.extend(name.map(|name| (name, node)));
                }
                _ => {}
            }
            if child.content().spot() == child.spot() {
                waiting.push(child);
            }
        }
    }
    anchors
}

/// Text with `%41` and the like undone; what is not UTF-8 after that stays as it was.
pub(super) fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let digit = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = digit(bytes.get(at + 1)).zip(digit(bytes.get(at + 2)));
        match code.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                decoded.push(byte);
                at += 3;
            }
            _ => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_undone_where_they_are_codes() {
        assert_eq!(percent_decoded("/paths/~1a~1%7Bid%7D"), "/paths/~1a~1{id}");
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%zz%2"), "%zz%2");
        assert_eq!(percent_decoded("%ff"), "%ff");
    }
}
