//! What holds for any text, tried on texts by chance. The fuzz targets in `tests/fuzz` try the same for as long as they are
//! let.

#[path = "support/properties.rs"]
mod properties;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;
use whocalls::config::Settings;
use whocalls::lint::{lint, survey};
use whocalls::source::Source;

/// Few cases, as `cargo test` is run often; `PROPTEST_CASES` tries more.
fn few() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48);
    // What is run at every change is the same each time; whoever asks for more cases gets others.
    let rng_seed = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => RngSeed::Random,
        None => RngSeed::Fixed(20_261_124),
    };
    ProptestConfig { cases, rng_seed, failure_persistence: None, max_shrink_iters: 2_000, ..ProptestConfig::default() }
}

/// Pieces that mean something in some format.
fn piece() -> impl Strategy<Value = String> {
    let marks = [
        "\n",
        "\n  ",
        "\n- ",
        ": ",
        ":",
        "- ",
        "'",
        "\"",
        "|\n",
        ">-\n",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "# ",
        "&a ",
        "*a",
        "<",
        ">",
        "/>",
        "</",
        "=",
        "\\",
        "\\u00e9",
        "\\ud83d",
        "`",
        "| ",
        "\t",
        "\r\n",
        "\u{feff}",
        "é",
        "😀",
        "\u{202e}",
        "\u{1b}[31m",
        "<input ",
        "<label>",
        "name=\"callback_url\"",
        "callback_url",
        "return_url: ",
        "description: ",
        "openapi: 3.1.0\n",
        "properties:\n",
        "We POST to this URL when the order ships. ",
        "msgid \"webhook_url\"\n",
        "msgstr \"Called by us\"\n",
        "<string name=\"webhook_url\">",
        "</string>",
        "webhook_url = URL we call\n",
        "## `callback_url`\n",
        "$ref: '#/'\n",
        "x-whocalls-ignore: true\n",
        "whocalls: ignore[missing-method] ",
        "&amp;",
        "&#128512;",
        "{{ t('a.b') }}",
        "<%= f.label %>",
    ];
    prop_oneof![8 => select(marks.to_vec()).prop_map(str::to_owned), 1 => any::<String>(), 1 => "[a-z_ ]{0,12}"]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

fn named_text() -> impl Strategy<Value = (String, String)> {
    (select(properties::names()), text())
}

/// A file of ours with a stretch of it replaced.
fn changed_file() -> impl Strategy<Value = (String, String)> {
    (select(own_files()), any::<prop::sample::Index>(), 0..60_usize, piece()).prop_map(
        |((name, text), at, length, piece)| {
            let start = whocalls::source::beginning(&text, at.index(text.len() + 1)).len();
            let end = whocalls::source::beginning(&text, start + length).len().max(start);
            (name, format!("{}{piece}{}", &text[..start], &text[end..]))
        },
    )
}

fn own_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders: Vec<_> =
        ["tests/copy", "tests/docs", "tests/markup", "tests/quiet", "tests/fixtures", "tests/tree"]
            .map(|folder| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
            .into();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder is part of the crate") {
            let path = entry.expect("the folder can be read").path();
            match std::fs::read_to_string(&path) {
                _ if path.is_dir() => folders.push(path),
                Ok(text) if text.len() < 8_000 => files.push((path.display().to_string(), text)),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

const NAMES: [&str; 12] = [
    "callback_url",
    "webhook_url",
    "return_url",
    "redirect_uri",
    "url",
    "notify",
    "status",
    "callbackUrl",
    "items",
    "success",
    "hook é",
    "a/b~c",
];

const WORDS: [&str; 12] = [
    "We POST to this URL when the order ships; we retry for a day.",
    "Called when it's delivered",
    "URL to receive notifications.",
    "The shopper's browser is redirected here after paying. An error parameter is added when it fails.",
    "",
    "- one\n- two: three\n",
    "a \"quoted\" word, and a # sign: [x] {y}",
    "é 😀 \u{202e}x",
    "line one\nline two\n\nline three  ",
    " leading and trailing ",
    "Parcelway calls `callback_url` with a GET request if the parcel is lost.",
    "null",
];

/// A schema as deep as four levels.
fn schema() -> impl Strategy<Value = Json> {
    let described = (select(WORDS.to_vec()), any::<bool>()).prop_map(|(words, typed)| match typed {
        true => json!({"type": "string", "format": "uri", "description": words}),
        false => json!({"description": words}),
    });
    let leaf = prop_oneof![
        6 => described,
        1 => Just(json!({"type": "string"})),
        1 => select(vec!["A", "B", "C", "none"]).prop_map(|name| json!({"$ref": format!("#/components/schemas/{name}")})),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let properties = prop::collection::hash_map(select(NAMES.to_vec()), inner.clone(), 0..4);
        prop_oneof![
            4 => (properties, select(WORDS.to_vec())).prop_map(|(properties, words)| {
                let properties: Map<String, Json> = properties.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
                json!({"type": "object", "description": words, "properties": properties})
            }),
            1 => inner.clone().prop_map(|items| json!({"type": "array", "items": items})),
            1 => prop::collection::vec(inner, 1..3).prop_map(|parts| json!({"allOf": parts})),
        ]
    })
}

/// A description whose operation sends one schema, answers with another, and calls back.
fn description() -> impl Strategy<Value = Json> {
    (schema(), schema(), schema(), select(NAMES.to_vec()), select(vec!["3.0.3", "3.1.0"])).prop_map(|(a, b, c, name, version)| {
        let content = |name: &str| json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
        let event = format!("{{$request.body#/{}}}", name.replace('~', "~0").replace('/', "~1"));
        json!({
            "openapi": version,
            "info": {"title": "Parcelway", "version": "1"},
            "paths": {"/orders": {"post": {
                "summary": "Place an order",
                "parameters": [{"name": "callback_url", "in": "query", "description": "Where we call.", "schema": {"type": "string"}}],
                "requestBody": {"content": content("A")},
                "responses": {"200": {"description": "done", "content": content("B")}},
                "callbacks": {"done": {event: {"post": {"requestBody": {"content": content("C")}}}}},
            }}},
            "components": {"schemas": {"A": a, "B": b, "C": c}},
        })
    })
}

/// A finding wherever it stands in its file: pointer, rules, message, kind.
type Told = (Option<String>, Vec<String>, String, Option<String>);

/// What was found.
fn told(path: &str, text: &str) -> BTreeSet<Told> {
    let findings = lint(&[Source::new(path, text)], &Settings { pedantic: true, ..Settings::default() });
    let told = findings.into_iter().map(|finding| {
        let kind = finding.kind.map(|kind| kind.word().to_owned());
        (finding.pointer.map(|pointer| pointer.0), finding.rules, finding.message, kind)
    });
    told.collect()
}

/// The same value with the keys of all its objects turned round.
fn reordered(value: &Json) -> Json {
    match value {
        Json::Object(entries) => {
            Json::Object(entries.iter().rev().map(|(key, value)| (key.clone(), reordered(value))).collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(reordered).collect()),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn any_text_is_read_and_every_place_lies_in_it((name, text) in named_text()) {
        properties::is_read_well(&[Source::new(name, text)], &properties::house());
    }

    #[test]
    fn a_changed_file_of_ours_is_read_and_every_place_lies_in_it((name, text) in changed_file()) {
        properties::is_read_well(&[Source::new(name, text)], &properties::house());
    }

    #[test]
    fn both_readers_of_yaml_see_the_same_and_decoded_text_leads_back(text in text()) {
        properties::is_yaml_read_well(&text);
    }

    #[test]
    fn json_is_what_another_reader_takes_for_it(text in text(), value in schema(), cut in any::<prop::sample::Index>()) {
        properties::is_json_read_well(&text);
        let written = value.to_string();
        properties::is_json_read_well(&written);
        properties::is_json_read_well(whocalls::source::beginning(&written, cut.index(written.len())));
    }

    #[test]
    fn json_and_yaml_of_one_document_have_the_same_findings(document in description()) {
        let yaml = serde_yaml::to_string(&document).expect("it can be written");
        prop_assert_eq!(told("api.json", &document.to_string()), told("api.json", &format!("{document:#}")));
        prop_assert_eq!(told("api.json", &document.to_string()), told("api.yaml", &yaml), "{}", yaml);
    }

    #[test]
    fn the_order_of_keys_changes_no_finding(document in description()) {
        let turned = reordered(&document);
        prop_assert_eq!(told("api.json", &document.to_string()), told("api.json", &turned.to_string()));
    }

    #[test]
    fn what_is_fixed_is_clean_stays_and_leaves_the_rest_alone(document in description(), gaps in any::<bool>()) {
        let yaml = serde_yaml::to_string(&document).expect("it can be written");
        for (name, text) in [("api.yaml", yaml), ("api.json", document.to_string()), ("a.json", format!("{document:#}"))] {
            properties::is_fixed_well(&[Source::new(name, text)], &properties::house(), gaps);
        }
    }

    #[test]
    fn a_changed_file_of_ours_is_fixed_well((name, text) in changed_file(), gaps in any::<bool>()) {
        properties::is_fixed_well(&[Source::new(name, text)], &properties::house(), gaps);
    }

    #[test]
    fn every_report_on_any_text_can_be_written((name, text) in prop_oneof![named_text(), changed_file()]) {
        let sources = [Source::new(name, text)];
        let survey = survey(&sources, &properties::house());
        let fields = properties::inventory(&survey, &sources)["fields"].as_array().map(Vec::len);
        prop_assert_eq!(fields, Some(survey.fields.len()));
        properties::is_reported(&survey, &sources);
    }

    #[test]
    fn a_pattern_means_what_its_expression_does(pattern in "[a-cé<>()|.*?$^ _-]{0,24}", words in "[a-cé A-C_.,-]{0,40}") {
        properties::pattern_means_one_thing(&format!("{pattern}\n{words}\n"));
        properties::pattern_means_one_thing(&format!("we <call> ({pattern})? it\nwe call {words} it\n"));
    }

    #[test]
    fn a_configuration_is_taken_or_refused_with_a_place(at in any::<prop::sample::Index>(), length in 0..40_usize, piece in piece()) {
        let text = include_str!("support/configuration.txt");
        let start = whocalls::source::beginning(text, at.index(text.len() + 1)).len();
        let end = whocalls::source::beginning(text, start + length).len().max(start);
        properties::is_configured_well(&format!("{}{piece}{}", &text[..start], &text[end..]));
    }
}

#[test]
fn the_files_that_chance_begins_with_are_taken() {
    properties::is_configured_well(include_str!("support/configuration.txt"));
    assert_eq!(
        properties::named(".po\nmsgid").map(|(name, rest)| (name, rest.len())),
        Some(("locales/en.po".into(), 5))
    );
    assert!(own_files().len() > 50);
}

/// What a fuzz target found, each in a file with the target's name: it was mended, and stays so.
#[test]
fn what_was_found_stays_mended() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/found");
    for entry in std::fs::read_dir(folder).expect("the folder is part of the crate") {
        let path = entry.expect("the folder can be read").path();
        let text = std::fs::read_to_string(&path).expect("it is text");
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        let all = |text: &str| {
            let Some((name, text)) = properties::named(text) else { return };
            let sources = || [Source::new(name.as_str(), text)];
            let found = properties::is_read_well(&sources(), &properties::house());
            properties::is_reported(&found, &sources());
            for gaps in [false, true] {
                properties::is_fixed_well(&sources(), &properties::house(), gaps);
            }
        };
        match name.split('-').next() {
            Some("yaml") => properties::is_yaml_read_well(&text),
            Some("json") => properties::is_json_read_well(&text),
            Some("pattern") => properties::pattern_means_one_thing(&text),
            Some("configuration") => properties::is_configured_well(&text),
            _ => all(&text),
        }
    }
}
