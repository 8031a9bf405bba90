//! Schemas that have an identity of their own (`$id`), and what references mean as seen from them.
//!
//! An identity is a name and no place to look: nothing is fetched, and only what was handed in is found by it.

use super::node::{Node, Spot};
use super::references::has_scheme;
use std::collections::HashMap;
use std::rc::Rc;

/// The schemas of some documents by their identities.
#[derive(Default)]
pub(super) struct Identities<'t> {
    by_uri: HashMap<Rc<str>, Node<'t>>,
    /// The identity of each node that says one, resolved against those around it.
    of_node: HashMap<Spot, Rc<str>>,
}

impl<'t> Identities<'t> {
    /// The identities in some documents.
    pub(super) fn among(roots: impl Iterator<Item = Node<'t>>) -> Self {
        let mut identities = Identities::default();
        for root in roots.filter(|root| may_hold_one(root.source())) {
            let mut waiting: Vec<(Node<'t>, Rc<str>)> = vec![(root, "".into())];
            while let Some((node, outer)) = waiting.pop() {
                let base = match own_identity(node) {
                    Some(own) => identities.add(node, joined(&outer, &own).into()),
                    None => outer,
                };
                let inner =
                    node.children().filter(|child| child.content().spot() == child.spot() && !child.is_scalar());
                waiting.extend(inner.map(|child| (child, Rc::clone(&base))));
            }
        }
        identities
    }

    fn add(&mut self, node: Node<'t>, uri: Rc<str>) -> Rc<str> {
        self.by_uri.entry(Rc::clone(&uri)).or_insert(node);
        self.of_node.insert(node.spot(), Rc::clone(&uri));
        uri
    }

    /// Whether no document says an identity.
    pub(super) fn is_empty(&self) -> bool {
        self.of_node.is_empty()
    }

    /// The schema around a node that says an identity, the nearest one.
    pub(super) fn around(&self, node: Node<'t>) -> Option<Node<'t>> {
        std::iter::successors(Some(node), |node| node.parent()).find(|node| self.of_node.contains_key(&node.spot()))
    }

    /// The schema that a reference names as seen from one with an identity, if from any, and the fragment in it.
    pub(super) fn named<'r>(&self, from: Option<Node<'t>>, reference: &'r str) -> Option<(Node<'t>, &'r str)> {
        let base = from.and_then(|from| self.of_node.get(&from.spot())).map_or("", |base| base);
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let node = self.by_uri.get(joined(base, path).as_str())?;
        Some((*node, fragment))
    }
}

/// Whether it is worth while to look for identities in a text.
fn may_hold_one(text: &str) -> bool {
    let holds = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    holds("$id") || (holds("\"$schema\"") && holds("\"id\""))
}

/// What a schema calls itself, without a fragment. Until draft 4 the key was `id`, which data have too.
fn own_identity(node: Node<'_>) -> Option<String> {
    let is_old = || node.root().word("$schema").is_some_and(|dialect| dialect.contains("/draft-0"));
    let old = || node.word("id").filter(|id| has_scheme(id) && is_old());
    let id = node.word("$id").or_else(old)?;
    let id = id.split('#').next().unwrap_or_default();
    (!id.is_empty()).then(|| id.to_owned())
}

/// A reference as seen from a base, both without fragments.
fn joined(base: &str, reference: &str) -> String {
    if reference.is_empty() {
        return base.to_owned();
    }
    if has_scheme(reference) || base.is_empty() {
        return reference.to_owned();
    }
    let host_end = base.find("://").map_or(0, |at| base[at + 3..].find('/').map_or(base.len(), |slash| at + 3 + slash));
    let (host, path) = base.split_at(host_end);
    if reference.starts_with('/') {
        return format!("{host}{reference}");
    }
    let mut segments: Vec<&str> = path.split('/').skip(1).collect();
    segments.pop();
    for segment in reference.split('/') {
        match segment {
            "." => {}
            ".." => _ = segments.pop(),
            other => segments.push(other),
        }
    }
    format!("{host}/{}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_seen_from_the_identity_around_them() {
        let base = "https://example.com/schemas/order.json";
        for (reference, expected) in [
            ("item.json", "https://example.com/schemas/item.json"),
            ("./item.json", "https://example.com/schemas/item.json"),
            ("../common/url", "https://example.com/common/url"),
            ("../../../url", "https://example.com/url"),
            ("/url", "https://example.com/url"),
            ("https://example.org/url", "https://example.org/url"),
            ("", base),
        ] {
            assert_eq!(joined(base, reference), expected);
        }
        assert_eq!(joined("https://example.com", "url"), "https://example.com/url");
        assert_eq!(joined("", "url"), "url");
        assert_eq!(joined("urn:a:b", "urn:a:c"), "urn:a:c");
    }
}
