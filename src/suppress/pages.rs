//! How far what begins at a place of a page reaches, in Markdown, reStructuredText and AsciiDoc: a heading to the next one
//! of its rank, a table to its end, an item with all that is indented below it; and which places are only shown, as code.

use super::comments::{Family, line_end, line_start};
use super::extent::{of_indentation, of_markup, of_paragraph};
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::ops::Range;

/// The outline of a page.
#[derive(Debug, Default)]
pub struct Page {
    family: Option<Family>,
    /// Where headings begin, with their rank, the highest being the least.
    headings: Vec<(usize, usize)>,
    /// What is shown as code.
    code: Vec<Range<usize>>,
}

impl Page {
    /// The outline of a text; one of a family that has no pages has none.
    pub fn of(family: Family, text: &str) -> Page {
        let (headings, code) = match family {
            Family::Markdown => markdown(text),
            Family::Restructured => restructured(text),
            Family::Asciidoc => asciidoc(text),
            _ => return Page::default(),
        };
        Page { family: Some(family), headings, code }
    }

    /// Whether a place is shown as code, so that a comment there is an example of one.
    pub fn is_code(&self, at: usize) -> bool {
        self.code.iter().any(|code| code.contains(&at))
    }

    /// The end of what begins at `start`, or of the row there, where a comment stands in the row itself.
    pub fn extent_of_line(&self, text: &str, start: usize) -> usize {
        match text[start..].starts_with('|') {
            true => line_end(text, start),
            false => self.extent(text, start),
        }
    }

    /// The end of what begins at `start`.
    pub fn extent(&self, text: &str, start: usize) -> usize {
        let line = line_start(text, start);
        let heading = self.headings.iter().find(|(at, _)| (line..=start).contains(at));
        if let Some(&(at, rank)) = heading {
            let next = self.headings.iter().find(|&&(next, other)| next > at && other <= rank);
            return next.map_or(text.len(), |&(next, _)| next);
        }
        let rest = &text[start..];
        match self.family {
            Some(Family::Markdown) if rest.starts_with('<') => of_markup(text, start),
            Some(Family::Asciidoc) if rest.starts_with(['|', '[', '.']) => delimited(text, start, "|==="),
            _ if is_item(rest) => of_indentation(text, start),
            _ => of_paragraph(text, start).max(of_indentation(text, start)),
        }
    }
}

/// Whether a line begins an item of a list, or a term with its definition behind it.
fn is_item(rest: &str) -> bool {
    let line = rest.split('\n').next().unwrap_or_default();
    let word = line.split(' ').next().unwrap_or_default();
    let is_mark = !word.is_empty() && (word.bytes().all(|byte| b"-*+.".contains(&byte)) || word.ends_with("::"));
    let is_number =
        word.strip_suffix(['.', ')']).is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    (is_mark || is_number) && line.len() > word.len()
}

type Outline = (Vec<(usize, usize)>, Vec<Range<usize>>);

fn markdown(text: &str) -> Outline {
    let (mut headings, mut code) = (Vec::new(), Vec::new());
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => headings.push((range.start, level as usize)),
            Event::Start(Tag::CodeBlock(_)) | Event::Code(_) => code.push(range),
            _ => {}
        }
    }
    (headings, code)
}

/// Headings are underlined, and may be overlined too; their ranks are those in which their marks come first.
fn restructured(text: &str) -> Outline {
    let (mut headings, mut code, mut marks) = (Vec::new(), Vec::new(), Vec::new());
    let is_rule = |line: &str| {
        let line = line.trim_end();
        let mark = line.bytes().next().filter(u8::is_ascii_punctuation)?;
        (line.len() >= 2 && line.bytes().all(|byte| byte == mark)).then_some(mark)
    };
    let lines: Vec<(usize, &str)> = lines(text).collect();
    let line = |index: usize| lines.get(index).map_or("", |&(_, line)| line);
    let mut index = 0;
    while index < lines.len() {
        let (start, here) = lines[index];
        let is_words = |line: &str| !line.trim().is_empty() && is_rule(line).is_none();
        let overlined =
            is_rule(here).filter(|_| is_words(line(index + 1)) && is_rule(line(index + 2)) == is_rule(here));
        let underlined = is_rule(line(index + 1)).filter(|_| is_words(here) && !here.starts_with([' ', '\t']));
        if let Some(mark) = overlined.or(underlined) {
            let mark = (mark, overlined.is_some());
            let rank = marks.iter().position(|&known| known == mark).unwrap_or_else(|| {
                marks.push(mark);
                marks.len() - 1
            });
            headings.push((start, rank));
            index += 1 + usize::from(overlined.is_some());
        } else if here.trim_end().ends_with("::") && !here.trim_start().starts_with("..")
            || [".. code", ".. sourcecode", ".. literalinclude", ".. parsed-literal"]
                .iter()
                .any(|opening| here.trim_start().starts_with(opening))
        {
            let from = start + here.len() - here.trim_start().len();
            code.push(line_end(text, from)..of_indentation(text, from));
        }
        index += 1;
    }
    (headings, code)
}

fn asciidoc(text: &str) -> Outline {
    let (mut headings, mut code) = (Vec::new(), Vec::new());
    let mut open: Option<(usize, &str)> = None;
    for (start, line) in lines(text) {
        let line = line.trim_end();
        let is_fence = line.len() >= 4 && ["-", ".", "`"].iter().any(|mark| line.replace(mark, "").is_empty());
        match open {
            Some((from, fence)) if line == fence => {
                code.push(from..start);
                open = None;
            }
            Some(_) => {}
            None if is_fence => open = Some((start, line)),
            None => {
                let rank = line.bytes().take_while(|&byte| byte == b'=').count();
                if (1..=6).contains(&rank) && line[rank..].starts_with(' ') {
                    headings.push((start, rank));
                }
            }
        }
    }
    (headings, code)
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    })
}

/// The end of a table between two equal lines, or of the paragraph where there is none such.
fn delimited(text: &str, start: usize, fence: &str) -> usize {
    let end = of_paragraph(text, start);
    let opened = text[start..end].find(fence).map(|length| start + length + fence.len());
    let closed = opened.and_then(|from| text[from..].find(fence).map(|length| from + length + fence.len()));
    closed.unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reaches(family: Family, text: &str, from: &str, behind: &str) {
        let start = text.find(from).expect("it is a part of it");
        let end = Page::of(family, text).extent(text, start);
        assert_eq!(text[end..].trim_start(), behind, "{text}");
    }

    #[test]
    fn headings_reach_to_the_next_of_their_rank() {
        reaches(Family::Markdown, "# a\n\n## b\n\nc\n\n### d\n\n## e\n", "## b", "## e\n");
        reaches(Family::Markdown, "a\n-\n\nb\n\n```\n## c\n```\n\n# d\n", "a", "# d\n");
        reaches(Family::Restructured, "a\n===\n\nb\n---\n\nc\n~~~\n\nd\n---\n", "b\n", "d\n---\n");
        reaches(Family::Restructured, "===\na\n===\n\nb\n===\n\n===\nc\n===\n", "===\na", "===\nc\n===\n");
        reaches(Family::Asciidoc, "= a\n\n== b\n\n----\n== c\n----\n\n== d\n", "== b", "== d\n");
    }

    #[test]
    fn what_is_no_heading_reaches_to_its_end() {
        reaches(Family::Markdown, "| a |\n|---|\n| b |\n\nc", "| a", "c");
        reaches(Family::Markdown, "- a\n\n  b\n- c", "- a", "- c");
        reaches(Family::Markdown, "a\n\n1. b\n2. c", "1.", "2. c");
        reaches(Family::Asciidoc, "a:: b\nc:: d", "a", "c:: d");
        reaches(Family::Markdown, "<P>\n\na\n\n</P>\n\nb", "<P>", "b");
        reaches(Family::Restructured, ".. confval:: a\n\n   b\n\nc", ".. conf", "c");
        reaches(Family::Asciidoc, "[cols=2]\n|===\n|a\n\n|b\n|===\n\nc", "[cols", "c");
    }

    #[test]
    fn code_only_shows_comments() {
        let is_code = |family: Family, text: &str| Page::of(family, text).is_code(text.find('!').expect("it has one"));
        assert!(is_code(Family::Markdown, "a\n\n```html\n!\n```\n"));
        assert!(is_code(Family::Markdown, "a `!` b\n"));
        assert!(!is_code(Family::Markdown, "a\n\n!\n"));
        assert!(is_code(Family::Restructured, "a::\n\n  !\n\nb"));
        assert!(!is_code(Family::Restructured, "a::\n\n  b\n\n!"));
        assert!(is_code(Family::Asciidoc, "----\n!\n----\n"));
        assert!(!is_code(Family::Asciidoc, "----\na\n----\n!\n"));
    }
}
