//! Reads gettext catalogues: a message is named by its msgid and says its msgstr. One without a translation says its msgid
//! in a template and in the language of the source; in another language it says nothing that could be read.

use super::copy::{Bundle, Cut, Message, common_escape, is_source_language, language_code, language_of_path};
use crate::field::{Pointer, Role, Text, Tie};
use crate::source::{FileId, Source, Span};
use std::ops::Range;

/// The messages of a catalogue or a template.
pub(super) fn parse(file: FileId, source: &Source) -> Option<Bundle> {
    let mut bundle = Bundle::default();
    let mut untranslated = Vec::new();
    let mut entry = Entry::default();
    let mut any = false;
    for line in lines(source.text()) {
        let trimmed = line.trimmed(source.text());
        let content = &source.text()[trimmed.clone()];
        let keyword = content.split([' ', '\t', '"']).next().unwrap_or_default();
        let begins = content.starts_with('#') || matches!(keyword, "msgctxt" | "msgid");
        // A context belongs to the msgid that follows it, and comments to what follows them.
        if (begins && entry.string.is_some()) || content.is_empty() {
            any |= entry.is_complete();
            std::mem::take(&mut entry).finish(file, source, &mut bundle, &mut untranslated);
        }
        if let Some(note) = content.strip_prefix("#.") {
            let start = trimmed.end - note.trim_start().len();
            entry.notes.push(start..trimmed.end);
            continue;
        }
        if content.starts_with('#') {
            entry.is_fuzzy |= content.starts_with("#,") && content.contains("fuzzy");
            continue;
        }
        entry.line(keyword, trimmed, source.text());
    }
    any |= entry.is_complete();
    entry.finish(file, source, &mut bundle, &mut untranslated);
    bundle.language = bundle.language.or_else(|| language_of_path(source.path()));
    if bundle.language.as_deref().is_some_and(|language| !is_source_language(language)) {
        let mut is_untranslated = untranslated.into_iter();
        bundle.messages.retain(|_| !is_untranslated.next().unwrap_or_default());
    }
    any.then_some(bundle)
}

/// Byte ranges of lines, their ends excluded.
struct Line(Range<usize>);

impl Line {
    fn trimmed(&self, text: &str) -> Range<usize> {
        let line = &text[self.0.clone()];
        let start = self.0.start + line.len() - line.trim_start_matches(['\u{feff}', ' ', '\t']).len();
        start..(self.0.start + line.trim_end().len()).max(start)
    }
}

fn lines(text: &str) -> impl Iterator<Item = Line> + '_ {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        start += line.len();
        Line(start - line.len()..start)
    })
}

/// A string in pieces: what is between the quotes of each line.
type Pieces = Vec<Range<usize>>;

#[derive(Default)]
struct Entry {
    context: Option<Pieces>,
    id: Option<Pieces>,
    plural: Option<Pieces>,
    /// The last `msgstr`: of plural forms, the one for most numbers.
    string: Option<Pieces>,
    notes: Vec<Range<usize>>,
    /// Whether the translation is a guess, which no program shows.
    is_fuzzy: bool,
    /// Which of them a line of nothing but quotes goes on with.
    last: Option<Field>,
}

#[derive(Clone, Copy)]
enum Field {
    Context,
    Id,
    Plural,
    String,
}

impl Entry {
    fn is_complete(&self) -> bool {
        self.id.is_some() && self.string.is_some()
    }

    fn line(&mut self, keyword: &str, line: Range<usize>, text: &str) {
        let field = match keyword {
            "msgctxt" => Some(Field::Context),
            "msgid" => Some(Field::Id),
            "msgid_plural" => Some(Field::Plural),
            _ if keyword.starts_with("msgstr") => Some(Field::String),
            "" => self.last,
            _ => None,
        };
        let Some(field) = field else { return };
        let content = &text[line.clone()];
        let (Some(open), Some(close)) = (content.find('"'), content.rfind('"')) else { return };
        let slot = match field {
            Field::Context => &mut self.context,
            Field::Id => &mut self.id,
            Field::Plural => &mut self.plural,
            Field::String => &mut self.string,
        };
        let piece = line.start + open + 1..(line.start + close).max(line.start + open + 1);
        match keyword.is_empty() {
            true => slot.get_or_insert_default().push(piece),
            false => *slot = Some(vec![piece]),
        }
        self.last = Some(field);
    }

    fn finish(self, file: FileId, source: &Source, bundle: &mut Bundle, untranslated: &mut Vec<bool>) {
        let (Some(id), Some(string)) = (&self.id, &self.string) else { return };
        let text_of = |pieces: &Pieces| text(file, source, pieces);
        let (id_text, string_text) = (text_of(id), text_of(string));
        if id_text.decoded.is_empty() {
            bundle.language = bundle.language.take().or_else(|| declared_language(&string_text.decoded));
            return;
        }
        let is_untranslated = self.is_fuzzy || string_text.decoded.trim().is_empty();
        untranslated.push(is_untranslated);
        let shown = match (is_untranslated, &self.plural) {
            // Of plural forms this is one, and the others would be left as they are.
            (false, Some(_)) => Text { tied: Some(Tie::Code), ..string_text },
            (false, None) => string_text,
            (true, Some(plural)) => Text { tied: Some(Tie::Key), ..text_of(plural) },
            (true, None) => Text { tied: Some(Tie::Key), ..id_text.clone() },
        };
        let context = self.context.as_ref().map(|context| text_of(context).decoded);
        let key = id_text.decoded;
        let pointer = match &context {
            Some(context) => format!("{context}/{key}"),
            None => key.clone(),
        };
        bundle.messages.push(Message {
            path: context.into_iter().chain([key]).collect(),
            key_span: span_of(id),
            text: shown,
            pointer: Pointer(pointer),
            id: None,
            notes: self.notes.iter().map(|note| verbatim(file, source, note.clone())).collect(),
        });
    }
}

/// From the first byte between quotes to the last.
fn span_of(pieces: &Pieces) -> Span {
    // A first line of nothing but quotes is only there to start the others in one column.
    let first = pieces.iter().find(|piece| !piece.is_empty()).or(pieces.first());
    let start = first.map_or(0, |piece| piece.start);
    Span::new(start, pieces.last().map_or(start, |piece| piece.end))
}

fn text(file: FileId, source: &Source, pieces: &Pieces) -> Text {
    let start = pieces.first().map_or(0, |piece| piece.start);
    let mut cut = Cut::new(source.text(), start);
    for piece in pieces {
        cut.quoted(piece.clone(), common_escape);
    }
    let end = pieces.last().map_or(start, |piece| piece.end + 1);
    cut.text(file, Role::Label, start.saturating_sub(1)..end)
}

fn verbatim(file: FileId, source: &Source, range: Range<usize>) -> Text {
    let mut cut = Cut::new(source.text(), range.start);
    cut.copy(range.clone());
    cut.text(file, Role::Description, range)
}

fn declared_language(header: &str) -> Option<String> {
    language_code(header.lines().find_map(|line| line.strip_prefix("Language:"))?.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CATALOGUE: &str = r##"msgid ""
msgstr ""
"Language: pt_BR\n"
"Content-Type: text/plain; charset=UTF-8\n"

#. A label
#: forms.py:12 forms.py:14
msgid "Redirect URL"
msgstr "URL de redirecionamento"

#, fuzzy
msgid "Hook URL"
msgstr "URL do chapéu"

msgctxt "hook"
msgid ""
"We call \"this\" "
"URL."
msgstr ""

msgid "%d hook"
msgid_plural "%d hooks"
msgstr[0] "%d gancho"
msgstr[1] "%d ganchos"
#~ msgid "Gone"
#~ msgstr "Ido"
"##;

    #[test]
    fn messages_have_the_words_of_their_language() {
        let source = Source::new("locale/x.po", CATALOGUE);
        let bundle = parse(0, &source).expect("it is a catalogue");
        assert_eq!(bundle.language.as_deref(), Some("pt-BR"));
        let found: Vec<_> = bundle
            .messages
            .iter()
            .map(|message| (message.path.join("/"), message.text.decoded.as_str(), source.slice(message.key_span)))
            .collect();
        let expected =
            [("Redirect URL", "URL de redirecionamento", "Redirect URL"), ("%d hook", "%d ganchos", "%d hook")];
        assert_eq!(found, expected.map(|(key, text, written)| (key.to_owned(), text, written)));
        assert_eq!(bundle.messages[0].notes[0].decoded, "A label");
    }

    #[test]
    fn a_message_without_a_translation_says_its_own_words_where_the_language_is_that_of_the_source() {
        for header in ["Language: en_GB\\n", "Project: none\\n"] {
            let source = Source::new("x.po", CATALOGUE.replace("Language: pt_BR\\n", header));
            let bundle = parse(0, &source).expect("it is a catalogue");
            let found: Vec<_> = bundle.messages.iter().map(|message| message.text.decoded.as_str()).collect();
            assert_eq!(found[1..3], ["Hook URL", "We call \"this\" URL."], "{header}");
            let text = &bundle.messages[2].text;
            assert_eq!(source.slice(text.map.span(15..18)), "URL");
        }
    }

    #[test]
    fn what_has_no_messages_is_silence() {
        for text in ["", "msgid", "msgid \"", "hello \"world\"", "msgid \"a\"\n"] {
            assert!(parse(0, &Source::new("a.po", text)).is_none(), "{text}");
        }
    }
}
