//! Which files a text refers to, found by a scan that knows no format, and whether they may be read.
//!
//! The scan looks only for `$ref` with a file behind it, so that files are tied before any of them is parsed. A reference
//! that it misses is one that the reader reports as unresolved.

use std::path::{Component, Path, PathBuf};

/// The files that the `$ref`s of a text name, by the same sort of name as `name`, each once, in order.
pub fn targets(name: &str, text: &str) -> Vec<String> {
    let folder = name.rfind('/').map_or("", |slash| &name[..=slash]);
    let mut targets: Vec<String> = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), "$ref") {
        let Some(written) = value_after(&text[at + 4..]) else {
            continue;
        };
        let file = written.split('#').next().unwrap_or_default();
        let foreign = file.is_empty() || file.contains("://") || file.starts_with('/') || file.contains('\\');
        if foreign || file.contains(':') {
            continue;
        }
        let target = normalised(&format!("{folder}{}", percent_decoded(file)));
        if target != name && !targets.contains(&target) {
            targets.push(target);
        }
    }
    targets
}

/// A name without `.` parts, and without `..` parts that a part before them undoes.
pub fn normalised(name: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split('/') {
        match part {
            "." => {}
            "" if !parts.is_empty() => {}
            ".." if parts.last().is_some_and(|last| !["..", ""].contains(last)) => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The folder that files may be read from for a file: the nearest above it with a `.git`, else the working directory if it
/// lies there, else its own folder.
pub fn project_root(file: &Path) -> PathBuf {
    // The folder is looked at, and not the file, because standard input has a name without being there.
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    if let Some(repository) = folder.ancestors().find(|above| above.join(".git").exists()) {
        return repository.to_path_buf();
    }
    let here = std::env::current_dir().and_then(std::fs::canonicalize);
    here.ok().filter(|here| folder.starts_with(here)).unwrap_or(folder)
}

/// Whether a file exists and truly lies below a folder, with links followed.
pub fn is_inside(file: &Path, root: &Path) -> bool {
    let Ok(real) = std::fs::canonicalize(file) else {
        return false;
    };
    let no_way_out = !real.components().any(|part| part == Component::ParentDir);
    no_way_out && real.is_file() && real.starts_with(root)
}

/// The value after a key, as YAML and JSON write it on one line: `": "a.yaml#/b"`, `: a.yaml#/b`, `': 'a.yaml'`.
fn value_after(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start();
    let rest = rest.strip_prefix(':')?.trim_start();
    match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split([quote, '\n']).next(),
        _ => rest.split(['\n', '\r', ',', '}', ' ']).next(),
    }
}

/// `%20` and the like undone; what is no such escape stays.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escaped = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match escaped.filter(|_| first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_in_yaml_and_json() {
        let text = "a: {$ref: 'common.yaml#/A'}\nb:\n  $ref: ../shared/b%20c.yaml\nc: {\"$ref\" : \"./d.json#/D\"}\n\
                    d: {$ref: common.yaml#/B}\n";
        assert_eq!(targets("specs/api.yaml", text), ["specs/common.yaml", "shared/b c.yaml", "specs/d.json"]);
    }

    #[test]
    fn own_places_urls_and_absolute_paths_are_no_files_to_read() {
        let text = "$ref: '#/a'\n$ref: https://example.com/a.yaml\n$ref: /etc/passwd\n$ref: api.yaml#/b\n\
                    $ref: file:a\n$ref: C:\\a.yaml\n$reference: a.yaml\n";
        assert!(targets("api.yaml", text).is_empty());
    }

    #[test]
    fn names_are_normalised_by_their_parts() {
        assert_eq!(normalised("./a/./b/../c.yaml"), "a/c.yaml");
        assert_eq!(normalised("../../a.yaml"), "../../a.yaml");
        assert_eq!(normalised("/tmp//a/../b"), "/tmp/b");
        assert_eq!(normalised("a/../../b"), "../b");
    }

    #[test]
    fn a_file_outside_the_root_is_not_read() {
        let root = std::fs::canonicalize("src").expect("the crate has one");
        assert!(is_inside(Path::new("src/lib.rs"), &root));
        assert!(!is_inside(Path::new("src/../Cargo.toml"), &root));
        assert!(!is_inside(Path::new("src/none.yaml"), &root));
        assert!(!is_inside(Path::new("src"), &root));
    }
}
