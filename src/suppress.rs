//! Which findings are not told, though they are there: those that the source asks to ignore, and those that are known.
//!
//! A request covers a range of bytes. A field is covered where its name or its words stand in that range, so that a request
//! on what encloses a field covers also what the field lacks.

pub mod baseline;
mod comments;
mod directive;
mod extent;
pub mod known;
mod pages;
mod tree;

use self::comments::{Family, comments, line_end, line_start, next_thing, of_format};
use self::directive::{Directive, MARK};
use self::known::{Known, identity};
use self::pages::Page;
use crate::config::ignores::ignored;
use crate::config::{BySource, Settings};
use crate::field::{Candidate, Confidence, Field, Pointer, Setting};
use crate::finding::{Finding, Severity, SuppressedBy, Suppression};
use crate::input;
use crate::recognise::drift;
use crate::rulebook::{checks, primary};
use crate::source::{FileId, Place, Source, Span, Standing};
use std::collections::BTreeSet;

/// What keeps findings in some sources from being told.
pub struct Quiet<'a, S: ?Sized> {
    sources: &'a [Source],
    settings: &'a S,
    known: &'a [&'a Known],
    requests: Vec<Request>,
}

/// A request in one of the sources.
struct Request {
    file: FileId,
    directive: Directive,
    covered: Vec<Span>,
    /// The rules whose findings it covered.
    used: BTreeSet<String>,
    /// Whether it covers something that other settings, or other files beside it, would flag.
    doubtful: bool,
}

impl<'a, S: BySource + ?Sized> Quiet<'a, S> {
    /// Reads the requests in sources that may hold some.
    pub fn new(sources: &'a [Source], settings: &'a S, known: &'a [&'a Known]) -> Self {
        let heeded = sources.iter().enumerate().filter(|&(file, _)| settings.of(file).heed_ignores);
        let requests = heeded.flat_map(|(file, source)| requests_in(file, source)).collect();
        Quiet { sources, settings, known, requests }
    }

    /// The findings that a check makes of a field, or of the candidate that translates it, those that are not to be told
    /// with the reason; a check that is made again with fewer rules has to find what is left of the same. Of words in a
    /// language that is not checked there are none.
    pub fn of_field(
        &mut self,
        field: &Field,
        checked: &Candidate,
        check: impl Fn(&Settings) -> Vec<Finding>,
    ) -> Vec<Finding> {
        let settings = self.settings.of(checked.file);
        let language = checked.info.language.as_deref().map(primary);
        let is_checked = language.is_none_or(|language| settings.checks_language(&language));
        let found = if is_checked { check(settings) } else { Vec::new() };
        let is_plain = self.requests.is_empty() && settings.ignores.is_empty();
        if is_plain && self.known.iter().all(|known| known.is_empty()) {
            return found;
        }
        let candidate = &field.candidate;
        let mut places = vec![Place { file: candidate.file, span: candidate.name_span }];
        places.extend(found.iter().map(|finding| finding.place));
        let asked: Vec<usize> = (0..self.requests.len())
            .filter(|&at| self.requests[at].covers_any(&places) || self.requests[at].covers_words(candidate))
            .collect();
        let is_doubtful = !is_checked
            || field.confidence < Confidence::Certain
            || candidate.shown_by.is_some()
            || candidate.keys.iter().any(|key| !key.is_found)
            || drift::is_translation(candidate);
        for &at in asked.iter().filter(|_| is_doubtful) {
            self.requests[at].doubtful = true;
        }
        let words: Vec<&str> = candidate.texts.iter().map(|text| text.decoded.as_str()).collect();
        let reasons = self.reasons(&asked, &found, &words.join("\n"), settings);
        if reasons.is_empty() {
            return found;
        }
        without(&reasons, settings, check)
    }

    /// The findings that a check makes of a whole document, in the same manner; `file` is the one that it stands in, and
    /// `places` are those that speak of all of it.
    pub fn of_document(
        &mut self,
        file: FileId,
        places: &[Place],
        check: impl Fn(&Settings) -> Vec<Finding>,
    ) -> Vec<Finding> {
        let covers = |request: &Request| request.covers_any(places) || request.covers_file(file);
        let asked: Vec<usize> = (0..self.requests.len()).filter(|&at| covers(&self.requests[at])).collect();
        self.of_whole(file, &asked, check)
    }

    /// The same for what was gathered from places of the document, of each of which was asked before whether it is to be told.
    pub fn of_gathered(&mut self, file: FileId, check: impl Fn(&Settings) -> Vec<Finding>) -> Vec<Finding> {
        self.of_whole(file, &[], check)
    }

    fn of_whole(&mut self, file: FileId, asked: &[usize], check: impl Fn(&Settings) -> Vec<Finding>) -> Vec<Finding> {
        let settings = self.settings.of(file);
        let found = check(settings);
        let reasons = self.reasons(asked, &found, "", settings);
        if reasons.is_empty() {
            return found;
        }
        without(&reasons, settings, check)
    }

    /// A finding about a file, with the reason if it is not to be told.
    pub fn of_file(&mut self, finding: Finding) -> Finding {
        if finding.suppressed.is_some() {
            return finding;
        }
        self.of_file_among(finding, &(0..self.requests.len()).collect::<Vec<_>>())
    }

    /// The same where only some of the requests may ask for it.
    fn of_file_among(&mut self, finding: Finding, requests: &[usize]) -> Finding {
        let covers = |at: &usize| self.requests[*at].covers(finding.place);
        let asked: Vec<usize> = requests.iter().copied().filter(covers).collect();
        let settings = self.settings.of(finding.place.file);
        let suppressed = self.reasons(&asked, std::slice::from_ref(&finding), "", settings).pop();
        Finding { suppressed: suppressed.map(|(_, suppression)| suppression), ..finding }
    }

    /// Why nothing is to be told by these rules of something that stands at some places, the first its own, and that is told
    /// of together with others; what is known is known of all of them.
    pub fn of_places(&mut self, places: &[Place], pointer: Option<&Pointer>, rules: &[String]) -> Option<Suppression> {
        let asked: Vec<usize> = (0..self.requests.len()).filter(|&at| self.requests[at].covers_any(places)).collect();
        self.of_place(*places.first()?, pointer, rules, &asked)
    }

    /// The requests that cover a field as they cover what is wrong with the field itself.
    pub fn about(&self, field: &Field) -> Vec<usize> {
        let candidate = &field.candidate;
        let place = Place { file: candidate.file, span: candidate.name_span };
        let covers = |request: &Request| request.covers(place) || request.covers_words(candidate);
        (0..self.requests.len()).filter(|&at| covers(&self.requests[at])).collect()
    }

    /// Why a document is not to be told by a rule of a field that it is asked of, given the requests about the field.
    pub fn of_concerned(&mut self, field: &Field, rule: &str, about: &[usize]) -> Option<Suppression> {
        let candidate = &field.candidate;
        let place = Place { file: candidate.file, span: candidate.name_span };
        self.of_place(place, Some(&candidate.pointer), &[rule.to_owned()], about)
    }

    fn of_place(
        &mut self,
        place: Place,
        pointer: Option<&Pointer>,
        rules: &[String],
        asked: &[usize],
    ) -> Option<Suppression> {
        let settings = self.settings.of(place.file);
        if asked.is_empty() && settings.ignores.is_empty() {
            return None;
        }
        let severity = Severity::Info;
        let finding = Finding::of_file("", severity, place, String::new(), None);
        let finding = Finding { rules: rules.to_vec(), pointer: pointer.cloned(), ..finding };
        let known = std::mem::take(&mut self.known);
        let reasons = self.reasons(asked, &[finding], "", settings);
        self.known = known;
        let is_quiet = rules.iter().all(|rule| reasons.iter().any(|(of, _)| of.contains(rule)));
        reasons.into_iter().next().map(|(_, suppression)| suppression).filter(|_| is_quiet)
    }

    /// Which of the rules that findings break are not to be told, each once, with the reason. Requests that cover one are
    /// used by it.
    fn reasons(
        &mut self,
        asked: &[usize],
        found: &[Finding],
        words: &str,
        settings: &Settings,
    ) -> Vec<(BTreeSet<String>, Suppression)> {
        let mut left: BTreeSet<String> = found.iter().flat_map(|finding| finding.rules.iter().cloned()).collect();
        let mut reasons = Vec::new();
        for &at in asked {
            let over = is_over(&self.requests[at].directive, settings);
            let request = &mut self.requests[at];
            let named: BTreeSet<String> = left.iter().filter(|rule| request.directive.names(rule)).cloned().collect();
            // What cannot be understood ignores nothing, so that nothing is hidden by chance.
            if named.is_empty() || over || !request.directive.mistakes.is_empty() {
                continue;
            }
            left.retain(|rule| !named.contains(rule));
            request.used.extend(named.iter().cloned());
            let reason = request.directive.reason.clone();
            reasons.push((named, Suppression { by: SuppressedBy::Source, reason, said_at: None }));
        }
        for finding in found {
            let pointer = finding.pointer.as_ref().map(|pointer| pointer.0.as_str());
            for (rules, suppression) in ignored(settings, pointer) {
                let rules: BTreeSet<String> = left.intersection(&rules).cloned().collect();
                if !rules.is_empty() {
                    left.retain(|rule| !rules.contains(rule));
                    reasons.push((rules, suppression));
                }
            }
        }
        for known in self.known {
            let rules_of = |finding: &Finding| {
                let source = &self.sources[finding.place.file];
                let words = format!("{words}\n{}", source.slice(finding.place.span));
                known.rules(source.path(), &identity(finding), &words).cloned()
            };
            let rules: BTreeSet<String> = found.iter().filter_map(rules_of).flatten().collect();
            let known_left: BTreeSet<String> = left.intersection(&rules).cloned().collect();
            if !known_left.is_empty() {
                left.retain(|rule| !known_left.contains(rule));
                let reason = Some(known.reason().to_owned());
                reasons.push((known_left, Suppression { by: SuppressedBy::Outside, reason, said_at: None }));
            }
        }
        reasons
    }

    /// What there is to say of the requests themselves, once all findings were handed in.
    pub fn complaints(&mut self) -> Vec<Finding> {
        let mut found = Vec::new();
        let linted = |request: &&Request| self.sources[request.file].standing() == Standing::Linted;
        for request in self.requests.iter().filter(linted) {
            let settings = self.settings.of(request.file);
            let mut tell = |rule: &str, span: Span, message: String| {
                let check = checks::find(rule).expect("a test holds the rules about ignores");
                let place = Place { file: request.file, span };
                if settings.asks(rule) {
                    let help = Some(check.page.help.clone());
                    found.push(Finding::of_file(rule, settings.severity(check), place, message, help));
                }
            };
            for (span, message) in request.directive.mistakes(&settings.checks) {
                tell("unknown-ignore", span, message);
            }
            if is_over(&request.directive, settings) {
                let until = request.directive.until.expect("it is over");
                tell("expired-ignore", request.directive.span, format!("this was to be ignored until {until} only"));
                continue;
            }
            for (span, message) in self.unused(request) {
                tell("unused-ignore", span, message);
            }
        }
        // There may be as many complaints as requests, and only a request that names their rules is about them.
        let is_about_ignores = |request: &Request| {
            let named = request.directive.rules.iter().flatten();
            named.into_iter().any(|(rule, _)| checks::is_about_ignores(rule))
        };
        let about: Vec<usize> = (0..self.requests.len()).filter(|&at| is_about_ignores(&self.requests[at])).collect();
        found.into_iter().map(|finding| self.of_file_among(finding, &about)).collect()
    }

    /// What of a request covers nothing. What this run did not ask for cannot be told to be unused.
    fn unused(&self, request: &Request) -> Vec<(Span, String)> {
        let directive = &request.directive;
        if request.doubtful || !directive.mistakes(&self.settings.of(request.file).checks).is_empty() {
            return Vec::new();
        }
        let settings = self.settings.of(request.file);
        let default = Settings::default();
        match &directive.rules {
            None if request.used.is_empty() && default.rules.is_subset(&settings.rules) => {
                vec![(directive.span, "nothing that this covers would be told".to_owned())]
            }
            None => Vec::new(),
            Some(rules) => {
                // Without the file that it translates, a translation leaves nothing out.
                let is_known = |rule: &str| rule != "translation-drift" || self.sources.len() > 1;
                let is_unused = |rule: &str| {
                    settings.asks(rule)
                        && !request.used.contains(rule)
                        && is_known(rule)
                        && !checks::is_about_ignores(rule)
                };
                let unused = rules.iter().filter(|(rule, _)| is_unused(rule));
                let message = |(rule, span): &(String, Span)| {
                    (*span, format!("nothing that this covers would be told of `{rule}`"))
                };
                unused.map(message).collect()
            }
        }
    }
}

/// What a check finds without the rules that are not to be told, and what it finds of those, marked with the reason.
fn without(
    reasons: &[(BTreeSet<String>, Suppression)],
    settings: &Settings,
    check: impl Fn(&Settings) -> Vec<Finding>,
) -> Vec<Finding> {
    let with_rules = |keep: &dyn Fn(&str) -> bool| {
        let rules = settings.rules.iter().filter(|rule| keep(rule)).cloned().collect();
        check(&Settings { rules, ..settings.clone() })
    };
    let mut told = with_rules(&|rule| !reasons.iter().any(|(rules, _)| rules.contains(rule)));
    for (rules, suppression) in reasons {
        let quiet = with_rules(&|rule| rules.contains(rule));
        told.extend(quiet.into_iter().map(|finding| Finding { suppressed: Some(suppression.clone()), ..finding }));
    }
    told
}

/// Whether the day is past until which a request holds.
fn is_over(directive: &Directive, settings: &Settings) -> bool {
    directive.until.zip(settings.today).is_some_and(|(until, today)| today > until)
}

impl Request {
    fn covers(&self, place: Place) -> bool {
        let is_inside = |span: &Span| span.start <= place.span.start && place.span.start < span.end.max(span.start + 1);
        place.file == self.file && (self.directive.whole_file || self.covered.iter().any(is_inside))
    }

    fn covers_file(&self, file: FileId) -> bool {
        file == self.file && self.directive.whole_file
    }

    fn covers_any(&self, places: &[Place]) -> bool {
        places.iter().any(|&place| self.covers(place))
    }

    /// Whether it covers the words of a field: all of them, as some may stand at what others refer to too, or any where
    /// a field is made of strings and pieces that stand for themselves.
    fn covers_words(&self, candidate: &Candidate) -> bool {
        let mut places = candidate.texts.iter().map(|text| Place { file: text.file, span: text.span });
        match candidate.setting {
            Setting::Message | Setting::Input | Setting::Entry => places.any(|place| self.covers(place)),
            _ => !candidate.texts.is_empty() && places.all(|place| self.covers(place)),
        }
    }
}

/// Requests of one source that are heeded: each is held against each field, and nobody writes more by hand.
const REQUESTS_LIMIT: usize = 2_000;

/// The requests of a source, as many as are heeded; that there are more is told at the last of them.
fn requests_in(file: FileId, source: &Source) -> Vec<Request> {
    let mut requests = all_requests_in(file, source);
    if requests.len() > REQUESTS_LIMIT {
        requests.truncate(REQUESTS_LIMIT);
        let last = &mut requests[REQUESTS_LIMIT - 1].directive;
        let message = format!(
            "a file can ask {REQUESTS_LIMIT} times to ignore something, and what asks behind this is not heeded"
        );
        last.mistakes.push((last.span, message));
    }
    requests
}

/// The requests of a source, in comments and keys; not many more than are heeded.
fn all_requests_in(file: FileId, source: &Source) -> Vec<Request> {
    let text = source.text();
    // Most files hold none, and are left after one search.
    if memchr::memmem::find(text.as_bytes(), b"hocalls").is_none() {
        return Vec::new();
    }
    let path = source.path().to_ascii_lowercase();
    let format = input::FORMATS.iter().find(|format| format.endings.iter().any(|ending| path.ends_with(ending)));
    let Some((family, syntaxes)) = format.and_then(|format| of_format(format.id)) else { return Vec::new() };
    let comments = comments(text, syntaxes, REQUESTS_LIMIT + 1);
    let of_comment = |comment: &comments::Comment| {
        let mut directive = Directive::of_comment(&text[comment.said.clone()], comment.said.start, comment.mark)?;
        if !comment.is_exact {
            directive
                .mistakes
                .insert(0, (directive.span, format!("a comment that asks for this begins with `{MARK}`")));
        }
        Some(directive)
    };
    let request = |directive: Directive, covered: Vec<std::ops::Range<usize>>| {
        let covered = covered.into_iter().map(|range| Span::new(range.start, range.end)).collect();
        Request { file, directive, covered, used: BTreeSet::new(), doubtful: false }
    };
    if family == Family::Tree {
        let parsed = input::parse(file, source);
        let nodes = tree::Nodes::of(&parsed.tree);
        let written = comments.iter().filter(|comment| !nodes.is_content(comment.whole.start));
        let written =
            written.filter_map(|comment| Some(request(of_comment(comment)?, vec![nodes.covered_by(comment)])));
        let keys = nodes.requests(path.ends_with(".arb"), REQUESTS_LIMIT + 1).into_iter();
        return written.chain(keys.map(|(directive, covered)| request(directive, covered))).collect();
    }
    let page = Page::of(family, text);
    let shown = comments.iter().filter(|comment| !page.is_code(comment.whole.start));
    let covered = |comment: &comments::Comment| covered_by(text, family, &page, comment, syntaxes);
    shown.filter_map(|comment| Some(request(of_comment(comment)?, vec![covered(comment)]))).collect()
}

/// What a comment covers in a text that is no tree: what begins on its line, else what begins next.
fn covered_by(
    text: &str,
    family: Family,
    page: &Page,
    comment: &comments::Comment,
    syntaxes: &[comments::Syntax],
) -> std::ops::Range<usize> {
    let line = line_start(text, comment.whole.start);
    let before = &text[line..comment.whole.start];
    let extent = |start: usize| match family {
        Family::Tree | Family::Markup => extent::of_markup(text, start),
        Family::Indented => extent::of_indentation(text, start),
        Family::Lines => extent::of_lines(text, start),
        Family::Paragraphs => extent::of_paragraph(text, start),
        Family::Markdown | Family::Restructured | Family::Asciidoc => page.extent(text, start),
    };
    if before.trim().is_empty() {
        let start = next_thing(text, comment.whole.end, syntaxes);
        return start..if start < text.len() { extent(start) } else { start };
    }
    let start = line + before.len() - before.trim_start().len();
    let end = match family {
        Family::Markdown | Family::Restructured | Family::Asciidoc => page.extent_of_line(text, start),
        _ => extent(start),
    };
    start..end.max(line_end(text, comment.whole.end))
}
