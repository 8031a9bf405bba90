//! The vocabulary that patterns refer to: named choices, each parsed when a pattern first asks for it.

use super::anchors::of_rows;
use super::syntax::{Item, parse};
use super::translate::Translator;
use super::{PatternError, Spacing};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// How deep lists may name lists.
const DEPTH: usize = 8;

/// Named choices, each a list of patterns, that `<list>` refers to. A copy shares what it knows.
#[derive(Clone, Debug, Default)]
pub struct Lists(Arc<Vec<List>>);

#[derive(Debug)]
struct List {
    name: String,
    patterns: Vec<String>,
    branches: OnceLock<Result<Vec<Vec<Item>>, PatternError>>,
    height: OnceLock<usize>,
    anchors: OnceLock<Option<Vec<String>>>,
    order: OnceLock<Order>,
}

/// The branches of a list in the order in which they are tried.
#[derive(Debug)]
pub(super) struct Order {
    /// By the first byte of a text: the branches that can match it.
    by_first: Vec<Box<[u16]>>,
    firsts: Option<Firsts>,
}

/// The bytes that a match may begin with.
pub(super) type Firsts = Box<[bool; 256]>;

impl From<BTreeMap<String, Vec<String>>> for Lists {
    fn from(lists: BTreeMap<String, Vec<String>>) -> Self {
        let list = |(name, patterns)| List {
            name,
            patterns,
            branches: OnceLock::new(),
            height: OnceLock::new(),
            anchors: OnceLock::new(),
            order: OnceLock::new(),
        };
        Lists(Arc::new(lists.into_iter().map(list).collect()))
    }
}

impl Lists {
    /// The items of a pattern that names these lists; an error also where a list that it names has a mistake.
    pub(super) fn parse(&self, source: &str) -> Result<Vec<Item>, PatternError> {
        let items = parse(source, &|name| self.number(name))?;
        match self.height(&items, DEPTH)? {
            0..=DEPTH => Ok(items),
            _ => Err(PatternError::TooLarge { pattern: source.to_owned() }),
        }
    }

    /// The branches of a list as they are written.
    pub(super) fn branches(&self, list: usize) -> &[Vec<Item>] {
        self.written(list).as_ref().expect("a pattern is used only after the lists that it names were parsed")
    }

    fn written(&self, list: usize) -> &Result<Vec<Vec<Item>>, PatternError> {
        let list = &self.0[list];
        list.branches
            .get_or_init(|| list.patterns.iter().map(|pattern| parse(pattern, &|name| self.number(name))).collect())
    }

    /// The literals of which every match of a list holds one, if there are such.
    pub(super) fn anchors(&self, list: usize) -> Option<&[String]> {
        let anchors = self.0[list].anchors.get_or_init(|| of_rows(self.branches(list), self));
        anchors.as_deref()
    }

    /// The branches of a list that may match a text with this first byte, in the order in which they are tried.
    pub(super) fn tried(&self, list: usize, spacing: Spacing, first: Option<u8>) -> &[u16] {
        let order = self.order(list, spacing);
        &order.by_first[first.map_or(256, usize::from)]
    }

    /// The longest branch first, so that `call back` is not taken for `call`.
    fn order(&self, list: usize, spacing: Spacing) -> &Order {
        self.0[list].order.get_or_init(|| {
            let branches = self.branches(list);
            let translator = Translator { lists: self, spacing };
            let mut numbers: Vec<u16> = (0..branches.len()).map(|at| u16::try_from(at).unwrap_or(u16::MAX)).collect();
            numbers.sort_by_cached_key(|&at| std::cmp::Reverse(translator.row(&branches[usize::from(at)]).len()));
            let firsts: Vec<Option<Firsts>> = branches.iter().map(|branch| self.firsts(branch, spacing)).collect();
            let fits = |at: u16, byte: usize| firsts[usize::from(at)].as_ref().is_none_or(|firsts| firsts[byte]);
            let mut by_first: Vec<Box<[u16]>> =
                (0..256).map(|byte| numbers.iter().copied().filter(|&at| fits(at, byte)).collect()).collect();
            // At the end of a text only what matches nothing matches.
            by_first.push(numbers.iter().copied().collect());
            Order { by_first, firsts: union(firsts) }
        })
    }

    /// The bytes that a match of a row may begin with; none where it may be any.
    pub(super) fn firsts(&self, row: &[Item], spacing: Spacing) -> Option<Firsts> {
        let (first, rest) = row.split_first()?;
        match first {
            Item::Word { suffix: true, .. } | Item::BuiltIn(_) => None,
            Item::Word { text, exact, .. } => {
                let mut bytes = Box::new([false; 256]);
                let first = text.chars().next()?;
                let mut add =
                    |character: char| bytes[usize::from(character.encode_utf8(&mut [0; 4]).as_bytes()[0])] = true;
                add(first);
                if !exact {
                    first.to_lowercase().next().into_iter().chain(first.to_uppercase().next()).for_each(add);
                }
                Some(bytes)
            }
            Item::List(list) => self.order(*list, spacing).firsts.clone(),
            Item::Choice(branches) => union(branches.iter().map(|branch| self.firsts(branch, spacing)).collect()),
            Item::Optional(inner) => {
                union(vec![self.firsts(std::slice::from_ref(inner), spacing), self.firsts(rest, spacing)])
            }
            Item::Punctuation(mark) => {
                let mut bytes = Box::new([false; 256]);
                bytes[usize::try_from(u32::from(*mark)).ok().filter(|at| *at < 128)?] = true;
                Some(bytes)
            }
            Item::Gap | Item::WideGap | Item::Clause | Item::Rest | Item::Modifiers | Item::Start | Item::End => None,
        }
    }

    fn number(&self, name: &str) -> Result<usize, PatternError> {
        self.0.binary_search_by(|list| list.name.as_str().cmp(name)).map_err(|_| PatternError::UnknownList {
            name: name.to_owned(),
            known: self.0.iter().map(|list| list.name.clone()).collect(),
        })
    }

    /// How many lists and choices are nested in a row; more than `left` where lists name each other in a circle.
    fn height(&self, row: &[Item], left: usize) -> Result<usize, PatternError> {
        let mut height = 0;
        for item in row {
            height = height.max(self.height_of(item, left)?);
        }
        Ok(height)
    }

    fn height_of(&self, item: &Item, left: usize) -> Result<usize, PatternError> {
        let Some(below) = left.checked_sub(1) else { return Ok(1) };
        Ok(match item {
            Item::List(list) => {
                if let Some(known) = self.0[*list].height.get() {
                    return Ok(1 + known);
                }
                let branches = self.written(*list).as_ref().map_err(Clone::clone)?;
                let mut height = 0;
                for branch in branches {
                    height = height.max(self.height(branch, below)?);
                }
                if height <= below {
                    _ = self.0[*list].height.set(height);
                }
                1 + height
            }
            Item::Choice(branches) => {
                let mut height = 0;
                for branch in branches {
                    height = height.max(self.height(branch, below)?);
                }
                1 + height
            }
            Item::Optional(inner) => self.height_of(inner, left)?,
            _ => 1,
        })
    }
}

/// All bytes of some; none where one of them may be any.
fn union(all: Vec<Option<Firsts>>) -> Option<Firsts> {
    let mut bytes = Box::new([false; 256]);
    for some in all {
        for (to, from) in bytes.iter_mut().zip(some?.iter()) {
            *to |= from;
        }
    }
    Some(bytes)
}
