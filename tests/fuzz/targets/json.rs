//! Any text as JSON: another reader of it agrees, and what is found has its place.
#![no_main]

#[allow(dead_code, reason = "other targets use the rest of it")]
#[path = "../../support/properties.rs"]
mod properties;

use libfuzzer_sys::fuzz_target;
use whocalls::source::Source;

fuzz_target!(|text: &str| {
    properties::is_json_read_well(text);
    properties::is_read_well(&[Source::new("api.json", text)], &properties::house());
});
