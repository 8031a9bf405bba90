//! Any text in every format: what is fixed is what was wrong, and nothing else.
#![no_main]

#[allow(dead_code, reason = "other targets use the rest of it")]
#[path = "../../support/properties.rs"]
mod properties;

use libfuzzer_sys::fuzz_target;
use whocalls::source::Source;

fuzz_target!(|text: &str| {
    let Some((name, text)) = properties::named(text) else { return };
    for gaps in [false, true] {
        properties::is_fixed_well(&[Source::new(name.as_str(), text)], &properties::house(), gaps);
    }
});
