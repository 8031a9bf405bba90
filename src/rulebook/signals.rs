//! Signals: what makes a named place a callback URL field, with weights; and the rule file of those in names.

use super::embedded;
use super::mistake::RuleMistake;
use super::pattern::{Lists, PatternError};
use super::vocabulary::Vocabulary;
use super::wording::{Gate, GateBuilder, Grammar, Wording, WrittenWording};
use crate::field::Setting;
use crate::source::beginning;
use aho_corasick::AhoCorasick;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One signal and what it weighs.
#[derive(Debug)]
pub struct Signal {
    /// The words that are the signal.
    pub wording: Wording,
    /// Only for fields whose name says one of these; for all where there is none.
    pub if_name: Option<Wording>,
    only_in: Vec<WrittenSetting>,
    /// What it weighs for this being a callback URL field at all.
    pub callback: i32,
    /// What it weighs for a webhook,
    pub webhook: i32,
    /// and for a redirect.
    pub redirect: i32,
    /// Whether it says that somebody is sent there afterwards, so that the URL is registered and not handed out.
    pub registered: bool,
    /// Whether it says that the URL is shown for the reader to copy it elsewhere, so that it is hardly one that the reader gives.
    pub copied: bool,
    /// The reason as `explain` gives it.
    pub because: String,
    /// Sentences that hold it.
    pub yes: Vec<String>,
}

/// A signal as written in a rule file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenSignal {
    say: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    except_before: Vec<String>,
    #[serde(default)]
    except_anywhere: Vec<String>,
    #[serde(default)]
    along_with: Vec<String>,
    #[serde(default)]
    if_name: Vec<String>,
    /// The sorts of place that it tells something of; all where it is left out.
    #[serde(default)]
    only_in: Vec<WrittenSetting>,
    #[serde(default)]
    callback: i32,
    #[serde(default)]
    webhook: i32,
    #[serde(default)]
    redirect: i32,
    #[serde(default)]
    registered: bool,
    #[serde(default)]
    copied: bool,
    because: String,
    #[serde(default)]
    yes: Vec<String>,
}

/// The sorts of place that rule data tells apart.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum WrittenSetting {
    /// A place in an API description.
    Api,
    /// A string of a locale file.
    Message,
    /// A form input in markup.
    Input,
    /// A row, an item or a heading of documentation.
    Entry,
}

impl Signal {
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

    /// Compiles a signal; an error comes with the pattern that it is about.
    pub fn new(written: WrittenSignal, lists: &Lists, gate: &mut GateBuilder) -> Result<Self, (String, PatternError)> {
        let wording = WrittenWording {
            say: written.say,
            except: written.except,
            except_before: written.except_before,
            except_anywhere: written.except_anywhere,
            along_with: written.along_with,
        };
        let if_name = match written.if_name.is_empty() {
            true => None,
            false => {
                let names = WrittenWording { say: written.if_name, ..WrittenWording::default() };
                Some(Wording::new(&names, lists, gate)?)
            }
        };
        Ok(Signal {
            wording: Wording::new(&wording, lists, gate)?,
            if_name,
            only_in: written.only_in,
            callback: written.callback,
            webhook: written.webhook,
            redirect: written.redirect,
            registered: written.registered,
            copied: written.copied,
            because: written.because,
            yes: written.yes,
        })
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
    pub name: Vec<Signal>,
    /// Signals in the names of what encloses it.
    pub owner: Vec<Signal>,
    /// Signals in the names of what stands beside it.
    pub sibling: Vec<Signal>,
    /// One scan for all of them.
    pub gate: Gate,
    url_names: Wording,
    url_words: Wording,
    plain_urls: Wording,
    url_prose: Wording,
    handed_out: Wording,
    stems_of_names: AhoCorasick,
    stems_of_prose: AhoCorasick,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    certain: i32,
    likely: i32,
    stems: WrittenStems,
    lists: BTreeMap<String, Vec<String>>,
    name: Vec<WrittenSignal>,
    owner: Vec<WrittenSignal>,
    sibling: Vec<WrittenSignal>,
    /// Words for a URL,
    url_words: WrittenWording,
    /// names whose value is a URL whatever else is said,
    url_names: WrittenWording,
    /// names that say no more than URL,
    plain_urls: WrittenWording,
    /// and first words of a description that say so.
    url_prose: WrittenWording,
    /// Names that, where only a response has them, are links for the reader to follow.
    handed_out: WrittenWording,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenStems {
    name: Vec<String>,
    prose: Vec<String>,
}

/// A file that adds to the signals that there are.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a mapping with signals under `name`, `owner` or `sibling`")]
struct WrittenAddition {
    stems: WrittenStems,
    lists: BTreeMap<String, Vec<String>>,
    name: Vec<WrittenSignal>,
    owner: Vec<WrittenSignal>,
    sibling: Vec<WrittenSignal>,
}

/// How many bytes of a description are its opening, where it says what the value is.
const OPENING: usize = 80;

impl NameSignals {
    /// Parses and compiles the rule file; `path` is only for messages.
    pub fn parse(path: &str, text: &str) -> Result<Self, RuleMistake> {
        NameSignals::parse_all((path, text), &[])
    }

    /// The same with files that add signals and stems to it; lists of one name are joined.
    pub fn parse_all(base: (&str, &str), more: &[(&str, &str)]) -> Result<Self, RuleMistake> {
        let (path, text) = base;
        let written: Written = embedded::read(path, text)?;
        let mut lists = Vocabulary { lists: written.lists, ..Vocabulary::default() };
        let mut stems = written.stems;
        let mut signals = vec![(base, [written.name, written.owner, written.sibling])];
        for &(path, text) in more {
            let added: WrittenAddition =
                serde_yaml::from_str(text).map_err(|error| RuleMistake::of_form(path, &error))?;
            lists.add(BTreeMap::new(), added.lists);
            stems.name.extend(added.stems.name);
            stems.prose.extend(added.stems.prose);
            signals.push(((path, text), [added.name, added.owner, added.sibling]));
        }
        let lists = lists.lists();
        let mut gate = GateBuilder::default();
        let mut compiled: [Vec<Signal>; 3] = Default::default();
        for (number, ((path, text), groups)) in signals.into_iter().enumerate() {
            for (group, written) in groups.into_iter().enumerate() {
                for signal in written {
                    let signal = Signal::new(signal, &lists, &mut gate);
                    let signal = signal.map_err(|mistake| RuleMistake::of_pattern(path, text, mistake))?;
                    if number > 0 {
                        // What was added is read without a word on stems.
                        stems.name.extend(signal.wording.stems().filter(|_| group == 0));
                        let built = signal.wording.build();
                        built.map_err(|mistake| RuleMistake::of_pattern(path, text, mistake))?;
                    }
                    compiled[group].push(signal);
                }
            }
        }
        let [name, owner, sibling] = compiled;
        let mut wording = |written: &WrittenWording| {
            let compiled = Wording::new(written, &lists, &mut gate);
            compiled.map_err(|mistake| RuleMistake::of_pattern(path, text, mistake))
        };
        let url_words = wording(&written.url_words)?;
        let url_names = wording(&written.url_names)?;
        let plain_urls = wording(&written.plain_urls)?;
        let url_prose = wording(&written.url_prose)?;
        let handed_out = wording(&written.handed_out)?;
        let scan = |stems: &[String]| {
            let built = AhoCorasick::builder().ascii_case_insensitive(true).build(stems);
            built.expect("rule data has far fewer stems than the automaton's bound")
        };
        Ok(NameSignals {
            certain: written.certain,
            likely: written.likely,
            name,
            owner,
            sibling,
            gate: gate.build(),
            url_names,
            url_words,
            plain_urls,
            url_prose,
            handed_out,
            stems_of_names: scan(&stems.name),
            stems_of_prose: scan(&stems.prose),
        })
    }

    /// Whether a name, cut into words, says that its value is a URL.
    pub fn says_url(&self, name: &str) -> bool {
        self.holds(&self.url_names, name)
    }

    /// Whether a name or a description holds a word for a URL.
    pub fn says_url_word(&self, words: &str) -> bool {
        self.holds(&self.url_words, words)
    }

    /// Whether a name, cut into words, says no more than that its value is a URL, or an address of some sort.
    pub fn is_plain_url(&self, name: &str) -> bool {
        self.holds(&self.plain_urls, name)
    }

    /// Whether the beginning of a description says that the value is a URL.
    pub fn says_url_first(&self, description: &str) -> bool {
        let opening = beginning(description, OPENING);
        self.holds(&self.url_prose, &opening.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Whether a name is that of a link to follow, where only a response has it.
    pub fn is_handed_out(&self, name: &str) -> bool {
        self.holds(&self.handed_out, name)
    }

    /// What a name alone weighs.
    pub fn weight_of_name(&self, name: &str) -> i32 {
        let held = self.gate.scan(name);
        let grammar = Grammar::default();
        let fitting = self.name.iter().filter(|signal| signal.wording.find(name, &held, &grammar).is_some());
        fitting.map(|signal| signal.callback).sum()
    }

    fn holds(&self, wording: &Wording, words: &str) -> bool {
        wording.find(words, &self.gate.scan(words), &Grammar::default()).is_some()
    }

    /// Whether a name, or the words beside it, hold any stem of the vocabulary.
    pub fn may_be_field(&self, name: &str, prose: &str) -> bool {
        self.stems_of_names.is_match(name) || self.stems_of_prose.is_match(prose)
    }
}
