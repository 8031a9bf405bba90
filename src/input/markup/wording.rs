//! Puts the words of a text together as a browser shows them, with the way back to where each was written: white space is
//! one blank, entities and escapes are undone, and a block of its own is a paragraph.

use crate::field::{Role, SourceMap, Text, Tie};
use crate::source::{FileId, Span};
use std::ops::Range;

/// A text that is being put together.
#[derive(Debug, Default)]
pub(in crate::input) struct Wording {
    decoded: String,
    map: SourceMap,
    span: Option<Span>,
    gap: Option<Gap>,
    tied: Option<Tie>,
}

/// What stands between the last word and the next.
#[derive(Clone, Copy, Debug)]
struct Gap {
    start: usize,
    paragraph: bool,
}

impl Wording {
    /// Whether nothing was said yet.
    pub(in crate::input) fn is_empty(&self) -> bool {
        self.decoded.is_empty()
    }

    /// Words as markup writes them, from byte `at` of the source on.
    pub(in crate::input) fn markup(&mut self, words: &str, at: usize) {
        let mut rest = words;
        while let Some(character) = rest.chars().next() {
            let from = at + (words.len() - rest.len());
            let entity = if character == '&' { entity(rest) } else { None };
            let length = match entity {
                Some((meant, length)) => {
                    self.replaced(meant, from..from + length);
                    length
                }
                None => {
                    self.character(character, from);
                    character.len_utf8()
                }
            };
            rest = &rest[length..];
        }
    }

    /// The inside of a string literal, from byte `at` of the source on.
    pub(in crate::input) fn literal(&mut self, words: &str, at: usize) {
        let mut rest = words;
        while let Some(character) = rest.chars().next() {
            let from = at + (words.len() - rest.len());
            let length = match character {
                '\\' => {
                    let (meant, length) = escape(rest);
                    self.replaced(meant, from..from + length);
                    length
                }
                _ => {
                    self.character(character, from);
                    character.len_utf8()
                }
            };
            rest = &rest[length..];
        }
    }

    /// A stand-in for a value that is only known when the program runs: the code itself where it is short.
    pub(in crate::input) fn unknown(&mut self, code: &str, source: Range<usize>) {
        let is_short = code.len() < 60 && !code.contains(['{', '}', '\n']);
        let shown = if is_short { code.trim() } else { "value" };
        for character in format!("{{{shown}}}").chars() {
            self.before_word(source.start);
            self.map.replaced(self.decoded.len(), source.clone());
            self.decoded.push(character);
        }
        self.reach(source.start, source.end);
        self.tie(Some(Tie::Code));
    }

    /// Says what else hangs on the words; of several the one that weighs most is kept.
    pub(in crate::input) fn tie(&mut self, tied: Option<Tie>) {
        self.tied = self.tied.max(tied);
    }

    /// Ends a paragraph.
    pub(in crate::input) fn paragraph(&mut self, at: usize) {
        self.widen_gap(at, true);
    }

    /// The text, if it says anything; `whole` is the place of the value, where it has one of its own.
    pub(in crate::input) fn text(self, role: Role, file: FileId, whole: Option<Span>) -> Option<Text> {
        let span = whole.or(self.span)?;
        let is_said = self.decoded.chars().any(char::is_alphanumeric);
        is_said.then_some(Text { role, file, decoded: self.decoded, span, map: self.map, tied: self.tied })
    }

    fn character(&mut self, character: char, at: usize) {
        if character.is_whitespace() {
            self.widen_gap(at, false);
            return;
        }
        self.before_word(at);
        self.map.copied(self.decoded.len(), at);
        self.decoded.push(character);
        self.reach(at, at + character.len_utf8());
    }

    fn replaced(&mut self, character: char, source: Range<usize>) {
        if character.is_whitespace() {
            self.widen_gap(source.start, false);
            return;
        }
        self.before_word(source.start);
        self.map.replaced(self.decoded.len(), source.clone());
        self.decoded.push(character);
        self.reach(source.start, source.end);
    }

    fn widen_gap(&mut self, at: usize, paragraph: bool) {
        if !self.decoded.is_empty() {
            let gap = self.gap.get_or_insert(Gap { start: at, paragraph });
            gap.paragraph |= paragraph;
        }
    }

    fn before_word(&mut self, at: usize) {
        if let Some(gap) = self.gap.take() {
            self.map.replaced(self.decoded.len(), gap.start..at.max(gap.start));
            self.decoded.push_str(if gap.paragraph { "\n\n" } else { " " });
        }
    }

    fn reach(&mut self, start: usize, end: usize) {
        let span = Span::new(start, end);
        let own = self.span.get_or_insert(span);
        own.start = own.start.min(span.start);
        own.end = own.end.max(span.end);
    }
}

/// The character that an entity at the beginning of a text means, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    const NAMED: [(&str, char); 16] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("rsquo", '’'),
        ("lsquo", '‘'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("mdash", '—'),
        ("ndash", '–'),
        ("hellip", '…'),
        ("bull", '•'),
        ("rarr", '→'),
        ("middot", '·'),
    ];
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let meant = match name.strip_prefix('#') {
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
        Some(number) => {
            let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
            char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?)?
        }
    };
    Some((meant, end + 1))
}

/// The character that an escape at the beginning of a text means, and the escape's length.
fn escape(text: &str) -> (char, usize) {
    let Some(next) = text[1..].chars().next() else { return ('\\', 1) };
    let code = |digits: Option<&str>| char::from_u32(u32::from_str_radix(digits?, 16).ok()?);
    match next {
        'n' | 'r' | 't' | '\n' => (' ', 2),
        'x' => code(text.get(2..4)).map_or(('x', 2), |meant| (meant, 4)),
        'u' if text[2..].starts_with('{') => {
            let end = text.bytes().take(12).position(|byte| byte == b'}');
            let meant = end.and_then(|end| Some((code(text.get(3..end))?, end + 1)));
            meant.unwrap_or(('u', 2))
        }
        'u' => code(text.get(2..6)).map_or(('u', 2), |meant| (meant, 6)),
        _ => (next, 1 + next.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back_to_where_they_were_written() {
        let source = "<p>Fish &amp;\n   chips</p><p>now&#39;s</p>";
        let mut wording = Wording::default();
        wording.markup(&source[3..22], 3);
        wording.paragraph(22);
        wording.markup("now&#39;s", 29);
        let text = wording.text(Role::Help, 0, None).expect("it says something");
        assert_eq!(text.decoded, "Fish & chips\n\nnow's");
        let written = |words: &str| {
            let at = text.decoded.find(words).expect("the words are there");
            &source[text.place(at..at + words.len()).span.range()]
        };
        assert_eq!(written("&"), "&amp;");
        assert_eq!(written("Fish & chips"), "Fish &amp;\n   chips");
        assert_eq!(written("now's"), "now&#39;s");
        assert_eq!(&source[text.span.range()], "Fish &amp;\n   chips</p><p>now&#39;s");
    }

    #[test]
    fn literals_lose_their_escapes() {
        let source = r#"'It\'s \u00e9 \u{1F600}\n  then'"#;
        let mut wording = Wording::default();
        wording.literal(&source[1..source.len() - 1], 1);
        let text = wording.text(Role::Label, 0, None).expect("it says something");
        assert_eq!(text.decoded, "It's é 😀 then");
        let at = text.decoded.find("then").expect("it is there");
        assert_eq!(&source[text.place(at..at + 4).span.range()], "then");
    }

    #[test]
    fn what_says_nothing_is_no_text() {
        let mut wording = Wording::default();
        wording.markup(" * &nbsp; ", 0);
        assert_eq!(wording.text(Role::Label, 0, None), None);
    }
}
