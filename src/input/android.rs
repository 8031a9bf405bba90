//! Reads Android's string resources: strings, plurals and string arrays below `<resources>`.

use super::copy::{Bundle, Message, common_escape, key_path, language_of_path};
use super::xml;
use crate::field::{Pointer, Role, Text};
use crate::source::{FileId, Source, Span};
use roxmltree::Node;

/// The messages of a resource file that holds strings.
pub(super) fn parse(file: FileId, source: &Source) -> Option<Bundle> {
    if !source.text().contains("<resources") {
        return None;
    }
    let document = xml::parse(source.text())?;
    let root = document.root_element();
    if root.tag_name().name() != "resources" {
        return None;
    }
    let messages: Vec<Message> = root.children().flat_map(|node| messages(file, source, node)).collect();
    (!messages.is_empty()).then(|| Bundle { messages, language: language_of_path(source.path()) })
}

fn messages(file: FileId, source: &Source, node: Node<'_, '_>) -> Vec<Message> {
    let (Some(name), Some(key_span)) = (node.attribute("name"), xml::attribute_span(node, "name")) else {
        return Vec::new();
    };
    let items = || node.children().filter(|child| child.tag_name().name() == "item").enumerate();
    let message = |node, part: Option<String>| message(file, source, node, name, key_span, part);
    let found: Vec<Option<Message>> = match node.tag_name().name() {
        "string" => vec![message(node, None)],
        "plurals" => items().map(|(_, item)| message(item, item.attribute("quantity").map(str::to_owned))).collect(),
        "string-array" => items().map(|(index, item)| message(item, Some(index.to_string()))).collect(),
        _ => Vec::new(),
    };
    found.into_iter().flatten().collect()
}

fn message(
    file: FileId,
    source: &Source,
    node: Node<'_, '_>,
    name: &str,
    key_span: Span,
    part: Option<String>,
) -> Option<Message> {
    let text = without_quotes(xml::text(source.text(), file, node, Role::Label, escape), source);
    // A reference to another resource is no words.
    if text.decoded.is_empty() || (text.decoded.starts_with('@') && !text.decoded.contains(' ')) {
        return None;
    }
    let mut path = key_path(name);
    path.extend(part);
    Some(Message { pointer: Pointer(path.join(".")), path, key_span, text, id: None, notes: Vec::new() })
}

/// Quotes around a whole string only keep its blanks.
fn without_quotes(text: Text, source: &Source) -> Text {
    let written = source.slice(text.span);
    let is_quoted =
        written.len() > 1 && written.starts_with('"') && written.ends_with('"') && !written.ends_with("\\\"");
    let Some(inner) = text.decoded.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|_| is_quoted)
    else {
        return text;
    };
    let mut map = crate::field::SourceMap::default();
    for (at, _) in inner.char_indices() {
        let span = text.map.span(at + 1..at + 2);
        match span.end - span.start {
            1 => map.copied(at, span.start as usize),
            _ => map.replaced(at, span.range()),
        }
    }
    Text { decoded: inner.to_owned(), map, ..text }
}

/// Android's escapes: beside the common ones `\@` and `\?`, which stand for themselves.
fn escape(rest: &str) -> (usize, Option<char>) {
    common_escape(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_plurals_and_arrays_are_messages() {
        let text = r#"<?xml version="1.0"?>
<resources xmlns:tools="x">
  <!-- A label -->
  <string name="hook_url">We\'ll call <b>this</b> &amp; \u00fc</string>
  <string name="quoted">" a b "</string>
  <string name="app">@string/other</string>
  <plurals name="hooks"><item quantity="one">%d hook</item><item quantity="other">%d hooks</item></plurals>
  <string-array name="kinds"><item>One kind</item></string-array>
  <color name="red">#f00</color>
</resources>"#;
        let source = Source::new("res/values-de/strings.xml", text);
        let bundle = parse(0, &source).expect("it holds strings");
        let expected = [
            ("hook_url", "We'll call <b>this</b> & ü"),
            ("quoted", " a b "),
            ("hooks.one", "%d hook"),
            ("hooks.other", "%d hooks"),
            ("kinds.0", "One kind"),
        ];
        assert_eq!(bundle.strings(), expected.map(|(key, text)| (key.to_owned(), text)));
        assert_eq!(bundle.language.as_deref(), Some("de"));
        assert_eq!(source.slice(bundle.messages[0].key_span), "hook_url");
        assert_eq!(source.slice(bundle.messages[1].text.map.span(1..2)), "a");
        assert!(
            parse(0, &Source::new("res/values/colors.xml", "<resources><color name='a'>#f00</color></resources>"))
                .is_none()
        );
    }
}
