//! How far what begins at a place reaches: an element to its closing tag, an entry to the end of its brackets, a line with
//! all that is indented below it.

use super::comments::{line_end, line_start};

/// The end of the element or of the piece of code that begins at `start`.
pub fn of_markup(text: &str, start: usize) -> usize {
    match text[start..].starts_with('<') {
        true => element(text, start),
        false => code(text, start),
    }
}

/// Elements that have no content, so that no tag closes them.
const EMPTY: &[&str] = &["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// The end of an element, behind its closing tag; where none closes it, the end of its opening tag.
fn element(text: &str, start: usize) -> usize {
    let (opening_end, is_closed) = tag(text, start);
    let name = tag_name(&text[start + 1..]);
    if is_closed || name.is_empty() || EMPTY.contains(&name.to_ascii_lowercase().as_str()) {
        return opening_end;
    }
    let mut depth = 1;
    let mut at = opening_end;
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        let from = at + found;
        at = from + 1;
        let rest = &text[at..];
        if let Some(skipped) = rest.strip_prefix("!--").and_then(|comment| comment.find("-->")) {
            at += skipped;
        } else if rest.strip_prefix('/').is_some_and(|rest| tag_name(rest) == name) {
            depth -= 1;
            if depth == 0 {
                return text[at..].find('>').map_or(text.len(), |length| at + length + 1);
            }
        } else if tag_name(rest) == name {
            let (end, is_closed) = tag(text, from);
            depth += usize::from(!is_closed);
            at = end;
        }
    }
    opening_end
}

fn tag_name(rest: &str) -> &str {
    let length = rest.find(|c: char| !c.is_alphanumeric() && !['-', '_', '.', ':'].contains(&c)).unwrap_or(rest.len());
    &rest[..length]
}

/// Where a tag ends, and whether it closes itself; quotes and braces in it may hold a `>`.
fn tag(text: &str, start: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut quote = None;
    for at in start + 1..bytes.len() {
        match (bytes[at], quote) {
            (byte, Some(open)) if byte == open => quote = None,
            (_, Some(_)) => {}
            (b'"' | b'\'', None) => quote = Some(bytes[at]),
            (b'{', None) => depth += 1,
            (b'}', None) => depth = depth.saturating_sub(1),
            // `=>` in an attribute of Angular or Vue is an arrow.
            (b'>', None) if depth == 0 && !matches!(bytes[at - 1], b'=' | b'%') => {
                return (at + 1, bytes[at - 1] == b'/');
            }
            _ => {}
        }
    }
    (text.len(), true)
}

/// The end of an entry of an object, of a statement or of an assignment: the first comma, semicolon or line end that no
/// bracket encloses.
fn code(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut quote = None;
    let mut last = b' ';
    let mut at = start;
    while at < bytes.len() {
        let byte = bytes[at];
        match (byte, quote) {
            (b'\\', Some(_)) => at += 1,
            (_, Some(open)) if byte == open => quote = None,
            // An apostrophe in words opens nothing that lasts longer than its line.
            (b'\n', Some(b'"' | b'\'')) => quote = None,
            (_, Some(_)) => {}
            (b'"' | b'\'' | b'`', None) => quote = Some(byte),
            (b'/', None) if bytes.get(at + 1) == Some(&b'/') && last != b':' => at = line_end(text, at) - 1,
            (b'(' | b'[' | b'{', None) => depth += 1,
            (b')' | b']' | b'}', None) if depth == 0 => return at,
            (b')' | b']' | b'}', None) => depth -= 1,
            (b',' | b';', None) if depth == 0 => return at + 1,
            (b'\n', None) if depth == 0 && !b":=>+?&|.".contains(&last) => return at,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
        at += 1;
    }
    text.len()
}

/// The end of a line and of the lines below it that are indented more.
pub fn of_indentation(text: &str, start: usize) -> usize {
    let indentation = start - line_start(text, start);
    let mut end = line_end(text, start);
    let mut at = end;
    while at < text.len() {
        let line = &text[at + 1..line_end(text, at + 1)];
        at += 1 + line.len();
        let blank = line.trim().is_empty();
        if !blank && line.len() - line.trim_start().len() <= indentation {
            break;
        }
        if !blank {
            end = at;
        }
    }
    end
}

/// The end of a string in a file of lines, or of a section.
pub fn of_lines(text: &str, start: usize) -> usize {
    match text[start..].starts_with('[') {
        true => text[start..].find("\n[").map_or(text.len(), |length| start + length),
        false => of_indentation(text, start),
    }
}

/// The end of a paragraph, before the next blank line.
pub fn of_paragraph(text: &str, start: usize) -> usize {
    let mut at = start;
    while at < text.len() {
        let end = line_end(text, at);
        if text[at..end].trim().is_empty() {
            return at;
        }
        at = end + 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reaches(extent: fn(&str, usize) -> usize, text: &str, covered: &str) {
        let start = text.find(covered.trim_end()).expect("it is a part of it");
        assert_eq!(&text[start..extent(text, start)], covered, "{text}");
    }

    #[test]
    fn elements_reach_to_their_closing_tags() {
        reaches(of_markup, "<p><b>a</b></p> <b>", "<p><b>a</b></p>");
        reaches(
            of_markup,
            "<div><div/>é<div a='</div>'>b</div>c</div></div>",
            "<div><div/>é<div a='</div>'>b</div>c</div>",
        );
        reaches(
            of_markup,
            "<Input value={a > b} onChange={() => set({x: 1})} /> b",
            "<Input value={a > b} onChange={() => set({x: 1})} />",
        );
        reaches(of_markup, "<input name=a> b</input>", "<input name=a>");
        reaches(of_markup, "<p>a", "<p>");
        reaches(of_markup, "<input value=\"<%= a > b %>\" x> b", "<input value=\"<%= a > b %>\" x>");
    }

    #[test]
    fn code_reaches_to_the_end_of_its_brackets() {
        reaches(of_markup, "{\n a: {b: 'c, d',\n e: `f\n`},\n g: 1}", "a: {b: 'c, d',\n e: `f\n`},");
        reaches(of_markup, "[\n'a' =>\n 'it\\'s; here',\n'b' => 1]", "'a' =>\n 'it\\'s; here',");
        reaches(of_markup, "\"a\" = \"b\";\n\"c\"", "\"a\" = \"b\";");
        reaches(of_markup, "{a: 1, b: 2}", "a: 1,");
        reaches(of_markup, "{b: 2 }", "b: 2 ");
    }

    #[test]
    fn lines_reach_over_what_is_indented_below() {
        reaches(of_indentation, "a\n  b\n\n   c\n\n  d\ne", "b\n\n   c");
        reaches(of_lines, "[a]\nb = 1\n\nc = 2\n[d]\ne = 3", "[a]\nb = 1\n\nc = 2");
        reaches(of_paragraph, "a\nb\n \nc", "a\nb\n");
    }
}
