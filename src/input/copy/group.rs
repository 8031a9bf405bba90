//! Which strings belong to one field: a label with its hints, by the keys that they stand under.
//!
//! A string is its own field unless its key says that it is a part of another one, and the file bears that out.

use super::Message;
use super::keys::{folded, push_folded, singular};
use super::parts::{Part, Trust, part_of, without_wrapper};
use crate::field::{Candidate, DocumentInfo, Role, Setting, Text};
use crate::input::Gate;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Texts that one candidate holds: a list of a thousand strings is no field.
const TEXTS_LIMIT: usize = 50;

/// The candidates that messages of one file make, in file order.
pub fn group(messages: &[Message], info: &Arc<DocumentInfo>, gate: Gate<'_>) -> Vec<Candidate> {
    let entries = entries(messages);
    let company = Company::of(&entries);
    let parts: Vec<Option<&Part>> = entries.iter().map(|entry| company.part(entry)).collect();
    let mut groups = Groups::default();
    for (index, entry) in entries.iter().enumerate().filter(|&(index, _)| parts[index].is_none()) {
        groups.add_own(index, entry);
    }
    for (index, part) in parts.iter().enumerate() {
        if let Some(part) = part {
            groups.add_part(index, part, &entries[index].base);
        }
    }
    let mut found: Vec<Group> = groups.groups;
    found.sort_by_key(|group| group.members.iter().map(|member| member.index).min());
    found.into_iter().filter_map(|group| candidate(group, messages, info, gate)).collect()
}

/// A message's key as the grouping sees it.
struct Entry {
    path: Vec<String>,
    /// The path by which plurals and other spellings are found.
    singular: String,
    part: Option<Part>,
    /// The same path of what it is a part of; empty where it is none.
    base: String,
    /// Whether it is one of the plural forms of a string.
    plural: bool,
}

fn entries(messages: &[Message]) -> Vec<Entry> {
    let is_other = |path: &[String]| path.last().is_some_and(|last| last.ends_with("other"));
    let others: HashSet<String> =
        messages.iter().filter(|message| is_other(&message.path)).map(|message| joined(&message.path)).collect();
    let entry = |message: &Message| {
        let (path, plural) = without_plural(&message.path, &others);
        let mut path = without_wrapper(&path);
        // The strings of a list are one text in pieces.
        while path.len() > 1 && path.last().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit())) {
            path.pop();
        }
        let part = match (message.text.role, path.split_last()) {
            // A format whose own rules say what a part is needs no guess by its key.
            (role, Some((_, above))) if role != Role::Label && !above.is_empty() => {
                Some(Part { base: above.to_vec(), role, trust: Trust::Alone })
            }
            _ => part_of(&path).filter(|part| !names_itself(&path, part, &message.text.decoded)),
        };
        let singular = joined_singular(&path);
        let base = part.as_ref().map(|part| joined_singular(&part.base)).unwrap_or_default();
        Entry { part, path, singular, base, plural }
    };
    messages.iter().map(entry).collect()
}

const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The path without the word for a plural form, where there is a form for other numbers, too.
fn without_plural(path: &[String], others: &HashSet<String>) -> (Vec<String>, bool) {
    let unchanged = (path.to_vec(), false);
    let Some((last, above)) = path.split_last() else { return unchanged };
    let Some(word) = PLURALS.iter().find(|word| last.ends_with(**word)) else { return unchanged };
    let rest = &last[..last.len() - word.len()];
    let with = |key: String| above.iter().cloned().chain([key]).collect::<Vec<_>>();
    if !others.contains(&joined(&with(format!("{rest}other")))) {
        return unchanged;
    }
    match rest.strip_suffix(['_', '-', '.']) {
        Some(base) if !base.is_empty() => (with(base.to_owned()), true),
        _ if rest.is_empty() && !above.is_empty() => (above.to_vec(), true),
        _ => unchanged,
    }
}

fn joined(path: &[String]) -> String {
    path.join("\u{1f}")
}

/// The same for keys that differ in case and separators only.
fn joined_folded(path: &[String]) -> String {
    let mut all = String::with_capacity(path.iter().map(|key| key.len() + 1).sum());
    for key in path {
        push_folded(&mut all, key);
        all.push('\u{1f}');
    }
    all
}

/// The same for keys that differ in a plural's ending, too.
fn joined_singular(path: &[String]) -> String {
    let mut all = String::with_capacity(path.iter().map(|key| key.len() + 1).sum());
    for key in path {
        let start = all.len();
        push_folded(&mut all, key);
        all.truncate(start + singular(&all[start..]).len());
        all.push('\u{1f}');
    }
    all
}

/// What each key has beside it, for those that say they are a part.
#[derive(Default)]
struct Company<'e> {
    /// Strings that stand under the key itself,
    own: HashSet<&'e str>,
    /// and parts of it: all, those that are hints beyond doubt, and those that are its label beyond doubt.
    parts: HashMap<&'e str, usize>,
    hints: HashSet<&'e str>,
    labels: HashSet<&'e str>,
    /// Those that have a title.
    titles: HashSet<&'e str>,
}

impl<'e> Company<'e> {
    fn of(entries: &'e [Entry]) -> Self {
        let mut company = Company::default();
        for entry in entries {
            company.own.insert(&entry.singular);
            let Some(part) = &entry.part else { continue };
            let base = entry.base.as_str();
            match (part.role, part.trust) {
                (Role::Label, Trust::Alone | Trust::InCompany) => _ = company.labels.insert(base),
                (Role::Title, _) => _ = company.titles.insert(base),
                (_, Trust::Alone) => _ = company.hints.insert(base),
                _ => {}
            }
            *company.parts.entry(base).or_default() += 1;
        }
        company
    }

    /// What a message is a part of, if it is.
    fn part(&self, entry: &'e Entry) -> Option<&'e Part> {
        let part = entry.part.as_ref()?;
        if self.hints.contains(entry.singular.as_str()) {
            return None;
        }
        let base = entry.base.as_str();
        let is_part = match part.trust {
            Trust::Alone => true,
            Trust::InCompany => self.own.contains(base) || self.parts.get(base).is_some_and(|&count| count > 1),
            Trust::Heading => {
                let has_heading = part.role == Role::Label && self.titles.contains(base);
                let has_label = self.own.contains(base) || self.labels.contains(base);
                self.hints.contains(base) && !has_label && !has_heading
            }
        };
        is_part.then_some(part)
    }
}

/// Whether a string is only the word for a part, and so the label of a field of that name: `description: "Description"`.
fn names_itself(path: &[String], part: &Part, words: &str) -> bool {
    const WORDS: [&str; 6] = ["description", "label", "placeholder", "tooltip", "hint", "helptext"];
    let Some((last, above)) = path.split_last() else { return false };
    let is_whole_key = part.base == above;
    if !is_whole_key && words.split_whitespace().nth(4).is_some() {
        return false;
    }
    let (last, said) = (folded(last), folded(words));
    let ends_with_word = || WORDS.iter().any(|word| said.ends_with(word) && last.ends_with(word));
    (is_whole_key && said == last) || (words.split_whitespace().count() <= 4 && ends_with_word())
}

#[derive(Clone, Copy)]
struct Member {
    index: usize,
    /// What its key says it is; none for the string that stands under the key itself.
    role: Option<Role>,
    plural: bool,
}

struct Group {
    path: Vec<String>,
    members: Vec<Member>,
}

#[derive(Default)]
struct Groups {
    groups: Vec<Group>,
    exact: HashMap<String, usize>,
    folded: HashMap<String, usize>,
    singular: HashMap<String, usize>,
}

impl Groups {
    fn add_own(&mut self, index: usize, entry: &Entry) {
        let member = Member { index, role: None, plural: entry.plural };
        match self.exact.get(&joined(&entry.path)) {
            Some(&at) => self.groups[at].members.push(member),
            None => self.begin(&entry.path, &entry.singular, member),
        }
    }

    fn add_part(&mut self, index: usize, part: &Part, singular: &str) {
        let member = Member { index, role: Some(part.role), plural: false };
        let at = self.exact.get(&joined(&part.base));
        let at = at.or_else(|| self.folded.get(&joined_folded(&part.base)));
        match at.or_else(|| self.singular.get(singular)) {
            Some(&at) => self.groups[at].members.push(member),
            None => self.begin(&part.base, singular, member),
        }
    }

    fn begin(&mut self, path: &[String], singular: &str, member: Member) {
        let at = self.groups.len();
        self.groups.push(Group { path: path.to_vec(), members: vec![member] });
        self.exact.insert(joined(path), at);
        self.folded.entry(joined_folded(path)).or_insert(at);
        self.singular.entry(singular.to_owned()).or_insert(at);
    }
}

/// The place of a part in reading order.
fn rank(role: Option<Role>) -> usize {
    match role {
        None => 0,
        Some(Role::Label | Role::Title) => 1,
        Some(Role::Summary | Role::Description | Role::Help) => 2,
        Some(Role::Placeholder) => 3,
        Some(Role::Tooltip) => 4,
    }
}

fn candidate(group: Group, messages: &[Message], info: &Arc<DocumentInfo>, gate: Gate<'_>) -> Option<Candidate> {
    let Group { path, mut members } = group;
    members.sort_by_key(|member| (rank(member.role), member.index));
    // Of plural forms the last is the one for most numbers.
    let last_plural = members.iter().rposition(|member| member.plural);
    let mut index = 0;
    members.retain(|member| {
        index += 1;
        !member.plural || Some(index - 1) == last_plural
    });
    members.truncate(TEXTS_LIMIT);
    let mut owners: Vec<String> = path;
    let name = owners.pop()?;
    owners.reverse();
    let prose: Vec<&str> = members.iter().map(|member| messages[member.index].text.decoded.as_str()).collect();
    if !gate(&name, &prose.join("\n")) {
        return None;
    }
    let first = &messages[members.first()?.index];
    Some(Candidate {
        owners,
        texts: members.iter().map(|member| text(&messages[member.index], member.role)).collect(),
        nearby: members.iter().flat_map(|member| messages[member.index].notes.iter().cloned()).collect(),
        ..Candidate::new(
            first.text.file,
            first.pointer.clone(),
            (name, first.key_span),
            Setting::Message,
            Arc::clone(info),
        )
    })
}

fn text(message: &Message, role: Option<Role>) -> Text {
    let role =
        role.or_else(|| message.notes.iter().find_map(|note| role_in_note(&note.decoded))).unwrap_or(message.text.role);
    Text { role, ..message.text.clone() }
}

/// What a note for translators says that the string is.
fn role_in_note(note: &str) -> Option<Role> {
    let note = note.to_ascii_lowercase();
    let roles = [
        ("placeholder", Role::Placeholder),
        ("tooltip", Role::Tooltip),
        ("help text", Role::Help),
        ("hint", Role::Help),
    ];
    roles.into_iter().find(|(word, _)| note.contains(word)).map(|(_, role)| role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{Pointer, SourceMap};
    use crate::source::Span;

    fn message(key: &str, text: &str, at: u32) -> Message {
        let span = Span { start: at, end: at + 1 };
        let text =
            Text { role: Role::Label, file: 0, decoded: text.to_owned(), span, map: SourceMap::default(), tied: None };
        let path = key.split('.').map(str::to_owned).collect();
        Message { path, key_span: span, text, pointer: Pointer(key.to_owned()), id: None, notes: Vec::new() }
    }

    /// Groups messages; each candidate is `name: texts`.
    #[track_caller]
    fn check(messages: &[(&str, &str)], expected: &[&str]) {
        let messages: Vec<Message> = (0..).zip(messages).map(|(at, (key, text))| message(key, text, at)).collect();
        let found: Vec<String> = group(&messages, &Arc::default(), &|_, _| true)
            .iter()
            .map(|candidate| {
                let texts: Vec<&str> = candidate.texts.iter().map(|text| text.decoded.as_str()).collect();
                format!("{}: {}", candidate.name, texts.join(" | "))
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_label_comes_with_its_hints() {
        check(
            &[("a.url_hint", "We call it."), ("a.url_placeholder", "https://"), ("a.url", "URL"), ("b.url", "Other")],
            &["url: URL | We call it. | https://", "url: Other"],
        );
        check(
            &[("labels.user.url", "URL"), ("hints.user.url", "We call it."), ("placeholders.user.url", "https://")],
            &["url: URL | We call it. | https://"],
        );
        check(&[("url.label", "URL"), ("url.help", "We call it.")], &["url: URL | We call it."]);
        check(&[("callback_urls", "URLs"), ("callback_url_description", "Yours.")], &["callback_urls: URLs | Yours."]);
        check(&[("field_url", "URL"), ("tooltip_url", "We call it.")], &["url: URL | We call it."]);
    }

    #[test]
    fn a_heading_is_a_part_only_of_what_has_no_label() {
        check(&[("hooks.title", "Hooks"), ("hooks.description", "All.")], &["hooks: Hooks | All."]);
        check(
            &[("hook", "Hook"), ("hook.name", "Name"), ("hook.name.description", "Its name.")],
            &["hook: Hook", "name: Name | Its name."],
        );
        check(&[("hook.name", "Name"), ("hook.url", "URL")], &["name: Name", "url: URL"]);
        check(
            &[("hook.name", "Name"), ("hook.description", "Description")],
            &["name: Name", "description: Description"],
        );
    }

    #[test]
    fn plural_forms_are_one_string_and_lists_are_one_field() {
        check(&[("hook_one", "hook"), ("hook_other", "hooks"), ("any_other", "x")], &["hook: hooks", "any: x"]);
        check(&[("hook.one", "hook"), ("hook.other", "hooks")], &["hook: hooks"]);
        check(&[("list.0", "a"), ("list.1", "b")], &["list: a | b"]);
    }

    #[test]
    fn a_lone_hint_has_the_name_of_its_field() {
        check(&[("tooltip_slack_url", "The URL.")], &["slack_url: The URL."]);
        check(&[("user_info", "Who.")], &["user_info: Who."]);
    }
}
