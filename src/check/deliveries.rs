//! Whether a document describes the requests that its provider sends: its callback objects and webhooks, and the fields
//! that are to have some.

use super::once::{Once, Spotted};
use super::passed_over;
use crate::config::Settings;
use crate::field::{By, Fact, Facts, Field, Kind, Setting, Text};
use crate::finding::{Finding, Label};
use crate::outline::{Answer, Body, Dangling, Declared, Delivery, Origin, Outline};
use crate::recognise::facts::facts_in_texts;
use crate::recognise::name_in_title;
use crate::recognise::names::words_of;
use crate::recognise::writing::is_in_other_script;
use crate::rulebook::checks::{Check, Question, StructureFault};
use crate::source::Place;
use std::collections::HashSet;

/// What is to be told once of a document, whose fields these are.
pub fn told_once(outline: &Outline, fields: &[&Field], settings: &Settings) -> Vec<Once> {
    let checked = fields.iter().copied().filter(|field| !passed_over(field, settings));
    let checked: Vec<&Field> = checked.collect();
    let of_deliveries = [
        without_trigger(outline, fields, settings),
        without_failure(outline, fields, settings),
        without_answer(outline),
        without_body(outline),
        without_proof(outline),
    ];
    unlinked(outline, &checked).into_iter().chain(of_deliveries.into_iter().flatten()).collect()
}

/// The finding for an expression that names nothing, if its rule is asked.
pub fn check_dangling(dangling: &Dangling, settings: &Settings) -> Option<Finding> {
    let asking: Vec<&Check> = settings.asking(Question::Structure(StructureFault::Dangling)).collect();
    let severity = asking.iter().map(|check| settings.severity(check)).max()?;
    let near = meant(dangling);
    let label = Label { place: dangling.place, text: format!("asked of {}", dangling.operation) };
    let near_label = near.map(|near| Label { place: near.place, text: format!("`{}` names this", near.expression) });
    let help = match near {
        Some(near) => format!("did you mean `{}`?", near.expression),
        None => asking[0].page.help.clone(),
    };
    let message = format!("the callback's expression `{}` {}", dangling.expression, dangling.because);
    Some(Finding {
        rules: asking.iter().map(|check| check.id.clone()).collect(),
        pointer: Some(dangling.pointer.clone()),
        labels: std::iter::once(label).chain(near_label).collect(),
        ..Finding::of_file("", severity, dangling.place, message, Some(help))
    })
}

/// What an expression was meant to name: what has the same words, else the same last word, else one that is like it.
fn meant(dangling: &Dangling) -> Option<&Declared> {
    let place_of = |expression: &str| expression.trim_start_matches('$').to_owned();
    let last = |expression: &str| words_of(expression.rsplit(['/', '.', '#']).next().unwrap_or_default());
    let (whole, end) = (words_of(&place_of(&dangling.expression)), last(&dangling.expression));
    let all = || dangling.declared.iter();
    let alike = |declared: &&Declared| strsim::jaro_winkler(&last(&declared.expression), &end);
    all()
        .find(|declared| words_of(&place_of(&declared.expression)) == whole)
        .or_else(|| all().find(|declared| last(&declared.expression) == end))
        .or_else(|| all().filter(|one| alike(one) > 0.85).max_by(|a, b| alike(a).total_cmp(&alike(b))))
}

fn once(fault: StructureFault, message: &str, places: Vec<Spotted>) -> Option<Once> {
    let (question, message) = (Question::Structure(fault), message.to_owned());
    (!places.is_empty()).then_some(Once { question, message, help: None, places })
}

/// Webhook URLs of requests that have no callback object, in a document that has some for others.
///
/// Where there are none at all, or `webhooks`, the document has another way to describe what is sent. And where an expression
/// leads to no field, the fields may be the ones that it was meant to name.
fn unlinked(outline: &Outline, fields: &[&Field]) -> Option<Once> {
    let is_callback = |delivery: &&Delivery| delivery.origin == Origin::Callback;
    let callbacks: Vec<&Delivery> = outline.deliveries.iter().filter(is_callback).collect();
    let is_whole = callbacks.len() == outline.deliveries.len() && !callbacks.is_empty();
    if !is_whole || callbacks.iter().any(|delivery| delivery.receivers.is_empty()) {
        return None;
    }
    let is_sent = |field: &&&Field| {
        let candidate = &field.candidate;
        let is_schema = matches!(candidate.setting, Setting::Property | Setting::Parameter | Setting::RequestHeader);
        let is_here = candidate.file == outline.file && field.kind == Kind::Webhook;
        is_here && is_schema && candidate.usage.request && candidate.callbacks.is_empty()
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
        !says && !names.into_iter().any(|name| is_happening(name)) && !delivery.texts.iter().any(tells_event)
    });
    let silent: Vec<&Delivery> = if asked { silent.collect() } else { Vec::new() };
    let places = silent.into_iter().map(|delivery| spotted(delivery, "does not say when it is sent"));
    once(
        StructureFault::Trigger,
        "a callback or webhook operation does not say on which event it is sent",
        places.collect(),
    )
}

/// Whether a name is that of an event: `order.shipped`, `paymentFailed`, `on_arrival`.
fn is_happening(name: &str) -> bool {
    const IRREGULAR: [&str; 13] =
        ["sent", "paid", "lost", "built", "made", "won", "begun", "done", "read", "on", "upon", "after", "overdue"];
    // Words that end so and say nothing of what happened.
    const EMPTY: [&str; 14] = [
        "need",
        "feed",
        "speed",
        "embed",
        "seed",
        "related",
        "used",
        "based",
        "required",
        "provided",
        "expected",
        "associated",
        "called",
        "signed",
    ];
    let words = words_of(name);
    words.split(' ').any(|word| {
        let past = word.len() > 4 && word.ends_with("ed") && !EMPTY.contains(&word);
        past || IRREGULAR.contains(&word)
    })
}

/// Longest words about an operation that may be no more than the name of its event, in words.
const TITLE: usize = 12;

/// Whether words of an operation tell of an event: by a clause that says when, or as a title that names it.
fn tells_event(text: &Text) -> bool {
    const WHEN: [&str; 8] =
        [" when ", " whenever ", " after ", " once ", " upon ", " each time ", " every time ", " as soon as "];
    let words = format!(" {} ", words_of(&text.decoded));
    WHEN.iter().any(|clause| words.contains(clause))
        || (words.split_whitespace().count() <= TITLE && is_happening(&words.replace(" on ", " ")))
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
    let sections: Vec<Text> = outline.sections.iter().map(|section| section.text.clone()).collect();
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
    answer.texts.iter().any(|text| {
        let words = text.decoded.to_lowercase();
        ["retr", "resen", "re-sen", "redeliver", "again", "disabled", "deactivated"]
            .iter()
            .any(|word| words.contains(word))
    })
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
    const WORDS: [&str; 9] =
        ["signature", "signed", "hmac", "mutual tls", "mtls", "jwt", "bearer", "basic auth", "shared secret"];
    let speaks = |text: &Text| {
        let words = text.decoded.to_lowercase();
        WORDS.iter().any(|word| words.contains(word))
    };
    let of_deliveries = outline.deliveries.iter().flat_map(|delivery| {
        delivery.texts.iter().chain(delivery.answers.iter().flat_map(|answer| answer.texts.iter()))
    });
    let mut texts = of_deliveries.chain(outline.sections.iter().map(|section| &section.text));
    if outline.deliveries.iter().any(|delivery| delivery.proof) || texts.any(speaks) {
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
    use crate::field::Pointer;
    use crate::source::Span;

    #[test]
    fn a_name_of_an_event_tells_when_it_is_sent() {
        for name in ["order.shipped", "paymentFailed", "messageSent", "on_arrival", "INVOICE_PAID"] {
            assert!(is_happening(name), "{name}");
        }
        for name in ["callback", "feed", "newPet", "statusCallback", "red"] {
            assert!(!is_happening(name), "{name}");
        }
    }

    #[test]
    fn what_was_meant_has_the_same_words_or_the_same_end_or_is_like_it() {
        let place = Place { file: 0, span: Span::new(0, 1) };
        let meant_by = |expression: &str| {
            let declared = ["$request.body#/job/callbackUrl", "$request.body#/notify_url", "$request.body#/id"];
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
        check("$request.body#/somewhere", None);
    }
}
