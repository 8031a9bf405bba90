//! The name that words begin with: `**Name**: text`, `` `name` (string) — text``, `Name: text`.

use super::name::{NAME_LIMIT, code_name, is_identifier, word_name};
use super::passage::trimmed;
use crate::source::beginning;
use std::ops::Range;

/// A name at the beginning of words, with what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lead {
    /// How the name is marked.
    pub(super) mark: Mark,
    /// The bytes of the name, without marks; of several, where they share their words.
    pub(super) names: Vec<Range<usize>>,
    /// What stands in brackets or marks between the name and its words, such as its type.
    pub(super) notes: Vec<Range<usize>>,
    /// Its words.
    pub(super) rest: Range<usize>,
    /// Whether a colon, a dash or a line's end stands between the name and its words, or it has none.
    pub(super) is_set_off: bool,
}

/// How a name is marked as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// As code, or by having a form that no word has.
    Code,
    /// By bold or slanted type.
    Strong,
    /// By nothing.
    Plain,
}

/// Longest note in bytes.
const NOTE_LIMIT: usize = 120;
/// How many names share their words.
const NAMES_LIMIT: usize = 6;

/// The name that words begin with.
pub(super) fn lead(words: &str) -> Option<Lead> {
    let mut reader = Reader { words, at: 0 };
    reader.skip_anchors();
    let (mark, first, mut is_set_off) = reader.name()?;
    let mut names = vec![first];
    while names.len() < NAMES_LIMIT && mark == Mark::Code {
        let Some(name) = reader.another_name() else { break };
        names.push(name);
    }
    let before = reader.at;
    let mut notes = if is_set_off { Vec::new() } else { reader.notes() };
    is_set_off |= reader.separator();
    if !is_set_off && mark != Mark::Code {
        // What was taken for notes are the first words.
        reader.at = before;
        notes.clear();
    }
    // Behind a name in code, brackets are enough to set its words off.
    is_set_off |= notes.iter().any(|note| words[..note.start].ends_with(['(', '*', '_']));
    let rest = trimmed(words, reader.at..words.len());
    is_set_off |= rest.is_empty();
    Some(Lead { mark, names, notes, rest, is_set_off })
}

struct Reader<'w> {
    words: &'w str,
    at: usize,
}

impl<'w> Reader<'w> {
    fn rest(&self) -> &'w str {
        &self.words[self.at..]
    }

    fn skip_blanks(&mut self) {
        self.at = self.words.len() - self.rest().trim_start_matches([' ', '\t', '\u{a0}']).len();
    }

    fn eat(&mut self, mark: &str) -> bool {
        let found = self.rest().starts_with(mark);
        if found {
            self.at += mark.len();
        }
        found
    }

    /// Empty tags before a name are places to link to.
    fn skip_anchors(&mut self) {
        loop {
            self.at = self.words.len() - self.rest().trim_start().len();
            let rest = self.rest();
            let is_tag = ["<a ", "</a>", "<span", "</span>", "<br"].iter().any(|tag| rest.starts_with(tag));
            match rest.find('>').filter(|&end| is_tag && end < 200) {
                Some(end) => self.at += end + 1,
                None => return,
            }
        }
    }

    /// The name with its marks, and whether a mark of its end stood inside them.
    fn name(&mut self) -> Option<(Mark, Range<usize>, bool)> {
        let emphasis = self.opening_emphasis();
        let is_link = self.rest().starts_with('[') && !self.rest().starts_with("[ ]") && self.eat("[");
        let emphasis = emphasis.or_else(|| self.opening_emphasis());
        if self.rest().starts_with('`') {
            let name = self.code()?;
            let mut set_off = false;
            if let Some(mark) = emphasis {
                // What stands beside code inside bold type is read as notes, unless it is more of the name.
                set_off = self.eat(":");
                self.eat(mark);
            }
            self.link_end(is_link);
            if let Some(mark) = emphasis {
                self.eat(mark);
            }
            return code_name(self.words, name).map(|name| (Mark::Code, name, set_off));
        }
        let (mark, end, next) = match emphasis {
            Some(mark) => {
                let end = self.rest().find(mark)?;
                (Mark::Strong, end, end + mark.len())
            }
            None if is_link => {
                let end = self.rest().find(']')?;
                (Mark::Plain, end, end)
            }
            None => {
                let end = self.plain_end();
                (Mark::Plain, end, end)
            }
        };
        let start = self.at;
        let mut range = start..start + end;
        self.at = start + next;
        // `**[name](target)**` has the link inside the bold type.
        if is_link && let Some(inner) = self.words[range.clone()].find("](") {
            range.end = range.start + inner;
        } else {
            self.link_end(is_link);
        }
        let inner = self.words[range.clone()].trim_end();
        let set_off = emphasis.is_some() && inner.ends_with([':', '.']);
        range.end = range.start + inner.trim_end_matches([':', '.', ' ']).len();
        let name = word_name(self.words, range)?;
        let mark = if is_identifier(&self.words[name.clone()]) { Mark::Code } else { mark };
        Some((mark, name, set_off))
    }

    fn opening_emphasis(&mut self) -> Option<&'static str> {
        let mark = ["**", "__", "*", "_"].into_iter().find(|mark| self.rest().starts_with(mark))?;
        let follows = self.rest()[mark.len()..].chars().next()?;
        (!follows.is_whitespace() && self.eat(mark)).then_some(mark)
    }

    /// The inside of a code span.
    fn code(&mut self) -> Option<Range<usize>> {
        let ticks = self.rest().bytes().take_while(|&byte| byte == b'`').count();
        let fence = &self.rest()[..ticks];
        let start = self.at + ticks;
        let end = start + beginning(&self.words[start..], NAME_LIMIT + 40).find(fence)?;
        self.at = end + ticks;
        Some(trimmed(self.words, start..end))
    }

    fn link_end(&mut self, is_link: bool) {
        if !is_link || !self.eat("]") {
            return;
        }
        let close = match self.rest().as_bytes().first() {
            Some(b'(') => ')',
            Some(b'[') => ']',
            _ => return,
        };
        if let Some(end) = self.rest().find(close) {
            self.at += end + 1;
        }
    }

    /// Where a name ends that has no marks: at a colon or a dash, or with the line.
    fn plain_end(&self) -> usize {
        let rest = self.rest();
        let line = rest.split('\n').next().unwrap_or_default();
        let line = beginning(line, NAME_LIMIT + 20);
        let stops = [": ", ":\t", " - ", " – ", " — ", " -- ", " (", " [", " `", " *", "<br", "|", ":: "];
        let first = stops.iter().filter_map(|stop| line.find(stop)).min();
        first.unwrap_or_else(|| line.trim_end_matches([':', ' ', '\\', '*', '?', '\r']).len())
    }

    /// A further name that is code, after a comma, a slash or `or`.
    fn another_name(&mut self) -> Option<Range<usize>> {
        let before = self.at;
        self.skip_blanks();
        let is_joined = ["/", ",", "|", "or ", "and ", "&"].into_iter().any(|joint| self.eat(joint));
        if is_joined {
            self.skip_blanks();
            ["or ", "and "].into_iter().for_each(|joint| _ = self.eat(joint));
            let emphasis = self.opening_emphasis();
            let name = if self.rest().starts_with('`') { self.code() } else { None };
            if let Some(name) = name.and_then(|name| code_name(self.words, name)) {
                if let Some(mark) = emphasis {
                    self.eat(mark);
                }
                return Some(name);
            }
        }
        self.at = before;
        None
    }

    /// What stands between a name and its words: brackets, short marked words, a type.
    fn notes(&mut self) -> Vec<Range<usize>> {
        let mut notes = Vec::new();
        while notes.len() < 8 {
            let before = self.at;
            self.skip_blanks();
            let Some(note) = self.note() else {
                self.at = before;
                break;
            };
            if !note.is_empty() {
                notes.push(note);
            }
        }
        notes
    }

    fn note(&mut self) -> Option<Range<usize>> {
        let rest = self.rest();
        let first = rest.chars().next()?;
        let close = match first {
            '(' => ")",
            '[' => "]",
            '{' => "}",
            // Tags are no words, and what they hold is the next note.
            '<' if !rest.starts_with("<br") => ">",
            '`' => return self.code(),
            '*' | '_' => return self.emphasised(),
            ',' | ';' | '|' => {
                self.at += 1;
                return Some(self.at..self.at);
            }
            _ => return self.type_words(),
        };
        let end = beginning(rest, NOTE_LIMIT).find(close)?;
        // A link is no note, and its text belongs to the words.
        if first == '[' && rest[end + 1..].starts_with('(') {
            return None;
        }
        let inner = self.at + 1..self.at + end;
        self.at += end + 1;
        Some(if first == '<' { inner.start..inner.start } else { inner })
    }

    fn emphasised(&mut self) -> Option<Range<usize>> {
        let before = self.at;
        let Some(mark) = self.opening_emphasis() else {
            // A star beside a name says that the field is required.
            return self.eat("*").then_some(self.at..self.at);
        };
        let inside = self.rest();
        let end = beginning(inside, 40).find(mark);
        let Some(end) = end.filter(|&end| !inside[..end].contains('\n')) else {
            self.at = before;
            return None;
        };
        let inner = self.at..self.at + end;
        self.at = inner.end + mark.len();
        Some(inner)
    }

    /// A type that has no marks, such as in `name string, required: text`.
    fn type_words(&mut self) -> Option<Range<usize>> {
        const TYPES: [&str; 14] = [
            "string", "String", "url", "URL", "uri", "URI", "boolean", "integer", "object", "array", "list", "enum",
            "required", "optional",
        ];
        let word: &str = self.rest().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let after = self.rest()[word.len()..].chars().next();
        let ends = after.is_none_or(|next| ":,;)\n".contains(next) || next == '[');
        let dash = ["-", "–", "—"].iter().any(|dash| self.rest()[word.len()..].trim_start().starts_with(dash));
        if !TYPES.contains(&word) || !(ends || dash) {
            return None;
        }
        let range = self.at..self.at + word.len();
        self.at = range.end;
        self.eat("[]");
        Some(range)
    }

    /// A colon, a dash or a line's end.
    fn separator(&mut self) -> bool {
        let rest = self.rest().trim_start_matches([' ', '\t', '\u{a0}']);
        let begins_line = rest.starts_with(['\n', '\r']) || rest.starts_with("\\\n") || rest.starts_with("<br");
        let dashes = [":", "—", "–", "--", "- ", "-\n", "→", "=>"];
        if let Some(dash) = dashes.iter().find(|dash| rest.starts_with(**dash)) {
            self.at = self.words.len() - rest.len() + dash.len();
            self.eat(":");
            return true;
        }
        if begins_line {
            self.at = self.words.len() - rest.trim_start_matches('\\').len();
            if let Some(end) = self.rest().find('>').filter(|_| self.rest().starts_with("<br")) {
                self.at += end + 1;
            }
            // A dash may open the next line.
            let next = self.rest().trim_start();
            if let Some(dash) = [": ", "— ", "– ", "- "].iter().find(|dash| next.starts_with(**dash)) {
                self.at = self.words.len() - next.len() + dash.len();
            }
        }
        begins_line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, mark: Mark, name: &str, notes: &[&str], rest: &str) {
        let lead = lead(words).expect("it begins with a name");
        assert_eq!((lead.mark, &words[lead.names[0].clone()]), (mark, name), "{words}");
        assert_eq!(lead.notes.iter().map(|note| &words[note.clone()]).collect::<Vec<_>>(), notes, "{words}");
        assert_eq!(&words[lead.rest.clone()], rest, "{words}");
        assert!(lead.is_set_off, "{words}");
    }

    #[test]
    fn names_are_told_from_their_words() {
        check("**Reply URL**: we call it", Mark::Strong, "Reply URL", &[], "we call it");
        check("**Reply URL:** we call it", Mark::Strong, "Reply URL", &[], "we call it");
        check("**Reply URL** – we call it", Mark::Strong, "Reply URL", &[], "we call it");
        check("*Reply URLs*: we call it", Mark::Strong, "Reply URLs", &[], "we call it");
        check(
            "`reply_url` (string, required) — we call it",
            Mark::Code,
            "reply_url",
            &["string, required"],
            "we call it",
        );
        check("**`reply_url`** *string* - we call it", Mark::Code, "reply_url", &["string"], "we call it");
        check("[`reply_url`](#reply): we call it", Mark::Code, "reply_url", &[], "we call it");
        check("reply_url: we call it", Mark::Code, "reply_url", &[], "we call it");
        check("reply_url string: we call it", Mark::Plain, "reply_url string", &[], "we call it");
        check("Reply URL: `https://a.b`", Mark::Plain, "Reply URL", &[], "`https://a.b`");
        check("``reply_url``", Mark::Code, "reply_url", &[], "");
        check("`--reply-url <url>`: we call it", Mark::Code, "--reply-url", &[], "we call it");
        check("`REPLY_URL=https://a.b`: we call it", Mark::Code, "REPLY_URL", &[], "we call it");
        check("<a name=\"r\"></a>**reply\\_url**<br>we call it", Mark::Code, "reply\\_url", &[], "we call it");
        check("**`reply_url`**\\\nwe call it", Mark::Code, "reply_url", &[], "we call it");
        check("`\"reply_url\"`, required: we call it", Mark::Code, "reply_url", &["required"], "we call it");
    }

    #[test]
    fn several_names_share_their_words() {
        let words = "`success_url`, `cancel_url`: where it returns";
        let lead = lead(words).expect("it begins with names");
        let names: Vec<_> = lead.names.iter().map(|name| &words[name.clone()]).collect();
        assert_eq!(names, ["success_url", "cancel_url"]);
    }

    #[test]
    fn what_is_no_name_is_none() {
        for words in ["**Note:** see", "https://a.b/c", "`POST /hooks`: sends", "Call it. Then: stop", "`f(x)`: y", ""]
        {
            assert_eq!(lead(words), None, "{words}");
        }
        assert!(!lead("`reply_url` is where we call").expect("it begins with a name").is_set_off);
        assert!(!lead("**We** call it").expect("it begins with bold type").is_set_off);
    }
}
