//! What is too deep, too large, too many, or goes round in circles ends in a finding and not in a crash. What takes long to
//! make is left to `cargo test -- --ignored`, with a smaller one beside it that always runs.

#[path = "support/folder.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod folder;

use folder::{empty, run, write};
use std::fmt::Write as _;
use std::fs::File;
use whocalls::config::Settings;
use whocalls::finding::Finding;
use whocalls::lint::{lint, survey};
use whocalls::source::Source;

fn lint_one(path: &str, text: &str) -> Vec<Finding> {
    lint(&[Source::new(path, text)], &Settings::default())
}

/// The messages of findings of a rule.
fn told(findings: &[Finding], rule: &str) -> Vec<String> {
    let of_rule = findings.iter().filter(|finding| finding.rules.iter().any(|own| own == rule));
    of_rule.map(|finding| finding.message.clone()).collect()
}

const FIELD: &str = "callback_url: {type: string}";
const SPEC: &str =
    "openapi: 3.1.0\ncomponents:\n  schemas:\n    Hook:\n      properties:\n        callback_url: {type: string}\n";

#[test]
fn a_hundred_thousand_levels_are_a_finding() {
    const DEEP: usize = 100_000;
    let yaml = format!("{SPEC}x: {}{}\n", "[".repeat(DEEP), "]".repeat(DEEP));
    let dashes = format!("{SPEC}x:\n  {}a\n", "- ".repeat(DEEP));
    for text in [yaml, dashes] {
        let findings = lint_one("api.yaml", &text);
        assert_eq!(told(&findings, "unreadable").len(), 1, "{findings:?}");
        assert_eq!(told(&findings, "missing-caller").len(), 1, "what stands before it is read: {findings:?}");
    }
    let around = |before: &str, after: &str| {
        let schema = format!("{}{{}}{}", before.repeat(DEEP), after.repeat(DEEP));
        format!("{{\"openapi\": \"3.1.0\", \"components\": {{\"schemas\": {{\"A\": {schema}}}}}}}")
    };
    for (before, after) in [
        ("{\"properties\": {\"callback_url\": ", "}}"),
        ("{\"allOf\": [", "]}"),
        ("{\"items\": ", "}"),
        ("{\"additionalProperties\": ", "}"),
    ] {
        let findings = lint_one("api.json", &around(before, after));
        assert_eq!(
            told(&findings, "unreadable"),
            ["schemas are nested more than 200 deep, and are not read further"],
            "{before}"
        );
    }
}

#[test]
fn deep_nesting_in_any_format_is_read_or_left() {
    const DEEP: usize = 20_000;
    let pieces = [
        "<div>",
        "<div ",
        "{",
        "[",
        "(",
        "> ",
        "- ",
        "  - ",
        "{{",
        "<!--",
        "<string name=\"callback_url\">",
        "\n> ",
        "`",
        "*",
        "['callback_url' => ",
        "{\"callback_url\": ",
        "<a b=\"",
        "$t(",
        "|",
        "\"",
        "\\",
        "callback_url: ",
    ];
    let endings: std::collections::BTreeSet<&str> =
        whocalls::input::FORMATS.iter().flat_map(|format| format.endings).copied().collect();
    for ending in endings {
        for piece in pieces {
            let text = piece.repeat(DEEP / piece.len());
            lint_one(&format!("locales/en{ending}"), &text);
        }
    }
    let locale = format!("{}\"Webhook URL\"{}", "{\"webhook_url\": ".repeat(DEEP), "}".repeat(DEEP));
    assert!(lint_one("locales/en.json", &locale).is_empty());
}

#[test]
fn bombs_of_aliases_do_not_go_off() {
    let mut spec = format!("openapi: 3.1.0\ncomponents:\n  schemas:\n    A0: &a0 {{properties: {{{FIELD}}}}}\n");
    let mut merged = spec.clone();
    let mut locale = String::from("en:\n  a0: &a0 {webhook_url: Webhook URL}\n");
    for level in 1..40 {
        let aliases = |named: bool| {
            let alias = |number: usize| match named {
                true => format!("u{number}: *a{}", level - 1),
                false => format!("*a{}", level - 1),
            };
            (0..9).map(alias).collect::<Vec<_>>().join(", ")
        };
        writeln!(spec, "    A{level}: &a{level} {{properties: {{{}}}}}", aliases(true)).expect("a string takes all");
        writeln!(merged, "    A{level}: &a{level} {{<<: [{}]}}", aliases(false)).expect("a string takes all");
        writeln!(locale, "  a{level}: &a{level} {{{}}}", aliases(true)).expect("a string takes all");
    }
    for (path, text) in [("api.yaml", &spec), ("api.yaml", &merged), ("config/locales/en.yml", &locale)] {
        assert_eq!(lint_one(path, text).len(), 1, "the field has its finding once: {path}");
    }
    // The same as a configuration, and as a file that it names.
    let folder = empty("bounds-bomb");
    write(&folder, "api.yaml", SPEC);
    write(&folder, "whocalls.yaml", locale.replace("en:", "caller:"));
    let (code, _, errors) = run(&folder, &[]);
    assert!(code == 2 && errors.contains("whocalls.yaml:"), "{errors}");
    write(&folder, "whocalls.yaml", "names: [names.yaml]\n");
    write(&folder, "names.yaml", locale.replace("en:", "name:"));
    let (code, _, errors) = run(&folder, &[]);
    assert!(code == 2 && errors.contains("names.yaml"), "{errors}");
}

#[test]
fn circles_of_references_are_told_in_one_file_and_across_files() {
    let alone = "openapi: 3.1.0\ncomponents:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    \
        B: {$ref: '#/components/schemas/A'}\n    C: {properties: {callback_url: {$ref: '#/components/schemas/C'}}}\n    \
        D: {allOf: [{$ref: '#/components/schemas/D'}]}\n    E: {$ref: '#/components/schemas/E'}\n";
    let findings = lint_one("api.yaml", alone);
    assert_eq!(told(&findings, "cyclic-reference").len(), 2, "{findings:?}");
    let sources = [
        Source::new("a.yaml", "openapi: 3.1.0\ncomponents:\n  schemas:\n    A: {$ref: 'b.yaml#/B'}\n"),
        Source::new("b.yaml", "B: {$ref: 'c.yaml#/C'}\nW: {properties: {callback_url: {$ref: 'c.yaml#/C'}}}\n"),
        Source::new("c.yaml", "C: {$ref: 'a.yaml#/components/schemas/A'}\n"),
    ];
    let findings = lint(&sources, &Settings::default());
    assert_eq!(told(&findings, "cyclic-reference").len(), 1, "{findings:?}");
    let long = |links: usize| {
        let mut text = String::from("openapi: 3.1.0\ncomponents:\n  schemas:\n");
        for link in 0..links {
            writeln!(text, "    A{link}: {{$ref: '#/components/schemas/A{}'}}", (link + 1) % links)
                .expect("it takes all");
        }
        text
    };
    assert_eq!(told(&lint_one("api.yaml", &long(90)), "cyclic-reference").len(), 1);
    assert!(lint_one("api.yaml", &long(20_000)).is_empty(), "what is longer than is followed ends there");
}

#[test]
fn a_file_of_500_mb_is_a_finding_and_is_not_read() {
    let folder = empty("bounds-large");
    // A file with a hole in it takes no room; its beginning says what it is.
    for (name, text) in [("api.yaml", SPEC), ("other.json", "{\"a\": 1,"), ("locales/en.yml", "en:\n  a: b\n")] {
        write(&folder, name, text);
        let file = File::options().write(true).open(folder.join(name)).expect("it is there");
        file.set_len(500 << 20).expect("a file can have a hole");
    }
    write(&folder, "user.yaml", SPEC.replace("{type: string}", "{$ref: 'api.yaml#/components/schemas/Hook'}"));
    let (code, out, errors) = run(&folder, &["--format", "concise"]);
    let message = "api.yaml:1:1: error: the file is larger than 256 MiB, and is not read [unreadable]";
    assert!(out.starts_with(message), "{out}{errors}");
    assert!(!out.contains("other.json") && !out.contains("locales"), "what is not ours is passed over: {out}");
    assert_eq!((code, errors.as_str()), (1, ""));
    let (code, _, errors) = run(&folder, &["--fix", "api.yaml"]);
    assert_eq!((code, errors.as_str()), (1, "nothing to fix\n"));
}

#[test]
fn standard_input_without_end_is_a_finding() {
    use std::io::Write;
    use std::process::Stdio;
    let folder = empty("bounds-stdin");
    let mut command = folder::program(&folder, &["-", "--format", "concise"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program was built");
    let mut input = child.stdin.take().expect("it is piped");
    let block = vec![b'\n'; 1 << 20];
    input.write_all(SPEC.as_bytes()).expect("it is read");
    // Once it has seen enough, it reads no more.
    let blocks = (0..1_000).take_while(|_| input.write_all(&block).is_ok()).count();
    drop(input);
    let (code, out, _) = folder::told(&child.wait_with_output().expect("it ends"));
    assert!(code == 1 && out.contains("larger than 256 MiB") && blocks < 300, "{code} {blocks} {out}");
}

fn keys(count: usize) -> String {
    let keys: String = (0..count).map(|number| format!("\"k{number}\": {{}}, ")).collect();
    format!(
        "{{\"openapi\": \"3.1.0\", \"components\": {{\"schemas\": {{\"A\": {{\"properties\": {{{keys}\"callback_url\": {{}}}}}}}}}}}}"
    )
}

#[test]
fn many_keys_are_read() {
    assert_eq!(lint_one("api.json", &keys(20_000)).len(), 1);
}

#[test]
#[ignore = "it takes long without optimisation"]
fn a_million_keys_are_read() {
    assert_eq!(lint_one("api.json", &keys(1_000_000)).len(), 1);
    let yaml: String = (0..1_000_000).map(|number| format!("        k{number}: a\n")).collect();
    assert_eq!(lint_one("api.yaml", &format!("{SPEC}{yaml}")).len(), 1);
}

/// Descriptions, copy, pages and documentation with this many fields in one object, list or table.
fn wide_files(fields: usize) -> Vec<(&'static str, String)> {
    let each = |of: &dyn Fn(usize) -> String| (0..fields).map(of).collect::<Vec<_>>();
    let schema = |name: usize| format!("\"e{name}_webhook_url\": {{\"description\": \"Called.\"}}");
    let path = |name: usize| {
        format!("\"/p{name}\": {{\"post\": {{\"parameters\": [{{\"name\": \"callback_url\", \"in\": \"query\"}}]}}}}")
    };
    let parameter = |name: usize| format!("{{\"name\": \"e{name}_callback_url\", \"in\": \"query\"}}");
    let page = |name: usize| {
        format!(
            "<label for=w{name}>Webhook URL</label><input id=w{name} name=e{name}_webhook_url><p class=hint>Called.</p>\n"
        )
    };
    let row = |name: usize| format!("| `e{name}_webhook_url` | Called. |\n");
    let open = "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"Parcelway\"}, ";
    let schemas = |all: &[String]| {
        format!("{open}\"components\": {{\"schemas\": {{\"A\": {{\"properties\": {{{}}}}}}}}}}}", all.join(","))
    };
    let parameters = each(&parameter).join(",");
    vec![
        ("schemas.json", schemas(&each(&schema))),
        ("paths.json", format!("{open}\"paths\": {{{}}}}}", each(&path).join(","))),
        ("list.json", format!("{open}\"paths\": {{\"/p\": {{\"post\": {{\"parameters\": [{parameters}]}}}}}}}}")),
        ("page.html", format!("<form>{}</form>", each(&page).concat())),
        ("table.md", format!("| Name | Description |\n|---|---|\n{}", each(&row).concat())),
    ]
}

/// Looking each of the fields up among all of the others would take hours of the larger number.
fn wide_files_are_told_and_fixed(name: &str, fields: usize, selections: &[&str]) {
    let folder = empty(name);
    for (file, text) in wide_files(fields) {
        write(&folder, file, &text);
        for select in selections {
            let (code, out, errors) = run(&folder, &["--format", "concise", "--select", select, file]);
            let told = out.lines().filter(|line| line.contains("missing-caller")).count();
            assert_eq!((code, told, errors.as_str()), (1, fields, ""), "{file} {select}");
        }
        let (_, inventory, _) = run(&folder, &["list", "--format", "csv", file]);
        assert_eq!(inventory.lines().count(), fields + 1, "{file}");
        let (_, _, errors) = run(&folder, &["--fix", "--caller", "Parcelway", "--format", "concise", file]);
        let fixed = format!("fixed {fields} fields in 1 file");
        assert!(errors.contains(&fixed), "{file}: {errors:.300}");
        let (code, _, errors) = run(&folder, &["--diff", "--caller", "Parcelway", file]);
        assert!(code == 0 && errors.contains("nothing to fix"), "{file}: {errors:.300}");
        let (code, ..) = run(&folder, &["--write-baseline", "known.json", file]);
        assert_eq!(code, 0, "{file}");
        let (code, out, errors) = run(&folder, &["--baseline", "known.json", "--format", "concise", file]);
        assert_eq!((code, out.as_str(), errors.as_str()), (0, "", ""), "{file}");
    }
}

#[test]
fn wide_files_are_told_and_fixed_in_full() {
    wide_files_are_told_and_fixed("bounds-wide", 130, &["complete"]);
}

#[test]
#[ignore = "it takes long without optimisation"]
fn wide_files_of_60_000_fields_are_told_and_fixed_in_full() {
    // A page with many more would be taken for one that no person wrote.
    wide_files_are_told_and_fixed("bounds-wide-60000", 60_000, &["core", "complete"]);
}

fn one_line(megabytes: usize) -> String {
    let filler = "é".repeat(megabytes << 19);
    format!(
        "{{\"openapi\": \"3.1.0\", \"x\": \"{filler}\", \"components\": {{\"schemas\": {{\"A\": {{\"properties\": {{{}}}}}}}}}}}",
        r#""callback_url": {}"#
    )
}

#[test]
fn one_line_of_json_is_read_and_shown_in_part() {
    let folder = empty("bounds-line");
    write(&folder, "api.json", one_line(2));
    let (code, out, _) = run(&folder, &[]);
    assert!(code == 1 && out.contains("callback_url") && out.len() < 3_000, "{}", out.len());
}

#[test]
#[ignore = "it takes long without optimisation"]
fn one_line_of_50_mb_is_read_and_shown_in_part() {
    let folder = empty("bounds-line-50");
    write(&folder, "api.json", one_line(50));
    let (code, out, _) = run(&folder, &[]);
    assert!(code == 1 && out.contains("callback_url") && out.len() < 3_000, "{}", out.len());
}

#[test]
fn bytes_that_are_no_text_are_told_at_their_place_and_utf_16_is_read() {
    let folder = empty("bounds-bytes");
    let with = |bytes: &[u8]| [SPEC.as_bytes(), b"x: ", bytes, b"\n"].concat();
    write(&folder, "nul.yaml", with(b"\0"));
    write(&folder, "latin.yaml", with(b"caf\xe9"));
    write(&folder, "cut.yaml", with(b"\xf0\x9f\x98"));
    write(
        &folder,
        "half16.yaml",
        [b"\xff\xfe".to_vec(), SPEC.encode_utf16().flat_map(u16::to_le_bytes).collect(), vec![0, 0xd8]].concat(),
    );
    write(
        &folder,
        "whole16.yaml",
        [b"\xfe\xff".to_vec(), SPEC.encode_utf16().flat_map(u16::to_be_bytes).collect()].concat(),
    );
    let (_, out, errors) = run(&folder, &["--format", "concise"]);
    let unreadable: Vec<&str> = out
        .lines()
        .filter(|line| line.contains("[unreadable]"))
        .map(|line| &line[..line.find(": ").unwrap_or(0)])
        .collect();
    assert_eq!(unreadable, ["cut.yaml:7:4", "half16.yaml:7:1", "latin.yaml:7:7", "nul.yaml:7:4"], "{out}");
    let fields = out.lines().filter(|line| line.contains("callback_url")).count();
    assert_eq!((fields, errors.as_str()), (5, ""), "what stands before is checked, and all of UTF-16: {out}");
    // What was not meant to be a description is passed over, also when it is named.
    write(&folder, "image.png", b"\x89PNG\0\0\xff");
    write(&folder, "data.json", b"{\"a\": \"\xff\"}");
    assert_eq!(run(&folder, &["image.png", "data.json"]), (0, String::new(), String::new()));
}

#[test]
fn halves_of_surrogates_are_read_as_what_cannot_be_shown() {
    for half in ["\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ud83d\\u0041"] {
        let text = format!(
            "{{\"openapi\": \"3.1.0\", \"components\": {{\"schemas\": {{\"A{half}\": {{\"properties\": {{\"callback_url\": \
             {{\"description\": \"We POST {half} when it ships.\"}}}}}}}}}}}}"
        );
        let sources = [Source::new("api.json", text)];
        let found = survey(&sources, &Settings::default());
        assert_eq!(found.fields.len(), 1, "{half}");
        assert!(found.fields[0].field.candidate.texts[0].decoded.contains('\u{fffd}'), "{half}");
        assert!(!found.findings().iter().any(|finding| finding.rules.contains(&"unreadable".to_owned())), "{half}");
    }
}

fn many_files(name: &str, files: usize) {
    let folder = empty(name);
    for file in 0..files {
        write(&folder, &format!("f{}/api{file}.yaml", file / 100), SPEC);
    }
    let (code, out, errors) = run(&folder, &["--format", "concise"]);
    assert_eq!((code, out.lines().count(), errors.as_str()), (1, files, ""));
    let (_, again, _) = run(&folder, &["--format", "concise"]);
    assert!(out == again, "the order of the files is that of their names");
}

#[test]
fn many_files_with_findings_are_told_in_their_order() {
    many_files("bounds-files", 600);
}

#[test]
#[ignore = "it writes many files"]
fn ten_thousand_files_with_findings_are_told_in_their_order() {
    many_files("bounds-files-10000", 10_000);
}

#[test]
fn what_asks_to_ignore_is_bounded() {
    let keys = "x-whocalls-ignore: true\n".repeat(2_100);
    let comments = "# whocalls: ignore\n".repeat(2_100);
    let marks = "<!-- whocalls: ignore -->".repeat(2_100);
    for (path, text) in [("a.yaml", keys), ("locales/en.po", comments.clone()), ("a.php", comments), ("a.html", marks)]
    {
        let findings = lint_one(path, &text);
        let bound: Vec<String> = told(&findings, "unknown-ignore");
        assert!(bound.iter().any(|message| message.contains("2000 times")), "{path}: {bound:?}");
        assert!(findings.len() <= 2_001, "{path}: {}", findings.len());
    }
}
