//! Follows the brackets of a script and gathers the strings of its object literals.

use crate::field::{Pointer, Role, Text};
use crate::input::copy::{Leaves, Message, key_path};
use crate::input::literals::{Dialect, Kind, Token, inner, text_of};
use crate::source::{FileId, Span};
use std::ops::Range;

/// Brackets in brackets that are followed; what is deeper is no message.
const DEPTH_LIMIT: usize = 64;

/// Words beside the objects of a locale file, which make no program of it.
const EXPECTED: &[&str] = &[
    "export",
    "default",
    "const",
    "let",
    "var",
    "import",
    "from",
    "as",
    "module",
    "exports",
    "return",
    "type",
    "defineMessages",
    "satisfies",
    "Object",
    "freeze",
    "use",
];

/// A message and the object that it is in.
pub(super) struct Placed {
    /// The message.
    pub(super) message: Message,
    /// Whether it comes from a descriptor with a `defaultMessage`.
    pub(super) described: bool,
    /// Which of the file's outermost objects holds it.
    pub(super) object: usize,
    /// The name that this object is assigned to, or nothing.
    pub(super) object_name: String,
}

/// What was gathered.
pub(super) struct Found {
    /// The messages in file order.
    pub(super) messages: Vec<Placed>,
    /// A count of the values in objects.
    pub(super) leaves: Leaves,
    /// Words that are neither data nor what stands around it.
    pub(super) code: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// Keys and values.
    Object,
    /// Values.
    Array,
    /// Statements, arguments, types: no data of its own.
    Code,
}

#[derive(Default)]
struct Value {
    pieces: Vec<Range<usize>>,
    is_code: bool,
}

struct Frame {
    holds: Holds,
    /// The key that a value is awaited for or being read, its quotes included.
    key: Option<Range<usize>>,
    expects_key: bool,
    value: Value,
    index: usize,
    /// What the frame's object says as a descriptor.
    default_message: Option<Text>,
    id: Option<Text>,
    description: Option<Text>,
    /// Where its messages begin, and the count before it.
    from: usize,
    leaves: Leaves,
}

/// The brackets that are open and what was found in them.
pub(super) struct Frames<'s> {
    file: FileId,
    source: &'s str,
    frames: Vec<Frame>,
    too_deep: usize,
    found: Found,
    previous: Option<Kind>,
    previous_word: &'s str,
    /// The word before the last `=`, and how many objects began at the outermost level.
    assigned: &'s str,
    objects: usize,
}

impl<'s> Frames<'s> {
    /// Nothing is open yet.
    pub(super) fn new(file: FileId, source: &'s str) -> Self {
        let found = Found { messages: Vec::new(), leaves: Leaves::default(), code: 0 };
        let (previous_word, assigned) = ("", "");
        Frames {
            file,
            source,
            frames: Vec::new(),
            too_deep: 0,
            found,
            previous: None,
            previous_word,
            assigned,
            objects: 0,
        }
    }

    /// All that was found; what is still open is cut off and no message.
    pub(super) fn finish(self) -> Found {
        self.found
    }

    /// Takes the next token.
    pub(super) fn token(&mut self, token: Token) {
        match token.kind {
            Kind::Sign(b'{') => self.open(if self.value_may_begin() { Holds::Object } else { Holds::Code }),
            Kind::Sign(b'[') => {
                self.open(if self.value_may_begin() && !self.expects_key() { Holds::Array } else { Holds::Code })
            }
            Kind::Sign(b'(') => self.open(Holds::Code),
            Kind::Sign(b'}' | b']' | b')') => self.close(),
            Kind::Sign(b',') => self.end_value(),
            Kind::Sign(b':') if self.expects_key() => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.expects_key = false;
                }
            }
            Kind::Sign(b'+') => {}
            Kind::Sign(b'=') => {
                self.assigned = self.previous_word;
                self.code_here();
            }
            Kind::Text if self.expects_key() => self.key(token.range.clone()),
            Kind::Text => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.value.pieces.push(token.range.clone());
                }
            }
            Kind::Word => self.word(token.range.clone()),
            Kind::Arrow | Kind::Other | Kind::Sign(_) => self.code_here(),
        }
        self.previous_word = match token.kind {
            Kind::Word => &self.source[token.range],
            _ => "",
        };
        self.previous = Some(token.kind);
    }

    fn expects_key(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.holds == Holds::Object && frame.expects_key)
    }

    /// Whether a bracket after the previous token opens data, and not a block, a call or an index.
    fn value_may_begin(&self) -> bool {
        match self.previous {
            Some(Kind::Sign(sign)) => matches!(sign, b'(' | b',' | b':' | b'=' | b'[' | b'?' | b'|' | b'&'),
            Some(Kind::Word) => matches!(self.previous_word, "default" | "return"),
            _ => false,
        }
    }

    fn code_here(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.value.is_code = true;
        }
    }

    fn key(&mut self, range: Range<usize>) {
        if let Some(frame) = self.frames.last_mut() {
            frame.key = Some(range);
        }
    }

    fn word(&mut self, range: Range<usize>) {
        if self.expects_key() {
            return self.key(range);
        }
        let in_data = self.frames.last().is_some_and(|frame| frame.holds != Holds::Code);
        self.found.code += usize::from(!in_data && !EXPECTED.contains(&&self.source[range]));
        self.code_here();
    }

    fn open(&mut self, holds: Holds) {
        if self.frames.len() >= DEPTH_LIMIT {
            self.too_deep += 1;
            return;
        }
        let is_outermost = !self.frames.last().is_some_and(|frame| frame.holds != Holds::Code);
        self.objects += usize::from(is_outermost && holds != Holds::Code);
        self.frames.push(Frame {
            holds,
            key: None,
            expects_key: holds == Holds::Object,
            value: Value::default(),
            index: 0,
            default_message: None,
            id: None,
            description: None,
            from: self.found.messages.len(),
            leaves: self.found.leaves,
        });
    }

    fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        self.end_value();
        let Some(frame) = self.frames.pop() else { return };
        if let Some(text) = frame.default_message {
            // The parts of a descriptor are no messages of their own.
            self.found.messages.truncate(frame.from);
            self.found.leaves = frame.leaves;
            self.describe(text, frame.id, frame.description);
        }
        if let Some(outer) = self.frames.last_mut() {
            outer.value.is_code = true;
            if frame.holds != Holds::Code {
                outer.value.pieces.clear();
            }
        }
    }

    /// At the end of an entry of the innermost object or array.
    fn end_value(&mut self) {
        let Some(frame) = self.frames.last_mut() else { return };
        let value = std::mem::take(&mut frame.value);
        let key = frame.key.take();
        let has_value = frame.holds == Holds::Array || !frame.expects_key;
        let index = frame.index;
        frame.index += 1;
        frame.expects_key = frame.holds == Holds::Object;
        if frame.holds == Holds::Code {
            return;
        }
        if !has_value || value.is_code || value.pieces.is_empty() {
            // Collections were counted by their entries; names that stand for themselves count as code.
            let is_leaf = (value.is_code && !matches!(self.previous, Some(Kind::Sign(b'}' | b']'))))
                || (!has_value && key.is_some());
            self.found.leaves.others += usize::from(is_leaf);
            return;
        }
        let text = text_of(self.source, self.file, Dialect::Script, &value.pieces, Role::Label);
        self.found.leaves.string(&text.decoded);
        if text.decoded.is_empty() {
            return;
        }
        let name = key.clone().map(|key| &self.source[self.name_of(&key)]);
        if let Some(frame) = self.frames.last_mut() {
            match name {
                Some("defaultMessage") => frame.default_message = Some(text.clone()),
                Some("id") => frame.id = Some(text.clone()),
                Some("description") => frame.description = Some(Text { role: Role::Description, ..text.clone() }),
                _ => {}
            }
        }
        let depth = self.frames.len();
        let (mut path, mut key_span) = self.path(depth - 1);
        match key {
            Some(key) => {
                let range = self.name_of(&key);
                path.extend(key_path(&self.source[range.clone()]));
                key_span = Some(Span::new(range.start, range.end));
            }
            None => path.push(index.to_string()),
        }
        if let Some(key_span) = key_span {
            self.add(path, key_span, text, None, None, false);
        }
    }

    fn describe(&mut self, text: Text, id: Option<Text>, description: Option<Text>) {
        self.found.leaves.string(&text.decoded);
        let (mut path, key_span) = self.path(self.frames.len());
        // A descriptor that stands under no key is named by its id, or by its words.
        let words = |text: &Text| text.map.span(0..text.decoded.len());
        let key_span = key_span.or(id.as_ref().map(words)).unwrap_or_else(|| words(&text));
        let id = id.map(|id| id.decoded);
        if path.is_empty() {
            path.push(id.clone().unwrap_or_else(|| text.decoded.clone()));
        }
        self.add(path, key_span, text, id, description, true);
    }

    /// The keys of the data around the frame at a depth, and where the innermost stands.
    fn path(&self, depth: usize) -> (Vec<String>, Option<Span>) {
        let frames = &self.frames[..depth];
        let data = frames.iter().rev().take_while(|frame| frame.holds != Holds::Code).count();
        let mut path = Vec::new();
        let mut span = None;
        for frame in &frames[depth - data..] {
            match &frame.key {
                Some(key) => {
                    let range = self.name_of(key);
                    path.extend(key_path(&self.source[range.clone()]));
                    span = Some(Span::new(range.start, range.end));
                }
                None => path.push(frame.index.to_string()),
            }
        }
        (path, span)
    }

    /// The bytes of a key without its quotes.
    fn name_of(&self, key: &Range<usize>) -> Range<usize> {
        match self.source.as_bytes()[key.start] {
            b'\'' | b'"' | b'`' => inner(self.source, key),
            _ => key.clone(),
        }
    }

    fn add(
        &mut self,
        path: Vec<String>,
        key_span: Span,
        text: Text,
        id: Option<String>,
        note: Option<Text>,
        described: bool,
    ) {
        let pointer = Pointer(path.join("."));
        let message = Message { path, key_span, text, pointer, id, notes: note.into_iter().collect() };
        let (object, object_name) = (self.objects, self.assigned.to_owned());
        self.found.messages.push(Placed { message, described, object, object_name });
    }
}
