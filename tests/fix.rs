//! Fixing: whatever the style of a file, the sentence is there afterwards and nothing else has changed.

use serde_yaml::Value;
use std::collections::BTreeMap;
use whocalls::config::{HouseFacts, Settings};
use whocalls::field::{Confidence, Fact, Kind};
use whocalls::fix::{Fixes, diff, fix, fix_surveyed};
use whocalls::lint::{lint, survey};
use whocalls::source::Source;

const CALL: &str = "Parcelway sends a POST request to this URL.";
const FAILURE: &str = "If the request fails, it's retried 5 times: 1, 2, 4, 8 and 16 minutes later.";

fn house() -> Settings {
    let webhook = HouseFacts { method: Some("POST".into()), failure: Some(FAILURE.into()) };
    let redirect = HouseFacts {
        method: None,
        failure: Some("If the payment fails, the URL carries an `error` parameter.".into()),
    };
    let house = BTreeMap::from([(Kind::Webhook, webhook), (Kind::Redirect, redirect)]);
    Settings { caller: Some("Parcelway".into()), house, ..Settings::default() }
}

/// The text of the only source after fixing, held to all that is promised of it.
#[track_caller]
fn fixed_with(path: &str, text: &str, settings: &Settings, gaps: bool) -> (String, Fixes) {
    let source = || Source::new(path, text);
    let fixes = fix(&[source()], settings, gaps);
    let new = fixes.texts.get(&0).cloned().unwrap_or_else(|| text.to_owned());
    // Everything outside the edits is the same byte for byte.
    let (mut old_at, mut new_at) = (0, 0);
    for edit in &fixes.edits {
        let kept = edit.span.range().start - old_at;
        assert_eq!(text[old_at..old_at + kept], new[new_at..new_at + kept]);
        (old_at, new_at) = (edit.span.range().end, new_at + kept + edit.text.len());
    }
    assert_eq!(text[old_at..], new[new_at..]);
    let again = fix(&[Source::new(path, new.as_str())], settings, gaps);
    assert!(again.edits.is_empty(), "fixing twice changes more:\n{new}\n{again:#?}");
    (new, fixes)
}

#[track_caller]
fn check(path: &str, text: &str, expected: &str) {
    let (new, fixes) = fixed_with(path, text, &house(), false);
    assert_eq!(new, expected, "{:?}", fixes.left);
}

fn spec(property: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: My API, version: '1'}}\ncomponents:\n  schemas:\n    Hook:\n      properties:\n{property}"
    )
}

#[track_caller]
fn check_property(property: &str, expected: &str) {
    check("a.yaml", &spec(property), &spec(expected));
}

#[test]
fn a_plain_scalar_goes_on_or_is_quoted() {
    check_property(
        "        callback_url:\n          description: Called when a parcel arrives, retried for a day # soon\n          type: string\n",
        &format!(
            "        callback_url:\n          description: Called when a parcel arrives, retried for a day. {CALL} # soon\n          type: string\n"
        ),
    );
    check_property(
        "        callback_url:\n          description: Called when it's delivered\n",
        "        callback_url:\n          description: 'Called when it''s delivered. Parcelway sends a POST request to this URL. If the request fails, it''s retried 5 times: 1, 2, 4, 8 and 16 minutes later.'\n",
    );
    check_property(
        "        callback_url:\n          description: Called when a parcel\n            arrives, retried for a day.\n",
        "        callback_url:\n          description: Called when a parcel\n            arrives, retried for a day. Parcelway sends a POST request to this\n            URL.\n",
    );
}

#[test]
fn quotes_stay_what_they_are() {
    check_property(
        "        callback_url: {description: 'Called when it''s delivered.', type: string}\n",
        &format!(
            "        callback_url: {{description: 'Called when it''s delivered. {CALL} {}', type: string}}\n",
            FAILURE.replace('\'', "''")
        ),
    );
    check_property(
        "        callback_url: {description: \"Called when a parcel arrives.\", type: string}\n",
        &format!(
            "        callback_url: {{description: \"Called when a parcel arrives. {CALL} {FAILURE}\", type: string}}\n"
        ),
    );
}

#[test]
fn blocks_are_wrapped_like_their_neighbours() {
    check_property(
        "        callback_url:\n          description: >-\n            Called when a parcel is handed over to\n            the person that it was sent to.\n          type: string\n",
        "        callback_url:\n          description: >-\n            Called when a parcel is handed over to\n            the person that it was sent to. Parcelway sends a POST\n            request to this URL. If the request fails, it's retried 5\n            times: 1, 2, 4, 8 and 16 minutes later.\n          type: string\n",
    );
    check_property(
        "        callback_url:\n          description: |+\n            Called when a parcel is handed over.\n\n          type: string\n",
        &format!(
            "        callback_url:\n          description: |+\n            Called when a parcel is handed over. {CALL} {FAILURE}\n\n          type: string\n"
        ),
    );
    check_property(
        "        callback_url:\n          description: |\n            Called when one of these happens:\n            - a parcel arrives\n            - a parcel leaves\n",
        &format!(
            "        callback_url:\n          description: |\n            Called when one of these happens:\n            - a parcel arrives\n            - a parcel leaves\n\n            {CALL} If the request\n            fails, it's retried 5 times: 1, 2, 4, 8 and 16 minutes\n            later.\n"
        ),
    );
}

#[test]
fn a_field_without_a_description_gets_one() {
    check_property(
        "        callback_url:\n          type: string\n          format: uri # absolute\n          example: https://example.com\n",
        &format!(
            "        callback_url:\n          type: string\n          format: uri # absolute\n          description: '{CALL} {}'\n          example: https://example.com\n",
            FAILURE.replace('\'', "''")
        ),
    );
    check_property(
        "        callback_url: {type: string}\n",
        &format!("        callback_url: {{type: string, description: '{CALL} {}'}}\n", FAILURE.replace('\'', "''")),
    );
    check(
        "a.json",
        "{\"openapi\":\"3.1.0\",\"components\":{\"schemas\":{\"Hook\":{\"properties\":{\"callback_url\":{\"type\":\"string\"}}}}}}",
        &format!(
            "{{\"openapi\":\"3.1.0\",\"components\":{{\"schemas\":{{\"Hook\":{{\"properties\":{{\"callback_url\":{{\"type\":\"string\",\"description\":\"{CALL} {FAILURE}\"}}}}}}}}}}}}"
        ),
    );
    let pretty = "{\r\n\t\"openapi\": \"3.1.0\",\r\n\t\"components\": {\"schemas\": {\"Hook\": {\"properties\": {\r\n\t\t\"callback_url\": {\r\n\t\t\t\"type\": \"string\"\r\n\t\t}\r\n\t}}}}\r\n}\r\n";
    check(
        "a.json",
        pretty,
        &pretty.replace(
            "\"type\": \"string\"",
            &format!("\"type\": \"string\",\r\n\t\t\t\"description\": \"{CALL} {FAILURE}\""),
        ),
    );
}

#[test]
fn a_parameter_s_description_follows_its_name() {
    check(
        "a.yaml",
        "swagger: '2.0'\npaths:\n  /jobs:\n    post:\n      parameters:\n        - name: callback_url\n          in: query\n          type: string\n",
        &format!(
            "swagger: '2.0'\npaths:\n  /jobs:\n    post:\n      parameters:\n        - name: callback_url\n          in: query\n          type: string\n          description: '{CALL} {}'\n",
            FAILURE.replace('\'', "''")
        ),
    );
}

const SHARED: &str = "openapi: VERSION
components:
  schemas:
    CallbackUrl:
      type: string
      description: Called when a parcel arrives.
    One:
      properties:
        callback_url:
          $ref: '#/components/schemas/CallbackUrl'
    Two:
      properties:
        callback_url:
          $ref: '#/components/schemas/CallbackUrl'
";

#[test]
fn a_definition_is_mended_once_or_words_stand_beside_the_reference() {
    let (new, fixes) = fixed_with("a.yaml", &SHARED.replace("VERSION", "3.0.3"), &house(), false);
    assert_eq!((new.matches(CALL).count(), fixes.edits.len(), fixes.fixed.len()), (1, 1, 2), "{new}");
    let with_other =
        SHARED.replace("VERSION", "3.0.3") + "        homepage:\n          $ref: '#/components/schemas/CallbackUrl'\n";
    let (new, fixes) = fixed_with("a.yaml", &with_other, &house(), false);
    assert_eq!((new.as_str(), fixes.left.len()), (with_other.as_str(), 2), "a homepage is called by nobody");
    let (new, _) = fixed_with("a.yaml", &SHARED.replace("VERSION", "3.1.0"), &house(), false);
    assert_eq!(new.matches(CALL).count(), 2, "{new}");
    assert!(
        new.contains("          $ref: '#/components/schemas/CallbackUrl'\n          description: 'Parcelway sends"),
        "{new}"
    );
}

#[test]
fn an_anchored_text_is_mended_once_if_all_that_use_it_are_fields() {
    let text = spec(
        "        callback_url:\n          description: &d Called when a parcel arrives.\n        notify_callback_url:\n          description: *d\n",
    );
    let (new, fixes) = fixed_with("a.yaml", &text, &house(), false);
    assert_eq!((new.matches("Parcelway sends").count(), fixes.fixed.len()), (1, 2), "{new}\n{:?}", fixes.left);
    assert!(new.contains("description: &d 'Called when a parcel arrives. Parcelway"), "{new}");
    let text = spec(
        "        callback_url:\n          description: &d Called when a parcel arrives.\n        size:\n          description: *d\n",
    );
    let (new, fixes) = fixed_with("a.yaml", &text, &house(), false);
    assert_eq!((new.as_str(), fixes.left.len()), (text.as_str(), 1));
}

#[test]
fn nothing_is_said_that_is_not_known() {
    let text = spec("        callback_url:\n          description: Called when a parcel arrives.\n");
    let (new, fixes) = fixed_with("a.yaml", &text, &Settings::default(), false);
    assert_eq!((new.as_str(), fixes.left.len()), (text.as_str(), 0), "a title is a guess");
    let caller = Settings { caller: Some("Parcelway".into()), ..Settings::default() };
    let (new, _) = fixed_with("a.yaml", &text, &caller, false);
    assert!(new.contains("arrives. Parcelway calls this URL.\n"), "{new}");
    let findings = lint(&[Source::new("a.yaml", new)], &caller);
    assert_eq!(findings[0].rules, ["missing-method", "missing-failure"]);
}

#[test]
fn gaps_are_written_only_when_asked_and_stay_flagged() {
    let text = spec(
        "        callback_url:\n          type: string\n        return_url:\n          description: Where people return.\n",
    );
    let facts_missing = |text: &str, settings: &Settings| -> Vec<Vec<Fact>> {
        let survey = survey(&[Source::new("a.yaml", text)], settings);
        survey.fields.iter().map(|surveyed| surveyed.field.facts.missing()).collect()
    };
    let settings = Settings::default();
    let (new, fixes) = fixed_with("a.yaml", &text, &settings, true);
    assert_eq!(fixes.fixed.len(), 2, "{new}");
    assert!(
        new.contains(
            "`<caller>` sends a `<GET or POST>` request to this URL when `<event>`. If the request fails, `<what happens"
        ),
        "{new}"
    );
    let (before, after) = (facts_missing(&text, &settings), facts_missing(&new, &settings));
    assert_eq!(before[0], after[0], "no gap counts as said");
    assert!(after[1].contains(&Fact::Trigger) && after[1].contains(&Fact::Failure), "{after:?}");
    let (with_house, fixes) = fixed_with("a.yaml", &new, &house(), false);
    assert_eq!((with_house, fixes.edits.len()), (new, 0), "a sentence with gaps is for its author to finish");
}

#[test]
fn a_sentence_that_would_pass_for_more_is_left_to_a_person() {
    let text = spec("        return_url:\n          description: Address of the shop.\n");
    let (new, fixes) = fixed_with("a.yaml", &text, &house(), false);
    assert!(
        new.contains("browser to this URL. If the payment fails, the URL carries an `error` parameter.\n"),
        "{new}"
    );
    let findings = lint(&[Source::new("a.yaml", new)], &house());
    assert_eq!((fixes.left.len(), findings[0].rules.as_slice()), (0, ["missing-trigger".to_owned()].as_slice()));
    let mut settings = house();
    let failure = "If the order is cancelled, the shopper is redirected with an error parameter.".to_owned();
    settings.house.insert(Kind::Redirect, HouseFacts { method: None, failure: Some(failure) });
    let (new, fixes) = fixed_with("a.yaml", &text, &settings, false);
    assert!(new.contains("shop. Parcelway redirects the browser to this URL.\n"), "{new}");
    assert_eq!((fixes.fixed.len(), fixes.left.len()), (1, 1), "{fixes:?}");
    let findings = lint(&[Source::new("a.yaml", new)], &settings);
    assert_eq!(findings[0].rules, ["missing-trigger", "missing-failure"]);
}

#[test]
fn a_redirect_is_the_browser_s_navigation() {
    let (new, _) = fixed_with(
        "a.yaml",
        &spec("        return_url:\n          description: Set after the payment.\n"),
        &house(),
        false,
    );
    assert!(
        new.contains(
            "Set after the payment. Parcelway redirects the browser to this URL. If the payment fails, the URL carries"
        ),
        "{new}"
    );
}

/// Descriptions in every style that YAML has, with what may stand around them.
fn styles() -> Vec<String> {
    let words = [
        "Called when a parcel arrives",
        "Called when it's \"done\" (or not)",
        "Called when a parcel arrives.",
        "Called, e.g. `when` a parcel\narrives at 5 o'clock",
    ];
    let mut all = Vec::new();
    for words in words {
        let one_line = words.replace('\n', " ");
        let lines = |indentation: &str| words.lines().map(|line| format!("{indentation}{line}\n")).collect::<String>();
        all.push(format!(" {}\n", words.replace('\n', "\n            ")));
        all.push(format!(" {one_line}   # a comment\n"));
        all.push(format!(" '{}' # a comment\n", one_line.replace('\'', "''")));
        all.push(format!(" '{}'\n", words.replace('\'', "''").replace('\n', "\n\n            ")));
        all.push(format!(" \"{}\"\n", one_line.replace('"', "\\\"")));
        all.push(format!(" \"{}\"\n", words.replace('"', "\\\"").replace('\n', " \\\n            ")));
        all.push(format!(" !!str\n            {one_line}\n"));
        for style in ["|", ">"] {
            for chomping in ["", "-", "+"] {
                for (indicator, indentation) in [("", "            "), ("", "           "), ("4", "              ")] {
                    for tail in ["", "\n\n", "\n            \n"] {
                        all.push(format!(" {style}{indicator}{chomping} # a comment\n{}{tail}", lines(indentation)));
                        all.push(format!(
                            " {style}{chomping}{indicator}\n{indentation}A first line.\n\n{}{tail}",
                            lines(indentation)
                        ));
                    }
                }
            }
        }
    }
    all
}

/// A tree with the field's description taken out, and that description.
fn without_description(value: &Value) -> (Value, Option<String>) {
    let mut value = value.clone();
    let property = &mut value["components"]["schemas"]["Hook"]["properties"]["callback_url"];
    let taken = property.as_mapping_mut().and_then(|mapping| mapping.remove("description"));
    (value, taken.and_then(|taken| taken.as_str().map(str::to_owned)))
}

#[test]
fn every_style_keeps_its_file_whole() {
    let befores = ["", "          type: string\n"];
    let afters = ["          example: x\n        other: {type: string} # other\n", "# the end", ""];
    let ends = [("\n", ""), ("\r\n", ""), ("\n", "\u{feff}")];
    for (index, style) in styles().iter().enumerate() {
        // The surroundings change from style to style, so that each meets each without all being multiplied.
        let (before, after, (line_end, mark)) = (befores[index % 2], afters[index / 2 % 3], ends[index / 6 % 3]);
        let text = spec(&format!("        callback_url:\n{before}          description:{style}{after}"));
        let text = format!("{mark}{}", text.replace('\n', line_end));
        let old: Value = serde_yaml::from_str(text.trim_start_matches('\u{feff}')).expect(&text);
        let (new, fixes) = fixed_with("a.yaml", &text, &house(), false);
        assert_eq!((fixes.fixed.len(), fixes.left.len()), (1, 0), "{text}\n{:?}", fixes.left);
        assert_eq!(new.contains('\r'), line_end == "\r\n");
        assert_eq!(new.matches('\n').count(), new.matches(line_end).count(), "{new:?}");
        let parsed: Value = serde_yaml::from_str(new.trim_start_matches('\u{feff}')).expect(&new);
        let ((old, said), (new_tree, says)) = (without_description(&old), without_description(&parsed));
        assert_eq!(old, new_tree, "{new}");
        let (said, says) = (said.expect("it has one"), says.expect("it has one"));
        let spaced = says.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(says.starts_with(said.trim_end()) && spaced.contains(CALL) && spaced.contains(FAILURE), "{new}");
        assert_eq!(says.len() - says.trim_end().len(), said.len() - said.trim_end().len(), "{new}");
        let findings = lint(&[Source::new("a.yaml", new.as_str())], &house());
        assert!(findings.iter().all(|finding| finding.name != "callback_url"), "{new}\n{findings:?}");
    }
    assert!(styles().len() > 400);
}

/// Numbers that look random and are the same in every run.
fn numbers(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits fit") % below
    }
}

#[test]
fn half_written_files_are_fixed_whole_or_not_at_all() {
    const ODD: [&str; 18] =
        ["", " ", "\n", "\r\n", ":", ": ", " #", "'", "\"", "|", ">", "- ", "{", "}", "&a ", "*a", "\t", "é"];
    let json = "{\"openapi\": \"3.1.0\", \"components\": {\"schemas\": {\"Hook\": {\"properties\": {\n  \"callback_url\": {\"type\": \"string\", \"description\": \"Called when it arrives\"}}}}}}\n";
    let styles = styles();
    let mut below = numbers(7);
    let mut changed = 0;
    for round in 0..1500 {
        let (path, mut text) = match round % 4 {
            0 => ("a.json", json.to_owned()),
            _ => {
                let style = &styles[below(styles.len())];
                let rest = "          type: string\n        return_url: {type: string, format: uri}\n";
                ("a.yaml", spec(&format!("        callback_url:\n          description:{style}{rest}")))
            }
        };
        for _ in 0..=below(3) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let at = places[below(places.len())];
            let width = text[at..].chars().next().map_or(0, char::len_utf8);
            text.replace_range(at..at + width * below(2), ODD[below(ODD.len())]);
        }
        let (new, fixes) = fixed_with(path, &text, &house(), round % 3 == 0);
        if fixes.edits.is_empty() {
            continue;
        }
        changed += 1;
        if path == "a.json" {
            let parses = serde_json::from_str::<serde_json::Value>(&text).is_ok();
            assert!(!parses || serde_json::from_str::<serde_json::Value>(&new).is_ok(), "{new}");
        } else if serde_yaml::from_str::<Value>(&text).is_ok() {
            assert!(serde_yaml::from_str::<Value>(&new).is_ok(), "{text}\n{new}");
        }
    }
    assert!(changed > 300, "{changed}");
}

#[test]
fn json_keeps_its_layout() {
    for (open, between, close) in
        [("{", ",", "}"), ("{ ", ", ", " }"), ("{\n  ", ",\n  ", "\n}"), ("{\r\n\t", ",\r\n\t", "\r\n}")]
    {
        for colon in [":", ": ", " : "] {
            for words in [None, Some(""), Some("Called when a \\\"parcel\\\" arrives\\n"), Some("Called\\n\\n- once")] {
                let field = |entries: &[String]| format!("{open}{}{close}", entries.join(between));
                let mut entries = vec![format!("\"type\"{colon}\"string\""), format!("\"x-order\"{colon}[1, 2]")];
                entries.extend(words.map(|words| format!("\"description\"{colon}\"{words}\"")));
                for entries in [entries.clone(), {
                    entries.reverse();
                    entries
                }] {
                    let text = format!(
                        "{{\"openapi\"{colon}\"3.0.1\",\"components\":{{\"schemas\":{{\"Hook\":{{\"properties\":{{\"callback_url\":{}}}}}}}}}}}",
                        field(&entries)
                    );
                    let (new, fixes) = fixed_with("a.json", &text, &house(), false);
                    assert_eq!((fixes.fixed.len(), &fixes.left), (1, &Vec::new()), "{text}");
                    let (old, new_tree): (serde_json::Value, serde_json::Value) = (
                        serde_json::from_str(&text).expect("it is JSON"),
                        serde_json::from_str(&new).expect("it is JSON"),
                    );
                    let at = |value: &serde_json::Value| {
                        value["components"]["schemas"]["Hook"]["properties"]["callback_url"].clone()
                    };
                    let (mut one, mut other) = (at(&old), at(&new_tree));
                    let says = other["description"].as_str().expect("it has one").to_owned();
                    assert!(says.contains(CALL) && says.contains(FAILURE), "{says}");
                    one.as_object_mut().expect("an object").remove("description");
                    other.as_object_mut().expect("an object").remove("description");
                    assert_eq!(one, other);
                }
            }
        }
    }
}

#[test]
fn copy_is_extended_in_its_own_escapes() {
    let old = "Parcels are announced here when they arrive.";
    let said = format!("{old} {CALL} {FAILURE}");
    let slashed = said.replace('\'', "\\'");
    let cases: &[(&str, String, String)] = &[
        (
            "locales/en.json",
            format!("{{\"hook\": {{\"webhook_url\": \"Webhook URL\", \"webhook_url_hint\": \"{old}\"}}}}\n"),
            said.clone(),
        ),
        (
            "locales/en.yml",
            format!("en:\n  hook:\n    webhook_url: Webhook URL\n    webhook_url_hint: {old}\n"),
            format!("'{}'", said.replace('\'', "''")),
        ),
        (
            "messages_en.properties",
            format!("hook.webhook_url=Webhook URL\nhook.webhook_url.hint={old}\n"),
            said.clone(),
        ),
        (
            "res/values/strings.xml",
            format!(
                "<resources>\n  <string name=\"webhook_url\">Webhook URL</string>\n  <string name=\"webhook_url_hint\">{old}</string>\n</resources>\n"
            ),
            slashed.clone(),
        ),
        (
            "Texts.resx",
            format!(
                "<root>\n  <data name=\"WebhookUrl\"><value>Webhook URL</value></data>\n  <data name=\"WebhookUrl.Hint\"><value>{old}</value></data>\n</root>\n"
            ),
            said.clone(),
        ),
        (
            "en.lproj/Localizable.strings",
            format!("\"webhook_url\" = \"Webhook URL\";\n\"webhook_url_hint\" = \"{old}\";\n"),
            said.clone(),
        ),
        ("locales/en.ftl", format!("webhook-url-label = Webhook URL\nwebhook-url-hint = {old}\n"), said.clone()),
        ("locale_en-US.ini", format!("[hook]\nwebhook_url = Webhook URL\nwebhook_url_desc = {old}\n"), said.clone()),
        (
            "lang/en/hooks.php",
            format!("<?php\nreturn [\n  'webhook_url' => 'Webhook URL',\n  'webhook_url_hint' => '{old}',\n];\n"),
            slashed,
        ),
        (
            "l10n/app_en.arb",
            format!(
                "{{\n  \"@@locale\": \"en\",\n  \"webhookUrl\": \"Webhook URL\",\n  \"webhookUrlHint\": \"{old}\"\n}}\n"
            ),
            said.clone(),
        ),
        (
            "docs/hooks.md",
            format!(
                "# Settings\n\n| Name | Description |\n|---|---|\n| `webhook_url` | {old} |\n| `size` | A size. |\n"
            ),
            said.clone(),
        ),
        (
            "form.html",
            format!(
                "<form><label for=\"u\">Webhook URL</label><input id=\"u\" name=\"webhook_url\" aria-describedby=\"h\"><small id=\"h\">{old}</small></form>\n"
            ),
            said.clone(),
        ),
    ];
    for (path, text, expected) in cases {
        let (new, fixes) = fixed_with(path, text, &house(), false);
        assert_eq!(&new, &text.replacen(old, expected, 1), "{path} {:?}", fixes.left);
        let findings = lint(&[Source::new(*path, new)], &house());
        assert!(findings.is_empty(), "{path}: {findings:?}");
    }
}

#[test]
fn words_behind_a_key_are_extended_where_they_stand() {
    let form = |id: &str| {
        format!(
            "<template><label for=\"{id}\">{{{{ $t('hook.webhook_url') }}}}</label><input id=\"{id}\" name=\"webhook_url\" aria-describedby=\"h\"><small id=\"h\">{{{{ $t('hook.webhook_url_hint') }}}}</small></template>\n"
        )
    };
    let hint = "Parcels are announced here when they arrive.";
    let json = format!("{{\"hook\": {{\"webhook_url\": \"Webhook URL\", \"webhook_url_hint\": \"{hint}\"}}}}\n");
    let properties = format!("hook.webhook_url=Webhook URL\nhook.webhook_url_hint={hint}\n");
    for (path, text) in [("locales/en.json", json), ("locales/en.properties", properties)] {
        let sources = [
            Source::new("HookForm.vue", form("a")),
            Source::new("OtherForm.vue", form("b")),
            Source::new(path, text.as_str()),
        ];
        let fixes = fix(&sources, &house(), false);
        let expected = text.replace(hint, &format!("{hint} {CALL} {FAILURE}"));
        assert_eq!(fixes.texts.get(&2), Some(&expected), "{path}: {fixes:?}");
        assert_eq!(fixes.texts.len(), 1);
        assert!(lint(&whocalls::fix::sources_with(&sources, &fixes.texts), &house()).is_empty());
    }
}

/// Text that is left as it is, for a reason that holds these words.
#[track_caller]
fn check_left(path: &str, text: &str, reason: &str) {
    let (new, fixes) = fixed_with(path, text, &house(), false);
    assert_eq!(new, text, "{path}");
    let reasons: Vec<String> = fixes.left.iter().map(|left| left.reason.to_string()).collect();
    assert!(!reasons.is_empty() && reasons.iter().all(|told| told.contains(reason)), "{path}: {text}\n{reasons:?}");
}

#[test]
fn words_by_which_translations_are_found_stay() {
    let words = "URL to receive the events of parcels";
    let cases: &[(&str, &str)] = &[
        (
            "a.tsx",
            "export const F = () => <TextField name=\"webhookUrl\" label=\"Webhook URL\" helperText={t(\"WORDS\")} />;\n",
        ),
        (
            "a.tsx",
            "export const F = () => <TextField name=\"webhookUrl\" label=\"Webhook URL\" helperText={i18n._(msg`WORDS`)} />;\n",
        ),
        (
            "a.tsx",
            "export const F = () => <TextField name=\"webhookUrl\" label=\"Webhook URL\" helperText={<Trans>WORDS</Trans>} />;\n",
        ),
        (
            "a.tsx",
            "export const F = () => <TextField name=\"webhookUrl\" label=\"Webhook URL\" helperText={intl.formatMessage({defaultMessage: \"WORDS\"})} />;\n",
        ),
        (
            "A.vue",
            "<template><v-text-field name=\"webhook_url\" label=\"Webhook URL\" :hint=\"$t('WORDS')\" /></template>\n",
        ),
        (
            "a.html",
            "<label for=\"u\">Webhook URL</label><input id=\"u\" name=\"webhook_url\"><small class=\"help-text\">{% trans \"WORDS\" %}</small>\n",
        ),
        (
            "a.html",
            "<label for=\"u\">Webhook URL</label><input id=\"u\" name=\"webhook_url\"><small class=\"help-text\">{% blocktrans %}WORDS{% endblocktrans %}</small>\n",
        ),
        (
            "a.html",
            "<label for=\"u\">Webhook URL</label><input id=\"u\" name=\"webhook_url\"><small class=\"help-text\">{{ _(\"WORDS\") }}</small>\n",
        ),
        (
            "a.html",
            "<label for=\"u\">Webhook URL</label><input id=\"u\" name=\"webhook_url\"><small class=\"help-text\" i18n>WORDS</small>\n",
        ),
        (
            "a.blade.php",
            "<label for=\"u\">Webhook URL</label><input id=\"u\" name=\"webhook_url\"><small class=\"help-text\">{{ __('WORDS') }}</small>\n",
        ),
        (
            "a.blade.php",
            "<label for=\"u\">Webhook URL</label><input id=\"u\" name=\"webhook_url\"><small class=\"help-text\">@lang('WORDS')</small>\n",
        ),
        (
            "a.html.erb",
            "<label for=\"u\">Webhook URL</label><input id=\"u\" name=\"webhook_url\"><small class=\"help-text\"><%= _('WORDS') %></small>\n",
        ),
        ("a.html.haml", "%label{for: 'u'} Webhook URL\n%input#u{name: 'webhook_url'}\n%small.help-text= t('WORDS')\n"),
        (
            "a.svelte",
            "<label for=\"u\">Webhook URL</label><input id=\"u\" name=\"webhook_url\"><small class=\"help-text\">{$_('WORDS')}</small>\n",
        ),
        (
            "a.cshtml",
            "<label for=\"u\">Webhook URL</label><input id=\"u\" name=\"webhook_url\"><small class=\"help-text\">@Localizer[\"WORDS\"]</small>\n",
        ),
        (
            "a.tmpl",
            "<label for=\"u\">Webhook URL</label><input id=\"u\" name=\"webhook_url\"><small class=\"help-text\">{{T \"WORDS\"}}</small>\n",
        ),
        (
            "a.html.twig",
            "<label for=\"u\">Webhook URL</label><input id=\"u\" name=\"webhook_url\"><small class=\"help-text\">{{ 'WORDS'|trans }}</small>\n",
        ),
    ];
    for (path, text) in cases {
        check_left(path, &text.replace("WORDS", words), "the key by which translations are found");
        check_left(path, &text.replace("WORDS", &format!("{words}.")), "the key by which translations are found");
    }
}

#[test]
fn sentences_that_code_builds_stay() {
    let jsx = |words: &str| {
        format!(
            "export const F = () => <TextField name=\"webhookUrl\" label=\"Webhook URL\" helperText={{{words}}} />;\n"
        )
    };
    for words in [
        "\"URL to receive \" + x",
        "c ? \"URL to receive the events\" : \"URL to receive the parcels\"",
        "c && \"URL to receive the events\"",
        "`URL to receive ${x}`",
    ] {
        check_left("a.tsx", &jsx(words), "its words are not plain text");
    }
    let vue = "<template><v-text-field name=\"webhook_url\" label=\"Webhook URL\" :hint=\"'URL to receive ' + x\" /></template>\n";
    check_left("A.vue", vue, "its words are not plain text");
    let (new, _) = fixed_with("a.tsx", &jsx("\"URL to receive the events\""), &house(), false);
    assert!(new.contains("{\"URL to receive the events. Parcelway sends a POST"), "{new}");
}

#[test]
fn a_catalogue_s_words_are_extended_where_they_are_no_key() {
    let po = "msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n\nmsgid \"form.webhook_url\"\nmsgstr \"Webhook URL\"\n\nmsgid \"form.webhook_url.hint\"\nmsgstr \"Webhook URL to receive events.\"\n";
    check(
        "locale/en/LC_MESSAGES/a.po",
        po,
        &po.replace("receive events.", &format!("receive events. {CALL} {FAILURE}")),
    );
    let source = "msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n\nmsgid \"Webhook URL to receive events from all of your parcels.\"\nmsgstr \"\"\n";
    check_left("locale/en/LC_MESSAGES/a.po", source, "the key by which translations are found");
}

#[test]
fn words_that_nothing_can_follow_are_left() {
    let page =
        |heading: &str, below: &str| format!("# Settings\n\n## `{heading}`\n\n{below}\n\n## `size`\n\nA size.\n");
    for (text, reason) in [
        (page("notify_url", "Where events go:\n\n- parcels that leave\n- parcels that arrive"), "a list"),
        (page("notify_url", "URL for events:\n\n```json\n{}\n```"), "goes on in what stands below"),
        (page("notify_url", "URL for events, e.g. https://example.com/hook?key=xxx"), "end in a URL"),
        (
            "# Login\n\n- **Redirect URI:** https://shop.example.com/auth/callback\n- **Name:** Shop\n".to_owned(),
            "a value",
        ),
        ("# Login\n\n- **Post logout redirect URIs**: *\n- **Name**: Shop\n".to_owned(), "a value"),
    ] {
        let (new, fixes) = fixed_with("docs/hooks.md", &text, &house(), false);
        assert_eq!(new, text);
        let reasons: Vec<String> = fixes.left.iter().map(|left| left.reason.to_string()).collect();
        assert!(reasons.iter().all(|told| told.contains(reason)), "{text}: {reasons:?}");
    }
    let link = page("notify_url", "URL for events, see [the guide](https://example.com/guide)");
    let (new, _) = fixed_with("docs/hooks.md", &link, &house(), false);
    assert!(new.contains("see [the guide](https://example.com/guide). Parcelway sends"), "{new}");
    let image = page("callback_url", "![The form](form.png)");
    assert_eq!(fixed_with("docs/hooks.md", &image, &house(), false).0, image);
    let item = "# Settings\n\n- `notify_url`: Where events of parcels go\n- `size`: A size\n";
    check("docs/hooks.md", item, &item.replace("parcels go", &format!("parcels go. {CALL} {FAILURE}")));
    let link = "<label for=\"u\">Webhook URL</label><input id=\"u\" name=\"webhook_url\"><small class=\"help-text\"><a href=\"/x\">How to receive the events</a></small>\n";
    check_left("form.html", link, "within a link");
    check_property(
        "        callback_url:\n          description: |\n            Called when a parcel arrives, such as https://example.com/hook\n          type: string\n",
        &format!(
            "        callback_url:\n          description: |\n            Called when a parcel arrives, such as https://example.com/hook\n\n            {CALL} {FAILURE}\n          type: string\n"
        ),
    );
    let lead = spec(
        "        callback_url:\n          description: |\n            Called with one of these, when a parcel arrives:\n",
    );
    check_left("a.yaml", &lead, "goes on in what stands below");
}

#[test]
fn any_name_that_is_configured_is_a_caller_s() {
    let text = spec("        callback_url:\n          description: Failed calls are retried for a day.\n");
    for name in [
        "Acme, Inc.",
        "Yahoo!",
        "支付宝",
        "A",
        "Our warehouse management system backend service",
        "Acme: GmbH \"x\"",
        "Parcel Webhooks",
        "monday.com",
        "Société Générale",
        "the events",
    ] {
        let settings = Settings { caller: Some(name.to_owned()), ..Settings::default() };
        let (new, fixes) = fixed_with("a.yaml", &text, &settings, false);
        assert_eq!(fixes.fixed.len(), 1, "{name}: {:?}", fixes.left);
        let findings = lint(&[Source::new("a.yaml", new.as_str())], &settings);
        assert_eq!(findings[0].rules, ["missing-method", "missing-trigger"], "{new}");
    }
    let titled = text.replace("title: My API", "title: 'Acme, Inc. API'");
    let (new, _) = fixed_with("a.yaml", &titled, &Settings::default(), true);
    assert!(new.contains("Acme, Inc. sends a `<GET or POST>` request"), "{new}");
    let findings = lint(&[Source::new("a.yaml", new.as_str())], &Settings::default());
    assert!(!findings[0].rules.contains(&"missing-caller".to_owned()), "{findings:?}");
}

#[test]
fn a_gap_stays_visible_in_every_format() {
    for (path, text, expected) in [
        (
            "docs/a.md",
            "# Settings\n\n- `notify_url`: Where events go\n",
            "go. `<caller>` sends a `<GET or POST>` request",
        ),
        (
            "docs/a.mdx",
            "# Settings\n\n- `notify_url`: Where events go\n",
            "go. `<caller>` sends a `<GET or POST>` request",
        ),
        ("docs/a.adoc", "= Settings\n\nnotify_url:: Where events go\n", "go. <caller> sends a <GET or POST> request"),
    ] {
        let (new, fixes) = fixed_with(path, text, &Settings::default(), true);
        assert!(new.contains(expected), "{new} {:?}", fixes.left);
        let survey = survey(&[Source::new(path, new)], &Settings::default());
        assert_eq!(survey.fields[0].field.facts.missing().len(), 4, "no gap counts as said");
    }
}

#[test]
fn marks_of_markdown_stay_out_of_other_copy() {
    let page = "<form><label for=\"u\">Return URL</label><input id=\"u\" name=\"return_url\" aria-describedby=\"h\"><small id=\"h\">Address of your shop for redirects.</small></form>\n";
    let (new, fixes) = fixed_with("form.html", page, &house(), false);
    assert!(new.contains("the URL carries an error parameter.</small>"), "{new} {:?}", fixes.left);
    let rst = "Settings\n========\n\nreturn_url\n    Address of your shop for redirects.\n";
    let (new, fixes) = fixed_with("docs/a.rst", rst, &house(), false);
    assert!(new.contains("the URL carries an ``error`` parameter."), "{new} {:?}", fixes.left);
}

#[test]
fn what_is_only_likely_to_be_a_field_is_not_written_to() {
    let sources = [Source::new("a.yaml", spec("        callback_url: {type: string}\n"))];
    let mut survey = survey(&sources, &house());
    assert_eq!(fix_surveyed(&sources, &survey, &house(), false).fixed.len(), 1);
    survey.fields[0].field.confidence = Confidence::Likely;
    let fixes = fix_surveyed(&sources, &survey, &house(), false);
    assert_eq!((fixes.edits.len(), fixes.left.len()), (0, 1));
    assert!(fixes.left[0].reason.to_string().contains("only likely"));
}

#[test]
fn another_language_is_written_only_in_its_own_words() {
    let copy = |label: &str, hint: &str| {
        format!("{{\"hook\": {{\"webhook_url\": \"{label}\", \"webhook_url_hint\": \"{hint}\"}}}}\n")
    };
    let german = copy("Webhook-URL", "Adresse für Meldungen über Pakete.");
    let (new, _) = fixed_with("locales/de.json", &german, &house(), false);
    let said = "Pakete. Parcelway sendet eine POST-Anfrage an diese URL.\"";
    assert!(new.contains(said), "the house's English sentence on failure is left out: {new}");
    let french = copy("URL du webhook", "Adresse pour les colis.");
    let (new, fixes) = fixed_with("locales/fr.json", &french, &house(), false);
    assert_eq!((new.as_str(), fixes.left.len()), (french.as_str(), 1));
}

#[test]
fn what_cannot_be_edited_safely_is_left_and_counted() {
    let po = "msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n\nmsgid \"Webhook URL\"\nmsgstr \"\"\n";
    let (new, _) = fixed_with("locale/en/LC_MESSAGES/a.po", po, &house(), false);
    assert_eq!(new, po);
    let label = "{\"hook\": {\"webhook_url\": \"Webhook URL\", \"save\": \"Save all\"}}\n";
    let (new, fixes) = fixed_with("locales/en.json", label, &house(), false);
    assert_eq!((new.as_str(), fixes.left.len()), (label, 1), "{fixes:?}");
    let broken = spec("        callback_url:\n          description: Called when a parcel arrives.\n") + "  - x: [\n";
    let (new, _) = fixed_with("a.yaml", &broken, &house(), false);
    assert_eq!(new, broken, "a file that does not parse is not written");
}

#[test]
fn a_diff_shows_what_would_be_written() {
    let text = spec("        callback_url:\n          description: Called when a parcel arrives, retried for a day.\n");
    let source = Source::new("a.yaml", text.as_str());
    let fixes = fix(&[Source::new("a.yaml", text.as_str())], &house(), false);
    let diff = diff::unified(&source, &fixes.texts[&0]);
    assert!(diff.starts_with("--- a/a.yaml\n+++ b/a.yaml\n@@ -5,4 +5,4 @@\n"), "{diff}");
    assert!(diff.contains(&format!("-          description: Called when a parcel arrives, retried for a day.\n+          description: Called when a parcel arrives, retried for a day. {CALL}\n")), "{diff}");
}

#[test]
fn descriptions_of_other_formats_are_extended_and_added_in_their_style() {
    let spoken = format!("{CALL} {FAILURE}");
    let schema = |property: &str| {
        format!("{{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"properties\": {{\n  {property}\n}}}}\n")
    };
    check(
        "values.schema.json",
        &schema(r#""callback_url": {"type": "string", "description": "Called when a parcel arrives."}"#),
        &schema(&format!(
            r#""callback_url": {{"type": "string", "description": "Called when a parcel arrives. {spoken}"}}"#
        )),
    );
    let events = |described: &str| {
        format!(
            "asyncapi: 3.0.0\ncomponents:\n  messages:\n    M:\n      payload:\n        properties:\n          \
             callback_url:\n            type: string\n{described}"
        )
    };
    check("a.yaml", &events(""), &events(&format!("            description: '{}'\n", spoken.replace('\'', "''"))));
    let flow = |words: &str| {
        format!(
            "arazzo: 1.0.0\nworkflows:\n- workflowId: w\n  inputs:\n    properties:\n      webhook_url:\n        \
             description: >-\n          Called when a parcel is handed over to\n          the person that it was sent to.{words}\n"
        )
    };
    let wrapped = " Parcelway sends a POST request\n          to this URL. If the request fails, it's retried 5 \
                   times: 1, 2, 4, 8\n          and 16 minutes later.";
    check("a.yaml", &flow(""), &flow(wrapped));
    let collection = |entry: &str| {
        format!(
            "{{\"info\": {{\"schema\": \"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"}},\n \
             \"item\": [{{\"request\": {{\"url\": {{\"query\": [\n  {{\"key\": \"a\", \"description\": \"A.\"}},\n  {entry}]}}}}}}]}}\n"
        )
    };
    for (old, new) in [
        (
            r#"{"key": "callback_url", "value": "x", "description": "Called when a parcel arrives."}"#,
            format!(
                r#"{{"key": "callback_url", "value": "x", "description": "Called when a parcel arrives. {spoken}"}}"#
            ),
        ),
        (
            r#"{"key": "callback_url", "description": {"content": "Called when a parcel arrives.", "type": "text/plain"}}"#,
            format!(
                r#"{{"key": "callback_url", "description": {{"content": "Called when a parcel arrives. {spoken}", "type": "text/plain"}}}}"#
            ),
        ),
        (
            r#"{"key": "callback_url", "value": "x"}"#,
            format!(r#"{{"key": "callback_url", "description": "{spoken}", "value": "x"}}"#),
        ),
    ] {
        check("a.json", &collection(old), &collection(&new));
    }
    let (_, fixes) =
        fixed_with("a.json", &collection(r#"{"key": "callback_url", "description": null}"#), &house(), false);
    assert_eq!((fixes.edits.len(), fixes.left.len()), (0, 1));
}
