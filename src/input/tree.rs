//! One tree for YAML and JSON: an arena of nodes that hold byte spans of keys and values.
//!
//! Nothing is decoded until it is looked at. The `yaml` and `json` readers beside this file fill the arena through
//! `builder`, `scalar` decodes, and `lookup` finds nodes by key and by pointer. A key is no node of its own: it is
//! held by the node of its value. Aliases are nodes of their own and are followed by [`Tree::resolve`].

mod builder;
mod lookup;

pub(super) use builder::{Builder, Key, Scalar};

use super::scalar::{self, Written};
use crate::field::{Role, SourceMap, Text, Tie};
use crate::source::{FileId, Span};
use std::borrow::Cow;
use std::collections::HashMap;

/// A node of one [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// A number below the count of its tree's nodes.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a node is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A mapping, or a JSON object.
    Mapping,
    /// A sequence, or a JSON array.
    Sequence,
    /// A scalar without quotes: text, number, `true`, `null`, or nothing at all; also JSON's bare words.
    Plain,
    /// `'…'`.
    SingleQuoted,
    /// `"…"` of YAML.
    DoubleQuoted,
    /// `"…"` of JSON, whose escapes differ from YAML's.
    JsonString,
    /// `|`, kept line by line.
    Literal,
    /// `>`, folded.
    Folded,
    /// `*name`, to be followed with [`Tree::resolve`].
    Alias,
}

/// A syntax error: what was read before it is in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syntax {
    /// Byte offset in the source.
    pub at: usize,
    /// What is wrong, lower case and without a final stop.
    pub message: String,
}

/// What a reader made of a text.
#[derive(Debug)]
pub struct Parsed<'s> {
    /// Everything before the error; collections that are open there end there.
    pub tree: Tree<'s>,
    /// What ended the reading before the end of the text; else the first alias that leads nowhere, if any.
    pub error: Option<Syntax>,
}

impl<'s> Parsed<'s> {
    /// The refusal to read a text whose offsets would not fit into a [`Span`].
    pub(super) fn too_large(file: FileId, text: &str) -> Option<Parsed<'s>> {
        u32::try_from(text.len()).err()?;
        let error = Syntax { at: 0, message: "the file is larger than 4 GiB".to_owned() };
        Some(Parsed { tree: Builder::new(file, "", 0).finish(0), error: Some(error) })
    }
}

/// The nodes of one source, whose text they borrow; offsets are bytes of that text.
#[derive(Debug, PartialEq, Eq)]
pub struct Tree<'s> {
    file: FileId,
    source: &'s str,
    nodes: Vec<Node>,
    roots: Vec<NodeId>,
    /// What keys that are aliases or block scalars stand for, by the node whose key it is.
    key_targets: HashMap<NodeId, NodeId>,
    /// Whether there are nodes in keys.
    has_odd_keys: bool,
    /// Nodes whose keys may be words of a schema language that are looked for everywhere, in document order.
    keyed: Vec<NodeId>,
    indexes: lookup::Indexes,
}

/// No such offset or node.
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Node {
    /// First byte of the key without quotes, or [`NONE`].
    key_start: u32,
    key_end: u32,
    start: u32,
    end: u32,
    parent: u32,
    /// The next child of the same parent.
    next: u32,
    /// First child of a collection, target of an alias, column of a block scalar's content.
    link: u32,
    style: Style,
    key_style: Style,
    /// Whether the decoded key is the key's bytes as they stand.
    key_verbatim: bool,
    /// Whether the decoded value is the content's bytes as they stand.
    verbatim: bool,
}

impl<'s> Tree<'s> {
    /// The source that the tree is of.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// That source's text.
    pub fn source(&self) -> &'s str {
        self.source
    }

    /// The outermost nodes, one for each document in the file; an empty file has none.
    pub fn roots(&self) -> &[NodeId] {
        &self.roots
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// How the node itself is written; aliases are not followed.
    pub fn style(&self, node: NodeId) -> Style {
        self.node(node).style
    }

    /// Whether it is a mapping; aliases are followed.
    pub fn is_mapping(&self, node: NodeId) -> bool {
        self.style(self.resolve(node)) == Style::Mapping
    }

    /// Whether it is a sequence; aliases are followed.
    pub fn is_sequence(&self, node: NodeId) -> bool {
        self.style(self.resolve(node)) == Style::Sequence
    }

    /// Whether it is a scalar; aliases are followed, and one that leads nowhere is none.
    pub fn is_scalar(&self, node: NodeId) -> bool {
        !matches!(self.style(self.resolve(node)), Style::Mapping | Style::Sequence | Style::Alias)
    }

    /// Whether it is written as no value: nothing at all, `~` or `null`; aliases are followed.
    pub fn is_null(&self, node: NodeId) -> bool {
        let node = self.resolve(node);
        self.style(node) == Style::Plain && matches!(self.raw(node), "" | "~" | "null" | "Null" | "NULL")
    }

    /// The node that an alias stands for, or the node itself; an alias of an unknown name stands for itself.
    ///
    /// What it stands for may enclose it, and aliases of aliases' parents may double at each level, so a walk that follows
    /// them has to remember where it was.
    pub fn resolve(&self, node: NodeId) -> NodeId {
        // An alias always leads to a node that is none, so one step is enough and a cycle cannot be.
        match self.node(node) {
            Node { style: Style::Alias, link, .. } if *link != NONE => NodeId(*link),
            _ => node,
        }
    }

    /// The bytes of the value: with its quotes, and for a block scalar from the `|` or `>` to the end of the last line
    /// that holds content. Anchors and tags are not part of it; of an alias, it is the `*name`.
    pub fn span(&self, node: NodeId) -> Span {
        let Node { start, end, .. } = *self.node(node);
        Span { start, end }
    }

    /// The column (0-based, in bytes) at which the content of a block scalar stands; none of anything else.
    pub fn block_column(&self, node: NodeId) -> Option<usize> {
        let Node { style, link, .. } = *self.node(node);
        matches!(style, Style::Literal | Style::Folded).then_some(link as usize)
    }

    /// The bytes of its key without quotes, where it is the child of a mapping. Of a key that is an alias it is the
    /// `*name`, of one that is a block scalar or a collection it is all of that.
    pub fn key_span(&self, node: NodeId) -> Option<Span> {
        let Node { key_start: start, key_end: end, .. } = *self.node(node);
        (start != NONE).then_some(Span { start, end })
    }

    /// The decoded key, where it is the child of a mapping; a key that is a collection has the text "".
    pub fn key(&self, node: NodeId) -> Option<Cow<'s, str>> {
        let Node { key_start, key_end, key_style, key_verbatim, .. } = *self.node(node);
        if key_start == NONE {
            return None;
        }
        let content = &self.source[key_start as usize..key_end as usize];
        if key_verbatim {
            return Some(Cow::Borrowed(content));
        }
        match key_style {
            Style::Mapping | Style::Sequence => Some(Cow::Borrowed("")),
            // These are held as nodes, so that an alias is followed and a block's column is known.
            Style::Alias | Style::Literal | Style::Folded => {
                let target = self.key_targets.get(&node);
                Some(target.and_then(|&target| self.scalar(target)).unwrap_or_default())
            }
            style => {
                let written = Written::inline(style, key_start as usize..key_end as usize);
                Some(Cow::Owned(scalar::decode(self.source, &written).0))
            }
        }
    }

    /// The decoded key as a text, for formats whose keys are the words themselves; none of a key that is held as a node.
    pub fn key_text(&self, node: NodeId, role: Role) -> Option<Text> {
        let Node { key_style, key_verbatim, .. } = *self.node(node);
        let span = self.key_span(node)?;
        let (decoded, map) = match key_verbatim {
            true => (self.source[span.range()].to_owned(), SourceMap::verbatim(span.range().start)),
            false
                if matches!(
                    key_style,
                    Style::Plain | Style::SingleQuoted | Style::DoubleQuoted | Style::JsonString
                ) =>
            {
                scalar::decode(self.source, &Written::inline(key_style, span.range()))
            }
            false => return None,
        };
        Some(Text { role, file: self.file, decoded, span, map, tied: Some(Tie::Key) })
    }

    /// The mapping or sequence that the node is a child of.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        Self::link(self.node(node).parent)
    }

    /// The children as written, merge keys and duplicates included; an alias of a collection is followed.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let collection = self.node(self.resolve(node));
        let first = match collection.style {
            Style::Mapping | Style::Sequence => Self::link(collection.link),
            _ => None,
        };
        std::iter::successors(first, |&child| Self::link(self.node(child).next))
    }

    /// A node and every node below it, in no particular order; aliases are not followed. What stands in a key that is no
    /// scalar is not below anything.
    pub fn all_below(&self, node: NodeId) -> Box<dyn Iterator<Item = NodeId> + '_> {
        // Nearly always everything there is lies below the only root, and can be gone through as it lies.
        if self.roots == [node] && !self.has_odd_keys {
            return Box::new((0..self.nodes.len()).map(|index| NodeId(Span::new(index, index).start)));
        }
        let mut waiting = vec![node];
        Box::new(std::iter::from_fn(move || {
            let node = waiting.pop()?;
            if self.style(node) != Style::Alias {
                waiting.extend(self.children(node));
            }
            Some(node)
        }))
    }

    /// The nodes below a node, itself included, whose keys begin with `$` or are `mapping`, and some others, in no particular
    /// order: those that may refer to something, found without looking at all the rest.
    pub fn keyed_below(&self, node: NodeId) -> Box<dyn Iterator<Item = NodeId> + '_> {
        match self.roots == [node] && !self.has_odd_keys {
            true => Box::new(self.keyed.iter().copied()),
            false => self.all_below(node),
        }
    }

    /// The items of a sequence; none of anything else. An alias is followed.
    pub fn items(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        self.children(node).take_while(move |_| self.is_sequence(node))
    }

    /// The undecoded bytes of a scalar's content, without quotes or block header; "" for a collection. Aliases are
    /// followed.
    pub fn raw(&self, node: NodeId) -> &'s str {
        self.written(self.resolve(node)).map(|written| &self.source[written.content]).unwrap_or_default()
    }

    /// The decoded scalar, also of a number or an empty value (which is ""); aliases are followed.
    pub fn scalar(&self, node: NodeId) -> Option<Cow<'s, str>> {
        let node = self.resolve(node);
        let written = self.written(node)?;
        if self.node(node).verbatim {
            return Some(Cow::Borrowed(&self.source[written.content]));
        }
        Some(Cow::Owned(scalar::decode(self.source, &written).0))
    }

    /// The decoded scalar with its map back to the source; aliases are followed, so that it may stand anywhere.
    pub fn text(&self, node: NodeId, role: Role) -> Option<Text> {
        let node = self.resolve(node);
        let written = self.written(node)?;
        let (decoded, map) = match self.node(node).verbatim {
            true => (self.source[written.content.clone()].to_owned(), SourceMap::verbatim(written.content.start)),
            false => scalar::decode(self.source, &written),
        };
        Some(Text { role, file: self.file, decoded, span: self.span(node), map, tied: None })
    }

    fn node(&self, node: NodeId) -> &Node {
        &self.nodes[node.0 as usize]
    }

    fn link(index: u32) -> Option<NodeId> {
        (index != NONE).then_some(NodeId(index))
    }

    /// How a scalar is written; none for a collection.
    fn written(&self, node: NodeId) -> Option<Written> {
        let Node { start, end, style, link, .. } = *self.node(node);
        let (start, end) = (start as usize, end as usize);
        match style {
            Style::Mapping | Style::Sequence | Style::Alias => None,
            Style::Plain => Some(Written::inline(style, start..end)),
            Style::SingleQuoted | Style::DoubleQuoted | Style::JsonString => {
                Some(Written::inline(style, start + 1..end - 1))
            }
            Style::Literal | Style::Folded => Some(Written::block(self.source, style, start, end, link as usize)),
        }
    }
}

#[cfg(test)]
impl<'s> Parsed<'s> {
    /// The tree of a text that parses to its end.
    #[track_caller]
    pub(super) fn whole(self) -> Tree<'s> {
        assert_eq!(self.error, None);
        self.tree
    }

    /// Holds the reading to end where `place` is the rest of the text, with a message.
    #[track_caller]
    pub(super) fn fails_at(self, text: &str, place: &str, message: &str) {
        let error = self.error.expect("the text does not parse");
        assert_eq!((&text[error.at..], error.message.as_str()), (place, message), "{text}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_small() {
        assert_eq!(size_of::<Node>(), 32);
    }
}
