//! What the program is built from: no unsafe code of ours, licences and sources that were agreed to, and no crate that needs
//! a newer Rust than the package says.

#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use serde_json::Value as Json;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What cargo knows of the packages; none where it cannot tell without a network.
fn packages() -> Option<Vec<Json>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["metadata", "--format-version", "1", "--offline", "--all-features"];
    let output = Command::new(cargo).args(arguments).current_dir(root()).output().expect("cargo runs the tests");
    if !output.status.success() {
        eprintln!("SKIPPED: cargo cannot tell: {}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    let told: Json = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    told["packages"].as_array().cloned()
}

/// `1.88` or `1.85.0` as numbers.
fn version(written: &str) -> (u32, u32) {
    let mut parts = written.split('.').map(|part| part.parse().expect("a version has numbers"));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

#[test]
fn no_code_is_unsafe() {
    for path in ["src/lib.rs", "src/main.rs"] {
        let text = std::fs::read_to_string(root().join(path)).expect("it is part of the crate");
        assert!(text.contains("#![forbid(unsafe_code)]"), "{path}");
    }
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("it is part of the crate");
    assert!(manifest.contains("unsafe_code = \"forbid\""));
}

#[test]
fn nothing_it_is_built_from_needs_a_newer_rust() {
    let Some(packages) = packages() else { return };
    let own = version(env!("CARGO_PKG_RUST_VERSION"));
    let newer: Vec<String> = packages
        .iter()
        .filter(|package| package["rust_version"].as_str().is_some_and(|needed| version(needed) > own))
        .map(|package| format!("{} {} needs {}", package["name"], package["version"], package["rust_version"]))
        .collect();
    assert!(newer.is_empty(), "{newer:?}");
    // And none less would do, so that the version says what is true.
    let needed = packages.iter().filter(|package| package["name"] != env!("CARGO_PKG_NAME"));
    let needed = needed.filter_map(|package| package["rust_version"].as_str()).map(version).max();
    assert_eq!(needed, Some(own), "`rust-version` could be less, as far as dependencies go");
}

/// Whether a licence as a package writes it offers a choice that is allowed, in each part that is asked for.
fn is_allowed(written: &str, allowed: &[&str]) -> bool {
    let parts = written.split(" AND ");
    parts.into_iter().all(|part| {
        let choices = part.trim_matches(['(', ')']).split(" OR ").flat_map(|choice| choice.split('/'));
        choices.into_iter().any(|choice| allowed.contains(&choice.trim().trim_matches(['(', ')'])))
    })
}

#[test]
fn what_it_is_built_from_is_what_was_agreed_to() {
    let Some(packages) = packages() else { return };
    let Ok(agreed) = std::fs::read_to_string(root().join(".deny.toml")) else {
        // A package has no dotfiles.
        assert!(!root().join(".ci").exists(), "the repository says what was agreed to");
        return;
    };
    let list = agreed.lines().find_map(|line| line.strip_prefix("allow = [")).expect("it lists licences");
    let allowed: Vec<&str> = list.trim_end_matches(']').split(',').map(|one| one.trim().trim_matches('"')).collect();
    for package in &packages {
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(is_allowed(licence, &allowed), "{} has the licence {licence}", package["name"]);
        let source = package["source"].as_str();
        let known = source.is_none_or(|source| source == "registry+https://github.com/rust-lang/crates.io-index");
        assert!(
            known && (source.is_some() || package["name"] == env!("CARGO_PKG_NAME")),
            "{}: {source:?}",
            package["name"]
        );
    }
}

#[test]
fn a_licence_is_a_choice_or_several() {
    let allowed = ["MIT", "Unicode-3.0"];
    assert!(is_allowed("MIT OR Apache-2.0", &allowed) && is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0", &allowed));
    assert!(is_allowed("Apache-2.0/MIT", &allowed));
    assert!(!is_allowed("GPL-3.0", &allowed) && !is_allowed("MIT AND GPL-3.0", &allowed));
}
