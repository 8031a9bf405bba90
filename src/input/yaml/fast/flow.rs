//! Flow collections, for the fast reader of YAML: those whose entries are as in JSON, quotes aside.

use super::inline::{Quoted, style_of};
use super::{DEPTH, Declined, KEY_LENGTH, Reader};
use crate::input::tree::{Key, Style};
use crate::source::Span;

impl Reader<'_> {
    /// Reads a flow collection that is a value in a block at column `around`, to the end of its last line.
    pub(super) fn flow(&mut self, around: usize) -> Result<(), Declined> {
        let mut depth = self.open.len();
        loop {
            match self.bytes.get(self.at) {
                Some(&bracket @ (b'[' | b'{')) => {
                    depth += 1;
                    if depth > DEPTH {
                        return self.decline();
                    }
                    self.builder.open(if bracket == b'{' { Style::Mapping } else { Style::Sequence }, self.at);
                    self.at += 1;
                    self.skip_flow_blanks(around)?;
                    if !self.is_flow_end() {
                        self.flow_key(around)?;
                        continue;
                    }
                }
                _ => self.flow_scalar()?,
            }
            if self.after_flow_value(&mut depth, around)? {
                return self.end_line();
            }
        }
    }

    /// Reads what stands behind a value, up to the next value; says whether that is the end of the outermost collection.
    fn after_flow_value(&mut self, depth: &mut usize, around: usize) -> Result<bool, Declined> {
        loop {
            self.skip_flow_blanks(around)?;
            if self.is_flow_end() {
                self.at += 1;
                self.behind = self.at;
                self.builder.close(self.at);
                *depth -= 1;
                if *depth == self.open.len() {
                    return Ok(true);
                }
                continue;
            }
            if self.peek() != Some(b',') {
                return self.decline();
            }
            self.at += 1;
            self.skip_flow_blanks(around)?;
            if !self.is_flow_end() {
                self.flow_key(around)?;
                return Ok(false);
            }
        }
    }

    /// Reads the key of the next value with its colon, if the innermost collection is a mapping.
    fn flow_key(&mut self, around: usize) -> Result<(), Declined> {
        if self.builder.innermost() != Some(Style::Mapping) {
            return Ok(());
        }
        let start = self.at;
        let (style, end, verbatim) = self.flow_text()?;
        let is_quoted = style != Style::Plain;
        let quote = usize::from(is_quoted);
        self.builder.key(Key { span: Span::new(start + quote, end - quote), style, verbatim, target: None });
        self.skip_blanks();
        let is_colon = self.peek() == Some(b':') && (self.is_blank(self.at + 1) || is_quoted && self.at == end);
        if !is_colon || self.at - start > KEY_LENGTH {
            return self.decline();
        }
        self.at += 1;
        self.skip_flow_blanks(around)
    }

    fn flow_scalar(&mut self) -> Result<(), Declined> {
        let start = self.at;
        let (style, end, verbatim) = self.flow_text()?;
        self.add(style, start..end, verbatim);
        Ok(())
    }

    /// Reads a scalar on one line: how it is written, where it ends, and whether it needs no decoding.
    fn flow_text(&mut self) -> Result<(Style, usize, bool), Declined> {
        let start = self.at;
        match self.bytes.get(start) {
            Some(&quote @ (b'"' | b'\'')) => {
                let Quoted { end, verbatim, is_broken } = self.quoted_end(start)?;
                if is_broken {
                    return self.decline();
                }
                self.at = end;
                Ok((style_of(quote), end, verbatim))
            }
            Some(first)
                if first.is_ascii_alphanumeric()
                    || matches!(first, b'$' | b'/' | b'_' | b'.' | b'(' | b'~' | 0x80..) =>
            {
                self.flow_plain()
            }
            Some(b'-') if self.bytes.get(start + 1).is_some_and(u8::is_ascii_alphanumeric) => self.flow_plain(),
            _ => self.decline(),
        }
    }

    fn flow_plain(&mut self) -> Result<(Style, usize, bool), Declined> {
        let start = self.at;
        let mut end = start;
        while let Some(byte) = self.peek() {
            match byte {
                b',' | b'[' | b']' | b'{' | b'}' => break,
                b':' if self.is_blank(self.at + 1) => break,
                b':' if matches!(self.bytes[self.at + 1], b',' | b'[' | b']' | b'{' | b'}') => return self.decline(),
                b'\n' | b'\r' | b'\t' => return self.decline(),
                b'#' if self.bytes[self.at - 1] == b' ' => return self.decline(),
                b' ' => {}
                _ => end = self.at + 1,
            }
            self.at += 1;
        }
        Ok((Style::Plain, end, true))
    }

    /// Skips blanks, comments and line breaks, behind which more than `around` blanks have to stand, or as many before a
    /// closing bracket.
    fn skip_flow_blanks(&mut self, around: usize) -> Result<(), Declined> {
        loop {
            self.skip_blanks();
            match self.peek() {
                Some(b'\n' | b'\r') => self.skip_line(),
                Some(b'#') if self.is_line_over() => self.skip_line(),
                _ => break,
            }
            self.line_start = self.at;
        }
        match self.peek() {
            Some(_) if self.at - self.line_start > around => Ok(()),
            Some(b'}' | b']') if self.at - self.line_start == around => Ok(()),
            _ => self.decline(),
        }
    }

    fn is_flow_end(&self) -> bool {
        match self.builder.innermost() {
            Some(Style::Mapping) => self.peek() == Some(b'}'),
            _ => self.peek() == Some(b']'),
        }
    }
}
