//! Facts of a house that a review learnt, and how they get into the configuration: a new file, or keys that the file lacks
//! at its end, everything in it staying as it is.

use crate::check::sentence::Known;
use crate::config::configuration::NAMES;
use crate::config::{HouseFacts, Settings};
use crate::field::Kind;
use crate::walk::{WalkError, write};
use serde_yaml::{Mapping, Value};
use std::collections::BTreeMap;

/// The name of a configuration that is not there yet.
pub const FILE: &str = NAMES[0];

/// What was answered, the last answer of each sort.
#[derive(Debug, Default)]
pub struct Memory {
    caller: Option<String>,
    house: BTreeMap<Kind, HouseFacts>,
}

impl Memory {
    /// Keeps what was answered for a field of a kind.
    pub fn learn(&mut self, kind: Kind, answers: &Known) {
        self.caller = answers.caller.clone().or(self.caller.take());
        let house = self.house.entry(kind).or_default();
        house.method = answers.method.clone().or(house.method.take());
        house.failure = answers.failure.clone().or(house.failure.take());
    }

    /// What was answered for fields of a kind.
    pub fn of(&self, kind: Kind) -> Known {
        let house = self.house.get(&kind).cloned().unwrap_or_default();
        Known { caller: self.caller.clone(), method: house.method, trigger: None, failure: house.failure }
    }

    /// What the settings do not say yet, as top-level keys and the text of each.
    pub fn entries(&self, settings: &Settings) -> Vec<(&'static str, String)> {
        let mut entries = Vec::new();
        if let (Some(caller), None) = (&self.caller, &settings.caller) {
            entries.push(("caller", block("caller", Value::from(caller.as_str()))));
        }
        let mut kinds = Mapping::new();
        for (kind, learnt) in self.house.iter().filter(|(kind, _)| **kind != Kind::Unknown) {
            let known = settings.house.get(kind).cloned().unwrap_or_default();
            let mut facts = Mapping::new();
            for (key, learnt, known) in
                [("method", &learnt.method, known.method), ("failure", &learnt.failure, known.failure)]
            {
                if let (Some(learnt), None) = (learnt, known) {
                    facts.insert(key.into(), learnt.as_str().into());
                }
            }
            if !facts.is_empty() {
                kinds.insert(kind.word().into(), facts.into());
            }
        }
        if !kinds.is_empty() {
            entries.push(("house", block("house", kinds.into())));
        }
        entries
    }
}

fn block(key: &str, value: Value) -> String {
    let mapping = Mapping::from_iter([(Value::from(key), value)]);
    serde_yaml::to_string(&mapping).expect("words under words can be written")
}

/// The configuration of the working directory: the one that is there, else the one to create.
pub fn path() -> String {
    let exists = |name: &&&str| std::path::Path::new(name).exists();
    NAMES.iter().find(exists).unwrap_or(&NAMES[0]).to_string()
}

/// Adds entries to a configuration as far as it lacks their keys, and says what was done.
pub fn write(path: &str, entries: &[(&str, String)]) -> Result<String, WalkError> {
    let Some(old) = write::text_of(path)? else {
        let text: String = entries.iter().map(|(_, block)| block.as_str()).collect();
        write::create(path, &text)?;
        return Ok(format!("wrote {path}"));
    };
    let (new, left) = extended(&old, entries).ok_or_else(|| {
        WalkError::Unwritable(path.to_owned(), "it holds no mapping that could be added to".to_owned())
    })?;
    if new != old {
        write::replace(path, &old, &new)?;
    }
    Ok(match left.is_empty() {
        true => format!("wrote {path}"),
        false => format!("{path} has `{}` already; add to it by hand what it lacks", left.join("`, `")),
    })
}

/// A configuration with entries at its end, and the keys that it had already; none where it cannot be added to.
fn extended<'e>(old: &str, entries: &[(&'e str, String)]) -> Option<(String, Vec<&'e str>)> {
    let known = match serde_yaml::from_str(old) {
        Ok(Value::Null) => Mapping::new(),
        Ok(Value::Mapping(known)) if !old.trim_start().starts_with('{') => known,
        _ => return None,
    };
    let (left, new): (Vec<_>, Vec<_>) = entries.iter().partition(|(key, _)| known.contains_key(*key));
    let mut text = old.to_owned();
    let line_end = if old.contains("\r\n") { "\r\n" } else { "\n" };
    if !new.is_empty() && !text.is_empty() && !text.ends_with('\n') {
        text.push_str(line_end);
    }
    new.iter().for_each(|(_, block)| text.push_str(&block.replace('\n', line_end)));
    // What follows the end of a document would be a second one.
    let reads = serde_yaml::from_str(&text).ok().is_some_and(|read: Value| {
        entries.iter().all(|(key, _)| read.get(*key).is_some())
            && known.iter().all(|(key, value)| read.get(key) == Some(value))
    });
    reads.then(|| (text, left.iter().map(|(key, _)| *key).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> Vec<(&'static str, String)> {
        let mut memory = Memory::default();
        let failure = Some("If the call fails: no retry.".to_owned());
        let answers = Known { caller: Some("Parcelway".into()), method: Some("POST".into()), trigger: None, failure };
        memory.learn(Kind::Webhook, &answers);
        memory.entries(&Settings::default())
    }

    #[test]
    fn a_new_configuration_says_what_was_learnt() {
        let text: String = entries().into_iter().map(|(_, block)| block).collect();
        assert_eq!(
            text,
            "caller: Parcelway\nhouse:\n  webhook:\n    method: POST\n    failure: 'If the call fails: no retry.'\n"
        );
        let told = Settings { caller: Some("Parcelway".into()), ..Settings::default() };
        let mut memory = Memory::default();
        memory.learn(Kind::Redirect, &Known { caller: Some("Parcelway".into()), ..Known::default() });
        assert!(memory.entries(&told).is_empty());
    }

    #[test]
    fn what_a_configuration_says_already_stays() {
        let (new, left) =
            extended("# ours\r\ncaller:   Parcelway  # the house\r\nignore: []", &entries()).expect("it can");
        assert!(
            new.starts_with("# ours\r\ncaller:   Parcelway  # the house\r\nignore: []\r\nhouse:\r\n  webhook:"),
            "{new}"
        );
        assert_eq!(left, ["caller"]);
        assert_eq!(extended("- a\n", &entries()), None);
        assert_eq!(extended("{a: b}\n", &entries()), None);
        assert_eq!(extended("a: b\n...\n", &entries()), None);
    }
}
