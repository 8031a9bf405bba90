//! What an OpenAPI document says once for all of its fields.

use super::deliveries::{calls_in, deliveries};
use super::examples;
use super::node::Node;
use super::part::METHODS;
use super::references::References;
use super::texts::own_texts;
use super::{Documents, Part, info, recognised_documents};
use crate::field::{Pointer, Role};
use crate::outline::{About, Call, Example, FieldAt, Group, Offered, Outline, Section};
use crate::source::{FileId, Place, Source};
use std::borrow::Cow;
use std::sync::Arc;

/// Keys under which words stand.
const WORDS: [&str; 2] = ["description", "summary"];

/// The outlines of the whole descriptions among some of the sources, and the examples of some fields of theirs; of what is
/// described elsewhere than in `info`, tags and calls, and of names that stand together, only what is wanted is kept.
pub(in crate::input) fn outlines(
    sources: &[Source],
    offered: &[FileId],
    fields: &[FieldAt],
    is_wanted: &dyn Fn(Offered<'_>) -> bool,
) -> (Vec<Outline>, Vec<Example>) {
    let documents = Documents::new(sources);
    let ours = recognised_documents(&documents, sources, offered);
    let references = References::scan(&documents, ours.iter().map(|document| document.root));
    let whole = ours.iter().filter(|document| document.part == Part::Document);
    let mut outlines = Vec::new();
    let mut calls = Vec::new();
    for document in whole {
        let root = document.root;
        let of_document = calls_in(root, &references);
        let title = root.get("info").and_then(|info| info.get("title"));
        let mut outline = Outline {
            file: root.file(),
            info: Arc::new(info(document)),
            place: title.map_or_else(|| root.beginning(), Node::place),
            pointer: title.map_or_else(Pointer::default, Node::pointer),
            sections: sections(root),
            groups: Vec::new(),
            calls: Vec::new(),
            deliveries: deliveries(&of_document, &references),
        };
        let mut below = Below { root, references: &references, is_wanted, outline: &mut outline };
        for (key, value) in root.entries().filter(|(key, _)| key != "info" && key != "tags") {
            match &*key {
                "webhooks" | "x-webhooks" => below.path_items(value),
                _ => below.walk(value),
            }
        }
        outlines.push(outline);
        calls.extend(of_document);
    }
    (outlines, examples::of(fields, &calls, &documents, &references))
}

fn sections(root: Node<'_>) -> Vec<Section> {
    let document = root.get("info").into_iter().flat_map(own_texts);
    let document = document.map(|text| Section { about: About::Document, text });
    let tags = root.get("tags").into_iter().flat_map(Node::items).flat_map(|tag| {
        let name = tag.word("name").unwrap_or_default().into_owned();
        own_texts(tag).map(move |text| Section { about: About::Tag(name.clone()), text })
    });
    document.chain(tags).collect()
}

/// The walk of all that a document describes beside its `info` and its tags.
struct Below<'a, 't> {
    root: Node<'t>,
    references: &'a References<'t>,
    is_wanted: &'a dyn Fn(Offered<'_>) -> bool,
    outline: &'a mut Outline,
}

impl<'t> Below<'_, 't> {
    /// Words anywhere below a node, and the calls of callback objects.
    fn walk(&mut self, top: Node<'t>) {
        let mut waiting = vec![top];
        while let Some(node) = waiting.pop() {
            let from = waiting.len();
            for child in node.children() {
                let key = child.key();
                match key.as_deref() {
                    Some(key) if child.is_scalar() => {
                        if WORDS.contains(&key) && (self.is_wanted)(Offered::Words(child.raw())) {
                            self.add(About::Other, child);
                        }
                    }
                    Some("callbacks") => {
                        for (_, callback) in child.entries() {
                            self.path_items(self.references.end(callback));
                        }
                    }
                    // What an example holds is said by nobody.
                    Some("example" | "examples") => {}
                    _ if child.is_scalar() => {}
                    key => {
                        match key {
                            Some("properties") => self.group(child.children().collect(), Node::key),
                            Some("parameters") => {
                                self.group(child.items().collect(), |parameter| parameter.word("name"))
                            }
                            _ => {}
                        }
                        waiting.push(child);
                    }
                }
            }
            waiting[from..].reverse();
        }
    }

    /// Names that stand together, if any of them is wanted.
    fn group(&mut self, members: Vec<Node<'t>>, name: impl Fn(Node<'t>) -> Option<Cow<'t, str>>) {
        let names = || members.iter().filter_map(|&member| Some((name(member)?, member)));
        if names().any(|(name, _)| (self.is_wanted)(Offered::Name(&name))) {
            let group: Group = names().map(|(name, member)| (name.into_owned(), member.place())).collect();
            self.outline.groups.push(group);
        }
    }

    /// The calls of path items that the provider requests.
    fn path_items(&mut self, items: Node<'t>) {
        for (_, item) in items.entries() {
            let item = self.references.end(item);
            for (method, operation) in item.entries() {
                if METHODS.contains(&&*method) && operation.is_mapping() {
                    self.call(operation, item);
                }
            }
        }
    }

    fn call(&mut self, operation: Node<'t>, item: Node<'t>) {
        let mut call = Call::default();
        let parameters = [operation, item].into_iter().filter_map(|holder| holder.get("parameters"));
        for parameter in parameters.flat_map(Node::items).map(|parameter| self.references.end(parameter)) {
            if let (Some("header"), Some(name)) = (parameter.word("in").as_deref(), parameter.get("name")) {
                call.headers.extend(name.scalar().map(|word| (word.into_owned(), name.place())));
                self.words_below(parameter);
            }
        }
        call.headers.extend(self.secured_by(operation));
        let answers = operation.get("responses").into_iter().flat_map(Node::entries);
        let received = { answers }.find(|(status, _)| status.starts_with('2'));
        call.answer = received.map(|(status, answer)| (status.into_owned(), answer.place()));
        let body = operation.get("requestBody").map(|body| self.references.end(body));
        let media = body.and_then(|body| body.get("content")).and_then(|content| content.entries().next());
        call.body = media.map(|(name, media)| (name.into_owned(), media.place()));
        self.outline.calls.push(call);
        self.words_below(operation);
    }

    /// The headers by which a call is secured.
    fn secured_by(&self, operation: Node<'t>) -> Vec<(String, Place)> {
        let schemes = self.root.get("components").and_then(|components| components.get("securitySchemes"));
        let names = operation.get("security").into_iter().flat_map(Node::items).flat_map(Node::entries);
        let found = names.filter_map(|(name, required)| {
            let scheme = self.references.end(schemes?.get(&name)?);
            let header = match (scheme.word("type").as_deref(), scheme.word("in").as_deref()) {
                (Some("apiKey"), Some("header")) => scheme.word("name")?.into_owned(),
                (Some("http" | "oauth2" | "openIdConnect"), _) => "Authorization".to_owned(),
                _ => return None,
            };
            Some((header, required.place()))
        });
        found.collect()
    }

    /// All words of a call, in which nothing is about anything else.
    fn words_below(&mut self, top: Node<'t>) {
        let mut waiting = vec![top];
        while let Some(node) = waiting.pop() {
            for (key, value) in node.entries() {
                if value.is_scalar() && WORDS.contains(&&*key) {
                    self.add(About::Call, value);
                }
            }
            waiting.extend(node.children().filter(|child| !child.is_scalar()));
        }
    }

    fn add(&mut self, about: About, node: Node<'t>) {
        self.outline.sections.extend(node.text(Role::Description).map(|text| Section { about, text }));
    }
}
