//! The JSON Schema of a configuration, made from the table of keys, for editors.

use super::keys::{self, Choice, Key, Shape, TOP, Tables};
use serde_json::{Map, Value, json};

/// The schema, in the dialect of 2020-12.
pub fn schema() -> Value {
    let mut schema = mapping(TOP);
    let own = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of whocalls",
        "description": "What whocalls looks for in the files beside and below it: whocalls.yaml or .whocalls.yaml.",
    });
    let Value::Object(own) = own else { return schema };
    if let Value::Object(schema) = &mut schema {
        let rest = std::mem::take(schema);
        schema.extend(own);
        schema.extend(rest);
    }
    schema
}

fn mapping(tables: Tables) -> Value {
    let properties: Map<String, Value> = keys::keys(tables).map(|key| (key.name.to_owned(), described(key))).collect();
    let required: Vec<&str> = keys::keys(tables).filter(|key| key.required).map(|key| key.name).collect();
    let mut mapping = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !required.is_empty() {
        mapping["required"] = json!(required);
    }
    mapping
}

fn described(key: &Key) -> Value {
    let mut shape = shape(key.shape);
    if key.name == "ignores" {
        // Without either, it would ignore everything.
        shape["items"]["anyOf"] = json!([{"required": ["files"]}, {"required": ["pointer"]}]);
    }
    let Value::Object(shape) = shape else { return Value::Null };
    let mut described = Map::new();
    described.insert("description".into(), key.about.into());
    described.extend(shape);
    Value::Object(described)
}

fn shape(shape: Shape) -> Value {
    let text = || json!({"type": "string", "pattern": "\\S"});
    match shape {
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Text => text(),
        Shape::Texts => json!({"anyOf": [text(), {"type": "array", "items": text()}]}),
        Shape::Day => json!({"type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}),
        Shape::One(choice) => chosen(choice),
        Shape::Some(choice) => json!({"anyOf": [chosen(choice), {"type": "array", "items": chosen(choice)}]}),
        Shape::Levels => {
            let level = |rule: &str| (rule.to_owned(), chosen(Choice::Level));
            let known: Map<String, Value> = Choice::Rule.words().into_iter().map(level).collect();
            json!({"type": "object", "properties": known, "additionalProperties": chosen(Choice::Level)})
        }
        Shape::Mapping(tables) => mapping(tables),
        Shape::Mappings(tables) => json!({"type": "array", "items": mapping(tables)}),
    }
}

/// One of the words; where a house can add some, the words are there to be offered.
fn chosen(choice: Choice) -> Value {
    match choice.is_open() {
        true => json!({"anyOf": [{"enum": choice.words()}, {"type": "string", "pattern": "^[a-z0-9-]+$"}]}),
        false => json!({"enum": choice.words()}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys of every mapping below a value, as `overrides.files`.
    fn keys_of(schema: &Value, above: &str, found: &mut Vec<String>) {
        for (name, value) in schema["properties"].as_object().into_iter().flatten() {
            let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
            if !path.contains("rules.") {
                found.push(path.clone());
            }
            keys_of(value, &path, found);
            keys_of(&value["items"], &path, found);
        }
    }

    #[test]
    fn the_schema_has_the_keys_of_the_table_each_described() {
        let schema = schema();
        let mut found = Vec::new();
        keys_of(&schema, "", &mut found);
        let mut expected = Vec::new();
        fn add(tables: Tables, above: &str, expected: &mut Vec<String>) {
            for key in keys::keys(tables) {
                let path = if above.is_empty() { key.name.to_owned() } else { format!("{above}.{}", key.name) };
                expected.push(path.clone());
                if let Shape::Mapping(tables) | Shape::Mappings(tables) = key.shape {
                    add(tables, &path, expected);
                }
                assert!(key.about.ends_with('.') && !key.example.is_empty(), "{path}");
            }
        }
        add(TOP, "", &mut expected);
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        assert!(found.contains(&"overrides.house.webhook.method".to_owned()), "{found:?}");
    }
}
