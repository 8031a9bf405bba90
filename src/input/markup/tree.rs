//! The tree that all markup is read into: elements with attributes, words and code, in one list in document order.
//!
//! A node knows its parent and where its descendants end, so that a subtree is a range. What the names mean is left to the
//! files beside this one.

use crate::source::Span;
use std::ops::Range;

/// Index of a node.
pub(in crate::input) type NodeId = usize;

/// What a file is made of, in document order.
#[derive(Debug)]
pub(in crate::input) struct Tree<'t> {
    text: &'t str,
    syntax: Syntax,
    nodes: Vec<Node<'t>>,
    attributes: Vec<Attribute<'t>>,
    open: Vec<NodeId>,
}

/// How words and code are told apart inside of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Syntax {
    /// HTML with whatever template language: `{{ … }}`, `<% … %>`, `{% … %}`, `<? … ?>`, `@name(…)`, `#{…}`.
    Template,
    /// The same with `{ … }`, as in Svelte.
    Curly,
    /// JSX, where code is a node of its own.
    Script,
}

/// One node.
#[derive(Clone, Debug)]
pub(in crate::input) struct Node<'t> {
    /// What it is.
    pub(in crate::input) kind: Kind<'t>,
    /// From its first byte to one past its last, what it holds included.
    pub(in crate::input) span: Span,
    /// What it stands in.
    pub(in crate::input) parent: Option<NodeId>,
    /// One past its last descendant.
    end: NodeId,
    attributes: Range<usize>,
}

/// The sorts of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Kind<'t> {
    /// The file itself.
    Root,
    /// An element, or a call of a template helper that makes one, by its name.
    Element(&'t str),
    /// An object literal in a script; its properties are attributes.
    Object,
    /// What stands inside of the attribute or property of this name.
    Part(&'t str),
    /// Words as written.
    Words,
    /// Code whose value is shown, without what encloses it.
    Code,
}

/// An attribute, property or argument.
#[derive(Clone, Copy, Debug)]
pub(in crate::input) struct Attribute<'t> {
    /// Its name, without the marks of frameworks around it.
    pub(in crate::input) name: &'t str,
    /// What it is set to.
    pub(in crate::input) value: Value,
}

/// What an attribute is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Value {
    /// Nothing: it only stands there.
    Bare,
    /// Characters, without their quotes.
    Words(Span),
    /// Code, without what encloses it.
    Code(Span),
    /// The key of a message.
    Key(Span),
}

/// Elements within elements that are kept apart; what is deeper is a sibling of the deepest.
pub(in crate::input) const DEPTH_LIMIT: usize = 200;

impl<'t> Tree<'t> {
    /// A tree that holds only its root, to be filled in document order.
    pub(in crate::input) fn new(text: &'t str, syntax: Syntax) -> Self {
        let mut tree = Tree { text, syntax, nodes: Vec::new(), attributes: Vec::new(), open: Vec::new() };
        tree.open(Kind::Root, 0);
        tree
    }

    /// Opens a node; what is added until it is closed stands inside of it.
    pub(in crate::input) fn open(&mut self, kind: Kind<'t>, start: usize) -> NodeId {
        let id = self.nodes.len();
        let at = self.attributes.len();
        let parent = self.open.last().copied();
        self.nodes.push(Node { kind, span: Span::new(start, start), parent, end: id + 1, attributes: at..at });
        self.open.push(id);
        id
    }

    /// Gives a node its attributes; they are gathered first, because parts with attributes of their own may stand in them.
    pub(in crate::input) fn set_attributes(&mut self, node: NodeId, gathered: Vec<Attribute<'t>>) {
        let start = self.attributes.len();
        self.attributes.extend(gathered);
        self.nodes[node].attributes = start..self.attributes.len();
    }

    /// Closes the innermost open node.
    pub(in crate::input) fn close(&mut self, end: usize) {
        // The root stays open until the tree is done.
        if self.open.len() > 1 {
            self.close_any(end);
        }
    }

    fn close_any(&mut self, end: usize) {
        if let Some(id) = self.open.pop() {
            let start = self.nodes[id].span.start as usize;
            self.nodes[id].span = Span::new(start, end.max(start));
            self.nodes[id].end = self.nodes.len();
        }
    }

    /// Adds a node without descendants.
    pub(in crate::input) fn leaf(&mut self, kind: Kind<'t>, span: Range<usize>) -> NodeId {
        let id = self.open(kind, span.start);
        self.close(span.end);
        id
    }

    /// Takes back a node that was closed last and holds nothing.
    pub(in crate::input) fn drop_if_empty(&mut self, id: NodeId) {
        if self.nodes.len() == id + 1 && self.nodes[id].attributes.is_empty() {
            self.nodes.pop();
        }
    }

    /// How many nodes are open.
    pub(in crate::input) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The open nodes, outermost first.
    pub(in crate::input) fn opened(&self) -> &[NodeId] {
        &self.open
    }

    /// Closes all that is still open.
    pub(in crate::input) fn finish(mut self) -> Self {
        let end = self.text.len();
        while !self.open.is_empty() {
            self.close_any(end);
        }
        self
    }

    /// How words and code are told apart.
    pub(in crate::input) fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// How many nodes there are.
    pub(in crate::input) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// A node.
    pub(in crate::input) fn node(&self, id: NodeId) -> &Node<'t> {
        &self.nodes[id]
    }

    /// The name of an element; empty for what has none.
    pub(in crate::input) fn name(&self, id: NodeId) -> &'t str {
        match self.nodes[id].kind {
            Kind::Element(name) => name,
            _ => "",
        }
    }

    /// The bytes of a span.
    pub(in crate::input) fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The attributes of a node in their order.
    pub(in crate::input) fn attributes(&self, id: NodeId) -> &[Attribute<'t>] {
        &self.attributes[self.nodes[id].attributes.clone()]
    }

    /// The value of the attribute of this name.
    pub(in crate::input) fn value(&self, id: NodeId, name: &str) -> Option<Value> {
        self.attributes(id).iter().find(|one| one.name.eq_ignore_ascii_case(name)).map(|one| one.value)
    }

    /// The characters of an attribute that is set to characters.
    pub(in crate::input) fn word(&self, id: NodeId, name: &str) -> Option<&'t str> {
        match self.value(id, name)? {
            Value::Words(span) => Some(self.slice(span)),
            _ => None,
        }
    }

    /// A node and all that stands inside of it.
    pub(in crate::input) fn subtree(&self, id: NodeId) -> Range<NodeId> {
        id..self.nodes[id].end
    }

    /// What stands directly inside of a node.
    pub(in crate::input) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.nodes[id].end;
        let mut next = id + 1;
        std::iter::from_fn(move || {
            let child = next;
            (child < end).then(|| {
                next = self.nodes[child].end;
                child
            })
        })
    }

    /// The nodes that a node stands in, innermost first.
    pub(in crate::input) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.nodes[id].parent, |&above| self.nodes[above].parent)
    }
}
