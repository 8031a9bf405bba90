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

/// The sets of literals of each of which every match holds one, from the most telling on: that whose shortest literal is the
/// longest. Literals of one letter, such as an article, tell nothing beside others.
pub fn sets_of_row(row: Row, lists: &Lists) -> Vec<Vec<Literal>> {
    let mut sets: Vec<Vec<Literal>> = row.items().filter_map(|item| of_item(item, lists)).collect();
    let shortest = |literals: &Vec<Literal>| literals.iter().map(|literal| literal.text.len()).min().unwrap_or(0);
    // Of two that tell as much it is the later one.
    sets.reverse();
    sets.sort_by_key(|set| std::cmp::Reverse(shortest(set)));
    let telling = sets.iter().take_while(|set| shortest(set) > 1).count();
    sets.truncate(telling.max(1));
    sets
}

/// The most telling of these sets; it is empty where there is none.
fn of_row(row: Row, lists: &Lists) -> Vec<Literal> {
    sets_of_row(row, lists).into_iter().next().unwrap_or_default()
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
    let text = folds.then(|| text.to_lowercase()).filter(|text| !text.is_empty())?;
    let opens = !word.suffix && text.bytes().next().is_some_and(is_of_word);
    let closes = !word.prefix && text.bytes().next_back().is_some_and(is_of_word);
    Some(Literal { text, opens, closes })
}
