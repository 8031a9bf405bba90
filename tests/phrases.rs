//! The rule data holds what it promises: every sentence beside a phrase or a cue is read as it says.

use whocalls::recognise::facts::facts_in_words;
use whocalls::recognise::prose::sentences;
use whocalls::rulebook::Rulebook;

#[test]
fn every_sentence_states_what_the_rule_data_promises() {
    let rulebook = Rulebook::built_in();
    let broken: Vec<String> = rulebook
        .phrases()
        .promises
        .iter()
        .filter_map(|promise| {
            let facts = facts_in_words(&promise.sentence, promise.kind, rulebook, &[]);
            let found = facts.of(promise.fact);
            (found.is_some() != promise.stated).then(|| {
                let quote = found.map(|evidence| evidence.quote.as_str());
                format!("{} ({}): {:?} -> {quote:?}", promise.fact.word(), promise.kind.word(), promise.sentence)
            })
        })
        .collect();
    assert!(broken.is_empty(), "{} promises are broken:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn every_cue_is_found_in_its_sentences() {
    let phrases = Rulebook::built_in().phrases();
    for cue in &phrases.cues {
        assert!(!cue.yes.is_empty(), "a cue without a sentence: {}", cue.because);
        for sentence in &cue.yes {
            let words = &sentences(sentence)[0].words;
            let held = phrases.gate.scan(words);
            assert!(cue.wording.find(words, &held, &phrases.grammar).is_some(), "{}: {sentence:?}", cue.because);
        }
    }
}
