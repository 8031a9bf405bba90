//! An independent reading of real descriptions: what typed parsers see, the reader must see, at the same place and with
//! the same words.
#![cfg(feature = "openapiv3")]
#![expect(clippy::print_stderr, reason = "a test that measures or is skipped says so")]

#[path = "support/corpus.rs"]
mod corpus;

use std::collections::HashMap;
use whocalls::field::Role;
use whocalls::input::read;
use whocalls::source::Source;

/// A place that a typed parser sees.
struct Seen {
    pointer: String,
    name: String,
    description: Option<String>,
}

fn below(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn is_json(source: &Source) -> bool {
    source.text().starts_with('{')
}

/// Counts of places compared, after asserting that each is among the reader's.
fn compare(source: &Source, seen: &[Seen]) -> usize {
    let reading = read(&[Source::new(source.path(), source.text())], &|name, _| corpus::is_urlish(name));
    let by_pointer: HashMap<&str, _> =
        reading.candidates.iter().map(|candidate| (candidate.pointer.0.as_str(), candidate)).collect();
    let seen: Vec<&Seen> = seen.iter().filter(|one| corpus::is_urlish(&one.name)).collect();
    for one in &seen {
        let place = format!("{}{}", source.path(), one.pointer);
        let candidate = by_pointer.get(one.pointer.as_str()).unwrap_or_else(|| panic!("the reader misses {place}"));
        assert_eq!(candidate.name, one.name, "{place}");
        if let Some(description) = one.description.as_deref().filter(|words| !words.trim().is_empty()) {
            let has_it = |text: &&whocalls::field::Text| text.role == Role::Description && text.decoded == description;
            assert!(
                candidate.texts.iter().any(|text| has_it(&text)),
                "{place}: {description:?} in {:?}",
                candidate.texts
            );
        }
    }
    seen.len()
}

mod by_openapiv3 {
    use super::{Seen, below};
    use openapiv3::{
        AdditionalProperties, AnySchema, Content, OpenAPI, Operation, Parameter, ReferenceOr, RequestBody, Response,
        Schema, SchemaKind, Type,
    };
    use std::borrow::Borrow;

    pub fn places(api: &OpenAPI) -> Vec<Seen> {
        let mut seen = Vec::new();
        if let Some(components) = &api.components {
            schemas(components.schemas.iter(), "/components/schemas", &mut seen);
            for (name, parameter) in &components.parameters {
                add_parameter(parameter, &below("/components/parameters", name), &mut seen);
            }
            for (name, body) in &components.request_bodies {
                add_body(body, &below("/components/requestBodies", name), &mut seen);
            }
            for (name, response) in &components.responses {
                add_response(response, &below("/components/responses", name), &mut seen);
            }
        }
        for (path, item) in api.paths.iter() {
            let ReferenceOr::Item(item) = item else { continue };
            let at = below("/paths", path);
            add_parameters(&item.parameters, &at, &mut seen);
            item.iter().for_each(|(method, operation)| add_operation(operation, &below(&at, method), &mut seen));
        }
        seen
    }

    fn add_operation(operation: &Operation, at: &str, seen: &mut Vec<Seen>) {
        add_parameters(&operation.parameters, at, seen);
        operation.request_body.iter().for_each(|body| add_body(body, &below(at, "requestBody"), seen));
        for (status, response) in &operation.responses.responses {
            add_response(response, &format!("{at}/responses/{status}"), seen);
        }
        operation.responses.default.iter().for_each(|one| add_response(one, &format!("{at}/responses/default"), seen));
    }

    fn add_parameters(parameters: &[ReferenceOr<Parameter>], at: &str, seen: &mut Vec<Seen>) {
        for (index, parameter) in parameters.iter().enumerate() {
            add_parameter(parameter, &format!("{at}/parameters/{index}"), seen);
        }
    }

    fn add_parameter(parameter: &ReferenceOr<Parameter>, at: &str, seen: &mut Vec<Seen>) {
        let ReferenceOr::Item(parameter) = parameter else { return };
        let data = parameter.parameter_data_ref();
        seen.push(Seen { pointer: at.to_owned(), name: data.name.clone(), description: data.description.clone() });
    }

    fn add_body(body: &ReferenceOr<RequestBody>, at: &str, seen: &mut Vec<Seen>) {
        if let ReferenceOr::Item(body) = body {
            add_content(&body.content, at, seen);
        }
    }

    fn add_response(response: &ReferenceOr<Response>, at: &str, seen: &mut Vec<Seen>) {
        let ReferenceOr::Item(response) = response else { return };
        add_content(&response.content, at, seen);
        for (name, header) in &response.headers {
            if let ReferenceOr::Item(header) = header {
                let pointer = below(&below(at, "headers"), name);
                seen.push(Seen { pointer, name: name.clone(), description: header.description.clone() });
            }
        }
    }

    fn add_content(content: &Content, at: &str, seen: &mut Vec<Seen>) {
        for (name, media) in content {
            let at = below(&below(&below(at, "content"), name), "schema");
            media.schema.iter().for_each(|schema| add_schema(schema, &at, seen));
        }
    }

    fn schemas<'a, S>(map: impl Iterator<Item = (&'a String, &'a ReferenceOr<S>)>, at: &str, seen: &mut Vec<Seen>)
    where
        S: Borrow<Schema> + 'a,
    {
        map.for_each(|(name, schema)| add_schema(schema, &below(at, name), seen));
    }

    fn list(key: &str, parts: &[ReferenceOr<Schema>], at: &str, seen: &mut Vec<Seen>) {
        for (index, part) in parts.iter().enumerate() {
            add_schema(part, &format!("{at}/{key}/{index}"), seen);
        }
    }

    fn properties<'a, S>(map: impl Iterator<Item = (&'a String, &'a ReferenceOr<S>)>, at: &str, seen: &mut Vec<Seen>)
    where
        S: Borrow<Schema> + 'a,
    {
        let at = below(at, "properties");
        for (name, property) in map {
            let description = match property {
                ReferenceOr::Item(schema) => schema.borrow().schema_data.description.clone(),
                ReferenceOr::Reference { .. } => None,
            };
            seen.push(Seen { pointer: below(&at, name), name: name.clone(), description });
            add_schema(property, &below(&at, name), seen);
        }
    }

    fn additional(schema: &Option<AdditionalProperties>, at: &str, seen: &mut Vec<Seen>) {
        if let Some(AdditionalProperties::Schema(schema)) = schema {
            add_schema(schema, &below(at, "additionalProperties"), seen);
        }
    }

    fn add_schema<S: Borrow<Schema>>(schema: &ReferenceOr<S>, at: &str, seen: &mut Vec<Seen>) {
        let ReferenceOr::Item(schema) = schema else { return };
        match &schema.borrow().schema_kind {
            SchemaKind::Type(Type::Object(object)) => {
                properties(object.properties.iter(), at, seen);
                additional(&object.additional_properties, at, seen);
            }
            SchemaKind::Type(Type::Array(array)) => {
                array.items.iter().for_each(|items| add_schema(items, &below(at, "items"), seen));
            }
            SchemaKind::OneOf { one_of } => list("oneOf", one_of, at, seen),
            SchemaKind::AllOf { all_of } => list("allOf", all_of, at, seen),
            SchemaKind::AnyOf { any_of } => list("anyOf", any_of, at, seen),
            SchemaKind::Any(any) => add_any(any, at, seen),
            SchemaKind::Not { .. } | SchemaKind::Type(_) => {}
        }
    }

    fn add_any(any: &AnySchema, at: &str, seen: &mut Vec<Seen>) {
        properties(any.properties.iter(), at, seen);
        additional(&any.additional_properties, at, seen);
        any.items.iter().for_each(|items| add_schema(items, &below(at, "items"), seen));
        list("oneOf", &any.one_of, at, seen);
        list("allOf", &any.all_of, at, seen);
        list("anyOf", &any.any_of, at, seen);
    }
}

mod by_oas3 {
    use super::{Seen, below};
    use oas3::spec::{MediaType, ObjectOrReference, ObjectSchema, Operation, Parameter, Response, Schema, Spec};

    pub fn places(api: &Spec) -> Vec<Seen> {
        let mut seen = Vec::new();
        if let Some(components) = &api.components {
            for (name, schema) in &components.schemas {
                add_schema(schema, &below("/components/schemas", name), &mut seen);
            }
            for (name, parameter) in &components.parameters {
                add_parameter(parameter, &below("/components/parameters", name), &mut seen);
            }
        }
        let paths = api.paths.iter().flatten().map(|(path, item)| (below("/paths", path), item));
        let webhooks = api.webhooks.iter().map(|(name, item)| (below("/webhooks", name), item));
        for (at, item) in paths.chain(webhooks) {
            add_parameters(&item.parameters, &at, &mut seen);
            for (method, operation) in item.methods() {
                add_operation(operation, &below(&at, &method.as_str().to_lowercase()), &mut seen);
            }
        }
        seen
    }

    fn add_operation(operation: &Operation, at: &str, seen: &mut Vec<Seen>) {
        add_parameters(&operation.parameters, at, seen);
        if let Some(ObjectOrReference::Object(body)) = &operation.request_body {
            add_content(&body.content, &below(at, "requestBody"), seen);
        }
        for (status, response) in operation.responses.iter().flatten() {
            add_response(response, &format!("{at}/responses/{status}"), seen);
        }
    }

    fn add_response(response: &ObjectOrReference<Response>, at: &str, seen: &mut Vec<Seen>) {
        let ObjectOrReference::Object(response) = response else { return };
        add_content(&response.content, at, seen);
        for (name, header) in &response.headers {
            if let ObjectOrReference::Object(header) = header {
                let pointer = below(&below(at, "headers"), name);
                seen.push(Seen { pointer, name: name.clone(), description: header.description.clone() });
            }
        }
    }

    fn add_parameters(parameters: &[ObjectOrReference<Parameter>], at: &str, seen: &mut Vec<Seen>) {
        for (index, parameter) in parameters.iter().enumerate() {
            add_parameter(parameter, &format!("{at}/parameters/{index}"), seen);
        }
    }

    fn add_parameter(parameter: &ObjectOrReference<Parameter>, at: &str, seen: &mut Vec<Seen>) {
        if let ObjectOrReference::Object(parameter) = parameter {
            let (name, description) = (parameter.name.clone(), parameter.description.clone());
            seen.push(Seen { pointer: at.to_owned(), name, description });
        }
    }

    fn add_content(content: &oas3::Map<String, MediaType>, at: &str, seen: &mut Vec<Seen>) {
        for (name, media) in content {
            let at = below(&below(&below(at, "content"), name), "schema");
            media.schema.iter().for_each(|schema| add_schema(schema, &at, seen));
        }
    }

    fn object(schema: &Schema) -> Option<&ObjectSchema> {
        match schema {
            Schema::Object(object) => match &**object {
                ObjectOrReference::Object(object) => Some(object),
                ObjectOrReference::Ref { .. } => None,
            },
            Schema::Boolean(_) => None,
        }
    }

    /// A property's own words, which in 3.1 may stand beside a reference.
    fn description(schema: &Schema) -> Option<String> {
        match schema {
            Schema::Object(object) => match &**object {
                ObjectOrReference::Object(object) => object.description.clone(),
                ObjectOrReference::Ref { description, .. } => description.clone(),
            },
            Schema::Boolean(_) => None,
        }
    }

    fn add_schema(schema: &Schema, at: &str, seen: &mut Vec<Seen>) {
        let Some(object) = object(schema) else { return };
        for (name, property) in &object.properties {
            let pointer = below(&below(at, "properties"), name);
            seen.push(Seen { pointer: pointer.clone(), name: name.clone(), description: description(property) });
            add_schema(property, &pointer, seen);
        }
        let lists = [
            ("allOf", &object.all_of),
            ("anyOf", &object.any_of),
            ("oneOf", &object.one_of),
            ("prefixItems", &object.prefix_items),
        ];
        for (key, parts) in lists {
            for (index, part) in parts.iter().enumerate() {
                add_schema(part, &format!("{at}/{key}/{index}"), seen);
            }
        }
        object.items.iter().for_each(|items| add_schema(items, &below(at, "items"), seen));
        object.additional_properties.iter().for_each(|more| add_schema(more, &below(at, "additionalProperties"), seen));
    }
}

#[test]
fn the_reader_sees_what_openapiv3_sees() {
    let Some(folder) = corpus::folder() else { return };
    let (mut files, mut places) = (0, 0);
    for source in corpus::descriptions(&folder) {
        let api: Option<openapiv3::OpenAPI> = match is_json(&source) {
            true => serde_json::from_str(source.text()).ok(),
            false => serde_yaml::from_str(source.text()).ok(),
        };
        if let Some(api) = api.filter(|api| api.openapi.starts_with("3.0")) {
            files += 1;
            places += compare(&source, &by_openapiv3::places(&api));
        }
    }
    eprintln!("{places} places in {files} files as openapiv3 reads them");
    assert!(files >= 50 && places >= 1800, "the oracle saw only {places} places in {files} files");
}

#[test]
fn the_reader_sees_what_oas3_sees() {
    let Some(folder) = corpus::folder() else { return };
    let (mut files, mut places) = (0, 0);
    for source in corpus::descriptions(&folder) {
        let api: Option<oas3::Spec> = match is_json(&source) {
            true => oas3::from_json(source.text()).ok(),
            false => serde_yaml::from_str(source.text()).ok(),
        };
        if let Some(api) = api.filter(|api| api.openapi.starts_with("3.1")) {
            files += 1;
            places += compare(&source, &by_oas3::places(&api));
        }
    }
    eprintln!("{places} places in {files} files as oas3 reads them");
    assert!(files >= 12 && places >= 700, "the oracle saw only {places} places in {files} files");
}
