//! Any text in every format: its inventory is JSON whose places lie in the file, and all reports can be written.
#![no_main]

#[allow(dead_code, reason = "other targets use the rest of it")]
#[path = "../../support/properties.rs"]
mod properties;

use libfuzzer_sys::fuzz_target;
use whocalls::lint::survey;
use whocalls::source::Source;

fuzz_target!(|text: &str| {
    let Some((name, text)) = properties::named(text) else { return };
    let sources = [Source::new(name, text)];
    let survey = survey(&sources, &properties::house());
    let inventory = properties::inventory(&survey, &sources);
    let fields = inventory["fields"].as_array().expect("it lists fields");
    assert_eq!(fields.len(), survey.fields.len());
    for field in fields {
        let offset = |end: &str| field[end]["offset"].as_u64().expect("it has an offset") as usize;
        assert!(text.get(offset("start")..offset("end")).is_some(), "{field}");
    }
    properties::is_reported(&survey, &sources);
});
