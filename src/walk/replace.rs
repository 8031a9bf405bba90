//! Writes a file so that a reader sees the old one or the new one, and never a half.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Puts a new content into the place of a file: a temporary file beside it is written and then renamed. Permissions stay,
/// and a link stays one.
pub fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
    let beside = beside(&file);
    let done = write(&file, &beside, bytes);
    if done.is_err() {
        // What could not be finished is of no use; that it cannot be removed either is not worth another word.
        _ = fs::remove_file(&beside);
    }
    done
}

fn write(file: &Path, beside: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = OpenOptions::new().write(true).create_new(true).open(beside)?;
    new.write_all(bytes)?;
    if let Ok(old) = fs::metadata(file) {
        fs::set_permissions(beside, old.permissions())?;
    }
    new.sync_all()?;
    fs::rename(beside, file)
}

/// A name in the same folder that no other run uses.
fn beside(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_with_its_permissions() {
        let folder = std::env::temp_dir().join(format!("whocalls-replace-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("the place for tests can be written");
        let file = folder.join("a.yaml");
        replace(&file, b"one").expect("it is new");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("it is ours");
            replace(&file, b"two").expect("it is there");
            assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o640);
        }
        replace(&file, b"three").expect("it is there");
        assert_eq!(fs::read(&file).expect("it is there"), b"three");
        assert!(replace(&folder.join("no/such.yaml"), b"x").is_err());
        assert_eq!(fs::read_dir(&folder).expect("it is there").count(), 1, "nothing is left beside it");
        fs::remove_dir_all(&folder).expect("it is ours");
    }
}
