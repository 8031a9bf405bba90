//! What the structure says of a place's value: types, formats, names, samples.

use super::composition::{parts_of, values_of};
use super::node::{Node, Spot};
use super::references::{References, name_of, reference_of};
use crate::field::Shape;
use std::collections::HashSet;

/// Examples, defaults and enum values that are kept.
const SAMPLES_LIMIT: usize = 5;
/// Characters of a sample that are kept.
const SAMPLE_WIDTH: usize = 200;
/// Names of properties that are kept.
const PROPERTIES_LIMIT: usize = 200;
/// Schemas that are looked at for one place, also where lists hold lists.
const SCHEMAS_LIMIT: usize = 100;

/// The shape of a property, parameter or header.
pub(super) fn shape_of<'t>(place: Node<'t>, references: &References<'t>) -> Shape {
    let mut shape = Shape::default();
    let mut seen = HashSet::new();
    for value in values_of(place.content()) {
        add(&mut shape, value, references, &mut seen);
    }
    for words in [&mut shape.types, &mut shape.formats, &mut shape.named, &mut shape.properties] {
        drop_repeated(words);
    }
    shape
}

fn add<'t>(shape: &mut Shape, schema: Node<'t>, references: &References<'t>, seen: &mut HashSet<Spot>) {
    for part in parts_of(schema, references) {
        if seen.len() >= SCHEMAS_LIMIT || !seen.insert(part.spot()) {
            continue;
        }
        add_part(shape, part);
        shape.unresolved |= reference_of(part).is_some() && references.followed(part).is_none();
        if let Some(items) = part.mapping("items") {
            shape.list = true;
            add(shape, items, references, seen);
        }
    }
}

fn add_part(shape: &mut Shape, part: Node<'_>) {
    shape.types.extend(words(part.get("type")).filter(|name| name != "null"));
    shape.list |= shape.types.iter().any(|name| name == "array");
    shape.formats.extend(part.word("format").map(|format| format.into_owned()));
    shape.enumerated |= words(part.get("enum")).any(|word| !word.is_empty() && word != "null");
    shape.named.extend(reference_of(part).and_then(Node::scalar).map(|reference| name_of(&reference)));
    shape.read_only |= is_true(part, "readOnly");
    shape.write_only |= is_true(part, "writeOnly");
    let longest = part.word("maxLength").and_then(|length| length.parse().ok());
    shape.max_length = shape.max_length.max(longest);
    let names = part.get("properties").into_iter().flat_map(Node::entries).map(|(name, _)| name.into_owned());
    let room = PROPERTIES_LIMIT.saturating_sub(shape.properties.len());
    shape.properties.extend(names.take(room));
    let room = SAMPLES_LIMIT.saturating_sub(shape.samples.len());
    shape.samples.extend(samples(part).filter(|sample| !sample.is_empty()).take(room));
}

/// Scalars that show what a value looks like.
fn samples(part: Node<'_>) -> impl Iterator<Item = String> + '_ {
    let given = ["example", "examples", "default", "enum", "const"].into_iter().filter_map(move |key| part.get(key));
    let scalars = given.flat_map(|given| {
        // A parameter's examples have names, and their values a key of their own.
        let named = given.entries().filter_map(|(_, example)| example.get("value"));
        std::iter::once(given).chain(given.items()).chain(named).filter_map(Node::scalar).collect::<Vec<_>>()
    });
    // What stands beside a key is sent as it is, unless it only says what is to be put there.
    let sent = part.get("key").and_then(|_| part.word("value"));
    let sent = sent.filter(|value| !value.starts_with('<') && !value.contains("{{"));
    let all = scalars.chain(sent);
    all.map(|sample| sample.chars().take(SAMPLE_WIDTH).collect())
}

/// The scalar that a node is, or those of the list that it is.
pub(super) fn words(node: Option<Node<'_>>) -> impl Iterator<Item = String> + '_ {
    let nodes = node.into_iter().flat_map(|node| std::iter::once(node).chain(node.items()));
    nodes.filter_map(Node::scalar).map(|word| word.into_owned())
}

fn is_true(node: Node<'_>, key: &str) -> bool {
    node.word(key).is_some_and(|value| value == "true")
}

fn drop_repeated(words: &mut Vec<String>) {
    let mut seen = HashSet::new();
    words.retain(|word| seen.insert(word.clone()));
}
