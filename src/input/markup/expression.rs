//! What a piece of code says to people: string literals that are shown, and keys of messages, in whichever of the languages
//! that templates are written in.
//!
//! No language is parsed. Code is cut into tokens that JavaScript, Ruby, PHP, Go, Python and C# share, and a string counts
//! by what stands around it.

use super::tokens::{Token, tokens};
use crate::field::Tie;
use std::ops::Range;

/// Something that code says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::input) enum Said {
    /// A string literal that is shown as it stands, without its quotes, and what else hangs on it.
    Words(Range<usize>, Option<Tie>),
    /// The key of a message, without its quotes.
    Key(Range<usize>),
}

/// Functions that look up a message, by the last part of their path.
const TRANSLATORS: &[&str] = &[
    "t",
    "$t",
    "tc",
    "$tc",
    "_t",
    "tr",
    "Tr",
    "trans",
    "transChoice",
    "trans_choice",
    "translate",
    "gettext",
    "ngettext",
    "pgettext",
    "gettext_lazy",
    "_",
    "__",
    "_e",
    "_x",
    "_ex",
    "_n",
    "_html",
    "esc_html__",
    "esc_html_e",
    "esc_attr__",
    "esc_attr_e",
    "l",
    "L",
    "T",
    "lang",
    "msg",
    "i18n",
    "$i18n",
    "formatMessage",
    "$formatMessage",
    "Localizer",
    "SharedLocalizer",
    "localizer",
    "Loc",
    "localize",
    "localise",
    "instant",
    "getMessage",
    "getString",
    "message",
    "translateText",
    "xlt",
    "xl",
    "I18N",
    "$_",
    "intl",
    "FormattedMessage",
    "TrN",
    "T_",
    "i18nc",
    "helpText_t",
    "th",
];

/// Functions whose strings are never shown.
const SILENT: &[&str] = &[
    "cn",
    "clsx",
    "classNames",
    "classnames",
    "cx",
    "css",
    "twMerge",
    "join",
    "split",
    "includes",
    "startsWith",
    "endsWith",
    "indexOf",
    "get",
    "watch",
    "register",
    "require",
    "import",
    "useTranslation",
    "url",
    "url_for",
    "route",
    "asset",
    "href",
    "setValue",
    "querySelector",
    "log",
    "addEventListener",
    "emit",
    "$emit",
    "has",
    "test",
    "match",
    "replace",
    "link_to",
];

/// Filters after a `|` that look up a message.
fn is_translating_filter(name: &str) -> bool {
    const FILTERS: &[&str] = &["t", "trans", "tr", "i18n", "localize", "translate", "transloco", "T"];
    FILTERS.contains(&name) || name.ends_with("ranslate") || name.ends_with("ranslation")
}

/// Properties of an object in code that are shown.
pub(in crate::input) const SHOWN_PROPERTIES: &[&str] = &[
    "title",
    "label",
    "content",
    "text",
    "message",
    "children",
    "defaultmessage",
    "defaultvalue",
    "default",
    "helptext",
    "markdowncontent",
    "tooltip",
    "body",
    "description",
    "help",
    "hint",
    "info",
    "caption",
    "i18nkey",
    "value",
];

struct Frame<'c> {
    opened: u8,
    callee: &'c str,
    /// Arguments before the current one.
    index: usize,
    /// Whether the frame or one around it is a call that looks up a message and has had its key.
    is_answered: bool,
    /// Whether a default for the message stands in it.
    key: Option<usize>,
}

/// What an expression says, in its order.
pub(in crate::input) fn said(code: &str) -> Vec<Said> {
    if let Some(bundled) = code.trim_start().strip_prefix('%') {
        // Jelly's `${%Words or key}`, with arguments in brackets.
        let start = code.len() - bundled.len();
        let end = bundled.find('(').map_or(code.trim_end().len(), |found| start + found);
        return vec![words_or_key(code, start..end)];
    }
    let tokens = tokens(code);
    let mut found: Vec<Said> = Vec::new();
    let mut frames: Vec<Frame<'_>> = Vec::new();
    for (at, &(token, start)) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before)).map(|&(token, _)| token);
        let after = tokens.get(at + 1).map(|&(token, _)| token);
        match token {
            Token::Mark(mark @ (b'(' | b'[' | b'{')) => {
                let callee = match before {
                    Some(Token::Path(path)) if mark != b'{' => last_part(path),
                    _ => "",
                };
                if let (Some(Token::Path(path)), Some(Token::Mark(b')'))) = (before, after)
                    && let Some(key) = path.strip_prefix("m.")
                {
                    // Paraglide compiles each message to a function of its own.
                    let from = tokens[at - 1].1 + (path.len() - key.len());
                    found.push(Said::Key(from..from + key.len()));
                }
                frames.push(Frame { opened: mark, callee, index: 0, is_answered: false, key: None });
            }
            Token::Mark(b')' | b']' | b'}') => _ = frames.pop(),
            Token::Mark(b',') => {
                if let Some(frame) = frames.last_mut() {
                    frame.index += 1;
                }
            }
            Token::String(inner) | Token::Symbol(inner) => {
                let is_symbol = matches!(token, Token::Symbol(_));
                let range = start..start + inner.len();
                judge(code, range, is_symbol, &tokens, at, &mut frames, &mut found);
            }
            Token::Path(path) => {
                let is_descriptor = path.contains('.') && matches!(before, Some(Token::Mark(b'(')));
                let in_format = frames.last().is_some_and(|frame| frame.callee.ends_with("ormatMessage"));
                if is_descriptor && in_format && matches!(after, Some(Token::Mark(b')' | b','))) {
                    found.push(Said::Key(start..start + path.len()));
                }
            }
            Token::Mark(_) => {}
        }
    }
    found
}

/// Takes a string for what the tokens around it make of it.
fn judge<'c>(
    code: &'c str,
    range: Range<usize>,
    is_symbol: bool,
    tokens: &[(Token<'c>, usize)],
    at: usize,
    frames: &mut [Frame<'c>],
    found: &mut Vec<Said>,
) {
    let token = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map(|&(token, _)| token);
    let before = token(at.checked_sub(1));
    let after = token(Some(at + 1));
    let written = &code[range.clone()];
    if written.trim().is_empty() {
        return;
    }
    // `Tr "key"`, `l :key` and `trans 'key'` are calls without brackets.
    let called_bare = match before {
        Some(Token::Path(path)) => is_translator(path),
        _ => false,
    };
    let filtered = after == Some(Token::Mark(b'|'))
        && matches!(token(Some(at + 2)), Some(Token::Path(name)) if is_translating_filter(name));
    if called_bare || filtered {
        found.push(words_or_key(code, range));
        return;
    }
    let opens_argument = matches!(before, Some(Token::Mark(b'(' | b'[' | b',')));
    if let Some(frame) = frames.last_mut()
        && frame.opened != b'{'
        && is_translator(frame.callee)
    {
        if !frame.is_answered && opens_argument {
            // The first string is the key, but that of `pgettext` and of `_x` in Python is a context.
            let is_context = frame.callee == "pgettext" && frame.index == 0;
            if !is_context {
                frame.is_answered = true;
                frame.key = Some(found.len());
                found.push(words_or_key(code, range));
            }
        } else if is_named(tokens, at, &["default", "defaultmessage", "defaultvalue"]) {
            prefer_words(frame.key, found, range);
        }
        return;
    }
    if is_symbol {
        return;
    }
    if let [.., call, object] = frames
        && object.opened == b'{'
        && is_translator(call.callee)
    {
        if is_named(tokens, at, &["id"]) && !call.is_answered {
            call.is_answered = true;
            call.key = Some(found.len());
            found.push(Said::Key(range));
        } else if is_named(tokens, at, &["default", "defaultmessage", "defaultvalue"]) {
            call.is_answered = true;
            prefer_words(call.key, found, range);
        }
        return;
    }
    if is_shown(written, before, after, frames, tokens, at) {
        let tied = (!stands_alone(frames, tokens, at)).then_some(Tie::Code);
        found.push(Said::Words(range, tied));
    }
}

/// Words that stand where their key stands are the ones that a reader of the code edits.
fn prefer_words(key: Option<usize>, found: &mut Vec<Said>, words: Range<usize>) {
    match key.and_then(|key| found.get_mut(key)) {
        Some(said) => *said = Said::Words(words, None),
        // Without a key beside them they are the key.
        None => found.push(Said::Words(words, Some(Tie::Key))),
    }
}

/// Whether a string is all that an expression is, or all that a property of an object is set to.
fn stands_alone(frames: &[Frame<'_>], tokens: &[(Token<'_>, usize)], at: usize) -> bool {
    let in_object = frames.last().is_some_and(|frame| frame.opened == b'{');
    let is_plain_frame = |frame: &Frame<'_>| frame.opened == b'{' || (frame.opened == b'(' && frame.callee.is_empty());
    if !frames.iter().all(is_plain_frame) {
        return false;
    }
    let computes = |token: &Token<'_>| matches!(token, Token::Mark(b'?' | b'+' | b'.' | b'%' | b'|' | b'&'));
    match in_object {
        true => {
            let ends = matches!(tokens.get(at + 1), None | Some((Token::Mark(b',' | b'}'), _)));
            ends && !tokens.iter().any(|(token, _)| computes(token))
        }
        false => {
            let is_around = |token: &Token<'_>| matches!(token, Token::Mark(b'(' | b')' | b';'));
            tokens.iter().enumerate().all(|(index, (token, _))| index == at || is_around(token))
        }
    }
}

fn is_shown(
    written: &str,
    before: Option<Token<'_>>,
    after: Option<Token<'_>>,
    frames: &[Frame<'_>],
    tokens: &[(Token<'_>, usize)],
    at: usize,
) -> bool {
    let compared = |token| matches!(token, Some(Token::Mark(b'=' | b'<' | b'>')));
    if compared(before) || compared(after) || matches!(before, Some(Token::Path(_) | Token::String(_))) {
        return false;
    }
    let Some(frame) = frames.last() else {
        // `'key': …` is a property, and what stands before `?` is a condition.
        return !(matches!(after, Some(Token::Mark(b'?'))) || matches!(before, Some(Token::Mark(b'!'))));
    };
    match frame.opened {
        b'{' => is_named(tokens, at, SHOWN_PROPERTIES),
        b'[' if !frame.callee.is_empty() => false,
        _ if frame.callee.is_empty() => !matches!(after, Some(Token::Mark(b':'))) || written.contains(' '),
        _ if SILENT.contains(&frame.callee) => false,
        // An argument of a function that nothing is known of is shown only if it reads like prose.
        _ => written.contains(' ') && written.starts_with(|first: char| first.is_uppercase()),
    }
}

/// Whether `name:` or `name =>` stands before a token.
fn is_named(tokens: &[(Token<'_>, usize)], at: usize, names: &[&str]) -> bool {
    let before = tokens[..at].iter().rev().map(|&(token, _)| token).take(3).collect::<Vec<_>>();
    let name = match before.as_slice() {
        [Token::Mark(b':'), Token::Path(name) | Token::String(name), ..] => name,
        [Token::Mark(b'='), Token::Symbol(name) | Token::String(name), ..] => name,
        _ => return false,
    };
    names.contains(&name.to_ascii_lowercase().as_str())
}

fn is_translator(callee: &str) -> bool {
    !callee.is_empty() && TRANSLATORS.contains(&last_part(callee))
}

/// Whether code ends where the argument of a call that looks up a message begins.
pub(in crate::input) fn is_lookup(code: &str) -> bool {
    let callee = code.trim_end().strip_suffix('(').unwrap_or_default();
    is_translator(callee.rsplit(|c: char| !(c.is_alphanumeric() || "_.$>:-".contains(c))).next().unwrap_or_default())
}

/// The last name of a path.
pub(in crate::input) fn last_part(path: &str) -> &str {
    path.rsplit(['.', '>', ':']).next().unwrap_or(path)
}

/// Whether the argument of a translator is a key; if not, it is the message itself.
pub(in crate::input) fn is_key(argument: &str) -> bool {
    let argument = argument.trim();
    if argument.contains("://") {
        return false;
    }
    if let Some((space, key)) = argument.split_once(':') {
        let names_space =
            !space.is_empty() && space.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte));
        if names_space && key.starts_with(|first: char| !first.is_whitespace() && first != '/') {
            return true;
        }
    }
    if argument.contains(char::is_whitespace) {
        return false;
    }
    let mut characters = argument.chars();
    let first_is_upper = characters.next().is_some_and(char::is_uppercase);
    let has_joints = argument.trim_end_matches(['.', ':', '-']).contains(['.', '_', ':', '-', '/']);
    let has_humps =
        argument.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    has_joints || has_humps || !first_is_upper
}

fn words_or_key(code: &str, range: Range<usize>) -> Said {
    match is_key(&code[range.clone()]) {
        true => Said::Key(range),
        false => Said::Words(range, Some(Tie::Key)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, expected: &[&str]) {
        let shown: Vec<String> = said(code)
            .into_iter()
            .map(|said| match said {
                Said::Words(range, _) => code[range].to_owned(),
                Said::Key(range) => format!("#{}", &code[range]),
            })
            .collect();
        assert_eq!(shown, expected, "{code}");
    }

    #[test]
    fn keys_and_sentences_of_every_language() {
        check("$t('webhook.url')", &["#webhook.url"]);
        check("t(\"Callback URLs\")", &["Callback URLs"]);
        check("this.props.t('URL')", &["URL"]);
        check("i18next.t(\"product:Success URL\")", &["#product:Success URL"]);
        check("I18n.t('a.b', default: 'Where we post')", &["Where we post"]);
        check("l :webhook_url_info", &["#webhook_url_info"]);
        check(".i18n.Tr \"repo.settings.url\"", &["#repo.settings.url"]);
        check("trans 'Redirect URIs'", &["Redirect URIs"]);
        check("'EnterUrl' | translate: params", &["#EnterUrl"]);
        check("echo __('Webhook URL', 'domain')", &["Webhook URL"]);
        check("Localizer[\"Hook.Url\"]", &["#Hook.Url"]);
        check("m.callback_urls()", &["#callback_urls"]);
        check("intl.formatMessage({id: 'a.b', defaultMessage: 'Target URL'})", &["Target URL"]);
        check("intl.formatMessage({id: 'a.b'})", &["#a.b"]);
        check("intl.formatMessage(messages.targetUrl)", &["#messages.targetUrl"]);
        check("%PostLogoutUrl", &["#PostLogoutUrl"]);
        check("%Where we post(1)", &["Where we post"]);
    }

    #[test]
    fn strings_that_are_shown() {
        check("'Webhook URL'", &["Webhook URL"]);
        check("cond ? 'On' : `Off for ${now}`", &["On", "Off for ${now}"]);
        check("isCloud() && 'Only in the cloud'", &["Only in the cloud"]);
        check("label_with(form, 'Failure URL', :url)", &["Failure URL"]);
        check("{title: 'Where we post', placement: 'right'}", &["Where we post"]);
        check("label(i18n.t('a.b'), i18n.t('a.b.tip'))", &["#a.b", "#a.b.tip"]);
    }

    #[test]
    fn what_hangs_on_the_words_is_known() {
        let tied = |code: &str| match said(code).as_slice() {
            [Said::Words(_, tied)] => *tied,
            other => panic!("{code}: {other:?}"),
        };
        for code in [
            "t(\"URL for events\")",
            "i18n._(msg`URL for events`)",
            "trans 'URL for events'",
            "'URL for events'|trans",
            "Localizer[\"URL for events\"]",
            "T \"URL for events\"",
            "%URL for events(1)",
            "intl.formatMessage({defaultMessage: 'URL for events'})",
        ] {
            assert_eq!(tied(code), Some(Tie::Key), "{code}");
        }
        for code in [
            "\"URL to receive \" + x",
            "x + ' receives them'",
            "isCloud && 'URL for events'",
            "cond ? <a/> : 'URL for events'",
            "['URL for events']",
            "helper('URL for events')",
            "{title: 'URL for ' + x}",
        ] {
            assert_eq!(tied(code), Some(Tie::Code), "{code}");
        }
        for code in [
            "'URL for events'",
            "('URL for events')",
            "{title: 'URL for events', placement: 'right'}",
            "t('a.b', {defaultValue: 'URL for events'})",
        ] {
            assert_eq!(tied(code), None, "{code}");
        }
    }

    #[test]
    fn strings_that_are_not() {
        check("type === 'http'", &[]);
        check("form.watch('method')", &[]);
        check("errors['url']", &[]);
        check("cn('Block and so on', 'b')", &[]);
        check("model.webhook_url", &[]);
    }
}
