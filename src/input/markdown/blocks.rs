//! Cuts Markdown into blocks, with the parser's ranges; what a block says is left as it is written.

use super::components::{Component, Step};
use crate::input::documentation::block::{Block, BlockKind, Table};
use crate::input::documentation::passage::Passage;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Indented blocks within indented blocks that are read as what they hold.
const LEVELS_LIMIT: usize = 4;

/// The blocks of a page whose components were taken out. In MDX what is indented is no listing.
pub(super) fn blocks(page: &Passage, components: &[Component], is_mdx: bool) -> Vec<Block> {
    let mut found = Vec::new();
    read(page, is_mdx, LEVELS_LIMIT, 0, &mut found);
    let mut blocks = Vec::with_capacity(found.len() + components.len());
    let mut components = components.iter().peekable();
    let mut outer = 0;
    for (at, block) in found {
        while let Some(component) = components.next_if(|component| component.at <= at) {
            step(component, block.depth, &mut outer, &mut blocks);
        }
        let is_heading = matches!(block.kind, BlockKind::Heading(..));
        blocks.push(Block { depth: if is_heading { 0 } else { outer + block.depth }, ..block });
    }
    components.for_each(|component| step(component, 0, &mut outer, &mut blocks));
    blocks
}

fn step(component: &Component, depth: usize, outer: &mut usize, blocks: &mut Vec<Block>) {
    match &component.step {
        Step::Open(field) => {
            blocks.push(Block { depth: *outer + depth, kind: BlockKind::Field(field.clone()) });
            *outer += 1;
        }
        Step::Close => *outer = outer.saturating_sub(1),
    }
}

/// Adds the blocks of a page, each with the byte of the source at which it begins.
fn read(page: &Passage, is_mdx: bool, levels: usize, depth: usize, found: &mut Vec<(usize, Block)>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut reader = Reader {
        page,
        is_mdx,
        levels,
        found,
        depth,
        items: Vec::new(),
        quotes: 0,
        inline: None,
        table: Table::default(),
        row: Vec::new(),
        skipping: None,
        indented: None,
        opens_indented: false,
    };
    for (event, range) in Parser::new_ext(page.words(), options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.flush();
}

struct Reader<'p> {
    page: &'p Passage,
    is_mdx: bool,
    levels: usize,
    found: &'p mut Vec<(usize, Block)>,
    /// How many items and definitions are open.
    depth: usize,
    /// Of each open item, whether its first words are still to come.
    items: Vec<bool>,
    quotes: usize,
    /// The bytes of the words that are being read.
    inline: Option<Range<usize>>,
    table: Table,
    row: Vec<Passage>,
    /// The end of what is not read.
    skipping: Option<TagEnd>,
    /// What an indented block holds, where it is read.
    indented: Option<Passage>,
    /// Whether the paragraph before says that what is indented belongs to it.
    opens_indented: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if let Some(end) = self.skipping {
            if event == Event::End(end) {
                self.skipping = None;
            }
            return;
        }
        if self.indented.is_some() {
            return self.within_indented(&event, range);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(end, range),
            Event::Rule => self.flush(),
            Event::TaskListMarker(_) => {}
            _ => self.add(range),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => self.add(range),
            Tag::CodeBlock(kind) => self.code(&kind, range),
            Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::FootnoteDefinition(_) => {
                self.flush();
                self.skipping = Some(tag.to_end());
            }
            Tag::Item => {
                self.flush();
                self.items.push(true);
                self.depth += 1;
            }
            Tag::DefinitionListDefinition => {
                self.flush();
                self.items.push(false);
                self.depth += 1;
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::Table(_) => {
                self.flush();
                self.table = Table::default();
            }
            Tag::TableCell => {
                let cell = self.cell(range.clone());
                self.row.push(cell);
                self.skipping = Some(TagEnd::TableCell);
            }
            _ => self.flush(),
        }
    }

    fn end(&mut self, end: TagEnd, range: Range<usize>) {
        match end {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {}
            TagEnd::Heading(level) => {
                let words = self.words();
                self.found_at(range.start, 0, BlockKind::Heading(number(level), words));
            }
            TagEnd::DefinitionListTitle => {
                let words = self.words();
                self.found_at(range.start, self.depth, BlockKind::Term(words));
            }
            TagEnd::Item | TagEnd::DefinitionListDefinition => {
                self.flush();
                self.items.pop();
                self.depth = self.depth.saturating_sub(1);
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::TableHead => self.table.header = std::mem::take(&mut self.row),
            TagEnd::TableRow => self.table.rows.push(std::mem::take(&mut self.row)),
            TagEnd::Table => {
                let table = std::mem::take(&mut self.table);
                self.found_at(range.start, self.depth, BlockKind::Table(table));
            }
            _ => self.flush(),
        }
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        self.flush();
        let is_read = self.levels > 0 && (self.is_mdx || self.opens_indented);
        if matches!(kind, CodeBlockKind::Indented) && is_read {
            self.indented = Some(Passage::default());
        } else {
            let words = self.page.part(range.clone());
            self.found_at(range.start, self.depth, BlockKind::Listing(words));
            self.skipping = Some(TagEnd::CodeBlock);
        }
    }

    fn within_indented(&mut self, event: &Event<'_>, range: Range<usize>) {
        if let Event::Text(_) = event {
            let page = self.page;
            self.indented.iter_mut().for_each(|inner| inner.push_part(page, range.clone()));
        } else if matches!(event, Event::End(TagEnd::CodeBlock)) {
            let inner = self.indented.take().unwrap_or_default();
            read(&inner, self.is_mdx, self.levels - 1, self.depth, self.found);
        }
    }

    fn add(&mut self, range: Range<usize>) {
        let inline = self.inline.get_or_insert(range.clone());
        *inline = inline.start.min(range.start)..inline.end.max(range.end);
    }

    /// Ends the words that are being read: they are the first of an item, or a paragraph.
    fn flush(&mut self) {
        let Some(range) = self.inline.clone() else { return };
        let words = self.words();
        if words.is_empty() {
            return;
        }
        let opening = words.words().trim_start();
        self.opens_indented = ["!!! ", "??? ", "???+ ", "=== "].iter().any(|mark| opening.starts_with(mark));
        let is_first = self.items.last_mut().is_some_and(std::mem::take);
        match is_first {
            true => self.found_at(range.start, self.depth - 1, BlockKind::Item(words)),
            false => self.found_at(range.start, self.depth, BlockKind::Paragraph(words)),
        }
    }

    /// The words that were being read, without what marks their lines as part of a quotation or an item.
    fn words(&mut self) -> Passage {
        let Some(range) = self.inline.take() else { return Passage::default() };
        let mut words = Passage::default();
        let mut at = range.start;
        for (number, line) in self.page.words()[range].split_inclusive('\n').enumerate() {
            let skipped = if number == 0 { 0 } else { line.len() - self.unmarked(line).len() };
            words.push_part(self.page, at + skipped..at + line.len());
            at += line.len();
        }
        without_comments(words)
    }

    fn unmarked<'l>(&self, line: &'l str) -> &'l str {
        let mut rest = line.trim_start_matches([' ', '\t']);
        for _ in 0..self.quotes {
            match rest.strip_prefix('>') {
                Some(inner) => rest = inner.trim_start_matches([' ', '\t']),
                None => break,
            }
        }
        rest
    }

    /// A cell without the bars at its sides, and with those inside it as they are meant.
    fn cell(&self, range: Range<usize>) -> Passage {
        let all = self.page.words();
        let mut cell = Passage::default();
        let mut at = range.start;
        for part in all[range.clone()].split_inclusive("\\|") {
            let kept = part.strip_suffix("\\|").unwrap_or(part);
            cell.push_part(self.page, at..at + kept.len());
            if kept.len() < part.len() {
                cell.push_part(self.page, at + kept.len() + 1..at + part.len());
            }
            at += part.len();
        }
        let cell = without_comments(cell);
        cell.trimmed_part(0..cell.words().len())
    }

    fn found_at(&mut self, at: usize, depth: usize, kind: BlockKind) {
        let at = self.page.span(at..at + 1).range().start;
        self.found.push((at, Block { depth, kind }));
    }
}

/// Words without the comments of HTML, which no reader of the page sees.
fn without_comments(words: Passage) -> Passage {
    let text = words.words();
    if !text.contains("<!--") {
        return words;
    }
    let mut kept = Passage::default();
    let mut at = 0;
    while let Some(start) = text[at..].find("<!--").map(|found| at + found) {
        kept.push_part(&words, at..start);
        at = text[start..].find("-->").map_or(text.len(), |length| start + length + 3);
    }
    kept.push_part(&words, at..text.len());
    kept
}

fn number(level: HeadingLevel) -> usize {
    level as usize
}
