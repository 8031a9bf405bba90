//! Text as XML and HTML take it.

use super::visible::shown;

/// The text with all that is markup written as entities, and what neither may hold spelled out as an escape; line breaks
/// stay, so that only attributes whose values have none may be made of it as they are.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            // Needed after `]]` only, and harmless elsewhere.
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(character),
            // XML 1.0, section 2.2, has no way to write these.
            '\u{fffe}' | '\u{ffff}' => out.push_str(&character.escape_unicode().to_string()),
            other => out.push_str(&shown(other)),
        }
    }
    out
}

/// The same on one line, for attributes.
pub fn attribute(text: &str) -> String {
    escaped(text).replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_handed_in_is_markup() {
        assert_eq!(escaped("<script>\"&'\"]]>"), "&lt;script&gt;&quot;&amp;&#39;&quot;]]&gt;");
        assert_eq!(escaped("a\u{0}\u{1b}\u{fffe}\u{202e}b"), "a\\u{0}\\u{1b}\\u{fffe}\\u{202e}b");
        assert_eq!(attribute("a\nb\tc"), "a b c");
    }
}
