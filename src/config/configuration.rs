//! A configuration with all that it builds on and names: which settings hold for a file, and which files are left out.
//!
//! Texts come from whoever may read files; nothing is read here.

mod loading;

use super::ignores::Ignore;
use super::mistake::Mistakes;
use super::patterns::Patterns;
use super::settle::{Origins, settle};
use super::typed::{TypedPolicy, Wishes};
use super::{PolicyWords, Settings};
use crate::field::{Fact, Facts, Kind};
use crate::finding::Finding;
use crate::rulebook::Rulebook;
use crate::rulebook::checks::{self, Check, Group};
use crate::source::{Place, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Names under which a configuration is looked for; a folder has one at most.
pub const NAMES: [&str; 4] = ["whocalls.yaml", ".whocalls.yaml", "whocalls.yml", ".whocalls.yml"];

/// Whoever hands out the texts that a configuration names.
pub trait Files {
    /// The text of a file, or why it cannot be had, as a clause.
    fn text(&self, path: &Path) -> Result<String, String>;
    /// The name that messages have for a file.
    fn shown(&self, path: &Path) -> String;
}

/// A configuration and what it builds on.
#[derive(Debug)]
pub struct Configuration {
    /// The sources of places in it: its own file first.
    pub sources: Vec<Source>,
    /// What each section of its policies states.
    pub policies: Vec<(TypedPolicy, BTreeMap<Kind, Facts>, Arc<PolicyWords>)>,
    layers: Vec<(Option<Patterns>, Wishes)>,
    exclude: Vec<Patterns>,
    ignores: Vec<Ignored>,
    rulebook: Option<Arc<Rulebook>>,
    checks: Arc<Vec<Check>>,
}

/// An entry of `ignores`.
#[derive(Debug)]
struct Ignored {
    /// The files that it is for; all where there is none.
    files: Option<Patterns>,
    ignore: Ignore,
    /// Where it stands.
    place: Place,
}

/// Which layers and which ignores of a configuration hold for a file: files with the same have the same settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Held(Vec<bool>);

impl Configuration {
    /// The configuration in a file, with all that it names; flags may name the party that its policies speak of.
    pub fn load(path: &Path, files: &dyn Files, flags: &Wishes) -> Result<Configuration, Mistakes> {
        loading::load(path, files, flags)
    }

    /// The name of its file.
    pub fn name(&self) -> &str {
        self.sources[0].path()
    }

    /// The rules of the house.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// Whether a walk leaves out a file or folder that it comes to.
    pub fn excludes_entry(&self, path: &Path, is_folder: bool) -> bool {
        self.exclude.iter().any(|patterns| patterns.match_entry(path, is_folder))
    }

    /// Whether a file is left out, by itself or by a folder above it.
    pub fn excludes_file(&self, path: &Path) -> bool {
        self.exclude.iter().any(|patterns| patterns.match_file(path))
    }

    /// What holds for a file.
    pub fn held(&self, path: &Path) -> Held {
        let layers = self.layers.iter().map(|(patterns, _)| patterns);
        let all = layers.chain(self.ignores.iter().map(|ignored| &ignored.files));
        Held(all.map(|patterns| patterns.as_ref().is_none_or(|patterns| patterns.match_file(path))).collect())
    }

    /// The settings where this holds, under flags, and who decided them.
    pub fn settings(&self, held: &Held, flags: &Wishes) -> (Settings, Origins) {
        let (layers, ignores) = held.0.split_at(self.layers.len());
        let layers: Vec<&Wishes> =
            self.layers.iter().zip(layers).filter(|(_, held)| **held).map(|((_, wishes), _)| wishes).collect();
        let ignores = self.ignores.iter().zip(ignores).filter(|(_, held)| **held);
        let mut policy: BTreeMap<Kind, Facts> = BTreeMap::new();
        for (kind, facts) in self.policies.iter().flat_map(|(_, stated, _)| stated) {
            let all = policy.entry(*kind).or_default();
            for fact in Fact::ALL {
                facts.of(fact).into_iter().for_each(|evidence| all.state(fact, evidence.clone()));
            }
        }
        let policy_words = self.policies.iter().map(|(_, _, words)| Arc::clone(words)).collect();
        let (settings, origins) = settle(&layers, flags, &self.checks);
        let ignores = ignores.map(|(ignored, _)| ignored.ignore.clone()).collect();
        (Settings { ignores, policy, policy_words, rulebook: self.rulebook.clone(), ..settings }, origins)
    }

    /// What there is to say of the entries of `ignores` themselves, in the order in which they stand: which of them are
    /// over, and, where all files were looked at that they can be about, which of them nothing `used`, as `file:line`.
    pub fn complaints(&self, used: Option<&BTreeSet<String>>, settings: &Settings) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut tell = |rule: &str, place: Place, message: String, help: &str| {
            let check = checks::find(rule).expect("a test holds the rules about ignores");
            if settings.asks(rule) {
                found.push(Finding::of_file(rule, settings.severity(check), place, message, Some(help.to_owned())));
            }
        };
        // What a run did not ask for cannot be told to be unused.
        let core = Settings::of_group(Group::Core);
        let is_asked = |ignore: &Ignore| {
            let rules = if ignore.rules.is_empty() { &core } else { &ignore.rules };
            rules.is_subset(&settings.rules)
        };
        for Ignored { ignore, place, .. } in &self.ignores {
            match ignore.until.filter(|_| !ignore.holds_on(settings.today)) {
                Some(until) => {
                    let message = format!("this was to be ignored until {until} only");
                    tell("expired-ignore", *place, message, "mend what it covers and remove it, or write a later day");
                }
                None if used.is_some_and(|used| !used.contains(&ignore.said_at)) && is_asked(ignore) => {
                    let message = "nothing that this covers would be told".to_owned();
                    tell("unused-ignore", *place, message, "remove it, or correct its files, its pointer or its rules");
                }
                None => {}
            }
        }
        found.sort_by_key(|finding| finding.place);
        found
    }
}

/// A path as written in a file of a folder, without `.` and `..`, as far as these can be undone without a look at links.
pub fn joined(folder: &Path, written: &str) -> PathBuf {
    let mut path = PathBuf::new();
    for part in folder.join(written).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if path.file_name().is_some() => _ = path.pop(),
            // Above the top there is nothing but the top.
            Component::ParentDir if path.has_root() => {}
            part => path.push(part),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::recognise::facts::facts_in_words;
    use crate::rulebook::checks::Question;
    use std::collections::HashMap;

    /// Files that are there only in a test.
    struct Given(HashMap<&'static str, &'static str>);

    impl Files for Given {
        fn text(&self, path: &Path) -> Result<String, String> {
            let text = self.0.get(path.to_str().expect("it was given as a text"));
            text.map(|text| (*text).to_owned()).ok_or_else(|| "there is none".to_owned())
        }

        fn shown(&self, path: &Path) -> String {
            path.to_string_lossy().trim_start_matches("/r/").to_owned()
        }
    }

    fn load(files: &[(&'static str, &'static str)]) -> Result<Configuration, Mistakes> {
        let given = Given(files.iter().copied().collect());
        Configuration::load(Path::new("/r/whocalls.yaml"), &given, &Wishes::default())
    }

    fn settings(files: &[(&'static str, &'static str)], path: &str) -> Settings {
        let configuration = load(files).unwrap_or_else(|mistakes| panic!("{:?}", mistakes.findings));
        configuration.settings(&configuration.held(Path::new(path)), &Wishes::default()).0
    }

    /// Each mistake as file, line, and what is wrong.
    fn mistakes(files: &[(&'static str, &'static str)]) -> Vec<(String, usize, String)> {
        let mistakes = load(files).err().unwrap_or_default();
        let told = mistakes.findings.iter().map(|finding| {
            let source = &mistakes.sources[finding.place.file];
            let line = source.position(finding.place.span.start as usize).line;
            (source.path().to_owned(), line, finding.message.clone())
        });
        told.collect()
    }

    #[track_caller]
    fn has_mistake(files: &[(&'static str, &'static str)], file: &str, line: usize, message: &str) {
        assert_eq!(mistakes(files), [(file.to_owned(), line, message.to_owned())]);
    }

    #[test]
    fn files_build_on_files_and_overrides_are_for_some() {
        let files = [
            (
                "/r/whocalls.yaml",
                "extends: shared/base.yaml\nexclude: [gen/]\noverrides:\n- files: partner/*\n  rules: {undocumented: error}\n",
            ),
            (
                "/r/shared/base.yaml",
                "extends: ./deep.yaml\ncaller: Acme\nexclude: [old/x.yaml]\nrules: {undocumented: off}\n",
            ),
            ("/r/shared/deep.yaml", "caller: Nobody\npedantic: true\n"),
        ];
        let plain = settings(&files, "/r/a.yaml");
        assert_eq!((plain.caller.as_deref(), plain.pedantic), (Some("Acme"), true));
        assert!(!plain.asks("undocumented"));
        let partner = settings(&files, "/r/partner/a.yaml");
        assert!(partner.asks("undocumented"));
        assert_eq!(partner.severities["undocumented"], Severity::Error);
        let configuration = load(&files).expect("it has no mistake");
        assert!(configuration.excludes_file(Path::new("/r/a/gen/b.yaml")));
        // Patterns are relative to the file that says them.
        assert!(configuration.excludes_file(Path::new("/r/shared/old/x.yaml")));
        assert!(!configuration.excludes_file(Path::new("/r/old/x.yaml")));
    }

    #[test]
    fn mistakes_are_told_where_they_are_made() {
        has_mistake(
            &[("/r/whocalls.yaml", "a:\nextends: b.yaml\n"), ("/r/b.yaml", "\nx: 1\n")][1..],
            "whocalls.yaml",
            1,
            "`whocalls.yaml` cannot be read: there is none",
        );
        has_mistake(
            &[("/r/whocalls.yaml", "\nextends: b.yaml\n"), ("/r/b.yaml", "\nx: 1\n")],
            "b.yaml",
            2,
            "a configuration has no key `x`",
        );
        has_mistake(
            &[("/r/whocalls.yaml", "\nextends: [b.yaml]\n")],
            "whocalls.yaml",
            2,
            "`b.yaml` cannot be read: there is none",
        );
        has_mistake(
            &[("/r/whocalls.yaml", "extends: https://x.org/b.yaml\n")],
            "whocalls.yaml",
            1,
            "`https://x.org/b.yaml` is no file",
        );
        let circle = [("/r/whocalls.yaml", "extends: b.yaml\n"), ("/r/b.yaml", "\nextends: ./whocalls.yaml\n")];
        has_mistake(&circle, "b.yaml", 2, "`whocalls.yaml` to `b.yaml` leads back to itself through `extends`");
        has_mistake(
            &[("/r/whocalls.yaml", "ignore:\n- missing-callers\n")],
            "whocalls.yaml",
            2,
            "there is no rule `missing-callers`",
        );
        has_mistake(
            &[("/r/whocalls.yaml", "rules: {recommended: error}\n")],
            "whocalls.yaml",
            1,
            "`recommended` is a group of rules, and `rules` takes single ones",
        );
        for pointer in ["''", "'#'", "/"] {
            let text = format!("ignores: [{{files: a, pointer: {pointer}}}]\n").leak();
            has_mistake(&[("/r/whocalls.yaml", text)], "whocalls.yaml", 1, "this `pointer` means all of the document");
        }
        has_mistake(
            &[("/r/whocalls.yaml", "languages: [en, xx]\n")],
            "whocalls.yaml",
            1,
            "there are no phrases in the language `xx`",
        );
        has_mistake(
            &[("/r/whocalls.yaml", "ignores: [{files: a, rules: [x]}]\n")],
            "whocalls.yaml",
            1,
            "there is no rule `x`",
        );
        assert!(
            mistakes(&[("/r/whocalls.yaml", "exclude: [a,\n '{b']\n")])[0]
                .2
                .starts_with("`{b` is no pattern for files")
        );
    }

    const HOOKS: &str = "# Delivery\n\nWe retry a call that fails five times.\n\n# Colours\n\nBlue.\n";

    #[test]
    fn a_policy_states_what_its_section_states() {
        let policy = "policy: [{file: docs/hooks.md, heading: Delivery, kinds: [webhook]}]";
        let settings = settings(&[("/r/whocalls.yaml", policy), ("/r/docs/hooks.md", HOOKS)], "/r/a.yaml");
        let facts = &settings.policy[&Kind::Webhook];
        let failure = facts.of(Fact::Failure).expect("it is stated");
        assert!(failure.by == crate::field::By::Policy && failure.quote.contains("retry"), "{failure:?}");
        assert!(facts.of(Fact::Method).is_none() && settings.policy.len() == 1);
    }

    #[test]
    fn a_policy_may_have_to_say_topics() {
        let page = "# Delivery\n\nEach webhook carries an HMAC of its body. Failed calls are retried 5 times.\n";
        let of = |facts: &'static str| settings(&[("/r/whocalls.yaml", facts), ("/r/hooks.md", page)], "/r/a.yaml");
        let named = of("policy: [{file: hooks.md, heading: Delivery, kinds: [webhook], facts: [signature]}]");
        assert_eq!(named.policy_words[0].topics, ["missing-signature"]);
        assert!(named.policy.is_empty(), "no fact is named");
        assert!(of("policy: [{file: hooks.md, facts: [failure]}]").policy_words[0].topics.is_empty());
    }

    #[test]
    fn a_policy_that_is_not_there_or_states_nothing_is_a_mistake() {
        let check = |policy: &'static str, message: &str| {
            has_mistake(
                &[("/r/whocalls.yaml", policy), ("/r/hooks.md", HOOKS), ("/r/a.txt", "")],
                "whocalls.yaml",
                2,
                message,
            );
        };
        check("policy:\n- {file: hook.md}", "`hook.md` cannot be read: there is none");
        check("policy:\n- {file: a.txt}", "`a.txt` has no sections that can be read");
        check("policy:\n- {file: hooks.md, heading: Deliver}", "`hooks.md` has no heading `Deliver`");
        check("policy:\n- {file: hooks.md, tag: Deliver}", "`hooks.md` is no API description and has no tags");
        check(
            "policy:\n- {file: hooks.md, heading: Colours}",
            "the section `Colours` of `hooks.md` states none of the four facts, and none of the topics",
        );
        check(
            "policy:\n- {file: hooks.md, heading: Delivery, facts: [failure, method]}",
            "the section `Delivery` of `hooks.md` does not state the method",
        );
        check(
            "policy:\n- {file: hooks.md, heading: Delivery, facts: [failure, signature]}",
            "the section `Delivery` of `hooks.md` does not say how a receiver knows that a call is genuine",
        );
        check("policy:\n- {file: hooks.md, heading: Delivery, facts: [signatur]}", "`facts` cannot be `signatur`");
        check("policy:\n- {file: hooks.md, language: xx}", "there are no phrases in the language `xx`");
    }

    const NAMES_FILE: &str = "name:\n- say: [\"<hook> drop $\", pigeon post]\n  callback: 6\n  webhook: 3\n  because: its name is that of our post\n";
    const PHRASES_FILE: &str = "language: en\nlists: {birds: [pigeon, dove]}\nfacts:\n  caller:\n    phrases:\n    - say: [the <birds> office]\n      yes: [The dove office flies here.]\n    no: {webhook: [The pigeon sleeps.]}\n";

    #[test]
    fn names_and_phrases_of_the_house_add_to_what_is_built_in() {
        let files = [
            ("/r/whocalls.yaml", "names: rules/names.yaml\nphrases: [rules/en.yaml]\n"),
            ("/r/rules/names.yaml", NAMES_FILE),
            ("/r/rules/en.yaml", PHRASES_FILE),
        ];
        let settings = settings(&files, "/r/a.yaml");
        let rulebook = settings.rulebook();
        assert!(
            rulebook.names().may_be_field("pigeonPost", "")
                && !Rulebook::built_in().names().may_be_field("pigeonPost", "")
        );
        assert_eq!(rulebook.names().weight_of_name("pigeon post"), 6);
        assert_eq!(
            rulebook.names().weight_of_name("webhook drop"),
            6 + Rulebook::built_in().names().weight_of_name("webhook drop")
        );
        let states = |words: &str| facts_in_words(words, Kind::Webhook, rulebook.phrases(), &[]).missing().len() < 4;
        assert!(states("The pigeon office arrives.") && states("We POST it here."));
    }

    #[test]
    fn a_mistake_in_rule_data_of_the_house_is_told_there() {
        let phrases = |text: &'static str| mistakes(&[("/r/whocalls.yaml", "phrases: p.yaml"), ("/r/p.yaml", text)]);
        let broken =
            phrases("language: en\nfacts:\n  caller:\n    phrases:\n    - say: [the <brds> office]\n      yes: []\n");
        assert_eq!((broken[0].0.as_str(), broken[0].1), ("p.yaml", 5));
        assert!(broken[0].2.starts_with("unknown list `<brds>`"), "{broken:?}");
        let unkept = phrases(
            "language: en\nfacts:\n  caller:\n    phrases:\n    - say: [the pigeon office]\n      yes:\n      - It is blue.\n",
        );
        assert_eq!(
            unkept,
            [("p.yaml".to_owned(), 7, "this sentence does not state the caller: It is blue.".to_owned())]
        );
        let unknown = phrases("language: en\nfact: {}\n");
        assert_eq!((unknown[0].0.as_str(), unknown[0].1), ("p.yaml", 2));
        let new = phrases(
            "language: sv\nfacts:\n  caller:\n    phrases:\n    - say: [vi anropar]\n      yes: [Vi anropar adressen.]\n",
        );
        assert_eq!(new, []);
    }

    #[test]
    fn a_rule_of_the_house_is_known_everywhere() {
        let rule = crate::rulebook::embedded::files_in("checks")
            .find(|(path, _)| path.contains("missing-failure"))
            .expect("it exists")
            .1;
        let files = [
            (
                "/r/whocalls.yaml",
                "checks: rules/retry-promise.yaml\nrules: {retry-promise: error}\nselect: [retry-promise]\n",
            ),
            ("/r/rules/retry-promise.yaml", rule),
        ];
        let settings = settings(&files, "/r/a.yaml");
        assert_eq!(settings.rules.iter().collect::<Vec<_>>(), ["retry-promise", "unreadable"]);
        let asked: Vec<_> = settings.asking(Question::Fact(Fact::Failure)).map(|check| check.id.clone()).collect();
        assert_eq!(asked, ["retry-promise"]);
        assert_eq!(settings.severity(settings.find("retry-promise").expect("it is known")), Severity::Error);
        has_mistake(
            &[("/r/whocalls.yaml", "checks: undocumented.yaml"), ("/r/undocumented.yaml", rule)],
            "whocalls.yaml",
            1,
            "the rule `undocumented` is built in",
        );
    }

    #[test]
    fn paths_are_joined_by_their_parts() {
        assert_eq!(joined(Path::new("/r/a"), "../b/./c.yaml"), Path::new("/r/b/c.yaml"));
        assert_eq!(joined(Path::new("/r"), "../../../etc/x"), Path::new("/etc/x"));
    }
}
