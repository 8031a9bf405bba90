//! Any pattern on any words: the matcher finds what the expression finds. The first line is the pattern, and each line behind it words.
#![no_main]

#[allow(dead_code, reason = "other targets use the rest of it")]
#[path = "../../support/properties.rs"]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| properties::pattern_means_one_thing(text));
