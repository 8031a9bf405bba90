//! Every report of one shared list of hand-built findings, so that a change of what people and programs see is seen here.

use std::sync::Arc;
use whocalls::check::{check_field, check_problem};
use whocalls::config::Settings;
use whocalls::field::*;
use whocalls::finding::{Finding, Label, Severity};
use whocalls::input::{Problem, ProblemKind};
use whocalls::lint::{Survey, Surveyed};
use whocalls::report::{self, Look, Totals, explain, human, json, list};
use whocalls::rulebook::{checks, embedded};
use whocalls::source::{FileId, Place, Source, Span};

const SPEC: &str = "\
openapi: 3.1.0
info: {title: Acme Payments API, version: '1'}
components:
  schemas:
    Payment:
      properties:
        callback_url:
          type: string
          description: Acme sends a POST request to this URL.
        return_url: {type: string, $ref: 'common.yaml#/Url'}
";

const COMMON: &str = "Url:\n  description: >-\n    The shopper's browser\n    returns here after paying.\n";

fn place(file: FileId, sources: &[Source], words: &str) -> Place {
    let start = sources[file].text().find(words).expect("the words are in the text");
    Place { file, span: Span::new(start, start + words.len()) }
}

fn candidate(sources: &[Source], name: &str, text: Text) -> Candidate {
    let pointer = Pointer(format!("/components/schemas/Payment/properties/{name}"));
    let named = (name.into(), place(0, sources, name).span);
    let info = DocumentInfo { format: "openapi", title: Some("Acme Payments API".into()), language: None };
    Candidate {
        texts: vec![text],
        operations: vec![
            Arc::new(Operation { method: "POST".into(), path: "/payments".into(), words: Vec::new() }),
            Arc::new(Operation { method: "PUT".into(), path: "/payments".into(), words: Vec::new() }),
        ],
        ..Candidate::new(0, pointer, named, Setting::Property, Arc::new(info))
    }
}

fn field(candidate: Candidate, kind: Kind, stated: &[(Fact, By, &str, Place)]) -> Surveyed {
    let mut facts = Facts::default();
    for &(fact, by, quote, place) in stated {
        let confidence = Confidence::Certain;
        facts.state(fact, Evidence { by, quote: quote.into(), place: Some(place), confidence });
    }
    let reasons = vec!["its name ends in a word for a callback URL".to_string()];
    let field = Field {
        candidate,
        kind,
        confidence: Confidence::Certain,
        reasons,
        facts,
        elsewhere: Vec::new(),
        half_facts: Vec::new(),
        conflicts: Vec::new(),
        understood: true,
    };
    Surveyed { findings: check_field(&field, &Settings::default()), field }
}

/// A webhook with two facts in its own file, a redirect whose words stand in another file, and a problem.
fn survey() -> (Survey, Vec<Source>) {
    let sources = vec![Source::new("specs/pay.yaml", SPEC), Source::referenced("specs/common.yaml", COMMON)];
    let description = |file, words: &str, map| {
        let place = place(file, &sources, words);
        let decoded = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Text { role: Role::Description, file, decoded, span: place.span, map }
    };
    let own = "Acme sends a POST request to this URL.";
    let own = description(0, own, SourceMap::verbatim(place(0, &sources, own).span.start as usize));
    let other = "The shopper's browser\n    returns here after paying.";
    let start = place(1, &sources, other).span.start as usize;
    let other = description(1, other, {
        let mut map = SourceMap::verbatim(start);
        map.copied(22, start + 26);
        map
    });
    let arrives = other.place(0..34);
    let webhook = field(
        candidate(&sources, "callback_url", own),
        Kind::Webhook,
        &[
            (Fact::Caller, By::Text, "Acme sends", place(0, &sources, "Acme sends")),
            (Fact::Method, By::Callbacks, "POST", place(0, &sources, "POST")),
        ],
    );
    let redirect = field(
        candidate(&sources, "return_url", other),
        Kind::Redirect,
        &[
            (Fact::Caller, By::Text, "The shopper's browser returns here", arrives),
            (Fact::Method, By::Text, "returns here", place(1, &sources, "returns here")),
            (Fact::Trigger, By::Text, "after paying", place(1, &sources, "after paying")),
        ],
    );
    let problem = Problem {
        kind: ProblemKind::UnresolvedReference,
        place: place(0, &sources, "common.yaml#/Url"),
        message: "`common.yaml#/Url` leads nowhere\u{1b}[31m".into(),
        help: Some("correct the reference".into()),
    };
    let problems = check_problem(&problem, &Settings::default()).into_iter().collect();
    (Survey { fields: vec![webhook, redirect], problems, thresholds: Vec::new() }, sources)
}

const LOOK: Look = Look { color: false, width: 100, narrated: false };

fn rendered(format: &str, look: Look) -> String {
    let (survey, sources) = survey();
    let format = report::FORMATS.iter().find(|known| known.name == format).expect("it is in the table");
    let items: Vec<String> =
        report::reported(&survey, &sources).iter().map(|item| (format.finding)(item, &look)).collect();
    let mut totals = Totals::default();
    totals.add(&survey);
    format!("{}{}{}", format.opening, items.join(format.between), (format.closing)(&totals))
}

/// Compares with `tests/reports/<name>`; `SNAPSHOTS=overwrite` writes it anew.
fn same(name: &str, actual: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports").join(name);
    snapbox::assert_data_eq!(actual.to_string(), snapbox::Data::read_from(&path, None).raw());
}

#[test]
fn full_shows_the_place_the_facts_and_what_to_paste() {
    let text = rendered("full", LOOK);
    // The column is that of the first letter of the name, in a file where the line has eight blanks before it.
    assert!(text.contains("[specs/pay.yaml:7:9]"), "{text}");
    // What came through a reference is shown in its own file, under its own line numbers.
    assert!(text.contains("[specs/common.yaml:3:5]"), "{text}");
    assert!(!text.contains('\u{1b}'), "no control character of a document reaches a terminal");
    same("full.txt", &text);
}

#[test]
fn colours_are_all_that_colour_adds() {
    let colored = rendered("full", Look { color: true, ..LOOK });
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
    assert_eq!(plain, rendered("full", LOOK));
}

#[test]
fn narrated_is_sentences_with_the_same_content() {
    let text = rendered("full", Look { narrated: true, ..LOOK });
    assert!(text.contains("    missing: trigger\n"), "{text}");
    assert!(!text.contains(['─', '╰', '✓', '✗']), "{text}");
    same("narrated.txt", &text);
}

#[test]
fn concise_is_one_line_a_finding() {
    let text = rendered("concise", LOOK);
    assert_eq!(text.lines().count(), 3);
    assert!(text.starts_with("specs/pay.yaml:7:9: warning: `callback_url` does not say"), "{text}");
    same("concise.txt", &text);
}

#[test]
fn json_is_one_object_with_the_fields_inside() {
    let text = rendered("json", LOOK);
    let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(value["schema"], 1);
    assert_eq!(value["findings"][0]["field"]["facts"]["method"]["by"], "callbacks");
    assert_eq!(value["findings"][1]["field"]["facts"]["trigger"]["file"], "specs/common.yaml");
    assert_eq!(value["summary"]["warnings"], 3);
    same("check.json", &text);
}

#[test]
fn the_inventory_has_every_field() {
    let (survey, sources) = survey();
    let items: Vec<String> = survey.fields.iter().map(|surveyed| json::field(surveyed, &sources)).collect();
    let text = format!("{}{}{}", json::FIELDS_OPENING, items.join(",\n"), json::FIELDS_CLOSING);
    let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    // The second line of the text begins four blanks in, and its last byte is the full stop.
    assert_eq!(value["fields"][1]["parts"][0]["end"], serde_json::json!({"line": 4, "column": 31, "offset": 79}));
    same("list.json", &text);

    let rows: Vec<Vec<String>> = survey.fields.iter().map(|surveyed| list::row(&surveyed.field, &sources)).collect();
    let table = list::table(&list::HEAD, &rows);
    assert!(table.contains("callback_url  webhook   ✓       ✓ callbacks  ✗        ✗"), "{table}");
    same("list.txt", &table);
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
        &report::Reported { finding: &finding, field: None, sources: std::slice::from_ref(&source) },
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
    let text =
        Text { role: Role::Description, file: 0, decoded: words.into(), span: place(0, &sources, words).span, map };
    let surveyed = field(candidate(&sources, "callback_url", text), Kind::Webhook, &[]);
    let finding = surveyed.findings.first().expect("nothing is stated");
    for look in [LOOK, Look { color: true, ..LOOK }, Look { narrated: true, ..LOOK }] {
        let shown = human::finding(&report::Reported { finding, field: None, sources: &sources }, &look);
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
            let shown = human::finding(&report::Reported { finding: &finding, field: None, sources: &sources }, &look);
            assert!(shown.contains("a.yaml:"), "{shown}");
        }
    }
}
