//! Xcode's string catalogues: every key with its strings by language, of which the source language's is read.

use crate::field::Role;
use crate::input::copy::{Bundle, Message, key_path, language_code};
use crate::input::tree::{NodeId, Tree};

/// The messages of a string catalogue, which has its source language at the top. A key without a string in it is the
/// string itself.
pub(super) fn parse(tree: &Tree<'_>, root: NodeId) -> Option<Bundle> {
    let language = tree.scalar(tree.get(root, "sourceLanguage")?)?;
    let strings = tree.get(root, "strings").filter(|&strings| tree.is_mapping(strings))?;
    let messages = tree.children(strings).filter_map(|entry| message(tree, entry, &language)).collect();
    Some(Bundle { messages, language: language_code(&language) })
}

fn message(tree: &Tree<'_>, entry: NodeId, language: &str) -> Option<Message> {
    let key = tree.key(entry).filter(|key| !key.is_empty())?;
    let key_span = tree.key_span(entry)?;
    let localized = tree.get(entry, "localizations").and_then(|languages| tree.get(languages, language));
    let value = localized.and_then(|localized| value(tree, localized));
    let text = match value.and_then(|value| tree.text(value, Role::Label)) {
        Some(text) => text,
        None => tree.key_text(entry, Role::Label)?,
    };
    let notes = tree.get(entry, "comment").and_then(|comment| tree.text(comment, Role::Description));
    Some(Message {
        path: key_path(&key),
        key_span,
        text,
        pointer: tree.pointer(entry),
        id: None,
        notes: notes.into_iter().collect(),
    })
}

/// The string of a language: its only one, or the plural form for most numbers.
fn value(tree: &Tree<'_>, localized: NodeId) -> Option<NodeId> {
    let unit = |node: NodeId| tree.get(tree.get(node, "stringUnit")?, "value");
    let plural = || unit(tree.get(tree.get(tree.get(localized, "variations")?, "plural")?, "other")?);
    unit(localized).or_else(plural)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::source::Source;

    #[test]
    fn a_catalogue_is_read_in_its_source_language() {
        let text = r#"{"sourceLanguage": "en", "strings": {
            "hook.url": {"comment": "A label", "localizations": {
                "de": {"stringUnit": {"state": "translated", "value": "Adresse"}},
                "en": {"stringUnit": {"state": "translated", "value": "Hook URL"}}}},
            "%d hooks": {"localizations": {"en": {"variations": {"plural": {
                "one": {"stringUnit": {"value": "%d hook"}}, "other": {"stringUnit": {"value": "%d hooks"}}}}}}},
            "Save it": {}}, "version": "1.0"}"#;
        let bundle = parse(0, &Source::new("Localizable.xcstrings", text)).expect("it is a catalogue");
        let found: Vec<&str> = bundle.messages.iter().map(|message| message.text.decoded.as_str()).collect();
        assert_eq!(found, ["Hook URL", "%d hooks", "Save it"]);
        assert_eq!(bundle.messages[0].path, ["hook", "url"]);
        assert_eq!(bundle.messages[0].notes[0].decoded, "A label");
        assert_eq!(bundle.language.as_deref(), Some("en"));
    }
}
