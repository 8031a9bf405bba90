//! Finds nodes of a [`Tree`] by key and by JSON pointer, with duplicate keys and YAML's merge keys as one expects them.
//!
//! A merge key (`<<: *base`, `<<: [*first, *second]`) lends a mapping the entries of others; the mapping's own win, then
//! those of the mapping that is named first. Of duplicate keys the last wins, as in most loaders.

use super::{NodeId, Style, Tree};
use crate::field::Pointer;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Below this number of entries, comparing keys one by one is cheaper than hashing them.
const FEW: usize = 16;

/// Items of a sequence that are counted anew for each pointer.
const NEAR: usize = 64;

/// Children that are compared one by one before those of all wide collections are looked up in a table.
const WIDE: usize = 512;

/// What is looked up in tables where walking would take long; each is made when it is first asked for.
#[derive(Debug, Default)]
pub struct Indexes {
    /// Where each item stands in its sequence, by the number of its node.
    places: OnceLock<Vec<u32>>,
    wide: OnceLock<Wide>,
}

/// The children of collections that have many.
#[derive(Debug, Default)]
struct Wide {
    /// By key, of duplicate keys the last; and whether there are merge keys.
    mappings: HashMap<NodeId, (HashMap<String, NodeId>, bool)>,
    sequences: HashMap<NodeId, Vec<NodeId>>,
}

impl PartialEq for Indexes {
    /// They are known from the nodes, and say nothing more.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Indexes {}

impl<'s> Tree<'s> {
    /// The value of a key in a mapping, merge keys included; an alias of the mapping is followed. The value itself is
    /// given as it stands: where it is an alias, it is for [`Tree::resolve`] to follow, as every other question does.
    pub fn get(&self, mapping: NodeId, key: &str) -> Option<NodeId> {
        let mapping = self.resolve(mapping);
        if self.style(mapping) != Style::Mapping {
            return None;
        }
        let mut found = None;
        let mut merges = false;
        for (index, child) in self.children(mapping).enumerate() {
            if index == WIDE {
                let (keys, has_merges) = &self.wide().mappings[&mapping];
                (found, merges) = (keys.get(key).copied(), *has_merges);
                break;
            }
            merges |= self.is_merge(child);
            if self.has_key(child, key) {
                found = Some(child);
            }
        }
        if found.is_some() || !merges {
            return found;
        }
        self.merged(mapping).into_iter().find_map(|lender| {
            self.children(lender).filter(|&child| self.has_key(child, key) && !self.is_merge(child)).last()
        })
    }

    /// The values of several keys, each as [`Tree::get`] gives it, in one walk through the entries.
    pub fn get_all<const N: usize>(&self, mapping: NodeId, keys: [&str; N]) -> [Option<NodeId>; N] {
        let mapping = self.resolve(mapping);
        let mut found = [None; N];
        if self.style(mapping) != Style::Mapping {
            return found;
        }
        // Most keys have a length that none of those has that are looked for.
        let lengths = keys.iter().fold(0u64, |lengths, key| lengths | 1 << key.len().min(63));
        let mut merges = false;
        for child in self.children(mapping) {
            merges |= self.is_merge(child);
            let node = self.node(child);
            if node.key_verbatim && lengths >> (node.key_end - node.key_start).min(63) & 1 == 0 {
                continue;
            }
            for (found, key) in found.iter_mut().zip(keys) {
                if self.has_key(child, key) {
                    *found = Some(child);
                }
            }
        }
        if merges {
            for (found, key) in found.iter_mut().zip(keys) {
                *found = found.or_else(|| self.get(mapping, key));
            }
        }
        found
    }

    /// The entries of a mapping: its own in written order, then those that merge keys lend it. Of duplicate keys only the
    /// last is given. Nothing for what is no mapping; an alias is followed.
    pub fn entries(&self, mapping: NodeId) -> impl Iterator<Item = (Cow<'s, str>, NodeId)> {
        let mapping = self.resolve(mapping);
        let mut entries = Vec::new();
        if self.style(mapping) == Style::Mapping {
            entries.reserve_exact(self.children(mapping).count());
            let merges = self.add_own_entries(mapping, &mut entries);
            if merges {
                self.add_merged_entries(mapping, &mut entries);
            }
        }
        entries.into_iter()
    }

    /// The RFC 6901 pointer of where the node stands in its document.
    pub fn pointer(&self, node: NodeId) -> Pointer {
        let mut tokens = Vec::new();
        let mut node = node;
        while let Some(parent) = self.parent(node) {
            tokens.push(match self.style(parent) {
                Style::Sequence => Cow::Owned(self.index(parent, node).to_string()),
                _ => escape(self.key(node).unwrap_or_default()),
            });
            node = parent;
        }
        let mut pointer = String::new();
        for token in tokens.iter().rev() {
            pointer.push('/');
            pointer.push_str(token);
        }
        Pointer(pointer)
    }

    /// How many items stand before an item of a sequence.
    fn index(&self, sequence: NodeId, item: NodeId) -> usize {
        if let Some(near) = self.children(sequence).take(NEAR).position(|other| other == item) {
            return near;
        }
        let indexes = self.indexes.places.get_or_init(|| {
            let mut indexes = vec![0; self.nodes.len()];
            let sequences = (0..self.nodes.len()).filter(|&node| self.nodes[node].style == Style::Sequence);
            for sequence in sequences {
                let items = self.children(NodeId(u32::try_from(sequence).expect("nodes are counted in 32 bits")));
                items.zip(0..).for_each(|(item, index)| indexes[item.0 as usize] = index);
            }
            indexes
        });
        indexes[item.0 as usize] as usize
    }

    /// The node that an RFC 6901 pointer leads to from `root`; aliases and merge keys on the way are followed. The node
    /// itself is given as it stands, as by [`Tree::get`].
    pub fn find(&self, root: NodeId, pointer: &str) -> Option<NodeId> {
        if pointer.is_empty() {
            return Some(root);
        }
        let tokens = pointer.strip_prefix('/')?.split('/');
        tokens.into_iter().try_fold(root, |node, token| {
            if self.is_sequence(node) {
                // A leading zero or a sign is no index.
                let index: usize = token.parse().ok().filter(|index: &usize| index.to_string() == token)?;
                return self.item(node, index);
            }
            match token.contains('~') {
                true => self.get(node, &token.replace("~1", "/").replace("~0", "~")),
                false => self.get(node, token),
            }
        })
    }

    /// The item of a sequence that has so many before it.
    fn item(&self, sequence: NodeId, index: usize) -> Option<NodeId> {
        match index < WIDE {
            true => self.items(sequence).nth(index),
            false => self.wide().sequences.get(&self.resolve(sequence))?.get(index).copied(),
        }
    }

    fn wide(&self) -> &Wide {
        self.indexes.wide.get_or_init(|| {
            let mut wide = Wide::default();
            for collection in (0..self.nodes.len()).map(|node| NodeId(u32::try_from(node).expect("nodes are counted")))
            {
                let style = self.style(collection);
                if !matches!(style, Style::Mapping | Style::Sequence) || self.children(collection).nth(WIDE).is_none() {
                    continue;
                }
                if style == Style::Sequence {
                    wide.sequences.insert(collection, self.children(collection).collect());
                    continue;
                }
                let keyed = |child| Some((self.key(child)?.into_owned(), child));
                let keys = self.children(collection).filter_map(keyed).collect();
                wide.mappings.insert(collection, (keys, self.children(collection).any(|child| self.is_merge(child))));
            }
            wide
        })
    }

    /// Whether a mapping's child has this decoded key.
    #[inline]
    pub fn has_key(&self, child: NodeId, key: &str) -> bool {
        let node = self.node(child);
        let (start, end) = (node.key_start as usize, node.key_end as usize);
        if node.key_verbatim {
            // Most keys differ in their length, and their bytes are not looked at.
            return end - start == key.len() && &self.source.as_bytes()[start..end] == key.as_bytes();
        }
        self.has_odd_key(child, key)
    }

    /// The same for a key that has to be decoded.
    #[cold]
    fn has_odd_key(&self, child: NodeId, key: &str) -> bool {
        self.key(child).is_some_and(|decoded| decoded == key)
    }

    #[inline]
    fn is_merge(&self, child: NodeId) -> bool {
        // JSON's keys are quoted, and a quoted `"<<"` is an ordinary key in YAML too.
        self.node(child).key_style == Style::Plain && self.has_key(child, "<<")
    }

    /// Adds a mapping's own entries; says whether it has merge keys.
    fn add_own_entries(&self, mapping: NodeId, entries: &mut Vec<(Cow<'s, str>, NodeId)>) -> bool {
        let mut merges = false;
        for child in self.children(mapping) {
            match self.is_merge(child) {
                true => merges = true,
                false => entries.push((self.key(child).unwrap_or_default(), child)),
            }
        }
        keep_last_of_duplicates(entries);
        merges
    }

    fn add_merged_entries(&self, mapping: NodeId, entries: &mut Vec<(Cow<'s, str>, NodeId)>) {
        let mut seen: HashSet<Cow<'s, str>> = entries.iter().map(|(key, _)| key.clone()).collect();
        for lender in self.merged(mapping) {
            let mut lent = Vec::new();
            self.add_own_entries(lender, &mut lent);
            entries.extend(lent.into_iter().filter(|(key, _)| seen.insert(key.clone())));
        }
    }

    /// The mappings that merge keys lend from, directly and through each other, the one that wins first; each once, so
    /// that neither cycles nor doubling chains make it long.
    fn merged(&self, mapping: NodeId) -> Vec<NodeId> {
        let mut order = Vec::new();
        let mut seen = HashSet::from([mapping]);
        let mut pending = self.lenders(mapping);
        while let Some(lender) = pending.pop() {
            if seen.insert(lender) {
                order.push(lender);
                pending.extend(self.lenders(lender));
            }
        }
        order
    }

    /// The mappings that a mapping's own merge keys name, the one that wins last.
    fn lenders(&self, mapping: NodeId) -> Vec<NodeId> {
        let mut lenders = Vec::new();
        for child in self.children(mapping).filter(|&child| self.is_merge(child)) {
            let value = self.resolve(child);
            match self.style(value) {
                Style::Sequence => lenders.extend(self.items(value).map(|item| self.resolve(item))),
                _ => lenders.push(value),
            }
        }
        lenders.retain(|&lender| self.style(lender) == Style::Mapping);
        lenders.reverse();
        lenders
    }
}

/// Drops every entry whose key comes again.
fn keep_last_of_duplicates(entries: &mut Vec<(Cow<'_, str>, NodeId)>) {
    let mut index = 0;
    if entries.len() < FEW {
        while index < entries.len() {
            match entries[index + 1..].iter().any(|(later, _)| *later == entries[index].0) {
                true => drop(entries.remove(index)),
                false => index += 1,
            }
        }
        return;
    }
    let last: HashMap<Cow<'_, str>, usize> =
        entries.iter().enumerate().map(|(index, (key, _))| (key.clone(), index)).collect();
    if last.len() == entries.len() {
        return;
    }
    entries.retain(|(key, _)| {
        index += 1;
        last[key] == index - 1
    });
}

/// A key as a pointer's token.
fn escape(key: Cow<'_, str>) -> Cow<'_, str> {
    match key.contains(['~', '/']) {
        true => Cow::Owned(key.replace('~', "~0").replace('/', "~1")),
        false => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{json, yaml};

    #[track_caller]
    fn has_entries(tree: &Tree<'_>, mapping: &str, expected: &[(&str, &str)]) {
        let mapping = tree.find(tree.roots()[0], mapping).expect("it is there");
        let entries: Vec<_> = tree.entries(mapping).map(|(key, value)| (key, tree.raw(value))).collect();
        assert_eq!(entries, expected.iter().map(|&(key, value)| (Cow::Borrowed(key), value)).collect::<Vec<_>>());
        for &(key, value) in expected {
            assert_eq!(tree.get(mapping, key).map(|node| tree.raw(node)), Some(value), "{key}");
        }
    }

    #[test]
    fn merge_keys_lend_entries_and_override_none() {
        let text = "\
base: &base {a: base, b: base}
more: &more {b: more, c: more, <<: *base, d: more}
one: {b: own, <<: *base, e: own}
two: {<<: [*more, *base, 5], a: own}
inline: {<<: {f: 1}}
quoted: {'<<': *base}
alias: *more
";
        let crate::input::tree::Parsed { tree, error } = yaml::parse(0, text);
        assert_eq!(error, None);
        has_entries(&tree, "/one", &[("b", "own"), ("e", "own"), ("a", "base")]);
        has_entries(&tree, "/two", &[("a", "own"), ("b", "more"), ("c", "more"), ("d", "more")]);
        has_entries(&tree, "/inline", &[("f", "1")]);
        has_entries(&tree, "/quoted", &[("<<", "")]);
        has_entries(&tree, "/alias", &[("b", "more"), ("c", "more"), ("d", "more"), ("a", "base")]);
        let one = tree.find(tree.roots()[0], "/one").expect("it is there");
        assert_eq!(tree.get(one, "x"), None);
        assert_eq!(tree.find(one, "/a").map(|node| tree.pointer(node).0), Some("/base/a".to_owned()));
        assert_eq!(tree.find(tree.roots()[0], "/one/e/deeper"), None);
    }

    #[test]
    fn merge_keys_that_go_round_or_double_end() {
        let tree = yaml::parse(0, "a: &a {<<: *a, b: &b {<<: [*a, *b], c: 1}}").tree;
        has_entries(&tree, "/a", &[("b", "")]);
        has_entries(&tree, "/a/b", &[("c", "1"), ("b", "")]);
        // Expanded, this would be 2 to the power of 60 entries.
        let mut bomb = "- &m0 {a: 1}\n".to_owned();
        for level in 0..60 {
            bomb += &format!("- &m{} {{<<: [*m{level}, *m{level}]}}\n", level + 1);
        }
        let tree = yaml::parse(0, &bomb).tree;
        has_entries(&tree, "/60", &[("a", "1")]);
    }

    #[test]
    fn of_duplicate_keys_the_last_wins() {
        let tree = json::parse(0, r#"{"few": {"a": 1, "b": 2, "\u0061": 3}, "<<": {"c": 4}}"#).tree;
        has_entries(&tree, "/few", &[("b", "2"), ("a", "3")]);
        has_entries(&tree, "", &[("few", ""), ("<<", "")]);
        let many: String = (0..100).map(|number| format!("k{}: {number}\n", number % 60)).collect();
        let tree = yaml::parse(0, &many).tree;
        let last: Vec<_> = (40..100).map(|number| (format!("k{}", number % 60), number.to_string())).collect();
        let last: Vec<_> = last.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        has_entries(&tree, "", &last);
    }

    #[test]
    fn wide_collections_are_looked_up_as_narrow_ones_are() {
        let many: String = (0..3000).map(|number| format!("  k{}: {number}\n", number % 2000)).collect();
        let text = format!("base: &base {{x: lent, k7: lent}}\nwide:\n  <<: *base\n{many}");
        let tree = yaml::parse(0, &text).tree;
        let root = tree.roots()[0];
        let raw = |pointer: &str| tree.find(root, pointer).map(|node| tree.raw(node));
        assert_eq!(raw("/wide/k7"), Some("2007"), "of duplicate keys the last");
        assert_eq!(raw("/wide/k1999"), Some("1999"));
        assert_eq!(raw("/wide/x"), Some("lent"));
        assert_eq!(raw("/wide/k2000"), None);
        let text =
            format!("list: &l [{}]\nagain: *l\n", (0..2000).map(|number| format!("{number},")).collect::<String>());
        let tree = yaml::parse(0, &text).tree;
        let raw = |pointer: &str| tree.find(tree.roots()[0], pointer).map(|node| tree.raw(node));
        assert_eq!((raw("/list/3"), raw("/list/1999"), raw("/list/2000")), (Some("3"), Some("1999"), None));
        assert_eq!(raw("/again/1999"), Some("1999"));
    }

    #[test]
    fn pointers_lead_back_to_their_nodes() {
        let text = "/a~b: {'': [x, {c: [], '%20é\"': y}]}\n~: z\n";
        let tree = yaml::parse(0, text).tree;
        let root = tree.roots()[0];
        let expected =
            ["", "/~1a~0b", "/~1a~0b/", "/~1a~0b//0", "/~1a~0b//1", "/~1a~0b//1/c", "/~1a~0b//1/%20é\"", "/~0"];
        for pointer in expected {
            let node = tree.find(root, pointer).expect("it is there");
            assert_eq!(tree.pointer(node).0, pointer);
        }
        for nowhere in ["x", "/x", "/~1a~0b//2", "/~1a~0b//00", "/~1a~0b//+1", "/~1a~0b//-", "/~0/x", "/~1a~0b//0/"] {
            assert_eq!(tree.find(root, nowhere), None, "{nowhere}");
        }
    }
}
