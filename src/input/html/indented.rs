//! Scans HAML, Slim and Pug, whose elements are told by their indentation, and makes a tree of them.

use super::attributes::attributes;
use super::helpers;
use crate::input::markup::pieces::balanced;
use crate::input::markup::tree::{Attribute, DEPTH_LIMIT, Kind, NodeId, Syntax, Tree, Value};
use crate::source::Span;
use std::ops::Range;

/// The tree of an indented template; in HAML what begins without a mark is text, elsewhere it is an element.
pub(super) fn scan(text: &str, is_haml: bool) -> Tree<'_> {
    let mut scan = Scan { text, is_haml, tree: Tree::new(text, Syntax::Template), indents: Vec::new() };
    scan.run();
    scan.tree.finish()
}

struct Scan<'t> {
    text: &'t str,
    is_haml: bool,
    tree: Tree<'t>,
    /// The indentation of each open element.
    indents: Vec<usize>,
}

impl<'t> Scan<'t> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.text.len() {
            let mut end = self.line_end(at);
            let line = &self.text[at..end];
            let indent = line.len() - line.trim_start().len();
            if line.trim().is_empty() {
                at = end + 1;
                continue;
            }
            // Arguments and attributes go on where a line ends in a comma.
            while self.text[at..end].trim_end().ends_with(',') && end < self.text.len() {
                end = self.line_end(end + 1);
            }
            self.close_to(indent, at);
            self.line(at + indent, end, indent);
            at = end + 1;
        }
    }

    fn line_end(&self, from: usize) -> usize {
        let from = from.min(self.text.len());
        memchr::memchr(b'\n', &self.text.as_bytes()[from..]).map_or(self.text.len(), |found| from + found)
    }

    fn close_to(&mut self, indent: usize, at: usize) {
        while self.indents.last().is_some_and(|&open| open >= indent) {
            self.indents.pop();
            self.tree.close(at);
        }
    }

    fn line(&mut self, start: usize, end: usize, indent: usize) {
        let line = &self.text[start..end];
        let bytes = line.as_bytes();
        match bytes[0] {
            b'=' | b'!' | b'&' | b'~' => self.code(start..end),
            b'-' | b'/' => {}
            b'|' | b'\'' if !self.is_haml => self.words(start + 1, end),
            b'%' | b'.' | b'#' if self.is_haml => self.element(start, end, indent),
            _ if self.is_haml => self.words(start, end),
            _ => self.element(start, end, indent),
        }
    }

    /// Code whose value is shown: a helper's element, or words.
    fn code(&mut self, range: Range<usize>) {
        let code = &self.text[range.clone()];
        let start = range.start + code.bytes().take_while(|byte| b"=!&~ -".contains(byte)).count();
        if helpers::makes_element(&self.text[start..range.end]) {
            helpers::add(&mut self.tree, self.text, start..range.end, range);
        } else if start < range.end {
            self.tree.leaf(Kind::Code, start..range.end);
        }
    }

    fn words(&mut self, start: usize, end: usize) {
        let end = start.max(end);
        if !self.text[start..end].trim().is_empty() {
            // With the line's end, which is a blank between its words and those of the next.
            self.tree.leaf(Kind::Words, start..(end + 1).min(self.text.len()));
        }
    }

    /// `%label.class{for: "x"} Words`, `label.class for="x" Words`, `label(for='x') Words`.
    fn element(&mut self, start: usize, end: usize, indent: usize) {
        let text = self.text;
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:".contains(byte);
        let mut at = start + usize::from(text.as_bytes()[start] == b'%');
        let length = text[at..end].bytes().take_while(is_word).count();
        let name = if length == 0 { "div" } else { &text[at..at + length] };
        at += length;
        if length == 0 && !text[at..end].starts_with(['.', '#']) {
            return self.words(start, end);
        }
        let mut found: Vec<Attribute<'t>> = Vec::new();
        let classes = at;
        while at < end && matches!(text.as_bytes()[at], b'.' | b'#') {
            let mark = text.as_bytes()[at];
            let length = text[at + 1..end].bytes().take_while(is_word).count();
            if mark == b'#' {
                found.push(Attribute { name: "id", value: Value::Words(Span::new(at + 1, at + 1 + length)) });
            }
            at += 1 + length;
        }
        if at > classes {
            found.push(Attribute { name: "class", value: Value::Words(Span::new(classes, at)) });
        }
        at = self.bracketed(at, end, &mut found);
        if !self.is_haml {
            at = self.bare(at, end, &mut found);
        }
        let id = self.open(name, start, indent);
        self.tree.set_attributes(id, found);
        let rest = text[at..end].trim_start_matches(['<', '>', '/']);
        let at = end - rest.len();
        match rest.trim_start() {
            code if code.starts_with(['=', '!']) => self.code(end - code.len()..end),
            _ => self.words(at, end),
        }
    }

    fn open(&mut self, name: &'t str, start: usize, indent: usize) -> NodeId {
        if self.tree.depth() > DEPTH_LIMIT {
            return self.tree.leaf(Kind::Element(name), start..start);
        }
        self.indents.push(indent);
        self.tree.open(Kind::Element(name), start)
    }

    /// Attributes in brackets: `{for: "x", :id => "y"}` and `(for="x")`.
    fn bracketed(&self, mut at: usize, end: usize, found: &mut Vec<Attribute<'t>>) -> usize {
        while at < end && matches!(self.text.as_bytes()[at], b'{' | b'(') {
            let Some(close) = balanced(self.text, at).filter(|&close| close <= end) else { return at };
            let inner = &self.text[at + 1..close - 1];
            match self.text.as_bytes()[at] {
                b'(' => found.extend(attributes(&self.text[..close - 1], at + 1, Syntax::Template).0),
                _ => found.extend(helpers::named(self.text, at + 1..at + 1 + inner.len())),
            }
            at = close;
        }
        at
    }

    /// Slim's attributes without brackets: as long as a name and an equals sign follow.
    fn bare(&self, mut at: usize, end: usize, found: &mut Vec<Attribute<'t>>) -> usize {
        loop {
            let rest = &self.text[at..end];
            let trimmed = rest.trim_start();
            let start = end - trimmed.len();
            let length =
                trimmed.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:".contains(byte)).count();
            let is_attribute = length > 0 && trimmed[length..].starts_with('=') && rest.len() > trimmed.len();
            if !is_attribute {
                return at;
            }
            let from = start + length + 1;
            let value = &self.text[from..end];
            let closing = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].find(quote).map(|found| found + 2),
                _ => Some(value.find(' ').unwrap_or(value.len())),
            };
            let Some(length_of_value) = closing else { return at };
            let written = &value[..length_of_value];
            let name = &self.text[start..start + length];
            let value = match written.starts_with(['"', '\'']) {
                true => Value::Words(Span::new(from + 1, from + length_of_value - 1)),
                false => Value::Code(Span::new(from, from + length_of_value)),
            };
            found.push(Attribute { name, value });
            at = from + length_of_value;
        }
    }
}
