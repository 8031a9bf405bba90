//! Walks a description from its top and finds the places that have a name; what they say is read later, in `candidate`.
//!
//! A part is walked once, where it stands: a `$ref` makes an edge of the graph of who uses what and is not gone through,
//! except to what nobody would reach otherwise. The walk of schemas is in `schemas`, that of operations in `operations`.

use super::documents::Documents;
use super::node::{BySpot, Marks, Node, Spot, Spots};
use super::operations::{OperationAt, Route};
use super::part::{Part, SECTIONS};
use super::references::{References, Target, file_stem, name_of, reference_of};
use super::usage::{Graph, UnitId};
use crate::field::{Pointer, Setting, Sibling, Text};
use crate::input::documentation::entries::Entry;
use crate::input::{Gate, Problem, ProblemKind};
use crate::source::Span;
use std::borrow::Cow;
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

/// A named place that passed the gate.
pub(super) struct Found<'t> {
    /// The schema of a property, or a parameter or header itself.
    pub(super) node: Node<'t>,
    /// Its decoded name.
    pub(super) name: Cow<'t, str>,
    /// Where the name stands, without quotes.
    pub(super) name_span: Span,
    /// What sort of place it is.
    pub(super) setting: Setting,
    /// The unit of the graph that it is part of.
    pub(super) unit: UnitId,
    /// What it stands in, innermost last.
    pub(super) enclosing: Vec<Enclosure<'t>>,
    /// What it stands beside.
    pub(super) group: Group<'t>,
}

/// A row of a table of fields in a description.
pub(super) struct Described<'t> {
    /// The description.
    pub(super) node: Node<'t>,
    /// The same, decoded.
    pub(super) text: Rc<Text>,
    /// The row; its spans are bytes of the decoded words.
    pub(super) entry: Entry,
    /// Its identity.
    pub(super) pointer: Pointer,
    /// The unit of the graph that the description is part of.
    pub(super) unit: UnitId,
    /// What the description stands in, innermost last.
    pub(super) enclosing: Vec<Enclosure<'t>>,
    /// The rows of the same description.
    pub(super) siblings: Arc<Vec<Sibling>>,
}

/// Something that a place stands in.
#[derive(Clone)]
pub(super) enum Enclosure<'t> {
    /// A property or parameter.
    Named(Cow<'t, str>),
    /// A definition that others refer to by name; what is outside of it is not known.
    Definition(Cow<'t, str>),
    /// A schema or a request body, for its title and description.
    Described(Node<'t>),
    /// An operation, by its number.
    Operation(usize),
}

/// Where the places beside a place are to be found.
#[derive(Clone, Copy, Default)]
pub(super) enum Group<'t> {
    /// None are.
    #[default]
    Alone,
    /// The properties of a schema with all its parts.
    Object(Node<'t>),
    /// The headers of a response, or what else has names for keys.
    Map(Node<'t>),
    /// The entries of a list, each of which has a `key` for its name.
    Entries(Node<'t>),
    /// The parameters of an operation, then those of its path.
    Parameters(Option<Node<'t>>, Option<Node<'t>>),
}

/// What a walk has come to.
pub(super) struct Walk<'a, 't> {
    pub(super) references: &'a References<'t>,
    pub(super) gate: Gate<'a>,
    pub(super) found: Vec<Found<'t>>,
    pub(super) described: Vec<Described<'t>>,
    pub(super) problems: Vec<Problem>,
    pub(super) graph: Graph,
    pub(super) operations: Vec<OperationAt<'t>>,
    /// Whose operation is being walked.
    pub(super) route: Route<'t>,
    /// The document whose top the walk set out from.
    pub(super) document: Option<Node<'t>>,
    /// The part of the graph that is being walked.
    pub(super) unit: UnitId,
    pub(super) enclosing: Vec<Enclosure<'t>>,
    /// The schema whose `allOf` the one being walked is a part of.
    pub(super) composite: Option<Node<'t>>,
    /// Whose parts of the graph the named nodes are.
    units: BySpot<UnitId>,
    /// Which part of the graph a node was walked in.
    walked: Marks,
    pub(super) emitted: Spots,
    /// Nodes that a reference leads to and that may not be walked from above.
    waiting: Vec<(Node<'t>, Part)>,
    depth: usize,
    deepest_reported: HashSet<usize>,
}

/// Parts within parts that are walked before it is taken for a mistake.
const DEPTH_LIMIT: usize = 200;

impl<'a, 't> Walk<'a, 't> {
    /// A walk that has not set out.
    pub(super) fn new(references: &'a References<'t>, gate: Gate<'a>) -> Self {
        let mut graph = Graph::default();
        let unit = graph.add();
        // In the order of the files, so that what is cut off by a bound is always the same.
        let mut named: Vec<Spot> = references.named().collect();
        named.sort_unstable();
        let units = named.into_iter().map(|spot| (spot, graph.add())).collect();
        Walk {
            references,
            gate,
            found: Vec::new(),
            described: Vec::new(),
            problems: Vec::new(),
            graph,
            operations: Vec::new(),
            route: Route::default(),
            document: None,
            unit,
            enclosing: Vec::new(),
            composite: None,
            units,
            walked: Marks::default(),
            emitted: Spots::default(),
            waiting: Vec::new(),
            depth: 0,
            deepest_reported: HashSet::new(),
        }
    }

    /// Walks a document, and what else it refers to.
    pub(super) fn document(&mut self, documents: &'t Documents<'_>, root: Node<'t>, part: Part) {
        self.document = Some(root);
        self.unit = self.graph.add();
        if part == Part::Schema {
            self.enclosing.push(Enclosure::Definition(file_stem(documents.path(root.file())).into()));
        }
        self.visit(root, part);
        self.enclosing.clear();
    }

    /// Walks what references led to and what was not come by from above.
    pub(super) fn rest(&mut self, documents: &'t Documents<'_>) {
        self.document = None;
        while let Some((node, part)) = self.waiting.pop() {
            if self.walked.get(node).is_some() {
                continue;
            }
            self.unit = self.units.get(&node.spot()).copied().unwrap_or_else(|| self.graph.add());
            let name = node.key().unwrap_or_else(|| file_stem(documents.path(node.file())).into());
            self.enclosing.push(Enclosure::Definition(name));
            self.visit(node, part);
            self.enclosing.clear();
        }
    }

    /// Walks a part where it stands.
    pub(super) fn visit(&mut self, node: Node<'t>, part: Part) {
        let node = node.content();
        if node.is_scalar() {
            return;
        }
        let outer = self.unit;
        if let Some(&unit) = self.units.get(&node.spot()) {
            self.graph.connect(outer, unit);
            self.unit = unit;
        }
        match self.walked.get(node) {
            // Only an alias leads to a node a second time.
            Some(first) => self.graph.connect(outer, UnitId(first)),
            None if self.depth >= DEPTH_LIMIT => self.report_depth(node),
            None => {
                self.walked.set(node, self.unit.0);
                self.depth += 1;
                self.walk(node, part);
                self.depth -= 1;
            }
        }
        self.unit = outer;
    }

    fn walk(&mut self, node: Node<'t>, part: Part) {
        if let Some(value) = reference_of(node) {
            self.refer(node, value, part);
        }
        self.fields_described_in(node);
        match part {
            Part::Document => self.walk_document(node),
            Part::Components => self.sections(node),
            Part::PathItems => self.path_items(node),
            Part::PathItem => self.path_item(node),
            Part::Operation => self.lone_operation(node),
            Part::Parameters => self.parameters(node),
            Part::Parameter => self.parameter(node),
            Part::Headers => self.headers(node),
            Part::Header => self.header(node),
            Part::RequestBodies => self.definitions(node, Part::RequestBody),
            Part::RequestBody => self.request_body(node),
            Part::Responses => self.definitions(node, Part::Response),
            Part::Response => {
                self.under(node, &[("headers", Part::Headers), ("schema", Part::Schema), ("content", Part::Content)]);
            }
            Part::Content => node.entries().for_each(|(_, media)| self.visit(media, Part::MediaType)),
            Part::MediaType => self.under(node, &[("schema", Part::Schema), ("itemSchema", Part::Schema)]),
            Part::Callbacks => self.definitions(node, Part::Callback),
            Part::Callback => self.callback(node),
            Part::Schemas => self.definitions(node, Part::Schema),
            Part::Properties => self.properties(node, Group::Map(node)),
            Part::Schema => self.schema(node),
            Part::Resource => self.resource(node),
            Part::AsyncApi(piece) => self.asyncapi(node, piece),
            Part::Arazzo(piece) => self.arazzo(node, piece),
            Part::Postman(piece) => self.postman(node, piece),
        }
    }

    fn walk_document(&mut self, node: Node<'t>) {
        self.about_document(node);
        self.under(node, &[("paths", Part::PathItems)]);
        self.webhooks(node);
        self.under(node, &[("components", Part::Components)]);
        self.sections(node);
    }

    /// The fields that are described where a document speaks of itself.
    pub(super) fn about_document(&mut self, node: Node<'t>) {
        node.get("info").into_iter().for_each(|info| self.fields_described_in(info));
        node.get("tags").into_iter().flat_map(Node::items).for_each(|tag| self.fields_described_in(tag));
    }

    /// The parts that components hold; in a Swagger document they stand at its top.
    fn sections(&mut self, node: Node<'t>) {
        // Path items come last, so that those which a path or a webhook names are walked as such.
        self.under(node, SECTIONS);
    }

    /// Walks the parts that stand under some keys.
    pub(super) fn under(&mut self, node: Node<'t>, keys: &[(&str, Part)]) {
        for &(key, part) in keys {
            if let Some(value) = node.get(key) {
                self.visit(value, part);
            }
        }
    }

    /// Walks parts that have the names of definitions.
    pub(super) fn definitions(&mut self, map: Node<'t>, part: Part) {
        let outer = self.unit;
        let is_definition = !self.enclosing.iter().any(|enclosure| matches!(enclosure, Enclosure::Operation(_)));
        for (name, value) in map.entries() {
            let is_extension = !is_definition && name.starts_with("x-");
            if !value.is_mapping() || is_extension {
                continue;
            }
            if is_definition || part == Part::Schema {
                // An alias may lead into a definition that no reference names, so each is a unit of its own.
                self.unit = self.graph.add();
                self.enclosing.push(Enclosure::Definition(name));
                self.visit(value, part);
                self.enclosing.pop();
            } else {
                self.visit(value, part);
            }
        }
        self.unit = outer;
    }

    /// Goes after a reference: into the graph at once, to its target when all else is walked.
    pub(super) fn refer(&mut self, holder: Node<'t>, value: Node<'t>, part: Part) {
        match self.references.target(value) {
            Target::Node(target) => {
                // A path item is what it is by the path that leads to it, and a callback by its operation.
                match part {
                    Part::PathItem | Part::Callback | Part::PathItems | Part::Callbacks => self.visit(target, part),
                    _ => self.follow_later(target, part),
                }
                if self.references.opens_circle(holder) {
                    let name = name_of(&value.scalar().unwrap_or_default());
                    self.report(
                        ProblemKind::CyclicReference,
                        value,
                        format!("\"$ref\" leads by \"{name}\" back to itself"),
                    );
                }
            }
            Target::Remote => {}
            Target::Missing(why) => self.report(ProblemKind::UnresolvedReference, value, why),
        }
    }

    /// Notes that what is being walked refers to a node, which is walked in the end unless it is come by before.
    pub(super) fn follow_later(&mut self, target: Node<'t>, part: Part) {
        if let Some(&unit) = self.units.get(&target.spot()) {
            self.graph.connect(self.unit, unit);
        }
        self.waiting.push((target, part));
    }

    fn report(&mut self, kind: ProblemKind, value: Node<'t>, message: String) {
        self.problems.push(Problem { kind, place: value.place(), message, help: None });
    }

    fn report_depth(&mut self, node: Node<'t>) {
        // One report tells enough of a file that is nested so deep.
        if self.deepest_reported.insert(node.file()) {
            let message = format!("schemas are nested more than {DEPTH_LIMIT} deep, and are not read further");
            self.report(ProblemKind::Unreadable, node, message);
        }
    }

    /// Keeps a named place, if it passes the gate and was not come by before.
    pub(super) fn keep(
        &mut self,
        node: Node<'t>,
        name: Cow<'t, str>,
        span: Option<Span>,
        setting: Setting,
        group: Group<'t>,
    ) {
        let Some(name_span) = span else { return };
        if !(self.gate)(&name, self.prose(node)) || !self.emitted.insert(node.spot()) {
            return;
        }
        let (unit, enclosing) = (self.unit, self.enclosing.clone());
        self.found.push(Found { node, name, name_span, setting, unit, enclosing, group });
    }

    /// The undecoded words at hand: its own, else those of what it is made of.
    fn prose(&self, node: Node<'t>) -> &'t str {
        let described = Node::description;
        let inner = || {
            let [schema, items, all_of, any_of, one_of] = node.get_all(["schema", "items", "allOf", "anyOf", "oneOf"]);
            let mapping = |node: Option<Node<'t>>| node.filter(|value| value.is_mapping());
            let first = |parts: Option<Node<'t>>| parts.and_then(|parts| parts.items().next());
            let below = self.references.followed(node).or_else(|| mapping(schema)).or_else(|| mapping(items));
            let below = below.or_else(|| [all_of, any_of, one_of].into_iter().find_map(first))?;
            described(below).or_else(|| described(self.references.end(below)))
        };
        described(node).or_else(inner).map_or("", Node::raw)
    }
}
