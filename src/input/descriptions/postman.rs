//! The walk of Postman collections: the variables of a collection, and the parameters, headers and form fields of its
//! requests.
//!
//! Raw bodies and saved responses are examples and are not read, nor are the settings by which a tester signs in.

use super::node::Node;
use super::operations::OperationAt;
use super::part::Part;
use super::walk::{Enclosure, Group, Walk};
use crate::field::{Role, Setting};

/// What a node of a collection can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Piece {
    /// A whole collection.
    Collection,
    /// A folder of requests, or one of them with its saved responses.
    Item,
}

/// What the schema of a collection is called.
pub(super) const SCHEMA: &str = "getpostman.com/json/collection/v2.";

/// The collection that a document is, or that it wraps as Postman's own API does.
pub(super) fn collection(root: Node<'_>) -> Option<Node<'_>> {
    let is_one = |node: &Node<'_>| {
        let schema = node.get("info").and_then(|info| info.word("schema"));
        schema.is_some_and(|schema| schema.contains(SCHEMA))
    };
    Some(root).filter(is_one).or_else(|| root.get("collection").filter(is_one))
}

impl<'t> Walk<'_, 't> {
    /// Walks a piece of a collection.
    pub(super) fn postman(&mut self, node: Node<'t>, piece: Piece) {
        match piece {
            Piece::Collection => {
                let Some(collection) = collection(node) else { return };
                self.about_document(collection);
                self.variables_of(collection);
                self.items(collection);
            }
            Piece::Item => {
                self.variables_of(node);
                match node.get("request").filter(|request| request.is_mapping()) {
                    Some(request) => self.request(node, request),
                    None => self.folder(node),
                }
            }
        }
    }

    fn folder(&mut self, node: Node<'t>) {
        self.enclosing.extend(node.word("name").map(Enclosure::Named));
        let depth = self.enclosing.len();
        self.items(node);
        self.enclosing.truncate(depth);
        self.enclosing.pop();
    }

    fn items(&mut self, node: Node<'t>) {
        for item in node.get("item").into_iter().flat_map(Node::items) {
            self.visit(item, Part::Postman(Piece::Item));
        }
    }

    /// Walks variables. One without words is a value that requests share.
    fn variables_of(&mut self, holder: Node<'t>) {
        let Some(variables) = holder.get("variable") else { return };
        for variable in variables.items().filter(|variable| variable.description().is_some_and(has_words)) {
            self.entry(variable, Setting::Parameter, Group::Entries(variables));
        }
    }

    fn request(&mut self, item: Node<'t>, request: Node<'t>) {
        let url = request.get("url");
        let of_url = |key| url.and_then(|url| url.get(key));
        let of_body = |key| request.get("body").and_then(|body| body.get(key));
        let lists = [
            (of_url("query"), Setting::Parameter),
            (of_url("variable"), Setting::PathParameter),
            (request.get("header"), Setting::RequestHeader),
            (of_body("urlencoded"), Setting::Parameter),
            (of_body("formdata"), Setting::Parameter),
        ];
        let lists = lists.map(|(list, setting)| (list.filter(|list| list.is_sequence()), setting));
        let document = self.document_of(request);
        let (method, name) = (request.word("method"), item.word("name"));
        let method = method.or(Some("GET".into()));
        let at = OperationAt { node: request, item: Some(item), method, document, path: path_of(url).into(), name };
        let (id, asked, _) = self.add_operation(at, false);
        let outer = std::mem::replace(&mut self.unit, asked);
        self.enclosing.push(Enclosure::Operation(id));
        self.fields_described_in(request);
        let entries = || lists.iter().filter_map(|(list, _)| *list).flat_map(Node::items);
        // Where nothing has words the request is there to be sent, and documents no fields.
        let documents = entries().any(|entry| entry.description().is_some_and(has_words));
        let words = request.description().and_then(Node::scalar).unwrap_or_default();
        for (list, setting) in lists.iter().filter_map(|&(list, setting)| Some((list?, setting))) {
            for entry in list.items() {
                // What the words about the request name is documented there.
                let is_undocumented = || documents && entry.word("key").is_some_and(|key| !words.contains(&*key));
                if entry.description().is_some_and(has_words) || is_undocumented() {
                    self.entry(entry, setting, Group::Entries(list));
                }
            }
        }
        self.enclosing.pop();
        self.unit = outer;
    }

    /// Keeps what has a `key` for its name.
    fn entry(&mut self, entry: Node<'t>, setting: Setting, group: Group<'t>) {
        let Some(named) = entry.get("key") else { return };
        let Some(name) = named.scalar() else { return };
        self.fields_described_in(entry);
        self.keep(entry, name, Some(named.inner_span()), setting, group);
    }
}

fn has_words(node: Node<'_>) -> bool {
    node.text(Role::Description).is_some()
}

/// The path of a URL that is written as a whole or in parts.
fn path_of(url: Option<Node<'_>>) -> String {
    let Some(url) = url else { return String::new() };
    let segments: Vec<_> = url.get("path").into_iter().flat_map(Node::items).filter_map(Node::scalar).collect();
    if !segments.is_empty() {
        return format!("/{}", segments.join("/"));
    }
    let raw = url.scalar().or_else(|| url.word("raw")).unwrap_or_default();
    let raw = raw.split(['?', '#']).next().unwrap_or_default();
    let behind_host = raw.split_once("://").map_or(raw, |(_, rest)| rest);
    behind_host.find('/').map_or_else(String::new, |slash| behind_host[slash..].to_owned())
}
