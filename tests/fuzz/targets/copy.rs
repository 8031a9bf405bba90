//! Any text as copy and as documentation, in every format that there is: the first line chooses by an ending.
#![no_main]

#[allow(dead_code, reason = "other targets use the rest of it")]
#[path = "../../support/properties.rs"]
mod properties;

use libfuzzer_sys::fuzz_target;
use whocalls::source::Source;

fuzz_target!(|text: &str| {
    let Some((name, text)) = properties::named(text) else { return };
    properties::is_read_well(&[Source::new(name, text)], &properties::house());
});
