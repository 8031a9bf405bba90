//! The rule data holds what it promises: every sentence beside a phrase or a cue is read as it says.

use whocalls::field::Fact;
use whocalls::recognise::facts::facts_in_words;
use whocalls::recognise::prose::sentences;
use whocalls::rulebook::Rulebook;

#[test]
fn every_sentence_states_what_the_rule_data_promises() {
    let mut broken = Vec::new();
    for language in Rulebook::languages() {
        let phrases = Rulebook::built_in().phrases_in(language).expect("the language was just listed");
        broken.extend(phrases.promises.iter().filter_map(|promise| {
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
        let cues = phrases.cues.iter().map(|cue| (&cue.wording, &cue.because, &cue.yes));
        let halves = phrases.half_facts.iter().map(|half| (&half.wording, &half.because, &half.yes));
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
        let phrases = Rulebook::built_in().phrases_in(language).expect("the language was just listed");
        for fact in Fact::ALL {
            let of = |stated: bool| {
                phrases.promises.iter().filter(|promise| promise.fact == fact && promise.stated == stated).count()
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
