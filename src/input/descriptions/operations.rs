//! The walk of paths, webhooks, operations and callback objects: who sends what.

use super::node::Node;
use super::part::{METHODS, Part};
use super::references::reference_of;
use super::usage::{OperationId, UnitId};
use super::walk::{Enclosure, Group, Walk};
use crate::field::{Setting, Usage};
use std::borrow::Cow;

/// An operation that was walked.
pub(super) struct OperationAt<'t> {
    /// The operation object.
    pub(super) node: Node<'t>,
    /// The path item that it stands in.
    pub(super) item: Option<Node<'t>>,
    /// Its method as written; none for one that is a file of its own.
    pub(super) method: Option<Cow<'t, str>>,
    /// The document that it is part of, or from which the walk came to it.
    pub(super) document: Node<'t>,
    /// Its path template, the name of its webhook, its callback's expression, or the address of its channel.
    pub(super) path: Cow<'t, str>,
    /// What it is called, by an id or by words.
    pub(super) name: Option<Cow<'t, str>>,
}

/// Whose calls the operations are that are being walked, and what they have in common.
#[derive(Clone, Default)]
pub(super) struct Route<'t> {
    /// Path template, webhook name or expression.
    path: Cow<'t, str>,
    /// Whether the provider makes the call, as it does for webhooks and callbacks.
    delivers: bool,
    /// The parameters around the one that is being walked.
    group: Group<'t>,
}

impl<'t> Walk<'_, 't> {
    /// Walks the webhooks of a document.
    pub(super) fn webhooks(&mut self, document: Node<'t>) {
        self.route.delivers = true;
        self.under(document, &[("webhooks", Part::PathItems)]);
        self.route.delivers = false;
    }

    /// Walks path items by the path, or whatever else names them.
    pub(super) fn path_items(&mut self, map: Node<'t>) {
        let outer = self.route.clone();
        for (path, item) in map.entries() {
            if !path.starts_with("x-") {
                self.route.path = path;
                self.visit(item, Part::PathItem);
            }
        }
        self.route = outer;
    }

    /// Walks one callback object, whose calls the provider makes.
    pub(super) fn callback(&mut self, callback: Node<'t>) {
        let outer = std::mem::replace(&mut self.route, Route { delivers: true, ..Route::default() });
        self.path_items(callback);
        self.route = outer;
    }

    /// Walks the operations of one path.
    pub(super) fn path_item(&mut self, item: Node<'t>) {
        // What the operations have in common is part of each of their requests.
        let common = self.graph.add();
        for (key, value) in item.entries().filter(|(_, value)| value.is_mapping()) {
            if METHODS.contains(&&*key) {
                let request = self.operation(value, Some(item), Some(key));
                self.graph.connect(request, common);
            } else if key == "additionalOperations" {
                for (method, operation) in value.entries() {
                    let request = self.operation(operation, Some(item), Some(method));
                    self.graph.connect(request, common);
                }
            }
        }
        let outer = std::mem::replace(&mut self.unit, common);
        self.route.group = Group::Parameters(None, item.get("parameters"));
        self.under(item, &[("parameters", Part::Parameters)]);
        self.route.group = Group::Alone;
        self.unit = outer;
    }

    /// Walks an operation that is a file of its own.
    pub(super) fn lone_operation(&mut self, operation: Node<'t>) {
        self.operation(operation, None, operation.key());
    }

    /// Walks an operation and tells the unit of its request.
    fn operation(&mut self, node: Node<'t>, item: Option<Node<'t>>, method: Option<Cow<'t, str>>) -> UnitId {
        let node = node.content();
        let (path, name) = (self.route.path.clone(), node.word("operationId"));
        let document = self.document_of(node);
        let at = OperationAt { node, item, method, document, path, name };
        let (id, request, response) = self.add_operation(at, self.route.delivers);
        let outer = std::mem::replace(&mut self.unit, request);
        self.enclosing.push(Enclosure::Operation(id));
        self.fields_described_in(node);
        let common = item.and_then(|item| item.get("parameters"));
        self.route.group = Group::Parameters(node.get("parameters"), common);
        self.under(node, &[("parameters", Part::Parameters)]);
        self.route.group = Group::Alone;
        self.under(node, &[("requestBody", Part::RequestBody)]);
        self.unit = response;
        self.under(node, &[("responses", Part::Responses)]);
        self.unit = outer;
        self.under(node, &[("callbacks", Part::Callbacks)]);
        self.enclosing.pop();
        request
    }

    /// The document from which the walk came to a node.
    pub(super) fn document_of(&self, node: Node<'t>) -> Node<'t> {
        self.document.unwrap_or_else(|| node.root())
    }

    /// Notes an operation, with the units of its request and of its response; `delivers` tells that the provider calls.
    pub(super) fn add_operation(&mut self, at: OperationAt<'t>, delivers: bool) -> (OperationId, UnitId, UnitId) {
        let id: OperationId = self.operations.len();
        self.operations.push(at);
        let (asked, answered) = directions(delivers);
        (id, self.graph.add_half(asked, Some(id)), self.graph.add_half(answered, Some(id)))
    }

    /// Walks a request body, whose description is near to whatever is in it.
    pub(super) fn request_body(&mut self, node: Node<'t>) {
        self.enclosing.push(Enclosure::Described(node));
        self.under(node, &[("content", Part::Content)]);
        self.enclosing.pop();
    }

    /// Walks parameters, which are a list in an operation and have names elsewhere.
    pub(super) fn parameters(&mut self, parameters: Node<'t>) {
        for parameter in parameters.items() {
            self.visit(parameter, Part::Parameter);
        }
        self.definitions(parameters, Part::Parameter);
    }

    /// Walks one parameter.
    pub(super) fn parameter(&mut self, node: Node<'t>) {
        let place = node.word("in").unwrap_or_default();
        let (Some(name_node), false) = (node.get("name"), place == "body") else {
            return self.under(node, VALUE);
        };
        let Some(name) = name_node.scalar() else { return };
        let setting = match place.as_ref() {
            "header" => Setting::RequestHeader,
            "path" => Setting::PathParameter,
            _ => Setting::Parameter,
        };
        self.keep(node, name.clone(), Some(name_node.inner_span()), setting, self.route.group);
        self.inside(name, |walk| walk.under(node, VALUE));
    }

    /// Walks the headers of a response, or those that have the names of definitions.
    pub(super) fn headers(&mut self, headers: Node<'t>) {
        for (_, header) in headers.entries() {
            self.visit(header, Part::Header);
        }
    }

    /// Walks one header, whose name is its key; one that is only a reference is read where it leads.
    pub(super) fn header(&mut self, node: Node<'t>) {
        let (Some(name), None) = (node.key(), reference_of(node)) else { return };
        let group = node.parent().map_or(Group::Alone, Group::Map);
        self.keep(node, name.clone(), node.key_span(), Setting::ResponseHeader, group);
        self.inside(name, |walk| walk.under(node, VALUE));
    }
}

/// Where a parameter or header says what its value is.
const VALUE: &[(&str, Part)] = &[("schema", Part::Schema), ("content", Part::Content)];

/// What an operation's request and response are: the integrator calls, or the provider does.
fn directions(delivers: bool) -> (Usage, Usage) {
    let request = Usage { request: true, ..Usage::default() };
    let response = Usage { response: true, ..Usage::default() };
    let payload = Usage { payload: true, ..Usage::default() };
    // The answer to a call that the provider makes is sent by the integrator, like any request.
    if delivers { (payload, request) } else { (request, response) }
}
