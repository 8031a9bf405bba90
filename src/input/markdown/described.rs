//! Tables of fields in a description that is itself Markdown, such as those of OpenAPI.

use super::blocks::blocks;
use crate::field::Text;
use crate::input::documentation::block::BlockKind;
use crate::input::documentation::entries::{Entry, outline};
use crate::input::documentation::passage::Passage;

/// The rows of the tables of fields in a text; their spans are bytes of its decoded words.
pub(in crate::input) fn entries_in(text: &Text) -> Vec<Entry> {
    if !may_hold_table(&text.decoded) {
        return Vec::new();
    }
    let mut blocks = blocks(&Passage::verbatim(&text.decoded, 0), &[], false);
    blocks.retain(|block| matches!(block.kind, BlockKind::Table(_) | BlockKind::Heading(..)));
    // Headings are kept because they tell who sends what a table documents.
    let mut entries = outline(blocks).entries;
    entries.retain(|entry| entry.is_row);
    entries
}

/// Whether words, decoded or not, hold the line below the header of a table.
pub(in crate::input) fn may_hold_table(words: &str) -> bool {
    let is_rule = |at: usize| {
        let rest = words[at + 1..].trim_start_matches(' ');
        rest.starts_with("--") || rest.starts_with(":-")
    };
    memchr::memchr_iter(b'|', words.as_bytes()).any(is_rule)
}
