//! Reads YAML into a [`Tree`](super::tree::Tree), from the events of `granit-parser`.
//!
//! The parser decides what is YAML and bounds how deep collections nest; this file finds the bytes that belong to each
//! event. Aliases are kept as they stand, never expanded, so that no file grows beyond its size.

use super::tree::{Builder, Key, NodeId, Parsed, Scalar, Style, Syntax};
use crate::source::{FileId, Span};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError};
use std::collections::HashMap;

/// How deep collections may nest, which is far deeper than any that people write.
const DEPTH: usize = 255;

/// Reads a text to its end or to its first error; an alias of an unknown anchor is an error that is read on behind.
pub fn parse<'s>(file: FileId, text: &'s str) -> Parsed<'s> {
    if let Some(refusal) = Parsed::too_large(file, text) {
        return refusal;
    }
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
    };
    let mut reader = Reader {
        text,
        // A value takes some 40 bytes in the specs that people write.
        builder: Builder::new(file, text, text.len() / 40),
        anchors: HashMap::new(),
        behind: 0,
        error: None,
    };
    let mut end = text.len();
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => reader.event(event, bytes(span.start, span.end)),
            Err(error) => {
                let error = syntax(&error);
                end = error.at;
                reader.error = Some(error);
                break;
            }
        }
    }
    Parsed { tree: reader.builder.finish(end), error: reader.error }
}

struct Reader<'s> {
    text: &'s str,
    builder: Builder<'s>,
    /// Anchored nodes by the parser's number for the anchor.
    anchors: HashMap<usize, NodeId>,
    /// One past the last byte of what was read, blanks and comments behind it left out.
    behind: usize,
    error: Option<Syntax>,
}

impl<'s> Reader<'s> {
    fn event(&mut self, event: Event<'s>, span: Span) {
        match event {
            Event::Scalar(decoded, style, anchor, _) => {
                let scalar = self.written(&decoded, style, span);
                self.behind = scalar.span.end as usize;
                match self.builder.wants_key() {
                    true => self.key(scalar, anchor),
                    false => {
                        let node = self.builder.scalar(scalar);
                        self.anchor(anchor, node);
                    }
                }
            }
            Event::MappingStart(_, anchor, _) => self.open(Style::Mapping, anchor, span),
            Event::SequenceStart(_, anchor, _) => self.open(Style::Sequence, anchor, span),
            Event::MappingEnd | Event::SequenceEnd => {
                // A block collection has no end of its own: it ends with what it holds.
                if matches!(self.slice(span), "}" | "]") {
                    self.behind = span.end as usize;
                }
                self.builder.close(self.behind);
            }
            Event::Alias(anchor) => self.alias(span, self.anchors.get(&anchor).copied()),
            Event::UnresolvedAlias(name) => {
                let message = format!("no anchor `&{name}` stands before this alias");
                self.error.get_or_insert(Syntax { at: span.start as usize, message });
                self.alias(span, None);
            }
            Event::DocumentStart(..) => self.behind = span.end as usize,
            _ => {}
        }
    }

    fn open(&mut self, style: Style, anchor: usize, span: Span) {
        let node = self.builder.open(style, span.start as usize);
        self.anchor(anchor, node);
        self.behind = self.behind.max(span.start as usize);
    }

    fn alias(&mut self, span: Span, target: Option<NodeId>) {
        self.behind = span.end as usize;
        match self.builder.wants_key() {
            true => self.builder.key(Key { span, style: Style::Alias, verbatim: false, target }),
            false => {
                self.builder.alias(span, target);
            }
        }
    }

    fn key(&mut self, scalar: Scalar, anchor: usize) {
        let Scalar { span: Span { start, end }, style, verbatim, .. } = scalar;
        let span = match style {
            Style::SingleQuoted | Style::DoubleQuoted => Span { start: start + 1, end: end - 1 },
            _ => scalar.span,
        };
        let is_block = matches!(style, Style::Literal | Style::Folded);
        let node = (anchor != 0 || is_block).then(|| self.builder.detached(scalar));
        if let Some(node) = node {
            self.anchor(anchor, node);
        }
        self.builder.key(Key { span, style, verbatim, target: node.filter(|_| is_block) });
    }

    /// The parser's number of an anchor is 0 where there is none.
    fn anchor(&mut self, anchor: usize, node: NodeId) {
        if anchor != 0 {
            self.anchors.insert(anchor, node);
        }
    }

    /// The bytes of a scalar, from what the parser says of it.
    fn written(&self, decoded: &str, style: ScalarStyle, span: Span) -> Scalar {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal => return self.block(Style::Literal, span),
            ScalarStyle::Folded => return self.block(Style::Folded, span),
        };
        let slice = self.slice(span);
        if style == Style::Plain && slice != "~" && matches!(decoded, "~" | "") {
            // The parser says `~` for a value that is not there, at the indicator that it is missing behind.
            return Scalar { span: Span { start: span.end, end: span.end }, style, verbatim: true, column: 0 };
        }
        let content = match style {
            Style::Plain => slice,
            _ => &slice[1..slice.len() - 1],
        };
        Scalar { span, style, verbatim: content == decoded, column: 0 }
    }

    /// The bytes of a block scalar: the parser gives those of its content, up to the next thing that is not blank.
    fn block(&self, style: Style, span: Span) -> Scalar {
        let (content_start, content_end) = (span.start as usize, span.end as usize);
        let start = block_header(self.text, self.behind).unwrap_or(content_start);
        let header_length = self.text[start..].find(char::is_whitespace).unwrap_or(self.text.len() - start);
        let column = self.text[..content_start].chars().rev().take_while(|&blank| blank == ' ').count();
        let content = match content_start == start {
            true => "",
            false => without_blank_lines(&self.text[content_start..content_end], column),
        };
        let end = match content {
            "" => start + header_length,
            _ => content_start + content.len(),
        };
        Scalar { span: Span::new(start, end), style, verbatim: false, column: Span::new(column, column).start }
    }

    fn slice(&self, span: Span) -> &'s str {
        &self.text[span.range()]
    }
}

/// Where the `|` or `>` of a block scalar stands that comes next behind `from`; what may stand between are indicators,
/// comments, an anchor and a tag.
fn block_header(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = &text[at..];
        at += match rest.as_bytes().first()? {
            b'|' | b'>' => return Some(at),
            b'#' => rest.find(['\n', '\r'])?,
            b'&' | b'!' => rest.find(char::is_whitespace)?,
            b' ' | b'\t' | b'\n' | b'\r' | b'-' | b'?' | b':' | b'.' => 1,
            _ => return None,
        };
    }
}

/// A block's content without the lines at its end that hold none: those of no more blanks than its indentation.
fn without_blank_lines(content: &str, column: usize) -> &str {
    let mut kept = content;
    while let Some(line_end) = kept.rfind(['\n', '\r']) {
        let last = &kept[line_end + 1..];
        if last.len() > column || last.contains(|character| character != ' ') {
            break;
        }
        kept = kept[..line_end]
            .strip_suffix('\r')
            .filter(|_| kept[line_end..].starts_with('\n'))
            .unwrap_or(&kept[..line_end]);
    }
    kept
}

fn bytes(start: granit_parser::Marker, end: granit_parser::Marker) -> Span {
    let offset = |marker: granit_parser::Marker| marker.byte_offset().expect("a text in memory has byte offsets");
    Span::new(offset(start), offset(end))
}

fn syntax(error: &ScanError) -> Syntax {
    let message = match error.kind() {
        ErrorKind::RecursionLimitExceeded => format!("collections nest more than {DEPTH} deep"),
        kind => kind.to_string(),
    };
    let message = message.trim_end_matches('.');
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    let at = error.marker().byte_offset().unwrap_or_default();
    Syntax { at, message: first.into_iter().chain(letters).collect() }
}
