//! New sentences in a scalar of YAML or JSON, in the scalar's own style.

use super::joint::joint;
use super::lines::{width_of, wrapped};
use super::{Edit, Refusal};
use crate::field::Text;
use crate::input::tree::{NodeId, Style, Tree};
use crate::source::Span;

/// An edit that extends a scalar, and what the scalar says afterwards.
pub fn extended(tree: &Tree<'_>, node: NodeId, text: &Text, words: &str) -> Result<(Edit, String), Refusal> {
    let source = tree.source();
    let (kept, joint) = joint(&text.decoded);
    let kept = kept.len();
    let span = tree.span(node).range();
    let at = match kept {
        0 => span.start + 1,
        _ => text.map.span(kept - 1..kept).end as usize,
    };
    let insert = |inserted: String, said: &str| {
        let edit = Edit { file: text.file, span: Span::new(at, at), text: inserted };
        (edit, format!("{}{said}{}", &text.decoded[..kept], &text.decoded[kept..]))
    };
    let last_line = source[..at].rfind('\n').map_or(0, |end| end + 1);
    let column = source[last_line..at].chars().count();
    let line_end = line_end_of(&source[span.clone()], source);
    match tree.style(node) {
        Style::JsonString | Style::DoubleQuoted => {
            let between = joint.of_lines()?;
            let said = format!("{between}{words}");
            Ok(insert(double_quoted(&said), &said))
        }
        Style::SingleQuoted | Style::Plain => {
            let between = joint.inline()?;
            if kept == 0 && tree.style(node) == Style::Plain {
                return Err(Refusal::EMPTY);
            }
            let said = format!("{between}{words}");
            let raw = &source[span.clone()];
            let lines: Vec<&str> = raw.lines().skip(1).collect();
            let indentation = source[last_line..at].len() - source[last_line..at].trim_start_matches(' ').len();
            let width = if lines.is_empty() { None } else { width_of(&lines, true) };
            let written =
                wrapped(&said, column, indentation, width).join(&format!("{line_end}{}", " ".repeat(indentation)));
            let needs_quotes = tree.style(node) == Style::Plain && !is_plain(&said, is_in_flow(tree, node));
            match (tree.style(node), needs_quotes) {
                (Style::Plain, false) => Ok(insert(written, &said)),
                (Style::Plain, true) => {
                    let quoted = format!("'{}{}'", single_quoted(raw), single_quoted(&written));
                    let edit = Edit { file: text.file, span: tree.span(node), text: quoted };
                    Ok((edit, format!("{}{said}", &text.decoded[..kept])))
                }
                _ => Ok(insert(single_quoted(&written), &said)),
            }
        }
        Style::Literal | Style::Folded => {
            if kept == 0 {
                return Err(Refusal::EMPTY);
            }
            let indentation = tree.block_column(node).ok_or(Refusal::EMPTY)?;
            let folded = tree.style(node) == Style::Folded;
            let lines: Vec<&str> = source[span].lines().skip(1).collect();
            let width = width_of(&lines, folded);
            let margin = " ".repeat(indentation);
            let new_line = format!("{line_end}{margin}");
            let between = joint.of_lines()?;
            let is_paragraph = between == "\n\n";
            let (opening, column) = match is_paragraph {
                // A break more than in the text, as folding takes one away.
                true if folded => (format!("{line_end}{line_end}{new_line}"), indentation),
                true => (format!("{line_end}{new_line}"), indentation),
                false => (String::new(), column),
            };
            let within = if is_paragraph { "" } else { between };
            let lines = wrapped(&format!("{within}{words}"), column, indentation, width);
            let said = lines.join(if folded { " " } else { "\n" });
            let said = if is_paragraph { format!("{between}{said}") } else { said };
            Ok(insert(format!("{opening}{}", lines.join(&new_line)), &said))
        }
        Style::Mapping | Style::Sequence | Style::Alias => Err(Refusal::NOT_FOUND),
    }
}

/// The line end of a piece of text, or of the whole where the piece has none.
pub fn line_end_of(piece: &str, whole: &str) -> &'static str {
    let of = |text: &str| text.find('\n').map(|at| if text[..at].ends_with('\r') { "\r\n" } else { "\n" });
    of(piece).or_else(|| of(whole)).unwrap_or("\n")
}

/// Whether words can go on a plain scalar.
pub fn is_plain(words: &str, in_flow: bool) -> bool {
    let breaks =
        words.contains(": ") || words.contains(" #") || words.ends_with([':', ' ']) || words.contains(['\n', '\t']);
    let ends_early = in_flow && words.contains([',', '[', ']', '{', '}']);
    !breaks && !ends_early
}

/// Whether words can begin a plain scalar and be all of it.
pub fn is_plain_alone(words: &str) -> bool {
    is_plain(words, false) && words.contains(' ') && words.starts_with(|first: char| first.is_alphabetic())
}

/// Whether a node stands inside `{…}` or `[…]`.
pub fn is_in_flow(tree: &Tree<'_>, node: NodeId) -> bool {
    std::iter::successors(tree.parent(node), |&parent| tree.parent(parent))
        .any(|parent| tree.source()[tree.span(parent).start as usize..].starts_with(['{', '[']))
}

/// Words as they stand in a single-quoted scalar.
pub fn single_quoted(words: &str) -> String {
    words.replace('\'', "''")
}

/// Words as they stand in a double-quoted scalar of YAML or a string of JSON.
pub fn double_quoted(words: &str) -> String {
    let mut written = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            '\r' => written.push_str("\\r"),
            control if control.is_control() => written.push_str(&format!("\\u{:04x}", control as u32)),
            other => written.push(other),
        }
    }
    written
}
