//! Text from linted documents as it is safe to print: no character may move the cursor, recolour a terminal or reorder a
//! line.

use std::borrow::Cow;

/// The text with every character that is no plain one written as an escape; line breaks and tabs become blanks.
pub fn visible(text: &str) -> Cow<'_, str> {
    match text.chars().any(is_hidden) {
        false => Cow::Borrowed(text),
        true => Cow::Owned(text.chars().map(shown).collect()),
    }
}

/// One character as it is shown.
pub fn shown(character: char) -> String {
    match character {
        '\t' | '\n' | '\r' => " ".to_string(),
        hidden if is_hidden(hidden) => hidden.escape_unicode().to_string(),
        plain => plain.to_string(),
    }
}

/// The text on one line: every run of white space is one blank, and hidden characters are escaped.
pub fn one_line(text: &str) -> String {
    visible(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

/// One line of at most so many characters, with an ellipsis where it was cut.
pub fn shortened(text: &str, longest: usize) -> String {
    let line = one_line(text);
    match line.char_indices().nth(longest) {
        None => line,
        Some(_) => {
            let end = line.char_indices().nth(longest - 1).map_or(0, |(at, _)| at);
            format!("{}…", line[..end].trim_end())
        }
    }
}

/// Control characters, and those that reorder or break the line without being seen.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_act_on_a_terminal_is_spelled_out() {
        assert_eq!(visible("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(visible("abc\u{202e}cba"), "abc\\u{202e}cba");
        assert_eq!(visible("naïve Ωκ 語"), "naïve Ωκ 語");
        assert_eq!(one_line(" a\n\n  b\tc "), "a b c");
    }

    #[test]
    fn shortening_counts_characters() {
        assert_eq!(shortened("äöüß", 4), "äöüß");
        assert_eq!(shortened("äöüßx", 4), "äöü…");
    }
}
