//! What a comment or a key says that is to be ignored: which rules, why, and until when.
//!
//! Where it stands and what it covers is left to others.

use crate::config::{Date, nearest, unknown_rule};
use crate::rulebook::checks::{self, Check};
use crate::source::Span;

/// One request to ignore findings, as far as it can be understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directive {
    /// Where it is written, for what there is to say of it.
    pub span: Span,
    /// Whether it asks to ignore findings in the whole file.
    pub whole_file: bool,
    /// The rules that it names, each with its place; none where it is about all rules.
    pub rules: Option<Vec<(String, Span)>>,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// Why.
    pub reason: Option<String>,
    /// What in it cannot be understood, with its place: a message, lower case and without a final stop.
    pub mistakes: Vec<(Span, String)>,
}

/// What stands before a request in a comment.
pub const MARK: &str = "whocalls:";

/// How requests begin that other linters know.
const ASKED_ELSEWHERE: [&str; 7] = ["disable", "enable", "off", "skip", "allow", "suppress", "noqa"];

/// The members of such a value that is an object.
pub const MEMBERS: [&str; 3] = ["rules", "reason", "until"];

impl Directive {
    /// Reads what a comment says behind [`MARK`]; `at` is where `text` begins in the source and `span` begins at the mark.
    /// None where it is no request at all, but a comment that happens to begin like one.
    pub fn of_comment(text: &str, at: usize, start: usize) -> Option<Directive> {
        let trimmed = text.trim_start();
        let at = at + text.len() - trimmed.len();
        let word_length = trimmed.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(trimmed.len());
        let (word, mut rest) = trimmed.split_at(word_length);
        let mut end = at + word_length;
        let mut found = Directive { span: Span::new(start, end), ..Directive::default() };
        match word {
            "ignore" => {}
            "ignore-file" => found.whole_file = true,
            _ => {
                let is_meant = ASKED_ELSEWHERE.iter().any(|asked| word.starts_with(asked));
                if !is_meant {
                    nearest(word, ["ignore".to_owned(), "ignore-file".to_owned()].iter())?;
                }
                let message = format!("there is no `{word}`; it is `ignore` or `ignore-file`");
                found.mistakes.push((Span::new(at, end), message));
                return Some(found);
            }
        }
        if let Some(list) = rest.strip_prefix('[') {
            let Some(length) = list.find([']', '\n']).filter(|&length| list.as_bytes()[length] == b']') else {
                found.mistakes.push((Span::new(end, end + 1), "the list of rules is not closed with `]`".to_owned()));
                return Some(found);
            };
            found.name_rules(rules_in(&list[..length], end + 1));
            rest = &list[length + 1..];
            end += length + 2;
            found.span = Span::new(start, end);
        }
        if found.rules.is_none()
            && let Some(length) = rules_without_brackets(rest)
        {
            let message = "the rules stand in brackets, as in `ignore[missing-caller]`".to_owned();
            found.mistakes.push((Span::new(end, end + length), message));
            return Some(found);
        }
        found.words(rest, end);
        Some(found)
    }

    /// Takes the rules that are named.
    pub fn name_rules(&mut self, named: Vec<(String, Span)>) {
        if named.is_empty() {
            self.mistakes.push((self.span, "the list names no rule; without a list all rules are meant".to_owned()));
        }
        self.rules = Some(named);
    }

    /// What is wrong with it, where the house has these rules of its own.
    pub fn mistakes(&self, own: &[Check]) -> Vec<(Span, String)> {
        let is_known = |rule: &str| checks::find(rule).is_some() || own.iter().any(|check| check.id == rule);
        let unknown = self.rules.iter().flatten().filter(|(rule, _)| !is_known(rule));
        let unknown = unknown.map(|(rule, span)| {
            let suggestion = unknown_rule(rule, own).suggestion;
            let suggestion = suggestion.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
            (*span, format!("there is no rule `{rule}`{suggestion}"))
        });
        self.mistakes.iter().cloned().chain(unknown).collect()
    }

    /// Takes a date, or that it is none.
    pub fn hold_until(&mut self, written: &str, span: Span) {
        self.until = Date::parse(written);
        if self.until.is_none() {
            self.mistakes.push((span, format!("`{written}` is no date; `until` takes one such as `2027-01-31`")));
        }
    }

    /// Takes a reason, if it says anything.
    pub fn give_reason(&mut self, reason: &str) {
        let words: Vec<&str> = reason.split_whitespace().collect();
        self.reason = (!words.is_empty()).then(|| words.join(" "));
    }

    /// The reason, and the date before or behind it.
    fn words(&mut self, text: &str, at: usize) {
        let mark = "until:";
        let from = text.find(mark).filter(|&from| text[..from].chars().next_back().is_none_or(char::is_whitespace));
        let Some(from) = from else { return self.give_reason(text) };
        let value = &text[from + mark.len()..];
        let length = value.find(char::is_whitespace).unwrap_or(value.len());
        let date = value[..length].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let start = at + from;
        self.hold_until(date, Span::new(start, start + mark.len() + date.len()));
        self.give_reason(&format!("{} {}", &text[..from], &value[length..]));
    }

    /// Whether it asks to ignore findings of a rule.
    pub fn names(&self, rule: &str) -> bool {
        // What is wrong with requests is not to be hidden by the request that it is about, unless it is named.
        match &self.rules {
            Some(rules) => rules.iter().any(|(named, _)| named == rule),
            None => !checks::is_about_ignores(rule),
        }
    }
}

/// How many bytes of what follows `ignore` are rules that do not stand in brackets; none where it is a reason.
fn rules_without_brackets(rest: &str) -> Option<usize> {
    let named = rest.trim_start_matches([':', '=', '(', ' ', '\t']);
    let length = named.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(named.len());
    let before = rest.len() - named.len();
    // No reason begins with a rule's id, nor with a bracket of another sort right behind the word.
    (checks::find(&named[..length]).is_some() || rest.starts_with('(')).then_some(before + length)
}

/// The words of a list, with their places.
fn rules_in(list: &str, at: usize) -> Vec<(String, Span)> {
    let mut start = at;
    let mut named = Vec::new();
    for part in list.split(',') {
        let rule = part.trim();
        if !rule.is_empty() {
            let from = start + part.len() - part.trim_start().len();
            named.push((rule.to_owned(), Span::new(from, from + rule.len())));
        }
        start += part.len() + 1;
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(comment: &str) -> Directive {
        let at = comment.find(MARK).expect("it has one") + MARK.len();
        Directive::of_comment(&comment[at..], at, at - MARK.len()).expect("it is a request")
    }

    fn rules(directive: &Directive) -> Vec<&str> {
        directive.rules.iter().flatten().map(|(rule, _)| rule.as_str()).collect()
    }

    #[test]
    fn a_comment_names_rules_a_reason_and_a_date() {
        let comment = "# whocalls: ignore[missing-caller, missing-method]  the partner\n names it until:2027-01-31";
        let found = read(comment);
        assert_eq!(rules(&found), ["missing-caller", "missing-method"]);
        assert_eq!(found.reason.as_deref(), Some("the partner names it"));
        assert_eq!(found.until, Date::parse("2027-01-31"));
        assert_eq!(&comment[found.span.range()], "whocalls: ignore[missing-caller, missing-method]");
        assert_eq!(&comment[found.rules.as_ref().expect("named")[1].1.range()], "missing-method");
        assert_eq!(found.mistakes(&[]), []);

        let found = read("whocalls:ignore-file until:2027-01-31, a reason");
        assert!(found.whole_file && found.rules.is_none() && found.until.is_some());
        assert_eq!(found.reason.as_deref(), Some("a reason"));
        assert!(found.names("missing-caller") && !found.names("unused-ignore"));
    }

    #[test]
    fn what_cannot_be_understood_has_its_place() {
        let mistake = |comment: &str| {
            let (span, message) = read(comment).mistakes(&[]).into_iter().next().expect("it has one");
            (comment[span.range()].to_owned(), message)
        };
        let pair = |place: &str, message: &str| (place.to_owned(), message.to_owned());
        assert_eq!(
            mistake("whocalls: ignore[missing-callers, missing-method]"),
            pair("missing-callers", "there is no rule `missing-callers`, did you mean `missing-caller`?")
        );
        assert_eq!(
            mistake("whocalls: ignore-next-line"),
            pair("ignore-next-line", "there is no `ignore-next-line`; it is `ignore` or `ignore-file`")
        );
        for near in ["ignore missing-caller", "ignore(missing-caller) why", "ignore: missing-caller"] {
            let without = mistake(&format!("whocalls: {near}")).1;
            assert_eq!(without, "the rules stand in brackets, as in `ignore[missing-caller]`", "{near}");
        }
        assert_eq!(mistake("whocalls: ignore missing-caller, why").0, " missing-caller");
        assert_eq!(mistake("whocalls: disable missing-caller").0, "disable");
        assert_eq!(mistake("whocalls: ignore[a\n]").1, "the list of rules is not closed with `]`");
        assert_eq!(mistake("whocalls: ignore[ ]").1, "the list names no rule; without a list all rules are meant");
        assert_eq!(
            mistake("whocalls: ignore until:2027-02-30 x"),
            pair("until:2027-02-30", "`2027-02-30` is no date; `until` takes one such as `2027-01-31`")
        );
    }

    #[test]
    fn other_comments_are_none() {
        for text in [" lints this file", "", " see the README", " 3"] {
            assert_eq!(Directive::of_comment(text, 0, 0), None, "{text}");
        }
    }
}
