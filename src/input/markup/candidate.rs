//! Makes candidates of the inputs of a tree.

use super::around::{Around, Remark};
use super::inputs::{HELPER, Inputs};
use super::names::{Named, bound_name, label_name, owners, program_name};
use super::shape::{shape_of, sibling};
use super::speech::{self, Spoken};
use super::translated::Translated;
use super::tree::{Kind, NodeId, Tree};
use crate::field::{Candidate, DocumentInfo, MessageKey, Pointer, Role, Setting, Sibling, Text};
use crate::input::Gate;
use crate::source::{FileId, Place};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Inputs that are kept as neighbours of each other.
const SIBLINGS_LIMIT: usize = 200;

/// What was found in a file.
#[derive(Debug, Default)]
pub(in crate::input) struct Found {
    /// What passed the gate.
    pub(in crate::input) passed: Vec<Candidate>,
    /// What did not, but asks for words by keys that may.
    pub(in crate::input) waiting: Vec<Candidate>,
}

/// The candidates of a file.
pub(in crate::input) fn candidates(
    tree: &Tree<'_>,
    file: FileId,
    path: &str,
    gate: Gate<'_>,
    format: &'static str,
) -> Found {
    let inputs = Inputs::of(tree);
    let info = Arc::new(DocumentInfo { format, ..DocumentInfo::default() });
    let mut found = Vec::new();
    let mut siblings: Vec<Sibling> = Vec::new();
    let mut translated: Option<Translated> = None;
    for &input in &inputs.found {
        let around = inputs.around(input);
        let by_program = program_name(&inputs, input, &around);
        let outermost = around.wrappers.last().copied().unwrap_or(input);
        let prose = tree.slice(tree.node(outermost).span);
        let known = by_program.as_ref().map_or("", |named| named.name.as_str());
        if let Some(named) = by_program.as_ref().filter(|_| siblings.len() < SIBLINGS_LIMIT) {
            let place = Place { file, span: named.span };
            siblings.push(sibling(&inputs, input, named.name.clone(), place));
        }
        let passes = gate(known, prose) || gate(prose, "") || label_passes(&inputs, &around, gate);
        let (mut texts, keys) = words(tree, input, &around, file);
        if !passes && keys.is_empty() {
            continue;
        }
        let named = by_program.or_else(|| label_name(&texts, &keys)).or_else(|| bound_name(tree, input));
        let Some(named) = named else { continue };
        translated.get_or_insert_with(|| Translated::of(tree)).tie(&mut texts, tree.node(input).span);
        found.push((passes, candidate(&inputs, input, &around, named, (texts, keys), (file, path), &info)));
    }
    let siblings = Arc::new(siblings);
    found.iter_mut().for_each(|(_, candidate)| candidate.siblings = Arc::clone(&siblings));
    number_repeated(&mut found);
    let (passed, waiting): (Vec<_>, Vec<_>) = found.into_iter().partition(|(passes, _)| *passes);
    let plain = |found: Vec<(bool, Candidate)>| found.into_iter().map(|(_, candidate)| candidate).collect();
    Found { passed: plain(passed), waiting: plain(waiting) }
}

/// Labels stand outside of what holds an input where they are tied to it by its id.
fn label_passes(inputs: &Inputs<'_, '_>, around: &Around<'_>, gate: Gate<'_>) -> bool {
    let written = |&label: &NodeId| inputs.tree.slice(inputs.tree.node(label).span);
    around.labels.iter().map(written).any(|words| gate(words, words))
}

fn candidate(
    inputs: &Inputs<'_, '_>,
    input: NodeId,
    around: &Around<'_>,
    named: Named,
    (texts, keys): (Vec<Text>, Vec<MessageKey>),
    (file, path): (FileId, &str),
    info: &Arc<DocumentInfo>,
) -> Candidate {
    let pointer = pointer(inputs.tree, input, &named);
    Candidate {
        owners: owners(inputs, input, &named, path, around),
        texts,
        keys,
        shape: shape_of(inputs.tree, input),
        ..Candidate::new(file, pointer, (named.name, named.span), Setting::Input, Arc::clone(info))
    }
}

/// The words and keys of an input in the order in which they are written; words that are said twice once.
fn words(tree: &Tree<'_>, input: NodeId, around: &Around<'_>, file: FileId) -> (Vec<Text>, Vec<MessageKey>) {
    let spoken = around.remarks.iter().map(|&remark| match remark {
        Remark::Attribute(id, name, role) => speech::of_attribute(tree, id, name, role, file),
        Remark::Element(id, role) => speech::of_element(tree, id, role, file),
        Remark::Words(span, role) => speech::of_words(tree, span, role, file),
    });
    let (mut texts, mut keys): (Vec<Text>, Vec<MessageKey>) = (Vec::new(), Vec::new());
    for Spoken { text, keys: more } in spoken {
        texts.extend(text);
        keys.extend(more);
    }
    if !texts.iter().any(|text| text.role == Role::Label) && !keys.iter().any(|key| key.role == Role::Label) {
        let Spoken { text, keys: more } = speech::of_attribute(tree, input, "aria-label", Role::Label, file);
        texts.extend(text);
        keys.extend(more);
    }
    texts.sort_by_key(|text| text.span);
    keys.sort_by_key(|key| key.place.span);
    let mut said = HashSet::new();
    texts.retain(|text| said.insert(text.decoded.clone()));
    let mut asked = HashSet::new();
    keys.retain(|key| asked.insert(key.place.span));
    (texts, keys)
}

/// The identity of an input: its id where it has one, else what it is and its name.
fn pointer(tree: &Tree<'_>, input: NodeId, named: &Named) -> Pointer {
    let id = tree.word(input, "id").filter(|id| !id.is_empty() && !id.contains(['{', '<', '$', '@', ' ', '.']));
    let element = match tree.node(input).kind {
        Kind::Object => "object",
        _ if tree.value(input, HELPER).is_some() => "input",
        _ => tree.name(input),
    };
    match id {
        Some(id) if tree.node(input).kind != Kind::Object => Pointer(format!("#{id}")),
        _ => Pointer(format!("{element}[name={}]", named.name)),
    }
}

/// What has the same identity is told apart by a number, from the second on.
fn number_repeated(found: &mut [(bool, Candidate)]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (_, candidate) in found {
        let count = counts.entry(candidate.pointer.0.clone()).or_default();
        *count += 1;
        if *count > 1 {
            candidate.pointer.0 = format!("{}[{count}]", candidate.pointer);
        }
    }
}
