//! Attributes of HTML with what frameworks make of their names: `:label`, `[label]`, `v-bind:label` and `label={…}` are
//! one and the same, set to code.

use crate::input::markup::pieces::{balanced, piece_at};
use crate::input::markup::tree::{Attribute, Syntax, Value};
use crate::source::Span;

/// Bytes of one value; a quote whose partner is farther off is no quote.
const VALUE_LIMIT: usize = 30_000;
/// Attributes of one element that are kept.
const ATTRIBUTES_LIMIT: usize = 300;

/// The attributes of a tag from a byte on, and where the tag ends: the byte after its `>`, and whether it closes itself.
pub(super) fn attributes(text: &str, from: usize, syntax: Syntax) -> (Vec<Attribute<'_>>, usize, bool) {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = from;
    // Between `{{if …}}` and `{{end}}`, where a mark such as `disabled` does not always hold.
    let mut is_conditional = false;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return (found, at + 1, false),
            b'/' if bytes.get(at + 1) == Some(&b'>') => return (found, at + 2, true),
            // A tag that never ended.
            b'<' if bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || *next == b'/') => {
                return (found, at, false);
            }
            byte if byte.is_ascii_whitespace() || byte == b'/' => at += 1,
            b'{' | b'<' => {
                at = match piece_at(text, at, syntax) {
                    Some(piece) => {
                        found.extend(shorthand(text, at, piece.whole.end));
                        is_conditional = piece.code.is_none() && !ends_branch(&text[piece.whole.clone()]);
                        piece.whole.end
                    }
                    None => at + 1,
                }
            }
            _ => {
                let known = found.len();
                at = one(text, at, syntax, &mut found);
                if is_conditional && found.get(known).is_some_and(|one| one.value == Value::Bare) {
                    found.truncate(known);
                }
            }
        }
    }
    (found, text.len(), false)
}

/// Whether a piece of a template ends what another began.
fn ends_branch(piece: &str) -> bool {
    let inner = piece.trim_start_matches(['{', '%', '<', '?', '-', ' ', '=']);
    inner.starts_with("end") || inner.starts_with(['/', '}']) || inner.starts_with("php end")
}

/// `{value}` and `{...rest}` of Svelte.
fn shorthand(text: &str, start: usize, end: usize) -> Option<Attribute<'_>> {
    let name = text[start..end].strip_prefix('{')?.strip_suffix('}')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then(|| Attribute { name, value: Value::Code(Span::new(start + 1, end - 1)) })
}

/// One attribute, and where the next may begin.
fn one<'t>(text: &'t str, start: usize, syntax: Syntax, found: &mut Vec<Attribute<'t>>) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    while end < bytes.len()
        && !bytes[end].is_ascii_whitespace()
        && !matches!(bytes[end], b'=' | b'>' | b'"' | b'\'' | b'{' | b'<')
    {
        if bytes[end] == b'/' && bytes.get(end + 1) == Some(&b'>') {
            break;
        }
        // Conditions such as Twirl's `@if(a > b)` hold marks that end a tag.
        end = match bytes[end] {
            b'(' => balanced(text, end).unwrap_or(end + 1),
            _ => end + 1,
        };
    }
    let name = &text[start..end];
    let mut next = end.max(start + 1);
    let equals = end + text[end..].bytes().take_while(u8::is_ascii_whitespace).count();
    let value = if bytes.get(equals) == Some(&b'=') {
        let from = equals + 1 + text[equals + 1..].bytes().take_while(u8::is_ascii_whitespace).count();
        let (value, after) = value(text, from, syntax);
        next = after.max(next);
        value
    } else {
        Value::Bare
    };
    while !text.is_char_boundary(next) {
        next += 1;
    }
    if found.len() < ATTRIBUTES_LIMIT && !name.is_empty() {
        found.extend(plain(text, name, value));
    }
    next
}

fn value(text: &str, from: usize, syntax: Syntax) -> (Value, usize) {
    let bytes = text.as_bytes();
    match bytes.get(from) {
        Some(&quote @ (b'"' | b'\'')) => match quoted_end(text, from, quote, syntax) {
            Some(end) => {
                let inner = Span::new(from + 1, end);
                (whole_code(text, inner, syntax), end + 1)
            }
            None => (Value::Bare, from + 1),
        },
        Some(b'{') if syntax == Syntax::Curly => match balanced(text, from) {
            Some(end) => (Value::Code(Span::new(from + 1, end - 1)), end),
            None => (Value::Bare, from + 1),
        },
        Some(_) => {
            let mut end = from;
            while end < bytes.len() && !bytes[end].is_ascii_whitespace() && bytes[end] != b'>' {
                end = match piece_at(text, end, syntax) {
                    Some(piece) => piece.whole.end,
                    None => end + 1,
                };
            }
            let end = if text[from..end].ends_with('/') && bytes.get(end) == Some(&b'>') { end - 1 } else { end };
            (Value::Words(Span::new(from, end)), end)
        }
        None => (Value::Bare, from),
    }
}

/// Svelte has `attribute="{code}"` for `attribute={code}`.
fn whole_code(text: &str, inner: Span, syntax: Syntax) -> Value {
    let written = &text[inner.range()];
    let is_code = syntax == Syntax::Curly && written.starts_with('{') && balanced(written, 0) == Some(written.len());
    match is_code {
        true => Value::Code(Span { start: inner.start + 1, end: inner.end - 1 }),
        false => Value::Words(inner),
    }
}

/// The quote that ends a value; quotes inside of template pieces do not.
fn quoted_end(text: &str, from: usize, quote: u8, syntax: Syntax) -> Option<usize> {
    let bytes = text.as_bytes();
    let limit = from.saturating_add(VALUE_LIMIT).min(bytes.len());
    let mut at = from + 1;
    while at < limit {
        match bytes[at] {
            byte if byte == quote => return Some(at),
            b'{' | b'<' | b'$' | b'@' => {
                // A piece that is no longer than a line; in Vue a brace may also open an object that the value ends in.
                let piece = piece_at(text, at, syntax).filter(|piece| piece.whole.end <= limit);
                at = match piece {
                    Some(piece)
                        if bytes[at] == b'{' || bytes[at] == b'<' || bytes[at..piece.whole.end].contains(&quote) =>
                    {
                        piece.whole.end
                    }
                    _ => at + 1,
                };
            }
            _ => at += 1,
        }
    }
    None
}

/// An attribute by its plain name.
fn plain<'t>(text: &'t str, name: &'t str, value: Value) -> Option<Attribute<'t>> {
    let as_code = |name: &'t str| match value {
        Value::Words(span) => Attribute { name, value: Value::Code(span) },
        value => Attribute { name, value },
    };
    if let Some(name) = name.strip_prefix("th:").or_else(|| name.strip_prefix("data-th-")) {
        // Thymeleaf: `#{key}` is a message, all else is code.
        if let Value::Words(span) = value {
            let written = text[span.range()].trim();
            let key = written.strip_prefix("#{").and_then(|rest| rest.split(['}', '(']).next());
            let start = span.start as usize + text[span.range()].find("#{").unwrap_or_default() + 2;
            let value = key.map_or(Value::Code(span), |key| Value::Key(Span::new(start, start + key.len())));
            return Some(Attribute { name: if name == "field" { "th:field" } else { name }, value });
        }
        return None;
    }
    if name.starts_with("v-slot:") || (name.starts_with('#') && name.len() > 1) {
        return Some(Attribute { name, value: Value::Bare });
    }
    let bound = name.strip_prefix("v-bind:").or_else(|| name.strip_prefix(':').filter(|rest| !rest.starts_with(':')));
    if let Some(name) = bound {
        return Some(as_code(name));
    }
    if let Some(inner) = name.strip_prefix("[(").and_then(|rest| rest.strip_suffix(")]")) {
        return Some(as_code(inner));
    }
    if let Some(inner) = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return Some(as_code(inner.strip_prefix("attr.").unwrap_or(inner)));
    }
    if name == "translate" || name == "v-t" {
        let is_code = name == "v-t";
        return Some(if is_code { as_code(name) } else { Attribute { name, value } });
    }
    let name = name.strip_prefix("attr.").unwrap_or(name);
    Some(Attribute { name, value })
}
