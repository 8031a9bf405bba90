//! The lines of a page, by number, with their indentation; and parts of the page without theirs.

use crate::input::documentation::passage::Passage;
use std::ops::Range;

/// The lines of a page or of an indented part of one.
pub(super) struct Lines<'p> {
    page: &'p Passage,
    lines: Vec<Range<usize>>,
}

impl<'p> Lines<'p> {
    pub(super) fn new(page: &'p Passage) -> Self {
        let mut at = 0;
        let lines = page.words().split_inclusive('\n').map(|line| {
            let range = at..at + line.trim_end_matches(['\n', '\r']).len();
            at += line.len();
            range
        });
        Lines { page, lines: lines.collect() }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.lines.len()
    }

    /// A line without its end; beyond the last, an empty one.
    pub(super) fn line(&self, at: usize) -> &'p str {
        self.lines.get(at).map_or("", |range| &self.page.words()[range.clone()])
    }

    /// Whether a line says nothing.
    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.line(at).trim().is_empty()
    }

    /// Bytes of blanks before what a line says.
    pub(super) fn indent(&self, at: usize) -> usize {
        let line = self.line(at);
        line.len() - line.trim_start_matches([' ', '\t']).len()
    }

    /// The mark that all of a line consists of.
    pub(super) fn adornment(&self, at: usize) -> Option<char> {
        let line = self.line(at).trim_end();
        let mark = line.chars().next().filter(char::is_ascii_punctuation)?;
        (line.len() >= 2 && line.chars().all(|character| character == mark)).then_some(mark)
    }

    /// The first line from one on that is neither blank nor indented, without the blank ones before it.
    pub(super) fn end_of_indented(&self, from: usize) -> usize {
        self.end_of_item(from.saturating_sub(1), 1).max(from.min(self.count()))
    }

    /// The line after an item whose words are indented so far.
    pub(super) fn end_of_item(&self, at: usize, width: usize) -> usize {
        let mut end = at + 1;
        let mut next = at + 1;
        while next < self.count() && (self.is_blank(next) || self.indent(next) >= width.min(2)) {
            if !self.is_blank(next) {
                end = next + 1;
            }
            next += 1;
        }
        end
    }

    /// Lines without what they are all indented by.
    pub(super) fn dedented(&self, lines: Range<usize>) -> Passage {
        self.dedented_by(lines, usize::MAX)
    }

    fn dedented_by(&self, lines: Range<usize>, most: usize) -> Passage {
        let said = lines.clone().filter(|&at| !self.is_blank(at));
        let width = said.map(|at| self.indent(at)).min().unwrap_or(0).min(most);
        let mut inner = Passage::default();
        lines.for_each(|at| self.push_line(&mut inner, at, width));
        inner
    }

    /// The lines of an item without its mark and without the indentation that the mark asks for.
    pub(super) fn item(&self, lines: Range<usize>, width: usize) -> Passage {
        let mut inner = Passage::default();
        self.push_line(&mut inner, lines.start, width);
        let rest = self.dedented_by(lines.start + 1..lines.end, width);
        inner.push_part(&rest, 0..rest.words().len());
        inner
    }

    /// The words of lines, without indentation and without what says of a code span what it is.
    pub(super) fn words(&self, lines: Range<usize>) -> Passage {
        let mut words = Passage::default();
        let end = lines.end;
        for at in lines {
            let Some(range) = self.lines.get(at) else { break };
            self.push_words(&mut words, range.start + self.indent(at)..range.end);
            if at + 1 < end {
                self.push_end(&mut words, at);
            }
        }
        words
    }

    /// The words of a part of a line, the same way.
    pub(super) fn words_in(&self, at: usize, part: Range<usize>) -> Passage {
        let mut words = Passage::default();
        self.add_words_in(&mut words, at, part);
        words
    }

    /// Adds the words of a part of a line, on a line of their own.
    pub(super) fn add_words_in(&self, words: &mut Passage, at: usize, part: Range<usize>) {
        let Some(range) = self.lines.get(at) else { return };
        let line = self.line(at);
        let inner = line[part.clone()].trim();
        if inner.is_empty() {
            return;
        }
        if !words.is_empty() && at > 0 {
            self.push_end(words, at - 1);
        }
        let start = range.start + part.start + (line[part.clone()].len() - line[part].trim_start().len());
        self.push_words(words, start..start + inner.len());
    }

    fn push_words(&self, words: &mut Passage, range: Range<usize>) {
        let all = self.page.words();
        let mut at = range.start;
        while let Some(found) = all[at..range.end].find(":`") {
            let colon = at + found;
            let role = all[at..colon].rfind(|c: char| !(c.is_alphanumeric() || "-.".contains(c)));
            match role.filter(|&start| all[at + start..].starts_with(':')) {
                // `:ref:` and the like open with a colon of their own.
                Some(start) => {
                    words.push_part(self.page, at..at + start);
                    words.push_part(self.page, colon + 1..colon + 2);
                }
                None => words.push_part(self.page, at..colon + 2),
            }
            at = colon + 2;
        }
        words.push_part(self.page, at..range.end);
    }

    fn push_line(&self, inner: &mut Passage, at: usize, skipped: usize) {
        let Some(range) = self.lines.get(at) else { return };
        inner.push_part(self.page, (range.start + skipped).min(range.end)..range.end);
        self.push_end(inner, at);
    }

    /// Adds the line feed at the end of a line.
    fn push_end(&self, inner: &mut Passage, at: usize) {
        let Some(range) = self.lines.get(at) else { return };
        let rest = &self.page.words()[range.end..];
        let end = range.end + usize::from(rest.starts_with('\r'));
        if end < self.page.words().len() {
            inner.push_part(self.page, end..end + 1);
        }
    }
}
