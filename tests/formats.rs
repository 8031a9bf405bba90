//! Every report for programs of one shared list of hand-built findings: a snapshot, one assertion by hand beside it, the
//! official schema where there is one, and what becomes of hostile words.

#[path = "support/findings.rs"]
mod findings;

use findings::{HOSTILE, LOOK, hostile, named, rendered, same, survey};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use whocalls::finding::{SuppressedBy, Suppression};
use whocalls::report::{FORMATS, Format, INVENTORIES, MAP, Totals};

fn finding_report(format: &str) -> String {
    rendered(named(&FORMATS, format), &survey(), LOOK)
}

fn hostile_report(format: &'static Format) -> String {
    rendered(format, &hostile(), LOOK)
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

/// A schema that may lie beside the project; without it a test says aloud that it did not run.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn schema(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/schemas").join(name);
    if path.is_file() {
        return Some(path);
    }
    eprintln!("SKIPPED: there is no schema at {}", path.display());
    None
}

fn assert_fits(report: &str, schema_name: &str) {
    let Some(path) = schema(schema_name) else { return };
    let schema = parsed(&std::fs::read_to_string(path).expect("it can be read"));
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let wrong: Vec<String> =
        validator.iter_errors(&parsed(report)).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{}\n{report}", wrong.join("\n"));
}

#[test]
fn json_is_one_object_with_the_fields_inside() {
    let text = finding_report("json");
    let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(value["schema"], 1);
    assert_eq!(value["findings"][0]["field"]["facts"]["method"]["by"], "callbacks");
    assert_eq!(value["findings"][1]["field"]["facts"]["trigger"]["file"], "specs/common.yaml");
    assert_eq!(value["summary"]["warnings"], 3);
    same("check.json", &text);
}

#[test]
fn the_inventory_has_every_field() {
    let text = rendered(named(&INVENTORIES, "json"), &survey(), LOOK);
    let value = parsed(&text);
    // The second line of the text begins four blanks in, and its last byte is the full stop.
    assert_eq!(value["fields"][1]["parts"][0]["end"], json!({"line": 4, "column": 31, "offset": 79}));
    same("list.json", &text);

    let table = rendered(named(&INVENTORIES, "table"), &survey(), LOOK);
    assert!(table.contains("callback_url  webhook   ✓       ✓ callbacks  ✗        ✗"), "{table}");
    same("list.txt", &table);
}

#[test]
fn jsonl_is_the_same_objects_a_line_each() {
    let text = finding_report("jsonl");
    let lines: Vec<Value> = text.lines().map(parsed).collect();
    assert_eq!(json!(lines), parsed(&finding_report("json"))["findings"]);
    assert!(text.ends_with("}\n"));
    same("check.jsonl", &text);
}

#[test]
fn sarif_fits_its_schema_and_names_lines_and_rules() {
    let text = finding_report("sarif");
    let run = &parsed(&text)["runs"][0];
    let result = &run["results"][0];
    // Line and column of the name in the text above, counted by hand; a region ends after its last character.
    let region = json!({"startLine": 7, "startColumn": 9, "endLine": 7, "endColumn": 21});
    assert_eq!(result["locations"][0]["physicalLocation"]["region"], region);
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "specs/pay.yaml");
    let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("it has one") as usize];
    assert_eq!(rule["id"], result["ruleId"]);
    assert!(rule["help"]["markdown"].as_str().expect("it has a page").contains("## Why it matters\n"));
    assert_fits(&text, "sarif-2.1.0.json");
    assert_fits(&hostile_report(named(&FORMATS, "sarif")), "sarif-2.1.0.json");
    // The rules are the same text as `explain` gives, which has its own snapshot.
    let results = text.split("\"results\"").nth(1).expect("there are some");
    same("results.sarif", &format!("{{\"results\"{}", results.trim_end().trim_end_matches("]}")));
}

#[test]
fn sarif_alone_has_what_is_suppressed() {
    let results = &parsed(&finding_report("sarif"))["runs"][0]["results"];
    let suppressed: Vec<&Value> =
        results.as_array().expect("it is a list").iter().filter(|result| result["suppressions"] != json!([])).collect();
    assert_eq!(suppressed.len(), 1);
    let expected = json!([{"kind": "inSource", "justification": "the partner is told by mail"}]);
    assert_eq!(suppressed[0]["suppressions"], expected);
    for format in FORMATS.iter().chain(&INVENTORIES).filter(|format| format.name != "sarif") {
        let text = rendered(format, &survey(), LOOK);
        assert!(!text.contains("this is known") && !text.contains("told by mail"), "{}: {text}", format.name);
    }
}

#[test]
fn a_region_is_on_one_line_and_a_fingerprint_knows_none() {
    let (survey, mut sources) = hostile();
    let results = |report: &str| parsed(report)["runs"][0]["results"].clone();
    let before = results(&rendered(named(&FORMATS, "sarif"), &(survey, sources), LOOK));
    for result in before.as_array().expect("it is a list") {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert_eq!(region["startLine"], region["endLine"]);
    }
    let uri = &before[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "sp%20ec/%3Cb%3E%22%C3%A9%1B%3A1%2C2%25%7C%60%40x.yaml");
    // The same fields some lines further down are the same findings.
    let (mut survey, _) = hostile();
    let moved = format!("\n\n\n{}", hostile().1[0].text());
    sources = vec![whocalls::source::Source::new(findings::HOSTILE_PATH, moved)];
    for finding in survey.problems.iter_mut().chain(survey.fields.iter_mut().flat_map(|field| &mut field.findings)) {
        let span = finding.place.span.range();
        finding.place.span = whocalls::source::Span::new(span.start + 3, span.end + 3);
        finding.labels.clear();
    }
    let after = results(&rendered(named(&FORMATS, "sarif"), &(survey, sources), LOOK));
    for (before, after) in before.as_array().expect("a list").iter().zip(after.as_array().expect("a list")) {
        assert_eq!(before["partialFingerprints"], after["partialFingerprints"]);
        assert_ne!(before["locations"], after["locations"]);
    }
}

#[test]
fn github_gets_commands_and_nothing_that_a_document_commands() {
    let text = finding_report("github");
    let start =
        "::warning file=specs/pay.yaml,line=7,endLine=7,col=9,endColumn=21,title=whocalls%3A missing-trigger%2C";
    assert!(text.starts_with(start), "{text}");
    same("github.txt", &text);
    let text = hostile_report(named(&FORMATS, "github"));
    let words: Vec<&str> = text.lines().map(|line| line.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(words, ["::error", "::warning", "::warning"], "the worst comes first, and nothing is a line of its own");
    assert!(!text.contains(['\u{1b}', '\r']));
    assert!(text.contains("file=sp ec/<b>\"é\\u{1b}%3A1%2C2%25|`@x.yaml,line=1,"), "{text}");
    assert!(text.contains("%250A%25%25"), "what looks escaped is escaped again: {text}");
}

#[test]
fn gitlab_gets_lines_from_one_and_no_fingerprint_twice() {
    let text = finding_report("gitlab");
    let issues = parsed(&text);
    assert_eq!(issues[0]["location"], json!({"path": "specs/pay.yaml", "lines": {"begin": 7, "end": 7}}));
    same("gitlab.json", &text);
    for text in [text, hostile_report(named(&FORMATS, "gitlab"))] {
        assert_fits(&text, "gitlab-codequality.schema.json");
        let issues = parsed(&text);
        let issues = issues.as_array().expect("it is a list");
        let prints: std::collections::BTreeSet<_> = issues.iter().map(|one| one["fingerprint"].to_string()).collect();
        assert_eq!(prints.len(), issues.len());
    }
}

/// Checks XML with `xmllint`, by a schema if one is named; without the program says aloud that it did not.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn assert_is_xml(name: &str, text: &str, schema_name: Option<&str>) {
    let document = roxmltree::Document::parse(text);
    assert!(document.is_ok(), "{document:?}\n{text}");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("the place for tests can be written");
    let mut command = Command::new("xmllint");
    command.arg("--noout").arg("--nonet");
    if let Some(schema_name) = schema_name {
        let Some(schema) = schema(schema_name) else { return };
        command.arg("--schema").arg(schema);
    }
    match command.arg(&path).output() {
        Err(error) => eprintln!("SKIPPED: xmllint cannot be run: {error}"),
        Ok(output) => assert!(output.status.success(), "{}\n{text}", String::from_utf8_lossy(&output.stderr)),
    }
}

#[test]
fn junit_has_a_test_for_each_field_and_fits_its_schema() {
    let text = finding_report("junit");
    assert!(text.contains("<testsuites name=\"whocalls\" tests=\"3\" failures=\"3\" errors=\"0\">"), "{text}");
    assert!(text.contains(">specs/pay.yaml:7:9: `callback_url` does not say"), "{text}");
    assert_is_xml("junit.xml", &text, Some("junit-10-jenkins.xsd"));
    same("junit.xml", &text);
    let (mut survey, sources) = survey();
    survey.fields.iter_mut().for_each(|surveyed| surveyed.findings.clear());
    let text = rendered(named(&FORMATS, "junit"), &(survey, sources), LOOK);
    assert!(text.contains("tests=\"3\" failures=\"1\""), "a field without findings passes: {text}");
    assert_is_xml("junit-clean.xml", &text, Some("junit-10-jenkins.xsd"));
    assert_is_xml("junit-hostile.xml", &hostile_report(named(&FORMATS, "junit")), Some("junit-10-jenkins.xsd"));
    let nothing = (whocalls::lint::Survey::default(), Vec::new());
    assert_is_xml("junit-none.xml", &rendered(named(&FORMATS, "junit"), &nothing, LOOK), Some("junit-10-jenkins.xsd"));
}

#[test]
fn checkstyle_has_files_with_errors() {
    let text = finding_report("checkstyle");
    assert!(
        text.contains("<file name=\"specs/pay.yaml\">\n    <error line=\"7\" column=\"9\" severity=\"warning\""),
        "{text}"
    );
    assert_is_xml("checkstyle.xml", &text, None);
    same("checkstyle.xml", &text);
    let text = hostile_report(named(&FORMATS, "checkstyle"));
    assert_is_xml("checkstyle-hostile.xml", &text, None);
    let document = roxmltree::Document::parse(&text).expect("it was parsed before");
    let errors: Vec<_> = document.descendants().filter(|node| node.has_tag_name("error")).collect();
    assert_eq!(errors.len(), 3);
    for error in errors {
        let names: Vec<&str> = error.attributes().map(|attribute| attribute.name()).collect();
        assert_eq!(names, ["line", "column", "severity", "message", "source"]);
        assert!(error.attribute("message").is_some_and(|message| message.contains("]]><script>")));
    }
}

#[test]
fn rdjson_counts_columns_in_bytes() {
    let text = finding_report("rdjson");
    let diagnostics = &parsed(&text)["diagnostics"];
    let range = json!({"start": {"line": 7, "column": 9}, "end": {"line": 7, "column": 21}});
    assert_eq!(diagnostics[0]["location"], json!({"path": "specs/pay.yaml", "range": range}));
    assert_eq!(diagnostics[0]["severity"], "WARNING");
    same("rdjson.json", &text);
    // The line begins with "é: ", which is three characters and four bytes.
    let hostile = parsed(&hostile_report(named(&FORMATS, "rdjson")));
    assert_eq!(hostile["diagnostics"][0]["location"]["range"]["start"], json!({"line": 1, "column": 5}));
}

#[test]
fn markdown_is_a_table_that_no_name_breaks() {
    let text = finding_report("markdown");
    assert!(text.contains("\n2 callback URL fields in 1 file; 5 of 8 facts stated, 62 %\n"), "{text}");
    assert!(text.contains("| warning | `specs/pay.yaml:7:9` | `callback_url` does not say on which event"), "{text}");
    same("check.md", &text);
    for (format, columns, rows) in [(named(&FORMATS, "markdown"), 5, 3), (named(&INVENTORIES, "markdown"), 7, 2)] {
        let text = hostile_report(format);
        let table: Vec<&str> = text.lines().skip_while(|line| !line.starts_with('|')).collect();
        assert_eq!(table.len(), rows + 2, "{text}");
        for row in table {
            let bars = row.replace("\\|", "").matches('|').count();
            assert_eq!(bars, columns + 1, "{row}");
        }
        assert_eq!(rendered_in_markdown(&text).matches("<td>").count(), columns * rows, "{text}");
        let html = rendered_in_markdown(&text);
        assert!(!html.contains("<script") && !html.contains("<a "), "{html}");
        assert!(!html.contains("<p>@team") && !text.contains(" @team"), "{text}");
    }
}

/// What a reader of GitHub's Markdown makes of it.
fn rendered_in_markdown(text: &str) -> String {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let shown = |event| match event {
        Event::Start(Tag::TableCell) => "<td>".to_string(),
        Event::Start(Tag::Link { .. } | Tag::Image { .. }) => "<a ".to_string(),
        Event::Html(html) | Event::InlineHtml(html) => html.to_string(),
        _ => String::new(),
    };
    let cells = events.map(shown).collect::<String>();
    // The cells of the head are cells too.
    let head = text.lines().find(|line| line.starts_with('|')).map_or(0, |line| line.matches('|').count() - 1);
    cells.replacen("<td>", "", head)
}

#[test]
fn the_page_is_whole_and_runs_nothing_that_was_handed_in() {
    let text = finding_report("html");
    assert_eq!(text.matches("<details class=\"entry warning\"").count(), 3, "{text}");
    // The name on its line, marked as the finding's own place.
    let line = "<span class=\"number\">7</span><span class=\"text\">        <mark class=\"own\">callback_url";
    assert!(text.contains(line), "{text}");
    assert!(text.contains("data-kind=\"webhook\" data-missing=\"trigger failure\""));
    for address in ["http:", "https:", "src=", "href=", "url(", "@import"] {
        assert!(!text.contains(address), "the page loads nothing: {address}");
    }
    let main = |text: &str| {
        let (start, end) = (text.find("<main>").expect("it begins"), text.find("</main>").expect("it ends"));
        format!("{}</main>\n", &text[start..end])
    };
    same("entries.html", &main(&text));
    let text = main(&hostile_report(named(&FORMATS, "html")));
    assert!(!text.contains("<script") && !text.contains(['\u{1b}', '\u{202e}', '\r']), "{text}");
    // All that is left of markup is well-formed, so that no name closes a tag or an attribute.
    let document = roxmltree::Document::parse(&text);
    assert!(document.is_ok(), "{document:?}\n{text}");
}

#[test]
fn an_agent_gets_a_block_a_finding_with_what_to_write_where() {
    let text = finding_report("agent");
    let block = text.split("\n\n").next().expect("there is one");
    for line in [
        "specs/pay.yaml:7:9: `callback_url` does not say on which event it is called, nor what happens on failure",
        "  pointer: /components/schemas/Payment/properties/callback_url",
        "  missing: trigger, failure",
        "  words: specs/pay.yaml:9:24",
        "  rerun: whocalls check --format agent specs/pay.yaml",
    ] {
        assert!(block.lines().any(|known| known == line), "{line}\n{text}");
    }
    same("agent.txt", &text);
    let text = hostile_report(named(&FORMATS, "agent"));
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{text}");
    assert_eq!(text.matches("\n\n").count(), 3, "a name begins no block: {text}");
    assert!(!text.contains("\n::set-output"), "{text}");
}

#[test]
fn a_spreadsheet_gets_text_and_no_formulas() {
    let text = rendered(named(&INVENTORIES, "csv"), &survey(), LOOK);
    let row = "specs/pay.yaml,7,9,callback_url,webhook,Acme sends,POST,,,missing-trigger missing-failure,/components";
    assert!(text.lines().nth(1).expect("there is one").starts_with(row), "{text}");
    same("list.csv", &text);
    let text = hostile_report(named(&INVENTORIES, "csv"));
    assert_eq!(text.lines().count(), 3, "a name begins no row: {text}");
    for row in text.lines().skip(1) {
        assert_eq!(row.matches("\"'=cb\\u{1b}").count(), 3, "the name and two facts are text: {row}");
    }
}

#[test]
fn the_inventory_in_markdown_has_the_words() {
    let text = rendered(named(&INVENTORIES, "markdown"), &survey(), LOOK);
    let row = "| `callback_url` | webhook | ✓ Acme sends | ✓ POST (callbacks) | ✗ | ✗ | `specs/pay.yaml:7:9` |";
    assert!(text.lines().any(|line| line == row), "{text}");
    same("list.md", &text);
}

#[test]
fn the_map_shows_who_calls_whom_and_takes_no_syntax_from_a_name() {
    let text = rendered(&MAP, &survey(), LOOK);
    assert!(text.contains("\n    provider1->>server: callback_url: POST, trigger not stated\n"), "{text}");
    assert!(text.contains("\n    browser->>server: return_url: returns here\n"), "{text}");
    same("map.mmd", &text);
    let text = hostile_report(&MAP);
    assert_eq!(text.lines().count(), 1 + 3 + 3 + 4, "{text}");
    // What is left after entities are taken out is letters and our own syntax.
    let mut plain = String::new();
    for (index, part) in text.split('#').enumerate() {
        plain.push_str(if index == 0 { part } else { part.split_once(';').expect("an entity ends").1 });
    }
    assert!(!plain.contains(['<', '"', '`', ';', '%', '|', '\\', '\u{1b}', '{', '[']), "{plain}");
}

#[test]
fn every_format_stands_what_is_hostile_and_what_is_nothing() {
    let nothing = || (whocalls::lint::Survey::default(), Vec::new());
    for format in FORMATS.iter().chain(&INVENTORIES).chain([&MAP]) {
        let text = rendered(format, &hostile(), LOOK);
        assert!(!text.contains('\u{1b}'), "{} lets a control character through", format.name);
        assert!(!text.contains(HOSTILE), "{}", format.name);
        let text = rendered(format, &nothing(), LOOK);
        // SARIF names the tool, with examples of its rules, behind the results.
        let results = text.split("\"tool\"").next().unwrap_or_default();
        assert!(!results.contains("callback_url"), "{}: {text}", format.name);
    }
    for name in ["json", "sarif", "gitlab", "rdjson"] {
        parsed(&rendered(named(&FORMATS, name), &nothing(), LOOK));
    }
    assert_fits(&rendered(named(&FORMATS, "sarif"), &nothing(), LOOK), "sarif-2.1.0.json");
    for name in ["full", "concise", "jsonl", "github", "agent"] {
        assert_eq!(rendered(named(&FORMATS, name), &nothing(), LOOK), "", "{name} is silent where nothing was found");
    }
}

#[test]
fn an_ignore_comment_excuses_a_fact_and_a_baseline_does_not() {
    let coverage = |by: Option<SuppressedBy>| {
        let (mut survey, _) = survey();
        for finding in &mut survey.fields[0].findings {
            finding.suppressed = by.map(|by| Suppression { by, reason: None, said_at: None });
        }
        let mut totals = Totals::default();
        totals.add(&survey);
        (totals.coverage.all(), totals.all(), totals.clean)
    };
    // The webhook states two of its four facts, and the redirect three.
    assert_eq!(coverage(None), ((5, 8), 4, 0));
    assert_eq!(coverage(Some(SuppressedBy::Outside)), ((5, 8), 2, 1));
    assert_eq!(coverage(Some(SuppressedBy::Source)), ((5, 6), 2, 1));
}
