//! The program: `whocalls` on the command line.

#![forbid(unsafe_code)]

use std::io::{BufWriter, stderr, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    // Standard error is not locked: a panic on another thread is told there while this one waits for it.
    let mut out = BufWriter::new(stdout().lock());
    ExitCode::from(whocalls::cli::run(std::env::args_os(), &mut out, &mut stderr()))
}
