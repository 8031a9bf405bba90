//! Reads locale files in INI: sections of `key = value`. Most INI files are settings, so that place and values both count.

use super::copy::{Bundle, Cut, Leaves, Message, common_escape, is_locale_place, key_path, language_of_path};
use crate::field::{Pointer, Role};
use crate::source::{FileId, Source, Span};

/// The messages of a locale file.
pub(super) fn parse(file: FileId, source: &Source) -> Option<Bundle> {
    let text = source.text();
    let mut messages = Vec::new();
    let mut leaves = Leaves::default();
    let mut section = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_matches([' ', '\t', '\r', '\n', '\u{feff}']);
        if content.is_empty() || content.starts_with([';', '#']) {
            continue;
        }
        if let Some(name) = content.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = key_path(name.trim());
            section.retain(|part| !part.is_empty());
            continue;
        }
        let Some((key, value)) = content.split_once('=') else { continue };
        let (key, value) = (key.trim(), value.trim());
        leaves.string(value.trim_matches(['"', '`']));
        if key.is_empty() || value.trim_matches(['"', '`', '\'']).is_empty() {
            continue;
        }
        let content_start = start + line.find(content).unwrap_or_default();
        let value_end = content_start + content.len();
        let value_start = value_end - value.len();
        let quote = ['"', '`', '\'']
            .into_iter()
            .find(|&quote| value.len() > 1 && value.starts_with(quote) && value.ends_with(quote));
        let inner = match quote {
            Some(_) => value_start + 1..value_end - 1,
            None => value_start..value_end,
        };
        let mut cut = Cut::new(text, inner.start);
        match quote {
            Some('"') => cut.quoted(inner, common_escape),
            _ => cut.copy(inner),
        }
        let mut path = section.clone();
        path.extend(key_path(key));
        messages.push(Message {
            pointer: Pointer(path.join(".")),
            path,
            key_span: Span::new(content_start, content_start + key.len()),
            text: cut.text(file, Role::Label, value_start..value_end),
            id: None,
            notes: Vec::new(),
        });
    }
    let is_copy = leaves.look_like_copy(is_locale_place(source.path())) && !messages.is_empty();
    is_copy.then(|| Bundle { messages, language: language_of_path(source.path()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_keys() {
        let text = "app = Hooks\r\n[repo.settings]\n; x\nhook_url = Hook URL\n quoted= \"We \\\"call\\\" = it\"\nback = `It's \"so\"`\nempty =\n";
        let source = Source::new("conf/locale/locale_en-US.ini", text);
        let bundle = parse(0, &source).expect("it is a locale file");
        let expected = [
            ("app", "Hooks", "app"),
            ("repo.settings.hook_url", "Hook URL", "hook_url"),
            ("repo.settings.quoted", "We \"call\" = it", "quoted"),
            ("repo.settings.back", "It's \"so\"", "back"),
        ];
        assert_eq!(bundle.strings(), expected.map(|(path, text, _)| (path.to_owned(), text)));
        assert_eq!(bundle.written_keys(&source), expected.map(|(_, _, key)| key));
        assert_eq!(source.slice(bundle.messages[2].text.map.span(4..8)), "call");
        assert_eq!(bundle.language.as_deref(), Some("en-US"));
    }

    #[test]
    fn settings_are_silence() {
        let text = "[server]\nHTTP_PORT = 3000\nROOT_URL = https://example.com\nMODE = prod\n";
        assert!(parse(0, &Source::new("conf/app.ini", text)).is_none());
    }
}
