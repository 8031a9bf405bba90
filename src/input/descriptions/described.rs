//! Fields that have no schema: those that a table in the Markdown of a description documents.

use super::node::Node;
use super::walk::{Described, Walk};
use crate::field::{Pointer, Role, Sibling};
use crate::input::documentation::candidates::{passes, sibling};
use crate::input::markdown::described::{entries_in, may_hold_table};
use crate::source::Place;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

impl<'t> Walk<'_, 't> {
    /// Keeps the rows of tables in the description of a node, as far as they pass the gate.
    pub(super) fn fields_described_in(&mut self, holder: Node<'t>) {
        let Some(node) = holder.description().filter(|node| may_hold_table(node.raw())) else { return };
        let Some(text) = node.text(Role::Description).filter(|_| self.emitted.insert(node.spot())) else { return };
        let text = Rc::new(text);
        let entries = entries_in(&text);
        if !entries.iter().any(|entry| passes(entry, self.gate)) {
            return;
        }
        // Rows lead back to the decoded description, and that to the source.
        let placed = |place: Place| Place { span: text.map.span(place.span.range()), ..place };
        let beside = entries.iter().map(|entry| sibling(entry, text.file));
        let beside =
            beside.map(|one| Sibling { place: placed(one.place), values_place: one.values_place.map(placed), ..one });
        let siblings = Arc::new(beside.collect::<Vec<_>>());
        let mut counts: HashMap<String, usize> = HashMap::new();
        for entry in entries {
            let count = counts.entry(entry.name.clone()).or_default();
            *count += 1;
            if !passes(&entry, self.gate) {
                continue;
            }
            let name = if *count == 1 { entry.name.clone() } else { format!("{}-{count}", entry.name) };
            self.described.push(Described {
                node,
                text: Rc::clone(&text),
                pointer: Pointer(format!("{}#{name}", node.pointer())),
                entry,
                unit: self.unit,
                enclosing: self.enclosing.clone(),
                siblings: Arc::clone(&siblings),
            });
        }
    }
}
