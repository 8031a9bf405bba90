//! Decodes a scalar of any style, with the map from every decoded byte back to the source.
//!
//! It is given what a reader has found well formed, so nothing here fails: what cannot be decoded stays as written.

use super::tree::Style;
use crate::field::SourceMap;
use std::ops::Range;

/// A scalar as it stands in a source.
#[derive(Clone, Debug)]
pub struct Written {
    /// How it is written.
    pub style: Style,
    /// Bytes of its content: what is between the quotes, or the lines below a block's header.
    pub content: Range<usize>,
    /// Bytes of a block scalar's header from the `|` or `>` on; empty for other styles.
    pub header: Range<usize>,
    /// 0-based column at which a block scalar's content begins; other styles have no use for it.
    pub column: usize,
}

/// The decoded text and its map.
pub fn decode(source: &str, written: &Written) -> (String, SourceMap) {
    let mut decoder = Decoder::new(source, written.content.clone());
    match written.style {
        Style::JsonString => decoder.json(),
        Style::Literal | Style::Folded => decoder.block(written),
        style => decoder.flow(style),
    }
    (decoder.text, decoder.map)
}

impl Written {
    /// A block scalar that stands from its `|` or `>` to the end of its last content line, or of its header.
    pub fn block(source: &str, style: Style, start: usize, end: usize, column: usize) -> Self {
        let header_length = memchr::memchr2(b'\n', b'\r', &source.as_bytes()[start..end]).unwrap_or(end - start);
        let header_end = start + header_length;
        let content_start = header_end + break_length(&source[header_end..end]);
        Written { style, content: content_start..end, header: start..header_end, column }
    }

    /// A scalar of a style that has no header.
    pub fn inline(style: Style, content: Range<usize>) -> Self {
        Written { style, header: content.start..content.start, content, column: 0 }
    }
}

/// Bytes of the line break that a text begins with, or 0: a line feed, a carriage return, or both.
pub fn break_length(text: &str) -> usize {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

struct Decoder<'s> {
    source: &'s str,
    /// Next byte to look at.
    at: usize,
    end: usize,
    /// First byte that is to be copied as it stands but has not been.
    pending: usize,
    text: String,
    map: SourceMap,
}

impl<'s> Decoder<'s> {
    fn new(source: &'s str, content: Range<usize>) -> Self {
        Decoder {
            source,
            at: content.start,
            end: content.end,
            pending: content.start,
            text: String::with_capacity(content.len()),
            map: SourceMap::verbatim(content.start),
        }
    }

    fn rest(&self) -> &'s str {
        &self.source[self.at..self.end]
    }

    /// Copies what is pending up to `end`.
    fn copy_until(&mut self, end: usize) {
        if self.pending < end {
            self.map.copied(self.text.len(), self.pending);
            self.text.push_str(&self.source[self.pending..end]);
        }
        self.pending = end;
    }

    /// Writes a character in place of source bytes, and goes on behind them.
    fn replace(&mut self, character: char, source: Range<usize>) {
        self.at = source.end;
        self.pending = source.end;
        self.map.replaced(self.text.len(), source);
        self.text.push(character);
    }

    /// A JSON string: nothing but its escapes differs from the source.
    fn json(&mut self) {
        while let Some(found) = memchr::memchr(b'\\', self.rest().as_bytes()) {
            self.at += found;
            self.escape();
        }
        self.copy_until(self.end);
    }

    /// A plain or quoted scalar of YAML, in which line breaks are folded.
    fn flow(&mut self, style: Style) {
        // A style without a character of its own to look for searches for the line feed twice.
        let special = match style {
            Style::SingleQuoted => b'\'',
            Style::DoubleQuoted => b'\\',
            _ => b'\n',
        };
        while let Some(found) = memchr::memchr3(b'\n', b'\r', special, self.rest().as_bytes()) {
            self.at += found;
            match self.rest().as_bytes() {
                [b'\\', b'\n' | b'\r', ..] => {
                    self.copy_until(self.at);
                    self.at += 1;
                    self.pending = self.at;
                    self.fold(true);
                }
                [b'\\', ..] => self.escape(),
                // The second of a doubled quote stands for both.
                [b'\'', ..] => {
                    self.copy_until(self.at);
                    self.replace('\'', self.at..(self.at + 2).min(self.end));
                }
                _ => self.fold(false),
            }
        }
        self.copy_until(self.end);
    }

    /// At a line break: one becomes a blank, or nothing where it is escaped, and each further one stays a line feed.
    fn fold(&mut self, escaped: bool) {
        let before = &self.source[self.pending..self.at];
        self.copy_until(self.pending + before.trim_end_matches([' ', '\t']).len());
        let first = self.at..self.at + break_length(self.rest());
        self.at = first.end;
        let mut further = 0;
        loop {
            let blanks = self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
            self.at += blanks;
            let length = break_length(self.rest());
            if length == 0 {
                break;
            }
            self.replace('\n', self.at..self.at + length);
            further += 1;
        }
        if further == 0 && !escaped {
            let content = self.at;
            self.replace(' ', first);
            self.at = content;
        }
        self.pending = self.at;
    }

    /// At a backslash: replaces the escape by what it stands for.
    fn escape(&mut self) {
        self.copy_until(self.at);
        let start = self.at;
        let Some(kind) = self.rest()[1..].chars().next() else {
            // A reader lets no string end in a lone backslash.
            self.at = self.end;
            return;
        };
        let digits_at = start + 1 + kind.len_utf8();
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => return self.replace(simple_escape(kind), start..digits_at),
        };
        let mut end = (digits_at + digits).min(self.end);
        let mut code = self.hexadecimal(digits_at..end);
        // Two escapes in a row may be the halves of one character.
        if let Some(high @ 0xd800..0xdc00) = code
            && self.source[end..self.end].starts_with("\\u")
            && let Some(low @ 0xdc00..0xe000) = self.hexadecimal(end + 2..end + 6)
        {
            code = Some(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
            end += 6;
        }
        // Half a character stands for nothing that could be shown.
        let character = code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
        self.replace(character, start..end);
    }

    fn hexadecimal(&self, digits: Range<usize>) -> Option<u32> {
        let digits = self.source[..self.end].get(digits)?;
        u32::from_str_radix(digits, 16).ok()
    }

    /// A block scalar. Breaks are held back until it is known what follows them.
    fn block(&mut self, written: &Written) {
        let folded = written.style == Style::Folded;
        // Line breaks since the last content line, and whether that line began with a blank, which keeps breaks.
        let mut breaks: Vec<Range<usize>> = Vec::new();
        let mut after_content = false;
        let mut indented_before = false;
        while self.at < self.end {
            self.skip_indentation(written.column);
            let line_length = memchr::memchr2(b'\n', b'\r', self.rest().as_bytes()).unwrap_or(self.rest().len());
            if line_length > 0 {
                let indented = self.rest().starts_with([' ', '\t']);
                let line = self.at..self.at + line_length;
                if folded && after_content && !indented_before && !indented {
                    self.fold_breaks(&breaks);
                } else {
                    breaks.iter().for_each(|source| self.replace('\n', source.clone()));
                }
                breaks.clear();
                self.pending = line.start;
                self.copy_until(line.end);
                self.at = line.end;
                (after_content, indented_before) = (true, indented);
            }
            let length = break_length(self.rest());
            breaks.push(self.at..self.at + length);
            self.at += length;
        }
        self.chomp(written, after_content);
    }

    /// Between two lines that are to be folded: one break is a blank, of more the first goes.
    fn fold_breaks(&mut self, breaks: &[Range<usize>]) {
        match breaks {
            [only] => self.replace(' ', only.clone()),
            [_, further @ ..] => further.iter().for_each(|source| self.replace('\n', source.clone())),
            [] => {}
        }
    }

    /// The line breaks at a block's end, as its header says; they stand behind its last content line.
    fn chomp(&mut self, written: &Written, has_content: bool) {
        let header = &self.source[written.header.clone()];
        let indicators = header.trim_start_matches(['|', '>']).trim_start_matches(|digit: char| digit.is_ascii_digit());
        if indicators.starts_with('-') {
            return;
        }
        self.end = self.source.len();
        self.at += memchr::memchr2(b'\n', b'\r', self.rest().as_bytes()).unwrap_or(self.rest().len());
        let line_break = self.at..self.at + break_length(self.rest());
        self.at = line_break.end;
        if has_content {
            self.replace('\n', line_break);
        }
        if indicators.starts_with('+') {
            self.keep_breaks(has_content);
        }
    }

    /// The lines without content below a block.
    fn keep_breaks(&mut self, has_content: bool) {
        let mut any = has_content;
        loop {
            let blanks = self.rest().len() - self.rest().trim_start_matches(' ').len();
            let line_end = self.at + blanks;
            let length = break_length(&self.source[line_end..]);
            // Nothing but blanks in a file's last line counts as a line where it is the only one.
            let is_only_line = !any && blanks > 0 && line_end == self.source.len();
            if length == 0 && !is_only_line {
                return;
            }
            self.replace('\n', line_end..line_end + length);
            any = true;
        }
    }

    fn skip_indentation(&mut self, column: usize) {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        self.at += blanks.min(column);
    }
}

/// What a backslash and one character stand for in YAML, of which JSON's escapes are a part.
fn simple_escape(kind: char) -> char {
    match kind {
        '0' => '\0',
        'a' => '\x07',
        'b' => '\x08',
        't' => '\t',
        'n' => '\n',
        'v' => '\x0b',
        'f' => '\x0c',
        'r' => '\r',
        'e' => '\x1b',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        itself => itself,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes all of `source`, and gives for each decoded character the source that it came from.
    #[track_caller]
    fn check(style: Style, source: &str, decoded: &str, from: &[&str]) {
        let written = match style {
            Style::Literal | Style::Folded => Written::block(source, style, 0, source.trim_end_matches('\n').len(), 2),
            _ => Written::inline(style, 0..source.len()),
        };
        let (text, map) = decode(source, &written);
        assert_eq!(text, decoded);
        let spans: Vec<&str> = text
            .char_indices()
            .map(|(at, character)| &source[map.span(at..at + character.len_utf8()).range()])
            .collect();
        assert_eq!(spans, from);
    }

    #[test]
    fn an_escape_stands_for_its_character() {
        let source = r"a\u00e9\x41b";
        check(Style::DoubleQuoted, source, "aéAb", &["a", r"\u00e9", r"\x41", "b"]);
        check(Style::DoubleQuoted, r"\ud83d\ude00\_", "😀\u{a0}", &[r"\ud83d\ude00", r"\_"]);
        check(Style::JsonString, r#"\/\"é"#, "/\"é", &[r"\/", r#"\""#, "é"]);
        check(Style::SingleQuoted, "it''s", "it's", &["i", "t", "''", "s"]);
    }

    #[test]
    fn a_folded_break_is_one_blank() {
        check(Style::Plain, "a  \n   b", "a b", &["a", "\n", "b"]);
        check(Style::SingleQuoted, "a\r\n\r\n \r\n  b", "a\n\nb", &["a", "\r\n", "\r\n", "b"]);
        check(Style::DoubleQuoted, "a \\\n  b\\\n\n\\ c", "a b\n c", &["a", " ", "b", "\n", "\\ ", "c"]);
        check(Style::DoubleQuoted, "a\\t \n b", "a\t b", &["a", "\\t", "\n", "b"]);
    }

    #[test]
    fn a_block_ends_as_its_header_says() {
        check(Style::Literal, "|\n  a\n   b\n\n\n", "a\n b\n", &["a", "\n", " ", "b", "\n"]);
        check(Style::Literal, "|-\n  a\n\n", "a", &["a"]);
        check(Style::Literal, "|+ # x\n  a\n\n\n", "a\n\n\n", &["a", "\n", "\n", "\n"]);
        check(
            Style::Folded,
            ">2-\n  a\n  b\n\n  c\n    d\n  e\n",
            "a b\nc\n  d\ne",
            &["a", "\n", "b", "\n", "c", "\n", " ", " ", "d", "\n", "e"],
        );
        // The break that a file lacks at its end is read all the same, and comes from nowhere.
        check(Style::Folded, ">\n  a", "a\n", &["a", ""]);
    }
}
