//! Reads JSON into a [`Tree`](super::tree::Tree) in one pass, without recursion, as deep as it may go.
//!
//! What is not JSON is an error with its place, a leading byte order mark excepted: a comma too many, a comment, a bare
//! control character. Strings are checked here and decoded by `scalar` when they are looked at.

use super::tree::{Builder, Key, Parsed, Scalar, Style, Syntax};
use crate::source::{FileId, Span};

/// Reads a text to its end or to its first error.
pub fn parse<'s>(file: FileId, text: &'s str) -> Parsed<'s> {
    if let Some(refusal) = Parsed::too_large(file, text) {
        return refusal;
    }
    // A value takes some 30 bytes in pretty-printed files and fewer in dense ones, for which the arena grows.
    let builder = Builder::new(file, text, text.len() / 32);
    let mut reader = Reader { bytes: text.as_bytes(), at: 0, builder };
    let error = reader.document().err();
    let end = error.as_ref().map_or(text.len(), |error| error.at);
    Parsed { tree: reader.builder.finish(end), error }
}

struct Reader<'s> {
    bytes: &'s [u8],
    at: usize,
    builder: Builder<'s>,
}

/// A string's bytes between the quotes.
struct Content {
    start: usize,
    end: usize,
    /// Whether there is no escape in it.
    verbatim: bool,
}

impl Reader<'_> {
    fn document(&mut self) -> Result<(), Syntax> {
        if self.bytes.starts_with("\u{feff}".as_bytes()) {
            self.at = "\u{feff}".len();
        }
        loop {
            let opened = self.value()?;
            if opened {
                continue;
            }
            if self.after_value()? {
                return Ok(());
            }
        }
    }

    /// Reads a scalar, an empty collection, or a collection's beginning; says whether it was the last, so that a value
    /// comes next.
    fn value(&mut self) -> Result<bool, Syntax> {
        self.skip_blanks();
        let start = self.at;
        match self.peek() {
            Some(b'"') => {
                let Content { verbatim, .. } = self.string()?;
                self.add(start, Style::JsonString, verbatim);
            }
            Some(b'{') => {
                self.builder.open(Style::Mapping, start);
                self.at += 1;
                self.skip_blanks();
                if self.peek() != Some(b'}') {
                    self.key()?;
                    return Ok(true);
                }
                self.close();
            }
            Some(b'[') => {
                self.builder.open(Style::Sequence, start);
                self.at += 1;
                self.skip_blanks();
                if self.peek() != Some(b']') {
                    return Ok(true);
                }
                self.close();
            }
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
                self.add(start, Style::Plain, true);
            }
            Some(b't') => self.word("true")?,
            Some(b'f') => self.word("false")?,
            Some(b'n') => self.word("null")?,
            _ => return Err(self.expected("a value")),
        }
        Ok(false)
    }

    /// Reads what stands behind a value, up to the next value; says whether that is the end of the document.
    fn after_value(&mut self) -> Result<bool, Syntax> {
        loop {
            self.skip_blanks();
            match (self.builder.innermost(), self.peek()) {
                (None, None) => return Ok(true),
                (None, Some(_)) => return Err(self.expected("the end of the file")),
                (Some(Style::Mapping), Some(b'}')) | (Some(Style::Sequence), Some(b']')) => self.close(),
                (Some(style), Some(b',')) => {
                    self.at += 1;
                    if style == Style::Mapping {
                        self.skip_blanks();
                        self.key()?;
                    }
                    return Ok(false);
                }
                (Some(Style::Mapping), _) => return Err(self.expected("`,` or `}`")),
                (Some(_), _) => return Err(self.expected("`,` or `]`")),
            }
        }
    }

    fn key(&mut self) -> Result<(), Syntax> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("a key in double quotes"));
        }
        let Content { start, end, verbatim } = self.string()?;
        self.skip_blanks();
        if self.peek() != Some(b':') {
            return Err(self.expected("`:` behind the key"));
        }
        self.at += 1;
        self.builder.key(Key { span: Span::new(start, end), style: Style::JsonString, verbatim, target: None });
        Ok(())
    }

    fn close(&mut self) {
        self.at += 1;
        self.builder.close(self.at);
    }

    fn add(&mut self, start: usize, style: Style, verbatim: bool) {
        self.builder.scalar(Scalar { span: Span::new(start, self.at), style, verbatim, column: 0 });
    }

    fn word(&mut self, word: &str) -> Result<(), Syntax> {
        let start = self.at;
        if !self.bytes[start..].starts_with(word.as_bytes()) {
            return Err(self.expected("a value"));
        }
        self.at += word.len();
        self.add(start, Style::Plain, true);
        Ok(())
    }

    fn number(&mut self) -> Result<(), Syntax> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            // A zero stands alone: `01` is no number.
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Syntax> {
        let count = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 {
            return Err(self.expected("a digit"));
        }
        self.at += count;
        Ok(())
    }

    /// Reads a string from its opening quote on, and goes behind its closing one.
    fn string(&mut self) -> Result<Content, Syntax> {
        let start = self.at + 1;
        let mut verbatim = true;
        self.at = start;
        loop {
            self.at += ordinary_length(&self.bytes[self.at..]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Content { start, end: self.at - 1, verbatim });
                }
                Some(b'\\') => {
                    verbatim = false;
                    self.escape()?;
                }
                Some(control) => {
                    let message =
                        format!("a control character in a string is written as an escape: `\\u{control:04x}`");
                    return Err(Syntax { at: self.at, message });
                }
                // Where the string should have ended cannot be told, where it begins can.
                None => return Err(Syntax { at: start - 1, message: "the string is not closed".to_owned() }),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Syntax> {
        let length = match self.bytes[self.at + 1..] {
            [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
            [b'u', a, b, c, d, ..] if [a, b, c, d].iter().all(u8::is_ascii_hexdigit) => 6,
            [b'u', ..] => {
                let message = "`\\u` needs four hexadecimal digits".to_owned();
                return Err(Syntax { at: self.at, message });
            }
            _ => return Err(Syntax { at: self.at, message: "no such escape in JSON".to_owned() }),
        };
        self.at += length;
        Ok(())
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
            // Indentation is gone through eight blanks at a time.
            while self.bytes[self.at..].first_chunk::<8>() == Some(b"        ") {
                self.at += 8;
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The error at this place: what should be here, and what is.
    fn expected(&self, what: &str) -> Syntax {
        let found = match self.bytes[self.at..] {
            [] => "the file ends".to_owned(),
            [b'/', b'/' | b'*', ..] => "a comment stands here, which JSON has none of".to_owned(),
            [b'}' | b']', ..] if self.comma_before() => "the comma before this has nothing behind it".to_owned(),
            [byte, ..] if byte.is_ascii_graphic() => format!("`{}` stands here", char::from(byte)),
            _ => "something else stands here".to_owned(),
        };
        Syntax { at: self.at, message: format!("expected {what}, but {found}") }
    }

    fn comma_before(&self) -> bool {
        self.bytes[..self.at].trim_ascii_end().ends_with(b",")
    }
}

/// Bytes that a text begins with and that mean only themselves in a string: no quote, backslash or control character.
fn ordinary_length(bytes: &[u8]) -> usize {
    const fn each(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    // Eight bytes at a time. A subtraction sets the high bit of a byte that is smaller than what is subtracted; bytes
    // above the first such one may be wrong, but only the first is asked for, and it is the lowest of a little-endian
    // number.
    let mut length = 0;
    while let Some(&chunk) = bytes[length..].first_chunk::<8>() {
        let word = u64::from_le_bytes(chunk);
        let control = word.wrapping_sub(each(b' ')) & !word;
        let quote = word ^ each(b'"');
        let quote = quote.wrapping_sub(each(1)) & !quote;
        let backslash = word ^ each(b'\\');
        let backslash = backslash.wrapping_sub(each(1)) & !backslash;
        let special = (control | quote | backslash) & each(0x80);
        if special != 0 {
            return length + special.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    let rest = &bytes[length..];
    length + rest.iter().position(|&byte| byte < b' ' || byte == b'"' || byte == b'\\').unwrap_or(rest.len())
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
        let text = "\u{feff}{\"a\": [1, \"b\\n\", null], \"c\": {}}\r\n";
        let tree = parse(0, text).whole();
        let root = tree.roots()[0];
        assert_eq!(&text[tree.span(root).range()], text.trim_end().trim_start_matches('\u{feff}'));
        let a = tree.get(root, "a").expect("the key is there");
        assert_eq!(&text[tree.key_span(a).expect("it has a key").range()], "a");
        let items: Vec<_> = tree.items(a).map(|item| (tree.raw(item), tree.style(item))).collect();
        assert_eq!(items, [("1", Style::Plain), ("b\\n", Style::JsonString), ("null", Style::Plain)]);
        assert!(tree.is_mapping(tree.find(root, "/c").expect("the key is there")));
    }

    #[test]
    fn pairs_of_surrogates_are_one_character_and_halves_are_none() {
        let tree = parse(0, r#"["\ud83d\ude00!", "\ud83d", "\ude00\ud83d\u0041"]"#).whole();
        let scalars: Vec<_> = tree.items(tree.roots()[0]).filter_map(|item| tree.scalar(item)).collect();
        assert_eq!(scalars, ["😀!", "\u{fffd}", "\u{fffd}\u{fffd}A"]);
        let first = tree.items(tree.roots()[0]).next().expect("there are items");
        let text = tree.text(first, Role::Description).expect("it is a scalar");
        assert_eq!(&tree.source()[text.place(0..4).span.range()], r"\ud83d\ude00");
        assert_eq!(&tree.source()[text.place(4..5).span.range()], "!");
    }

    #[test]
    fn deep_nesting_is_read() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let tree = parse(0, &deep).whole();
        let mut depth = 0;
        let mut node = tree.roots()[0];
        while let Some(inner) = tree.items(node).next() {
            node = inner;
            depth += 1;
        }
        assert_eq!((depth, tree.pointer(node).0.len()), (99_999, 2 * 99_999));
        assert_eq!(parse(0, &"[{\"a\":".repeat(50_000)).error.expect("it is not closed").at, 6 * 50_000);
    }

    #[test]
    fn what_is_not_json_is_an_error_with_its_place() {
        fails_at(
            r#"{"a": 1,}"#,
            "}",
            "expected a key in double quotes, but the comma before this has nothing behind it",
        );
        fails_at("[1,\n]", "]", "expected a value, but the comma before this has nothing behind it");
        fails_at("[1 // one\n]", "// one\n]", "expected `,` or `]`, but a comment stands here, which JSON has none of");
        fails_at(r#"["open]"#, r#""open]"#, "the string is not closed");
        fails_at("{} {}", "{}", "expected the end of the file, but `{` stands here");
        fails_at(r#"["a\d"]"#, r#"\d"]"#, "no such escape in JSON");
        fails_at(r#"["\u12"]"#, r#"\u12"]"#, "`\\u` needs four hexadecimal digits");
        fails_at("[\"a\tb\"]", "\tb\"]", "a control character in a string is written as an escape: `\\u0009`");
        fails_at(r#"{"a" 1}"#, "1}", "expected `:` behind the key, but `1` stands here");
        fails_at("{a: 1}", "a: 1}", "expected a key in double quotes, but `a` stands here");
        fails_at("[01]", "1]", "expected `,` or `]`, but `1` stands here");
        fails_at("[-]", "]", "expected a digit, but `]` stands here");
        fails_at("[1.]", "]", "expected a digit, but `]` stands here");
        fails_at("[truth]", "truth]", "expected a value, but `t` stands here");
        fails_at("", "", "expected a value, but the file ends");
        fails_at("{\"a\":\u{a0}1}", "\u{a0}1}", "expected a value, but something else stands here");
    }

    #[test]
    fn what_stands_before_an_error_is_in_the_tree() {
        let text = r#"{"a": {"b": "c", "d": [1, 2"#;
        let Parsed { tree, error } = parse(0, text);
        assert_eq!(error.expect("it is not closed").at, text.len());
        let root = tree.roots()[0];
        assert_eq!(tree.find(root, "/a/b").and_then(|node| tree.scalar(node)).as_deref(), Some("c"));
        let last = tree.find(root, "/a/d/1").expect("it was read");
        assert_eq!(tree.pointer(last).0, "/a/d/1");
        assert_eq!(tree.span(root), Span::new(0, text.len()));
    }

    #[test]
    fn strings_are_searched_to_their_first_special_byte() {
        for length in 0..20 {
            for special in ['"', '\\', '\n', '\u{1f}'] {
                let text = "é".repeat(length) + &special.to_string() + "\u{1}\"\\  é";
                assert_eq!(ordinary_length(text.as_bytes()), 2 * length, "{text:?}");
            }
            assert_eq!(ordinary_length("é".repeat(length).as_bytes()), 2 * length);
        }
    }
}
