//! Whether a candidate is a callback URL field, and of which kind: the sum of the signals in its name, in its owners'
//! names, in the words beside it and in its structure.

use super::lexicon::{Lexicon, Own, Property};
use super::names::words_of;
use super::prose::is_ideographic;
use crate::field::{Candidate, Confidence, Kind, Role, Setting, Text};
use crate::rulebook::phrases::Phrases;
use crate::rulebook::signals::{NameSignals, Signal};
use crate::rulebook::{Rulebook, SOURCE_LANGUAGE, primary};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

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
    let mut lexicon = Lexicon::new(rulebook);
    let place = Place::of(candidate, &mut lexicon);
    let mut sum = place.sum_of_names(&mut lexicon, false);
    if !sum.is_lost(rulebook.names()) {
        weigh_words(&place, &mut lexicon, None, &mut sum);
    }
    place.verdict(sum, echoed, &mut lexicon)
}

/// The verdict on a candidate that is a callback URL field; none of any other, as soon as that is sure.
pub fn weigh_field(candidate: &Candidate, echoed: bool, lexicon: &mut Lexicon<'_>) -> Option<Verdict> {
    let place = Place::of(candidate, lexicon);
    let sum = place.sum_of_names(lexicon, false);
    place.field(sum, echoed, lexicon)
}

/// Whether a candidate may be a callback URL field, whatever else the document holds.
pub fn may_be_field(candidate: &Candidate, lexicon: &mut Lexicon<'_>) -> bool {
    let place = Place::of(candidate, lexicon);
    let sum = place.sum_of_names(lexicon, true);
    // That its name is that of no request can only speak against it.
    place.field(sum, true, lexicon).is_some()
}

/// A candidate with what is known of its name.
struct Place<'c> {
    candidate: &'c Candidate,
    name: String,
    own: Arc<Own>,
}

impl<'c> Place<'c> {
    fn of(candidate: &'c Candidate, lexicon: &mut Lexicon<'_>) -> Self {
        let name = name_of(candidate, lexicon);
        let own = lexicon.own(&name);
        Place { candidate, name, own }
    }

    /// What its name and those around and beside it come to; `silent` where nobody asks for the reasons.
    fn sum_of_names(&self, lexicon: &mut Lexicon<'_>, silent: bool) -> Sum {
        let Place { candidate, own, .. } = self;
        let mut sum = Sum { silent, ..Sum::default() };
        lexicon.said(own, candidate.setting).for_each(|signal| sum.add(signal));
        sum.kind_of_name = plain_kind(sum.webhook, sum.redirect);
        let owners = candidate.owners.iter().take(OWNERS).map(String::as_str);
        let around = lexicon.said_around(own, candidate.setting, owners);
        around.into_iter().for_each(|signal| sum.add_other(signal));
        let before = sum.redirect;
        let beside = lexicon.said_beside(own, candidate.setting, &candidate.siblings);
        beside.into_iter().for_each(|signal| sum.add_other(signal));
        sum.signs_in = sum.redirect > before;
        sum
    }

    /// What names and words together have to come to at least, so that with the structure it may be enough.
    fn least_of_words(&self, sum: &Sum, lexicon: &mut Lexicon<'_>) -> i32 {
        // Words may speak for a webhook, which makes a plain URL inside it count, and never for less than that.
        let mut most = Sum { silent: true, webhook: 1, owned_by_hook: sum.owned_by_hook, ..Sum::default() };
        weigh_shape(self, lexicon, &mut most);
        weigh_place(self, lexicon, &mut most);
        lexicon.rulebook.names().likely - most.callback
    }

    fn field(&self, mut sum: Sum, echoed: bool, lexicon: &mut Lexicon<'_>) -> Option<Verdict> {
        let least = self.least_of_words(&sum, lexicon);
        let says_enough = match sum.is_lost(lexicon.rulebook.names()) {
            true => sum.callback >= least,
            false => weigh_words(self, lexicon, Some(least), &mut sum),
        };
        let verdict = says_enough.then(|| self.verdict(sum, echoed, lexicon))?;
        verdict.confidence.is_some().then_some(verdict)
    }

    fn verdict(&self, mut sum: Sum, echoed: bool, lexicon: &mut Lexicon<'_>) -> Verdict {
        weigh_shape(self, lexicon, &mut sum);
        weigh_place(self, lexicon, &mut sum);
        weigh_direction(self, echoed, &mut sum);
        sum.verdict(lexicon.rulebook.names())
    }

    /// The language of its words, where that is another than products are written in.
    fn language(&self) -> Option<&'c str> {
        self.candidate.info.language.as_deref().filter(|language| primary(language) != SOURCE_LANGUAGE)
    }
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
fn name_of(candidate: &Candidate, lexicon: &mut Lexicon<'_>) -> String {
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
    let words = lexicon.name(&candidate.name).words.clone();
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
    /// Whether nobody asks for the reasons.
    silent: bool,
    /// The kind that the name alone says.
    kind_of_name: Option<Kind>,
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

    /// Adds a signal in the name of something around or beside the place.
    fn add_other(&mut self, signal: &Signal) {
        self.owned_by_hook |= signal.callback > 0 && signal.webhook > 0;
        self.add(signal);
    }

    fn note(&mut self, callback: i32, because: &str) {
        self.callback += callback;
        if self.silent {
            return;
        }
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
        Verdict { confidence, kind, reasons: self.reasons, kind_of_name: self.kind_of_name, kind_of_words }
    }
}

/// How many of the names around a place tell what it is.
const OWNERS: usize = 4;

/// Weighs the words beside a place. Where the sum is sure to stay below `least`, that is the answer at once, and what was
/// weighed is of no use.
fn weigh_words(place: &Place<'_>, lexicon: &mut Lexicon<'_>, least: Option<i32>, sum: &mut Sum) -> bool {
    let rulebook = lexicon.rulebook;
    // Copy that is only half translated still holds English.
    let other = place.language().and_then(|language| rulebook.phrases_in(language));
    let least = least.filter(|_| other.is_none());
    weigh_cues(place, rulebook.phrases(), lexicon, least, sum)
        && other.is_none_or(|phrases| weigh_cues(place, phrases, lexicon, None, sum))
}

/// Whether a sentence is nothing but a name.
fn says_again(sentence: &str, name: &str) -> bool {
    let first = sentence.chars().find(|character| character.is_alphanumeric());
    let begins_alike = || first.and_then(|first| first.to_lowercase().next()) == name.chars().next();
    sentence.eq_ignore_ascii_case(name) || (begins_alike() && words_of(sentence) == name)
}

fn weigh_cues<'r>(
    place: &Place<'_>,
    phrases: &'r Phrases,
    lexicon: &mut Lexicon<'r>,
    least: Option<i32>,
    sum: &mut Sum,
) -> bool {
    let Place { candidate, name, .. } = place;
    let may_do = |sum: &Sum, left: i32| least.is_none_or(|least| sum.callback + left >= least);
    if candidate.texts.is_empty() {
        return may_do(sum, 0);
    }
    let texts: Vec<_> = candidate.texts.iter().map(|text| lexicon.heard(&text.decoded, phrases)).collect();
    let heard = texts.iter().enumerate().flat_map(|(number, text)| text.iter().map(move |heard| (number, heard)));
    // A title that only says the name again tells nothing that the name did not.
    let heard: Vec<_> = heard.filter(|(_, heard)| !says_again(&heard.sentence.words, name)).collect();
    let mut hope = Hope::new(phrases.cues.len());
    let fitting = |number: &usize| phrases.cues[*number].fits(candidate.setting);
    for number in heard.iter().flat_map(|(_, heard)| heard.cues()).filter(fitting) {
        hope.add(number, &phrases.cues[number]);
    }
    let mut seen = vec![false; phrases.cues.len()];
    for (text, heard) in heard {
        for (index, number) in heard.cues().enumerate().filter(|(_, number)| fitting(number)) {
            if seen[number] {
                continue;
            }
            if !may_do(sum, hope.left) {
                return false;
            }
            let cue = &phrases.cues[number];
            let found = heard.find(index);
            hope.look(number, cue, found.is_some());
            let Some(range) = found else { continue };
            seen[number] = true;
            sum.words.webhook += cue.webhook;
            sum.words.redirect += cue.redirect;
            let weight = cue.webhook.max(cue.redirect);
            if weight > sum.words.heaviest {
                sum.words.heaviest = weight;
                sum.words.place = Some((text, heard.sentence.origin(range)));
            }
            sum.person_arrives |= cue.registered;
            sum.speaks_against |= cue.callback < 0 && !cue.copied;
            sum.is_copied |= cue.copied;
            sum.add(cue);
        }
    }
    may_do(sum, 0)
}

/// What sentences may still say for a place.
struct Hope {
    /// In how many sentences each cue may be that were not looked at.
    sentences: Vec<usize>,
    /// What the cues that may still be found weigh, as far as they speak for it.
    left: i32,
}

impl Hope {
    fn new(cues: usize) -> Self {
        Hope { sentences: vec![0; cues], left: 0 }
    }

    /// Notes that a cue may be in one sentence more.
    fn add(&mut self, number: usize, cue: &Signal) {
        if self.sentences[number] == 0 {
            self.left += cue.callback.max(0);
        }
        self.sentences[number] += 1;
    }

    /// Notes that a sentence was looked at in which a cue may have been.
    fn look(&mut self, number: usize, cue: &Signal, is_found: bool) {
        self.sentences[number] -= 1;
        if is_found || self.sentences[number] == 0 {
            self.left -= cue.callback.max(0);
        }
    }
}

fn weigh_shape(place: &Place<'_>, lexicon: &mut Lexicon<'_>, sum: &mut Sum) {
    let Place { candidate, name, own } = place;
    let names = lexicon.rulebook.names();
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
    let mut is_url = own.says_url || (sum.owned_by_hook && candidate.texts.is_empty());
    if shape.formats.iter().any(|format| URL_FORMATS.contains(&format.as_str())) {
        sum.note(1, "its format is a URL");
        is_url = true;
    } else if shape.formats.iter().any(|format| OTHER_FORMATS.contains(&format.as_str())) {
        sum.note(-8, "its format is no URL");
    }
    let mut names_url =
        |named: &String| lexicon.name(named).words.split(' ').any(|part| ["uri", "url"].contains(&part));
    let typed = shape.named.iter().any(&mut names_url);
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
        let properties: Vec<Property> = shape.properties.iter().map(|name| lexicon.property(name)).collect();
        let says_url = |property: &Property| property.says_url || (sum.webhook > 0 && property.is_plain_url);
        match properties.iter().map(|property| property.weight).max() {
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
    let is_url = is_url
        || match candidate.setting {
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

/// Weighs where a place stands, as far as that depends on nothing else.
fn weigh_place(place: &Place<'_>, lexicon: &mut Lexicon<'_>, sum: &mut Sum) {
    let candidate = place.candidate;
    let usage = candidate.usage;
    if !candidate.callbacks.is_empty() {
        // By the specification this is what it is, whatever its name and its words are.
        sum.note(16, "a callback object names it");
        sum.webhook += 6;
    }
    let method = lexicon.method_sibling(&candidate.name, &candidate.siblings);
    if method.is_some_and(|number| lexicon.name(&candidate.siblings[number].name).words != "method") {
        sum.note(2, "a field beside it holds its method");
        sum.webhook += 1;
    }
    if candidate.setting == Setting::ResponseHeader {
        sum.note(-8, "it is a header of a response");
    }
    if usage.payload && !usage.request && !usage.response {
        sum.note(-4, "it is part of what is sent to a webhook");
    }
}

/// Weighs who sends a place, which tells something only together with its kind.
fn weigh_direction(place: &Place<'_>, echoed: bool, sum: &mut Sum) {
    let Place { candidate, own, .. } = place;
    let usage = candidate.usage;
    let only_response = usage.response && !usage.request;
    let registered = (sum.person_arrives || sum.signs_in) && !sum.speaks_against;
    if only_response && !echoed && own.is_handed_out && sum.redirect > sum.webhook && !registered {
        sum.note(-5, "only a response holds it, so it is handed out and not registered");
    }
    // A request that has it too is never sent with it; a plain `url` is then the address of the resource itself.
    let is_own_address = usage.request && own.is_plain_url;
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
