//! Folders of a test's own, and the program run in them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An empty folder.
pub fn empty(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("it is ours");
    }
    std::fs::create_dir_all(&folder).expect("the place for tests can be written");
    folder
}

/// Writes a file, and the folders that it is in.
pub fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the place for tests can be written");
    std::fs::write(path, content).expect("the place for tests can be written");
}

/// The program, ready to run in a folder.
pub fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whocalls"));
    command.args(arguments).current_dir(folder).env("NO_COLOR", "1");
    command
}

/// The exit code, the standard output and the standard error of a run.
pub fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    told(&program(folder, arguments).output().expect("the program was built"))
}

/// The same of a run that has ended.
pub fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it writes text");
    (output.status.code().expect("it ended by itself"), text(&output.stdout), text(&output.stderr))
}
