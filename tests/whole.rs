//! The rules about whole documents: what is told once, where, and what keeps it from being told.

use whocalls::config::Settings;
use whocalls::finding::Finding;
use whocalls::lint::{lint, survey, survey_beside};
use whocalls::rulebook::checks::Group;
use whocalls::source::Source;

fn settings() -> Settings {
    Settings { rules: Settings::of_group(Group::Complete), ..Settings::default() }
}

/// The findings of a rule in a description, with the words that each stands at.
fn told(rule: &str, text: &str) -> Vec<(Finding, String)> {
    let source = Source::new("openapi.yaml", text);
    let findings = lint(std::slice::from_ref(&source), &settings());
    let of_rule = findings.into_iter().filter(|finding| finding.rules.iter().any(|known| known == rule));
    of_rule.map(|finding| (source.slice(finding.place.span).to_owned(), finding)).map(|(at, it)| (it, at)).collect()
}

/// An operation with a request body and a callback whose key is an expression.
fn with_callback(request: &str, expression: &str) -> String {
    format!(
        "openapi: 3.1.0
info: {{title: Acme}}
paths:
  /jobs/{{id}}:
    post:
{request}
      responses: {{'201': {{description: ok, headers: {{X-Hook: {{}}}}, content: {{application/json: {{schema:
        {{type: object, properties: {{hook: {{type: string}}}}}}}}}}}}}}
      callbacks:
        notice:
          '{expression}':
            post: {{summary: Sent when it is done, responses: {{'200': {{description: ok}}}}}}
components:
  schemas:
    Base: {{type: object, properties: {{base_url: {{type: string}}}}}}
    Open: {{type: object, additionalProperties: true, properties: {{a: {{type: string}}}}}}
"
    )
}

fn body(schema: &str) -> String {
    format!("      requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}")
}

#[test]
fn an_expression_dangles_only_where_nothing_can_be_there() {
    let closed = body(
        "{type: object, properties: {job: {type: object, properties: {url: {type: string}}}, urls: {type: array, items: {type: string}}}}",
    );
    let composed =
        body("{allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {own: {type: string}}}]}");
    let open = body("{$ref: '#/components/schemas/Open'}");
    let remote = body("{$ref: 'https://acme.example/a.yaml#/Job'}");
    let bare = body("{type: object}");
    let multipart =
        "      requestBody: {content: {multipart/related: {schema: {type: object, properties: {a: {type: string}}}}}}";
    let parameters = "      parameters: [{name: cb, in: query, schema: {type: string}}, {name: X-Cb, in: header, schema: {type: string}}]";
    let cases: &[(&str, &str, bool)] = &[
        (&closed, "{$request.body#/job/url}", false),
        (&closed, "{$request.body#/urls/0}", false),
        (&closed, "{$request.body}", false),
        (&closed, "{$request.body#/job.url}", true),
        (&closed, "{$request.body#/job/link}", true),
        (&closed, "{$request.body#/job/url}?id={$request.body#/nothing}", true),
        (&composed, "{$request.body#/base_url}", false),
        (&composed, "{$request.body#/own}", false),
        (&composed, "{$request.body#/other}", true),
        (&open, "{$request.body#/other}", false),
        (&remote, "{$request.body#/other}", false),
        (&bare, "{$request.body#/other}", false),
        (multipart, "{$request.body#/other}", false),
        (parameters, "{$request.query.cb}", false),
        (parameters, "{$request.query.callback}", true),
        (parameters, "{$request.header.x-cb}", false),
        (parameters, "{$request.header.Origin}", false),
        (parameters, "{$request.header.X-Other}", true),
        (parameters, "{$request.path.id}", false),
        (parameters, "{$request.path.other}", true),
        (parameters, "{$request.body#/url}", true),
        (parameters, "{$response.body#/hook}", false),
        (parameters, "{$response.body#/other}", true),
        (parameters, "{$response.header.X-Hook}", false),
        (parameters, "{$response.header.X-Other}", true),
        (parameters, "{$response.header.Location}", false),
        (parameters, "{$url}/{$method}", false),
        (parameters, "https://acme.example/{id}", false),
        (parameters, "{$requst.body#/url}", true),
    ];
    for (request, expression, dangles) in cases {
        let found = told("dangling-callback", &with_callback(request, expression));
        assert_eq!(!found.is_empty(), *dangles, "{expression} of {request}");
        for (_, at) in found {
            assert!(at.starts_with('$') && expression.contains(&at), "{at}");
        }
    }
    let found = told("dangling-callback", &with_callback(&closed, "{$request.body#/job.url}"));
    assert_eq!(found[0].0.help.as_deref(), Some("did you mean `$request.body#/job/url`?"));
}

const EXAMPLES: &str = "openapi: 3.1.0
info: {title: Acme}
paths:
  /jobs:
    post:
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Job'}
            examples:
              one: {value: {webhook_url: 'http://one.example/a', name: 'http://name.example'}}
              two: {value: {steps: [{return_url: 'http://two.example/a'}]}}
components:
  schemas:
    Job:
      type: object
      example: {webhook_url: 'http://three.example/a'}
      properties:
        name: {type: string, example: 'http://no.example/'}
        webhook_url: {type: string, format: uri, example: 'https://four.example/a', default: 'http://five.example/a'}
        steps:
          type: array
          items:
            properties:
              return_url: {type: string, format: uri, examples: ['http://six.example/a']}
";

#[test]
fn examples_are_found_beside_a_field_and_in_those_of_what_it_is_part_of() {
    let found = told("insecure-example", EXAMPLES);
    let [(finding, at)] = found.as_slice() else { panic!("it is told once: {found:?}") };
    assert_eq!(at, "http://one.example/a");
    let source = Source::new("openapi.yaml", EXAMPLES);
    let shown: Vec<&str> = finding.labels.iter().map(|label| source.slice(label.place.span)).collect();
    let expected = ["one", "two", "three", "five", "six"].map(|host| format!("http://{host}.example/a"));
    assert_eq!(shown, expected);
}

#[test]
fn yaml_and_json_have_the_same_examples() {
    let spec = r#"{"swagger": "2.0", "info": {"title": "Acme"}, "definitions": {"Job": {"type": "object", "properties":
        {"webhook_url": {"type": "string", "x-example": "https://a.example/?token=x", "description": "We POST here."}}}}}"#;
    let found = told("token-in-example", spec);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].1, "https://a.example/?token=x");
}

#[test]
fn what_is_ignored_leaves_the_others_to_be_told() {
    let one = EXAMPLES.replace(
        "      example: {webhook_url: 'http",
        "      # whocalls: ignore[insecure-example] old\n      example: {webhook_url: 'http",
    );
    assert_eq!(told("insecure-example", &one)[0].0.labels.len(), 4);
    let all = format!("# whocalls: ignore-file[insecure-example] all of them\n{EXAMPLES}");
    assert!(told("insecure-example", &all).is_empty());
    let survey = survey(&[Source::new("openapi.yaml", all)], &settings());
    let quiet = survey.findings().into_iter().find(|finding| finding.rules == ["insecure-example"]);
    let why = quiet.and_then(|finding| finding.suppressed.clone()).expect("it is there, and is not told");
    assert_eq!(why.reason.as_deref(), Some("all of them"));
    assert!(survey.findings().iter().all(|finding| finding.rules != ["unused-ignore"]));
}

#[test]
fn the_words_of_a_field_s_callback_are_asked_of_the_field_alone() {
    let request = body("{type: object, properties: {callback_url: {type: string, description: A URL.}}}");
    let spec = with_callback(&request, "{$request.body#/callback_url}").replace("Sent when it is done", "A call");
    assert!(told("delivery-trigger", &spec).is_empty() && told("delivery-failure", &spec).is_empty());
    let lone = spec.replace("{$request.body#/callback_url}", "https://acme.example/in");
    assert_eq!(told("delivery-trigger", &lone).len(), 1);
    assert_eq!(told("delivery-failure", &lone)[0].1, "Acme", "it goes with what the document leaves unsaid");
}

#[test]
fn a_signature_is_missed_once() {
    let description =
        with_callback(&body("{type: object, properties: {hook: {type: string}}}"), "{$request.body#/hook}");
    let only = |rules: &[&str]| {
        let rules = rules.iter().map(|rule| (*rule).to_owned()).collect();
        let settings = Settings { rules, ..Settings::default() };
        let findings = lint(&[Source::new("openapi.yaml", description.as_str())], &settings);
        findings.into_iter().flat_map(|finding| finding.rules).collect::<Vec<_>>()
    };
    assert_eq!(only(&["delivery-signature"]), ["delivery-signature"]);
    assert_eq!(only(&["delivery-signature", "missing-signature"]), ["missing-signature"]);
}

/// A description whose operations, two callbacks or webhooks, leave out what is asked.
const REQUESTS: &str = "openapi: 3.1.0
info: {title: Acme}
webhooks:
  data:
    post: {summary: Some data}
  other:
    post: {summary: Other data}
";

#[test]
fn all_that_requests_leave_out_is_one_finding_of_which_each_part_can_be_ignored() {
    let rules = |text: &str| {
        let found = told("delivery-body", text);
        found.into_iter().map(|(finding, _)| (finding.rules, finding.labels.len())).collect::<Vec<_>>()
    };
    let all = ["delivery-trigger", "delivery-failure", "delivery-response", "delivery-body", "delivery-signature"];
    let all = all.map(str::to_owned).to_vec();
    assert_eq!(rules(REQUESTS), [(all.clone(), 2)]);
    let (finding, _) = told("delivery-body", REQUESTS).remove(0);
    assert!(finding.message.starts_with("callback or webhook operations do not say on which event"), "{finding:?}");
    assert!(finding.labels[0].text.starts_with("`data` does not say when it is sent, sent once"), "{finding:?}");

    let first = REQUESTS
        .replace("    post: {summary: Some", "    # whocalls: ignore[delivery-body] empty\n    post: {summary: Some");
    assert_eq!(rules(&first), [(all.clone(), 2)], "the other one has none either");
    let both = first
        .replace("    post: {summary: Other", "    # whocalls: ignore[delivery-body] empty\n    post: {summary: Other");
    assert!(rules(&both).is_empty());
    assert_eq!(told("delivery-trigger", &both)[0].0.rules.len(), 4);
    assert!(told("unused-ignore", &both).is_empty());
}

#[test]
fn what_is_known_of_requests_stays_known_when_one_is_mended() {
    let known = {
        let sources = [Source::new("openapi.yaml", REQUESTS)];
        survey(&sources, &settings()).known(&sources, "known", false)
    };
    let mended = REQUESTS
        .replace("{summary: Some data}", "{summary: Sent when it is done, responses: {'200': {description: ok}}}");
    for text in [REQUESTS, &mended] {
        let sources = [Source::new("openapi.yaml", text)];
        let survey = survey_beside(&sources, &settings(), &[&known]);
        assert!(survey.findings().iter().all(|finding| finding.suppressed.is_some()), "{text}");
    }
}

#[test]
fn a_webhook_url_is_to_be_linked_where_others_like_it_are() {
    let with = |field: &str| {
        let spec = with_callback(
            &body("{type: object, properties: {callback_url: {type: string}}}"),
            "{$request.body#/callback_url}",
        );
        let operation = format!(
            "  /other:
    post:
      requestBody: {{content: {{application/json: {{schema: {{type: object, properties: {{{field}}}}}}}}}}}
      responses: {{}}
components:"
        );
        told("unlinked-webhook", &spec.replace("components:", &operation)).len()
    };
    assert_eq!(with("callback_url: {type: string, format: uri, description: We POST here.}"), 1);
    assert_eq!(
        with("webhook_url: {type: string, format: uri, description: We POST here.}"),
        0,
        "nothing there is linked"
    );
    assert_eq!(with("all: {type: array, items: {type: object, properties: {callback_url: {type: string}}}}"), 0);
}

#[test]
fn the_example_of_any_url_is_not_one_of_a_callback() {
    let with = |definition: &str| {
        let spec = format!(
            "openapi: 3.1.0
info: {{title: Acme}}
components:
  schemas:
    {definition}: {{type: string, format: uri, example: 'http://www.acme.example/label'}}
    Job: {{type: object, properties: {{webhook_url: {{$ref: '#/components/schemas/{definition}'}}}}}}
"
        );
        told("insecure-example", &spec).len()
    };
    assert_eq!((with("HttpUrl"), with("uri"), with("WebhookUrl"), with("HookTarget")), (0, 0, 1, 1));
}
