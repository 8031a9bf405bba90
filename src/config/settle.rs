//! What was wished, in files and by flags, laid over each other: what comes later wins, and flags come last.

use super::typed::{Said, Wishes};
use super::{HouseFacts, Settings};
use crate::finding::Severity;
use crate::input::ProblemKind;
use crate::rulebook::checks::{self, Check, Group};
use crate::source::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Who decided a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody: it is as it is built in.
    Default,
    /// A flag.
    Flag,
    /// A configuration, at a place.
    File(Place),
}

/// Who decided each setting, by its name as `caller` or `rules.missing-failure`.
pub type Origins = BTreeMap<String, Origin>;

impl<T> Said<T> {
    /// Where it comes from.
    pub fn origin(&self) -> Origin {
        self.place.map_or(Origin::Flag, Origin::File)
    }
}

/// The settings that layers of wishes come to, the last of which are the flags, and who decided them; `own` are the rules
/// of the house.
///
/// A rule is asked if it is selected, by its id or with its group, not ignored and not off. Where nothing is selected, the
/// core group is, and every rule that has been given a severity. A rule that a flag selects by its id is asked whatever
/// files say of it. A group is selected with those that it builds on, and ignored alone. That a file is unreadable is told
/// whatever is selected.
pub fn settle(layers: &[&Wishes], flags: &Wishes, own: &Arc<Vec<Check>>) -> (Settings, Origins) {
    let mut settings = Settings { checks: Arc::clone(own), ..Settings::default() };
    let mut origins = Origins::new();
    let mut rules = Rules::default();
    for wishes in layers.iter().copied().chain([flags]) {
        rules.add(wishes);
        if let Some(caller) = &wishes.caller {
            let mut names = caller.iter().map(|said| said.value.clone());
            settings.caller = names.next();
            settings.other_names = names.collect();
            note_list(&mut origins, "caller", caller);
        }
        if let Some(said) = &wishes.pedantic {
            settings.pedantic = said.value;
            origins.insert("pedantic".into(), said.origin());
        }
        if let Some(languages) = &wishes.languages {
            settings.languages = languages.iter().map(|said| said.value.clone()).collect();
            note_list(&mut origins, "languages", languages);
        }
        if let Some(said) = &wishes.fail_on {
            settings.fail_on = said.value;
            origins.insert("fail-on".into(), said.origin());
        }
        for (kind, typed) in &wishes.house {
            let house: &mut HouseFacts = settings.house.entry(*kind).or_default();
            for (name, said, value) in
                [("method", &typed.method, &mut house.method), ("failure", &typed.failure, &mut house.failure)]
            {
                if let Some(said) = said {
                    *value = Some(said.value.clone());
                    origins.insert(format!("house.{}.{name}", kind.word()), said.origin());
                }
            }
        }
    }
    let known = checks::built_in().iter().chain(own.iter());
    settings.rules.clear();
    for check in known {
        let (asked, origin) = rules.of(check);
        if asked {
            settings.rules.insert(check.id.clone());
        }
        origins.insert(format!("rules.{}", check.id), origin);
    }
    settings.severities = rules.levels.into_iter().filter_map(|(rule, (level, _))| Some((rule, level?))).collect();
    (settings, origins)
}

fn note_list(origins: &mut Origins, name: &str, list: &[Said<String>]) {
    let origin = list.first().map_or(Origin::Default, Said::origin);
    origins.insert(name.into(), origin);
}

/// Which rules are asked, while layers are laid over each other.
#[derive(Default)]
struct Rules {
    select: Option<BTreeMap<String, Origin>>,
    ignore: BTreeMap<String, Origin>,
    levels: BTreeMap<String, (Option<Severity>, Origin)>,
    /// By flags, which no file can undo.
    flagged: BTreeSet<String>,
}

impl Rules {
    fn add(&mut self, wishes: &Wishes) {
        let named = |list: &[Said<String>]| list.iter().map(|said| (said.value.clone(), said.origin())).collect();
        let is_flags = |list: &[Said<String>]| list.first().is_some_and(|said| said.place.is_none());
        if let Some(select) = &wishes.select {
            if is_flags(select) {
                self.flagged = select.iter().map(|said| said.value.clone()).collect();
                self.ignore.clear();
            }
            self.select = Some(named(select));
        }
        if let Some(ignore) = &wishes.ignore {
            match is_flags(ignore) {
                true => self.ignore.extend(named(ignore)),
                false => self.ignore = named(ignore),
            }
        }
        for (said, level) in &wishes.rules {
            self.levels.insert(said.value.clone(), (*level, said.origin()));
        }
    }

    /// Whether a rule is asked, and who decided it.
    fn of(&self, check: &Check) -> (bool, Origin) {
        let (rule, group) = (check.id.as_str(), check.page.group);
        // Of a file that cannot be read nothing else can be told, so that it has to be named to be left out.
        let is_always = rule == ProblemKind::Unreadable.rule();
        let with_group = || self.ignore.get(group.word()).filter(|_| !is_always);
        if let Some(origin) = self.ignore.get(rule).or_else(with_group) {
            return (false, *origin);
        }
        let level = self.levels.get(rule);
        if let Some((None, origin)) = level.filter(|_| !self.flagged.contains(rule)) {
            return (false, *origin);
        }
        match &self.select {
            Some(select) => {
                let groups = Group::ALL.into_iter().filter(|wider| *wider >= group);
                let with_group = || groups.into_iter().find_map(|wider| select.get(wider.word()));
                match select.get(rule).or_else(with_group) {
                    Some(origin) => (true, level.map_or(*origin, |(_, origin)| *origin)),
                    None if is_always => (true, level.map_or(Origin::Default, |(_, origin)| *origin)),
                    None => (false, select.values().next().copied().unwrap_or(Origin::Default)),
                }
            }
            None => (group == Group::Core || level.is_some(), level.map_or(Origin::Default, |(_, origin)| *origin)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::typed::{self, Typed};
    use crate::field::Kind;

    fn wishes(text: &str) -> Wishes {
        let (Typed { wishes, .. }, mistakes) = typed::read(0, text);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        wishes
    }

    fn flags(select: &[&str], ignore: &[&str]) -> Wishes {
        let said = |rules: &[&str]| {
            let all: Vec<_> = rules.iter().map(|rule| Said { value: (*rule).to_owned(), place: None }).collect();
            (!all.is_empty()).then_some(all)
        };
        Wishes { select: said(select), ignore: said(ignore), ..Wishes::default() }
    }

    fn asked(files: &[&str], flags: &Wishes) -> Vec<String> {
        let files: Vec<Wishes> = files.iter().map(|text| wishes(text)).collect();
        let layers: Vec<&Wishes> = files.iter().collect();
        let rules = settle(&layers, flags, &Arc::default()).0.rules.into_iter();
        rules.filter(|rule| rule != "unreadable").collect()
    }

    #[test]
    fn without_wishes_settings_are_the_defaults() {
        let (settings, origins) = settle(&[], &Wishes::default(), &Arc::default());
        assert_eq!(format!("{settings:?}"), format!("{:?}", Settings::default()));
        assert!(origins.values().all(|origin| *origin == Origin::Default));
    }

    #[test]
    fn a_rule_is_asked_if_selected_not_ignored_and_not_off() {
        let none = Wishes::default();
        let two = "select: [missing-caller, missing-method]";
        assert_eq!(asked(&[two], &none), ["missing-caller", "missing-method"]);
        assert_eq!(asked(&[two, "ignore: [missing-method]"], &none), ["missing-caller"]);
        assert_eq!(asked(&[two, "rules: {missing-method: off}"], &none), ["missing-caller"]);
        assert_eq!(asked(&[two, "rules: {missing-trigger: error}"], &none), ["missing-caller", "missing-method"]);
        assert_eq!(
            asked(&[two, "ignore: [missing-method]", "ignore: []"], &none),
            ["missing-caller", "missing-method"]
        );
        assert_eq!(asked(&[two, "rules: {missing-method: off}", "rules: {missing-method: info}"], &none).len(), 2);
        let silent = "ignore: [missing-caller]\nrules: {missing-method: off}";
        assert_eq!(asked(&[silent], &flags(&["missing-caller", "missing-method"], &[])).len(), 2);
        assert_eq!(asked(&[two], &flags(&[], &["missing-caller"])), ["missing-method"]);
        assert_eq!(asked(&[two], &flags(&["undocumented", "missing-caller"], &["missing-caller"])), ["undocumented"]);
    }

    #[test]
    fn that_a_file_is_unreadable_is_told_unless_it_is_named() {
        let is_asked = |file: &str, flags: &Wishes| {
            let wishes = wishes(file);
            settle(&[&wishes], flags, &Arc::default()).0.asks("unreadable")
        };
        let none = Wishes::default();
        assert!(is_asked("select: [missing-caller]", &none) && is_asked("ignore: [core]", &none));
        assert!(is_asked("{}", &flags(&["missing-failure"], &["core"])));
        assert!(!is_asked("rules: {unreadable: off}", &none) && !is_asked("ignore: [unreadable]", &none));
        assert!(!is_asked("{}", &flags(&["missing-failure"], &["unreadable"])));
    }

    #[test]
    fn a_group_is_selected_with_those_it_builds_on_and_ignored_alone() {
        let of_group = |group| -> Vec<String> {
            Settings::of_group(group).into_iter().filter(|rule| rule != "unreadable").collect()
        };
        let none = Wishes::default();
        assert_eq!(asked(&[], &none), of_group(Group::Core));
        for group in Group::ALL {
            assert_eq!(asked(&[&format!("select: [{}]", group.word())], &none), of_group(group));
            assert_eq!(asked(&[], &flags(&[group.word()], &[])), of_group(group));
        }
        let off = "select: [complete]\nrules: {missing-caller: off}";
        let all_but_one: Vec<String> =
            of_group(Group::Complete).into_iter().filter(|rule| rule != "missing-caller").collect();
        assert_eq!(asked(&[off], &none), all_but_one);
        let beyond = asked(&["select: [complete]"], &flags(&[], &["core"]));
        let is_core = |rule: &String| of_group(Group::Core).contains(rule);
        assert_eq!(beyond.iter().filter(|rule| is_core(rule)).count(), 0);
        assert_eq!(beyond.len(), of_group(Group::Complete).len() - of_group(Group::Core).len());
    }

    #[test]
    fn what_comes_later_wins_and_says_where_it_is_from() {
        let base = wishes(
            "caller: [Acme, Acme Pay]\nrules: {undocumented: info}\nhouse: {webhook: {method: PUT, failure: A.}}",
        );
        let own =
            wishes("rules: {undocumented: error}\nhouse: {webhook: {method: POST}}\nfail-on: never\nlanguages: [en]");
        let pedantic = Wishes { pedantic: Some(Said { value: true, place: None }), ..Wishes::default() };
        let (settings, origins) = settle(&[&base, &own], &pedantic, &Arc::default());
        assert_eq!(settings.callers(), ["Acme", "Acme Pay"]);
        assert_eq!(settings.severities, BTreeMap::from([("undocumented".to_owned(), Severity::Error)]));
        let house = HouseFacts { method: Some("POST".into()), failure: Some("A.".into()) };
        assert_eq!(settings.house, BTreeMap::from([(Kind::Webhook, house)]));
        assert!(settings.pedantic && settings.fail_on.is_none());
        assert!(settings.checks_language("en") && !settings.checks_language("de"));
        assert_eq!(origins["pedantic"], Origin::Flag);
        assert_eq!(origins["rules.missing-caller"], Origin::Default);
        assert!(matches!(origins["rules.undocumented"], Origin::File(_)));
    }
}
