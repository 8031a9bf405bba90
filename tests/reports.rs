//! Every report for people of one shared list of hand-built findings, so that a change of what they see is seen here.

#[path = "support/findings.rs"]
mod findings;

use findings::{HOSTILE, LOOK, candidate, field, hostile, named, place, rendered, same, survey};
use whocalls::field::{Kind, Role, SourceMap, Text};
use whocalls::finding::{Finding, Label, Severity};
use whocalls::report::{self, FORMATS, Look, explain, human};
use whocalls::rulebook::{checks, embedded};
use whocalls::source::{FileId, Place, Source, Span};

#[test]
fn full_shows_the_place_the_facts_and_what_to_paste() {
    let text = rendered(named(&FORMATS, "full"), &survey(), LOOK);
    // The column is that of the first letter of the name, in a file where the line has eight blanks before it.
    assert!(text.contains("[specs/pay.yaml:7:9]"), "{text}");
    // What came through a reference is shown in its own file, under its own line numbers.
    assert!(text.contains("[specs/common.yaml:3:5]"), "{text}");
    assert!(!text.contains('\u{1b}'), "no control character of a document reaches a terminal");
    same("full.txt", &text);
}

#[test]
fn colours_are_all_that_colour_adds() {
    let colored = rendered(named(&FORMATS, "full"), &survey(), Look { color: true, ..LOOK });
    let mut plain = String::new();
    let mut inside = false;
    for character in colored.chars() {
        match character {
            '\u{1b}' => inside = true,
            'm' if inside => inside = false,
            _ if inside => {}
            other => plain.push(other),
        }
    }
    assert!(colored.len() > plain.len());
    assert_eq!(plain, rendered(named(&FORMATS, "full"), &survey(), LOOK));
}

#[test]
fn narrated_is_sentences_with_the_same_content() {
    let text = rendered(named(&FORMATS, "full"), &survey(), Look { narrated: true, ..LOOK });
    assert!(text.contains("    missing: trigger\n"), "{text}");
    assert!(!text.contains(['─', '╰', '✓', '✗']), "{text}");
    same("narrated.txt", &text);
}

#[test]
fn concise_is_one_line_a_finding() {
    let text = rendered(named(&FORMATS, "concise"), &survey(), LOOK);
    assert_eq!(text.lines().count(), 3);
    assert!(text.starts_with("specs/pay.yaml:7:9: warning: `callback_url` does not say"), "{text}");
    same("concise.txt", &text);
}

#[test]
fn no_name_acts_on_a_terminal_or_begins_a_line() {
    for look in [LOOK, Look { narrated: true, ..LOOK }] {
        for format in [named(&FORMATS, "full"), named(&FORMATS, "concise")] {
            let text = rendered(format, &hostile(), look);
            assert!(!text.contains(['\u{1b}', '\r', '\u{202e}']), "{text}");
            assert!(!text.lines().any(|line| line.starts_with("::")), "{text}");
            assert!(!text.contains(HOSTILE) && text.contains("=cb\\u{1b}[31m"), "{text}");
        }
    }
}

#[test]
fn explain_tells_why_and_from_which_words() {
    let (survey, sources) = survey();
    let pages: Vec<String> =
        survey.fields.iter().map(|surveyed| explain::field(surveyed, &sources, LOOK.width)).collect();
    assert!(pages[1].contains("\"after paying\" at specs/common.yaml:4:18"), "{}", pages[1]);
    same("explain-field.txt", &pages.join("\n"));
    let rule = explain::rule(checks::find("missing-caller").expect("it exists"), LOOK.width);
    assert!(rule.contains("Our servers request this URL"), "{rule}");
    same("explain-rule.txt", &rule);
}

#[test]
fn a_mistake_in_rule_data_is_shown_like_one_in_a_document() {
    let good = embedded::files_in("checks").find(|(path, _)| path.contains("caller")).expect("it exists").1;
    let text = good.replace("fact: caller", "fact: callee");
    let mistake = checks::parse("rules/checks/mine.yaml", &text).expect_err("there is no such fact");
    let source = Source::new(mistake.path.as_str(), text);
    let finding = mistake.finding(&source);
    let shown = human::finding(
        &report::Reported { finding: &finding, field: None, sources: std::slice::from_ref(&source), repeated: 0 },
        &LOOK,
    );
    assert!(shown.contains("[rules/checks/mine.yaml:4:1]"), "{shown}");
    same("mistake.txt", &shown);
}

#[test]
fn a_line_of_a_megabyte_is_shown_in_part_and_at_its_true_column() {
    let filler = "\"é\": 0, ".repeat(60_000);
    let text = format!("{{{filler}\"callback_url\": {{\"description\": \"we call\"}}, {filler}\"z\": 0}}");
    let sources = vec![Source::new("big.json", text)];
    let words = "we call";
    let map = SourceMap::verbatim(place(0, &sources, words).span.start as usize);
    let text = Text {
        role: Role::Description,
        file: 0,
        decoded: words.into(),
        span: place(0, &sources, words).span,
        map,
        tied: None,
    };
    let surveyed = field(candidate(&sources, "callback_url", text), Kind::Webhook, &[]);
    let finding = surveyed.findings.first().expect("nothing is stated");
    for look in [LOOK, Look { color: true, ..LOOK }, Look { narrated: true, ..LOOK }] {
        let shown = human::finding(&report::Reported { finding, field: None, sources: &sources, repeated: 0 }, &look);
        assert!(shown.contains("big.json:1:480003"), "{shown}");
        assert!(shown.len() < 4000, "{}", shown.len());
    }
}

/// Texts and places put together at random, always the same ones: whatever a document is like, its report is written.
#[test]
fn no_text_and_no_place_keeps_a_report_from_being_written() {
    let pieces =
        ["a", "é", "語", "😀", "\n", "\r\n", "\t", "\u{1b}[0m", "\u{feff}", " word ", "\u{202e}", "{\"k\": 1}"];
    let mut state: u64 = 42;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits fit") % below
    };
    for round in 0..600 {
        let mut text = String::new();
        for _ in 0..random(60) {
            let times = if random(8) == 0 { random(300) } else { 1 };
            text.push_str(&pieces[random(pieces.len())].repeat(times));
        }
        let sources = vec![Source::new("a.yaml", text.as_str()), Source::new("b.yaml", "hook: 1")];
        let mut place = |file: FileId| {
            let length = sources[file].text().len();
            let start = random(length + 1);
            Place { file, span: Span::new(start, (start + random(200)).min(length)) }
        };
        let mut finding = Finding::of_file("rule", Severity::Warning, place(0), "message".into(), None);
        finding.labels = (0..round % 6)
            .map(|index| Label { place: place(usize::from(index == 5)), text: format!("states the fact {index}") })
            .collect();
        for look in [LOOK, Look { color: true, width: 40, ..LOOK }, Look { narrated: true, ..LOOK }] {
            let shown = human::finding(
                &report::Reported { finding: &finding, field: None, sources: &sources, repeated: 0 },
                &look,
            );
            assert!(shown.contains("a.yaml:"), "{shown}");
        }
    }
}
