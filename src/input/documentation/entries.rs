//! From the blocks of a page to its entries: names with the words that explain them.

use super::block::{Attribute, Block, BlockKind, Field, Table};
use super::columns::columns;
use super::heading::{is_of_function, is_step, name_in_heading, names_a_value};
use super::lead::{Lead, Mark, lead};
use super::name::is_identifier;
use super::passage::Passage;
use super::prompt::prompt;
use super::section::{Section, section};
use super::value::{add_sample, add_types, sample};
use crate::field::{Shape, Usage};
use crate::source::Span;

/// A name with words that explain it.
#[derive(Clone, Debug)]
pub(in crate::input) struct Entry {
    /// Its name, as it is shown.
    pub(in crate::input) name: String,
    /// Where the name stands on the page, without marks.
    pub(in crate::input) name_span: Span,
    /// Whether nothing but its words says that it is a name.
    pub(in crate::input) is_in_words: bool,
    /// Whether it is a row of a table.
    pub(in crate::input) is_row: bool,
    /// Whether what follows shows that it is the name of a function.
    pub(in crate::input) is_function: bool,
    /// What explains it, in reading order.
    pub(in crate::input) texts: Vec<Passage>,
    /// What is said of its value.
    pub(in crate::input) shape: Shape,
    /// Where its default or example stands.
    pub(in crate::input) sample_span: Option<Span>,
    /// Who sends what it is part of.
    pub(in crate::input) usage: Usage,
    /// The section that it stands in.
    pub(in crate::input) section: usize,
    /// The entry that it is a part of.
    pub(in crate::input) outer: Option<usize>,
    /// The title of the table that it is a row of.
    pub(in crate::input) caption: Option<String>,
    /// The same for all that it stands beside.
    pub(in crate::input) group: usize,
    /// The entry before it that has the same words, written once for both.
    shares_words_of: Option<usize>,
}

/// What a page holds.
#[derive(Clone, Debug, Default)]
pub(in crate::input) struct Outline {
    /// Its sections; the first is the page itself.
    pub(super) sections: Vec<Section>,
    /// Its entries, in the order of the page.
    pub(in crate::input) entries: Vec<Entry>,
}

/// Paragraphs and items that explain one entry; what comes later is about something else.
const PARAGRAPHS_LIMIT: usize = 12;
/// Paragraphs that are kept as a section's opening.
const OPENING_LIMIT: usize = 3;

/// Finds the entries among the blocks of a page.
pub(in crate::input) fn outline(blocks: Vec<Block>) -> Outline {
    let mut builder = Builder { sections: vec![Section::default()], ..Builder::default() };
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        builder.close(block.depth);
        match block.kind {
            BlockKind::Heading(level, words) => builder.heading(level, words, blocks.peek()),
            BlockKind::Item(words) => builder.item(block.depth, words, blocks.peek()),
            BlockKind::Paragraph(words) => builder.paragraph(block.depth, words, blocks.peek()),
            BlockKind::Term(words) => builder.term(block.depth, words),
            BlockKind::Table(table) => builder.table(table),
            BlockKind::Field(field) => builder.field(block.depth, field),
            BlockKind::Listing(words) => builder.listing(words.words()),
        }
    }
    let mut entries = builder.entries;
    for at in 0..entries.len() {
        if let Some(first) = entries[at].shares_words_of {
            let Entry { texts, shape, usage, sample_span, .. } = entries[first].clone();
            entries[at] = Entry { texts, shape, usage, sample_span, ..entries[at].clone() };
        }
    }
    Outline { sections: builder.sections, entries }
}

#[derive(Default)]
struct Builder {
    sections: Vec<Section>,
    current: usize,
    entries: Vec<Entry>,
    /// Entries that what follows may stand in, with their depths, outermost first.
    open: Vec<(usize, usize)>,
    /// The heading that is a name, and whose section is being read.
    headed: Option<usize>,
    groups: usize,
    /// The group of the items at hand: the section, the entry around, and the number.
    items: Option<(usize, Option<usize>, usize)>,
}

impl Builder {
    /// Leaves what a block at this depth cannot stand in.
    fn close(&mut self, depth: usize) {
        while self.open.last().is_some_and(|&(at, _)| at >= depth) {
            self.open.pop();
        }
    }

    fn heading(&mut self, level: usize, words: Passage, following: Option<&Block>) {
        let opened = section(level, &words, &self.sections, self.current);
        let outer = opened.outer.unwrap_or(0);
        self.open.clear();
        self.headed = None;
        let found = name_in_heading(level, words.words()).filter(|_| !is_of_function(following) && !opened.is_log);
        self.sections.push(opened);
        self.current = self.sections.len() - 1;
        if let Some(lead) = found {
            let group = self.group_of(outer, None);
            self.headed = Some(self.add(&words, &lead, outer, group));
        }
    }

    fn item(&mut self, depth: usize, words: Passage, following: Option<&Block>) {
        let found = lead(words.words()).filter(|lead| lead.is_set_off);
        let Some(lead) = found.filter(|lead| is_entry_of_list(words.words(), lead)) else {
            return self.asks_or_explains(depth, words, following);
        };
        let name = &words.words()[lead.names[0].clone()];
        if lead.mark != Mark::Code
            && let Some(attribute) = Attribute::named(name)
        {
            return self.attribute(attribute, words.part(lead.rest), words);
        }
        if lead.mark != Mark::Code && self.open.is_empty() {
            // Points of what a heading is about may look like names, and explain it.
            self.explain(words.clone());
        }
        let group = self.group_of(self.current, self.open.last().map(|&(_, entry)| entry));
        let entry = self.add(&words, &lead, self.current, group);
        self.explain_entry(entry, words.part(lead.rest.clone()));
        self.open.push((depth, entry));
    }

    fn paragraph(&mut self, depth: usize, words: Passage, following: Option<&Block>) {
        let found = lead(words.words()).filter(|lead| lead.is_set_off);
        let Some(lead) = found.filter(|lead| is_marked(words.words(), lead)) else {
            return self.plain_paragraph(depth, words, following);
        };
        let name = &words.words()[lead.names[0].clone()];
        if let Some(attribute) = Attribute::named(name).filter(|_| lead.mark != Mark::Code) {
            return self.attribute(attribute, words.part(lead.rest), words);
        }
        let stands_for_heading = lead.rest.is_empty();
        let is_name = if lead.mark == Mark::Code { is_identifier(name) } else { names_a_value(name) };
        if stands_for_heading && !is_name {
            return self.explain(words);
        }
        if stands_for_heading && is_of_function(following) {
            return;
        }
        let group = self.group_of(self.current, self.open.last().map(|&(_, entry)| entry));
        let entry = self.add(&words, &lead, self.current, group);
        self.explain_entry(entry, words.part(lead.rest.clone()));
        if stands_for_heading && depth == 0 {
            self.headed = Some(entry);
        }
        self.open.push((depth, entry));
    }

    /// Words that begin with `Default:` or the like tell of the value, and may go on to explain the entry.
    fn plain_paragraph(&mut self, depth: usize, words: Passage, following: Option<&Block>) {
        let attribute = words.words().split_once(": ").and_then(|(name, _)| Attribute::named(name));
        if let (Some(attribute), Some(entry)) = (attribute, self.innermost())
            && attribute != Attribute::Description
        {
            let start = words.words().find(": ").map_or(0, |colon| colon + 2);
            let end = words.words()[start..].find('\n').map_or(words.words().len(), |line| start + line);
            self.tell(entry, attribute, words.part(start..end));
        }
        self.asks_or_explains(depth, words, following);
    }

    /// Words that ask for a value name an entry, and explain it; others explain the entry that they stand in.
    fn asks_or_explains(&mut self, depth: usize, words: Passage, following: Option<&Block>) {
        let shows_value = following.is_some_and(|block| match &block.kind {
            BlockKind::Listing(_) => true,
            BlockKind::Item(value) | BlockKind::Paragraph(value) => value.words().contains("://"),
            _ => false,
        });
        let Some(lead) = prompt(words.words(), shows_value) else { return self.explain(words) };
        let group = self.group_of(self.current, self.open.last().map(|&(_, entry)| entry));
        let entry = self.add(&words, &lead, self.current, group);
        self.explain_entry(entry, words.part(lead.rest));
        self.open.push((depth, entry));
    }

    /// The entry that what comes is about.
    fn innermost(&self) -> Option<usize> {
        self.open.last().map(|&(_, entry)| entry).or(self.headed)
    }

    fn term(&mut self, depth: usize, words: Passage) {
        let Some(lead) = lead(words.words()).filter(|lead| lead.is_set_off) else { return };
        let group = self.group_of(self.current, self.open.last().map(|&(_, entry)| entry));
        let entry = self.add(&words, &lead, self.current, group);
        let rest = words.part(lead.rest.clone());
        // A few words beside a term tell its type.
        match rest.words().split_whitespace().count() {
            0..=3 => add_types(rest.words(), &mut self.entries[entry].shape),
            _ => self.explain_entry(entry, rest),
        }
        self.open.push((depth, entry));
    }

    fn table(&mut self, table: Table) {
        let Some(columns) = columns(&table) else { return };
        self.groups += 1;
        let group = self.groups;
        let caption = table.caption.as_ref().map(|caption| caption.words().trim().to_owned());
        for row in table.rows {
            let Some(cell) = row.get(columns.name) else { continue };
            let Some(lead) = lead(cell.words()) else { continue };
            let entry = self.add(cell, &lead, self.current, group);
            for row in &mut self.entries[entry..] {
                (row.is_row, row.is_in_words, row.caption) = (true, false, caption.clone());
            }
            // What the cell has beside the name tells its type, or explains it.
            let rest = cell.part(lead.rest.clone());
            add_types(rest.words(), &mut self.entries[entry].shape);
            if rest.words().split_whitespace().count() > 3 {
                self.explain_entry(entry, rest);
            }
            for &(at, attribute) in &columns.others {
                if let Some(cell) = row.get(at) {
                    self.tell(entry, attribute, cell.clone());
                }
            }
        }
        self.headed = None;
    }

    /// A listing that declares or calls what a heading names shows that this is a function.
    fn listing(&mut self, words: &str) {
        if let Some(entry) = self.headed.map(|headed| &mut self.entries[headed]) {
            let after = words.find(&entry.name).map(|at| &words[at + entry.name.len()..]);
            entry.is_function |= after.is_some_and(|after| after.starts_with(['(', ')']));
        }
    }

    fn field(&mut self, depth: usize, field: Field) {
        let whole = 0..field.name.words().len();
        let lead =
            Lead { mark: Mark::Code, names: vec![whole.clone()], notes: Vec::new(), rest: 0..0, is_set_off: true };
        let group = self.group_of(self.current, self.open.last().map(|&(_, entry)| entry));
        let entry = self.add(&field.name, &lead, self.current, group);
        if field.usage != Usage::default() {
            self.entries[entry].usage = field.usage;
        }
        for (attribute, words) in field.attributes {
            self.tell(entry, attribute, words);
        }
        self.open.push((depth, entry));
    }

    /// Adds what a lead names, and gives the first of them.
    fn add(&mut self, words: &Passage, lead: &Lead, section: usize, group: usize) -> usize {
        let first = self.entries.len();
        let mut shape = Shape::default();
        lead.notes.iter().for_each(|note| add_types(&words.words()[note.clone()], &mut shape));
        let outer = self.open.last().map(|&(_, entry)| entry);
        for name in &lead.names {
            self.entries.push(Entry {
                name: words.words()[name.clone()].replace('\\', ""),
                name_span: words.span(name.clone()),
                is_in_words: lead.mark != Mark::Code,
                is_row: false,
                is_function: false,
                texts: Vec::new(),
                shape: shape.clone(),
                sample_span: None,
                usage: self.sections[section].usage,
                section,
                outer,
                caption: None,
                group,
                shares_words_of: (self.entries.len() > first).then_some(first),
            });
        }
        first
    }

    /// The number of the group of entries in a section and an entry; it lasts until another one is asked for.
    fn group_of(&mut self, section: usize, outer: Option<usize>) -> usize {
        match self.items {
            Some((known, around, group)) if (known, around) == (section, outer) => group,
            _ => {
                self.groups += 1;
                self.items = Some((section, outer, self.groups));
                self.groups
            }
        }
    }

    /// Takes words that are no entry: they explain the entry that they stand in.
    fn explain(&mut self, words: Passage) {
        match self.innermost() {
            Some(entry) => self.explain_entry(entry, words),
            None => {
                let opening = &mut self.sections[self.current].opening;
                if opening.len() < OPENING_LIMIT {
                    opening.push(words);
                }
            }
        }
    }

    fn explain_entry(&mut self, entry: usize, words: Passage) {
        if words.is_empty() {
            return;
        }
        let texts = &mut self.entries[entry].texts;
        if texts.len() < PARAGRAPHS_LIMIT {
            texts.push(words);
        }
    }

    /// Takes what is said of the innermost entry in the form of a list or of fields.
    fn attribute(&mut self, attribute: Attribute, value: Passage, whole: Passage) {
        match self.innermost() {
            Some(entry) => self.tell(entry, attribute, value),
            None => self.explain(whole),
        }
    }

    fn tell(&mut self, entry: usize, attribute: Attribute, words: Passage) {
        match attribute {
            Attribute::Description => self.explain_entry(entry, words),
            Attribute::Type => add_types(words.words(), &mut self.entries[entry].shape),
            Attribute::Sample => {
                let entry = &mut self.entries[entry];
                if sample(words.words()).is_some() {
                    entry.sample_span = entry.sample_span.or(Some(words.span(0..words.words().len())));
                    add_sample(words.words(), &mut entry.shape);
                }
            }
            Attribute::Other => {}
        }
    }
}

/// Whether an item that begins with a name is an entry: a link to elsewhere is none, and of names without marks only such
/// as have words behind them.
fn is_entry_of_list(words: &str, lead: &Lead) -> bool {
    let is_link = words[..lead.names[0].start].contains('[');
    if lead.mark != Mark::Code && is_step(&words[lead.names[0].clone()]) {
        return false;
    }
    match lead.mark {
        Mark::Code if lead.rest.is_empty() => !is_link && is_identifier(&words[lead.names[0].clone()]),
        Mark::Code | Mark::Strong => !is_link || !lead.rest.is_empty(),
        // What stands below is the value.
        Mark::Plain if lead.rest.is_empty() => {
            !is_link && words.trim_end().ends_with(':') && names_a_value(&words[lead.names[0].clone()])
        }
        Mark::Plain => !is_link,
    }
}

/// Whether a name at the beginning of a paragraph has marks.
fn is_marked(words: &str, lead: &Lead) -> bool {
    if lead.mark != Mark::Code && is_step(&words[lead.names[0].clone()]) {
        return false;
    }
    let before = &words[..lead.names[0].start];
    before.contains(['*', '`', '_']) && !before.contains('[')
}
