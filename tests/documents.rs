//! What is asked of whole documents, in every format that describes fields: by which words and which structure they are
//! heard, what takes a field out, and what `explain` shows of it.

use std::path::Path;
use whocalls::config::Settings;
use whocalls::finding::Severity;
use whocalls::lint::{lint, survey};
use whocalls::rulebook::checks::{self, Group};
use whocalls::source::Source;

#[path = "support/folder.rs"]
mod folder;

use folder::{empty, run, write};

const SIGNATURE: &str = "missing-signature";
const SIGNED: &str = "Each webhook carries an HMAC of its body.";

fn settings() -> Settings {
    Settings { rules: Settings::of_group(Group::Complete), ..Settings::default() }
}

/// Where a rule is broken, as lines of the first of some files.
fn lines_of(rule: &str, files: &[(&str, &str)]) -> Vec<usize> {
    let sources: Vec<Source> = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
    let found = lint(&sources, &settings());
    let told = found.iter().filter(|finding| finding.rules.iter().any(|of| of == rule));
    told.map(|finding| sources[finding.place.file].position(finding.place.span.start as usize).line).collect()
}

fn breaks(rule: &str, name: &str, text: &str) -> bool {
    !lines_of(rule, &[(name, text)]).is_empty()
}

/// A document of each format with a webhook URL, in which `@` stands for words that speak of it.
const FORMATS: [(&str, &str); 12] = [
    (
        "a.yaml",
        "openapi: 3.1.0\ninfo: {title: A, description: @}\npaths: {/s: {post: {parameters: [{name: webhook_url, in: query, schema: {type: string}}]}}}\n",
    ),
    (
        "a.yaml",
        "swagger: '2.0'\ninfo: {title: A}\ntags: [{name: Webhooks, description: @}]\npaths: {/s: {post: {parameters: [{name: webhook_url, in: query, type: string}]}}}\n",
    ),
    (
        "a.yaml",
        "asyncapi: 3.0.0\ninfo: {title: A, description: @}\nchannels: {c: {messages: {m: {payload: {properties: {webhook_url: {type: string}}}}}}}\noperations: {o: {action: receive, channel: {$ref: '#/channels/c'}}}\n",
    ),
    (
        "a.yaml",
        "asyncapi: 3.0.0\ninfo: {title: A}\nchannels: {c: {description: @, messages: {m: {payload: {properties: {webhook_url: {type: string}}}}}}}\n",
    ),
    (
        "a.yaml",
        "asyncapi: 3.0.0\ninfo: {title: A}\nchannels: {c: {messages: {m: {payload: {properties: {webhook_url: {type: string}}}}}}}\noperations: {o: {action: receive, summary: @, channel: {$ref: '#/channels/c'}}}\n",
    ),
    (
        "a.yaml",
        "asyncapi: 2.6.0\ninfo: {title: A}\nchannels: {c: {publish: {message: {description: @, payload: {properties: {webhook_url: {type: string}}}}}}}\n",
    ),
    (
        "a.yaml",
        "asyncapi: 2.6.0\ninfo: {title: A}\nchannels: {c: {publish: {message: {payload: {properties: {webhook_url: {type: string}}}}}}}\ncomponents: {securitySchemes: {s: {type: httpApiKey, description: @}}}\n",
    ),
    (
        "a.json",
        r#"{"info": {"name": "A", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [{"name": "Hooks", "item": [{"name": "Add", "request": {"method": "POST", "description": {"content": @, "type": "text/markdown"}, "body": {"mode": "urlencoded", "urlencoded": [{"key": "webhook_url", "description": "We POST scans to your webhook."}]}}}]}]}"#,
    ),
    (
        "a.json",
        r#"{"info": {"name": "A", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [{"name": "Webhooks", "description": @, "item": [{"name": "Add", "request": {"method": "POST", "body": {"mode": "urlencoded", "urlencoded": [{"key": "webhook_url", "description": "We POST scans to your webhook."}]}}}]}]}"#,
    ),
    (
        "a.json",
        r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A", "$comment": @, "properties": {"webhook_url": {"type": "string"}}}"#,
    ),
    (
        "a.yaml",
        "arazzo: 1.0.0\ninfo: {title: A, description: @}\nworkflows: [{workflowId: w, inputs: {type: object, properties: {webhook_url: {type: string}}}, steps: []}]\n",
    ),
    (
        "a.yaml",
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: hooks}\nspec: {names: {kind: Hook}, versions: [{name: v1, schema: {openAPIV3Schema: {type: object, description: @, properties: {spec: {type: object, properties: {webhook_url: {type: string}}}}}}}]}\n",
    ),
];

#[test]
fn every_format_is_asked_and_its_words_count() {
    for (name, text) in FORMATS {
        let with = |words: &str| text.replace('@', &format!("{words:?}"));
        assert!(breaks(SIGNATURE, name, &with("Some words.")), "{text}");
        assert!(!breaks(SIGNATURE, name, &with(SIGNED)), "{text}");
    }
}

#[test]
fn what_is_sent_by_http_in_asyncapi_is_a_call() {
    let text = "asyncapi: 3.0.0\ninfo: {title: A}\ndefaultContentType: application/json\nservers: {s: {host: example.com, protocol: https}}\nchannels:\n  in: {messages: {m: {payload: {properties: {webhook_url: {type: string}}}}}}\n  out: {messages: {m: {headers: {type: object, properties: {X-Parcelway-Signature: {type: string}}}, payload: {type: object}}}}\noperations:\n  sent: {action: send, channel: {$ref: '#/channels/out'}}\n";
    assert!(!breaks(SIGNATURE, "a.yaml", text) && !breaks("missing-payload", "a.yaml", text));
    let by_broker = text.replace("protocol: https", "protocol: kafka");
    assert!(breaks(SIGNATURE, "a.yaml", &by_broker) && breaks("missing-payload", "a.yaml", &by_broker));
}

#[test]
fn examples_are_looked_at_in_every_format() {
    let schema = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"webhook_url": {"type": "string", "examples": ["http://example.com/hook"]}}}"#;
    let collection = r#"{"info": {"name": "A", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [{"name": "Add", "request": {"method": "POST", "body": {"mode": "urlencoded", "urlencoded": [{"key": "webhook_url", "value": "http://example.com/hook", "description": "We POST scans to your webhook."}]}}}]}"#;
    for text in [schema, collection] {
        assert!(breaks("insecure-example", "a.json", text), "{text}");
        assert!(!breaks("insecure-example", "a.json", &text.replace("http://example", "https://example")), "{text}");
    }
}

#[test]
fn a_schema_that_another_file_refers_to_is_a_piece_of_it() {
    let whole = "openapi: 3.1.0\ninfo: {title: A, description: WORDS}\npaths: {/s: {post: {requestBody: {content: {application/json: {schema: {$ref: s.json}}}}}}}\n";
    let schema = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "S", "properties": {"webhook_url": {"type": "string"}}}"#;
    let lines = |words: &str| lines_of(SIGNATURE, &[("a.yaml", &whole.replace("WORDS", words)), ("s.json", schema)]);
    assert_eq!(lines("Parcels."), [2], "it is told at the description");
    assert_eq!(lines(SIGNED), [0; 0]);
    // What the piece says counts for the description.
    let speaking = schema.replace(
        "{\"type\": \"string\"}",
        &format!("{{\"type\": \"string\"}}, \"x\": {{\"description\": {SIGNED:?}}}"),
    );
    assert_eq!(lines_of(SIGNATURE, &[("a.yaml", whole), ("s.json", &speaking)]), [0; 0]);
}

fn spec(properties: &str, more: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo:\n  title: Parcelway\n  version: '1'\npaths:\n  /parcels:\n    post:\n      requestBody:\n        \
         content:\n          application/json:\n            schema:\n              properties:\n{properties}{more}"
    )
}

const FIRST: &str = "                webhook_url: {type: string}\n";
const SECOND: &str = "                status_webhook_url: {type: string}\n";
const IGNORED: &str = " # whocalls: ignore[missing-signature] ours\n";

#[test]
fn a_field_that_is_to_be_ignored_is_taken_out() {
    let ignored = |line: &str| line.replace('\n', IGNORED);
    let both = spec(&format!("{FIRST}{SECOND}"), "");
    let one = spec(&format!("{}{SECOND}", ignored(FIRST)), "");
    let none = spec(&format!("{}{}", ignored(FIRST), ignored(SECOND)), "");
    let labels = |text: &str| {
        let sources = [Source::new("a.yaml", text)];
        let only = Settings { rules: [SIGNATURE.to_owned(), "unused-ignore".to_owned()].into(), ..settings() };
        let survey = survey(&sources, &only);
        assert!(survey.of_files().all(|finding| finding.rules == [SIGNATURE]), "no request is unused: {text}");
        let told = survey.documents.into_iter().map(|finding| {
            let lines = finding.labels.iter().map(|label| sources[0].position(label.place.span.start as usize).line);
            (lines.collect::<Vec<_>>(), finding.suppressed.and_then(|suppression| suppression.reason))
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(labels(&both), [(vec![13, 14], None)]);
    assert_eq!(labels(&one), [(vec![14], None)]);
    assert_eq!(labels(&none), [(vec![13, 14], Some("ours".to_owned()))]);
    let by_key = "                webhook_url: {type: string, x-whocalls-ignore: [missing-signature]}\n";
    assert_eq!(labels(&spec(&format!("{by_key}{SECOND}"), "")), [(vec![14], None)]);
    let beside = "                webhook_url: {type: string}\n                webhook_url.x-whocalls-ignore: [missing-signature]\n";
    assert_eq!(labels(&spec(&format!("{beside}{SECOND}"), "")), [(vec![15], None)]);
}

#[test]
fn a_page_is_told_at_the_first_field_that_is_left() {
    let row = |name: &str, more: &str| format!("| `{name}` | The URL that we POST to. {more} |\n");
    let page = |more: &str| {
        let rows = format!("{}{}", row("webhook_url", more), row("status_webhook_url", ""));
        format!("# Webhooks\n\n| name | description |\n|---|---|\n{rows}")
    };
    let line = |text: &str| {
        let source = Source::new("a.md", text);
        let found =
            lint(std::slice::from_ref(&source), &Settings { rules: [SIGNATURE.to_owned()].into(), ..settings() });
        found.iter().map(|finding| source.position(finding.place.span.start as usize).line).collect::<Vec<_>>()
    };
    assert_eq!(line(&page("")), [5]);
    assert_eq!(line(&page("<!-- whocalls: ignore[missing-signature] -->")), [6]);
}

#[test]
fn the_beginning_and_the_info_speak_of_the_whole_document() {
    let text = spec(FIRST, "");
    let untitled = text.replace("  title: Parcelway\n", "");
    for text in [&text, &untitled] {
        assert!(breaks(SIGNATURE, "a.yaml", text));
        let above = format!("# whocalls: ignore[missing-signature]\n{text}");
        let info = text.replace("info:\n", &format!("info:{IGNORED}"));
        let version = text.replace("version: '1'\n", &format!("version: '1'{IGNORED}"));
        assert!(!breaks(SIGNATURE, "a.yaml", &above) && !breaks(SIGNATURE, "a.yaml", &info));
        assert!(breaks(SIGNATURE, "a.yaml", &version) && breaks("unused-ignore", "a.yaml", &version));
    }
}

#[test]
fn documents_of_one_file_are_asked_each() {
    let (first, second) = (spec(FIRST, ""), spec(FIRST, ""));
    let said = first.replace("version: '1'\n", &format!("description: {SIGNED}\n"));
    let lines = |first: &str, second: &str| lines_of(SIGNATURE, &[("a.yaml", &format!("{first}---\n{second}"))]);
    assert_eq!(lines(&first, &second), [3, 17]);
    assert_eq!(lines(&said, &second), [17]);
    assert_eq!(lines(&first, &said), [3]);
    assert_eq!(lines(&first.replace("title: Parcelway\n", &format!("title: Parcelway{IGNORED}")), &second), [17]);
}

#[test]
fn a_finding_counts_for_what_each_of_its_rules_does() {
    let text = spec(FIRST, "");
    let severities = [(SIGNATURE.to_owned(), Severity::Error), ("missing-caller".to_owned(), Severity::Info)].into();
    let found = lint(&[Source::new("a.yaml", text)], &Settings { severities, ..settings() });
    assert!(found.len() > 3, "{found:?}");
    let settings = Settings { severities: [(SIGNATURE.to_owned(), Severity::Error)].into(), ..settings() };
    for finding in &found {
        for rule in &finding.rules {
            let own = match rule.as_str() {
                "missing-caller" => Severity::Info,
                rule => settings.severity(checks::find(rule).expect("it is built in")),
            };
            assert_eq!(finding.severity, own, "{rule}");
        }
    }
}

/// A webhook with this in its operation, and this at the end of the document.
fn hooked(operation: &str, more: &str) -> String {
    let webhooks = format!(
        "webhooks:\n  scan:\n    post:\n      summary: Sent when a parcel is scanned.\n      responses: {{'204': {{description: ok}}}}\n{operation}{more}"
    );
    spec(FIRST, &webhooks)
}

#[test]
fn the_words_and_the_structure_say_one_thing_of_a_signature() {
    let header = |name: &str| format!("      parameters: [{{name: {name}, in: header, schema: {{type: string}}}}]\n");
    let scheme = "components: {securitySchemes: {sig: {type: apiKey, in: header, name: X-Proof}}}\n";
    let cases = [
        (hooked("", ""), false),
        (hooked(&header("X-Request-Id"), ""), false),
        (hooked(&header("X-Unique-Key"), ""), false),
        (hooked("      security: []\n", scheme), false),
        (hooked("      security: [{sig: []}]\n", scheme), true),
        (hooked(&header("Authorization"), ""), true),
        (hooked(&header("X-Parcelway-Token"), ""), true),
        (hooked("", "components: {securitySchemes: {webhookKey: {type: apiKey, in: header, name: X-Key}}}\n"), true),
        (hooked("", &format!("tags: [{{name: Hooks, description: {SIGNED}}}]\n")), true),
        (hooked("", "x-notes: {description: Regenerate the signing secret of webhooks here.}\n"), true),
    ];
    for (text, is_said) in cases {
        assert_eq!(!breaks(SIGNATURE, "a.yaml", &text), is_said, "{text}");
        assert!(!breaks("delivery-signature", "a.yaml", &text), "the topic tells it already: {text}");
        // Where no field is asked for the topic, the operations are.
        let only = Settings { rules: ["delivery-signature".to_owned()].into(), ..settings() };
        let fieldless = text.replace("webhook_url", "colour");
        assert_eq!(lint(&[Source::new("a.yaml", fieldless)], &only).is_empty(), is_said, "{text}");
        assert_eq!(lint(&[Source::new("a.yaml", text.as_str())], &only).is_empty(), is_said, "{text}");
    }
}

const RULE: &str = include_str!("../rules/checks/missing-failure.yaml");

#[test]
fn a_rule_of_the_house_has_clauses_for_its_own_kinds_alone() {
    let clause = RULE.find("clause:").expect("it has one");
    let rest = RULE[clause..].lines().skip(1).take_while(|line| line.starts_with(' ')).collect::<Vec<_>>();
    let webhook = rest.iter().position(|line| line.starts_with("  redirect:")).expect("it is asked of redirects too");
    let all = format!("clause:\n{}\n", rest.join("\n"));
    let only = RULE.replace(&all, &format!("clause:\n{}\n", rest[..webhook].join("\n")));
    assert!(only.len() < RULE.len());
    let kinds = RULE.lines().find(|line| line.starts_with("kinds:")).expect("it has some");
    assert!(checks::parse("a.yaml", &only.replace(kinds, "kinds: [webhook]")).is_ok());
    let wrong = checks::parse("a.yaml", &only).expect_err("it is asked of redirects");
    assert_eq!(wrong.message, "`clause` has nothing for `redirect`, and `kinds` has `redirect`");
    assert_eq!(only.lines().nth(wrong.line - 1), Some("clause:"));
}

#[test]
fn explain_shows_what_a_document_says_and_what_it_is_not_asked() {
    let folder = empty("documents-explained");
    let text = spec(FIRST, "").replace("version: '1'\n", &format!("description: {SIGNED}\n"));
    write(&folder, "a.yaml", &text);
    write(&folder, "hooks.md", "# Order\n\nWebhooks may arrive in any order.\n");
    write(&folder, "whocalls.yaml", "select: [recommended]\npolicy: [{file: hooks.md, facts: [ordering]}]\n");
    let (code, out, errors) = run(&folder, &["explain", "a.yaml"]);
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    let line = |rule: &str| out.lines().find(|line| line.contains(rule)).unwrap_or_default().trim().to_owned();
    assert!(out.starts_with("a.yaml:3:10: the document `Parcelway`\n\nIts webhook URLs: `webhook_url`\n"), "{out}");
    assert_eq!(line(SIGNATURE), "✓ missing-signature          \"HMAC\" at a.yaml:4:40");
    assert!(line("missing-duplicates").starts_with("✗ missing-duplicates"), "{out}");
    assert!(line("missing-ordering").ends_with(", by the policy (group complete, not asked)"), "{out}");
    assert!(line("missing-state").ends_with(": it has no redirect URL after a sign-in"), "{out}");
    let field = run(&folder, &["explain", "a.yaml#webhook_url"]).1;
    assert!(field.contains("\nWhat its document says\n") && field.contains("\"HMAC\" at a.yaml:4:40"), "{field}");
    assert!(!field.contains("missing-timeout"), "what is neither said nor asked is left out: {field}");
}

#[test]
fn a_policy_speaks_for_topics_and_is_named_where_it_does_not() {
    let folder = empty("documents-policy");
    write(&folder, "a.yaml", spec(FIRST, ""));
    write(&folder, "hooks.md", format!("# Signing\n\n{SIGNED}\n\n# Order\n\nWebhooks may arrive in any order.\n"));
    let run_with = |policy: &str| {
        write(
            &folder,
            "whocalls.yaml",
            format!("select: [missing-signature, missing-timeout]\npolicy: [{{{policy}}}]\n"),
        );
        run(&folder, &["a.yaml"])
    };
    let (code, out, errors) = run_with("file: hooks.md, heading: Signing, facts: [signature]");
    assert!(code == 0 && !out.contains(SIGNATURE) && errors.is_empty(), "{out}{errors}");
    assert!(out.contains("looked for in the document and in the section `Signing` of `hooks.md`"), "{out}");
    // A section is heard only for what it is named for.
    assert!(run_with("file: hooks.md, facts: [ordering]").1.contains(SIGNATURE));
    assert!(!run_with("file: hooks.md").1.contains(SIGNATURE));
    let (code, _, errors) = run_with("file: hooks.md, heading: Order, facts: [signature]");
    assert!(code == 2 && errors.contains("does not say how a receiver knows that a call is genuine"), "{errors}");
    let (code, _, errors) = run_with("file: hooks.md, facts: [missing-signature]");
    assert!(code == 2 && errors.contains("did you mean `signature`?"), "{errors}");
    let shown = run_with("file: hooks.md").0;
    assert_eq!(shown, 0, "what is left is worth knowing");
    let settings = run(&folder, &["--show-settings", "a.yaml"]).1;
    assert!(settings.contains("- signature ") && settings.contains("- ordering "), "{settings}");
}

#[test]
fn what_is_about_a_document_without_a_title_is_named_so() {
    let folder = empty("documents-untitled");
    let untitled = spec(FIRST, "").replace("  title: Parcelway\n", "");
    write(&folder, "a.yaml", &untitled);
    let flags = ["--isolated", "--select", SIGNATURE];
    run(&folder, &[&flags[..], &["--write-baseline", "known.yaml"]].concat());
    write(&folder, "a.yaml", untitled.replace("version: '1'\n", &format!("description: {SIGNED}\n")));
    let strict = [&flags[..], &["--baseline", "known.yaml", "--strict-baseline"]].concat();
    let (code, _, errors) = run(&folder, &strict);
    let message = "the document of `a.yaml` no longer breaks `missing-signature`, as the baseline says";
    assert!(code == 1 && errors.contains(message), "{errors}");
    assert!(Path::new(&folder).join("known.yaml").is_file());
}
