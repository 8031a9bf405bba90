//! What a document says beside its fields: the sections that speak for all of them.
//!
//! It is read only where a rule about whole documents is asked, and knows nothing of what the sections state.

use crate::field::{DocumentInfo, Pointer, Text};
use crate::source::{FileId, Place};
use std::sync::Arc;

/// A document and what it says once for all of its fields.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The source that holds it.
    pub file: FileId,
    /// What is said of the document.
    pub info: Arc<DocumentInfo>,
    /// Where findings about the whole document stand: its title, else its beginning.
    pub place: Place,
    /// The identity of that place; that of its title, or of all of it.
    pub pointer: Pointer,
    /// The words that are about no single field, in document order.
    pub sections: Vec<Section>,
    /// The calls that the provider makes, as far as the structure describes them.
    pub calls: Vec<Call>,
}

/// A call that the provider makes: an operation of a callback object or of a webhook.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// The names of its headers, each with its place.
    pub headers: Vec<(String, Place)>,
    /// The first answer that says it was received, such as `200`, with its place.
    pub answer: Option<(String, Place)>,
    /// The first media type of what it carries, with its place.
    pub body: Option<(String, Place)>,
}

/// Words about more than one field.
#[derive(Clone, Debug)]
pub struct Section {
    /// What they are about.
    pub about: About,
    /// The words.
    pub text: Text,
}

/// What a section is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The whole document.
    Document,
    /// The operations with a tag of this name.
    Tag(String),
    /// A call that the provider makes, or a part of one.
    Call,
    /// A page of documentation, all of which speaks of its fields.
    Page,
    /// Anything else that the document describes.
    Other,
}
