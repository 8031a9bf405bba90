//! Callback objects and the places that their runtime expressions name: the one structure by which a description says
//! itself who is called where, with which method.

use super::composition::property;
use super::fragment_targets::percent_decoded;
use super::node::{BySpot, Node, Spot};
use super::operations::OperationAt;
use super::part::METHODS;
use super::references::References;
use super::texts::own_texts;
use crate::field::CallbackOperation;
use crate::source::Place;
use std::collections::BTreeSet;

/// The place that an expression names, as far as it is part of the request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Expression<'e> {
    /// A JSON pointer into the body.
    Body(&'e str),
    /// A parameter: its `in`, and its name.
    Parameter(&'static str, &'e str),
}

/// The callback operations of all operations, by the node of the property or parameter that names their URL.
pub(super) fn callback_operations<'t>(
    operations: &[OperationAt<'t>],
    references: &References<'t>,
) -> BySpot<Vec<CallbackOperation>> {
    let mut by_place: BySpot<Vec<CallbackOperation>> = BySpot::default();
    for operation in operations {
        let callbacks = operation.node.get("callbacks").into_iter().flat_map(Node::entries);
        for (expression, item) in callbacks.flat_map(|(_, callback)| references.end(callback).entries()) {
            let Some(named) = expression_at_start(&expression) else { continue };
            // Media types often share a schema, and so a place.
            let places: BTreeSet<Spot> = places_of(&named, operation, references).into_iter().map(Node::spot).collect();
            for place in places {
                by_place.entry(place).or_default().extend(calls_of(references.end(item)));
            }
        }
    }
    by_place
}

fn calls_of(item: Node<'_>) -> impl Iterator<Item = CallbackOperation> + '_ {
    let operations =
        item.entries().filter(|(method, operation)| METHODS.contains(&&**method) && operation.is_mapping());
    operations.filter_map(|(method, operation)| {
        Some(CallbackOperation {
            method: method.to_uppercase(),
            method_place: Place { file: operation.file(), span: operation.key_span()? },
            texts: own_texts(operation).collect(),
        })
    })
}

/// The expression that a callback's URL starts with; one further on is a part of the query or the path.
pub(super) fn expression_at_start(url: &str) -> Option<Expression<'_>> {
    let inner = match url.trim().strip_prefix('{') {
        Some(braced) => braced.split('}').next()?,
        None => url.trim(),
    };
    // The dollar sign is often forgotten, and cannot be mistaken for anything else.
    let named = inner.strip_prefix('$').unwrap_or(inner).strip_prefix("request.")?;
    let (place, name) = named.split_once(['.', '#'])?;
    match place {
        "body" => Some(Expression::Body(name)),
        "query" => Some(Expression::Parameter("query", name)),
        "header" => Some(Expression::Parameter("header", name)),
        "path" => Some(Expression::Parameter("path", name)),
        _ => None,
    }
}

/// The places that an expression names, in each media type's schema.
pub(super) fn places_of<'t>(
    named: &Expression<'_>,
    operation: &OperationAt<'t>,
    references: &References<'t>,
) -> Vec<Node<'t>> {
    match named {
        Expression::Body(pointer) => body_places(pointer, operation, references),
        Expression::Parameter(place, name) => parameter_place(place, name, operation, references).into_iter().collect(),
    }
}

fn body_places<'t>(pointer: &str, operation: &OperationAt<'t>, references: &References<'t>) -> Vec<Node<'t>> {
    let Some(body) = operation.node.get("requestBody") else { return Vec::new() };
    let media_types = references.end(body).get("content").into_iter().flat_map(Node::entries);
    let mut nodes: Vec<Node<'t>> = media_types.filter_map(|(_, media)| references.end(media).get("schema")).collect();
    for segment in pointer.trim_start_matches('/').split('/') {
        let name = percent_decoded(segment).replace("~1", "/").replace("~0", "~");
        let is_index = name.bytes().all(|byte| byte.is_ascii_digit());
        nodes = nodes
            .into_iter()
            .flat_map(|schema| match references.end(schema).mapping("items") {
                Some(items) if is_index => vec![items],
                _ => property(schema, &name, references),
            })
            .collect();
    }
    nodes
}

fn parameter_place<'t>(
    place: &str,
    name: &str,
    operation: &OperationAt<'t>,
    references: &References<'t>,
) -> Option<Node<'t>> {
    let own = operation.node.get("parameters");
    let common = operation.item.and_then(|item| item.get("parameters"));
    let parameters = [own, common].into_iter().flatten().flat_map(Node::items);
    let mut parameters = parameters.map(|parameter| references.end(parameter));
    parameters.find(|parameter| {
        let has_name = parameter.word("name").is_some_and(|given| match place {
            "header" => given.eq_ignore_ascii_case(name),
            _ => given == name,
        });
        has_name && parameter.word("in").is_some_and(|given| given == place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_expression_at_the_start_names_the_url() {
        let body = |pointer| Some(Expression::Body(pointer));
        assert_eq!(expression_at_start("{$request.body#/callbackUrl}"), body("/callbackUrl"));
        assert_eq!(expression_at_start("{$request.body#/a/b}/x?y={$request.query.z}"), body("/a/b"));
        assert_eq!(expression_at_start("$request.body#/url"), body("/url"));
        assert_eq!(expression_at_start("{request.body.url}"), body("url"));
        assert_eq!(expression_at_start("{$request.query.cb}/data"), Some(Expression::Parameter("query", "cb")));
        assert_eq!(expression_at_start("http://example.com?id={$request.body#/id}"), None);
        assert_eq!(expression_at_start("{$response.body#/url}"), None);
        assert_eq!(expression_at_start("{$url}"), None);
    }
}
