//! Lints a description that a program holds as a value, as a service's own test would: `cargo run --example lint_openapiv3`.

#![allow(clippy::print_stdout, reason = "an example shows by printing")]

use whocalls::{config::Settings, openapiv3::lint_openapi};

fn main() -> Result<(), serde_json::Error> {
    let description: openapiv3::OpenAPI = serde_json::from_str(
        r#"{"openapi": "3.0.3", "info": {"title": "Parcelway", "version": "1"}, "paths": {}, "components": {"schemas": {
            "Shipment": {"type": "object", "properties": {
                "status_callback": {"type": "string", "description": "We POST here when the status changes."}}}}}}"#,
    )?;
    for finding in lint_openapi(&description, &Settings::default()) {
        println!("{}: {}", finding.pointer.unwrap_or_default(), finding.message);
    }
    Ok(())
}
