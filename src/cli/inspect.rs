//! What `check` and `list` share: every group of files is read, surveyed and viewed on some thread, and the views are
//! taken in the order of the files.

use super::arguments::InputArguments;
use super::{CliError, tell};
use crate::check::check_problem;
use crate::config::Settings;
use crate::input::yaml;
use crate::lint::{self, Survey};
use crate::source::Source;
use crate::walk::{self, Group, Loaded};
use rayon::prelude::*;
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Groups whose views are held before they are taken; their texts are dropped as soon as they are viewed.
const AT_A_TIME: usize = 256;

/// One piece of work.
enum Work {
    Files(Group),
    StandardInput(Loaded),
}

/// Surveys all that was asked for; whether all of it could be looked at is the answer.
pub fn inspect<View: Send>(
    input: &InputArguments,
    settings: &Settings,
    errors: &mut impl Write,
    view: impl Fn(&Survey, &[Source]) -> View + Sync,
    mut take: impl FnMut(View) -> std::io::Result<()>,
) -> Result<bool, CliError> {
    if input.no_fast_yaml {
        yaml::always_read_carefully();
    }
    let (stdin, paths): (Vec<_>, Vec<_>) = input.paths.iter().cloned().partition(|path| path == Path::new("-"));
    let walk = walk::walk(&paths, &input.exclude);
    let mut complete = walk.errors.is_empty();
    for error in &walk.errors {
        tell(errors, error);
    }
    let mut work: Vec<Work> = walk.groups.into_iter().map(Work::Files).collect();
    if !stdin.is_empty() {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        work.push(Work::StandardInput(walk::load_bytes(&input.stdin_filename, bytes)));
    }
    for some in work.chunks(AT_A_TIME) {
        let views: Vec<Result<View, String>> = some.par_iter().map(|work| attempt(work, settings, &view)).collect();
        for viewed in views {
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

/// The survey of sources as they were loaded.
pub fn survey(loaded: &Loaded, settings: &Settings) -> Survey {
    let mut survey = lint::survey(&loaded.sources, settings);
    for problem in &loaded.problems {
        // That the text ends where it was cut is no second problem.
        survey.problems.retain(|other| other.place.file != problem.place.file || other.rules != [problem.kind.rule()]);
        survey.problems.extend(check_problem(problem, settings));
    }
    survey
}

/// A view of one piece of work; an internal error in it is told and does not keep the others from being viewed.
fn attempt<View>(work: &Work, settings: &Settings, view: &impl Fn(&Survey, &[Source]) -> View) -> Result<View, String> {
    let look = |loaded: &Loaded| view(&survey(loaded, settings), &loaded.sources);
    let viewed = catch_unwind(AssertUnwindSafe(|| match work {
        Work::Files(group) => walk::load(group).map(|loaded| look(&loaded)).map_err(|error| error.to_string()),
        Work::StandardInput(loaded) => Ok(look(loaded)),
    }));
    viewed.unwrap_or_else(|_| {
        let name = match work {
            Work::Files(group) => group.linted.first().map(|file| file.name.as_str()),
            Work::StandardInput(loaded) => loaded.sources.first().map(Source::path),
        };
        let name = name.unwrap_or_default();
        Err(format!("an internal error in `{name}`, which is a fault of whocalls; the rest was looked at"))
    })
}
