//! The written form of patterns: from text to a row of items.

use super::PatternError;

/// One item of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    /// A word as it stands; `before*` and `*after` match any word that begins or ends so.
    Word {
        /// The letters.
        text: String,
        /// Whether case matters.
        exact: bool,
        /// Whether more letters may follow.
        prefix: bool,
        /// Whether more letters may stand before it.
        suffix: bool,
    },
    /// A name, an identifier, any word or a number.
    BuiltIn(BuiltIn),
    /// A choice that the vocabulary names, by its number there.
    List(usize),
    /// One of some rows.
    Choice(Vec<Vec<Item>>),
    /// An item that may be missing.
    Optional(Box<Item>),
    /// Up to four words of the same clause,
    Gap,
    /// up to twelve of the same sentence,
    WideGap,
    /// up to sixteen of the same clause: as few as will do,
    Clause,
    /// or as many as there are,
    Rest,
    /// and up to three words between an article and its noun.
    Modifiers,
    /// The beginning of the sentence.
    Start,
    /// Its end.
    End,
    /// A comma, a colon or a semicolon.
    Punctuation(char),
}

/// What every vocabulary has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BuiltIn {
    /// `<Name>`.
    Name,
    /// `<id>`.
    Identifier,
    /// `<word>`.
    Word,
    /// `<number>`.
    Number,
}

/// The items of a pattern; `number` gives the number of a list, or an error.
pub(super) fn parse(
    source: &str,
    number: &dyn Fn(&str) -> Result<usize, PatternError>,
) -> Result<Vec<Item>, PatternError> {
    let mut parser = Parser { rest: source.trim(), source, number };
    let items = parser.row()?;
    match parser.rest {
        "" => Ok(items),
        _ => Err(parser.malformed("a closing bracket or bar without its opening one")),
    }
}

struct Parser<'a> {
    rest: &'a str,
    source: &'a str,
    number: &'a dyn Fn(&str) -> Result<usize, PatternError>,
}

impl<'a> Parser<'a> {
    fn malformed(&self, what: &'static str) -> PatternError {
        PatternError::Malformed { what, pattern: self.source.to_owned() }
    }

    fn row(&mut self) -> Result<Vec<Item>, PatternError> {
        let mut items = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            let mut item = match self.rest.chars().next() {
                None | Some(')' | '|') => break,
                Some('(') => self.choice()?,
                Some('<') => self.list()?,
                Some(_) => self.word()?,
            };
            if let Some(after) = self.rest.strip_prefix('?') {
                self.rest = after;
                item = Item::Optional(Box::new(item));
            }
            items.push(item);
        }
        if items.is_empty() { Err(self.malformed("an empty choice")) } else { Ok(items) }
    }

    fn choice(&mut self) -> Result<Item, PatternError> {
        let mut branches = Vec::new();
        loop {
            self.rest = &self.rest[1..];
            branches.push(self.row()?);
            match self.rest.chars().next() {
                Some('|') => {}
                Some(')') => {
                    self.rest = &self.rest[1..];
                    return Ok(Item::Choice(branches));
                }
                _ => return Err(self.malformed("a bracket that is not closed")),
            }
        }
    }

    fn list(&mut self) -> Result<Item, PatternError> {
        let end = self.rest.find('>').ok_or_else(|| self.malformed("a list name that is not closed"))?;
        let name = &self.rest[1..end];
        self.rest = &self.rest[end + 1..];
        Ok(match name {
            "clause" => Item::Clause,
            "rest" => Item::Rest,
            "mods" => Item::Modifiers,
            "Name" => Item::BuiltIn(BuiltIn::Name),
            "id" => Item::BuiltIn(BuiltIn::Identifier),
            "word" => Item::BuiltIn(BuiltIn::Word),
            "number" => Item::BuiltIn(BuiltIn::Number),
            _ => Item::List((self.number)(name)?),
        })
    }

    fn word(&mut self) -> Result<Item, PatternError> {
        let end = self.rest.find(|c: char| c.is_whitespace() || "()|<>?".contains(c)).unwrap_or(self.rest.len());
        let word = &self.rest[..end];
        self.rest = &self.rest[end..];
        Ok(match word {
            "" => return Err(self.malformed("a `?` or `>` that follows nothing")),
            "..." => Item::WideGap,
            ".." => Item::Gap,
            "^" => Item::Start,
            "$" => Item::End,
            "," | ":" | ";" => Item::Punctuation(word.chars().next().expect("the word was just matched")),
            _ => {
                let (exact, word) = word.strip_prefix('=').map_or((false, word), |word| (true, word));
                let (prefix, word) = word.strip_suffix('*').map_or((false, word), |word| (true, word));
                let (suffix, word) = word.strip_prefix('*').map_or((false, word), |word| (true, word));
                let item = |text: String| Item::Word { text, exact, prefix, suffix };
                match word.strip_suffix("/s") {
                    Some(stem) => Item::Choice(vec![vec![item(stem.to_owned())], vec![item(format!("{stem}s"))]]),
                    None => item(word.to_owned()),
                }
            }
        })
    }
}
