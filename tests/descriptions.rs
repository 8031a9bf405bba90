//! What the reader makes of AsyncAPI, Arazzo, JSON Schema, Kubernetes and Postman: places, names, directions, references,
//! and what is no place at all. Whole documents of each are in `tests/fixtures`.

#[path = "support/reading.rs"]
mod reading;

use reading::{at, names, pointers, problems, read_files, words};
use whocalls::field::{Role, Setting, Usage};
use whocalls::input::{ProblemKind, Reading};

const REQUEST: Usage = Usage { request: true, response: false, payload: false };
const RESPONSE: Usage = Usage { request: false, response: true, payload: false };
const PAYLOAD: Usage = Usage { request: false, response: false, payload: true };

/// A schema with one property of this name.
fn holding(name: &str) -> String {
    format!("{{type: object, properties: {{{name}: {{type: string}}}}}}")
}

fn usage_of(reading: &Reading, name: &str) -> Usage {
    let found = reading.candidates.iter().find(|candidate| candidate.name == name);
    found.unwrap_or_else(|| panic!("{name} is not among {:?}", names(reading))).usage
}

mod asyncapi {
    use super::*;

    #[test]
    fn clients_of_version_2_publish_what_the_application_receives() {
        let text = format!(
            "asyncapi: 2.6.0\nchannels:\n  a/b:\n    publish: {{operationId: in, message: {{payload: {}}}}}\n    \
             subscribe: {{message: {{oneOf: [{{headers: {}}}, {{payload: {}}}]}}}}\n",
            holding("p1"),
            holding("p2"),
            holding("p3"),
        );
        let reading = read_files(&[("a.yaml", &text)]);
        assert_eq!(names(&reading), ["p1", "p2", "p3"]);
        assert_eq!(usage_of(&reading, "p1"), REQUEST);
        assert_eq!(usage_of(&reading, "p2"), PAYLOAD);
        assert_eq!(usage_of(&reading, "p3"), PAYLOAD);
        let field = at(&reading, "/channels/a~1b/publish/message/payload/properties/p1");
        assert_eq!((field.operations[0].method.as_str(), field.operations[0].path.as_str()), ("PUBLISH", "a/b"));
        assert_eq!(field.owners, ["in", "b"]);
        assert_eq!((field.info.format, field.setting), ("asyncapi", Setting::Property));
    }

    #[test]
    fn messages_of_version_3_go_where_operations_say() {
        let text = format!(
            "asyncapi: 3.0.0
info: {{title: Orders API}}
channels:
  c:
    address: orders
    description: About orders.
    messages:
      M1: {{payload: {}}}
      M2: {{$ref: '#/components/messages/M2'}}
  d: {{messages: {{M3: {{payload: {{schemaFormat: application/schema+json, schema: {}}}}}}}}}
  e: {{messages: {{M4: {{payload: {}}}}}}}
  f: {{messages: {{M5: {{$ref: '#/components/messages/M5'}}}}}}
operations:
  take:
    action: receive
    summary: Take it.
    channel: {{$ref: '#/channels/c'}}
    messages: [{{$ref: '#/channels/c/messages/M1'}}]
    reply: {{channel: {{$ref: '#/channels/d'}}}}
  tell: {{action: send, channel: {{$ref: '#/channels/e'}}}}
  ask: {{action: send, channel: {{$ref: '#/channels/f'}}, reply: {{messages: []}}}}
components:
  messages: {{M2: {{payload: {}}}, M5: {{payload: {{$ref: '#/components/schemas/S'}}}}}}
  schemas: {{S: {{schemaFormat: application/schema+json, schema: {}}}}}
",
            holding("p1"),
            holding("p3"),
            holding("p4"),
            holding("p2"),
            holding("p5"),
        );
        let reading = read_files(&[("a.yaml", &text)]);
        assert_eq!(names(&reading), ["p1", "p3", "p4", "p2", "p5"]);
        assert_eq!(usage_of(&reading, "p5"), REQUEST, "who waits for a reply asks");
        assert_eq!(usage_of(&reading, "p1"), REQUEST);
        assert_eq!(usage_of(&reading, "p2"), Usage::default(), "no operation sends it");
        assert_eq!(usage_of(&reading, "p3"), RESPONSE);
        assert_eq!(usage_of(&reading, "p4"), PAYLOAD);
        let field = at(&reading, "/channels/c/messages/M1/payload/properties/p1");
        assert_eq!(field.owners, ["M1"]);
        assert_eq!((field.operations[0].method.as_str(), field.operations[0].path.as_str()), ("RECEIVE", "orders"));
        assert_eq!(field.info.title.as_deref(), Some("Orders API"));
        assert_eq!(field.nearby.iter().map(|text| text.decoded.as_str()).collect::<Vec<_>>(), ["Take it."]);
    }

    #[test]
    fn variables_parameters_and_bindings_are_places() {
        let reading = read_files(&[(
            "a.yaml",
            "asyncapi: 3.0.0
servers:
  s: {host: '{v1}', variables: {v1: {description: One., enum: [a]}, v2: {$ref: '#/components/serverVariables/v3'}}}
channels:
  c:
    address: '{v4}/x/{v5}'
    parameters: {v4: {description: Four.}, v5: {description: Five.}}
    bindings: {ws: {method: GET, query: {type: object, properties: {v6: {type: string}}}}}
components:
  serverVariables: {v3: {description: Three.}}
  operationBindings: {b: {x-own: {type: string, description: Seven.}, http: {method: POST}}}
",
        )]);
        assert_eq!(names(&reading), ["v1", "v4", "v5", "query", "v6", "v3", "x-own"]);
        let settings: Vec<Setting> = reading.candidates.iter().map(|candidate| candidate.setting).collect();
        assert_eq!(settings[..3], [Setting::Parameter, Setting::Parameter, Setting::PathParameter]);
        assert_eq!(words(at(&reading, "/components/operationBindings/b/x-own")), ["Seven."]);
    }

    #[test]
    fn a_variable_of_another_file_has_the_words_that_stand_there() {
        let reading = read_files(&[
            ("a.yaml", "asyncapi: 3.0.0\nservers: {s: {variables: {v: {$ref: 'common/v.yaml#/one'}}}}\n"),
            ("common/v.yaml", "one: {description: One.}\n"),
        ]);
        assert_eq!(words(at(&reading, "/servers/s/variables/v")), ["One."]);
    }

    #[test]
    fn files_refer_to_each_other() {
        let reading = read_files(&[
            (
                "api/asyncapi.yaml",
                "asyncapi: 3.0.0\ninfo: {title: Orders}\nchannels: {c: {messages: {m: {$ref: '../messages.yaml#/M'}}}}\n\
                 operations: {o: {action: receive, channel: {$ref: '#/channels/c'}}}\n",
            ),
            ("messages.yaml", "M: {payload: {$ref: './schemas/Order.json'}}\n"),
            (
                "schemas/Order.json",
                r#"{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"url": {"type": "string"}}}"#,
            ),
            ("lone.yaml", &format!("name: m\npayload: {}\n", holding("lone"))),
        ]);
        assert_eq!(pointers(&reading), ["/properties/url", "/payload/properties/lone"]);
        assert_eq!(reading.candidates[0].usage, REQUEST);
        assert_eq!(reading.candidates[0].info.title.as_deref(), Some("Orders"));
        assert_eq!(problems(&reading), []);
    }

    #[test]
    fn what_leads_nowhere_and_what_leads_in_circles_is_told() {
        let reading = read_files(&[(
            "a.yaml",
            "asyncapi: 3.0.0
channels: {c: {messages: {m: {$ref: '#/components/messages/none'}}}}
components: {messages: {a: {$ref: '#/components/messages/b'}, b: {$ref: '#/components/messages/a'}}}
",
        )]);
        assert_eq!(problems(&reading), [ProblemKind::UnresolvedReference, ProblemKind::CyclicReference]);
    }
}

mod arazzo {
    use super::*;

    #[test]
    fn inputs_are_requests_and_parameters_count_only_with_words() {
        let reading = read_files(&[(
            "a.yaml",
            "arazzo: 1.0.0
info: {title: Sign in}
workflows:
- workflowId: w
  description: Signs in.
  inputs: {type: object, properties: {i1: {type: string}}, allOf: [{$ref: '#/components/inputs/c'}]}
  steps:
  - stepId: s
    parameters: [{name: p1, in: query, value: 1}, {name: p2, in: header, value: 1, description: Two.}, {reference: $a}]
    requestBody: {payload: {properties: {p3: {type: string}}}}
    interaction: {inputSchema: {properties: {p4: {type: string}}}}
components:
  inputs: {c: {properties: {i2: {type: string}}}}
  parameters: {q: {name: p5, in: query, value: 1, description: Five.}}
",
        )]);
        assert_eq!(names(&reading), ["i1", "p2", "p4", "i2", "p5"]);
        assert_eq!(usage_of(&reading, "i1"), REQUEST);
        assert_eq!(usage_of(&reading, "i2"), REQUEST);
        let field = at(&reading, "/workflows/0/inputs/properties/i1");
        assert_eq!((field.owners.join(" "), field.info.title.as_deref()), ("w".to_owned(), None));
        assert_eq!(field.nearby[0].decoded, "Signs in.");
        assert_eq!(at(&reading, "/workflows/0/steps/0/parameters/1").setting, Setting::RequestHeader);
    }
}

mod schemas {
    use super::*;

    #[test]
    fn a_schema_says_that_it_is_one() {
        for text in [
            r#"{"$schema": "http://json-schema.org/draft-04/schema#", "definitions": {"A": {"properties": {"p": {}}}}}"#,
            r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {"A": {"properties": {"p": {}}}}}"#,
            r#"{"$schema": "http://json-schema.org/schema#", "patternProperties": {"^a": {"properties": {"p": {}}}}}"#,
            r#"{"$schema": "http://json-schema.org/schema#", "additionalProperties": {"properties": {"p": {}}}}"#,
            r#"{"$schema": "http://json-schema.org/schema#", "then": {"properties": {"p": {}}}}"#,
            r#"{"$id": "https://example.com/a", "type": "object", "properties": {"p": {"type": "string"}}}"#,
            r#"{"$id": "https://example.com/a", "$defs": {"A": {"type": "object", "properties": {"p": {}}}}}"#,
        ] {
            let reading = read_files(&[("a.json", text)]);
            assert_eq!(names(&reading), ["p"], "{text}");
            let format = if text.contains("$schema") { "json-schema" } else { "fragment" };
            assert_eq!(reading.candidates[0].info.format, format, "{text}");
        }
    }

    #[test]
    fn words_in_markdown_alone_are_words() {
        let text = r#"{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {
 "a": {"markdownDescription": "In **Markdown**."}, "b": {"description": "Plain.", "markdownDescription": "Other."}}}"#;
        let reading = read_files(&[("a.json", text)]);
        assert_eq!(reading.candidates.iter().map(words).collect::<Vec<_>>(), [["In **Markdown**."], ["Plain."]]);
    }

    #[test]
    fn references_follow_identities_and_anchors() {
        let bundle = r##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.com/s/a.json",
 "properties": {
   "p1": {"$ref": "b.json#/$defs/x"}, "p2": {"$ref": "https://example.com/s/b.json#named"}, "p3": {"$ref": "/c"},
   "p4": {"$ref": "a.json#/$defs/own"}, "p5": {"$dynamicRef": "#here"}, "p6": {"$ref": "https://example.org/other"}},
 "$defs": {
   "own": {"description": "Own."},
   "here": {"$dynamicAnchor": "here", "description": "Here."},
   "b": {"$id": "b.json", "$defs": {"x": {"$ref": "#/$defs/y"}, "y": {"$anchor": "named", "description": "Inner."}}},
   "y": {"description": "Outer."},
   "c": {"$id": "/c", "description": "C."}}}"##;
        let reading = read_files(&[("bundle.json", bundle)]);
        assert_eq!(problems(&reading), []);
        let said: Vec<String> =
            reading.candidates.iter().map(|field| format!("{} {}", field.name, words(field).join(" "))).collect();
        assert_eq!(said, ["p1 Inner.", "p2 Inner.", "p3 C.", "p4 Own.", "p5 Here.", "p6 "]);
    }

    #[test]
    fn an_identity_of_another_file_is_found_where_that_file_is_read() {
        let one = r#"{"$schema": "http://json-schema.org/draft-07/schema#", "$id": "https://example.com/one.json",
 "properties": {"p": {"$ref": "https://example.com/two.json"}}}"#;
        let two = r#"{"$schema": "http://json-schema.org/draft-07/schema#", "$id": "https://example.com/two.json",
 "description": "Two.", "properties": {}}"#;
        let reading = read_files(&[("a/one.json", one), ("b/2.json", two)]);
        assert_eq!(words(&reading.candidates[0]), ["Two."]);
        assert_eq!(problems(&reading), []);
    }

    #[test]
    fn identities_and_dynamic_references_count_in_openapi_too() {
        let reading = read_files(&[(
            "a.yaml",
            "openapi: 3.1.0
components:
  schemas:
    A: {properties: {p1: {$ref: 'https://example.com/b'}, p2: {$dynamicRef: '#c'}}}
    B: {$id: 'https://example.com/b', description: Be.}
    C: {$dynamicAnchor: c, description: See.}
",
        )]);
        assert_eq!(words(at(&reading, "/components/schemas/A/properties/p1")), ["Be."]);
        assert_eq!(words(at(&reading, "/components/schemas/A/properties/p2")), ["See."]);
    }
}

mod kubernetes {
    use super::*;

    #[test]
    fn each_version_of_a_resource_has_a_schema() {
        let text = format!(
            "apiVersion: v1\nkind: Service\n---\napiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\n\
             spec:\n  names: {{kind: Notifier}}\n  validation: {{openAPIV3Schema: {}}}\n  versions:\n  - schema: \
             {{openAPIV3Schema: {{properties: {{spec: {}, status: {}}}}}}}\n  - served: false\n    schema: {{openAPIV3Schema: {}}}\n",
            holding("p1"),
            holding("p2"),
            holding("p3"),
            holding("p4"),
        );
        let reading = read_files(&[("crd.yaml", &text)]);
        assert_eq!(names(&reading), ["p1", "spec", "p2", "status", "p3"]);
        assert_eq!(usage_of(&reading, "p2"), Usage::default());
        assert_eq!(usage_of(&reading, "p3"), RESPONSE);
        let field = at(&reading, "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/p2");
        assert_eq!((field.owners.join(" "), field.info.format), ("spec Notifier".to_owned(), "kubernetes"));
    }
}

#[test]
fn a_definition_that_a_chart_writes_as_a_template_is_silence() {
    let start = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n";
    for (rest, expected) in
        [("  {{- include \"x\" . }}\n  names: [\n", &[][..]), ("  names: [\n  a:\n", &[ProblemKind::Unreadable])]
    {
        let reading = read_files(&[("templates/crd.yaml", &format!("{start}{rest}  a: {{properties: {{}}}}\n"))]);
        assert_eq!(problems(&reading), expected, "{rest}");
    }
}

mod postman {
    use super::*;

    fn collection(rest: &str) -> Reading {
        let info = r#""info": {"name": "Acme API", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}"#;
        read_files(&[("a.json", &format!("{{{info}, {rest}}}"))])
    }

    #[test]
    fn requests_document_their_parts() {
        let reading = collection(
            r#""item": [{"name": "Folder", "item": [{"name": "Make", "request": {"method": "POST", "description": "Makes.",
  "header": [{"key": "h", "description": "H."}],
  "url": {"raw": "https://example.com/a/:v?q=1", "query": [{"key": "q", "value": "https://example.com", "description": {"content": "Q."}}],
          "variable": [{"key": "v", "description": "V."}]},
  "body": {"urlencoded": [{"key": "u", "description": "U."}], "formdata": [{"key": "f", "value": "<url>", "type": "file", "description": null}]}
 }, "response": [{"originalRequest": {"url": {"query": [{"key": "r", "description": "R."}]}}}]}]}],
"variable": [{"key": "w", "description": "W."}, {"key": "x"}], "auth": {"oauth2": [{"key": "redirect_uri"}]}"#,
        );
        assert_eq!(names(&reading), ["h", "q", "v", "u", "f", "w"]);
        let settings: Vec<Setting> = reading.candidates.iter().map(|candidate| candidate.setting).collect();
        use Setting::{Parameter, PathParameter, RequestHeader};
        assert_eq!(settings, [RequestHeader, Parameter, PathParameter, Parameter, Parameter, Parameter]);
        let field = at(&reading, "/item/0/item/0/request/url/query/0");
        assert_eq!((words(field), field.texts[0].role), (vec!["Q."], Role::Description));
        assert_eq!(field.shape.samples, ["https://example.com"]);
        assert_eq!((field.usage, field.owners.join(" ")), (REQUEST, "Make a".to_owned()));
        assert_eq!((field.operations[0].method.as_str(), field.operations[0].path.as_str()), ("POST", "/a/:v"));
        assert_eq!(field.nearby[0].decoded, "Makes.");
        assert_eq!((field.info.format, field.info.title.as_deref()), ("postman", Some("Acme API")));
        let bare = at(&reading, "/item/0/item/0/request/body/formdata/0");
        assert_eq!((words(bare).len(), bare.shape.samples.len()), (0, 0));
        assert_eq!(usage_of(&reading, "w"), Usage::default());
    }

    #[test]
    fn a_request_without_any_words_documents_nothing() {
        let query = |rest: &str| format!(r#""item": [{{"name": "a", "request": {{{rest}}}}}]"#);
        let bare = r#""url": {"query": [{"key": "q"}, {"key": "p", "description": ""}]}"#;
        assert_eq!(names(&collection(&query(bare))), [""; 0]);
        let half = r#""url": {"query": [{"key": "q"}, {"key": "p", "description": "P."}]}"#;
        assert_eq!(names(&collection(&query(half))), ["q", "p"]);
        let told = format!(r#""description": "With `q`.", {half}"#);
        assert_eq!(names(&collection(&query(&told))), ["p"]);
    }

    #[test]
    fn odd_and_broken_collections_are_read_as_far_as_they_go() {
        for rest in [
            r#""item": [{"name": "a", "request": "https://example.com"}, "b", null, {"request": {"url": [], "header": "a: b"}}]"#,
            r#""item": {"request": {}}, "variable": "v", "event": 1"#,
            r#""item": [{"request": {"url": {"query": [{"key": null, "description": "x"}, {"description": "y"}, 7]}}}]"#,
        ] {
            let reading = collection(rest);
            assert_eq!((problems(&reading), reading.recognised.len()), (vec![], 1), "{rest}");
        }
        let reading = collection(r#""item": [{"request": {"url": {"query": [{"key": "q", "description": "Q."}, "#);
        assert_eq!((names(&reading), problems(&reading)), (vec!["q"], vec![ProblemKind::Unreadable]));
    }
}

#[test]
fn a_mistake_in_half_written_documents_is_told_and_what_stands_before_it_is_read() {
    for (path, text, expected) in [
        (
            "a.yaml",
            "asyncapi: 3.0.0\ncomponents:\n  schemas:\n    A: {properties: {p: {}}}\n    B: [\n    C:\n",
            &["p"][..],
        ),
        ("a.yaml", "arazzo: 1.0.0\ncomponents:\n  inputs:\n    A: {properties: {p: {}}}\n    B: [\n    C:\n", &["p"]),
        ("a.json", r#"{"asyncapi": "2.6.0", "components": {"schemas": {"A": {"properties": {"p": {}"#, &["p"]),
        ("a.json", r#"{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"p": {"type": "#, &["p"]),
        ("a.json", r#"{"$schema": "http://json-schema.org/draft-07/schema#", // a comment"#, &[]),
        ("a.json", r#"{"info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/", }"#, &[]),
        ("asyncapi.yaml", "\t: [\n", &[]),
    ] {
        let reading = read_files(&[(path, text)]);
        assert_eq!(problems(&reading), [ProblemKind::Unreadable], "{text}");
        assert_eq!(names(&reading), expected, "{text}");
    }
}

#[test]
fn nesting_without_end_is_a_problem_and_no_crash() {
    let deep = |before: &str, open: &str, close: &str, after: &str| {
        format!("{before}{}{{}}{}{after}", open.repeat(2_000), close.repeat(2_000))
    };
    let items = (r#"{"items": "#, "}");
    for text in [
        deep(r#"{"asyncapi": "3.0.0", "components": {"schemas": {"A": "#, items.0, items.1, "}}}"),
        deep(r#"{"arazzo": "1.0.0", "components": {"inputs": {"A": "#, items.0, items.1, "}}}"),
        deep(r#"{"$schema": "http://json-schema.org/schema#", "items": "#, items.0, items.1, "}"),
        deep(
            r#"{"info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/c"}, "item": ["#,
            r#"{"item": ["#,
            "]}",
            "]}",
        ),
        deep(r#"{"asyncapi": "2.0.0", "components": {"messages": {"A": "#, r#"{"oneOf": ["#, "]}", "}}}"),
    ] {
        assert_eq!(problems(&read_files(&[("a.json", &text)])), [ProblemKind::Unreadable], "{}", &text[..80]);
    }
}

#[test]
fn json_and_yaml_of_one_document_are_read_alike() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for name in ["asyncapi-orders.yaml", "asyncapi-payments.yml", "arazzo-sign-in.yaml", "settings.schema.yaml"] {
        let text = std::fs::read_to_string(folder.join(name)).expect("the fixture is there");
        let value: serde_yaml::Value = serde_yaml::from_str(&text).expect("it is YAML");
        let json = serde_json::to_string(&value).expect("it has only keys of text");
        let (yaml, json) = (read_files(&[("a.yaml", &text)]), read_files(&[("a.json", &json)]));
        assert_eq!(pointers(&yaml), pointers(&json), "{name}");
        for (one, other) in yaml.candidates.iter().zip(&json.candidates) {
            assert_eq!((words(one), one.usage), (words(other), other.usage), "{name}{}", one.pointer);
        }
    }
}
