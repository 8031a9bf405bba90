//! Which headings are the names of fields, and which are those of chapters and steps.

use super::block::{Block, BlockKind};
use super::lead::{Lead, Mark, lead};
use super::passage::Passage;

/// What a heading's last word is where the heading names something that is filled in. Whether it is a callback URL is told
/// by more than this.
const VALUES: [&str; 22] = [
    "url",
    "urls",
    "uri",
    "uris",
    "endpoint",
    "webhook",
    "callback",
    "hook",
    "postback",
    "address",
    "link",
    "target",
    "destination",
    "redirect",
    "sink",
    "receiver",
    "host",
    "path",
    "location",
    "page",
    "href",
    "listener",
];

/// First words of headings that tell what to do or ask something.
const STEPS: [&str; 43] = [
    "to",
    "configure",
    "set",
    "setup",
    "add",
    "create",
    "register",
    "update",
    "delete",
    "test",
    "use",
    "enable",
    "disable",
    "handle",
    "verify",
    "receive",
    "send",
    "what",
    "how",
    "why",
    "when",
    "where",
    "about",
    "specify",
    "get",
    "list",
    "remove",
    "edit",
    "choose",
    "enter",
    "copy",
    "step",
    "implement",
    "build",
    "supported",
    "manage",
    "validate",
    "check",
    "deploy",
    "define",
    "expose",
    "retrieve",
    "your",
];

/// Words like those of steps that are not.
const NO_STEPS: [&str; 9] =
    ["incoming", "outgoing", "billing", "landing", "pending", "booking", "tracking", "shipping", "forwarding"];

/// The name that a heading is, or a bold line in the place of one.
pub(super) fn name_in_heading(level: usize, words: &str) -> Option<Lead> {
    let start = numbering(words);
    let mut found = lead(&words[start..])?;
    found.names.iter_mut().chain(&mut found.notes).for_each(|range| *range = range.start + start..range.end + start);
    found.rest = found.rest.start + start..found.rest.end + start;
    let name = &words[found.names.first()?.clone()];
    let is_alone = found.rest.is_empty();
    let is_name = match found.mark {
        Mark::Code => true,
        // The topmost heading is the page's title.
        Mark::Strong | Mark::Plain => level > 1 && names_a_value(name),
    };
    (is_alone && is_name).then_some(found)
}

/// Bytes of a number that a heading begins with.
fn numbering(words: &str) -> usize {
    let digits = words.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let rest = words[digits..].trim_start_matches(')');
    let is_number = words.starts_with(|c: char| c.is_ascii_digit()) && rest.starts_with(' ');
    if is_number { words.len() - rest.trim_start().len() } else { 0 }
}

/// Whether words name something that is filled in.
pub(super) fn names_a_value(name: &str) -> bool {
    let words = words_of(name);
    let is_value = words.last().is_some_and(|last| VALUES.contains(&last.as_str()));
    words.len() <= 5 && is_value && !is_step(name)
}

/// Whether words begin by telling what to do, as the names of steps and switches do.
pub(super) fn is_step(name: &str) -> bool {
    let words = words_of(name);
    let Some(first) = words.first().filter(|_| words.len() > 1) else { return false };
    STEPS.contains(&first.as_str()) || (first.ends_with("ing") && !NO_STEPS.contains(&first.as_str()))
}

fn words_of(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Whether what follows a heading shows that it is the name of a function: a signature stands first.
pub(super) fn is_of_function(following: Option<&Block>) -> bool {
    let Some(Block { kind: BlockKind::Paragraph(words), .. }) = following else { return false };
    let words = words.words().trim();
    let code = words.trim_matches('`');
    words.starts_with('`') && words.ends_with('`') && code.contains('(') && !code.contains('`')
}

/// A heading's words without marks, as they are shown.
pub(in crate::input) fn shown(words: &Passage) -> String {
    let mut shown = String::new();
    let mut rest = words.words();
    while let Some(at) = rest.find(['`', '*', '[', ']', '\\', '<', '{']) {
        shown.push_str(&rest[..at]);
        let mark = rest[at..].chars().next().unwrap_or('`');
        let skipped = match mark {
            ']' if rest[at..].starts_with("](") => rest[at..].find(')').map_or(1, |end| end + 1),
            '<' => rest[at..].find('>').map_or(1, |end| end + 1),
            '{' if rest[at..].starts_with("{#") => rest[at..].find('}').map_or(1, |end| end + 1),
            _ => 1,
        };
        rest = &rest[at + skipped..];
    }
    shown.push_str(rest);
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, name: Option<&str>) {
        let found = name_in_heading(2, words);
        assert_eq!(found.map(|lead| &words[lead.names[0].clone()]), name, "{words}");
    }

    #[test]
    fn names_are_told_from_chapters() {
        check("Return URL", Some("Return URL"));
        check("1.2 Return URL", Some("Return URL"));
        check("`reply_url`", Some("reply_url"));
        check("`reply_url` (string)", Some("reply_url"));
        check("REPLY_URL", Some("REPLY_URL"));
        check("webhook.replyUrl", Some("webhook.replyUrl"));
        check("Webhooks", None);
        check("Configure the return URL", None);
        check("Registering a webhook", None);
        check("Landing page", Some("Landing page"));
        check("Webhook events", None);
        check("`POST /hooks`", None);
        assert!(name_in_heading(1, "Webhook").is_none());
        assert!(name_in_heading(1, "`reply_url`").is_some());
    }

    #[test]
    fn headings_are_shown_without_marks() {
        assert_eq!(shown(&Passage::verbatim("The `a_b` *and* [c](d)  {#e}", 0)), "The a_b and c");
    }
}
