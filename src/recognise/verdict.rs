//! Whether a candidate is a callback URL field, and of which kind: the sum of the signals in its name, in its owners'
//! names, in the words beside it and in its structure.

use super::names::words_of;
use super::prose::{is_ideographic, sentences};
use super::structure::method_sibling;
use crate::field::{Candidate, Confidence, Kind, Role, Setting, Text};
use crate::rulebook::phrases::Phrases;
use crate::rulebook::signals::{NameSignals, Signal};
use crate::rulebook::{Rulebook, SOURCE_LANGUAGE, primary};
use std::borrow::Cow;
use std::ops::Range;

/// What the signals come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How sure it is that this is a callback URL field; none where it is taken for something else.
    pub confidence: Option<Confidence>,
    /// Webhook or redirect.
    pub kind: Kind,
    /// The signals, each as a clause with what it weighs for or against.
    pub reasons: Vec<String>,
    /// The kind that the name alone says, where it says one plainly.
    pub kind_of_name: Option<Kind>,
    /// The kind that the words beside it say plainly, and the words: which text, and which decoded bytes of it.
    pub kind_of_words: Option<(Kind, usize, Range<usize>)>,
}

/// Weighs a candidate; `echoed` says that a request of the same document has a field of the same name.
pub fn weigh(candidate: &Candidate, echoed: bool, rulebook: &Rulebook) -> Verdict {
    let names = rulebook.names();
    let mut sum = Sum::default();
    let name = name_of(candidate);
    weigh_name(&name, candidate.setting, names, &mut sum);
    let kind_of_name = plain_kind(sum.webhook, sum.redirect);
    let owners = candidate.owners.iter().take(OWNERS).map(String::as_str);
    weigh_others(&name, candidate.setting, owners, &names.owner, names, &mut sum);
    let siblings = candidate.siblings.iter().map(|sibling| sibling.name.as_str());
    let before = sum.redirect;
    weigh_others(&name, candidate.setting, siblings, &names.sibling, names, &mut sum);
    sum.signs_in = sum.redirect > before;
    if !sum.is_lost(names) {
        weigh_words(candidate, &name, rulebook, &mut sum);
    }
    weigh_shape(candidate, &name, names, &mut sum);
    weigh_direction(candidate, &name, echoed, names, &mut sum);
    Verdict { kind_of_name, ..sum.verdict(names) }
}

/// The kind that weights speak for alone and plainly.
fn plain_kind(webhook: i32, redirect: i32) -> Option<Kind> {
    match (webhook, redirect) {
        (3.., 0) => Some(Kind::Webhook),
        (0, 2..) => Some(Kind::Redirect),
        _ => None,
    }
}

/// The words of a candidate's name. The key of a message may end in the role of its words ("webhook_url_hint"), or be the
/// message itself, which is no name.
fn name_of(candidate: &Candidate) -> String {
    // An input may be called by what it is; one that is called a description asks for a description.
    const OF_INPUTS: [&str; 7] = ["textbox", "input", "field", "box", "control", "text", "label"];
    const OF_MESSAGES: [&str; 15] = [
        "info",
        "help",
        "hint",
        "desc",
        "description",
        "html",
        "placeholder",
        "tooltip",
        "title",
        "tip",
        "tips",
        "details",
        "explanation",
        "helper",
        "example",
    ];
    let words = words_of(&candidate.name);
    if !matches!(candidate.setting, Setting::Message | Setting::Input) {
        return words;
    }
    let mut words: Vec<&str> = words.split(' ').collect();
    let is_message = candidate.setting == Setting::Message;
    let is_role = |word: &&str| OF_INPUTS.contains(word) || is_message && OF_MESSAGES.contains(word);
    while words.len() > 1 && words.last().is_some_and(is_role) {
        words.pop();
    }
    // Of one setting that is there several times, each is called by the setting.
    if candidate.setting == Setting::Message && VARIANTS.contains(&words.join(" ").as_str()) {
        return candidate.owners.first().map(|owner| words_of(owner)).unwrap_or_default();
    }
    if words.len() > LONGEST_KEY { String::new() } else { words.join(" ") }
}

/// What tells apart settings of one name.
const VARIANTS: [&str; 18] = [
    "front end",
    "frontend",
    "back end",
    "backend",
    "default",
    "production",
    "staging",
    "sandbox",
    "development",
    "web",
    "mobile",
    "desktop",
    "server",
    "client",
    "custom",
    "primary",
    "secondary",
    "local",
];

/// The most words of a message's key that is still a name.
const LONGEST_KEY: usize = 6;

#[derive(Default)]
struct Sum {
    callback: i32,
    webhook: i32,
    redirect: i32,
    /// Whether the words beside the name say that a person's browser arrives there.
    person_arrives: bool,
    /// Whether they say that it is something else.
    speaks_against: bool,
    /// Whether what encloses it says webhook.
    owned_by_hook: bool,
    /// Whether it stands beside a client's secrets and scopes, where redirect URIs are registered.
    signs_in: bool,
    /// Whether it is shown for the reader to copy it elsewhere: it may be called, and yet nobody gives it here.
    is_copied: bool,
    reasons: Vec<String>,
    /// What the words beside the name say of the kind.
    words: Words,
}

#[derive(Default)]
struct Words {
    webhook: i32,
    redirect: i32,
    /// The heaviest of those words: which text, and which decoded bytes of it.
    place: Option<(usize, Range<usize>)>,
    heaviest: i32,
}

impl Sum {
    fn add(&mut self, signal: &Signal) {
        self.note(signal.callback, &signal.because);
        self.webhook += signal.webhook;
        self.redirect += signal.redirect;
    }

    fn note(&mut self, callback: i32, because: &str) {
        self.callback += callback;
        let reason = if callback == 0 { because.to_owned() } else { format!("{because} ({callback:+})") };
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    /// Whether no words could make a field of it any more.
    fn is_lost(&self, names: &NameSignals) -> bool {
        self.callback + 16 < names.likely
    }

    fn verdict(self, names: &NameSignals) -> Verdict {
        let confidence = match self.callback {
            sum if sum >= names.certain && !self.is_copied => Some(Confidence::Certain),
            sum if sum >= names.likely => Some(Confidence::Likely),
            _ => None,
        };
        let kind = match self.webhook.cmp(&self.redirect) {
            std::cmp::Ordering::Greater => Kind::Webhook,
            std::cmp::Ordering::Less => Kind::Redirect,
            std::cmp::Ordering::Equal => Kind::Unknown,
        };
        let kind_of_words = match plain_kind(self.words.webhook, self.words.redirect) {
            Some(kind) if self.words.webhook.max(self.words.redirect) >= 4 => {
                self.words.place.map(|(text, range)| (kind, text, range))
            }
            _ => None,
        };
        Verdict { confidence, kind, reasons: self.reasons, kind_of_name: None, kind_of_words }
    }
}

fn weigh_name(name: &str, setting: Setting, names: &NameSignals, sum: &mut Sum) {
    let held = names.gate.scan(name);
    let grammar = Default::default();
    for signal in names.name.iter().filter(|signal| signal.fits(setting)) {
        if signal.wording.find(name, &held, &grammar).is_some() {
            sum.add(signal);
        }
    }
}

/// How many of the names around a place tell what it is.
const OWNERS: usize = 4;

/// Weighs the names of what encloses a place, or stands beside it.
fn weigh_others<'n>(
    name: &str,
    setting: Setting,
    others: impl Iterator<Item = &'n str>,
    signals: &[Signal],
    names: &NameSignals,
    sum: &mut Sum,
) {
    let grammar = Default::default();
    let held_by_name = names.gate.scan(name);
    let fits_name = |signal: &&Signal| {
        signal.if_name.as_ref().is_none_or(|names| names.find(name, &held_by_name, &grammar).is_some())
    };
    let mut fitting: Vec<&Signal> = signals.iter().filter(|signal| signal.fits(setting)).filter(fits_name).collect();
    if fitting.is_empty() {
        return;
    }
    for other in others {
        let words = words_of(other);
        let held = names.gate.scan(&words);
        fitting.retain(|signal| {
            let found = signal.wording.find(&words, &held, &grammar).is_some();
            if found {
                sum.owned_by_hook |= signal.callback > 0 && signal.webhook > 0;
                sum.add(signal);
            }
            !found
        });
    }
}

fn weigh_words(candidate: &Candidate, name: &str, rulebook: &Rulebook, sum: &mut Sum) {
    weigh_cues(candidate, name, rulebook.phrases(), sum);
    // Copy that is only half translated still holds English.
    let language = candidate.info.language.as_deref().filter(|language| primary(language) != SOURCE_LANGUAGE);
    if let Some(phrases) = language.and_then(|language| rulebook.phrases_in(language)) {
        weigh_cues(candidate, name, phrases, sum);
    }
}

fn weigh_cues(candidate: &Candidate, name: &str, phrases: &Phrases, sum: &mut Sum) {
    let mut seen = vec![false; phrases.cues.len()];
    for (number, text) in candidate.texts.iter().enumerate() {
        for sentence in sentences(&text.decoded).into_iter().take(SENTENCES) {
            // A title that only says the name again tells nothing that the name did not.
            if sentence.words.eq_ignore_ascii_case(name) || words_of(&sentence.words) == name {
                continue;
            }
            let held = phrases.gate.scan(&sentence.words);
            for (cue, seen) in phrases.cues.iter().zip(&mut seen) {
                if *seen || !cue.fits(candidate.setting) {
                    continue;
                }
                if let Some(range) = cue.wording.find(&sentence.words, &held, &phrases.grammar) {
                    *seen = true;
                    sum.words.webhook += cue.webhook;
                    sum.words.redirect += cue.redirect;
                    let weight = cue.webhook.max(cue.redirect);
                    if weight > sum.words.heaviest {
                        sum.words.heaviest = weight;
                        sum.words.place = Some((number, sentence.origin(range)));
                    }
                    sum.person_arrives |= cue.registered;
                    sum.speaks_against |= cue.callback < 0 && !cue.copied;
                    sum.is_copied |= cue.copied;
                    sum.add(cue);
                }
            }
        }
    }
}

/// How many sentences of a text tell what a field is; what comes later is about something else.
const SENTENCES: usize = 8;

fn weigh_shape(candidate: &Candidate, name: &str, names: &NameSignals, sum: &mut Sum) {
    let shape = &candidate.shape;
    let only = |of: &[&str]| {
        let mut declared = shape.types.iter().filter(|declared| *declared != "null").peekable();
        declared.peek().is_some() && declared.all(|declared| of.contains(&declared.as_str()))
    };
    if only(&["boolean", "integer", "number", "function"]) {
        sum.note(-10, "its value is no text");
    }
    if shape.enumerated {
        sum.note(-8, "its value is chosen from a list of words");
    }
    if candidate.setting == Setting::PathParameter {
        sum.note(-8, "it is a part of a path");
    }
    let mut is_url = names.says_url(name) || (sum.owned_by_hook && candidate.texts.is_empty());
    if shape.formats.iter().any(|format| URL_FORMATS.contains(&format.as_str())) {
        sum.note(1, "its format is a URL");
        is_url = true;
    } else if shape.formats.iter().any(|format| OTHER_FORMATS.contains(&format.as_str())) {
        sum.note(-8, "its format is no URL");
    }
    let typed = shape.named.iter().any(|named| words_of(named).split(' ').any(|part| ["uri", "url"].contains(&part)));
    if typed && !is_url {
        sum.note(1, "its type is a URL");
    }
    is_url |= typed;
    if shape.samples.iter().any(|sample| looks_like_url(sample)) {
        sum.note(1, "its example is a URL");
        is_url = true;
    } else if shape.samples.iter().any(|sample| !sample.is_empty() && sample != "null" && sample != "string") {
        sum.note(-2, "its example is no URL");
    }
    if !shape.properties.is_empty() {
        let properties: Vec<String> = shape.properties.iter().map(|property| words_of(property)).collect();
        let says_url =
            |property: &String| names.says_url(property) || (sum.webhook > 0 && names.is_plain_url(property));
        match properties.iter().map(|property| names.weight_of_name(property)).max() {
            Some(weight) if weight >= names.certain => sum.note(3, "it holds a callback URL"),
            _ if properties.iter().any(says_url) => sum.note(1, "it holds a URL"),
            _ => sum.note(-4, "it is an object that holds no URL"),
        }
        let only_response = candidate.usage.response && !candidate.usage.request;
        if shape.list && only_response && name.ends_with('s') {
            sum.note(-8, "it is a list of resources in a response");
        }
    }
    let says_url_word = name.split(' ').any(|word| ["url", "urls", "uri", "uris", "endpoint"].contains(&word));
    if shape.properties.is_empty() && only(&["object"]) && !says_url_word {
        sum.note(-4, "it is an object that holds no URL");
    }
    // In copy a bare "Webhook" is a heading or a menu; only a word for a URL makes it one.
    if candidate.setting == Setting::Message {
        is_url =
            names.says_url_word(name) || candidate.texts.iter().any(|text| names.says_url_word(&spaced(&text.decoded)));
    }
    let is_placeholder = |text: &Text| text.role == Role::Placeholder;
    if candidate.setting == Setting::Message
        && !candidate.texts.is_empty()
        && candidate.texts.iter().all(is_placeholder)
    {
        sum.note(-6, "it is a placeholder of a field that stands elsewhere");
    }
    let is_copy = matches!(candidate.setting, Setting::Message | Setting::Input);
    if is_copy && (shape.read_only || candidate.texts.iter().any(|text| shows_given_url(&text.decoded))) {
        sum.is_copied = true;
        sum.note(0, "it shows a URL that is given");
    }
    if is_copy && candidate.texts.iter().any(|text| text.decoded.contains("://")) {
        sum.note(1, "its words show a URL");
    }
    if name.is_empty() && is_url {
        sum.note(1, "its words say URL");
    }
    is_url |= match candidate.setting {
        Setting::Message => false,
        // Of the paragraphs below a heading, the later ones may link to anything.
        Setting::Entry => candidate.texts.first().is_some_and(|text| names.says_url_first(&text.decoded)),
        _ => candidate.texts.iter().any(|text| names.says_url_first(&text.decoded)),
    };
    if !is_url {
        sum.note(-4, "nothing says that its value is a URL");
    }
}

/// A text with blanks in place of the characters of scripts that have none, so that words of other scripts stand alone.
fn spaced(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { text.into() } else { text.replace(is_ideographic, " ").into() }
}

fn weigh_direction(candidate: &Candidate, name: &str, echoed: bool, names: &NameSignals, sum: &mut Sum) {
    let usage = candidate.usage;
    if !candidate.callbacks.is_empty() {
        // By the specification this is what it is, whatever its name and its words are.
        sum.note(16, "a callback object names it");
        sum.webhook += 6;
    }
    if method_sibling(candidate).is_some_and(|sibling| words_of(&sibling.name) != "method") {
        sum.note(2, "a field beside it holds its method");
        sum.webhook += 1;
    }
    if candidate.setting == Setting::ResponseHeader {
        sum.note(-8, "it is a header of a response");
    }
    if usage.payload && !usage.request && !usage.response {
        sum.note(-4, "it is part of what is sent to a webhook");
    }
    let only_response = usage.response && !usage.request;
    let registered = (sum.person_arrives || sum.signs_in) && !sum.speaks_against;
    if only_response && !echoed && names.is_handed_out(name) && sum.redirect > sum.webhook && !registered {
        sum.note(-5, "only a response holds it, so it is handed out and not registered");
    }
    // A request that has it too is never sent with it; a plain `url` is then the address of the resource itself.
    let is_own_address = usage.request && names.is_plain_url(name);
    if (only_response && !echoed || is_own_address) && candidate.shape.read_only && sum.webhook > sum.redirect {
        sum.note(-4, "it is read-only, so it is handed out and not registered");
    }
}

/// Whether words show a URL that the program puts in: `{url}` alone, or `Callback URL: {url}`.
fn shows_given_url(words: &str) -> bool {
    const QUOTES: [char; 10] = [' ', '`', '"', '\'', '*', '\n', '{', '$', '%', '('];
    let words = words.trim();
    let is_alone = words.starts_with('{') && words.ends_with('}') && !words.contains(char::is_whitespace);
    let says_url = |at: usize| {
        let before = words[..at].trim_end_matches(QUOTES);
        let names = [":", "：", "为", "是", " is"].iter().find_map(|joint| before.strip_suffix(joint));
        let names = names.map(|names| names.trim_end_matches(QUOTES).to_lowercase()).unwrap_or_default();
        ["url", "uri", "endpoint"].iter().any(|word| names.ends_with(word))
    };
    is_alone || words.match_indices('{').any(|(at, _)| says_url(at))
}

const URL_FORMATS: [&str; 6] = ["uri", "url", "uri-reference", "iri", "uri-template", "uri_template"];

const OTHER_FORMATS: [&str; 12] =
    ["uuid", "date", "date-time", "email", "byte", "binary", "password", "ipv4", "ipv6", "int32", "int64", "phone"];

fn looks_like_url(sample: &str) -> bool {
    sample.contains("://") || sample.starts_with("www.") || sample.starts_with('/') || sample.starts_with("{$")
}
