//! Signals: what makes a named place a callback URL field, with weights; and the rule file of those in names.

pub use super::compiled::Signal;
use super::compiled::stems::Stems;
use super::compiled::written::{WrittenAddition, WrittenNames, WrittenSetting};
use super::compiled::{NameData, compile};
use super::embedded;
use super::mistake::RuleMistake;
use super::wording::{Gate, Grammar, Wording};
use crate::field::Setting;
use crate::source::beginning;

impl Signal<'_> {
    /// Whether it tells anything of places of a sort.
    pub fn fits(&self, setting: Setting) -> bool {
        let written = match setting {
            Setting::Message => WrittenSetting::Message,
            Setting::Input => WrittenSetting::Input,
            Setting::Entry => WrittenSetting::Entry,
            _ => WrittenSetting::Api,
        };
        self.only_in.is_empty() || self.only_in.contains(&written)
    }
}

/// The signals in names, and from which sum on a place is a callback URL field.
#[derive(Debug)]
pub struct NameSignals {
    /// From this sum on it certainly is one,
    pub certain: i32,
    /// from this sum on it likely is.
    pub likely: i32,
    /// Signals in the field's own name.
    pub name: Vec<Signal<'static>>,
    /// Signals in the names of what encloses it.
    pub owner: Vec<Signal<'static>>,
    /// Signals in the names of what stands beside it.
    pub sibling: Vec<Signal<'static>>,
    /// One scan for all of them.
    pub gate: Gate,
    url_names: Wording,
    url_words: Wording,
    plain_urls: Wording,
    url_prose: Wording,
    handed_out: Wording,
    stems_of_names: Stems<'static>,
    stems_of_prose: Stems<'static>,
}

/// How many bytes of a description are its opening, where it says what the value is.
const OPENING: usize = 80;

impl NameSignals {
    /// Signals as they were compiled.
    pub fn of_data(data: NameData<'static>) -> Self {
        NameSignals {
            certain: data.certain,
            likely: data.likely,
            name: data.name,
            owner: data.owner,
            sibling: data.sibling,
            gate: Gate::new(data.table),
            url_names: data.url_names,
            url_words: data.url_words,
            plain_urls: data.plain_urls,
            url_prose: data.url_prose,
            handed_out: data.handed_out,
            stems_of_names: data.stems_of_names,
            stems_of_prose: data.stems_of_prose,
        }
    }

    /// Parses and compiles the rule file; `path` is only for messages.
    pub fn parse(path: &str, text: &str) -> Result<Self, RuleMistake> {
        NameSignals::parse_all((path, text), &[])
    }

    /// The same with files that add signals and stems to it; lists of one name are joined.
    pub fn parse_all(base: (&str, &str), more: &[(&str, &str)]) -> Result<Self, RuleMistake> {
        let written: WrittenNames = embedded::read(base.0, base.1)?;
        let read = |(path, text): &(&str, &str)| {
            serde_yaml::from_str(text).map_err(|error| RuleMistake::of_form(path, &error))
        };
        let additions: Vec<WrittenAddition> = more.iter().map(read).collect::<Result<_, _>>()?;
        let files: Vec<(&str, &str)> = std::iter::once(base).chain(more.iter().copied()).collect();
        let mistake = |mistake| RuleMistake::of_pattern(&files, mistake);
        let compiled = compile::names(&written, &additions).map_err(mistake)?;
        let names = NameSignals::of_data(compiled.data);
        names.gate.check_added(&compiled.sources, 1).map_err(mistake)?;
        Ok(names)
    }

    /// Whether a name, cut into words, says that its value is a URL.
    pub fn says_url(&self, name: &str) -> bool {
        self.holds(self.url_names, name)
    }

    /// Whether a name or a description holds a word for a URL.
    pub fn says_url_word(&self, words: &str) -> bool {
        self.holds(self.url_words, words)
    }

    /// Whether a name, cut into words, says no more than that its value is a URL, or an address of some sort.
    pub fn is_plain_url(&self, name: &str) -> bool {
        self.holds(self.plain_urls, name)
    }

    /// Whether the beginning of a description says that the value is a URL.
    pub fn says_url_first(&self, description: &str) -> bool {
        let opening = beginning(description, OPENING);
        self.holds(self.url_prose, &opening.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Whether a name is that of a link to follow, where only a response has it.
    pub fn is_handed_out(&self, name: &str) -> bool {
        self.holds(self.handed_out, name)
    }

    /// What a name alone weighs.
    pub fn weight_of_name(&self, name: &str) -> i32 {
        let held = self.gate.scan(name);
        let grammar = Grammar::default();
        let fitting = self.name.iter().filter(|signal| signal.wording.find(name, &held, &grammar).is_some());
        fitting.map(|signal| signal.callback).sum()
    }

    fn holds(&self, wording: Wording, words: &str) -> bool {
        wording.find(words, &self.gate.scan(words), &Grammar::default()).is_some()
    }

    /// Whether a name, or the words beside it, hold any stem of the vocabulary.
    pub fn may_be_field(&self, name: &str, prose: &str) -> bool {
        self.stems_of_names.are_in(name) || self.stems_of_prose.are_in(prose)
    }
}
