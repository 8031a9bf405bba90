//! Linting an [`openapiv3::OpenAPI`] value, such as the one that a service builds of itself, in a unit test.
//!
//! The value has no text, so findings are told by pointer and message; their places are those of its JSON.

use crate::config::Settings;
use crate::finding::Finding;
use crate::lint::lint;
use crate::source::Source;
use ::openapiv3::OpenAPI;

/// The findings in a description that is a value.
///
/// ```
/// use whocalls::{config::Settings, openapiv3::lint_openapi};
///
/// let description: openapiv3::OpenAPI = serde_json::from_str(
///     r#"{"openapi": "3.0.3", "info": {"title": "Acme", "version": "1"}, "paths": {}, "components": {"schemas": {
///         "Order": {"type": "object", "properties": {
///             "callback_url": {"type": "string", "description": "Called when the order ships."}}}}}}"#,
/// )?;
/// let findings = lint_openapi(&description, &Settings::default());
/// assert_eq!(findings[0].name, "callback_url");
/// assert_eq!(findings[0].rules, ["missing-caller", "missing-method", "missing-failure"]);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn lint_openapi(description: &OpenAPI, settings: &Settings) -> Vec<Finding> {
    lint(&[as_source(description)], settings)
}

/// The description as the JSON that it stands for, which is what the places of its findings count in.
pub fn as_source(description: &OpenAPI) -> Source {
    let json = serde_json::to_string_pretty(description).expect("its keys are strings and none of its values can fail");
    Source::new("openapi.json", json)
}
