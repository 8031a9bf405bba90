//! Reads AsciiDoc: cuts a page into blocks line by line, and leaves it to `documentation` which of them are entries.
//!
//! Attributes are not filled in and files not included; what is not known is a paragraph.

use super::documentation::block::{Block, BlockKind, Table};
use super::documentation::passage::Passage;
use super::{Gate, Reading, documentation};
use crate::source::{FileId, Source};
use std::ops::Range;

mod table;

/// Reads pages of AsciiDoc.
pub(super) fn read(sources: &[Source], offered: &[FileId], gate: Gate<'_>) -> Reading {
    documentation::read("asciidoc", page, sources, offered, gate)
}

pub(super) fn page(source: &Source) -> Vec<Block> {
    let mut reader = Reader { text: source.text(), ..Reader::default() };
    let mut at = 0;
    while at < reader.text.len() {
        at = reader.block(at);
    }
    reader.flush();
    reader.blocks
}

/// What opens and closes a listing, or more of the same character.
const LISTINGS: [&str; 5] = ["----", "....", "++++", "////", "```"];
/// Lists within lists that are read.
const DEPTH_LIMIT: usize = 20;

#[derive(Default)]
struct Reader<'s> {
    text: &'s str,
    blocks: Vec<Block>,
    /// The words that are being read, and the item that they are the first of.
    words: Passage,
    item: Option<usize>,
    /// The marks of the lists that are open, outermost first.
    lists: Vec<&'s str>,
    /// Whether the next paragraph belongs to the item before it.
    is_attached: bool,
    /// The title and the attributes of the next block.
    title: Option<Passage>,
    attributes: &'s str,
}

impl<'s> Reader<'s> {
    /// Reads the line at a byte, or the block that it begins, and tells where the next one begins.
    fn block(&mut self, at: usize) -> usize {
        let range = line_at(self.text, at);
        let next = next_line(self.text, range.end);
        let line = &self.text[range.clone()];
        let said = line.trim();
        let after = if said.is_empty() {
            self.flush();
            next
        } else if let Some(mark) =
            LISTINGS.into_iter().find(|mark| said.starts_with(mark) && (*mark == "```" || is_repeated(said)))
        {
            self.flush();
            self.listing(next, if mark == "```" { mark } else { said })
        } else if said == "|===" || said == "!===" {
            self.flush();
            self.table(next)
        } else if said.len() >= 4
            && ["====", "****", "____"].iter().any(|mark| said.starts_with(mark) && is_repeated(said))
        {
            self.flush();
            next
        } else {
            self.line(range, line, said);
            return next;
        };
        // Attributes and a title are those of the block right below them.
        if !said.is_empty() {
            (self.attributes, self.title) = ("", None);
        }
        after
    }

    fn line(&mut self, range: Range<usize>, line: &'s str, said: &'s str) {
        let start = range.start + (line.len() - line.trim_start().len());
        let end = start + said.len();
        if said == "+" {
            self.flush();
            self.is_attached = true;
        } else if said == "--" || said.starts_with("//") {
            self.flush();
        } else if let Some(level) = heading(line) {
            self.flush();
            self.lists.clear();
            let words = Passage::verbatim(said[level..].trim(), end - said[level..].trim().len());
            self.blocks.push(Block { depth: 0, kind: BlockKind::Heading(level, words) });
        } else if line.starts_with('[') && said.ends_with(']') {
            self.flush();
            self.attributes = said;
        } else if line.starts_with('.')
            && !line.starts_with("..")
            && line[1..].starts_with(|c: char| c.is_alphanumeric())
        {
            self.flush();
            self.title = Some(Passage::verbatim(&said[1..], start + 1));
        } else if is_attribute(line) || (said.contains("::") && said.ends_with(']') && !said.contains(":: ")) {
            // Attributes of the page, and macros such as `image::a.png[]`.
            self.flush();
        } else if let Some(mark) = list_mark(said) {
            self.flush();
            let depth = self.enter(mark);
            self.item = Some(depth);
            let words = said[mark.len()..].trim_start();
            self.words.push(words, end - words.len());
        } else if let Some((term, mark)) = labelled(said) {
            self.flush();
            let depth = self.enter(mark);
            let name_start = said[..term].rfind("]]").filter(|_| said.starts_with("[[")).map_or(0, |close| close + 2);
            let words = Passage::verbatim(said[name_start..term].trim_start(), start + name_start);
            self.blocks.push(Block { depth, kind: BlockKind::Term(words) });
            let words = said[term + mark.len()..].trim_start();
            self.words.push(words, end - words.len());
            self.is_attached = true;
        } else {
            if self.words.is_empty() {
                self.words = Passage::default();
            } else {
                self.words.push("\n", range.start - 1);
            }
            self.words.push(said, start);
        }
    }

    /// Enters the list of a mark, and tells how many lists it stands in.
    fn enter(&mut self, mark: &'s str) -> usize {
        let depth = self.lists.iter().position(|&open| open == mark).unwrap_or(self.lists.len()).min(DEPTH_LIMIT);
        self.lists.truncate(depth);
        self.lists.push(mark);
        self.is_attached = false;
        depth
    }

    fn flush(&mut self) {
        if self.words.is_empty() {
            return;
        }
        let words = std::mem::take(&mut self.words);
        let block = match self.item.take() {
            Some(depth) => Block { depth, kind: BlockKind::Item(words) },
            None => {
                if !self.is_attached {
                    self.lists.clear();
                }
                Block { depth: self.lists.len(), kind: BlockKind::Paragraph(words) }
            }
        };
        self.is_attached = false;
        self.blocks.push(block);
    }

    /// Skips a listing, up to the line that closes it.
    fn listing(&mut self, from: usize, mark: &str) -> usize {
        let mut at = from;
        while at < self.text.len() {
            let line = line_at(self.text, at);
            let next = next_line(self.text, line.end);
            if self.text[line.clone()].trim_end() == mark {
                let words = Passage::verbatim(&self.text[from..line.start], from);
                self.blocks.push(Block { depth: self.lists.len(), kind: BlockKind::Listing(words) });
                return next;
            }
            at = next;
        }
        // A mark that nothing closes is no mark.
        from
    }

    fn table(&mut self, from: usize) -> usize {
        let mut at = from;
        let mut end = self.text.len();
        while at < self.text.len() {
            let line = line_at(self.text, at);
            let next = next_line(self.text, line.end);
            if ["|===", "!==="].contains(&self.text[line.clone()].trim()) {
                end = line.start;
                at = next;
                break;
            }
            at = next;
        }
        let table = table::table(&self.text[from..end], from, self.attributes);
        let table = Table { caption: self.title.take(), ..table };
        let depth = if self.is_attached { self.lists.len() } else { 0 };
        self.is_attached = false;
        self.blocks.push(Block { depth, kind: BlockKind::Table(table) });
        at
    }
}

fn line_at(text: &str, at: usize) -> Range<usize> {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    at..end
}

fn next_line(text: &str, end: usize) -> usize {
    (end + 1).min(text.len())
}

fn is_repeated(mark: &str) -> bool {
    mark.bytes().all(|byte| Some(&byte) == mark.as_bytes().first())
}

/// The level of a heading, whose mark is as long.
fn heading(line: &str) -> Option<usize> {
    let mark = line.chars().next().filter(|mark| ['=', '#'].contains(mark))?;
    let level = line.chars().take_while(|&c| c == mark).count();
    (level <= 6 && line[level..].starts_with(' ')).then_some(level)
}

/// Whether a line sets an attribute of the page.
fn is_attribute(line: &str) -> bool {
    let Some((name, _)) = line.strip_prefix(':').and_then(|rest| rest.split_once(':')) else { return false };
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_!".contains(c))
}

/// The mark of a list item.
fn list_mark(said: &str) -> Option<&str> {
    let mark = said.split(' ').next().unwrap_or_default();
    let is_mark = mark == "-" || (!mark.is_empty() && mark.len() <= 5 && (is_all(mark, b'*') || is_all(mark, b'.')));
    let is_number =
        mark.len() <= 3 && mark.ends_with('.') && mark[..mark.len() - 1].bytes().all(|byte| byte.is_ascii_digit());
    ((is_mark || is_number) && said.len() > mark.len() + 1).then_some(mark)
}

fn is_all(mark: &str, byte: u8) -> bool {
    mark.bytes().all(|one| one == byte)
}

/// Where the term of a labelled item ends, and the mark behind it.
fn labelled(said: &str) -> Option<(usize, &str)> {
    let start = ["::", ";;"].iter().filter_map(|mark| said.find(mark)).min().filter(|&start| start > 0)?;
    let sign = said.as_bytes()[start];
    let length = said[start..].bytes().take_while(|&byte| byte == sign).count();
    let rest = &said[start + length..];
    let is_mark = length <= 4 && (rest.is_empty() || rest.starts_with(' '));
    is_mark.then(|| (start, &said[start..start + length]))
}
