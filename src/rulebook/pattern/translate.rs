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
        // Words of other scripts may have blanks between them.
        let blank = if self.spacing == Spacing::None { " ?" } else { " " };
        let mut out = String::new();
        // Whether the next item stands after another one, and so after a blank.
        let mut follows = false;
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
                Item::Optional(inner) => {
                    let inner = self.single(inner, depth)?;
                    match follows {
                        true => out.push_str(&format!("(?:{blank}{inner})?")),
                        false => out.push_str(&format!("(?:{inner}{blank})?")),
                    }
                }
                _ => {
                    if follows {
                        out.push_str(blank);
                    }
                    out.push_str(&self.single(item, depth)?);
                    follows = true;
                }
            }
        }
        Ok(out)
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
            Item::Choice(branches) => {
                let branches: Result<Vec<_>, _> = branches.iter().map(|branch| self.row(branch, depth)).collect();
                format!("(?:{})", branches?.join("|"))
            }
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

/// A capitalised proper name, or a placeholder in braces.
const NAME: &str = r"(?-i:(?<name>(?:\b[A-Z]|\{)[A-Za-z0-9&'._{}\x2d]*(?: [A-Z{][A-Za-z0-9&'._{}\x2d]*){0,4}|\b[a-z]{1,12}(?:AI|[A-Z][a-z]{3,})))";

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
