//! `--timings`: where the time of a run went, as a table for standard error.

use crate::times::{Stopwatch, Times};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// The phases in the order in which a file goes through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Finding files, reading and decoding them.
    Read,
    /// Parsing.
    Parse,
    /// Recognising fields and what is said of them.
    Recognise,
    /// Asking the rules.
    Check,
    /// Writing the reports.
    Report,
}

const PHASES: [(Phase, &str); 5] = [
    (Phase::Read, "read"),
    (Phase::Parse, "parse"),
    (Phase::Recognise, "recognise"),
    (Phase::Check, "check"),
    (Phase::Report, "report"),
];

/// What the phases took so far, in nanoseconds, added up over all threads.
#[derive(Debug, Default)]
pub struct Spent([AtomicU64; PHASES.len()]);

impl Spent {
    /// Adds what a part of a phase took.
    pub fn add(&self, phase: Phase, time: Duration) {
        self.0[phase as usize].fetch_add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX), Relaxed);
    }

    /// Adds what a survey took.
    pub fn add_survey(&self, times: &Times) {
        self.add(Phase::Parse, times.parse);
        self.add(Phase::Recognise, times.recognise);
        self.add(Phase::Check, times.check);
    }

    /// The table; `watch` was started when the run began.
    pub fn table(&self, watch: &mut Stopwatch) -> String {
        let wall = watch.lap();
        let times: Vec<u64> = self.0.iter().map(|time| time.load(Relaxed)).collect();
        let all: u64 = times.iter().sum();
        let line = |word: &str, nanoseconds: u64| format!("{word:<9}  {:>9.1} ms", nanoseconds as f64 / 1e6);
        let mut table = String::new();
        for ((_, word), time) in PHASES.iter().zip(times) {
            table += &format!("{}  {:>3.0} %\n", line(word, time), 100.0 * time as f64 / all.max(1) as f64);
        }
        table += &format!("{}\n", line("threads", all));
        table += &format!("{}\n", line("wall", u64::try_from(wall.as_nanos()).unwrap_or(u64::MAX)));
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_line_for_each_phase_with_its_share() {
        let spent = Spent::default();
        spent.add(Phase::Read, Duration::from_millis(30));
        spent.add_survey(&Times { check: Duration::from_millis(70), ..Times::default() });
        let table = spent.table(&mut Stopwatch::start());
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0], "read            30.0 ms   30 %");
        assert_eq!(lines[3], "check           70.0 ms   70 %");
        assert_eq!(lines[5], "threads        100.0 ms");
        assert!(lines[6].starts_with("wall ") && lines.len() == 7, "{table}");
    }
}
