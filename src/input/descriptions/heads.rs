//! Where each format says what holds for a whole document: its title, the words about all of it, and about parts of it.

use super::node::Node;
use super::texts::own_texts;
use super::{Part, Recognised, kubernetes, postman};
use crate::field::Role;
use crate::outline::{About, Section};

/// Keys under which words stand.
pub(super) type WordKeys = &'static [&'static str];

const WORDS: WordKeys = &["description", "summary"];
/// Schemas have a title where others have a summary, and remarks for whoever maintains them.
const WORDS_OF_SCHEMAS: WordKeys = &["description", "markdownDescription", "title", "$comment"];

/// What a document says of itself.
pub(super) struct Head<'t> {
    /// Its title.
    pub(super) title: Option<Node<'t>>,
    /// What holds the title, where that is not the document.
    pub(super) holder: Option<Node<'t>>,
    /// Words about all of it, and about parts of it that have names.
    pub(super) sections: Vec<Section>,
    /// The keys of all its other words.
    pub(super) words: WordKeys,
}

/// The head of a document.
pub(super) fn head_of<'t>(document: &Recognised<'t>) -> Head<'t> {
    let root = document.root;
    match document.part {
        Part::Postman(_) => of_collection(root),
        Part::Resource => of_resource(root),
        Part::Schema => Head {
            title: root.get("title").filter(|title| title.is_scalar()),
            holder: None,
            sections: about_all(root).collect(),
            words: WORDS_OF_SCHEMAS,
        },
        _ => of_info(root),
    }
}

fn of_info(root: Node<'_>) -> Head<'_> {
    let info = root.get("info");
    let of_info = info.and_then(|info| info.get("tags"));
    let tags = [root.get("tags"), of_info].into_iter().flatten().flat_map(Node::items);
    let tags = tags.flat_map(|tag| named(tag, own_texts(tag)).collect::<Vec<_>>());
    Head {
        title: info.and_then(|info| info.get("title")),
        holder: info,
        sections: info.into_iter().flat_map(about_all).chain(tags).collect(),
        words: WORDS,
    }
}

fn of_collection(root: Node<'_>) -> Head<'_> {
    let collection = postman::collection(root).unwrap_or(root);
    let info = collection.get("info");
    let mut sections: Vec<Section> = info.into_iter().flat_map(about_all).collect();
    let mut waiting: Vec<Node<'_>> = collection.get("item").into_iter().flat_map(Node::items).collect();
    while let Some(item) = waiting.pop() {
        if let Some(items) = item.get("item") {
            sections.extend(named(item, own_texts(item)));
            waiting.extend(items.items());
        }
    }
    sections.sort_by_key(|section| section.text.span);
    Head { title: info.and_then(|info| info.get("name")), holder: info, sections, words: WORDS }
}

fn of_resource(root: Node<'_>) -> Head<'_> {
    let metadata = root.get("metadata");
    Head {
        title: metadata.and_then(|metadata| metadata.get("name")),
        holder: metadata,
        sections: kubernetes::schemas_of(root).into_iter().flat_map(about_all).collect(),
        words: WORDS,
    }
}

fn about_all(node: Node<'_>) -> impl Iterator<Item = Section> + '_ {
    let remark = node.get("$comment").and_then(|remark| remark.text(Role::Description));
    own_texts(node).chain(remark).map(|text| Section { about: About::Document, text })
}

/// Words about the part of a document that has a node's name.
fn named<'t>(
    node: Node<'t>,
    texts: impl Iterator<Item = crate::field::Text> + 't,
) -> impl Iterator<Item = Section> + 't {
    let name = node.word("name").unwrap_or_default().into_owned();
    texts.map(move |text| Section { about: About::Tag(name.clone()), text })
}
