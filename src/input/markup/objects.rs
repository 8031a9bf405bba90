//! Object literals in scripts that describe a form field, such as `{name: 'webhookUrl', label: '…', help: '…'}`.

use super::tree::{Attribute, Kind, NodeId, Tree, Value};
use super::vocabulary::role_of;
use crate::field::Role;

/// Properties that name the field which an object describes.
pub(in crate::input) const NAMES: &[&str] =
    &["name", "key", "id", "field", "prop", "path", "fieldName", "propertyName", "attribute", "model", "param", "slug"];

/// Whether an object describes a field. What holds others that do is a form, and says nothing itself.
pub(in crate::input) fn describes_field(tree: &Tree<'_>, id: NodeId) -> bool {
    let attributes = tree.attributes(id);
    let names = || attributes.iter().filter(|one| NAMES.contains(&one.name));
    if !names().any(|one| literal(tree, one).is_some_and(is_identifier)) {
        return false;
    }
    // Columns of tables, menu entries, messages and routes have names and titles too.
    const OTHERS: &[&str] = &[
        "dataIndex",
        "accessorKey",
        "accessor",
        "headerName",
        "cell",
        "Cell",
        "sortable",
        "sorter",
        "defaultMessage",
        "to",
        "href",
        "component",
        "onClick",
        "icon",
        "route",
        "url",
        "link",
        "element",
        "command",
        "variant",
        "price",
        "status",
    ];
    if attributes.iter().any(|one| OTHERS.contains(&one.name))
        || has_part(tree, id, &["render", "cell", "Cell", "onClick"])
    {
        return false;
    }
    let role = |one: &Attribute<'_>| {
        let says = matches!(one.value, Value::Code(span) if !tree.slice(span).trim().is_empty());
        role_of(one.name, false).filter(|_| says && !NAMES.contains(&one.name))
    };
    let has = |wanted: Role| attributes.iter().any(|one| role(one) == Some(wanted));
    const FIELD_MARKS: &[&str] = &[
        "type",
        "required",
        "inputType",
        "component",
        "validation",
        "validators",
        "rules",
        "sensitive",
        "secret",
        "default",
        "defaultValue",
        "initialValue",
        "isRequired",
        "fieldType",
        "kind",
        "control",
        "optional",
        "format",
        "valueType",
    ];
    let is_marked = || attributes.iter().any(|one| FIELD_MARKS.contains(&one.name));
    let is_explained = has(Role::Help) || has(Role::Tooltip);
    (has(Role::Label) && (is_explained || has(Role::Placeholder) || is_marked()))
        || (is_marked() && (is_explained || has(Role::Placeholder)))
}

/// The characters of a property that is a plain string.
pub(in crate::input) fn literal<'t>(tree: &Tree<'t>, one: &Attribute<'_>) -> Option<&'t str> {
    let written = match one.value {
        Value::Code(span) | Value::Words(span) => tree.slice(span).trim(),
        _ => return None,
    };
    let quote = written.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'))?;
    let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains([quote, '\n'])).then_some(inner)
}

/// Whether a word is the name of a thing in a program rather than a word for people.
fn is_identifier(word: &str) -> bool {
    let is_plain =
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.[]$".contains(&byte));
    is_plain && (word.starts_with(|first: char| first.is_ascii_lowercase()) || word.contains('_'))
}

fn has_part(tree: &Tree<'_>, id: NodeId, names: &[&str]) -> bool {
    tree.children(id).any(|child| matches!(tree.node(child).kind, Kind::Part(name) if names.contains(&name)))
}
