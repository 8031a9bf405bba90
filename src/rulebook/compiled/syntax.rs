//! The written form of patterns: from text to the code of a row of items.

use super::PatternError;
use super::code::{self, Item, TooLong, Word};

/// The code of a pattern; `number` gives the number of a list, or an error.
pub fn parse(source: &str, number: &dyn Fn(&str) -> Result<usize, PatternError>) -> Result<String, PatternError> {
    let mut parser = Parser { rest: source.trim(), source, number };
    let code = parser.row()?;
    match parser.rest {
        "" => Ok(code),
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

    fn short(&self, code: Result<String, TooLong>) -> Result<String, PatternError> {
        code.map_err(|TooLong| PatternError::TooLarge { pattern: self.source.to_owned() })
    }

    fn row(&mut self) -> Result<String, PatternError> {
        let mut row = String::new();
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
                item = self.short(code::optional(&item))?;
            }
            row.push_str(&item);
        }
        if row.is_empty() { Err(self.malformed("an empty choice")) } else { Ok(row) }
    }

    fn choice(&mut self) -> Result<String, PatternError> {
        let mut branches = Vec::new();
        loop {
            self.rest = &self.rest[1..];
            branches.push(self.row()?);
            match self.rest.chars().next() {
                Some('|') => {}
                Some(')') => {
                    self.rest = &self.rest[1..];
                    return self.short(code::choice(&branches));
                }
                _ => return Err(self.malformed("a bracket that is not closed")),
            }
        }
    }

    fn list(&mut self) -> Result<String, PatternError> {
        let end = self.rest.find('>').ok_or_else(|| self.malformed("a list name that is not closed"))?;
        let name = &self.rest[1..end];
        self.rest = &self.rest[end + 1..];
        Ok(match name {
            "clause" => code::sign(Item::Clause),
            "rest" => code::sign(Item::Rest),
            "mods" => code::sign(Item::Modifiers),
            "Name" => code::sign(Item::Name),
            "id" => code::sign(Item::Identifier),
            "word" => code::sign(Item::AnyWord),
            "number" => code::sign(Item::Number),
            _ => self.short(code::list((self.number)(name)?))?,
        })
    }

    fn word(&mut self) -> Result<String, PatternError> {
        let end = self.rest.find(|c: char| c.is_whitespace() || "()|<>?".contains(c)).unwrap_or(self.rest.len());
        let word = &self.rest[..end];
        self.rest = &self.rest[end..];
        let sign = |item: Item<'static>| Ok(code::sign(item));
        match word {
            "" => Err(self.malformed("a `?` or `>` that follows nothing")),
            "..." => sign(Item::WideGap),
            ".." => sign(Item::Gap),
            "^" => sign(Item::Start),
            "$" => sign(Item::End),
            "," => sign(Item::Punctuation(',')),
            ":" => sign(Item::Punctuation(':')),
            ";" => sign(Item::Punctuation(';')),
            _ => {
                let (exact, word) = word.strip_prefix('=').map_or((false, word), |word| (true, word));
                let (prefix, word) = word.strip_suffix('*').map_or((false, word), |word| (true, word));
                let (suffix, word) = word.strip_prefix('*').map_or((false, word), |word| (true, word));
                let item = |text: &str| self.short(code::word(Word { text, exact, prefix, suffix }));
                match word.strip_suffix("/s") {
                    Some(stem) => self.short(code::choice(&[item(stem)?, item(&format!("{stem}s"))?])),
                    None => item(word),
                }
            }
        }
    }
}
