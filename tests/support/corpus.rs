//! The folder of real descriptions that may lie beside the project, for the tests that measure on it.

use std::path::{Path, PathBuf};
use whocalls::source::Source;

/// Where it is; without it a test says aloud that it did not run.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
pub fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: there is no corpus at {}", folder.display());
    None
}

/// Its OpenAPI descriptions, named as the labels name them.
pub fn descriptions(folder: &Path) -> Vec<Source> {
    let root = folder.join("files");
    let mut files = Vec::new();
    files_below(&root.join("openapi"), &mut files);
    files.sort();
    let name = |path: &Path| path.strip_prefix(&root).expect("it is below").to_string_lossy().replace('\\', "/");
    let text = |path: &Path| std::fs::read_to_string(path).expect("the corpus is text");
    files.iter().map(|path| Source::new(name(path), text(path))).collect()
}

/// Every file below a folder, in no order.
pub fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the corpus can be read") {
        let path = entry.expect("the corpus can be read").path();
        if path.is_dir() { files_below(&path, files) } else { files.push(path) }
    }
}

/// Whether a name looks as if it were one of a URL.
pub fn is_urlish(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["url", "uri", "callback", "hook", "redirect"].iter().any(|word| name.contains(word))
}
