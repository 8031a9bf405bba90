//! A section of a page, or of a description inside an API description, by its heading: the words that stand there.
//!
//! What they state is left to others, and so is the reading of files.

use super::documentation::block::{Block, BlockKind};
use super::documentation::heading::shown;
use super::documentation::passage::Passage;
use super::{asciidoc, markdown, restructured};
use crate::field::{Role, Text};
use crate::source::Source;

/// Which words of a file are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The heading that they stand below; all words where there is none.
    pub heading: Option<&'a str>,
    /// The tag of an API description in whose description they stand.
    pub tag: Option<&'a str>,
}

/// Why a file has no such words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absent {
    /// There is no such heading; these are there.
    Heading(Vec<String>),
    /// There is no such tag; these are there.
    Tag(Vec<String>),
    /// The API description, or its tag, is not described.
    NoDescription,
    /// A page has no tags.
    NoTags,
    /// The file is neither a page nor an API description.
    NoPage,
}

/// The words that are meant, block by block, each with its way back to the source, which is the first of its run.
pub fn section(source: &Source, wanted: Wanted<'_>) -> Result<Vec<Text>, Absent> {
    let path = source.path().to_ascii_lowercase();
    let ends_in = |endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
    if ends_in(&[".yaml", ".yml", ".json"]) {
        return described(source, wanted);
    }
    let blocks = match wanted.tag {
        Some(_) => return Err(Absent::NoTags),
        None => blocks(source).ok_or(Absent::NoPage)?,
    };
    let words = below(&blocks, wanted.heading)?;
    Ok(words.into_iter().map(|passage| passage.text(Role::Description, 0)).collect())
}

/// All words of a page, block by block, each with the headings that it stands below; none of a file that is no page.
pub fn page(source: &Source) -> Option<Vec<(Vec<String>, Text)>> {
    let mut above: Vec<(usize, String)> = Vec::new();
    let mut words = Vec::new();
    for block in blocks(source)? {
        if let BlockKind::Heading(level, heading) = &block.kind {
            above.retain(|(other, _)| other < level);
            above.push((*level, shown(heading)));
        }
        let headings = || above.iter().map(|(_, words)| words.clone()).collect();
        let texts = words_of(&block).into_iter().map(|passage| passage.text(Role::Description, 0));
        words.extend(texts.map(|text| (headings(), text)));
    }
    Some(words)
}

/// The blocks of a page.
fn blocks(source: &Source) -> Option<Vec<Block>> {
    let path = source.path().to_ascii_lowercase();
    let ends_in = |endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
    match () {
        _ if ends_in(&[".md", ".mdx", ".markdown"]) => Some(markdown::page(source)),
        _ if ends_in(&[".rst", ".rest"]) => Some(restructured::page(source)),
        _ if ends_in(&[".adoc", ".asciidoc"]) => Some(asciidoc::page(source)),
        _ => None,
    }
}

/// The same in `info.description` or in the description of a tag.
fn described(source: &Source, wanted: Wanted<'_>) -> Result<Vec<Text>, Absent> {
    let parsed = super::parse(0, source);
    let tree = &parsed.tree;
    let root = *tree.roots().first().ok_or(Absent::NoPage)?;
    let is_description = ["openapi", "swagger", "asyncapi", "arazzo"].iter().any(|key| tree.get(root, key).is_some());
    if !is_description {
        return Err(Absent::NoPage);
    }
    let text_of = |holder| tree.text(tree.get(holder, "description")?, Role::Description);
    let tags: Vec<_> = tree.get(root, "tags").into_iter().flat_map(|tags| tree.items(tags)).collect();
    let name_of = |tag| tree.scalar(tree.get(tag, "name")?).map(|name| name.into_owned());
    let texts: Vec<Text> = match wanted.tag {
        Some(wanted) => {
            let tag = tags.iter().find(|&&tag| name_of(tag).is_some_and(|name| is_same(&name, wanted)));
            let tag = tag.ok_or_else(|| Absent::Tag(tags.iter().filter_map(|&tag| name_of(tag)).collect()))?;
            text_of(*tag).into_iter().collect()
        }
        None => {
            let own = tree.get(root, "info").and_then(text_of);
            // Without a heading the whole is meant, which is what is said of the whole API.
            let tags = tags.iter().filter(|_| wanted.heading.is_some()).filter_map(|&tag| text_of(tag));
            own.into_iter().chain(tags).collect()
        }
    };
    if texts.is_empty() {
        return Err(Absent::NoDescription);
    }
    let mut known = Vec::new();
    for text in &texts {
        match below(&markdown::blocks_of(&text.decoded), wanted.heading) {
            Ok(words) => return Ok(words.iter().map(|passage| passage.text_within(text)).collect()),
            Err(Absent::Heading(headings)) => known.extend(headings),
            Err(other) => return Err(other),
        }
    }
    Err(Absent::Heading(known))
}

/// The words below a heading, up to the next one of its level or above.
fn below(blocks: &[Block], heading: Option<&str>) -> Result<Vec<Passage>, Absent> {
    let mut rest = blocks;
    let mut level = 0;
    if let Some(heading) = heading {
        let found = headings(blocks).find(|(_, _, words)| is_same(words, heading));
        let (at, found, _) =
            found.ok_or_else(|| Absent::Heading(headings(blocks).map(|(_, _, words)| words).collect()))?;
        (rest, level) = (&blocks[at + 1..], found);
    }
    let inside = rest.iter().take_while(|block| !matches!(block.kind, BlockKind::Heading(other, _) if other <= level));
    Ok(inside.flat_map(words_of).collect())
}

/// Where each heading stands, its level and its words.
fn headings(blocks: &[Block]) -> impl Iterator<Item = (usize, usize, String)> {
    blocks.iter().enumerate().filter_map(|(at, block)| match &block.kind {
        BlockKind::Heading(level, words) => Some((at, *level, shown(words))),
        _ => None,
    })
}

fn is_same(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(one) == words(other)
}

/// The prose of a block; headings and listings are none.
fn words_of(block: &Block) -> Vec<Passage> {
    match &block.kind {
        BlockKind::Item(words) | BlockKind::Paragraph(words) | BlockKind::Term(words) => vec![words.clone()],
        BlockKind::Table(table) => table.rows.iter().flatten().cloned().collect(),
        BlockKind::Field(field) => field.attributes.iter().map(|(_, words)| words.clone()).collect(),
        BlockKind::Heading(..) | BlockKind::Listing(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str, text: &str, heading: Option<&str>, tag: Option<&str>) -> Result<Vec<String>, Absent> {
        let source = Source::new(path, text);
        let texts = section(&source, Wanted { heading, tag })?;
        for text in &texts {
            let place = text.place(0..text.decoded.len()).span;
            assert_eq!(source.slice(place).split_whitespace().next(), text.decoded.split_whitespace().next());
        }
        Ok(texts.iter().map(|text| text.decoded.trim().to_owned()).collect())
    }

    #[test]
    fn a_section_ends_where_the_next_of_its_level_begins() {
        let pages = [
            ("a.md", "# Hooks\n\nOne.\n\n## `Retries`\n\nTwo.\n\n### More\n\n- Three.\n\n## Other\n\nFour.\n"),
            (
                "a.rst",
                "Hooks\n=====\n\nOne.\n\nRetries\n-------\n\nTwo.\n\nMore\n~~~~\n\n- Three.\n\nOther\n-----\n\nFour.\n",
            ),
            ("a.adoc", "= Hooks\n\nOne.\n\n== Retries\n\nTwo.\n\n=== More\n\n* Three.\n\n== Other\n\nFour.\n"),
        ];
        for (path, text) in pages {
            assert_eq!(words(path, text, Some("retries"), None), Ok(vec!["Two.".into(), "Three.".into()]), "{path}");
            assert_eq!(words(path, text, None, None).map(|words| words.len()), Ok(4), "{path}");
            let known = ["Hooks", "Retries", "More", "Other"].map(str::to_owned).to_vec();
            assert_eq!(words(path, text, Some("Retry"), None), Err(Absent::Heading(known)), "{path}");
            assert_eq!(words(path, text, None, Some("a")), Err(Absent::NoTags), "{path}");
        }
    }

    #[test]
    fn descriptions_of_an_api_and_of_its_tags_have_sections() {
        let text = "openapi: 3.1.0\ninfo:\n  description: |\n    Zero.\n\n    # Delivery\n\n    One \"two\".\n\
                    tags:\n- {name: Hooks, description: \"# Signing\\n\\nThree \\u0041.\"}\n- {name: Bare}\n";
        let found = |heading, tag| words("api.yaml", text, heading, tag);
        assert_eq!(found(Some("Delivery"), None), Ok(vec!["One \"two\".".into()]));
        assert_eq!(found(None, None), Ok(vec!["Zero.".into(), "One \"two\".".into()]));
        assert_eq!(found(Some("Signing"), None), Ok(vec!["Three A.".into()]));
        assert_eq!(found(None, Some("hooks")), Ok(vec!["Three A.".into()]));
        assert_eq!(found(None, Some("Bare")), Err(Absent::NoDescription));
        assert_eq!(found(None, Some("Hook")), Err(Absent::Tag(vec!["Hooks".into(), "Bare".into()])));
        assert_eq!(found(Some("X"), None), Err(Absent::Heading(vec!["Delivery".into(), "Signing".into()])));
        assert_eq!(words("a.json", "{\"a\": 1}", None, None), Err(Absent::NoPage));
        assert_eq!(words("a.txt", "a", None, None), Err(Absent::NoPage));
    }
}
