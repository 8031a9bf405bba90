//! Reads PHP files of translations: arrays that are returned or assigned, and `$lang['key'] = '…'`.

use super::copy::{Bundle, Leaves, Message, is_locale_place, key_path, language_of_path};
use super::literals::{Dialect, Kind, Token, Tokens, inner, text_of};
use crate::field::{Pointer, Role};
use crate::source::{FileId, Source, Span};
use std::ops::Range;

/// Arrays in arrays that are followed.
const DEPTH_LIMIT: usize = 64;

/// The messages of a file of translations.
pub(super) fn parse(file: FileId, source: &Source) -> Option<Bundle> {
    let mut walk = Walk { source: source.text(), file, ..Walk::default() };
    for token in Tokens::new(source.text(), Dialect::Php) {
        walk.token(token);
    }
    let Walk { messages, leaves, code, .. } = walk;
    let is_data = code <= leaves.strings + 12;
    let is_copy = leaves.look_like_copy(is_locale_place(source.path())) && is_data && !messages.is_empty();
    is_copy.then(|| Bundle { messages, language: language_of_path(source.path()) })
}

/// An array or a pair of brackets that is open.
#[derive(Default)]
struct Frame {
    /// Whether it holds data: an array literal, and not a call.
    is_array: bool,
    key: Option<Range<usize>>,
    value: Value,
    index: usize,
}

/// What stands where a value may: strings that are joined, or something else.
#[derive(Default)]
struct Value {
    pieces: Vec<Range<usize>>,
    is_code: bool,
}

#[derive(Default)]
struct Walk<'s> {
    source: &'s str,
    file: FileId,
    frames: Vec<Frame>,
    /// Arrays beyond the limit.
    too_deep: usize,
    /// The keys of `$lang['a']['b']` before its `=`, or none.
    target: Vec<Range<usize>>,
    in_target: bool,
    assigned: bool,
    statement: Value,
    last_word: Range<usize>,
    previous: Option<Kind>,
    messages: Vec<Message>,
    leaves: Leaves,
    /// Words that are neither data nor what leads to it.
    code: usize,
}

impl Walk<'_> {
    fn token(&mut self, token: Token) {
        let word_before = std::mem::take(&mut self.last_word);
        let previous = self.previous.replace(token.kind);
        match token.kind {
            // Behind a value a bracket is an index into it.
            Kind::Sign(b'[') => {
                let is_value = matches!(previous, Some(Kind::Word | Kind::Sign(b']' | b')')));
                self.open(!is_value || &self.source[word_before] == "return");
            }
            Kind::Sign(b'(') => self.open(self.source[word_before].eq_ignore_ascii_case("array")),
            Kind::Sign(b']' | b')') => self.close(),
            Kind::Sign(b',') => self.finish(),
            Kind::Sign(b';') => self.end_statement(),
            Kind::Sign(b'=') if self.frames.is_empty() => {
                self.assigned = true;
                self.in_target = false;
                self.statement = Value::default();
            }
            Kind::Sign(b'.') => {}
            Kind::Arrow => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.key = std::mem::take(&mut frame.value).pieces.pop();
                }
            }
            Kind::Text => self.value().pieces.push(token.range),
            Kind::Word => self.word(token.range),
            Kind::Other | Kind::Sign(_) => self.value().is_code = true,
        }
    }

    fn value(&mut self) -> &mut Value {
        match self.frames.last_mut() {
            Some(frame) => &mut frame.value,
            None => &mut self.statement,
        }
    }

    fn word(&mut self, range: Range<usize>) {
        let word = &self.source[range.clone()];
        let is_expected = ["return", "array", "defined", "or", "die", "exit", "declare", "strict_types"]
            .contains(&word.to_ascii_lowercase().as_str());
        if self.frames.is_empty() && word.starts_with('$') && !self.assigned {
            self.in_target = true;
            self.target.clear();
        } else if !is_expected {
            self.code += 1;
            self.value().is_code = true;
        }
        self.last_word = range;
    }

    fn open(&mut self, is_array: bool) {
        if self.frames.len() >= DEPTH_LIMIT {
            self.too_deep += 1;
            return;
        }
        self.frames.push(Frame { is_array, ..Frame::default() });
    }

    fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let is_target = self.in_target && self.frames.len() == 1;
        if is_target {
            if let Some(frame) = self.frames.pop() {
                self.target.extend(frame.value.pieces.into_iter().next());
            }
            return;
        }
        self.finish();
        if let Some(frame) = self.frames.pop() {
            // A collection is no string, and neither is a call.
            let is_array = frame.is_array;
            let outer = self.value();
            outer.is_code = true;
            if is_array {
                outer.pieces.clear();
            }
        }
    }

    /// At the end of an entry of the innermost array.
    fn finish(&mut self) {
        let Some(frame) = self.frames.last_mut() else { return };
        let (key, value) = (frame.key.take(), std::mem::take(&mut frame.value));
        let index = frame.index;
        frame.index += usize::from(key.is_none());
        if value.pieces.is_empty() && !value.is_code {
            return;
        }
        if !self.frames.iter().all(|frame| frame.is_array) {
            return;
        }
        self.add(key, index, value);
    }

    fn end_statement(&mut self) {
        let value = std::mem::take(&mut self.statement);
        if self.frames.is_empty() && self.assigned && !self.target.is_empty() {
            let key = self.target.pop();
            self.add(key, 0, value);
        }
        self.frames.clear();
        self.too_deep = 0;
        self.target.clear();
        (self.in_target, self.assigned) = (false, false);
    }

    fn add(&mut self, key: Option<Range<usize>>, index: usize, value: Value) {
        if value.is_code {
            // An array was counted by its entries.
            self.leaves.others += usize::from(!value.pieces.is_empty());
            return;
        }
        let text = text_of(self.source, self.file, Dialect::Php, &value.pieces, Role::Label);
        self.leaves.string(&text.decoded);
        if text.decoded.is_empty() {
            return;
        }
        let outer = self.frames.len().saturating_sub(1);
        let targets = self.target.iter().cloned();
        let keys: Vec<Range<usize>> = targets
            .chain(self.frames.iter().take(outer).filter_map(|frame| frame.key.clone()))
            .chain(key.clone())
            .map(|key| inner(self.source, &key))
            .collect();
        let mut path: Vec<String> = keys.iter().flat_map(|key| key_path(&self.source[key.clone()])).collect();
        if key.is_none() {
            path.push(index.to_string());
        }
        let Some(key) = keys.last() else { return };
        self.messages.push(Message {
            pointer: Pointer(path.join(".")),
            path,
            key_span: Span::new(key.start, key.end),
            text,
            id: None,
            notes: Vec::new(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let source = Source::new("lang/en/settings.php", text);
        let bundle = parse(0, &source).expect("it is a file of translations");
        assert_eq!(bundle.strings(), expected.iter().map(|&(key, text)| (key.to_owned(), text)).collect::<Vec<_>>());
        for message in &bundle.messages {
            assert_eq!(source.slice(message.key_span), message.path.last().expect("a path has a key"));
        }
    }

    #[test]
    fn arrays_are_read_to_their_leaves() {
        check(
            "<?php\n// Words\nreturn [\n  'a' => ['b' => 'It\\'s a hook', 'n' => 5],\n  \"c\" => 'We ' . \"call\\n\", 'd' => env('X', 'y'), 'e' => $f['g'],\n];\n",
            &[("a.b", "It's a hook"), ("c", "We call\n")],
        );
        check(
            "<?php return array('a' => array('b' => 'The hook'), 'c' => 'More of it',);",
            &[("a.b", "The hook"), ("c", "More of it")],
        );
        check(
            "<?php $lang['hook'] = 'The hook'; $lang['a']['b'] = 'Its \"URL\"'; $lang = ['c' => 'More of it'];",
            &[("hook", "The hook"), ("b", "Its \"URL\""), ("c", "More of it")]
                .map(|(key, text)| if key == "b" { ("a.b", text) } else { (key, text) }),
        );
    }

    #[test]
    fn ordinary_code_is_silence() {
        let code = "<?php\nclass A { function b($c) { return $this->call(['name' => 'The name', 'd' => 'Or so it is'], $c); } \
            function e() { throw new Exception('It did not work'); } function f() { return g(h(i($j))); } }";
        for path in ["src/A.php", "lang/A.php"] {
            assert!(parse(0, &Source::new(path, code)).is_none());
        }
        for cut in ["<?php return ['a' => 'b", "<?php return [[[[", "<?php ]])", "<?php $a[", ""] {
            assert!(parse(0, &Source::new("lang/en.php", cut)).is_none());
        }
    }
}
