//! `init`: a configuration that says nothing yet, for people to fill in.

use super::arguments::InitArguments;
use super::{CLEAN, CliError};
use crate::config::STARTER;
use crate::report::visible::visible;
use crate::save::save;
use std::io::Write;

/// Writes the file, unless one is there.
pub fn run(arguments: &InitArguments, out: &mut impl Write) -> Result<u8, CliError> {
    let shown = arguments.file.to_string_lossy();
    let shown = visible(&shown);
    if !arguments.force && arguments.file.exists() {
        return Err(CliError::Usage(format!("`{shown}` is there already; `--force` writes over it")));
    }
    save(&arguments.file, STARTER.as_bytes())
        .map_err(|error| CliError::Usage(format!("cannot write `{shown}`: {error}")))?;
    writeln!(out, "wrote {shown}, which says nothing yet; take away a `# ` to say something")?;
    Ok(CLEAN)
}
