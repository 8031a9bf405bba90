//! `facts`: which of the four facts given words state, one line of JSON for each text.

use super::arguments::FactsArguments;
use super::{CLEAN, CliError};
use crate::field::Kind;
use crate::recognise::facts::facts_in_words;
use crate::report::json;
use crate::rulebook::Rulebook;
use serde::Deserialize;
use serde_json::Value;
use std::io::{BufRead, Write};

/// A line of input that is an object.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    id: Option<Value>,
    kind: Option<String>,
    text: String,
}

/// Writes the answers in the order of the texts.
pub fn run(arguments: &FactsArguments, out: &mut impl Write) -> Result<u8, CliError> {
    let kind = kind_of(&arguments.kind).expect("clap takes only the words of kinds");
    let phrases = Rulebook::built_in().phrases_in(&arguments.language).expect("clap takes only known languages");
    let answer =
        |id: &Value, kind: Kind, text: &str| json::answers(id, &facts_in_words(text, kind, phrases, &arguments.caller));
    if !arguments.words.is_empty() {
        writeln!(out, "{}", answer(&1.into(), kind, &arguments.words.join(" ")))?;
        return Ok(CLEAN);
    }
    for (index, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let asked = asked(&line, index + 1)?;
        let kind = match &asked.kind {
            None => kind,
            Some(word) => kind_of(word).ok_or_else(|| malformed(index + 1, &format!("`{word}` is no kind")))?,
        };
        let id = asked.id.unwrap_or_else(|| (index + 1).into());
        writeln!(out, "{}", answer(&id, kind, &asked.text))?;
    }
    Ok(CLEAN)
}

/// A line as it was meant: an object if it looks like one, else the text itself, which may begin with a placeholder in braces.
fn asked(line: &str, number: usize) -> Result<Asked, CliError> {
    let inner = line.trim_start().strip_prefix('{').map(str::trim_start);
    match inner.is_some_and(|inner| inner.is_empty() || inner.starts_with(['"', '}'])) {
        true => serde_json::from_str(line).map_err(|error| malformed(number, &error.to_string())),
        false => Ok(Asked { id: None, kind: None, text: line.to_string() }),
    }
}

fn malformed(number: usize, what: &str) -> CliError {
    CliError::Usage(format!(
        "line {number} of standard input: {what}; expected {{\"id\": …, \"kind\": …, \"text\": …}}"
    ))
}

fn kind_of(word: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.word() == word)
}
