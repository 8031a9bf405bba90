//! Prose as patterns see it: Markdown, HTML and typographic marks taken off, cut into sentences, each with its way back.
//!
//! A sentence holds words separated by single blanks; `,`, `;` and `:` stay at the end of their word, brackets stand alone.
//! Chinese and Japanese characters have no blanks beside them, however the writer sets off words of other scripts.
//! Every byte of a sentence maps to the byte of the text that it came from.

use std::ops::Range;

/// One sentence, list item, heading or table cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// The words.
    pub words: String,
    /// (byte of `words`, byte of the text) where a run begins that was copied as it stands.
    runs: Vec<(usize, usize)>,
    /// What was dropped as a tag but holds nothing that only a tag does, and so may be a gap that was left open: `<event>`.
    pub gaps: Vec<String>,
}

impl Sentence {
    /// The range of the text that a range of `words` came from.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let start = self.origin_of(range.start);
        let end = if range.is_empty() { start } else { self.origin_of(range.end - 1) + 1 };
        start..end.max(start)
    }

    /// The same without what stands in brackets between its words; none where nothing does.
    pub fn without_brackets(&self) -> Option<Self> {
        let mut kept = Sentence::default();
        let mut depth = 0usize;
        for (at, character) in self.words.char_indices() {
            match character {
                '(' | '（' => depth += 1,
                ')' | '）' if depth > 0 => depth -= 1,
                ' ' if depth == 0 => kept.blank(self.origin_of(at)),
                _ if depth == 0 => kept.push(character, self.origin_of(at)),
                _ => {}
            }
        }
        (depth == 0 && kept.words.len() < self.words.len()).then_some(kept)
    }

    /// The same without these gaps, where they stand among the words because they stand in code.
    pub fn without_gaps(&self, gaps: &[&str]) -> Option<Self> {
        let mut kept = Sentence { gaps: self.gaps.clone(), ..Sentence::default() };
        let mut at = 0;
        while let Some(character) = self.words[at..].chars().next() {
            let rest = &self.words[at..];
            let is_here = |gap: &&&str| rest[1..].strip_prefix(**gap).is_some_and(|rest| rest.starts_with('>'));
            let gap = gaps.iter().find(|gap| rest.starts_with('<') && is_here(gap));
            match (gap, character) {
                (Some(gap), _) => at += gap.len() + 2,
                (None, ' ') => {
                    kept.blank(self.origin_of(at));
                    at += 1;
                }
                (None, _) => {
                    kept.push(character, self.origin_of(at));
                    at += character.len_utf8();
                }
            }
        }
        (kept.words.len() < self.words.len()).then_some(kept)
    }

    fn origin_of(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|&(start, _)| start <= at);
        self.runs.get(run.wrapping_sub(1)).map_or(0, |&(start, from)| from + (at - start))
    }

    fn push(&mut self, character: char, from: usize) {
        if is_ideographic(character)
            && self.words.ends_with(' ')
            && !["( ", ") "].iter().any(|bracket| self.words.ends_with(bracket))
        {
            self.words.pop();
        }
        let at = self.words.len();
        let continues = self.runs.last().is_some_and(|&(start, origin)| origin + (at - start) == from);
        if !continues {
            self.runs.push((at, from));
        }
        self.words.push(character);
    }

    fn blank(&mut self, from: usize) {
        if !self.words.is_empty() && !self.words.ends_with(' ') {
            self.push(' ', from);
        }
    }
}

/// Whether a character is of a script that has no blanks between its words: ideographs, kana and their marks.
pub fn is_ideographic(character: char) -> bool {
    matches!(character, '\u{3001}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff9f}')
}

/// Cuts a text into its sentences.
pub fn sentences(text: &str) -> Vec<Sentence> {
    sentences_naming(text, &[])
}

/// The same where names are known that do not look like any: in their place stands [`STAND_IN`].
pub fn sentences_naming(text: &str, names: &[&str]) -> Vec<Sentence> {
    let mut reader = Reader { text, at: 0, sentence: Sentence::default(), done: Vec::new(), code: false, names };
    reader.read();
    reader.done
}

/// A name that every language's patterns take for one.
pub const STAND_IN: &str = "Acme";

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

/// The length of a name at the beginning of a text, whatever white space stands between its words.
fn name_at(text: &str, name: &str) -> Option<usize> {
    let mut rest = text;
    for (index, word) in name.split_whitespace().enumerate() {
        if index > 0 {
            let inner = rest.trim_start();
            if inner.len() == rest.len() {
                return None;
            }
            rest = inner;
        }
        rest = match rest.strip_prefix(word) {
            // At the beginning of a sentence it may be written large.
            None if index == 0 => rest.strip_prefix(&capitalised(word))?,
            rest => rest?,
        };
    }
    let goes_on = |last: char, next: char| {
        last.is_alphanumeric() && next.is_alphanumeric() && !is_ideographic(last) && !is_ideographic(next)
    };
    let is_whole = !name.chars().next_back().zip(rest.chars().next()).is_some_and(|(last, next)| goes_on(last, next));
    // A single letter is a name only before what somebody does, and not before a noun.
    let is_said = name.chars().nth(1).is_some() || {
        let next = rest.split_whitespace().next().unwrap_or_default();
        next.ends_with(['s', 't']) && next.len() > 3 && !next.contains(char::is_uppercase)
    };
    (is_whole && is_said && rest.len() < text.len()).then_some(text.len() - rest.len())
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    sentence: Sentence,
    done: Vec<Sentence>,
    /// Inside a code span, where marks are not marks.
    code: bool,
    /// Names that a stand-in is read for.
    names: &'t [&'t str],
}

impl<'t> Reader<'t> {
    fn read(&mut self) {
        let mut line_start = true;
        while let Some(character) = self.rest().chars().next() {
            if line_start && self.blank_line() {
                continue;
            }
            if line_start && self.line_opening() {
                line_start = false;
                continue;
            }
            line_start = character == '\n';
            if !self.names.is_empty() && self.name() {
                continue;
            }
            self.step(character);
        }
        self.finish();
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Skips a line without words, which ends the sentence.
    fn blank_line(&mut self) -> bool {
        let line = self.rest().split('\n').next().unwrap_or_default();
        let blank = line.trim().is_empty();
        if blank {
            self.finish();
            self.at = (self.at + line.len() + 1).min(self.text.len());
        }
        blank
    }

    /// Skips what marks a line as a fence, a heading, an item or a row, and ends the sentence there.
    fn line_opening(&mut self) -> bool {
        let line = self.rest().split('\n').next().unwrap_or_default();
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            self.finish();
            let fence = &trimmed[..3];
            let body = self.at + line.len();
            let closing = self.text[body..].find(&format!("\n{fence}")).map(|found| body + found + 1);
            self.at = closing.map_or(self.text.len(), |start| {
                self.text[start..].find('\n').map_or(self.text.len(), |end| start + end)
            });
            return true;
        }
        let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
        let bullet = match trimmed.as_bytes() {
            [b'-' | b'*' | b'+', b' ' | b'\t', ..] => 2,
            [b'|', ..] => 1,
            [b'#', ..] => trimmed.bytes().take_while(|&byte| byte == b'#').count(),
            [b'>', ..] => 1,
            _ if trimmed.starts_with('•') => '•'.len_utf8(),
            _ if (1..=3).contains(&digits) && [". ", ") "].iter().any(|end| trimmed[digits..].starts_with(end)) => {
                digits + 2
            }
            _ => return false,
        };
        self.finish();
        self.at += indent + bullet;
        true
    }

    fn step(&mut self, character: char) {
        let from = self.at;
        let next = self.text[from + character.len_utf8()..].chars().next();
        let width = character.len_utf8();
        match character {
            '`' => {
                self.code = !self.code && self.rest()[1..].contains('`');
                self.at += 1;
            }
            _ if character.is_whitespace() => {
                if !self.sentence.words.ends_with(is_ideographic) {
                    self.sentence.blank(from);
                }
                self.at += width;
            }
            '{' | '%' | '$' if self.placeholder() => {}
            '&' if self.entity() => {}
            '<' if !self.code && self.tag() => {}
            '<' if self.code => {
                // It stays a word, and may be a gap that was left open all the same.
                let inner = self.rest()[1..].split('>').next().unwrap_or_default();
                if inner.len() < 400 && inner.len() + 1 < self.rest().len() && !inner.contains('`') {
                    self.sentence.gaps.push(inner.to_owned());
                }
                self.sentence.push(character, from);
                self.at += width;
            }
            '!' | '[' if !self.code && self.link() => {}
            ']' if !self.code => self.at += self.link_end(),
            '*' | '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '「' | '」' | '『' | '』' | '\\' if !self.code => {
                self.at += width
            }
            '_' if !self.inside_word(next) => self.at += 1,
            '\'' | '’' => {
                if self.inside_word(next) {
                    self.sentence.push('\'', from);
                }
                self.at += width;
            }
            '–' | '—' => self.mark(';', width),
            '-' if self.sentence.words.ends_with(' ') && matches!(next, Some(' ' | '-')) => {
                let dashes = self.rest().bytes().take_while(|&byte| byte == b'-').count();
                self.mark(';', dashes);
            }
            '(' => match self.acronym() {
                Some(length) => self.at += length,
                None => self.bracket('('),
            },
            ')' => self.bracket(')'),
            '（' => self.wide_bracket('('),
            '）' => self.wide_bracket(')'),
            '。' | '！' | '？' if !self.code => {
                self.finish();
                self.at += width;
            }
            '|' => {
                self.finish();
                self.at += 1;
            }
            '.' | '!' | '?' if !self.code && self.ends_sentence(next) => {
                self.finish();
                self.at += 1;
            }
            _ => {
                self.sentence.push(character, from);
                self.at += width;
            }
        }
    }

    /// Reads one of the names.
    fn name(&mut self) -> bool {
        let before = self.text[..self.at].chars().next_back();
        let begins = self.rest().chars().next();
        let is_inside = before.zip(begins).is_some_and(|(before, begins)| {
            before.is_alphanumeric() && begins.is_alphanumeric() && !is_ideographic(before) && !is_ideographic(begins)
        });
        if is_inside {
            return false;
        }
        let Some(length) = self.names.iter().filter_map(|name| name_at(self.rest(), name)).max() else { return false };
        let (start, end) = (self.at, self.at + length);
        // The last letter leads to the name's last byte, so that what ends with the one ends with the other.
        for (at, character) in STAND_IN.char_indices() {
            self.sentence.push(character, if at + 1 == STAND_IN.len() { end - 1 } else { start });
        }
        self.at = end;
        let mut next = self.rest().trim_start().chars();
        let begins_anew = next.next().is_none_or(char::is_uppercase) && next.next().is_none_or(char::is_lowercase);
        if self.text[..end].ends_with(['.', '!', '?']) && begins_anew {
            self.finish();
        }
        true
    }

    fn finish(&mut self) {
        let mut sentence = std::mem::take(&mut self.sentence);
        sentence.words.truncate(sentence.words.trim_end().len());
        if !sentence.words.is_empty() {
            self.done.push(sentence);
        }
        self.code = false;
    }

    fn inside_word(&self, next: Option<char>) -> bool {
        let before = self.sentence.words.chars().next_back();
        before.is_some_and(char::is_alphanumeric) && next.is_some_and(|next| next.is_alphanumeric() || next == '_')
    }

    /// A clause mark, attached to the word before it.
    fn mark(&mut self, mark: char, width: usize) {
        let from = self.at;
        if self.sentence.words.ends_with(' ') {
            self.sentence.words.pop();
        }
        if !self.sentence.words.is_empty() {
            self.sentence.push(mark, from);
            self.sentence.blank(from);
        }
        self.at += width;
    }

    fn bracket(&mut self, bracket: char) {
        self.sentence.blank(self.at);
        self.sentence.push(bracket, self.at);
        self.sentence.blank(self.at);
        self.at += 1;
    }

    /// A full-width bracket, as the bracket that patterns know.
    fn wide_bracket(&mut self, bracket: char) {
        self.sentence.blank(self.at);
        self.sentence.push(bracket, self.at);
        self.sentence.blank(self.at);
        self.at += '（'.len_utf8();
    }

    /// The length of a bracketed acronym such as `(AS)`, which only repeats the words before it.
    fn acronym(&self) -> Option<usize> {
        let end = self.rest().find(')')?;
        let inner = &self.rest()[1..end];
        let short = (2..=6).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let method = ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&inner);
        (short && !method && inner.bytes().filter(u8::is_ascii_uppercase).count() >= 2).then_some(end + 1)
    }

    /// `{{ name }}`, `{name}`, `%{name}`, `${name}`, `%s`: one word in braces.
    fn placeholder(&mut self) -> bool {
        let rest = self.rest();
        let opening = rest.trim_start_matches(['%', '$']);
        if let Some(inner) = opening.strip_prefix('{') {
            let Some(end) = inner.find('}').filter(|&end| end < 60) else { return false };
            let name: String = inner[..end].chars().filter(|c| c.is_alphanumeric() || "_.-".contains(*c)).collect();
            let close = inner[end..].bytes().take_while(|&byte| byte == b'}').count();
            let length = rest.len() - inner.len() + end + close;
            let from = self.at;
            for character in format!("{{{name}}}").chars() {
                self.sentence.push(character, from);
            }
            self.at += length;
            return true;
        }
        let length = match rest.as_bytes() {
            [b'%', b's' | b'd' | b'@', ..] => 2,
            [b'%', b'1'..=b'9', b'$', b's' | b'd' | b'@', ..] => 4,
            _ => return false,
        };
        let from = self.at;
        "{s}".chars().for_each(|character| self.sentence.push(character, from));
        self.at += length;
        true
    }

    fn entity(&mut self) -> bool {
        const ENTITIES: [(&str, char); 7] = [
            ("&amp;", '&'),
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&quot;", ' '),
            ("&nbsp;", ' '),
            ("&#39;", '\''),
            ("&apos;", '\''),
        ];
        let Some((entity, character)) = ENTITIES.into_iter().find(|(entity, _)| self.rest().starts_with(entity)) else {
            return false;
        };
        match character {
            ' ' => self.sentence.blank(self.at),
            _ => self.sentence.push(character, self.at),
        }
        self.at += entity.len();
        true
    }

    /// A tag is dropped; one that opens or closes a block ends the sentence.
    fn tag(&mut self) -> bool {
        let rest = self.rest();
        let name = rest[1..].trim_start_matches('/');
        if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return false;
        }
        let Some(end) = rest.find('>').filter(|&end| end < 400) else { return false };
        // What opens like a tag and never closes swallows no tag or gap behind it.
        if rest[1..end].contains('<') {
            return false;
        }
        let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
        const BLOCKS: [&str; 17] =
            ["br", "p", "li", "ul", "ol", "div", "table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "pre", "dd"];
        if BLOCKS.contains(&name.to_ascii_lowercase().as_str()) {
            self.finish();
        }
        let inner = &rest[1..end];
        if !inner.contains(['=', '"']) && !inner.starts_with('/') {
            self.sentence.gaps.push(inner.to_owned());
        }
        self.at += end + 1;
        true
    }

    /// `[text](target)` and `![text](target)`: the text stays, the brackets go.
    fn link(&mut self) -> bool {
        let rest = self.rest();
        let opening = if rest.starts_with("![") { 2 } else { 1 };
        if !rest[opening - 1..].starts_with('[') {
            return false;
        }
        self.at += opening;
        true
    }

    /// Bytes of `](target)` or `][reference]` or a lone `]`.
    fn link_end(&self) -> usize {
        let rest = self.rest();
        let closing = match rest.as_bytes().get(1) {
            Some(b'(') => ')',
            Some(b'[') => ']',
            _ => return 1,
        };
        rest[1..].find(closing).map_or(1, |end| end + 2)
    }

    fn ends_sentence(&self, next: Option<char>) -> bool {
        const ABBREVIATIONS: [&str; 9] = ["e.g", "i.e", "eg", "ie", "etc", "vs", "incl", "approx", "cf"];
        let words = &self.sentence.words;
        let last = words.rsplit([' ', '(']).next().unwrap_or_default();
        match next {
            None => true,
            Some(next) if next.is_whitespace() || "\"'”’)*_`<".contains(next) => {
                !ABBREVIATIONS.contains(&last.to_ascii_lowercase().as_str())
            }
            // A full stop that lost its blank: a lower-case word before it, a capitalised one after it.
            Some(next) if next.is_ascii_uppercase() => {
                let follows = self.rest()[1..].chars().nth(1).is_some_and(|c| c.is_ascii_lowercase());
                follows && last.len() > 2 && last.bytes().all(|byte| byte.is_ascii_lowercase())
            }
            Some(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = sentences(text);
        assert_eq!(found.iter().map(|sentence| sentence.words.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        check("We call it. Then, e.g. you answer.", &["We call it", "Then, e.g. you answer"]);
        check("See Login.gov for more! Done", &["See Login.gov for more", "Done"]);
        check("It should be sent.This header is ignored.", &["It should be sent", "This header is ignored"]);
        check("Title\n\nBody that\ngoes on\n- one\n- two", &["Title", "Body that goes on", "one", "two"]);
        check("押します。次に（任意）進む", &["押します", "次に ( 任意 ) 進む"]);
        check("この URL に `POST` リクエスト\nを「送信」します", &["このURLにPOSTリクエストを送信します"]);
        check("向 **Acme Pay** 发送 （可选） POST (GET)", &["向Acme Pay发送 ( 可选 ) POST ( GET )"]);
        check("a<br>b<b>c</b>", &["a", "bc"]);
        check("it ca</</lls this <b>URL</b>", &["it ca</</lls this URL"]);
        check("| a | b |\n|---|---|", &["a", "b", "---", "---"]);
    }

    #[test]
    fn marks_are_taken_off() {
        check("**Bold** `code_x` _it_ [link](http://a.b/c) \"q\"", &["Bold code_x it link q"]);
        check("the server (AS) sends (if set) it", &["the server sends ( if set ) it"]);
        check("it — we’ll see - then", &["it; we'll see; then"]);
        check("{{ name }} sends %s and ${x}", &["{name} sends {s} and {x}"]);
        check("a\n```\ncode. here\n```\nb", &["a", "b"]);
        check("use `<Play>` &amp; `a*b`", &["use <Play> & a*b"]);
    }

    #[test]
    fn a_name_that_looks_like_none_is_read_as_one() {
        let names = ["Acme, Inc.", "Yahoo!", "支付宝", "A", "Acme: GmbH \"x\"", "our own service"];
        for (text, expected) in [
            ("Acme,\n Inc. sends it. Then", vec!["Acme sends it", "Then"]),
            ("Sent by Acme, Inc. Then it", vec!["Sent by Acme", "Then it"]),
            ("Yahoo! calls it.", vec!["Acme calls it"]),
            ("由支付宝发送", vec!["由Acme发送"]),
            ("A calls it for a day. A POST request", vec!["Acme calls it for a day", "A POST request"]),
            ("Acme: GmbH \"x\" calls", vec!["Acme calls"]),
            ("your own service and our own services", vec!["your own service and our own services"]),
        ] {
            let found = sentences_naming(text, &names);
            assert_eq!(found.iter().map(|sentence| sentence.words.as_str()).collect::<Vec<_>>(), expected);
        }
        let text = "当支付宝调用";
        let found = sentences_naming(text, &names);
        let at = found[0].words.find(STAND_IN).expect("it is there");
        assert_eq!(&text[found[0].origin(at..at + STAND_IN.len())], "支付宝");
    }

    #[test]
    fn a_gap_in_code_is_a_gap() {
        let found = sentences("`<caller>` sends a `<GET or POST>` request when `<event>`.");
        assert_eq!(found[0].gaps, ["caller", "GET or POST", "event"]);
        assert_eq!(found[0].words, "<caller> sends a <GET or POST> request when <event>");
        // A mark before it that opens a tag and closes none leaves it as it is.
        assert_eq!(sentences("It ca</lls this when `<event>`")[0].gaps, ["event"]);
    }

    #[test]
    fn every_range_leads_back_to_the_text() {
        let text = "**We** call [your\nURL](http://x) when done. Then *stop*.";
        let found = sentences(text);
        let at = found[0].words.find("your URL").expect("the words are there");
        assert_eq!(&text[found[0].origin(at..at + 8)], "your\nURL");
        let at = found[1].words.find("stop").expect("the words are there");
        assert_eq!(&text[found[1].origin(at..at + 4)], "stop");
        let text = "この URL に `POST` を送信";
        let found = sentences(text);
        let at = found[0].words.find("POSTを送信").expect("the words are there");
        assert_eq!(&text[found[0].origin(at..found[0].words.len())], "POST` を送信");
    }
}
