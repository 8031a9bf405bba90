//! The walk of schemas: into every keyword that may document properties, and never into values.

use super::composition::wrapped;
use super::node::Node;
use super::part::Part;
use super::references::{Target, reference_of};
use super::walk::{Enclosure, Group, Walk};
use crate::field::Setting;
use std::borrow::Cow;

impl<'t> Walk<'_, 't> {
    /// Walks a schema. What is not listed here holds values (`example`, `default`, `enum`, `const`), says what a value is
    /// not (`not`), or is an extension.
    pub(super) fn schema(&mut self, node: Node<'t>) {
        let whole = self.composite.take().unwrap_or(node);
        // Nothing stands in a scalar, and most schemas hold nothing else.
        if node.children().all(Node::is_scalar) {
            return;
        }
        self.enclosing.push(Enclosure::Described(node));
        for (key, value) in node.entries() {
            match &*key {
                "properties" => self.properties(value, Group::Object(whole)),
                "allOf" => self.parts(value, Some(whole)),
                "anyOf" | "oneOf" | "prefixItems" => self.parts(value, None),
                // Before 2020-12 a list of items held one schema for each place.
                "items" if value.is_sequence() => self.parts(value, None),
                "items"
                | "additionalItems"
                | "unevaluatedItems"
                | "contains"
                | "additionalProperties"
                | "unevaluatedProperties"
                | "if"
                | "then"
                | "else"
                | "contentSchema" => self.visit(value, Part::Schema),
                "patternProperties" | "dependentSchemas" | "dependencies" => {
                    value.entries().for_each(|(_, schema)| self.visit(schema, Part::Schema));
                }
                "$defs" | "definitions" => self.definitions(value, Part::Schema),
                "discriminator" => self.discriminator(value),
                "schema" if wrapped(node).is_some() => self.visit(value, Part::Schema),
                _ => {}
            }
        }
        self.enclosing.pop();
    }

    /// Walks properties, each of which is a place.
    pub(super) fn properties(&mut self, map: Node<'t>, group: Group<'t>) {
        if let Some(value) = reference_of(map) {
            self.refer(map, value, Part::Properties);
        }
        for (name, value) in map.entries() {
            if value.is_mapping() {
                self.keep(value, name.clone(), value.key_span(), Setting::Property, group);
                self.inside(name, |walk| walk.visit(value, Part::Schema));
            }
        }
    }

    /// Walks the schemas of a list; with `whole`, they are parts of one object.
    fn parts(&mut self, list: Node<'t>, whole: Option<Node<'t>>) {
        for part in list.items() {
            self.composite = whole;
            self.visit(part, Part::Schema);
            self.composite = None;
        }
    }

    /// Notes the schemas that a discriminator names: they are used wherever the one is that has it.
    fn discriminator(&mut self, node: Node<'t>) {
        let Some(mapping) = node.get("mapping") else { return };
        for (_, value) in mapping.entries() {
            if let Target::Node(target) = self.references.target(value) {
                self.follow_later(target, Part::Schema);
            }
        }
    }

    /// Walks what stands inside a place that has a name.
    pub(super) fn inside(&mut self, name: Cow<'t, str>, walk_on: impl FnOnce(&mut Self)) {
        self.enclosing.push(Enclosure::Named(name));
        walk_on(self);
        self.enclosing.pop();
    }
}
