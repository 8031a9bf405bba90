//! Texts damaged by chance, and pieces of large files that are small enough to be damaged often.

use serde_json::{Value as Json, json};
use whocalls::config::Settings;
use whocalls::lint::survey;
use whocalls::source::{Source, beginning};

/// Chance that is the same in every run.
pub struct Chance(u64);

impl Chance {
    /// A row of chances; others seeds give others.
    pub fn seeded(seed: u64) -> Self {
        Chance(0x9e37_79b9_7f4a_7c15 ^ seed)
    }

    /// A number below a bound, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % bound
    }

    /// One of some choices.
    pub fn one_of<'t, T>(&mut self, choices: &'t [T]) -> &'t T {
        &choices[self.below(choices.len())]
    }
}

/// The longest text that is damaged as it stands.
const WHOLE: usize = 12_000;
/// Pieces that are cut from one file.
const PIECES: usize = 4;

/// A file as it is, or where it is long the surroundings of some of its callback URL fields, each as a file of its own.
pub fn cuts(name: &str, text: &str) -> Vec<(String, String)> {
    if text.len() <= WHOLE {
        return vec![(name.to_owned(), text.to_owned())];
    }
    let found = survey(&[Source::new(name, text)], &Settings { pedantic: true, ..Settings::default() });
    let step = (found.fields.len() / PIECES).max(1);
    let fields = found.fields.iter().step_by(step).take(PIECES).map(|surveyed| &surveyed.field.candidate);
    let value = || serde_json::from_str::<Json>(text).ok();
    let json = if name.ends_with(".json") { value() } else { None };
    let mut pieces: Vec<String> = fields
        .map(|candidate| match &json {
            Some(json) if candidate.info.format != "i18n" => json_around(json, &candidate.pointer.0),
            _ => lines_around(name, text, candidate.name_span.start as usize),
        })
        .collect();
    if pieces.is_empty() {
        pieces.push(beginning(text, WHOLE).to_owned());
    }
    pieces.into_iter().map(|piece| (name.to_owned(), piece)).collect()
}

/// The object that a field stands in, as the properties of a description of its own.
fn json_around(json: &Json, pointer: &str) -> String {
    let above = pointer.rsplit_once('/').map_or("", |(above, _)| above);
    let object = json.pointer(above).cloned().unwrap_or_default();
    let properties = match object {
        Json::Object(object) => Json::Object(object),
        other => json!({"callback_url": {"type": "string", "x-of": other}}),
    };
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Parcelway"},
        "components": {"schemas": {"Cut": {"properties": properties}}},
    });
    beginning(&format!("{document:#}"), WHOLE).to_owned()
}

/// The lines before and behind a byte; in a description in YAML those of the same mapping, as the properties of a
/// description of its own.
fn lines_around(name: &str, text: &str, at: usize) -> String {
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    let is_yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    if !is_yaml || !text.starts_with(['o', 's']) {
        let from = beginning(text, start.saturating_sub(WHOLE / 2)).len();
        return beginning(&text[from..], WHOLE).to_owned();
    }
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let own = indentation(&text[start..]);
    let is_inside = |line: &&str| line.trim().is_empty() || indentation(line) >= own;
    let mut before: Vec<&str> = text[..start].split_inclusive('\n').rev().take_while(is_inside).take(60).collect();
    before.reverse();
    let lines = before.into_iter().chain(text[start..].split_inclusive('\n').take_while(is_inside).take(60));
    let moved = lines.map(|line| format!("        {}", line.get(own..).unwrap_or("\n")));
    let head = "openapi: 3.1.0\ninfo:\n  title: Parcelway\ncomponents:\n  schemas:\n    Cut:\n      properties:\n";
    format!("{head}{}", moved.collect::<String>())
}

/// What means something in one of the formats.
const MARKS: [&str; 72] = [
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n  ",
    "\r\n",
    "\r",
    "\t",
    ":",
    ": ",
    ":\n",
    "-",
    "- ",
    "---\n",
    "...\n",
    "#",
    " #",
    "'",
    "\"",
    "''",
    "\\",
    "\\n",
    "\\\n",
    "\\u00e9",
    "\\ud83d",
    "|",
    "|\n",
    ">",
    ">-\n",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "!t ",
    "%",
    "@",
    "`",
    "? ",
    "<<: ",
    "~",
    "é",
    "😀",
    "\u{feff}",
    "\u{202e}",
    "\u{1b}[31m",
    "\u{85}",
    "\u{2028}",
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#x1F600;",
    "{{",
    "}}",
    "<%=",
    "%>",
    "{%",
    "$",
    "${",
    "(",
    ")",
    "``",
    "$ref: '#/'",
    "x-whocalls-ignore: true",
];

/// A text with one to four damages.
pub fn mutant(text: &str, chance: &mut Chance) -> String {
    let mut mutant = text.to_owned();
    for _ in 0..1 + chance.below(4) {
        mutant = damaged(&mutant, chance);
    }
    mutant
}

fn damaged(text: &str, chance: &mut Chance) -> String {
    let place = |chance: &mut Chance| beginning(text, chance.below(text.len() + 1)).len();
    let at = place(chance);
    let next = text[at..].chars().next().map_or(at, |character| at + character.len_utf8());
    let end = beginning(text, at + 1 + chance.below(200)).len().max(at);
    let other = place(chance);
    let (before, after) = (&text[..at], &text[at..]);
    match chance.below(11) {
        // A bit of a byte is another; what is no text any more is read as far as it can be.
        0 | 1 => {
            let mut bytes = text.as_bytes().to_vec();
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << chance.below(8);
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
        2 => before.to_owned(),
        3 => after.to_owned(),
        4 => format!("{before}{}", &text[end..]),
        5 => format!("{}{}{}", &text[..end], &text[at..end], &text[end..]),
        6 => format!("{}{}{}", &text[..other], &text[at..end], &text[other..]),
        7 => format!("{before}{}{after}", chance.one_of::<&str>(&MARKS)),
        8 => format!("{before}{}{}", chance.one_of::<&str>(&MARKS), &text[next..]),
        // Two words change places.
        9 => {
            let words: Vec<&str> = text.split_inclusive([' ', '\n', ':', '"', '<', ',']).collect();
            if words.is_empty() {
                return String::new();
            }
            let (one, two) = (chance.below(words.len()), chance.below(words.len()));
            let word = |index: usize| {
                words[if index == one {
                    two
                } else if index == two {
                    one
                } else {
                    index
                }]
            };
            (0..words.len()).map(word).collect()
        }
        _ => {
            let mark = chance.one_of::<&str>(&MARKS);
            format!("{before}{}{after}", mark.repeat(1 + chance.below(300)))
        }
    }
}
