//! What a document says beside its fields: the sections that speak for all of them.
//!
//! It is read only where a rule about whole documents is asked, and knows nothing of what the sections state.

use crate::field::{DocumentInfo, Text};
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
    /// The words that are about no single field, in document order.
    pub sections: Vec<Section>,
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
}
