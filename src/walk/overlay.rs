//! What files say where it is not what lies on the disk: the index of git, or an earlier version.

use super::bounded::{self, Bytes};
use super::decode::{Decoded, decode_bytes};
use super::names;
use std::collections::HashMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Contents that stand in for those on the disk, by the real place of the file; none where there is to be no such file.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    files: HashMap<PathBuf, Option<Vec<u8>>>,
    ahead: Arc<Mutex<Ahead>>,
}

/// Texts that were read to see where they lead, and are kept until their turn comes.
#[derive(Debug, Default)]
struct Ahead {
    texts: HashMap<String, String>,
    bytes: usize,
}

/// Bytes of such texts that are kept; files beyond that are read again.
const KEPT: usize = 32 << 20;

impl Overlay {
    /// Puts a content, or that there is none, over a file.
    pub fn put(&mut self, place: PathBuf, content: Option<Vec<u8>>) {
        self.files.insert(place, content);
    }

    /// What stands in for a file, if anything does.
    pub fn of(&self, file: &Path) -> Option<&Option<Vec<u8>>> {
        // Without any overlay, nothing is asked of the disk.
        if self.files.is_empty() { None } else { self.files.get(&located(file)) }
    }

    /// Whether there is to be no such file.
    pub fn lacks(&self, file: &Path) -> bool {
        matches!(self.of(file), Some(None))
    }

    /// The places of files that are to be there, whether or not the disk has them.
    pub fn places(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.iter().filter(|(_, content)| content.is_some()).map(|(place, _)| place)
    }

    /// What a file says.
    pub fn decoded(&self, name: &str) -> io::Result<Decoded> {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = ahead.texts.remove(name) {
            ahead.bytes -= text.len();
            return Ok(Decoded::Text(text));
        }
        drop(ahead);
        self.read(name).map(|bytes| decode_bytes(name, bytes))
    }

    /// Keeps a text that will soon be asked for, as long as all that is kept is little.
    pub fn keep(&self, name: &str, text: String) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        if ahead.bytes + text.len() <= KEPT {
            ahead.bytes += text.len();
            if let Some(old) = ahead.texts.insert(name.to_owned(), text) {
                ahead.bytes -= old.len();
            }
        }
    }

    /// Lets go of all that was kept.
    pub fn forget(&self) {
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) = Ahead::default();
    }

    /// The bytes of a file, as far as they may be read.
    pub fn read(&self, name: &str) -> io::Result<Bytes> {
        match self.of(Path::new(name)) {
            Some(Some(bytes)) => bounded::read(bytes.as_slice(), bytes.len() as u64),
            Some(None) => Err(io::ErrorKind::NotFound.into()),
            None => bounded::read_file(&names::path_of(name)),
        }
    }
}

/// Where a file truly lies: its folder with links followed, and its own name, which may be that of no file.
pub fn located(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A folder that is gone has no links to follow.
    let folder = std::fs::canonicalize(folder).or_else(|_| std::path::absolute(folder));
    let folder = folder.unwrap_or_else(|_| PathBuf::from("."));
    file.file_name().map_or(folder.clone(), |name| folder.join(name))
}

/// The way from a folder to a place, with forward slashes; both are real places.
pub fn relative(place: &Path, folder: &Path) -> String {
    let up = |folder: &Path| folder.ancestors().position(|above| place.starts_with(above));
    let Some(count) = up(folder) else { return slashes(place) };
    let common = folder.ancestors().nth(count).expect("it was found there");
    let rest = place.strip_prefix(common).expect("it begins with it");
    let ups = std::iter::repeat_n(Path::new(".."), count);
    slashes(&ups.chain(std::iter::once(rest)).collect::<PathBuf>())
}

fn slashes(path: &Path) -> String {
    let parts = path.components().map(|part| match part {
        Component::RootDir => String::new(),
        part => part.as_os_str().to_string_lossy().into_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_goes_up_and_down() {
        let way = |place: &str, folder: &str| relative(Path::new(place), Path::new(folder));
        assert_eq!(way("/a/b/c.yaml", "/a"), "b/c.yaml");
        assert_eq!(way("/a/c.yaml", "/a/b/d"), "../../c.yaml");
        assert_eq!(way("/a/c.yaml", "/"), "a/c.yaml");
        assert_eq!(way("/x/c.yaml", "/a"), "../x/c.yaml");
    }

    #[test]
    fn what_is_put_over_a_file_is_read() {
        let mut overlay = Overlay::default();
        overlay.put(located(Path::new("src/lib.rs")), Some(b"a".to_vec()));
        overlay.put(located(Path::new("src/main.rs")), None);
        assert_eq!(overlay.read("src/../src/lib.rs").expect("it is there"), Bytes::Whole(b"a".to_vec()));
        assert!(overlay.lacks(Path::new("./src/main.rs")) && overlay.read("src/main.rs").is_err());
        assert!(overlay.read("src/cli.rs").is_ok_and(|bytes| bytes != Bytes::Whole(Vec::new())));
    }
}
