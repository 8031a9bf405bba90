//! What whole documents say, and the findings for what they leave unsaid.

use crate::check::once::Once;
use crate::check::topics::{check_document, has_evident_webhooks};
use crate::config::{BySource, PolicyWords, Settings};
use crate::field::{Kind, Subject};
use crate::finding::{Finding, Suppression};
use crate::recognise::topics::{self, Document, Heard, Why};
use crate::rulebook::checks::{Check, Question, StructureFault};
use crate::rulebook::topics::Topics;
use crate::source::Place;
use crate::suppress::Quiet;

/// What a document says of each topic of the rules that are built in, and of those of the house.
pub(super) fn heard<'s>(document: &Document<'_>, settings: &'s Settings) -> Vec<(&'s Check, Heard)> {
    let language = topics::language_of(document);
    let says = |policy: &&PolicyWords, kind: Kind, check: &Check| {
        let speaks_of = policy.topics.is_empty() || policy.topics.contains(&check.id);
        speaks_of && policy.kinds.contains(&kind) && policy.language == language
    };
    let policy = |kind: Kind, check: &Check| -> Vec<&'s str> {
        let policies = settings.policy_words.iter().map(|policy| &**policy).filter(|one| says(one, kind, check));
        policies.flat_map(|policy| &policy.words).map(String::as_str).collect()
    };
    let mut all = Vec::new();
    if let (Some((checks, topics)), Some(phrases)) =
        (topics::built_in(&language), settings.rulebook().phrases_in(&language))
    {
        let heard = topics::hear(document, checks, topics, phrases, policy);
        all.extend(checks.iter().copied().zip(heard));
    }
    let own: Vec<&Check> = settings.checks.iter().filter(|check| check.question == Question::Topic).collect();
    if let (false, Some(phrases)) = (own.is_empty(), settings.rulebook().phrases_in(&language)) {
        let vocabulary = settings.rulebook().vocabulary_in(&language).expect("there are phrases in it");
        let topics =
            Topics::new(&own, &language, vocabulary).expect("a configuration's topics were tried when it was read");
        let heard = topics::hear(document, &own, &topics, phrases, policy);
        all.extend(own.into_iter().zip(heard));
    }
    if !has_evident_webhooks(document) {
        all.iter_mut().for_each(|(_, heard)| leave_out_webhooks(heard, document));
    }
    all
}

/// Asks nothing of the webhooks of a document, for which not enough speaks.
fn leave_out_webhooks(heard: &mut Heard, document: &Document<'_>) {
    let Heard::Missing(fields) = heard else { return };
    let had_some = !fields.is_empty();
    fields.retain(|&index| document.fields[index].1 != Subject::Webhook);
    if had_some && fields.is_empty() {
        *heard = Heard::NotAsked(Why::NotEvident);
    }
}

/// The findings for what a document leaves unsaid, those that are not to be told with the reason. Of a field at which a rule
/// is to be ignored that rule is not asked, and where none is left that is why it is not told. What none of its requests says
/// is as well left unsaid by the document, which is told of it once; the other `requests` are given back.
pub(super) fn findings<S: BySource + ?Sized>(
    document: &Document<'_>,
    heard: &[(&Check, Heard)],
    requests: Vec<Once>,
    settings: &Settings,
    quiet: &mut Quiet<'_, S>,
) -> (Vec<Finding>, Vec<Once>) {
    let mut told: Vec<(&Check, Heard)> = Vec::new();
    let mut hidden: Vec<(Suppression, Vec<(&Check, Heard)>)> = Vec::new();
    let about: Vec<Vec<usize>> = document.fields.iter().map(|(field, _)| quiet.about(field)).collect();
    for (check, heard) in heard.iter().filter(|(check, _)| settings.asks(&check.id)) {
        let Heard::Missing(concerned) = heard else { continue };
        for kind in [Kind::Webhook, Kind::Redirect] {
            let of_kind: Vec<usize> =
                concerned.iter().copied().filter(|&index| document.fields[index].1.kind() == kind).collect();
            let mut why = None;
            let mut left = of_kind.clone();
            left.retain(|&index| match quiet.of_concerned(document.fields[index].0, &check.id, &about[index]) {
                None => true,
                Some(suppression) => {
                    why.get_or_insert(suppression);
                    false
                }
            });
            match why.filter(|_| left.is_empty()) {
                None => told.push((check, Heard::Missing(left))),
                Some(why) => match hidden.iter_mut().find(|(known, _)| *known == why) {
                    Some((_, rules)) => rules.push((check, Heard::Missing(of_kind))),
                    None => hidden.push((why, vec![(check, Heard::Missing(of_kind))])),
                },
            }
        }
    }
    let is_webhook = |&index: &usize| document.fields[index].1.kind() == Kind::Webhook;
    let is_told = told.iter().any(|(check, heard)| {
        let asks_webhooks = check.page.kinds.contains(&Kind::Webhook);
        asks_webhooks && matches!(heard, Heard::Missing(fields) if fields.iter().any(is_webhook))
    });
    let joins = |once: &Once| is_told && is_about_all(once.question);
    let (joined, rest): (Vec<Once>, Vec<Once>) = requests.into_iter().partition(joins);
    let outline = &document.outline;
    let places: Vec<Place> = match document.is_page {
        // Of a page there is no more to point at than its fields.
        true => Vec::new(),
        false => std::iter::once(outline.place).chain(outline.heads.iter().copied()).collect(),
    };
    let file = outline.file;
    let mut found = quiet.of_document(file, &places, |settings| check_document(document, &told, &joined, settings));
    for (why, rules) in hidden {
        let hidden = check_document(document, &rules, &[], settings).into_iter();
        found.extend(hidden.map(|finding| Finding { suppressed: Some(why.clone()), ..finding }));
    }
    (found, rest)
}

/// Whether a question is one that a single sentence answers for all requests of a document.
fn is_about_all(question: Question) -> bool {
    use StructureFault::{Failure, Signature};
    matches!(question, Question::Structure(Failure | Signature))
}

/// Whether what a document says of a topic answers a question about its requests, or is told of as missing.
pub(super) fn is_answered(
    question: Question,
    document: &Document<'_>,
    heard: &[(&Check, Heard)],
    settings: &Settings,
) -> bool {
    let (rule, is_same) = match question {
        Question::Structure(StructureFault::Signature) => ("missing-signature", true),
        Question::Structure(StructureFault::Failure) => ("missing-retries", false),
        _ => return false,
    };
    let is_webhook = |&index: &usize| document.fields[index].1 == Subject::Webhook;
    heard.iter().filter(|(check, _)| check.id == rule).any(|(check, heard)| match heard {
        Heard::Said(_) => true,
        Heard::Missing(fields) => is_same && settings.asks(&check.id) && fields.iter().any(is_webhook),
        Heard::NotAsked(_) => false,
    })
}
