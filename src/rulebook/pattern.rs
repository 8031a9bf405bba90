//! The small language that phrases and names are written in, and its translation to regular expressions.
//!
//! A pattern is a row of words. `(a|b c)` is a choice, a trailing `?` makes an item optional, `<list>` is a choice named
//! in a vocabulary, `..` stands for up to four words of the same clause and `...` for up to twelve of the same sentence.
//! `retr*` matches any word that begins so, `*ing` any that ends so, `error/s` is `error` or `errors`, `=POST` matches in that case only, `^` and `$` are the ends of the sentence.
//! `<Name>` is a capitalised proper name, `<id>` an identifier, `<word>` any word, `<clause>` up to sixteen words of the same
//! clause, `<rest>` as many as there are of them, `<mods>` up to three words between an article and its noun. Matching ignores case elsewhere.

mod anchors;
mod lists;
mod matcher;
mod syntax;
mod translate;

use self::lists::Firsts;
pub use self::lists::Lists;
pub use self::matcher::Found;
use self::syntax::Item;
use self::translate::{Translator, kind_of_group};
use regex::{Regex, RegexBuilder};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// How words stand beside each other in a language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spacing {
    /// Blanks between words, letters of ASCII: the fastest.
    #[default]
    Ascii,
    /// Blanks between words, letters of any script.
    Words,
    /// No blanks, as in Japanese and Chinese: a blank in a pattern only separates its items. A match may begin and end
    /// anywhere but inside a word of Latin letters.
    None,
}

/// One compiled pattern.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    items: OnceLock<Vec<Item>>,
    lists: Lists,
    spacing: Spacing,
    firsts: OnceLock<Option<Firsts>>,
    /// The same as an expression, for texts that would lead the matcher a long way.
    regex: OnceLock<Regex>,
}

/// What a group of a pattern is to be checked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// `<Name>`.
    Name,
    /// `<mods>`.
    Modifiers,
}

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// `<name>` is neither a list of the vocabulary nor built in.
    #[error("unknown list `<{name}>`; known are {}", known.join(", "))]
    UnknownList {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A bracket, a choice or a suffix is not where it can be.
    #[error("{what} in `{pattern}`")]
    Malformed {
        /// What is wrong with it.
        what: &'static str,
        /// The pattern as written.
        pattern: String,
    },
    /// Lists that name each other in a circle, or a pattern too large to compile.
    #[error("`{pattern}` is too large or names itself")]
    TooLarge {
        /// The pattern as written.
        pattern: String,
    },
}

impl Pattern {
    /// Compiles a pattern against a vocabulary.
    pub fn new(source: &str, lists: &Lists) -> Result<Self, PatternError> {
        Pattern::spaced(source, lists, Spacing::Ascii)
    }

    /// Compiles a pattern of a language with this spacing.
    pub fn spaced(source: &str, lists: &Lists, spacing: Spacing) -> Result<Self, PatternError> {
        let pattern = Pattern::later(source, lists, spacing);
        _ = pattern.items.set(lists.parse(source)?);
        Ok(pattern)
    }

    /// The same, compiled when it is first looked for; what is not held by a test is to be [built](Self::build) before.
    pub fn later(source: &str, lists: &Lists, spacing: Spacing) -> Self {
        Pattern {
            source: source.to_owned(),
            items: OnceLock::new(),
            lists: lists.clone(),
            spacing,
            firsts: OnceLock::new(),
            regex: OnceLock::new(),
        }
    }

    fn items(&self) -> &[Item] {
        self.items.get_or_init(|| {
            self.lists.parse(&self.source).unwrap_or_else(|mistake| panic!("rule data is held by a test: {mistake}"))
        })
    }

    /// The pattern as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Lower-case literals of which every match holds at least one; empty where no such set exists.
    pub fn anchors(&self) -> Cow<'_, [String]> {
        anchors::row_anchors(self.items(), &self.lists)
    }

    /// The first match from a byte on that begins and ends at a word.
    pub fn find_at(&self, words: &str, from: usize) -> Option<Found> {
        self.first_alone(words, from, |from| self.matched(words, from))
    }

    /// The same by the pattern's expression, which is slow to build; what it finds is what the pattern means.
    pub fn find_by_expression(&self, words: &str, from: usize) -> Option<Found> {
        self.first_alone(words, from, |from| self.expressed(words, from))
    }

    fn first_alone(&self, words: &str, from: usize, find: impl Fn(usize) -> Option<Found>) -> Option<Found> {
        let mut from = from;
        loop {
            let found = find(from)?;
            if self.spacing == Spacing::None || stands_alone(words, found.range.clone()) {
                return Some(found);
            }
            from = self.next_start(words, found.range.start)?;
        }
    }

    fn matched(&self, words: &str, from: usize) -> Option<Found> {
        let firsts = self.firsts.get_or_init(|| self.lists.firsts(self.items(), self.spacing));
        let found = matcher::find(self.items(), firsts.as_ref(), &self.lists, self.spacing, words, from);
        found.unwrap_or_else(|matcher::TooLong| self.expressed(words, from))
    }

    fn expressed(&self, words: &str, from: usize) -> Option<Found> {
        let regex = self.regex();
        let captures = regex.captures_at(words, from)?;
        let groups = regex.capture_names().enumerate().filter_map(|(at, name)| {
            let kind = kind_of_group(name?);
            captures.get(at).map(|found| (kind, found.range()))
        });
        let range = captures.get(0).expect("group 0 is the match").range();
        Some(Found { range, groups: groups.collect() })
    }

    /// Where another match may begin after one that began at `start`: the next word, or the next character.
    pub fn next_start(&self, words: &str, start: usize) -> Option<usize> {
        match self.spacing {
            Spacing::None => words[start..].chars().next().map(|first| start + first.len_utf8()),
            Spacing::Ascii | Spacing::Words => words[start..].find(' ').map(|blank| start + blank + 1),
        }
    }

    /// Whether a match begins exactly there.
    pub fn begins_at(&self, words: &str, start: usize) -> bool {
        self.find_at(words, start).is_some_and(|found| found.range.start == start)
    }

    /// Whether a match ends at the end of these words.
    pub fn ends(&self, words: &str) -> bool {
        let mut from = 0;
        while let Some(found) = self.find_at(words, from) {
            if found.range.end == words.len() {
                return true;
            }
            let Some(next) = self.next_start(words, found.range.start) else { return false };
            from = next;
        }
        false
    }

    /// Builds the regular expression at once, for patterns that no test has held to be of a size that can be built.
    pub fn build(&self) -> Result<(), PatternError> {
        self.lists.parse(&self.source)?;
        let built = self.built().map_err(|_| PatternError::TooLarge { pattern: self.source.clone() })?;
        _ = self.regex.set(built);
        Ok(())
    }

    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| self.built().expect("a pattern that was parsed translates to a valid expression"))
    }

    fn built(&self) -> Result<Regex, regex::Error> {
        let translator = Translator { lists: &self.lists, spacing: self.spacing };
        RegexBuilder::new(&translator.pattern(self.items())).case_insensitive(true).size_limit(32 << 20).build()
    }
}

/// Whether a range is not a part of a longer word, hyphens and dots included: `redirect` in `redirect-based` is. The
/// parameters of a URL are words: `error=denied` in `?error=denied`.
fn stands_alone(words: &str, range: Range<usize>) -> bool {
    let before = words[..range.start].chars().next_back();
    let after = words[range.end..].chars().next();
    let dot = words[range.end..].starts_with('.') && words[range.end + 1..].starts_with(|c: char| c.is_alphanumeric());
    before.is_none_or(|before| " (/[{}?&".contains(before))
        && after.is_none_or(|after| " ,;:)/]{}.'".contains(after))
        && !dot
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn lists() -> Lists {
        let list = |name: &str, of: &[&str]| (name.to_owned(), of.iter().map(|s| s.to_string()).collect());
        Lists::from(BTreeMap::from([
            list("send", &["send", "call back", "call"]),
            list("modal", &["will", "can"]),
            list("loop", &["<loop>"]),
        ]))
    }

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: Option<&str>) {
        let pattern = Pattern::new(pattern, &lists()).expect("the pattern of the test is well formed");
        let found = pattern.find_at(text, 0);
        assert_eq!(found, pattern.find_by_expression(text, 0), "{pattern:?}");
        assert_eq!(found.map(|found| &text[found.range]), expected, "{pattern:?}");
    }

    #[test]
    fn patterns_match_what_they_say() {
        check("we <modal>? <send>", "Then we call you", Some("we call"));
        check("we <modal>? <send>", "Then we will call back", Some("we will call back"));
        check("we <modal>? <send>", "Then she will call", None);
        check("<modal>? <send> it", "and can send it", Some("can send it"));
        check("when .. fails", "when the whole long payment fails", Some("when the whole long payment fails"));
        check("when .. fails", "when it is, then fails", None);
        check("when ... fails", "when it is, then fails", Some("when it is, then fails"));
        check("=POST", "a blog post", None);
        check("=POST", "a POST", Some("POST"));
        check("retr*", "it retries.", Some("retries"));
        check("^ (if|when) set", "If set, it", Some("If set"));
        check("^ (if|when) set", "and if set", None);
        check("<Name> <send>", "Then Acme Pay send", Some("Then Acme Pay send"));
        check("<Name> <send>", "then Événements Élan send", Some("Événements Élan send"));
        check("when <rest>", "call when the job ends, then stop", Some("when the job ends"));
        check("*method", "using fallback_method", Some("fallback_method"));
        check("in (a|the) way", "in the way", Some("in the way"));
        check("an? error/s", "errors", Some("errors"));
        check("stops (here|$)", "it stops here now", Some("stops here"));
        check("stops (here|$)", "then it stops.", Some("stops."));
        check("stops (here|$)", "it stops there", None);
        check("sends (it|,) to", "who sends, to us", Some("sends, to"));
        check("sends (,)? and", "sends, and", Some("sends, and"));
        check("sends (,)? and", "sends and", Some("sends and"));
    }

    #[test]
    fn a_match_begins_and_ends_at_a_word() {
        check("call", "recall", None);
        check("call", "called", None);
        check("redirect", "a redirect-based flow", None);
        check("redirect", "type=redirect", None);
        check("redirect", "we redirect, then", Some("redirect"));
        check("*error=*", "returns with ?error=denied here", Some("error=denied"));
        check("error=*", "returns with ?a=b&error=denied", Some("error=denied"));
    }

    #[test]
    fn a_language_without_blanks_is_matched_by_its_characters() {
        let call = ("call".to_owned(), vec!["呼び出します".to_owned(), "送信します".to_owned()]);
        let lists = Lists::from(BTreeMap::from([call]));
        let pattern = Pattern::spaced("(当社|弊社) .. <call>", &lists, Spacing::None).expect("it is well formed");
        assert_eq!(pattern.find_at("完了後、当社がこれを呼び出します", 0).map(|found| found.range.start), Some(12));
        assert_eq!(pattern.find_at("当社、それを呼び出します", 0), None);
        let check = |pattern: &str, text: &str, expected: Option<&str>| {
            let pattern = Pattern::spaced(pattern, &lists, Spacing::None).expect("it is well formed");
            assert_eq!(pattern.find_at(text, 0).map(|found| &text[found.range]), expected);
        };
        check("<Name> が", "完了後にAcme Payが", Some("Acme Payが"));
        check("=GET", "WIDGETを", None);
        check("=GET を", "はGETを", Some("GETを"));
        check("Webhook URL", "このWebhook URLに", Some("Webhook URL"));
    }

    #[test]
    fn letters_of_any_script_bound_words() {
        let pattern = Pattern::spaced("à nouveau", &Lists::default(), Spacing::Words).expect("it is well formed");
        assert!(pattern.find_at("envoyé à nouveau", 0).is_some());
        assert!(pattern.find_at("voilà nouveau", 0).is_none());
    }

    #[test]
    fn mistakes_are_told() {
        let told =
            |pattern: &str| Pattern::new(pattern, &lists()).map(|_| ()).expect_err("it is malformed").to_string();
        assert_eq!(told("we <sned>"), "unknown list `<sned>`; known are loop, modal, send");
        assert!(told("we (a|b").contains("not closed"));
        assert!(told("a) b").contains("without its opening one"));
        assert!(told("(a|)").contains("an empty choice"));
        assert!(told("<loop>").contains("names itself"));
        assert!(told("? a").contains("follows nothing"));
    }

    #[test]
    fn a_long_way_is_cut_short_by_the_expression() {
        let pattern = Pattern::new("a <rest> b <rest> c <rest> d <rest> e", &lists()).expect("it is well formed");
        for text in ["a b c d ".repeat(40), format!("{}e", "a b c d ".repeat(40))] {
            assert!(matcher::find(pattern.items(), None, &pattern.lists, Spacing::Ascii, &text, 0).is_err());
            assert_eq!(pattern.find_at(&text, 0), pattern.find_by_expression(&text, 0));
        }
    }

    #[test]
    fn anchors_are_in_every_match() {
        let pattern = Pattern::new("we <modal>? <send> to", &lists()).expect("it is well formed");
        assert_eq!(*pattern.anchors(), ["send", "back", "call"]);
    }
}
