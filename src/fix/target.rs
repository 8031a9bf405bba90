//! Which words of a field a sentence joins: its own description where it has one, the definition's where that is the
//! field's alone, a new one where there is none; in copy, the hint.

use super::outline::{Outline, ancestors, outline};
use super::{Edit, Refusal, Wish, escape, joint, key, scalar, surroundings};
use crate::check::sentence::Said;
use crate::field::{Candidate, Role, Setting, Text, Tie};
use crate::input::{self, tree::NodeId, tree::Parsed, tree::Tree};
use crate::lint::Survey;
use crate::source::{FileId, Source, Span, Standing};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An edit for a field, and what is to come of it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The edit.
    pub edit: Edit,
    /// What the text that it extends or adds says afterwards.
    pub says: String,
}

/// A file that is a tree, with what the tree holds.
struct Grown<'s> {
    parsed: Parsed<'s>,
    outline: Outline,
}

struct Ground<'s> {
    sources: &'s [Source],
    survey: &'s Survey,
    trees: &'s BTreeMap<FileId, Grown<'s>>,
    /// The surveyed fields that have each text.
    having: HashMap<(FileId, Span), Vec<usize>>,
    /// The same texts by where they end.
    ends: BTreeSet<(FileId, u32, u32)>,
    /// The wishes by their field.
    wishes: HashMap<usize, &'s Wish>,
    /// How many references have each fragment.
    fragments: HashMap<&'s str, usize>,
}

/// What each of the wishes would change, or why it cannot be granted.
pub fn plan(sources: &[Source], survey: &Survey, wishes: &[Wish]) -> Vec<Result<Plan, Refusal>> {
    let mut trees = BTreeMap::new();
    for (file, source) in sources.iter().enumerate().filter(|(_, source)| is_tree(source.path())) {
        let parsed = input::parse(file, source);
        let outline = outline(&parsed.tree);
        trees.insert(file, Grown { parsed, outline });
    }
    let mut having: HashMap<(FileId, Span), Vec<usize>> = HashMap::new();
    for (index, surveyed) in survey.fields.iter().enumerate() {
        for text in &surveyed.field.candidate.texts {
            let fields = having.entry((text.file, text.span)).or_default();
            if fields.last() != Some(&index) {
                fields.push(index);
            }
        }
    }
    let ends = having.keys().map(|(file, span)| (*file, span.end, span.start)).collect();
    let wished = wishes.iter().rev().map(|wish| (wish.field, wish)).collect();
    let mut fragments: HashMap<&str, usize> = HashMap::new();
    for (reference, count) in trees.values().flat_map(|grown: &Grown<'_>| &grown.outline.references) {
        if let Some((_, fragment)) = reference.split_once('#') {
            *fragments.entry(fragment).or_default() += count;
        }
    }
    let ground = Ground { sources, survey, trees: &trees, having, ends, wishes: wished, fragments };
    wishes.iter().map(|wish| ground.plan(wish)).collect()
}

/// Whether a file of this name is read as a tree.
pub fn is_tree(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".yaml", ".yml", ".json", ".arb", ".xcstrings"].iter().any(|ending| path.ends_with(ending))
}

impl Ground<'_> {
    fn plan(&self, wish: &Wish) -> Result<Plan, Refusal> {
        let candidate = &self.survey.fields[wish.field].field.candidate;
        let plan = match candidate.info.format {
            // Its descriptions are Markdown.
            format if input::is_description(format) => self.in_description(candidate, &in_markdown(wish)),
            _ => self.in_copy(candidate, wish),
        }?;
        match self.sources[plan.edit.file].standing() {
            Standing::Linted => Ok(plan),
            Standing::Referenced => Err(Refusal::NOT_ASKED),
        }
    }

    fn in_description(&self, candidate: &Candidate, wish: &Wish) -> Result<Plan, Refusal> {
        if candidate.setting == Setting::Entry {
            return Err(Refusal::IN_A_TABLE);
        }
        let grown = self.trees.get(&candidate.file).ok_or(Refusal::NOT_FOUND)?;
        let tree = &grown.parsed.tree;
        let node = node_of(tree, candidate).ok_or(Refusal::NOT_FOUND)?;
        let own_span = tree.span(tree.resolve(node));
        let is_own = |text: &&Text| text.file == candidate.file && own_span.contains(text.span);
        let described = || candidate.texts.iter().filter(|text| text.role == Role::Description);
        if let Some(own) = described().find(is_own) {
            return self.extended(own, wish, Some(node));
        }
        let is_reference = tree.get(node, "$ref").is_some();
        if is_reference && reads_siblings(tree, node) {
            // What the definition says may be meant for others too, and there is a place for words of its own.
            return self.described(tree, node, candidate.file, wish);
        }
        if let Some(shared) = described().next() {
            return self.extended(shared, wish, None);
        }
        match is_reference {
            true => Err(Refusal::REFERENCE),
            false => self.described(tree, node, candidate.file, wish),
        }
    }

    /// A new description in an object.
    fn described(&self, tree: &Tree<'_>, node: NodeId, file: FileId, wish: &Wish) -> Result<Plan, Refusal> {
        let node = tree.resolve(node);
        if let Some(empty) = tree.get(node, "description") {
            if tree.is_null(empty) {
                return Err(Refusal::EMPTY);
            }
            let text = tree.text(empty, Role::Description).ok_or(Refusal::EMPTY)?;
            let (edit, says) = scalar::extended(tree, tree.resolve(empty), &text, &wish.said.words)?;
            return Ok(Plan { edit, says });
        }
        let edit = key::described(tree, node, file, &wish.said.words)?;
        Ok(Plan { edit, says: wish.said.words.clone() })
    }

    /// An edit of words in a tree, unless they are also those of something that does not want them.
    fn extended(&self, text: &Text, wish: &Wish, own: Option<NodeId>) -> Result<Plan, Refusal> {
        let grown = self.trees.get(&text.file).ok_or(Refusal::NOT_FOUND)?;
        let tree = &grown.parsed.tree;
        let node = *grown.outline.scalars.get(&text.span).ok_or(Refusal::NOT_FOUND)?;
        let sharing = self.having.get(&(text.file, text.span)).map(Vec::as_slice).unwrap_or_default();
        let own_field = &self.survey.fields[wish.field].field;
        // A wish is compared as it was made, before its words were fitted to the format.
        let asked = self.wishes.get(&wish.field).copied().unwrap_or(wish);
        // What an input shows is checked with the input, and what is told of one input is not told of the next.
        let wants_the_same = |index: &usize| {
            let other = &self.survey.fields[*index].field;
            let is_alike = other.kind == own_field.kind && other.facts.missing() == own_field.facts.missing();
            match self.wishes.get(index) {
                Some(wish) => wish.said.words == asked.said.words,
                None => other.candidate.shown_by.is_some() || (is_alike && !other.candidate.keys.is_empty()),
            }
        };
        if !sharing.iter().all(wants_the_same) {
            return Err(Refusal::SHARED);
        }
        let from_elsewhere = sharing.iter().filter(|&&index| {
            let candidate = &self.survey.fields[index].field.candidate;
            let own = (candidate.file == text.file).then(|| node_of(tree, candidate)).flatten();
            !own.is_some_and(|own| tree.span(own).contains(text.span))
        });
        if from_elsewhere.count() < self.uses(tree, node, text.file, own) {
            return Err(Refusal::SHARED);
        }
        let (edit, says) = scalar::extended(tree, node, text, &wish.said.words)?;
        Ok(Plan { edit, says })
    }

    /// How many aliases and references lead to words, or to what holds them up to the field that they are `own` to.
    fn uses(&self, tree: &Tree<'_>, node: NodeId, file: FileId, own: Option<NodeId>) -> usize {
        let holders: Vec<NodeId> = match own {
            Some(own) => ancestors(tree, node).take_while(|&holder| holder != own).collect(),
            None => ancestors(tree, node).take(2).collect(),
        };
        let aliased = self.trees.get(&file).map(|grown| &grown.outline.aliased);
        let aliases: usize =
            aliased.into_iter().flat_map(|all| holders.iter().filter_map(|holder| all.get(holder))).sum();
        let Some(owner) = tree.parent(node).filter(|_| own.is_none()) else { return aliases };
        let pointer = tree.pointer(owner).0;
        if !pointer.is_empty() {
            return aliases + self.fragments.get(pointer.as_str()).copied().unwrap_or_default();
        }
        let name = self.sources[file].path().rsplit('/').next().unwrap_or_default();
        let leads_here = |reference: &str| match reference.split_once('#') {
            Some((path, fragment)) => fragment.is_empty() && path.ends_with(name),
            None => reference.ends_with(name),
        };
        let references = self.trees.values().flat_map(|grown| &grown.outline.references);
        aliases + references.filter(|(words, _)| leads_here(words)).map(|(_, count)| count).sum::<usize>()
    }

    fn in_copy(&self, candidate: &Candidate, wish: &Wish) -> Result<Plan, Refusal> {
        let hint = hint_of(candidate).ok_or(Refusal::NO_HINT)?;
        match hint.tied {
            Some(Tie::Key) => return Err(Refusal::TRANSLATED),
            Some(Tie::Code) => return Err(Refusal::NOT_PLAIN),
            None => {}
        }
        let source = &self.sources[hint.file];
        let path = source.path();
        if is_tree(path) {
            let wish = plain(wish);
            if surroundings::is_value(&hint.decoded) {
                return Err(Refusal::A_VALUE);
            }
            if wish.said.words.contains(['{', '}', '%', '$', '<', '>', '@']) {
                return Err(Refusal::ESCAPES);
            }
            return self.extended(hint, &wish, None);
        }
        let said = match () {
            _ if surroundings::is_markdown(path) => in_markdown(wish),
            _ if surroundings::is_restructured(path) => in_restructured(wish),
            _ if surroundings::is_page(path) => wish.clone(),
            _ => plain(wish),
        };
        let said = said.said.words;
        let start = hint.map.source(0);
        let (kept, joint) = joint::joint(&hint.decoded);
        if kept.is_empty() {
            return Err(Refusal::EMPTY);
        }
        let at = hint.map.span(kept.len() - 1..kept.len()).end as usize;
        if self.is_of_another(hint, wish, at) {
            return Err(Refusal::TOUCHES);
        }
        if let Some(refusal) = surroundings::refusal(path, source.text(), candidate, hint, at) {
            return Err(refusal);
        }
        let between = joint.inline()?;
        let words = escape::escaped(path, source.slice(hint.span), &source.text()[..start], &said)?;
        let edit = Edit { file: hint.file, span: Span::new(at, at), text: format!("{between}{words}") };
        let says = format!("{kept}{between}{said}{}", &hint.decoded[kept.len()..]);
        Ok(Plan { edit, says })
    }

    /// Whether a place at the end of words is also that of another field: in narrower words within these, such as those of
    /// an item of a list, or in the same words, of which the other wants something else. Which of them is written would
    /// otherwise change from run to run.
    fn is_of_another(&self, hint: &Text, wish: &Wish, at: usize) -> bool {
        let Span { start, end } = hint.span;
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let mut around = self.ends.range((hint.file, at, 0)..=(hint.file, end, u32::MAX));
        if around.any(|&(_, its_end, its_start)| {
            (its_start, its_end) != (start, end) && its_start >= start && its_start < at
        }) {
            return true;
        }
        let sharing = self.having.get(&(hint.file, hint.span)).into_iter().flatten();
        let mut wishes = sharing.filter_map(|field| self.wishes.get(field));
        wishes.any(|other| other.said.words != wish.said.words)
    }
}

/// A wish as Markdown shows it: a gap in bare brackets would be taken for a tag and vanish.
fn in_markdown(wish: &Wish) -> Wish {
    let spans = wish.said.words.split('`').enumerate();
    let marked = spans.map(|(index, span)| match index % 2 {
        0 => span.replace('<', "`<").replace('>', ">`"),
        _ => format!("`{span}`"),
    });
    with_words(wish, marked.collect())
}

/// A wish as reStructuredText has it, where code stands between two marks on each side.
fn in_restructured(wish: &Wish) -> Wish {
    with_words(wish, wish.said.words.replace('`', "``"))
}

/// A wish as it is shown where nothing is made of marks.
fn plain(wish: &Wish) -> Wish {
    with_words(wish, wish.said.words.replace('`', ""))
}

fn with_words(wish: &Wish, words: String) -> Wish {
    Wish { field: wish.field, said: Said { words, facts: wish.said.facts.clone() } }
}

/// The words of copy that a sentence belongs to: a hint, or a message that is one itself.
fn hint_of(candidate: &Candidate) -> Option<&Text> {
    let of =
        |role: Role| candidate.texts.iter().filter(move |text| text.role == role).max_by_key(|text| text.decoded.len());
    let hint = [Role::Help, Role::Description, Role::Tooltip].into_iter().find_map(of);
    let is_sentence =
        |text: &&Text| text.decoded.trim_end().ends_with('.') && text.decoded.split_whitespace().count() > 5;
    hint.or_else(|| of(Role::Label).filter(is_sentence).filter(|_| candidate.setting == Setting::Message))
}

/// The object that a candidate of a description stands for.
fn node_of(tree: &Tree<'_>, candidate: &Candidate) -> Option<NodeId> {
    let holds = |node: NodeId| {
        let around = tree.span(node);
        tree.key_span(node) == Some(candidate.name_span) || around.contains(candidate.name_span)
    };
    let mut found = tree.roots().iter().filter_map(|&root| tree.find(root, &candidate.pointer.0));
    found.find(|&node| holds(node))
}

/// Whether words beside a `$ref` are read: from OpenAPI 3.1 on, and from the JSON Schema of 2019 on, which Arazzo uses.
fn reads_siblings(tree: &Tree<'_>, node: NodeId) -> bool {
    let root = ancestors(tree, node).last().unwrap_or(node);
    let says = |key, is_so: &dyn Fn(&str) -> bool| {
        tree.get(root, key).and_then(|value| tree.scalar(value)).is_some_and(|value| is_so(&value))
    };
    says("openapi", &|version| version.starts_with("3.") && !version.starts_with("3.0"))
        || says("$schema", &|dialect| dialect.contains("json-schema.org/draft/20"))
        || says("arazzo", &|_| true)
}
