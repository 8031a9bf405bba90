//! How long the parts of a run take.

use std::time::{Duration, Instant};

/// What a survey took, as the threads that made it saw it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Making trees, messages and inputs of the texts.
    pub parse: Duration,
    /// Finding places in them, and weighing which are fields and what is said of them; the rule data that is made ready for
    /// it is part of this.
    pub recognise: Duration,
    /// Asking the rules, and looking for what is not to be told.
    pub check: Duration,
}

/// Tells the time since it was last asked.
#[derive(Debug)]
pub struct Stopwatch(Option<Instant>);

impl Stopwatch {
    /// A watch that runs from now on; where there is no clock it stands still.
    pub fn start() -> Self {
        let has_clock = !cfg!(all(target_family = "wasm", target_os = "unknown"));
        Stopwatch(has_clock.then(Instant::now))
    }

    /// The time since the watch was started, or asked before.
    pub fn lap(&mut self) -> Duration {
        let Some(last) = self.0 else { return Duration::ZERO };
        let now = Instant::now();
        self.0 = Some(now);
        now.duration_since(last)
    }
}
