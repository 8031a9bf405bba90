//! What a part of a tree says to people: its words as one text, and the keys of the messages that it shows.

use super::expression::{SHOWN_PROPERTIES, Said, is_key, is_lookup, said};
use super::pieces::piece_at;
use super::tree::{Kind, NodeId, Tree, Value};
use super::vocabulary::{Sort, is_named_input, role_of, sort_of};
use super::wording::Wording;
use crate::field::{MessageKey, Role, Text, Tie};
use crate::source::{FileId, Place, Span};

/// Words and keys that are gathered for one role.
pub(in crate::input) struct Speech<'a, 't> {
    tree: &'a Tree<'t>,
    wording: Wording,
    keys: Vec<Span>,
    /// The place of the value, where it is one value.
    whole: Option<Span>,
    /// The element whose asides, such as a tooltip inside of a label, are another's words.
    aside: Option<NodeId>,
}

/// What was said.
#[derive(Debug, Default)]
pub(in crate::input) struct Spoken {
    /// The words.
    pub(in crate::input) text: Option<Text>,
    /// The keys, in their order.
    pub(in crate::input) keys: Vec<MessageKey>,
}

/// What an attribute of an element says; what stands inside of it in markup of its own counts.
pub(in crate::input) fn of_attribute(tree: &Tree<'_>, id: NodeId, name: &str, role: Role, file: FileId) -> Spoken {
    let mut speech = Speech::new(tree);
    let part = tree.children(id).find(|&child| tree.node(child).kind == Kind::Part(name));
    match (part, tree.value(id, name)) {
        (Some(part), _) => speech.code(tree.node(part).span, Some(part)),
        (None, Some(value)) => speech.value(value, role),
        (None, None) => {}
    }
    speech.spoken(role, file)
}

/// What stands inside of an element; for a label without its asides.
pub(in crate::input) fn of_element(tree: &Tree<'_>, id: NodeId, role: Role, file: FileId) -> Spoken {
    let mut speech = Speech::new(tree);
    speech.aside = (role == Role::Label).then_some(id);
    speech.node(id);
    speech.spoken(role, file)
}

/// What a run of words says.
pub(in crate::input) fn of_words(tree: &Tree<'_>, span: Span, role: Role, file: FileId) -> Spoken {
    let mut speech = Speech::new(tree);
    speech.words(span);
    speech.spoken(role, file)
}

impl<'a, 't> Speech<'a, 't> {
    fn new(tree: &'a Tree<'t>) -> Self {
        Speech { tree, wording: Wording::default(), keys: Vec::new(), whole: None, aside: None }
    }

    fn spoken(self, role: Role, file: FileId) -> Spoken {
        let key = |span: Span| {
            let key = self.tree.slice(span).to_owned();
            MessageKey { role, key, place: Place { file, span }, is_found: false }
        };
        let keys = self.keys.iter().copied().map(key).collect();
        Spoken { text: self.wording.text(role, file, self.whole), keys }
    }

    fn value(&mut self, value: Value, role: Role) {
        match value {
            Value::Bare => {}
            Value::Key(span) => self.keys.push(span),
            Value::Code(span) => self.code(span, None),
            Value::Words(span) => {
                let written = self.tree.slice(span);
                let is_lone_key = role != Role::Placeholder && is_lone_key(written);
                if is_lone_key {
                    self.keys.push(span);
                    return;
                }
                self.whole = Some(self.with_quotes(span));
                match written.len() > 2 && written.starts_with('\'') && written.ends_with('\'') {
                    // A string inside of an attribute that is code.
                    true => self.words(Span { start: span.start + 1, end: span.end - 1 }),
                    false => self.words(span),
                }
            }
        }
    }

    /// A value with its quotes; it may have none, and the last of a text that is cut off may lack one.
    fn with_quotes(&self, span: Span) -> Span {
        let is_quote = |at: u32| ["\"", "'", "`"].contains(&self.tree.slice(Span { start: at, end: at + 1 }));
        let start = span.start.checked_sub(1).filter(|&at| is_quote(at)).unwrap_or(span.start);
        Span { start, end: span.end + u32::from(is_quote(span.end)) }
    }

    /// Words with what template languages put between them.
    fn words(&mut self, span: Span) {
        let text = self.tree.slice(span);
        let from = span.start as usize;
        let (mut at, mut plain) = (0, 0);
        while let Some(found) = memchr_special(&text.as_bytes()[at..]) {
            at += found;
            match piece_at(text, at, self.tree.syntax()) {
                Some(piece) => {
                    self.wording.markup(&text[plain..at], from + plain);
                    if let Some(code) = piece.code {
                        let inner = &text[code.clone()];
                        if !self.said(inner, from + code.start) {
                            self.wording.unknown(inner, from + piece.whole.start..from + piece.whole.end);
                        }
                    }
                    at = piece.whole.end.max(at + 1);
                    plain = at;
                }
                None => at += 1,
            }
        }
        self.wording.markup(&text[plain..], from + plain);
    }

    /// What a stretch of code says; whether it says anything.
    fn said(&mut self, code: &str, from: usize) -> bool {
        let found = said(code);
        let says = !found.is_empty();
        for one in found {
            match one {
                Said::Key(range) => self.keys.push(Span::new(from + range.start, from + range.end)),
                Said::Words(range, tied) => {
                    self.wording.literal(&code[range.clone()], from + range.start);
                    self.wording.tie(tied);
                }
            }
        }
        says
    }

    /// Code, with what markup stands in it.
    fn code(&mut self, span: Span, node: Option<NodeId>) {
        let mut from = span.start as usize;
        let children: Vec<NodeId> = node.map(|node| self.tree.children(node).collect()).unwrap_or_default();
        for &child in &children {
            let inner = self.tree.node(child).span;
            let code = self.tree.slice(Span::new(from, inner.start as usize));
            self.said(code, from);
            match self.tree.node(child).kind {
                Kind::Object => self.object(child, code.trim_end().ends_with("ormatMessage("), is_lookup(code)),
                _ => self.node(child),
            }
            from = inner.end as usize;
        }
        let code = self.tree.slice(Span::new(from, span.end as usize));
        self.said(code, from);
    }

    /// The properties of an object that are shown; of a message's descriptor its words, or its key if it has none.
    fn object(&mut self, id: NodeId, is_descriptor: bool, is_message: bool) {
        // A message without a name of its own is found by its words.
        if is_message && self.tree.value(id, "id").is_none() {
            self.wording.tie(Some(Tie::Key));
        }
        for attribute in self.tree.attributes(id).to_vec() {
            let name = attribute.name.to_ascii_lowercase();
            if SHOWN_PROPERTIES.contains(&name.as_str()) && name != "value" {
                self.attribute_code(attribute.value);
            }
        }
        let has_words = self.tree.value(id, "defaultMessage").is_some();
        if let Some(Value::Code(span)) = self.tree.value(id, "id").filter(|_| is_descriptor && !has_words) {
            let inner = self.tree.slice(span).trim();
            let key = inner.trim_matches(['"', '\'', '`']);
            let start = span.start as usize + self.tree.slice(span).find(key).unwrap_or_default();
            self.keys.push(Span::new(start, start + key.len()));
        }
        let parts: Vec<NodeId> = self.tree.children(id).collect();
        for part in parts {
            if let Kind::Part(name) = self.tree.node(part).kind
                && SHOWN_PROPERTIES.contains(&name.to_ascii_lowercase().as_str())
            {
                self.code(self.tree.node(part).span, Some(part));
            }
        }
    }

    fn attribute_code(&mut self, value: Value) {
        match value {
            Value::Code(span) => self.code(span, None),
            other => self.value(other, Role::Help),
        }
    }

    fn node(&mut self, id: NodeId) {
        let node = self.tree.node(id);
        let span = node.span;
        match node.kind {
            Kind::Words => self.words(span),
            Kind::Part(_) => {}
            Kind::Object => {}
            Kind::Root => self.children(id),
            Kind::Code => {
                let before = (self.wording.is_empty(), self.keys.len());
                let code = self.tree.slice(span);
                let has_children = self.tree.children(id).next().is_some();
                if has_children {
                    self.code(span, Some(id));
                } else if !self.said(code, span.start as usize) && !is_blank_literal(code) {
                    self.wording.unknown(code, span.range());
                } else if before == (self.wording.is_empty(), self.keys.len()) && is_blank_literal(code) {
                    // `{' '}` is a blank.
                    self.wording.markup(" ", span.start as usize);
                }
            }
            Kind::Element(name) => self.element(id, name),
        }
    }

    fn element(&mut self, id: NodeId, name: &'t str) {
        let span = self.tree.node(id).span;
        if self.is_passed_over(id, name) {
            return;
        }
        let is_block = is_block(name);
        if is_block {
            self.wording.paragraph(span.start as usize);
        }
        let says_before = (self.wording.is_empty(), self.keys.len());
        self.children(id);
        if says_before == (self.wording.is_empty(), self.keys.len()) || sort_of(self.tree, id) == Sort::Tooltip {
            self.shown_attributes(id, name);
        } else if let Some(Value::Words(key)) = self.tree.value(id, "translate").or(self.tree.value(id, "keypath")) {
            self.keys.push(key);
        }
        if is_block {
            self.wording.paragraph(span.end as usize);
        }
    }

    fn is_passed_over(&self, id: NodeId, name: &str) -> bool {
        let is_aside = self.aside.is_some_and(|own| own != id);
        match sort_of(self.tree, id) {
            // A link in the middle of a sentence is part of it.
            Sort::Silent => !matches!(name, "a" | "i") && !name.ends_with("Link") && !name.ends_with("link"),
            Sort::Tooltip | Sort::Help => is_aside,
            _ => is_named_input(name) || name == "select",
        }
    }

    /// What an element without words of its own shows through its attributes.
    fn shown_attributes(&mut self, id: NodeId, name: &str) {
        let is_message = ["Trans", "FormattedMessage", "i18n-t", "i18n", "T"].contains(&name);
        for attribute in self.tree.attributes(id).to_vec() {
            let lower = attribute.name.to_ascii_lowercase();
            match lower.as_str() {
                "i18nkey" | "keypath" | "v-t" | "data-i18n" | "translate" => match attribute.value {
                    Value::Words(span) if !span.range().is_empty() => self.keys.push(span),
                    other => self.attribute_code(other),
                },
                "id" if is_message && self.tree.value(id, "defaultMessage").is_none() => {
                    if let Value::Words(span) = attribute.value {
                        self.keys.push(span);
                    }
                }
                "defaultmessage" | "message" | "content" | "text" | "markdowncontent" | "helptext" | "help"
                | "tooltip" | "body" | "msg" | "description" => self.shown(id, attribute.name, attribute.value),
                "title" | "label"
                    if role_of(&lower, false).is_some() && !matches!(name, "abbr" | "a" | "span" | "div") =>
                {
                    self.shown(id, attribute.name, attribute.value);
                }
                _ => {}
            }
        }
    }

    fn shown(&mut self, id: NodeId, name: &str, value: Value) {
        let part = self.tree.children(id).find(|&child| self.tree.node(child).kind == Kind::Part(name));
        match part {
            Some(part) => self.code(self.tree.node(part).span, Some(part)),
            None => {
                let whole = self.whole;
                self.value(value, Role::Help);
                self.whole = whole;
            }
        }
        self.wording.paragraph(self.tree.node(id).span.end as usize);
    }

    fn children(&mut self, id: NodeId) {
        let children: Vec<NodeId> = self.tree.children(id).collect();
        // ngx-translate takes an element's words for a key where it has a bare attribute that says so.
        let is_translated = self.tree.value(id, "translate") == Some(Value::Bare);
        if let [only] = children[..]
            && is_translated
            && self.tree.node(only).kind == Kind::Words
        {
            let span = self.tree.node(only).span;
            let written = self.tree.slice(span);
            if is_key(written) {
                let start = span.start as usize + (written.len() - written.trim_start().len());
                self.keys.push(Span::new(start, start + written.trim().len()));
                return;
            }
        }
        children.into_iter().for_each(|child| self.node(child));
    }
}

/// Whether the characters of an attribute are a key, as components take it that look up their own labels.
fn is_lone_key(written: &str) -> bool {
    let parts: Vec<&str> = written.split(['.', ':']).collect();
    let is_name = |part: &&str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    };
    parts.len() >= 2 && parts.iter().all(is_name)
}

fn is_blank_literal(code: &str) -> bool {
    let code = code.trim();
    let inner = code.trim_matches(['"', '\'', '`']);
    code.is_empty() || (inner.trim().is_empty() && inner.len() < code.len())
}

fn is_block(name: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "br",
        "table",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dd",
        "dt",
        "dl",
        "pre",
        "section",
        "article",
        "blockquote",
        "hr",
    ];
    BLOCKS.contains(&name)
}

/// The next byte that a template piece may begin with.
fn memchr_special(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| matches!(byte, b'{' | b'<' | b'$' | b'#' | b'@' | b'}'))
}
