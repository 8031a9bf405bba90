//! From the items of a pattern to a regular expression, by the spacing of its language.

use super::{Item, Lists, PatternError, Spacing, parse};

/// What a translation needs to know beside the items.
#[derive(Clone, Copy)]
pub(super) struct Translator<'a> {
    pub lists: &'a Lists,
    pub spacing: Spacing,
    /// The pattern as written, for errors.
    pub source: &'a str,
}

impl Translator<'_> {
    /// The expression of a row of items; `depth` is how deep lists may still name lists.
    pub fn row(self, items: &[Item], depth: usize) -> Result<String, PatternError> {
        self.row_behind(items, depth, false)
    }

    /// The expression of a row; `follows` tells whether it stands behind another item, and so behind a blank, which its own
    /// first item brings where that is a word.
    fn row_behind(self, items: &[Item], depth: usize, mut follows: bool) -> Result<String, PatternError> {
        let blank = self.blank();
        let mut out = String::new();
        for item in items {
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
                    out.push(*mark);
                    follows = true;
                }
                Item::Optional(inner) => match follows {
                    true => out.push_str(&format!("(?:{})?", self.behind(inner, depth)?)),
                    false => out.push_str(&format!("(?:{}{blank})?", self.single(inner, depth)?)),
                },
                _ => {
                    out.push_str(&match follows {
                        true => self.behind(item, depth)?,
                        false => self.single(item, depth)?,
                    });
                    follows = true;
                }
            }
        }
        Ok(out)
    }

    /// An item that stands behind another, with the blank between them; before an end or a comma there is none.
    fn behind(self, item: &Item, depth: usize) -> Result<String, PatternError> {
        match item {
            Item::Choice(branches) => self.choice(branches, depth, true),
            Item::End | Item::Punctuation(_) => self.single(item, depth),
            _ => Ok(format!("{}{}", self.blank(), self.single(item, depth)?)),
        }
    }

    fn choice(self, branches: &[Vec<Item>], depth: usize, follows: bool) -> Result<String, PatternError> {
        let branches: Result<Vec<_>, _> =
            branches.iter().map(|branch| self.row_behind(branch, depth, follows)).collect();
        Ok(format!("(?:{})", branches?.join("|")))
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

    fn single(self, item: &Item, depth: usize) -> Result<String, PatternError> {
        let too_large = || PatternError::TooLarge { pattern: self.source.to_owned() };
        let depth = depth.checked_sub(1).ok_or_else(too_large)?;
        Ok(match item {
            Item::Word { text, exact, prefix, suffix } => {
                let word = regex::escape(text);
                let word = if *prefix { format!("{word}[^ ,;:().]*") } else { word };
                let word = if *suffix { format!("[^ ,;:()]*{word}") } else { word };
                let word = if self.spacing == Spacing::None { bounded(text, word, *prefix, *suffix) } else { word };
                if *exact { format!("(?-i:{word})") } else { word }
            }
            // Behind a character of another script there is a boundary for ASCII only.
            Item::List(name) if name == "Name" && self.spacing == Spacing::None => NAME.replace(r"\b", r"(?-u:\b)"),
            Item::List(name) => match built_in(name) {
                Some(expression) => expression.to_owned(),
                None => self.list(name, depth)?,
            },
            Item::Choice(branches) => self.choice(branches, depth, false)?,
            Item::Optional(inner) => format!("(?:{})?", self.single(inner, depth)?),
            Item::Gap
            | Item::WideGap
            | Item::Clause
            | Item::Rest
            | Item::Modifiers
            | Item::Start
            | Item::End
            | Item::Punctuation(_) => self.row(std::slice::from_ref(item), depth)?,
        })
    }

    fn list(self, name: &str, depth: usize) -> Result<String, PatternError> {
        let unknown =
            || PatternError::UnknownList { name: name.to_owned(), known: self.lists.keys().cloned().collect() };
        let patterns = self.lists.get(name).ok_or_else(unknown)?;
        let mut branches = Vec::with_capacity(patterns.len());
        for pattern in patterns {
            branches.push(self.row(&parse(pattern)?, depth)?);
        }
        // The longest first, so that `call back` is not taken for `call`.
        branches.sort_by_key(|branch| std::cmp::Reverse(branch.len()));
        Ok(format!("(?:{})", branches.join("|")))
    }
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

/// Expressions of the names that every vocabulary has.
fn built_in(name: &str) -> Option<&'static str> {
    Some(match name {
        "Name" => NAME,
        "id" => r"(?-i:[A-Za-z][A-Za-z0-9]*(?:[_.][A-Za-z0-9]+|[a-z0-9][A-Z][A-Za-z0-9]*)+)",
        "word" => CLAUSE_WORD,
        "number" => r"[0-9]+",
        _ => return None,
    })
}
