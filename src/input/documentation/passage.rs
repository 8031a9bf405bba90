//! Words of a page with the way back to its bytes, before it is known what they are to a field.

use crate::field::{Role, SourceMap, Text};
use crate::source::{FileId, Span};
use std::ops::Range;

/// Words that were copied from a page, run by run; what stands between the runs was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::input) struct Passage {
    words: String,
    /// (byte of `words`, byte of the page) where a run begins.
    runs: Vec<(usize, usize)>,
}

impl Passage {
    /// Words that stand as they are from a byte of the page on.
    pub(in crate::input) fn verbatim(words: &str, from: usize) -> Self {
        let mut passage = Passage::default();
        passage.push(words, from);
        passage
    }

    /// The words.
    pub(in crate::input) fn words(&self) -> &str {
        &self.words
    }

    /// Whether it says nothing.
    pub(in crate::input) fn is_empty(&self) -> bool {
        self.words.trim().is_empty()
    }

    /// Adds words that were copied from a byte of the page on.
    pub(in crate::input) fn push(&mut self, words: &str, from: usize) {
        if words.is_empty() {
            return;
        }
        let at = self.words.len();
        let goes_on = self.runs.last().is_some_and(|&(start, source)| source + (at - start) == from);
        if !goes_on {
            self.runs.push((at, from));
        }
        self.words.push_str(words);
    }

    /// Adds a part of another passage.
    pub(in crate::input) fn push_part(&mut self, other: &Passage, range: Range<usize>) {
        let mut at = range.start;
        let mut run = other.run_at(at);
        while at < range.end {
            let end = other.runs.get(run + 1).map_or(range.end, |&(next, _)| next.min(range.end));
            self.push(&other.words[at..end], other.source(at));
            (at, run) = (end, run + 1);
        }
    }

    /// A part of it.
    pub(in crate::input) fn part(&self, range: Range<usize>) -> Self {
        let mut part = Passage::default();
        part.push_part(self, range);
        part
    }

    /// A part of it without the blanks at its ends.
    pub(in crate::input) fn trimmed_part(&self, range: Range<usize>) -> Self {
        self.part(trimmed(&self.words, range))
    }

    /// The bytes of the page that a range of the words came from, from its first to its last.
    pub(in crate::input) fn span(&self, range: Range<usize>) -> Span {
        let start = self.source(range.start);
        let end = if range.is_empty() { start } else { self.source(range.end - 1) + 1 };
        Span::new(start, end.max(start))
    }

    /// The same words as a text of a field.
    pub(in crate::input) fn text(&self, role: Role, file: FileId) -> Text {
        let mut map = SourceMap::default();
        self.runs.iter().for_each(|&(at, from)| map.copied(at, from));
        Text { role, file, decoded: self.words.clone(), span: self.span(0..self.words.len()), map, tied: None }
    }

    /// The same, where the page is itself the decoded words of a text.
    pub(in crate::input) fn text_within(&self, page: &Text) -> Text {
        let mut map = SourceMap::default();
        for (at, character) in self.words.char_indices() {
            let from = self.source(at);
            let width = character.len_utf8();
            let span = page.map.span(from..from + width).range();
            if span.len() == width { map.copied(at, span.start) } else { map.replaced(at, span) }
        }
        let span = map.span(0..self.words.len());
        Text { role: page.role, file: page.file, decoded: self.words.clone(), span, map, tied: page.tied }
    }

    fn run_at(&self, at: usize) -> usize {
        self.runs.partition_point(|&(start, _)| start <= at).saturating_sub(1)
    }

    fn source(&self, at: usize) -> usize {
        self.runs.get(self.run_at(at)).map_or(0, |&(start, from)| from + (at - start))
    }
}

/// A range without the blanks at its ends.
pub(in crate::input) fn trimmed(words: &str, range: Range<usize>) -> Range<usize> {
    let inner = &words[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start().len());
    let end = range.start + inner.trim_end().len();
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_lead_back_to_the_page() {
        let page = "> one\n> two \\| three";
        let mut passage = Passage::verbatim("one\n", 2);
        passage.push("two ", 8);
        passage.push("| three", 13);
        assert_eq!(passage.words(), "one\ntwo | three");
        let part = passage.part(4..passage.words().len());
        assert_eq!(part.words(), "two | three");
        assert_eq!(&page[part.span(0..3).range()], "two");
        assert_eq!(&page[part.span(4..11).range()], "| three");
        let text = passage.text(Role::Description, 0);
        assert_eq!(&page[text.place(4..11).span.range()], "two \\| t");
    }
}
