//! What a cell or a note says of a field's value: types, formats, samples.

use crate::field::Shape;

/// Characters of a sample that are kept, and how many are.
const SAMPLE_WIDTH: usize = 200;
const SAMPLES_LIMIT: usize = 5;

/// Adds the types that words name, such as `array of strings`, `string(uri)` or `Url | null`.
pub(super) fn add_types(words: &str, shape: &mut Shape) {
    if words.contains("[]") || words.contains("[…]") {
        shape.list = true;
    }
    if words.contains("=>") || words.contains("->") {
        add(&mut shape.types, "function");
        return;
    }
    let quoted = words.split('|').filter(|part| part.trim().trim_matches('`').starts_with(['"', '\''])).count();
    shape.enumerated |= quoted > 1;
    let parts = words.split(|c: char| !(c.is_alphanumeric() || "-_.".contains(c))).filter(|part| !part.is_empty());
    for part in parts {
        add_type(part, shape);
    }
}

fn add_type(word: &str, shape: &mut Shape) {
    match word.to_lowercase().as_str() {
        "string" | "strings" | "str" | "text" | "varchar" | "char" | "char64" => add(&mut shape.types, "string"),
        "boolean" | "bool" | "booleans" => add(&mut shape.types, "boolean"),
        "integer" | "int" | "integers" | "int32" | "int64" | "long" => add(&mut shape.types, "integer"),
        "number" | "float" | "double" | "decimal" | "numbers" => add(&mut shape.types, "number"),
        "object" | "map" | "hash" | "dict" | "dictionary" | "json" | "struct" | "objects" => {
            add(&mut shape.types, "object");
        }
        "array" | "list" | "slice" | "arrays" => {
            shape.list = true;
            add(&mut shape.types, "array");
        }
        "uri" | "url" | "uris" | "urls" => {
            add(&mut shape.types, "string");
            add(&mut shape.formats, "uri");
        }
        "uuid" | "guid" => add(&mut shape.formats, "uuid"),
        "date" => add(&mut shape.formats, "date"),
        "datetime" | "date-time" | "timestamp" => add(&mut shape.formats, "date-time"),
        "email" => add(&mut shape.formats, "email"),
        "function" | "callable" => add(&mut shape.types, "function"),
        "enum" => shape.enumerated = true,
        _ if word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase) => {
            const NO_TYPES: [&str; 8] =
                ["Required", "Optional", "Default", "Nullable", "Deprecated", "Pointer", "Yes", "No"];
            if !NO_TYPES.contains(&word) {
                add(&mut shape.named, word);
            }
        }
        _ => {}
    }
}

fn add(list: &mut Vec<String>, word: &str) {
    if !list.iter().any(|known| known == word) {
        list.push(word.to_owned());
    }
}

/// The sample that words give, where they give one and do not speak of it.
pub(super) fn sample(words: &str) -> Option<String> {
    let words = words.trim();
    let inner = match words.split('`').find(|part| !part.trim().is_empty()) {
        Some(code) if words.starts_with('`') => code,
        _ => words,
    };
    let inner = inner.trim().trim_matches(['"', '\'', '<', '>', '*', '“', '”']).trim();
    let is_nothing = ["none", "null", "nil", "n/a", "undefined", "empty", "required", "optional", "yes", "no", "unset"]
        .contains(&inner.to_lowercase().as_str());
    let is_one = inner.chars().any(char::is_alphanumeric) && !inner.contains(char::is_whitespace);
    (is_one && !is_nothing).then(|| inner.chars().take(SAMPLE_WIDTH).collect())
}

/// Adds the sample that words give, which shows of what type a value is where nothing says it.
pub(super) fn add_sample(words: &str, shape: &mut Shape) {
    let Some(sample) = sample(words).filter(|_| shape.samples.len() < SAMPLES_LIMIT) else { return };
    if shape.types.is_empty() {
        match sample.to_lowercase().as_str() {
            "true" | "false" => add(&mut shape.types, "boolean"),
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => add(&mut shape.types, "integer"),
            _ => {}
        }
    }
    shape.samples.push(sample);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_types_are_known() {
        let shape = |words: &str| {
            let mut shape = Shape::default();
            add_types(words, &mut shape);
            shape
        };
        assert_eq!(shape("`string` (URL)").formats, ["uri"]);
        assert_eq!(shape("array of strings").types, ["array", "string"]);
        assert!(shape("Pointer to **[]string**").list);
        assert_eq!(shape("WebhookConfig, required").named, ["WebhookConfig"]);
        assert!(shape("`'get'` | `'post'`").enumerated);
        assert_eq!(shape("(event) => void").types, ["function"]);
    }

    #[test]
    fn samples_are_single_values() {
        assert_eq!(sample("`https://a.b/c`").as_deref(), Some("https://a.b/c"));
        assert_eq!(sample("\"\""), None);
        assert_eq!(sample("—"), None);
        assert_eq!(sample("None"), None);
        assert_eq!(sample("the same as above"), None);
        let mut shape = Shape::default();
        add_sample("``False``. Tells whether", &mut shape);
        assert_eq!((shape.types, shape.samples), (vec!["boolean".to_owned()], vec!["False".to_owned()]));
    }
}
