//! Scans a script for JSX elements and object literals, and makes a tree of them.

use crate::input::markup::tree::{Attribute, Kind, Syntax, Tree, Value};
use crate::source::Span;

/// The tree of a script.
pub(super) fn scan(text: &str, has_elements: bool) -> Tree<'_> {
    let mut scan =
        Scan { text, bytes: text.as_bytes(), at: 0, has_elements, depth: 0, tree: Tree::new(text, Syntax::Script) };
    while scan.at < scan.bytes.len() {
        scan.code();
        // A bracket that closes nothing.
        scan.forward(1);
    }
    scan.tree.finish()
}

pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    has_elements: bool,
    depth: usize,
    pub(super) tree: Tree<'t>,
}

/// Brackets and elements within each other that are told apart; deeper ones are passed over, so that no stack overflows.
const NESTING_LIMIT: usize = 120;

/// What stands before a byte, as far as it tells what the byte begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// An operator, a comma, an opening bracket: a value follows.
    Operator,
    /// A value: an operator follows.
    Value,
    /// `=>`, `)` or `else`: a brace opens a block.
    Head,
}

impl<'t> Scan<'t> {
    /// Moves on, but not past the end.
    pub(super) fn forward(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.bytes.len());
    }

    /// Passes over code up to the bracket that closes what the code stands in, or to the end.
    pub(super) fn code(&mut self) {
        self.code_until(&[]);
    }

    /// The same, but ends at one of some bytes too.
    fn code_until(&mut self, marks: &[u8]) {
        if self.depth >= NESTING_LIMIT {
            return self.skip_balanced();
        }
        self.depth += 1;
        self.tokens(marks);
        self.depth -= 1;
    }

    fn tokens(&mut self, marks: &[u8]) {
        let mut before = Before::Operator;
        while let Some(&byte) = self.bytes.get(self.at) {
            if marks.contains(&byte) {
                return;
            }
            match byte {
                b')' | b']' | b'}' => return,
                _ if byte.is_ascii_whitespace() => self.forward(1),
                b'"' | b'\'' => {
                    self.string(byte);
                    before = Before::Value;
                }
                b'`' => {
                    self.template();
                    before = Before::Value;
                }
                b'/' => before = self.slash(before),
                b'(' | b'[' => {
                    self.forward(1);
                    self.code();
                    self.forward(1);
                    before = if byte == b'(' { Before::Head } else { Before::Value };
                }
                b'{' => {
                    match before {
                        Before::Operator => self.object(),
                        _ => {
                            self.forward(1);
                            self.code();
                            self.forward(1);
                        }
                    }
                    before = if before == Before::Operator { Before::Value } else { Before::Operator };
                }
                b'<' if before != Before::Value && self.has_elements && self.begins_element() => {
                    self.element();
                    before = Before::Value;
                }
                b'=' if self.bytes.get(self.at + 1) == Some(&b'>') => {
                    self.forward(2);
                    before = Before::Head;
                }
                _ if is_name_byte(byte) => before = self.word(before),
                _ => {
                    self.forward(1);
                    before = Before::Operator;
                }
            }
        }
    }

    /// A name or keyword, and what may follow it.
    fn word(&mut self, before: Before) -> Before {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|byte| is_name_byte(*byte)) {
            self.forward(1);
        }
        let word = &self.text[start..self.at];
        const BEFORE_VALUES: &[&str] = &[
            "return", "case", "typeof", "in", "of", "default", "await", "yield", "delete", "void", "throw", "new",
            "export",
        ];
        const BEFORE_BLOCKS: &[&str] = &["else", "do", "try", "finally", "class", "interface", "namespace", "enum"];
        let is_property = start > 0 && self.bytes[start - 1] == b'.';
        match word {
            _ if is_property => Before::Value,
            _ if BEFORE_VALUES.contains(&word) => Before::Operator,
            _ if BEFORE_BLOCKS.contains(&word) => Before::Head,
            // `class A {` and `interface A extends B {` open blocks too.
            _ if before == Before::Head
                && self.bytes.get(start.wrapping_sub(1)).is_some_and(u8::is_ascii_whitespace) =>
            {
                Before::Value
            }
            _ => Before::Value,
        }
    }

    /// A comment, a regular expression or a division.
    fn slash(&mut self, before: Before) -> Before {
        match self.bytes.get(self.at + 1) {
            Some(b'/') => {
                self.at = memchr::memchr(b'\n', &self.bytes[self.at..]).map_or(self.bytes.len(), |end| self.at + end);
                before
            }
            Some(b'*') => {
                let end = memchr::memmem::find(&self.bytes[self.at + 2..], b"*/");
                self.at = end.map_or(self.bytes.len(), |end| self.at + end + 4);
                before
            }
            _ if before == Before::Operator => {
                self.regex();
                Before::Value
            }
            _ => {
                self.forward(1);
                Before::Operator
            }
        }
    }

    fn regex(&mut self) {
        let start = self.at;
        let mut in_class = false;
        self.forward(1);
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.forward(1),
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => {
                    self.forward(1);
                    return;
                }
                // It was a division after all.
                b'\n' => {
                    self.at = start + 1;
                    return;
                }
                _ => {}
            }
            self.forward(1);
        }
    }

    pub(super) fn string(&mut self, quote: u8) {
        self.forward(1);
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.forward(1),
                b'\n' => return,
                _ if byte == quote => {
                    self.forward(1);
                    return;
                }
                _ => {}
            }
            self.forward(1);
        }
    }

    fn template(&mut self) {
        self.forward(1);
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.forward(1),
                b'`' => {
                    self.forward(1);
                    return;
                }
                b'$' if self.bytes.get(self.at + 1) == Some(&b'{') => {
                    self.forward(2);
                    self.code();
                }
                _ => {}
            }
            self.forward(1);
        }
    }

    /// Passes over brackets without looking for anything in them.
    fn skip_balanced(&mut self) {
        let mut depth = 0usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' if depth == 0 => return,
                b')' | b']' | b'}' => depth -= 1,
                b'"' | b'\'' => {
                    self.string(byte);
                    continue;
                }
                _ => {}
            }
            self.forward(1);
        }
    }

    /// White space and comments.
    pub(super) fn blank(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            let is_comment = byte == b'/' && matches!(self.bytes.get(self.at + 1), Some(b'/' | b'*'));
            match byte {
                _ if is_comment => _ = self.slash(Before::Value),
                _ if byte.is_ascii_whitespace() => self.forward(1),
                _ => return,
            }
        }
    }

    /// An object literal, or what looks like one; ends after its brace.
    fn object(&mut self) {
        let start = self.at;
        let id = self.tree.open(Kind::Object, start);
        let mut attributes: Vec<Attribute<'t>> = Vec::new();
        self.forward(1);
        loop {
            self.blank();
            let Some(&byte) = self.bytes.get(self.at) else { break };
            match byte {
                b'}' => break,
                b')' | b']' => break,
                b',' | b';' => self.forward(1),
                b'"' | b'\'' => {
                    let from = self.at + 1;
                    self.string(byte);
                    let name = &self.text[from..self.at.saturating_sub(1).max(from)];
                    self.property(name, &mut attributes);
                }
                _ if is_name_byte(byte) => {
                    let from = self.at;
                    while self.bytes.get(self.at).is_some_and(|byte| is_name_byte(*byte)) {
                        self.forward(1);
                    }
                    let name = &self.text[from..self.at];
                    self.property(name, &mut attributes);
                }
                _ => {
                    // `...rest`, `[computed]: …` and whatever else an object is not made of.
                    let from = self.at;
                    self.code_until(b",;");
                    self.at = self.at.max(from + 1);
                }
            }
        }
        self.forward(1);
        self.tree.set_attributes(id, attributes);
        self.tree.close(self.at);
    }

    /// What follows the name of a property.
    fn property(&mut self, name: &'t str, attributes: &mut Vec<Attribute<'t>>) {
        self.blank();
        if self.bytes.get(self.at) == Some(&b'?') {
            self.forward(1);
        }
        if self.bytes.get(self.at) != Some(&b':') {
            // A method, a name alone, or no object at all.
            return self.code_until(b",;");
        }
        self.forward(1);
        let from = self.at;
        let part = self.tree.open(Kind::Part(name), from);
        self.code_until(b",;");
        self.tree.close(self.at);
        self.tree.drop_if_empty(part);
        attributes.push(Attribute { name, value: Value::Code(Span::new(from, self.at)) });
    }
}

pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}
