//! Topics of a house, tried when its configuration is read: a mistake in one is told with its line, and none is met later.

use crate::recognise::topics::says;
use crate::rulebook::Rulebook;
use crate::rulebook::checks::Check;
use crate::rulebook::mistake::RuleMistake;
use crate::rulebook::topics::Topics;

/// What is wrong with the topic of a rule, if it has one: a language that no phrases speak, a pattern that cannot be built,
/// or a sentence that is not judged as it says.
pub(super) fn mistake_in(check: &Check, path: &str, text: &str, rulebook: &Rulebook) -> Option<RuleMistake> {
    let topic = check.page.topic.as_ref()?;
    let line = |piece: &str| text.find(piece).map_or(1, |at| text[..at].matches('\n').count() + 1);
    let mistake =
        |piece: &str, message: String| Some(RuleMistake { path: path.to_owned(), line: line(piece), message });
    for (language, words) in &topic.words {
        let Some(phrases) = rulebook.phrases_in(language) else {
            return mistake(&format!("{language}:"), format!("there are no phrases in the language `{language}`"));
        };
        let vocabulary = rulebook.vocabulary_in(language).expect("there are phrases in it");
        let topics = Topics::new(&[check], language, vocabulary).and_then(|topics| topics.build().map(|()| topics));
        let topics = match topics {
            Ok(topics) => topics,
            Err(wrong) => return Some(RuleMistake::of_pattern(&[(path, text)], wrong)),
        };
        let yes = words.phrases.iter().flat_map(|phrase| &phrase.yes).map(|sentence| (sentence, true));
        for (sentence, expected) in yes.chain(words.no.iter().map(|sentence| (sentence, false))) {
            if says(sentence, &topics, 0, phrases) != expected {
                let does = if expected { "does not say it" } else { "says it" };
                return mistake(sentence, format!("this sentence {does}: {sentence}"));
            }
        }
    }
    None
}
