//! The reading of a configuration: what its file builds on and names, and every mistake in any of it.

use super::{Configuration, Files, Ignored, joined};
use crate::config::ignores::Ignore;
use crate::config::mistake::{Mistakes, known, mistake};
use crate::config::patterns::{Patterns, PointerPattern};
use crate::config::settle::settle;
use crate::config::typed::{self, Said, Typed, TypedIgnore, TypedPolicy, Wishes};
use crate::config::{PolicyWords, nearest, policy, topics};
use crate::field::{Fact, Facts, Kind};
use crate::finding::Finding;
use crate::recognise::facts::facts_in_words;
use crate::rulebook::checks::{self, Check, Group, Question};
use crate::rulebook::mistake::RuleMistake;
use crate::rulebook::{Addition, Rulebook};
use crate::source::{Place, Source};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The configuration in a file, with all that it names.
pub(super) fn load(path: &Path, files: &dyn Files, flags: &Wishes) -> Result<Configuration, Mistakes> {
    let mut loading = Loading { files, sources: Vec::new(), read: Vec::new(), open: Vec::new(), mistakes: Vec::new() };
    loading.add(path, None);
    let configuration = match loading.mistakes.is_empty() {
        true => loading.configuration(flags),
        false => Err(()),
    };
    configuration.map_err(|()| Mistakes { sources: loading.sources, findings: loading.mistakes })
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

    fn configuration(&mut self, flags: &Wishes) -> Result<Configuration, ()> {
        let read = std::mem::take(&mut self.read);
        let rulebook = self.rulebook(&read);
        let checks = self.checks(&read, rulebook.as_ref());
        self.try_examples(&checks, rulebook.as_ref().unwrap_or_else(|| Rulebook::built_in()));
        let mut layers = Vec::new();
        let (mut exclude, mut ignores, mut written) = (Vec::new(), Vec::new(), Vec::new());
        for (folder, typed) in read {
            exclude.extend((!typed.exclude.is_empty()).then(|| self.patterns(&folder, &typed.exclude)).flatten());
            for ignore in typed.ignores {
                let files = ignore.files.as_ref().map(|files| self.patterns(&folder, files));
                let place = ignore.place;
                ignores.push(Ignored { files: files.flatten(), ignore: self.ignore(ignore, &checks), place });
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
            self.check_house(wishes, rulebook.as_ref().unwrap_or_else(|| Rulebook::built_in()));
        }
        let rulebook = rulebook.map(Arc::new);
        let checks = Arc::new(checks);
        let general: Vec<&Wishes> =
            layers.iter().filter(|(files, _)| files.is_none()).map(|(_, wishes)| wishes).collect();
        let callers = settle(&general, flags, &checks).0.callers();
        let policies = self.policies(written, rulebook.as_deref(), &callers, &checks, &spoken);
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
        for said in [&wishes.select, &wishes.ignore].into_iter().flatten().flatten() {
            if Group::named(&said.value).is_none() {
                self.check_rules(std::slice::from_ref(said), own);
            }
        }
        let named = wishes.rules.iter().map(|(said, _)| said);
        let (groups, named): (Vec<_>, Vec<_>) = named.cloned().partition(|said| Group::named(&said.value).is_some());
        self.check_rules(&named, own);
        for said in groups {
            let group = &said.value;
            let message = format!("`{group}` is a group of rules, and `rules` takes single ones");
            let help =
                format!("to ask all of its rules write `select: [{group}]`; name here each that is to count for more");
            self.mistakes.push(mistake(place(&said), message, Some(help)));
        }
        for language in wishes.languages.iter().flatten() {
            self.check_language(language, spoken);
        }
    }

    /// What a house says of failures is written beside fields, so that it has to be read as saying that.
    fn check_house(&mut self, wishes: &Wishes, rulebook: &Rulebook) {
        for (kind, house) in &wishes.house {
            let Some(said) = house.failure.as_ref().filter(|said| said.place.is_some()) else { continue };
            if facts_in_words(&said.value, *kind, rulebook.phrases(), &[]).of(Fact::Failure).is_some() {
                continue;
            }
            let message = format!("`{}` is not read as saying what happens on failure", said.value);
            let example = match kind {
                Kind::Redirect => "If the payment fails, the URL carries an `error` parameter.",
                _ => "If the call fails, it is repeated every hour for one day.",
            };
            let help = format!("write a whole sentence that says it, such as \"{example}\"");
            self.mistakes.push(mistake(place(said), message, Some(help)));
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

    fn checks(&mut self, read: &[(PathBuf, Typed)], rulebook: Option<&Rulebook>) -> Vec<Check> {
        let rulebook = rulebook.unwrap_or_else(|| Rulebook::built_in());
        let mut own: Vec<Check> = Vec::new();
        for (folder, typed) in read {
            for said in &typed.checks {
                let Some(Addition { path, text }) = self.addition(folder, said) else { continue };
                let check = match checks::parse(&path, &text) {
                    Ok(check) => match topics::mistake_in(&check, &path, &text, rulebook) {
                        None => check,
                        Some(wrong) => {
                            self.add_rule_mistake(&wrong);
                            continue;
                        }
                    },
                    Err(wrong) => {
                        self.add_rule_mistake(&wrong);
                        continue;
                    }
                };
                let message = match () {
                    _ if checks::find(&check.id).is_some() => format!("the rule `{}` is built in", check.id),
                    _ if own.iter().any(|other| other.id == check.id) => format!("there are two rules `{}`", check.id),
                    _ if matches!(check.question, Question::Reading | Question::Ignoring) => {
                        "only rules that are built in are about files".to_owned()
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

    /// Holds the examples of rules that ask for a fact to what they are examples of.
    fn try_examples(&mut self, own: &[Check], rulebook: &Rulebook) {
        for check in own {
            let Question::Fact(fact) = check.question else { continue };
            let bad = check.page.bad.iter().map(|example| (example, false));
            for (example, stated) in bad.chain(check.page.good.iter().map(|example| (example, true))) {
                let kind = example.kind.unwrap_or(Kind::Unknown);
                if facts_in_words(&example.text, kind, rulebook.phrases(), &[]).of(fact).is_some() == stated {
                    continue;
                }
                let (sort, does) = if stated { ("good", "does not state") } else { ("bad", "states") };
                let message = format!("this {sort} example {does} the {}: {}", fact.word(), example.text);
                let end = format!("/{}.yaml", check.id);
                let holder = self.sources.iter().rfind(|source| format!("/{}", source.path()).ends_with(&end));
                let Some((path, text)) = holder.map(|source| (source.path().to_owned(), source.text())) else {
                    continue;
                };
                let line = text.find(&example.text).map_or(1, |at| text[..at].matches('\n').count() + 1);
                self.add_rule_mistake(&RuleMistake { path, line, message });
            }
        }
    }

    /// What the sections of policies state.
    fn policies(
        &mut self,
        written: Vec<(PathBuf, TypedPolicy)>,
        rulebook: Option<&Rulebook>,
        callers: &[String],
        own: &[Check],
        spoken: &[String],
    ) -> Vec<(TypedPolicy, BTreeMap<Kind, Facts>, Arc<PolicyWords>)> {
        let rulebook = rulebook.unwrap_or_else(|| Rulebook::built_in());
        let mut policies = Vec::new();
        for (folder, written) in written {
            let path = joined(&folder, &written.file.value);
            let Some(text) = self.text(&path, written.file.place) else { continue };
            if written.language.as_ref().is_some_and(|said| !self.check_language(said, spoken)) {
                continue;
            }
            match policy::stated(&written, &Source::new(self.files.shown(&path), text), rulebook, callers, own) {
                Ok((stated, words)) => policies.push((written, stated, Arc::new(words))),
                Err(wrong) => self.mistakes.push(*wrong),
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
