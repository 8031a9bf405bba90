//! The vocabulary that patterns refer to: named choices, each parsed when a pattern first asks for it.

use super::code::{Item, Row};
use super::expression::Translator;
use super::firsts::{self, Firsts};
use super::literals::{self, Literal};
use super::syntax::parse;
use super::{PatternError, Spacing};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// How deep lists may name lists.
const DEPTH: usize = 8;

/// Named choices, each a list of patterns, that `<list>` refers to.
#[derive(Debug)]
pub struct Lists {
    lists: Vec<List>,
    spacing: Spacing,
}

#[derive(Debug)]
struct List {
    name: String,
    patterns: Vec<String>,
    branches: OnceCell<Result<Vec<String>, PatternError>>,
    height: OnceCell<usize>,
    literals: OnceCell<Option<Vec<Literal>>>,
    firsts: OnceCell<Option<Firsts>>,
}

impl Lists {
    /// The lists of a language with this spacing, by their names.
    pub fn new(lists: BTreeMap<String, Vec<String>>, spacing: Spacing) -> Self {
        let list = |(name, patterns)| List {
            name,
            patterns,
            branches: OnceCell::new(),
            height: OnceCell::new(),
            literals: OnceCell::new(),
            firsts: OnceCell::new(),
        };
        Lists { lists: lists.into_iter().map(list).collect(), spacing }
    }

    /// The code of a pattern that names these lists; an error also where a list that it names has a mistake.
    pub fn parse(&self, source: &str) -> Result<String, PatternError> {
        let code = parse(source, &|name| self.number(name))?;
        match self.height(Row::of(&code), DEPTH)? {
            0..=DEPTH => Ok(code),
            _ => Err(PatternError::TooLarge { pattern: source.to_owned() }),
        }
    }

    /// How words of the language stand beside each other.
    pub fn spacing(&self) -> Spacing {
        self.spacing
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.lists.len()
    }

    /// The branches of a list in the order in which they are tried: the longest first, so that `call back` is not taken for
    /// `call`. There are none where no pattern names the list.
    pub fn tried(&self, list: usize) -> Vec<Row<'_>> {
        let Some(Ok(_)) = self.lists[list].branches.get() else { return Vec::new() };
        let branches = |list| self.branches(list).collect();
        let translator = Translator { branches: &branches, spacing: self.spacing };
        let mut tried: Vec<Row> = self.branches(list).collect();
        tried.sort_by_cached_key(|&branch| std::cmp::Reverse(translator.row(branch).len()));
        tried
    }

    /// The branches of a list as they are written.
    fn branches(&self, list: usize) -> impl Iterator<Item = Row<'_>> {
        let written = self.written(list).as_ref();
        written
            .expect("a pattern is used only after the lists that it names were parsed")
            .iter()
            .map(|code| Row::of(code))
    }

    fn written(&self, list: usize) -> &Result<Vec<String>, PatternError> {
        let list = &self.lists[list];
        list.branches
            .get_or_init(|| list.patterns.iter().map(|pattern| parse(pattern, &|name| self.number(name))).collect())
    }

    /// The literals of which every match of a list holds one, if there are such.
    pub fn literals(&self, list: usize) -> Option<&[Literal]> {
        let found = self.lists[list].literals.get_or_init(|| literals::of_rows(self.branches(list), self));
        found.as_deref()
    }

    /// The bytes that a match of a list may begin with; none where it may be any.
    pub fn firsts(&self, list: usize) -> Option<Firsts> {
        let rows = || firsts::union(self.branches(list).map(|branch| firsts::of_row(branch, self)));
        *self.lists[list].firsts.get_or_init(rows)
    }

    fn number(&self, name: &str) -> Result<usize, PatternError> {
        self.lists.binary_search_by(|list| list.name.as_str().cmp(name)).map_err(|_| PatternError::UnknownList {
            name: name.to_owned(),
            known: self.lists.iter().map(|list| list.name.clone()).collect(),
        })
    }

    /// How many lists and choices are nested in a row; more than `left` where lists name each other in a circle.
    fn height(&self, row: Row, left: usize) -> Result<usize, PatternError> {
        let mut height = 0;
        for item in row.items() {
            height = height.max(self.height_of(item, left)?);
        }
        Ok(height)
    }

    fn height_of(&self, item: Item, left: usize) -> Result<usize, PatternError> {
        let Some(below) = left.checked_sub(1) else { return Ok(1) };
        Ok(match item {
            Item::List(list) => {
                if let Some(known) = self.lists[list].height.get() {
                    return Ok(1 + known);
                }
                let branches = self.written(list).as_ref().map_err(Clone::clone)?;
                let mut height = 0;
                for branch in branches {
                    height = height.max(self.height(Row::of(branch), below)?);
                }
                if height <= below {
                    _ = self.lists[list].height.set(height);
                }
                1 + height
            }
            Item::Choice(branches) => {
                let mut height = 0;
                for branch in branches.iter() {
                    height = height.max(self.height(branch, below)?);
                }
                1 + height
            }
            Item::Optional(inner) => self.height(inner, left)?,
            _ => 1,
        })
    }
}
