//! What stands around an input and is said of it: its own attributes, its labels, and the help and tooltips beside it.

use super::inputs::{HELPER, Inputs};
use super::tree::{Kind, NodeId, Tree};
use super::vocabulary::{Sort, is_boundary, is_group, role_of, sort_of};
use crate::field::Role;
use crate::source::Span;

/// A thing that is said of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Remark<'t> {
    /// An attribute of an element.
    Attribute(NodeId, &'t str, Role),
    /// An element with what stands in it.
    Element(NodeId, Role),
    /// Words by themselves.
    Words(Span, Role),
}

/// What stands around an input.
#[derive(Debug, Default)]
pub(in crate::input) struct Around<'t> {
    /// What is said of it.
    pub(in crate::input) remarks: Vec<Remark<'t>>,
    /// The elements that hold it and no other input, innermost first.
    pub(in crate::input) wrappers: Vec<NodeId>,
    /// The labels that were found for it.
    pub(in crate::input) labels: Vec<NodeId>,
}

/// Elements around an input that are looked at.
const WRAPPERS_LIMIT: usize = 14;
/// Elements around an input whose unmarked words are taken for its own.
const NEAR_LIMIT: usize = 5;
/// Words of a label that is not marked as one.
const LABEL_WORDS: usize = 9;
/// Words that help has at least where it is not marked as such.
const HELP_WORDS: usize = 3;
/// Nodes beside an input that are looked at one after another.
const BESIDE_LIMIT: usize = 12;

/// Where an element stands, seen from the input.
#[derive(Clone, Copy)]
struct At {
    is_before: bool,
    /// How far above the input is what holds both.
    level: usize,
    /// How deep it stands in what is beside the input.
    depth: usize,
}

impl<'t> Inputs<'_, 't> {
    /// What stands around an input.
    pub(in crate::input) fn around(&self, input: NodeId) -> Around<'t> {
        let mut around = Around::default();
        self.own_remarks(input, &mut around);
        self.labels_by_name(input, &mut around);
        let (mut branch, mut closed) = (input, false);
        for (level, above) in self.tree.ancestors(input).take(WRAPPERS_LIMIT).enumerate() {
            if self.count(above) > 1 || is_boundary(self.tree, above) {
                if !closed {
                    self.beside(above, branch, &mut around);
                }
                break;
            }
            around.wrappers.push(above);
            self.wrapper_remarks(above, &mut around);
            if !closed {
                self.within(above, branch, level, &mut around, &mut closed);
            }
            closed |= is_group(self.tree, above) && self.has_label(&around);
            branch = above;
        }
        self.described_by(input, &mut around);
        around
    }

    /// What the attributes and slots of the input itself say.
    fn own_remarks(&self, input: NodeId, around: &mut Around<'t>) {
        let is_native = matches!(self.tree.name(input), "input" | "textarea" | "select");
        self.attribute_remarks(input, is_native, around);
        self.slot_remarks(input, around);
    }

    fn attribute_remarks(&self, id: NodeId, is_native: bool, around: &mut Around<'t>) {
        let is_helper = self.tree.value(id, HELPER).is_some();
        for attribute in self.tree.attributes(id) {
            if let Some(role) = role_of(attribute.name, is_native && !is_helper) {
                around.remarks.push(Remark::Attribute(id, attribute.name, role));
            }
        }
    }

    /// Slots of Vue and Svelte, such as `<template #help>`.
    fn slot_remarks(&self, id: NodeId, around: &mut Around<'t>) {
        for child in self.tree.children(id) {
            let marked = self
                .tree
                .attributes(child)
                .iter()
                .find_map(|one| one.name.strip_prefix('#').or_else(|| one.name.strip_prefix("v-slot:")));
            let named = marked.or_else(|| self.tree.word(child, "slot"));
            if let Some(role) = named.and_then(|name| role_of(name, false))
                && self.count(child) == 0
            {
                around.remarks.push(Remark::Element(child, role));
            }
        }
    }

    fn wrapper_remarks(&self, above: NodeId, around: &mut Around<'t>) {
        let name = self.tree.name(above);
        let is_html = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let is_object_around = self.tree.node(above).kind == Kind::Object;
        if name.is_empty() || (is_html && self.tree.value(above, HELPER).is_none()) || is_object_around {
            return;
        }
        if sort_of(self.tree, above) == Sort::Tooltip {
            for name in ["title", "content", "label", "text"] {
                if let Some(one) = self.tree.attributes(above).iter().find(|one| one.name == name) {
                    around.remarks.push(Remark::Attribute(above, one.name, Role::Tooltip));
                }
            }
            return;
        }
        self.attribute_remarks(above, false, around);
        self.slot_remarks(above, around);
    }

    fn labels_by_name(&self, input: NodeId, around: &mut Around<'t>) {
        for name in ["id", "name", "inputId", "asp-for"] {
            let Some(own) = self.tree.word(input, name) else { continue };
            // Rails calls `:urls` of a hook `hook[urls][]`.
            let bracketed = own.trim_end_matches("[]").strip_suffix(']').and_then(|rest| rest.rsplit('[').next());
            let labels = [Some(own), bracketed].into_iter().flatten().filter_map(|own| self.labels.get(own));
            for &label in labels.flatten() {
                if self.ids.get(own).is_none_or(|&target| name != "name" || target == input) {
                    self.label(label, around);
                }
            }
        }
    }

    /// A label with what help and tooltips stand in it.
    fn label(&self, label: NodeId, around: &mut Around<'t>) {
        if around.labels.contains(&label) {
            return;
        }
        around.labels.push(label);
        around.remarks.push(Remark::Element(label, Role::Label));
        for id in self.tree.subtree(label).skip(1) {
            match sort_of(self.tree, id) {
                Sort::Tooltip => around.remarks.push(Remark::Element(id, Role::Tooltip)),
                Sort::Help => around.remarks.push(Remark::Element(id, Role::Help)),
                _ => {}
            }
        }
    }

    fn described_by(&self, input: NodeId, around: &mut Around<'t>) {
        for (name, role) in [("aria-describedby", Role::Help), ("aria-labelledby", Role::Label)] {
            let targets = self.tree.word(input, name).unwrap_or_default().split_whitespace();
            for &target in targets.filter_map(|target| self.ids.get(target)) {
                let is_known = around.remarks.iter().any(|remark| remark.covers(target, self.tree));
                if !is_known && self.count(target) == 0 && sort_of(self.tree, target) != Sort::Silent {
                    around.remarks.push(Remark::Element(target, role));
                }
            }
        }
    }

    /// What stands in an element that holds no other input, apart from the branch that the input is on.
    fn within(&self, above: NodeId, branch: NodeId, level: usize, around: &mut Around<'t>, closed: &mut bool) {
        let is_label = sort_of(self.tree, above) == Sort::Label;
        if is_label && !around.labels.contains(&above) {
            around.labels.push(above);
        }
        for child in self.tree.children(above).filter(|&child| child != branch) {
            if is_label && self.tree.node(child).kind == Kind::Words {
                around.remarks.push(Remark::Words(self.tree.node(child).span, Role::Label));
            } else if is_label
                && sort_of(self.tree, child) == Sort::Other
                && !matches!(self.tree.name(child), "p" | "em")
            {
                around.remarks.push(Remark::Element(child, Role::Label));
            } else {
                self.classify(child, At { is_before: child < branch, level, depth: 0 }, around, closed);
            }
        }
    }

    /// Takes an element beside an input for what it is to it.
    fn classify(&self, id: NodeId, at: At, around: &mut Around<'t>, closed: &mut bool) {
        let At { is_before, level, depth } = at;
        if depth > 12 || self.belongs_to_another(id) {
            return;
        }
        let node = self.tree.node(id);
        match (sort_of(self.tree, id), node.kind) {
            (Sort::Silent, _) | (_, Kind::Object) => {}
            (Sort::Label, _) => self.label(id, around),
            (Sort::Help, _) => around.remarks.push(Remark::Element(id, Role::Help)),
            (Sort::Tooltip, _) => around.remarks.push(Remark::Element(id, Role::Tooltip)),
            (Sort::Heading, _) => {
                if is_before && !self.has_label(around) && self.word_count(id) <= LABEL_WORDS {
                    around.remarks.push(Remark::Element(id, Role::Label));
                    *closed = true;
                }
            }
            (Sort::Other, Kind::Words) => {
                if level < NEAR_LIMIT {
                    self.unmarked(Remark::Words(node.span, Role::Help), id, is_before, around);
                }
            }
            (Sort::Other, Kind::Element("p" | "em" | "b" | "strong" | "i" | "li" | "dt" | "dd" | "code")) => {
                if level < NEAR_LIMIT {
                    self.unmarked(Remark::Element(id, Role::Help), id, is_before, around);
                }
            }
            // The parts of a wrapper are told by their names.
            (Sort::Other, Kind::Part(_)) => {}
            (Sort::Other, Kind::Code) => {
                let is_lone = self.tree.children(id).next().is_none();
                match is_lone && level < NEAR_LIMIT {
                    true => self.unmarked(Remark::Element(id, Role::Help), id, is_before, around),
                    false => self.classify_children(id, at, around, closed),
                }
            }
            (Sort::Other, _) => {
                if self.is_run_of_words(id) {
                    if level < NEAR_LIMIT {
                        self.unmarked(Remark::Element(id, Role::Help), id, is_before, around);
                    }
                } else {
                    self.classify_children(id, at, around, closed);
                }
            }
        }
    }

    fn classify_children(&self, id: NodeId, at: At, around: &mut Around<'t>, closed: &mut bool) {
        for child in self.tree.children(id) {
            self.classify(child, At { depth: at.depth + 1, ..at }, around, closed);
        }
    }

    /// Whether an element holds words of its own, so that what else it holds is part of a sentence.
    fn is_run_of_words(&self, id: NodeId) -> bool {
        let is_inline = |child: NodeId| {
            let node = self.tree.node(child);
            match node.kind {
                Kind::Words | Kind::Code => true,
                Kind::Element(name) => {
                    matches!(
                        name,
                        "b" | "i" | "em" | "strong" | "code" | "a" | "br" | "kbd" | "span" | "u" | "sup" | "tt"
                    ) && sort_of(self.tree, child) != Sort::Label
                }
                _ => false,
            }
        };
        let says = |child: NodeId| self.tree.node(child).kind == Kind::Words && self.word_count(child) > 0;
        let mut children = self.tree.children(id);
        self.tree.children(id).any(says) && children.all(is_inline)
    }

    /// Words without a mark: a label if they are short and stand before, help if they are a sentence.
    fn unmarked(&self, remark: Remark<'t>, id: NodeId, is_before: bool, around: &mut Around<'t>) {
        let count = self.word_count(id);
        let role = match is_before && !self.has_label(around) && count <= LABEL_WORDS {
            true => Role::Label,
            false if count >= HELP_WORDS => Role::Help,
            false => return,
        };
        if count > 0 {
            around.remarks.push(remark.with(role));
        }
    }

    fn has_label(&self, around: &Around<'t>) -> bool {
        around.remarks.iter().any(|remark| remark.role() == Role::Label)
    }

    /// How many words stand in an element, roughly: keys count as one each.
    fn word_count(&self, id: NodeId) -> usize {
        let leaves =
            self.tree.subtree(id).filter(|&leaf| matches!(self.tree.node(leaf).kind, Kind::Words | Kind::Code));
        let words = leaves.map(|leaf| {
            let written = self.tree.slice(self.tree.node(leaf).span);
            written.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
        });
        words.sum()
    }

    /// Whether a label says that it is for an input that exists elsewhere.
    fn belongs_to_another(&self, id: NodeId) -> bool {
        let target = match sort_of(self.tree, id) {
            Sort::Label => self.target_of_label(id),
            _ => None,
        };
        target.is_some_and(|target| {
            let named = self.ids.get(target).or_else(|| self.names.get(target));
            named.is_some_and(|&named| self.count(named) > 0)
        })
    }

    /// A label before and help after, in an element that holds other inputs too.
    fn beside(&self, above: NodeId, branch: NodeId, around: &mut Around<'t>) {
        let mut is_labelled = self.has_label(around);
        let previous = std::iter::successors(self.previous[branch], |&child| self.previous[child]);
        for child in previous.take(BESIDE_LIMIT) {
            if self.count(child) > 0 {
                break;
            }
            match sort_of(self.tree, child) {
                Sort::Label if !self.belongs_to_another(child) && !is_labelled => {
                    self.label(child, around);
                    is_labelled = true;
                }
                Sort::Label | Sort::Heading => break,
                Sort::Tooltip => around.remarks.push(Remark::Element(child, Role::Tooltip)),
                Sort::Other if !is_labelled => {
                    let wraps_label = self.tree.subtree(child).find(|&inner| sort_of(self.tree, inner) == Sort::Label);
                    if let Some(label) = wraps_label {
                        if !self.belongs_to_another(label) {
                            self.label(label, around);
                        }
                        break;
                    }
                }
                _ => {}
            }
        }
        let end = self.tree.subtree(above).end;
        let after = |id: NodeId| Some(self.tree.subtree(id).end).filter(|&next| next < end);
        for child in std::iter::successors(after(branch), |&child| after(child)).take(BESIDE_LIMIT) {
            let holds_label = || self.tree.subtree(child).any(|inner| sort_of(self.tree, inner) == Sort::Label);
            if self.count(child) > 0 || sort_of(self.tree, child) == Sort::Heading || holds_label() {
                break;
            }
            match sort_of(self.tree, child) {
                Sort::Help => around.remarks.push(Remark::Element(child, Role::Help)),
                Sort::Tooltip => around.remarks.push(Remark::Element(child, Role::Tooltip)),
                Sort::Other if self.tree.name(child) == "p" || self.tree.name(child) == "em" => {
                    self.unmarked(Remark::Element(child, Role::Help), child, false, around);
                }
                _ => {}
            }
        }
    }
}

impl<'t> Remark<'t> {
    /// What it is to the input.
    pub(in crate::input) fn role(self) -> Role {
        match self {
            Remark::Attribute(_, _, role) | Remark::Element(_, role) | Remark::Words(_, role) => role,
        }
    }

    /// The same in another role.
    fn with(self, role: Role) -> Self {
        match self {
            Remark::Attribute(id, name, _) => Remark::Attribute(id, name, role),
            Remark::Element(id, _) => Remark::Element(id, role),
            Remark::Words(span, _) => Remark::Words(span, role),
        }
    }

    /// Whether what stands in an element is part of what is said.
    fn covers(self, id: NodeId, tree: &Tree<'_>) -> bool {
        match self {
            Remark::Element(own, _) => tree.subtree(own).contains(&id) || tree.subtree(id).contains(&own),
            Remark::Words(span, _) => tree.node(id).span.contains(span),
            Remark::Attribute(..) => false,
        }
    }
}
