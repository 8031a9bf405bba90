//! What is to be ignored in YAML and JSON: comments before or behind a key, and the key `x-whocalls-ignore` inside what it
//! covers.

use super::comments::{Comment, line_end, line_start};
use super::directive::{Directive, MEMBERS};
use crate::config::nearest;
use crate::input::IGNORE_KEY as KEY;
use crate::input::tree::{NodeId, Style, Tree};
use crate::source::Span;
use std::ops::Range;

/// The nodes of a tree as comments see them: each with the bytes from its key to its end.
pub struct Nodes<'t> {
    tree: &'t Tree<'t>,
    /// In the order in which they begin; of those that begin together, what encloses the others is first.
    all: Vec<(Range<usize>, NodeId)>,
}

impl<'t> Nodes<'t> {
    /// All nodes of a tree.
    pub fn of(tree: &'t Tree<'t>) -> Self {
        let mut all = Vec::new();
        let mut waiting: Vec<NodeId> = tree.roots().to_vec();
        while let Some(node) = waiting.pop() {
            all.push((reach(tree, node), node));
            if tree.style(node) != Style::Alias {
                waiting.extend(tree.children(node));
            }
        }
        all.sort_by_key(|(range, _)| (range.start, usize::MAX - range.end));
        Nodes { tree, all }
    }

    /// Whether a place stands inside a scalar or a key, so that what looks like a comment there is none.
    pub fn is_content(&self, at: usize) -> bool {
        let holds = |span: Span| span.range().start < at && at < span.range().end;
        let before = self.all.partition_point(|(range, _)| range.start < at);
        // Scalars hold nothing, so only the last one that begins before the place can hold it.
        for &(_, node) in self.all[..before].iter().rev() {
            if self.tree.key_span(node).is_some_and(holds) {
                return true;
            }
            if self.tree.style(node) != Style::Alias && self.tree.is_scalar(node) {
                return holds(self.tree.span(node));
            }
        }
        false
    }

    /// What a comment covers: what begins on its line, else what begins next.
    pub fn covered_by(&self, comment: &Comment) -> Range<usize> {
        let text = self.tree.source();
        let line = line_start(text, comment.whole.start)..line_end(text, comment.whole.start);
        // The whole document begins where its first key does, and a comment there is about the key.
        let from = |at: usize| {
            let first = self.all.partition_point(|(range, _)| range.start < at);
            self.all[first..].iter().find(|(_, node)| self.tree.parent(*node).is_some())
        };
        let on_line = from(line.start).filter(|(range, _)| line.contains(&range.start));
        let next = || from(comment.whole.end);
        on_line.or_else(next).map_or(comment.whole.clone(), |(range, _)| range.clone())
    }

    /// What the keys in the tree ask to ignore, with what each covers, at most so many. `at_sign` tells that a key `@name`
    /// speaks of the key `name` beside it.
    pub fn requests(&self, at_sign: bool, most: usize) -> Vec<(Directive, Vec<Range<usize>>)> {
        let mut found = Vec::new();
        for &(_, node) in &self.all {
            if found.len() == most {
                break;
            }
            let Some(key) = self.tree.key(node) else { continue };
            let Some(before) = key.strip_suffix(KEY).filter(|before| before.is_empty() || before.ends_with('.')) else {
                continue;
            };
            let Some(owner) = self.tree.parent(node) else { continue };
            let Some(directive) = self.request(node) else { continue };
            let owner_key = self.tree.key(owner).unwrap_or_default();
            let covered = match (before.strip_suffix('.'), owner_key.strip_prefix('@').filter(|_| at_sign)) {
                (Some(sibling), _) => self.named(owner, sibling),
                (None, Some(sibling)) => self.tree.parent(owner).map_or(Vec::new(), |all| self.named(all, sibling)),
                (None, None) => vec![reach(self.tree, owner)],
            };
            found.push((directive, covered));
        }
        found
    }

    /// The entries of a mapping under a key, or under keys that begin with it and a dot.
    fn named(&self, mapping: NodeId, name: &str) -> Vec<Range<usize>> {
        let is_named = |node: &NodeId| {
            let key = self.tree.key(*node).unwrap_or_default();
            let rest = key.strip_prefix(name).filter(|rest| rest.is_empty() || rest.starts_with('.'));
            rest.is_some_and(|rest| !rest.ends_with(KEY))
        };
        self.tree.children(mapping).filter(is_named).map(|node| reach(self.tree, node)).collect()
    }

    /// What the value of the key asks for: `true`, a rule, a list of rules, or an object.
    fn request(&self, node: NodeId) -> Option<Directive> {
        let tree = self.tree;
        let mut directive = Directive { span: tree.key_span(node).unwrap_or_default(), ..Directive::default() };
        let value = tree.resolve(node);
        if tree.is_mapping(value) {
            for (key, member) in tree.entries(value) {
                match &*key {
                    "rules" => directive.name_rules(self.rules(member)),
                    "reason" => directive.give_reason(&tree.scalar(member).unwrap_or_default()),
                    "until" => directive.hold_until(&tree.scalar(member).unwrap_or_default(), tree.span(member)),
                    _ => {
                        let known = MEMBERS.map(str::to_owned);
                        let near = nearest(&key, known.iter());
                        let near = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
                        let span = tree.key_span(member).unwrap_or_default();
                        directive.mistakes.push((span, format!("`{KEY}` has no `{key}`{near}")));
                    }
                }
            }
            return Some(directive);
        }
        match tree.raw(value) {
            "false" => return None,
            "true" => {}
            _ if tree.is_null(value) => {
                let message = format!("`{KEY}` takes `true`, a list of rules, or an object");
                directive.mistakes.push((directive.span, message));
            }
            _ => directive.name_rules(self.rules(value)),
        }
        Some(directive)
    }

    fn rules(&self, node: NodeId) -> Vec<(String, Span)> {
        let tree = self.tree;
        let one = |node: NodeId| Some((tree.scalar(node)?.into_owned(), tree.text(node, crate::field::Role::Title)?));
        let nodes = if tree.is_sequence(node) { tree.items(node).collect() } else { vec![node] };
        let place = |(rule, text): (String, crate::field::Text)| {
            let span = text.map.span(0..text.decoded.len());
            (rule, span)
        };
        nodes.into_iter().filter_map(one).map(place).collect()
    }
}

/// The bytes of a node with its key.
fn reach(tree: &Tree<'_>, node: NodeId) -> Range<usize> {
    let span = tree.span(node).range();
    tree.key_span(node).map_or(span.start, |key| key.range().start.min(span.start))..span.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{json, yaml};
    use crate::suppress::comments::{comments, of_format};

    #[track_caller]
    fn covers(text: &str, covered: &str) {
        let parsed = yaml::parse(0, text);
        let nodes = Nodes::of(&parsed.tree);
        let comments = comments(text, of_format("openapi").expect("it is a format").1, 9);
        assert!(!nodes.is_content(comments[0].whole.start));
        assert_eq!(&text[nodes.covered_by(&comments[0])], covered, "{text}");
    }

    #[test]
    fn a_comment_covers_what_begins_on_its_line_or_next() {
        covers("a:\n  b: 1 # whocalls: ignore\n  c: 2\n", "b: 1");
        covers("a: # whocalls: ignore\n  b: 1\n  c: 2\nd: 3\n", "a: # whocalls: ignore\n  b: 1\n  c: 2");
        covers("# whocalls: ignore\n\n# why\na: 1\nb: 2\n", "a: 1");
        covers("a:\n  # whocalls: ignore\n  - b: 1\n    c: 2\n  - d: 3\n", "b: 1\n    c: 2");
        covers("a:\n  - b: 1 # whocalls: ignore\n    c: 2\n  - d: 3\n", "b: 1 # whocalls: ignore\n    c: 2");
        covers("a: 1\n# whocalls: ignore\n", "# whocalls: ignore");
    }

    #[test]
    fn what_stands_in_a_scalar_is_no_comment() {
        for text in ["a: |\n  b\n  # whocalls: ignore\n", "a: 'b\n  # whocalls: ignore'\n", "'a # whocalls: ignore': b"]
        {
            let parsed = yaml::parse(0, text);
            assert!(Nodes::of(&parsed.tree).is_content(text.find('#').expect("it has one")), "{text}");
        }
    }

    #[test]
    fn a_key_covers_what_it_stands_in() {
        let covered = |text: &str, at_sign: bool| -> Vec<String> {
            let parsed = json::parse(0, text);
            let requests = Nodes::of(&parsed.tree).requests(at_sign, 9).into_iter();
            requests.flat_map(|(_, covered)| covered).map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(
            covered(r#"{"a": {"x-whocalls-ignore": true}, "b": 1}"#, false),
            [r#"a": {"x-whocalls-ignore": true}"#]
        );
        assert_eq!(covered(r#"{"a": {"x-whocalls-ignore": false}}"#, false), [""; 0]);
        assert_eq!(
            covered(r#"{"a": "b", "a.c": "d", "ab": "e", "a.x-whocalls-ignore": true}"#, false),
            [r#"a": "b""#, r#"a.c": "d""#]
        );
        assert_eq!(covered(r#"{"a": "b", "@a": {"x-whocalls-ignore": true}}"#, true), [r#"a": "b""#]);
    }

    #[test]
    fn a_key_names_rules_a_reason_and_a_date() {
        let request = |value: &str| {
            let text = format!("{{\"x-whocalls-ignore\": {value}}}");
            let parsed = json::parse(0, &text);
            let directive = Nodes::of(&parsed.tree).requests(false, 9).pop().expect("it is there").0;
            let rules: Vec<String> =
                directive.rules.iter().flatten().map(|(_, span)| text[span.range()].to_owned()).collect();
            let mistakes: Vec<String> = directive.mistakes(&[]).into_iter().map(|(_, message)| message).collect();
            (rules.join(" "), directive.reason, directive.until.map(|date| date.to_string()), mistakes)
        };
        let told = |text: &str| Some(text.to_owned());
        assert_eq!(request("true"), (String::new(), None, None, vec![]));
        assert_eq!(request("[\"missing-caller\"]").0, "missing-caller");
        assert_eq!(request("\"missing-caller\"").0, "missing-caller");
        assert_eq!(
            request(r#"{"rules": ["missing-caller", "undocumented"], "reason": "a b", "until": "2027-01-31"}"#),
            ("missing-caller undocumented".to_owned(), told("a b"), told("2027-01-31"), vec![])
        );
        assert_eq!(request(r#"{"reasons": "a"}"#).3, ["`x-whocalls-ignore` has no `reasons`, did you mean `reason`?"]);
        assert_eq!(request("null").3, ["`x-whocalls-ignore` takes `true`, a list of rules, or an object"]);
        assert_eq!(request("[]").3, ["the list names no rule; without a list all rules are meant"]);
    }
}
