//! Runtime expressions of callbacks that name nothing in the request or the response of their operation.
//!
//! Only what cannot be there is told: a schema that allows more than it names, or leads to what was not handed in, may hold
//! anything.

use super::composition::{parts_of, property};
use super::deliveries::{Call, leads_nowhere, parameters_of};
use super::fragment_targets::percent_decoded;
use super::node::Node;
use super::operations::OperationAt;
use super::references::{References, reference_of};
use crate::outline::{Dangling, Declared, Origin};
use crate::source::{Place, Span};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The expressions of some calls that name nothing, each place once.
pub(super) fn dangling<'t>(calls: &[Call<'t>], root: Node<'t>, references: &References<'t>) -> Vec<Dangling> {
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for call in calls {
        let is_callback = call.sent.as_ref().is_some_and(|(origin, _)| *origin == Origin::Callback);
        let Some(cause) = call.caused_by.filter(|_| is_callback).map(|number| &calls[number].at) else { continue };
        let Some(key) = call.routed.key_span() else { continue };
        for range in expressions_in(&call.at.path) {
            let expression = &call.at.path[range.clone()];
            let Some(lack) = lack_of(expression, cause, root, references) else { continue };
            // Of a key with escapes all is pointed at, since its bytes are not those of the source.
            let is_verbatim = (key.end - key.start) as usize == call.at.path.len();
            let start = key.start as usize;
            let span = if is_verbatim { Span::new(start + range.start, start + range.end) } else { key };
            let place = Place { file: call.routed.file(), span };
            if !seen.insert(place) {
                continue;
            }
            let method = cause.method.as_deref().unwrap_or_default().to_uppercase();
            all.push(Dangling {
                expression: expression.to_owned(),
                place,
                pointer: call.routed.pointer(),
                because: lack.because,
                operation: format!("{method} {}", cause.path),
                declared: lack.declared,
            });
        }
    }
    all
}

/// The expressions in a callback's URL, without brackets: those in brackets, or all of it.
fn expressions_in(url: &str) -> Vec<Range<usize>> {
    let is_expression = |inner: &str| {
        let named = inner.strip_prefix('$').unwrap_or(inner);
        inner.starts_with('$') || named.starts_with("request.") || named.starts_with("response.")
    };
    if !url.contains('{') {
        let end = url.find(['?', ' ']).unwrap_or(url.len());
        return std::iter::once(0..end).filter(|range| is_expression(&url[range.clone()])).collect();
    }
    let opened = url.match_indices('{').map(|(at, _)| at + 1);
    let inner = opened.filter_map(|start| Some(start..start + url[start..].find(['}', '{'])?));
    inner.filter(|range| is_expression(&url[range.clone()])).collect()
}

/// What an expression names that is not there, and what is.
struct Lack {
    because: String,
    declared: Vec<Declared>,
}

impl Lack {
    fn bare(because: String) -> Option<Lack> {
        Some(Lack { because, declared: Vec::new() })
    }
}

fn lack_of<'t>(expression: &str, cause: &OperationAt<'t>, root: Node<'t>, references: &References<'t>) -> Option<Lack> {
    let named = expression.strip_prefix('$').unwrap_or(expression).trim();
    if ["url", "method", "statusCode"].contains(&named) {
        return None;
    }
    let (side, rest) = named.split_once('.').unwrap_or((named, ""));
    let end = rest.find(['.', '#']).unwrap_or(rest.len());
    let (part, name) = (&rest[..end], rest.get(end + 1..).unwrap_or_default());
    match (side, part) {
        ("request", "body") => body_lack("request", name, request_schemas(cause, references), references),
        ("response", "body") => body_lack("response", name, response_schemas(cause, references), references),
        ("request", "query" | "path" | "header") => parameter_lack(part, name, cause, root, references),
        ("response", "header") => header_lack(name, cause, references),
        _ => Lack::bare("is no runtime expression".to_owned()),
    }
}

/// The schemas of a message; none where they are not known.
enum Schemas<'t> {
    Unknown,
    /// There is no body at all.
    NoBody,
    Known(Vec<Node<'t>>),
}

fn request_schemas<'t>(cause: &OperationAt<'t>, references: &References<'t>) -> Schemas<'t> {
    match cause.node.get("requestBody") {
        None if leads_nowhere(cause.node, references) => Schemas::Unknown,
        None => Schemas::NoBody,
        Some(body) => schemas_in(std::iter::once(references.end(body)), references),
    }
}

fn response_schemas<'t>(cause: &OperationAt<'t>, references: &References<'t>) -> Schemas<'t> {
    let responses = cause.node.get("responses").into_iter().flat_map(|all| references.end(all).entries());
    let responses = responses.filter(|(status, _)| !status.starts_with("x-"));
    schemas_in(responses.map(|(_, response)| references.end(response)), references)
}

/// A message without content may still have some: what is lacking in the document is not lacking in the message.
fn schemas_in<'t>(messages: impl Iterator<Item = Node<'t>>, references: &References<'t>) -> Schemas<'t> {
    let mut schemas = Vec::new();
    for message in messages {
        if leads_nowhere(message, references) {
            return Schemas::Unknown;
        }
        for (media_type, media) in message.get("content").into_iter().flat_map(Node::entries) {
            // Which of several parts a pointer leads into is told nowhere.
            if media_type.starts_with("multipart/") {
                return Schemas::Unknown;
            }
            let Some(schema) = references.end(media).get("schema") else { return Schemas::Unknown };
            schemas.push(schema);
        }
    }
    if schemas.is_empty() { Schemas::Unknown } else { Schemas::Known(schemas) }
}

fn body_lack<'t>(side: &str, pointer: &str, schemas: Schemas<'t>, references: &References<'t>) -> Option<Lack> {
    let schemas = match schemas {
        Schemas::Unknown => return None,
        Schemas::NoBody => return Lack::bare("names a part of the request body, and the request has none".to_owned()),
        Schemas::Known(schemas) => schemas,
    };
    if pointer.trim_matches('/').is_empty() {
        return None;
    }
    let mut nodes = schemas.clone();
    for segment in pointer.trim_start_matches('/').split('/') {
        let name = percent_decoded(segment).replace("~1", "/").replace("~0", "~");
        if nodes.iter().any(|&node| may_hold_anything(node, references)) {
            return None;
        }
        let is_index = name.bytes().all(|byte| byte.is_ascii_digit());
        let below = nodes.iter().flat_map(|&node| {
            let items = parts_of(node, references).into_iter().filter_map(|part| part.mapping("items"));
            let items: Vec<Node<'t>> = if is_index { items.collect() } else { Vec::new() };
            items.into_iter().chain(property(node, &name, references))
        });
        nodes = below.collect();
        if nodes.is_empty() {
            let because = format!("names `{name}`, which no schema of the {side} body has there");
            return Some(Lack { because, declared: declared_in(side, &schemas, references) });
        }
    }
    None
}

/// Whether a value may have properties that its schema does not name.
fn may_hold_anything<'t>(schema: Node<'t>, references: &References<'t>) -> bool {
    const OPENING: [&str; 9] = [
        "patternProperties",
        "if",
        "dependentSchemas",
        "dependencies",
        "$dynamicRef",
        "$recursiveRef",
        "discriminator",
        "contentSchema",
        "x-additionalProperties",
    ];
    const WHAT_IT_HOLDS: [&str; 6] = ["properties", "items", "allOf", "anyOf", "oneOf", "$ref"];
    let parts = parts_of(schema, references);
    // So many parts were cut off, or lead in circles.
    if parts.len() >= 100 {
        return true;
    }
    parts.into_iter().any(|part| {
        let more = ["additionalProperties", "unevaluatedProperties"].into_iter().filter_map(|key| part.get(key));
        let allows_more = { more }.any(|more| more.scalar().is_none_or(|word| word != "false"));
        let scalar = part.word("type").is_some_and(|of| !["object", "array"].contains(&&*of));
        let says_nothing = !scalar && !WHAT_IT_HOLDS.iter().any(|key| part.get(key).is_some_and(|it| !is_empty(it)));
        let is_odd = part.get("properties").is_some_and(|map| reference_of(map).is_some() || map.is_sequence());
        !part.is_mapping()
            || allows_more
            || says_nothing
            || is_odd
            || leads_nowhere(part, references)
            || OPENING.iter().any(|key| part.get(key).is_some())
    })
}

fn is_empty(node: Node<'_>) -> bool {
    !node.is_scalar() && node.entries().next().is_none() && node.items().next().is_none()
}

/// Where the names of all values of requests stand that an expression can name: parameters, and what a pointer leads to in a
/// body without the number of an item; each with whether an operation that takes it has callbacks.
pub(super) fn nameable<'t>(calls: &[Call<'t>], references: &References<'t>) -> HashMap<Place, bool> {
    let causing: HashSet<usize> = calls.iter().filter_map(|call| call.caused_by).collect();
    let own = calls.iter().enumerate().filter(|(_, call)| !causing.is_empty() && call.sent.is_none());
    let mut names = HashMap::new();
    for (number, call) in own {
        let in_body = match request_schemas(&call.at, references) {
            Schemas::Known(schemas) => declared_in("request", &schemas, references),
            Schemas::Unknown | Schemas::NoBody => Vec::new(),
        };
        let parameters = parameters_of(&call.at, references).filter_map(|parameter| parameter.get("name"));
        let parameters = parameters.map(|name| Place { file: name.file(), span: name.inner_span() });
        for place in in_body.into_iter().map(|declared| declared.place).chain(parameters) {
            *names.entry(place).or_default() |= causing.contains(&number);
        }
    }
    names
}

/// Properties within properties that are offered instead.
const DECLARED_DEPTH: usize = 4;
/// Properties that are offered instead.
const DECLARED_LIMIT: usize = 300;

fn declared_in<'t>(side: &str, schemas: &[Node<'t>], references: &References<'t>) -> Vec<Declared> {
    let mut declared = Vec::new();
    let mut seen = HashSet::new();
    let mut level: Vec<(String, Node<'t>)> = schemas.iter().map(|&schema| (String::new(), schema)).collect();
    for _ in 0..DECLARED_DEPTH {
        let mut below = Vec::new();
        for (pointer, schema) in level {
            let parts = parts_of(schema, references);
            let maps = parts.iter().filter_map(|part| part.mapping("properties"));
            for (name, value) in maps.flat_map(Node::entries) {
                let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                let Some(span) = value.key_span().filter(|_| declared.len() < DECLARED_LIMIT) else { continue };
                if seen.insert(pointer.clone()) {
                    let place = Place { file: value.file(), span };
                    declared.push(Declared { expression: format!("${side}.body#{pointer}"), place });
                    below.push((pointer, value));
                }
            }
        }
        level = below;
    }
    declared
}

/// Headers that every request has, whether or not they are documented.
const COMMON_HEADERS: [&str; 20] = [
    "accept",
    "authorization",
    "content-type",
    "content-length",
    "cookie",
    "date",
    "etag",
    "expect",
    "forwarded",
    "from",
    "host",
    "if-match",
    "link",
    "location",
    "origin",
    "prefer",
    "referer",
    "retry-after",
    "set-cookie",
    "user-agent",
];

fn is_common(header: &str) -> bool {
    let header = header.to_ascii_lowercase();
    COMMON_HEADERS.contains(&header.as_str()) || header.starts_with("x-forwarded-")
}

fn parameter_lack<'t>(
    place: &str,
    name: &str,
    cause: &OperationAt<'t>,
    root: Node<'t>,
    references: &References<'t>,
) -> Option<Lack> {
    if (place == "header" && is_common(name)) || (place == "path" && cause.path.contains(&format!("{{{name}}}"))) {
        return None;
    }
    let same = |given: &str| if place == "header" { given.eq_ignore_ascii_case(name) } else { given == name };
    let mut declared = Vec::new();
    for parameter in parameters_of(cause, references) {
        let of = parameter.word("in").unwrap_or_default();
        // An object may be written as several parameters, and a whole query as one.
        let schema = parameter.get("schema").map(|schema| references.end(schema));
        let is_object = schema.is_some_and(|schema| {
            leads_nowhere(schema, references) || schema.word("type").is_none_or(|word| word == "object")
        });
        if leads_nowhere(parameter, references) || of == "querystring" || (place == "query" && of == place && is_object)
        {
            return None;
        }
        if of != place {
            continue;
        }
        let named = parameter.get("name")?;
        let given = named.scalar()?;
        if same(&given) {
            return None;
        }
        let place_of = Place { file: named.file(), span: named.inner_span() };
        declared.push(Declared { expression: format!("$request.{place}.{given}"), place: place_of });
    }
    // A key may be sent where a security scheme says, which is not listed among the parameters.
    let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
    let mut schemes = schemes.into_iter().flat_map(Node::entries).map(|(_, scheme)| references.end(scheme));
    if schemes
        .any(|scheme| scheme.word("in").is_some_and(|of| of == place) && scheme.word("name").is_some_and(|n| same(&n)))
    {
        return None;
    }
    let sort = if place == "header" { "header".to_owned() } else { format!("{place} parameter") };
    Some(Lack { because: format!("names `{name}`, and the request has no such {sort}"), declared })
}

fn header_lack<'t>(name: &str, cause: &OperationAt<'t>, references: &References<'t>) -> Option<Lack> {
    if is_common(name) {
        return None;
    }
    let mut declared = Vec::new();
    let mut is_documented = false;
    for (_, response) in cause.node.get("responses").into_iter().flat_map(|all| references.end(all).entries()) {
        let response = references.end(response);
        if leads_nowhere(response, references) {
            return None;
        }
        for (given, header) in response.get("headers").into_iter().flat_map(|all| references.end(all).entries()) {
            is_documented = true;
            if given.eq_ignore_ascii_case(name) {
                return None;
            }
            let span = header.key_span()?;
            let place = Place { file: header.file(), span };
            declared.push(Declared { expression: format!("$response.header.{given}"), place });
        }
    }
    // Where no header is documented, none is missing.
    let because = format!("names `{name}`, and no response has such a header");
    is_documented.then_some(Lack { because, declared })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_stand_in_brackets_or_alone() {
        let check = |url: &str, expected: &[&str]| {
            let found: Vec<&str> = expressions_in(url).into_iter().map(|range| &url[range]).collect();
            assert_eq!(found, expected, "{url}");
        };
        check("{$request.body#/url}", &["$request.body#/url"]);
        check(
            "http://a.example?id={$request.body#/id}&to={$request.query.to}",
            &["$request.body#/id", "$request.query.to"],
        );
        check("$request.body#/url?x=1", &["$request.body#/url"]);
        check("{request.body#/url}/update", &["request.body#/url"]);
        check("https://a.example/{id}", &[]);
        check("{$request.body#/url", &[]);
        check("", &[]);
    }
}
