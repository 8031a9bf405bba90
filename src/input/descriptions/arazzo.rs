//! The walk of Arazzo: what a workflow asks for, and the parameters of its steps that are described.
//!
//! What a step sends is a value; the fields that it fills in are documented in the descriptions that it names, which are
//! files of their own.

use super::node::Node;
use super::part::Part;
use super::walk::{Enclosure, Walk};
use crate::field::Usage;

/// What a node of an Arazzo document can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Piece {
    /// A whole document.
    Document,
    /// `components`.
    Components,
    /// One workflow.
    Workflow,
    /// One step of a workflow.
    Step,
}

impl<'t> Walk<'_, 't> {
    /// Walks a piece of an Arazzo document.
    pub(super) fn arazzo(&mut self, node: Node<'t>, piece: Piece) {
        match piece {
            Piece::Document => {
                self.about_document(node);
                for workflow in node.get("workflows").into_iter().flat_map(Node::items) {
                    self.visit(workflow, Part::Arazzo(Piece::Workflow));
                }
                self.under(node, &[("components", Part::Arazzo(Piece::Components))]);
            }
            Piece::Components => {
                self.under(node, &[("inputs", Part::Schemas)]);
                let parameters = node.get("parameters").into_iter().flat_map(Node::entries);
                parameters.for_each(|(_, parameter)| self.described_parameter(parameter));
            }
            Piece::Workflow => self.workflow(node),
            Piece::Step => {
                self.described_parameters(node);
                // What a person is asked for, or comes back with.
                node.get("interaction")
                    .into_iter()
                    .for_each(|asked| self.under(asked, &[("inputSchema", Part::Schema)]));
            }
        }
    }

    fn workflow(&mut self, node: Node<'t>) {
        // Whoever runs the workflow hands in its inputs, as with a request.
        let inputs = self.graph.add_half(Usage { request: true, ..Usage::default() }, None);
        let outer = std::mem::replace(&mut self.unit, inputs);
        let depth = self.enclosing.len();
        self.enclosing.extend(node.word("workflowId").map(Enclosure::Definition));
        self.enclosing.push(Enclosure::Described(node));
        self.under(node, &[("inputs", Part::Schema)]);
        self.described_parameters(node);
        for step in node.get("steps").into_iter().flat_map(Node::items) {
            self.visit(step, Part::Arazzo(Piece::Step));
        }
        self.enclosing.truncate(depth);
        self.unit = outer;
    }

    fn described_parameters(&mut self, holder: Node<'t>) {
        let parameters = holder.get("parameters").into_iter().flat_map(Node::items);
        parameters.for_each(|parameter| self.described_parameter(parameter));
    }

    /// Walks a parameter that has words; one without only says which value is sent.
    fn described_parameter(&mut self, parameter: Node<'t>) {
        if parameter.description().is_some() {
            self.visit(parameter, Part::Parameter);
        }
    }
}
