//! From the items of a pattern to a regular expression, by the spacing of its language.
//!
//! The expression is what a pattern means; the matcher finds the same without compiling it.

use super::Spacing;
use super::code::{Item, Row, Rows, Word};

/// What a translation needs to know beside the items.
#[derive(Clone, Copy)]
pub struct Translator<'a> {
    /// The branches of a list.
    pub branches: &'a dyn Fn(usize) -> Vec<Row<'a>>,
    /// How words stand beside each other.
    pub spacing: Spacing,
}

impl Translator<'_> {
    /// The expression of a whole pattern, which begins and ends at a word.
    pub fn pattern(self, row: Row) -> String {
        // A name may be a placeholder in braces, before which there is no word boundary.
        let begins_with_name = row.items().next() == Some(Item::Name);
        let row = self.row(row);
        numbered(&match (self.spacing, begins_with_name) {
            (Spacing::None, _) => row,
            (Spacing::Ascii, false) => format!(r"(?-u:\b|^){row}(?-u:\b|$)"),
            (Spacing::Ascii, true) => format!(r"{row}(?-u:\b|$)"),
            (Spacing::Words, false) => format!(r"(?:\b|^){row}(?:\b|$)"),
            (Spacing::Words, true) => format!(r"{row}(?:\b|$)"),
        })
    }

    /// The expression of a row of items.
    pub fn row(self, row: Row) -> String {
        self.row_behind(row, false)
    }

    /// The expression of a row; `follows` tells whether it stands behind another item, and so behind a blank, which its own
    /// first item brings where that is a word.
    fn row_behind(self, row: Row, mut follows: bool) -> String {
        let blank = self.blank();
        let mut out = String::new();
        for item in row.items() {
            match item {
                Item::Start => out.push_str(r"^\W*"),
                Item::End => out.push_str(r"\W*$"),
                Item::Gap => out.push_str(&self.gap(Reach::Few, follows)),
                Item::WideGap => out.push_str(&self.gap(Reach::Sentence, follows)),
                Item::Clause => out.push_str(&self.gap(Reach::Clause, follows)),
                // Greedy, since it is there to take in as much of the clause as belongs to it.
                Item::Rest => out.push_str(self.gap(Reach::Clause, follows).trim_end_matches('?')),
                Item::Modifiers => out.push_str(&format!("(?<mods>{})", self.gap(Reach::Modifiers, follows))),
                Item::Punctuation(mark) => {
                    out.push(mark);
                    follows = true;
                }
                Item::Optional(inner) => match follows {
                    true => out.push_str(&format!("(?:{})?", self.behind(inner.only()))),
                    false => out.push_str(&format!("(?:{}{blank})?", self.single(inner.only()))),
                },
                _ => {
                    out.push_str(&match follows {
                        true => self.behind(item),
                        false => self.single(item),
                    });
                    follows = true;
                }
            }
        }
        out
    }

    /// An item that stands behind another, with the blank between them; before an end or a comma there is none.
    fn behind(self, item: Item) -> String {
        match item {
            Item::Choice(branches) => self.choice(branches, true),
            Item::End | Item::Punctuation(_) => self.single(item),
            _ => format!("{}{}", self.blank(), self.single(item)),
        }
    }

    fn choice(self, branches: Rows, follows: bool) -> String {
        let branches: Vec<_> = branches.iter().map(|branch| self.row_behind(branch, follows)).collect();
        format!("(?:{})", branches.join("|"))
    }

    /// What stands between two words; words of other scripts may have blanks between them.
    fn blank(self) -> &'static str {
        if self.spacing == Spacing::None { " ?" } else { " " }
    }

    /// Some words or characters; the gap brings the blank on the side where its neighbour does not.
    fn gap(self, reach: Reach, follows: bool) -> String {
        let (word, words, character, characters) = match reach {
            Reach::Modifiers => (CLAUSE_WORD, 3, CLAUSE_CHARACTER, 10),
            Reach::Few => (CLAUSE_WORD, 4, CLAUSE_CHARACTER, 10),
            Reach::Clause => (CLAUSE_WORD, 16, CLAUSE_CHARACTER, 48),
            Reach::Sentence => ("[^ ]+", 12, "[^。]", 40),
        };
        match (self.spacing, follows) {
            (Spacing::None, _) => format!("{character}{{0,{characters}}}?"),
            (_, true) => format!("(?: {word}){{0,{words}}}?"),
            (_, false) => format!("(?:{word} ){{0,{words}}}?"),
        }
    }

    fn single(self, item: Item) -> String {
        match item {
            Item::Word(Word { text, exact, prefix, suffix }) => {
                let word = if exact { escaped(text) } else { in_any_case(text) };
                let word = if prefix { format!("{word}[^ ,;:().]*") } else { word };
                let word = if suffix { format!("[^ ,;:()]*{word}") } else { word };
                let word = if self.spacing == Spacing::None { bounded(text, word, prefix, suffix) } else { word };
                if exact { format!("(?-i:{word})") } else { word }
            }
            // Behind a character of another script there is a boundary for ASCII only.
            Item::Name if self.spacing == Spacing::None => NAME.replace(r"\b", r"(?-u:\b)"),
            Item::Name => NAME.to_owned(),
            Item::Identifier => IDENTIFIER.to_owned(),
            Item::AnyWord => CLAUSE_WORD.to_owned(),
            Item::Number => "[0-9]+".to_owned(),
            Item::List(list) => self.list(list),
            Item::Choice(branches) => self.choice(branches, false),
            Item::Optional(inner) => format!("(?:{})?", self.single(inner.only())),
            Item::Gap
            | Item::WideGap
            | Item::Clause
            | Item::Rest
            | Item::Modifiers
            | Item::Start
            | Item::End
            | Item::Punctuation(_) => self.row(item.alone()),
        }
    }

    fn list(self, list: usize) -> String {
        let mut branches: Vec<String> = (self.branches)(list).into_iter().map(|branch| self.row(branch)).collect();
        // The longest first, so that `call back` is not taken for `call`.
        branches.sort_by_key(|branch| std::cmp::Reverse(branch.len()));
        format!("(?:{})", branches.join("|"))
    }
}

/// The expression with its groups told apart by a number, since a pattern may hold several names.
fn numbered(expression: &str) -> String {
    let mut pieces = expression.split("(?<");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for (number, piece) in pieces.enumerate() {
        let (name, rest) = piece.split_once('>').expect("a group's name is closed");
        out.push_str(&format!("(?<{name}{number}>{rest}"));
    }
    out
}

/// A text with the signs of expressions taken as they stand.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if r"\.+*?()|[]{}^$#&-~".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// The same in upper and in lower case. The long s and the sign for kelvins are no `s` and no `k`, as expressions have it.
fn in_any_case(text: &str) -> String {
    let mut out = String::new();
    for character in escaped(text).chars() {
        match character {
            's' | 'S' => out.push_str("(?-i:[sS])"),
            'k' | 'K' => out.push_str("(?-i:[kK])"),
            _ => out.push(character),
        }
    }
    out
}

/// How far a gap reaches.
#[derive(Clone, Copy)]
enum Reach {
    Modifiers,
    Few,
    Clause,
    Sentence,
}

/// A word of running text, for gaps: anything that is no blank and closes no clause.
const CLAUSE_WORD: &str = r"[^ ,;:()]+";

/// The same for a language without blanks.
const CLAUSE_CHARACTER: &str = "[^,;:()、。，；：（）「」]";

/// A capitalised proper name, or a placeholder in braces; the letters are those of European languages with a Latin
/// alphabet.
const NAME: &str = r"(?-i:(?<name>(?:\b[A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞĪİŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ]|\{)[A-Za-z0-9À-ÖØ-öø-ſ&'._{}\x2d]*(?: [A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞĪİŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ{][A-Za-z0-9À-ÖØ-öø-ſ&'._{}\x2d]*){0,4}|\b[a-z]{1,12}(?:AI|[A-Z][a-z]{3,})))";

/// A word in a language without blanks: words of Latin letters do not begin or end within others.
fn bounded(text: &str, word: String, prefix: bool, suffix: bool) -> String {
    let is_letter = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    let opening = if is_letter(text.chars().next()) && !suffix { r"(?-u:\b)" } else { "" };
    let closing = if is_letter(text.chars().next_back()) && !prefix { r"(?-u:\b)" } else { "" };
    format!("{opening}{word}{closing}")
}

/// A name as programs have them, with a dot, an underscore or a hump.
const IDENTIFIER: &str = r"(?-i:[A-Za-z][A-Za-z0-9]*(?:[_.][A-Za-z0-9]+|[a-z0-9][A-Z][A-Za-z0-9]*)+)";
