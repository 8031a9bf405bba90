//! Files that are written: whole or not at all, so that whoever reads one meanwhile, and a run that is broken off, finds
//! the old one.

use crate::source::beginning;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file in place of what is there, keeping its permissions; what is linked to is replaced, and not the link.
///
/// # Errors
/// Those of the file system; the file is then as it was.
pub fn save(path: &Path, content: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let there = fs::metadata(&target).ok();
    // A pipe or a device holds nothing that could be kept, and cannot be replaced.
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return OpenOptions::new().write(true).open(&target)?.write_all(content);
    }
    // Renaming would pass over it that the file is not to be written.
    if there.as_ref().is_some_and(|there| there.permissions().readonly()) {
        return Err(io::Error::from(io::ErrorKind::PermissionDenied));
    }
    let (beside, file) = create_beside(&target)?;
    let written = fill(file, content, there).and_then(|()| fs::rename(&beside, &target));
    if written.is_err() {
        // That it could not be written is the error to tell, whether or not what is left can be removed.
        _ = fs::remove_file(&beside);
    }
    written
}

fn fill(mut file: File, content: &[u8], there: Option<fs::Metadata>) -> io::Result<()> {
    file.write_all(content)?;
    if let Some(there) = there {
        file.set_permissions(there.permissions())?;
    }
    file.sync_all()
}

/// Bytes of a file's name that the name of what is written beside it begins with.
const LONGEST: usize = 180;

/// A new file beside another, under a name that nothing has.
fn create_beside(target: &Path) -> io::Result<(PathBuf, File)> {
    let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    // A system has a longest name, which the file's own may be.
    let name = beginning(&name, LONGEST);
    let mut number = 0;
    loop {
        let beside = target.with_file_name(format!(".{name}.{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
            opened => return opened.map(|file| (beside, file)),
        }
    }
}
