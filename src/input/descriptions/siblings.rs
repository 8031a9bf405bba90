//! The places beside a place: other properties of its object, other parameters of its operation.

use super::composition::{parts_of, values_of};
use super::node::Node;
use super::references::References;
use super::shape::words;
use super::walk::Group;
use crate::field::Sibling;
use crate::input::Sift;
use crate::source::{Place, beginning};
use foldhash::{HashSet, HashSetExt};
use std::borrow::Cow;

/// Places that are kept of one object; larger ones are generated, and what belongs together stands together.
const SIBLINGS_LIMIT: usize = 200;
/// Enum and default values that are kept of one place.
const VALUES_LIMIT: usize = 10;
/// Bytes of prose that are kept of one place.
const PROSE_LIMIT: usize = 200;

/// All places of a group, the one included that they are beside: the list is shared by all of them.
pub(super) fn siblings_of<'t>(group: Group<'t>, references: &References<'t>, sift: Sift<'_>) -> Vec<Sibling> {
    let told = |place: Beside<'t>| {
        if !sift.wants_prose && !(sift.wants_values)(&place.name) {
            return place.by_name();
        }
        let parts: Vec<Node<'t>> =
            values_of(place.node.content()).into_iter().flat_map(|value| parts_of(value, references)).collect();
        let said: Vec<_> = parts.iter().map(|part| part.get_all(["enum", "const", "default"])).collect();
        let mut values = said.iter().flat_map(|[choice, constant, default]| [*choice, *constant, *default]).flatten();
        let prose = parts.iter().find_map(|part| part.description());
        let prose = prose.map_or("", Node::raw);
        Sibling {
            values_place: values.clone().next().map(Node::place),
            values: values.by_ref().flat_map(|value| words(Some(value))).take(VALUES_LIMIT).collect(),
            prose: beginning(prose, PROSE_LIMIT).to_owned(),
            ..place.by_name()
        }
    };
    places(group, references).into_iter().map(told).collect()
}

/// The same with nothing told of them but their names.
pub(super) fn names_beside<'t>(group: Group<'t>, references: &References<'t>) -> Vec<Sibling> {
    places(group, references).into_iter().map(Beside::by_name).collect()
}

/// A place of a group.
struct Beside<'t> {
    name: Cow<'t, str>,
    /// The schema of a property, or a parameter or header itself.
    node: Node<'t>,
    name_place: Place,
}

impl Beside<'_> {
    fn by_name(self) -> Sibling {
        let Beside { name, name_place: place, .. } = self;
        Sibling { name: name.into_owned(), place, values: Vec::new(), values_place: None, prose: String::new() }
    }
}

fn places<'t>(group: Group<'t>, references: &References<'t>) -> Vec<Beside<'t>> {
    match group {
        Group::Alone => Vec::new(),
        Group::Map(map) => by_key(std::iter::once(map)),
        Group::Object(schema) => {
            let parts = parts_of(schema, references).into_iter();
            by_key(parts.filter_map(|part| part.mapping("properties")))
        }
        Group::Entries(list) => list.items().filter_map(|entry| named(entry, "key")).take(SIBLINGS_LIMIT).collect(),
        Group::Parameters(own, common) => parameters([own, common].into_iter().flatten(), references),
    }
}

fn by_key<'t>(maps: impl Iterator<Item = Node<'t>>) -> Vec<Beside<'t>> {
    let mut seen = HashSet::new();
    let mut maps = maps.peekable();
    let first = maps.next();
    // The keys of one map differ already.
    let is_only = maps.peek().is_none();
    let places = first
        .into_iter()
        .chain(maps)
        .flat_map(Node::entries)
        .filter_map(|(name, node)| Some((name, node, node.key_span()?)));
    let places = places.filter(|(name, node, _)| node.is_mapping() && (is_only || seen.insert(name.clone())));
    let places = places.map(|(name, node, span)| {
        let name_place = Place { file: node.file(), span };
        Beside { name, node, name_place }
    });
    places.take(SIBLINGS_LIMIT).collect()
}

fn parameters<'t>(lists: impl Iterator<Item = Node<'t>>, references: &References<'t>) -> Vec<Beside<'t>> {
    let all = lists.flat_map(Node::items).map(|parameter| references.end(parameter));
    let all = all.filter(|parameter| parameter.word("in").is_some_and(|place| place != "body"));
    all.filter_map(|parameter| named(parameter, "name")).take(SIBLINGS_LIMIT).collect()
}

/// A place that has its name under a key of its own.
fn named<'t>(node: Node<'t>, key: &str) -> Option<Beside<'t>> {
    let named = node.get(key)?;
    let name_place = Place { file: named.file(), span: named.inner_span() };
    Some(Beside { name: named.scalar()?, node, name_place })
}
