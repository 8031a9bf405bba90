//! How new sentences follow on old words: where those end, and what stands between.

/// What stands between the old words and the new ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// Nothing: there are no old words.
    Nothing,
    /// A blank.
    Blank,
    /// A full stop, which the old words lack, and a blank.
    StopAndBlank,
    /// A blank line, because the old words end in a list, a table or something else that goes on in the next line.
    Paragraph,
}

/// The old words without the blanks at their end, and how new ones follow.
pub fn joint(old: &str) -> (&str, Joint) {
    let words = old.trim_end();
    let last_line = words.rsplit('\n').next().unwrap_or_default();
    let joint = match words.chars().next_back() {
        None => Joint::Nothing,
        _ if is_structure(last_line, words.contains('\n')) => Joint::Paragraph,
        Some(last) if ends_sentence(words, last) => Joint::Blank,
        Some(_) => Joint::StopAndBlank,
    };
    (words, joint)
}

impl Joint {
    /// Where everything stands in one line, the characters in between.
    pub fn inline(self) -> Option<&'static str> {
        match self {
            Joint::Nothing => Some(""),
            Joint::Blank => Some(" "),
            Joint::StopAndBlank => Some(". "),
            Joint::Paragraph => None,
        }
    }
}

/// Whether a sentence's last character ends it, quotes and brackets behind its full stop passed over.
fn ends_sentence(words: &str, last: char) -> bool {
    const CLOSING: [char; 9] = [')', ']', '"', '\'', '`', '*', '_', '”', '’'];
    let mark = match CLOSING.contains(&last) {
        true => words.trim_end_matches(CLOSING).chars().next_back().unwrap_or(last),
        false => last,
    };
    matches!(mark, '.' | '!' | '?' | ':' | ';' | ',' | '…' | '。')
}

/// Whether a line of Markdown would take what follows it into its list item, table, quotation, code or tag.
fn is_structure(line: &str, has_others: bool) -> bool {
    let inner = line.trim_start();
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let is_item = ["- ", "* ", "+ "].iter().any(|mark| inner.starts_with(mark))
        || (digits > 0 && [". ", ") "].iter().any(|mark| inner[digits..].starts_with(mark)));
    let is_other = inner.starts_with(['|', '#', '>', '<']) || inner.starts_with("```") || inner.starts_with("~~~");
    is_item || is_other || (has_others && inner.len() < line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_is_added_where_it_is_missing() {
        let check = |old: &str, expected: Joint| assert_eq!(joint(old).1, expected, "{old}");
        check("", Joint::Nothing);
        check(" \n", Joint::Nothing);
        check("Called on payment.\n", Joint::Blank);
        check("Called (see the guide.)", Joint::Blank);
        check("Called (see the guide)", Joint::StopAndBlank);
        check("URL of `hook`", Joint::StopAndBlank);
        check("One of:\n- a\n- b\n", Joint::Paragraph);
        check("| a | b |", Joint::Paragraph);
        check("An item:\n\n  goes on", Joint::Paragraph);
        check("**Required** URL", Joint::StopAndBlank);
    }
}
