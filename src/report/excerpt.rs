//! The lines of a finding as they are shown: cut to a readable width, with hidden characters spelled out, and with the
//! marks moved to where their words then stand.
//!
//! The excerpt is made before it is drawn because documents come with lines of ten megabytes, and drawing libraries count
//! columns from the start of a line. How it is drawn is left to the report.

use super::visible::{shown, visible};
use crate::finding::Finding;
use crate::source::{FileId, Place, Position, Source, Span};
use std::ops::Range;

/// A line of at most so many bytes is shown whole.
const WHOLE_LINE: usize = 160;
/// Bytes shown before and after a mark in a line that is cut.
const AROUND: usize = 48;
/// Bytes of a mark itself that are shown in a line that is cut.
const LONGEST_MARK: usize = 96;
/// Lines of one mark that are shown.
const MOST_LINES: usize = 3;

/// What is shown of a finding: panes of consecutive lines, the one with the finding's own place first.
#[derive(Debug, Default)]
pub struct Excerpt {
    /// The text of all panes, one after the other.
    pub text: String,
    /// The panes in order; each begins where the one before it ended.
    pub panes: Vec<Pane>,
    /// The marks in the order of the text.
    pub marks: Vec<Mark>,
}

/// Some consecutive lines of one file.
#[derive(Debug, PartialEq, Eq)]
pub struct Pane {
    /// The file.
    pub file: FileId,
    /// 0-based index of its first line in that file.
    pub first_line: usize,
    /// Its bytes in the excerpt's text.
    pub range: Range<usize>,
}

/// Something to underline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its bytes in the excerpt's text.
    pub range: Range<usize>,
    /// What to say there.
    pub text: Option<String>,
    /// Whether it is the finding's own place.
    pub primary: bool,
    /// Where it begins in its file.
    pub position: Position,
}

/// A piece of one line to underline, in the bytes of its source.
#[derive(Clone, Debug)]
struct Piece {
    file: FileId,
    line: usize,
    span: Span,
    text: Option<String>,
    primary: bool,
}

/// The excerpt for a finding; `own` is what to say at its own place.
pub fn excerpt(finding: &Finding, own: Option<&str>, sources: &[Source]) -> Excerpt {
    let mut pieces = pieces_of(finding.place, own, true, sources);
    for label in &finding.labels {
        pieces.extend(pieces_of(label.place, Some(&label.text), false, sources));
    }
    pieces.sort_by_key(|piece| (piece.file, piece.line, piece.span));
    let pieces = merge_overlapping(pieces);

    let mut panes: Vec<(FileId, Range<usize>)> = Vec::new();
    for piece in &pieces {
        // What follows the last line break is no line to show, unless it is what the mark points at.
        let lines = sources[piece.file].line_starts().len() - usize::from(sources[piece.file].text().ends_with('\n'));
        let around = piece.line.saturating_sub(1)..(piece.line + 2).min(lines).max(piece.line + 1);
        match panes.last_mut() {
            Some((file, lines)) if *file == piece.file && around.start <= lines.end => lines.end = around.end,
            _ => panes.push((piece.file, around)),
        }
    }
    let primary = pieces.iter().find(|piece| piece.primary).expect("the finding's own place is one of them");
    panes.sort_by_key(|(file, lines)| !(*file == primary.file && lines.contains(&primary.line)));

    let mut excerpt = Excerpt::default();
    for (file, lines) in panes {
        let start = excerpt.text.len();
        for line in lines.clone() {
            let on_line: Vec<&Piece> = pieces.iter().filter(|piece| piece.file == file && piece.line == line).collect();
            add_line(&mut excerpt, &sources[file], line, &on_line);
        }
        excerpt.panes.push(Pane { file, first_line: lines.start, range: start..excerpt.text.len() });
    }
    excerpt
}

/// A place cut into one piece for each of its first lines, the text going with the last of them.
fn pieces_of(place: Place, text: Option<&str>, primary: bool, sources: &[Source]) -> Vec<Piece> {
    let source = &sources[place.file];
    let end = (place.span.end as usize).min(source.text().len());
    let start = (place.span.start as usize).min(end);
    let (first, last) = (source.line_index(start), source.line_index(end.saturating_sub(1).max(start)));
    let cut = |line| {
        let whole = source.line_span(line);
        let indent = source.slice(whole).len() - source.slice(whole).trim_start().len();
        let from = if line == first { start } else { whole.start as usize + indent };
        let to = end.min(whole.end as usize).max(from);
        Piece { file: place.file, line, span: Span::new(from, to), text: None, primary }
    };
    let lines = (first..=last).map(cut).filter(|piece| first == last || !piece.span.range().is_empty());
    let mut pieces: Vec<Piece> = lines.take(MOST_LINES).collect();
    if pieces.is_empty() {
        pieces.push(cut(first));
    }
    if let Some(piece) = pieces.last_mut() {
        piece.text = text.map(|text| visible(text).into_owned());
    }
    pieces
}

/// One phrase often states two facts ("we POST"), and underlines cannot lie over one another.
fn merge_overlapping(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut merged: Vec<Piece> = Vec::new();
    for piece in pieces {
        match merged.last_mut() {
            Some(last) if last.file == piece.file && last.line == piece.line && piece.span.start < last.span.end => {
                last.span.end = last.span.end.max(piece.span.end);
                last.primary |= piece.primary;
                last.text = match (last.text.take(), piece.text) {
                    (Some(one), Some(other)) if one == other => Some(one),
                    (Some(one), Some(other)) => Some(format!("{one} and {}", other.trim_start_matches("states "))),
                    (one, other) => one.or(other),
                };
            }
            _ => merged.push(piece),
        }
    }
    merged
}

/// Adds a line to the excerpt, cut where it is long, and the marks on it.
fn add_line(excerpt: &mut Excerpt, source: &Source, line: usize, pieces: &[&Piece]) {
    let whole = source.line_span(line).range();
    let mut moved: Vec<(usize, usize)> = Vec::new();
    let mut at = whole.start;
    for kept in kept(source, whole.clone(), pieces) {
        if kept.start > at {
            excerpt.text.push('…');
        }
        for (offset, character) in source.text()[kept.clone()].char_indices() {
            moved.push((kept.start + offset, excerpt.text.len()));
            match character {
                '\t' => excerpt.text.push('\t'),
                // A byte order mark is part of the encoding, and not of the first line.
                '\u{feff}' if kept.start + offset == 0 => {}
                other => excerpt.text.push_str(&shown(other)),
            }
        }
        moved.push((kept.end, excerpt.text.len()));
        at = kept.end;
    }
    if at < whole.end {
        excerpt.text.push('…');
    }
    let moved_to = |offset: usize| {
        let next = moved.partition_point(|&(from, _)| from <= offset);
        next.checked_sub(1).map_or(excerpt.text.len(), |last| moved[last].1)
    };
    for piece in pieces {
        let range = moved_to(piece.span.start as usize)..moved_to(piece.span.end as usize);
        let position = source.position(piece.span.start as usize);
        excerpt.marks.push(Mark { range, text: piece.text.clone(), primary: piece.primary, position });
    }
    excerpt.text.push('\n');
}

/// The parts of a line that are shown: all of it, or a stretch around each mark.
fn kept(source: &Source, line: Range<usize>, pieces: &[&Piece]) -> Vec<Range<usize>> {
    let text = source.text();
    if line.len() <= WHOLE_LINE {
        return vec![line];
    }
    if pieces.is_empty() {
        return std::iter::once(line.start..boundary_before(text, line.start + WHOLE_LINE)).collect();
    }
    let mut kept: Vec<Range<usize>> = Vec::new();
    for piece in pieces {
        let mark = piece.span.range();
        let shown_end = mark.end.min(mark.start + LONGEST_MARK);
        let after = if shown_end < mark.end { 0 } else { AROUND };
        let start = boundary_before(text, mark.start.saturating_sub(AROUND)).max(line.start);
        let end = boundary_before(text, (shown_end + after).min(line.end)).max(start);
        match kept.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => kept.push(start..end),
        }
    }
    kept
}

/// The last place at or before a byte at which a character begins.
fn boundary_before(text: &str, mut at: usize) -> usize {
    // `str::floor_char_boundary` came later than the oldest Rust that this crate supports.
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Label, Severity};

    fn finding(at: Range<usize>, labels: &[(Range<usize>, &str)]) -> Finding {
        let place = |range: &Range<usize>| Place { file: 0, span: Span::new(range.start, range.end) };
        let mut finding = Finding::of_file("rule", Severity::Warning, place(&at), "message".into(), None);
        finding.labels =
            labels.iter().map(|(range, text)| Label { place: place(range), text: text.to_string() }).collect();
        finding
    }

    fn marked(excerpt: &Excerpt) -> Vec<(&str, Option<&str>)> {
        excerpt.marks.iter().map(|mark| (&excerpt.text[mark.range.clone()], mark.text.as_deref())).collect()
    }

    #[test]
    fn lines_come_with_their_neighbours_and_marks_keep_their_words() {
        let source = Source::new("a.yaml", "one: 1\nhook:\n  description: we call\nlast: 1\nnot shown: 1\n");
        let excerpt = excerpt(&finding(7..11, &[(28..35, "states the caller")]), Some("own"), &[source]);
        assert_eq!(excerpt.text, "one: 1\nhook:\n  description: we call\nlast: 1\n");
        assert_eq!(marked(&excerpt), [("hook", Some("own")), ("we call", Some("states the caller"))]);
        assert_eq!(excerpt.panes, [Pane { file: 0, first_line: 0, range: 0..excerpt.text.len() }]);
    }

    #[test]
    fn overlapping_marks_become_one() {
        let source = Source::new("a.yaml", "hook: we POST it\n");
        let labels = [(6..13, "states the caller"), (9..13, "states the method")];
        let excerpt = excerpt(&finding(0..4, &labels), None, &[source]);
        assert_eq!(marked(&excerpt), [("hook", None), ("we POST", Some("states the caller and the method"))]);
    }

    #[test]
    fn a_mark_over_several_lines_is_underlined_on_each() {
        let source = Source::new("a.yaml", "hook: >\n  when a\n  payment\n  settles\n");
        let excerpt = excerpt(&finding(0..4, &[(10..26, "states the trigger")]), None, &[source]);
        assert_eq!(marked(&excerpt)[1..], [("when a", None), ("payment", Some("states the trigger"))]);
    }

    #[test]
    fn a_line_of_a_megabyte_is_cut_around_its_marks_and_positions_stay_true() {
        let filler = "\"é\": 0, ".repeat(60_000);
        let text = format!("{{{filler}\"callback_url\": {{\"description\": \"we call\"}}, {filler}\"z\": 0}}");
        assert!(text.len() > 1_000_000);
        let at = text.find("callback_url").expect("it is there");
        let words = text.find("we call").expect("it is there");
        let source = Source::new("a.json", text.as_str());
        let labels = [(words..words + 7, "states the caller")];
        let excerpt = excerpt(&finding(at..at + 12, &labels), None, &[source]);
        assert!(excerpt.text.len() < 400, "{}", excerpt.text.len());
        assert!(excerpt.text.starts_with('…') && excerpt.text.ends_with("…\n"));
        assert_eq!(marked(&excerpt), [("callback_url", None), ("we call", Some("states the caller"))]);
        assert_eq!(excerpt.marks[0].position.column, 1 + 8 * 60_000 + 2);
    }

    #[test]
    fn a_mark_longer_than_the_screen_is_cut_and_hidden_characters_are_spelled_out() {
        let text = format!("hook: \u{1b}[31m{}\n", "é".repeat(500));
        let source = Source::new("a.yaml", text.as_str());
        let excerpt = excerpt(&finding(6..text.len() - 1, &[]), None, &[source]);
        assert!(excerpt.text.contains("\\u{1b}[31mé") && excerpt.text.ends_with("…\n"), "{}", excerpt.text);
        assert!(marked(&excerpt)[0].0.starts_with("\\u{1b}[31mé") && marked(&excerpt)[0].0.ends_with('é'));
    }

    #[test]
    fn the_pane_of_the_finding_comes_first() {
        let text = format!("operation: when it settles\n{}hook: 1\n", "filler: 1\n".repeat(9));
        let at = text.find("hook").expect("it is there");
        let source = Source::new("a.yaml", text.as_str());
        let excerpt = excerpt(&finding(at..at + 4, &[(11..26, "states the trigger")]), None, &[source]);
        assert_eq!(excerpt.panes.iter().map(|pane| pane.first_line).collect::<Vec<_>>(), [9, 0]);
        assert!(excerpt.marks[0].primary);
    }

    #[test]
    fn the_end_of_a_file_and_an_empty_file_can_be_marked() {
        let shown = |text: &str, at: usize| excerpt(&finding(at..at, &[]), None, &[Source::new("a", text)]);
        assert_eq!(shown("{", 1).text, "{\n");
        assert_eq!(shown("", 0).text, "\n");
        assert_eq!(shown("a\r\nb\n", 5).marks[0].position.line, 3);
    }
}
