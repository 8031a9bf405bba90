//! What an OpenAPI document says once for all of its fields.

use super::deliveries::{calls_in, deliveries};
use super::examples;
use super::expressions::nameable;
use super::node::Node;
use super::part::METHODS;
use super::references::References;
use super::texts::own_texts;
use super::{Documents, Part, info, recognised_documents};
use crate::field::{Pointer, Role};
use crate::outline::{About, Call, Example, FieldAt, Outline, Section};
use crate::source::{FileId, Source};
use std::sync::Arc;

/// Keys under which words stand.
const WORDS: [&str; 2] = ["description", "summary"];

/// The outlines of the whole descriptions among some of the sources, and the examples of some fields of theirs; of what is
/// described elsewhere than in `info`, tags and calls, only what `is_wanted` finds worth decoding is kept.
pub(in crate::input) fn outlines(
    sources: &[Source],
    offered: &[FileId],
    fields: &[FieldAt],
    is_wanted: &dyn Fn(&str) -> bool,
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
            calls: Vec::new(),
            deliveries: deliveries(&of_document, &references),
            nameable: nameable(&of_document, &references),
        };
        let mut below = Below { references: &references, is_wanted, outline: &mut outline };
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
    references: &'a References<'t>,
    is_wanted: &'a dyn Fn(&str) -> bool,
    outline: &'a mut Outline,
}

impl<'t> Below<'_, 't> {
    /// Words anywhere below a node, and the calls of callback objects.
    fn walk(&mut self, top: Node<'t>) {
        let mut waiting = vec![top];
        while let Some(node) = waiting.pop() {
            let from = waiting.len();
            for child in node.children() {
                let key = if child.is_mapping() || child.is_scalar() { child.key() } else { None };
                match key.as_deref() {
                    Some(key) if child.is_scalar() => {
                        if WORDS.contains(&key) && (self.is_wanted)(child.raw()) {
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
                    _ => waiting.push(child),
                }
            }
            waiting[from..].reverse();
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
        let answers = operation.get("responses").into_iter().flat_map(Node::entries);
        let received = { answers }.find(|(status, _)| status.starts_with('2'));
        call.answer = received.map(|(status, answer)| (status.into_owned(), answer.place()));
        let body = operation.get("requestBody").map(|body| self.references.end(body));
        let media = body.and_then(|body| body.get("content")).and_then(|content| content.entries().next());
        call.body = media.map(|(name, media)| (name.into_owned(), media.place()));
        self.outline.calls.push(call);
        self.words_below(operation);
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
