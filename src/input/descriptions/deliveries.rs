//! The operations of a document, and among them those that the provider sends: of callback objects and of webhooks.
//!
//! It is a walk of its own, from the top to the operations and no further, so that reading fields pays nothing for it.

use super::callbacks::{expression_at_start, places_of};
use super::node::Node;
use super::operations::OperationAt;
use super::part::METHODS;
use super::references::{References, reference_of};
use super::texts::own_texts;
use crate::outline::{Answer, Body, Delivery, Origin};
use crate::source::Place;
use std::borrow::Cow;

/// An operation on the way from the top of a document.
pub(super) struct Call<'t> {
    /// The operation.
    pub(super) at: OperationAt<'t>,
    /// What sends it, where that is the provider, and the name of it.
    pub(super) sent: Option<(Origin, Cow<'t, str>)>,
    /// The operation whose callback it is, by its number among all.
    pub(super) caused_by: Option<usize>,
    /// The node whose key is its path, webhook name or expression.
    pub(super) routed: Node<'t>,
}

/// Callbacks of callbacks that are gone into.
const DEPTH_LIMIT: usize = 4;

/// All operations of a document, each before those of its callbacks.
pub(super) fn calls_in<'t>(root: Node<'t>, references: &References<'t>) -> Vec<Call<'t>> {
    let mut calls = Vec::new();
    let mut walk = Calls { root, references, calls: &mut calls };
    for (path, item) in root.get("paths").into_iter().flat_map(Node::entries) {
        walk.item(path, item, None, None, 0);
    }
    for (name, item) in root.get("webhooks").into_iter().flat_map(Node::entries) {
        walk.item(name.clone(), item, Some((Origin::Webhook, name)), None, 0);
    }
    calls
}

struct Calls<'c, 't> {
    root: Node<'t>,
    references: &'c References<'t>,
    calls: &'c mut Vec<Call<'t>>,
}

impl<'t> Calls<'_, 't> {
    fn item(
        &mut self,
        path: Cow<'t, str>,
        routed: Node<'t>,
        sent: Option<(Origin, Cow<'t, str>)>,
        caused_by: Option<usize>,
        depth: usize,
    ) {
        if path.starts_with("x-") {
            return;
        }
        let item = self.references.end(routed);
        for (method, node) in item.entries() {
            if !METHODS.contains(&&*method) || !node.is_mapping() {
                continue;
            }
            let at = OperationAt {
                node: node.content(),
                item: Some(item),
                method: Some(method),
                document: self.root,
                path: path.clone(),
                name: node.word("operationId"),
            };
            let number = self.calls.len();
            self.calls.push(Call { at, sent: sent.clone(), caused_by, routed });
            let callbacks = node.get("callbacks").filter(|_| depth < DEPTH_LIMIT);
            for (name, callback) in callbacks.into_iter().flat_map(Node::entries) {
                for (expression, item) in self.references.end(callback).entries() {
                    let sent = Some((Origin::Callback, name.clone()));
                    self.item(expression, item, sent, Some(number), depth + 1);
                }
            }
        }
    }
}

/// The requests that the provider sends; one that several operations cause is told once.
pub(super) fn deliveries<'t>(calls: &[Call<'t>], references: &References<'t>) -> Vec<Delivery> {
    let mut seen = std::collections::HashMap::new();
    let mut all: Vec<Delivery> = Vec::new();
    for call in calls {
        let Some((origin, name)) = &call.sent else { continue };
        let Some(span) = call.at.node.key_span() else { continue };
        let cause = call.caused_by.map(|number| &calls[number].at);
        let named = cause.zip(expression_at_start(&call.at.path));
        let places = named.into_iter().flat_map(|(cause, named)| places_of(&named, cause, references));
        let receivers: Vec<_> = places.map(|node| (node.file(), node.pointer())).collect();
        if let Some(&number) = seen.get(&call.at.node.spot()) {
            let known: &mut Delivery = &mut all[number];
            known.receivers.extend(receivers);
            continue;
        }
        seen.insert(call.at.node.spot(), all.len());
        let node = call.at.node;
        let aliases = ["operationId", "summary"].into_iter().filter_map(|key| node.word(key));
        all.push(Delivery {
            origin: *origin,
            name: name.to_string(),
            place: Place { file: node.file(), span },
            pointer: node.pointer(),
            texts: texts(&call.at, references),
            aliases: aliases.map(|word| word.into_owned()).collect(),
            answers: answers(node, references),
            body: body(&call.at, references),
            may_have_proof: may_have_proof(&call.at, references),
            receivers,
        });
    }
    all
}

fn texts<'t>(at: &OperationAt<'t>, references: &References<'t>) -> Vec<crate::field::Text> {
    let body = at.node.get("requestBody").map(|body| references.end(body));
    let schemas = body.into_iter().flat_map(|body| schemas_of(body, references)).flatten();
    let own = own_texts(at.node).chain(at.item.into_iter().flat_map(own_texts));
    own.chain(body.into_iter().flat_map(own_texts)).chain(schemas.flat_map(own_texts)).collect()
}

/// The schema of each media type, where it has one.
fn schemas_of<'t>(body: Node<'t>, references: &References<'t>) -> Vec<Option<Node<'t>>> {
    let media_types = body.get("content").into_iter().flat_map(Node::entries);
    let schema = |media: Node<'t>| references.end(media).get("schema").or_else(|| media.get("itemSchema"));
    media_types.map(|(_, media)| schema(media).map(|schema| references.end(schema))).collect()
}

fn answers<'t>(operation: Node<'t>, references: &References<'t>) -> Vec<Answer> {
    let responses = operation.get("responses").into_iter().flat_map(|all| references.end(all).entries());
    let responses = responses.filter(|(status, _)| !status.starts_with("x-"));
    let answer = |(status, response): (Cow<'t, str>, Node<'t>)| Answer {
        status: status.into_owned(),
        texts: own_texts(references.end(response)).collect(),
    };
    responses.map(answer).collect()
}

fn body<'t>(at: &OperationAt<'t>, references: &References<'t>) -> Body {
    if !at.method.as_deref().is_some_and(|method| ["post", "put", "patch"].contains(&method)) {
        return Body::Needless;
    }
    let Some(body) = at.node.get("requestBody") else { return Body::Missing };
    let body = references.end(body);
    if leads_nowhere(body, references) {
        return Body::Described;
    }
    let media_types = schemas_of(body, references);
    match media_types.is_empty() || media_types.iter().any(Option::is_none) {
        true => Body::WithoutSchema,
        false => Body::Described,
    }
}

/// Whether a `$ref` leads to what was not handed in, so that nothing can be said to be missing.
pub(super) fn leads_nowhere<'t>(node: Node<'t>, references: &References<'t>) -> bool {
    reference_of(node).is_some() && references.followed(node).is_none()
}

/// Whether a header that carries a proof may stand where nothing leads to.
fn may_have_proof<'t>(at: &OperationAt<'t>, references: &References<'t>) -> bool {
    parameters_of(at, references).any(|parameter| leads_nowhere(parameter, references))
}

/// The parameters of an operation, then those of its path.
pub(super) fn parameters_of<'t>(at: &OperationAt<'t>, references: &References<'t>) -> impl Iterator<Item = Node<'t>> {
    let own = at.node.get("parameters");
    let common = at.item.and_then(|item| item.get("parameters"));
    let all = [own, common].into_iter().flatten().flat_map(Node::items);
    all.map(|parameter| references.end(parameter)).collect::<Vec<_>>().into_iter()
}
