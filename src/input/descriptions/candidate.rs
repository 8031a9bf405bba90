//! Makes candidates of the places that were found, when the walk is over and everything is known of who uses what.

use super::callbacks::callback_operations;
use super::composition::parts_of;
use super::node::{BySpot, Node, Spot};
use super::operations::OperationAt;
use super::references::References;
use super::shape::{shape_of, words};
use super::siblings::{names_beside, siblings_of};
use super::texts::{own_texts, texts_of};
use super::usage::{OperationId, Reach, UnitId};
use super::walk::{Described, Enclosure, Found, Group};
use crate::field::{
    CallbackOperation, Candidate, DocumentInfo, Operation, Pointer, Role, Setting, Sibling, Text, Usage,
};
use crate::input::Sift;
use foldhash::{HashMap, HashMapExt};
use std::sync::Arc;

/// Operations that are listed for one candidate; what more than these use is used everywhere.
const OPERATIONS_LIMIT: usize = 100;
/// Operations whose words are near.
const NEARBY_OPERATIONS: usize = 3;
/// Enclosing schemas whose words are near.
const NEARBY_SCHEMAS: usize = 4;

/// What candidates are made from.
pub(super) struct Known<'t> {
    references: References<'t>,
    reach: Reach,
    operations: Vec<OperationAt<'t>>,
    callbacks: BySpot<Vec<CallbackOperation>>,
    infos: BySpot<Arc<DocumentInfo>>,
    /// What candidates of one unit or one object have in common, made when the first of them is.
    lists: HashMap<UnitId, Arc<[OperationId]>>,
    names: HashMap<GroupKey, Arc<Vec<Sibling>>>,
    siblings: HashMap<GroupKey, Arc<Vec<Sibling>>>,
    shown: HashMap<OperationId, Arc<Operation>>,
}

/// What tells groups apart: the nodes that they are read from.
type GroupKey = (Option<Spot>, Option<Spot>);

impl<'t> Known<'t> {
    /// Gathers what a walk brought; `infos` are those of the documents' roots.
    pub(super) fn new(
        references: References<'t>,
        reach: Reach,
        operations: Vec<OperationAt<'t>>,
        infos: BySpot<Arc<DocumentInfo>>,
    ) -> Self {
        let callbacks = callback_operations(&operations, &references);
        Known {
            references,
            reach,
            operations,
            callbacks,
            infos,
            lists: HashMap::new(),
            names: HashMap::new(),
            siblings: HashMap::new(),
            shown: HashMap::new(),
        }
    }

    /// The candidate that a place is, if the sift keeps it.
    pub(super) fn candidate(&mut self, found: Found<'t>, sift: Sift<'_>) -> Option<Candidate> {
        let Found { node, name, name_span, setting, unit, enclosing, group } = found;
        let named = (name.into_owned(), name_span);
        let sketch = Candidate {
            owners: self.owners(&enclosing),
            texts: texts_of(node, &self.references),
            shape: shape_of(node, &self.references),
            usage: self.reach.usage(unit),
            siblings: self.names_beside(group),
            callbacks: self.callbacks.get(&node.spot()).cloned().unwrap_or_default(),
            ..Candidate::new(node.file(), Pointer::default(), named, setting, Arc::default())
        };
        if !(sift.keeps)(&sketch) {
            return None;
        }
        let used_by = self.used_by(unit);
        Some(Candidate {
            pointer: node.pointer(),
            optional: may_be_left_out(node, &sketch.name, group, &self.references),
            operations: used_by.iter().take(OPERATIONS_LIMIT).map(|&id| self.shown(id)).collect(),
            siblings: self.siblings(group, sift),
            nearby: self.nearby(&enclosing, &used_by),
            info: self.info(node, &used_by),
            ..sketch
        })
    }

    /// The candidate that a row of a table in a description is.
    pub(super) fn described(&mut self, described: Described<'t>) -> Candidate {
        let Described { node, text, entry, pointer, unit, enclosing, siblings } = described;
        let used_by = self.used_by(unit);
        let is_told = entry.usage != Usage::default();
        let named = (entry.name, text.map.span(entry.name_span.range()));
        // The description around it is about all of its rows, and so is nothing near to one.
        Candidate {
            owners: self.owners(&enclosing),
            texts: entry.texts.iter().map(|words| words.text_within(&text)).collect(),
            shape: entry.shape,
            usage: if is_told { entry.usage } else { self.reach.usage(unit) },
            operations: used_by.iter().take(OPERATIONS_LIMIT).map(|&id| self.shown(id)).collect(),
            siblings,
            ..Candidate::new(node.file(), pointer, named, Setting::Entry, self.info(node, &used_by))
        }
    }

    fn used_by(&mut self, unit: UnitId) -> Arc<[OperationId]> {
        let Known { lists, reach, operations, .. } = self;
        let list = lists.entry(unit).or_insert_with(|| {
            let all = reach.operations(unit).into_iter();
            all.filter(|&id| operations[id].method.is_some()).collect()
        });
        Arc::clone(list)
    }

    fn shown(&mut self, id: OperationId) -> Arc<Operation> {
        let Known { shown, operations, .. } = self;
        Arc::clone(shown.entry(id).or_insert_with(|| Arc::new(operation(&operations[id]))))
    }

    fn siblings(&mut self, group: Group<'t>, sift: Sift<'_>) -> Arc<Vec<Sibling>> {
        let Known { siblings, references, .. } = self;
        let siblings = siblings.entry(key_of(group));
        Arc::clone(siblings.or_insert_with(|| Arc::new(siblings_of(group, references, sift))))
    }

    fn names_beside(&mut self, group: Group<'t>) -> Arc<Vec<Sibling>> {
        let Known { names, references, .. } = self;
        Arc::clone(names.entry(key_of(group)).or_insert_with(|| Arc::new(names_beside(group, references))))
    }

    /// Names from the inside out: properties, the definition, titles of the schemas around, the operation.
    fn owners(&self, enclosing: &[Enclosure<'t>]) -> Vec<String> {
        let mut names = Vec::new();
        let mut titles = Vec::new();
        let mut operation_names = Vec::new();
        for enclosure in enclosing.iter().rev() {
            match enclosure {
                Enclosure::Named(name) => names.push(name.to_string()),
                Enclosure::Definition(name) => {
                    names.push(name.to_string());
                    break;
                }
                Enclosure::Described(schema) => titles.extend(schema.word("title").map(|title| title.into_owned())),
                Enclosure::Operation(id) => {
                    operation_names.extend(names_of_operation(&self.operations[*id]));
                    break;
                }
            }
        }
        names.into_iter().chain(titles).chain(operation_names).collect()
    }

    fn nearby(&self, enclosing: &[Enclosure<'t>], used_by: &[OperationId]) -> Vec<Text> {
        // A definition is outside of its own schemas and inside of nothing that is about them.
        let outward = enclosing.iter().rev().take_while(|enclosure| !matches!(enclosure, Enclosure::Definition(_)));
        let schemas = outward.filter_map(|enclosure| match enclosure {
            Enclosure::Described(schema) => Some(*schema),
            _ => None,
        });
        let described = schemas.filter_map(|schema| schema.description()?.text(Role::Description));
        let operations = used_by.iter().take(NEARBY_OPERATIONS).map(|&id| self.operations[id].node);
        described.take(NEARBY_SCHEMAS).chain(operations.flat_map(own_texts)).collect()
    }

    /// The document that a node is part of. A piece in a file of its own has the title of the document that uses it.
    fn info(&self, node: Node<'t>, used_by: &[OperationId]) -> Arc<DocumentInfo> {
        let own = self.infos.get(&node.root().spot());
        if let Some(info) = own.filter(|info| info.title.is_some()) {
            return Arc::clone(info);
        }
        let user = used_by.first().and_then(|&id| self.infos.get(&self.operations[id].document.spot()));
        let title = user.and_then(|user| user.title.clone());
        match own {
            Some(info) if title.is_none() => Arc::clone(info),
            _ => Arc::new(DocumentInfo { format: own.map_or("fragment", |info| info.format), title, language: None }),
        }
    }
}

fn key_of(group: Group<'_>) -> GroupKey {
    match group {
        Group::Alone => (None, None),
        Group::Map(node) | Group::Object(node) | Group::Entries(node) => (Some(node.spot()), None),
        Group::Parameters(own, common) => (own.map(Node::spot), common.map(Node::spot)),
    }
}

/// Whether an object or an operation may be without a place of it, as its structure says.
fn may_be_left_out<'t>(node: Node<'t>, name: &str, group: Group<'t>, references: &References<'t>) -> bool {
    match group {
        Group::Object(schema) => {
            let mut required = parts_of(schema, references).into_iter().filter_map(|part| part.get("required"));
            !required.any(|list| list.items().any(|item| item.scalar().is_some_and(|word| word == name)))
        }
        Group::Parameters(..) => node.word("required").is_none_or(|word| word != "true"),
        Group::Alone | Group::Map(_) | Group::Entries(_) => false,
    }
}

fn operation(at: &OperationAt<'_>) -> Operation {
    let own = [at.node.word("summary"), at.node.description().and_then(Node::scalar), at.name.clone()];
    let own = own.into_iter().flatten().map(|word| word.into_owned());
    Operation {
        method: at.method.as_deref().unwrap_or_default().to_uppercase(),
        path: at.path.to_string(),
        words: own.chain(words(at.node.get("tags"))).collect(),
    }
}

/// What an operation is called, and the last part of its path that is not a parameter.
fn names_of_operation(at: &OperationAt<'_>) -> impl Iterator<Item = String> {
    let id = at.name.as_deref().map(str::to_owned);
    let is_word = |part: &&str| !part.is_empty() && !part.contains(['{', '}', '$']) && !part.starts_with(':');
    let last = at.path.rsplit('/').find(is_word).map(str::to_owned);
    id.into_iter().chain(last)
}
