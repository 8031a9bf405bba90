//! Waits until files change, by looking at their times: a change that an editor makes by renaming is one too, and no file
//! system is without them.

use super::{Choice, files_below};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// Which files there are, with their times and lengths.
type Stamps = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

/// Watches what paths lead to, and further files.
pub struct Watch<'a> {
    paths: &'a [PathBuf],
    choice: Choice<'a>,
    stamps: Stamps,
}

/// How often files are looked at, at most.
const EVERY: Duration = Duration::from_millis(300);

impl<'a> Watch<'a> {
    /// Remembers the files as they are, before they are read.
    pub fn new(paths: &'a [PathBuf], choice: Choice<'a>) -> Self {
        let mut watch = Watch { paths, choice, stamps: Stamps::new() };
        watch.stamps = watch.look(&[]);
        watch
    }

    /// Waits until a file changes, comes or goes, of those that the paths lead to and the further ones.
    pub fn wait(&mut self, further: &[String]) {
        for file in further {
            self.stamps.entry(PathBuf::from(file)).or_insert_with(|| stamp(Path::new(file)));
        }
        loop {
            let started = Instant::now();
            let now = self.look(further);
            if now != self.stamps {
                self.stamps = now;
                return;
            }
            // On a tree so large that looking is work, most of the time is still spent waiting.
            std::thread::sleep(EVERY.max(started.elapsed() * 10));
        }
    }

    fn look(&self, further: &[String]) -> Stamps {
        let mut stamps = Stamps::new();
        let mut add = |path: &Path| _ = stamps.insert(path.to_path_buf(), stamp(path));
        for path in self.paths {
            match path.is_dir() {
                true => files_below(path, &self.choice, &mut Vec::new()).iter().for_each(|name| add(Path::new(name))),
                false => add(path),
            }
        }
        further.iter().for_each(|name| add(Path::new(name)));
        stamps
    }
}

fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let found = std::fs::metadata(path).ok()?;
    Some((found.modified().ok()?, found.len()))
}
