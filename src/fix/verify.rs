//! Whether texts read after edits as they should: as before but for the new words, which say what they were to say.

use super::target::{Plan, is_tree};
use super::{Edit, Refusal, Wish, edits_of, shows_gaps_of, sources_with, texts_with};
use crate::config::BySource;
use crate::field::{Fact, Field, Kind};
use crate::finding::Finding;
use crate::input;
use crate::input::tree::{NodeId, Style, Tree};
use crate::lint::{Survey, survey};
use crate::source::{FileId, Source};
use std::collections::{BTreeMap, HashSet};

/// What is to become of a wish.
type Planned<'w> = (&'w Wish, Plan);

/// How often all that is left is tried at once before it is taken apart.
const ROUNDS: usize = 4;
/// How often parts of it are tried after that; a file in which so much goes wrong is left to whoever wrote it.
const TRIES: usize = 200;

/// The plans after which everything reads as it should, and the wishes of the others, each with what was wrong.
pub fn keep_what_holds<'w, S: BySource + ?Sized>(
    sources: &[Source],
    before: &Survey,
    settings: &S,
    plans: Vec<Planned<'w>>,
) -> (Vec<Planned<'w>>, Vec<(&'w Wish, Refusal)>) {
    let (mut kept, mut dropped) = without_clashes(plans);
    for _ in 0..ROUNDS {
        let wrong = match wrong_ones(sources, before, settings, &kept) {
            Verdict::AllWell => return (kept, dropped),
            Verdict::These(wrong) => wrong,
            Verdict::Unclear => break,
        };
        // Fields that share an edit stand and fall together.
        let edits: BTreeMap<Edit, Refusal> =
            wrong.iter().rev().map(|&(index, reason)| (kept[index].1.edit.clone(), reason)).collect();
        let (wrong, right): (Vec<_>, Vec<_>) = kept.into_iter().partition(|(_, plan)| edits.contains_key(&plan.edit));
        dropped.extend(wrong.iter().map(|(wish, plan)| (*wish, edits[&plan.edit])));
        kept = right;
    }
    // By their edits, the last first, so that what is tried next is at the end.
    kept.sort_by(|(_, one), (_, other)| one.edit.cmp(&other.edit));
    let mut well: Vec<Planned<'w>> = Vec::new();
    let mut tries = 0;
    let mut parts = vec![kept];
    while let Some(mut part) = parts.pop() {
        if part.is_empty() {
            continue;
        }
        let count = well.len();
        well.append(&mut part);
        tries += 1;
        let verdict = match tries > TRIES {
            true => Verdict::Unclear,
            false => wrong_ones(sources, before, settings, &well),
        };
        let reason = match verdict {
            Verdict::AllWell => continue,
            Verdict::These(wrong) => wrong.first().map_or(Refusal::CHANGES_MORE, |&(_, reason)| reason),
            Verdict::Unclear => Refusal::CHANGES_MORE,
        };
        part.extend(well.drain(count..));
        let is_one = part.iter().all(|(_, plan)| plan.edit == part[0].1.edit);
        if is_one || tries > TRIES {
            dropped.extend(part.into_iter().map(|(wish, _)| (wish, reason)));
            continue;
        }
        // One of several is wrong, and which one is found by halves; those of one edit stay together.
        let middle = part[part.len() / 2].1.edit.clone();
        let begin = part.partition_point(|(_, plan)| plan.edit < middle);
        let split = if begin > 0 { begin } else { part.partition_point(|(_, plan)| plan.edit <= middle) };
        let behind = part.split_off(split);
        parts.push(part);
        parts.push(behind);
    }
    (well, dropped)
}

/// Of edits that touch each other, the first.
fn without_clashes(plans: Vec<Planned<'_>>) -> (Vec<Planned<'_>>, Vec<(&Wish, Refusal)>) {
    let mut kept: Vec<Planned<'_>> = Vec::new();
    let mut dropped = Vec::new();
    // Those that are kept do not touch, so that the nearest before and the nearest behind are all that a next one could.
    let mut taken: BTreeMap<(FileId, u32), Edit> = BTreeMap::new();
    for (wish, plan) in plans {
        let edit = &plan.edit;
        let (start, end) = (edit.span.start, edit.span.end);
        let before = taken.range(..=(edit.file, start)).next_back();
        let behind = taken.range((edit.file, start)..=(edit.file, end)).next();
        let touches = |other: &Edit| edit.file == other.file && edit != other && other.span.end >= start;
        match before.into_iter().chain(behind).any(|(_, other)| touches(other)) {
            true => dropped.push((wish, Refusal::TOUCHES)),
            false => {
                taken.insert((edit.file, start), edit.clone());
                kept.push((wish, plan));
            }
        }
    }
    (kept, dropped)
}

enum Verdict {
    AllWell,
    /// The plans with these indices did not do what they were to do, each in its way, and nothing else is wrong.
    These(Vec<(usize, Refusal)>),
    Unclear,
}

fn wrong_ones<S: BySource + ?Sized>(
    sources: &[Source],
    before: &Survey,
    settings: &S,
    plans: &[Planned<'_>],
) -> Verdict {
    if plans.is_empty() {
        return Verdict::AllWell;
    }
    let edits = edits_of(plans.iter().map(|(_, plan)| &plan.edit));
    let texts = texts_with(sources, &edits);
    let changed = sources_with(sources, &texts);
    if !texts.keys().all(|&file| reads_alike(file, &sources[file], &changed[file], plans)) {
        return Verdict::Unclear;
    }
    let after = survey(&changed, settings);
    let is_new = |problem: &Finding| {
        let old = before.problems.iter().filter(|old| old.place.file == problem.place.file);
        texts.contains_key(&problem.place.file) && !{ old }.any(|old| old.message == problem.message)
    };
    if after.problems.iter().any(is_new) || before.fields.len() != after.fields.len() {
        return Verdict::Unclear;
    }
    let wished: BTreeMap<usize, usize> =
        plans.iter().enumerate().map(|(index, (wish, _))| (wish.field, index)).collect();
    let says: HashSet<&str> = plans.iter().map(|(_, plan)| plan.says.as_str()).collect();
    let mut wrong = Vec::new();
    for (field, (old, new)) in before.fields.iter().zip(&after.fields).enumerate() {
        let (old, new) = (&old.field, &new.field);
        let is_same = (&old.candidate.pointer, &old.candidate.name) == (&new.candidate.pointer, &new.candidate.name);
        // New words may tell what the old ones left open.
        let is_same = is_same && (old.kind == new.kind || old.kind == Kind::Unknown);
        let (missed, misses) = (old.facts.missing(), new.facts.missing());
        match wished.get(&field) {
            None if is_same && missed == misses => {}
            // An input whose words are those of another one got them with it.
            None if is_same && shows_one_of(new, &says) && misses.iter().all(|fact| missed.contains(fact)) => {}
            None => return Verdict::Unclear,
            Some(&index) => {
                let (wish, plan) = &plans[index];
                let mut expected = missed;
                expected.retain(|fact| !wish.said.facts.contains(fact));
                let says_it = new.candidate.texts.iter().any(|text| text.decoded == plan.says);
                let is_unread = |fact: &Fact| misses.contains(fact);
                let reason = match () {
                    _ if !is_same || !says_it => Some(Refusal::CHANGES_MORE),
                    _ if wish.said.facts.iter().any(is_unread) => Some(Refusal::NOT_READ),
                    _ if !shows_gaps_of(new, &wish.said.words) => Some(Refusal::NOT_READ),
                    _ if misses != expected => Some(Refusal::PASSES_FOR_MORE),
                    _ if new.conflicts.len() > old.conflicts.len() => Some(Refusal::CONTRADICTS),
                    _ => None,
                };
                wrong.extend(reason.map(|reason| (index, reason)));
            }
        }
    }
    if wrong.is_empty() { Verdict::AllWell } else { Verdict::These(wrong) }
}

fn shows_one_of(field: &Field, says: &HashSet<&str>) -> bool {
    field.candidate.texts.iter().any(|text| says.contains(text.decoded.as_str()))
}

/// Whether a file holds what it held, but for the new words.
fn reads_alike(file: FileId, old: &Source, new: &Source, plans: &[Planned<'_>]) -> bool {
    let mut expected: Vec<&Plan> = plans.iter().map(|(_, plan)| plan).filter(|plan| plan.edit.file == file).collect();
    expected.sort_by(|one, other| one.edit.cmp(&other.edit));
    expected.dedup_by(|one, other| one.edit == other.edit);
    if is_tree(old.path()) {
        let (old, new) = (input::parse(file, old), input::parse(file, new));
        if old.error.is_some() || new.error.is_some() {
            return false;
        }
        let Some(mut changes) = changes(&old.tree, &new.tree) else { return false };
        changes.sort_by_key(|change| change.0);
        return changes.into_iter().map(|(_, says)| says).eq(expected.into_iter().map(|plan| plan.says.clone()));
    }
    match (input::bundle_of(file, old), input::bundle_of(file, new)) {
        (Some(old), Some(new)) => {
            let differ =
                old.messages.iter().zip(&new.messages).filter(|(one, other)| one.text.decoded != other.text.decoded);
            let differ: Vec<&str> = differ.map(|(_, message)| message.text.decoded.as_str()).collect();
            let same_keys = old.messages.len() == new.messages.len()
                && old.messages.iter().zip(&new.messages).all(|(one, other)| one.path == other.path);
            let expected: HashSet<&str> = expected.iter().map(|plan| plan.says.as_str()).collect();
            same_keys && differ.iter().all(|says| expected.contains(says))
        }
        (None, None) => true,
        _ => false,
    }
}

/// Scalars that differ between two trees, and descriptions that only the second has, each with the byte where it stands in
/// the second; none where the trees differ in anything else.
fn changes(old: &Tree<'_>, new: &Tree<'_>) -> Option<Vec<(u32, String)>> {
    let mut found = Vec::new();
    if old.roots().len() != new.roots().len() {
        return None;
    }
    let mut waiting: Vec<(NodeId, NodeId)> = old.roots().iter().copied().zip(new.roots().iter().copied()).collect();
    while let Some((one, other)) = waiting.pop() {
        let (style, new_style) = (old.style(one), new.style(other));
        let is_collection = |style| matches!(style, Style::Mapping | Style::Sequence);
        if is_collection(style) || is_collection(new_style) {
            if style != new_style {
                return None;
            }
            let mut rest = old.children(one).peekable();
            for child in new.children(other) {
                match rest.peek().copied() {
                    Some(known) if old.key(known) == new.key(child) => {
                        rest.next();
                        waiting.push((known, child));
                    }
                    _ if style == Style::Mapping && new.key(child).is_some_and(|key| key == "description") => {
                        found.push((new.span(child).start, new.scalar(child)?.into_owned()));
                    }
                    _ => return None,
                }
            }
            if rest.next().is_some() {
                return None;
            }
            continue;
        }
        if style == Style::Alias || new_style == Style::Alias {
            if old.source()[old.span(one).range()] != new.source()[new.span(other).range()] {
                return None;
            }
            continue;
        }
        let (before, after) = (old.scalar(one)?, new.scalar(other)?);
        if before != after {
            found.push((new.span(other).start, after.into_owned()));
        }
    }
    Some(found)
}
