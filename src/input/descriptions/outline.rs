//! What a description, of any of the formats, says once for all of its fields.

use super::deliveries::{calls_in, deliveries};
use super::examples;
use super::expressions::nameable;
use super::heads::{Head, WordKeys, head_of};
use super::node::{Node, Spots};
use super::part::METHODS;
use super::proofs::{self, is_proof};
use super::references::References;
use super::{Documents, Part, Recognised, asyncapi, info, recognised_documents};
use crate::field::Role;
use crate::outline::{About, Call, Example, FieldAt, Group, Offered, Outline, Section};
use crate::source::{FileId, Source};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// The outlines of the whole descriptions among some of the sources, and the examples of some fields of theirs; of what is
/// described elsewhere than in `info`, tags and calls, and of names that stand together, only what is wanted is kept. What
/// pieces in files of their own say belongs to the first of them.
pub(in crate::input) fn outlines(
    sources: &[Source],
    offered: &[FileId],
    fields: &[FieldAt],
    is_wanted: &dyn Fn(Offered<'_>) -> bool,
) -> (Vec<Outline>, Vec<Example>) {
    let documents = Documents::new(sources);
    let ours = recognised_documents(&documents, sources, offered);
    let references = References::scan(&documents, ours.iter().map(|document| document.root));
    let whole = whole_among(&ours, &references);
    let mut outlines = Vec::new();
    let mut calls = Vec::new();
    for document in &whole {
        let root = document.root;
        let of_document = match document.part {
            Part::Document => calls_in(root, &references),
            _ => Vec::new(),
        };
        let Head { title, holder, sections, words } = head_of(document);
        let beginning = root.beginning();
        let mut outline = Outline {
            file: root.file(),
            info: Arc::new(info(document)),
            extent: root.place().span,
            place: title.map_or(beginning, Node::place),
            heads: holder.map(Node::beginning_with_key).into_iter().chain([beginning]).collect(),
            pointer: title.map(Node::pointer).unwrap_or_default(),
            sections,
            groups: Vec::new(),
            calls: Vec::new(),
            proofs: proofs::of_schemes(root),
            deliveries: deliveries(&of_document, &references),
            nameable: nameable(&of_document, &references),
        };
        let mut below = Below { root, references: &references, is_wanted, words, outline: &mut outline };
        for (key, value) in root.entries().filter(|(key, _)| key != "info" && key != "tags") {
            match &*key {
                "webhooks" | "x-webhooks" => below.path_items(value),
                _ => below.walk(value),
            }
        }
        if let Part::AsyncApi(_) = document.part {
            for (call, words) in asyncapi::calls::sent_by_http(root, &references) {
                below.outline.proofs.extend(proofs::of_headers(&call));
                below.outline.calls.push(call);
                for node in words {
                    below.outline.proofs.extend(proofs::of_security(node, root));
                    below.words_below(node);
                }
            }
        }
        outlines.push(outline);
        calls.extend(of_document);
    }
    if let (Some(outline), Some(first)) = (outlines.first_mut(), whole.first()) {
        let known: Spots = whole.iter().map(|document| document.root.spot()).collect();
        let pieces =
            (0..sources.len()).filter(|&file| documents.is_parsed(file)).flat_map(|file| documents.roots(file));
        let words = head_of(first).words;
        let mut below = Below { root: first.root, references: &references, is_wanted, words, outline };
        pieces.filter(|root| !known.contains(&root.spot())).for_each(|root| below.walk(root));
    }
    (outlines, examples::of(fields, &calls, &documents, &references))
}

/// The documents that stand for themselves: a schema does unless another file refers to it.
fn whole_among<'o, 't>(ours: &'o [Recognised<'t>], references: &References<'t>) -> Vec<&'o Recognised<'t>> {
    let is_schema = |document: &&Recognised<'t>| document.format == "json-schema";
    let referred: HashSet<FileId> = references.files_referred_to().collect();
    let is_whole = |document: &&Recognised<'t>| match document.part {
        Part::Schema => is_schema(document) && !referred.contains(&document.root.file()),
        part => part.is_whole(),
    };
    let whole: Vec<_> = ours.iter().filter(is_whole).collect();
    // Schemas that refer to each other in a circle leave none out.
    if whole.is_empty() { ours.iter().filter(is_schema).collect() } else { whole }
}

/// The walk of all that a document describes beside its `info` and its tags.
struct Below<'a, 't> {
    root: Node<'t>,
    references: &'a References<'t>,
    is_wanted: &'a dyn Fn(Offered<'_>) -> bool,
    /// Keys under which words stand.
    words: WordKeys,
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
                        if self.words.contains(&key) && (self.is_wanted)(Offered::Words(child.raw())) {
                            self.add(About::Other, child);
                        }
                    }
                    Some("description") => {
                        // Postman wraps words with their type; what else has this name is a property.
                        match child.get("content").filter(|content| content.is_scalar()) {
                            Some(content) if (self.is_wanted)(Offered::Words(content.raw())) => {
                                self.add(About::Other, content)
                            }
                            Some(_) => {}
                            None => waiting.push(child),
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
                self.outline.proofs.extend(is_proof(parameter).map(|word| (word.to_owned(), name.place())));
            }
        }
        self.outline.proofs.extend(proofs::of_security(operation, self.root));
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
                if value.is_scalar() && self.words.contains(&&*key) {
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
