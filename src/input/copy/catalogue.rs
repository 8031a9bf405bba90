//! All messages of the sources handed in, to be found by the keys that templates use.

use super::{Bundle, Message, stem_of};
use crate::input::bundle_of;
use crate::parallel;
use crate::source::Source;
use std::collections::HashMap;

/// The messages by key; of several languages, the source language's.
#[derive(Debug, Default)]
pub struct Catalogue {
    messages: Vec<Message>,
    by_key: HashMap<String, usize>,
}

impl Catalogue {
    /// Reads every locale file among the sources; a [`Message`]'s `text.file` is the index of its source.
    pub fn new(sources: &[Source]) -> Self {
        let mut bundles = parallel::filter_map(sources.iter().enumerate().collect(), 1, |(file, source)| {
            let bundle = bundle_of(file, source)?;
            Some((rank_of(source).max(rank_of_language(&bundle)), source, bundle))
        });
        bundles.sort_by_key(|(rank, ..)| *rank);
        let mut catalogue = Catalogue::default();
        for (_, source, bundle) in bundles {
            catalogue.add(stem_of(source.path()), bundle);
        }
        catalogue
    }

    /// The message of a key: a dotted path, a flat key, a sentence, or any of these behind a namespace.
    pub fn find(&self, key: &str) -> Option<&Message> {
        let after = |separator: &str| key.rsplit_once(separator).map(|(_, rest)| rest);
        let namespaced = || key.split_once(':').map(|(namespace, rest)| format!("{namespace}.{rest}"));
        let index = self.by_key.get(key);
        let index = index.or_else(|| self.by_key.get(&namespaced()?));
        let index = index.or_else(|| self.by_key.get(after("/")?));
        let index = index.or_else(|| self.by_key.get(key.split_once("::").or_else(|| key.split_once(':'))?.1));
        index.map(|&index| &self.messages[index])
    }

    /// Whether no source was a locale file.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    fn add(&mut self, stem: &str, bundle: Bundle) {
        for message in bundle.messages {
            let index = self.messages.len();
            let key = message.path.join(".");
            let last = message.path.last().filter(|last| last.contains(' ')).cloned();
            let keys = [Some(format!("{stem}.{key}")), Some(key), message.id.clone(), last];
            for key in keys.into_iter().flatten() {
                self.by_key.entry(key).or_insert(index);
            }
            self.messages.push(message);
        }
    }
}

/// Files named after a language that is not the source's come later.
fn rank_of(source: &Source) -> usize {
    match super::language_of_path(source.path()) {
        Some(language) => usize::from(!super::is_source_language(&language)),
        None => 0,
    }
}

fn rank_of_language(bundle: &Bundle) -> usize {
    usize::from(bundle.language.as_ref().is_some_and(|language| !super::is_source_language(language)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_found_by_the_keys_of_templates() {
        let sources = [
            Source::new("locales/de.json", r#"{"hook": {"url": "Webhook-Adresse", "only": "Nur hier"}}"#),
            Source::new("locales/en.json", r#"{"hook": {"url": "Webhook URL"}, "Save it now": "Save it now"}"#),
            Source::new("config/locales/en.yml", "en:\n  user:\n    name: Full name\n"),
            Source::new("lang/en/settings.php", "<?php\nreturn ['hook_url' => 'The URL of the hook'];\n"),
        ];
        let catalogue = Catalogue::new(&sources);
        let check = |key: &str, text: Option<&str>| {
            assert_eq!(catalogue.find(key).map(|message| message.text.decoded.as_str()), text, "{key}");
        };
        check("hook.url", Some("Webhook URL"));
        check("hook.only", Some("Nur hier"));
        check("common:hook.url", Some("Webhook URL"));
        check("Save it now", Some("Save it now"));
        check("user.name", Some("Full name"));
        check("settings.hook_url", Some("The URL of the hook"));
        check("settings:hook_url", Some("The URL of the hook"));
        check("admin/settings.hook_url", Some("The URL of the hook"));
        check("nowhere", None);
    }
}
