//! Sentences written beside the fields that lack them, as plain data: byte ranges and what is to stand there.
//!
//! What a sentence says comes from `check::sentence`; where it goes and with which escapes is decided here. Every edit is
//! tried on the text in memory and dropped unless the text then reads as before but for the new words, and says what it was
//! to say. Files are written by others.

pub mod diff;
mod escape;
mod joint;
mod key;
mod lines;
mod outline;
mod scalar;
mod surroundings;
mod target;
mod verify;

use crate::check::sentence::{self, Said};
use crate::config::BySource;
use crate::field::{Confidence, Fact, Field, Kind};
use crate::finding::Finding;
use crate::lint::{Survey, Surveyed, survey};
use crate::recognise::facts::{facts_in_words, gaps_in_texts, gaps_in_words};
use crate::rulebook::Rulebook;
use crate::rulebook::checks::{self, Question};
use crate::rulebook::phrases::Phrases;
use crate::source::{FileId, Place, Source, Span, Standing};
use std::collections::{BTreeMap, BTreeSet};

/// A replacement of bytes in one source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The source.
    pub file: FileId,
    /// The bytes that go; often none.
    pub span: Span,
    /// What stands there instead.
    pub text: String,
}

/// Why a field is left to be mended by hand: a clause without a final stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(&'static str);

impl Refusal {
    const NOT_FOUND: Refusal = Refusal("its words cannot be found again in the file");
    const EMPTY: Refusal = Refusal("its description has no words to go on from");
    const ENDS_IN_A_LIST: Refusal = Refusal("its words end in a list or a table");
    const NO_OBJECT: Refusal = Refusal("there is no safe place for a description in it");
    const ESCAPES: Refusal = Refusal("the sentence holds characters that mean something else in this format");
    const NOT_PLAIN: Refusal = Refusal("its words are not plain text");
    const TRANSLATED: Refusal = Refusal("its words are the key by which translations are found");
    const SHARED: Refusal = Refusal("its words are also those of something that is no such field");
    const REFERENCE: Refusal = Refusal("words beside a `$ref` are not read in this version of OpenAPI");
    const NOT_ASKED: Refusal = Refusal("its words stand in a file that was not asked for");
    const NO_HINT: Refusal = Refusal("it has no hint that could be extended");
    const IN_A_TABLE: Refusal = Refusal("it is documented in a table within a description");
    const CHANGES_MORE: Refusal = Refusal("the file would then read otherwise in more than these words");
    const NOT_READ: Refusal = Refusal("the sentence would not be read as saying all that it is to say");
    const PASSES_FOR_MORE: Refusal = Refusal("the sentence would pass for more than it says");
    const CONTRADICTS: Refusal = Refusal("the sentence would contradict the words that are there");
    const TOUCHES: Refusal = Refusal("another field's sentence goes to the same place");
    const ONLY_LIKELY: Refusal = Refusal("it is only likely to be a callback URL");
    const A_VALUE: Refusal = Refusal("its words are a value and no sentence");
    const ENDS_IN_A_URL: Refusal = Refusal("its words end in a URL, which a full stop would become a part of");
    const UNFINISHED: Refusal = Refusal("its last sentence goes on in what stands below it");
    const IN_MARKUP: Refusal = Refusal("its words end within a link, an image or other markup");
    const SAYS_MORE: Refusal = Refusal("the house's sentence on failure would pass for its trigger too");
    const ONE_BY_ONE: Refusal = Refusal("what can be written beside it depends on what is written beside other fields");
    const NO_WORDING: Refusal = Refusal("there is no sentence in the language of its words");
}

/// A sentence for a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Which of the surveyed fields.
    pub field: usize,
    /// What to say beside it.
    pub said: Said,
}

/// What came of wishes.
#[derive(Clone, Debug, Default)]
pub struct Fixes {
    /// The whole new text of each source that changes.
    pub texts: BTreeMap<FileId, String>,
    /// The edits that lead to them, in their order.
    pub edits: Vec<Edit>,
    /// The surveyed fields that got their sentence.
    pub fixed: Vec<Fixed>,
    /// What is left to be mended by hand.
    pub left: Vec<Left>,
}

/// A field that got its sentence; fields that share their words share the edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// Which of the surveyed fields.
    pub field: usize,
    /// What changes for it.
    pub edit: Edit,
}

/// A field that could not be given its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The field's name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// Why.
    pub reason: Refusal,
}

/// Writes beside every flagged field what is known of it; with gaps, also a `<…>` for what is not.
pub fn fix<S: BySource + ?Sized>(sources: &[Source], settings: &S, gaps: bool) -> Fixes {
    fix_surveyed(sources, &survey(sources, settings), settings, gaps)
}

/// The same for sources that were surveyed already. What could only be written in one run after another is not written.
pub fn fix_surveyed<S: BySource + ?Sized>(sources: &[Source], survey: &Survey, settings: &S, gaps: bool) -> Fixes {
    let (mut wishes, mut left) = wishes(survey, settings, gaps);
    loop {
        let mut fixes = write(sources, survey, settings, &wishes);
        let unsettled = unsettled(sources, &fixes, settings, gaps);
        if unsettled.is_empty() {
            fixes.left.extend(left);
            fixes.left.sort_by_key(|left| left.place);
            return fixes;
        }
        let field_of = |wish: &Wish| &survey.fields[wish.field].field;
        let is_settled = |wish: &Wish| !unsettled.contains(&field_of(wish).candidate.file);
        let (mut kept, mut gone): (Vec<Wish>, Vec<Wish>) = wishes.into_iter().partition(is_settled);
        if gone.is_empty() {
            // It is another file that changes what can be written there.
            gone.append(&mut kept);
        }
        left.extend(gone.iter().map(|wish| left_of(field_of(wish), Refusal::ONE_BY_ONE)));
        wishes = kept;
    }
}

/// The files in which a second run would write more: beside fields that were left, or that a comment asks no more to ignore.
fn unsettled<S: BySource + ?Sized>(sources: &[Source], fixes: &Fixes, settings: &S, gaps: bool) -> BTreeSet<FileId> {
    if fixes.edits.is_empty() {
        return BTreeSet::new();
    }
    let new = sources_with(sources, &fixes.texts);
    let after = survey(&new, settings);
    let (wishes, _) = wishes(&after, settings, gaps);
    write(&new, &after, settings, &wishes).edits.iter().map(|edit| edit.file).collect()
}

/// What is to be written beside the fields of a survey, and those that nothing can be written for.
pub fn wishes<S: BySource + ?Sized>(survey: &Survey, settings: &S, gaps: bool) -> (Vec<Wish>, Vec<Left>) {
    let mut wishes = Vec::new();
    let mut left = Vec::new();
    for (index, surveyed) in survey.fields.iter().enumerate() {
        let field = &surveyed.field;
        let missing = open_facts(surveyed);
        if missing.is_empty() {
            continue;
        }
        if field.confidence < Confidence::Certain {
            left.push(left_of(field, Refusal::ONLY_LIKELY));
            continue;
        }
        let settings = settings.of(field.candidate.file);
        let mut known = sentence::known(field, settings);
        if gaps && field.kind != Kind::Unknown {
            // Whoever asks for gaps goes over the sentence anyway, and a name to look at is better than none.
            known.caller = known.caller.or_else(|| sentence::named(field));
        }
        let Some(wording) = sentence::sentences_for(field) else {
            if known != sentence::Known::default() || gaps {
                left.push(left_of(field, Refusal::NO_WORDING));
            }
            continue;
        };
        let said = match gaps {
            true => sentence::with_gaps(field, &missing, &known, wording),
            false => sentence::of_known(field, &missing, &known, wording),
        };
        let said = match says_more(field, &missing, &said, &settings.callers()) && said.facts.contains(&Fact::Failure) {
            false => said,
            true => {
                left.push(left_of(field, Refusal::SAYS_MORE));
                let others: Vec<Fact> = missing.iter().copied().filter(|&fact| fact != Fact::Failure).collect();
                match gaps {
                    true => sentence::with_gaps(field, &others, &known, wording),
                    false => sentence::of_known(field, &others, &known, wording),
                }
            }
        };
        if !said.words.is_empty() {
            wishes.push(Wish { field: index, said });
        }
    }
    (wishes, left)
}

/// The fields that are to get the same sentence as a given one, because they share words with it; the field itself is one.
pub fn sharing_with(survey: &Survey, field: usize) -> Vec<usize> {
    let places = |index: usize| survey.fields[index].field.candidate.texts.iter().map(|text| (text.file, text.span));
    let shares = |&index: &usize| index == field || places(index).any(|place| places(field).any(|own| own == place));
    (0..survey.fields.len()).filter(shares).collect()
}

/// Why no sentence can be written for a field, whatever it says; none if one can.
pub fn refusal(sources: &[Source], survey: &Survey, field: usize) -> Option<Refusal> {
    let said = Said { words: "Words.".to_owned(), facts: Vec::new() };
    let sharing = sharing_with(survey, field);
    let wishes: Vec<Wish> = sharing.iter().map(|&field| Wish { field, said: said.clone() }).collect();
    let own = wishes.iter().position(|wish| wish.field == field).expect("a field shares its words with itself");
    target::plan(sources, survey, &wishes).swap_remove(own).err()
}

/// The facts among these that words are read as stating, whatever they were meant to state.
///
/// `callers` are names of the party that is known to call.
pub fn read_from(field: &Field, words: &str, facts: &[Fact], callers: &[String]) -> Vec<Fact> {
    let Some(phrases) = phrases_for(field) else { return Vec::new() };
    let found = facts_in_words(words, field.kind, phrases, callers);
    facts.iter().copied().filter(|&fact| found.of(fact).is_some()).collect()
}

/// Whether sentences would pass for a missing fact that they do not mean to state: "if the payment fails" may be read as
/// what sends the browser on.
fn says_more(field: &Field, missing: &[Fact], said: &Said, callers: &[String]) -> bool {
    read_from(field, &said.words, missing, callers).iter().any(|fact| !said.facts.contains(fact))
}

fn phrases_for(field: &Field) -> Option<&'static Phrases> {
    let rulebook = Rulebook::built_in();
    field.candidate.info.language.as_deref().map_or(Some(rulebook.phrases()), |language| rulebook.phrases_in(language))
}

/// The facts that a finding tells to be missing, without those that a gap in the words stands for already.
pub fn open_facts(surveyed: &Surveyed) -> Vec<Fact> {
    let field = &surveyed.field;
    let of_words = surveyed.findings.iter().filter(|finding| finding.suppressed.is_none() && is_of_words(finding));
    let rules: Vec<&String> = of_words.flat_map(|finding| &finding.rules).collect();
    if rules.is_empty() {
        return Vec::new();
    }
    let asked: Vec<Fact> = rules.into_iter().filter_map(|rule| fact_of(rule)).collect();
    let gaps = phrases_for(field).map(|phrases| gaps_in_texts(&field.candidate.texts, phrases)).unwrap_or_default();
    let mut missing = field.facts.missing();
    missing.retain(|fact| (asked.is_empty() || asked.contains(fact)) && !gaps.contains(fact));
    missing
}

/// Whether a field shows each of the gaps that words have, so that no later run says the same again.
fn shows_gaps_of(field: &Field, words: &str) -> bool {
    let Some(phrases) = phrases_for(field) else { return true };
    let shown = gaps_in_texts(&field.candidate.texts, phrases);
    gaps_in_words(words, phrases).iter().all(|gap| shown.contains(gap))
}

/// Whether a finding is about what the words leave out.
fn is_of_words(finding: &Finding) -> bool {
    finding.rules.iter().any(|rule| {
        let question = checks::find(rule).map(|check| check.question);
        matches!(question, Some(Question::Fact(_) | Question::Undocumented))
    })
}

fn fact_of(rule: &str) -> Option<Fact> {
    match checks::find(rule)?.question {
        Question::Fact(fact) => Some(fact),
        _ => None,
    }
}

/// Grants wishes, as far as the texts afterwards read as they should.
pub fn write<S: BySource + ?Sized>(sources: &[Source], before: &Survey, settings: &S, wishes: &[Wish]) -> Fixes {
    let mut fixes = Fixes::default();
    if wishes.is_empty() {
        return fixes;
    }
    let planned = target::plan(sources, before, wishes);
    let mut plans = Vec::new();
    for (wish, plan) in wishes.iter().zip(planned) {
        match plan {
            Ok(plan) => plans.push((wish, plan)),
            Err(reason) => fixes.left.push(left_of(&before.fields[wish.field].field, reason)),
        }
    }
    let (kept, dropped) = verify::keep_what_holds(sources, before, settings, plans);
    for (wish, reason) in dropped {
        fixes.left.push(left_of(&before.fields[wish.field].field, reason));
    }
    fixes.fixed = kept.iter().map(|(wish, plan)| Fixed { field: wish.field, edit: plan.edit.clone() }).collect();
    fixes.edits = edits_of(kept.iter().map(|(_, plan)| &plan.edit));
    fixes.texts = texts_with(sources, &fixes.edits);
    fixes.left.sort_by_key(|left| left.place);
    fixes
}

fn left_of(field: &Field, reason: Refusal) -> Left {
    let place = Place { file: field.candidate.file, span: field.candidate.name_span };
    Left { name: field.candidate.name.clone(), place, reason }
}

/// Edits in their order, each once: fields that share their words share the edit.
fn edits_of<'e>(edits: impl Iterator<Item = &'e Edit>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = edits.cloned().collect();
    edits.sort();
    edits.dedup();
    edits
}

/// The texts of the sources that edits change.
fn texts_with(sources: &[Source], edits: &[Edit]) -> BTreeMap<FileId, String> {
    let mut texts = BTreeMap::new();
    for (file, source) in sources.iter().enumerate() {
        let mut text = String::new();
        let mut from = 0;
        for edit in edits.iter().filter(|edit| edit.file == file) {
            let span = edit.span.range();
            text.push_str(&source.text()[from..span.start]);
            text.push_str(&edit.text);
            from = span.end;
        }
        if from > 0 || !text.is_empty() {
            text.push_str(&source.text()[from..]);
            texts.insert(file, text);
        }
    }
    texts
}

/// Where a place is after edits that do not touch it.
pub fn place_after(place: Place, edits: &[Edit]) -> Place {
    let before = edits.iter().filter(|edit| edit.file == place.file && edit.span.end <= place.span.start);
    let (added, gone) =
        before.fold((0, 0), |(added, gone), edit| (added + edit.text.len(), gone + edit.span.range().len()));
    let shifted = |at: u32| (at as usize + added).saturating_sub(gone);
    Place { file: place.file, span: Span::new(shifted(place.span.start), shifted(place.span.end)) }
}

/// The sources as they are with new texts for some of them.
pub fn sources_with(sources: &[Source], texts: &BTreeMap<FileId, String>) -> Vec<Source> {
    let with = sources.iter().enumerate().map(|(file, source)| {
        let text = texts.get(&file).map_or(source.text(), String::as_str);
        match source.standing() {
            Standing::Linted => Source::new(source.path(), text),
            Standing::Referenced => Source::referenced(source.path(), text),
        }
    });
    with.collect()
}
