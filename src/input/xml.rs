//! What readers of XML share: a document with byte ranges, and the text of an element as it is written between its tags.

use super::copy::Cut;
use crate::field::{Role, Text};
use crate::source::{FileId, Span};
use roxmltree::{Document, Node, ParsingOptions};
use std::ops::Range;

/// Nodes of one document that are read.
const NODES_LIMIT: u32 = 4_000_000;

/// The document, or none where it does not parse.
pub(super) fn parse(text: &str) -> Option<Document<'_>> {
    Document::parse_with_options(
        text,
        ParsingOptions { allow_dtd: true, nodes_limit: NODES_LIMIT, ..Default::default() },
    )
    .ok()
}

/// Where an attribute's value stands, without quotes.
pub(super) fn attribute_span(node: Node<'_, '_>, name: &str) -> Option<Span> {
    let range = node.attribute_node(name)?.range_value();
    Some(Span::new(range.start, range.end))
}

/// The first child element of a name, whatever its namespace.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// The bytes between an element's tags.
fn content(source: &str, node: Node<'_, '_>) -> Range<usize> {
    let range = node.range();
    let whole = source.get(range.clone()).unwrap_or_default();
    if whole.ends_with("/>") && !node.has_children() {
        return range.end..range.end;
    }
    let last_attribute =
        node.attributes().next_back().map_or(0, |attribute| attribute.range().end.saturating_sub(range.start));
    let open =
        whole.get(last_attribute..).and_then(|rest| rest.find('>')).map_or(whole.len(), |at| last_attribute + at + 1);
    let close = whole.rfind("</").map_or(whole.len(), |at| at.max(open));
    range.start + open..range.start + close
}

/// The text between an element's tags, in which markup stays as it is and `escape` says what a backslash begins.
pub(super) fn text(
    source: &str,
    file: FileId,
    node: Node<'_, '_>,
    role: Role,
    escape: impl Fn(&str) -> (usize, Option<char>),
) -> Text {
    let content = content(source, node);
    let inner = &source[content.clone()];
    let start = content.start + inner.len() - inner.trim_start().len();
    let end = (start + inner.trim().len()).min(content.end);
    let mut cut = Cut::new(source, start);
    let mut at = start;
    while let Some(found) = memchr::memchr3(b'&', b'<', b'\\', &source.as_bytes()[at..end]) {
        let special = at + found;
        cut.copy(at..special);
        at = special;
        let rest = &source[at..end];
        if let Some(body) = rest.strip_prefix("<![CDATA[") {
            let length = body.find("]]>").unwrap_or(body.len());
            let body_start = at + rest.len() - body.len();
            cut.quoted(body_start..body_start + length, &escape);
            at = (body_start + length + "]]>".len()).min(end);
        } else if rest.starts_with("<!--") {
            at += rest.find("-->").map_or(rest.len(), |length| length + "-->".len());
        } else if let Some((length, character)) = entity(rest) {
            cut.replace(character, at..at + length);
            at += length;
        } else if rest.starts_with('\\') {
            let (length, character) = escape(rest);
            let until = (at + length.max(1)).min(end);
            if let Some(character) = character {
                cut.replace(character, at..until);
            }
            at = until;
        } else {
            cut.copy(at..at + 1);
            at += 1;
        }
    }
    cut.copy(at..end);
    cut.text(file, role, start..end)
}

/// The entity or character reference that a text begins with: its length and what it stands for.
fn entity(rest: &str) -> Option<(usize, char)> {
    let body = rest.strip_prefix('&')?;
    let end = body.bytes().take(12).position(|byte| byte == b';')?;
    let character = match &body[..end] {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        numeric => {
            let digits = numeric.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((end + 2, character))
}

/// For formats in which a backslash is a backslash.
pub(super) fn no_escape(_: &str) -> (usize, Option<char>) {
    (1, Some('\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_between_the_tags() {
        let source = "<!DOCTYPE r [<!ENTITY app \"x\">]>\n<r a='>'> A &amp; <b>B</b> <![CDATA[<i> & \\]]><!-- c -->&#x41;&app; <e/></r>";
        let document = parse(source).expect("it parses");
        let text = text(source, 0, document.root_element(), Role::Label, no_escape);
        assert_eq!(text.decoded, "A & <b>B</b> <i> & \\A&app; <e/>");
        assert_eq!(&source[text.map.span(2..3).range()], "&amp;");
        assert_eq!(&source[text.map.span(14..16).range()], "i>");
    }

    #[test]
    fn deep_and_broken_documents_end() {
        let deep = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
        let _ = parse(&deep);
        assert!(parse("<a><b></a>").is_none());
        let document = parse("<a/>").expect("it parses");
        assert_eq!(text("<a/>", 0, document.root_element(), Role::Label, no_escape).decoded, "");
    }
}
