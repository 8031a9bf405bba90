//! Messages that are mappings: the string under one key, and under others what translators are told.

use super::Place;
use crate::field::{Pointer, Role};
use crate::input::copy::Message;
use crate::input::tree::Tree;

/// Keys that hold the string.
const STRINGS: &[&str] = &["message", "defaultMessage", "string", "translation"];

/// Keys that hold what translators are told,
const NOTES: &[&str] = &["description", "context", "developer_comment", "comment", "notes", "meaning"];

/// and what else stands beside them.
const OTHERS: &[&str] = &[
    "placeholders",
    "id",
    "hash",
    "character_limit",
    "max_length",
    "charLimit",
    "platform",
    "screenshots",
    "locations",
    crate::input::IGNORE_KEY,
];

/// The message that a mapping is, if it holds nothing but one.
pub(super) fn message(tree: &Tree<'_>, place: &Place) -> Option<Message> {
    let mut string = None;
    let mut notes = Vec::new();
    let mut id = None;
    for child in tree.children(place.node) {
        let key = tree.key(child)?;
        match &*key {
            key if STRINGS.contains(&key) && string.is_none() && tree.is_scalar(child) => string = Some(child),
            key if NOTES.contains(&key) => notes.extend(tree.text(child, Role::Description)),
            "id" => id = tree.scalar(child).map(|id| id.into_owned()),
            key if OTHERS.contains(&key) => {}
            _ => return None,
        }
    }
    let string = string.filter(|_| !place.path.is_empty())?;
    let text = tree.text(string, Role::Label).filter(|text| !text.decoded.is_empty())?;
    let pointer = Pointer(place.pointer.clone());
    Some(Message { path: place.path.clone(), key_span: place.key_span, text, pointer, id, notes })
}
