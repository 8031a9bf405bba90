//! What a schema is put together from: the schemas that `$ref`, `allOf`, `anyOf` and `oneOf` bring in for the same value.

use super::node::{Node, Spots};
use super::references::References;

/// The most schemas that are looked at for one value; a union of every type there is tells nothing about a URL.
const PARTS_LIMIT: usize = 100;

/// A schema and all those that describe the same value, in reading order, each once.
pub(super) fn parts_of<'t>(schema: Node<'t>, references: &References<'t>) -> Vec<Node<'t>> {
    let is_alone = schema.get_all(["$ref", "allOf", "anyOf", "oneOf"]).iter().all(Option::is_none);
    if is_alone {
        return vec![schema.content()];
    }
    let mut parts = Vec::new();
    let mut seen = Spots::default();
    let mut waiting = vec![schema.content()];
    while let Some(part) = waiting.pop() {
        if !seen.insert(part.spot()) {
            continue;
        }
        parts.push(part);
        if parts.len() >= PARTS_LIMIT {
            break;
        }
        let from = waiting.len();
        waiting.extend(references.followed(part));
        waiting.extend(wrapped(part).map(Node::content));
        for list in part.get_all(["allOf", "anyOf", "oneOf"]) {
            waiting.extend(list.into_iter().flat_map(Node::items).map(Node::content));
        }
        // The last one in is the next one out.
        waiting[from..].reverse();
    }
    parts
}

/// The schema that AsyncAPI wraps with the name of the language that it is written in.
pub(super) fn wrapped<'t>(node: Node<'t>) -> Option<Node<'t>> {
    node.get("schemaFormat").and_then(|_| node.mapping("schema"))
}

/// The schemas of what a place holds: a property is its schema, a parameter or header may hold one.
pub(super) fn values_of<'t>(place: Node<'t>) -> Vec<Node<'t>> {
    let [content, schema] = place.get_all(["content", "schema"]);
    let media_types = content.into_iter().flat_map(Node::entries);
    let contents = media_types.filter_map(|(_, media)| media.mapping("schema"));
    std::iter::once(place).chain(schema.filter(|schema| schema.is_mapping())).chain(contents).collect()
}

/// The schemas of a property, looked up in everything that a schema is put together from.
pub(super) fn property<'t>(schema: Node<'t>, name: &str, references: &References<'t>) -> Vec<Node<'t>> {
    let parts = parts_of(schema, references).into_iter();
    parts.filter_map(|part| part.get("properties")?.get(name)).filter(|value| value.is_mapping()).collect()
}

/// Whether an alternative of `anyOf` or `oneOf` only allows for there being no value.
pub(super) fn allows_nothing(alternative: Node<'_>) -> bool {
    let is_null = |word: &str| word.is_empty() || word == "null" || word == "~";
    let all_null = |values: Node<'_>| values.items().all(|value| value.scalar().is_some_and(|word| is_null(&word)));
    alternative.word("type").is_some_and(|name| name == "null")
        || alternative.word("const").is_some_and(|word| is_null(&word))
        || alternative.get("enum").is_some_and(|values| values.is_sequence() && all_null(values))
}
