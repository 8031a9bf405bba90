//! Names of files that are no text: what is shown for them, and the way back to the file.
//!
//! A name is shown in reports, and is what a file is known by from then on. On most systems a name is any bytes, so that a
//! few files have one that cannot be shown as it is.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The paths behind shown names that are not the name itself.
static BEHIND: Mutex<Option<HashMap<String, PathBuf>>> = Mutex::new(None);

/// The name that is shown for a path: itself, or with bytes that are no text written as `\xNN`.
pub fn shown(path: &Path) -> String {
    if let Some(name) = path.to_str() {
        return name.to_owned();
    }
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| name.push_str(&format!("\\x{byte:02x}")));
    }
    let real = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut behind = BEHIND.lock().unwrap_or_else(PoisonError::into_inner);
    behind.get_or_insert_default().insert(super::references::normalised(&name), real);
    name
}

/// The path behind a name that was shown.
pub fn path_of(name: &str) -> Cow<'_, Path> {
    if !name.contains("\\x") {
        return Cow::Borrowed(Path::new(name));
    }
    let behind = BEHIND.lock().unwrap_or_else(PoisonError::into_inner);
    let known = behind.as_ref().and_then(|behind| behind.get(name)).cloned();
    // A file may truly be called so.
    known.map_or(Cow::Borrowed(Path::new(name)), Cow::Owned)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn a_name_that_is_no_text_leads_back_to_its_file() {
        let path = Path::new(OsStr::from_bytes(b"a/b\xff\xfec.yaml"));
        assert_eq!(shown(path), "a/b\\xff\\xfec.yaml");
        assert!(path_of("a/b\\xff\\xfec.yaml").as_os_str().as_bytes().ends_with(b"a/b\xff\xfec.yaml"));
        assert_eq!(path_of("a/\\x00.yaml"), Path::new("a/\\x00.yaml"));
        assert_eq!(shown(Path::new("é.yaml")), "é.yaml");
    }
}
