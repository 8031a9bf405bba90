//! The fast reader of YAML beside the careful one: whatever it takes, both read alike, and all else it declines.
//!
//! Whole files are tried, and texts that differ from real ones by a few bytes or lines that mean something in YAML. With
//! `MUTANTS=1000000` in the environment so many of these are tried.

#![expect(clippy::print_stderr, reason = "a test of chance says how much it tried")]

#[expect(dead_code, reason = "other tests look at the descriptions")]
#[path = "support/corpus.rs"]
mod corpus;

use std::path::{Path, PathBuf};
use std::process::Command;
use whocalls::field::Role;
use whocalls::input::tree::{NodeId, Tree};
use whocalls::input::yaml::{fast, parse_carefully};
use whocalls::source::beginning;

/// Whether the fast reader takes a text; if so, both readers have to see the same.
#[track_caller]
fn is_taken(name: &str, text: &str) -> bool {
    let Ok(ours) = fast::parse(0, text) else { return false };
    let careful = parse_carefully(0, text);
    assert_eq!(careful.error, None, "{name} is taken, but is wrong:\n{text}");
    if ours != careful.tree {
        let difference = first_difference(&ours, &careful.tree);
        panic!("{name} is read otherwise: {difference}\n{}", beginning(text, 5000));
    }
    for (our, their) in all_nodes(&ours).into_iter().zip(all_nodes(&careful.tree)) {
        assert_eq!(ours.key(our), careful.tree.key(their), "{name}");
        assert_eq!(ours.text(our, Role::Title), careful.tree.text(their, Role::Title), "{name}");
    }
    true
}

/// The first node that is not the same in both, as both have it.
fn first_difference(ours: &Tree<'_>, theirs: &Tree<'_>) -> String {
    let told = |tree: &Tree<'_>, node| {
        format!(
            "{:?} {:?} {:?} {:?} {:?}",
            tree.pointer(node).0,
            tree.style(node),
            tree.key_span(node),
            tree.span(node),
            tree.text(node, Role::Title).map(|text| text.decoded)
        )
    };
    let pairs = all_nodes(ours).into_iter().zip(all_nodes(theirs));
    let pairs = pairs.map(|(our, their)| (told(ours, our), told(theirs, their)));
    pairs
        .into_iter()
        .find(|(our, their)| our != their)
        .map_or_else(|| format!("{ours:?}\n{theirs:?}"), |(our, their)| format!("{our}\nand carefully: {their}"))
}

fn all_nodes(tree: &Tree<'_>) -> Vec<NodeId> {
    let mut nodes = tree.roots().to_vec();
    let mut next = 0;
    while let Some(&node) = nodes.get(next) {
        nodes.extend(tree.children(node));
        next += 1;
    }
    nodes
}

/// The YAML of the package, which is small.
fn own_paths() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in ["tests/tree", "tests/fast", "tests/fixtures", "tests/copy", "examples", "rules"] {
        corpus::files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    }
    yaml_among(files)
}

fn corpus_paths() -> Vec<PathBuf> {
    let Some(folder) = corpus::folder() else { return Vec::new() };
    let mut files = Vec::new();
    corpus::files_below(&folder.join("files"), &mut files);
    yaml_among(files)
}

fn yaml_among(mut files: Vec<PathBuf>) -> Vec<PathBuf> {
    files.retain(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml"));
    files.sort();
    files
}

/// Files by name and text.
fn texts(files: &[PathBuf]) -> Vec<(String, String)> {
    let read = |path: &PathBuf| std::fs::read_to_string(path).expect("the file is text");
    files.iter().map(|path| (path.display().to_string(), read(path))).collect()
}

#[test]
fn files_of_the_package_are_read_alike_by_both() {
    let mut taken = 0;
    let files = texts(&own_paths());
    for (name, text) in &files {
        taken += usize::from(is_taken(name, text));
        is_taken(name, &text.replace('\n', "\r\n"));
        is_taken(name, &format!("\u{feff}{text}"));
    }
    assert!(taken * 3 > files.len(), "of {} files only {taken} are read fast", files.len());
}

#[test]
fn files_of_the_corpus_are_read_alike_by_both() {
    let files = texts(&corpus_paths());
    let declined: Vec<_> = files.iter().filter(|(name, text)| !is_taken(name, text)).map(|(name, _)| name).collect();
    assert!(declined.len() * 10 <= files.len(), "of {} files these are declined: {declined:?}", files.len());
}

/// What the program finds in files.
fn told(files: &[PathBuf], options: &[&str]) -> Vec<u8> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_whocalls"));
    program
        .args(["check", "--format", "json"])
        .args(options)
        .args(files)
        .output()
        .expect("the program was built")
        .stdout
}

#[test]
fn findings_are_the_same_with_either_reader() {
    let mut files = own_paths();
    files.extend(corpus_paths());
    let (ours, careful) = (told(&files, &[]), told(&files, &["--no-fast-yaml"]));
    assert!(ours.len() > 1000, "there is something to find");
    assert!(ours == careful, "the two readers lead to other findings");
}

/// Chance that is the same in every run.
struct Chance(u64);

impl Chance {
    /// A number below a bound, which is not 0.
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % bound
    }

    fn one_of<'t, T>(&mut self, choices: &'t [T]) -> &'t T {
        &choices[self.below(choices.len())]
    }
}

/// What means something in YAML somewhere.
const PIECES: [&str; 56] = [
    " ", "  ", "    ", "\n", "\n\n", "\n ", "\n  ", "\n    ", "\r\n", "\r", "\t", ":", ": ", ":\n", "-", "- ", "-\n",
    "- - ", "---", "---\n", "...\n", "#", " #", "# x", "'", "\"", "''", "\\", "\\n", "\\\n", "\\u00e9", "|", "|\n",
    ">", "|2", ">-", "|+\n", "[", "]", "{", "}", ",", ", ", "&a ", "*a", "!t ", "%", "@", "`", "?", "? ", "<<: ", "~",
    "é", "\u{feff}", "\0",
];

/// Some lines of a text, moved to the left so that the first is not indented.
fn excerpt(text: &str, chance: &mut Chance) -> String {
    let at = chance.below(text.len().max(1));
    let start = text.as_bytes()[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |before| before + 1);
    let indentation = text[start..].len() - text[start..].trim_start_matches(' ').len();
    let mut excerpt = String::new();
    for line in text[start..].split_inclusive('\n').take(1 + chance.below(25)) {
        match line.get(..indentation).is_some_and(|blanks| blanks.trim_start_matches(' ').is_empty()) {
            true => excerpt.push_str(&line[indentation..]),
            false if line.trim().is_empty() => excerpt.push('\n'),
            false => break,
        }
    }
    beginning(&excerpt, 3000).to_string()
}

/// Changes a text at one place.
fn change(text: &str, chance: &mut Chance) -> String {
    let place = |chance: &mut Chance| beginning(text, chance.below(text.len() + 1)).len();
    let at = place(chance);
    let next = text[at..].chars().next().map_or(at, |character| at + character.len_utf8());
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = if lines.is_empty() { 0 } else { chance.below(lines.len()) };
    let with_line = |changed: String| {
        lines.iter().enumerate().map(|(index, &kept)| if index == line { &changed } else { kept }).collect::<String>()
    };
    match chance.below(if lines.is_empty() { 2 } else { 10 }) {
        0 => format!("{}{}", &text[..at], &text[next..]),
        1 => format!("{}{}{}", &text[..at], chance.one_of::<&str>(&PIECES), &text[at..]),
        2 => format!("{}{}{}", &text[..at], chance.one_of::<&str>(&PIECES), &text[next..]),
        // Two characters change places.
        3 => {
            let behind = text[next..].chars().next().map_or(next, |character| next + character.len_utf8());
            format!("{}{}{}{}", &text[..at], &text[next..behind], &text[at..next], &text[behind..])
        }
        4 => with_line(lines[line].repeat(2)),
        5 => with_line(String::new()),
        6 => with_line(format!("{}{}", " ".repeat(1 + chance.below(4)), lines[line])),
        7 => {
            let blanks = lines[line].len() - lines[line].trim_start_matches(' ').len();
            with_line(lines[line][chance.below(blanks + 1)..].to_string())
        }
        8 => with_line(format!("{}{}\n", lines[line].trim_end(), chance.one_of::<&str>(&PIECES))),
        // The rest is left out.
        _ => text[..at].to_string(),
    }
}

/// A number from the environment, for longer runs.
fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |number| number.parse().expect("it is a number"))
}

#[test]
fn changed_texts_are_read_alike_by_both() {
    let (own, corpus) = (texts(&own_paths()), texts(&corpus_paths()));
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15 ^ number("SEED", 1));
    let mutants = number("MUTANTS", 50_000);
    let mut taken = 0;
    for mutant in 0..mutants {
        let files = if corpus.is_empty() || mutant % 2 == 0 { &own } else { &corpus };
        let (name, text) = chance.one_of(files);
        let mut text = excerpt(text, &mut chance);
        for _ in 0..1 + chance.below(3) {
            text = change(&text, &mut chance);
        }
        taken += u64::from(is_taken(&format!("mutant {mutant} of {name}"), &text));
    }
    eprintln!("{taken} of {mutants} changed texts are read fast");
    assert!(taken * 4 > mutants, "of {mutants} only {taken} are read fast, which tests little");
}

#[test]
fn texts_by_chance_are_read_alike_by_both() {
    const WORDS: [&str; 12] = ["a", "b: ", "c:", "- ", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "'d'", "\"e\"", " f"];
    let mut chance = Chance(0x2545_f491_4f6c_dd1d ^ number("SEED", 1));
    let texts = number("MUTANTS", 50_000);
    let mut taken = 0;
    for count in 0..texts {
        let mut text = String::from(*chance.one_of(&[
            "",
            "a: ",
            "a:\n  ",
            "- ",
            "a: |\n  b\n",
            "a:\n- ",
            "a: [",
            "a: b\n  ",
            "{",
        ]));
        for _ in 0..chance.below(9) {
            let pieces: &[&str] = if chance.below(3) == 0 { &PIECES } else { &WORDS };
            text.push_str(chance.one_of::<&str>(pieces));
        }
        taken += u64::from(is_taken(&format!("text {count}"), &text));
    }
    eprintln!("{taken} of {texts} texts by chance are read fast");
    assert!(taken * 20 > texts, "of {texts} only {taken} are read fast, which tests little");
}
