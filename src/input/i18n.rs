//! Reads locale files in JSON and YAML: every string leaf is a message under the keys that lead to it.
//!
//! Some formats wrap the string with words for translators: Chrome's `messages.json`, extracted message descriptors, ARB
//! with `@key` beside `key`, and Xcode's string catalogues, which are told by their form.

mod catalogue;
mod wrapped;

use super::IGNORE_KEY;
use super::copy::{
    Bundle, Leaves, Message, is_locale_place, is_source_language, key_path, language_code, language_of_path,
};
use super::tree::{NodeId, Style, Tree};
use crate::field::{Pointer, Role};
use crate::source::{FileId, Source, Span};
use std::collections::HashMap;

/// The messages of a file that is a locale file.
pub(super) fn parse(file: FileId, source: &Source) -> Option<Bundle> {
    let parsed = super::parse(file, source);
    let tree = &parsed.tree;
    let root = *tree.roots().first().filter(|_| parsed.error.is_none())?;
    if !tree.is_mapping(root) || belongs_to_others(tree, root) {
        return None;
    }
    if let Some(bundle) = catalogue::parse(tree, root) {
        return Some(bundle);
    }
    let is_arb = source.path().to_ascii_lowercase().ends_with(".arb");
    let (root, root_language) = below_language(tree, root);
    let mut walk = Walk { tree, leaves: Leaves::default(), messages: Vec::new(), notes: HashMap::new() };
    walk.all(root);
    let Walk { leaves, mut messages, mut notes, .. } = walk;
    let in_place = is_arb || root_language.is_some() || is_locale_place(source.path());
    if !leaves.look_like_copy(in_place) || messages.is_empty() {
        return None;
    }
    for message in &mut messages {
        let key = message.path.last().filter(|_| message.path.len() == 1);
        message.notes.extend(key.and_then(|key| notes.remove(key)));
    }
    let declared = tree.get(root, "@@locale").and_then(|locale| language_code(&tree.scalar(locale)?));
    let language = declared.or(root_language).or_else(|| language_of_path(source.path()));
    Some(Bundle { messages, language })
}

/// Keys at the top of files that are for programs, whatever their words.
const FOREIGN: &[&[&str]] = &[
    &["openapi"],
    &["swagger"],
    &["asyncapi"],
    &["arazzo"],
    &["compilerOptions"],
    &["apiVersion", "kind"],
    &["jobs", "on"],
    &["name", "version"],
    &["scripts", "dependencies"],
    &["services", "version"],
    &["lockfileVersion"],
    &["packages", "packages-dev"],
    &["name", "short_name", "icons"],
];

fn belongs_to_others(tree: &Tree<'_>, root: NodeId) -> bool {
    FOREIGN.iter().any(|keys| keys.iter().all(|key| tree.get(root, key).is_some()))
}

/// The node below the language that a file has at its top, with that language. Of several languages in one file the English
/// one is read, else the first: the others say the same.
fn below_language(tree: &Tree<'_>, root: NodeId) -> (NodeId, Option<String>) {
    let mut languages = Vec::new();
    for child in tree.children(root) {
        let key = tree.key(child).unwrap_or_default();
        match language_code(&key).filter(|_| tree.is_mapping(child)) {
            Some(language) => languages.push((child, language)),
            // Anchors for the languages below may stand beside them.
            None if key.starts_with(['.', '_', '$', '@']) || key.ends_with(IGNORE_KEY) => {}
            None => return (root, None),
        }
    }
    let english = languages.iter().position(|(_, language)| is_source_language(language));
    match languages.into_iter().nth(english.unwrap_or_default()) {
        Some((child, language)) => (child, Some(language)),
        None => (root, None),
    }
}

/// A node and the keys that lead to it.
struct Place {
    node: NodeId,
    path: Vec<String>,
    key_span: Span,
    pointer: String,
    /// How many collections it stands in.
    depth: usize,
}

/// Collections within collections that messages are looked for in; nobody keeps words deeper than this.
const DEPTH_LIMIT: usize = 100;

struct Walk<'t> {
    tree: &'t Tree<'t>,
    leaves: Leaves,
    messages: Vec<Message>,
    /// What an ARB file says of its keys.
    notes: HashMap<String, crate::field::Text>,
}

impl Walk<'_> {
    fn all(&mut self, root: NodeId) {
        let tree = self.tree;
        let pointer = tree.pointer(root).0;
        let mut waiting = vec![Place { node: root, path: Vec::new(), key_span: Span::default(), pointer, depth: 0 }];
        while let Some(place) = waiting.pop() {
            let node = place.node;
            // What an alias stands for is read where it stands.
            if tree.style(node) == Style::Alias || place.depth > DEPTH_LIMIT {
                continue;
            }
            if tree.is_scalar(node) {
                self.leaf(place);
                continue;
            }
            if let Some(message) = wrapped::message(tree, &place) {
                self.leaves.string(&message.text.decoded);
                self.messages.push(message);
                continue;
            }
            let from = waiting.len();
            for (index, child) in tree.children(node).enumerate() {
                let (key, key_span) = match tree.key_span(child) {
                    Some(span) => (tree.key(child).unwrap_or_default(), span),
                    None => (index.to_string().into(), place.key_span),
                };
                if key.ends_with(IGNORE_KEY) {
                    continue;
                }
                if let Some(key) = key.strip_prefix('@') {
                    self.note(key, child);
                    continue;
                }
                let mut path = place.path.clone();
                path.extend(key_path(&key));
                // Asking the tree for the pointer would count the items before it for each item of a list.
                let pointer = format!("{}/{}", place.pointer, key.replace('~', "~0").replace('/', "~1"));
                waiting.push(Place { node: child, path, key_span, pointer, depth: place.depth + 1 });
            }
            waiting[from..].reverse();
        }
    }

    fn note(&mut self, key: &str, node: NodeId) {
        let described = self.tree.get(node, "description");
        if let Some(text) = described.and_then(|described| self.tree.text(described, Role::Description)) {
            self.notes.insert(key.to_owned(), text);
        }
    }

    fn leaf(&mut self, place: Place) {
        let Place { node, path, key_span, pointer, .. } = place;
        let tree = self.tree;
        let is_other = tree.style(node) == Style::Plain && is_no_string(tree.raw(node));
        if tree.is_null(node) || tree.raw(node).is_empty() || path.last().is_some_and(|key| key.starts_with('$')) {
            return;
        }
        match tree.text(node, Role::Label).filter(|_| !is_other) {
            Some(text) => {
                self.leaves.string(&text.decoded);
                let pointer = Pointer(pointer);
                self.messages.push(Message { path, key_span, text, pointer, id: None, notes: Vec::new() });
            }
            None => self.leaves.others += 1,
        }
    }
}

/// Whether a scalar without quotes is a number or a truth value.
fn is_no_string(raw: &str) -> bool {
    matches!(raw, "true" | "false" | "True" | "False") || raw.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, language: Option<&str>, expected: &[(&str, &str)]) {
        let source = Source::new(path, text);
        let bundle = parse(0, &source).expect("it is a locale file");
        assert_eq!(bundle.language.as_deref(), language);
        assert_eq!(bundle.strings(), expected.iter().map(|&(key, text)| (key.to_owned(), text)).collect::<Vec<_>>());
        for message in &bundle.messages {
            let key = source.slice(message.key_span);
            assert!(message.pointer.0.replace("~1", "/").contains(key) || key.contains('\\'), "{key}");
            assert!(source.slice(message.text.span).contains(&message.text.decoded) || text.contains('\\'));
        }
    }

    #[test]
    fn leaves_are_messages() {
        check(
            "locales/en.json",
            r#"{"a": {"b.c": "Save it", "n": 1, "list": ["One thing", "Two"]}, "It is saved.": "It is saved."}"#,
            Some("en"),
            &[("a.b.c", "Save it"), ("a.list.0", "One thing"), ("a.list.1", "Two"), ("It is saved.", "It is saved.")],
        );
        check(
            "config/locales/admin.yml",
            "de:\n  user:\n    url: \"Adresse f\\u00fcr Anrufe\"\n    yes: true\n",
            Some("de"),
            &[("user.url", "Adresse für Anrufe")],
        );
        check(
            "l10n/app_en.arb",
            r#"{"@@locale": "fr", "hook": "URL du hook", "@hook": {"description": "A label"}}"#,
            Some("fr"),
            &[("hook", "URL du hook")],
        );
        check(
            "_locales/en/messages.json",
            r#"{"hook": {"message": "Hook URL", "description": "A label"}}"#,
            Some("en"),
            &[("hook", "Hook URL")],
        );
    }

    #[test]
    fn translators_notes_stand_beside_their_message() {
        let text = r#"{"hook": "Hook URL", "@hook": {"description": "A label"}}"#;
        let bundle = parse(0, &Source::new("app.arb", text)).expect("it is a locale file");
        assert_eq!(bundle.messages[0].notes[0].decoded, "A label");
    }

    #[test]
    fn other_files_are_silence() {
        let silent = |path: &str, text: &str| assert!(parse(0, &Source::new(path, text)).is_none(), "{path}");
        silent("package.json", r#"{"name": "Hook", "version": "1.0", "description": "All of the hooks"}"#);
        silent("tsconfig.json", r#"{"compilerOptions": {"target": "es2020"}, "include": ["src"]}"#);
        silent("docker-compose.yml", "services:\n  web:\n    image: nginx\n    ports: ['80:80']\n");
        silent("data/settings.json", r#"{"host": "localhost", "hook": "https://example.com", "mode": "fast"}"#);
        silent("ci.yml", "on: push\njobs:\n  test:\n    steps:\n      - run: cargo test\n");
        silent("locales/list.json", r#"["Webhook URL", "Save it"]"#);
        silent("locales/en.json", "{\"a\": ");
    }
}
