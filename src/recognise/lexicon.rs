//! What names and texts come to, worked out once: of ten thousand places called `url` beside the same five and with the
//! same words, each is weighed like the first.
//!
//! It knows signals and who has them; what a place is in all, `verdict` decides.

use super::names::words_of;
use super::prose::{Sentence, sentences};
use super::structure::{self, MethodName};
use crate::field::{Setting, Sibling};
use crate::rulebook::Rulebook;
use crate::rulebook::phrases::Phrases;
use crate::rulebook::signals::{NameSignals, Signal};
use crate::rulebook::wording::{Grammar, Held};
use foldhash::{HashMap, HashMapExt};
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What was worked out of names with one rulebook.
pub struct Lexicon<'r> {
    /// The rule data.
    pub rulebook: &'r Rulebook,
    /// By the name as written.
    names: HashMap<String, Arc<Named>>,
    /// By the words of the name.
    words: HashMap<String, Arc<Own>>,
    /// By the address of the list of siblings, which it keeps there.
    groups: HashMap<usize, Arc<Group>>,
    /// By the decoded text.
    texts: HashMap<String, Arc<Told<'r>>>,
}

/// A text beside a place.
#[derive(Default)]
pub struct Told<'r> {
    /// Whether its beginning says that the value is a URL.
    says_url: OnceLock<bool>,
    /// What each language's cues make of its sentences, by the address of the language's phrases.
    heard: Mutex<Vec<(usize, Arc<Vec<Heard<'r>>>)>>,
}

/// A sentence beside a place.
pub struct Heard<'r> {
    /// Its words.
    pub sentence: Sentence,
    held: Held<'r>,
    phrases: &'r Phrases,
    cues: Vec<HeardCue>,
}

/// A cue that a sentence may hold.
struct HeardCue {
    number: usize,
    found: OnceLock<Option<Range<usize>>>,
}

/// A name as it stands around or beside a place.
pub struct Named {
    /// Its words.
    pub words: String,
    /// Which signals it has as the name of what encloses a place.
    as_owner: OnceLock<Vec<usize>>,
    /// Which signals it has as the name of what stands beside a place.
    as_sibling: OnceLock<Vec<usize>>,
    /// What it says as the name of a property inside a place.
    as_property: OnceLock<Property>,
}

/// What a property inside a place is by its name alone.
#[derive(Clone, Copy)]
pub struct Property {
    /// What the name weighs.
    pub weight: i32,
    /// Whether it says that the value is a URL.
    pub says_url: bool,
    /// Whether it says no more than that.
    pub is_plain_url: bool,
}

/// The words of a place's own name.
pub struct Own {
    /// Which signals they have.
    said: Vec<usize>,
    /// Which signals of owners are for a place of this name.
    owner: Vec<bool>,
    /// Which signals of siblings are.
    sibling: Vec<bool>,
    /// Whether they say that the value is a URL.
    pub says_url: bool,
    /// Whether they are those of a link to follow, where only a response has it.
    pub is_handed_out: bool,
    /// Whether they say no more than that it is a URL.
    pub is_plain_url: bool,
}

/// What stands beside a place.
struct Group {
    /// Signals by the first name that has them, in the order of the names.
    found: Vec<usize>,
    methods: Vec<MethodName>,
    /// Another list at the same place would be taken for this one.
    _siblings: Arc<Vec<Sibling>>,
}

impl<'r> Lexicon<'r> {
    /// A lexicon that knows nothing yet.
    pub fn new(rulebook: &'r Rulebook) -> Self {
        Lexicon {
            rulebook,
            names: HashMap::new(),
            words: HashMap::new(),
            groups: HashMap::new(),
            texts: HashMap::new(),
        }
    }

    fn signals(&self) -> &'r NameSignals {
        self.rulebook.names()
    }

    /// A name.
    pub fn name(&mut self, name: &str) -> Arc<Named> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let named = Arc::new(Named {
            words: words_of(name),
            as_owner: OnceLock::new(),
            as_sibling: OnceLock::new(),
            as_property: OnceLock::new(),
        });
        self.names.insert(name.to_owned(), Arc::clone(&named));
        named
    }

    /// What the words of a place's name say.
    pub fn own(&mut self, words: &str) -> Arc<Own> {
        if let Some(known) = self.words.get(words) {
            return Arc::clone(known);
        }
        let signals = self.signals();
        let held = signals.gate.scan(words);
        let grammar = Grammar::default();
        let fits =
            |signal: &Signal| signal.if_name.as_ref().is_none_or(|names| names.find(words, &held, &grammar).is_some());
        let own = Arc::new(Own {
            said: signals_in(words, &signals.name, signals),
            owner: signals.owner.iter().map(fits).collect(),
            sibling: signals.sibling.iter().map(fits).collect(),
            says_url: signals.says_url(words),
            is_handed_out: signals.is_handed_out(words),
            is_plain_url: signals.is_plain_url(words),
        });
        self.words.insert(words.to_owned(), Arc::clone(&own));
        own
    }

    /// The signals in a place's own name.
    pub fn said(&self, own: &Own, setting: Setting) -> impl Iterator<Item = &'r Signal<'static>> {
        let name = &self.signals().name;
        own.said.iter().map(|&at| &name[at]).filter(move |signal| signal.fits(setting))
    }

    /// The signals in the names of what encloses a place, each once.
    pub fn said_around<'n>(
        &mut self,
        own: &Own,
        setting: Setting,
        owners: impl Iterator<Item = &'n str>,
    ) -> Vec<&'r Signal<'static>> {
        let signals = self.signals();
        let mut found: Vec<usize> = Vec::new();
        for owner in owners {
            let named = self.name(owner);
            for &at in named.as_owner.get_or_init(|| signals_in(&named.words, &signals.owner, signals)) {
                if own.owner[at] && signals.owner[at].fits(setting) && !found.contains(&at) {
                    found.push(at);
                }
            }
        }
        found.into_iter().map(|at| &signals.owner[at]).collect()
    }

    /// The signals in the names of what stands beside a place, each once.
    pub fn said_beside(
        &mut self,
        own: &Own,
        setting: Setting,
        siblings: &Arc<Vec<Sibling>>,
    ) -> Vec<&'r Signal<'static>> {
        if siblings.is_empty() {
            return Vec::new();
        }
        let signals = self.signals();
        let group = self.group(siblings);
        let found = group.found.iter().filter(|&&at| own.sibling[at] && signals.sibling[at].fits(setting));
        found.map(|&at| &signals.sibling[at]).collect()
    }

    /// The place beside a place that holds its method, by its number.
    pub fn method_sibling(&mut self, name: &str, siblings: &Arc<Vec<Sibling>>) -> Option<usize> {
        if siblings.is_empty() {
            return None;
        }
        let group = self.group(siblings);
        if group.methods.is_empty() {
            return None;
        }
        let named = self.name(name);
        structure::method_among(&named.words, &group.methods)
    }

    /// What a property inside a place is.
    pub fn property(&mut self, name: &str) -> Property {
        let signals = self.signals();
        let named = self.name(name);
        *named.as_property.get_or_init(|| Property {
            weight: signals.weight_of_name(&named.words),
            says_url: signals.says_url(&named.words),
            is_plain_url: signals.is_plain_url(&named.words),
        })
    }

    /// Whether the beginning of a text says that the value is a URL.
    pub fn says_url_first(&mut self, text: &str) -> bool {
        let signals = self.signals();
        *self.told(text).says_url.get_or_init(|| signals.says_url_first(text))
    }

    /// The sentences of a text that tell what a place is.
    pub fn heard(&mut self, text: &str, phrases: &'r Phrases) -> Arc<Vec<Heard<'r>>> {
        let told = self.told(text);
        let mut heard = told.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let language = std::ptr::from_ref(phrases).addr();
        if let Some((_, known)) = heard.iter().find(|(known, _)| *known == language) {
            return Arc::clone(known);
        }
        let sentences = sentences(text).into_iter().take(SENTENCES);
        let new = Arc::new(sentences.map(|sentence| Heard::new(sentence, phrases)).collect());
        heard.push((language, Arc::clone(&new)));
        new
    }

    fn told(&mut self, text: &str) -> Arc<Told<'r>> {
        if let Some(known) = self.texts.get(text) {
            return Arc::clone(known);
        }
        let told = Arc::new(Told::default());
        self.texts.insert(text.to_owned(), Arc::clone(&told));
        told
    }

    fn group(&mut self, siblings: &Arc<Vec<Sibling>>) -> Arc<Group> {
        let place = Arc::as_ptr(siblings).addr();
        if let Some(known) = self.groups.get(&place) {
            return Arc::clone(known);
        }
        let signals = self.signals();
        let mut found: Vec<usize> = Vec::new();
        let mut methods = Vec::new();
        for (number, sibling) in siblings.iter().enumerate() {
            let named = self.name(&sibling.name);
            for &at in named.as_sibling.get_or_init(|| signals_in(&named.words, &signals.sibling, signals)) {
                if !found.contains(&at) {
                    found.push(at);
                }
            }
            methods.extend(MethodName::of(number, &named.words));
        }
        let group = Arc::new(Group { found, methods, _siblings: Arc::clone(siblings) });
        self.groups.insert(place, Arc::clone(&group));
        group
    }
}

/// How many sentences of a text tell what a field is; what comes later is about something else.
const SENTENCES: usize = 8;

impl<'r> Heard<'r> {
    fn new(sentence: Sentence, phrases: &'r Phrases) -> Self {
        let held = phrases.gate.scan(&sentence.words);
        let may_be = phrases.cues.iter().enumerate().filter(|(_, cue)| cue.wording.may_be_in(&held));
        let cues = may_be.map(|(number, _)| HeardCue { number, found: OnceLock::new() }).collect();
        Heard { sentence, held, phrases, cues }
    }

    /// The cues that it may hold, by their numbers.
    pub fn cues(&self) -> impl Iterator<Item = usize> {
        self.cues.iter().map(|cue| cue.number)
    }

    /// Where it holds the cue that is the one with this index among those that it may hold.
    pub fn find(&self, index: usize) -> Option<Range<usize>> {
        let HeardCue { number, found } = &self.cues[index];
        let wording = &self.phrases.cues[*number].wording;
        found.get_or_init(|| wording.find(&self.sentence.words, &self.held, &self.phrases.grammar)).clone()
    }
}

/// Which of some signals words have, by their numbers.
fn signals_in(words: &str, signals: &[Signal], names: &NameSignals) -> Vec<usize> {
    let held = names.gate.scan(words);
    let grammar = Grammar::default();
    let says = |signal: &Signal| signal.wording.find(words, &held, &grammar).is_some();
    signals.iter().enumerate().filter(|(_, signal)| says(signal)).map(|(at, _)| at).collect()
}

/// Lexicons of several rulebooks.
#[derive(Default)]
pub struct Lexicons<'r>(Vec<Lexicon<'r>>);

impl<'r> Lexicons<'r> {
    /// That of a rulebook.
    pub fn of(&mut self, rulebook: &'r Rulebook) -> &mut Lexicon<'r> {
        let known = self.0.iter().position(|lexicon| std::ptr::eq(lexicon.rulebook, rulebook));
        let at = known.unwrap_or_else(|| {
            self.0.push(Lexicon::new(rulebook));
            self.0.len() - 1
        });
        &mut self.0[at]
    }
}
