//! What sources ask to ignore, in every format: files of `tests/quiet/`, in which fields named `webhook…`, `told…` or
//! `item…` are told and all others ignored, for a reason that would state all four facts if it were read as words.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use whocalls::config::{Date, Settings};
use whocalls::finding::{Finding, SuppressedBy};
use whocalls::input::FORMATS;
use whocalls::lint::{lint, survey};
use whocalls::source::Source;

const REASON: &str = "We POST it when a parcel ships and retry five times if that fails";

fn sources() -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quiet");
    let mut files = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(below) = folders.pop() {
        for entry in std::fs::read_dir(below).expect("the folder is part of the crate") {
            let path: PathBuf = entry.expect("the folder can be read").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let name = |path: &Path| path.strip_prefix(&folder).expect("it is below").to_string_lossy().replace('\\', "/");
    files.iter().map(|path| Source::new(name(path), std::fs::read_to_string(path).expect("it is text"))).collect()
}

fn is_told(name: &str) -> bool {
    ["webhook", "told", "item"].iter().any(|word| name.starts_with(word))
}

#[test]
fn every_format_has_a_field_that_is_ignored_and_one_that_is_told() {
    let mut seen = BTreeSet::new();
    for source in sources() {
        let path = source.path().to_owned();
        let survey = survey(std::slice::from_ref(&source), &Settings::default());
        let formats = survey.fields.iter().map(|surveyed| surveyed.field.candidate.info.format);
        seen.extend(formats.filter(|format| *format != "fragment"));
        let (mut told, mut ignored) = (0, 0);
        for finding in survey.findings() {
            match &finding.suppressed {
                None => told += 1,
                Some(suppression) => {
                    ignored += 1;
                    assert_eq!(suppression.by, SuppressedBy::Source, "{path}");
                    assert_eq!(suppression.reason.as_deref(), Some(REASON), "{path}");
                }
            }
            assert_eq!(finding.suppressed.is_none(), is_told(&finding.name), "{path}: {finding:#?}");
        }
        assert!(told > 0 && ignored > 0, "{path}: {told} told, {ignored} ignored");
    }
    for format in FORMATS {
        assert!(seen.contains(format.id), "no file in tests/quiet is of the format `{}`", format.id);
    }
}

#[test]
fn what_asks_to_ignore_changes_nothing_else() {
    let settings = Settings { heed_ignores: false, ..Settings::default() };
    for source in sources() {
        let path = source.path();
        // Of the same length, so that all places stay; the marks of the comment stay too.
        let blank = |words: &str| " ".repeat(words.len());
        let text =
            source.text().replace("whocalls: ignore", &blank("whocalls: ignore")).replace(REASON, &blank(REASON));
        let text = text.replace("x-whocalls-ignore", "x-anything-else--");
        let plain = Source::new(path, text);
        let words = |source: &Source| {
            let survey = survey(std::slice::from_ref(source), &settings);
            let fields = survey.fields.iter().map(|surveyed| &surveyed.field);
            let words = fields.map(|field| {
                let texts: Vec<String> = field.candidate.texts.iter().map(|text| text.decoded.clone()).collect();
                (field.candidate.name.clone(), field.candidate.name_span, texts)
            });
            words.filter(|(_, _, texts)| !texts.iter().any(|text| text.trim().is_empty())).collect::<Vec<_>>()
        };
        let found = words(&source);
        assert!(!found.iter().flat_map(|(_, _, texts)| texts).any(|text| text.contains("retry five")), "{found:#?}");
        if !source.text().contains("x-whocalls-ignore") {
            assert_eq!(found, words(&plain), "{path}");
        }
    }
}

#[test]
fn with_no_ignores_all_is_told() {
    let settings = Settings { heed_ignores: false, ..Settings::default() };
    for source in sources() {
        let sources = [source];
        let all = survey(&sources, &Settings::default()).findings().len();
        let told = lint(&sources, &settings);
        assert!(told.iter().all(|finding| finding.suppressed.is_none()));
        assert_eq!(told.len(), all, "{}", sources[0].path());
    }
}

fn spec(before: &str, behind: &str) -> Source {
    let text = format!(
        "openapi: 3.1.0\ncomponents:\n  schemas:\n    Order:\n      properties:\n        {before}\n        \
         callback_url: {behind}\n          type: string\n          description: We call this URL when it ships.\n"
    );
    Source::new("api.yaml", text)
}

fn told(source: Source, today: &str) -> Vec<Finding> {
    let settings = Settings { today: Date::parse(today), ..Settings::default() };
    lint(&[source], &settings)
}

fn rules(findings: &[Finding]) -> Vec<Vec<&str>> {
    findings.iter().map(|finding| finding.rules.iter().map(String::as_str).collect()).collect()
}

#[test]
fn a_rule_that_is_ignored_leaves_the_others_told() {
    let found = told(spec("# whocalls: ignore[missing-failure] the partner decides", ""), "2026-11-24");
    assert_eq!(rules(&found), [["missing-method"]]);
    assert_eq!(found[0].message, "`callback_url` does not say with which HTTP method it is called");
    assert!(!found[0].help.as_ref().expect("there is help").contains("fails"), "{found:#?}");
    let all = survey(&[spec("# whocalls: ignore[missing-failure] the partner decides", "")], &Settings::default());
    let ignored: Vec<&Finding> = all.findings().into_iter().filter(|finding| finding.suppressed.is_some()).collect();
    assert_eq!(ignored.len(), 1);
    assert_eq!(ignored[0].rules, ["missing-failure"]);
    assert_eq!(
        ignored[0].suppressed.as_ref().and_then(|suppression| suppression.reason.as_deref()),
        Some("the partner decides")
    );
}

#[test]
fn what_is_not_needed_is_told_rule_by_rule() {
    let source = spec("", "# whocalls: ignore[missing-failure, missing-caller, missing-method]");
    let found = told(source, "2026-11-24");
    assert_eq!(rules(&found), [["unused-ignore"]]);
    assert_eq!(found[0].message, "nothing that this covers would be told of `missing-caller`");
    let source = spec("", "# whocalls: ignore[missing-failure, missing-caller, missing-method]");
    assert_eq!(source.slice(found[0].place.span), "missing-caller");
    // What this run does not ask for may well be needed in another.
    let settings =
        Settings { rules: ["missing-failure".to_owned(), "unused-ignore".to_owned()].into(), ..Settings::default() };
    assert_eq!(lint(&[source], &settings), []);
}

#[test]
fn a_day_that_is_over_ends_it() {
    let source = || spec("# whocalls: ignore until:2026-11-24 the rewrite", "");
    assert_eq!(rules(&told(source(), "2026-11-24")), [[""; 0]; 0]);
    let found = told(source(), "2026-11-25");
    assert_eq!(rules(&found), [vec!["expired-ignore"], vec!["missing-method", "missing-failure"]]);
    assert_eq!(found[0].message, "this was to be ignored until 2026-11-24 only");
    assert_eq!(rules(&lint(&[source()], &Settings::default())), [[""; 0]; 0], "without a day none is over");
}

#[test]
fn what_is_misspelt_is_told_and_the_rest_holds() {
    let found = told(spec("# whocalls: ignore[missing-failures, missing-method]", ""), "2026-11-24");
    assert_eq!(rules(&found), [["unknown-ignore"], ["missing-failure"]]);
    assert_eq!(found[0].message, "there is no rule `missing-failures`, did you mean `missing-failure`?");
}

#[test]
fn a_whole_file_is_ignored_at_its_top() {
    let text = |first: &str| format!("{first}\n{}", spec("", "").text());
    let with = |first: &str| told(Source::new("api.yaml", text(first)), "2026-11-24");
    assert_eq!(rules(&with("# whocalls: ignore-file generated")), [[""; 0]; 0]);
    assert_eq!(rules(&with("# whocalls: ignore-file[missing-method]")), [["missing-failure"]]);
    assert_eq!(
        rules(&with("# whocalls: ignore-file[missing-method, unused-ignore, missing-trigger]")),
        [["missing-failure"]]
    );
}

#[test]
fn words_that_a_reference_leads_to_may_be_covered_where_they_stand() {
    let text = "openapi: 3.1.0\ncomponents:\n  schemas:\n    # whocalls: ignore the template writes it\n    Url: {type: string, \
                description: We call it.}\n    Order: {properties: {callback_url: {$ref: '#/components/schemas/Url'}}}\n";
    assert_eq!(rules(&told(Source::new("api.yaml", text), "2026-11-24")), [[""; 0]; 0]);
}

#[test]
fn what_only_shows_a_comment_asks_for_nothing() {
    for (path, text) in [
        (
            "guide.md",
            "Write this:\n\n```html\n<!-- whocalls: ignore[nonsense] -->\n```\n\nor `<!-- whocalls: ignore -->`.\n",
        ),
        ("guide.rst", "Write this::\n\n    .. whocalls: ignore[nonsense]\n\nbefore it.\n"),
        ("guide.adoc", "----\n// whocalls: ignore[nonsense]\n----\n"),
        ("api.yaml", "openapi: 3.1.0\ninfo:\n  description: |\n    # whocalls: ignore[nonsense]\n"),
        ("other.txt", "# whocalls: ignore[nonsense]\n"),
    ] {
        assert_eq!(told(Source::new(path, text), "2026-11-24"), [], "{path}");
    }
}

#[test]
fn what_cannot_be_judged_without_other_files_is_not_called_unused() {
    let template =
        "<form>\n<!-- whocalls: ignore -->\n<input name=\"callback_url\" :label=\"$t('hook.url')\">\n</form>";
    assert_eq!(told(Source::new("a.vue", format!("<template>{template}</template>")), "2026-11-24"), []);
    let german = "{\"callback_url\": \"Wird aufgerufen\", \"callback_url.x-whocalls-ignore\": [\"translation-drift\"]}";
    let found = told(Source::new("locales/de.json", german), "2026-11-24");
    assert!(!rules(&found).contains(&vec!["unused-ignore"]), "{found:#?}");
}
