//! A text to be linted and the places in it: the only line and column arithmetic of the crate.
//!
//! Inside, a place is a range of bytes; lines and columns appear at the edge, when a report is written.

use std::sync::OnceLock;

/// Which of the sources that were handed in together: an index into that slice.
pub type FileId = usize;

/// A range of bytes in one source; `end` is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte, counted from the start of the file.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; offsets beyond 4 GiB are cut to that bound, which no reader passes.
    pub fn new(start: usize, end: usize) -> Self {
        let clip = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { start: clip(start), end: clip(end) }
    }

    /// The same as a range that slices the source's text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A place in one of the sources that were handed in together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The source that holds it.
    pub file: FileId,
    /// Where in that source.
    pub span: Span,
}

/// A place as people count: lines and columns start at 1, a column is a Unicode scalar value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// 0-based byte offset.
    pub offset: usize,
}

/// Whether a source was asked for, or is here only because another one refers to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Linted in its own right.
    #[default]
    Linted,
    /// Read as far as `$ref`s from linted sources reach into it.
    Referenced,
}

/// One file's text with the name that reports show for it.
#[derive(Debug, Default)]
pub struct Source {
    path: String,
    text: String,
    standing: Standing,
    line_starts: OnceLock<Vec<u32>>,
    characters: OnceLock<Vec<u32>>,
}

/// Bytes between two entries of the table of characters, so that a column in a line of megabytes is not counted anew for
/// every place in it.
const STRETCH: usize = 4096;

impl Source {
    /// A source that is linted; `path` uses forward slashes and is what reports print and `$ref`s are resolved against.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Source { path: path.into(), text: text.into(), ..Source::default() }
    }

    /// The same, but read only as far as `$ref`s from other sources reach into it.
    pub fn referenced(path: impl Into<String>, text: impl Into<String>) -> Self {
        Source { standing: Standing::Referenced, ..Source::new(path, text) }
    }

    /// The path as given, with forward slashes.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text; a byte order mark, if any, is still its first character.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it was asked for or only referred to.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Byte offsets at which lines start, the first being 0; made on first need.
    pub fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let newlines = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(newlines.map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect()
        })
    }

    /// 0-based index of the line that holds a byte offset.
    pub fn line_index(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start as usize <= offset) - 1
    }

    /// The bytes of a line (0-based index), without its line end.
    pub fn line_span(&self, index: usize) -> Span {
        let starts = self.line_starts();
        let start = starts[index] as usize;
        let end = starts.get(index + 1).map_or(self.text.len(), |&next| next as usize);
        let line = &self.text[start..end];
        Span::new(start, start + line.trim_end_matches(['\n', '\r']).len())
    }

    /// Line and column of a byte offset; one past the end is the end of the text.
    pub fn position(&self, offset: usize) -> Position {
        let offset = beginning(&self.text, offset).len();
        let line = self.line_index(offset);
        let start = self.line_starts()[line] as usize;
        // A byte order mark is no character that an editor shows, so it takes no column.
        let mark = usize::from(start == 0 && offset > 0 && self.text.starts_with('\u{feff}'));
        Position { line: line + 1, column: self.characters_between(start, offset) - mark + 1, offset }
    }

    fn characters_between(&self, start: usize, end: usize) -> usize {
        if end - start <= STRETCH {
            return characters(&self.text.as_bytes()[start..end]);
        }
        let before = self.characters.get_or_init(|| {
            let mut count = 0;
            let stretches = self.text.as_bytes().chunks(STRETCH);
            let ends = stretches.map(|stretch| {
                count += characters(stretch);
                u32::try_from(count).unwrap_or(u32::MAX)
            });
            std::iter::once(0).chain(ends).collect()
        });
        let up_to = |offset: usize| {
            let stretch = offset / STRETCH;
            before[stretch] as usize + characters(&self.text.as_bytes()[stretch * STRETCH..offset])
        };
        up_to(end) - up_to(start)
    }
}

/// Characters that begin in some bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

/// The beginning of a text, of at most so many bytes and of whole characters.
pub fn beginning(text: &str, bytes: usize) -> &str {
    // `str::floor_char_boundary` came later than the oldest Rust that this crate supports.
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_from_one_in_characters() {
        let source = Source::new("a.yaml", "é: 1\r\nb: 2");
        assert_eq!(source.position(0), Position { line: 1, column: 1, offset: 0 });
        assert_eq!(source.position(2), Position { line: 1, column: 2, offset: 2 });
        assert_eq!(source.position(7), Position { line: 2, column: 1, offset: 7 });
        assert_eq!(source.slice(source.line_span(0)), "é: 1");
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let source = Source::new("a.yaml", "\u{feff}a: 1");
        assert_eq!(source.position(3).column, 1);
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        assert_eq!(Source::new("a", "ab").position(9), Position { line: 1, column: 3, offset: 2 });
    }

    #[test]
    fn columns_in_a_long_line_are_those_that_counting_gives() {
        let text = format!("\u{feff}{}\n{}", "aé語😀".repeat(3000), "語".repeat(5000));
        let source = Source::new("a", text.as_str());
        for (offset, _) in text.char_indices().step_by(97) {
            let start = if source.line_index(offset) == 0 { 0 } else { source.line_starts()[1] as usize };
            let counted = text[start..offset].trim_start_matches('\u{feff}').chars().count() + 1;
            assert_eq!(source.position(offset).column, counted, "at {offset}");
        }
    }
}
