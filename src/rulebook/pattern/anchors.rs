//! The literals of which every match of a pattern holds one, for a gate that looks for all of them in one scan.

use super::lists::Lists;
use super::syntax::Item;

/// The set of lower-case literals that is the most telling: of the items that every match holds, the one whose shortest
/// literal is the longest. It is empty where no such set exists.
pub(super) fn row_anchors(items: &[Item], lists: &Lists) -> Vec<String> {
    let best = items
        .iter()
        .filter_map(|item| item_anchors(item, lists))
        .max_by_key(|literals| literals.iter().map(String::len).min().unwrap_or(0));
    best.unwrap_or_default()
}

fn item_anchors(item: &Item, lists: &Lists) -> Option<Vec<String>> {
    match item {
        // The gate folds the case of ASCII only.
        Item::Word { text, exact, .. } => {
            let folds = *exact || text.is_ascii() || text.chars().all(|c| c.to_lowercase().eq(c.to_uppercase()));
            folds.then(|| vec![text.to_lowercase()])
        }
        Item::List(list) => lists.anchors(*list).map(<[String]>::to_vec),
        Item::Choice(branches) => {
            let rows = branches.iter().map(|branch| Some(row_anchors(branch, lists)).filter(|some| !some.is_empty()));
            rows.collect::<Option<Vec<_>>>().map(|rows| rows.concat())
        }
        _ => None,
    }
}
