//! Reads YAML into a [`Tree`](super::tree::Tree), from the events of `granit-parser`.
//!
//! The parser decides what is YAML and bounds how deep collections nest; this file finds the bytes that belong to each
//! event. Aliases are kept as they stand, never expanded, so that no file grows beyond its size. Where a text is as plain
//! as most are, `fast` has read it before, into the same tree.

pub mod fast;

use super::tree::{Builder, Key, NodeId, Parsed, Scalar, Style, Syntax};
use crate::source::{FileId, Span};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// How deep collections may nest, which is far deeper than any that people write.
const DEPTH: usize = 255;

/// Whether the fast reader is left out.
static CAREFULLY: AtomicBool = AtomicBool::new(false);

/// Leaves the fast reader out from now on, in the whole process: for comparing what is found with it and without.
pub fn always_read_carefully() {
    CAREFULLY.store(true, Ordering::Relaxed);
}

/// Reads a text to its end or to its first error; an alias of an unknown anchor is an error that is read on behind.
pub fn parse<'s>(file: FileId, text: &'s str) -> Parsed<'s> {
    if let Some(refusal) = Parsed::too_large(file, text) {
        return refusal;
    }
    if !CAREFULLY.load(Ordering::Relaxed)
        && let Ok(tree) = fast::parse(file, text)
    {
        return Parsed { tree, error: None };
    }
    parse_carefully(file, text)
}

/// Does what [`parse`] does without the fast reader.
pub fn parse_carefully<'s>(file: FileId, text: &'s str) -> Parsed<'s> {
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
                // It ended the reading, so it matters more than an alias that leads nowhere. Its place may be
                // where something began that was read long since.
                end = reader.behind.max(error.at);
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
            Event::SequenceStart(StructureStyle::Block, anchor, _)
                if self.builder.innermost() == Some(Style::Mapping) =>
            {
                // Where its dashes are not indented, the parser gives the place of what stands behind the first.
                let dash = next_mark(self.text, self.behind, b"?:");
                self.open(Style::Sequence, anchor, Span::new(dash, dash));
            }
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
            // Of a document that no mark opens, the parser gives the place of what it looked ahead to.
            Event::DocumentStart(true, ..) => self.behind = span.end as usize,
            _ => {}
        }
    }

    fn open(&mut self, style: Style, anchor: usize, span: Span) {
        let node = self.builder.open(style, span.start as usize);
        self.anchor(anchor, node);
        self.behind = self.behind.max(span.end as usize);
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
            // The parser says `~` for a value that is not there.
            let at = self.place_of_nothing();
            return Scalar { span: Span::new(at, at), style, verbatim: true, column: 0 };
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
        let mark = next_mark(self.text, self.behind, b"-?:");
        let is_header = mark <= content_start && self.text[mark..].starts_with(['|', '>']);
        // Behind the end of another document, or a byte order mark, it is found from behind.
        let before = || self.text[..content_start].rfind(['|', '>']);
        let start = if is_header { mark } else { before().unwrap_or(mark.min(content_start)) };
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

    /// Where a key, value or item that is left out would stand: right behind the indicator that announces it.
    fn place_of_nothing(&self) -> usize {
        let is_key = self.builder.wants_key();
        let (skipped, announced_by): (&[u8], _) = match self.builder.innermost() {
            Some(Style::Sequence) => (b"", b'-'),
            Some(_) if is_key => (b",", b'?'),
            Some(_) => (b"", b':'),
            None => return self.behind,
        };
        let mark = next_mark(self.text, self.behind, skipped);
        match self.text.as_bytes().get(mark) {
            Some(&found) if found == announced_by => mark + 1,
            // A key that nothing announces stands right before its colon.
            Some(b':') if is_key => mark,
            _ => self.behind,
        }
    }

    fn slice(&self, span: Span) -> &'s str {
        &self.text[span.range()]
    }
}

/// Where the next character stands behind `from` that is no blank, comment, anchor or tag, nor one of `skipped`.
fn next_mark(text: &str, from: usize, skipped: &[u8]) -> usize {
    let mut at = from;
    while let Some(&byte) = text.as_bytes().get(at) {
        let rest = &text[at..];
        let length = match byte {
            b' ' | b'\t' | b'\n' | b'\r' => Some(1),
            b'#' => rest.find(['\n', '\r']),
            b'!' if rest.starts_with("!<") => rest.find('>').map(|last| last + 1),
            b'&' | b'!' => rest.find([' ', '\t', '\n', '\r', ',', '[', ']', '{', '}']),
            _ if skipped.contains(&byte) => Some(1),
            _ => return at,
        };
        at += length.unwrap_or(rest.len());
    }
    at
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Role;

    #[track_caller]
    fn fails_at(text: &str, place: &str, message: &str) {
        parse(0, text).fails_at(text, place, message);
    }

    #[test]
    fn keys_and_values_have_their_bytes() {
        let text = "\u{feff}größe: klein # x\r\n'a''b': \"c\"\r\nd: |\r\n  e\r\n\r\nf:\r\n- g\r\n-  *h\r\n"
            .replace("*h", "h ");
        let tree = parse(0, &text).whole();
        let children: Vec<_> = tree
            .children(tree.roots()[0])
            .map(|child| {
                (
                    &text[tree.key_span(child).expect("a mapping's child has a key").range()],
                    &text[tree.span(child).range()],
                )
            })
            .collect();
        assert_eq!(children, [("größe", "klein"), ("a''b", "\"c\""), ("d", "|\r\n  e"), ("f", "- g\r\n-  h")]);
    }

    #[test]
    fn a_value_that_is_not_there_is_behind_its_indicator() {
        let text = "a:   # b\nc: # d\n  # e\nf:\n- # g\n-   \n- !!str # h\ni: !!str # j\nk: {l, m: , n, ? o}\n? p # q\n? # r\n: # s\nt: &u\n";
        let tree = parse(0, text).whole();
        let mut before = Vec::new();
        let mut pending = vec![tree.roots()[0]];
        while let Some(node) = pending.pop() {
            pending.extend(tree.children(node));
            if tree.is_null(node) {
                assert_eq!(tree.scalar(node).as_deref(), Some(""));
                before.push(text[..tree.span(node).start as usize].rsplit('\n').next().unwrap_or_default());
            }
        }
        assert_eq!(
            before,
            [
                "t:",
                ":",
                "? p",
                "k: {l, m: , n, ? o",
                "k: {l, m: , n",
                "k: {l, m:",
                "k: {l",
                "i:",
                "-",
                "-",
                "-",
                "c:",
                "a:"
            ]
        );
    }
    #[test]
    fn keys_of_every_sort_have_text() {
        let text = "200: a\n? [b]\n: c\n? |\n  d\n: e\n&f g: h\n*f : i\n? \"j\\n\"\n: k\n: l\n";
        let tree = parse(0, text).whole();
        let keys: Vec<_> = tree.children(tree.roots()[0]).filter_map(|child| tree.key(child)).collect();
        assert_eq!(keys, ["200", "", "d\n", "g", "g", "j\n", ""]);
    }

    #[test]
    fn aliases_stand_for_what_was_anchored_last() {
        let tree = parse(0, "- &a x\n- *a\n- &a [y]\n- *a\n- &c {self: *c}\n").whole();
        let items: Vec<_> = tree.items(tree.roots()[0]).collect();
        assert_eq!(tree.resolve(items[1]), items[0]);
        assert_eq!(tree.resolve(items[3]), items[2]);
        assert_eq!((tree.style(items[1]), tree.raw(items[1])), (Style::Alias, "x"));
        assert!(tree.is_sequence(items[3]) && tree.items(items[3]).count() == 1);
        let inner = tree.find(items[4], "/self/self/self").expect("it goes round");
        assert_eq!((tree.resolve(inner), tree.pointer(inner).0.as_str()), (items[4], "/4/self"));
        let text = tree.text(items[1], Role::Title).expect("it is a scalar");
        assert_eq!((text.decoded.as_str(), text.span), ("x", tree.span(items[0])));
    }

    #[test]
    fn an_alias_of_an_unknown_anchor_is_an_error_that_is_read_on_behind() {
        fails_at("a: *b\nc: *d\n", "*b\nc: *d\n", "no anchor `&b` stands before this alias");
        let tree = parse(0, "a: *b\n*c : d\n<<: *e\nf: g\n").tree;
        let root = tree.roots()[0];
        assert_eq!(tree.find(root, "/f").and_then(|node| tree.scalar(node)).as_deref(), Some("g"));
        let alias = tree.get(root, "a").expect("it is kept");
        assert!(!tree.is_scalar(alias) && !tree.is_mapping(alias) && tree.scalar(alias).is_none());
        assert_eq!(tree.entries(root).map(|(key, _)| key).collect::<Vec<_>>(), ["a", "", "f"]);
    }

    #[test]
    fn every_document_has_a_root() {
        let tree = parse(0, "a: 1\n---\nb: 2\n--- |\n c\n...\n---\n").whole();
        let roots = tree.roots();
        assert_eq!(roots.len(), 4);
        assert_eq!(tree.pointer(tree.get(roots[1], "b").expect("the key is there")).0, "/b");
        assert_eq!(tree.scalar(roots[2]).as_deref(), Some("c\n"));
        assert!(tree.is_null(roots[3]));
        assert!(parse(0, "").whole().roots().is_empty() && parse(0, "# only a comment").whole().roots().is_empty());
    }

    #[test]
    fn what_stands_before_an_error_is_in_the_tree() {
        let text = "a:\n  b: c\n  d: [1, 2]\n e: f\n";
        fails_at(text, "e: f\n", "while parsing a block mapping, did not find expected key");
        let tree = parse(0, text).tree;
        let last = tree.find(tree.roots()[0], "/a/d/1").expect("it was read");
        assert_eq!(tree.pointer(last).0, "/a/d/1");
        assert_eq!(&text[tree.span(tree.roots()[0]).range()], "a:\n  b: c\n  d: [1, 2]\n ");
        fails_at("a: 'b\nc: d\n", "'b\nc: d\n", "unclosed quote");
    }

    #[test]
    fn a_block_may_be_all_of_a_document() {
        for text in
            ["|\n", "|", ">-\n  a\n", " |\n", "# x\n|\n a\n", "\u{feff}|\n a\n", "a\n...\n|\n b\n", "a\n--- |\n b\n"]
        {
            let tree = parse_carefully(0, text).whole();
            let last = *tree.roots().last().expect("it has a document");
            assert!(text[tree.span(last).range()].starts_with(['|', '>']), "{text:?} {:?}", tree.span(last));
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        parse(0, &nested(DEPTH)).whole();
        let text = nested(DEPTH + 1);
        fails_at(&text, &text[DEPTH..], "collections nest more than 255 deep");
        let blocks: String = (0..2 * DEPTH).map(|depth| " ".repeat(depth) + "-\n").collect();
        assert!(parse(0, &blocks).error.is_some_and(|error| error.message == "collections nest more than 255 deep"));
    }
}
