//! Block scalars, for the fast reader of YAML.

use super::{Declined, Reader};
use crate::input::tree::{Scalar, Style};
use crate::source::Span;

impl Reader<'_> {
    /// Reads a block scalar from its `|` or `>` on, whose key or dash stands at column `around`, with all its lines.
    pub(super) fn block(&mut self, around: usize) -> Result<(), Declined> {
        let start = self.at;
        let style = if self.bytes[start] == b'|' { Style::Literal } else { Style::Folded };
        self.at += 1;
        let digit = self.header();
        self.end_line()?;
        let column = match digit {
            Some(digit) => around + digit,
            None => self.detected_column(around)?,
        };
        let end = self.block_content(column)?;
        self.behind = end;
        let column = Span::new(column, column).start;
        self.builder.scalar(Scalar { span: Span::new(start, end), style, verbatim: false, column });
        Ok(())
    }

    /// Goes behind the indicators of a header; gives the digit that says how far the content is indented.
    fn header(&mut self) -> Option<usize> {
        let (digit, length) = match self.bytes[self.at..] {
            [digit @ b'1'..=b'9', b'+' | b'-', ..] | [b'+' | b'-', digit @ b'1'..=b'9', ..] => (Some(digit), 2),
            [digit @ b'1'..=b'9', ..] => (Some(digit), 1),
            [b'+' | b'-', ..] => (None, 1),
            _ => (None, 0),
        };
        self.at += length;
        digit.map(|digit| usize::from(digit - b'0'))
    }

    /// The column in which the first line with content begins.
    fn detected_column(&self, around: usize) -> Result<usize, Declined> {
        let mut line_start = self.at;
        let mut longest_blank = 0;
        loop {
            let at = self.behind_blanks(line_start);
            let blanks = at - line_start;
            match self.bytes.get(at) {
                Some(b'\n') => line_start = at + 1,
                Some(b'\r') => line_start = at + 2,
                // It has no content, or something strange about its beginning.
                None | Some(b'\t') => return Err(Declined(at)),
                Some(_) if blanks <= around || blanks < longest_blank => return Err(Declined(at)),
                Some(_) => return Ok(blanks),
            }
            longest_blank = longest_blank.max(blanks);
        }
    }

    /// Goes to the first line that is indented less than the content; gives the end of the last content line.
    fn block_content(&mut self, column: usize) -> Result<usize, Declined> {
        let mut content_end = None;
        while self.at < self.bytes.len() {
            let indentation = &self.bytes[self.at..self.bytes.len().min(self.at + column)];
            match indentation.iter().find(|&&byte| byte != b' ') {
                Some(b'\t') => return self.decline(),
                Some(b'\n' | b'\r') => self.skip_line(),
                Some(_) => break,
                None => {
                    let (line_end, next) = self.line_end(self.at + indentation.len());
                    if line_end > self.at + column {
                        content_end = Some(line_end);
                    }
                    self.at = next;
                }
            }
        }
        content_end.ok_or(Declined(self.at))
    }
}
