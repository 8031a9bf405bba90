//! A configuration with all that it builds on and names: which settings hold for a file, and which files are left out.
//!
//! Texts come from whoever may read files; nothing is read here.

use super::ignores::Ignore;
use super::mistake::{Mistakes, known, mistake};
use super::patterns::{Patterns, PointerPattern};
use super::settle::{Origins, settle};
use super::typed::{self, Said, Typed, TypedIgnore, TypedPolicy, Wishes};
use super::{Settings, nearest, policy};
use crate::field::{Facts, Kind};
use crate::finding::Finding;
use crate::recognise::facts::facts_in_words;
use crate::rulebook::checks::{self, Check, Question};
use crate::rulebook::mistake::RuleMistake;
use crate::rulebook::{Addition, Rulebook};
use crate::source::{Place, Source};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Names under which a configuration is looked for; the first that is there counts.
pub const NAMES: [&str; 2] = ["whocalls.yaml", ".whocalls.yaml"];

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
    pub policies: Vec<(TypedPolicy, BTreeMap<Kind, Facts>)>,
    layers: Vec<(Option<Patterns>, Wishes)>,
    exclude: Vec<Patterns>,
    ignores: Vec<(Option<Patterns>, Ignore)>,
    rulebook: Option<Arc<Rulebook>>,
    checks: Arc<Vec<Check>>,
}

/// Which layers and which ignores of a configuration hold for a file: files with the same have the same settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Held(Vec<bool>);

impl Configuration {
    /// The configuration in a file, with all that it names.
    pub fn load(path: &Path, files: &dyn Files) -> Result<Configuration, Mistakes> {
        let mut loading =
            Loading { files, sources: Vec::new(), read: Vec::new(), open: Vec::new(), mistakes: Vec::new() };
        loading.add(path, None);
        let configuration = match loading.mistakes.is_empty() {
            true => loading.configuration(),
            false => Err(()),
        };
        configuration.map_err(|()| Mistakes { sources: loading.sources, findings: loading.mistakes })
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
        let all = layers.chain(self.ignores.iter().map(|(patterns, _)| patterns));
        Held(all.map(|patterns| patterns.as_ref().is_none_or(|patterns| patterns.match_file(path))).collect())
    }

    /// The settings where this holds, under flags, and who decided them.
    pub fn settings(&self, held: &Held, flags: &Wishes) -> (Settings, Origins) {
        let (layers, ignores) = held.0.split_at(self.layers.len());
        let layers: Vec<&Wishes> =
            self.layers.iter().zip(layers).filter(|(_, held)| **held).map(|((_, wishes), _)| wishes).collect();
        let ignores = self.ignores.iter().zip(ignores).filter(|(_, held)| **held);
        let mut policy: BTreeMap<Kind, Facts> = BTreeMap::new();
        for (kind, facts) in self.policies.iter().flat_map(|(_, stated)| stated) {
            let all = policy.entry(*kind).or_default();
            for fact in crate::field::Fact::ALL {
                facts.of(fact).into_iter().for_each(|evidence| all.state(fact, evidence.clone()));
            }
        }
        let (settings, origins) = settle(&layers, flags, &self.checks);
        let ignores = ignores.map(|((_, ignore), _)| ignore.clone()).collect();
        (Settings { ignores, policy, rulebook: self.rulebook.clone(), ..settings }, origins)
    }
}

/// A configuration while its files are read.
struct Loading<'f> {
    files: &'f dyn Files,
    sources: Vec<Source>,
    /// What the files say, those that are built on first, each with its folder.
    read: Vec<(PathBuf, Typed)>,
    /// The files that are being read, each of which extends the next.
    open: Vec<PathBuf>,
    mistakes: Vec<Finding>,
}

impl Loading<'_> {
    /// Adds a file and what it builds on; `asked` is where it is named.
    fn add(&mut self, path: &Path, asked: Option<Place>) {
        if let Some(at) = self.open.iter().position(|open| open == path) {
            let circle: Vec<String> = self.open[at..].iter().map(|path| self.files.shown(path)).collect();
            let message = format!("`{}` leads back to itself through `extends`", circle.join("` to `"));
            let place = asked.expect("a file that is open was asked for by another");
            return self.mistakes.push(mistake(place, message, Some("remove one of these `extends`".into())));
        }
        let Some(text) = self.text(path, asked) else { return };
        let file = self.sources.len();
        let (typed, mistakes) = typed::read(file, &text);
        self.sources.push(Source::new(self.files.shown(path), text));
        self.mistakes.extend(mistakes);
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        self.open.push(path.to_path_buf());
        for base in &typed.extends {
            if base.value.contains("://") {
                let message = format!("`{}` is no file", base.value);
                let help = "extend a file of this project; nothing is fetched".to_owned();
                self.mistakes.push(mistake(place(base), message, Some(help)));
                continue;
            }
            self.add(&joined(&folder, &base.value), base.place);
        }
        self.open.pop();
        self.read.push((folder, typed));
    }

    fn text(&mut self, path: &Path, asked: Option<Place>) -> Option<String> {
        match self.files.text(path) {
            Ok(text) => Some(text),
            Err(reason) => {
                let message = format!("`{}` cannot be read: {reason}", self.files.shown(path));
                let finding = match asked {
                    Some(place) => {
                        mistake(place, message, Some("correct the path, which is relative to this file".into()))
                    }
                    None => {
                        // The file that all begins with is shown empty.
                        self.sources.push(Source::new(self.files.shown(path), ""));
                        mistake(Place { file: 0, span: Default::default() }, message, None)
                    }
                };
                self.mistakes.push(finding);
                None
            }
        }
    }

    fn configuration(&mut self) -> Result<Configuration, ()> {
        let read = std::mem::take(&mut self.read);
        let rulebook = self.rulebook(&read);
        let checks = self.checks(&read);
        let mut layers = Vec::new();
        let (mut exclude, mut ignores, mut written) = (Vec::new(), Vec::new(), Vec::new());
        for (folder, typed) in read {
            exclude.extend((!typed.exclude.is_empty()).then(|| self.patterns(&folder, &typed.exclude)).flatten());
            for ignore in typed.ignores {
                let files = ignore.files.as_ref().map(|files| self.patterns(&folder, files));
                ignores.push((files.flatten(), self.ignore(ignore, &checks)));
            }
            written.extend(typed.policy.into_iter().map(|policy| (folder.clone(), policy)));
            layers.push((None, typed.wishes));
            for (files, wishes) in typed.overrides {
                layers.push((self.patterns(&folder, &files), wishes));
            }
        }
        let spoken: Vec<String> = match &rulebook {
            Some(rulebook) => rulebook.spoken().into_iter().map(str::to_owned).collect(),
            None => Rulebook::languages().into_iter().map(str::to_owned).collect(),
        };
        for (_, wishes) in &layers {
            self.check_words(wishes, &checks, &spoken);
        }
        let rulebook = rulebook.map(Arc::new);
        let checks = Arc::new(checks);
        let general: Vec<&Wishes> =
            layers.iter().filter(|(files, _)| files.is_none()).map(|(_, wishes)| wishes).collect();
        let callers = settle(&general, &Wishes::default(), &checks).0.callers();
        let policies = self.policies(written, rulebook.as_deref(), &callers, &spoken);
        match self.mistakes.is_empty() {
            false => Err(()),
            true => Ok(Configuration {
                sources: std::mem::take(&mut self.sources),
                policies,
                layers,
                exclude,
                ignores,
                rulebook,
                checks,
            }),
        }
    }

    /// Patterns, unless one of them is none.
    fn patterns(&mut self, folder: &Path, patterns: &[Said<String>]) -> Option<Patterns> {
        let compiled = Patterns::new(folder, patterns.iter().map(|said| said.value.as_str()));
        let told = compiled.map_err(|(number, reason)| {
            let said = &patterns[number];
            let message = format!("`{}` is no pattern for files: {reason}", said.value);
            self.mistakes.push(mistake(place(said), message, Some("write it in the manner of .gitignore".into())));
        });
        told.ok()
    }

    fn ignore(&mut self, typed: TypedIgnore, own: &[Check]) -> Ignore {
        let rules = typed.rules.unwrap_or_default();
        self.check_rules(&rules, own);
        let source = &self.sources[typed.place.file];
        let line = source.position(typed.place.span.start as usize).line;
        Ignore {
            pointer: typed.pointer.map(|said| PointerPattern::new(&said.value)),
            rules: rules.into_iter().map(|said| said.value).collect(),
            reason: typed.reason.map(|said| said.value),
            until: typed.until.map(|said| said.value),
            said_at: format!("{}:{line}", source.path()),
        }
    }

    fn check_words(&mut self, wishes: &Wishes, own: &[Check], spoken: &[String]) {
        let lists = [&wishes.select, &wishes.ignore];
        lists.into_iter().flatten().for_each(|rules| self.check_rules(rules, own));
        let named: Vec<Said<String>> = wishes.rules.iter().map(|(said, _)| said.clone()).collect();
        self.check_rules(&named, own);
        for language in wishes.languages.iter().flatten() {
            self.check_language(language, spoken);
        }
    }

    fn check_language(&mut self, said: &Said<String>, spoken: &[String]) -> bool {
        let is_spoken = spoken.contains(&said.value);
        if !is_spoken {
            let message = format!("there are no phrases in the language `{}`", said.value);
            let help = known(&said.value, "languages", spoken);
            self.mistakes.push(mistake(place(said), message, Some(help)));
        }
        is_spoken
    }

    fn check_rules(&mut self, rules: &[Said<String>], own: &[Check]) {
        let ids: Vec<String> = checks::built_in().iter().chain(own).map(|check| check.id.clone()).collect();
        for said in rules.iter().filter(|said| !ids.contains(&said.value)) {
            let message = format!("there is no rule `{}`", said.value);
            let help = match nearest(&said.value, ids.iter()) {
                Some(near) => format!("did you mean `{near}`? `whocalls rules` lists them all"),
                None => known(&said.value, "rules", &ids),
            };
            self.mistakes.push(mistake(place(said), message, Some(help)));
        }
    }

    /// The rule data that is built in with what the files add, if they add any.
    fn rulebook(&mut self, read: &[(PathBuf, Typed)]) -> Option<Rulebook> {
        let mut names = Vec::new();
        let mut phrases = Vec::new();
        for (folder, typed) in read {
            names.extend(typed.names.iter().filter_map(|said| self.addition(folder, said)));
            phrases.extend(typed.phrases.iter().filter_map(|said| self.addition(folder, said)));
        }
        if names.is_empty() && phrases.is_empty() {
            return None;
        }
        let rulebook = Rulebook::with(&names, &phrases).map_err(|wrong| self.add_rule_mistake(&wrong)).ok()?;
        for (phrases_of, promise) in rulebook.added_promises() {
            let stated = facts_in_words(&promise.sentence, promise.kind, phrases_of, &[]).of(promise.fact).is_some();
            if stated != promise.stated {
                let does = if stated { "states" } else { "does not state" };
                let message = format!("this sentence {does} the {}: {}", promise.fact.word(), promise.sentence);
                let holder = phrases.iter().find(|added| added.text.contains(&promise.sentence)).or(phrases.first());
                let Some(holder) = holder else { continue };
                let line =
                    holder.text.find(&promise.sentence).map_or(1, |at| holder.text[..at].matches('\n').count() + 1);
                self.add_rule_mistake(&RuleMistake { path: holder.path.clone(), line, message });
            }
        }
        Some(rulebook)
    }

    fn addition(&mut self, folder: &Path, said: &Said<String>) -> Option<Addition> {
        let path = joined(folder, &said.value);
        let text = self.text(&path, said.place)?;
        let shown = self.files.shown(&path);
        self.sources.push(Source::new(shown.clone(), text.clone()));
        Some(Addition { path: shown, text })
    }

    fn checks(&mut self, read: &[(PathBuf, Typed)]) -> Vec<Check> {
        let mut own: Vec<Check> = Vec::new();
        for (folder, typed) in read {
            for said in &typed.checks {
                let Some(Addition { path, text }) = self.addition(folder, said) else { continue };
                let check = match checks::parse(&path, &text) {
                    Ok(check) => check,
                    Err(wrong) => {
                        self.add_rule_mistake(&wrong);
                        continue;
                    }
                };
                let message = match () {
                    _ if checks::find(&check.id).is_some() => format!("the rule `{}` is built in", check.id),
                    _ if own.iter().any(|other| other.id == check.id) => format!("there are two rules `{}`", check.id),
                    _ if check.question == Question::Reading => {
                        "only rules that are built in ask for reading".to_owned()
                    }
                    _ => {
                        own.push(check);
                        continue;
                    }
                };
                let help = "give the file another name, which is the rule's id, or set `rules` to what you wish";
                self.mistakes.push(mistake(place(said), message, Some(help.into())));
            }
        }
        own
    }

    /// What the sections of policies state.
    fn policies(
        &mut self,
        written: Vec<(PathBuf, TypedPolicy)>,
        rulebook: Option<&Rulebook>,
        callers: &[String],
        spoken: &[String],
    ) -> Vec<(TypedPolicy, BTreeMap<Kind, Facts>)> {
        let rulebook = rulebook.unwrap_or_else(|| Rulebook::built_in());
        let mut policies = Vec::new();
        for (folder, written) in written {
            let path = joined(&folder, &written.file.value);
            let Some(text) = self.text(&path, written.file.place) else { continue };
            if written.language.as_ref().is_some_and(|said| !self.check_language(said, spoken)) {
                continue;
            }
            match policy::stated(&written, &Source::new(self.files.shown(&path), text), rulebook, callers) {
                Ok(stated) => policies.push((written, stated)),
                Err(wrong) => self.mistakes.push(wrong),
            }
        }
        policies
    }

    fn add_rule_mistake(&mut self, wrong: &RuleMistake) {
        let file = self.sources.iter().rposition(|source| source.path() == wrong.path);
        let file = file.expect("rule data that is built in is held by a test");
        let mut finding = wrong.finding(&self.sources[file]);
        finding.place.file = file;
        self.mistakes.push(finding);
    }
}

fn place(said: &Said<String>) -> Place {
    said.place.expect("what a file says has a place")
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
        Configuration::load(Path::new("/r/whocalls.yaml"), &Given(files.iter().copied().collect()))
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
        let failure = facts.of(crate::field::Fact::Failure).expect("it is stated");
        assert!(failure.by == crate::field::By::Policy && failure.quote.contains("retry"), "{failure:?}");
        assert!(facts.of(crate::field::Fact::Method).is_none() && settings.policy.len() == 1);
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
            "the section `Colours` of `hooks.md` states none of the four facts",
        );
        check(
            "policy:\n- {file: hooks.md, heading: Delivery, facts: [failure, method]}",
            "the section `Delivery` of `hooks.md` does not state the method",
        );
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
            .find(|(path, _)| path.contains("failure"))
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
        assert_eq!(settings.rules.iter().collect::<Vec<_>>(), ["retry-promise"]);
        let asked: Vec<_> =
            settings.asking(Question::Fact(crate::field::Fact::Failure)).map(|check| check.id.clone()).collect();
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
