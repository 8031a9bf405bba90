//! Finds the inputs of a tree, and what leads from one to its words: ids, labels, and how many inputs an element holds.

use super::tree::{Kind, NodeId, Tree};
use super::vocabulary::{Sort, is_model, is_named_input, is_shutter, sort_of};
use std::collections::HashMap;

/// The inputs of a tree with what finds their words.
pub(in crate::input) struct Inputs<'a, 't> {
    pub(in crate::input) tree: &'a Tree<'t>,
    /// The inputs in document order.
    pub(in crate::input) found: Vec<NodeId>,
    /// How many inputs begin before each node; one more than there are nodes.
    before: Vec<usize>,
    /// What stands before each node in the same element.
    pub(super) previous: Vec<Option<NodeId>>,
    /// Labels by the id that they say they are for.
    pub(super) labels: HashMap<&'t str, Vec<NodeId>>,
    /// The first element of each id.
    pub(super) ids: HashMap<&'t str, NodeId>,
    /// The first input of each name.
    pub(super) names: HashMap<&'t str, NodeId>,
}

impl<'a, 't> Inputs<'a, 't> {
    /// Finds the inputs of a tree.
    pub(in crate::input) fn of(tree: &'a Tree<'t>) -> Self {
        let may_be: Vec<bool> = (0..tree.len()).map(|id| may_be_input(tree, id)).collect();
        let mut found = Vec::new();
        // From the back, so that what stands inside of an element is known before the element.
        let mut inside = vec![0usize; tree.len() + 1];
        for id in (0..tree.len()).rev() {
            inside[id] = inside[id + 1];
            let end = tree.subtree(id).end;
            let holds_one = inside[id + 1] > inside[end];
            if may_be[id] && (!holds_one || matches!(tree.name(id), "select" | "textarea" | "input")) {
                found.push(id);
                inside[id] += 1;
            }
        }
        found.reverse();
        let total = found.len();
        let mut previous = vec![None; tree.len()];
        for id in 0..tree.len() {
            tree.children(id).fold(None, |before, child| {
                previous[child] = before;
                Some(child)
            });
        }
        let before = inside.into_iter().map(|after| total - after).collect();
        let mut inputs = Inputs {
            tree,
            found,
            before,
            previous,
            labels: HashMap::new(),
            ids: HashMap::new(),
            names: HashMap::new(),
        };
        inputs.index();
        inputs
    }

    fn index(&mut self) {
        for id in 0..self.tree.len() {
            if sort_of(self.tree, id) == Sort::Label
                && let Some(target) = self.target_of_label(id)
            {
                self.labels.entry(target).or_default().push(id);
            }
            if let Some(own) = self.tree.word(id, "id") {
                self.ids.entry(own).or_insert(id);
            }
        }
        for &id in &self.found {
            if let Some(name) = self.tree.word(id, "name") {
                self.names.entry(name).or_insert(id);
            }
        }
    }

    /// The id or name that a label says it is for.
    pub(in crate::input) fn target_of_label(&self, id: NodeId) -> Option<&'t str> {
        ["for", "htmlFor", "fieldId", "forID", "asp-for"].iter().find_map(|name| self.tree.word(id, name))
    }

    /// How many inputs stand in an element, itself included.
    pub(in crate::input) fn count(&self, id: NodeId) -> usize {
        let range = self.tree.subtree(id);
        self.before[range.end] - self.before[range.start]
    }
}

/// The attribute that marks an element as the call of a template helper, whose arguments are no HTML attributes.
pub(in crate::input) const HELPER: &str = "\u{0}helper";

/// Whether an element is an input unless it holds one.
fn may_be_input(tree: &Tree<'_>, id: NodeId) -> bool {
    let name = match tree.node(id).kind {
        Kind::Element(name) => name,
        Kind::Object => return super::objects::describes_field(tree, id),
        _ => return false,
    };
    if name == "input" {
        const OTHERS: [&str; 5] = ["hidden", "submit", "button", "reset", "image"];
        return !tree.word(id, "type").is_some_and(|written| OTHERS.contains(&written.to_ascii_lowercase().as_str()));
    }
    if sort_of(tree, id) == Sort::Label {
        return false;
    }
    let has_model = || tree.attributes(id).iter().any(|one| is_model(one.name));
    if matches!(name, "textarea" | "select") || (has_model() && !is_shutter(name)) {
        return true;
    }
    if !is_named_input(name) {
        return false;
    }
    // What ends in `field` is as often a frame around an input; an input is tied to something.
    let ends_in_field = name.to_ascii_lowercase().ends_with("field");
    let is_tied = || {
        tree.attributes(id).iter().any(|one| {
            let name = one.name.to_ascii_lowercase();
            ["name", "id", "value", "modelvalue", "model-value", "onchange", "field", "checked", "oninput"]
                .contains(&name.as_str())
                || name.starts_with("bind:")
                || name.starts_with("on:")
        })
    };
    !ends_in_field || is_tied()
}
