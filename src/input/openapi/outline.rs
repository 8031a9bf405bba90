//! What an OpenAPI document says once for all of its fields.

use super::deliveries::{calls_in, deliveries};
use super::examples;
use super::node::Node;
use super::references::References;
use super::texts::own_texts;
use super::{Documents, Part, info, recognised_documents};
use crate::outline::{About, Example, FieldAt, Outline, Section};
use crate::source::{FileId, Source};
use std::sync::Arc;

/// The outlines of the whole descriptions among some of the sources, and the examples of some fields of theirs.
pub(in crate::input) fn outlines(
    sources: &[Source],
    offered: &[FileId],
    fields: &[FieldAt],
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
        outlines.push(Outline {
            file: root.file(),
            info: Arc::new(info(document)),
            place: title.map_or_else(|| root.beginning(), Node::place),
            sections: sections(root),
            deliveries: deliveries(&of_document, &references),
        });
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
