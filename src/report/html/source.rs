//! Lines of a source with what is marked in them, as HTML.

use crate::report::excerpt::{Excerpt, Mark, Pane};
use crate::report::visible::visible;
use crate::report::xml::escaped;
use crate::source::Source;
use std::fmt::Write as _;

/// The panes of an excerpt, each under its file's name.
pub fn drawn(excerpt: &Excerpt, sources: &[Source]) -> String {
    excerpt.panes.iter().map(|pane| drawn_pane(excerpt, pane, sources)).collect()
}

fn drawn_pane(excerpt: &Excerpt, pane: &Pane, sources: &[Source]) -> String {
    let mut out = format!("<figure><figcaption>{}</figcaption>\n<pre>", escaped(&visible(sources[pane.file].path())));
    let mut at = pane.range.start;
    for (index, line) in excerpt.text[pane.range.clone()].split_inclusive('\n').enumerate() {
        let text = line.trim_end_matches('\n');
        let marks = excerpt.marks.iter().filter(|mark| (at..=at + text.len()).contains(&mark.range.start));
        write!(
            out,
            "<span class=\"line\"><span class=\"number\">{}</span><span class=\"text\">{}</span></span>",
            pane.first_line + index + 1,
            marked(text, at, marks)
        )
        .expect("a string takes all");
        at += line.len();
    }
    out.push_str("</pre></figure>\n");
    out
}

/// A line that begins at byte `start` of the excerpt, with its marks, which lie in the order of the text and apart.
fn marked<'a>(line: &str, start: usize, marks: impl Iterator<Item = &'a Mark>) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mark in marks {
        let from = (mark.range.start - start).clamp(at, line.len());
        let to = mark.range.end.saturating_sub(start).clamp(from, line.len());
        let class = if mark.primary { " class=\"own\"" } else { "" };
        let text = mark.text.as_ref();
        let says = text.map(|text| format!("<span class=\"says\"> {}</span>", escaped(text))).unwrap_or_default();
        write!(out, "{}<mark{class}>{}{says}</mark>", escaped(&line[at..from]), escaped(&line[from..to]))
            .expect("a string takes all");
        at = to;
    }
    out.push_str(&escaped(&line[at..]));
    out
}
