//! What `check` and `list` share: every group of files is read, surveyed and viewed on some thread, and the views are
//! taken in the order of the files.

use super::arguments::InputArguments;
use super::known::Beside;
use super::progress::Progress;
use super::timings::{Phase, Spent};
use super::{CliError, tell};
use crate::check::check_problem;
use crate::config::{Settings, names_rules, unknown_rule};
use crate::input::{Problem, yaml};
use crate::lint::Survey;
use crate::parallel;
use crate::rulebook::checks::Check;
use crate::source::Source;
use crate::times::Stopwatch;
use crate::walk::configured::Configured;
use crate::walk::{self, Group, Loaded, bounded};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

/// Groups whose views are held before they are taken; their texts are dropped as soon as they are viewed.
const AT_A_TIME: usize = 256;

/// One piece of work.
enum Work {
    Files(Group),
    StandardInput(Loaded),
}

impl Work {
    /// How many files it is about.
    fn files(&self) -> usize {
        match self {
            Work::Files(group) => group.linted.len(),
            Work::StandardInput(_) => 1,
        }
    }
}

/// Surveys all that was asked for; whether all of it could be looked at is the answer. `spent` gains what that took.
pub fn inspect<View: Send>(
    input: &InputArguments,
    configured: &Configured,
    beside: &mut Beside,
    errors: &mut impl Write,
    spent: &Spent,
    view: impl Fn(&Survey, &[Source]) -> View + Sync,
    mut take: impl FnMut(View) -> std::io::Result<()>,
) -> Result<bool, CliError> {
    if input.no_fast_yaml {
        yaml::always_read_carefully();
    }
    let mut watch = Stopwatch::start();
    let (stdin, paths): (Vec<_>, Vec<_>) = input.paths.iter().cloned().partition(|path| path == Path::new("-"));
    let has_stdin = !stdin.is_empty();
    let stdin_filename = input.stdin_name()?;
    let mut walk = walk::walk(&paths, &input.choice(configured), beside.overlay());
    let names = walk.groups.iter().flat_map(|group| group.linted.iter().chain(&group.referenced));
    let stdin_name = has_stdin.then_some(stdin_filename);
    check_configuration(names.map(|file| file.name.as_str()).chain(stdin_name), configured)?;
    let mut complete = walk.errors.is_empty();
    // Files that are named may be anybody's, but who names a folder expects some to be in it.
    if complete
        && beside.is_whole()
        && walk.groups.is_empty()
        && !paths.is_empty()
        && paths.iter().all(|path| path.is_dir())
    {
        let folders: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
        writeln!(errors, "nothing below {} is of a kind that is read", folders.join(", "))?;
    }
    for error in &walk.errors {
        tell(errors, error);
    }
    beside.narrow(&mut walk.groups, stdin_name);
    let mut work: Vec<Work> = walk.groups.into_iter().map(Work::Files).collect();
    if has_stdin {
        let bytes = bounded::read(std::io::stdin().lock(), 0)?;
        work.push(Work::StandardInput(walk::load_bytes(stdin_filename, bytes, beside.overlay())));
    }
    spent.add(Phase::Read, watch.lap());
    let progress = Progress::new(work.iter().map(Work::files).sum());
    for some in work.chunks(AT_A_TIME) {
        let look = |work: &Work| {
            let viewed = attempt(work, configured, beside, spent, &view);
            progress.add(work.files());
            viewed
        };
        let views: Vec<(Result<View, String>, Vec<String>)> = parallel::map(some.iter().collect(), 1, look);
        progress.erase();
        watch.lap();
        for (viewed, unread) in views {
            complete &= unread.is_empty();
            unread.iter().for_each(|error| tell(errors, error));
            match viewed {
                Ok(view) => take(view)?,
                Err(error) => {
                    complete = false;
                    tell(errors, &error);
                }
            }
        }
        spent.add(Phase::Report, watch.lap());
    }
    Ok(complete)
}

/// Holds the configurations of files to have no mistake, and the flags to name only rules that there are.
pub fn check_configuration<'n>(names: impl Iterator<Item = &'n str>, configured: &Configured) -> Result<(), CliError> {
    configured.read_named()?;
    let mut own: Vec<Check> = Vec::new();
    let mut seen: Option<&str> = None;
    for name in names {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        // Files come sorted, so that those of one folder mostly follow each other.
        if seen.replace(folder) != Some(folder)
            && let Some(configuration) = configured.configuration_for(Path::new(name))
        {
            let new = configuration.checks().iter().filter(|check| own.iter().all(|known| known.id != check.id));
            own.extend(new.cloned().collect::<Vec<_>>());
        }
    }
    let mistakes = configured.take_mistakes();
    if !mistakes.is_empty() {
        return Err(CliError::Configuration(mistakes));
    }
    let flags = configured.flags();
    let named = [&flags.select, &flags.ignore].into_iter().flatten().flatten();
    for said in named {
        if !names_rules(&said.value, &own) {
            return Err(unknown_rule(&said.value, &own).into());
        }
    }
    Ok(())
}

/// The survey of sources as they were loaded.
pub fn survey(loaded: &Loaded, configured: &Configured, beside: &Beside) -> Survey {
    let settings = settings_of(&loaded.sources, configured);
    let mut survey = beside.survey(&loaded.sources, configured);
    let has_field =
        |problem: &&Problem| survey.fields.iter().any(|surveyed| surveyed.field.candidate.file == problem.place.file);
    let doubts: Vec<&Problem> = loaded.doubts.iter().filter(has_field).collect();
    for problem in loaded.problems.iter().chain(doubts) {
        // That the text ends where it was cut is no second problem.
        survey.problems.retain(|other| other.place.file != problem.place.file || other.rules != [problem.kind.rule()]);
        survey.problems.extend(check_problem(problem, &settings[problem.place.file]));
    }
    survey
}

/// The settings of sources, in their order.
pub fn settings_of(sources: &[Source], configured: &Configured) -> Vec<Arc<Settings>> {
    sources.iter().map(|source| configured.settings_of(source.path())).collect()
}

/// A view of one piece of work; an internal error in it is told and does not keep the others from being viewed.
fn attempt<View>(
    work: &Work,
    configured: &Configured,
    beside: &Beside,
    spent: &Spent,
    view: &impl Fn(&Survey, &[Source]) -> View,
) -> (Result<View, String>, Vec<String>) {
    let look = |loaded: &Loaded| {
        let survey = survey(loaded, configured, beside);
        spent.add_survey(&survey.times);
        let mut watch = Stopwatch::start();
        let view = view(&survey, &loaded.sources);
        spent.add(Phase::Report, watch.lap());
        view
    };
    let viewed = catch_unwind(AssertUnwindSafe(|| match work {
        Work::Files(group) => {
            let mut watch = Stopwatch::start();
            let loaded = walk::load(group, beside.overlay());
            spent.add(Phase::Read, watch.lap());
            (look(&loaded), loaded.errors.iter().map(ToString::to_string).collect())
        }
        Work::StandardInput(loaded) => (look(loaded), Vec::new()),
    }));
    viewed.map(|(view, unread)| (Ok(view), unread)).unwrap_or_else(|_| {
        let name = match work {
            Work::Files(group) => group.linted.first().map(|file| file.name.as_str()),
            Work::StandardInput(loaded) => loaded.sources.first().map(Source::path),
        };
        let name = name.unwrap_or_default();
        let message = format!("an internal error in `{name}`, which is a fault of whocalls; the rest was looked at");
        (Err(message), Vec::new())
    })
}
