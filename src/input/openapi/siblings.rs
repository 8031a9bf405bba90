//! The places beside a place: other properties of its object, other parameters of its operation.

use super::composition::{parts_of, values_of};
use super::node::Node;
use super::references::References;
use super::shape::words;
use super::walk::Group;
use crate::field::Sibling;
use crate::source::{Place, Span, beginning};
use std::collections::HashSet;

/// Places that are kept of one object; larger ones are generated, and what belongs together stands together.
const SIBLINGS_LIMIT: usize = 200;
/// Enum and default values that are kept of one place.
const VALUES_LIMIT: usize = 10;
/// Bytes of prose that are kept of one place.
const PROSE_LIMIT: usize = 200;

/// All places of a group, the one included that they are beside: the list is shared by all of them.
pub(super) fn siblings_of<'t>(group: Group<'t>, references: &References<'t>) -> Vec<Sibling> {
    match group {
        Group::Alone => Vec::new(),
        Group::Map(map) => by_key(std::iter::once(map), references),
        Group::Object(schema) => {
            let parts = parts_of(schema, references).into_iter();
            by_key(parts.filter_map(|part| part.mapping("properties")), references)
        }
        Group::Entries(list) => {
            list.items().filter_map(|entry| named(entry, "key", references)).take(SIBLINGS_LIMIT).collect()
        }
        Group::Parameters(own, common) => parameters([own, common].into_iter().flatten(), references),
    }
}

fn by_key<'t>(maps: impl Iterator<Item = Node<'t>>, references: &References<'t>) -> Vec<Sibling> {
    let mut seen = HashSet::new();
    let places = maps.flat_map(Node::entries).filter_map(|(name, node)| Some((name, node, node.key_span()?)));
    let places = places.filter(|(name, node, _)| node.is_mapping() && seen.insert(name.clone()));
    places
        .take(SIBLINGS_LIMIT)
        .map(|(name, node, span)| sibling(name.into_owned(), node, node, span, references))
        .collect()
}

fn parameters<'t>(lists: impl Iterator<Item = Node<'t>>, references: &References<'t>) -> Vec<Sibling> {
    let all = lists.flat_map(Node::items).map(|parameter| references.end(parameter));
    let all = all.filter(|parameter| parameter.word("in").is_some_and(|place| place != "body"));
    all.filter_map(|parameter| named(parameter, "name", references)).take(SIBLINGS_LIMIT).collect()
}

/// A place that has its name under a key of its own.
fn named<'t>(place: Node<'t>, key: &str, references: &References<'t>) -> Option<Sibling> {
    let name = place.get(key)?;
    Some(sibling(name.scalar()?.into_owned(), place, name, name.inner_span(), references))
}

fn sibling<'t>(name: String, node: Node<'t>, named: Node<'t>, span: Span, references: &References<'t>) -> Sibling {
    let parts: Vec<Node<'t>> =
        values_of(node.content()).into_iter().flat_map(|value| parts_of(value, references)).collect();
    let values =
        || parts.iter().flat_map(|part| ["enum", "const", "default"].into_iter().filter_map(|key| part.get(key)));
    let prose = parts.iter().find_map(|part| part.description());
    let prose = prose.map_or("", Node::raw);
    Sibling {
        name,
        place: Place { file: named.file(), span },
        values: values().flat_map(|value| words(Some(value))).take(VALUES_LIMIT).collect(),
        values_place: values().next().map(Node::place),
        prose: beginning(prose, PROSE_LIMIT).to_owned(),
    }
}
