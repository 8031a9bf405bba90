//! The small language that phrases and names are written in, and its translation to regular expressions.
//!
//! A pattern is a row of words. `(a|b c)` is a choice, a trailing `?` makes an item optional, `<list>` is a choice named
//! in a vocabulary, `..` stands for up to four words of the same clause and `...` for up to twelve of the same sentence.
//! `retr*` matches any word that begins so, `*ing` any that ends so, `error/s` is `error` or `errors`, `=POST` matches in that case only, `^` and `$` are the ends of the sentence.
//! `<Name>` is a capitalised proper name, `<id>` an identifier, `<word>` any word, `<clause>` up to sixteen words of the same
//! clause, `<rest>` as many as there are of them, `<mods>` up to three words between an article and its noun. Matching ignores case elsewhere.

mod translate;

use self::translate::Translator;
use regex::{Captures, Regex, RegexBuilder};
use std::collections::BTreeMap;
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

/// Named choices, each a list of patterns, that `<list>` refers to.
pub type Lists = BTreeMap<String, Vec<String>>;

/// One compiled pattern; the regular expression is built when a text first holds one of its literals.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    expression: String,
    anchors: Vec<String>,
    spacing: Spacing,
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

/// How deep lists may name lists.
const DEPTH: usize = 8;

impl Pattern {
    /// Compiles a pattern against a vocabulary.
    pub fn new(source: &str, lists: &Lists) -> Result<Self, PatternError> {
        Pattern::spaced(source, lists, Spacing::Ascii)
    }

    /// Compiles a pattern of a language with this spacing.
    pub fn spaced(source: &str, lists: &Lists, spacing: Spacing) -> Result<Self, PatternError> {
        let items = parse(source)?;
        let translator = Translator { lists, spacing, source };
        // A name may be a placeholder in braces, before which there is no word boundary.
        let begins_with_name = matches!(&items[0], Item::List(name) if name == "Name");
        let row = translator.row(&items, DEPTH)?;
        let expression = numbered(&match (spacing, begins_with_name) {
            (Spacing::None, _) => row,
            (Spacing::Ascii, false) => format!(r"(?-u:\b|^){row}(?-u:\b|$)"),
            (Spacing::Ascii, true) => format!(r"{row}(?-u:\b|$)"),
            (Spacing::Words, false) => format!(r"(?:\b|^){row}(?:\b|$)"),
            (Spacing::Words, true) => format!(r"{row}(?:\b|$)"),
        });
        let anchors = anchors(&items, lists, DEPTH);
        Ok(Pattern { source: source.to_owned(), expression, anchors, spacing, regex: OnceLock::new() })
    }

    /// The pattern as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Lower-case literals of which every match holds at least one; empty where no such set exists.
    pub fn anchors(&self) -> &[String] {
        &self.anchors
    }

    /// Which words of a match are to be checked as a name, and which as modifiers.
    pub fn groups<'t>(&self, captures: &Captures<'t>) -> Vec<(GroupKind, &'t str)> {
        let names = self.regex().capture_names().enumerate();
        let groups = names.filter_map(|(at, name)| {
            let kind = if name?.starts_with("name") { GroupKind::Name } else { GroupKind::Modifiers };
            captures.get(at).map(|found| (kind, found.as_str()))
        });
        groups.collect()
    }

    /// The first match from a byte on that begins and ends at a word.
    pub fn captures_at<'t>(&self, words: &'t str, from: usize) -> Option<Captures<'t>> {
        let mut from = from;
        loop {
            let captures = self.regex().captures_at(words, from)?;
            let whole = captures.get(0).expect("group 0 is the match");
            if self.spacing == Spacing::None || stands_alone(words, whole.range()) {
                return Some(captures);
            }
            from = self.next_start(words, whole.start())?;
        }
    }

    /// Where another match may begin after one that began at `start`: the next word, or the next character.
    pub fn next_start(&self, words: &str, start: usize) -> Option<usize> {
        match self.spacing {
            Spacing::None => words[start..].chars().next().map(|first| start + first.len_utf8()),
            Spacing::Ascii | Spacing::Words => words[start..].find(' ').map(|blank| start + blank + 1),
        }
    }

    /// The range of that match.
    pub fn find_at(&self, words: &str, from: usize) -> Option<Range<usize>> {
        self.captures_at(words, from).and_then(|captures| captures.get(0).map(|whole| whole.range()))
    }

    /// Whether a match begins exactly there.
    pub fn begins_at(&self, words: &str, start: usize) -> bool {
        self.find_at(words, start).is_some_and(|found| found.start == start)
    }

    /// Whether a match ends at the end of these words.
    pub fn ends(&self, words: &str) -> bool {
        let mut from = 0;
        while let Some(found) = self.find_at(words, from) {
            if found.end == words.len() {
                return true;
            }
            let Some(next) = self.next_start(words, found.start) else { return false };
            from = next;
        }
        false
    }

    /// Builds the regular expression at once, for patterns that no test has held to be of a size that can be built.
    pub fn build(&self) -> Result<(), PatternError> {
        let built = self.built().map_err(|_| PatternError::TooLarge { pattern: self.source.clone() })?;
        _ = self.regex.set(built);
        Ok(())
    }

    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| self.built().expect("a pattern that was parsed translates to a valid expression"))
    }

    fn built(&self) -> Result<Regex, regex::Error> {
        RegexBuilder::new(&self.expression).case_insensitive(true).size_limit(32 << 20).build()
    }
}

/// The expression with its groups told apart by a number, since a pattern may hold several names.
fn numbered(expression: &str) -> String {
    let mut pieces = expression.split("(?<");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for (number, piece) in pieces.enumerate() {
        let (name, rest) = piece.split_once('>').expect("a group's name is closed");
        out.push_str(&format!("(?<{name}{number}>{rest}"));
    }
    out
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

#[derive(Clone, Debug, PartialEq)]
enum Item {
    /// `before*` and `*after` match any word that begins or ends so.
    Word {
        text: String,
        exact: bool,
        prefix: bool,
        suffix: bool,
    },
    List(String),
    Choice(Vec<Vec<Item>>),
    Optional(Box<Item>),
    Gap,
    WideGap,
    Clause,
    Rest,
    Modifiers,
    Start,
    End,
    Punctuation(char),
}

fn parse(source: &str) -> Result<Vec<Item>, PatternError> {
    let mut rest = source.trim();
    let items = parse_row(&mut rest, source)?;
    if !rest.is_empty() {
        return Err(malformed("a closing bracket or bar without its opening one", source));
    }
    Ok(items)
}

fn malformed(what: &'static str, pattern: &str) -> PatternError {
    PatternError::Malformed { what, pattern: pattern.to_owned() }
}

fn parse_row(rest: &mut &str, source: &str) -> Result<Vec<Item>, PatternError> {
    let mut items = Vec::new();
    loop {
        *rest = rest.trim_start();
        let Some(first) = rest.chars().next() else { break };
        if matches!(first, ')' | '|') {
            break;
        }
        let mut item = match first {
            '(' => parse_choice(rest, source)?,
            '<' => {
                let end = rest.find('>').ok_or_else(|| malformed("a list name that is not closed", source))?;
                let name = rest[1..end].to_owned();
                *rest = &rest[end + 1..];
                match name.as_str() {
                    "clause" => Item::Clause,
                    "rest" => Item::Rest,
                    "mods" => Item::Modifiers,
                    _ => Item::List(name),
                }
            }
            _ => parse_word(rest, source)?,
        };
        if let Some(after) = rest.strip_prefix('?') {
            *rest = after;
            item = Item::Optional(Box::new(item));
        }
        items.push(item);
    }
    if items.is_empty() { Err(malformed("an empty choice", source)) } else { Ok(items) }
}

fn parse_choice(rest: &mut &str, source: &str) -> Result<Item, PatternError> {
    let mut branches = Vec::new();
    loop {
        *rest = &rest[1..];
        branches.push(parse_row(rest, source)?);
        match rest.chars().next() {
            Some('|') => {}
            Some(')') => {
                *rest = &rest[1..];
                return Ok(Item::Choice(branches));
            }
            _ => return Err(malformed("a bracket that is not closed", source)),
        }
    }
}

fn parse_word(rest: &mut &str, source: &str) -> Result<Item, PatternError> {
    let end = rest.find(|c: char| c.is_whitespace() || "()|<>?".contains(c)).unwrap_or(rest.len());
    let word = &rest[..end];
    *rest = &rest[end..];
    Ok(match word {
        "" => return Err(malformed("a `?` or `>` that follows nothing", source)),
        "..." => Item::WideGap,
        ".." => Item::Gap,
        "^" => Item::Start,
        "$" => Item::End,
        "," | ":" | ";" => Item::Punctuation(word.chars().next().expect("the word was just matched")),
        _ => {
            let (exact, word) = word.strip_prefix('=').map_or((false, word), |word| (true, word));
            let (prefix, word) = word.strip_suffix('*').map_or((false, word), |word| (true, word));
            let (suffix, word) = word.strip_prefix('*').map_or((false, word), |word| (true, word));
            let item = |text: String| Item::Word { text, exact, prefix, suffix };
            match word.strip_suffix("/s") {
                Some(stem) => Item::Choice(vec![vec![item(stem.to_owned())], vec![item(format!("{stem}s"))]]),
                None => item(word.to_owned()),
            }
        }
    })
}

/// The set of literals that is the most telling: of the items that every match holds, the one whose shortest literal is
/// the longest.
fn anchors(items: &[Item], lists: &Lists, depth: usize) -> Vec<String> {
    let best = items
        .iter()
        .filter_map(|item| item_anchors(item, lists, depth))
        .max_by_key(|literals| literals.iter().map(String::len).min().unwrap_or(0));
    best.unwrap_or_default()
}

fn item_anchors(item: &Item, lists: &Lists, depth: usize) -> Option<Vec<String>> {
    let depth = depth.checked_sub(1)?;
    let all = |rows: Vec<Vec<Item>>| {
        let mut literals = Vec::new();
        for row in rows {
            let some = anchors(&row, lists, depth);
            if some.is_empty() {
                return None;
            }
            literals.extend(some);
        }
        Some(literals)
    };
    match item {
        // The gate folds the case of ASCII only.
        Item::Word { text, exact, .. } => {
            let folds = *exact || text.is_ascii() || text.chars().all(|c| c.to_lowercase().eq(c.to_uppercase()));
            folds.then(|| vec![text.to_lowercase()])
        }
        Item::List(name) => {
            all(lists.get(name)?.iter().map(|pattern| parse(pattern)).collect::<Result<_, _>>().ok()?)
        }
        Item::Choice(branches) => all(branches.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> Lists {
        let list = |name: &str, of: &[&str]| (name.to_owned(), of.iter().map(|s| s.to_string()).collect());
        Lists::from([
            list("send", &["send", "call back", "call"]),
            list("modal", &["will", "can"]),
            list("loop", &["<loop>"]),
        ])
    }

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: Option<&str>) {
        let pattern = Pattern::new(pattern, &lists()).expect("the pattern of the test is well formed");
        let found = pattern.find_at(text, 0).map(|range| &text[range]);
        assert_eq!(found, expected, "{}", pattern.expression);
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
        let lists = Lists::from([("call".to_owned(), vec!["呼び出します".to_owned(), "送信します".to_owned()])]);
        let pattern = Pattern::spaced("(当社|弊社) .. <call>", &lists, Spacing::None).expect("it is well formed");
        assert_eq!(pattern.find_at("完了後、当社がこれを呼び出します", 0).map(|found| found.start), Some(12));
        assert_eq!(pattern.find_at("当社、それを呼び出します", 0), None);
        let check = |pattern: &str, text: &str, expected: Option<&str>| {
            let pattern = Pattern::spaced(pattern, &lists, Spacing::None).expect("it is well formed");
            assert_eq!(pattern.find_at(text, 0).map(|range| &text[range]), expected);
        };
        check("<Name> が", "完了後にAcme Payが", Some("Acme Payが"));
        check("=GET", "WIDGETを", None);
        check("=GET を", "はGETを", Some("GETを"));
        check("Webhook URL", "このWebhook URLに", Some("Webhook URL"));
    }

    #[test]
    fn letters_of_any_script_bound_words() {
        let pattern = Pattern::spaced("à nouveau", &Lists::new(), Spacing::Words).expect("it is well formed");
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
    fn anchors_are_in_every_match() {
        let pattern = Pattern::new("we <modal>? <send> to", &lists()).expect("it is well formed");
        assert_eq!(pattern.anchors(), ["send", "back", "call"]);
    }
}
