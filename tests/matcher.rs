//! The matcher of patterns is held to the expressions that say what patterns mean.

use whocalls::field::Fact;
use whocalls::rulebook::phrases::promises;
use whocalls::rulebook::{Rulebook, embedded};

/// Sentences of a language, and what becomes of them where marks, case and blanks change.
fn sentences(language: &str) -> Vec<String> {
    let path = format!("phrases/{language}.yaml");
    let promises = promises(&path, embedded::text_of(&path).expect("every language has a file"));
    let mut sentences = Vec::new();
    for (number, promise) in promises.expect("the build read it").iter().enumerate().filter(|(at, _)| at % 5 == 0) {
        let sentence = &promise.sentence;
        let turned = match number / 5 % 6 {
            0 => sentence.to_uppercase(),
            1 => sentence.replace(' ', ", "),
            2 => format!("({sentence})"),
            3 => sentence.replace('.', "-x.").replace("when", "When {app}"),
            4 => format!("{sentence} {sentence}"),
            _ => sentence.replace(['e', 'n'], "é"),
        };
        sentences.extend([sentence.clone(), turned]);
    }
    sentences
}

#[test]
fn the_matcher_finds_what_the_expression_finds() {
    for language in Rulebook::languages() {
        let phrases = Rulebook::built_in().phrases_in(language).expect("every language that is listed has phrases");
        let sentences = sentences(language);
        assert!(sentences.len() > 40, "{language}");
        let mut matches = 0;
        for (number, pattern) in phrases.gate.patterns().iter().enumerate() {
            // Expressions are slow to build, so that not each meets each sentence.
            for sentence in sentences.iter().skip(number % 3).step_by(3) {
                let found = pattern.find_at(sentence, 0);
                matches += usize::from(found.is_some());
                assert_eq!(found, pattern.find_by_expression(sentence, 0), "{}: {sentence}", pattern.expression());
            }
        }
        assert!(matches > 50, "{language}: {matches}");
    }
}

/// What the gate lets pass is asked of the matcher; what it does not, the expression must not find either.
#[test]
fn the_gate_keeps_back_nothing_that_is_found() {
    for language in Rulebook::languages() {
        let phrases = Rulebook::built_in().phrases_in(language).expect("every language that is listed has phrases");
        let patterns = phrases.gate.patterns();
        let (mut held, mut kept_back) = (0, 0);
        for sentence in sentences(language) {
            let seen = patterns.scan(&sentence);
            let said = Fact::ALL.into_iter().flat_map(|fact| phrases.of(fact)).map(|phrase| phrase.wording);
            for number in said.chain(phrases.cues.iter().map(|cue| cue.wording)).flat_map(|wording| wording.say()) {
                let can_hold = patterns.among(number..number + 1, &seen).next().is_some();
                held += usize::from(can_hold);
                kept_back += usize::from(!can_hold);
                let found = patterns.at(number).find_at(&sentence, 0);
                assert!(can_hold || found.is_none(), "{}: {sentence}", patterns.at(number).expression());
            }
        }
        assert!(kept_back > held, "{language}: {held} {kept_back}");
    }
}

/// An expression is built when a text first asks for it, so that one that is too large would be met in the middle of a run.
#[test]
fn every_embedded_pattern_can_be_built() {
    let rulebook = Rulebook::built_in();
    let languages = Rulebook::languages();
    let phrases = languages.iter().filter_map(|language| rulebook.phrases_in(language)).map(|phrases| &phrases.gate);
    for pattern in phrases.chain([&rulebook.names().gate]).flat_map(|gate| gate.patterns().iter()) {
        assert!(pattern.can_be_built(), "{}", pattern.expression());
    }
}
