//! The file of known findings on the disk, whose names of files are relative to its own folder.

use super::bounded;
use super::overlay::{located, relative};
use crate::save::save;
use crate::suppress::baseline::{self, BrokenBaseline};
use crate::suppress::known::Known;
use std::path::{Path, PathBuf};

/// A baseline that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It cannot be read.
    #[error("cannot read the baseline `{0}`: {1}")]
    Unreadable(String, String),
    /// It cannot be written.
    #[error("cannot write the baseline `{0}`: {1}")]
    Unwritable(String, String),
    /// What it says cannot be understood.
    #[error(transparent)]
    Broken(#[from] BrokenBaseline),
}

/// A baseline and where it lies.
#[derive(Debug)]
pub struct Baseline {
    path: PathBuf,
    /// The folder that its names are relative to, with links followed.
    folder: PathBuf,
    /// What it says; files are named as it names them.
    pub known: Known,
}

impl Baseline {
    /// Reads a baseline that has to be there.
    pub fn read(path: &Path) -> Result<Baseline, BaselineError> {
        let unreadable = |why: String| BaselineError::Unreadable(path.display().to_string(), why);
        let bytes = std::fs::File::open(path).and_then(bounded::read_whole);
        let text = String::from_utf8(bytes.map_err(|error| unreadable(error.to_string()))?);
        let text = text.map_err(|_| unreadable("it is no text".to_owned()))?;
        Ok(Baseline { known: baseline::parse(&path.display().to_string(), &text)?, ..Baseline::empty(path) })
    }

    /// Reads a baseline; one that is not there yet is empty.
    pub fn read_or_empty(path: &Path) -> Result<Baseline, BaselineError> {
        if path.exists() { Baseline::read(path) } else { Ok(Baseline::empty(path)) }
    }

    fn empty(path: &Path) -> Baseline {
        let place = located(path);
        let folder = place.parent().map_or_else(|| place.clone(), Path::to_path_buf);
        Baseline { path: path.to_path_buf(), folder, known: Known::default() }
    }

    /// Where it lies, as it was typed.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How the baseline names a file that has a name in reports.
    pub fn name_of(&self, file: &str) -> String {
        relative(&located(Path::new(file)), &self.folder)
    }

    /// Whether a file that the baseline names is there.
    pub fn has_file(&self, name: &str) -> bool {
        self.folder.join(name).exists()
    }

    /// Writes other findings in its place.
    pub fn write(&self, known: &Known) -> Result<(), BaselineError> {
        let written = save(&self.path, baseline::written(known).as_bytes());
        written.map_err(|error| BaselineError::Unwritable(self.path.display().to_string(), error.to_string()))
    }
}
