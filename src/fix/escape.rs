//! New sentences in the strings of formats that are no tree: each with the escapes of its own.

use super::Refusal;

/// What could be taken for a value to fill in, for markup or for the end of a string in one of these formats or by what
/// shows the string.
const SPECIAL: [char; 9] = ['{', '}', '%', '$', '\\', '<', '>', '#', '@'];

/// Words as they are to be inserted into a string that stands as `written` in a file of this name.
///
/// `before` is what stands right before the string's first character, such as its quote.
pub fn escaped(path: &str, written: &str, before: &str, words: &str) -> Result<String, Refusal> {
    let lower = path.to_ascii_lowercase();
    let ending = lower.rsplit('.').next().unwrap_or_default();
    match ending {
        "md" | "mdx" | "markdown" | "rst" | "rest" | "adoc" | "asciidoc" => {
            // A cell ends at a bar, and in a paragraph the escape is read as the bar.
            return match ending {
                // Between backticks nothing is code.
                "mdx" if words.split('`').step_by(2).any(|words| words.contains(['{', '}', '<'])) => {
                    Err(Refusal::ESCAPES)
                }
                _ if words.contains('|') && ending.starts_with('r') => Err(Refusal::ESCAPES),
                _ => Ok(words.replace('|', "\\|")),
            };
        }
        _ => {}
    }
    if words.contains(SPECIAL) {
        return Err(Refusal::ESCAPES);
    }
    let quote = before.chars().next_back().filter(|character| matches!(character, '"' | '\'' | '`'));
    match ending {
        "properties" => Ok(properties(written, words)),
        "xml" if lower.contains("/values") || lower.contains("strings") => {
            Ok(xml(&words.replace('\'', "\\'").replace('"', "\\\"")))
        }
        "xml" | "resx" | "resw" | "xlf" | "xliff" if written.contains("<![CDATA[") => Ok(words.to_owned()),
        "xml" | "resx" | "resw" | "xlf" | "xliff" => Ok(xml(words)),
        "strings" | "po" | "pot" => Ok(words.replace('"', "\\\"")),
        "ftl" => Ok(words.to_owned()),
        "ini" if words.contains(['"', ';', '=']) => Err(Refusal::ESCAPES),
        "ini" => Ok(words.to_owned()),
        "php" | "ts" | "js" | "mjs" | "cjs" | "mts" | "cts" if quote.is_some() => {
            Ok(match quote.filter(|&quote| words.contains(quote)) {
                Some(quote) => words.replace(quote, &format!("\\{quote}")),
                None => words.to_owned(),
            })
        }
        // An attribute or a text between tags: plain words only.
        _ if words.contains(['&', '"', '`']) || (quote == Some('\'') && words.contains('\'')) => Err(Refusal::ESCAPES),
        _ if written.contains(['{', '<', '\\', '&']) => Err(Refusal::NOT_PLAIN),
        _ => Ok(words.to_owned()),
    }
}

/// A resource bundle: other characters than ASCII as the file has them, and quotes doubled where the string is a format.
fn properties(written: &str, words: &str) -> String {
    let is_format = written.contains("''") || written.contains("{0");
    let words = if is_format { words.replace('\'', "''") } else { words.to_owned() };
    if !written.is_ascii() {
        return words;
    }
    let mut escaped = String::new();
    for character in words.chars() {
        match character.is_ascii() {
            true => escaped.push(character),
            false => {
                let mut units = [0; 2];
                character.encode_utf16(&mut units).iter().for_each(|unit| escaped.push_str(&format!("\\u{unit:04x}")));
            }
        }
    }
    escaped
}

fn xml(words: &str) -> String {
    words.replace('&', "&amp;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, before: &str, words: &str, expected: &str) {
        assert_eq!(escaped(path, "Old words", before, words).as_deref(), Ok(expected));
    }

    #[test]
    fn each_format_has_its_escapes() {
        check("res/values/strings.xml", ">", "It's \"R&D\".", "It\\'s \\\"R&amp;D\\\".");
        check("a.resx", ">", "It's R&D.", "It's R&amp;D.");
        check("a.strings", "\"", "A \"b\".", "A \\\"b\\\".");
        check("a.po", "\"", "A \"b\".", "A \\\"b\\\".");
        check("a.properties", "=", "Täglich.", "T\\u00e4glich.");
        check("a.php", "'", "It's.", "It\\'s.");
        check("a.php", "\"", "It's.", "It's.");
        check("a.md", "| ", "A|b.", "A\\|b.");
        assert_eq!(escaped("a.properties", "x {0} ''y''", "=", "It's."), Ok("It''s.".to_owned()));
        assert_eq!(escaped("a.html", "x", "'", "It's."), Err(Refusal::ESCAPES));
        assert_eq!(escaped("a.ftl", "x", " ", "A {b}."), Err(Refusal::ESCAPES));
    }
}
