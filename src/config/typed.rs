//! What was typed: a configuration file read as it stands, each value with its place, and each mistake in its form.
//!
//! What the values mean is left to others: whether a rule exists, what a pattern matches, what a named file holds.

mod reader;

use super::date::Date;
use super::keys::{self, Choice, Key, Tables};
use super::mistake::mistake;
use crate::field::Kind;
use crate::finding::{Finding, Severity};
use crate::input::tree::NodeId;
use crate::input::yaml;
use crate::source::{FileId, Place};
use reader::Reader;

/// A value, and where it is said.
#[derive(Clone, Debug)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// Where it is said; none of what a flag says.
    pub place: Option<Place>,
}

/// A whole file.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Files that this one builds on.
    pub extends: Vec<Said<String>>,
    /// Patterns to leave out.
    pub exclude: Vec<Said<String>>,
    /// Files of names,
    pub names: Vec<Said<String>>,
    /// of phrases,
    pub phrases: Vec<Said<String>>,
    /// and of rules.
    pub checks: Vec<Said<String>>,
    /// Sections that state facts.
    pub policy: Vec<TypedPolicy>,
    /// Findings that are not told.
    pub ignores: Vec<TypedIgnore>,
    /// What holds for all files.
    pub wishes: Wishes,
    /// What else holds for some.
    pub overrides: Vec<(Vec<Said<String>>, Wishes)>,
}

/// What may be said for all files or for some, and most of it by flags too.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// The party that calls, by its names.
    pub caller: Option<Vec<Said<String>>>,
    /// The rules to ask.
    pub select: Option<Vec<Said<String>>>,
    /// The rules not to ask.
    pub ignore: Option<Vec<Said<String>>>,
    /// What rules count for; nothing where a rule is off.
    pub rules: Vec<(Said<String>, Option<Severity>)>,
    /// Whether likely fields are checked.
    pub pedantic: Option<Said<bool>>,
    /// The languages that are checked.
    pub languages: Option<Vec<Said<String>>>,
    /// What holds in the house for a kind.
    pub house: Vec<(Kind, TypedHouse)>,
    /// The threshold.
    pub fail_on: Option<Said<Option<Severity>>>,
}

/// What holds in a house.
#[derive(Clone, Debug, Default)]
pub struct TypedHouse {
    /// The method.
    pub method: Option<Said<String>>,
    /// What happens on failure.
    pub failure: Option<Said<String>>,
}

/// A section that states facts.
#[derive(Clone, Debug)]
pub struct TypedPolicy {
    /// Its file.
    pub file: Said<String>,
    /// Its heading.
    pub heading: Option<Said<String>>,
    /// Its tag.
    pub tag: Option<Said<String>>,
    /// The kinds that it speaks of.
    pub kinds: Option<Vec<Said<String>>>,
    /// The facts and topics that it has to state.
    pub facts: Option<Vec<Said<String>>>,
    /// Its language.
    pub language: Option<Said<String>>,
}

/// Findings that are not told.
#[derive(Clone, Debug)]
pub struct TypedIgnore {
    /// Their files.
    pub files: Option<Vec<Said<String>>>,
    /// Their places.
    pub pointer: Option<Said<String>>,
    /// Their rules.
    pub rules: Option<Vec<Said<String>>>,
    /// Why.
    pub reason: Option<Said<String>>,
    /// Until when.
    pub until: Option<Said<Date>>,
    /// Where it is said.
    pub place: Place,
}

/// Reads the text of a configuration, which is source `file` in the places of values and mistakes.
pub fn read(file: FileId, text: &str) -> (Typed, Vec<Finding>) {
    let parsed = yaml::parse(file, text);
    if let Some(error) = &parsed.error {
        let at = crate::source::Span::new(error.at, error.at);
        return (Typed::default(), vec![mistake(Place { file, span: at }, error.message.clone(), None)]);
    }
    let mut reader = Reader { tree: &parsed.tree, file, mistakes: Vec::new() };
    let mut typed = Typed::default();
    for &root in parsed.tree.roots().iter().take(1).filter(|&&root| !parsed.tree.is_null(root)) {
        typed = reader.file(root);
    }
    if let Some(&second) = parsed.tree.roots().get(1) {
        reader.mistake(
            second,
            "a configuration is one document".into(),
            Some("remove the `---` and what follows".into()),
        );
    }
    (typed, reader.mistakes)
}

impl Reader<'_, '_> {
    fn file(&mut self, root: NodeId) -> Typed {
        let mut typed = Typed::default();
        for (key, node) in self.entries(root, keys::TOP, "a configuration") {
            match key.name {
                "extends" => typed.extends = self.texts(key, node),
                "exclude" => typed.exclude = self.texts(key, node),
                "names" => typed.names = self.texts(key, node),
                "phrases" => typed.phrases = self.texts(key, node),
                "checks" => typed.checks = self.texts(key, node),
                "policy" => {
                    typed.policy = self.mappings(key, node).into_iter().filter_map(|node| self.policy(node)).collect();
                }
                "ignores" => {
                    typed.ignores = self.mappings(key, node).into_iter().filter_map(|node| self.ignore(node)).collect();
                }
                "overrides" => {
                    let all = self.mappings(key, node).into_iter();
                    typed.overrides = all.map(|node| self.special(node)).collect();
                }
                _ => self.wish(key, node, &mut typed.wishes),
            }
        }
        typed
    }

    fn special(&mut self, node: NodeId) -> (Vec<Said<String>>, Wishes) {
        let mut wishes = Wishes::default();
        let mut files = Vec::new();
        for (key, node) in self.entries(node, &[keys::FILES, keys::WISHES], "an override") {
            match key.name {
                "files" => files = self.some_texts(key, node),
                _ => self.wish(key, node, &mut wishes),
            }
        }
        (files, wishes)
    }

    fn wish(&mut self, key: &'static Key, node: NodeId, wishes: &mut Wishes) {
        match key.name {
            "caller" => wishes.caller = Some(self.texts(key, node)),
            // Which rules and languages there are is known only when all files were read.
            "select" => wishes.select = Some(self.some_texts(key, node)),
            "ignore" => wishes.ignore = Some(self.texts(key, node)),
            "languages" => wishes.languages = Some(self.some_texts(key, node)),
            "pedantic" => wishes.pedantic = self.flag(key, node),
            "rules" => wishes.rules = self.levels(key, node),
            "house" => {
                for (kind, node) in self.entries(node, &[keys::HOUSE], "`house`") {
                    let of = if kind.name == "webhook" { Kind::Webhook } else { Kind::Redirect };
                    let tables = if of == Kind::Webhook { WEBHOOK } else { REDIRECT };
                    let mut house = TypedHouse::default();
                    for (key, node) in self.entries(node, tables, &format!("`{}`", kind.name)) {
                        match key.name {
                            "method" => house.method = self.one(key.name, Choice::Method, node),
                            _ => house.failure = self.text(key.name, node),
                        }
                    }
                    wishes.house.push((of, house));
                }
            }
            "fail-on" => {
                let said = self.one(key.name, Choice::Threshold, node);
                wishes.fail_on = said.map(|said| Said { value: severity(&said.value), place: said.place });
            }
            other => unreachable!("`{other}` is in the table of wishes"),
        }
    }

    fn levels(&mut self, key: &Key, node: NodeId) -> Vec<(Said<String>, Option<Severity>)> {
        let mut levels = Vec::new();
        if !self.is_mapping(node, &format!("`{}`", key.name)) {
            return levels;
        }
        for (rule, node) in self.tree.entries(node) {
            let place = self.key_place(node);
            if let Some(said) = self.one(&rule, Choice::Level, node) {
                levels.push((Said { value: rule.into_owned(), place: Some(place) }, severity(&said.value)));
            }
        }
        levels
    }

    fn policy(&mut self, node: NodeId) -> Option<TypedPolicy> {
        let (mut file, mut heading, mut tag, mut kinds, mut facts, mut language) = (None, None, None, None, None, None);
        for (key, node) in self.entries(node, &[keys::POLICY], "a policy") {
            match key.name {
                "file" => file = self.text(key.name, node),
                "heading" => heading = self.text(key.name, node),
                "tag" => tag = self.text(key.name, node),
                "kinds" => kinds = Some(self.some(key, Choice::Kind, node)),
                // Which topics a house has is known only when all files were read.
                "facts" => facts = Some(self.some_texts(key, node)),
                _ => language = self.text(key.name, node),
            }
        }
        Some(TypedPolicy { file: file?, heading, tag, kinds, facts, language })
    }

    fn ignore(&mut self, node: NodeId) -> Option<TypedIgnore> {
        let before = self.mistakes.len();
        let place = self.first_place(node);
        let mut ignore = TypedIgnore { files: None, pointer: None, rules: None, reason: None, until: None, place };
        for (key, node) in self.entries(node, &[keys::IGNORES], "an entry of `ignores`") {
            match key.name {
                "files" => ignore.files = Some(self.some_texts(key, node)),
                "pointer" => ignore.pointer = self.pointer(key.name, node),
                "rules" => ignore.rules = Some(self.some_texts(key, node)),
                "reason" => ignore.reason = self.text(key.name, node),
                _ => ignore.until = self.day(key.name, node),
            }
        }
        if ignore.files.is_none() && ignore.pointer.is_none() && self.mistakes.len() == before {
            let help = "add `files` or `pointer`; to ask a rule nowhere, set it to `off` in `rules`";
            self.mistakes.push(mistake(place, "this would ignore everything".into(), Some(help.into())));
        }
        // What was typed wrong ignores nothing, so that a run which goes on hides nothing.
        (self.mistakes.len() == before).then_some(ignore)
    }
}

const WEBHOOK: Tables = &[keys::HOUSE_FAILURE, keys::HOUSE_METHOD];
const REDIRECT: Tables = &[keys::HOUSE_FAILURE];

/// The severity of that name; none for `off` and `never`.
fn severity(word: &str) -> Option<Severity> {
    Severity::ALL.into_iter().find(|severity| severity.word() == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    /// The mistakes in a text, each as its line, the words it points at, what is wrong and what to do.
    fn mistakes(text: &str) -> Vec<(usize, String, String, String)> {
        let source = Source::new("whocalls.yaml", text);
        let told = read(0, text).1.into_iter().map(|finding| {
            let words = source.slice(finding.place.span).to_owned();
            let line = source.position(finding.place.span.start as usize).line;
            (line, words, finding.message, finding.help.unwrap_or_default())
        });
        told.collect()
    }

    #[test]
    fn every_key_of_the_table_is_read() {
        let empty = format!("{:?}", Typed::default());
        for key in keys::keys(keys::TOP) {
            let (typed, mistakes) = read(0, &format!("{}: {}\n", key.name, key.example));
            assert!(mistakes.is_empty(), "{}: {mistakes:?}", key.name);
            assert!(format!("{typed:?}") != empty, "{} is not kept", key.name);
        }
        for (above, tables) in [
            ("house: {webhook: {KEY}}", WEBHOOK),
            ("house: {redirect: {KEY}}", REDIRECT),
            ("policy: [{file: a.md, KEY}]", &[keys::POLICY] as Tables),
            ("ignores: [{files: a, KEY}]", &[keys::IGNORES]),
            ("overrides: [{files: a, KEY}]", &[keys::WISHES]),
        ] {
            let without = read(0, &above.replace(", KEY", "").replace("KEY", "")).0;
            for key in keys::keys(tables).filter(|key| !["file", "files"].contains(&key.name)) {
                let text = above.replace("KEY", &format!("{}: {}", key.name, key.example));
                let (typed, mistakes) = read(0, &text);
                assert!(mistakes.is_empty(), "{text}: {mistakes:?}");
                assert!(format!("{typed:?}") != format!("{without:?}"), "{text} is not kept");
            }
        }
    }

    #[test]
    fn what_is_not_known_is_told_where_it_stands_with_what_is() {
        let check = |text: &str, line: usize, words: &str, message: &str, help: &str| {
            let told = mistakes(text);
            assert_eq!(told.len(), 1, "{text}: {told:?}");
            let (at, pointed, said, advice) = &told[0];
            assert_eq!((*at, pointed.as_str(), said.as_str()), (line, words, message), "{text}");
            assert!(advice.starts_with(help), "{text}: {advice}");
        };
        let check_choice = |text: &str, words: &str, message: &str, help: &str| check(text, 1, words, message, help);
        check(
            "caller: A\nexlude: [a]\n",
            2,
            "exlude",
            "a configuration has no key `exlude`",
            "did you mean `exclude`? the keys are `caller`, ",
        );
        check("a: 1\n", 1, "a", "a configuration has no key `a`", "the keys are `caller`, ");
        check(
            "rules:\n  undocumented: loud\n",
            2,
            "loud",
            "`undocumented` cannot be `loud`",
            "the choices are `error`, `warning`, `info`, `off`",
        );
        check_choice(
            "fail-on: errors",
            "errors",
            "`fail-on` cannot be `errors`",
            "did you mean `error`? the choices are ",
        );
        check_choice("pedantic: yes", "yes", "`yes` is neither `true` nor `false`", "write `pedantic: true`");
        check_choice("pedantic: 'true'", "'true'", "`true` is neither `true` nor `false`", "write");
        check_choice("exclude: {a: b}", "{a: b}", "`exclude` is a text", "write a text");
        check_choice("exclude: [[a]]", "[a]", "`exclude` is a text", "write a text");
        check_choice("exclude:", "exclude", "`exclude` has no value", "give it a value, such as `[vendor/]`");
        check_choice("overrides: {files: a}", "{files: a}", "`overrides` is a list", "write `overrides: [");
        check_choice(
            "overrides: [{pedantic: true}]",
            "pedantic",
            "an override needs `files`",
            "add it, such as `files: ",
        );
        check_choice(
            "overrides: [{files: a, exclude: b}]",
            "exclude",
            "an override has no key `exclude`",
            "the keys are `files`, ",
        );
        check_choice(
            "house: {redirect: {method: GET}}",
            "method",
            "`redirect` has no key `method`",
            "the keys are `failure`",
        );
        check_choice(
            "house: {webhook: {method: Post}}",
            "Post",
            "`method` cannot be `Post`",
            "the choices are `GET`, ",
        );
        check_choice("policy: [{heading: a}]", "heading", "a policy needs `file`", "add it");
        check_choice(
            "policy: [{file: a, kinds: [why]}]",
            "why",
            "`kinds` cannot be `why`",
            "the choices are `webhook`, ",
        );
        check_choice("ignores: [{reason: a}]", "reason", "this would ignore everything", "add `files` or `pointer`");
        check_choice(
            "ignores: [{files: a, until: 2027-02-30}]",
            "2027-02-30",
            "`2027-02-30` is no day",
            "write the year",
        );
        check_choice(
            "overrides: [&o {files: a}, {<<: *o, x: 1}]",
            "x",
            "an override has no key `x`",
            "the keys are `files`, ",
        );
        check_choice("[a]", "[a]", "a configuration is a mapping of keys to values", "write");
        for text in ["select: []", "policy: [{file: a, facts: []}]", "policy: [{file: a, kinds: []}]"] {
            assert!(mistakes(text)[0].2.ends_with("names nothing"), "{text}");
        }
        check("caller: A\nselect: [b]\ncaller: B\n", 3, "caller", "`caller` is said twice", "keep one");
        check("caller: A\n---\ncaller: B\n", 3, "caller: B", "a configuration is one document", "remove");
        assert_eq!(mistakes("caller: A\nselect: [b\n")[0].0, 2);
        assert!(mistakes("").is_empty() && mistakes("# only a comment\n").is_empty());
        assert_eq!(mistakes("exlude: 1\nfail-on: x\nselct: 1\n").len(), 3);
    }
}
