//! Reads message objects in TypeScript and JavaScript: `export default { a: { b: '…' } }` and message descriptors with a
//! `defaultMessage`.
//!
//! Most files with these endings are programs. One is a locale file where it is little but such objects, or where it
//! describes messages; markup in it is for another reader.

mod frames;

use self::frames::{Found, Frames};
use super::copy::{Bundle, is_locale_place, is_source_language, language_code, language_of_path};
use super::literals::{Dialect, Tokens};
use crate::source::{FileId, Source};
use std::collections::HashSet;

/// The messages of a file that is made of them.
pub(super) fn parse(file: FileId, source: &Source) -> Option<Bundle> {
    let (path, text) = (source.path(), source.text());
    let may_be_markup = path.ends_with("js") && (text.contains("</") || text.contains("/>"));
    let describes = text.contains("defaultMessage");
    if path.ends_with(".min.js") || (may_be_markup && !is_locale_place(path)) {
        return None;
    }
    let mut frames = Frames::new(file, text);
    for token in Tokens::new(text, Dialect::Script) {
        frames.token(token);
    }
    let Found { messages, leaves, code, .. } = frames.finish();
    let mut kept: Vec<frames::Placed> = match describes && messages.iter().any(|placed| placed.described) {
        true => messages.into_iter().filter(|placed| placed.described).collect(),
        false if code <= leaves.strings + 12 && leaves.look_like_copy(is_locale_place(path)) => messages,
        false => return None,
    };
    kept.retain(|placed| !placed.described || !heads_column(text, placed.message.key_span.start as usize));
    name_objects(&mut kept);
    let language = take_language(&mut kept).or_else(|| language_of_path(path));
    let messages: Vec<_> = kept.into_iter().map(|placed| placed.message).collect();
    (!messages.is_empty()).then_some(Bundle { messages, language })
}

/// Whether a message at a byte heads a column of a table, which asks for nothing: it stands in a `<Th>`, as markup or as the
/// call that markup becomes.
fn heads_column(text: &str, at: usize) -> bool {
    /// Bytes before a message in which its heading opens.
    const REACH: usize = 500;
    let start = (at.saturating_sub(REACH)..at).find(|&start| text.is_char_boundary(start)).unwrap_or(at);
    let before = &text[start..at];
    let opened =
        ["<Th", "<th", "(Th,", ".Th,"].iter().filter_map(|mark| before.rfind(mark).map(|at| at + mark.len())).max();
    let Some(inside) = opened.map(|at| &before[at..]) else { return false };
    let begins_name = inside.starts_with(|next: char| next.is_ascii_alphanumeric());
    let mut depth = 0;
    let stays_open = inside.bytes().all(|byte| {
        depth += i32::from(matches!(byte, b'(' | b'{')) - i32::from(matches!(byte, b')' | b'}'));
        depth >= 0
    });
    stays_open && !begins_name && !inside.contains("</T") && !inside.contains("</t")
}

/// Where a file has several objects, the name of each is a key above its messages, so that they are not taken for one.
fn name_objects(messages: &mut [frames::Placed]) {
    let objects: HashSet<usize> = messages.iter().map(|placed| placed.object).collect();
    if objects.len() < 2 {
        return;
    }
    for placed in messages {
        let name = match placed.object_name.is_empty() {
            true => placed.object.to_string(),
            false => placed.object_name.clone(),
        };
        placed.message.path.insert(0, name);
        placed.message.pointer.0 = placed.message.path.join(".");
    }
}

/// Takes the language off the paths, where all of them begin with one; of several the English one stays, else the first.
fn take_language(messages: &mut Vec<frames::Placed>) -> Option<String> {
    let first = |placed: &frames::Placed| {
        placed.message.path.first().filter(|_| placed.message.path.len() > 1).and_then(|key| language_code(key))
    };
    let languages: Option<Vec<String>> = messages.iter().map(first).collect();
    let languages = languages?;
    let kept = languages.iter().find(|language| is_source_language(language)).or(languages.first())?.clone();
    let mut at = 0;
    messages.retain(|_| {
        at += 1;
        languages[at - 1] == kept
    });
    messages.iter_mut().for_each(|placed| _ = placed.message.path.remove(0));
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: &[(&str, &str)]) {
        let source = Source::new(path, text);
        let bundle = parse(0, &source).expect("it is a locale file");
        let found: Vec<(String, &str)> =
            bundle.messages.iter().map(|message| (message.path.join("."), message.text.decoded.as_str())).collect();
        assert_eq!(found, expected.iter().map(|&(key, text)| (key.to_owned(), text)).collect::<Vec<_>>());
        for message in &bundle.messages {
            let key = source.slice(message.key_span);
            assert!(message.path.join(".").contains(key) || key == "defaultMessage", "{key}");
        }
    }

    #[test]
    fn objects_are_read_to_their_leaves() {
        check(
            "locale/en_US.ts",
            "import x from 'y';\nconst en_US = {\n  hook: { 'url-label': 'Hook' + ' URL', help: `We call\n it ${n}`, },\n  list: ['One thing', 'Two'],\n  n: 5, f: (a) => `${a} hooks`, // no\n  \"a.b\": \"It's \\u0041\",\n};\nexport default en_US;\n",
            &[
                ("hook.url-label", "Hook URL"),
                ("hook.help", "We call\n it ${n}"),
                ("list.0", "One thing"),
                ("list.1", "Two"),
                ("a.b", "It's A"),
            ],
        );
        check(
            "src/i18n/all.js",
            "module.exports = { de: { a: 'Der Haken' }, en: { a: 'The hook' } };",
            &[("a", "The hook")],
        );
        check(
            "locales/en.ts",
            "export const one = { title: 'The hook' };\nexport const two = { title: 'The sink' } as const;\n",
            &[("one.title", "The hook"), ("two.title", "The sink")],
        );
    }

    #[test]
    fn descriptors_are_messages() {
        let text = "import { defineMessages } from 'react-intl';\nfunction f() { if (a) { return { b: 'Other words' }; } }\n\
            export const messages = defineMessages({\n  url: {\n    id: 'x1',\n    defaultMessage:\n      'Hook URL',\n    description: 'input label',\n  },\n});\n";
        check("src/form/messages.ts", text, &[("url", "Hook URL")]);
        let bundle = parse(0, &Source::new("a.ts", text)).expect("it describes messages");
        assert_eq!(bundle.messages[0].id.as_deref(), Some("x1"));
        assert_eq!(bundle.messages[0].notes[0].decoded, "input label");
    }

    #[test]
    fn programs_are_silence() {
        let silent = |path: &str, text: &str| assert!(parse(0, &Source::new(path, text)).is_none(), "{path}");
        silent(
            "src/a.ts",
            "export function a(b: {c: string}) { return call('The hook', { d: 'Its words', e: b.c }); }",
        );
        silent(
            "src/lang/parse.ts",
            "const t = {a: 'A word', b: 1};\nexport class P { p(x) { while (x) { y(z, w, v, u, s); if (q) { r(o); } } return n; } m(l) { k(j(i, h, g, f)); } }",
        );
        silent("src/a.js", "const m = { a: 'The hook', b: 'More' }; render(<div>{m.a}</div>);");
        silent("vite.config.ts", "export default { plugins: [a()], server: { port: 80 }, base: './' };");
        for cut in ["export default { a: 'b", "{{{{", "}}])", "x = {a: [", "`${", ""] {
            silent("locales/en.ts", cut);
        }
    }
}
