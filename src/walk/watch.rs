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
    /// What the runs write themselves.
    written: Vec<PathBuf>,
    stamps: Stamps,
}

/// How often files are looked at, at most.
const EVERY: Duration = Duration::from_millis(300);

impl<'a> Watch<'a> {
    /// Remembers the files as they are, before they are read; a change to what the runs write themselves is none.
    pub fn new(paths: &'a [PathBuf], choice: Choice<'a>, written: &[&Path]) -> Self {
        let written = written.iter().copied().chain([Path::new("/dev/stdout")]);
        let written =
            written.filter_map(|path| std::fs::canonicalize(path).ok().or_else(|| std::path::absolute(path).ok()));
        let mut watch = Watch { paths, choice, written: written.collect(), stamps: Stamps::new() };
        watch.stamps = watch.look(&[]);
        watch
    }

    /// Waits until a file changes, comes or goes, of those that the paths lead to and the further ones.
    pub fn wait(&mut self, further: &[String]) {
        for file in further {
            if !self.is_written(Path::new(file)) {
                self.stamps.entry(PathBuf::from(file)).or_insert_with(|| stamp(Path::new(file)));
            }
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

    fn is_written(&self, path: &Path) -> bool {
        let is_known = |path: std::io::Result<PathBuf>| path.is_ok_and(|path| self.written.contains(&path));
        is_known(std::path::absolute(path)) || is_known(std::fs::canonicalize(path))
    }

    fn look(&self, further: &[String]) -> Stamps {
        let mut stamps = Stamps::new();
        let mut add = |path: &Path| {
            if !self.is_written(path) {
                stamps.insert(path.to_path_buf(), stamp(path));
            }
        };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::typed::Wishes;
    use crate::walk::configured::{Configured, Look};

    #[test]
    fn what_the_runs_write_is_no_change() {
        let folder = std::env::temp_dir().join(format!("whocalls-watch-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("the place for tests can be written");
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("it can be written");
        write("api.yaml", "openapi: 3.1.0\n");
        let configured = Configured::new(Look::Nowhere, Wishes::default(), true);
        let choice = Choice {
            exclude: &[],
            force_exclude: false,
            respect_gitignore: false,
            hidden: true,
            configured: &configured,
        };
        let paths = [folder.clone()];
        let watch = Watch::new(&paths, choice, &[&folder.join("out.json")]);
        write("out.json", "{}");
        assert!(watch.look(&[]) == watch.stamps, "the report is no change");
        write("more.json", "{}");
        assert!(watch.look(&[]) != watch.stamps, "another file is one");
        std::fs::remove_dir_all(&folder).expect("it is ours");
    }
}
