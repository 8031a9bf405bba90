//! One line on a terminal that tells how far a long run is; nothing anywhere else, and nothing on a short run.

use std::io::{IsTerminal, Write, stderr};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A counter of what is done.
pub struct Progress {
    all: usize,
    done: AtomicUsize,
    /// When the line is to be written next; none where there is no terminal.
    next: Option<Mutex<Instant>>,
    is_shown: std::sync::atomic::AtomicBool,
}

/// How long a run may take before it says anything.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long a count stays before it is written anew.
const EVERY: Duration = Duration::from_millis(100);

impl Progress {
    /// Begins to count so many files.
    pub fn new(all: usize) -> Self {
        let is_heeded = stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb");
        let next = is_heeded.then(|| Mutex::new(Instant::now() + PATIENCE));
        Progress { all, done: AtomicUsize::new(0), next, is_shown: false.into() }
    }

    /// Counts so many files as done.
    pub fn add(&self, files: usize) {
        let done = self.done.fetch_add(files, Ordering::Relaxed) + files;
        // Whoever finds another thread writing need not write too.
        let Some(Ok(mut next)) = self.next.as_ref().map(Mutex::try_lock) else { return };
        let now = Instant::now();
        if now >= *next {
            *next = now + EVERY;
            self.is_shown.store(true, Ordering::Relaxed);
            // Nothing depends on whether it can be shown.
            _ = write!(stderr(), "\r\x1b[K{done} of {} files", self.all);
        }
    }

    /// Takes the line away, so that something else can be written.
    pub fn erase(&self) {
        if self.is_shown.swap(false, Ordering::Relaxed) {
            _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
