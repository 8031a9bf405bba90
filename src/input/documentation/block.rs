//! The blocks of a page: what every format of documentation has, whatever marks it writes it with.

use super::passage::Passage;
use crate::field::Usage;

/// One block; blocks stand in the order of the page.
#[derive(Clone, Debug)]
pub(in crate::input) struct Block {
    /// How many list items, definitions and fields it stands in. What an item, a term or a field at one depth holds stands
    /// at the next.
    pub(in crate::input) depth: usize,
    /// What it is.
    pub(in crate::input) kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Debug)]
pub(in crate::input) enum BlockKind {
    /// A heading; the level of the topmost is 1.
    Heading(usize, Passage),
    /// The first words of a list item.
    Item(Passage),
    /// A paragraph, of a page or of what it stands in.
    Paragraph(Passage),
    /// A term whose definition follows.
    Term(Passage),
    /// A table.
    Table(Table),
    /// A component or directive that is made to document a field; what it holds follows.
    Field(Field),
    /// A listing, which holds no entries; it may show that what is explained is a function.
    Listing(Passage),
}

/// A table with the cells of its header apart; a row may have fewer cells than the header, or more.
#[derive(Clone, Debug, Default)]
pub(in crate::input) struct Table {
    /// Its title.
    pub(in crate::input) caption: Option<Passage>,
    /// The cells of its header.
    pub(in crate::input) header: Vec<Passage>,
    /// The cells of its other rows.
    pub(in crate::input) rows: Vec<Vec<Passage>>,
}

/// A field as a component or directive states it.
#[derive(Clone, Debug, Default)]
pub(in crate::input) struct Field {
    /// Its name, without marks.
    pub(in crate::input) name: Passage,
    /// What is said of it by attributes.
    pub(in crate::input) attributes: Vec<(Attribute, Passage)>,
    /// Who sends what it is part of, where that is told by what it is.
    pub(in crate::input) usage: Usage,
}

/// What is said of a field apart from its description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Attribute {
    /// Its type or format.
    Type,
    /// A default, an example, or a value to enter.
    Sample,
    /// Its description.
    Description,
    /// What tells nothing here, such as whether it is required.
    Other,
}

impl Attribute {
    /// What the name of an attribute, in any case, means; none where it is no name of an attribute.
    pub(in crate::input) fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        match name.as_str() {
            "type" | "data type" | "datatype" | "format" | "schema" => Some(Attribute::Type),
            "default" | "default value" | "defaults to" | "example" | "example value" | "examples" | "sample"
            | "placeholder" | "initial value" => Some(Attribute::Sample),
            "description" | "desc" | "meaning" | "purpose" | "details" | "summary" | "help" => {
                Some(Attribute::Description)
            }
            "required"
            | "optional"
            | "mandatory"
            | "in"
            | "since"
            | "version"
            | "versionadded"
            | "added in"
            | "deprecated"
            | "nullable"
            | "values"
            | "allowed values"
            | "possible values"
            | "accepted values"
            | "constraints"
            | "env"
            | "environment variable"
            | "scope" => Some(Attribute::Other),
            _ => None,
        }
    }
}
