//! The readers of markup: on pages of our own, each with what must be read of it, and on real ones where a folder of them
//! lies beside the project.
#![expect(clippy::print_stderr, reason = "a test that measures says what it measured")]

#[path = "support/corpus.rs"]
#[expect(dead_code, reason = "other tests need the rest of it")]
mod corpus;

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use whocalls::field::Candidate;
use whocalls::input::read;
use whocalls::source::{Place, Source};

/// The share of labelled inputs of all formats that were found with their words when this was last looked at.
const FLOOR: f64 = 0.94;

/// The formats of the labels that are markup.
const FORMATS: &[&str] = &[
    "vue",
    "html-go",
    "svelte",
    "jsx",
    "tsx",
    "haml",
    "erb",
    "html-jelly",
    "html-angular",
    "html",
    "php-html",
    "html-twirl",
    "html-django",
    "blade",
    "ts-config",
];

fn candidates(source: Source) -> (Source, Vec<Candidate>) {
    let sources = [source];
    let found = read(&sources, &|_, _| true).candidates;
    let [source] = sources;
    (source, found)
}

/// The lines on which a candidate can be met: those of its name, of its words and of its keys.
fn lines(candidate: &Candidate, source: &Source) -> Vec<u64> {
    let name = [candidate.name_span.start];
    let texts = candidate.texts.iter().map(|text| text.map.source(0) as u32);
    let keys = candidate.keys.iter().map(|key| key.place.span.start);
    let line = |offset: u32| source.position(offset as usize).line as u64;
    name.into_iter().chain(texts).chain(keys).map(line).collect()
}

fn said(candidate: &Candidate) -> String {
    let texts = candidate.texts.iter().map(|text| text.decoded.as_str());
    let keys = candidate.keys.iter().map(|key| key.key.as_str());
    texts.chain(keys).collect::<Vec<_>>().join(" ")
}

/// The words that are compared: letters and digits only, since the labels leave marks and tags out in ways of their own.
fn plain(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The files of our own, those of one folder handed in together.
fn fixtures() -> Vec<Vec<Source>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markup");
    let files_in = |folder: &Path| {
        let entries = std::fs::read_dir(folder).expect("the folder is part of the crate");
        let mut files: Vec<_> = entries.map(|entry| entry.expect("it can be read").path()).collect();
        files.sort();
        files
    };
    let source = |path: &Path| {
        let name = path.strip_prefix(&root).expect("it is below").to_string_lossy().replace('\\', "/");
        Source::new(name, std::fs::read_to_string(path).expect("it is text"))
    };
    let groups = files_in(&root)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending != "txt") || path.is_dir());
    groups
        .map(|path| match path.is_dir() {
            true => files_in(&path).iter().map(|path| source(path)).collect(),
            false => vec![source(&path)],
        })
        .collect()
}

/// What was read of some files, for people.
fn told(sources: &[Source]) -> String {
    let mut told = String::new();
    for candidate in read(sources, &|_, _| true).candidates {
        let line = |file: usize, offset: u32| {
            format!("{}:{}", sources[file].path(), sources[file].position(offset as usize).line)
        };
        let at = line(candidate.file, candidate.name_span.start);
        told += &format!("{} at {at}, in {}\n", candidate.pointer, candidate.owners.join(" < "));
        for text in &candidate.texts {
            let at = line(text.file, text.map.span(0..1).start);
            told += &format!("  {} {:?} at {at}\n", text.role.word(), text.decoded);
        }
        for key in &candidate.keys {
            told += &format!("  {} is at key {}\n", key.role.word(), key.key);
        }
        let shape = &candidate.shape;
        let marks = [(shape.enumerated, "a choice"), (shape.read_only, "shown only"), (shape.list, "a list")];
        let marks = marks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, mark)| mark.to_owned());
        let all: Vec<String> =
            shape.types.iter().chain(&shape.formats).chain(&shape.samples).cloned().chain(marks).collect();
        if !all.is_empty() {
            told += &format!("  value: {}\n", all.join(", "));
        }
    }
    told
}

/// With `SNAPSHOTS=overwrite` what is expected is written anew, to be read by a person.
#[test]
fn files_of_our_own_are_read_as_expected() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markup/expected.txt");
    let tell = |sources: &Vec<Source>| format!("== {}\n{}\n", sources[0].path(), told(sources));
    let told: String = fixtures().iter().map(tell).collect();
    if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
        std::fs::write(&path, &told).expect("it can be written");
    }
    let expected = std::fs::read_to_string(&path).expect("it is part of the crate");
    assert!(told == expected, "read otherwise than expected:\n{told}");
}

#[test]
fn names_and_words_stand_where_they_say() {
    for sources in fixtures() {
        for candidate in read(&sources, &|_, _| true).candidates {
            let name = sources[candidate.file].slice(candidate.name_span);
            assert!(name == candidate.name || name.is_empty() || name.contains('&'), "{}: {name:?}", candidate.name);
            for text in &candidate.texts {
                let source = &sources[text.file];
                let mut at = 0;
                for word in text.decoded.split_inclusive(char::is_whitespace) {
                    let range = at..at + word.trim_end().len();
                    at += word.len();
                    // What stands for a value or an escape is written otherwise.
                    let is_plain =
                        !word.trim().is_empty() && word.trim().bytes().all(|byte| byte.is_ascii_alphanumeric());
                    if is_plain
                        && text.decoded[..range.start].matches('{').count()
                            == text.decoded[..range.start].matches('}').count()
                    {
                        assert_eq!(source.slice(text.place(range).span), word.trim_end(), "{:?}", text.decoded);
                    }
                }
                let inner = text.map.span(0..text.decoded.len());
                assert!(text.span.contains(inner), "{:?} is outside of its span", text.decoded);
            }
            for key in &candidate.keys {
                assert_eq!(sources[key.place.file].slice(key.place.span), key.key);
            }
        }
    }
}

#[test]
fn a_message_that_an_input_shows_is_checked_with_the_input() {
    let template = Source::new("app/Hook.vue", "<form-field v-model=\"hook.to\" :label=\"$t('hook.to')\" />");
    let locale = Source::new("app/locales/en.json", r#"{"hook": {"to": "Callback URL", "new": "New callback URL"}}"#);
    let gate = |name: &str, prose: &str| [name, prose].iter().any(|text| text.contains("URL") || text.contains("hook"));
    let found = read(&[template, locale], &gate).candidates;
    let names: Vec<&str> = found.iter().map(|candidate| candidate.name.as_str()).collect();
    assert_eq!(names, ["to", "to", "new"]);
    let input = Place { file: 0, span: found[0].name_span };
    assert_eq!(found.iter().map(|candidate| candidate.shown_by).collect::<Vec<_>>(), [None, Some(input), None]);
    assert_eq!(found[0].texts[0].file, 1);
    assert!(found[0].keys[0].is_found);
}

/// What only its words in another file show to be worth reading is read too.
#[test]
fn an_input_may_pass_by_the_words_behind_its_keys() {
    let template =
        || Source::new("app/URL.vue", "<form-field v-model=\"to\" :label=\"$t('a.b')\" /><input name=\"c\">");
    let locale = Source::new("app/locales/en.json", r#"{"a": {"b": "Callback URL"}, "c": {"d": "Save"}}"#);
    let gate = |name: &str, prose: &str| name.contains("URL") || prose.contains("URL");
    let found = read(&[template(), locale], &gate).candidates;
    let own = found.iter().filter(|candidate| candidate.shown_by.is_none());
    assert_eq!(own.map(|candidate| candidate.name.as_str()).collect::<Vec<_>>(), ["to"]);
    assert!(read(&[template()], &gate).candidates.is_empty());
}

#[test]
fn what_is_cut_off_or_piled_up_is_read_as_far_as_it_goes() {
    let read_one = |path: &str, text: String| _ = read(&[Source::new(path, text)], &|_, _| true);
    for source in fixtures().iter().flatten() {
        let text = source.text();
        for end in (0..text.len()).step_by(7).filter(|&end| text.is_char_boundary(end)) {
            read_one(source.path(), text[..end].to_owned());
            read_one(source.path(), text[end..].to_owned());
        }
    }
    let endings = ["html", "vue", "svelte", "tsx", "ts", "haml", "slim", "pug", "php", "cshtml", "erb"];
    let pieces = [
        "<div>",
        "<a b={",
        "{{",
        "${",
        "{",
        "(",
        "<%=",
        "{a:",
        "<input ",
        "`${",
        "@if (",
        "%p\n ",
        "'",
        "<label for=x>",
        "</b>",
    ];
    for ending in endings {
        for piece in pieces {
            read_one(&format!("a.{ending}"), format!("{}\n", piece.repeat(20)).repeat(300));
        }
    }
}

#[test]
fn labelled_inputs_are_found_with_their_words() {
    let Some(corpus) = corpus::folder() else { return };
    let labels = std::fs::read_to_string(corpus.join("labels.jsonl")).expect("the corpus has labels");
    let mut read_files: BTreeMap<String, (Source, Vec<Candidate>)> = BTreeMap::new();
    let mut counts: BTreeMap<String, (u32, u32, u32)> = BTreeMap::new();
    for line in labels.lines() {
        let label: Value = serde_json::from_str(line).expect("labels are JSON");
        let field = |key: &str| label[key].as_str().unwrap_or_default().to_owned();
        let format = field("format");
        if !field("id").starts_with("ui:") || !FORMATS.contains(&format.as_str()) || label["is_callback"] != true {
            continue;
        }
        let file = field("file");
        let (source, found) = read_files.entry(file.clone()).or_insert_with(|| {
            let text = std::fs::read_to_string(corpus.join("files").join(&file)).expect("the corpus is text");
            candidates(Source::new(file.clone(), text))
        });
        let wanted: Vec<u64> = label["lines"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
        let fitting: Vec<&Candidate> =
            found.iter().filter(|one| lines(one, source).iter().any(|line| wanted.contains(line))).collect();
        let words = plain(&field("text"));
        let has_words = |one: &&&Candidate| {
            let own = plain(&said(one));
            words.iter().all(|word| own.contains(word))
        };
        let count = counts.entry(format).or_default();
        count.0 += 1;
        match (fitting.first(), fitting.iter().find(has_words)) {
            (_, Some(_)) => {
                count.1 += 1;
                count.2 += 1;
            }
            (Some(first), None) => {
                count.1 += 1;
                eprintln!(
                    "other words: {file} {}\n  label:  {}\n  reader: {}",
                    field("name"),
                    field("text"),
                    said(first)
                );
            }
            (None, None) => eprintln!("not found: {file} {} {wanted:?}", field("name")),
        }
    }
    let (mut all, mut whole) = (0, 0);
    for (format, (rows, found, with_words)) in &counts {
        eprintln!("{format}: {rows} rows, {found} found, {with_words} with their words");
        all += rows;
        whole += with_words;
    }
    eprintln!("{whole} of {all}");
    assert!(f64::from(whole) >= FLOOR * f64::from(all));
}
