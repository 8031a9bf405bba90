//! Keys, and plain and quoted scalars, for the fast reader of YAML.

use super::{Declined, KEY_LENGTH, Reader};
use crate::input::tree::{Key, Style};
use crate::source::Span;

/// A quoted scalar, with its quotes.
pub(super) struct Quoted {
    pub(super) end: usize,
    /// Whether it holds no escape and no line break.
    pub(super) verbatim: bool,
    /// Whether it holds a line break.
    pub(super) is_broken: bool,
}

impl Reader<'_> {
    /// Reads a key with its colon, if one stands here; else stays where it is.
    pub(super) fn key(&mut self) -> Result<Option<Key>, Declined> {
        let start = self.at;
        let (end, key) = match self.bytes[start] {
            quote @ (b'"' | b'\'') => {
                let Quoted { end, verbatim, is_broken } = self.quoted_end(start)?;
                let key = Key { span: Span::new(start + 1, end - 1), style: style_of(quote), verbatim, target: None };
                match self.colon_behind(end) {
                    Some(_) if is_broken => return self.decline(),
                    Some(colon) => (colon, key),
                    None => return Ok(None),
                }
            }
            b'[' | b'{' | b'|' | b'>' => return Ok(None),
            _ => {
                self.plain_beginning()?;
                let Some(colon) = self.plain_colon(start)? else { return Ok(None) };
                let end = start + self.bytes[start..colon].trim_ascii_end().len();
                (colon, Key { span: Span::new(start, end), style: Style::Plain, verbatim: true, target: None })
            }
        };
        if end - start > KEY_LENGTH {
            return self.decline();
        }
        self.at = end + 1;
        Ok(Some(key))
    }

    /// Reads a quoted scalar that is a value in a block at column `around`, to the end of its last line.
    pub(super) fn quoted(&mut self, around: usize) -> Result<(), Declined> {
        let start = self.at;
        let Quoted { end, verbatim, is_broken } = self.quoted_end(start)?;
        if is_broken && !self.is_indented(start, end, around) {
            return self.decline();
        }
        self.add(style_of(self.bytes[start]), start..end, verbatim);
        self.at = end;
        self.end_line()
    }

    /// Reads a plain scalar that is a value in a block at column `around`, to the end of its last line.
    pub(super) fn plain(&mut self, around: usize) -> Result<(), Declined> {
        self.plain_beginning()?;
        let start = self.at;
        let (mut end, mut has_comment) = self.plain_line()?;
        let first_end = end;
        while !has_comment && self.goes_on(around) {
            (end, has_comment) = self.plain_line()?;
        }
        self.add(Style::Plain, start..end, end == first_end);
        Ok(())
    }

    /// Where a quoted scalar ends that begins here, whatever lines it takes.
    pub(super) fn quoted_end(&self, start: usize) -> Result<Quoted, Declined> {
        let (end, has_escapes) = match self.bytes[start] {
            b'"' => self.double_quoted_end(start)?,
            _ => self.single_quoted_end(start)?,
        };
        let is_broken = memchr::memchr(b'\n', &self.bytes[start..end]).is_some();
        Ok(Quoted { end, verbatim: !has_escapes && !is_broken, is_broken })
    }

    fn single_quoted_end(&self, start: usize) -> Result<(usize, bool), Declined> {
        let mut at = start + 1;
        let mut has_escapes = false;
        while let Some(length) = memchr::memchr(b'\'', &self.bytes[at..]) {
            at += length + 1;
            if self.bytes.get(at) != Some(&b'\'') {
                return Ok((at, has_escapes));
            }
            has_escapes = true;
            at += 1;
        }
        Err(Declined(start))
    }

    fn double_quoted_end(&self, start: usize) -> Result<(usize, bool), Declined> {
        let mut at = start + 1;
        let mut has_escapes = false;
        while let Some(length) = memchr::memchr2(b'"', b'\\', &self.bytes[at..]) {
            at += length;
            if self.bytes[at] == b'"' {
                return Ok((at + 1, has_escapes));
            }
            has_escapes = true;
            at += self.escape_length(at)?;
        }
        Err(Declined(start))
    }

    /// The bytes of an escape, from its backslash on.
    fn escape_length(&self, at: usize) -> Result<usize, Declined> {
        let digits = match self.bytes[at..] {
            [_, b'0' | b'a' | b'b' | b't' | b'n' | b'v' | b'f' | b'r' | b'e', ..] => return Ok(2),
            [_, b'"' | b'/' | b'\\' | b'N' | b'_' | b'L' | b'P' | b' ' | b'\n', ..] => return Ok(2),
            [_, b'\r', ..] => return Ok(3),
            [_, b'x', ..] => 2,
            [_, b'u', ..] => 4,
            [_, b'U', ..] => 8,
            _ => return Err(Declined(at)),
        };
        let digits = self.bytes.get(at + 2..at + 2 + digits).ok_or(Declined(at))?;
        let digits = std::str::from_utf8(digits).map_err(|_| Declined(at))?;
        let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal);
        // Halves of a pair are no characters, and left to the careful reader.
        code.and_then(char::from_u32).map(|_| 2 + digits.len()).ok_or(Declined(at))
    }

    /// Whether all lines but the first of what stands there are indented at least to a column and hold no tab.
    fn is_indented(&self, start: usize, end: usize, around: usize) -> bool {
        let bytes = &self.bytes[start..end];
        !(self.has_tabs && bytes.contains(&b'\t'))
            && bytes.split(|&byte| byte == b'\n').skip(1).all(|line| {
                let blanks = line.iter().take_while(|&&byte| byte == b' ').count();
                blanks > 0 && blanks >= around || matches!(line[blanks..], [] | [b'\r'])
            })
    }

    /// The colon that makes a key of what ends here.
    fn colon_behind(&self, end: usize) -> Option<usize> {
        let colon = self.behind_blanks(end);
        (self.bytes.get(colon) == Some(&b':') && self.is_blank(colon + 1)).then_some(colon)
    }

    /// The colon that makes a key of a line that begins here.
    fn plain_colon(&self, start: usize) -> Result<Option<usize>, Declined> {
        for (index, &byte) in self.bytes[start..].iter().enumerate() {
            let at = start + index;
            match byte {
                b':' if self.is_blank(at + 1) => return Ok(Some(at)),
                b'#' if self.bytes[at - 1] == b' ' => break,
                b'\n' => break,
                b'\t' => return Err(Declined(at)),
                _ => {}
            }
        }
        Ok(None)
    }

    /// Declines what no plain scalar begins with, and what only some do.
    fn plain_beginning(&self) -> Result<(), Declined> {
        match self.bytes[self.at] {
            b'&' | b'*' | b'!' | b'%' | b'@' | b'`' | b',' | b']' | b'}' | b'#' | b'\t' => self.decline(),
            b'-' | b'?' | b':' if self.is_blank(self.at + 1) || self.bytes[self.at + 1] == b'\t' => self.decline(),
            _ => Ok(()),
        }
    }

    /// Reads a line of a plain scalar from here on: says where it ends and whether a comment follows, and goes to the next
    /// line.
    fn plain_line(&mut self) -> Result<(usize, bool), Declined> {
        let start = self.at;
        let (line_end, next) = self.line_end(start);
        let line = &self.bytes[start..line_end];
        if self.has_tabs && line.contains(&b'\t') {
            return self.decline();
        }
        let mut length = line.len();
        for index in memchr::memchr2_iter(b':', b'#', line) {
            match line[index] {
                // A second key on one line, or one of several lines.
                b':' if self.is_blank(start + index + 1) => return self.decline(),
                b'#' if index > 0 && line[index - 1] == b' ' => {
                    length = index;
                    break;
                }
                _ => {}
            }
        }
        self.at = next;
        Ok((start + line[..length].trim_ascii_end().len(), length < line.len()))
    }

    /// Whether the next line that is not blank belongs to a plain scalar in a block at column `around`; if so goes there.
    fn goes_on(&mut self, around: usize) -> bool {
        let mut line_start = self.at;
        loop {
            let at = self.behind_blanks(line_start);
            match self.bytes.get(at) {
                Some(b'\n') => line_start = at + 1,
                Some(b'\r') => line_start = at + 2,
                Some(b'#') | None => return false,
                Some(_) if at - line_start > around => {
                    (self.at, self.line_start) = (at, line_start);
                    return true;
                }
                Some(_) => return false,
            }
        }
    }
}

pub(super) fn style_of(quote: u8) -> Style {
    match quote {
        b'"' => Style::DoubleQuoted,
        _ => Style::SingleQuoted,
    }
}
