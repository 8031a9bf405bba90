//! The small language that phrases and names are written in, and its translation to regular expressions.
//!
//! A pattern is a row of words. `(a|b c)` is a choice, a trailing `?` makes an item optional, `<list>` is a choice named
//! in a vocabulary, `..` stands for up to four words of the same clause and `...` for up to twelve of the same sentence.
//! `retr*` matches any word that begins so, `*ing` any that ends so, `error/s` is `error` or `errors`, `=POST` matches in that case only, `^` and `$` are the ends of the sentence.
//! `<Name>` is a capitalised proper name, `<id>` an identifier, `<word>` any word, `<clause>` up to sixteen words of the same
//! clause, `<rest>` as many as there are of them, `<mods>` up to three words between an article and its noun. Matching ignores case elsewhere.

mod matcher;

pub use self::matcher::Found;
use super::compiled::code::{Item, Row};
use super::compiled::expression::Translator;
use super::compiled::{Held, Table, compile};
pub use super::compiled::{PatternError, Spacing};
use regex::{Regex, RegexBuilder};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

/// The patterns of one rule file, and what was learned of them while they were looked for.
#[derive(Debug)]
pub struct Patterns {
    table: Table<'static>,
    /// For each list which of its branches are tried, by the first byte of a text.
    tried: Vec<OnceLock<Tried>>,
    /// The expressions of patterns that met a text which would lead the matcher a long way.
    expressions: Mutex<BTreeMap<usize, Regex>>,
}

/// One of some patterns.
#[derive(Clone, Copy, Debug)]
pub struct Pattern<'p> {
    patterns: &'p Patterns,
    number: usize,
}

/// The branches of a list by the byte that they may begin with; those behind the last byte are all, since at the end of a
/// text only what matches nothing matches.
#[derive(Debug)]
struct Tried {
    starts: [u16; 258],
    branches: Vec<u16>,
}

/// What a group of a pattern is to be checked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// `<Name>`.
    Name,
    /// `<mods>`.
    Modifiers,
}

impl Patterns {
    /// The patterns of a table.
    pub fn new(table: Table<'static>) -> Self {
        let tried = (0..table.lists()).map(|_| OnceLock::new()).collect();
        Patterns { table, tried, expressions: Mutex::default() }
    }

    /// Patterns against a vocabulary of lists.
    pub fn of(
        patterns: &[String],
        lists: BTreeMap<String, Vec<String>>,
        spacing: Spacing,
    ) -> Result<Self, PatternError> {
        compile::patterns(patterns, lists, spacing).map(Patterns::new).map_err(|(_, error)| error)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.table.patterns()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The pattern of a number.
    pub fn at(&self, number: usize) -> Pattern<'_> {
        Pattern { patterns: self, number }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Pattern<'_>> {
        (0..self.len()).map(|number| self.at(number))
    }

    /// What a text holds of them.
    pub fn scan(&self, text: &str) -> Held {
        self.table.scan(text)
    }

    /// Those of some numbers that a text can hold.
    pub fn among<'h>(&'h self, numbers: Range<usize>, held: &'h Held) -> impl Iterator<Item = Pattern<'h>> {
        self.table.among(numbers, held).map(|number| self.at(number))
    }

    /// The branches of a list that may match a text with this first byte, in the order in which they are tried.
    fn tried(&self, list: usize, first: Option<u8>) -> impl Iterator<Item = Row<'_>> {
        let tried = self.tried[list].get_or_init(|| Tried::of(&self.table, list));
        let byte = first.map_or(256, usize::from);
        let branches = &tried.branches[usize::from(tried.starts[byte])..usize::from(tried.starts[byte + 1])];
        let start = self.table.branches(list).start;
        branches.iter().map(move |&branch| self.table.row(start + usize::from(branch)))
    }
}

impl Tried {
    fn of(table: &Table, list: usize) -> Self {
        let rows = table.branches(list);
        let bytes = |row: usize| {
            let set = table.firsts(row);
            let has = move |byte: &usize| set.is_none_or(|set| set[byte >> 3] & (1 << (byte & 7)) != 0);
            // Most begin with one letter, in both cases, so that bytes without a bit are passed over together.
            let groups = (0..32).filter(move |&group| set.is_none_or(|set| set[group] != 0));
            groups.flat_map(|group| group * 8..group * 8 + 8).filter(has).chain([256])
        };
        let mut starts = [0; 258];
        for row in rows.clone() {
            bytes(row).for_each(|byte| starts[byte + 1] += 1);
        }
        for byte in 0..257 {
            starts[byte + 1] += starts[byte];
        }
        let mut ends = starts;
        let mut branches = vec![0; usize::from(starts[257])];
        for (branch, row) in (0..).zip(rows) {
            for byte in bytes(row) {
                branches[usize::from(ends[byte])] = branch;
                ends[byte] += 1;
            }
        }
        Tried { starts, branches }
    }
}

impl<'p> Pattern<'p> {
    /// Its items.
    fn row(self) -> Row<'p> {
        self.patterns.table.row(self.number)
    }

    fn spacing(self) -> Spacing {
        self.patterns.table.spacing
    }

    /// The first match from a byte on that begins and ends at a word.
    pub fn find_at(self, words: &str, from: usize) -> Option<Found> {
        self.first_alone(words, from, |from| self.matched(words, from))
    }

    /// The same by the pattern's expression, which is slow to build; what it finds is what the pattern means.
    pub fn find_by_expression(self, words: &str, from: usize) -> Option<Found> {
        self.first_alone(words, from, |from| self.expressed(words, from))
    }

    fn first_alone(self, words: &str, from: usize, find: impl Fn(usize) -> Option<Found>) -> Option<Found> {
        let mut from = from;
        loop {
            let found = find(from)?;
            if self.spacing() == Spacing::None || stands_alone(words, found.range.clone()) {
                return Some(found);
            }
            from = self.next_start(words, found.range.start)?;
        }
    }

    fn matched(self, words: &str, from: usize) -> Option<Found> {
        let firsts = self.patterns.table.firsts(self.number);
        let found = matcher::find(self.row(), firsts, self.patterns, words, from);
        found.unwrap_or_else(|matcher::TooLong| self.expressed(words, from))
    }

    fn expressed(self, words: &str, from: usize) -> Option<Found> {
        let regex = self.regex();
        let captures = regex.captures_at(words, from)?;
        let groups = regex.capture_names().enumerate().filter_map(|(at, name)| {
            let kind = if name?.starts_with("name") { GroupKind::Name } else { GroupKind::Modifiers };
            captures.get(at).map(|found| (kind, found.range()))
        });
        let range = captures.get(0).expect("group 0 is the match").range();
        Some(Found { range, groups: groups.collect() })
    }

    /// Where another match may begin after one that began at `start`: the next word, or the next character.
    pub fn next_start(self, words: &str, start: usize) -> Option<usize> {
        match self.spacing() {
            Spacing::None => words[start..].chars().next().map(|first| start + first.len_utf8()),
            Spacing::Ascii | Spacing::Words => words[start..].find(' ').map(|blank| start + blank + 1),
        }
    }

    /// Whether a match begins exactly there.
    pub fn begins_at(self, words: &str, start: usize) -> bool {
        self.find_at(words, start).is_some_and(|found| found.range.start == start)
    }

    /// Whether a match ends at the end of these words.
    pub fn ends(self, words: &str) -> bool {
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

    /// What it means, as a regular expression.
    pub fn expression(self) -> String {
        let table = &self.patterns.table;
        let branches = |list| table.branches(list).map(|row| table.row(row)).collect();
        Translator { branches: &branches, spacing: table.spacing }.pattern(self.row())
    }

    /// Whether its expression can be built, which is held by a test of those that are embedded.
    pub fn can_be_built(self) -> bool {
        self.built().is_ok()
    }

    fn regex(self) -> Regex {
        // No user of them can leave them half changed.
        let mut expressions = self.patterns.expressions.lock().unwrap_or_else(PoisonError::into_inner);
        let built = || self.built().expect("a pattern that was parsed translates to a valid expression");
        expressions.entry(self.number).or_insert_with(built).clone()
    }

    fn built(self) -> Result<Regex, regex::Error> {
        RegexBuilder::new(&self.expression()).case_insensitive(true).size_limit(32 << 20).build()
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

    fn lists() -> BTreeMap<String, Vec<String>> {
        let list = |name: &str, of: &[&str]| (name.to_owned(), of.iter().map(|s| s.to_string()).collect());
        BTreeMap::from([
            list("send", &["send", "call back", "call"]),
            list("modal", &["will", "can"]),
            list("loop", &["<loop>"]),
        ])
    }

    /// A pattern that is well formed.
    fn one(pattern: &str, lists: BTreeMap<String, Vec<String>>, spacing: Spacing) -> Patterns {
        Patterns::of(&[pattern.to_owned()], lists, spacing).expect("the pattern of the test is well formed")
    }

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: Option<&str>) {
        let patterns = one(pattern, lists(), Spacing::Ascii);
        let found = patterns.at(0).find_at(text, 0);
        assert_eq!(found, patterns.at(0).find_by_expression(text, 0), "{pattern}");
        let can_hold = patterns.among(0..1, &patterns.scan(text)).next().is_some();
        assert!(can_hold || found.is_none(), "{pattern}");
        assert_eq!(found.map(|found| &text[found.range]), expected, "{pattern}");
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
        let lists = BTreeMap::from([call]);
        let pattern = one("(当社|弊社) .. <call>", lists.clone(), Spacing::None);
        let found = pattern.at(0).find_at("完了後、当社がこれを呼び出します", 0);
        assert_eq!(found.map(|found| found.range.start), Some(12));
        assert_eq!(pattern.at(0).find_at("当社、それを呼び出します", 0), None);
        let check = |pattern: &str, text: &str, expected: Option<&str>| {
            let pattern = one(pattern, lists.clone(), Spacing::None);
            assert_eq!(pattern.at(0).find_at(text, 0).map(|found| &text[found.range]), expected);
        };
        check("<Name> が", "完了後にAcme Payが", Some("Acme Payが"));
        check("=GET", "WIDGETを", None);
        check("=GET を", "はGETを", Some("GETを"));
        check("Webhook URL", "このWebhook URLに", Some("Webhook URL"));
    }

    #[test]
    fn letters_of_any_script_bound_words() {
        let pattern = one("à nouveau", BTreeMap::new(), Spacing::Words);
        assert!(pattern.at(0).find_at("envoyé à nouveau", 0).is_some());
        assert!(pattern.at(0).find_at("voilà nouveau", 0).is_none());
    }

    #[test]
    fn mistakes_are_told() {
        let told = |pattern: &str| {
            let patterns = Patterns::of(&[pattern.to_owned()], lists(), Spacing::Ascii);
            patterns.expect_err("it is malformed").to_string()
        };
        assert_eq!(told("we <sned>"), "unknown list `<sned>`; known are loop, modal, send");
        assert!(told("we (a|b").contains("not closed"));
        assert!(told("a) b").contains("without its opening one"));
        assert!(told("(a|)").contains("an empty choice"));
        assert!(told("<loop>").contains("names itself"));
        assert!(told("? a").contains("follows nothing"));
    }

    #[test]
    fn a_long_way_is_cut_short_by_the_expression() {
        let pattern = one("a <rest> b <rest> c <rest> d <rest> e", lists(), Spacing::Ascii);
        for text in ["a b c d ".repeat(40), format!("{}e", "a b c d ".repeat(40))] {
            assert!(matcher::find(pattern.at(0).row(), None, &pattern, &text, 0).is_err());
            assert_eq!(pattern.at(0).find_at(&text, 0), pattern.at(0).find_by_expression(&text, 0));
        }
    }

    #[test]
    fn a_scan_tells_which_patterns_a_text_can_hold() {
        let patterns = ["we <modal>? <send> to", "retr* it", "<id>", "*method"].map(str::to_owned);
        let patterns = Patterns::of(&patterns, lists(), Spacing::Ascii).expect("they are well formed");
        let check = |text: &str, expected: &[usize]| {
            let held = patterns.scan(text);
            let can_hold: Vec<usize> = patterns.among(0..4, &held).map(|pattern| pattern.number).collect();
            assert_eq!(can_hold, expected, "{text}");
        };
        check("we call to it", &[0, 2]);
        check("they call to it", &[2]);
        check("recalled, it retries", &[1, 2]);
        check("the fallback_method", &[2, 3]);
    }
}
