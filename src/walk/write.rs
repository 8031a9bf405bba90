//! New texts for files that were read, in the encoding that they had.

use super::WalkError;
use super::bounded::{self, Bytes};
use super::decode::{self, Decoded};
use super::names;
use crate::save::save;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;

/// Replaces the text of a file, which must still be as it was read; its encoding, its permissions and a link that leads to
/// it stay as they are.
pub fn replace(name: &str, old: &str, new: &str) -> Result<(), WalkError> {
    let failed = |error: io::Error| WalkError::Unwritable(name.to_owned(), error.to_string());
    let target = fs::canonicalize(names::path_of(name)).map_err(failed)?;
    let Bytes::Whole(bytes) = bounded::read(fs::File::open(&target).map_err(failed)?, 0).map_err(failed)? else {
        return Err(WalkError::Changed(name.to_owned()));
    };
    let encoded = encoded(&bytes, new);
    match decode::decode(bytes) {
        Decoded::Text(text) if text == old => {}
        Decoded::Text(_) | Decoded::TooLarge { .. } => return Err(WalkError::Changed(name.to_owned())),
        Decoded::NotText { reason, .. } => return Err(WalkError::Unwritable(name.to_owned(), reason.to_owned())),
    }
    let permissions = fs::metadata(&target).map_err(failed)?.permissions();
    // A rename asks only the folder for leave, but a file that may not be written is not to be replaced.
    if permissions.readonly() {
        return Err(WalkError::Unwritable(name.to_owned(), "the file is read-only".to_owned()));
    }
    OpenOptions::new().append(true).open(&target).map_err(failed)?;
    save(&target, &encoded).map_err(failed)
}

/// The text of a file; none where there is no such file.
pub fn text_of(name: &str) -> Result<Option<String>, WalkError> {
    match fs::read_to_string(name) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(super::unreadable(name, &error)),
    }
}

/// Writes a file that may not exist yet.
pub fn create(name: &str, text: &str) -> Result<(), WalkError> {
    let failed = |error: io::Error| WalkError::Unwritable(name.to_owned(), error.to_string());
    save(Path::new(name), text.as_bytes()).map_err(failed)
}

/// A text in the encoding of the bytes that it replaces.
fn encoded(old: &[u8], text: &str) -> Vec<u8> {
    match old {
        [0xff, 0xfe, ..] => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        [0xfe, 0xff, ..] => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => text.as_bytes().to_vec(),
    }
}
