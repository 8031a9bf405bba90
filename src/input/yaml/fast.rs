//! Reads the YAML that descriptions are mostly written in, ten times as fast as the parser that reads all of it.
//!
//! It knows one document of block mappings and sequences with plain, quoted and block scalars, simple flow collections and
//! comments. Whatever else it meets, and whatever is wrong, it declines: then nothing it read counts, and the careful
//! reader of [`yaml`](super) decides. What it takes, it reads exactly as that one does, which a test holds it to. It goes
//! line by line; `inline`, `block` and `flow` read values, and `ordinary` looks at the characters beforehand.

mod block;
mod flow;
mod inline;
mod ordinary;

use crate::input::tree::{Builder, Key, Scalar, Style, Tree};
use crate::source::{FileId, Span};

/// How deep collections may nest here; the careful reader bounds them too, not far above.
const DEPTH: usize = 200;

/// How many bytes a key and the blanks behind it may take; YAML allows 1024 characters.
const KEY_LENGTH: usize = 1000;

/// The answer to what another reader has to look at, at this byte offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declined(pub usize);

/// Reads a text of less than 4 GiB to its end, or declines to.
pub fn parse(file: FileId, text: &str) -> Result<Tree<'_>, Declined> {
    if let Some(at) = ordinary::first_odd(text) {
        return Err(Declined(at));
    }
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut reader = Reader {
        bytes: text.as_bytes(),
        at: start,
        line_start: start,
        // A value takes some 40 bytes in the specs that people write.
        builder: Builder::new(file, text, text.len() / 40),
        open: Vec::new(),
        behind: start,
        has_tabs: memchr::memchr(b'\t', text.as_bytes()).is_some(),
    };
    reader.document()?;
    Ok(reader.builder.finish(text.len()))
}

struct Reader<'s> {
    bytes: &'s [u8],
    /// The next byte to look at.
    at: usize,
    /// Where the line of that byte begins.
    line_start: usize,
    builder: Builder<'s>,
    /// The block collections around that byte.
    open: Vec<Block>,
    /// One past the last byte of what was read, blanks and comments behind it left out.
    behind: usize,
    has_tabs: bool,
}

/// A block collection that has not ended.
#[derive(Clone, Copy)]
struct Block {
    /// The bytes before its keys or dashes on their lines.
    column: usize,
    kind: Kind,
    /// Where the value would stand that its last key or dash announced and that has not come yet.
    awaits: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Mapping,
    Sequence,
    /// A sequence whose dashes stand in the column of the key that it belongs to.
    Compact,
}

impl Reader<'_> {
    fn document(&mut self) -> Result<(), Declined> {
        let mut is_first = true;
        while self.next_line() {
            let column = self.at - self.line_start;
            let is_marker =
                column == 0 && matches!(self.bytes[self.at..], [b'-', b'-', b'-', ..] | [b'.', b'.', b'.', ..]);
            match is_marker {
                true if is_first && self.bytes[self.at] == b'-' => {
                    self.at += 3;
                    self.behind = self.at;
                    self.end_line()?;
                }
                true => return self.decline(),
                false => self.line(column)?,
            }
            is_first = false;
        }
        if self.open.is_empty() {
            return self.decline();
        }
        while !self.open.is_empty() {
            self.close();
        }
        Ok(())
    }

    /// Reads the line whose first byte that is no blank stands at this column, and all lines of the last value on it.
    fn line(&mut self, column: usize) -> Result<(), Declined> {
        let is_item = self.is_item();
        while let Some(block) = self.open.last()
            && (block.column > column || block.column == column && block.kind == Kind::Compact && !is_item)
        {
            self.close();
        }
        match self.open.last().copied() {
            // A document that is no block collection in the first column is an unusual one.
            None if column == 0 && self.builder.is_empty() => self.node(column),
            Some(Block { column: own, kind: Kind::Mapping, .. }) if own == column && !is_item => {
                self.nothing_if_awaited();
                match self.key()? {
                    Some(key) => self.entry(key),
                    None => self.decline(),
                }
            }
            Some(Block { column: own, kind: Kind::Mapping, awaits: Some(_) }) if own == column => self.node(column),
            Some(Block { column: own, kind, .. }) if own == column && kind != Kind::Mapping && is_item => self.item(),
            Some(Block { column: own, awaits: Some(_), .. }) if own < column => self.node(column),
            _ => self.decline(),
        }
    }

    /// Reads a value that begins on a line of its own, or behind a dash.
    fn node(&mut self, column: usize) -> Result<(), Declined> {
        if self.is_item() {
            self.open(column, Style::Sequence)?;
            return self.item();
        }
        match self.key()? {
            Some(key) => {
                self.open(column, Style::Mapping)?;
                self.entry(key)
            }
            None => self.value(),
        }
    }

    /// Reads an item of the innermost sequence from its dash on, with sequences that begin on the same line.
    fn item(&mut self) -> Result<(), Declined> {
        loop {
            self.nothing_if_awaited();
            self.at += 1;
            self.await_value();
            self.skip_blanks();
            if self.is_line_over() {
                return self.end_line();
            }
            let column = self.at - self.line_start;
            if !self.is_item() {
                return self.node(column);
            }
            self.open(column, Style::Sequence)?;
        }
    }

    /// Reads an entry of the innermost mapping from behind its key and colon on.
    fn entry(&mut self, key: Key) -> Result<(), Declined> {
        self.builder.key(key);
        self.await_value();
        self.skip_blanks();
        match self.is_line_over() {
            true => self.end_line(),
            false => self.value(),
        }
    }

    /// Reads a scalar or a flow collection for the innermost block, with all its lines.
    fn value(&mut self) -> Result<(), Declined> {
        let Some(block) = self.open.last_mut() else { return self.decline() };
        block.awaits = None;
        let around = block.column;
        match self.bytes[self.at] {
            b'"' | b'\'' => self.quoted(around),
            b'|' | b'>' => self.block(around),
            b'[' | b'{' => self.flow(around),
            _ => self.plain(around),
        }
    }

    /// Opens a block collection at this place.
    fn open(&mut self, column: usize, style: Style) -> Result<(), Declined> {
        if self.open.len() >= DEPTH {
            return self.decline();
        }
        let mut kind = if style == Style::Mapping { Kind::Mapping } else { Kind::Sequence };
        if let Some(around) = self.open.last_mut() {
            around.awaits = None;
            if around.column == column {
                kind = Kind::Compact;
            }
        }
        let start = match style {
            // Of a mapping, the first key was read already.
            Style::Mapping => self.line_start + column,
            _ => self.at,
        };
        self.builder.open(style, start);
        self.open.push(Block { column, kind, awaits: None });
        Ok(())
    }

    /// Ends the innermost block collection where its last content does.
    fn close(&mut self) {
        self.nothing_if_awaited();
        self.open.pop();
        self.builder.close(self.behind);
    }

    /// Notes that what stands right before this place announces a value.
    fn await_value(&mut self) {
        let at = self.at;
        if let Some(block) = self.open.last_mut() {
            block.awaits = Some(at);
        }
    }

    /// Adds the value that was announced and is not there, if so.
    fn nothing_if_awaited(&mut self) {
        if let Some(at) = self.open.last_mut().and_then(|block| block.awaits.take()) {
            self.add(Style::Plain, at..at, true);
        }
    }

    /// Adds a scalar that is no block.
    fn add(&mut self, style: Style, bytes: std::ops::Range<usize>, verbatim: bool) {
        self.behind = bytes.end;
        self.builder.scalar(Scalar { span: Span::new(bytes.start, bytes.end), style, verbatim, column: 0 });
    }

    /// Goes to the first byte of the next line that has content; says whether there is one.
    fn next_line(&mut self) -> bool {
        while self.at < self.bytes.len() {
            self.line_start = self.at;
            self.skip_blanks();
            match self.peek() {
                Some(b'\n' | b'\r' | b'#') => self.skip_line(),
                Some(_) => return true,
                None => return false,
            }
        }
        false
    }

    /// Ends a line on which nothing but blanks and a comment may stand.
    fn end_line(&mut self) -> Result<(), Declined> {
        self.skip_blanks();
        match self.is_line_over() {
            true => self.skip_line(),
            false => return self.decline(),
        }
        Ok(())
    }

    fn skip_line(&mut self) {
        self.at = (self.line_end(self.at).1).min(self.bytes.len());
    }

    fn skip_blanks(&mut self) {
        self.at = self.behind_blanks(self.at);
    }

    /// Where the first byte stands from a place on that is no blank.
    fn behind_blanks(&self, from: usize) -> usize {
        let mut at = from;
        // Eight bytes at a time, as a third of most specs is indentation. What differs from a blank first is the lowest
        // byte that is not zero in a little-endian number.
        while let Some(&chunk) = self.bytes[at..].first_chunk::<8>() {
            let others = u64::from_le_bytes(chunk) ^ u64::from_le_bytes([b' '; 8]);
            if others != 0 {
                return at + others.trailing_zeros() as usize / 8;
            }
            at += 8;
        }
        while self.bytes.get(at) == Some(&b' ') {
            at += 1;
        }
        at
    }

    /// Where the content of a line ends, and where the next line begins.
    fn line_end(&self, from: usize) -> (usize, usize) {
        match memchr::memchr(b'\n', &self.bytes[from..]) {
            Some(length) => {
                let end = from + length;
                let content_end = if end > from && self.bytes[end - 1] == b'\r' { end - 1 } else { end };
                (content_end, end + 1)
            }
            None => (self.bytes.len(), self.bytes.len()),
        }
    }

    /// Whether the line ends here, or holds only a comment from here on.
    fn is_line_over(&self) -> bool {
        match self.peek() {
            None | Some(b'\n' | b'\r') => true,
            Some(b'#') => self.at == self.line_start || self.bytes[self.at - 1] == b' ',
            Some(_) => false,
        }
    }

    /// Whether a dash that announces an item stands here.
    fn is_item(&self) -> bool {
        self.bytes[self.at] == b'-' && self.is_blank(self.at + 1)
    }

    /// Whether a blank, a line break or the end stands at a place.
    fn is_blank(&self, at: usize) -> bool {
        matches!(self.bytes.get(at), None | Some(b' ' | b'\n' | b'\r'))
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn decline<T>(&self) -> Result<T, Declined> {
        Err(Declined(self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::yaml::parse_carefully;

    /// Holds the reader to decline a text that the careful one reads, where `rest` is what stands there.
    #[track_caller]
    fn declines(text: &str, rest: &str) {
        let Declined(at) = parse(0, text).expect_err("it is unusual");
        assert_eq!(&text[at..], rest);
        assert_eq!(parse_carefully(0, text).error, None);
    }

    #[track_caller]
    fn takes(text: &str) {
        let tree = parse(0, text).unwrap_or_else(|Declined(at)| panic!("declined at {:?}", &text[at..]));
        assert_eq!(tree, parse_carefully(0, text).whole());
    }

    #[test]
    fn what_is_unusual_is_declined_where_it_stands() {
        for text in ["", "# only a comment\n", "---\n"] {
            declines(text, "");
        }
        declines("text\n", "text\n");
        declines("[a]\n", "[a]\n");
        declines("  a: b\n", "a: b\n");
        declines("%YAML 1.2\n---\na: b\n", "%YAML 1.2\n---\na: b\n");
        declines("a: 1\n---\nb: 2\n", "---\nb: 2\n");
        declines("a: 1\n...\n", "...\n");
        declines("--- {a: b}\n", "{a: b}\n");
        declines("a: &b c\n", "&b c\n");
        declines("a: &b c\nd: *b\n", "&b c\nd: *b\n");
        declines("a: !!str b\n", "!!str b\n");
        declines("? a\n: b\n", "? a\n: b\n");
        declines("a:\t b\n", "\t b\n");
        declines("a: b\tc\n", "b\tc\n");
        declines("a: |\n\n\nb: c\n", "b: c\n");
        declines("a: \"\\ud83d\\ude00\"\n", "\\ud83d\\ude00\"\n");
        declines("a: [b: c]\n", ": c]\n");
        declines("a: {b}\n", "}\n");
        declines("a: b\u{85}c\n", "\u{85}c\n");
    }

    #[test]
    fn what_is_wrong_is_declined() {
        for text in
            ["a: b: c\n", "a:\n  b: c\n d: e\n", "a: 'b\n", "a: [b\n", "- a\nb: c\n", "a: \"\\d\"\n", "a: b\n  c: d\n"]
        {
            assert!(parse(0, text).is_err() && parse_carefully(0, text).error.is_some(), "{text}");
        }
    }

    #[test]
    fn what_is_usual_is_taken() {
        takes("---\na:\n- b\n- c: |\n    d\n\n  e: 'f'  # g\n-\n");
        takes("\u{feff}a: b\r\n  c\r\nd: >-\r\n  e\r\n");
        takes("a: \"b\\\n  c\n\n  d\"\n'e' : f");
        takes("a: {b: [c, -1, \"d\"], \"e\":f,\n  g: {}, # h\n}\n");
        takes("a: |\n  tabs\there\n  \tand here\n");
        takes(&format!("{}: b\n", "a".repeat(KEY_LENGTH)));
    }

    #[test]
    fn what_is_long_or_deep_is_left_to_the_careful_reader() {
        let nested = |depth: usize| format!("a: {}{}", "[".repeat(depth), "]".repeat(depth));
        takes(&nested(DEPTH - 1));
        declines(&nested(DEPTH), &format!("[{}", "]".repeat(DEPTH)));
        assert!(parse(0, &nested(100_000)).is_err());
        let items = |depth: usize| "- ".repeat(depth) + "a";
        takes(&items(DEPTH));
        declines(&items(DEPTH + 1), "- a");
        let mappings = |depth: usize| (0..depth).map(|level| " ".repeat(level) + "a:\n").collect::<String>();
        takes(&mappings(DEPTH));
        assert!(parse(0, &mappings(2000)).is_err());
        let text = "a".repeat(KEY_LENGTH + 1) + ": b\n";
        declines(&text, &text);
    }

    #[test]
    fn blanks_are_skipped_in_any_number() {
        for blanks in 0..40 {
            for behind in ["", "\n", "x", "       x", "!!!!!!!!!", "\u{a0}"] {
                let text = format!("{}{behind}", " ".repeat(blanks));
                let expected = text.len() - text.trim_start_matches(' ').len();
                let builder = Builder::new(0, "", 0);
                let bytes = text.as_bytes();
                let reader =
                    Reader { bytes, at: 0, line_start: 0, builder, open: Vec::new(), behind: 0, has_tabs: false };
                assert_eq!(reader.behind_blanks(0), expected, "{text:?}");
            }
        }
    }
}
