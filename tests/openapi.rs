//! What the OpenAPI reader makes of small descriptions, each written for one thing that it must see or leave alone.

#[path = "support/reading.rs"]
mod reading;

use reading::{at, names, pointers, problems, read_files, words};
use whocalls::field::{Role, Setting};
use whocalls::input::{ProblemKind, Reading, read};
use whocalls::source::Source;

fn read_one(text: &str) -> Reading {
    read_files(&[("api.yaml", text)])
}

/// Reads components with these schemas, each line of which is indented as it stands below `schemas:`.
fn read_schemas(schemas: &str) -> Reading {
    read_one(&format!("openapi: 3.1.0\ncomponents:\n  schemas:\n{schemas}"))
}

mod formats {
    use super::*;

    #[test]
    fn openapi_3_in_yaml() {
        let reading = read_one(
            "openapi: 3.0.3
info: {title: Payments}
paths:
  /payouts:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                callback_url: {type: string, format: uri, description: We call it.}
",
        );
        let pointer = "/paths/~1payouts/post/requestBody/content/application~1json/schema/properties/callback_url";
        assert_eq!(pointers(&reading), [pointer]);
        let field = at(&reading, pointer);
        assert_eq!(field.setting, Setting::Property);
        assert_eq!(words(field), ["We call it."]);
        assert_eq!((field.info.format, field.info.title.as_deref()), ("openapi", Some("Payments")));
        assert!(field.usage.request && !field.usage.response && !field.usage.payload);
    }

    #[test]
    fn swagger_2_in_json() {
        let text = r##"{"swagger": "2.0", "info": {"title": "Old"},
 "paths": {"/a": {"post": {"parameters": [
   {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Order"}},
   {"name": "notify_url", "in": "formData", "type": "string", "description": "Called."},
   {"$ref": "#/parameters/Hook"}],
  "responses": {"200": {"description": "ok", "schema": {"$ref": "#/definitions/Answer"},
                        "headers": {"Location": {"type": "string", "description": "Where."}}}}}}},
 "parameters": {"Hook": {"name": "hook", "in": "header", "type": "string", "format": "uri"}},
 "responses": {"Gone": {"description": "x", "schema": {"properties": {"link": {"type": "string"}}}}},
 "definitions": {"Order": {"properties": {"url": {"type": "string"}}},
                 "Answer": {"properties": {"echo": {"type": "string"}}}}}"##;
        let reading = read_files(&[("swagger.json", text)]);
        assert_eq!(
            pointers(&reading),
            [
                "/paths/~1a/post/parameters/1",
                "/paths/~1a/post/responses/200/headers/Location",
                "/parameters/Hook",
                "/responses/Gone/schema/properties/link",
                "/definitions/Order/properties/url",
                "/definitions/Answer/properties/echo",
            ]
        );
        assert_eq!(at(&reading, "/parameters/Hook").setting, Setting::RequestHeader);
        assert_eq!(at(&reading, "/parameters/Hook").shape.formats, ["uri"]);
        assert_eq!(at(&reading, "/paths/~1a/post/responses/200/headers/Location").setting, Setting::ResponseHeader);
        assert!(at(&reading, "/definitions/Order/properties/url").usage.request);
        assert!(at(&reading, "/definitions/Answer/properties/echo").usage.response);
        assert!(!at(&reading, "/definitions/Answer/properties/echo").usage.request);
        assert_eq!(reading.candidates[0].info.format, "swagger");
        assert_eq!(reading.problems, []);
    }

    #[test]
    fn openapi_3_2_has_a_method_more_and_methods_of_ones_own() {
        let reading = read_one(
            "openapi: 3.2.0
paths:
  /a:
    query:
      requestBody: {content: {application/json: {schema: {properties: {one: {type: string}}}}}}
    additionalOperations:
      NOTIFY:
        parameters: [{name: two, in: querystring, content: {text/plain: {schema: {properties: {three: {}}}}}}]
        responses: {200: {content: {application/jsonl: {itemSchema: {properties: {four: {type: string}}}}}}}
",
        );
        assert_eq!(names(&reading), ["one", "two", "three", "four"]);
        let methods: Vec<&str> =
            reading.candidates.iter().map(|candidate| candidate.operations[0].method.as_str()).collect();
        assert_eq!(methods, ["QUERY", "NOTIFY", "NOTIFY", "NOTIFY"]);
    }

    #[test]
    fn several_documents_in_a_file() {
        let reading = read_one(
            "openapi: 3.0.0
info: {title: One}
components: {schemas: {A: {properties: {x: {$ref: '#/components/schemas/B'}}}, B: {title: first}}}
---
openapi: 3.0.0
info: {title: Two}
components: {schemas: {A: {properties: {y: {$ref: '#/components/schemas/B'}}}, B: {title: second}}}
",
        );
        assert_eq!(names(&reading), ["x", "y"]);
        assert_eq!(words(&reading.candidates[0]), ["first"]);
        assert_eq!(words(&reading.candidates[1]), ["second"]);
        assert_eq!(reading.candidates[1].info.title.as_deref(), Some("Two"));
    }

    #[test]
    fn json_in_a_file_named_yaml_and_the_other_way_round() {
        let json = r#"{"openapi": "3.0.0", "components": {"schemas": {"A": {"properties": {"a\/b": {}}}}}}"#;
        let yaml = "{openapi: 3.0.0, components: {schemas: {A: {properties: {c: {}}}}}}";
        let reading = read_files(&[("a.yaml", json), ("b.yml", yaml)]);
        assert_eq!(names(&reading), ["a/b", "c"]);
        assert_eq!(reading.problems, []);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_it() {
        let json =
            "\u{feff}{\"openapi\": \"3.0.0\", \"components\": {\"schemas\": {\"A\": {\"properties\": {\"u\": {}}}}}}";
        let yaml = "\u{feff}openapi: 3.0.0\ncomponents: {schemas: {A: {properties: {v: {}}}}}\n";
        assert_eq!(names(&read_files(&[("a.json", json), ("b.yaml", yaml)])), ["u", "v"]);
    }
}

mod fragments {
    use super::*;

    fn names_in(path: &str, text: &str) -> Vec<String> {
        let reading = read_files(&[(path, text)]);
        assert_eq!(reading.problems, [], "{path}");
        let formats = reading.candidates.iter().map(|candidate| candidate.info.format);
        assert!(formats.into_iter().all(|format| ["fragment", "json-schema"].contains(&format)));
        reading.candidates.into_iter().map(|candidate| candidate.name).collect()
    }

    #[test]
    fn pieces_of_a_description_are_read() {
        for text in [
            "type: object\nproperties: {url: {type: string}}",
            "properties: {url: {$ref: 'https://example.com/url.json'}}",
            "$schema: https://json-schema.org/draft/2020-12/schema\n$defs: {A: {properties: {url: {type: string}}}}",
            "{name: url, in: query, schema: {type: string}}",
            "[{name: url, in: query, schema: {type: string}}]",
            "Url: {name: url, in: query, schema: {type: string}}",
            "post: {parameters: [{name: url, in: query, schema: {}}], responses: {200: {description: ok}}}",
            "{operationId: a, parameters: [{name: url, in: query, schema: {}}], responses: {default: {description: ok}}}",
            "/a: {post: {parameters: [{name: url, in: query, schema: {}}], responses: {200: {description: ok}}}}",
            "paths: {/a: {get: {parameters: [{name: url, in: query, schema: {}}], responses: {200: {description: x}}}}}",
            "components: {schemas: {A: {properties: {url: {type: string}}}}}",
            "schemas: {A: {properties: {url: {type: string}}}}",
            "definitions: {A: {type: object, properties: {url: {type: string}}}}",
            "parameters: {A: {name: url, in: query, type: string}}",
            "A: {type: object, properties: {url: {type: string}}}\nB: {type: string, enum: [a]}",
            "A: {allOf: [{$ref: '#/B'}, {properties: {url: {type: string}}}]}\nB: {type: object}",
            "{description: ok, content: {application/json: {schema: {properties: {url: {type: string}}}}}}",
            "requestBodies: {A: {content: {a/b: {schema: {properties: {url: {}}}}}}, B: {$ref: 'https://example.com/b'}}",
            "parameters: {A: {$ref: 'https://example.com/a'}, B: {name: url, in: query, schema: {}}}",
            "properties: {url: {pattern: '^https', maxLength: 5, x-order: 1}}",
            "Ok: {content: {application/json: {schema: {properties: {url: {type: string}}}}}}",
        ] {
            assert_eq!(names_in("piece.yaml", text), ["url"], "{text}");
        }
    }

    #[test]
    fn a_lone_schema_is_owned_by_its_file() {
        let reading = read_files(&[("schemas/Webhook.yaml", "type: object\nproperties: {url: {type: string}}")]);
        assert_eq!(at(&reading, "/properties/url").owners, ["Webhook"]);
    }

    #[test]
    fn what_is_not_ours_is_silence() {
        for (path, text) in [
            ("words.json", r#"{"webhook": {"type": "Type", "properties": {"url": "URL", "description": "Where"}}}"#),
            ("words.json", r#"{"title": "Webhooks", "description": "We call it", "items": {"url": "URL"}}"#),
            ("words.yaml", "en:\n  parameters:\n    url:\n      in: query\n      name: URL\n"),
            ("package.json", r#"{"name": "x", "scripts": {"openapi": "gen"}, "dependencies": {"swagger": "2.0"}}"#),
            ("package.json", r#"{"name": "x", "openapi": "./api.yaml"}"#),
            ("docker-compose.yml", "services:\n  web:\n    image: x\n    environment: {CALLBACK_URL: http://x}\n"),
            ("ci.yml", "on:\n  workflow_call:\n    inputs:\n      url: {type: string, description: hi}\njobs: {}\n"),
            ("action.yml", "name: x\ninputs:\n  url: {description: where, required: true}\nruns: {using: node20}\n"),
            (
                "tsconfig.json",
                r#"{"$schema": "https://json.schemastore.org/tsconfig", "compilerOptions": {"paths": {"/a": ["b"]}}}"#,
            ),
            ("mapping.json", r#"{"properties": {"url": {"type": "keyword"}, "at": {"type": "date"}}}"#),
            ("asyncapi.yaml", "asyncapi: 1.2.0\ncomponents:\n  schemas:\n    A: {properties: {url: {type: string}}}\n"),
            (
                "environment.json",
                r#"{"name": "a", "values": [{"key": "redirect_uri"}], "_postman_variable_scope": "environment"}"#,
            ),
            ("v1.json", r#"{"id": "a", "name": "b", "requests": [{"url": "c", "data": [{"key": "callback_url"}]}]}"#),
            (
                "data.json",
                r#"{"$schema": "http://json-schema.org/draft-07/schema#", "callback_url": "https://example.com"}"#,
            ),
            ("data.json", r#"{"$id": "https://example.com/1", "properties": {"callback_url": "https://example.com"}}"#),
            (
                "event.json",
                r#"{"name": "a", "payload": {"callback_url": "https://example.com", "properties": {"url": "b"}}}"#,
            ),
            (
                "crd.yaml",
                "kind: CustomResourceDefinition\nspec: {validation: {openAPIV3Schema: {properties: {url: {}}}}}\n",
            ),
            ("bitbucket-pipelines.yml", "definitions:\n  steps: [{step: {name: x}}]\n  caches: {a: b}\n"),
            ("azure-pipelines.yml", "parameters:\n- {name: url, type: string, default: x}\nresponses: {}\n"),
            ("orb.yml", "parameters:\n  url: {type: string, description: Where in: it calls}\n"),
            (
                "crd.yaml",
                "kind: X\nspec: {versions: [{schema: {openAPIV3Schema: {properties: {url: {type: string}}}}}]}\n",
            ),
            ("data.json", r#"[{"url": "https://example.com", "type": "string"}]"#),
            ("empty.yaml", ""),
            ("null.json", "null"),
            ("text.yaml", "just words"),
            ("broken.json", r#"{"url": "#),
            ("template.yaml", "a: {{ .Values.openapi }}\n  b: [\n"),
            ("comments.json", "// openapi\n{ \"a\": 1, // no\n}"),
        ] {
            let reading = read_files(&[(path, text)]);
            assert_eq!(pointers(&reading), [""; 0], "{path}");
            assert_eq!(reading.problems, [], "{path}");
            assert_eq!(reading.recognised, [0; 0], "{path}");
        }
    }

    #[test]
    fn names_of_files_that_no_reader_is_for_are_not_looked_at() {
        let reading = read_files(&[("api.txt", "openapi: 3.0.0\ncomponents: {schemas: {A: {properties: {u: {}}}}}")]);
        assert!(reading.candidates.is_empty());
    }
}

mod unreadable {
    use super::*;

    #[test]
    fn what_stands_before_the_mistake_is_read() {
        let reading = read_one(
            "openapi: 3.0.0
components:
  schemas:
    A:
      properties:
        url: {description: We call it.}
    B: [unclosed
    C:
",
        );
        assert_eq!(pointers(&reading), ["/components/schemas/A/properties/url"]);
        assert_eq!(problems(&reading), [ProblemKind::Unreadable]);
        assert!(reading.problems[0].place.span.start > 100);
    }

    #[test]
    fn json_that_ends_early_is_told_by_its_first_key() {
        let text = r#"{"openapi": "3.0.0", "components": {"schemas": {"A": {"properties": {"url": {"type": "string"}}"#;
        let reading = read_files(&[("a.json", text)]);
        assert_eq!(names(&reading), ["url"]);
        assert_eq!(problems(&reading), [ProblemKind::Unreadable]);
    }

    #[test]
    fn a_mistake_before_anything_is_told_by_the_words_or_the_name() {
        for (path, text) in
            [("a.yaml", "\t: [\nopenapi: 3.0.0\n"), ("petstore.openapi.yaml", "a: [\n"), ("swagger.json", "{,}")]
        {
            assert_eq!(problems(&read_files(&[(path, text)])), [ProblemKind::Unreadable], "{path}");
        }
    }

    #[test]
    fn nesting_without_end_is_a_problem_and_no_crash() {
        let deep = format!(
            "{{\"openapi\": \"3.0.0\", \"components\": {{\"schemas\": {{\"A\": {}{}{} }} }} }}",
            "{\"items\": ".repeat(300),
            "{}",
            "}".repeat(300)
        );
        assert_eq!(problems(&read_files(&[("a.json", &deep)])), [ProblemKind::Unreadable]);
    }
}

mod places {
    use super::*;

    #[test]
    fn every_keyword_that_may_document_properties_is_gone_into() {
        let reading = read_schemas(
            "    A:
      properties: {p1: {properties: {p2: {items: {properties: {p3: {}}}}}}}
      allOf: [{properties: {p4: {}}}]
      anyOf: [{properties: {p5: {}}}]
      oneOf: [{properties: {p6: {}}}]
      if: {properties: {p7: {}}}
      then: {properties: {p8: {}}}
      else: {properties: {p9: {}}}
      prefixItems: [{properties: {p10: {}}}]
      patternProperties: {^x: {properties: {p11: {}}}}
      additionalProperties: {properties: {p12: {}}}
      $defs: {D: {properties: {p13: {}}}}
      dependentSchemas: {p1: {properties: {p14: {}}}}
    B: {definitions: {D: {properties: {p15: {}}}}, items: [{properties: {p16: {}}}]}
",
        );
        let expected: Vec<String> = (1..=16).map(|number| format!("p{number}")).collect();
        assert_eq!(names(&reading), expected);
        assert_eq!(
            reading.candidates[2].pointer.0,
            "/components/schemas/A/properties/p1/properties/p2/items/properties/p3"
        );
    }

    #[test]
    fn values_and_extensions_are_not_gone_into() {
        let reading = read_schemas(
            "    A:
      example: {properties: {no1: {type: string}}}
      examples: [{properties: {no2: {type: string}}}]
      default: {properties: {no3: {type: string}}}
      enum: [{properties: {no4: {type: string}}}]
      const: {properties: {no5: {type: string}}}
      x-thing: {properties: {no6: {type: string}}}
      not: {properties: {no7: {type: string}}}
      properties: {yes: {example: {properties: {no8: {}}}}}
  examples: {E: {value: {properties: {no9: {type: string}}}}}
  x-more: {schemas: {X: {properties: {no10: {}}}}}
x-top: {properties: {no11: {}}}
paths:
  x-path: {get: {parameters: [{name: no12, in: query}]}}
  /a:
    get:
      parameters: [{name: q, in: query, example: {properties: {no13: {}}}}]
      responses:
        x-answer: {content: {a/b: {schema: {properties: {no14: {}}}}}}
        200: {content: {a/b: {example: {properties: {no15: {}}}, examples: {e: {value: {properties: {no16: {}}}}}}}}
",
        );
        assert_eq!(names(&reading), ["yes", "q"]);
    }

    #[test]
    fn properties_may_have_the_names_of_keywords() {
        let reading = read_schemas(
            "    A:
      properties:
        example: {type: string}
        default: {properties: {inner: {}}}
        enum: {}
        properties: {type: object, properties: {properties: {}}}
        items: {items: {properties: {items: {}}}}
        $ref: {type: string}
        x-y: {}
        description: {description: Words.}
        not: {}
",
        );
        assert_eq!(
            names(&reading),
            [
                "example",
                "default",
                "inner",
                "enum",
                "properties",
                "properties",
                "items",
                "items",
                "$ref",
                "x-y",
                "description",
                "not"
            ]
        );
        assert_eq!(words(at(&reading, "/components/schemas/A/properties/description")), ["Words."]);
    }

    #[test]
    fn what_is_malformed_is_passed_over() {
        let reading = read_schemas(
            "    A: {properties: [url, {name: b}], allOf: {properties: {no: {}}}, items: true, anyOf: x}
    B: {properties: {t: true, n: , s: words, ok: {description: {a: b}, title: [c]}}}
    C: [1]
    D:
paths: [/a]
webhooks: 3
",
        );
        assert_eq!(names(&reading), ["ok"]);
        assert_eq!(words(&reading.candidates[0]), [""; 0]);
        assert_eq!(reading.problems, []);
    }

    #[test]
    fn parameters_of_all_kinds() {
        let reading = read_one(
            "openapi: 3.0.0
paths:
  /x/{d}:
    parameters:
      - {name: d, in: path, description: Own., schema: {title: T, description: Of the schema.}}
    get:
      parameters:
        - {name: a, in: query, schema: {properties: {deep: {}}}}
        - {name: b, in: header}
        - {name: c, in: cookie, content: {application/json: {schema: {type: string}}}}
        - $ref: '#/components/parameters/E'
        - {in: query}
components:
  parameters:
    E: {name: e-name, in: query}
  headers:
    Location: {description: Where it is., schema: {format: uri}}
",
        );
        assert_eq!(names(&reading), ["d", "a", "deep", "b", "c", "e-name", "Location"]);
        let d = at(&reading, "/paths/~1x~1{d}/parameters/0");
        assert_eq!(words(d), ["Own.", "T", "Of the schema."]);
        assert_eq!(d.operations.len(), 1);
        assert!(d.usage.request);
        assert_eq!(at(&reading, "/paths/~1x~1{d}/get/parameters/1").setting, Setting::RequestHeader);
        assert_eq!(at(&reading, "/paths/~1x~1{d}/get/parameters/2").shape.types, ["string"]);
        assert_eq!(at(&reading, "/components/parameters/E").operations[0].path, "/x/{d}");
        let header = at(&reading, "/components/headers/Location");
        assert_eq!(
            (header.setting, header.shape.formats.as_slice()),
            (Setting::ResponseHeader, ["uri".to_owned()].as_slice())
        );
    }

    #[test]
    fn request_bodies_and_responses_of_all_media_types() {
        let reading = read_one(
            "openapi: 3.0.0
paths:
  /x:
    post:
      requestBody:
        content:
          application/json: {schema: {properties: {a: {}}}}
          application/x-www-form-urlencoded: {schema: {properties: {b: {}}}}
      responses:
        200: {content: {application/json: {schema: {properties: {c: {}}}}}}
        default: {$ref: '#/components/responses/R'}
components:
  requestBodies: {Q: {content: {application/json: {schema: {properties: {d: {}}}}}}}
  responses: {R: {headers: {H: {}}, content: {application/json: {schema: {properties: {e: {}}}}}}}
",
        );
        assert_eq!(names(&reading), ["a", "b", "c", "d", "H", "e"]);
        assert!(at(&reading, "/components/responses/R/headers/H").usage.response);
        assert_eq!(reading.candidates[3].usage, Default::default());
    }

    #[test]
    fn names_stand_without_their_quotes() {
        let text = r#"openapi: 3.0.0
paths:
  /a:
    get:
      parameters: [{name: "p", in: query}, {'name': 'q', in: query}]
components: {schemas: {A: {properties: {"dq": {}, 'sq': {}, plain: {}, "e\u0073c": {}}}}}
"#;
        let reading = read_one(text);
        assert_eq!(names(&reading), ["p", "q", "dq", "sq", "plain", "esc"]);
        let slices: Vec<&str> = reading.candidates.iter().map(|candidate| &text[candidate.name_span.range()]).collect();
        assert_eq!(slices, ["p", "q", "dq", "sq", "plain", "e\\u0073c"]);
    }

    #[test]
    fn the_gate_is_asked_with_the_words_at_hand() {
        let source = Source::new(
            "a.yaml",
            "openapi: 3.0.0
components:
  schemas:
    A:
      properties:
        own: {description: \"a\\tb\"}
        referred: {$ref: '#/components/schemas/B'}
        part: {allOf: [{$ref: '#/components/schemas/B'}]}
        items: {items: {description: of items}}
        none: {}
    B: {description: of B}
  parameters:
    P: {name: p, in: query, schema: {description: of schema}}
",
        );
        let asked = std::sync::Mutex::new(Vec::new());
        let reading = read(&[source], &|name, prose| {
            asked.lock().expect("no test thread panics").push(format!("{name}: {prose}"));
            name == "none"
        });
        assert_eq!(names(&reading), ["none"]);
        assert_eq!(
            asked.into_inner().expect("no test thread panics"),
            ["p: of schema", "own: a\\tb", "referred: of B", "part: of B", "items: of items", "none: "]
                .map(str::to_owned)
                .into_iter()
                .skip(1)
                .chain(["p: of schema".to_owned()])
                .collect::<Vec<_>>()
        );
    }

    #[test]
    fn aliases_and_merge_keys_are_followed_once() {
        let reading = read_one(
            "openapi: 3.0.0
x-common: &common
  url: &url {description: Shared.}
components:
  schemas:
    A: {properties: {<<: *common, a: {}}}
    B: {properties: {<<: *common, b: *url}}
    D: &d {properties: {again: {}}}
    E: *d
",
        );
        assert_eq!(names(&reading), ["url", "a", "b", "again"]);
        assert_eq!(at(&reading, "/x-common/url").name, "url");
        assert_eq!(words(at(&reading, "/components/schemas/B/properties/b")), ["Shared."]);
    }
}

mod words_of_a_place {
    use super::*;

    #[test]
    fn title_summary_and_description_then_those_referred_to() {
        let reading = read_schemas(
            "    A:
      properties:
        url:
          description: Own description.
          $ref: '#/components/schemas/Url'
          title: Own title
          summary: Own summary.
        composed: {allOf: [{$ref: '#/components/schemas/Url'}, {description: Second part.}]}
        nullable: {anyOf: [{$ref: '#/components/schemas/Url'}, {type: 'null'}]}
        either: {oneOf: [{description: One.}, {description: Other.}]}
        list: {description: List., type: array, items: {description: Item.}}
        twice: {$ref: '#/components/schemas/Url', allOf: [{$ref: '#/components/schemas/Url'}]}
        chained: {$ref: '#/components/schemas/Chain'}
        neighbour: {$ref: '#/components/schemas/A/properties/list'}
    Url:
      title: Url title
      description: >-
        Url
        description.
    Chain: {$ref: '#/components/schemas/Url'}
",
        );
        let texts = |name: &str| words(at(&reading, &format!("/components/schemas/A/properties/{name}")));
        assert_eq!(texts("url"), ["Own title", "Own summary.", "Own description.", "Url title", "Url description."]);
        assert_eq!(texts("composed"), ["Url title", "Url description.", "Second part."]);
        assert_eq!(texts("nullable"), ["Url title", "Url description."]);
        assert_eq!(texts("either"), [""; 0]);
        assert_eq!(texts("list"), ["List.", "Item."]);
        assert_eq!(texts("twice"), ["Url title", "Url description."]);
        assert_eq!(texts("chained"), ["Url title", "Url description."]);
        assert_eq!(texts("neighbour"), ["List.", "Item."]);
        let roles: Vec<Role> =
            at(&reading, "/components/schemas/A/properties/url").texts.iter().map(|text| text.role).collect();
        assert_eq!(roles[..3], [Role::Title, Role::Summary, Role::Description]);
    }

    #[test]
    fn a_text_leads_back_to_the_file_it_stands_in() {
        let reading = read_files(&[
            ("api.yaml", "openapi: 3.0.0\ncomponents: {schemas: {A: {properties: {u: {$ref: 'b.json'}}}}}\n"),
            ("b.json", r#"{"type": "string", "description": "We \"call\" it."}"#),
        ]);
        let text = &reading.candidates[0].texts[0];
        assert_eq!((text.file, text.decoded.as_str()), (1, "We \"call\" it."));
        assert_eq!(text.place(4..8).span.start, 40);
    }
}

mod structure {
    use super::*;

    #[test]
    fn shape_follows_what_a_schema_is_made_of() {
        let reading = read_schemas(
            "    A:
      properties:
        url: {$ref: '#/components/schemas/Url', readOnly: true, default: 'https://example.com/d'}
        maybe: {anyOf: [{type: string, maxLength: 5000}, {enum: ['']}]}
        mode: {type: [string, 'null'], enum: [a, b]}
        list: {type: array, items: {$ref: '#/components/schemas/Url'}, writeOnly: true}
        hook: {allOf: [{$ref: '#/components/schemas/Hook'}]}
        samples: {examples: [a, b, {no: c}, d], example: e, enum: [f, g]}
    Url: {type: string, format: uri, example: https://example.com/e}
    Hook: {type: object, properties: {url: {}, secret: {}}}
  parameters:
    P: {name: p, in: query, examples: {one: {value: shown}}, schema: {type: boolean}}
",
        );
        let shape = |name: &str| &at(&reading, &format!("/components/schemas/A/properties/{name}")).shape;
        assert_eq!(shape("url").types, ["string"]);
        assert_eq!(shape("url").formats, ["uri"]);
        assert_eq!(shape("url").named, ["Url"]);
        assert_eq!(shape("url").samples, ["https://example.com/d", "https://example.com/e"]);
        assert!(shape("url").read_only && !shape("url").write_only && !shape("url").list);
        assert_eq!((shape("maybe").max_length, shape("maybe").enumerated), (Some(5000), false));
        assert_eq!(
            (shape("mode").types.as_slice(), shape("mode").enumerated),
            (["string".to_owned()].as_slice(), true)
        );
        assert_eq!(shape("list").types, ["array", "string"]);
        assert!(shape("list").list && shape("list").write_only);
        assert_eq!(shape("list").formats, ["uri"]);
        assert_eq!(shape("hook").properties, ["url", "secret"]);
        assert_eq!(shape("hook").named, ["Hook"]);
        assert_eq!(shape("samples").samples, ["e", "a", "b", "d", "f"]);
        let parameter = &at(&reading, "/components/parameters/P").shape;
        assert_eq!(
            (parameter.types.as_slice(), parameter.samples.as_slice()),
            (["boolean".to_owned()].as_slice(), ["shown".to_owned()].as_slice())
        );
    }

    #[test]
    fn owners_are_named_from_the_inside_out() {
        let reading = read_one(
            "openapi: 3.0.0
paths:
  /hooks/{id}:
    put:
      operationId: updateHook
      parameters: [{name: p, in: query}]
      requestBody: {content: {a/b: {schema: {properties: {config: {properties: {a: {}}}}}}}}
components:
  schemas:
    WebhookEndpoint: {title: The endpoint, properties: {settings: {items: {properties: {b: {}}}}}}
",
        );
        let owners = |name: &str| {
            let found = reading.candidates.iter().find(|candidate| candidate.name == name);
            found.expect("the test names a candidate").owners.join(" < ")
        };
        assert_eq!(owners("p"), "updateHook < hooks");
        assert_eq!(owners("a"), "config < updateHook < hooks");
        assert_eq!(owners("b"), "settings < WebhookEndpoint < The endpoint");
    }

    #[test]
    fn siblings_are_the_other_properties_or_parameters() {
        let text = "openapi: 3.0.0
paths:
  /a:
    parameters: [{name: common, in: query}]
    post:
      parameters: [{name: own, in: query}, {$ref: '#/components/parameters/P'}, {name: body, in: body}]
components:
  parameters: {P: {name: named, in: query}}
  schemas:
    A:
      allOf:
        - properties: {status_callback: {type: string}}
        - $ref: '#/components/schemas/B'
    B:
      properties:
        status_callback_method: {type: string, enum: [GET, POST], default: POST, description: How it is called.}
";
        let reading = read_one(text);
        let siblings = |pointer: &str| {
            let siblings = &at(&reading, pointer).siblings;
            siblings.iter().map(|sibling| sibling.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(siblings("/paths/~1a/post/parameters/0"), ["own", "named", "common"]);
        let pointer = "/components/schemas/A/allOf/0/properties/status_callback";
        assert_eq!(siblings(pointer), ["status_callback", "status_callback_method"]);
        let method = &at(&reading, pointer).siblings[1];
        assert_eq!(method.values, ["GET", "POST", "POST"]);
        assert_eq!(method.prose, "How it is called.");
        let values = method.values_place.expect("it has values").span;
        assert_eq!(&text[values.range()], "[GET, POST]");
        assert_eq!(&text[method.place.span.range()], "status_callback_method");
    }

    #[test]
    fn usage_and_operations_come_through_references() {
        let reading = read_one(
            "openapi: 3.1.0
paths:
  /a:
    post:
      summary: Makes one.
      description: At length.
      operationId: makeOne
      tags: [Ones]
      requestBody: {$ref: '#/components/requestBodies/Q'}
      responses: {200: {content: {a/b: {schema: {$ref: '#/components/schemas/Out'}}}}}
    get:
      responses: {200: {content: {a/b: {schema: {$ref: '#/components/schemas/Out'}}}}}
webhooks:
  changed:
    post:
      requestBody: {content: {a/b: {schema: {$ref: '#/components/schemas/Event'}}}}
      responses: {200: {content: {a/b: {schema: {$ref: '#/components/schemas/Reply'}}}}}
components:
  requestBodies: {Q: {content: {a/b: {schema: {$ref: '#/components/schemas/In'}}}}}
  schemas:
    In: {description: What goes in., properties: {in: {}, both: {$ref: '#/components/schemas/Both'}}}
    Out: {properties: {out: {}, again: {$ref: '#/components/schemas/Out'}, both: {$ref: '#/components/schemas/Both'}}}
    Both: {properties: {both_in: {}}}
    Event: {properties: {event: {}}}
    Reply: {properties: {reply: {}}}
    Lone: {properties: {lone: {}}}
    Base: {discriminator: {propertyName: kind, mapping: {sub: '#/components/schemas/Sub'}}}
    Sub: {properties: {sub: {}}}
",
        );
        let bits = |name: &str| {
            let found = reading.candidates.iter().find(|candidate| candidate.name == name);
            let usage = found.expect("the test names a candidate").usage;
            let bits = [("request", usage.request), ("response", usage.response), ("payload", usage.payload)];
            bits.into_iter().filter(|(_, is_set)| *is_set).map(|(word, _)| word).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(bits("in"), "request");
        assert_eq!(bits("out"), "response");
        assert_eq!(bits("both_in"), "request response");
        assert_eq!(bits("event"), "payload");
        assert_eq!(bits("reply"), "request");
        assert_eq!(bits("lone"), "");
        let both = at(&reading, "/components/schemas/Both/properties/both_in");
        let operations: Vec<String> =
            both.operations.iter().map(|operation| format!("{} {}", operation.method, operation.path)).collect();
        assert_eq!(operations, ["POST /a", "GET /a"]);
        assert_eq!(both.operations[0].words, ["Makes one.", "At length.", "makeOne", "Ones"]);
        let near = at(&reading, "/components/schemas/In/properties/in");
        let nearby: Vec<&str> = near.nearby.iter().map(|text| text.decoded.as_str()).collect();
        assert_eq!(nearby, ["What goes in.", "Makes one.", "At length."]);
    }

    #[test]
    fn a_reference_into_a_body_uses_no_more_than_it_names() {
        let reading = read_one(
            "openapi: 3.0.0
paths:
  /a:
    post:
      requestBody: {content: {a/b: {schema: {properties: {asked: {}, shared: {properties: {inner: {}}}}}}}}
  /b:
    get:
      responses:
        200:
          content:
            a/b: {schema: {$ref: '#/paths/~1a/post/requestBody/content/a~1b/schema/properties/shared'}}
",
        );
        let usage = |name: &str| {
            reading.candidates.iter().find(|candidate| candidate.name == name).expect("the test names it").usage
        };
        assert!(!usage("asked").response);
        assert!(usage("inner").request && usage("inner").response);
    }

    #[test]
    fn path_items_and_responses_may_be_components() {
        let reading = read_one(
            "openapi: 3.1.0
paths: {/used: {$ref: '#/components/pathItems/Used'}}
webhooks: {sent: {$ref: '#/components/pathItems/Sent'}}
components:
  pathItems:
    Used: {post: {parameters: [{name: used, in: query}]}}
    Sent: {post: {requestBody: {content: {a/b: {schema: {properties: {sent: {}}}}}}}}
",
        );
        assert_eq!(reading.candidates[0].operations[0].path, "/used");
        assert!(reading.candidates[0].usage.request);
        assert_eq!(reading.candidates[1].operations[0].path, "sent");
        assert!(reading.candidates[1].usage.payload && !reading.candidates[1].usage.request);
    }
}

mod callbacks {
    use super::*;

    #[test]
    fn a_callback_names_the_place_of_its_url() {
        let text = "openapi: 3.0.0
paths:
  /orders/{hook}:
    parameters: [{name: hook, in: path}]
    post:
      parameters:
        - {name: X-Notify, in: header}
        - {name: cb, in: query}
      requestBody: {$ref: '#/components/requestBodies/Order'}
      callbacks:
        a: {'{$request.body#/callbackUrl}': {post: {summary: Order paid., description: Sent once.}}}
        b: {'{$request.body#/nested/url}/x?y={$request.query.cb}': {put: {}, parameters: []}}
        c: {'$request.query.cb': {get: {}}}
        d: {'{$request.header.x-notify}': {delete: {}}}
        e: {'{$request.path.hook}': {patch: {}}}
        f: {$ref: '#/components/callbacks/F'}
        g: {'https://example.com/?u={$request.body#/other}': {post: {}}}
        h: {'{$response.body#/other}': {post: {}}}
        i: {'{$request.body#/list/0/to}': {$ref: '#/components/pathItems/I'}}
components:
  pathItems: {I: {post: {}}}
  callbacks: {F: {'{$request.body#/based}': {post: {requestBody: {content: {a/b: {schema: {properties: {paid: {}}}}}}}}}}
  requestBodies:
    Order:
      content:
        application/json: {schema: {$ref: '#/components/schemas/Order'}}
        application/xml: {schema: {$ref: '#/components/schemas/Order'}}
        application/x-www-form-urlencoded: {schema: {properties: {callbackUrl: {}}}}
  schemas:
    Order:
      allOf:
        - properties: {callbackUrl: {}, nested: {properties: {url: {}}}, other: {}}
        - $ref: '#/components/schemas/Base'
    Base: {properties: {based: {}, list: {items: {properties: {to: {}}}}}}
";
        let reading = read_one(text);
        assert_eq!(reading.problems, []);
        let methods = |pointer: &str| {
            let callbacks = &at(&reading, pointer).callbacks;
            callbacks.iter().map(|callback| callback.method.clone()).collect::<Vec<_>>().join(" ")
        };
        let order = "/components/schemas/Order/allOf/0/properties";
        assert_eq!(methods(&format!("{order}/callbackUrl")), "POST");
        assert_eq!(
            methods(
                "/components/requestBodies/Order/content/application~1x-www-form-urlencoded/schema/properties/callbackUrl"
            ),
            "POST"
        );
        assert_eq!(methods(&format!("{order}/nested/properties/url")), "PUT");
        assert_eq!(methods(&format!("{order}/other")), "");
        assert_eq!(methods("/paths/~1orders~1{hook}/post/parameters/1"), "GET");
        assert_eq!(methods("/paths/~1orders~1{hook}/post/parameters/0"), "DELETE");
        assert_eq!(methods("/paths/~1orders~1{hook}/parameters/0"), "PATCH");
        assert_eq!(methods("/components/schemas/Base/properties/based"), "POST");
        assert_eq!(methods("/components/schemas/Base/properties/list/items/properties/to"), "POST");

        let callback = &at(&reading, &format!("{order}/callbackUrl")).callbacks[0];
        assert_eq!(&text[callback.method_place.span.range()], "post");
        let words: Vec<&str> = callback.texts.iter().map(|text| text.decoded.as_str()).collect();
        assert_eq!(words, ["Order paid.", "Sent once."]);

        let paid = reading.candidates.iter().find(|candidate| candidate.name == "paid").expect("it is documented");
        assert!(paid.usage.payload && !paid.usage.request);
    }
}

mod references {
    use super::*;

    #[test]
    fn files_are_found_beside_the_one_that_refers_to_them() {
        let reading = read_files(&[
            (
                "specs/api.yaml",
                "openapi: 3.0.0
info: {title: Main}
paths:
  /a: {$ref: ./paths/a.yaml}
",
            ),
            (
                "specs/paths/a.yaml",
                "post: {requestBody: {content: {a/b: {schema: {$ref: '../../lib/my%20types.json#/Order'}}}}, responses: {200: {description: ok}}}",
            ),
        ]);
        assert_eq!(problems(&reading), [ProblemKind::UnresolvedReference]);
        assert_eq!(reading.problems[0].place.file, 1);

        let sources = [
            Source::new("specs/api.yaml", "openapi: 3.0.0\ninfo: {title: Main}\npaths: {/a: {$ref: ./paths/a.yaml}}\n"),
            Source::referenced(
                "specs/paths/a.yaml",
                "post: {requestBody: {content: {a/b: {schema: {$ref: '../../lib/my%20types.json#/Order'}}}}}",
            ),
            Source::referenced(
                "lib/my types.json",
                r#"{"Order": {"properties": {"url": {}}}, "Other": {"properties": {"no": {}}}}"#,
            ),
            Source::referenced("lib/unused.yaml", "openapi: 3.0.0\ncomponents: {schemas: {A: {properties: {no: {}}}}}"),
        ];
        let reading = read(&sources, &|_, _| true);
        assert_eq!(reading.problems, []);
        assert_eq!(names(&reading), ["url"]);
        let url = &reading.candidates[0];
        assert_eq!((url.file, url.pointer.0.as_str()), (2, "/Order/properties/url"));
        assert_eq!(url.owners, ["Order"]);
        assert_eq!(url.operations[0].path, "/a");
        assert!(url.usage.request);
        assert_eq!((url.info.format, url.info.title.as_deref()), ("fragment", Some("Main")));
        assert_eq!(reading.recognised, [0, 1, 2]);
    }

    #[test]
    fn maps_may_be_files_of_their_own() {
        let sources = [
            Source::new(
                "a.yaml",
                "openapi: 3.0.0\npaths: {$ref: p.yaml}\ncomponents: {schemas: {$ref: s.yaml}, parameters: {$ref: q.yaml}}\n",
            ),
            Source::referenced("p.yaml", "/x: {get: {parameters: [{name: one, in: query}, {$ref: 'q.yaml#/Q'}]}}\n"),
            Source::referenced("s.yaml", "A: {properties: {$ref: r.yaml}}\n"),
            Source::referenced("q.yaml", "Q: {name: two, in: query}\n"),
            Source::referenced("r.yaml", "three: {}\n"),
        ];
        let reading = read(&sources, &|_, _| true);
        assert_eq!(names(&reading), ["one", "two", "three"]);
        assert_eq!(reading.candidates[0].operations[0].path, "/x");
        assert_eq!(reading.candidates[1].operations[0].path, "/x");
        assert_eq!(reading.problems, []);
    }

    #[test]
    fn pieces_of_several_sorts_may_share_a_file() {
        // By itself the file looks like nothing; the references say what its entries are.
        let reading = read_files(&[
            ("a.yaml", "openapi: 3.0.0\ncomponents: {schemas: {$ref: b.yaml}, parameters: {P: {$ref: 'b.yaml#/P'}}}\n"),
            ("b.yaml", "P: {name: p, in: query, type: string}\nS: {type: object, properties: {url: {}}}\n"),
        ]);
        assert_eq!(names(&reading), ["p", "url"]);
    }

    #[test]
    fn what_is_missing_is_a_problem_at_the_reference() {
        let text = "openapi: 3.0.0
components:
  schemas:
    A:
      properties:
        a: {$ref: '#/components/schemas/Nope'}
        again: {$ref: '#/components/schemas/Nope'}
        b: {$ref: missing.yaml}
        c: {$ref: 'https://example.com/a.yaml#/B'}
        d: {$ref: 'urn:example:b'}
        e: {$ref: '#anchor'}
        f: {$ref: '#nowhere'}
      example: {$ref: '#/not/read'}
    B: {$anchor: anchor, title: Anchored}
";
        let reading = read_one(text);
        assert_eq!(problems(&reading), [ProblemKind::UnresolvedReference; 3]);
        let places: Vec<&str> = reading.problems.iter().map(|problem| &text[problem.place.span.range()]).collect();
        // The same thing missing again in the same file is not told again.
        assert_eq!(places, ["'#/components/schemas/Nope'", "missing.yaml", "'#nowhere'"]);
        assert!(reading.problems[0].message.starts_with("nothing stands at \"#/components/schemas/Nope\""));
        assert_eq!(words(at(&reading, "/components/schemas/A/properties/e")), ["Anchored"]);
    }

    #[test]
    fn circles_of_references_are_problems_and_recursive_schemas_are_not() {
        let text = "openapi: 3.0.0
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
    Self: {$ref: '#/components/schemas/Self'}
    Into: {properties: {circle: {$ref: '#/components/schemas/A'}}}
    Tree: {properties: {children: {items: {$ref: '#/components/schemas/Tree'}}, left: {$ref: '#/components/schemas/Tree'}}}
    All: {allOf: [{$ref: '#/components/schemas/All'}, {properties: {all: {}}}]}
";
        let reading = read_one(text);
        assert_eq!(problems(&reading), [ProblemKind::CyclicReference; 2]);
        assert_eq!(names(&reading), ["circle", "children", "left", "all"]);
    }

    #[test]
    fn a_definition_is_read_once_however_it_is_reached() {
        let reading = read_schemas(
            "    A: {properties: {x: {properties: {y: {}}}, z: {$ref: '#/components/schemas/A/properties/x'}}}
    B: {properties: {w: {$ref: '#/components/schemas/A/properties/x/properties/y'}}}
",
        );
        assert_eq!(names(&reading), ["x", "y", "z", "w"]);
    }

    #[test]
    fn a_linted_file_that_shows_no_sign_is_read_where_it_is_referred_to() {
        let reading = read_files(&[
            ("x.json", r#"{"things": {"A": {"properties": {"url": {}}}, "B": {"properties": {"no": {}}}}}"#),
            ("a.yaml", "openapi: 3.0.0\ncomponents: {schemas: {C: {$ref: 'x.json#/things/A'}}}\n"),
        ]);
        assert_eq!(pointers(&reading), ["/things/A/properties/url"]);
        assert_eq!(reading.problems, []);
    }
}
