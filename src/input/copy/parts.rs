//! The words in keys that tell a label from a hint: `webhook_url_hint`, `webhookUrl.placeholder`, `hints.user.webhook_url`.
//!
//! A key is read here without its neighbours; whether it really is a part of another one is for the grouping to say.

use super::keys::folded;
use crate::field::Role;

/// What a key says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The key path of what it is a part of.
    pub base: Vec<String>,
    /// Which part.
    pub role: Role,
    /// How far the key can be believed.
    pub trust: Trust,
}

/// How far a key can be believed that it is a part of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Also where nothing else belongs to its base.
    Alone,
    /// Only where something else belongs to its base.
    InCompany,
    /// Only where its base has hints but no label of its own: `title` and `name` are often fields themselves.
    Heading,
}

use Trust::{Alone, Heading, InCompany};

/// What a key ends with, or is, the longer words first.
const ENDINGS: &[(&str, Role, Trust)] = &[
    ("placeholder", Role::Placeholder, Alone),
    ("placeholdertext", Role::Placeholder, Alone),
    ("description", Role::Description, Alone),
    ("explanation", Role::Help, Alone),
    ("helpertext", Role::Help, Alone),
    ("helpmessage", Role::Help, Alone),
    ("tooltiptext", Role::Tooltip, Alone),
    ("helptext", Role::Help, Alone),
    ("hinttext", Role::Help, Alone),
    ("tooltip", Role::Tooltip, Alone),
    ("helper", Role::Help, InCompany),
    ("subtitle", Role::Description, InCompany),
    ("caption", Role::Description, InCompany),
    ("fieldname", Role::Label, InCompany),
    ("label", Role::Label, Alone),
    ("hints", Role::Help, InCompany),
    ("title", Role::Title, Heading),
    ("desc", Role::Description, Alone),
    ("help", Role::Help, Alone),
    ("hint", Role::Help, Alone),
    ("info", Role::Help, InCompany),
    ("note", Role::Help, InCompany),
    ("tips", Role::Help, InCompany),
    ("tip", Role::Help, InCompany),
];

/// What a key is, as a whole, and never ends with.
const WHOLE: &[(&str, Role, Trust)] = &[("name", Role::Label, Heading), ("displayname", Role::Label, Heading)];

/// What a key begins with.
const BEGINNINGS: &[(&str, Role, Trust)] = &[
    ("placeholder", Role::Placeholder, Alone),
    ("description", Role::Description, InCompany),
    ("tooltip", Role::Tooltip, Alone),
    ("field", Role::Label, InCompany),
    ("label", Role::Label, InCompany),
    ("desc", Role::Description, InCompany),
    ("help", Role::Help, InCompany),
    ("hint", Role::Help, Alone),
    ("lbl", Role::Label, InCompany),
];

/// Keys above others that say what all of those below are.
const SECTIONS: &[(&str, Role, Trust)] = &[
    ("placeholders", Role::Placeholder, Alone),
    ("descriptions", Role::Description, InCompany),
    ("description", Role::Description, InCompany),
    ("placeholder", Role::Placeholder, InCompany),
    ("tooltips", Role::Tooltip, Alone),
    ("tooltip", Role::Tooltip, InCompany),
    ("labels", Role::Label, Alone),
    ("label", Role::Label, InCompany),
    ("hints", Role::Help, Alone),
    ("helps", Role::Help, Alone),
    ("help", Role::Help, InCompany),
    ("hint", Role::Help, InCompany),
];

/// Keys that Rails and its form builders put above the model.
const WRAPPERS: &[&str] = &["activemodel", "activerecord", "formtastic", "helpers", "mongoid", "simple_form"];

/// The path without what a framework puts above it, in which a model's namespace is a key of its own.
pub fn without_wrapper(path: &[String]) -> Vec<String> {
    let Some((_, rest)) = path.split_first().filter(|(first, _)| WRAPPERS.contains(&first.as_str())) else {
        return path.to_vec();
    };
    let rest = match rest {
        [attributes, rest @ ..] if attributes == "attributes" && !rest.is_empty() => rest,
        _ => rest,
    };
    rest.iter().flat_map(|key| key.split('/')).map(str::to_owned).collect()
}

/// What the keys of a path say of the string below them, if anything; the path is one without a wrapper.
pub fn part_of(path: &[String]) -> Option<Part> {
    let (last, above) = path.split_last()?;
    let whole = folded(last);
    if let Some(&(_, role, trust)) = ENDINGS.iter().chain(WHOLE).find(|(word, ..)| *word == whole) {
        return (!above.is_empty()).then(|| Part { base: above.to_vec(), role, trust });
    }
    let with = |base: &str| above.iter().cloned().chain([base.to_owned()]).collect();
    if let Some((base, role, trust)) = by_ending(last) {
        return Some(Part { base: with(base), role, trust });
    }
    if let Some(part) = by_section(path) {
        return Some(part);
    }
    by_beginning(last).map(|(base, role, trust)| Part { base: with(base), role, trust })
}

fn by_section(path: &[String]) -> Option<Part> {
    let (last, above) = path.split_last()?;
    let (at, role, trust) = above.iter().enumerate().rev().find_map(|(at, key)| {
        let lower = key.to_ascii_lowercase();
        SECTIONS.iter().find(|(word, ..)| *word == lower).map(|&(_, role, trust)| (at, role, trust))
    })?;
    let mut base = above.to_vec();
    base.remove(at);
    base.push(last.clone());
    Some(Part { base, role, trust })
}

/// The key before an ending, which is set off by a separator or by its upper-case letter.
fn by_ending(key: &str) -> Option<(&str, Role, Trust)> {
    let key = ["_html", "_md", "_markdown", "Html"].iter().find_map(|ending| key.strip_suffix(ending)).unwrap_or(key);
    let key = key.trim_end_matches(|last: char| last.is_ascii_digit()).trim_end_matches(SEPARATORS);
    if let Some(base) = before_variant(key) {
        return Some((base, Role::Placeholder, InCompany));
    }
    ENDINGS.iter().find_map(|&(word, role, trust)| {
        let start = start_of_ending(key, word)?;
        let (before, ending) = key.split_at(start);
        let base = before.trim_end_matches(SEPARATORS);
        let is_set_off = base.len() < before.len()
            || (ending.starts_with(|first: char| first.is_ascii_uppercase())
                && (ending[1..].starts_with(|second: char| second.is_ascii_lowercase())));
        (is_set_off && !base.is_empty()).then_some((without_field(base), role, trust))
    })
}

/// The key before `_field`, where it is the field's parts that are named so: `redirect_uri_field_label`.
fn without_field(base: &str) -> &str {
    match base.rsplit_once(SEPARATORS) {
        Some((field, last)) if !field.is_empty() && last.eq_ignore_ascii_case("field") => field,
        _ => base,
    }
}

/// The key before a placeholder that is one of several: `webhook_url_placeholder_chat`.
fn before_variant(key: &str) -> Option<&str> {
    let (placeholder, variant) = key.rsplit_once(SEPARATORS)?;
    let (base, word) = placeholder.rsplit_once(SEPARATORS)?;
    let is_other_part = ENDINGS.iter().any(|(ending, ..)| *ending == folded(variant));
    (word.eq_ignore_ascii_case("placeholder") && !base.is_empty() && !is_other_part).then_some(base)
}

/// Where a key's ending begins that reads as `word`, separators within it passed over.
fn start_of_ending(key: &str, word: &str) -> Option<usize> {
    let mut start = key.len();
    let mut characters = key.char_indices().rev();
    for expected in word.bytes().rev() {
        loop {
            let (at, character) = characters.next()?;
            if character.eq_ignore_ascii_case(&char::from(expected)) {
                start = at;
                break;
            }
            // Only within a word of two: `help_text`.
            if !SEPARATORS.contains(&character) || start == key.len() {
                return None;
            }
        }
    }
    Some(start)
}

/// The key behind a beginning.
fn by_beginning(key: &str) -> Option<(&str, Role, Trust)> {
    BEGINNINGS.iter().find_map(|&(word, role, trust)| {
        let rest = key.get(word.len()..).filter(|_| key[..word.len()].eq_ignore_ascii_case(word))?;
        let base = rest.trim_start_matches(['_', '-', '.']);
        let is_set_off = base.len() < rest.len();
        (is_set_off && !base.is_empty()).then_some((base, role, trust))
    })
}

const SEPARATORS: [char; 6] = ['_', '-', '.', ' ', ':', '/'];

#[cfg(test)]
mod tests {
    use super::*;

    fn path(dotted: &str) -> Vec<String> {
        dotted.split('>').map(str::to_owned).collect()
    }

    #[track_caller]
    fn check(key: &str, base: &str, role: Role) {
        let part = part_of(&without_wrapper(&path(key))).expect("it is a part");
        assert_eq!((part.base.join(">").as_str(), part.role), (base, role), "{key}");
    }

    #[test]
    fn endings_are_parts() {
        check("webhook_url_hint", "webhook_url", Role::Help);
        check("webhookUrlHelpText", "webhookUrl", Role::Help);
        check("webhook_url_help_text", "webhook_url", Role::Help);
        check("redirectURLHelp", "redirectURL", Role::Help);
        check("Redirect URLs - Tooltip", "Redirect URLs", Role::Tooltip);
        check("webhook_secret_desc_html", "webhook_secret", Role::Description);
        check("integrations-webhook-url-label", "integrations-webhook-url", Role::Label);
        check("form>url>placeholder", "form>url", Role::Placeholder);
        check("RedirectUri>Hint", "RedirectUri", Role::Help);
        check("redirect_uri_field_description", "redirect_uri", Role::Description);
        check("redirect_uri_field_name", "redirect_uri", Role::Label);
        check("webhook_url_placeholder_chat", "webhook_url", Role::Placeholder);
        check("webhook_url_placeholder_text", "webhook_url", Role::Placeholder);
    }

    #[test]
    fn sections_and_beginnings_are_parts() {
        check("simple_form>hints>user>webhook_url", "user>webhook_url", Role::Help);
        check("helpers>label>user>webhook_url", "user>webhook_url", Role::Label);
        check("tooltip_slack_url", "slack_url", Role::Tooltip);
        check("doorkeeper>applications>help>redirect_uri", "doorkeeper>applications>redirect_uri", Role::Help);
        assert_eq!(without_wrapper(&path("activerecord>attributes>a/b>url")), ["a", "b", "url"]);
    }

    #[test]
    fn other_keys_are_none() {
        for key in ["webhook_url", "relabel", "Whelp", "helpful", "é_hin", "fieldset", "hint", "labels"] {
            assert_eq!(part_of(&path(key)), None, "{key}");
        }
    }
}
