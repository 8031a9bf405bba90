//! Any text as a configuration, as files that it names, and as a baseline: a mistake has its place.
#![no_main]

#[allow(dead_code, reason = "other targets use the rest of it")]
#[path = "../../support/properties.rs"]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| properties::is_configured_well(text));
