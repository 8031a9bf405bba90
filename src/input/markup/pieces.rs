//! Pieces of template languages that stand between the words of markup: which are shown, and which only steer.

use super::tree::Syntax;
use std::ops::Range;

/// A piece that is no word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::input) struct Piece {
    /// All of it, delimiters included.
    pub(in crate::input) whole: Range<usize>,
    /// The code whose value is shown; none where nothing is.
    pub(in crate::input) code: Option<Range<usize>>,
}

/// Bytes that a piece may have; what is longer is taken for words, so that a lone brace costs no more than that.
const LENGTH_LIMIT: usize = 4_000;
/// The same for code in brackets, which is looked at byte by byte.
const BRACKETS_LIMIT: usize = 2_000;

/// The piece that begins at a byte of a text.
pub(in crate::input) fn piece_at(text: &str, at: usize, syntax: Syntax) -> Option<Piece> {
    if syntax == Syntax::Script {
        return None;
    }
    let bytes = text.as_bytes();
    match (bytes[at], bytes.get(at + 1).copied().unwrap_or_default()) {
        (b'{', b'{') => mustache(text, at),
        (b'{', b'!') if text[at..].starts_with("{!!") => shown(text, at, 3, "!!}"),
        (b'{', b'%') => django(text, at),
        (b'{', b'#') if syntax == Syntax::Template => hidden(text, at, 2, "#}"),
        (b'{', next) if syntax == Syntax::Curly => {
            let end = balanced(text, at)?;
            let html = text[at..].starts_with("{@html");
            let code = if html { Some(at + 6..end - 1) } else { Some(at + 1..end - 1) };
            Some(Piece { whole: at..end, code: code.filter(|_| html || !b"#:/@".contains(&next)) })
        }
        (b'<', b'%') => match &text[at + 2..] {
            rest if rest.starts_with("--") => hidden(text, at, 4, "--%>"),
            rest if rest.starts_with(['=', '-']) => shown(text, at, 3, "%>"),
            _ => hidden(text, at, 2, "%>"),
        },
        (b'<', b'?') => php(text, at),
        (b'$' | b'#', b'{') => {
            let end = balanced(text, at + 1)?;
            Some(Piece { whole: at..end, code: Some(at + 2..end - 1) })
        }
        (b'@', next) => at_sign(text, at, next),
        (b'}', _) => brace_of_branch(text, at),
        _ => None,
    }
}

fn end_of(text: &str, from: usize, mark: &str) -> Option<usize> {
    let limit = from.saturating_add(LENGTH_LIMIT).min(text.len());
    let found = memchr::memmem::find(&text.as_bytes()[from..limit], mark.as_bytes())?;
    Some(from + found)
}

fn hidden(text: &str, at: usize, opening: usize, closing: &str) -> Option<Piece> {
    let end = end_of(text, (at + opening).min(text.len()), closing)? + closing.len();
    Some(Piece { whole: at..end, code: None })
}

fn shown(text: &str, at: usize, opening: usize, closing: &str) -> Option<Piece> {
    let end = end_of(text, (at + opening).min(text.len()), closing)?;
    Some(Piece { whole: at..end + closing.len(), code: Some(at + opening..end) })
}

/// `{{ … }}` of Vue, Angular, Go, Jinja, Handlebars and Blade.
fn mustache(text: &str, at: usize) -> Option<Piece> {
    let inner = text[at + 2..].trim_start_matches(['-', '~']);
    match inner {
        _ if text[at..].starts_with("{{--") => return hidden(text, at, 4, "--}}"),
        _ if inner.starts_with("!--") => return hidden(text, at, 5, "--}}"),
        _ if inner.trim_start().starts_with("/*") => return hidden(text, at, 4, "*/"),
        _ if inner.starts_with(['!', '#', '/', '^', '>']) => return hidden(text, at, 2, "}}"),
        _ if inner.starts_with('{') => return shown(text, at, 3, "}}}"),
        _ => {}
    }
    const STEERING: [&str; 12] = [
        "if", "else", "end", "range", "with", "template", "define", "block", "include", "partial", "break", "continue",
    ];
    let first = first_word(inner);
    if STEERING.contains(&first) {
        return hidden(text, at, 2, "}}");
    }
    shown(text, at, 2, "}}")
}

/// `{% … %}` of Django, Jinja, Twig and Liquid, where only a translation is shown.
fn django(text: &str, at: usize) -> Option<Piece> {
    let inner = text[at + 2..].trim_start_matches('-');
    match first_word(inner) {
        "trans" | "translate" => shown(text, at, 2, "%}"),
        _ => hidden(text, at, 2, "%}"),
    }
}

fn php(text: &str, at: usize) -> Option<Piece> {
    // `echo` and the functions that show a translation themselves.
    let says = |word: &str| ["echo", "print", "_e", "_ex", "esc_html_e", "esc_attr_e"].contains(&word);
    let rest = &text[at + 2..];
    let opening = match rest {
        _ if rest.starts_with('=') => 3,
        _ if rest.starts_with("php") && says(first_word(&rest[3..])) => 5,
        _ => 0,
    };
    // The last piece of a file needs no end.
    let end = memchr::memmem::find(rest.as_bytes(), b"?>").map_or(text.len(), |found| at + 2 + found);
    let whole = at..(end + 2).min(text.len());
    Some(Piece { whole, code: (opening > 0 && at + opening <= end).then_some(at + opening..end) })
}

/// `@lang('…')` and `@if (…)` of Blade, `@Localizer["…"]` and `@Html.…` of Razor, `@if (…) {` of Angular and Twirl.
fn at_sign(text: &str, at: usize, next: u8) -> Option<Piece> {
    if next == b'*' {
        return hidden(text, at, 2, "*@");
    }
    let before = text[..at].bytes().next_back();
    if !next.is_ascii_alphabetic() && next != b'(' || before.is_some_and(|before| before.is_ascii_alphanumeric()) {
        return None;
    }
    let path = text[at + 1..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"._".contains(byte)).count();
    let word = &text[at + 1..at + 1 + path];
    let mut end = at + 1 + path;
    let steering = STEERING_WORDS.contains(&word);
    let opening = end + if steering { text[end..].bytes().take_while(|byte| *byte == b' ').count() } else { 0 };
    if text[opening..].starts_with(['(', '[']) {
        end = balanced(text, opening)?;
    } else if !steering {
        return None;
    }
    if !steering {
        return Some(Piece { whole: at..end, code: Some(at + 1..end) });
    }
    let brace = text[end..].bytes().take_while(|byte| *byte == b' ').count();
    if text[end + brace..].starts_with('{') && !text[end + brace..].starts_with("{{") {
        end += brace + 1;
    }
    Some(Piece { whole: at..end, code: None })
}

const STEERING_WORDS: &[&str] = &[
    "if",
    "else",
    "elseif",
    "endif",
    "for",
    "endfor",
    "foreach",
    "endforeach",
    "forelse",
    "empty",
    "endforelse",
    "while",
    "endwhile",
    "switch",
    "case",
    "default",
    "break",
    "continue",
    "endswitch",
    "defer",
    "loading",
    "placeholder",
    "unless",
    "endunless",
    "isset",
    "endisset",
    "auth",
    "guest",
    "endauth",
    "endguest",
    "can",
    "cannot",
    "endcan",
    "error",
    "enderror",
    "php",
    "endphp",
    "section",
    "endsection",
    "yield",
    "extends",
    "include",
    "includeIf",
    "stop",
    "show",
    "push",
    "endpush",
    "stack",
    "csrf",
    "method",
    "once",
    "endonce",
    "props",
    "let",
    "using",
    "model",
    "inject",
    "import",
    "await",
    "try",
    "livewire",
    "vite",
    "class",
    "checked",
    "selected",
    "disabled",
    "readonly",
    "required",
];

/// The brace that ends a branch: alone on its line, or before an `@else` or `else {`.
fn brace_of_branch(text: &str, at: usize) -> Option<Piece> {
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    if at - line_start > 200 || !text[line_start..at].trim().is_empty() {
        return None;
    }
    let rest = &text[at + 1..];
    let word = rest.trim_start_matches(' ');
    if word.starts_with("else") {
        let end = end_of(text, at, "{")? + 1;
        return (end - at < 200).then_some(Piece { whole: at..end, code: None });
    }
    let alone = rest.is_empty() || word.starts_with(['\n', '\r', '@', '<', '}']);
    alone.then_some(Piece { whole: at..at + 1, code: None })
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '$').unwrap_or(text.len());
    &text[..end]
}

/// One past the bracket that closes the one at a byte, as far as it is near; strings are passed over.
pub(in crate::input) fn balanced(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let limit = at.saturating_add(BRACKETS_LIMIT).min(bytes.len());
    let mut depth = 0usize;
    let mut next = at;
    while next < limit {
        match bytes[next] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(next + 1);
                }
            }
            quote @ (b'"' | b'\'' | b'`') => {
                // An apostrophe has no end on its line.
                if let Some(end) = string_end(bytes, next, quote, limit) {
                    next = end;
                }
            }
            _ => {}
        }
        next += 1;
    }
    None
}

/// The closing quote of the string that opens at a byte.
pub(in crate::input) fn string_end(bytes: &[u8], at: usize, quote: u8, limit: usize) -> Option<usize> {
    let mut next = at + 1;
    while next < limit {
        match bytes[next] {
            b'\\' => next += 1,
            b'\n' if quote != b'`' => return None,
            byte if byte == quote => return Some(next),
            _ => {}
        }
        next += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, whole: &str, code: Option<&str>) {
        let piece = piece_at(text, 0, Syntax::Template).expect("a piece begins there");
        assert_eq!(&text[piece.whole], whole);
        assert_eq!(piece.code.map(|code| text[code].trim()), code);
    }

    #[test]
    fn what_is_shown_has_code() {
        check("{{ $t(\"a\") }} b", "{{ $t(\"a\") }}", Some("$t(\"a\")"));
        check("{!! $a !!}", "{!! $a !!}", Some("$a"));
        check("{% trans 'URL' %}", "{% trans 'URL' %}", Some("trans 'URL'"));
        check("<%= t('a') %>", "<%= t('a') %>", Some("t('a')"));
        check("<?= t('a') ?>", "<?= t('a') ?>", Some("t('a')"));
        check("<?php echo t('a'); ?>", "<?php echo t('a'); ?>", Some("echo t('a');"));
        check("<?php esc_html_e( 'a', 'b' ); ?>", "<?php esc_html_e( 'a', 'b' ); ?>", Some("esc_html_e( 'a', 'b' );"));
        check("@lang('a b') c", "@lang('a b')", Some("lang('a b')"));
        check("@Localizer[\"a\"]", "@Localizer[\"a\"]", Some("Localizer[\"a\"]"));
        check("${%Url}", "${%Url}", Some("%Url"));
    }

    #[test]
    fn what_steers_has_none() {
        check("{{if .A}}b", "{{if .A}}", None);
        check("{{#if a}}b", "{{#if a}}", None);
        check("{{-- a --}}b", "{{-- a --}}", None);
        check("{# a #}b", "{# a #}", None);
        check("{% if a %}b", "{% if a %}", None);
        check("<% if a %>b", "<% if a %>", None);
        check("<?php if ($a): ?>b", "<?php if ($a): ?>", None);
        check("@if (a > (b)) { c", "@if (a > (b)) {", None);
        check("@* a *@b", "@* a *@", None);
        check("} @else {", "}", None);
    }

    #[test]
    fn words_are_no_pieces() {
        for text in ["@channel", "@ home", "{ a", "{{ a", "} b", "$5"] {
            assert_eq!(piece_at(text, 0, Syntax::Template), None, "{text}");
        }
        assert_eq!(piece_at("a@if.com", 1, Syntax::Template), None);
    }
}
