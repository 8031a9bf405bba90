//! What holds for any text whatsoever, as functions that panic where it does not: for tests of chance, for mutants of real
//! files and for the fuzz targets, which all hand over texts and ask nothing else.

use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use whocalls::config::configuration::{Configuration, Files};
use whocalls::config::typed::Wishes;
use whocalls::config::{HouseFacts, Settings};
use whocalls::field::{Candidate, Fact, Kind, Role, Text};
use whocalls::finding::Finding;
use whocalls::fix::{Fixes, fix_surveyed, open_facts, sources_with};
use whocalls::input::tree::{NodeId, Parsed, Style, Tree};
use whocalls::input::yaml::{fast, parse_carefully};
use whocalls::input::{FORMATS, json};
use whocalls::lint::{Survey, survey};
use whocalls::report::draft::Draft;
use whocalls::report::{self, Format, Look, Totals};
use whocalls::rulebook::checks;
use whocalls::rulebook::pattern::{Patterns, Spacing};
use whocalls::source::{Place, Source, Span};
use whocalls::suppress::baseline;

/// A house that states what a fixer may write.
pub fn house() -> Settings {
    let failure = "If the request fails, it's retried for a day: within a minute, then every hour.".to_owned();
    let webhook = HouseFacts { method: Some("POST".into()), failure: Some(failure) };
    Settings {
        caller: Some("Parcelway".into()),
        house: BTreeMap::from([(Kind::Webhook, webhook)]),
        pedantic: true,
        ..Settings::default()
    }
}

/// Names of files, so that each reader is offered one.
pub fn names() -> Vec<String> {
    let mut endings: BTreeSet<&str> = BTreeSet::new();
    FORMATS.iter().for_each(|format| endings.extend(format.endings));
    endings.into_iter().map(|ending| format!("locales/en{ending}")).collect()
}

/// Holds sources to be read and reported without harm, and gives what was found in them.
pub fn is_read_well(sources: &[Source], settings: &Settings) -> Survey {
    let survey = survey(sources, settings);
    places_are_sound(&survey, sources);
    let again = whocalls::lint::survey(sources, settings);
    assert_eq!(format!("{:?}", survey.fields), format!("{:?}", again.fields), "two runs differ");
    assert_eq!(survey.problems, again.problems, "two runs differ");
    survey
}

/// Holds every place in a survey to lie in its source, between characters, and every text to lead back to its bytes.
pub fn places_are_sound(survey: &Survey, sources: &[Source]) {
    for finding in survey.findings() {
        finding_is_sound(finding, sources);
    }
    for surveyed in &survey.fields {
        let field = &surveyed.field;
        candidate_is_sound(&field.candidate, sources);
        let facts = Fact::ALL.into_iter().filter_map(|fact| field.facts.of(fact));
        let evidence = facts.chain(field.elsewhere.iter().map(|(_, evidence)| evidence));
        evidence.filter_map(|evidence| evidence.place).for_each(|place| is_in(place, sources));
        field.half_facts.iter().for_each(|half| is_in(half.place, sources));
        for conflict in &field.conflicts {
            is_in(conflict.said.1, sources);
            is_in(conflict.against.1, sources);
        }
    }
}

fn finding_is_sound(finding: &Finding, sources: &[Source]) {
    is_in(finding.place, sources);
    finding.labels.iter().for_each(|label| is_in(label.place, sources));
    assert!(!finding.rules.is_empty() && !finding.message.is_empty());
}

fn candidate_is_sound(candidate: &Candidate, sources: &[Source]) {
    is_in(Place { file: candidate.file, span: candidate.name_span }, sources);
    let callbacks = candidate.callbacks.iter();
    let texts = candidate.texts.iter().chain(&candidate.nearby).chain(callbacks.flat_map(|callback| &callback.texts));
    texts.for_each(|text| text_leads_back(text, sources[text.file].text()));
    candidate.callbacks.iter().for_each(|callback| is_in(callback.method_place, sources));
    candidate.keys.iter().for_each(|key| is_in(key.place, sources));
    candidate.shown_by.into_iter().for_each(|place| is_in(place, sources));
    for sibling in candidate.siblings.iter() {
        is_in(sibling.place, sources);
        sibling.values_place.into_iter().for_each(|place| is_in(place, sources));
    }
}

fn is_in(place: Place, sources: &[Source]) {
    let text = sources[place.file].text();
    let Span { start, end } = place.span;
    assert!(text.get(place.span.range()).is_some(), "{start}..{end} is no part of {} bytes", text.len());
}

/// Holds every decoded character to come from bytes of the source; a letter that is one there too is the same letter.
fn text_leads_back(text: &Text, source: &str) {
    assert!(source.get(text.span.range()).is_some(), "{:?} of {} bytes: {text:?}", text.span, source.len());
    for (at, decoded) in text.decoded.char_indices() {
        let span = text.place(at..at + decoded.len_utf8()).span;
        let Some(written) = source.get(span.range()) else {
            panic!("{span:?} of {} bytes for {decoded:?} in {text:?}", source.len());
        };
        let mut letters = written.chars();
        if let (Some(letter), None, true) = (letters.next(), letters.next(), decoded.is_alphanumeric()) {
            assert_eq!(letter, decoded, "in {text:?}");
        }
    }
}

/// Holds every report on a survey to be written, and those that are JSON to be that.
pub fn is_reported(survey: &Survey, sources: &[Source]) {
    for format in report::FORMATS.iter().chain(&report::INVENTORIES).chain([&report::MAP]) {
        for look in [Look { color: false, width: 100, narrated: false }, Look { color: true, width: 9, narrated: true }]
        {
            let report = rendered(format, survey, sources, look);
            let is_json = ["json", "sarif", "gitlab", "rdjson"].contains(&format.name);
            assert!(!is_json || serde_json::from_str::<Json>(&report).is_ok(), "{} is no JSON: {report}", format.name);
        }
    }
}

/// The inventory that `list --format json` writes.
pub fn inventory(survey: &Survey, sources: &[Source]) -> Json {
    let json = report::INVENTORIES.iter().find(|format| format.name == "json").expect("it is in the table");
    let report = rendered(json, survey, sources, Look { color: false, width: 100, narrated: false });
    serde_json::from_str(&report).unwrap_or_else(|error| panic!("{error}: {report}"))
}

fn rendered(format: &'static Format, survey: &Survey, sources: &[Source], look: Look) -> String {
    let mut totals = Totals::default();
    totals.add(survey);
    let mut draft = Draft::new(format);
    let opening = draft.opening();
    let pieces = draft.add(format.pieces(survey, sources, &look));
    format!("{opening}{pieces}{}", draft.closing(&totals))
}

/// Holds fixing to all that is promised of it: what is fixed lacks nothing any more that was to be said, all bytes outside
/// the edits stay, and a second run changes nothing.
pub fn is_fixed_well(sources: &[Source], settings: &Settings, gaps: bool) -> Fixes {
    let before = survey(sources, settings);
    let fixes = fix_surveyed(sources, &before, settings, gaps);
    let new = sources_with(sources, &fixes.texts);
    for (file, source) in sources.iter().enumerate() {
        let (old, new) = (source.text(), new[file].text());
        let (mut old_at, mut new_at) = (0, 0);
        for edit in fixes.edits.iter().filter(|edit| edit.file == file) {
            let kept = edit.span.range().start - old_at;
            assert_eq!(old[old_at..old_at + kept], new[new_at..new_at + kept]);
            assert_eq!(new[new_at + kept..new_at + kept + edit.text.len()], edit.text);
            (old_at, new_at) = (edit.span.range().end, new_at + kept + edit.text.len());
        }
        assert_eq!(old[old_at..], new[new_at..]);
    }
    let after = survey(&new, settings);
    places_are_sound(&after, &new);
    assert_eq!(before.fields.len(), after.fields.len(), "a fix adds and loses no field");
    let again = fix_surveyed(&new, &after, settings, gaps);
    assert!(again.edits.is_empty(), "a second fix changes more: {:?}\nafter {:?}", again.edits, fixes.edits);
    for fixed in &fixes.fixed {
        let open = open_facts(&after.fields[fixed.field]);
        let was = open_facts(&before.fields[fixed.field]);
        assert!(open.len() < was.len() && open.iter().all(|fact| was.contains(fact)), "{open:?} after {was:?}");
    }
    fixes
}

/// Holds the readers of YAML to agree, and their tree to be sound.
pub fn is_yaml_read_well(text: &str) {
    let careful = parse_carefully(0, text);
    tree_is_sound(&careful, text);
    let Ok(fast) = fast::parse(0, text) else { return };
    assert_eq!(careful.error, None, "what is read fast has no errors");
    assert_eq!(fast, careful.tree, "the readers differ");
    for (ours, theirs) in all_nodes(&fast).into_iter().zip(all_nodes(&careful.tree)) {
        assert_eq!(fast.key(ours), careful.tree.key(theirs));
        assert_eq!(fast.text(ours, Role::Title), careful.tree.text(theirs, Role::Title));
    }
}

/// Holds the reader of JSON to read what another reader takes, and to find the same strings.
pub fn is_json_read_well(text: &str) {
    let parsed = json::parse(0, text);
    tree_is_sound(&parsed, text);
    let marked = text.strip_prefix('\u{feff}').unwrap_or(text);
    // The other reader has a bound of its own for depth, and takes no half of a surrogate pair.
    match serde_json::from_str::<Json>(marked) {
        Ok(value) => {
            assert_eq!(parsed.error, None, "another reader takes it");
            let root = parsed.tree.roots().first().copied().expect("a document has a root");
            is_same(&parsed.tree, root, &value);
        }
        Err(error)
            if ["recursion", "surrogate", "escape", "number out of range"]
                .iter()
                .any(|own| error.to_string().contains(own)) => {}
        Err(error) => assert!(parsed.error.is_some(), "another reader finds: {error}"),
    }
}

fn is_same(tree: &Tree<'_>, node: NodeId, value: &Json) {
    match value {
        Json::String(string) => assert_eq!(tree.scalar(node).as_deref(), Some(string.as_str())),
        Json::Array(items) => {
            assert_eq!(tree.items(node).count(), items.len());
            tree.items(node).zip(items).for_each(|(node, item)| is_same(tree, node, item));
        }
        // Of a key that is there twice the other reader keeps the last.
        Json::Object(entries) => {
            let keys: BTreeSet<_> = tree.children(node).filter_map(|child| tree.key(child)).collect();
            assert!(keys.len() == entries.len() && entries.keys().all(|key| keys.contains(key.as_str())));
            if tree.children(node).count() == entries.len() {
                for (child, (key, value)) in tree.children(node).zip(entries) {
                    assert_eq!(tree.key(child).as_deref(), Some(key.as_str()));
                    is_same(tree, child, value);
                }
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => assert!(tree.is_scalar(node)),
    }
}

fn tree_is_sound(parsed: &Parsed<'_>, text: &str) {
    let Parsed { tree, error } = parsed;
    if let Some(error) = error {
        assert!(text.is_char_boundary(error.at), "{error:?} of {} bytes", text.len());
        assert!(!error.message.is_empty());
    }
    for node in all_nodes(tree) {
        assert!(text.get(tree.span(node).range()).is_some(), "{:?}", tree.span(node));
        assert!(tree.key_span(node).is_none_or(|span| text.get(span.range()).is_some()), "{:?}", tree.key_span(node));
        for text_of in [tree.text(node, Role::Title), tree.key_text(node, Role::Title)].into_iter().flatten() {
            text_leads_back(&text_of, text);
        }
    }
    // The way up from each node of a deep tree is long, so that some have to do.
    for node in all_nodes(tree).into_iter().take(100) {
        let pointer = tree.pointer(node).0;
        assert!(pointer.is_empty() || pointer.starts_with('/'), "{pointer:?}");
        tree.roots().iter().for_each(|&root| _ = tree.find(root, &pointer));
    }
}

fn all_nodes(tree: &Tree<'_>) -> Vec<NodeId> {
    let mut nodes = tree.roots().to_vec();
    let mut next = 0;
    while let Some(&node) = nodes.get(next) {
        // What an alias stands for is visited where it stands, which may be around the alias.
        if tree.style(node) != Style::Alias {
            nodes.extend(tree.children(node));
        }
        next += 1;
    }
    nodes
}

/// The name of a file in the format that the first line of a text chooses, and the rest of the text: by its ending, or by
/// chance.
pub fn named(text: &str) -> Option<(String, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let names = names();
    let chance = first.bytes().fold(0, |sum, byte| sum * 31 % 1_000_003 + usize::from(byte));
    let name = names.iter().find(|name| *name == &format!("locales/en{first}")).unwrap_or(&names[chance % names.len()]);
    Some((name.clone(), rest))
}

/// Holds the matcher to find what the expression of a pattern finds. The first line is the pattern, each line behind it
/// is words.
pub fn pattern_means_one_thing(text: &str) {
    let lists = [
        ("call", vec!["call", "(is|are) called", "calls <url>"]),
        ("url", vec!["url", "*_url", "call* back", "(<word>)? address"]),
        ("itself", vec!["x <itself>"]),
        ("odd", vec!["", "é", "a*", "*", "<Name>"]),
    ];
    let lists = lists.map(|(name, rows)| (name.to_owned(), rows.into_iter().map(str::to_owned).collect::<Vec<_>>()));
    let lists = BTreeMap::from(lists);
    let mut lines = text.lines();
    let pattern = lines.next().unwrap_or_default();
    // A long pattern is a large expression, and it is not the expressions that are tried here.
    if pattern.len() > 200 {
        return;
    }
    for spacing in [Spacing::Ascii, Spacing::Words, Spacing::None] {
        let Ok(patterns) = Patterns::of(&[pattern.to_owned()], lists.clone(), spacing) else { continue };
        let compiled = patterns.at(0);
        if !compiled.can_be_built() {
            continue;
        }
        for words in lines.clone().take(5) {
            let words = whocalls::source::beginning(words, 200);
            let found = compiled.find_at(words, 0);
            assert_eq!(found, compiled.find_by_expression(words, 0), "{pattern:?} {spacing:?} on {words:?}");
            if let Some(found) = found {
                let held = patterns.scan(words);
                assert!(
                    patterns.among(0..1, &held).next().is_some(),
                    "{pattern:?} {spacing:?} is kept back on {words:?}"
                );
                assert!(words.get(found.range.clone()).is_some());
                let next = compiled.next_start(words, found.range.start);
                assert!(next.is_none_or(|next| next > found.range.start));
                next.into_iter().for_each(|next| _ = compiled.find_at(words, next));
            }
            _ = (compiled.begins_at(words, 0), compiled.ends(words));
        }
    }
}

/// The files of a project of which the configuration is the first.
const FILES: [&str; 6] = ["whocalls.yaml", "names.yaml", "phrases.yaml", "house-rule.yaml", "policy.md", "base.yaml"];

/// What stands between two files of one text.
pub const BREAK: &str = "\n%%%%\n";

/// Files in memory, named as they are on disk.
struct InMemory<'t>(Vec<&'t str>);

impl Files for InMemory<'_> {
    fn text(&self, path: &Path) -> Result<String, String> {
        let number = FILES.iter().position(|name| path == Path::new("/project").join(name));
        let text = number.and_then(|number| self.0.get(number));
        text.map(|text| (*text).to_owned()).ok_or_else(|| "there is no such file".to_owned())
    }

    fn shown(&self, path: &Path) -> String {
        path.to_string_lossy().trim_start_matches("/project/").to_owned()
    }
}

/// Holds a configuration with the files that it names, and the same text as a baseline and as rule data, to be taken or to
/// be refused with a place.
pub fn is_configured_well(text: &str) {
    let files = InMemory(text.split(BREAK).collect());
    match Configuration::load(Path::new("/project/whocalls.yaml"), &files, &Wishes::default()) {
        Ok(configuration) => {
            let held = configuration.held(Path::new("/project/specs/api.yaml"));
            let (settings, _) = configuration.settings(&held, &Wishes::default());
            let spec = Source::new("specs/api.yaml", SPEC);
            is_read_well(&[spec], &settings);
        }
        Err(mistakes) => {
            assert!(!mistakes.findings.is_empty());
            mistakes.findings.iter().for_each(|finding| finding_is_sound(finding, &mistakes.sources));
            let look = Look { color: false, width: 80, narrated: false };
            assert!(!report::mistakes(&[mistakes], &look).is_empty());
        }
    }
    if let Ok(known) = baseline::parse("baseline.json", text) {
        let written = baseline::written(&known);
        let again = baseline::parse("baseline.json", &written).expect("what was written can be read");
        assert_eq!(baseline::written(&again), written);
    }
    _ = checks::parse("rules/house-rule.yaml", text);
}

/// A description with a field of each kind.
const SPEC: &str = "openapi: 3.1.0\ninfo: {title: Parcelway}\ncomponents:\n  schemas:\n    Hook:\n      properties:\n        \
    callback_url: {type: string, description: Parcelway calls it when a parcel arrives.}\n        \
    return_url: {type: string, description: The shopper returns here after paying.}\n";
