//! What an input's type and attributes say of its value.

use super::inputs::Inputs;
use super::names::fixed;
use super::tree::{Kind, NodeId, Tree, Value};
use super::vocabulary::words;
use crate::field::{Shape, Sibling};
use crate::source::{Place, Span};

/// Options of a select that are kept.
const OPTIONS_LIMIT: usize = 10;
/// Characters of a sample that are kept.
const SAMPLE_WIDTH: usize = 200;

/// The shape of an input.
pub(in crate::input) fn shape_of(tree: &Tree<'_>, input: NodeId) -> Shape {
    let mut shape = Shape::default();
    let written = ["type", "as", "inputType", "fieldType", "component"]
        .iter()
        .find_map(|name| fixed(tree, tree.value(input, name)?));
    // Helpers that are named after a type have it as an attribute that no byte of the source says.
    let by_helper =
        tree.attributes(input).iter().filter_map(|one| one.name.strip_prefix('\u{0}')).find(|name| *name != "helper");
    let kind = written.map(|named| named.name.to_ascii_lowercase());
    let kind = kind.unwrap_or_else(|| by_helper.unwrap_or_default().to_owned());
    let names = words(tree.name(input));
    let named = |of: &[&str]| names.iter().any(|word| of.contains(&word.as_str()));
    match kind.as_str() {
        "checkbox" | "boolean" | "bool" | "switch" | "toggle" => shape.types.push("boolean".to_owned()),
        "number" | "range" | "integer" | "int" => shape.types.push("number".to_owned()),
        "radio" | "select" | "radio_buttons" | "check_boxes" | "dropdown" => shape.enumerated = true,
        "url" | "uri" => shape.formats.push("url".to_owned()),
        "email" | "password" | "date" | "time" | "tel" | "color" | "file" | "datetime-local" => {
            shape.formats.push(kind.clone())
        }
        _ if named(&["checkbox", "switch", "toggle"]) || (named(&["check"]) && named(&["box"])) => {
            shape.types.push("boolean".to_owned());
        }
        _ if named(&["number", "inputnumber", "slider"]) => shape.types.push("number".to_owned()),
        _ if named(&["select", "radio", "dropdown", "multiselect"]) && !is_free(tree, input) => shape.enumerated = true,
        _ if named(&["password"]) => shape.formats.push("password".to_owned()),
        _ => {}
    }
    shape.list = tree.value(input, "multiple").is_some();
    shape.read_only = is_shown_only(tree, input);
    shape.samples = samples(tree, input);
    let longest = ["maxlength", "max-length"].iter().find_map(|name| fixed(tree, tree.value(input, name)?));
    shape.max_length = longest.and_then(|named| named.name.parse().ok());
    shape
}

/// Whether new values may be typed into a choice.
fn is_free(tree: &Tree<'_>, input: NodeId) -> bool {
    let says = |name: &str| tree.attributes(input).iter().any(|one| one.name.eq_ignore_ascii_case(name));
    ["taggable", "creatable", "allow-create", "tags", "freeSolo", "allowCreate"].into_iter().any(says)
        || fixed_is(tree, input, "mode", "tags")
        || words(tree.name(input)).iter().any(|word| word == "creatable" || word == "tags")
}

/// Whether the input only shows a value: the marks that are always set, not those that depend on a state.
fn is_shown_only(tree: &Tree<'_>, input: NodeId) -> bool {
    let is_set = |name: &&str| match tree.value(input, name) {
        Some(Value::Bare) => true,
        Some(Value::Words(span)) => matches!(tree.slice(span).trim(), "" | "readonly" | "disabled" | "true"),
        Some(Value::Code(span)) => tree.slice(span).trim() == "true",
        Some(Value::Key(_)) | None => false,
    };
    ["readonly", "disabled", "is-readonly", "isReadOnly"].iter().any(is_set)
}

/// What stands in the input or is shown while it is empty, where it is a URL.
fn samples(tree: &Tree<'_>, input: NodeId) -> Vec<String> {
    let values =
        ["value", "placeholder", "default", "defaultValue"].into_iter().filter_map(|name| tree.value(input, name));
    let written = values.filter_map(|value| match value {
        Value::Words(span) => Some(tree.slice(span).trim()),
        Value::Code(span) => Some(tree.slice(span).trim().trim_matches(['"', '\'', '`'])),
        Value::Bare | Value::Key(_) => None,
    });
    let urls = written.filter(|written| written.contains("://") && !written.contains(char::is_whitespace));
    urls.map(|sample| sample.chars().take(SAMPLE_WIDTH).collect()).collect()
}

fn fixed_is(tree: &Tree<'_>, id: NodeId, name: &str, wanted: &str) -> bool {
    tree.value(id, name).and_then(|value| fixed(tree, value)).is_some_and(|named| named.name == wanted)
}

/// An input as its neighbours see it; the options of a select are its values.
pub(in crate::input) fn sibling(inputs: &Inputs<'_, '_>, input: NodeId, name: String, place: Place) -> Sibling {
    let tree = inputs.tree;
    let options = tree.subtree(input).filter(|&id| tree.node(id).kind == Kind::Element("option"));
    let option = |id: NodeId| {
        let value = tree.value(id, "value").and_then(|value| fixed(tree, value)).map(|named| (named.name, named.span));
        let words = || {
            let words = tree.subtree(id).find(|&inner| tree.node(inner).kind == Kind::Words)?;
            let span = tree.node(words).span;
            Some((tree.slice(span).trim().to_owned(), span))
        };
        value.or_else(words)
    };
    let options: Vec<(String, Span)> =
        options.filter_map(option).filter(|(value, _)| !value.is_empty()).take(OPTIONS_LIMIT).collect();
    let values_place = options.first().map(|(_, span)| Place { file: place.file, span: *span });
    Sibling {
        name,
        place,
        values: options.into_iter().map(|(value, _)| value).collect(),
        values_place,
        prose: String::new(),
    }
}
