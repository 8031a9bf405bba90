//! Where reports go: one of them to standard output, each of the others to a file that is written when the run is over.

use super::arguments::FormatArgument;
use super::{CliError, tell};
use crate::lint::Survey;
use crate::report::draft::Draft;
use crate::report::{Format, Look, Piece, Totals};
use crate::save::save;
use crate::source::Source;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The reports of a run.
pub struct Outputs {
    reports: Vec<Report>,
}

/// One report that is being written.
struct Report {
    format: &'static Format,
    look: Look,
    draft: Draft,
    /// The file that it goes to, and what is to be written to it; none for standard output.
    file: Option<(PathBuf, String)>,
}

impl Outputs {
    /// The reports that were asked for, or the one that is made where none was; `file` is for the one that has no file of
    /// its own.
    pub fn new(
        asked: &[FormatArgument],
        default: Option<&'static Format>,
        file: Option<&Path>,
        look: Look,
    ) -> Result<Self, CliError> {
        let default =
            default.filter(|_| asked.is_empty() || (file.is_some() && asked.iter().all(|one| one.file.is_some())));
        let default = default.map(|format| FormatArgument { format, file: None });
        let is_dash = |file: &PathBuf| file.as_os_str() == "-";
        let mut reports = Vec::new();
        for one in asked.iter().cloned().chain(default) {
            let file = one.file.or(file.map(Path::to_path_buf)).filter(|file| !is_dash(file));
            // Colours are for the terminal, and a file is none.
            let look = Look { color: look.color && file.is_none(), ..look };
            let file = file.map(|file| (file, String::new()));
            reports.push(Report { format: one.format, look, draft: Draft::new(one.format), file });
        }
        for (index, report) in reports.iter().enumerate() {
            let path = |report: &Report| report.file.as_ref().map(|(path, _)| path.clone());
            if reports[..index].iter().any(|other| path(other) == path(report)) {
                let place = path(report).map_or("standard output".to_string(), |path| format!("`{}`", path.display()));
                return Err(CliError::Usage(format!(
                    "two reports cannot both go to {place}; give each a file, as in `--format {}=FILE`",
                    report.format.name
                )));
            }
        }
        Ok(Outputs { reports })
    }

    /// Whether one of them goes to standard output.
    pub fn take_standard_output(&self) -> bool {
        self.reports.iter().any(|report| report.file.is_none())
    }

    /// Begins all of them.
    pub fn open(&mut self, out: &mut impl Write) -> Result<(), CliError> {
        self.reports.iter_mut().try_for_each(|report| Ok(put(&mut report.file, &report.draft.opening(), out)?))
    }

    /// What each of them makes of a survey.
    pub fn view(&self) -> impl Fn(&Survey, &[Source]) -> Vec<Vec<Piece>> + Sync + use<> {
        let formats: Vec<(&'static Format, Look)> =
            self.reports.iter().map(|report| (report.format, report.look)).collect();
        move |survey, sources| formats.iter().map(|(format, look)| format.pieces(survey, sources, look)).collect()
    }

    /// Takes what each of them made.
    pub fn take(&mut self, pieces: Vec<Vec<Piece>>, out: &mut impl Write) -> std::io::Result<()> {
        let mut reports = self.reports.iter_mut().zip(pieces);
        reports.try_for_each(|(report, pieces)| put(&mut report.file, &report.draft.add(pieces), out))
    }

    /// Ends all of them and writes the files; whether all could be written is the answer.
    pub fn close(self, totals: &Totals, out: &mut impl Write, errors: &mut impl Write) -> Result<bool, CliError> {
        let mut complete = true;
        for Report { draft, mut file, .. } in self.reports {
            put(&mut file, &draft.closing(totals), out)?;
            let Some((path, text)) = file else { continue };
            if let Err(error) = save(&path, text.as_bytes()) {
                tell(errors, &format!("cannot write `{}`: {error}", path.display()));
                complete = false;
            }
        }
        Ok(complete)
    }
}

fn put(file: &mut Option<(PathBuf, String)>, text: &str, out: &mut impl Write) -> std::io::Result<()> {
    match file {
        Some((_, content)) => content.push_str(text),
        None => out.write_all(text.as_bytes())?,
    }
    Ok(())
}
