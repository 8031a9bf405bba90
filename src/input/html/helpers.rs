//! Calls of template helpers that make an input or a label: those of Rails and its form builders, of PHP frameworks, and of
//! Razor.
//!
//! A call is made an element of the tree with its arguments as attributes, so that all else need not know of it.

use crate::input::markup::expression::last_part;
use crate::input::markup::inputs::HELPER;
use crate::input::markup::pieces::string_end;
use crate::input::markup::tree::{Attribute, Kind, Tree, Value};
use crate::source::Span;
use std::ops::Range;

/// What a helper makes, by the last part of its path: the element, and its type where it has one.
fn made_by(path: &str) -> Option<(&'static str, &'static str)> {
    let builds_forms = || {
        let path = path.to_ascii_lowercase();
        path.contains("form") || path.starts_with("f.") || path.contains("html.")
    };
    let method = last_part(path);
    let made = match method {
        "label" | "label_tag" | "LabelFor" | "labelFor" => ("label", ""),
        "hint" if builds_forms() => ("small", ""),
        "text_field" | "text_field_tag" | "text_area" | "text_area_tag" | "TextBoxFor" | "TextAreaFor"
        | "EditorFor" | "string_field" | "text_input" | "textarea_input" | "rich_text_area" | "TextBox" => {
            ("input", "text")
        }
        "url_field" | "url_field_tag" | "url_input" => ("input", "url"),
        "email_field" | "email_field_tag" => ("input", "email"),
        "password_field" | "password_field_tag" | "PasswordFor" => ("input", "password"),
        "number_field" | "number_field_tag" => ("input", "number"),
        "check_box" | "check_box_tag" | "CheckBoxFor" | "checkbox" => ("input", "checkbox"),
        "collection_select" | "DropDownListFor" | "select_tag" => ("input", "select"),
        "input" | "input_field" if path.contains('.') && builds_forms() => ("input", ""),
        "text" | "url" | "textarea" | "email" | "number" | "password"
            if path.contains("form->") || path.starts_with("Form::") =>
        {
            match method {
                "textarea" => ("input", "text"),
                "text" => ("input", "text"),
                "url" => ("input", "url"),
                "email" => ("input", "email"),
                "number" => ("input", "number"),
                _ => ("input", "password"),
            }
        }
        "select" if builds_forms() => ("input", "select"),
        _ => return None,
    };
    Some(made)
}

/// The path at the beginning of a piece of code.
fn path_of(code: &str) -> &str {
    let code = code.trim_start_matches(['=', '-', ' ', '\t', '\n', '\r']);
    let code = code.strip_prefix("echo ").unwrap_or(code).trim_start();
    let is_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"_$.:>-?!".contains(byte);
    let length = code.bytes().take_while(is_path).count();
    &code[..length]
}

/// Whether a piece of code calls a helper that makes an element.
pub(super) fn makes_element(code: &str) -> bool {
    made_by(path_of(code)).is_some()
}

/// Adds the element that a helper makes; `code` is inside of `whole`.
pub(super) fn add<'t>(tree: &mut Tree<'t>, text: &'t str, code: Range<usize>, whole: Range<usize>) {
    let written = &text[code.clone()];
    let path = path_of(written);
    let Some((element, kind)) = made_by(path) else { return };
    let start = code.start + written.find(path).unwrap_or_default() + path.len();
    let id = tree.leaf(Kind::Element(element), whole.clone());
    let mut attributes = vec![Attribute { name: HELPER, value: Value::Bare }];
    let mut positional = 0;
    for argument in arguments(text, start..code.end) {
        match argument {
            Argument::Named(name, value) => {
                let name = if element == "label" && name == "text" { "label" } else { name };
                attributes.push(Attribute { name, value: Value::Code(value) });
            }
            Argument::Plain(value) => {
                let is_path = path.contains("form->") && element == "label";
                let name = match (element, positional) {
                    ("label", 0) if is_path => "label",
                    ("label", 1) if is_path => "for",
                    ("label", 0) => "for",
                    ("label" | "small", _) => "label",
                    ("input", 0) => "name",
                    _ => "",
                };
                if !name.is_empty() {
                    attributes.push(Attribute { name, value: Value::Code(value) });
                }
                positional += 1;
            }
        }
    }
    for one in &mut attributes {
        if matches!(one.name, "name" | "for")
            && let Value::Code(span) = one.value
            && let Some(inner) = literal(text, span).or_else(|| of_lambda(text, span))
        {
            one.value = Value::Words(inner);
        }
    }
    if !kind.is_empty() && !attributes.iter().any(|one| one.name == "type") {
        attributes.push(Attribute { name: kind_attribute(kind), value: Value::Bare });
    }
    tree.set_attributes(id, attributes);
}

/// The attribute that stands for the type of a helper, which no byte of the source says.
fn kind_attribute(kind: &'static str) -> &'static str {
    match kind {
        "url" => "\u{0}url",
        "checkbox" => "\u{0}checkbox",
        "number" => "\u{0}number",
        "select" => "\u{0}select",
        "password" => "\u{0}password",
        "email" => "\u{0}email",
        _ => "\u{0}text",
    }
}

/// `Url` of Razor's `m => m.Url`.
fn of_lambda(text: &str, span: Span) -> Option<Span> {
    let (_, path) = text[span.range()].split_once("=>")?;
    let last = path.trim_end().rsplit(['.', ' ']).next().filter(|last| !last.is_empty())?;
    let end = span.end as usize - (path.len() - path.trim_end().len());
    Some(Span::new(end - last.len(), end))
}

/// The inside of a string or symbol; a bare path as it is.
fn literal(text: &str, span: Span) -> Option<Span> {
    let written = &text[span.range()];
    let start = span.start as usize;
    let first = written.chars().next()?;
    match first {
        ':' => Some(Span::new(start + 1, span.end as usize)),
        '"' | '\'' => written.ends_with(first).then(|| Span::new(start + 1, (span.end as usize).max(start + 2) - 1)),
        _ => None,
    }
}

/// The named arguments of a list, such as HAML's attributes in braces; plain strings are words.
pub(super) fn named(text: &str, range: Range<usize>) -> Vec<Attribute<'_>> {
    let named = arguments(text, range).into_iter().filter_map(|argument| match argument {
        Argument::Named(name, value) => {
            let is_string = text[value.range()].starts_with(['"', '\'']);
            let words = literal(text, value).filter(|_| is_string).map(Value::Words);
            Some(Attribute { name, value: words.unwrap_or(Value::Code(value)) })
        }
        Argument::Plain(_) => None,
    });
    named.collect()
}

enum Argument<'t> {
    Plain(Span),
    Named(&'t str, Span),
}

/// Arguments that are looked at.
const ARGUMENTS_LIMIT: usize = 60;

/// The arguments of a call, with or without brackets; `range` begins right after its name.
fn arguments(text: &str, range: Range<usize>) -> Vec<Argument<'_>> {
    let code = &text[range.clone()];
    let inner = code.trim_start();
    let mut start = range.start + (code.len() - inner.len());
    if inner.starts_with('(') {
        start += 1;
    }
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut depth, mut at, mut from) = (0usize, start, start);
    while at <= range.end && found.len() < ARGUMENTS_LIMIT {
        let byte = if at < range.end { bytes[at] } else { b',' };
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => {
                found.extend(argument(text, from..at));
                break;
            }
            b')' | b']' | b'}' => depth -= 1,
            b'"' | b'\'' => at = string_end(bytes, at, byte, range.end).unwrap_or(at),
            b',' if depth == 0 || at == range.end => {
                found.extend(argument(text, from..at));
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// One argument, with its name where it has one: `label: x`, `:label => x`, `'label' => x`.
fn argument(text: &str, range: Range<usize>) -> Option<Argument<'_>> {
    let raw = text.get(range.clone())?;
    let written = raw.trim();
    let start = range.start + (raw.len() - raw.trim_start().len());
    // A block that follows the last argument is none.
    let written = written.split(" do |").next().unwrap_or(written).trim_end_matches(" do").trim_end();
    if written.is_empty() {
        return None;
    }
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let value = |from: usize| {
        let rest = &written[from..];
        let from = start + from + (rest.len() - rest.trim_start().len());
        Span::new(from, start + written.len())
    };
    if let Some((name, rest)) = written.split_once(':')
        && is_name(name)
        && !rest.starts_with(':')
    {
        return Some(Argument::Named(name, value(name.len() + 1)));
    }
    if let Some((name, _)) = written.split_once("=>") {
        let plain = name.trim().trim_start_matches(':').trim_matches(['"', '\'']);
        let is_lambda = !name.trim().starts_with([':', '"', '\'']);
        if is_name(plain) && !is_lambda {
            let plain_start = start + name.find(plain).unwrap_or_default();
            return Some(Argument::Named(&text[plain_start..plain_start + plain.len()], value(name.len() + 2)));
        }
    }
    Some(Argument::Plain(Span::new(start, start + written.len())))
}

#[cfg(test)]
mod tests {
    use super::super::tree_of;
    use crate::input::markup::tree::Value;

    #[track_caller]
    fn check(text: &str, element: &str, expected: &[(&str, &str)]) {
        let tree = tree_of(text);
        assert_eq!(tree.name(1), element, "{text}");
        for (name, written) in expected {
            match tree.value(1, name) {
                Some(Value::Words(span) | Value::Code(span)) => {
                    assert_eq!(&tree.slice(span), written, "{name} of {text}")
                }
                other => panic!("{name} of {text} is {other:?}"),
            }
        }
    }

    #[test]
    fn rails() {
        check(
            "<%= f.input :webhook_url,\n label: 'Webhook URL', hint: t('a.b'), input_html: { class: 'c' } %>",
            "input",
            &[("name", "webhook_url"), ("label", "'Webhook URL'"), ("hint", "t('a.b')")],
        );
        check("<%= f.text_field :url, :size => 60 %>", "input", &[("name", "url"), ("size", "60")]);
        check("<%= f.label :url, 'Payload URL', class: 'c' %>", "label", &[("for", "url"), ("label", "'Payload URL'")]);
        check("<%= text_field_tag 'a[b][]', value %>", "input", &[("name", "a[b][]")]);
    }

    #[test]
    fn php_and_razor() {
        check(
            "<?= $this->form->label(t('Webhook URL'), 'webhook_url') ?>",
            "label",
            &[("label", "t('Webhook URL')"), ("for", "webhook_url")],
        );
        check("<?= $this->form->text('webhook_url', $values) ?>", "input", &[("name", "webhook_url")]);
        check("{{ Form::text('callback_url') }}", "input", &[("name", "callback_url")]);
        check("@Html.TextBoxFor(m => m.NotifyUrl)", "input", &[("name", "NotifyUrl")]);
    }
}
