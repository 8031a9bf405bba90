//! What a document, a configuration or a name cannot do: read beyond the project, run or fetch anything, or act on the
//! terminal, the CI server, the browser or the spreadsheet of whoever reads a report.

#[path = "support/folder.rs"]
mod folder;

use folder::{empty, program, run, told, write};
use std::path::Path;

/// A description whose only field has the words behind a reference.
fn referring(reference: &str) -> String {
    format!(
        "openapi: 3.1.0\ncomponents:\n  schemas:\n    Hook:\n      properties:\n        callback_url: {{$ref: \"{}#/Url\"}}\n",
        reference.replace('\\', "\\\\")
    )
}

const SECRET: &str = "Url: {type: string, description: We POST the secret here.}\n";

#[test]
fn no_reference_leads_out_of_the_project() {
    let folder = empty("outside-references");
    write(&folder, "secret.yaml", SECRET);
    write(&folder, "project/.git/HEAD", "");
    write(&folder, "project/inside.yaml", SECRET);
    let absolute = folder.join("secret.yaml").display().to_string();
    let mut references = vec![
        "../secret.yaml".to_owned(),
        "./../secret.yaml".to_owned(),
        "a/../../secret.yaml".to_owned(),
        "%2e%2e/secret.yaml".to_owned(),
        "..%2Fsecret.yaml".to_owned(),
        "..%5Csecret.yaml".to_owned(),
        "..\\secret.yaml".to_owned(),
        "inside.yaml/../../secret.yaml".to_owned(),
        "secret.yaml%00".to_owned(),
        format!("//localhost{absolute}"),
        format!("\\\\localhost\\c$\\{absolute}"),
        format!("\\\\?\\{absolute}"),
        format!("file:{absolute}"),
        format!("file://{absolute}"),
        format!("file://localhost{absolute}"),
        format!("c:{absolute}"),
        "http://127.0.0.1:9/secret.yaml".to_owned(),
        "https://example.com/secret.yaml".to_owned(),
        absolute,
    ];
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        let project = folder.join("project");
        symlink("../secret.yaml", project.join("link.yaml")).expect("it can be linked");
        symlink("..", project.join("up")).expect("it can be linked");
        symlink("link.yaml", project.join("twice.yaml")).expect("it can be linked");
        references.extend(["link.yaml", "up/secret.yaml", "twice.yaml"].map(str::to_owned));
    }
    for reference in references {
        write(&folder, "project/api.yaml", referring(&reference));
        for arguments in
            [&["api.yaml", "-f", "json"][..], &["list", "api.yaml", "-f", "json"], &["--show-files", "api.yaml"]]
        {
            let (_, out, errors) = run(&folder.join("project"), arguments);
            let read = out.contains("the secret here") || out.contains("(referred to)");
            assert!(!read, "{reference}: {out}{errors}");
        }
    }
    // So that it is seen that a reference that may be followed is.
    write(&folder, "project/api.yaml", referring("inside.yaml"));
    assert!(run(&folder.join("project"), &["list", "api.yaml", "-f", "json"]).1.contains("the secret"));
}

#[test]
fn no_configuration_leads_out_of_the_project() {
    let folder = empty("outside-configuration");
    for (name, text) in
        [("base.yaml", "fail-on: never\n"), ("policy.md", "# A\n\nSecret words.\n"), ("x.yaml", "a: b\n")]
    {
        write(&folder, name, text);
    }
    write(&folder, "project/.git/HEAD", "");
    write(&folder, "project/api.yaml", referring("inside.yaml"));
    let absolute = |name: &str| folder.join(name).display().to_string();
    let keys = |path: &str, name: &str| {
        [
            format!("extends: {path}{name}"),
            format!("names: [{path}{name}]"),
            format!("phrases: [{path}{name}]"),
            format!("checks: [{path}{name}]"),
            format!("policy:\n  - {{file: {path}{name}, heading: A, kinds: [webhook], facts: [failure]}}"),
        ]
    };
    let above = absolute("");
    for path in ["../", &above, "file://", "https://example.com/", "//localhost/", "a/../../"] {
        for line in keys(path, "base.yaml") {
            write(&folder, "project/whocalls.yaml", &line);
            let (code, out, errors) = run(&folder.join("project"), &[]);
            assert!(code == 2 && out.is_empty(), "{line}: {out}{errors}");
            let refused = ["lies outside", "is no file", "there is no such file", "cannot be read"];
            assert!(refused.iter().any(|words| errors.contains(words)), "{line}: {errors}");
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        let project = folder.join("project");
        symlink("../base.yaml", project.join("link.yaml")).expect("it can be linked");
        for line in keys("", "link.yaml") {
            write(&folder, "project/whocalls.yaml", &line);
            let (code, _, errors) = run(&project, &[]);
            assert!(code == 2 && errors.contains("lies outside the repository"), "{line}: {errors}");
        }
        // The configuration itself may be a link that shows what it leads to in the words of a mistake.
        write(&folder, "secret", "password: 12345\n");
        std::fs::remove_file(project.join("whocalls.yaml")).expect("it is ours");
        symlink("../secret", project.join("whocalls.yaml")).expect("it can be linked");
        let (code, out, errors) = run(&project, &[]);
        assert!(code == 2 && errors.contains("lies outside") && !(out + &errors).contains("12345"));
        // What a flag names is what was asked for.
        assert_eq!(run(&project, &["--config", "../base.yaml"]).0, 0);
    }
}

#[cfg(unix)]
#[test]
fn words_beside_a_form_are_read_within_the_project_only() {
    let folder = empty("outside-beside");
    write(&folder, "secret", "HookUrl=We POST the secret here\n");
    write(&folder, "project/.git/HEAD", "");
    let form = "<j:jelly xmlns:f=\"/lib/form\"><f:entry title=\"${%HookUrl}\" field=\"webhookUrl\"><f:textbox/></f:entry></j:jelly>\n";
    write(&folder, "project/config.jelly", form);
    std::os::unix::fs::symlink("../secret", folder.join("project/config.properties")).expect("it can be linked");
    let files = ["--show-files", "config.jelly"];
    let (_, out, _) = run(&folder.join("project"), &files);
    assert!(out.contains("config.jelly") && !out.contains("config.properties"), "{out}");
    std::fs::remove_file(folder.join("project/config.properties")).expect("it is ours");
    write(&folder, "project/config.properties", "HookUrl=We POST here\n");
    let (_, out, _) = run(&folder.join("project"), &files);
    assert!(out.contains("config.properties"), "so that it is seen that such a file is read: {out}");
}

/// A program in the way of every other one leaves a trace where it is run.
#[cfg(unix)]
#[test]
fn nothing_is_run_but_git_where_git_is_asked_for() {
    use std::os::unix::fs::PermissionsExt;
    let folder = empty("outside-run");
    write(&folder, "specs/api.yaml", referring("$(touch x)`touch y`.yaml"));
    write(&folder, "specs/whocalls.yaml", "caller: '$(touch z)'\n");
    for name in ["git", "sh", "bash", "curl", "less", "open"] {
        write(
            &folder,
            &format!("bin/{name}"),
            format!("#!/bin/sh\necho {name} >> '{}/trace'\nexit 1\n", folder.display()),
        );
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.join("bin").join(name), mode).expect("it is ours");
    }
    let traced = |arguments: &[&str]| {
        let run = program(&folder.join("specs"), arguments).env("PATH", folder.join("bin")).output();
        _ = run.expect("the program was built");
        std::fs::read_to_string(folder.join("trace")).unwrap_or_default()
    };
    let runs: [&[&str]; 7] = [
        &[],
        &["list"],
        &["--fix"],
        &["--diff"],
        &["-f", "html"],
        &["explain", "api.yaml#callback_url"],
        &["--show-settings"],
    ];
    for arguments in runs {
        assert_eq!(traced(arguments), "", "{arguments:?}");
    }
    assert_eq!(traced(&["--staged"]), "git\n");
    assert_eq!(std::fs::read_dir(folder.join("specs")).expect("it is ours").count(), 2);
}

/// The sources name neither the network nor another program but git, and nothing they are built from speaks HTTP.
#[test]
fn nothing_is_fetched() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src"), root.join("rules")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("it is part of the crate") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            assert!(!text.contains("std::net") && !text.contains("TcpStream"), "{}", path.display());
            let runs = text.contains("Command::new(\"") || text.contains("process::{Child");
            assert!(!runs || path.ends_with("src/walk/git.rs"), "{}", path.display());
        }
    }
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).expect("it is part of the crate");
    let packages: Vec<&str> = lock.lines().filter_map(|line| line.strip_prefix("name = \"")).collect();
    for network in ["hyper", "reqwest", "ureq", "curl", "native-tls", "rustls", "tokio", "socket2", "h2", "isahc"] {
        assert!(!packages.contains(&format!("{network}\"").as_str()), "{network}");
    }
}

/// A name that is markup, a command, a formula or a trick to whatever reads it without care.
const HOSTILE: &str = "=cb\\e[31m\\x9b2J\\a\\b\\x7f\\\"'::error::x]]><script>alert(1)</script>|`\\r\\n::set-output name=a::b\\n%0A%%\\u202e\\u2066@team [x](http://y)";

fn hostile_spec() -> String {
    let words = format!("\"{HOSTILE} we POST {HOSTILE} when {HOSTILE} ships\"");
    let key = format!("\"callback_url {HOSTILE}\"");
    format!(
        "openapi: 3.1.0\ninfo: {{title: \"{HOSTILE}\"}}\npaths:\n  \"/a{HOSTILE}\":\n    post:\n      summary: {words}\n      \
         requestBody:\n        content:\n          application/json:\n            schema:\n              properties:\n                \
         {key}: {{type: string, format: uri, description: {words}}}\n                callback_method: {{enum: [\"PUT{HOSTILE}\"]}}\n                \
         callback_url: {{$ref: \"#/{HOSTILE}\"}}\n                webhook_url: {{type: string, description: {words}}}\n                \
         webhook_url_method: {{enum: [\"{HOSTILE}\"]}}\n# whocalls: ignore[{}] x\nx: 1\n",
        "a\u{1b}[31mb\u{202e}"
    )
}

/// Characters that act on a terminal or reorder what is seen.
fn acts(character: char) -> bool {
    (character.is_control() && character != '\n')
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn nothing_in_a_file_or_a_name_acts_on_a_terminal() {
    let folder = empty("outside-terminal");
    let name = "a\u{1b}[2Jb\u{202e}\u{9b}c.yaml";
    write(&folder, name, hostile_spec());
    write(&folder, "locales/en.json", format!("{{\"webhook_url\": {:?}}}", "URL \u{9b}31m we \u{202e}call"));
    write(
        &folder,
        "form.html",
        "<label for=webhook_url>\u{1b}[31mWebhook \u{202e}URL\u{9b}</label><input id=webhook_url name=webhook_url>",
    );
    write(
        &folder,
        "guide.md",
        "## `callback_url` \u{1b}[31m\n\nURL \u{202e}we call.\n\n| callback\u{9b}_url | \u{1b}[2J |\n|---|---|\n",
    );
    write(&folder, "messages.properties", "webhook_url=We call \u{1b}[31m\n");
    let formats = ["full", "concise", "github", "markdown", "agent", "junit", "checkstyle", "html"];
    let check = formats.iter().map(|format| vec!["check", "--pedantic", "--select", "complete", "--format", format]);
    let list = ["table", "csv", "markdown", "html"].iter().map(|format| vec!["list", "--pedantic", "--format", format]);
    let explained = format!("{name}#webhook_url");
    let missing = format!("missing-{name}");
    let others = vec![
        vec!["list", "--map"],
        vec!["explain", explained.as_str()],
        vec!["--statistics"],
        vec!["--show-files"],
        vec!["--show-settings", name],
        vec!["--fix", "--caller", "A\u{1b}[31m\u{202e}"],
        vec![missing.as_str()],
        vec!["--config", missing.as_str()],
        vec!["--baseline", missing.as_str()],
        vec!["--file-list", missing.as_str()],
        vec!["--select", missing.as_str()],
        vec!["--exclude", "a[\u{1b}"],
        vec!["--write-baseline", "b\u{1b}[2J.json"],
        vec!["init", "i\u{1b}[2J.yaml"],
        vec!["explain", missing.as_str()],
    ];
    for arguments in check.chain(list).chain(others) {
        for accessible in ["", "1"] {
            let output =
                program(&folder, &arguments).env("ACCESSIBLE", accessible).output().expect("the program was built");
            let (_, out, errors) = told(&output);
            for text in [out, errors] {
                // Only a tab of ours may stand in a report.
                let found = text.char_indices().find(|&(_, character)| acts(character) && character != '\t');
                let around =
                    found.map(|(at, _)| &text[whocalls::source::beginning(&text, at.saturating_sub(80)).len()..at]);
                assert_eq!(found, None, "{arguments:?}: …{around:?}");
            }
        }
    }
}

#[test]
fn mistakes_in_a_configuration_do_not_act_on_a_terminal() {
    let folder = empty("outside-mistakes");
    write(&folder, "api.yaml", "openapi: 3.1.0\n");
    let mistakes = [
        "\"cal\\e[31m\u{202e}\": x\n",
        "rules: {\"\u{9b}31m\": error}\n",
        "extends: \"\\e[31m\u{202e}.yaml\"\n",
        "caller: [\n\u{202e}\n",
        "exclude: [\"[\u{9b}\"]\n",
        "languages: [\"\\e[2J\"]\n",
    ];
    for text in mistakes {
        write(&folder, "whocalls.yaml", text);
        let (code, out, errors) = run(&folder, &[]);
        assert!(code == 2 && out.is_empty() && !errors.chars().any(acts), "{text:?}: {errors:?}");
    }
}

#[test]
fn no_line_of_a_report_is_a_command_of_a_workflow_that_is_not_ours() {
    let folder = empty("outside-workflow");
    write(&folder, "api.yaml", hostile_spec());
    for format in ["github", "full", "concise", "markdown", "agent", "junit", "checkstyle", "html", "gitlab"] {
        let (_, out, _) = run(&folder, &["--format", format, "--pedantic"]);
        for line in out.lines().filter(|line| line.trim_start().starts_with("::")) {
            let ours = ["::warning file=api.yaml,", "::error file=api.yaml,", "::notice file=api.yaml,"];
            assert!(format == "github" && ours.iter().any(|own| line.starts_with(own)), "{format}: {line}");
            let values = line.split("::").nth(1).unwrap_or_default();
            assert!(!values.contains(['\r', '\n']) && values.matches("file=").count() == 1, "{line}");
        }
        assert!(!out.contains("##["), "{format}");
    }
}

#[test]
fn no_name_is_markup_in_the_page_in_a_table_or_in_xml() {
    let folder = empty("outside-markup");
    write(&folder, "a<b>&'x.yaml", hostile_spec());
    for arguments in [["check", "--format", "html"], ["list", "--format", "html"]] {
        let (_, out, _) = run(&folder, &arguments);
        assert!(out.contains("alert(1)") && !out.contains("<script>alert"), "{arguments:?}");
        assert!(!out.contains("a<b>") && out.matches("<script").count() <= 1, "{arguments:?}");
        // What is given to the browser is allowed nothing that stands elsewhere.
        assert!(!out.contains("src=\"http") && !out.contains("@import"), "{arguments:?}");
    }
    for arguments in [["check", "--format", "markdown"], ["list", "--format", "markdown"]] {
        let (_, out, _) = run(&folder, &arguments);
        let rows: Vec<&str> = out.lines().filter(|line| line.starts_with('|')).collect();
        let cells = |row: &str| row.replace("\\|", "").matches('|').count();
        assert!(rows.len() > 2 && rows.iter().all(|row| cells(row) == cells(rows[0])), "{out}");
        assert!(!out.contains("<script>alert") || out.contains("`"), "{out}");
    }
    for format in ["junit", "checkstyle"] {
        let (_, out, _) = run(&folder, &["check", "--format", format]);
        roxmltree::Document::parse(&out).unwrap_or_else(|error| panic!("{format}: {error}\n{out}"));
    }
}

#[test]
fn no_cell_of_a_spreadsheet_is_a_formula() {
    let folder = empty("outside-csv");
    let names = [
        "=cmd|' /C calc'!A1 callback_url",
        "+callback_url",
        "-callback_url",
        "@callback_url",
        "\\tcallback_url",
        "\\rcallback_url",
    ];
    let properties: String = names
        .iter()
        .map(|name| {
            format!("        \"{name}\": {{type: string, description: \"=1+1, we call it; \\\"when\\\" x\"}}\n")
        })
        .collect();
    let spec = format!("openapi: 3.1.0\ncomponents:\n  schemas:\n    Hook:\n      properties:\n{properties}");
    write(&folder, "=a,b.yaml", spec);
    let (_, out, _) = run(&folder, &["list", "--pedantic", "--format", "csv"]);
    assert!(out.lines().count() > 4, "{out}");
    for line in out.lines().skip(1) {
        let mut cell = String::new();
        let mut quoted = false;
        let mut cells = Vec::new();
        for character in line.chars() {
            match character {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(std::mem::take(&mut cell)),
                other => cell.push(other),
            }
        }
        cells.push(cell);
        assert_eq!(cells.len(), 11, "{line}");
        assert!(!cells.iter().any(|cell| cell.trim_start().starts_with(['=', '+', '-', '@'])), "{line}");
    }
}

/// Each promise in the security policy names the test that holds it, and these tests exist.
#[test]
fn the_security_policy_names_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(policy) = std::fs::read_to_string(root.join(".github/SECURITY.md")) else {
        // A package has no dotfiles.
        assert!(!root.join(".ci").exists(), "the repository has a security policy");
        return;
    };
    let mut named = 0;
    for line in policy.lines().filter(|line| line.starts_with("| ") && line.contains(".rs")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        for test in cells.last().expect("a row has cells").split(", ") {
            let (file, function) = test.trim_matches('`').split_once("::").unwrap_or_else(|| panic!("no test: {test}"));
            let path = root.join(file);
            let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("there is no {file}"));
            let there = text.contains(&format!("fn {function}("));
            assert!(there && text.contains("#[test]"), "{file} has no test {function}");
            named += 1;
        }
    }
    assert!(named >= 30, "{named}");
}
