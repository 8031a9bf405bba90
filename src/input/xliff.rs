//! Reads XLIFF 1.2 and 2: the target of each unit, or its source where it has none.

use super::copy::{Bundle, Message, key_path, language_code, language_of_path};
use super::xml;
use crate::field::{Pointer, Role};
use crate::source::{FileId, Source};
use roxmltree::Node;

/// The messages of an XLIFF file.
pub(super) fn parse(file: FileId, source: &Source) -> Option<Bundle> {
    if !source.text().contains("<xliff") {
        return None;
    }
    let document = xml::parse(source.text())?;
    let root = document.root_element();
    if root.tag_name().name() != "xliff" {
        return None;
    }
    let units = root.descendants().filter(|node| ["trans-unit", "unit"].contains(&node.tag_name().name()));
    let mut translated = false;
    let mut messages: Vec<Message> = Vec::new();
    for unit in units {
        let found = message(file, source, unit);
        translated |= found.as_ref().is_some_and(|(_, is_target)| *is_target);
        messages.extend(found.map(|(message, _)| message));
    }
    let holders = || root.descendants().filter(|node| ["xliff", "file"].contains(&node.tag_name().name()));
    let declared = |names: [&str; 2]| {
        holders().find_map(|node| names.into_iter().find_map(|name| node.attribute(name)).and_then(language_code))
    };
    let language =
        if translated { declared(["target-language", "trgLang"]) } else { declared(["source-language", "srcLang"]) };
    let language = language.or_else(|| language_of_path(source.path()));
    Some(Bundle { messages, language })
}

/// The message of a unit, and whether it is a translation.
fn message(file: FileId, source: &Source, unit: Node<'_, '_>) -> Option<(Message, bool)> {
    // In version 2 the texts stand in segments of the unit.
    let holder = xml::child(unit, "segment").unwrap_or(unit);
    let text = |node| xml::text(source.text(), file, node, Role::Label, xml::no_escape);
    let target = xml::child(holder, "target").map(text).filter(|text| !text.decoded.is_empty());
    let is_target = target.is_some();
    let text = target.or_else(|| xml::child(holder, "source").map(text)).filter(|text| !text.decoded.is_empty())?;
    // Some tools number the units and keep the key beside the number.
    let is_numbered = |id: &str| id.bytes().all(|byte| byte.is_ascii_digit());
    let name = match unit.attribute("id").is_none_or(is_numbered) {
        true => ["resname", "name", "id"].into_iter().find(|&name| unit.attribute(name).is_some())?,
        false => "id",
    };
    let key = unit.attribute(name)?;
    let notes = unit.descendants().filter(|node| node.tag_name().name() == "note");
    let message = Message {
        path: key_path(key),
        key_span: xml::attribute_span(unit, name)?,
        text,
        pointer: Pointer(key.to_owned()),
        id: unit.attribute("resname").map(str::to_owned),
        notes: notes.map(|node| xml::text(source.text(), file, node, Role::Description, xml::no_escape)).collect(),
    };
    Some((message, is_target))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, language: &str, expected: &[(&str, &str)]) {
        let source = Source::new("Language/locallang.xlf", text);
        let bundle = parse(0, &source).expect("it is XLIFF");
        assert_eq!(bundle.strings(), expected.iter().map(|&(key, text)| (key.to_owned(), text)).collect::<Vec<_>>());
        assert_eq!(bundle.language.as_deref(), Some(language));
        for message in &bundle.messages {
            assert_eq!(source.slice(message.key_span), message.path.join("."));
        }
    }

    #[test]
    fn both_versions_are_read() {
        check(
            r#"<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="en" target-language="de">
               <body><trans-unit id="hook.url"><source>Hook URL</source><target>Adresse</target><note>A label</note></trans-unit>
               <group id="g"><trans-unit id="7" resname="hook.name"><source>Name &amp; more</source></trans-unit></group>
               </body></file></xliff>"#,
            "de",
            &[("hook.url", "Adresse"), ("hook.name", "Name & more")],
        );
        check(
            r#"<xliff version="2.0" srcLang="en" trgLang="fr"><file id="f"><unit id="hook"><segment><source>The hook</source>
               </segment></unit></file></xliff>"#,
            "en",
            &[("hook", "The hook")],
        );
    }
}
