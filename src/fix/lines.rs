//! Words cut into lines as wide as those around them.

/// The longest line that is taken for a wrapped one, in characters.
const WIDEST: usize = 120;
/// The least width that is wrapped to, in characters.
const NARROWEST: usize = 72;

/// The width at which lines are wrapped, told by those that there are; none where they are not.
pub fn width_of(lines: &[&str], always: bool) -> Option<usize> {
    let longest = lines.iter().map(|line| line.trim_end().chars().count()).max().unwrap_or_default();
    match lines.len() {
        _ if longest > WIDEST => None,
        0 | 1 if !always => None,
        0 | 1 => Some(longest.max(80)),
        _ => Some(longest.max(NARROWEST)),
    }
}

/// Words in lines: the first of them goes on at a column, the others stand behind an indentation. Not cut where the next
/// word would be taken for the mark of a list, a heading or a quotation.
pub fn wrapped(words: &str, column: usize, indentation: usize, width: Option<usize>) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut at = column;
    for (index, word) in words.split(' ').enumerate() {
        let length = word.chars().count();
        let line = lines.last_mut().expect("there is one from the start");
        let begins_mark = word.starts_with(['-', '*', '+', '>', '#', '|', '<', '=', '~', '`', ':', '%', '@'])
            || word.starts_with(|first: char| first.is_ascii_digit());
        let is_full = width.is_some_and(|width| at + 1 + length > width);
        if is_full && index > 0 && !begins_mark {
            lines.push(word.to_owned());
            at = indentation + length;
            continue;
        }
        if index > 0 {
            line.push(' ');
            at += 1;
        }
        line.push_str(word);
        at += length;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_before_they_are_too_wide() {
        assert_eq!(wrapped("aa bb cc dd", 4, 2, Some(10)), ["aa bb", "cc dd"]);
        assert_eq!(wrapped("aa - bb", 7, 2, Some(9)), ["aa -", "bb"]);
        assert_eq!(wrapped("aa bb", 70, 2, None), ["aa bb"]);
    }

    #[test]
    fn the_width_is_that_of_the_neighbours() {
        let long = "x".repeat(200);
        assert_eq!(width_of(&["x", &"x".repeat(90)], false), Some(90));
        assert_eq!(width_of(&["x"], false), None);
        assert_eq!(width_of(&["x"], true), Some(80));
        assert_eq!(width_of(&["x", &long], true), None);
    }
}
