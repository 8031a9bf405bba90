//! Comments of every format that begin with [`MARK`]: which marks open and close a comment where, and the place of the next
//! thing that is none.
//!
//! A comment is found backwards, from the mark to what opens it, so that a text without a mark costs one search.

use super::directive::MARK;
use std::ops::Range;

/// What opens a comment, and what closes it.
#[derive(Clone, Copy, Debug)]
pub struct Syntax {
    /// What opens it.
    open: &'static str,
    /// What closes it; where it is empty, the end of the line does.
    close: &'static str,
    /// Whether it is a comment only where nothing stands before it on its line.
    alone: bool,
}

const fn block(open: &'static str, close: &'static str) -> Syntax {
    Syntax { open, close, alone: false }
}

const fn line(open: &'static str) -> Syntax {
    Syntax { open, close: "", alone: false }
}

const fn alone(open: &'static str) -> Syntax {
    Syntax { open, close: "", alone: true }
}

/// How formats are written, as far as comments and what they cover go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// YAML and JSON.
    Tree,
    /// Elements with tags, and code with brackets, which many files mix.
    Markup,
    /// Elements by indentation.
    Indented,
    /// One string a line, with sections.
    Lines,
    /// Strings in paragraphs.
    Paragraphs,
    /// Markdown.
    Markdown,
    /// reStructuredText.
    Restructured,
    /// AsciiDoc.
    Asciidoc,
}

/// The name of the program as it stands in marks, without its first letter.
const NAME_WITHOUT_INITIAL: &str = "hocalls";

const HASH: &[Syntax] = &[line("#")];
const TRANSLATOR: &[Syntax] = &[alone("#."), alone("#")];
const PROPERTIES: &[Syntax] = &[alone("#"), alone("!")];
const INI: &[Syntax] = &[alone(";"), alone("#")];
const FLUENT: &[Syntax] = &[alone("###"), alone("##"), alone("#")];
const XML: &[Syntax] = &[block("<!--", "-->")];
const INDENTED: &[Syntax] = &[alone("//-"), alone("//"), alone("-#"), alone("/")];
const RESTRUCTURED: &[Syntax] = &[alone("..")];
const ASCIIDOC: &[Syntax] = &[alone("//")];
const MARKDOWN: &[Syntax] =
    &[block("<!--", "-->"), block("{/*", "*/}"), block("[//]: # (", ")"), block("[comment]: # (", ")")];
const PHP: &[Syntax] =
    &[block("<!--", "-->"), block("{{--", "--}}"), block("/**", "*/"), block("/*", "*/"), line("//"), line("#")];
/// Those of HTML, of all the templates that are written in it, and of scripts.
const MARKUP: &[Syntax] = &[
    block("<!--", "-->"),
    block("{{!--", "--}}"),
    block("{{--", "--}}"),
    block("{{- /*", "*/ -}}"),
    block("{{/*", "*/}}"),
    block("{{!", "}}"),
    block("{/*", "*/}"),
    block("{#", "#}"),
    block("<%--", "--%>"),
    block("<%#", "%>"),
    block("@*", "*@"),
    block("/**", "*/"),
    block("/*", "*/"),
    line("//"),
];

/// The family of a format and the comments that it has; where several begin alike, the longest first.
pub fn of_format(id: &str) -> Option<(Family, &'static [Syntax])> {
    Some(match id {
        "openapi" | "i18n" => (Family::Tree, HASH),
        "gettext" => (Family::Paragraphs, TRANSLATOR),
        "properties" => (Family::Lines, PROPERTIES),
        "ini" => (Family::Lines, INI),
        "fluent" => (Family::Lines, FLUENT),
        "php" => (Family::Markup, PHP),
        "android" | "resources" | "xliff" => (Family::Markup, XML),
        "strings" | "script" | "html" | "jsx" => (Family::Markup, MARKUP),
        "indented" => (Family::Indented, INDENTED),
        "markdown" => (Family::Markdown, MARKDOWN),
        "restructured" => (Family::Restructured, RESTRUCTURED),
        "asciidoc" => (Family::Asciidoc, ASCIIDOC),
        _ => return None,
    })
}

/// A comment that begins with the mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// All of it, with what opens and closes it.
    pub whole: Range<usize>,
    /// Where the mark begins.
    pub mark: usize,
    /// What stands behind the mark.
    pub said: Range<usize>,
    /// Whether the mark is as it has to be, rather than nearly so.
    pub is_exact: bool,
}

/// The first comments of a text that begin with the mark, or with what was meant to be it, at most so many.
pub fn comments(text: &str, syntaxes: &[Syntax], most: usize) -> Vec<Comment> {
    // Without its first letter it is the same in upper and lower case at the beginning of a sentence.
    let marks = memchr::memmem::find_iter(text.as_bytes(), NAME_WITHOUT_INITIAL);
    marks.filter_map(|at| comment(text, at.checked_sub(1)?, syntaxes)).take(most).collect()
}

/// The end of a mark that begins at a byte, and whether it is as it has to be.
fn mark_at(text: &str, at: usize) -> Option<(usize, bool)> {
    let rest = text.get(at..)?;
    if rest.starts_with(MARK) {
        return Some((at + MARK.len(), true));
    }
    let behind = rest.strip_prefix(['w', 'W'])?.strip_prefix(NAME_WITHOUT_INITIAL)?;
    let asks = behind.trim_start_matches([':', '-', ' ', '\t']);
    (asks.len() < behind.len() && asks.starts_with("ignore")).then(|| (at + rest.len() - asks.len(), false))
}

fn comment(text: &str, mark: usize, syntaxes: &[Syntax]) -> Option<Comment> {
    let (from, is_exact) = mark_at(text, mark)?;
    let tight = text[..mark].trim_end_matches([' ', '\t']);
    let loose = text[..mark].trim_end();
    let (syntax, start) = syntaxes.iter().find_map(|syntax| {
        let before = if syntax.close.is_empty() { tight } else { loose };
        let start = before.strip_suffix(syntax.open)?.len();
        let line_before = &text[line_start(text, start)..start];
        let may_begin = match (syntax.alone, syntax.close) {
            (true, _) => line_before.trim().is_empty(),
            (false, "") => {
                line_before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != ':')
                    && !ends_inside_string(line_before)
            }
            (false, _) => true,
        };
        may_begin.then_some((syntax, start))
    })?;
    let rest = &text[from..];
    let line_length = rest.find('\n').unwrap_or(rest.len());
    let closed = if syntax.close.is_empty() { None } else { rest.find(syntax.close) };
    let (said, end) = match closed {
        Some(length) => (from..from + length, from + length + syntax.close.len()),
        None => (from..from + line_length, from + line_length),
    };
    Some(Comment { whole: start..end, mark, said, is_exact })
}

/// Whether a quote of code is open at the end of a line's beginning.
fn ends_inside_string(line: &str) -> bool {
    let mut open = None;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (letter, open) {
            ('\\', Some(_)) => _ = letters.next(),
            ('"' | '\'' | '`', None) => open = Some(letter),
            (_, Some(quote)) if quote == letter => open = None,
            _ => {}
        }
    }
    // An apostrophe is mostly one of prose.
    open.is_some_and(|quote| quote != '\'')
}

/// Where the next thing begins that is neither blank nor a comment.
pub fn next_thing(text: &str, from: usize, syntaxes: &[Syntax]) -> usize {
    let mut at = from;
    loop {
        let rest = &text[at..];
        at += rest.len() - rest.trim_start().len();
        let rest = &text[at..];
        let Some(syntax) = syntaxes.iter().find(|syntax| rest.starts_with(syntax.open)) else { return at };
        // A directive of reStructuredText opens like a comment.
        let line = rest.split('\n').next().unwrap_or_default();
        if syntax.open == ".." && line.contains("::") {
            return at;
        }
        at += match rest.find(syntax.close).filter(|_| !syntax.close.is_empty()) {
            Some(length) => length + syntax.close.len(),
            None => line.len(),
        };
    }
}

/// Where the line that holds a place begins; a byte order mark is no part of the first.
pub fn line_start(text: &str, at: usize) -> usize {
    let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8().min(at) } else { 0 };
    memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(first, |newline| newline + 1)
}

/// Where the line that holds a place ends, before its line end.
pub fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::FORMATS;

    #[test]
    fn every_format_has_its_comments() {
        for format in FORMATS {
            assert!(of_format(format.id).is_some(), "{}", format.id);
        }
    }

    #[test]
    fn comments_of_all_sorts_are_found_and_others_are_not() {
        let found = |id: &str, text: &str| -> Vec<(String, String)> {
            let syntaxes = of_format(id).expect("it is a format").1;
            let comments = comments(text, syntaxes, 99).into_iter();
            comments.map(|one| (text[one.whole].to_owned(), text[one.said].trim().to_owned())).collect()
        };
        for (id, comment) in [
            ("openapi", "# whocalls: ignore a"),
            ("openapi", "#whocalls: ignore a"),
            ("gettext", "#. whocalls: ignore a"),
            ("html", "<!-- whocalls: ignore a -->"),
            ("html", "<!--\n  whocalls: ignore a\n-->"),
            ("html", "{# whocalls: ignore a #}"),
            ("html", "{{!-- whocalls: ignore a --}}"),
            ("html", "{{! whocalls: ignore a }}"),
            ("html", "{{-- whocalls: ignore a --}}"),
            ("html", "{{/* whocalls: ignore a */}}"),
            ("html", "<%# whocalls: ignore a %>"),
            ("html", "<%-- whocalls: ignore a --%>"),
            ("html", "@* whocalls: ignore a *@"),
            ("jsx", "{/* whocalls: ignore a */}"),
            ("jsx", "// whocalls: ignore a"),
            ("php", "# whocalls: ignore a"),
            ("indented", "-# whocalls: ignore a"),
            ("markdown", "[//]: # (whocalls: ignore a)"),
            ("restructured", ".. whocalls: ignore a"),
            ("asciidoc", "// whocalls: ignore a"),
            ("openapi", "# Whocalls: ignore a"),
            ("openapi", "# whocalls-ignore a"),
            ("jsx", "// whocalls ignore a"),
        ] {
            let text = format!("é x\n  {comment}\nx");
            assert_eq!(found(id, &text), [(comment.to_owned(), "ignore a".to_owned())], "{id} {comment}");
        }
        for (id, text) in [
            ("openapi", "description: whocalls: ignore"),
            ("openapi", "a#whocalls: ignore"),
            ("openapi", "# whocalls lints this"),
            ("openapi", "# whocallsignore"),
            ("jsx", "const a = \"// whocalls: ignore\";"),
            ("jsx", "f('a', \"it's // whocalls: ignore\")"),
            ("properties", "hook=see # whocalls: ignore"),
            ("html", "<p>whocalls: ignore</p>"),
            ("jsx", "'https://whocalls: ignore'"),
            ("markdown", "# whocalls: ignore"),
        ] {
            assert_eq!(found(id, text), [], "{id} {text}");
        }
    }

    #[test]
    fn the_next_thing_is_no_comment() {
        let next =
            |id: &str, text: &'static str| &text[next_thing(text, 0, of_format(id).expect("it is a format").1)..];
        assert_eq!(next("html", " <!-- a\n b -->\n {# c #} <p>"), "<p>");
        assert_eq!(next("gettext", "#: a\n#, b\nmsgid"), "msgid");
        assert_eq!(next("restructured", ".. a\n\n.. confval:: b"), ".. confval:: b");
        assert_eq!(next("jsx", "// a"), "");
    }
}
