//! What a message says: which of the four facts a field leaves out, as one English clause.

use crate::field::{Conflict, ConflictAbout, Field, Kind};
use crate::recognise::drift::Drift;
use crate::rulebook::checks::{Check, Clause, Question};

/// The message for missing facts, which are those that these rules ask for, at least one.
pub fn missing(field: &Field, broken: &[&Check]) -> String {
    format!("`{}` does not say {}", field.candidate.name, clauses(field.kind, broken))
}

/// The message for a field whose words say nothing that its name did not.
pub fn silent(field: &Field) -> String {
    let name = &field.candidate.name;
    match field.candidate.texts.iter().all(|text| text.decoded.trim().is_empty()) {
        true => format!("{} `{name}` has no description", noun(field.kind)),
        false => format!("the words of {} `{name}` only repeat its name", noun(field.kind)),
    }
}

/// The message for two statements that cannot both be true.
pub fn conflict(field: &Field, conflict: &Conflict) -> String {
    let name = &field.candidate.name;
    let (said, against) = (&conflict.said.0, &conflict.against.0);
    match conflict.about {
        ConflictAbout::Method => {
            format!("the words of `{name}` say {said}, but the structure beside it says {against}")
        }
        ConflictAbout::Kind => format!("the name `{name}` says that {against}, but its words say that {said}"),
    }
}

/// The message for what a translation leaves out.
pub fn drift(drift: &Drift) -> String {
    let facts: Vec<&str> = drift.left_out.iter().map(|(fact, _)| fact.word()).collect();
    let facts = match facts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => facts.concat(),
    };
    let language = drift.translation.info.language.as_deref().unwrap_or_default();
    format!("the words of `{}` in `{language}` leave out the {facts}, which the source states", drift.translation.name)
}

/// What a field of a kind is called.
pub fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Webhook => "webhook URL",
        Kind::Redirect => "redirect URL",
        Kind::Unknown => "callback URL",
    }
}

/// "who calls it", "who calls it, nor on which event", "who calls it, on which event, nor what happens on failure".
fn clauses(kind: Kind, broken: &[&Check]) -> String {
    let mut of_facts: Vec<(Question, &Clause)> = Vec::new();
    for check in broken {
        // Of several rules that ask for one fact, the first puts it into words.
        if let Some(clause) = check.page.clause.as_ref().and_then(|clauses| clauses.of(kind))
            && of_facts.iter().all(|(question, _)| *question != check.question)
        {
            of_facts.push((check.question, clause));
        }
    }
    let word = |(index, (_, clause)): (usize, &(Question, &'_ Clause))| match index {
        0 => clause.alone.clone(),
        _ => clause.after.clone(),
    };
    let all: Vec<String> = of_facts.iter().enumerate().map(word).collect();
    match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{}, nor {last}", rest.join(", ")),
        _ => all.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::field;
    use crate::field::Fact;
    use crate::rulebook::checks;
    use Fact::{Caller, Failure, Method, Trigger};

    fn said(kind: Kind, missing_facts: &[Fact]) -> String {
        let broken: Vec<&Check> = missing_facts.iter().map(|&fact| checks::asking_for(fact)).collect();
        missing(&field(kind, "url", &[]), &broken)
    }

    #[test]
    fn one_two_three_and_four_facts_read_as_english() {
        assert_eq!(said(Kind::Webhook, &[Method]), "`url` does not say with which HTTP method it is called");
        assert_eq!(
            said(Kind::Webhook, &[Caller, Failure]),
            "`url` does not say who calls it, nor what happens on failure"
        );
        assert_eq!(
            said(Kind::Webhook, &[Method, Trigger, Failure]),
            "`url` does not say with which HTTP method it is called, on which event, nor what happens on failure"
        );
        assert_eq!(
            said(Kind::Webhook, &Fact::ALL),
            "`url` does not say who calls it, with which HTTP method, on which event, nor what happens on failure"
        );
        assert_eq!(
            said(Kind::Redirect, &Fact::ALL),
            "`url` does not say who arrives there, how, after which step, nor what happens on failure"
        );
        assert_eq!(said(Kind::Redirect, &[Failure]), "`url` does not say what happens when the flow fails");
    }

    #[test]
    fn silence_and_repetition_are_told_apart() {
        let mut field = field(Kind::Redirect, "return_url", &[]);
        assert_eq!(silent(&field), "the words of redirect URL `return_url` only repeat its name");
        field.candidate.texts.clear();
        assert_eq!(silent(&field), "redirect URL `return_url` has no description");
    }
}
