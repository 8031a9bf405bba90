//! One tree for YAML and JSON: an arena of nodes that hold byte spans of keys and values.
//!
//! Nothing is decoded until it is looked at; the `yaml` and `json` readers beside this file fill the arena through
//! [`Builder`], and `scalar` decodes. Aliases stay nodes of their own and are followed by [`Tree::resolve`]; merge keys
//! are followed by [`Tree::get`] and [`Tree::entries`].

use crate::field::{Pointer, Role, Text};
use crate::source::{FileId, Span};
use std::borrow::Cow;

/// A node of one [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// How a node is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A mapping, or a JSON object.
    Mapping,
    /// A sequence, or a JSON array.
    Sequence,
    /// A scalar without quotes: text, number, `true`, `null`; also JSON's bare words.
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
