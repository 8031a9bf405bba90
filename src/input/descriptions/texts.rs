//! The words of a place, in the order in which a reader meets them: its own, then those of what it is made of.

use super::composition::{allows_nothing, values_of};
use super::node::Node;
use super::references::References;
use crate::field::{Role, Text};

/// Schemas that are gone into from one place, one after another.
const STEPS_LIMIT: usize = 50;

/// The words of a property, parameter or header.
///
/// Words beside a `$ref` count, which OpenAPI 3.0 says to ignore: they are what a reader of the file sees.
pub(super) fn texts_of<'t>(place: Node<'t>, references: &References<'t>) -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    let mut seen = Vec::new();
    let mut waiting = vec![place.content()];
    while let Some(node) = waiting.pop() {
        if seen.contains(&node.spot()) || seen.len() >= STEPS_LIMIT {
            continue;
        }
        seen.push(node.spot());
        texts.extend(own_texts(node));
        let from = waiting.len();
        waiting.extend(references.followed(node));
        waiting.extend(says_the_same(node));
        waiting[from..].reverse();
    }
    texts
}

/// Title, summary and description of a node itself.
pub(super) fn own_texts(node: Node<'_>) -> impl Iterator<Item = Text> + '_ {
    let [title, summary] = node.get_all(["title", "summary"]);
    let said = [(title, Role::Title), (summary, Role::Summary), (node.description(), Role::Description)];
    said.into_iter().filter_map(|(node, role)| node?.text(role))
}

/// The schemas whose words are about the same value, whatever the value is.
fn says_the_same(node: Node<'_>) -> Vec<Node<'_>> {
    let mut schemas: Vec<Node<'_>> = Vec::new();
    // Only a parameter or a header has a schema or content; in a schema these keys are unknown.
    schemas.extend(values_of(node).into_iter().skip(1));
    let [all_of, any_of, one_of, items] = node.get_all(["allOf", "anyOf", "oneOf", "items"]);
    // All parts hold at once; of alternatives only a sole one is sure to be meant.
    schemas.extend(all_of.into_iter().flat_map(Node::items));
    for alternatives in [any_of, one_of] {
        let mut alternatives = alternatives.into_iter().flat_map(Node::items).filter(|&part| !allows_nothing(part));
        if let (Some(sole), None) = (alternatives.next(), alternatives.next()) {
            schemas.push(sole);
        }
    }
    schemas.extend(items.filter(|items| items.is_mapping()));
    schemas.into_iter().map(Node::content).collect()
}
