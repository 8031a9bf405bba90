//! What a document says beside its fields: the sections that speak for all of them, the requests that its provider sends,
//! and the examples that it gives.
//!
//! It is read only where a rule about whole documents is asked, and knows nothing of what the sections state.

use crate::field::{DocumentInfo, Pointer, Text};
use crate::source::{FileId, Place, Span};
use std::collections::HashMap;
use std::sync::Arc;

/// A document and what it says once for all of its fields.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The source that holds it.
    pub file: FileId,
    /// What is said of the document.
    pub info: Arc<DocumentInfo>,
    /// Its bytes, as one source may hold several documents.
    pub extent: Span,
    /// Where findings about the whole document stand: its title, else its beginning.
    pub place: Place,
    /// Where else something may stand that speaks of the whole document: what holds its title, and its beginning.
    pub heads: Vec<Place>,
    /// The identity of that place; that of its title, or of all of it.
    pub pointer: Pointer,
    /// The words that are about no single field, in document order.
    pub sections: Vec<Section>,
    /// Names that stand together, of those groups that were wished for.
    pub groups: Vec<Group>,
    /// The calls that the provider makes, as far as the structure describes them.
    pub calls: Vec<Call>,
    /// What proves who sent them: security schemes, and headers that are named for it, each with its place.
    pub proofs: Vec<(String, Place)>,
    /// The requests that its provider sends, in document order.
    pub deliveries: Vec<Delivery>,
    /// Where the names of the values of requests stand that a runtime expression can name, each with whether an operation that
    /// takes it has callbacks; none are looked for where no operation has any.
    pub nameable: HashMap<Place, bool>,
}

/// The properties of an object, or the parameters of an operation: each name with its place.
pub type Group = Vec<(String, Place)>;

/// What a reader asks before it keeps something.
#[derive(Clone, Copy, Debug)]
pub enum Offered<'a> {
    /// Words, as they are written.
    Words(&'a str),
    /// A name among others.
    Name(&'a str),
}

impl Outline {
    /// Whether a place is part of the document.
    pub fn holds(&self, place: Place) -> bool {
        place.file == self.file && self.extent.contains(place.span)
    }
}

/// A call that the provider makes: an operation of a callback object or of a webhook, or one that sends a message by HTTP.
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
    /// A page of documentation, all of which speaks of its fields, below these headings.
    Page(Vec<String>),
    /// Anything else that the document describes.
    Other,
}

/// A field by where it stands: its source, and its identity there.
pub type FieldAt = (FileId, Pointer);

/// An operation of a callback object or of a webhook: a request that the provider sends.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What sends it on its way.
    pub origin: Origin,
    /// The webhook's name, or the callback's.
    pub name: String,
    /// Where its method's key stands.
    pub place: Place,
    /// Its identity.
    pub pointer: Pointer,
    /// Its own words, those of its path item, and those of its body.
    pub texts: Vec<Text>,
    /// The names that it goes by beside its own: its id, its summary.
    pub aliases: Vec<String>,
    /// The answers that it documents.
    pub answers: Vec<Answer>,
    /// Its body.
    pub body: Body,
    /// Whether something that would tell of a proof of who sent it may stand where nothing leads to.
    pub may_have_proof: bool,
    /// The fields that hold its URL.
    pub receivers: Vec<FieldAt>,
}

/// What sends a delivery on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An operation that has a callback object.
    Callback,
    /// A webhook, which has no operation.
    Webhook,
}

/// An answer to a delivery.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status as written: `200`, `2XX` or `default`.
    pub status: String,
    /// Its words.
    pub texts: Vec<Text>,
}

/// What is known of the body of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// Its method has none.
    Needless,
    /// It is not described.
    Missing,
    /// It is, but what it is made of is not.
    WithoutSchema,
    /// It is described in full, or is where nothing leads to.
    Described,
}

/// A runtime expression that names nothing.
#[derive(Clone, Debug)]
pub struct Dangling {
    /// The expression as written, without brackets.
    pub expression: String,
    /// Where it stands.
    pub place: Place,
    /// The identity of the path item whose key it is part of.
    pub pointer: Pointer,
    /// What does not exist, as the end of a sentence whose subject it is.
    pub because: String,
    /// The operation that is asked, as `POST /orders`.
    pub operation: String,
    /// What there is instead.
    pub declared: Vec<Declared>,
}

/// A value that an expression could name.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The expression that names it.
    pub expression: String,
    /// Where the name stands.
    pub place: Place,
}

/// An example of the value of a field.
#[derive(Clone, Debug)]
pub struct Example {
    /// The field.
    pub field: FieldAt,
    /// The value.
    pub value: String,
    /// Where it stands, without quotes.
    pub place: Place,
    /// The name of the definition that gives it, where that is not the field's own.
    pub shared: Option<String>,
}
