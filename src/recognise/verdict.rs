//! Whether a candidate is a callback URL field, and of which kind: the sum of the signals in its name, in its owners'
//! names, in the words beside it and in its structure.

use super::names::words_of;
use super::prose::sentences;
use crate::field::{Candidate, Confidence, Kind, Setting};
use crate::rulebook::Rulebook;
use crate::rulebook::signals::{NameSignals, Signal};

/// What the signals come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Webhook or redirect.
    pub kind: Kind,
    /// How sure it is that this is a callback URL field.
    pub confidence: Confidence,
    /// The signals that spoke for it, each as a clause, and what structure said.
    pub reasons: Vec<String>,
}

/// Weighs a candidate; `echoed` says that a request of the same document has a field of the same name.
pub fn weigh(candidate: &Candidate, echoed: bool, rulebook: &Rulebook) -> Option<Verdict> {
    let names = rulebook.names();
    let mut sum = Sum::default();
    let name = words_of(&candidate.name);
    weigh_name(&name, names, &mut sum);
    weigh_owners(&name, &candidate.owners, names, &mut sum);
    if !sum.is_lost(names) {
        weigh_words(candidate, &name, rulebook, &mut sum);
    }
    weigh_shape(candidate, &name, &mut sum);
    weigh_direction(candidate, echoed, &mut sum);
    sum.verdict(names)
}

#[derive(Default)]
struct Sum {
    callback: i32,
    webhook: i32,
    redirect: i32,
    reasons: Vec<String>,
}

impl Sum {
    fn add(&mut self, signal: &Signal) {
        self.note(signal.callback, &signal.because);
        self.webhook += signal.webhook;
        self.redirect += signal.redirect;
    }

    fn note(&mut self, callback: i32, because: &str) {
        self.callback += callback;
        if !self.reasons.iter().any(|reason| reason == because) {
            self.reasons.push(because.to_owned());
        }
    }

    /// Whether no words could make a field of it any more.
    fn is_lost(&self, names: &NameSignals) -> bool {
        self.callback + 16 < names.likely
    }

    fn verdict(self, names: &NameSignals) -> Option<Verdict> {
        let confidence = match self.callback {
            sum if sum >= names.certain => Confidence::Certain,
            sum if sum >= names.likely => Confidence::Likely,
            _ => return None,
        };
        let kind = match self.webhook.cmp(&self.redirect) {
            std::cmp::Ordering::Greater => Kind::Webhook,
            std::cmp::Ordering::Less => Kind::Redirect,
            std::cmp::Ordering::Equal => Kind::Unknown,
        };
        Some(Verdict { kind, confidence, reasons: self.reasons })
    }
}

fn weigh_name(name: &str, names: &NameSignals, sum: &mut Sum) {
    let held = names.gate.scan(name);
    let grammar = Default::default();
    for signal in &names.name {
        if signal.wording.find(name, &held, &grammar).is_some() {
            sum.add(signal);
        }
    }
}

fn weigh_owners(name: &str, owners: &[String], names: &NameSignals, sum: &mut Sum) {
    let grammar = Default::default();
    let held_by_name = names.gate.scan(name);
    let owners: Vec<String> = owners.iter().take(4).map(|owner| words_of(owner)).collect();
    for signal in &names.owner {
        let fits_name = signal.if_name.as_ref().is_none_or(|names| names.find(name, &held_by_name, &grammar).is_some());
        let holds = |owner: &String| signal.wording.find(owner, &names.gate.scan(owner), &grammar).is_some();
        if fits_name && owners.iter().any(holds) {
            sum.add(signal);
        }
    }
}

fn weigh_words(candidate: &Candidate, name: &str, rulebook: &Rulebook, sum: &mut Sum) {
    let phrases = rulebook.phrases();
    let mut seen = vec![false; phrases.cues.len()];
    for text in &candidate.texts {
        for sentence in sentences(&text.decoded).into_iter().take(SENTENCES) {
            // A title that only says the name again tells nothing that the name did not.
            if sentence.words.eq_ignore_ascii_case(name) || words_of(&sentence.words) == name {
                continue;
            }
            let held = phrases.gate.scan(&sentence.words);
            for (cue, seen) in phrases.cues.iter().zip(&mut seen) {
                if !*seen && cue.wording.find(&sentence.words, &held, &phrases.grammar).is_some() {
                    *seen = true;
                    sum.add(cue);
                }
            }
        }
    }
}

/// How many sentences of a text tell what a field is; what comes later is about something else.
const SENTENCES: usize = 8;

fn weigh_shape(candidate: &Candidate, name: &str, sum: &mut Sum) {
    let shape = &candidate.shape;
    let says_url = |word: &String| words_of(word).split(' ').any(|part| URL_WORDS.contains(&part));
    let is = |of: &str| shape.types.iter().any(|declared| declared == of);
    let only = |of: &[&str]| {
        let mut declared = shape.types.iter().filter(|declared| *declared != "null").peekable();
        declared.peek().is_some() && declared.all(|declared| of.contains(&declared.as_str()))
    };
    if only(&["boolean", "integer", "number"]) {
        sum.note(-10, "its value is no text");
    }
    if shape.enumerated {
        sum.note(-8, "its value is chosen from a list of words");
    }
    if shape
        .formats
        .iter()
        .any(|format| ["uri", "url", "uri-reference", "iri", "uri-template"].contains(&format.as_str()))
    {
        sum.note(1, "its format is a URL");
    } else if shape.formats.iter().any(|format| OTHER_FORMATS.contains(&format.as_str())) {
        sum.note(-8, "its format is no URL");
    }
    if shape.named.iter().any(|named| words_of(named).split(' ').any(|part| ["uri", "url"].contains(&part))) {
        sum.note(1, "its type is a URL");
    }
    let urls = shape.samples.iter().filter(|sample| looks_like_url(sample)).count();
    if urls > 0 {
        sum.note(1, "its example is a URL");
    } else if shape.samples.iter().any(|sample| !sample.is_empty() && sample != "null" && sample != "string") {
        sum.note(-2, "its example is no URL");
    }
    if is("object") || !shape.properties.is_empty() {
        match shape.properties.iter().any(says_url) {
            true => sum.note(1, "it holds a URL"),
            false => sum.note(-4, "it is an object that holds no URL"),
        }
        let listed = shape.list && candidate.usage.response && !candidate.usage.request;
        if listed && name.ends_with('s') {
            sum.note(-8, "it is a list of resources in a response");
        }
    }
}

fn weigh_direction(candidate: &Candidate, echoed: bool, sum: &mut Sum) {
    if !candidate.callbacks.is_empty() {
        sum.note(6, "a callback object names it");
        sum.webhook += 6;
    }
    if candidate.setting == Setting::ResponseHeader {
        sum.note(-8, "it is a header of a response");
    }
    let only_response = candidate.usage.response && !candidate.usage.request;
    let words_say_redirect = sum.reasons.iter().any(|reason| reason == "the words say that a person's browser arrives");
    if only_response && !echoed && sum.redirect > sum.webhook && !words_say_redirect {
        sum.note(-5, "only a response holds it, so it is handed out and not registered");
    }
}

const URL_WORDS: [&str; 8] = ["url", "urls", "uri", "uris", "endpoint", "address", "href", "callback"];

const OTHER_FORMATS: [&str; 12] =
    ["uuid", "date", "date-time", "email", "byte", "binary", "password", "ipv4", "ipv6", "int32", "int64", "phone"];

fn looks_like_url(sample: &str) -> bool {
    sample.contains("://") || sample.starts_with("www.") || sample.starts_with('/') || sample.starts_with("{$")
}
