//! The matcher of patterns is held to the expressions that say what patterns mean.

use whocalls::rulebook::phrases::Phrases;
use whocalls::rulebook::{Rulebook, embedded};

/// Sentences of a language, and what becomes of them where marks, case and blanks change.
fn sentences(language: &str) -> Vec<String> {
    let phrases = Rulebook::built_in().phrases_in(language).expect("every language that is listed has phrases");
    let mut sentences = Vec::new();
    for (number, promise) in phrases.promises.iter().enumerate().filter(|(number, _)| number % 5 == 0) {
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
        for (number, pattern) in phrases.patterns().enumerate() {
            // Expressions are slow to build, so that not each meets each sentence.
            for sentence in sentences.iter().skip(number % 3).step_by(3) {
                let found = pattern.find_at(sentence, 0);
                matches += usize::from(found.is_some());
                assert_eq!(found, pattern.find_by_expression(sentence, 0), "{}: {sentence}", pattern.source());
            }
        }
        assert!(matches > 50, "{language}: {matches}");
    }
}

/// Exceptions are compiled when they are first asked, so that a mistake in one would be met in the middle of a run.
#[test]
fn every_embedded_pattern_can_be_built() {
    for (path, text) in embedded::files_in("phrases") {
        Phrases::parse_all(&[(path, text)], 0).unwrap_or_else(|mistake| panic!("{mistake}"));
    }
    let names = Rulebook::built_in().names();
    for signal in names.name.iter().chain(&names.owner).chain(&names.sibling) {
        signal.wording.build().unwrap_or_else(|(pattern, mistake)| panic!("{pattern}: {mistake}"));
    }
}
