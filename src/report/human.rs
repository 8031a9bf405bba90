//! Findings for people: the place in the file with its evidence underlined, the four facts ticked, a sentence to paste.
//!
//! This is the only file that names miette, which draws the lines; what it draws is an [`Excerpt`].

use super::excerpt::{Excerpt, excerpt};
use super::visible::visible;
use super::{Look, Reported, Totals, counted, narrated, ticks};
use crate::check::message;
use crate::finding::{Finding, Severity, Tick};
use crate::source::Source;
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};
use std::fmt::{self, Write as _};

/// One finding as it is shown on a terminal.
pub fn finding(reported: &Reported, look: &Look) -> String {
    if look.narrated {
        return narrated::finding(reported);
    }
    let finding = reported.finding;
    let own = finding.kind.map(message::noun);
    let drawing = Drawing { finding, excerpt: excerpt(finding, own, reported.sources), sources: reported.sources };
    let theme = if look.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_links(false).with_width(look.width);
    let mut out = String::new();
    handler.render_report(&mut out, &drawing).expect("a string takes all and every mark lies in a pane");
    for tick in &finding.ticks {
        push_tick(&mut out, tick, look);
    }
    if let Some(help) = &finding.help {
        push_wrapped(&mut out, "help", help, look);
    }
    for note in &finding.notes {
        push_wrapped(&mut out, "note", note, look);
    }
    out
}

/// The last line of a report; none where nothing was found, so that a foreign file passes in silence.
pub fn summary(totals: &Totals) -> String {
    if totals.fields == 0 && totals.all() == 0 {
        return String::new();
    }
    let files = counted(totals.files, "file");
    let by_severity = Severity::ALL.iter().rev().filter(|&&severity| totals.of(severity) > 0);
    let findings: Vec<String> = by_severity.map(|&severity| counted(totals.of(severity), severity.word())).collect();
    let findings = findings.join(", ").replace("infos", "info");
    match (totals.fields, totals.all()) {
        (0, _) => format!("\n{findings} in {files}\n"),
        (fields, 0) => format!("{} in {files}: no findings\n", counted(fields, "callback URL field")),
        (fields, _) => format!("\n{} in {files}: {findings}\n", counted(fields, "callback URL field")),
    }
}

/// `  ✓ caller   "Acme sends"`.
fn push_tick(out: &mut String, tick: &Tick, look: &Look) {
    let stated = tick.stated.is_some();
    let mark = painted(ticks::mark(stated), if stated { "32" } else { "31" }, look);
    writeln!(out, "  {mark} {:<8} {}", tick.fact.word(), ticks::evidence(tick)).expect("a string takes all");
}

/// `  help: …`, wrapped under itself.
fn push_wrapped(out: &mut String, word: &str, text: &str, look: &Look) {
    let indent = " ".repeat(word.len() + 4);
    let first = format!("  {}: ", painted(word, "36", look));
    let options = textwrap::Options::new(look.width).initial_indent(&first).subsequent_indent(&indent);
    out.push_str(&textwrap::fill(&visible(text), options.break_words(false)));
    out.push('\n');
}

fn painted(text: &str, code: &str, look: &Look) -> String {
    match look.color {
        true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        false => text.to_string(),
    }
}

/// A finding in the form that miette draws.
#[derive(Debug)]
struct Drawing<'a> {
    finding: &'a Finding,
    excerpt: Excerpt,
    sources: &'a [Source],
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&visible(&self.finding.message))
    }
}

impl std::error::Error for Drawing<'_> {}

impl Diagnostic for Drawing<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.finding.rules.join(", ")))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Info => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.marks.iter().map(|mark| match mark.primary {
            true => LabeledSpan::new_primary_with_span(mark.text.clone(), mark.range.clone()),
            false => LabeledSpan::new_with_span(mark.text.clone(), mark.range.clone()),
        })))
    }
}

/// Hands out whole panes, so that the lines which miette shows are those of the excerpt, under their true numbers.
impl SourceCode for Drawing<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let mut panes = self.excerpt.panes.iter();
        let pane = panes.find(|pane| pane.range.start <= start && start < pane.range.end && end <= pane.range.end);
        let pane = pane.ok_or(MietteError::OutOfBounds)?;
        let name = visible(self.sources[pane.file].path()).into_owned();
        // A question for no line around the span is one for the position to print above the pane.
        let mark = self.excerpt.marks.iter().find(|mark| lines_before == 0 && mark.range.start == start);
        let (line, column) =
            mark.map_or((pane.first_line, 0), |mark| (mark.position.line - 1, mark.position.column - 1));
        let text = &self.excerpt.text[pane.range.clone()];
        let span = (pane.range.start, pane.range.len()).into();
        let lines = text.lines().count();
        Ok(Box::new(MietteSpanContents::new_named(name, text.as_bytes(), span, line, column, lines)))
    }
}
