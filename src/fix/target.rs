//! Which words of a field a sentence joins: its own description where it has one, the definition's where that is the
//! field's alone, a new one where there is none; in copy, the hint.

use super::outline::{Outline, ancestors, outline};
use super::{Edit, Refusal, Wish, escape, joint, key, scalar, surroundings};
use crate::check::sentence::Said;
use crate::field::{Candidate, Role, Setting, Text, Tie};
use crate::input::{self, tree::NodeId, tree::Parsed, tree::Tree};
use crate::lint::Survey;
use crate::source::{FileId, Source, Span, Standing};
use std::collections::BTreeMap;

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
    trees: BTreeMap<FileId, Grown<'s>>,
}

/// What each of the wishes would change, or why it cannot be granted.
pub fn plan(sources: &[Source], survey: &Survey, wishes: &[Wish]) -> Vec<Result<Plan, Refusal>> {
    let mut trees = BTreeMap::new();
    for (file, source) in sources.iter().enumerate().filter(|(_, source)| is_tree(source.path())) {
        let parsed = input::parse(file, source);
        let outline = outline(&parsed.tree);
        trees.insert(file, Grown { parsed, outline });
    }
    let ground = Ground { sources, survey, trees };
    wishes.iter().map(|wish| ground.plan(wish, wishes)).collect()
}

/// Whether a file of this name is read as a tree.
pub fn is_tree(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".yaml", ".yml", ".json", ".arb", ".xcstrings"].iter().any(|ending| path.ends_with(ending))
}

impl Ground<'_> {
    fn plan(&self, wish: &Wish, wishes: &[Wish]) -> Result<Plan, Refusal> {
        let candidate = &self.survey.fields[wish.field].field.candidate;
        let plan = match candidate.info.format {
            // Its descriptions are Markdown.
            format if input::is_description(format) => self.in_description(candidate, &in_markdown(wish), wishes),
            _ => self.in_copy(candidate, wish, wishes),
        }?;
        match self.sources[plan.edit.file].standing() {
            Standing::Linted => Ok(plan),
            Standing::Referenced => Err(Refusal::NOT_ASKED),
        }
    }

    fn in_description(&self, candidate: &Candidate, wish: &Wish, wishes: &[Wish]) -> Result<Plan, Refusal> {
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
            return self.extended(own, wish, wishes, Some(node));
        }
        let is_reference = tree.get(node, "$ref").is_some();
        if is_reference && reads_siblings(tree, node) {
            // What the definition says may be meant for others too, and there is a place for words of its own.
            return self.described(tree, node, candidate.file, wish);
        }
        if let Some(shared) = described().next() {
            return self.extended(shared, wish, wishes, None);
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
    fn extended(&self, text: &Text, wish: &Wish, wishes: &[Wish], own: Option<NodeId>) -> Result<Plan, Refusal> {
        let grown = self.trees.get(&text.file).ok_or(Refusal::NOT_FOUND)?;
        let tree = &grown.parsed.tree;
        let node = *grown.outline.scalars.get(&text.span).ok_or(Refusal::NOT_FOUND)?;
        let sharing = |index: &usize| {
            let candidate = &self.survey.fields[*index].field.candidate;
            candidate.texts.iter().any(|other| (other.file, other.span) == (text.file, text.span))
        };
        let sharing: Vec<usize> = (0..self.survey.fields.len()).filter(sharing).collect();
        let own_field = &self.survey.fields[wish.field].field;
        // A wish is compared as it was made, before its words were fitted to the format.
        let asked = wishes.iter().find(|other| other.field == wish.field).unwrap_or(wish);
        // What an input shows is checked with the input, and what is told of one input is not told of the next.
        let wants_the_same = |index: &usize| {
            let other = &self.survey.fields[*index].field;
            let is_alike = other.kind == own_field.kind && other.facts.missing() == own_field.facts.missing();
            wishes.iter().any(|other| other.field == *index && other.said.words == asked.said.words)
                || (!wishes.iter().any(|other| other.field == *index)
                    && (other.candidate.shown_by.is_some() || (is_alike && !other.candidate.keys.is_empty())))
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
        let aliased = |grown: &&Grown<'_>| grown.parsed.tree.file() == file;
        let aliases = self.trees.values().filter(aliased).flat_map(|grown| &grown.outline.aliased);
        let aliases = aliases.filter(|alias| holders.contains(alias)).count();
        let Some(owner) = tree.parent(node).filter(|_| own.is_none()) else { return aliases };
        let pointer = tree.pointer(owner).0;
        let name = self.sources[file].path().rsplit('/').next().unwrap_or_default();
        let leads_here = |reference: &&String| match reference.split_once('#') {
            Some((_, fragment)) if !pointer.is_empty() => fragment == pointer,
            Some((path, fragment)) => fragment.is_empty() && path.ends_with(name),
            None => pointer.is_empty() && reference.ends_with(name),
        };
        let references = self.trees.values().flat_map(|grown| &grown.outline.references);
        aliases + references.filter(leads_here).count()
    }

    fn in_copy(&self, candidate: &Candidate, wish: &Wish, wishes: &[Wish]) -> Result<Plan, Refusal> {
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
            return self.extended(hint, &wish, wishes, None);
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
        if let Some(refusal) = surroundings::refusal(path, source.text(), candidate, hint, at) {
            return Err(refusal);
        }
        let between = joint.inline()?;
        let words = escape::escaped(path, source.slice(hint.span), &source.text()[..start], &said)?;
        let edit = Edit { file: hint.file, span: Span::new(at, at), text: format!("{between}{words}") };
        let says = format!("{kept}{between}{said}{}", &hint.decoded[kept.len()..]);
        Ok(Plan { edit, says })
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
