//! The walk of definitions of Kubernetes resources, which hold a schema for each version of the resource.

use super::node::Node;
use super::part::Part;
use super::walk::{Enclosure, Walk};
use crate::field::Usage;

/// Whether a document defines resources.
pub(super) fn is_definition(root: Node<'_>) -> bool {
    root.word("kind").is_some_and(|kind| kind == "CustomResourceDefinition")
        && root.word("apiVersion").is_some_and(|version| version.starts_with("apiextensions.k8s.io/"))
}

impl<'t> Walk<'_, 't> {
    /// Walks the schemas of a definition.
    pub(super) fn resource(&mut self, definition: Node<'t>) {
        let Some(spec) = definition.get("spec") else { return };
        let kind = spec.get("names").and_then(|names| names.word("kind"));
        // Until version 1 of definitions one schema held for all versions of a resource.
        let common = spec.get("validation").into_iter();
        let is_served = |version: &Node<'t>| version.word("served").is_none_or(|served| served != "false");
        let versions = spec.get("versions").into_iter().flat_map(Node::items).filter(is_served);
        let holders = common.chain(versions.filter_map(|version| version.get("schema")));
        for schema in holders.filter_map(|holder| holder.mapping("openAPIV3Schema")) {
            let outer = self.enclosing.len();
            self.enclosing.extend(kind.clone().map(Enclosure::Definition));
            self.status(schema);
            self.visit(schema, Part::Schema);
            self.enclosing.truncate(outer);
        }
    }

    /// Walks what a resource tells of itself, which nobody fills in but its controller.
    fn status(&mut self, schema: Node<'t>) {
        let Some(status) = schema.get("properties").and_then(|properties| properties.mapping("status")) else { return };
        let told = self.graph.add_half(Usage { response: true, ..Usage::default() }, None);
        let outer = std::mem::replace(&mut self.unit, told);
        self.inside("status".into(), |walk| walk.visit(status, Part::Schema));
        self.unit = outer;
    }
}
