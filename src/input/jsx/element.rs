//! Scans JSX elements: their attributes, the words between tags, and the code in braces.

use super::scan::{Scan, is_name_byte};
use crate::input::markup::tree::{Attribute, DEPTH_LIMIT, Kind, Value};
use crate::source::Span;

impl<'t> Scan<'t> {
    /// Whether what begins at a `<` is an element rather than a comparison or a type.
    pub(super) fn begins_element(&self) -> bool {
        let rest = &self.text[self.at + 1..];
        if rest.starts_with('>') {
            return true;
        }
        let length = rest.bytes().take_while(|byte| is_name_byte(*byte) || b".:-".contains(byte)).count();
        if length == 0 || rest.as_bytes()[0].is_ascii_digit() {
            return false;
        }
        let after = &rest[length..];
        let word = after.trim_start();
        after.starts_with(|next: char| next.is_whitespace() || matches!(next, '>' | '/' | '<'))
            && !word.starts_with("extends ")
            && !word.starts_with([',', '=', '|', '&'])
    }

    /// An element with all that stands in it.
    pub(super) fn element(&mut self) {
        let start = self.at;
        self.forward(1);
        let from = self.at;
        while self.bytes.get(self.at).is_some_and(|byte| is_name_byte(*byte) || b".:-".contains(byte)) {
            self.forward(1);
        }
        let name = &self.text[from..self.at];
        let id = self.tree.open(Kind::Element(name), start);
        if self.bytes.get(self.at) == Some(&b'<') {
            self.type_arguments();
        }
        let mut attributes: Vec<Attribute<'t>> = Vec::new();
        let has_children = self.attributes(&mut attributes);
        self.tree.set_attributes(id, attributes);
        if has_children && self.tree.depth() <= DEPTH_LIMIT {
            self.children(name);
        }
        self.tree.close(self.at);
    }

    /// `<Select<Option> …>`.
    fn type_arguments(&mut self) {
        let mut depth = 0usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'<' => depth += 1,
                b'>' => depth = depth.saturating_sub(1),
                b'\n' => return,
                _ => {}
            }
            self.forward(1);
            if depth == 0 {
                return;
            }
        }
    }

    /// The attributes up to the tag's end; whether children follow.
    fn attributes(&mut self, found: &mut Vec<Attribute<'t>>) -> bool {
        loop {
            self.blank();
            let Some(&byte) = self.bytes.get(self.at) else { return false };
            match byte {
                b'>' => {
                    self.forward(1);
                    return true;
                }
                b'/' => {
                    self.forward(1);
                    if self.bytes.get(self.at) == Some(&b'>') {
                        self.forward(1);
                        return false;
                    }
                }
                b'{' => {
                    let from = self.at + 1;
                    self.at = from;
                    self.code();
                    found.extend(registered(self.text, from, self.at));
                    self.forward(1);
                }
                _ if is_name_byte(byte) => {
                    let from = self.at;
                    while self.bytes.get(self.at).is_some_and(|byte| is_name_byte(*byte) || b"-:.".contains(byte)) {
                        self.forward(1);
                    }
                    let name = &self.text[from..self.at];
                    let value = self.value(name);
                    found.push(Attribute { name, value });
                }
                // No tag after all.
                b')' | b'}' | b']' | b';' => return false,
                _ => self.forward(1),
            }
        }
    }

    fn value(&mut self, name: &'t str) -> Value {
        self.blank();
        if self.bytes.get(self.at) != Some(&b'=') {
            return Value::Bare;
        }
        self.forward(1);
        self.blank();
        match self.bytes.get(self.at) {
            Some(&quote @ (b'"' | b'\'')) => {
                // Unlike in a script, a string may span lines and has no escapes.
                let from = self.at + 1;
                let end = memchr::memchr(quote, &self.bytes[from..]).map_or(self.bytes.len(), |end| from + end);
                self.at = (end + 1).min(self.bytes.len());
                Value::Words(Span::new(from, end))
            }
            Some(b'{') => {
                let from = self.at + 1;
                self.at = from;
                let part = self.tree.open(Kind::Part(name), from);
                self.code();
                self.tree.close(self.at);
                self.tree.drop_if_empty(part);
                let end = self.at;
                self.forward(1);
                Value::Code(Span::new(from, end))
            }
            _ => Value::Bare,
        }
    }

    /// What stands between the tags of an element, up to the end of its end tag.
    fn children(&mut self, name: &str) {
        let mut words = self.at;
        while let Some(found) = self.bytes[self.at..].iter().position(|byte| matches!(byte, b'<' | b'{')) {
            self.forward(found);
            self.words(words);
            if self.bytes[self.at] == b'{' {
                let from = self.at + 1;
                self.at = from;
                let id = self.tree.open(Kind::Code, from);
                self.code();
                self.tree.close(self.at);
                if self.text[from..self.at].trim_start().starts_with("/*") {
                    self.tree.drop_if_empty(id);
                }
                self.forward(1);
            } else if self.bytes.get(self.at + 1) == Some(&b'/') {
                let end = memchr::memchr(b'>', &self.bytes[self.at..]).map_or(self.bytes.len(), |end| self.at + end);
                let closed = self.text[self.at + 2..end].trim();
                // The end tag of an element around this one is left for that one.
                if closed == name || !self.is_open(closed) {
                    self.at = (end + 1).min(self.bytes.len());
                }
                return;
            } else if self.begins_element() {
                self.element();
            } else {
                self.forward(1);
            }
            words = self.at;
        }
        self.at = self.bytes.len();
    }

    fn is_open(&self, name: &str) -> bool {
        let mut opened = self.tree.opened().iter().rev().skip(1).take(10);
        opened.any(|&id| self.tree.node(id).kind == Kind::Element(name))
    }

    fn words(&mut self, from: usize) {
        if from < self.at && !self.text[from..self.at].trim().is_empty() {
            self.tree.leaf(Kind::Words, from..self.at);
        }
    }
}

/// The name under which a form library registers an input: `{...register("url")}`, `{...form.getInputProps('url')}`.
fn registered(text: &str, from: usize, end: usize) -> Option<Attribute<'_>> {
    const CALLS: &[&str] = &["register(", "getInputProps(", "getFieldProps(", "bind(", "field("];
    let code = text.get(from..end)?;
    let call = CALLS.iter().find_map(|call| code.find(call).map(|at| at + call.len()))?;
    let argument = code[call..].trim_start();
    let quote = argument.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'))?;
    let start = from + (code.len() - argument.len()) + 1;
    let length = argument[1..].find(quote)?;
    Some(Attribute { name: "name", value: Value::Words(Span::new(start, start + length)) })
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use crate::input::markup::tree::{Kind, Value};

    /// The tree as indented lines.
    fn drawn(text: &str) -> Vec<String> {
        let tree = scan(text, true);
        let line = |id: usize| {
            let indent = " ".repeat(tree.ancestors(id).count().saturating_sub(1));
            let node = tree.node(id);
            match node.kind {
                Kind::Element(name) => format!("{indent}<{name}>"),
                Kind::Part(name) => format!("{indent}{name}="),
                Kind::Object => format!("{indent}{{}}"),
                _ => format!("{indent}{}", tree.slice(node.span).trim()),
            }
        };
        (1..tree.len()).map(line).collect()
    }

    #[test]
    fn elements_in_code_in_elements() {
        let text = "const a = b < c && d > e;\nreturn (<A b={<C>d</C>} e=\"f\">g {h ? <I/> : 'j'}<></></A>);";
        assert_eq!(drawn(text), ["<A>", " b=", "  <C>", "   d", " g", " h ? <I/> : 'j'", "  <I>", " <>"]);
    }

    #[test]
    fn types_and_comparisons_are_no_elements() {
        assert_eq!(drawn("const f = <T,>(a: Array<B>) => a as C<D>;\nif (x <y) {}"), Vec::<String>::new());
        assert_eq!(drawn("const f = <T extends U>(a: T) => a;"), Vec::<String>::new());
        assert_eq!(drawn("<Select<A | B> c>d</Select>"), ["<Select>", " d"]);
    }

    #[test]
    fn objects_have_their_properties_as_attributes() {
        let tree = scan("const f = [{name: 'url', label: t('a'), 'x': {y: 1}, z, w() { return 1 }}];", true);
        assert_eq!(tree.node(1).kind, Kind::Object);
        let names: Vec<&str> = tree.attributes(1).iter().map(|one| one.name).collect();
        assert_eq!(names, ["name", "label", "x"]);
    }

    #[test]
    fn registered_names() {
        let tree = scan("<Field {...form.register(\"endpoint\")} />", true);
        let Some(Value::Words(span)) = tree.value(1, "name") else { panic!("it has a name") };
        assert_eq!(tree.slice(span), "endpoint");
    }

    #[test]
    fn text_that_looks_like_code_is_text() {
        assert_eq!(drawn("<p>It's {\"'\"} // no comment</p>"), ["<p>", " It's", " \"'\"", " // no comment"]);
    }

    #[test]
    fn nothing_is_too_deep_or_unfinished() {
        for text in
            ["<a>".repeat(5_000), "{a:".repeat(5_000), "(".repeat(5_000), "<a b={".repeat(5_000), "`${".repeat(5_000)]
        {
            scan(&text, true);
        }
    }
}
