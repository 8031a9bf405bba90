//! Reads Markdown and MDX: cuts a page into blocks, and leaves it to `documentation` which of them are entries.
//!
//! Components of MDX are taken out before the page is parsed, because what they hold is Markdown whether or not a blank line
//! stands before it.

use super::documentation::block::Block;
use super::documentation::passage::Passage;
use super::{Gate, Reading, documentation};
use crate::source::{FileId, Source};

mod blocks;
mod components;
pub(super) mod described;

/// Reads pages of Markdown.
pub(super) fn read(sources: &[Source], offered: &[FileId], gate: Gate<'_>) -> Reading {
    documentation::read("markdown", page, sources, offered, gate)
}

pub(super) fn page(source: &Source) -> Vec<Block> {
    let (page, components) = components::take_out(&Passage::verbatim(source.text(), 0));
    let is_mdx = source.path().to_ascii_lowercase().ends_with(".mdx");
    blocks::blocks(&page, &components, is_mdx)
}

/// The blocks of words that are Markdown, such as a description; they lead back to the words.
pub(super) fn blocks_of(words: &str) -> Vec<Block> {
    blocks::blocks(&Passage::verbatim(words, 0), &[], false)
}
