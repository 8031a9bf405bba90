//! Reads .NET's string resources, and other XML in which an element has a name and holds a value: `<data name>` with
//! `<value>`, `<LocaleResource Name>` with `<Value>` and further resources in `<Children>`.

use super::copy::{Bundle, Leaves, Message, is_locale_place, key_path, language_code, language_of_path};
use super::xml;
use crate::field::{Pointer, Role};
use crate::source::{FileId, Source};
use roxmltree::Node;

/// Elements in elements that are followed.
const DEPTH_LIMIT: usize = 64;

/// Elements that hold one string each.
const ENTRIES: &[&str] = &["data", "LocaleResource", "resource", "string", "entry", "phrase"];

/// The messages of a resource file.
pub(super) fn parse(file: FileId, source: &Source) -> Option<Bundle> {
    let text = source.text();
    let is_dotnet = source.path().to_ascii_lowercase().ends_with(".resx") || source.path().ends_with(".resw");
    if !is_dotnet && !ENTRIES.iter().any(|entry| text.contains(entry)) {
        return None;
    }
    let document = xml::parse(text)?;
    let root = document.root_element();
    if ["resources", "xliff", "project", "beans"].contains(&root.tag_name().name()) {
        return None;
    }
    let mut walk = Walk { file, source, messages: Vec::new(), leaves: Leaves::default() };
    walk.entries(root, &[], 0);
    let Walk { messages, leaves, .. } = walk;
    let declared = root.attribute("Culture").or(root.attribute("language")).and_then(language_code);
    let language = declared.or_else(|| language_of_path(source.path()));
    let in_place = is_dotnet || is_locale_place(source.path());
    (leaves.look_like_copy(in_place) && !messages.is_empty()).then_some(Bundle { messages, language })
}

struct Walk<'s> {
    file: FileId,
    source: &'s Source,
    messages: Vec<Message>,
    leaves: Leaves,
}

impl Walk<'_> {
    fn entries(&mut self, node: Node<'_, '_>, path: &[String], depth: usize) {
        if depth > DEPTH_LIMIT {
            return;
        }
        for child in node.children().filter(Node::is_element) {
            let name = ["name", "Name", "key", "id"].into_iter().find(|&name| child.attribute(name).is_some());
            match name.filter(|_| ENTRIES.contains(&child.tag_name().name())) {
                Some(name) => self.entry(child, name, path, depth),
                None => self.entries(child, path, depth + 1),
            }
        }
    }

    fn entry(&mut self, node: Node<'_, '_>, name: &str, outer: &[String], depth: usize) {
        // A resource with a type is an image or the like.
        if node.has_attribute("type") || node.has_attribute("mimetype") {
            return;
        }
        let (Some(key), Some(key_span)) = (node.attribute(name), xml::attribute_span(node, name)) else { return };
        let stands_alone = node.attribute("AppendRootKey") == Some("false");
        let mut path = if stands_alone { Vec::new() } else { outer.to_vec() };
        path.extend(key_path(key));
        let value = xml::child(node, "value").or_else(|| xml::child(node, "Value"));
        let own = || (!node.children().any(|child| child.is_element())).then_some(node);
        if let Some(value) = value.or_else(own) {
            let text = xml::text(self.source.text(), self.file, value, Role::Label, xml::no_escape);
            self.leaves.string(&text.decoded);
            let comment = xml::child(node, "comment");
            let note =
                comment.map(|node| xml::text(self.source.text(), self.file, node, Role::Description, xml::no_escape));
            if !text.decoded.is_empty() {
                let pointer = Pointer(path.join("."));
                let notes = note.into_iter().collect();
                self.messages.push(Message { path: path.clone(), key_span, text, pointer, id: None, notes });
            }
        }
        if let Some(children) = xml::child(node, "Children") {
            self.entries(children, &path, depth + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: &[(&str, &str)]) {
        let source = Source::new(path, text);
        let bundle = parse(0, &source).expect("it holds strings");
        assert_eq!(bundle.strings(), expected.iter().map(|&(key, text)| (key.to_owned(), text)).collect::<Vec<_>>());
        for message in &bundle.messages {
            assert!(message.path.join(".").ends_with(source.slice(message.key_span)));
            assert_eq!(source.slice(message.text.map.span(0..2)), &message.text.decoded[..2]);
        }
    }

    #[test]
    fn named_values_are_messages() {
        check(
            "Texts.de.resx",
            "<root><resheader name=\"version\"><value>2.0</value></resheader>\
             <data name=\"hook.url\" xml:space=\"preserve\"><value>Webhook URL</value><comment>A label</comment></data>\
             <data name=\"icon\" type=\"System.Drawing.Bitmap\"><value>a.png</value></data></root>",
            &[("hook.url", "Webhook URL")],
        );
        check(
            "Localization/resources.en-us.xml",
            "<Language Name=\"English\"><LocaleResource Name=\"A\"><Value>The hook</Value><Children>\
             <LocaleResource Name=\"B\"><Value><![CDATA[Call <b>it</b>]]></Value></LocaleResource>\
             <LocaleResource Name=\"B.Hint\"><Value>We call it</Value></LocaleResource></Children></LocaleResource></Language>",
            &[("A", "The hook"), ("A.B", "Call <b>it</b>"), ("A.B.Hint", "We call it")],
        );
    }

    #[test]
    fn other_xml_is_silence() {
        for text in
            ["<project><data name='a'><value>b</value></data></project>", "<a><data name='x'>1</data></a>", "<a>"]
        {
            assert!(parse(0, &Source::new("pom.xml", text)).is_none());
        }
    }
}
