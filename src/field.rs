//! What is read and what is recognised: a [`Candidate`] is a named place with words beside it, a [`Field`] is a candidate
//! that was recognised as a callback URL, with what its words say.
//!
//! Readers fill candidates and know nothing of callbacks; `recognise` makes fields of them and knows nothing of formats.

use crate::source::{FileId, Place, Span};
use std::sync::Arc;

/// The stable identity of a place in a file: an RFC 6901 JSON pointer, a message key, a heading path or an element id.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(pub String);

impl std::fmt::Display for Pointer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// Decoded prose with the map back to the bytes it was written in, so that evidence can be underlined where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What the text is to its field.
    pub role: Role,
    /// The source it stands in, which for a `$ref` is another one than the field's.
    pub file: FileId,
    /// The decoded characters: folding, escapes and indentation undone.
    pub decoded: String,
    /// The bytes of the whole value in the source, quotes and block headers included.
    pub span: Span,
    /// Where each run of decoded bytes comes from.
    pub map: SourceMap,
    /// What else hangs on the words as they are written; none where nothing does and they can simply go on.
    pub tied: Option<Tie>,
}

/// What hangs on written words beside what a person reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// A program puts them together, chooses them or fills them in.
    Code,
    /// They are the key by which their translations are found.
    Key,
}

impl Text {
    /// The place in the source of a range of decoded bytes.
    pub fn place(&self, decoded: std::ops::Range<usize>) -> Place {
        Place { file: self.file, span: self.map.span(decoded) }
    }
}

/// Where decoded bytes come from: one run for each stretch that was copied or replaced, in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    runs: Vec<Run>,
}

/// A stretch of decoded bytes with one rule for where they come from; it lasts until the next run begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// First decoded byte.
    decoded: u32,
    /// The source byte that it came from.
    source: u32,
    /// How many source bytes stand for the whole run where it was replaced, such as an escape; else [`COPIED`].
    replaced: u32,
}

const COPIED: u32 = u32::MAX;

impl SourceMap {
    /// The map of a text that was copied as it stands from source byte `start` on.
    pub fn verbatim(start: usize) -> Self {
        let mut map = SourceMap::default();
        map.copied(0, start);
        map
    }

    /// Says that the bytes from `decoded` on were copied from `source` on; calls go forward through the decoded text.
    pub fn copied(&mut self, decoded: usize, source: usize) {
        let Span { start, end } = Span::new(decoded, source);
        let goes_on = self
            .runs
            .last()
            .is_some_and(|run| run.replaced == COPIED && end >= run.source && start - run.decoded == end - run.source);
        if !goes_on {
            self.add(Run { decoded: start, source: end, replaced: COPIED });
        }
    }

    /// Says that the bytes from `decoded` on stand for the source bytes `source`, such as those of an escape.
    pub fn replaced(&mut self, decoded: usize, source: std::ops::Range<usize>) {
        let Span { start, end } = Span::new(source.start, source.end);
        self.add(Run { decoded: Span::new(decoded, decoded).start, source: start, replaced: end - start });
    }

    /// A run that got no decoded byte before the next one came is dropped.
    fn add(&mut self, run: Run) {
        match self.runs.last_mut() {
            Some(last) if last.decoded == run.decoded => *last = run,
            _ => self.runs.push(run),
        }
    }

    /// The source byte that a decoded byte came from; for a replaced one, the first of those that stand for it.
    pub fn source(&self, decoded: usize) -> usize {
        self.source_range(decoded).start
    }

    /// The source bytes that a range of decoded bytes came from, from its first to its last byte.
    pub fn span(&self, decoded: std::ops::Range<usize>) -> Span {
        let start = self.source(decoded.start);
        let end = if decoded.is_empty() { start } else { self.source_range(decoded.end - 1).end };
        Span::new(start, end.max(start))
    }

    fn source_range(&self, decoded: usize) -> std::ops::Range<usize> {
        let index = self.runs.partition_point(|run| run.decoded as usize <= decoded);
        match index.checked_sub(1).and_then(|last| self.runs.get(last)) {
            None => decoded..decoded + 1,
            Some(run) if run.replaced != COPIED => run.source as usize..(run.source + run.replaced) as usize,
            Some(run) => {
                let source = run.source as usize + (decoded - run.decoded as usize);
                source..source + 1
            }
        }
    }
}

/// A key by which a template asks for words that stand in a locale file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageKey {
    /// What the words are to the field.
    pub role: Role,
    /// The key as written.
    pub key: String,
    /// Where the template names it.
    pub place: Place,
    /// Whether a locale file that was handed in has the words, which are then among the texts.
    pub is_found: bool,
}

/// What a text is to its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A schema's or message's `title`.
    Title,
    /// A short summary.
    Summary,
    /// The description proper.
    Description,
    /// A form input's label.
    Label,
    /// Help or hint text beside an input.
    Help,
    /// What an empty input shows.
    Placeholder,
    /// Text shown on hover.
    Tooltip,
}

impl Role {
    /// The word that reports use for it.
    pub fn word(self) -> &'static str {
        match self {
            Role::Title => "title",
            Role::Summary => "summary",
            Role::Description => "description",
            Role::Label => "label",
            Role::Help => "help",
            Role::Placeholder => "placeholder",
            Role::Tooltip => "tooltip",
        }
    }
}

/// What sort of place a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    /// A property of a schema.
    Property,
    /// A query, cookie or form parameter.
    Parameter,
    /// A part of a path, which names a resource.
    PathParameter,
    /// A request header that is documented as a parameter.
    RequestHeader,
    /// A header of a response.
    ResponseHeader,
    /// A string, or several that belong together, of a locale file.
    Message,
    /// A form input with its label and hints, in markup.
    Input,
    /// A row of a table, an item of a definition list or a heading with its paragraph, in documentation.
    Entry,
}

/// Who sends the document that the candidate is part of, as far as the structure tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Part of a request that the integrator sends.
    pub request: bool,
    /// Part of a response that the provider sends.
    pub response: bool,
    /// Part of a payload that the provider sends to a callback or webhook.
    pub payload: bool,
}

/// An operation that a candidate is used by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Upper-case HTTP method, such as `POST`.
    pub method: String,
    /// Path template, such as `/payments/{id}`.
    pub path: String,
    /// The operation's own summary, description and tags' names: context, never the field's own words.
    pub words: Vec<String>,
}

/// What the structure says of a candidate's value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Declared types (`string`, `object`, …), those of `anyOf`/`oneOf` parts included; empty where none is declared.
    pub types: Vec<String>,
    /// Declared formats (`uri`, `url`, `uuid`, …), of the items where it is an array.
    pub formats: Vec<String>,
    /// Whether the value is chosen from a list of fixed words.
    pub enumerated: bool,
    /// Name of the type that a `$ref` names (`Uri` of `…/Uri`), innermost last.
    pub named: Vec<String>,
    /// Names of the properties of the value, or of its items, where it is an object.
    pub properties: Vec<String>,
    /// Example, default and enum values as written, a few of them.
    pub samples: Vec<String>,
    /// Whether the value is a list.
    pub list: bool,
    /// `readOnly` in the schema.
    pub read_only: bool,
    /// `writeOnly` in the schema.
    pub write_only: bool,
    /// `deprecated`, of the place or in the schema.
    pub deprecated: bool,
    /// Longest value allowed, in characters, where stated.
    pub max_length: Option<u64>,
    /// Whether a `$ref` that would tell more leads to nothing that was handed in.
    pub unresolved: bool,
}

/// A named place beside the candidate: another property of the same object or parameter of the same operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sibling {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub place: Place,
    /// Its enum values and default as written, a few of them.
    pub values: Vec<String>,
    /// Where those values stand.
    pub values_place: Option<Place>,
    /// Its description's beginning, undecoded.
    pub prose: String,
}

/// An OpenAPI callback object whose runtime expression names the candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackOperation {
    /// Upper-case HTTP method.
    pub method: String,
    /// Where the method's key stands.
    pub method_place: Place,
    /// The operation's own summary and description.
    pub texts: Vec<Text>,
}

/// What is said once for a whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentInfo {
    /// Format id: `openapi`, `swagger`, `asyncapi`, `arazzo`, `json-schema`, `kubernetes`, `postman`, `fragment`, or that
    /// of a reader of copy or pages.
    pub format: &'static str,
    /// `info.title`, or the product's name where a format has one.
    pub title: Option<String>,
    /// The language of its words as an IETF tag (`de`, `pt-BR`), where its name or its content tells.
    pub language: Option<String>,
}

/// A named place in a document with the words beside it, before anything is known of callbacks.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The source that the place stands in.
    pub file: FileId,
    /// Its identity in that source.
    pub pointer: Pointer,
    /// The name as written.
    pub name: String,
    /// Where the name stands, without quotes.
    pub name_span: Span,
    /// What sort of place it is.
    pub setting: Setting,
    /// Names of what encloses it, innermost first: property names, the component's name, its title.
    pub owners: Vec<String>,
    /// Its own words, in reading order.
    pub texts: Vec<Text>,
    /// Keys by which its template asks for words of its own.
    pub keys: Vec<MessageKey>,
    /// The input of the same run that shows this message, and so is what is checked.
    pub shown_by: Option<Place>,
    /// What the structure says of its value.
    pub shape: Shape,
    /// Who sends the document that it is part of.
    pub usage: Usage,
    /// Whether the structure says that it may be left out; where it says nothing, it is not.
    pub optional: bool,
    /// The operations that use it, in the order in which they are written, as far as the first hundred; empty where none
    /// does or none is known.
    pub operations: Vec<Arc<Operation>>,
    /// The places beside it, itself included: the list is shared by all of them.
    pub siblings: Arc<Vec<Sibling>>,
    /// The callback objects that name it.
    pub callbacks: Vec<CallbackOperation>,
    /// Words that stand near it but are not its own: the description of the operation and of the enclosing schemas.
    pub nearby: Vec<Text>,
    /// The document.
    pub info: Arc<DocumentInfo>,
}

impl Candidate {
    /// A place of which nothing is known but its name and where it stands.
    pub fn new(
        file: FileId,
        pointer: Pointer,
        (name, name_span): (String, Span),
        setting: Setting,
        info: Arc<DocumentInfo>,
    ) -> Self {
        Candidate {
            file,
            pointer,
            name,
            name_span,
            setting,
            owners: Vec::new(),
            texts: Vec::new(),
            keys: Vec::new(),
            shown_by: None,
            shape: Shape::default(),
            usage: Usage::default(),
            optional: false,
            operations: Vec::new(),
            siblings: Arc::default(),
            callbacks: Vec::new(),
            nearby: Vec::new(),
            info,
        }
    }
}

/// What sort of call reaches the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Server to server: webhooks, notifications, completion callbacks.
    Webhook,
    /// A person's browser arrives: OAuth redirects, payment return pages.
    Redirect,
    /// A callback URL, but the words and the structure do not tell which.
    Unknown,
}

impl Kind {
    /// All three.
    pub const ALL: [Kind; 3] = [Kind::Webhook, Kind::Redirect, Kind::Unknown];

    /// The word that reports and rule data use for it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Webhook => "webhook",
            Kind::Redirect => "redirect",
            Kind::Unknown => "unknown",
        }
    }
}

/// What a document has to say something about for all of its callback URLs: its webhooks, or one sort of its redirects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Calls from server to server.
    Webhook,
    /// Redirects that end a sign-in with OAuth or OpenID Connect.
    Authorization,
    /// Redirects back from a payment.
    Payment,
    /// Addresses that are opened when somebody signs out.
    Logout,
}

impl Subject {
    /// All four.
    pub const ALL: [Subject; 4] = [Subject::Webhook, Subject::Authorization, Subject::Payment, Subject::Logout];

    /// The word that rule data uses for it.
    pub fn word(self) -> &'static str {
        match self {
            Subject::Webhook => "webhook",
            Subject::Authorization => "authorization",
            Subject::Payment => "payment",
            Subject::Logout => "logout",
        }
    }

    /// The kind of field that it is about.
    pub fn kind(self) -> Kind {
        match self {
            Subject::Webhook => Kind::Webhook,
            Subject::Authorization | Subject::Payment | Subject::Logout => Kind::Redirect,
        }
    }
}

/// One of the four things to say beside a callback URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// Who makes the request, or whose browser arrives.
    Caller,
    /// With which HTTP method, or that a browser navigates.
    Method,
    /// The event or condition that causes the call.
    Trigger,
    /// What happens when the call fails, or how it is retried.
    Failure,
}

impl Fact {
    /// All four, in the order that reports show them.
    pub const ALL: [Fact; 4] = [Fact::Caller, Fact::Method, Fact::Trigger, Fact::Failure];

    /// The word that reports and rule data use for it.
    pub fn word(self) -> &'static str {
        match self {
            Fact::Caller => "caller",
            Fact::Method => "method",
            Fact::Trigger => "trigger",
            Fact::Failure => "failure",
        }
    }
}

/// Where a fact was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The field's own words.
    Text,
    /// An OpenAPI callback object that names the field.
    Callbacks,
    /// A field beside it, such as `status_callback_method`.
    Sibling,
    /// A section that states it once for all fields.
    Policy,
}

impl By {
    /// The word that reports use for it.
    pub fn word(self) -> &'static str {
        match self {
            By::Text => "text",
            By::Callbacks => "callbacks",
            By::Sibling => "sibling",
            By::Policy => "policy",
        }
    }
}

/// How sure a verdict is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// More likely than not; shown with `--pedantic`.
    Likely,
    /// A careful reader would agree.
    #[default]
    Certain,
}

/// The words or the structure that state a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Where it was found.
    pub by: By,
    /// The words taken as evidence.
    pub quote: String,
    /// Where they stand; none where the words were given on the command line.
    pub place: Option<Place>,
    /// How sure it is.
    pub confidence: Confidence,
}

/// The four answers; `None` is "not stated".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    answers: [Option<Evidence>; 4],
}

impl Facts {
    /// The evidence for a fact, if it is stated.
    pub fn of(&self, fact: Fact) -> Option<&Evidence> {
        self.answers[fact as usize].as_ref()
    }

    /// Sets the evidence for a fact unless it is stated already: earlier evidence wins, and text is looked at first.
    pub fn state(&mut self, fact: Fact, evidence: Evidence) {
        self.answers[fact as usize].get_or_insert(evidence);
    }

    /// The facts that are not stated.
    pub fn missing(&self) -> Vec<Fact> {
        Fact::ALL.into_iter().filter(|&fact| self.of(fact).is_none()).collect()
    }
}

/// Words that come near a fact without stating it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfFact {
    /// The fact that they come near to.
    pub fact: Fact,
    /// The words.
    pub quote: String,
    /// Where they stand.
    pub place: Place,
    /// What they lack, as the end of a sentence whose subject they are.
    pub because: String,
}

/// Two statements about one field that cannot both be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What they are about.
    pub about: ConflictAbout,
    /// What is said, and where.
    pub said: (String, Place),
    /// What is said against it, and where.
    pub against: (String, Place),
}

/// What two statements can contradict each other about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConflictAbout {
    /// The HTTP method.
    Method,
    /// Whether a server calls or a person's browser arrives.
    Kind,
}

/// A candidate that was recognised as a callback URL.
#[derive(Clone, Debug)]
pub struct Field {
    /// What was read.
    pub candidate: Candidate,
    /// What sort of call reaches the URL.
    pub kind: Kind,
    /// How sure it is that this is a callback URL.
    pub confidence: Confidence,
    /// Why it was taken as a callback URL of this kind, each a clause without a final stop.
    pub reasons: Vec<String>,
    /// What its words and its structure state.
    pub facts: Facts,
    /// Facts that are stated near the field but not beside it, with the place.
    pub elsewhere: Vec<(Fact, Evidence)>,
    /// Words that come near a missing fact.
    pub half_facts: Vec<HalfFact>,
    /// What is said of it that cannot be true together.
    pub conflicts: Vec<Conflict>,
    /// Whether there is rule data for the language of its words; without it nothing can be said to be missing.
    pub understood: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_leads_back_across_a_dropped_run() {
        // "ab\n   cd" folded to "ab cd": the line break and the indentation are one decoded blank.
        let mut map = SourceMap::verbatim(10);
        map.copied(2, 12);
        map.copied(3, 16);
        assert_eq!(map.span(0..2), Span::new(10, 12));
        assert_eq!(map.span(3..5), Span::new(16, 18));
        assert_eq!(map.span(1..4), Span::new(11, 17));
        assert_eq!(map.span(2..2), Span::new(12, 12));
    }

    #[test]
    fn a_span_that_ends_in_an_escape_covers_all_of_it() {
        // "a\u00e9b": the escape is six source bytes for two decoded ones.
        let mut map = SourceMap::verbatim(10);
        map.replaced(1, 11..17);
        map.copied(3, 17);
        assert_eq!(map.span(0..3), Span::new(10, 17));
        assert_eq!(map.span(1..3), Span::new(11, 17));
        assert_eq!(map.span(3..4), Span::new(17, 18));
        assert_eq!(map.source(2), 11);
    }
}
