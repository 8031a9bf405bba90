//! What an OpenAPI document says once for all of its fields.

use super::node::Node;
use super::texts::own_texts;
use super::{Documents, Part, Recognised, info, recognised_documents};
use crate::outline::{About, Outline, Section};
use crate::source::{FileId, Source};
use std::sync::Arc;

/// The outlines of the whole descriptions among some of the sources.
pub(in crate::input) fn outlines(sources: &[Source], offered: &[FileId]) -> Vec<Outline> {
    let documents = Documents::new(sources);
    let ours = recognised_documents(&documents, sources, offered);
    let whole = ours.iter().filter(|document| document.part == Part::Document);
    let outline = |document: &Recognised<'_>| {
        let root = document.root;
        let title = root.get("info").and_then(|info| info.get("title"));
        Outline {
            file: root.file(),
            info: Arc::new(info(document)),
            place: title.map_or_else(|| root.beginning(), Node::place),
            sections: sections(root),
        }
    };
    whole.map(outline).collect()
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
