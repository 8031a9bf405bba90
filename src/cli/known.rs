//! What is known already and so not told: the baseline, and what an earlier version of the files had.

use super::inspect::settings_of;
use super::{CliError, tell};
use crate::lint::{self, Survey};
use crate::report::counted;
use crate::report::visible::visible;
use crate::source::{Source, Standing};
use crate::suppress::known::Known;
use crate::walk::baseline::{Baseline, BaselineError};
use crate::walk::configured::Configured;
use crate::walk::git::{self, Comparison};
use crate::walk::overlay::Overlay;
use crate::walk::{self, Group};
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;

/// What of the findings is to be told.
#[derive(Debug, Args)]
pub struct KnownArguments {
    /// Tell only what is not in this file of known findings
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Tell also what the baseline knows and is no longer there, and exit with 1 for it
    #[arg(long, requires = "baseline")]
    pub strict_baseline: bool,
    /// Write all findings to this file of known findings instead of telling them
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "since", "staged"])]
    pub write_baseline: Option<PathBuf>,
    /// Tell only what is new since a git revision: the field, its words, or what they refer to has changed
    #[arg(long, value_name = "REF", conflicts_with = "staged")]
    pub since: Option<String>,
    /// Look at the files as git's index has them, and tell only what is new since the last commit
    #[arg(long)]
    pub staged: bool,
}

/// What stands beside the files of a run.
#[derive(Debug, Default)]
pub struct Beside {
    comparison: Option<Comparison>,
    /// Why what is old is not told.
    reason: String,
    baseline: Option<Baseline>,
    /// What the baseline says of the files of this run, by their names in reports.
    known: Known,
    nothing: Overlay,
}

impl Beside {
    /// What was typed, looked up.
    pub fn of(arguments: &KnownArguments, paths: &[PathBuf]) -> Result<Beside, CliError> {
        let (comparison, reason) = match (&arguments.since, arguments.staged) {
            (Some(revision), _) => (Some(git::since(revision, paths)?), format!("it is not new since {revision}")),
            (None, true) => (Some(git::staged(paths)?), "it is not new in the index".to_owned()),
            (None, false) => (None, String::new()),
        };
        let baseline = arguments.baseline.as_deref().map(Baseline::read).transpose()?;
        Ok(Beside { comparison, reason, baseline, ..Beside::default() })
    }

    /// What files say, where that is not what lies on the disk.
    pub fn overlay(&self) -> &Overlay {
        self.comparison.as_ref().map_or(&self.nothing, |comparison| &comparison.now)
    }

    /// Whether what was asked for is looked at in full, rather than only what changed.
    pub fn is_whole(&self) -> bool {
        self.comparison.is_none()
    }

    /// Leaves the files out that cannot have anything new, and looks up what is known of the others.
    pub fn narrow(&mut self, groups: &mut Vec<Group>, stdin: Option<&str>) {
        if let Some(comparison) = &self.comparison {
            groups.retain(|group| comparison.touches(group));
        }
        let Some(baseline) = &self.baseline else { return };
        let files = groups.iter().flat_map(|group| group.linted.iter().chain(&group.referenced));
        let names = files.map(|file| file.name.as_str()).chain(stdin);
        let names: BTreeMap<String, String> = names.map(|name| (baseline.name_of(name), name.to_owned())).collect();
        self.known = baseline.known.clone().renamed(|file| names.get(file).cloned());
    }

    /// The survey of sources, where what is known is not to be told.
    pub fn survey(&self, sources: &[Source], configured: &Configured) -> Survey {
        let settings = settings_of(sources, configured);
        let Some(comparison) = &self.comparison else { return lint::survey_beside(sources, &settings, &[&self.known]) };
        let before = walk::load_before(sources, &comparison.before, |name| comparison.old_name(name));
        let names: BTreeMap<String, &str> =
            sources.iter().map(|source| (comparison.old_name(source.path()), source.path())).collect();
        let old = lint::survey(&before, &settings_of(&before, configured)).known(&before, &self.reason, true);
        let old = old.renamed(|name| names.get(name).map(|name| (*name).to_owned()));
        lint::survey_beside(sources, &settings, &[&self.known, &old])
    }

    /// Tells how much of the baseline is mended, where anything is, and whether that fails the run.
    pub fn tell_progress(
        &self,
        seen: &Seen,
        configured: &Configured,
        is_strict: bool,
        errors: &mut impl Write,
    ) -> bool {
        let Some(baseline) = &self.baseline else { return false };
        let found = seen.found.clone().renamed(|file| Some(baseline.name_of(file)));
        let looked: BTreeSet<String> = seen.looked.iter().map(|file| baseline.name_of(file)).collect();
        let (mut all, mut mended, mut partly) = (0, 0, 0);
        for (file, places) in baseline.known.files() {
            // Of files that this run did not look at, nothing can be told.
            let settings = configured.settings_of(file);
            let is_judged = looked.contains(file) || !baseline.has_file(file);
            for (place, entry) in places {
                all += 1;
                let still = found.files().get(file).and_then(|places| places.get(place));
                let is_gone = |rule: &&String| {
                    is_judged && settings.asks(rule) && !still.is_some_and(|entry| entry.rules.contains(*rule))
                };
                let gone: Vec<&str> = entry.rules.iter().filter(is_gone).map(String::as_str).collect();
                if gone.is_empty() {
                    continue;
                }
                if gone.len() == entry.rules.len() {
                    mended += 1
                } else {
                    partly += 1
                }
                if is_strict {
                    let gone = gone.join("`, `");
                    // What is about the whole document has an empty pointer where the document has no title.
                    let what = if place.is_empty() { "the document".to_owned() } else { format!("`{place}`") };
                    tell(errors, &format!("{what} of `{file}` no longer breaks `{gone}`, as the baseline says"));
                }
            }
        }
        if mended + partly == 0 {
            return false;
        }
        let all = counted(all, "known finding");
        let are = |count: usize| if count == 1 { "is" } else { "are" };
        let progress = match (mended, partly) {
            (0, _) => format!("{partly} of {all} {} mended in part", are(partly)),
            (_, 0) => format!("{mended} of {all} {} mended", are(mended)),
            _ => format!("{mended} of {all} {} mended, and {partly} in part", are(mended)),
        };
        _ = writeln!(errors, "{progress}; run --write-baseline");
        is_strict
    }
}

/// The baseline that is to be written, read before anything else so that one that is broken is told at once.
pub fn to_write(arguments: &KnownArguments) -> Result<Option<Baseline>, CliError> {
    let Some(path) = &arguments.write_baseline else { return Ok(None) };
    match Baseline::read_or_empty(path) {
        Ok(baseline) => Ok(Some(baseline)),
        Err(error @ BaselineError::Broken(_)) => {
            Err(CliError::Usage(format!("{error}; remove the file to write it anew")))
        }
        Err(error) => Err(error.into()),
    }
}

/// What a run found and where it looked, for a baseline.
#[derive(Debug, Default)]
pub struct Seen {
    found: Known,
    looked: BTreeSet<String>,
}

impl Seen {
    /// What was seen in some sources.
    pub fn of(survey: &Survey, sources: &[Source]) -> Seen {
        let linted = sources.iter().filter(|source| source.standing() == Standing::Linted);
        Seen {
            found: survey.known(sources, "", false),
            looked: linted.map(|source| source.path().to_owned()).collect(),
        }
    }

    /// Adds what was seen elsewhere.
    pub fn merge(&mut self, other: Seen) {
        for (file, places) in other.found.files() {
            for (place, entry) in places {
                self.found.add(file, place, entry.rules.iter().cloned(), None);
            }
        }
        self.looked.extend(other.looked);
    }

    /// Writes a baseline of what was found; what it knows of files that were not looked at stays as long as they are there.
    pub fn write(self, baseline: &Baseline, errors: &mut impl Write) -> Result<(), CliError> {
        let looked: BTreeSet<String> = self.looked.iter().map(|file| baseline.name_of(file)).collect();
        let mut known = self.found.renamed(|file| Some(baseline.name_of(file)));
        for (file, places) in baseline.known.files() {
            if !looked.contains(file) && baseline.has_file(file) {
                for (place, entry) in places {
                    known.add(file, place, entry.rules.iter().cloned(), None);
                }
            }
        }
        baseline.write(&known)?;
        let count = known.files().values().map(BTreeMap::len).sum();
        let files = counted(known.files().len(), "file");
        _ = writeln!(
            errors,
            "wrote {} in {files} to {}",
            counted(count, "known finding"),
            visible(&baseline.path().to_string_lossy())
        );
        Ok(())
    }
}
