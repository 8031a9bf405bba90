//! Components of MDX: those that document a field are told apart, and all that stand as blocks are taken out of the page, so
//! that what they hold is parsed as the Markdown that it is.

use crate::field::Usage;
use crate::input::documentation::block::{Attribute, Field};
use crate::input::documentation::passage::Passage;
use crate::source::beginning;
use std::ops::Range;

/// Where a component that documents a field opens or closes.
#[derive(Clone, Debug)]
pub(super) struct Component {
    /// The byte of the source at which its tag begins.
    pub(super) at: usize,
    /// What happens there.
    pub(super) step: Step,
}

/// What a tag does.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Opens a component.
    Open(Field),
    /// Closes the last one that is open.
    Close,
}

/// Longest tag that is read, and how far out the component is that a tag may close.
const TAG_LIMIT: usize = 4000;
const DEPTH_LIMIT: usize = 100;

/// Takes the components out of a page.
pub(super) fn take_out(page: &Passage) -> (Passage, Vec<Component>) {
    let mut scanner = Scanner {
        page,
        words: page.words(),
        at: 0,
        kept: 0,
        left: Passage::default(),
        open: Vec::new(),
        found: Vec::new(),
    };
    scanner.scan();
    (scanner.left, scanner.found)
}

struct Scanner<'p> {
    page: &'p Passage,
    words: &'p str,
    at: usize,
    /// Up to where the page was copied.
    kept: usize,
    left: Passage,
    /// Names of the components that are open, and whether each documents a field.
    open: Vec<(&'p str, bool)>,
    found: Vec<Component>,
}

/// A tag: its name, its attributes with their values, where it ends.
struct Opening<'p> {
    name: &'p str,
    attributes: Vec<(&'p str, Range<usize>)>,
    end: usize,
    closes_itself: bool,
}

impl<'p> Scanner<'p> {
    fn scan(&mut self) {
        let mut fence: Option<&str> = None;
        while self.at < self.words.len() {
            let line = self.words[self.at..].split_inclusive('\n').next().unwrap_or_default();
            let end = self.at + line.len();
            let trimmed = line.trim_start_matches([' ', '\t', '>', '-', '*']);
            let mark = fence_of(trimmed);
            match (fence, mark) {
                (Some(open), Some(mark)) if mark.starts_with(open) && trimmed.trim() == mark => fence = None,
                (None, Some(mark)) => fence = Some(mark),
                (None, None) if line.contains('<') => {
                    self.line(end);
                    self.at = self.at.max(end);
                    continue;
                }
                _ => {}
            }
            self.at = end;
        }
        self.left.push_part(self.page, self.kept..self.words.len());
    }

    /// Reads the tags that begin a line, and the ends of open components anywhere in it.
    fn line(&mut self, end: usize) {
        let mut end = end;
        loop {
            let rest = &self.words[self.at..end];
            let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let is_tag = rest[blank..].starts_with('<') && !rest[blank..].starts_with("</");
            let tag = if is_tag { self.opening(self.at + blank + 1) } else { None };
            let Some(tag) = tag else { break };
            self.take(self.at + blank..tag.end);
            self.open(tag);
            // A tag may go over lines; what follows it in its last line is read as well.
            if self.at > end {
                end = self.words[self.at..].find('\n').map_or(self.words.len(), |line| self.at + line + 1);
            }
        }
        while let Some(found) = self.words[self.at..end].find("</") {
            let start = self.at + found;
            let name = self.name_at(start + 2);
            let close = start + 2 + name.len();
            let inner = self.open.len().saturating_sub(DEPTH_LIMIT);
            let is_open = self.open[inner..].iter().rposition(|&(open, _)| open == name && is_component(name));
            let is_open = is_open.map(|position| inner + position);
            match is_open.filter(|_| self.words[close..].starts_with('>')) {
                Some(position) => {
                    self.take(start..close + 1);
                    let fields = self.open.drain(position..).filter(|&(_, is_field)| is_field).count();
                    let at = self.page.span(start..start + 1).range().start;
                    self.found.extend((0..fields).map(|_| Component { at, step: Step::Close }));
                }
                None => self.at = start + 2,
            }
        }
    }

    /// Leaves a tag out, so that what follows it begins a block.
    fn take(&mut self, tag: Range<usize>) {
        self.left.push_part(self.page, self.kept..tag.start);
        let line = self.left.words().rfind('\n').map_or(0, |end| end + 1);
        let before = &self.left.words()[line..];
        let indent: String = before.chars().take_while(|c| *c == ' ' || *c == '\t').collect();
        let source = self.page.span(tag.start..tag.start + 1).range().start;
        self.left.push(&format!("\n{indent}"), source);
        self.kept = tag.end;
        self.at = tag.end;
    }

    fn open(&mut self, tag: Opening<'p>) {
        let field = self.field(&tag);
        let is_field = field.is_some();
        let at = self.page.span(tag.end - 1..tag.end).range().start;
        self.found.extend(field.map(|field| Component { at, step: Step::Open(field) }));
        if !tag.closes_itself {
            self.open.push((tag.name, is_field));
        } else if is_field {
            self.found.push(Component { at, step: Step::Close });
        }
    }

    /// The field that a component documents.
    fn field(&self, tag: &Opening<'p>) -> Option<Field> {
        const KINDS: [&str; 10] =
            ["param", "field", "propert", "attribute", "option", "setting", "argument", "variable", "prop", "header"];
        let kind = tag.name.to_ascii_lowercase();
        if !KINDS.iter().any(|known| kind.contains(known)) {
            return None;
        }
        const NAMES: [&str; 10] =
            ["path", "query", "body", "header", "name", "param", "field", "property", "prop", "option"];
        let value = |key: &str| tag.attributes.iter().find(|(known, _)| *known == key).map(|(_, range)| range.clone());
        let name = NAMES.into_iter().find_map(value).filter(|range| !range.is_empty())?;
        let known = tag.attributes.iter().filter_map(|(key, range)| {
            let attribute = Attribute::named(key).filter(|_| !range.is_empty())?;
            Some((attribute, self.page.part(range.clone())))
        });
        let usage = match kind.contains("response") {
            true => Usage { response: true, ..Usage::default() },
            false if kind.contains("param") => Usage { request: true, ..Usage::default() },
            false => Usage::default(),
        };
        Some(Field { name: self.page.part(name), attributes: known.collect(), usage })
    }

    /// Reads a tag from behind its angle bracket.
    fn opening(&self, from: usize) -> Option<Opening<'p>> {
        let name = self.name_at(from);
        if !is_component(name) {
            return None;
        }
        let limit = from + beginning(&self.words[from..], TAG_LIMIT).len();
        let mut tag = Opening { name, attributes: Vec::new(), end: 0, closes_itself: false };
        let mut at = from + name.len();
        loop {
            let rest = &self.words[at.min(limit)..limit];
            at += rest.len() - rest.trim_start().len();
            let rest = rest.trim_start();
            match rest.chars().next()? {
                '>' => {
                    tag.end = at + 1;
                    return Some(tag);
                }
                '/' => {
                    tag.closes_itself = rest.starts_with("/>");
                    at += 1;
                }
                '{' => at += braced(rest)?,
                c if c.is_alphabetic() || c == '_' => {
                    let key_length = rest.find(|c: char| !(c.is_alphanumeric() || "_-:.".contains(c)))?;
                    let key = &rest[..key_length];
                    at += key_length;
                    let value = match rest[key_length..].strip_prefix('=') {
                        Some(value) => self.value(at + 1, value)?,
                        None => (at..at, at),
                    };
                    tag.attributes.push((key, value.0));
                    at = value.1;
                }
                _ => return None,
            }
        }
    }

    /// An attribute's value without quotes or braces, and where it ends.
    fn value(&self, at: usize, value: &str) -> Option<(Range<usize>, usize)> {
        let quote = value.chars().next()?;
        if quote == '{' {
            let length = braced(value)?;
            let inner = &value[1..length - 1];
            let quotes = ['"', '\'', '`', ' ', '\n'];
            let start = at + 1 + (inner.len() - inner.trim_start_matches(quotes).len());
            let end = at + 1 + inner.trim_end_matches(quotes).len();
            return Some((start..end.max(start), at + length));
        }
        if quote != '"' && quote != '\'' {
            return None;
        }
        let length = value[1..].find(quote)?;
        Some((at + 1..at + 1 + length, at + length + 2))
    }

    fn name_at(&self, at: usize) -> &'p str {
        let rest = self.words.get(at..).unwrap_or_default();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(rest.len());
        &rest[..end]
    }
}

/// Elements of HTML are written in lower case.
fn is_component(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Bytes of what stands in braces, these included.
fn braced(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The mark with which a line opens or closes a listing.
fn fence_of(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|c| *c == '`' || *c == '~')?;
    let length = line.bytes().take_while(|&byte| char::from(byte) == mark).count();
    (length >= 3).then(|| &line[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_taken_out() {
        let page = "Text\n<Tabs>\n  <ParamField path=\"reply_url\" type='string' required>\n  Called.\n  </ParamField>\n</Tabs>\nEnd";
        let (left, found) = take_out(&Passage::verbatim(page, 0));
        assert!(!left.words().contains('<'), "{}", left.words());
        let Step::Open(field) = &found[0].step else { panic!("the first tag opens a field") };
        assert_eq!((field.name.words(), found.len()), ("reply_url", 2));
        assert_eq!(&page[field.name.span(0..9).range()], "reply_url");
        assert_eq!(field.attributes[0].1.words(), "string");
        let at = left.words().find("Called").expect("what it holds stays");
        assert_eq!(&page[left.span(at..at + 6).range()], "Called");
    }

    #[test]
    fn what_only_looks_like_a_component_stays() {
        for page in
            ["a <Link href=\"b\">c</Link>", "```\n<Tabs>\n```\n", "<div>x</div>", "<Broken a=", "1 < 2 </", "<A b={{}>"]
        {
            let (left, found) = take_out(&Passage::verbatim(page, 0));
            assert_eq!((left.words(), found.len()), (page, 0));
        }
    }
}
