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

/// The schemas of a definition, one for each version that is served.
pub(super) fn schemas_of(definition: Node<'_>) -> Vec<Node<'_>> {
    let spec = definition.get("spec");
    // Until version 1 of definitions one schema held for all versions of a resource.
    let common = spec.and_then(|spec| spec.get("validation"));
    let versions = spec.and_then(|spec| spec.get("versions")).into_iter().flat_map(Node::items);
    let served = versions.filter(|version| version.word("served").is_none_or(|served| served != "false"));
    let holders = common.into_iter().chain(served.filter_map(|version| version.get("schema")));
    holders.filter_map(|holder| holder.mapping("openAPIV3Schema")).collect()
}

impl<'t> Walk<'_, 't> {
    /// Walks the schemas of a definition.
    pub(super) fn resource(&mut self, definition: Node<'t>) {
        let names = definition.get("spec").and_then(|spec| spec.get("names"));
        let kind = names.and_then(|names| names.word("kind"));
        for schema in schemas_of(definition) {
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
