//! How new sentences follow on old words: where those end, and what stands between.

use super::Refusal;

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
    /// The same, because the old words end in a URL, which a full stop would become a part of.
    AfterUrl,
    /// None: the old words go on in what stands below them.
    Unfinished,
}

/// The old words without the blanks at their end, and how new ones follow.
pub fn joint(old: &str) -> (&str, Joint) {
    let words = old.trim_end();
    let last_line = words.rsplit('\n').next().unwrap_or_default();
    let joint = match words.chars().next_back() {
        None => Joint::Nothing,
        _ if is_structure(last_line, words.contains('\n')) => Joint::Paragraph,
        Some(last) if closes(words, last, &[':', ';', ',']) => Joint::Unfinished,
        Some(last) if closes(words, last, &['.', '!', '?', '…', '。', '！', '？']) => Joint::Blank,
        Some(last) if ends_in_url(words) && !CLOSING.contains(&last) => Joint::AfterUrl,
        Some(_) => Joint::StopAndBlank,
    };
    (words, joint)
}

impl Joint {
    /// Where everything stands in one line, the characters in between.
    pub fn inline(self) -> Result<&'static str, Refusal> {
        match self {
            Joint::Nothing => Ok(""),
            Joint::Blank => Ok(" "),
            Joint::StopAndBlank => Ok(". "),
            Joint::Paragraph => Err(Refusal::ENDS_IN_A_LIST),
            Joint::AfterUrl => Err(Refusal::ENDS_IN_A_URL),
            Joint::Unfinished => Err(Refusal::UNFINISHED),
        }
    }

    /// The same where there can be many lines.
    pub fn of_lines(self) -> Result<&'static str, Refusal> {
        match self {
            Joint::Paragraph | Joint::AfterUrl => Ok("\n\n"),
            other => other.inline(),
        }
    }
}

/// What may stand behind the mark that ends a sentence.
const CLOSING: [char; 9] = [')', ']', '"', '\'', '`', '*', '_', '”', '’'];

/// Whether words end with one of these marks, quotes and brackets behind it passed over.
fn closes(words: &str, last: char, marks: &[char]) -> bool {
    let mark = match CLOSING.contains(&last) {
        true => words.trim_end_matches(CLOSING).chars().next_back().unwrap_or(last),
        false => last,
    };
    marks.contains(&mark)
}

fn ends_in_url(words: &str) -> bool {
    words.rsplit(char::is_whitespace).next().is_some_and(|word| word.contains("://"))
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
        check("URL for events:", Joint::Unfinished);
        check("Called on payment,", Joint::Unfinished);
        check("URL, e.g. https://example.com?key=x", Joint::AfterUrl);
        check("URL (e.g. https://example.com)", Joint::StopAndBlank);
        check("URL, e.g. `https://example.com`", Joint::StopAndBlank);
    }
}
