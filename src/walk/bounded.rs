//! The bytes of files, as far as one may reasonably be read: what is larger is looked at only for whether it was meant to be
//! read at all.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The largest file that is read, in bytes; a tree of it takes about as much again.
pub const LARGEST: u64 = 256 << 20;

/// What is read of a larger one, in bytes: enough to tell what it is.
const BEGINNING: u64 = 64 << 10;

/// The bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// All of them.
    Whole(Vec<u8>),
    /// The first of more than can be read.
    Beginning(Vec<u8>),
}

/// Reads a file on the disk.
pub fn read_file(path: &Path) -> io::Result<Bytes> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    read(file, length)
}

/// Reads what has to be whole to be of use, from a file, a pipe or a device.
pub fn read_whole(from: impl Read) -> io::Result<Vec<u8>> {
    match read(from, 0)? {
        Bytes::Whole(bytes) => Ok(bytes),
        Bytes::Beginning(_) => Err(io::Error::other(format!("it is larger than {} MiB", LARGEST >> 20))),
    }
}

/// Reads what is said to have a length, which may grow meanwhile or not be known.
pub fn read(from: impl Read, length: u64) -> io::Result<Bytes> {
    let most = if length > LARGEST { BEGINNING } else { LARGEST + 1 };
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(most)).unwrap_or_default());
    from.take(most).read_to_end(&mut bytes)?;
    if length > LARGEST || bytes.len() as u64 > LARGEST {
        bytes.truncate(usize::try_from(BEGINNING).unwrap_or(usize::MAX));
        return Ok(Bytes::Beginning(bytes));
    }
    Ok(Bytes::Whole(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_is_looked_at_only_at_its_beginning() {
        let read = |length: u64, said: u64| read(io::repeat(b'a').take(length), said).expect("it cannot fail");
        assert_eq!(read(3, 3), Bytes::Whole(b"aaa".to_vec()));
        // What is said of a file in a folder of the system may be nothing at all.
        assert_eq!(read(3, 0), Bytes::Whole(b"aaa".to_vec()));
        assert!(matches!(read(u64::MAX, LARGEST + 1), Bytes::Beginning(bytes) if bytes.len() as u64 == BEGINNING));
    }
}
