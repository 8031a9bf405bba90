//! A node together with its tree, which is what this reader hands about; what the tree holds is the tree's business.

use crate::field::{Pointer, Role, Text};
use crate::input::IGNORE_KEY;
use crate::input::tree::{NodeId, Style, Tree};
use crate::source::{FileId, Place, Span};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A node of one of the sources.
#[derive(Clone, Copy)]
pub(super) struct Node<'t> {
    tree: &'t Tree<'t>,
    id: NodeId,
}

/// What tells nodes of all sources apart, fit for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Spot {
    file: FileId,
    id: NodeId,
}

impl Spot {
    /// The source that holds the node.
    pub(super) fn file(self) -> FileId {
        self.file
    }
}

/// What is kept by nodes.
pub(super) type BySpot<V> = HashMap<Spot, V, BuildHasherDefault<SpotHasher>>;

/// Nodes, each once.
pub(super) type Spots = HashSet<Spot, BuildHasherDefault<SpotHasher>>;

/// Spreads the numbers of nodes over a table: they are ours, so that nobody can choose them to collide.
#[derive(Default)]
pub(super) struct SpotHasher(u64);

impl Hasher for SpotHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(byte.into()));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_u64(&mut self, number: u64) {
        // An odd number near the golden ratio of 2 to the power of 64.
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        // The high bits are the best ones, and a table looks at the low ones.
        self.0.rotate_left(26)
    }
}

/// Small numbers of nodes, for most of the nodes of a tree.
#[derive(Default)]
pub(super) struct Marks(Vec<Vec<u32>>);

impl Marks {
    /// The number that a node was given.
    pub(super) fn get(&self, node: Node<'_>) -> Option<u32> {
        self.0.get(node.file())?.get(node.id.index())?.checked_sub(1)
    }

    /// Gives a node a number.
    pub(super) fn set(&mut self, node: Node<'_>, number: u32) {
        let Marks(files) = self;
        if files.len() <= node.file() {
            files.resize(node.file() + 1, Vec::new());
        }
        let file = &mut files[node.file()];
        if file.is_empty() {
            // Zeroes are not written before they are needed, so that a node of which nothing is known costs nothing.
            *file = vec![0; node.tree.len()];
        }
        file[node.id.index()] = number + 1;
    }
}

impl<'t> Node<'t> {
    /// The documents of a tree.
    pub(super) fn roots(tree: &'t Tree<'t>) -> impl Iterator<Item = Node<'t>> {
        tree.roots().iter().map(move |&id| Node { tree, id })
    }

    /// Its identity; that of an alias is the alias's own.
    pub(super) fn spot(self) -> Spot {
        Spot { file: self.file(), id: self.id }
    }

    /// The node that an alias stands for, else itself.
    pub(super) fn content(self) -> Self {
        Node { id: self.tree.resolve(self.id), ..self }
    }

    /// The whole text that it is part of.
    pub(super) fn source(self) -> &'t str {
        self.tree.source()
    }

    /// The source that holds it.
    pub(super) fn file(self) -> FileId {
        self.tree.file()
    }

    /// Whether it is a mapping, or an alias of one.
    pub(super) fn is_mapping(self) -> bool {
        self.tree.is_mapping(self.id)
    }

    /// Whether it is a sequence, or an alias of one.
    pub(super) fn is_sequence(self) -> bool {
        self.tree.is_sequence(self.id)
    }

    /// Whether it is a scalar, or an alias of one.
    pub(super) fn is_scalar(self) -> bool {
        self.tree.is_scalar(self.id)
    }

    /// The value of a key, where this is a mapping that has it.
    pub(super) fn get(self, key: &str) -> Option<Self> {
        self.tree.get(self.id, key).map(|id| Node { id, ..self })
    }

    /// The values of several keys, each as `get` gives it.
    pub(super) fn get_all<const N: usize>(self, keys: [&str; N]) -> [Option<Self>; N] {
        self.tree.get_all(self.id, keys).map(|found| found.map(|id| Node { id, ..self }))
    }

    /// The same, where that value is a mapping.
    pub(super) fn mapping(self, key: &str) -> Option<Self> {
        self.get(key).filter(|value| value.is_mapping())
    }

    /// What an RFC 6901 pointer leads to from here.
    pub(super) fn at(self, pointer: &str) -> Option<Self> {
        self.tree.find(self.id, pointer).map(|id| Node { id, ..self })
    }

    /// The decoded scalar under a key.
    pub(super) fn word(self, key: &str) -> Option<Cow<'t, str>> {
        self.get(key)?.scalar()
    }

    /// Its description; Postman may wrap it with the type of its words, and some schemas have it in Markdown alone.
    pub(super) fn description(self) -> Option<Self> {
        let [plain, marked_up] = self.get_all(["description", "markdownDescription"]);
        let described = plain.or(marked_up)?;
        let words = if described.is_mapping() { described.get("content")? } else { described };
        Some(words).filter(|words| words.is_scalar())
    }

    /// Keys and values of a mapping; nothing for anything else.
    pub(super) fn entries(self) -> impl Iterator<Item = (Cow<'t, str>, Node<'t>)> {
        let mapping = self.is_mapping().then(|| self.tree.entries(self.id));
        let entries = mapping.into_iter().flatten().filter(|(key, _)| key != IGNORE_KEY);
        entries.map(move |(key, id)| (key, Node { id, ..self }))
    }

    /// The values of a sequence; nothing for anything else.
    pub(super) fn items(self) -> impl Iterator<Item = Node<'t>> {
        let sequence = self.is_sequence().then(|| self.tree.items(self.id));
        sequence.into_iter().flatten().map(move |id| Node { id, ..self })
    }

    /// The nodes right below it as they are written: merge keys are not followed, nor is an alias.
    pub(super) fn children(self) -> impl Iterator<Item = Node<'t>> {
        self.tree.children(self.id).map(move |id| Node { id, ..self })
    }

    /// The nodes of the document that this is the root of whose keys begin with `$` or are `mapping`, and maybe others, in
    /// no particular order; aliases are not followed.
    pub(super) fn keyed_below(self) -> impl Iterator<Item = Node<'t>> {
        self.tree.keyed_below(self.id).map(move |id| Node { id, ..self })
    }

    /// The node above it, none for a root.
    pub(super) fn parent(self) -> Option<Self> {
        self.tree.parent(self.id).map(|id| Node { id, ..self })
    }

    /// The root of the document that it is part of.
    pub(super) fn root(self) -> Self {
        let mut top = self;
        while let Some(parent) = top.parent() {
            top = parent;
        }
        top
    }

    /// Its key in the mapping that holds it.
    pub(super) fn key(self) -> Option<Cow<'t, str>> {
        self.tree.key(self.id)
    }

    /// Whether that key is this one.
    pub(super) fn has_key(self, key: &str) -> bool {
        self.tree.has_key(self.id, key)
    }

    /// Where that key stands, without quotes.
    pub(super) fn key_span(self) -> Option<Span> {
        self.tree.key_span(self.id)
    }

    /// Where it stands, quotes included.
    pub(super) fn place(self) -> Place {
        Place { file: self.file(), span: self.tree.span(self.id) }
    }

    /// The first byte of it, for what is about all of it.
    pub(super) fn beginning(self) -> Place {
        let Place { file, span } = self.place();
        Place { file, span: Span { end: span.start, ..span } }
    }

    /// The first byte of its key, where it has one, for what is about all of it.
    pub(super) fn beginning_with_key(self) -> Place {
        let beginning = self.beginning();
        let key = self.key_span().map(|key| Span { end: key.start, ..key });
        Place { span: key.unwrap_or(beginning.span), ..beginning }
    }

    /// Where it stands, without the quotes of a quoted scalar.
    pub(super) fn inner_span(self) -> Span {
        let span = self.tree.span(self.id);
        match self.tree.style(self.id) {
            Style::SingleQuoted | Style::DoubleQuoted | Style::JsonString if span.end >= span.start + 2 => {
                Span { start: span.start + 1, end: span.end - 1 }
            }
            _ => span,
        }
    }

    /// Its text as it is written.
    pub(super) fn raw(self) -> &'t str {
        self.tree.raw(self.id)
    }

    /// Its decoded text, where it is a scalar.
    pub(super) fn scalar(self) -> Option<Cow<'t, str>> {
        if self.is_scalar() { self.tree.scalar(self.id) } else { None }
    }

    /// Its decoded text with the map back to the source; none for an empty one.
    pub(super) fn text(self, role: Role) -> Option<Text> {
        if !self.is_scalar() || self.tree.is_null(self.id) {
            return None;
        }
        self.tree.text(self.id, role).filter(|text| !text.decoded.trim().is_empty())
    }

    /// Its JSON pointer.
    pub(super) fn pointer(self) -> Pointer {
        self.tree.pointer(self.id)
    }
}
