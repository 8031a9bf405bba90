//! Scans HTML with whatever template language stands in it, and makes a tree of it.

use super::attributes::attributes;
use super::helpers;
use crate::input::markup::pieces::piece_at;
use crate::input::markup::tree::{DEPTH_LIMIT, Kind, Syntax, Tree};

/// Open elements that are looked at for the one that an end tag closes.
const LOOK_BACK: usize = 40;

/// The tree of a page or template.
pub(super) fn scan(text: &str, syntax: Syntax) -> Tree<'_> {
    let mut scan = Scan { text, syntax, tree: Tree::new(text, syntax), words: 0 };
    scan.run();
    scan.tree.finish()
}

struct Scan<'t> {
    text: &'t str,
    syntax: Syntax,
    tree: Tree<'t>,
    /// Where the words begin that were not added yet.
    words: usize,
}

impl<'t> Scan<'t> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'<' | b'{' | b'@')) {
            at += found;
            at = match bytes[at] {
                b'<' => self.angle(at),
                _ => self.piece(at),
            };
        }
        self.flush(self.text.len());
    }

    /// Adds the words before a byte.
    fn flush(&mut self, end: usize) {
        if self.words < end && !self.text[self.words..end].trim().is_empty() {
            self.tree.leaf(Kind::Words, self.words..end);
        }
        self.words = self.words.max(end);
    }

    /// A piece of a template: the call of a helper that makes an element, or a part of the words.
    fn piece(&mut self, at: usize) -> usize {
        let Some(piece) = piece_at(self.text, at, self.syntax) else { return at + 1 };
        match piece.code {
            Some(code) => {
                if helpers::makes_element(&self.text[code.clone()]) {
                    self.flush(at);
                    helpers::add(&mut self.tree, self.text, code, piece.whole.clone());
                    self.words = piece.whole.end;
                }
            }
            None => {
                self.flush(at);
                self.words = piece.whole.end;
            }
        }
        piece.whole.end.max(at + 1)
    }

    fn angle(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        match bytes.get(at + 1).copied().unwrap_or_default() {
            b'%' | b'?' => self.piece(at),
            b'!' => {
                self.flush(at);
                let closing = if self.text[at..].starts_with("<!--") { "-->" } else { ">" };
                self.words = self.after(at, closing);
                self.words
            }
            b'/' => {
                self.flush(at);
                let end = self.after(at, ">");
                self.close(at, end);
                self.words = end;
                end
            }
            next if next.is_ascii_alphabetic() || next == b'.' => self.open(at),
            _ => at + 1,
        }
    }

    /// One past the next mark; the end where there is none.
    fn after(&self, at: usize, mark: &str) -> usize {
        let found = memchr::memmem::find(&self.text.as_bytes()[at..], mark.as_bytes());
        found.map_or(self.text.len(), |found| at + found + mark.len())
    }

    fn open(&mut self, at: usize) -> usize {
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
        let length = self.text[at + 1..].bytes().take_while(is_name).count();
        let name = &self.text[at + 1..at + 1 + length];
        let (attributes, end, closes_itself) = attributes(self.text, at + 1 + length, self.syntax);
        self.flush(at);
        self.close_implied(name, at);
        let id = self.tree.open(Kind::Element(name), at);
        self.tree.set_attributes(id, attributes);
        self.words = end;
        if closes_itself || is_void(name) || self.tree.depth() > DEPTH_LIMIT {
            self.tree.close(end);
            return end;
        }
        let lower = name.to_ascii_lowercase();
        if matches!(lower.as_str(), "script" | "style" | "svg") {
            // What stands in these is no markup of the page.
            let closing = format!("</{name}");
            let inside = memchr::memmem::find(&self.text.as_bytes()[end..], closing.as_bytes());
            let closed = inside.map_or(self.text.len(), |found| self.after(end + found, ">"));
            self.tree.close(closed);
            self.words = closed;
            return closed;
        }
        end
    }

    /// Closes an element whose end tag may be left out.
    fn close_implied(&mut self, name: &str, at: usize) {
        let Some(&innermost) = self.tree.opened().last() else { return };
        let open = self.tree.name(innermost);
        let ends = match open {
            "li" => name == "li",
            "option" => matches!(name, "option" | "optgroup"),
            "tr" => name == "tr",
            "td" | "th" => matches!(name, "td" | "th" | "tr"),
            "dt" | "dd" => matches!(name, "dt" | "dd"),
            "p" => {
                matches!(name, "p" | "div" | "ul" | "ol" | "form" | "h1" | "h2" | "h3" | "h4" | "fieldset" | "table")
            }
            _ => false,
        };
        if ends {
            self.tree.close(at);
        }
    }

    /// Closes the elements up to the one of this name; an end tag without one is passed over.
    fn close(&mut self, at: usize, end: usize) {
        let written = self.text[at + 2..end].trim_end_matches('>').trim();
        let opened = self.tree.opened().iter().rev().take(LOOK_BACK);
        let Some(depth) = opened.map(|&id| self.tree.name(id)).position(|name| name.eq_ignore_ascii_case(written))
        else {
            return;
        };
        for _ in 0..depth {
            self.tree.close(at);
        }
        self.tree.close(end);
    }
}

fn is_void(name: &str) -> bool {
    const VOID: &[&str] =
        &["input", "br", "img", "hr", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"];
    VOID.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as indented lines.
    fn drawn(text: &str) -> Vec<String> {
        let tree = scan(text, Syntax::Template);
        let line = |id: usize| {
            let indent = " ".repeat(tree.ancestors(id).count().saturating_sub(1));
            let node = tree.node(id);
            match node.kind {
                Kind::Element(name) => format!("{indent}<{name}>"),
                _ => format!("{indent}{}", tree.slice(node.span).trim()),
            }
        };
        (1..tree.len()).map(line).collect()
    }

    #[test]
    fn what_is_not_closed_ends_with_what_holds_it() {
        assert_eq!(drawn("<ul><li>a<li>b</ul>c"), ["<ul>", " <li>", "  a", " <li>", "  b", "c"]);
        assert_eq!(drawn("<div><p>a<div>b</div></div></i>c"), ["<div>", " <p>", "  a", " <div>", "  b", "c"]);
    }

    #[test]
    fn templates_may_stand_anywhere() {
        assert_eq!(drawn("<b {{if .A}}x{{end}} c=\"{{ f \"d\" }}\">e</b>"), ["<b>", " e"]);
        assert_eq!(drawn("{{#if a}}<b>{{t \"c\"}}</b>{{/if}}"), ["<b>", " {{t \"c\"}}"]);
        assert_eq!(drawn("<%= f.text_field :url %>"), ["<input>"]);
        assert_eq!(drawn("<!-- <b> --><script>\"<i>\"</script>a"), ["<script>", "a"]);
        assert_eq!(drawn("@if (a > b) { <b>c</b> } @else { d }"), ["<b>", " c", "}", "d }"]);
    }

    #[test]
    fn attributes_have_their_exact_places() {
        let text = "<input :label=\"'a'\" [b]='c' name=d placeholder=\"{{ f(\"x\") }}\" required>";
        let tree = scan(text, Syntax::Template);
        let values: Vec<(&str, String)> =
            tree.attributes(1).iter().map(|one| (one.name, format!("{:?}", one.value))).collect();
        let place = |kind: &str, written: &str| {
            let at = text.find(written).expect("it is written there");
            format!("{kind}(Span {{ start: {at}, end: {} }})", at + written.len())
        };
        let expected = [
            ("label", place("Code", "'a'")),
            ("b", place("Code", "c")),
            ("name", place("Words", "d")),
            ("placeholder", place("Words", "{{ f(\"x\") }}")),
            ("required", "Bare".to_owned()),
        ];
        assert_eq!(values, expected);
    }
}
