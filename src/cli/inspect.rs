//! What `check` and `list` share: every group of files is read, surveyed and viewed on some thread, and the views are
//! taken in the order of the files.

use super::arguments::InputArguments;
use super::known::Beside;
use super::progress::Progress;
use super::{CliError, tell};
use crate::check::check_problem;
use crate::config::{Settings, names_rules, unknown_rule};
use crate::input::yaml;
use crate::lint::Survey;
use crate::rulebook::checks::Check;
use crate::source::Source;
use crate::walk::configured::Configured;
use crate::walk::{self, Group, Loaded, bounded};
use rayon::prelude::*;
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

/// Surveys all that was asked for; whether all of it could be looked at is the answer.
pub fn inspect<View: Send>(
    input: &InputArguments,
    configured: &Configured,
    beside: &mut Beside,
    errors: &mut impl Write,
    view: impl Fn(&Survey, &[Source]) -> View + Sync,
    mut take: impl FnMut(View) -> std::io::Result<()>,
) -> Result<bool, CliError> {
    if input.no_fast_yaml {
        yaml::always_read_carefully();
    }
    let (stdin, paths): (Vec<_>, Vec<_>) = input.paths.iter().cloned().partition(|path| path == Path::new("-"));
    let has_stdin = !stdin.is_empty();
    let mut walk = walk::walk(&paths, &input.choice(configured), beside.overlay());
    let names = walk.groups.iter().flat_map(|group| group.linted.iter().chain(&group.referenced));
    let stdin_name = has_stdin.then_some(input.stdin_filename.as_str());
    check_configuration(names.map(|file| file.name.as_str()).chain(stdin_name), configured)?;
    let mut complete = walk.errors.is_empty();
    for error in &walk.errors {
        tell(errors, error);
    }
    beside.narrow(&mut walk.groups, has_stdin.then_some(input.stdin_filename.as_str()));
    let mut work: Vec<Work> = walk.groups.into_iter().map(Work::Files).collect();
    if has_stdin {
        let bytes = bounded::read(std::io::stdin().lock(), 0)?;
        work.push(Work::StandardInput(walk::load_bytes(&input.stdin_filename, bytes, beside.overlay())));
    }
    let progress = Progress::new(work.iter().map(Work::files).sum());
    for some in work.chunks(AT_A_TIME) {
        let look = |work: &Work| {
            let viewed = attempt(work, configured, beside, &view);
            progress.add(work.files());
            viewed
        };
        let views: Vec<(Result<View, String>, Vec<String>)> = some.par_iter().map(look).collect();
        progress.erase();
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
    for problem in &loaded.problems {
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
    view: &impl Fn(&Survey, &[Source]) -> View,
) -> (Result<View, String>, Vec<String>) {
    let look = |loaded: &Loaded| view(&survey(loaded, configured, beside), &loaded.sources);
    let viewed = catch_unwind(AssertUnwindSafe(|| match work {
        Work::Files(group) => {
            let loaded = walk::load(group, beside.overlay());
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
