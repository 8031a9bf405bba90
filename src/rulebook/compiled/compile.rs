//! From rule files as they are written to what a run uses.

use super::code::Row;
use super::firsts::{self, Firsts};
use super::lists::Lists;
use super::literals::{self, Literal};
use super::numbers::{Groups, Words};
use super::stems::Stems;
use super::trie::Trie;
use super::vocabulary::Vocabulary;
use super::written::{
    WrittenAddition, WrittenKind, WrittenNames, WrittenOfFact, WrittenPhrases, WrittenSignal, WrittenWording,
};
use super::{Grammar, HalfPhrase, Kinds, NameData, PatternError, Phrase, PhraseData, Signal, Spacing, Table, Wording};
use std::collections::{BTreeMap, BTreeSet};

/// What was compiled, and where it came from.
#[derive(Debug)]
pub struct Compiled<Data> {
    /// What a run uses.
    pub data: Data,
    /// For each pattern the number of its file, and how it is written there.
    pub sources: Vec<Source>,
}

/// Where a pattern is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The number of its file.
    pub file: usize,
    /// The pattern.
    pub pattern: String,
}

/// What is wrong with a pattern; where all of them are too many, it is the last.
pub type Mistake = (Source, PatternError);

/// The lists that patterns of a language may name, and how its words stand beside each other.
pub type Language = (BTreeMap<String, Vec<String>>, Spacing);

/// What the files about a language, of which the first is the one that the others add to, say of it as a whole.
pub fn language(files: &[WrittenPhrases]) -> Language {
    let mut vocabulary = Vocabulary::default();
    for written in files {
        vocabulary.add(&written.verbs, &written.lists);
    }
    let spacing = match files.first().map(|written| (written.language.as_str(), written.blanks)) {
        None | Some(("en", _)) => Spacing::Ascii,
        Some((_, true)) => Spacing::Words,
        Some((_, false)) => Spacing::None,
    };
    (vocabulary.lists(), spacing)
}

/// Wordings of one language in their order.
pub fn wordings(
    written: &[WrittenWording],
    (lists, spacing): Language,
) -> Result<(Table<'static>, Vec<Wording>, Vec<Source>), Mistake> {
    let mut compiler = Compiler::new(lists, spacing);
    let wordings = written.iter().map(|written| compiler.wording(*written)).collect::<Result<_, _>>()?;
    let (table, sources) = compiler.finish()?;
    Ok((table, wordings, sources))
}

/// The phrases of one language from the files about it, of which the first is the one that the others add to.
pub fn phrases(files: &[WrittenPhrases]) -> Result<Compiled<PhraseData<'static>>, Mistake> {
    let (lists, spacing) = language(files);
    let mut compiler = Compiler::new(lists, spacing);
    let mut of_fact: [Vec<Phrase>; 4] = Default::default();
    let (mut half_facts, mut cues) = (Vec::new(), Vec::new());
    for (file, written) in files.iter().enumerate() {
        compiler.file = file;
        let facts = &written.facts;
        let facts = [&facts.caller, &facts.method, &facts.trigger, &facts.failure];
        for (compiled, WrittenOfFact { phrases, .. }) in of_fact.iter_mut().zip(facts) {
            for phrase in phrases {
                let wording = compiler.wording(phrase.wording())?;
                compiled.push(Phrase { kinds: kinds(&phrase.kinds), wording, likely: phrase.likely });
            }
        }
        for cue in &written.cues {
            cues.push(compiler.signal(cue)?);
        }
        for half in &written.half_facts {
            let wording = compiler.wording(half.wording())?;
            let because = half.because.clone().into();
            half_facts.push(HalfPhrase { near: half.fact, kinds: kinds(&half.kinds), wording, because });
        }
    }
    let sentences = files.iter().rev().find_map(|written| written.sentences.clone());
    let lower = |of: fn(&WrittenPhrases) -> &Vec<String>| {
        Words::of(files.iter().flat_map(of).map(|word| word.to_lowercase())).unwrap_or_default()
    };
    let grammar = Grammar {
        not_names: lower(|written| &written.not_names),
        not_heads: lower(|written| &written.not_heads),
        not_modifiers: lower(|written| &written.not_modifiers),
    };
    let (table, sources) = compiler.finish()?;
    Ok(Compiled { data: PhraseData { table, of_fact, half_facts, cues, grammar, sentences }, sources })
}

/// The signals in names of the file that has them all, and of files that add to it.
pub fn names(written: &WrittenNames, additions: &[WrittenAddition]) -> Result<Compiled<NameData<'static>>, Mistake> {
    let mut lists = Vocabulary::default();
    lists.add(&BTreeMap::new(), &written.lists);
    for added in additions {
        lists.add(&BTreeMap::new(), &added.lists);
    }
    let mut compiler = Compiler::new(lists.lists(), Spacing::Ascii);
    let added = additions.iter().map(|added| [&added.name, &added.owner, &added.sibling]);
    let groups = std::iter::once([&written.name, &written.owner, &written.sibling]).chain(added);
    let mut compiled: [Vec<Signal<'static>>; 3] = Default::default();
    for (file, groups) in groups.enumerate() {
        compiler.file = file;
        for (signals, written) in compiled.iter_mut().zip(groups) {
            for signal in written {
                signals.push(compiler.signal(signal)?);
            }
        }
    }
    let [name, owner, sibling] = compiled;
    let mut stems_of_names = written.stems.name.clone();
    let mut stems_of_prose = written.stems.prose.clone();
    for added in additions {
        stems_of_names.extend(added.stems.name.iter().cloned());
        stems_of_prose.extend(added.stems.prose.iter().cloned());
    }
    // What was added is read without a word on stems.
    stems_of_names.extend(name.iter().flat_map(|signal| compiler.stems_of_added(signal.wording)));
    compiler.file = 0;
    let mut wording = |written| compiler.wording(written);
    let url_names = wording(written.url_names.wording())?;
    let url_words = wording(written.url_words.wording())?;
    let plain_urls = wording(written.plain_urls.wording())?;
    let url_prose = wording(written.url_prose.wording())?;
    let handed_out = wording(written.handed_out.wording())?;
    let too_many = compiler.too_many();
    let stems = |stems: &[String]| Stems::of(stems).ok_or_else(|| too_many.clone());
    let (stems_of_names, stems_of_prose) = (stems(&stems_of_names)?, stems(&stems_of_prose)?);
    let (table, sources) = compiler.finish()?;
    let data = NameData {
        table,
        certain: written.certain,
        likely: written.likely,
        name,
        owner,
        sibling,
        url_names,
        url_words,
        plain_urls,
        url_prose,
        handed_out,
        stems_of_names,
        stems_of_prose,
    };
    Ok(Compiled { data, sources })
}

/// Patterns alone, with the lists that they name.
pub fn patterns(
    patterns: &[String],
    lists: BTreeMap<String, Vec<String>>,
    spacing: Spacing,
) -> Result<Table<'static>, Mistake> {
    let mut compiler = Compiler::new(lists, spacing);
    compiler.wording(WrittenWording { say: patterns, ..WrittenWording::default() })?;
    compiler.finish().map(|(table, _)| table)
}

fn kinds(written: &[WrittenKind]) -> Kinds {
    let has = |kind| written.is_empty() || written.contains(&kind);
    Kinds { webhook: has(WrittenKind::Webhook), redirect: has(WrittenKind::Redirect) }
}

/// What was compiled so far.
struct Compiler {
    file: usize,
    lists: Lists,
    /// The patterns, each with sets of literals, of each of which every match holds one; none for exceptions, which are asked
    /// only where something was found.
    rows: Vec<(String, Option<Vec<BTreeSet<Literal>>>)>,
    sources: Vec<Source>,
}

impl Compiler {
    fn new(lists: BTreeMap<String, Vec<String>>, spacing: Spacing) -> Self {
        Compiler { file: 0, lists: Lists::new(lists, spacing), rows: Vec::new(), sources: Vec::new() }
    }

    fn wording(&mut self, written: WrittenWording) -> Result<Wording, Mistake> {
        let WrittenWording { say, except, except_before, except_anywhere, along_with } = written;
        let mut wording = Wording::default();
        for (part, patterns) in [say, except, except_before, except_anywhere, along_with].into_iter().enumerate() {
            wording.starts[part] = self.next()?;
            for pattern in patterns {
                let source = Source { file: self.file, pattern: pattern.clone() };
                let code = self.lists.parse(pattern).map_err(|error| (source.clone(), error))?;
                let sets = |code: &str| literals::sets_of_row(Row::of(code), &self.lists);
                let gate = (part == 0).then(|| sets(&code).into_iter().map(BTreeSet::from_iter).collect());
                self.rows.push((code, gate));
                self.sources.push(source);
            }
        }
        wording.starts[5] = self.next()?;
        Ok(wording)
    }

    fn next(&self) -> Result<u16, Mistake> {
        u16::try_from(self.rows.len()).map_err(|_| self.too_many())
    }

    fn signal(&mut self, written: &WrittenSignal) -> Result<Signal<'static>, Mistake> {
        let if_name = WrittenWording { say: &written.if_name, ..WrittenWording::default() };
        let if_name = if written.if_name.is_empty() { None } else { Some(self.wording(if_name)?) };
        Ok(Signal {
            wording: self.wording(written.wording())?,
            if_name,
            only_in: written.only_in.clone(),
            callback: written.callback,
            webhook: written.webhook,
            redirect: written.redirect,
            registered: written.registered,
            copied: written.copied,
            because: written.because.clone().into(),
        })
    }

    /// Lower-case words of which a name that says what was added holds at least one, written together or not.
    fn stems_of_added(&self, wording: Wording) -> Vec<String> {
        let added = wording.say().filter(|&row| self.sources[row].file > 0);
        let literals = added.filter_map(|row| self.rows[row].1.as_ref()?.first()).flatten();
        let longest = literals.filter_map(|literal| literal.text.split(' ').max_by_key(|word| word.len()));
        longest.map(str::to_owned).collect()
    }

    fn too_many(&self) -> Mistake {
        let last = self.sources.last().cloned().unwrap_or(Source { file: 0, pattern: String::new() });
        let pattern = last.pattern.clone();
        (last, PatternError::TooLarge { pattern })
    }

    fn finish(self) -> Result<(Table<'static>, Vec<Source>), Mistake> {
        let table = self.table().ok_or_else(|| self.too_many())?;
        Ok((table, self.sources))
    }

    /// All rows in one table; none where they are too many.
    fn table(&self) -> Option<Table<'static>> {
        let mut table = Table { spacing: self.lists.spacing(), ..self.gate()? };
        let mut sets: BTreeMap<Firsts, usize> = BTreeMap::new();
        let mut fits = true;
        let mut push = |table: &mut Table, row: &str| {
            fits &= table.starts.push(table.code.len());
            table.code.to_mut().push_str(row);
            let set = firsts::of_row(Row::of(row), &self.lists).map_or(0, |firsts| {
                let next = sets.len();
                *sets.entry(firsts).or_insert_with(|| {
                    table.sets.to_mut().extend_from_slice(&firsts);
                    next
                }) + 1
            });
            fits &= table.firsts.push(set);
        };
        for (code, _) in &self.rows {
            push(&mut table, code);
        }
        let mut first = self.rows.len();
        let mut starts_fit = true;
        for list in 0..self.lists.len() {
            starts_fit &= table.lists.push(first);
            let tried = self.lists.tried(list);
            first += tried.len();
            tried.into_iter().for_each(|branch| push(&mut table, branch.code()));
        }
        starts_fit &= table.lists.push(first);
        fits &= table.starts.push(table.code.len());
        (fits && starts_fit).then_some(table)
    }

    /// A table with nothing but what tells which patterns a text can hold.
    fn gate(&self) -> Option<Table<'static>> {
        let mut ungated = Vec::new();
        let mut rows_of: BTreeMap<&BTreeSet<Literal>, Vec<usize>> = BTreeMap::new();
        for (row, (_, sets)) in self.rows.iter().enumerate() {
            match sets.as_deref() {
                None => {}
                Some([]) => ungated.push(row),
                Some([first, others @ ..]) => {
                    rows_of.entry(first).or_default().push(row);
                    others.iter().for_each(|set| _ = rows_of.entry(set).or_default());
                }
            }
        }
        let mut sets_of: BTreeMap<&Literal, Vec<usize>> = BTreeMap::new();
        let mut numbers: BTreeMap<&BTreeSet<Literal>, usize> = BTreeMap::new();
        for (number, &set) in rows_of.keys().enumerate() {
            numbers.insert(set, number);
            set.iter().for_each(|literal| sets_of.entry(literal).or_default().push(number));
        }
        let others = self.rows.iter().map(|(_, sets)| sets.iter().flatten().skip(1).map(|set| numbers[set]).collect());
        let others: Vec<Vec<usize>> = others.collect();
        Some(Table {
            trie: Trie::of(sets_of.keys().copied())?,
            sets_of_literal: Groups::of(sets_of.values())?,
            rows_of_set: Groups::of(rows_of.values().chain([&ungated]))?,
            ungated: rows_of.len(),
            others_of_row: Groups::of(&others)?,
            ..Table::default()
        })
    }
}
