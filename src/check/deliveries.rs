//! Whether a document describes the requests that its provider sends: its callback objects and webhooks, and the fields
//! that are to have some.

use super::once::{Once, Spotted};
use super::passed_over;
use crate::config::Settings;
use crate::field::{By, Fact, Facts, Field, Kind, Pointer, Setting, Text};
use crate::finding::{Finding, Label, Severity};
use crate::outline::{About, Answer, Body, Dangling, Declared, Delivery, Origin, Outline};
use crate::recognise::facts::facts_in_texts;
use crate::recognise::name_in_title;
use crate::recognise::names::words_of;
use crate::recognise::writing::is_in_other_script;
use crate::rulebook::checks::{self, Check, Question, StructureFault};
use crate::source::Place;
use std::collections::HashSet;

/// What is to be told once of a document, whose fields these are: of its fields, and then of the requests that it describes.
pub fn told_once(outline: &Outline, fields: &[&Field], settings: &Settings) -> (Option<Once>, Vec<Once>) {
    let checked = fields.iter().copied().filter(|field| !passed_over(field, settings));
    let checked: Vec<&Field> = checked.collect();
    let of_deliveries = [
        without_trigger(outline, fields, settings),
        without_failure(outline, fields, settings),
        without_answer(outline),
        without_body(outline),
        without_proof(outline),
    ];
    (unlinked(outline, &checked), of_deliveries.into_iter().flatten().collect())
}

/// One finding for all that is wrong with the requests that a document describes, which are read and mended together, as far
/// as it counts for the same.
pub fn merged(parts: &[Once], settings: &Settings) -> Vec<Finding> {
    let findings = |part: &Once| part.clone().findings(settings, &mut |_, _| None);
    let told = parts.iter().flat_map(|part| findings(part).into_iter().map(move |finding| (part, finding)));
    let told: Vec<(&Once, Finding)> = told.collect();
    let of = |severity| told.iter().filter(move |(_, finding)| finding.severity == severity).cloned().collect();
    Severity::ALL.into_iter().rev().filter_map(|severity| merged_into_one(of(severity))).collect()
}

fn merged_into_one(told: Vec<(&Once, Finding)>) -> Option<Finding> {
    let (parts, mut told): (Vec<&Once>, Vec<Finding>) = told.into_iter().unzip();
    let first = if told.is_empty() { return None } else { told.remove(0) };
    let clauses: Vec<&str> = parts.iter().filter_map(|part| clause(part.question)).collect();
    let message = match clauses[..] {
        [] | [_] => first.message.clone(),
        [ref others @ .., last] => format!("callback or webhook operations {} and {last}", others.join(", ")),
    };
    let mut merged = told.into_iter().fold(first, |mut all, one| {
        all.rules.extend(one.rules);
        all.place = all.place.min(one.place);
        all.labels.extend(one.labels);
        all.notes.extend(one.notes);
        all.help = all.help.zip(one.help).map(|(all, one)| format!("{all}; {one}"));
        all
    });
    merged.labels.sort_by_key(|label| label.place);
    merged.labels.dedup_by(|one, before| {
        let is_same = one.place == before.place;
        if is_same {
            let said = one.text.split_once("` ").map_or(one.text.as_str(), |(_, said)| said);
            before.text = format!("{}, {said}", before.text);
        }
        is_same
    });
    // The operations that have no label are the same ones for most of the rules.
    merged.notes.dedup();
    // It is about the document, whichever of its operations are mended.
    Some(Finding { message, pointer: Some(Pointer::default()), ..merged })
}

/// What is wrong with operations, after them as the subject.
fn clause(question: Question) -> Option<&'static str> {
    match question {
        Question::Structure(StructureFault::Trigger) => Some("do not say on which event they are sent"),
        Question::Structure(StructureFault::Failure) => Some("do not say what happens when they are not answered"),
        Question::Structure(StructureFault::Response) => Some("have no 2xx response"),
        Question::Structure(StructureFault::Body) => Some("do not describe their request body"),
        Question::Structure(StructureFault::Signature) => Some("do not say how the receiver knows who sent them"),
        _ => None,
    }
}

/// The findings for an expression that names nothing, if its rule is asked: mostly one.
pub fn check_dangling(dangling: &Dangling, settings: &Settings) -> Vec<Finding> {
    let asking: Vec<&Check> = settings.asking(Question::Structure(StructureFault::Dangling)).collect();
    let all = settings.by_severity(&asking).into_iter();
    all.map(|(severity, asking)| left_dangling(dangling, severity, &asking)).collect()
}

fn left_dangling(dangling: &Dangling, severity: Severity, asking: &[&Check]) -> Finding {
    let near = meant(dangling);
    let label = Label { place: dangling.place, text: format!("asked of {}", dangling.operation) };
    let near_label = near.map(|near| Label { place: near.place, text: format!("`{}` names this", near.expression) });
    let help = match near {
        Some(near) => format!("did you mean `{}`?", near.expression),
        None => asking[0].page.help.clone(),
    };
    let message = format!("the callback's expression `{}` {}", dangling.expression, dangling.because);
    Finding {
        rules: asking.iter().map(|check| check.id.clone()).collect(),
        pointer: Some(dangling.pointer.clone()),
        labels: std::iter::once(label).chain(near_label).collect(),
        ..Finding::of_file("", severity, dangling.place, message, Some(help))
    }
}

/// What an expression was meant to name: what has the same words, else the same last word, else one that is like it.
fn meant(dangling: &Dangling) -> Option<&Declared> {
    let place_of = |expression: &str| expression.trim_start_matches('$').to_owned();
    let last = |expression: &str| words_of(expression.rsplit(['/', '.', '#']).next().unwrap_or_default());
    let (whole, end) = (words_of(&place_of(&dangling.expression)), last(&dangling.expression));
    let all = || dangling.declared.iter();
    let alike = |declared: &&Declared| strsim::jaro_winkler(&last(&declared.expression), &end);
    let found = all()
        .find(|declared| words_of(&place_of(&declared.expression)) == whole)
        .or_else(|| all().find(|declared| last(&declared.expression) == end))
        .or_else(|| all().filter(|one| alike(one) > 0.85).max_by(|a, b| alike(a).total_cmp(&alike(b))))?;
    // An object that is named like it holds the URL, where it holds one.
    let inner = |key: &str| all().find(|one| one.expression == format!("{}/{key}", found.expression));
    listed(StructureFault::Dangling, "inner").iter().find_map(|key| inner(key)).or(Some(found))
}

fn once(fault: StructureFault, message: &str, places: Vec<Spotted>) -> Option<Once> {
    let (question, message) = (Question::Structure(fault), message.to_owned());
    (!places.is_empty()).then_some(Once { question, message, help: None, places })
}

/// Webhook URLs of requests that have no callback object, where their operation has some for others, or where a field of the
/// same name has one.
///
/// A document with `webhooks` has another way to describe what is sent. And where an expression leads to no field, the fields
/// may be the ones that it was meant to name. Of a field that no expression can name, as those of the items of a list, no
/// callback object can speak.
fn unlinked(outline: &Outline, fields: &[&Field]) -> Option<Once> {
    let is_callback = |delivery: &&Delivery| delivery.origin == Origin::Callback;
    let callbacks: Vec<&Delivery> = outline.deliveries.iter().filter(is_callback).collect();
    let is_whole = callbacks.len() == outline.deliveries.len() && !callbacks.is_empty();
    if !is_whole || callbacks.iter().any(|delivery| delivery.receivers.is_empty()) {
        return None;
    }
    let receivers = callbacks.iter().flat_map(|delivery| &delivery.receivers);
    let linked: Vec<&str> = receivers.filter_map(|(_, pointer)| pointer.0.rsplit('/').next()).collect();
    let is_sent = |field: &&&Field| {
        let candidate = &field.candidate;
        let is_schema = matches!(candidate.setting, Setting::Property | Setting::Parameter | Setting::RequestHeader);
        let is_here = candidate.file == outline.file && field.kind == Kind::Webhook;
        let name = Place { file: candidate.file, span: candidate.name_span };
        let is_open = candidate.usage.request && candidate.callbacks.is_empty() && !candidate.shape.deprecated;
        let is_named = || linked.contains(&candidate.name.as_str());
        is_here
            && is_schema
            && is_open
            && outline.nameable.get(&name).is_some_and(|has_others| *has_others || is_named())
    };
    let places = fields.iter().filter(is_sent).map(|field| Spotted {
        place: Place { file: field.candidate.file, span: field.candidate.name_span },
        pointer: Some(field.candidate.pointer.clone()),
        owner: None,
        name: field.candidate.name.clone(),
        label: "what is sent there is not described".to_owned(),
    });
    once(StructureFault::Unlinked, "no callback object describes what a webhook URL receives", places.collect())
}

/// The deliveries that a rule about words asks: those whose URL no field holds, since of a field it is asked already.
fn spoken<'o>(outline: &'o Outline, fields: &'o [&Field]) -> impl Iterator<Item = &'o Delivery> {
    let holders: HashSet<_> = fields.iter().map(|field| (field.candidate.file, &field.candidate.pointer)).collect();
    let is_field =
        move |delivery: &Delivery| delivery.receivers.iter().any(|(file, pointer)| holders.contains(&(*file, pointer)));
    outline.deliveries.iter().filter(move |delivery| !is_field(delivery) && !is_in_other_script(&delivery.texts))
}

fn facts(texts: &[Text], outline: &Outline, settings: &Settings) -> Facts {
    let mut callers = settings.callers();
    callers.extend(outline.info.title.as_deref().and_then(name_in_title));
    facts_in_texts(texts, Kind::Webhook, settings.rulebook().phrases(), &callers)
}

fn without_trigger(outline: &Outline, fields: &[&Field], settings: &Settings) -> Option<Once> {
    let asked = settings.asking(Question::Structure(StructureFault::Trigger)).next().is_some();
    let silent = spoken(outline, fields).filter(|delivery| {
        let names = std::iter::once(&delivery.name).chain(&delivery.aliases);
        let says = facts(&delivery.texts, outline, settings).of(Fact::Trigger).is_some();
        !says && !names.into_iter().any(|name| is_event_name(name)) && !delivery.texts.iter().any(tells_event)
    });
    let silent: Vec<&Delivery> = if asked { silent.collect() } else { Vec::new() };
    let places = silent.into_iter().map(|delivery| spotted(delivery, "does not say when it is sent"));
    once(
        StructureFault::Trigger,
        "a callback or webhook operation does not say on which event it is sent",
        places.collect(),
    )
}

/// The words of a list of the rule about a fault.
fn listed(fault: StructureFault, list: &str) -> &'static [String] {
    checks::words(Question::Structure(fault), list)
}

fn has_trigger_word(list: &str, word: &str) -> bool {
    listed(StructureFault::Trigger, list).iter().any(|known| known == word)
}

/// Whether a name is that of an event: `order.shipped`, `paymentFailed`, `on_arrival`, `requires_action`, `order.update`.
fn is_event_name(name: &str) -> bool {
    let words = words_of(name);
    // What is only said of the request itself is no event: `incomingWebhook`, `callback request`.
    let is_about_more = words.split(' ').any(|word| !is_going_on(word) && !has_trigger_word("carriers", word));
    let is_event = |word: &str| is_going_on(word) || has_trigger_word("names", word);
    words.split(' ').any(|word| has_happened(word) || (is_event(word) && is_about_more))
}

/// Whether a word says that something happened.
fn has_happened(word: &str) -> bool {
    let past = word.len() > 4 && word.ends_with("ed") && !has_trigger_word("not-happened", word);
    past || has_trigger_word("happened", word)
}

/// Whether a word says that something goes on, or is about to.
fn is_going_on(word: &str) -> bool {
    has_trigger_word("happening", word)
}

/// Longest words about an operation that may be no more than the name of its event, in words.
const TITLE: usize = 12;

/// Whether words of an operation tell of an event: by a clause that says when, or as a title that names it.
fn tells_event(text: &Text) -> bool {
    let words = format!(" {} ", words_of(&text.decoded));
    let tells_when = |clause: &String| words.contains(&format!(" {clause} "));
    listed(StructureFault::Trigger, "when").iter().any(tells_when)
        || (words.split_whitespace().count() <= TITLE
            && words.split_whitespace().any(|word| word != "on" && (has_happened(word) || is_going_on(word))))
}

fn without_failure(outline: &Outline, fields: &[&Field], settings: &Settings) -> Option<Once> {
    let asks = settings.asking(Question::Structure(StructureFault::Failure)).next().is_some();
    let deliveries: Vec<&Delivery> = spoken(outline, fields).collect();
    if !asks
        || deliveries.is_empty()
        || settings.policy.get(&Kind::Webhook).is_some_and(|of| of.of(Fact::Failure).is_some())
    {
        return None;
    }
    let states = |texts: &[Text]| facts(texts, outline, settings).of(Fact::Failure).is_some();
    // What the document describes elsewhere may fail for its own reasons.
    let sections = outline.sections.iter().filter(|section| section.about != About::Other);
    let sections: Vec<Text> = sections.map(|section| section.text.clone()).collect();
    let is_said = |delivery: &Delivery| {
        let answers = delivery.answers.iter().any(|answer| states(&answer.texts) || tells_failure(answer));
        answers || states(&delivery.texts)
    };
    let by_field = |field: &&Field| {
        field.kind == Kind::Webhook && field.facts.of(Fact::Failure).is_some_and(|found| found.by == By::Text)
    };
    if outline.deliveries.iter().any(is_said) || fields.iter().any(by_field) || states(&sections) {
        return None;
    }
    let places = deliveries.into_iter().map(|delivery| spotted(delivery, "sent once, or again?"));
    let message = "no callback or webhook operation says what happens when it is not answered";
    once(StructureFault::Failure, message, places.collect())
}

/// Whether the words of an answer tell of another try.
fn tells_failure(answer: &Answer) -> bool {
    answer.texts.iter().any(|text| holds_any(text, listed(StructureFault::Failure, "again")))
}

fn holds_any(text: &Text, pieces: &[String]) -> bool {
    let words = text.decoded.to_lowercase();
    pieces.iter().any(|piece| words.contains(piece.as_str()))
}

fn without_answer(outline: &Outline) -> Option<Once> {
    let counts = |answer: &Answer| answer.status.starts_with('2') || answer.status == "default";
    let silent = outline.deliveries.iter().filter(|delivery| !delivery.answers.iter().any(counts));
    let places = silent.map(|delivery| spotted(delivery, "has no answer that counts as received"));
    let message = "a callback or webhook operation has no 2xx response";
    once(StructureFault::Response, message, places.collect())
}

fn without_body(outline: &Outline) -> Option<Once> {
    let places = outline.deliveries.iter().filter_map(|delivery| match delivery.body {
        Body::Missing => Some(spotted(delivery, "has no request body")),
        Body::WithoutSchema => Some(spotted(delivery, "has a request body without a schema")),
        Body::Needless | Body::Described => None,
    });
    let message = "a callback or webhook operation does not describe its request body";
    once(StructureFault::Body, message, places.collect())
}

fn without_proof(outline: &Outline) -> Option<Once> {
    // Words that speak of it may stand anywhere, and say what the structure leaves out.
    let list = |list| listed(StructureFault::Signature, list);
    let (anywhere, beside) = (list("anywhere"), list("beside"));
    let is_proven = |delivery: &Delivery| {
        let mut texts = delivery.texts.iter().chain(delivery.answers.iter().flat_map(|answer| answer.texts.iter()));
        delivery.may_have_proof || texts.any(|text| holds_any(text, anywhere) || holds_any(text, beside))
    };
    let is_said = outline.sections.iter().any(|section| holds_any(&section.text, anywhere));
    if is_said || !outline.proofs.is_empty() || outline.deliveries.iter().any(is_proven) {
        return None;
    }
    let places = outline.deliveries.iter().map(|delivery| spotted(delivery, "sent by whom?"));
    let message = "no callback or webhook operation says how the receiver knows who sent it";
    once(StructureFault::Signature, message, places.collect())
}

fn spotted(delivery: &Delivery, label: &str) -> Spotted {
    Spotted {
        place: delivery.place,
        pointer: Some(delivery.pointer.clone()),
        owner: None,
        name: delivery.name.clone(),
        label: format!("`{}` {label}", delivery.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn a_name_of_an_event_tells_when_it_is_sent() {
        for name in [
            "order.shipped",
            "paymentFailed",
            "messageSent",
            "on_arrival",
            "INVOICE_PAID",
            "payment_requires_action",
            "incoming_message",
            "approvalRequest",
            "caseOrderCompletion",
        ] {
            assert!(is_event_name(name), "{name}");
        }
        for name in [
            "callback",
            "feed",
            "newPet",
            "statusCallback",
            "red",
            "notification",
            "incomingWebhook",
            "Callback request",
        ] {
            assert!(!is_event_name(name), "{name}");
        }
    }

    #[test]
    fn what_was_meant_has_the_same_words_or_the_same_end_or_is_like_it() {
        let place = Place { file: 0, span: Span::new(0, 1) };
        let meant_by = |expression: &str| {
            let declared = [
                "$request.body#/job/callbackUrl",
                "$request.body#/notify_url",
                "$request.body#/id",
                "$request.body#/scan_hook",
                "$request.body#/scan_hook/url",
            ];
            let declared = declared.map(|one| Declared { expression: one.into(), place }).to_vec();
            let (because, operation, pointer) = (String::new(), String::new(), Pointer::default());
            let dangling = Dangling { expression: expression.into(), place, pointer, because, operation, declared };
            meant(&dangling).map(|declared| declared.expression.clone())
        };
        let check = |expression: &str, expected: Option<&str>| {
            assert_eq!(meant_by(expression).as_deref(), expected, "{expression}");
        };
        check("$request.body#/job.callbackUrl", Some("$request.body#/job/callbackUrl"));
        check("$request.body#/callback_url", Some("$request.body#/job/callbackUrl"));
        check("$request.body#/notifyUrls", Some("$request.body#/notify_url"));
        check("$request.body#/scanHook", Some("$request.body#/scan_hook/url"));
        check("$request.body#/somewhere", None);
    }
}
