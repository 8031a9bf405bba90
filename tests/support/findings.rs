//! The shared list of hand-built findings that every report is tested on, and one in which every word is hostile.

use snapbox::{Data, assert_data_eq};
use std::path::Path;
use std::sync::Arc;
use whocalls::check::{check_field, check_problem};
use whocalls::config::Settings;
use whocalls::field::*;
use whocalls::finding::{SuppressedBy, Suppression};
use whocalls::input::{Problem, ProblemKind};
use whocalls::lint::{Survey, Surveyed};
use whocalls::report::draft::Draft;
use whocalls::report::{Format, Look, Totals};
use whocalls::source::{FileId, Place, Source, Span};

const SPEC: &str = "\
openapi: 3.1.0
info: {title: Acme Payments API, version: '1'}
components:
  schemas:
    Payment:
      properties:
        callback_url:
          type: string
          description: Acme sends a POST request to this URL.
        return_url: {type: string, $ref: 'common.yaml#/Url'}
";

const COMMON: &str = "Url:\n  description: >-\n    The shopper's browser\n    returns here after paying.\n";

/// Where some words stand in a source.
pub fn place(file: FileId, sources: &[Source], words: &str) -> Place {
    let start = sources[file].text().find(words).expect("the words are in the text");
    Place { file, span: Span::new(start, start + words.len()) }
}

/// A property of the payment with a text.
pub fn candidate(sources: &[Source], name: &str, text: Text) -> Candidate {
    let pointer = Pointer(format!("/components/schemas/Payment/properties/{name}"));
    let named = (name.into(), place(0, sources, name).span);
    let info = DocumentInfo { format: "openapi", title: Some("Acme Payments API".into()), language: None };
    Candidate {
        texts: vec![text],
        operations: vec![
            Arc::new(Operation { method: "POST".into(), path: "/payments".into(), words: Vec::new() }),
            Arc::new(Operation { method: "PUT".into(), path: "/payments".into(), words: Vec::new() }),
        ],
        ..Candidate::new(0, pointer, named, Setting::Property, Arc::new(info))
    }
}

/// A field that states these facts.
pub fn field(candidate: Candidate, kind: Kind, stated: &[(Fact, By, &str, Place)]) -> Surveyed {
    let mut facts = Facts::default();
    for &(fact, by, quote, place) in stated {
        let confidence = Confidence::Certain;
        facts.state(fact, Evidence { by, quote: quote.into(), place: Some(place), confidence });
    }
    let reasons = vec!["its name ends in a word for a callback URL".to_string()];
    let field = Field {
        candidate,
        kind,
        confidence: Confidence::Certain,
        reasons,
        facts,
        elsewhere: Vec::new(),
        half_facts: Vec::new(),
        conflicts: Vec::new(),
        understood: true,
    };
    Surveyed { findings: check_field(&field, &Settings::default()), asked: Fact::ALL.to_vec(), field }
}

/// A webhook with two facts in its own file, a redirect whose words stand in another file, and a problem; a second finding
/// of the webhook is suppressed.
pub fn survey() -> (Survey, Vec<Source>) {
    let sources = vec![Source::new("specs/pay.yaml", SPEC), Source::referenced("specs/common.yaml", COMMON)];
    let description = |file, words: &str, map| {
        let place = place(file, &sources, words);
        let decoded = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Text { role: Role::Description, file, decoded, span: place.span, map }
    };
    let own = "Acme sends a POST request to this URL.";
    let own = description(0, own, SourceMap::verbatim(place(0, &sources, own).span.start as usize));
    let other = "The shopper's browser\n    returns here after paying.";
    let start = place(1, &sources, other).span.start as usize;
    let other = description(1, other, {
        let mut map = SourceMap::verbatim(start);
        map.copied(22, start + 26);
        map
    });
    let arrives = other.place(0..34);
    let mut webhook = field(
        candidate(&sources, "callback_url", own),
        Kind::Webhook,
        &[
            (Fact::Caller, By::Text, "Acme sends", place(0, &sources, "Acme sends")),
            (Fact::Method, By::Callbacks, "POST", place(0, &sources, "POST")),
        ],
    );
    let mut excused = webhook.findings[0].clone();
    excused.rules = vec!["undocumented".into()];
    excused.message = "this is known".into();
    let reason = Some("the partner is told by mail".into());
    excused.suppressed = Some(Suppression { by: SuppressedBy::Source, reason });
    webhook.findings.push(excused);
    let redirect = field(
        candidate(&sources, "return_url", other),
        Kind::Redirect,
        &[
            (Fact::Caller, By::Text, "The shopper's browser returns here", arrives),
            (Fact::Method, By::Text, "returns here", place(1, &sources, "returns here")),
            (Fact::Trigger, By::Text, "after paying", place(1, &sources, "after paying")),
        ],
    );
    let problem = Problem {
        kind: ProblemKind::UnresolvedReference,
        place: place(0, &sources, "common.yaml#/Url"),
        message: "`common.yaml#/Url` leads nowhere\u{1b}[31m".into(),
        help: Some("correct the reference".into()),
    };
    let problems = check_problem(&problem, &Settings::default()).into_iter().collect();
    (Survey { fields: vec![webhook, redirect], problems, documents: Vec::new(), thresholds: Vec::new() }, sources)
}

/// A name that is markup, a command, a formula or a trick to whatever reads it without care.
pub const HOSTILE: &str = "=cb\u{1b}[31m\"'\\::error::x]]><script>alert(1)</script>|`\n::set-output name=a::b\r\u{202e}@team [x](http://y) ;#%0A%%{0}";

/// A path that has to be escaped in every format.
pub const HOSTILE_PATH: &str = "sp ec/<b>\"é\u{1b}:1,2%|`@x.yaml";

/// Two fields with one hostile name, pointer and rules, whose evidence is hostile too.
pub fn hostile() -> (Survey, Vec<Source>) {
    let sources = vec![Source::new(HOSTILE_PATH, format!("é: {HOSTILE}\n{HOSTILE}: 1\n"))];
    let whole = place(0, &sources, HOSTILE);
    let surveyed = |kind| {
        let map = SourceMap::verbatim(whole.span.start as usize);
        let text = Text { role: Role::Description, file: 0, decoded: HOSTILE.into(), span: whole.span, map };
        let mut candidate = candidate(&sources, HOSTILE, text);
        candidate.info = Arc::new(DocumentInfo { format: "openapi", title: Some(HOSTILE.into()), language: None });
        field(candidate, kind, &[(Fact::Caller, By::Text, HOSTILE, whole), (Fact::Trigger, By::Text, HOSTILE, whole)])
    };
    let fields = vec![surveyed(Kind::Webhook), surveyed(Kind::Redirect)];
    let problem = Problem {
        kind: ProblemKind::Unreadable,
        place: whole,
        message: format!("`{HOSTILE}` leads nowhere"),
        help: Some(HOSTILE.into()),
    };
    let problems = check_problem(&problem, &Settings::default()).into_iter().collect();
    (Survey { fields, problems, documents: Vec::new(), thresholds: Vec::new() }, sources)
}

/// How reports look in tests.
pub const LOOK: Look = Look { color: false, width: 100, narrated: false };

/// The format of a table with a name.
pub fn named(formats: &'static [Format], name: &str) -> &'static Format {
    formats.iter().find(|known| known.name == name).expect("it is in the table")
}

/// A whole report.
pub fn rendered(format: &'static Format, (survey, sources): &(Survey, Vec<Source>), look: Look) -> String {
    let mut totals = Totals::default();
    totals.add(survey);
    let mut draft = Draft::new(format);
    let opening = draft.opening();
    let pieces = draft.add(format.pieces(survey, sources, &look));
    format!("{opening}{pieces}{}", draft.closing(&totals))
}

/// Compares with `tests/reports/<name>`; `SNAPSHOTS=overwrite` writes it anew.
pub fn same(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports").join(name);
    assert_data_eq!(actual.to_string(), Data::read_from(&path, None).raw());
}
