//! Cuts PHP and JavaScript into the tokens that literal data is made of: strings, words and signs.
//!
//! It is a scanner for data in source code, not a parser of either language: what it does not know is a sign.

use super::copy::{Cut, common_escape};
use crate::field::{Role, Text};
use crate::source::FileId;
use std::ops::Range;

/// The language of the source code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// PHP.
    Php,
    /// JavaScript and TypeScript.
    Script,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier, a keyword, a number or a variable with its `$`.
    Word,
    /// A string, its quotes included.
    Text,
    /// `=>`.
    Arrow,
    /// A regular expression or anything else whose content is of no interest.
    Other,
    /// One character.
    Sign(u8),
}

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Its bytes.
    pub(super) range: Range<usize>,
}

/// The tokens of a source; comments and blanks are between them.
pub(super) struct Tokens<'s> {
    source: &'s str,
    dialect: Dialect,
    at: usize,
    /// Whether a `/` would begin a regular expression, and not divide.
    value_may_begin: bool,
    /// Up to where it is known that no regular expression ends.
    divides_until: usize,
}

impl<'s> Tokens<'s> {
    /// The tokens of a whole source.
    pub(super) fn new(source: &'s str, dialect: Dialect) -> Self {
        let at = match dialect {
            Dialect::Php => source.find("<?php").map_or(source.len(), |at| at + "<?php".len()),
            Dialect::Script => 0,
        };
        Tokens { source, dialect, at, value_may_begin: true, divides_until: 0 }
    }

    fn rest(&self) -> &'s [u8] {
        &self.source.as_bytes()[self.at..]
    }

    /// The offset of the next occurrence of a byte from `from` on, or the end.
    fn offset_of(&self, from: usize, byte: u8) -> usize {
        let from = from.min(self.source.len());
        memchr::memchr(byte, &self.source.as_bytes()[from..]).map_or(self.source.len(), |found| from + found)
    }

    /// Passes over blanks and comments.
    fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            self.at += blanks;
            match self.rest() {
                [b'/', b'/', ..] => self.at = self.offset_of(self.at, b'\n'),
                [b'#', next @ ..] if self.dialect == Dialect::Php && !next.starts_with(b"[") => {
                    self.at = self.offset_of(self.at, b'\n');
                }
                [b'/', b'*', body @ ..] => {
                    let end = memchr::memmem::find(body, b"*/");
                    self.at = end.map_or(self.source.len(), |end| self.at + 2 + end + 2);
                }
                _ => return,
            }
        }
    }

    /// The end of a string that opens at `start`.
    fn end_of_string(&self, start: usize) -> usize {
        let bytes = self.source.as_bytes();
        let quote = bytes[start];
        let mut at = start + 1;
        let mut braces = 0usize;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'$' if quote == b'`' && bytes.get(at + 1) == Some(&b'{') => {
                    braces += 1;
                    at += 1;
                }
                b'}' if braces > 0 => braces -= 1,
                b'{' if braces > 0 => braces += 1,
                _ if byte == quote && braces == 0 => return at + 1,
                // A quote that is never closed, such as an apostrophe in markup, ends with its line.
                b'\n' if quote != b'`' && self.dialect == Dialect::Script => return at,
                _ => {}
            }
            at += 1;
        }
        bytes.len()
    }

    /// The end of a regular expression that opens at `start`; none if its line ends first.
    fn end_of_pattern(&self, start: usize) -> Option<usize> {
        let bytes = self.source.as_bytes();
        let mut in_class = false;
        let mut at = start + 1;
        loop {
            match bytes.get(at)? {
                b'\n' => return None,
                b'\\' => at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => return Some(at + 1),
                _ => {}
            }
            at += 1;
        }
    }

    /// The end of a heredoc that opens at `start` with `<<<`; none if it is none.
    fn end_of_heredoc(&self, start: usize) -> Option<usize> {
        let line_end = self.offset_of(start, b'\n');
        let label = self.source.get(start + 3..line_end)?.trim().trim_matches(['\'', '"']);
        let is_label = !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let body = self.source.get(line_end..).filter(|_| is_label)?;
        let mut at = line_end;
        for line in body.split_inclusive('\n') {
            if at > line_end && line.trim_start().starts_with(label) {
                return Some(at + line.len() - line.trim_start().len() + label.len());
            }
            at += line.len();
        }
        // One that never ends takes all that is left, as in PHP.
        Some(self.source.len())
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip();
        let start = self.at;
        let first = *self.rest().first()?;
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii();
        let (kind, end) = match first {
            b'\'' | b'"' => (Kind::Text, self.end_of_string(start)),
            b'`' if self.dialect == Dialect::Script => (Kind::Text, self.end_of_string(start)),
            b'=' if self.rest().starts_with(b"=>") => (Kind::Arrow, start + 2),
            b'<' if self.dialect == Dialect::Php && self.rest().starts_with(b"<<<") => {
                self.end_of_heredoc(start).map_or((Kind::Sign(first), start + 1), |end| (Kind::Other, end))
            }
            b'/' if self.dialect == Dialect::Script && self.value_may_begin && start >= self.divides_until => {
                match self.end_of_pattern(start) {
                    Some(end) => (Kind::Other, end),
                    None => {
                        self.divides_until = self.offset_of(start, b'\n');
                        (Kind::Sign(first), start + 1)
                    }
                }
            }
            _ if is_word(&first) => (Kind::Word, start + self.rest().iter().take_while(|byte| is_word(byte)).count()),
            _ => (Kind::Sign(first), start + 1),
        };
        self.at = end.max(start + 1).min(self.source.len());
        self.value_may_begin = matches!(kind, Kind::Sign(sign) if !matches!(sign, b')' | b']' | b'}'));
        Some(Token { kind, range: start..self.at })
    }
}

/// The text of strings that are joined to one; each range has its quotes.
pub(super) fn text_of(source: &str, file: FileId, dialect: Dialect, pieces: &[Range<usize>], role: Role) -> Text {
    let start = pieces.first().map_or(0, |piece| piece.start);
    let end = pieces.last().map_or(start, |piece| piece.end);
    let mut cut = Cut::new(source, (start + 1).min(end));
    for piece in pieces {
        let inner = inner(source, piece);
        let plain_quotes = dialect == Dialect::Php && source.as_bytes()[piece.start] == b'\'';
        match plain_quotes {
            true => cut.quoted(inner, plain_escape),
            false => cut.quoted(inner, common_escape),
        }
    }
    cut.text(file, role, start..end)
}

/// The bytes between the quotes of a string, whose closing quote may be missing.
pub(super) fn inner(source: &str, string: &Range<usize>) -> Range<usize> {
    let bytes = source.as_bytes();
    let is_closed = string.len() > 1 && bytes[string.end - 1] == bytes[string.start];
    string.start + 1..if is_closed { string.end - 1 } else { string.end }
}

/// Between PHP's single quotes only a quote and a backslash are escaped.
fn plain_escape(rest: &str) -> (usize, Option<char>) {
    match rest.as_bytes() {
        [_, escaped @ (b'\'' | b'\\'), ..] => (2, Some(char::from(*escaped))),
        _ => (1, Some('\\')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(dialect: Dialect, source: &str, expected: &[&str]) {
        let found: Vec<&str> = Tokens::new(source, dialect).map(|token| &source[token.range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn comments_strings_and_patterns_are_told_apart() {
        check(Dialect::Script, "a = /['\"]/g // 'x'\n/* \" */ b / 2", &["a", "=", "/['\"]/", "g", "b", "/", "2"]);
        check(Dialect::Script, "`a ${b({c: `d`})} e` 'it\\'s'", &["`a ${b({c: `d`})} e`", "'it\\'s'"]);
        check(
            Dialect::Php,
            "x <?php # 'a'\n$b['c'] => <<<END\n 'd'\n  END;",
            &["$b", "[", "'c'", "]", "=>", "<<<END\n 'd'\n  END", ";"],
        );
    }

    #[test]
    fn what_is_cut_off_ends() {
        for source in ["'", "\"a\\", "`${", "/*", "/a", "<?php <<<", "<?php <<<A", "'é", "\\"] {
            for dialect in [Dialect::Php, Dialect::Script] {
                assert!(Tokens::new(source, dialect).count() < 9);
            }
        }
    }
}
