//! What the readers of documentation share: a page is cut into blocks by its format's own reader, and here the blocks are
//! searched for entries, which are names with words that explain them.
//!
//! An entry is a row of a table of fields, an item of a list that begins with a name, a term with its definition, a heading
//! that is a name, or a component made for the purpose. Whether an entry is a callback URL is not asked here.

use self::block::Block;
use super::{Gate, Reading};
use crate::parallel;
use crate::source::{FileId, Source};

pub(super) mod block;
pub(super) mod candidates;
mod columns;
pub(super) mod entries;
pub(super) mod heading;
mod lead;
mod name;
pub(super) mod passage;
mod prompt;
mod section;
mod value;

/// How a format's reader cuts the text of a file into blocks.
pub(super) type Cut = fn(&Source) -> Vec<Block>;

/// Reads pages, each for itself; a page is recognised if anything on it is worth reading.
pub(super) fn read(format: &'static str, cut: Cut, sources: &[Source], offered: &[FileId], gate: Gate<'_>) -> Reading {
    let read_one = |file: FileId| {
        let source = &sources[file];
        // What no word of the page could pass need not be cut into blocks.
        if is_log_of_changes(source.path()) || !gate(source.text(), source.text()) {
            return Vec::new();
        }
        let outline = entries::outline(cut(source));
        candidates::candidates(file, source.path(), format, outline, gate)
    };
    let pages = parallel::map(offered.to_vec(), 1, read_one);
    let recognised = pages.iter().zip(offered).filter(|(page, _)| !page.is_empty()).map(|(_, &file)| file).collect();
    Reading { candidates: pages.into_iter().flatten().collect(), recognised, ..Reading::default() }
}

/// Whether a file tells what changed from one version to the next; its items name fields and do not explain them.
fn is_log_of_changes(path: &str) -> bool {
    let stem = stem_of(path).to_ascii_lowercase().replace(['_', ' '], "-");
    const LOGS: [&str; 9] = [
        "changelog",
        "changes",
        "history",
        "news",
        "releases",
        "release-notes",
        "releasenotes",
        "whatsnew",
        "whats-new",
    ];
    LOGS.contains(&stem.as_str())
}

/// A file's name without its folders and its last ending.
fn stem_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
