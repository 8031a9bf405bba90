//! Values of a configuration as its table of keys has them, each with its place; what is not as it has to be is a mistake.

use super::Said;
use crate::config::date::Date;
use crate::config::keys::{self, Choice, Key, Tables};
use crate::config::mistake::{known, mistake};
use crate::finding::Finding;
use crate::input::tree::{NodeId, Style, Tree};
use crate::source::{FileId, Place};
use std::collections::HashSet;

/// A file while its values are taken.
pub(super) struct Reader<'t, 's> {
    pub(super) tree: &'t Tree<'s>,
    pub(super) file: FileId,
    pub(super) mistakes: Vec<Finding>,
}

impl Reader<'_, '_> {
    /// The entries of a mapping whose keys are known, and a mistake for each that is not, comes twice or is missing.
    pub(super) fn entries(&mut self, node: NodeId, tables: Tables, what: &str) -> Vec<(&'static Key, NodeId)> {
        if !self.is_mapping(node, what) {
            return Vec::new();
        }
        let mut seen = HashSet::new();
        for child in self.tree.children(node) {
            let name = self.tree.key(child).unwrap_or_default();
            if name != "<<" && !seen.insert(name.clone()) {
                let help = "keep one of them".to_owned();
                self.mistakes.push(mistake(self.key_place(child), format!("`{name}` is said twice"), Some(help)));
            }
        }
        let mut entries = Vec::new();
        for (name, value) in self.tree.entries(node) {
            match keys::keys(tables).find(|key| key.name == name) {
                None => {
                    let names: Vec<String> = keys::keys(tables).map(|key| key.name.to_owned()).collect();
                    let message = format!("{what} has no key `{name}`");
                    let help = known(&name, "keys", &names);
                    self.mistakes.push(mistake(self.key_place(value), message, Some(help)));
                }
                Some(key) if self.tree.is_null(value) => {
                    let help = Some(format!("give it a value, such as `{}`, or remove it", key.example));
                    self.mistakes.push(mistake(self.key_place(value), format!("`{name}` has no value"), help));
                }
                Some(key) => entries.push((key, value)),
            }
        }
        let given: HashSet<String> = self.tree.entries(node).map(|(name, _)| name.into_owned()).collect();
        for key in keys::keys(tables).filter(|key| key.required && !given.contains(key.name)) {
            let help = Some(format!("add it, such as `{}: {}`", key.name, key.example));
            let place = self.first_place(node);
            self.mistakes.push(mistake(place, format!("{what} needs `{}`", key.name), help));
        }
        entries
    }

    pub(super) fn is_mapping(&mut self, node: NodeId, what: &str) -> bool {
        let is_mapping = self.tree.is_mapping(node);
        if !is_mapping {
            self.mistake(node, format!("{what} is a mapping of keys to values"), Some("write `key: value`".into()));
        }
        is_mapping
    }

    pub(super) fn mappings(&mut self, key: &Key, node: NodeId) -> Vec<NodeId> {
        match self.tree.is_sequence(node) {
            true => self.tree.items(node).map(|item| self.tree.resolve(item)).collect(),
            false => {
                let help = format!("write `{}: {}`", key.name, key.example);
                self.mistake(node, format!("`{}` is a list", key.name), Some(help));
                Vec::new()
            }
        }
    }

    pub(super) fn text(&mut self, name: &str, node: NodeId) -> Option<Said<String>> {
        let text = self.tree.scalar(node).filter(|text| !text.trim().is_empty() && !self.tree.is_null(node));
        if text.is_none() {
            self.mistake(node, format!("`{name}` is a text"), Some("write a text, in quotes if need be".into()));
        }
        let place = Some(self.place(node));
        text.map(|text| Said { value: text.trim().to_owned(), place })
    }

    /// A pointer, which is empty where somebody means the whole document.
    pub(super) fn pointer(&mut self, name: &str, node: NodeId) -> Option<Said<String>> {
        let is_empty = |text: std::borrow::Cow<'_, str>| ["", "#", "/", "#/"].contains(&text.trim());
        if !self.tree.is_null(node) && self.tree.scalar(node).is_some_and(is_empty) {
            let help = "name the files in `files` and leave out `pointer`; the document's title is `/info/title`";
            self.mistake(node, format!("this `{name}` means all of the document"), Some(help.to_owned()));
            return None;
        }
        self.text(name, node)
    }

    pub(super) fn texts(&mut self, key: &Key, node: NodeId) -> Vec<Said<String>> {
        match self.tree.is_sequence(node) {
            true => {
                let items: Vec<NodeId> = self.tree.items(node).collect();
                items.into_iter().filter_map(|item| self.text(key.name, item)).collect()
            }
            false => self.text(key.name, node).into_iter().collect(),
        }
    }

    /// The same, where a list that names nothing is a mistake.
    pub(super) fn some_texts(&mut self, key: &Key, node: NodeId) -> Vec<Said<String>> {
        self.holds_some(key, node);
        self.texts(key, node)
    }

    fn holds_some(&mut self, key: &Key, node: NodeId) {
        if self.tree.is_sequence(node) && self.tree.items(node).next().is_none() {
            let help = format!("name some, such as `{}`, or remove it", key.example);
            self.mistake(node, format!("`{}` names nothing", key.name), Some(help));
        }
    }

    pub(super) fn flag(&mut self, key: &Key, node: NodeId) -> Option<Said<bool>> {
        let plain = self.tree.style(self.tree.resolve(node)) == Style::Plain;
        let value = match self.tree.raw(node) {
            "true" if plain => true,
            "false" if plain => false,
            other => {
                let message = format!("`{other}` is neither `true` nor `false`");
                self.mistake(node, message, Some(format!("write `{}: true` or `{}: false`", key.name, key.name)));
                return None;
            }
        };
        Some(Said { value, place: Some(self.place(node)) })
    }

    pub(super) fn day(&mut self, name: &str, node: NodeId) -> Option<Said<Date>> {
        let said = self.text(name, node)?;
        let day = Date::parse(&said.value);
        if day.is_none() {
            let help = Some("write the year, the month and the day, such as `2027-01-31`".to_owned());
            self.mistake(node, format!("`{}` is no day", said.value), help);
        }
        Some(Said { value: day?, place: said.place })
    }

    pub(super) fn one(&mut self, name: &str, choice: Choice, node: NodeId) -> Option<Said<String>> {
        let said = self.text(name, node)?;
        self.chosen(name, choice, node, said)
    }

    pub(super) fn some(&mut self, key: &Key, choice: Choice, node: NodeId) -> Vec<Said<String>> {
        self.holds_some(key, node);
        let items: Vec<NodeId> = match self.tree.is_sequence(node) {
            true => self.tree.items(node).collect(),
            false => vec![node],
        };
        items.into_iter().filter_map(|item| self.one(key.name, choice, item)).collect()
    }

    pub(super) fn chosen(
        &mut self,
        name: &str,
        choice: Choice,
        node: NodeId,
        said: Said<String>,
    ) -> Option<Said<String>> {
        let words: Vec<String> = choice.words().into_iter().map(str::to_owned).collect();
        if words.contains(&said.value) {
            return Some(said);
        }
        let help = known(&said.value, "choices", &words);
        self.mistake(node, format!("`{name}` cannot be `{}`", said.value), Some(help));
        None
    }

    pub(super) fn mistake(&mut self, node: NodeId, message: String, help: Option<String>) {
        self.mistakes.push(mistake(self.place(node), message, help));
    }

    pub(super) fn place(&self, node: NodeId) -> Place {
        Place { file: self.file, span: self.tree.span(node) }
    }

    pub(super) fn key_place(&self, node: NodeId) -> Place {
        let span = self.tree.key_span(node).unwrap_or_else(|| self.tree.span(node));
        Place { file: self.file, span }
    }

    /// Where a mapping begins, so that not all of its lines are underlined.
    pub(super) fn first_place(&self, node: NodeId) -> Place {
        let first = self.tree.children(node).next();
        first.map_or_else(|| self.place(node), |first| self.key_place(first))
    }
}
