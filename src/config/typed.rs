//! What was typed: a configuration file read as it stands, each value with its place, and each mistake in its form.
//!
//! What the values mean is left to others: whether a rule exists, what a pattern matches, what a named file holds.

use super::date::Date;
use super::keys::{self, Choice, Key, Tables};
use super::mistake::{known, mistake};
use crate::field::Kind;
use crate::finding::{Finding, Severity};
use crate::input::tree::{NodeId, Style, Tree};
use crate::input::yaml;
use crate::source::{FileId, Place};
use std::collections::HashSet;

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
    /// The facts that it has to state.
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

struct Reader<'t, 's> {
    tree: &'t Tree<'s>,
    file: FileId,
    mistakes: Vec<Finding>,
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
                "files" => files = self.texts(key, node),
                _ => self.wish(key, node, &mut wishes),
            }
        }
        (files, wishes)
    }

    fn wish(&mut self, key: &'static Key, node: NodeId, wishes: &mut Wishes) {
        match key.name {
            "caller" => wishes.caller = Some(self.texts(key, node)),
            // Which rules and languages there are is known only when all files were read.
            "select" => wishes.select = Some(self.texts(key, node)),
            "ignore" => wishes.ignore = Some(self.texts(key, node)),
            "languages" => wishes.languages = Some(self.texts(key, node)),
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
                "facts" => facts = Some(self.some(key, Choice::Fact, node)),
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
                "files" => ignore.files = Some(self.texts(key, node)),
                "pointer" => ignore.pointer = self.text(key.name, node),
                "rules" => ignore.rules = Some(self.texts(key, node)),
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

    /// The entries of a mapping whose keys are known, and a mistake for each that is not, comes twice or is missing.
    fn entries(&mut self, node: NodeId, tables: Tables, what: &str) -> Vec<(&'static Key, NodeId)> {
        if !self.is_mapping(node, what) {
            return Vec::new();
        }
        let mut seen = HashSet::new();
        for child in self.tree.children(node) {
            let name = self.tree.key(child).unwrap_or_default();
            if name != "<<" && !seen.insert(name.clone()) {
                let help = "keep one of them".to_owned();
                self.mistakes.push(mistake(self.key_place(child), format!("`{name}` is said twice"), Some(help)));
            }
        }
        let mut entries = Vec::new();
        for (name, value) in self.tree.entries(node) {
            match keys::keys(tables).find(|key| key.name == name) {
                None => {
                    let names: Vec<String> = keys::keys(tables).map(|key| key.name.to_owned()).collect();
                    let message = format!("{what} has no key `{name}`");
                    let help = known(&name, "keys", &names);
                    self.mistakes.push(mistake(self.key_place(value), message, Some(help)));
                }
                Some(key) if self.tree.is_null(value) => {
                    let help = Some(format!("give it a value, such as `{}`, or remove it", key.example));
                    self.mistakes.push(mistake(self.key_place(value), format!("`{name}` has no value"), help));
                }
                Some(key) => entries.push((key, value)),
            }
        }
        for key in keys::keys(tables).filter(|key| key.required && !seen.contains(key.name)) {
            let help = Some(format!("add it, such as `{}: {}`", key.name, key.example));
            let place = self.first_place(node);
            self.mistakes.push(mistake(place, format!("{what} needs `{}`", key.name), help));
        }
        entries
    }

    fn is_mapping(&mut self, node: NodeId, what: &str) -> bool {
        let is_mapping = self.tree.is_mapping(node);
        if !is_mapping {
            self.mistake(node, format!("{what} is a mapping of keys to values"), Some("write `key: value`".into()));
        }
        is_mapping
    }

    fn mappings(&mut self, key: &Key, node: NodeId) -> Vec<NodeId> {
        match self.tree.is_sequence(node) {
            true => self.tree.items(node).map(|item| self.tree.resolve(item)).collect(),
            false => {
                let help = format!("write `{}: {}`", key.name, key.example);
                self.mistake(node, format!("`{}` is a list", key.name), Some(help));
                Vec::new()
            }
        }
    }

    fn text(&mut self, name: &str, node: NodeId) -> Option<Said<String>> {
        let text = self.tree.scalar(node).filter(|text| !text.trim().is_empty() && !self.tree.is_null(node));
        if text.is_none() {
            self.mistake(node, format!("`{name}` is a text"), Some("write a text, in quotes if need be".into()));
        }
        let place = Some(self.place(node));
        text.map(|text| Said { value: text.trim().to_owned(), place })
    }

    fn texts(&mut self, key: &Key, node: NodeId) -> Vec<Said<String>> {
        match self.tree.is_sequence(node) {
            true => {
                let items: Vec<NodeId> = self.tree.items(node).collect();
                items.into_iter().filter_map(|item| self.text(key.name, item)).collect()
            }
            false => self.text(key.name, node).into_iter().collect(),
        }
    }

    fn flag(&mut self, key: &Key, node: NodeId) -> Option<Said<bool>> {
        let plain = self.tree.style(self.tree.resolve(node)) == Style::Plain;
        let value = match self.tree.raw(node) {
            "true" if plain => true,
            "false" if plain => false,
            other => {
                let message = format!("`{other}` is neither `true` nor `false`");
                self.mistake(node, message, Some(format!("write `{}: true` or `{}: false`", key.name, key.name)));
                return None;
            }
        };
        Some(Said { value, place: Some(self.place(node)) })
    }

    fn day(&mut self, name: &str, node: NodeId) -> Option<Said<Date>> {
        let said = self.text(name, node)?;
        let day = Date::parse(&said.value);
        if day.is_none() {
            let help = Some("write the year, the month and the day, such as `2027-01-31`".to_owned());
            self.mistake(node, format!("`{}` is no day", said.value), help);
        }
        Some(Said { value: day?, place: said.place })
    }

    fn one(&mut self, name: &str, choice: Choice, node: NodeId) -> Option<Said<String>> {
        let said = self.text(name, node)?;
        self.chosen(name, choice, node, said)
    }

    fn some(&mut self, key: &Key, choice: Choice, node: NodeId) -> Vec<Said<String>> {
        let items: Vec<NodeId> = match self.tree.is_sequence(node) {
            true => self.tree.items(node).collect(),
            false => vec![node],
        };
        items.into_iter().filter_map(|item| self.one(key.name, choice, item)).collect()
    }

    fn chosen(&mut self, name: &str, choice: Choice, node: NodeId, said: Said<String>) -> Option<Said<String>> {
        let words: Vec<String> = choice.words().into_iter().map(str::to_owned).collect();
        if words.contains(&said.value) {
            return Some(said);
        }
        let help = known(&said.value, "choices", &words);
        self.mistake(node, format!("`{name}` cannot be `{}`", said.value), Some(help));
        None
    }

    fn mistake(&mut self, node: NodeId, message: String, help: Option<String>) {
        self.mistakes.push(mistake(self.place(node), message, help));
    }

    fn place(&self, node: NodeId) -> Place {
        Place { file: self.file, span: self.tree.span(node) }
    }

    fn key_place(&self, node: NodeId) -> Place {
        let span = self.tree.key_span(node).unwrap_or_else(|| self.tree.span(node));
        Place { file: self.file, span }
    }

    /// Where a mapping begins, so that not all of its lines are underlined.
    fn first_place(&self, node: NodeId) -> Place {
        let first = self.tree.children(node).next();
        first.map_or_else(|| self.place(node), |first| self.key_place(first))
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
            "policy: [{file: a, facts: [why]}]",
            "why",
            "`facts` cannot be `why`",
            "the choices are `caller`, ",
        );
        check_choice("ignores: [{reason: a}]", "reason", "this would ignore everything", "add `files` or `pointer`");
        check_choice(
            "ignores: [{files: a, until: 2027-02-30}]",
            "2027-02-30",
            "`2027-02-30` is no day",
            "write the year",
        );
        check_choice("[a]", "[a]", "a configuration is a mapping of keys to values", "write");
        check("caller: A\nselect: []\ncaller: B\n", 3, "caller", "`caller` is said twice", "keep one");
        check("caller: A\n---\ncaller: B\n", 3, "caller: B", "a configuration is one document", "remove");
        assert_eq!(mistakes("caller: A\nselect: [b\n")[0].0, 2);
        assert!(mistakes("").is_empty() && mistakes("# only a comment\n").is_empty());
        assert_eq!(mistakes("exlude: 1\nfail-on: x\nselct: 1\n").len(), 3);
    }
}
