//! A Mermaid sequence diagram of who calls whom: the provider, your server, and the browser of the person who uses it
//! (<https://mermaid.js.org/syntax/sequenceDiagram.html>).
//!
//! What a document says comes in with every character that Mermaid could read as syntax written as one of its entities.

use super::visible::shortened;
use super::{Piece, Totals};
use crate::field::{Fact, Field, Kind};
use crate::lint::Survey;
use crate::recognise::name_in_title;
use crate::source::Source;

/// Longest words that are shown beside an arrow, in characters.
const LONGEST: usize = 60;
/// The length of a text that Mermaid draws unless its `maxTextSize` says otherwise
/// (<https://mermaid.js.org/config/schema-docs/config.html#maxtextsize>).
const MERMAID_LIMIT: usize = 50_000;
const TOO_LARGE: &str =
    "This is more than Mermaid draws unless its maxTextSize is raised; name fewer files for a map of each.";
/// Stands for the provider until it is known which participant that is; escaped text has no braces.
const PROVIDER: &str = "{provider}";

/// The arrows of each field, under a line with its provider's name.
pub fn arrows(survey: &Survey, sources: &[Source]) -> Vec<Piece> {
    let piece = |surveyed: &crate::lint::Surveyed| Piece { severity: None, text: arrows_of(&surveyed.field, sources) };
    // What an input shows is drawn with the input.
    survey.fields.iter().filter(|surveyed| surveyed.field.candidate.shown_by.is_none()).map(piece).collect()
}

/// The diagram; nothing where there is no field.
pub fn diagram(pieces: &[Piece], _totals: &Totals) -> String {
    if pieces.is_empty() {
        return String::new();
    }
    let mut providers: Vec<&str> = Vec::new();
    let mut arrows = String::new();
    for piece in pieces {
        let (provider, lines) = piece.text.split_once('\n').expect("the provider's name is a line of its own");
        let index = providers.iter().position(|known| *known == provider).unwrap_or_else(|| {
            providers.push(provider);
            providers.len() - 1
        });
        arrows.push_str(&lines.replace(PROVIDER, &format!("provider{}", index + 1)));
    }
    let mut out = "sequenceDiagram\n".to_string();
    for (index, provider) in providers.iter().enumerate() {
        out.push_str(&format!("    participant provider{} as {provider}\n", index + 1));
    }
    let out = format!("{out}    participant server as your server\n    actor browser as the user's browser\n{arrows}");
    match out.len() > MERMAID_LIMIT {
        true => format!("%% {TOO_LARGE}\n{out}"),
        false => out,
    }
}

fn arrows_of(field: &Field, sources: &[Source]) -> String {
    let candidate = &field.candidate;
    let stated = |fact| field.facts.of(fact).map(|evidence| escaped(&evidence.quote));
    let provider = candidate.info.title.as_deref().map(|title| name_in_title(title).unwrap_or(title.to_string()));
    let provider = escaped(&provider.unwrap_or_else(|| "the provider".to_string()));
    let provider = if provider.is_empty() { "the provider".to_string() } else { provider };
    let name = escaped(&candidate.name);
    let caller = stated(Fact::Caller).map_or("caller not stated".to_string(), |quote| format!("by #34;{quote}#34;"));
    let trigger = stated(Fact::Trigger).unwrap_or_else(|| "trigger not stated".to_string());
    let method = stated(Fact::Method).unwrap_or_else(|| "method not stated".to_string());
    let failure = stated(Fact::Failure).unwrap_or_else(|| "not stated".to_string());
    let place = escaped(sources[candidate.file].path());
    let arrows = match field.kind {
        Kind::Webhook => format!("    {PROVIDER}->>server: {name}: {method}, {trigger}\n"),
        Kind::Redirect => {
            format!("    {PROVIDER}->>browser: redirect, {trigger}\n    browser->>server: {name}: {method}\n")
        }
        Kind::Unknown => format!("    {PROVIDER}-->>server: {name}: {method}, {trigger}, by a server or a browser?\n"),
    };
    format!(
        "{provider}\n    note over {PROVIDER},server: {place}: {caller}\n{arrows}    note right of server: on failure: {failure}\n"
    )
}

/// Text on one line, as Mermaid takes it for text wherever it stands.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in shortened(text, LONGEST).chars() {
        match character {
            ' ' | '_' | '-' | '.' | '/' | '\'' | '…' => out.push(character),
            letter if letter.is_alphanumeric() => out.push(letter),
            other => out.push_str(&format!("#{};", u32::from(other))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mermaid_reads_as_syntax_is_an_entity() {
        assert_eq!(escaped("a;b\nend #x: <b> %%"), "a#59;b end #35;x#58; #60;b#62; #37;#37;");
        assert_eq!(escaped("callback_url"), "callback_url");
    }
}
