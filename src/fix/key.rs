//! A new `description` in an object of YAML or JSON that has none: where it goes, and in which style.

use super::scalar::{double_quoted, is_in_flow, is_plain_alone, line_end_of, single_quoted};
use super::{Edit, Refusal};
use crate::input::tree::{NodeId, Style, Tree};
use crate::source::{FileId, Span};

/// The keys that a description follows, by the habit of those who write them.
const BEFORE: [&str; 8] = ["title", "type", "format", "name", "in", "$ref", "nullable", "key"];

/// An edit that adds a description to a mapping.
pub fn described(tree: &Tree<'_>, mapping: NodeId, file: FileId, words: &str) -> Result<Edit, Refusal> {
    if tree.style(mapping) != Style::Mapping {
        return Err(Refusal::NO_OBJECT);
    }
    let source = tree.source();
    let span = tree.span(mapping).range();
    let in_flow = source[span.clone()].starts_with('{');
    if in_flow || is_in_flow(tree, mapping) {
        return in_braces(tree, mapping, words).map(|(at, text)| Edit { file, span: Span::new(at, at), text });
    }
    let lines_up = |&child: &NodeId| tree.key_span(child).is_some();
    let first = tree.children(mapping).find(lines_up).ok_or(Refusal::NO_OBJECT)?;
    let (first_start, quote) = key_start(tree, first);
    let line_start = source[..first_start].rfind('\n').map_or(0, |end| end + 1);
    let before = &source[line_start..first_start];
    // Behind an anchor, a tag or a question mark the next key would not stand below.
    if !before.trim_start_matches('\u{feff}').chars().all(|character| character == ' ' || character == '-') {
        return Err(Refusal::NO_OBJECT);
    }
    let indentation = " ".repeat(before.trim_start_matches('\u{feff}').chars().count());
    let line_end = line_end_of(&source[line_start..], source);
    let (at, opening, closing) = match anchor(tree, mapping) {
        Some(neighbour) => {
            let end = tree.span(neighbour).end as usize;
            let rest = source[end..].lines().next().unwrap_or_default();
            let is_comment = rest.trim_start().starts_with('#') || rest.trim().is_empty();
            if !is_comment {
                return Err(Refusal::NO_OBJECT);
            }
            (end + rest.trim_end_matches('\r').len(), format!("{line_end}{indentation}"), String::new())
        }
        None => (first_start, String::new(), format!("{line_end}{indentation}")),
    };
    let style = anchor(tree, mapping).map_or(Style::Plain, |neighbour| tree.style(neighbour));
    let value = match style {
        Style::DoubleQuoted => format!("\"{}\"", double_quoted(words)),
        Style::SingleQuoted => format!("'{}'", single_quoted(words)),
        _ if is_plain_alone(words) => words.to_owned(),
        _ => format!("'{}'", single_quoted(words)),
    };
    let text = format!("{opening}{quote}description{quote}: {value}{closing}");
    Ok(Edit { file, span: Span::new(at, at), text })
}

/// Where and what to insert into `{…}`, in YAML or in JSON, on one line or on many.
fn in_braces(tree: &Tree<'_>, mapping: NodeId, words: &str) -> Result<(usize, String), Refusal> {
    let source = tree.source();
    let open = tree.span(mapping).start as usize + 1;
    let Some(first) = tree.children(mapping).next() else {
        let quote = if is_json(source, tree) { "\"" } else { "" };
        let value = in_flow_value(tree, None, words);
        let inner = source[open..].find('}').map(|end| &source[open..open + end]);
        return match inner {
            Some(inner) if inner.trim().is_empty() => Ok((open, format!("{quote}description{quote}: {value}"))),
            _ => Err(Refusal::NO_OBJECT),
        };
    };
    let (first_start, quote) = key_start(tree, first);
    let lead = &source[open..first_start];
    if !lead.trim().is_empty() {
        return Err(Refusal::NO_OBJECT);
    }
    let neighbour = anchor(tree, mapping);
    let model = neighbour.unwrap_or(first);
    let colon = colon_of(tree, model);
    let comma = match () {
        _ if lead.contains('\n') => format!(",{lead}"),
        _ if colon.ends_with(' ') => ", ".to_owned(),
        _ => ",".to_owned(),
    };
    let value = in_flow_value(tree, neighbour, words);
    let entry = format!("{quote}description{quote}{colon}{value}");
    Ok(match neighbour {
        Some(neighbour) => (tree.span(neighbour).end as usize, format!("{comma}{entry}")),
        None => (first_start, format!("{entry}{comma}")),
    })
}

/// The colon between a key and its value, with the blanks around it.
fn colon_of<'s>(tree: &Tree<'s>, child: NodeId) -> &'s str {
    let source = tree.source();
    let (_, quote) = key_start(tree, child);
    let from = tree.key_span(child).map_or(0, |key| key.end as usize) + quote.len();
    let colon = source.get(from..tree.span(child).start as usize).unwrap_or(": ");
    if colon.trim() == ":" && !colon.contains('\n') { colon } else { ": " }
}

/// Quoted in any case, since a comma or a brace would end it.
fn in_flow_value(tree: &Tree<'_>, neighbour: Option<NodeId>, words: &str) -> String {
    let quotes_double = neighbour.is_some_and(|node| tree.style(node) == Style::DoubleQuoted);
    match is_json(tree.source(), tree) || quotes_double {
        true => format!("\"{}\"", double_quoted(words)),
        false => format!("'{}'", single_quoted(words)),
    }
}

/// Whether the whole is JSON, and not YAML with braces.
fn is_json(source: &str, tree: &Tree<'_>) -> bool {
    let opens = source.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    opens
        && tree
            .roots()
            .iter()
            .all(|&root| tree.children(root).next().is_none_or(|child| key_start(tree, child).1 == "\""))
}

/// The last of the keys that a description follows, where its value is a scalar in one line.
fn anchor(tree: &Tree<'_>, mapping: NodeId) -> Option<NodeId> {
    let follows = |&child: &NodeId| {
        let is_known = tree.key(child).is_some_and(|key| BEFORE.contains(&key.as_ref()));
        let value = &tree.source()[tree.span(child).range()];
        let is_inline =
            matches!(tree.style(child), Style::Plain | Style::SingleQuoted | Style::DoubleQuoted | Style::JsonString);
        is_known && is_inline && !value.is_empty() && !value.contains('\n')
    };
    // What is written elsewhere and merged in is no place to write.
    let keys: Vec<NodeId> = tree.children(mapping).collect();
    let leading = keys.iter().take_while(|child| follows(child)).last();
    leading.or_else(|| keys.iter().rfind(|child| follows(child))).copied()
}

/// Where a key begins with its quote, and that quote.
fn key_start<'s>(tree: &Tree<'s>, child: NodeId) -> (usize, &'s str) {
    let start = tree.key_span(child).map_or(0, |key| key.start as usize);
    let source = tree.source();
    match source[..start].chars().next_back() {
        Some('"' | '\'') => (start - 1, &source[start - 1..start]),
        _ => (start, ""),
    }
}
