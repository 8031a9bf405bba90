//! `review`: field by field it asks for what the words leave out, shows the sentence that comes of the answers, and writes
//! it if it is wanted.
//!
//! Answers are lines of whatever reader is handed in. What answers have in common can be remembered as facts of the house.

use super::arguments::ReviewArguments;
use super::known::Beside;
use super::remember::{self, Memory};
use super::{CLEAN, CliError, FAILED, inspect, tell};
use crate::check::message::noun;
use crate::check::sentence::{self, Known};
use crate::config::Settings;
use crate::field::{Fact, Field, Kind, Role};
use crate::fix::{self, Wish, diff};
use crate::lint::{Survey, survey};
use crate::recognise::METHODS;
use crate::report::location;
use crate::report::visible::visible;
use crate::rulebook::checks;
use crate::source::{Place, Source};
use crate::walk::configured::Configured;
use crate::walk::overlay::Overlay;
use crate::walk::{self, write};
use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::Arc;

/// What whoever answers wants next.
#[derive(PartialEq, Eq)]
enum Turn {
    Next,
    Quit,
}

/// One answer.
enum Answer {
    /// What was typed, or what was suggested.
    Given(String),
    /// Nothing is to be said of this.
    Nothing,
    Skip,
    Quit,
}

/// A conversation, with what it has learnt so far.
struct Talk<'a, In, Out> {
    input: &'a mut In,
    out: &'a mut Out,
    memory: Memory,
    answers: usize,
    written: usize,
    left: usize,
    failed: bool,
    /// Whether the review was ended before its time.
    ended: bool,
}

/// Asks for what is missing below the given paths, and writes what was answered.
pub fn run(
    arguments: &ReviewArguments,
    input: &mut impl BufRead,
    out: &mut impl Write,
    errors: &mut impl Write,
) -> Result<u8, CliError> {
    if arguments.input.paths.iter().any(|path| path == Path::new("-")) {
        return Err(CliError::Usage(
            "standard input holds the answers of a review, so it cannot be reviewed".to_owned(),
        ));
    }
    let configured = arguments.rules.configured(None);
    let walk = walk::walk(&arguments.input.paths, &arguments.input.choice(&configured), &Overlay::default());
    let names = walk.groups.iter().flat_map(|group| group.linted.iter().chain(&group.referenced));
    inspect::check_configuration(names.map(|file| file.name.as_str()), &configured)?;
    let mut complete = walk.errors.is_empty();
    walk.errors.iter().for_each(|error| tell(errors, error));
    let memory = Memory::default();
    let mut talk = Talk { input, out, memory, answers: 0, written: 0, left: 0, failed: false, ended: false };
    for group in &walk.groups {
        let loaded = walk::load(group, &Overlay::default());
        complete &= loaded.errors.is_empty();
        loaded.errors.iter().for_each(|error| tell(errors, error));
        let survey = inspect::survey(&loaded, &configured, &Beside::default());
        if talk.group(loaded.sources, survey, &configured, errors)? == Turn::Quit {
            talk.ended = true;
            break;
        }
    }
    talk.end(&configured.settings_of(remember::FILE), errors)?;
    Ok(if complete && !talk.failed { CLEAN } else { FAILED })
}

impl<In: BufRead, Out: Write> Talk<'_, In, Out> {
    /// All fields of files that belong together.
    fn group(
        &mut self,
        mut sources: Vec<Source>,
        mut known: Survey,
        configured: &Configured,
        errors: &mut impl Write,
    ) -> Result<Turn, CliError> {
        let mut settings = inspect::settings_of(&sources, configured);
        for index in 0..known.fields.len() {
            let missing = fix::open_facts(&known.fields[index]);
            let field = &known.fields[index].field;
            let Some(wording) = sentence::sentences_for(field).filter(|_| !missing.is_empty()) else { continue };
            self.introduce(field, &sources, &missing)?;
            if let Some(reason) = fix::refusal(&sources, &known, index) {
                writeln!(self.out, "  needs a hand: {reason}\n")?;
                self.left += 1;
                continue;
            }
            let answers = match self.questions(field, &missing, &settings[field.candidate.file])? {
                Ok(answers) => answers,
                Err(Turn::Next) => {
                    self.left += 1;
                    continue;
                }
                Err(Turn::Quit) => return Ok(Turn::Quit),
            };
            let mut said = sentence::of_known(field, &missing, &answers, wording);
            if said.words.is_empty() {
                writeln!(self.out, "  nothing to write\n")?;
                self.left += 1;
                continue;
            }
            // A name that was typed is known to be one.
            let with_name = naming(&settings, answers.caller.as_deref());
            let callers = with_name[field.candidate.file].callers();
            let read = fix::read_from(field, &said.words, &missing, &callers);
            for fact in said.facts.iter().filter(|fact| !read.contains(fact)) {
                writeln!(
                    self.out,
                    "  note: these words are not read as stating the {}, so it stays flagged",
                    fact.word()
                )?;
            }
            said.facts = read;
            let sharing = fix::sharing_with(&known, index).into_iter();
            let wishes: Vec<Wish> = sharing.map(|field| Wish { field, said: said.clone() }).collect();
            let fixes = fix::write(&sources, &known, &with_name, &wishes);
            if fixes.texts.is_empty() {
                let reason = fixes.left.first().map(|left| left.reason.to_string()).unwrap_or_default();
                writeln!(self.out, "  needs a hand: {reason}\n  the sentence was: {}\n", visible(&said.words))?;
                self.left += 1;
                continue;
            }
            for (&file, text) in &fixes.texts {
                writeln!(self.out)?;
                let diff = diff::unified(&sources[file], text);
                diff.lines().try_for_each(|line| writeln!(self.out, "{}", visible(line)))?;
            }
            match self.ask("write it? [Y/n]", Some("y"))? {
                Answer::Quit => return Ok(Turn::Quit),
                Answer::Given(answer) if is_yes(&answer) => {}
                _ => {
                    self.left += 1;
                    continue;
                }
            }
            for (&file, text) in &fixes.texts {
                if let Err(error) = write::replace(sources[file].path(), sources[file].text(), text) {
                    self.failed = true;
                    tell(errors, &error);
                    return Ok(Turn::Next);
                }
            }
            self.written += 1;
            // What is not read as a statement on failure would be refused in a configuration.
            let mut answers = answers;
            answers.failure =
                answers.failure.filter(|_| !missing.contains(&Fact::Failure) || said.facts.contains(&Fact::Failure));
            self.memory.learn(field.kind, &answers);
            settings = with_name;
            sources = fix::sources_with(&sources, &fixes.texts);
            known = survey(&sources, &settings);
            writeln!(self.out)?;
        }
        Ok(Turn::Next)
    }

    fn introduce(&mut self, field: &Field, sources: &[Source], missing: &[Fact]) -> Result<(), CliError> {
        let candidate = &field.candidate;
        let place = Place { file: candidate.file, span: candidate.name_span };
        writeln!(self.out, "{}: `{}`, {}", location(sources, place), visible(&candidate.name), noun(field.kind))?;
        for text in candidate.texts.iter().filter(|text| text.role != Role::Placeholder) {
            let words = text.decoded.split_whitespace().collect::<Vec<_>>().join(" ");
            writeln!(self.out, "  {}", visible(&words))?;
        }
        for fact in Fact::ALL {
            match field.facts.of(fact) {
                Some(evidence) => writeln!(self.out, "  {:<8} {}", fact.word(), visible(&evidence.quote))?,
                None if missing.contains(&fact) => writeln!(self.out, "  {:<8} not stated", fact.word())?,
                None => {}
            }
        }
        Ok(())
    }

    /// The answers to what is missing, or what to do instead of asking on.
    fn questions(
        &mut self,
        field: &Field,
        missing: &[Fact],
        settings: &Settings,
    ) -> Result<Result<Known, Turn>, CliError> {
        let mut known = self.suggestions(field, settings);
        for &fact in missing {
            if fact == Fact::Method && field.kind == Kind::Redirect {
                continue;
            }
            let suggestion = slot(&mut known, fact).take();
            let question = question(field.kind, fact);
            let asked = match &suggestion {
                Some(suggestion) => format!("{question} [{}]", visible(suggestion)),
                None => question.to_owned(),
            };
            loop {
                match self.ask(&asked, suggestion.as_deref())? {
                    Answer::Skip => return Ok(Err(Turn::Next)),
                    Answer::Quit => return Ok(Err(Turn::Quit)),
                    Answer::Nothing => break,
                    Answer::Given(answer) if answer == "?" => {
                        let why = &checks::asking_for(fact).page.why;
                        let lines = textwrap::wrap(why.trim(), 96);
                        lines.iter().try_for_each(|line| writeln!(self.out, "    {line}"))?;
                        writeln!(
                            self.out,
                            "    Enter accepts what is in brackets, - says nothing, s skips the field, q ends"
                        )?;
                    }
                    Answer::Given(answer) if fact == Fact::Method && !is_method(&answer) => {
                        writeln!(self.out, "    that is no HTTP method; the methods are {}", METHODS.join(", "))?;
                    }
                    Answer::Given(answer) => {
                        *slot(&mut known, fact) = Some(as_written(fact, &answer));
                        break;
                    }
                }
            }
        }
        Ok(Ok(known))
    }

    /// What can be suggested: what the configuration says, what was answered before, and the name in the title.
    fn suggestions(&self, field: &Field, settings: &Settings) -> Known {
        let known = sentence::known(field, settings);
        let learnt = self.memory.of(field.kind);
        Known {
            caller: known.caller.or(learnt.caller).or_else(|| sentence::named(field)),
            method: known.method.or(learnt.method),
            trigger: None,
            failure: known.failure.or(learnt.failure),
        }
    }

    fn ask(&mut self, question: &str, suggestion: Option<&str>) -> Result<Answer, CliError> {
        write!(self.out, "{question} ")?;
        self.out.flush()?;
        let mut line = String::new();
        if self.input.read_line(&mut line)? == 0 {
            writeln!(self.out)?;
            if self.answers == 0 {
                let words =
                    "there are no answers to read; run `whocalls review` in a terminal, or pipe one answer a line";
                return Err(CliError::Usage(words.to_owned()));
            }
            return Ok(Answer::Quit);
        }
        self.answers += 1;
        let answer: String = line.trim().chars().filter(|character| !character.is_control()).collect();
        Ok(match answer.as_str() {
            "" => suggestion.map_or(Answer::Nothing, |suggestion| Answer::Given(suggestion.to_owned())),
            "-" => Answer::Nothing,
            "s" => Answer::Skip,
            "q" => Answer::Quit,
            _ => Answer::Given(answer),
        })
    }

    /// What came of it, and whether to remember it.
    fn end(&mut self, settings: &Settings, errors: &mut impl Write) -> Result<(), CliError> {
        let path = remember::path();
        let entries = self.memory.entries(settings);
        if !entries.is_empty() {
            let shown: String = entries.iter().map(|(_, block)| block.as_str()).collect();
            writeln!(self.out, "these answers can be remembered in {path}:")?;
            shown.lines().try_for_each(|line| writeln!(self.out, "  {}", visible(line)))?;
            if let Answer::Given(answer) = self.ask("remember them? [y/N]", Some("n"))?
                && is_yes(&answer)
            {
                match remember::write(&path, &entries) {
                    Ok(told) => writeln!(self.out, "{told}")?,
                    Err(error) => {
                        self.failed = true;
                        tell(errors, &error);
                    }
                }
            }
        }
        let plural = |count: usize| if count == 1 { "field" } else { "fields" };
        let left = match (self.ended, self.left) {
            (true, _) => "the others left as they were".to_owned(),
            (false, 1) => "1 left as it was".to_owned(),
            (false, count) => format!("{count} left as they were"),
        };
        writeln!(self.out, "{} {} written, {left}", self.written, plural(self.written))?;
        Ok(())
    }
}

/// Settings in which a name is one of those of the party that calls.
fn naming(settings: &[Arc<Settings>], name: Option<&str>) -> Vec<Arc<Settings>> {
    let mut settings = settings.to_vec();
    for known in &mut settings {
        let is_new = |name: &&str| !known.callers().iter().any(|caller| caller == name);
        if let Some(name) = name.filter(is_new) {
            Arc::make_mut(known).other_names.push(name.to_owned());
        }
    }
    settings
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.to_lowercase().as_str(), "y" | "yes")
}

fn is_method(answer: &str) -> bool {
    METHODS.contains(&answer.to_uppercase().as_str())
}

fn slot(known: &mut Known, fact: Fact) -> &mut Option<String> {
    match fact {
        Fact::Caller => &mut known.caller,
        Fact::Method => &mut known.method,
        Fact::Trigger => &mut known.trigger,
        Fact::Failure => &mut known.failure,
    }
}

fn question(kind: Kind, fact: Fact) -> &'static str {
    match (kind, fact) {
        (Kind::Redirect, Fact::Caller) => "who redirects the browser there?",
        (Kind::Redirect, Fact::Trigger) => "the browser arrives after …",
        (Kind::Redirect, Fact::Failure) => "what happens when the flow fails? (a whole sentence)",
        (_, Fact::Caller) => "who calls it?",
        (_, Fact::Method) => "with which HTTP method?",
        (_, Fact::Trigger) => "it is called when …",
        (_, Fact::Failure) => "what happens when the call fails? (a whole sentence)",
    }
}

/// An answer as it goes into the sentence: without the word that the question ended with, and with a full stop where it is
/// a sentence of its own.
fn as_written(fact: Fact, answer: &str) -> String {
    let answer = answer.trim();
    match fact {
        Fact::Method => answer.to_uppercase(),
        Fact::Trigger => {
            let rest = ["when ", "after "].iter().find_map(|opening| answer.strip_prefix(opening)).unwrap_or(answer);
            rest.trim_end_matches('.').to_owned()
        }
        Fact::Failure => {
            let stop = if answer.ends_with(['.', '!', '?']) { "" } else { "." };
            sentence::capitalised(&format!("{answer}{stop}"))
        }
        Fact::Caller => answer.to_owned(),
    }
}
