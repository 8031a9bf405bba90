//! The literals of which every match of a pattern holds one, for a gate that looks for all of them in one scan.

use super::code::{Item, Row, Word};
use super::lists::Lists;

/// A lower-case literal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Literal {
    /// The letters.
    pub text: String,
    /// Whether it stands only where a word of Latin letters begins,
    pub opens: bool,
    /// and only where one ends.
    pub closes: bool,
}

/// Whether a byte belongs to a word of Latin letters.
pub fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The set of literals that is the most telling: of the items that every match holds, the one whose shortest literal is the
/// longest. It is empty where no such set exists.
pub fn of_row(row: Row, lists: &Lists) -> Vec<Literal> {
    let of_items = row.items().filter_map(|item| of_item(item, lists));
    let shortest = |literals: &Vec<Literal>| literals.iter().map(|literal| literal.text.len()).min().unwrap_or(0);
    of_items.max_by_key(shortest).unwrap_or_default()
}

/// The literals of which every match of one of some rows holds one; none where a row has no such.
pub fn of_rows<'r>(rows: impl Iterator<Item = Row<'r>>, lists: &Lists) -> Option<Vec<Literal>> {
    let mut all = Vec::new();
    for row in rows {
        let some = of_row(row, lists);
        if some.is_empty() {
            return None;
        }
        all.extend(some);
    }
    Some(all)
}

fn of_item(item: Item, lists: &Lists) -> Option<Vec<Literal>> {
    match item {
        Item::Word(word) => of_word(word).map(|literal| vec![literal]),
        Item::List(list) => lists.literals(list).map(<[_]>::to_vec),
        Item::Choice(branches) => of_rows(branches.iter(), lists),
        _ => None,
    }
}

/// A word follows a blank, a mark or the beginning, and so does what is behind it, unless it is only a part of a word.
fn of_word(word: Word) -> Option<Literal> {
    // The gate folds the case of ASCII only.
    let text = word.text;
    let folds = word.exact || text.is_ascii() || text.chars().all(|c| c.to_lowercase().eq(c.to_uppercase()));
    let text = folds.then(|| text.to_lowercase())?;
    let opens = !word.suffix && text.bytes().next().is_some_and(is_of_word);
    let closes = !word.prefix && text.bytes().next_back().is_some_and(is_of_word);
    Some(Literal { text, opens, closes })
}
