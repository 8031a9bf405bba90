//! The rule data holds what it promises: every sentence beside a phrase or a cue is read as it says.

use whocalls::field::Fact;
use whocalls::recognise::facts::facts_in_words;
use whocalls::recognise::prose::sentences;
use whocalls::rulebook::compiled::written::WrittenPhrases;
use whocalls::rulebook::phrases::{Promise, promises};
use whocalls::rulebook::{Rulebook, embedded};

/// The path and the text of a language's file.
fn file_of(language: &str) -> (String, &'static str) {
    let path = format!("phrases/{language}.yaml");
    let text = embedded::text_of(&path).expect("every language has a file");
    (path, text)
}

fn promises_of(language: &str) -> Vec<Promise> {
    let (path, text) = file_of(language);
    promises(&path, text).expect("the build read it")
}

#[test]
fn every_sentence_states_what_the_rule_data_promises() {
    let mut broken = Vec::new();
    for language in Rulebook::languages() {
        let phrases = Rulebook::built_in().phrases_in(language).expect("the language was just listed");
        broken.extend(promises_of(language).iter().filter_map(|promise| {
            let facts = facts_in_words(&promise.sentence, promise.kind, phrases, &[]);
            let found = facts.of(promise.fact);
            (found.is_some() != promise.stated).then(|| {
                let quote = found.map(|evidence| evidence.quote.as_str());
                let (fact, kind) = (promise.fact.word(), promise.kind.word());
                format!("{language}: {fact} ({kind}): {:?} -> {quote:?}", promise.sentence)
            })
        }));
    }
    assert!(broken.is_empty(), "{} promises are broken:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn every_cue_and_half_fact_is_found_in_its_sentences() {
    let mut missed = Vec::new();
    for language in Rulebook::languages() {
        let phrases = Rulebook::built_in().phrases_in(language).expect("the language was just listed");
        let (path, text) = file_of(language);
        let written: WrittenPhrases = embedded::read(&path, text).expect("the build read it");
        assert_eq!((phrases.cues.len(), phrases.half_facts.len()), (written.cues.len(), written.half_facts.len()));
        let cues = phrases.cues.iter().zip(&written.cues);
        let cues = cues.map(|(cue, written)| (&cue.wording, &written.because, &written.yes));
        let halves = phrases.half_facts.iter().zip(&written.half_facts);
        let halves = halves.map(|(half, written)| (&half.wording, &written.because, &written.yes));
        for (wording, because, yes) in cues.chain(halves) {
            assert!(!yes.is_empty(), "{language}: no sentence for: {because}");
            missed.extend(yes.iter().filter_map(|sentence| {
                let words = &sentences(sentence)[0].words;
                let found = wording.find(words, &phrases.gate.scan(words), &phrases.grammar);
                found.is_none().then(|| format!("{language}: {because}: {sentence:?}"))
            }));
        }
    }
    assert!(missed.is_empty(), "{} sentences are not found:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn every_language_promises_enough_of_each_fact() {
    for language in Rulebook::languages() {
        let promises = promises_of(language);
        for fact in Fact::ALL {
            let of = |stated: bool| {
                promises.iter().filter(|promise| promise.fact == fact && promise.stated == stated).count()
            };
            assert!(
                of(true) >= 12 && of(false) >= 12,
                "{language}: {}: {} yes, {} no",
                fact.word(),
                of(true),
                of(false)
            );
        }
    }
}
