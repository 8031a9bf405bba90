//! Lists of fields (`:name: text`), among them those that document parameters, and lists of options (`--name  text`).

use super::Reader;
use super::lines::Lines;
use crate::field::Usage;
use crate::input::documentation::block::{Attribute, BlockKind, Field};

/// First words of the name of a field that documents what its last word names.
const PARAMETERS: [&str; 30] = [
    "param",
    "parameter",
    "arg",
    "argument",
    "key",
    "keyword",
    "kwarg",
    "kwparam",
    "var",
    "ivar",
    "cvar",
    "query",
    "queryparam",
    "qparam",
    "form",
    "formparam",
    "fparam",
    "json",
    "jsonparam",
    "jparam",
    "<json",
    "reqjson",
    "reqjsonobj",
    "<jsonobj",
    ">json",
    "resjson",
    "resjsonobj",
    ">jsonobj",
    "reqheader",
    "<header",
];

impl Reader {
    /// Reads a field or an option that begins with a line, and tells which line comes after it.
    pub(super) fn field(&mut self, lines: &Lines<'_>, at: usize, depth: usize) -> Option<usize> {
        let line = lines.line(at);
        if line.starts_with('-') {
            return self.option(lines, at, depth);
        }
        let rest = line.strip_prefix(':')?;
        let close = rest
            .find(": ")
            .or_else(|| rest.trim_end().len().checked_sub(1).filter(|&end| rest.as_bytes()[end] == b':'))?;
        let name = &rest[..close];
        // A role at the beginning of a paragraph, such as `:ref:`, is no field.
        if name.is_empty() || name.contains('`') || name.len() > 100 {
            return None;
        }
        let end = lines.end_of_item(at, 1);
        let first = name.split(' ').next().unwrap_or_default().to_ascii_lowercase();
        let last = name.rfind(' ').map_or(0, |blank| blank + 1);
        let text = line[close + 2..].trim_start();
        let width = line.len() - text.len();
        if self.adornments.is_empty() && depth == 0 && last == 0 {
            // What stands before the first heading is about the page.
            return Some(end);
        }
        if last == 0 || !PARAMETERS.contains(&first.as_str()) {
            // What is said of something else, or names nothing, is an item that may still be an entry.
            self.item(&lines.item(at..end, 1), depth);
            return Some(end);
        }
        let is_response = first.starts_with('>') || first.starts_with("res");
        let field = Field {
            name: lines.words_in(at, 1 + last..1 + close),
            attributes: vec![(Attribute::Type, lines.words_in(at, 1 + first.len()..1 + last))],
            usage: Usage { request: !is_response, response: is_response, ..Usage::default() },
        };
        self.add_field(field, &lines.item(at..end, width), depth);
        Some(end)
    }

    /// Reads an option with its description, two blanks apart from it or below it.
    fn option(&mut self, lines: &Lines<'_>, at: usize, depth: usize) -> Option<usize> {
        let line = lines.line(at);
        let name = line.find("--").filter(|&start| start < 12)?;
        let length = line[name..].find([' ', '=', ',', '[']).unwrap_or(line.trim_end().len() - name);
        let end = lines.end_of_item(at, 1);
        let apart = line[name + length..].find("  ").map_or(line.len(), |blank| name + length + blank);
        if apart == line.len() && end == at + 1 || length < 4 {
            return None;
        }
        let apart = line.len() - line[apart..].trim_start().len();
        let field = Field { name: lines.words_in(at, name..name + length), ..Field::default() };
        self.add(depth, BlockKind::Field(field));
        self.read(&lines.item(at..end, apart), depth + 1);
        Some(end)
    }
}
