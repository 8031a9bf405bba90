//! What the structure says of a place's value: types, formats, names, samples.

use super::composition::{parts_of, values_of};
use super::node::{Node, Spots};
use super::references::{References, name_of, reference_of};
use crate::field::Shape;
use foldhash::{HashSet, HashSetExt};

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
    let mut seen = Spots::default();
    for value in values_of(place.content()) {
        add(&mut shape, value, references, &mut seen);
    }
    for words in [&mut shape.types, &mut shape.formats, &mut shape.named, &mut shape.properties] {
        drop_repeated(words);
    }
    shape
}

fn add<'t>(shape: &mut Shape, schema: Node<'t>, references: &References<'t>, seen: &mut Spots) {
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
    let [types, format, choice, reference, longest, properties] =
        part.get_all(["type", "format", "enum", "$ref", "maxLength", "properties"]);
    let [read_only, write_only, deprecated, example, examples, default, constant] =
        part.get_all(["readOnly", "writeOnly", "deprecated", "example", "examples", "default", "const"]);
    let is_true = |node: Option<Node<'_>>| node.and_then(Node::scalar).is_some_and(|value| value == "true");
    shape.types.extend(words(types).filter(|name| name != "null"));
    shape.list |= shape.types.iter().any(|name| name == "array");
    shape.formats.extend(format.and_then(Node::scalar).map(|format| format.into_owned()));
    shape.enumerated |= words(choice).any(|word| !word.is_empty() && word != "null");
    shape.named.extend(reference.and_then(Node::scalar).map(|reference| name_of(&reference)));
    shape.read_only |= is_true(read_only);
    shape.write_only |= is_true(write_only);
    shape.deprecated |= is_true(deprecated);
    let longest = longest.and_then(Node::scalar).and_then(|length| length.parse().ok());
    shape.max_length = shape.max_length.max(longest);
    let names = properties.into_iter().flat_map(Node::entries).map(|(name, _)| name.into_owned());
    let room = PROPERTIES_LIMIT.saturating_sub(shape.properties.len());
    shape.properties.extend(names.take(room));
    let room = SAMPLES_LIMIT.saturating_sub(shape.samples.len());
    let samples = [example, examples, default, choice, constant].into_iter().flatten().flat_map(samples_in);
    shape.samples.extend(samples.chain(sent_as_it_is(part)).take(room));
}

/// What stands beside a key is sent as it is, unless it only says what is to be put there.
fn sent_as_it_is(part: Node<'_>) -> Option<String> {
    let sent = part.get("key").and_then(|_| part.word("value"))?;
    let is_sample = !sent.is_empty() && !sent.starts_with('<') && !sent.contains("{{");
    is_sample.then(|| sent.chars().take(SAMPLE_WIDTH).collect())
}

/// Scalars that show what a value looks like, as many as are kept at most.
fn samples_in(given: Node<'_>) -> Vec<String> {
    // A parameter's examples have names, and their values a key of their own.
    let named = given.entries().filter_map(|(_, example)| example.get("value"));
    let scalars = std::iter::once(given).chain(given.items()).chain(named).filter_map(Node::scalar);
    let samples = scalars.filter(|sample| !sample.is_empty()).take(SAMPLES_LIMIT);
    samples.map(|sample| sample.chars().take(SAMPLE_WIDTH).collect()).collect()
}

/// The scalar that a node is, or those of the list that it is.
pub(super) fn words(node: Option<Node<'_>>) -> impl Iterator<Item = String> + '_ {
    let nodes = node.into_iter().flat_map(|node| std::iter::once(node).chain(node.items()));
    nodes.filter_map(Node::scalar).map(|word| word.into_owned())
}

fn drop_repeated(words: &mut Vec<String>) {
    if words.len() < 2 {
        return;
    }
    let mut seen: HashSet<&str> = HashSet::with_capacity(words.len());
    let is_new: Vec<bool> = words.iter().map(|word| seen.insert(word)).collect();
    let mut is_new = is_new.into_iter();
    words.retain(|_| is_new.next().expect("there is one for each word"));
}
