//! The literals of which every match of a pattern holds one, for a gate that looks for all of them in one scan.

use super::lists::Lists;
use super::syntax::Item;
use std::borrow::Cow;

/// The set of lower-case literals that is the most telling: of the items that every match holds, the one whose shortest
/// literal is the longest. It is empty where no such set exists.
pub(super) fn row_anchors<'l>(items: &[Item], lists: &'l Lists) -> Cow<'l, [String]> {
    let best = items
        .iter()
        .filter_map(|item| item_anchors(item, lists))
        .max_by_key(|literals| literals.iter().map(String::len).min().unwrap_or(0));
    best.unwrap_or_default()
}

/// The literals of which every match of one of some rows holds one; none where a row has no such.
pub(super) fn of_rows(rows: &[Vec<Item>], lists: &Lists) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for row in rows {
        match row_anchors(row, lists) {
            some if some.is_empty() => return None,
            Cow::Owned(some) => all.extend(some),
            Cow::Borrowed(some) => all.extend_from_slice(some),
        }
    }
    Some(all)
}

fn item_anchors<'l>(item: &Item, lists: &'l Lists) -> Option<Cow<'l, [String]>> {
    match item {
        // The gate folds the case of ASCII only.
        Item::Word { text, exact, .. } => {
            let folds = *exact || text.is_ascii() || text.chars().all(|c| c.to_lowercase().eq(c.to_uppercase()));
            folds.then(|| Cow::Owned(vec![text.to_lowercase()]))
        }
        Item::List(list) => lists.anchors(*list).map(Cow::Borrowed),
        Item::Choice(branches) => of_rows(branches, lists).map(Cow::Owned),
        _ => None,
    }
}
