//! Fills a [`Tree`] in document order: a reader says what it meets, and this links the nodes.

use super::lookup::Indexes;
use super::{NONE, Node, NodeId, Style, Tree};
use crate::source::{FileId, Span};
use std::collections::HashMap;

/// A tree that is being read.
pub struct Builder<'s> {
    tree: Tree<'s>,
    open: Vec<Open>,
}

/// A key whose value comes next.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its bytes without quotes.
    pub span: Span,
    /// How it is written.
    pub style: Style,
    /// Whether its bytes need no decoding.
    pub verbatim: bool,
    /// The node that it stands for where it is an alias or a block scalar.
    pub target: Option<NodeId>,
}

/// A scalar or alias to be added.
#[derive(Clone, Copy, Debug)]
pub struct Scalar {
    /// Its bytes with quotes or block header.
    pub span: Span,
    /// How it is written.
    pub style: Style,
    /// Whether its content's bytes need no decoding.
    pub verbatim: bool,
    /// 0-based column of a block scalar's content.
    pub column: u32,
}

/// A collection that has not ended.
struct Open {
    node: NodeId,
    last_child: u32,
    key: Option<Key>,
    /// Whether it stands where its parent's key does, so that it is not a child.
    is_key: bool,
}

impl<'s> Builder<'s> {
    /// A builder for a source of fewer than 4 GiB, which the readers see to.
    pub fn new(file: FileId, source: &'s str, expected_nodes: usize) -> Self {
        let nodes = Vec::with_capacity(expected_nodes);
        let (roots, key_targets, indexes) = (Vec::new(), HashMap::new(), Indexes::default());
        let keyed = Vec::new();
        let tree = Tree { file, source, nodes, roots, key_targets, has_odd_keys: false, keyed, indexes };
        Builder { tree, open: Vec::new() }
    }

    /// Whether nothing was added or opened yet.
    pub fn is_empty(&self) -> bool {
        self.tree.nodes.is_empty()
    }

    /// The style of the innermost open collection; none between documents.
    pub fn innermost(&self) -> Option<Style> {
        self.open.last().map(|open| self.tree.style(open.node))
    }

    /// Whether a mapping is open that has no key yet for its next value.
    pub fn wants_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.key.is_none() && self.tree.style(open.node) == Style::Mapping)
    }

    /// Sets the key for the next value of the innermost open mapping.
    pub fn key(&mut self, key: Key) {
        let open = self.open.last_mut().expect("a key is read only inside a mapping");
        open.key = Some(key);
    }

    /// Adds a scalar as the next value.
    pub fn scalar(&mut self, scalar: Scalar) -> NodeId {
        let node = self.push(scalar, scalar.column);
        self.adopt(node);
        node
    }

    /// Adds an alias as the next value; without a target where its name is unknown.
    pub fn alias(&mut self, span: Span, target: Option<NodeId>) -> NodeId {
        let alias = Scalar { span, style: Style::Alias, verbatim: false, column: 0 };
        let node = self.push(alias, target.map_or(NONE, |target| target.0));
        self.adopt(node);
        node
    }

    /// Adds a scalar that is no child of the innermost collection: a key that an alias may stand for.
    pub fn detached(&mut self, scalar: Scalar) -> NodeId {
        self.tree.has_odd_keys = true;
        self.push(scalar, scalar.column)
    }

    /// Opens a collection as the next value, or as the next key where one is wanted.
    pub fn open(&mut self, style: Style, start: usize) -> NodeId {
        let is_key = self.wants_key();
        self.tree.has_odd_keys |= is_key;
        let node = self.push(Scalar { span: Span::new(start, start), style, verbatim: false, column: 0 }, NONE);
        if !is_key {
            self.adopt(node);
        }
        self.open.push(Open { node, last_child: NONE, key: None, is_key });
        node
    }

    /// Ends the innermost open collection; a key without a value is dropped.
    pub fn close(&mut self, end: usize) {
        let Open { node, is_key, .. } = self.open.pop().expect("only what was opened is closed");
        let entry = &mut self.tree.nodes[node.0 as usize];
        entry.end = Span::new(end, end).end;
        let (span, style) = (Span { start: entry.start, end: entry.end }, entry.style);
        if is_key {
            self.key(Key { span, style, verbatim: false, target: None });
        }
    }

    /// The tree, with collections that are still open ending at byte `end`.
    pub fn finish(mut self, end: usize) -> Tree<'s> {
        while !self.open.is_empty() {
            self.close(end);
        }
        self.tree
    }

    fn push(&mut self, scalar: Scalar, link: u32) -> NodeId {
        let id = NodeId(u32::try_from(self.tree.nodes.len()).expect("there are fewer nodes than bytes, thus than 4 G"));
        self.tree.nodes.push(Node {
            key_start: NONE,
            key_end: NONE,
            start: scalar.span.start,
            end: scalar.span.end,
            parent: self.open.last().map_or(NONE, |open| open.node.0),
            next: NONE,
            link,
            style: scalar.style,
            key_style: Style::Plain,
            key_verbatim: false,
            verbatim: scalar.verbatim,
        });
        id
    }

    /// Makes a node the next child of the innermost open collection, or a root.
    fn adopt(&mut self, id: NodeId) {
        let Some(open) = self.open.last_mut() else {
            self.tree.roots.push(id);
            return;
        };
        if let Some(key) = open.key.take() {
            let node = &mut self.tree.nodes[id.0 as usize];
            (node.key_start, node.key_end) = (key.span.start, key.span.end);
            (node.key_style, node.key_verbatim) = (key.style, key.verbatim);
            let written = &self.tree.source.as_bytes()[key.span.range()];
            if !key.verbatim || written.first() == Some(&b'$') || written == b"mapping" {
                self.tree.keyed.push(id);
            }
            if let Some(target) = key.target {
                self.tree.key_targets.insert(id, target);
            }
        }
        match open.last_child {
            NONE => self.tree.nodes[open.node.0 as usize].link = id.0,
            last => self.tree.nodes[last as usize].next = id.0,
        }
        open.last_child = id.0;
    }
}
