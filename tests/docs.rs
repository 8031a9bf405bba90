//! The readers of documentation: pages of our own with what is read from them beside each, and real pages where a folder of
//! them lies beside the project.
#![expect(clippy::print_stderr, reason = "a test that measures or is skipped says so")]

#[expect(dead_code, reason = "other tests look at the descriptions")]
#[path = "support/corpus.rs"]
mod corpus;

use serde_json::Value;
use std::path::{Path, PathBuf};
use whocalls::field::Candidate;
use whocalls::input::{Gate, read};
use whocalls::source::Source;

/// The share of labelled fields that were found with their words when this was last looked at.
const FLOOR: f64 = 1.0;

fn everything(_: &str, _: &str) -> bool {
    true
}

fn candidates(path: &str, text: &str, gate: Gate<'_>) -> (Source, Vec<Candidate>) {
    let reading = read(&[Source::new(path, text)], gate);
    assert!(reading.problems.is_empty(), "{path}: {:?}", reading.problems);
    (Source::new(path, text), reading.candidates)
}

/// Whether every word of a candidate stands where it says.
fn assert_in_place(source: &Source, candidate: &Candidate) {
    let place = format!("{}: {}", source.path(), candidate.pointer);
    assert_eq!(source.slice(candidate.name_span).replace('\\', ""), candidate.name, "{place}");
    for text in candidate.texts.iter().chain(&candidate.nearby) {
        for (at, character) in text.decoded.char_indices() {
            let span = text.place(at..at + character.len_utf8()).span;
            assert_eq!(source.slice(span), character.to_string(), "{place}: {}", text.decoded);
        }
        assert!(text.span.contains(text.place(0..text.decoded.len()).span), "{place}");
    }
}

fn shown(source: &Source, candidate: &Candidate) -> String {
    let line = source.position(candidate.name_span.start as usize).line;
    let mut shown =
        format!("{}\n  {line}: {} of {}\n", candidate.pointer, candidate.name, candidate.owners.join(" < "));
    let shape = &candidate.shape;
    let words = [&shape.types, &shape.formats, &shape.named, &shape.samples].into_iter().flatten();
    let usage = [
        (candidate.usage.request, "request"),
        (candidate.usage.response, "response"),
        (candidate.usage.payload, "payload"),
        (shape.enumerated, "enum"),
        (shape.list, "list"),
    ];
    let flags = usage.into_iter().filter(|&(holds, _)| holds).map(|(_, word)| word);
    let about: Vec<&str> = words.map(String::as_str).chain(flags).collect();
    if !about.is_empty() {
        shown += &format!("  = {}\n", about.join(", "));
    }
    for text in &candidate.texts {
        shown += &format!("  | {}\n", text.decoded.replace('\n', "\n    "));
    }
    shown
}

/// Each page in the folder, with what is read from it in a file beside it; `SNAPSHOTS=overwrite` writes these anew.
#[test]
fn pages_hold_what_stands_beside_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/docs");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending != "txt"));
    files.sort();
    assert!(files.len() >= 3);
    for path in files {
        let name = path.file_name().expect("it is a file").to_string_lossy().into_owned();
        let (source, found) = candidates(&name, &std::fs::read_to_string(&path).expect("pages are text"), &everything);
        found.iter().for_each(|candidate| assert_in_place(&source, candidate));
        let shown: String = found.iter().map(|candidate| shown(&source, candidate)).collect();
        let beside = path.with_file_name(format!("{name}.txt"));
        if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
            std::fs::write(&beside, &shown).expect("the folder can be written");
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        assert_eq!(shown, expected, "{name}");
        let mut pointers: Vec<_> = found.iter().map(|candidate| &candidate.pointer).collect();
        pointers.sort();
        pointers.dedup();
        assert_eq!(pointers.len(), found.len(), "{name}: two places have one pointer");
    }
}

/// Letters of two, three and four bytes, put at every place of the pages in turn, move every offset; so does a page that is
/// written in another script.
#[test]
fn letters_of_any_script_may_stand_anywhere() {
    const LETTERS: [&str; 4] = ["é", "密钥", "\u{a0}", "𝒳"];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/docs");
    let files =
        std::fs::read_dir(&folder).expect("the folder is there").map(|entry| entry.expect("it can be read").path());
    let pages: Vec<(String, String)> = files
        .filter(|path| path.extension().is_some_and(|ending| ending != "txt"))
        .map(|path| {
            let name = path.file_name().expect("it is a file").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("pages are text"))
        })
        .chain(OTHER_SCRIPTS.map(|page| ("page.md".to_owned(), page.to_owned())))
        .collect();
    for (name, page) in &pages {
        for (at, letters) in page.char_indices().flat_map(|(at, _)| LETTERS.map(|letters| (at, letters))) {
            // Only what stands around the place is read, or it would take minutes.
            let from = page[..at].rfind("\n\n").map_or(0, |blank| page[..blank].rfind("\n\n").unwrap_or(0));
            let to = page[at..].find("\n\n").map_or(page.len(), |blank| at + blank);
            candidates(name, &[&page[from..at], letters, &page[at..to]].concat(), &everything);
        }
    }
}

const OTHER_SCRIPTS: [&str; 4] = [
    "# A\n\n- `url` **密钥**: x\n- **API 密钥**\n",
    "- `адрес` *строка* (обязательно) — мы вызываем\n- __名称__ `值`: 文字\n",
    "**回调地址**：`https://a.b`\n<br>**密** [`钥`](#钥)\\\n说明",
    "| 名称 | 说明 |\n|---|---|\n| `url` **密钥** | 回调 |\n",
];

/// Words without marks, links and tags, which labels and readers leave standing in different ways.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut in_tag = false;
    for character in text.chars() {
        match character {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            c if c.is_alphanumeric() => plain.push(c),
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn labelled_fields_are_found_with_their_words() {
    let Some(corpus) = corpus::folder() else { return };
    let labels = std::fs::read_to_string(corpus.join("labels.jsonl")).expect("the corpus has labels");
    let (mut positives, mut found, mut negatives, mut on_negatives) = (0, 0, 0, 0);
    for line in labels.lines() {
        let label: Value = serde_json::from_str(line).expect("labels are JSON");
        let word = |key: &str| label[key].as_str().unwrap_or_default();
        let is_page = [".md", ".mdx", ".rst", ".adoc"].iter().any(|ending| word("file").ends_with(ending));
        if !word("id").starts_with("ui:") || !is_page {
            continue;
        }
        let Some(is_callback) = label["is_callback"].as_bool() else { continue };
        let text = std::fs::read_to_string(corpus.join("files").join(word("file"))).expect("the corpus is text");
        let (source, all) = candidates(word("file"), &text, &everything);
        let lines: Vec<u64> = label["lines"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
        let is_there = |candidate: &&Candidate| {
            let starts = candidate.texts.iter().map(|text| text.span.start).chain([candidate.name_span.start]);
            starts.into_iter().any(|start| lines.contains(&(source.position(start as usize).line as u64)))
        };
        let there: Vec<&Candidate> = all.iter().filter(is_there).collect();
        if !is_callback {
            negatives += 1;
            on_negatives += usize::from(!there.is_empty());
            continue;
        }
        positives += 1;
        let says_all = |candidate: &&&Candidate| {
            let texts: Vec<&str> = candidate.texts.iter().map(|text| text.decoded.as_str()).collect();
            // Labels hold the cell of the type as well, which is no text of a candidate.
            let types = format!("Pointer to {}", candidate.shape.types.join(" "));
            let words = plain(&format!("{} {types} {}", candidate.name, texts.join(" ")));
            plain(word("text")).split(' ').all(|part| words.split(' ').any(|known| known == part))
        };
        match there.iter().find(says_all) {
            Some(_) => found += 1,
            None => {
                eprintln!("{}: {}", word("id"), if there.is_empty() { "not found" } else { "other words" });
                there.iter().for_each(|candidate| eprintln!("{}", shown(&source, candidate)));
            }
        }
    }
    eprintln!("{found} of {positives} labelled fields; entries on {on_negatives} of {negatives} places that are none");
    assert!(f64::from(found) >= FLOOR * f64::from(positives));
}

#[test]
fn words_of_real_pages_stand_where_they_say() {
    let Some(corpus) = corpus::folder() else { return };
    let mut folders = vec![corpus.join("files/ui")];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the corpus can be read") {
            let path = entry.expect("the corpus can be read").path();
            let name = path.to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if [".md", ".mdx", ".rst", ".adoc"].iter().any(|ending| name.ends_with(ending)) {
                let text = std::fs::read_to_string(&path).expect("the corpus is text");
                let (source, found) = candidates(&name, &text, &everything);
                found.iter().for_each(|candidate| assert_in_place(&source, candidate));
                count += found.len();
            }
        }
    }
    eprintln!("{count} entries");
    assert!(count > 100);
}

const DESCRIBED: &str = "openapi: 3.1.0
info: {title: Parcelway API, version: '1'}
paths:
  /labels:
    post:
      operationId: printLabel
      description: |
        Prints a label. The form takes:

        | Field | Type | Description |
        |-------|------|-------------|
        | `reply_url` | string | Parcelway calls it
        | `reply_method` | string | `POST` \\| `GET` |
        | `reply_url` | string | Again |
      parameters:
        - name: config
          in: query
          description: \"Keys:\\n\\n|Key|Meaning|\\n|:--|---|\\n|done_url|\\u00c9 called\\tonce|\\n\"
          schema: {type: object}
      responses: {}
";

#[test]
fn tables_in_descriptions_hold_fields() {
    let (source, found) = candidates("api.yaml", DESCRIBED, &everything);
    let rows: Vec<&Candidate> = found.iter().filter(|candidate| candidate.pointer.0.contains('#')).collect();
    let pointers: Vec<&str> = rows.iter().map(|candidate| candidate.pointer.0.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/paths/~1labels/post/description#reply_url",
            "/paths/~1labels/post/description#reply_method",
            "/paths/~1labels/post/description#reply_url-2",
            "/paths/~1labels/post/parameters/0/description#done_url",
        ]
    );
    for candidate in &rows {
        assert_eq!(source.slice(candidate.name_span), candidate.name);
        assert!(candidate.siblings.iter().any(|sibling| source.slice(sibling.place.span) == candidate.name));
    }
    assert_eq!(rows[1].texts[0].decoded, "`POST` | `GET`");
    assert_eq!(source.slice(rows[1].texts[0].place(6..14).span), " \\| `GET`");
    let escaped = &rows[3].texts[0];
    assert_eq!((escaped.decoded.as_str(), source.slice(escaped.span)), ("É called\tonce", "\\u00c9 called\\tonce"));
    assert_eq!(source.slice(escaped.place(0..2).span), "\\u00c9");
    assert_eq!((rows[0].owners[0].as_str(), rows[3].owners[0].as_str()), ("printLabel", "printLabel"));
    assert!(rows[0].usage.request);
}

/// Pages that repeat what a careless reader goes back over, or goes down into.
#[test]
fn odd_pages_neither_panic_nor_hang() {
    let stairs: String = (0..600).map(|step| format!("{}- a:\n", " ".repeat(step))).collect();
    let deep: String = (0..600).map(|step| format!("{}.. note::\n", "   ".repeat(step))).collect();
    let mut pages = vec![stairs, deep, "\u{feff}".to_owned(), "\r\n\r\n| a | b |\r\n|--|--|\r\n| `c` | d |".to_owned()];
    let pieces = [
        "[",
        "> ",
        "- ",
        "`",
        "**",
        "| a ",
        "|-",
        "<A>",
        "<A b={",
        "<A>\n",
        "</A>",
        "<Param name=\"x\">\n",
        "a\n: b\n\n",
        "::\n",
        "+--",
        "+--+\n",
        "== ",
        "== ==\n",
        ".. a::\n",
        ":a: ",
        ":`",
        "#",
        "# a\n",
        "a\n===\n",
        "a_b: ",
        "<!--",
        "|===\n",
        "a:: ",
        "* ",
        "é\n  ü\n",
        "\n\n\n",
        "* - ",
        "`a`, ",
        "\\|",
        "```\n",
        "(a",
        ".. list-table::\n\n  * - a\n",
    ];
    pages.extend(pieces.iter().map(|piece| piece.repeat(20_000 / piece.len())));
    for page in &pages {
        for ending in ["md", "mdx", "rst", "adoc"] {
            read(&[Source::new(format!("a.{ending}"), page.as_str())], &everything);
        }
    }
}

/// Pages that end anywhere, or lack a character anywhere.
#[test]
fn broken_pages_do_not_panic() {
    for (name, page) in [
        ("a.md", include_str!("docs/settings.md")),
        ("a.mdx", include_str!("docs/components.mdx")),
        ("a.rst", include_str!("docs/configuration.rst")),
        ("a.adoc", include_str!("docs/guide.adoc")),
    ] {
        for (at, character) in page.char_indices().step_by(3) {
            for text in [page[..at].to_owned(), format!("{}{}", &page[..at], &page[at + character.len_utf8()..])] {
                let (source, found) = candidates(name, &text, &everything);
                found.iter().for_each(|candidate| assert_in_place(&source, candidate));
            }
        }
    }
}
