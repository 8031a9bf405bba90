//! Whether a file is a description, a JSON Schema or a piece of one, told by its structure alone.
//!
//! Of two mistakes the worse one is to take a translation file or a configuration for a piece of a description, so that a
//! piece has to look like one in all of its entries.

use super::node::Node;
use super::part::{METHODS, Part, SECTIONS};
use super::{arazzo, asyncapi, kubernetes, postman};
use crate::source::{Source, beginning};

/// What the top of a document is, with the id of its format; none where it is nothing of ours.
pub(super) fn recognise(root: Node<'_>) -> Option<(&'static str, Part)> {
    if let Some(whole) = whole_document(root) {
        return Some(whole);
    }
    // These share many keys with OpenAPI but not their meaning, as other versions of it do.
    if ["asyncapi", "arazzo", "openapi", "swagger", "swaggerVersion"].iter().any(|key| root.get(key).is_some()) {
        return None;
    }
    if root.is_sequence() {
        return (all(root.items(), is_parameter)).then_some(("fragment", Part::Parameters));
    }
    if is_declared_schema(root) {
        return Some(("json-schema", Part::Schema));
    }
    fragment_part(root).map(|part| ("fragment", part))
}

/// Whether a text is worth parsing: a description or a piece of one holds one of these words, most other files none.
pub(super) fn may_be_one(source: &Source) -> bool {
    const WORDS: &[&str] = &[
        "properties",
        "responses",
        "schema",
        "openapi",
        "swagger",
        "asyncapi",
        "arazzo",
        "in:",
        "in\"",
        "in'",
        "in :",
    ];
    let has = |word: &&str| memchr::memmem::find(source.text().as_bytes(), word.as_bytes()).is_some();
    WORDS.iter().any(has) || claims_to_be_one(source)
}

/// Whether a text that does not parse was meant to be a description, told by its name or its first lines.
pub(in crate::input) fn claims_to_be_one(source: &Source) -> bool {
    let name = source.path().rsplit('/').next().unwrap_or_default().to_lowercase();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    if VERSIONED.iter().any(|word| stem.rsplit('.').next() == Some(word)) {
        return true;
    }
    let start = beginning(source.text().trim_start_matches('\u{feff}'), 4096);
    start.split(['\n', '{', ',']).any(|line| {
        let line = line.trim_start().trim_start_matches(['"', '\'']);
        let value_of = |word: &str| {
            let rest = line.strip_prefix(word)?.trim_start_matches(['"', '\'']).trim_start();
            Some(rest.strip_prefix(':')?.trim_start().trim_start_matches(['"', '\'']))
        };
        let is_dialect = |value: &str| names_meta_schema(value) || value.contains(postman::SCHEMA);
        VERSIONED.iter().any(|word| value_of(word).is_some_and(starts_with_version))
            || ["$schema", "schema"].iter().any(|word| value_of(word).is_some_and(is_dialect))
    })
}

/// The keys that tell the version of a format.
const VERSIONED: [&str; 4] = ["openapi", "swagger", "asyncapi", "arazzo"];

fn whole_document(root: Node<'_>) -> Option<(&'static str, Part)> {
    let is_version = |key: &str, majors: &[char]| root.word(key).is_some_and(|version| version.starts_with(majors));
    match () {
        _ if is_version("openapi", &['3']) => Some(("openapi", Part::Document)),
        _ if is_version("swagger", &['2']) => Some(("swagger", Part::Document)),
        _ if is_version("asyncapi", &['2', '3']) => Some(("asyncapi", Part::AsyncApi(asyncapi::Piece::Document))),
        _ if is_version("arazzo", &['1']) => Some(("arazzo", Part::Arazzo(arazzo::Piece::Document))),
        _ if postman::collection(root).is_some() => Some(("postman", Part::Postman(postman::Piece::Collection))),
        _ if kubernetes::is_definition(root) => Some(("kubernetes", Part::Resource)),
        _ => None,
    }
}

fn starts_with_version(value: &str) -> bool {
    value.starts_with(|first: char| first.is_ascii_digit())
}

fn fragment_part(root: Node<'_>) -> Option<Part> {
    if root.get("$schema").is_none() && is_object_schema(root) {
        return Some(Part::Schema);
    }
    if root.mapping("components").is_some_and(has_section) || root.mapping("paths").is_some_and(is_paths) {
        return Some(Part::Document);
    }
    if has_section(root) {
        return Some(Part::Components);
    }
    LONE.iter().find(|(is_one, _)| is_one(root)).map(|&(_, part)| part).or_else(|| named_part(root))
}

/// A question about the structure of a node.
type Question = fn(Node<'_>) -> bool;

/// What may be a file of its own, by what it has to be.
const LONE: &[(Question, Part)] = &[
    (is_parameter, Part::Parameter),
    (is_path_item, Part::PathItem),
    (is_operation, Part::Operation),
    (has_content, Part::Response),
    (is_paths, Part::PathItems),
    (is_message, Part::AsyncApi(asyncapi::Piece::Message)),
];

/// What the entries of a mapping are, if all of them are the same.
fn named_part(map: Node<'_>) -> Option<Part> {
    let of_all = |is_one: Question| all(map.entries().map(|(_, value)| value), is_one);
    if of_all(is_parameter) {
        return Some(Part::Parameters);
    }
    if of_all(has_content) {
        return Some(Part::Responses);
    }
    let has_object = || map.entries().any(|(_, value)| is_object_schema(value));
    (of_all(is_schema) && has_object()).then_some(Part::Schemas)
}

/// Whether a mapping has a section of `components`, all of whose entries are what the section is for.
fn has_section(map: Node<'_>) -> bool {
    SECTIONS.iter().any(|&(key, part)| {
        let Some(section) = map.mapping(key) else { return false };
        let is_one: Question = match part {
            Part::Schemas => is_schema,
            Part::Parameters => is_parameter,
            Part::RequestBodies | Part::Responses => has_content,
            Part::PathItems => is_path_item,
            // What else there is cannot be told from something else, and hardly stands alone.
            _ => return false,
        };
        let mut entries = section.entries().map(|(_, value)| value).peekable();
        entries.peek().is_some() && entries.all(|value| is_one(value) || value.word("$ref").is_some())
    })
}

/// Whether nodes are at least one and all what they should be.
fn all<'t>(nodes: impl Iterator<Item = Node<'t>>, is_one: fn(Node<'t>) -> bool) -> bool {
    let mut nodes = nodes.peekable();
    nodes.peek().is_some() && nodes.all(is_one)
}

/// Whether a document says of itself that it is a schema, and holds something that only a schema does.
fn is_declared_schema(root: Node<'_>) -> bool {
    const KEYWORDS: [&str; 15] = [
        "properties",
        "patternProperties",
        "additionalProperties",
        "$defs",
        "definitions",
        "items",
        "prefixItems",
        "allOf",
        "anyOf",
        "oneOf",
        "if",
        "then",
        "else",
        "dependentSchemas",
        "dependencies",
    ];
    let has_keyword = || KEYWORDS.iter().any(|key| root.get(key).is_some_and(|value| !value.is_scalar()));
    // Many a configuration names with `$schema` the schema that it follows; only a meta-schema makes it a schema itself.
    root.word("$schema").is_some_and(|dialect| names_meta_schema(&dialect)) && has_keyword()
}

/// Whether a `$schema` is that of schemas.
fn names_meta_schema(dialect: &str) -> bool {
    dialect.contains("json-schema.org/") || dialect.contains("spec.openapis.org/")
}

/// Whether a node is a message of AsyncAPI in a file of its own.
fn is_message(node: Node<'_>) -> bool {
    let is_named =
        ["contentType", "messageId", "name", "title", "summary", "headers"].iter().any(|key| node.get(key).is_some());
    is_named && node.mapping("payload").is_some_and(is_object_schema)
}

/// A schema that documents properties.
fn is_object_schema(node: Node<'_>) -> bool {
    let documents_properties = |node: Node<'_>| {
        node.mapping("properties")
            .is_some_and(|properties| all(properties.entries().map(|(_, value)| value), is_schema))
    };
    let parts = ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| node.get(key)).flat_map(Node::items);
    documents_properties(node)
        || parts.into_iter().any(documents_properties)
        || node.get("items").is_some_and(documents_properties)
}

/// A mapping that can hardly be anything but a schema.
pub(super) fn is_schema(node: Node<'_>) -> bool {
    if !node.is_mapping() {
        return false;
    }
    let Some(types) = node.get("type") else {
        let is_composed = COMPOSING.iter().any(|key| node.get(key).is_some_and(Node::is_sequence));
        return is_composed || node.word("$ref").is_some() || has_only_keywords(node);
    };
    let is_type = |name: Node<'_>| name.scalar().is_some_and(|name| TYPES.contains(&&*name));
    is_type(types) || all(types.items(), is_type)
}

const TYPES: &[&str] = &["string", "object", "array", "integer", "number", "boolean", "null", "file"];
const COMPOSING: &[&str] = &["allOf", "oneOf", "anyOf", "enum"];

/// Whether a schema without a type has no key that a schema would not have; a translation has others.
fn has_only_keywords(node: Node<'_>) -> bool {
    node.entries().all(|(key, value)| match &*key {
        "description" | "title" | "format" | "pattern" | "$comment" => value.is_scalar(),
        "nullable" | "readOnly" | "writeOnly" | "deprecated" => value.is_scalar(),
        "minLength" | "maxLength" | "minimum" | "maximum" | "minItems" | "maxItems" => value.is_scalar(),
        "properties" | "additionalProperties" | "items" | "not" => !value.is_scalar(),
        "required" | "examples" => value.is_sequence(),
        "example" | "default" | "const" => true,
        extension => extension.starts_with("x-"),
    })
}

fn is_parameter(node: Node<'_>) -> bool {
    const PLACES: &[&str] = &["query", "header", "path", "cookie", "formData", "body", "querystring"];
    let has_place = node.word("in").is_some_and(|place| PLACES.contains(&&*place));
    let has_value = ["schema", "type", "content"].iter().any(|key| node.get(key).is_some());
    has_place && has_value && node.word("name").is_some()
}

fn is_operation(node: Node<'_>) -> bool {
    let has_responses = node.mapping("responses").is_some_and(|responses| {
        all(responses.entries().map(|(_, value)| value), Node::is_mapping)
            && responses.entries().all(|(status, _)| {
                status == "default"
                    || status.starts_with("x-")
                    || status.starts_with(|first: char| first.is_ascii_digit())
            })
    });
    has_responses && !node.is_sequence()
}

fn is_path_item(node: Node<'_>) -> bool {
    let operations = || METHODS.iter().filter_map(|method| node.get(method));
    all(operations(), is_operation)
}

/// Path items by path template; a path item may be a file of its own.
fn is_paths(node: Node<'_>) -> bool {
    let mut paths = node.entries().filter(|(path, _)| !path.starts_with("x-")).peekable();
    paths.peek().is_some()
        && paths.all(|(path, item)| path.starts_with('/') && (is_path_item(item) || item.word("$ref").is_some()))
}

/// A response or a request body.
fn has_content(node: Node<'_>) -> bool {
    node.mapping("content").is_some_and(|content| {
        all(content.entries().map(|(_, value)| value), |media| media.get("schema").is_some())
            && content.entries().all(|(name, _)| name.contains('/'))
    })
}
