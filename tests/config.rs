//! Configuration as a user has it: which file holds for what, what flags win over, what is told of mistakes, and that the
//! schema, the file that `init` writes and the README agree with what is read.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use whocalls::config::{STARTER, keys, schema::schema, typed};

/// A folder of a test's own, the top of a repository, with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("config").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("it is ours");
    }
    std::fs::create_dir_all(folder.join(".git")).expect("the place for tests can be written");
    for (name, text) in files {
        write(&folder, name, text);
    }
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the place for tests can be written");
    std::fs::write(path, text).expect("the place for tests can be written");
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whocalls"));
    command.args(arguments).current_dir(folder).env_remove("FORCE_COLOR").env_remove("CLICOLOR_FORCE");
    let output = command.output().expect("the program was built");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes text");
    (output.status.code().expect("it was not killed"), text(output.stdout), text(output.stderr))
}

/// The findings of a run that finds some, each as `file [rules]`.
fn found(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let (code, out, errors) = run(folder, &[&["-f", "concise"], arguments].concat());
    assert!(code < 2 && errors.is_empty(), "{errors}");
    let short =
        |line: &str| format!("{} {}", line.split(':').next().unwrap_or(""), &line[line.rfind('[').unwrap_or(0)..]);
    out.lines().map(short).collect()
}

/// A description whose one field says nothing but who calls and when.
const FLAGGED: &str = "openapi: 3.1.0\ncomponents:\n  schemas:\n    Job:\n      properties:\n        callback_url: \
                       {type: string, description: Acme calls this URL once the job completes.}\n";

const METHOD_AND_FAILURE: &str = "[missing-method, missing-failure]";

#[test]
fn the_nearest_configuration_holds_and_none_beyond_the_repository() {
    let folder = folder(
        "nearest",
        &[
            ("whocalls.yaml", "ignore: [missing-method]"),
            ("a.yaml", FLAGGED),
            ("sub/.whocalls.yaml", "ignore: [missing-failure]"),
            ("sub/deep/b.yaml", FLAGGED),
            ("other/.git/HEAD", ""),
            ("other/c.yaml", FLAGGED),
        ],
    );
    let other = format!("other/c.yaml {METHOD_AND_FAILURE}");
    assert_eq!(found(&folder, &[]), ["a.yaml [missing-failure]", &other, "sub/deep/b.yaml [missing-method]"]);
    assert_eq!(found(&folder.join("sub/deep"), &[]), ["b.yaml [missing-method]"]);
    let all = [format!("a.yaml {METHOD_AND_FAILURE}")];
    assert_eq!(found(&folder, &["--isolated", "a.yaml"]), all);
    assert_eq!(found(&folder, &["--config", "sub/.whocalls.yaml", "a.yaml"]), ["a.yaml [missing-method]"]);
    assert_eq!(found(&folder, &["--select", "missing-method,missing-failure", "a.yaml"]), all);
}

#[test]
fn a_folder_has_one_configuration_by_any_of_its_names() {
    let folder = folder("names-of-files", &[(".whocalls.yml", "ignore: [missing-method]"), ("a.yaml", FLAGGED)]);
    assert_eq!(found(&folder, &[]), ["a.yaml [missing-failure]"]);
    write(&folder, "whocalls.yaml", "ignore: [missing-failure]");
    let (code, _, errors) = run(&folder, &[]);
    let message = "`whocalls.yaml` stands beside it, and only one of them can hold";
    assert!(code == 2 && errors.contains(".whocalls.yml") && errors.contains(message), "{errors}");
}

#[test]
fn settings_differ_by_file_within_one_run() {
    let folder = folder(
        "by-file",
        &[
            (
                "whocalls.yaml",
                "fail-on: error\nrules: {missing-method: info}\noverrides:\n- files: [strict/]\n  rules: {missing-failure: error, missing-method: off}\n",
            ),
            ("a.yaml", "Job: {$ref: 'strict/b.yaml#/components/schemas/Job'}\n"),
            ("strict/b.yaml", FLAGGED),
            ("c.yaml", FLAGGED),
            ("lax/whocalls.yaml", "fail-on: never\nrules: {missing-failure: error}\n"),
            ("lax/d.yaml", FLAGGED),
        ],
    );
    let (code, out, _) = run(&folder, &["-f", "concise"]);
    let severities: Vec<&str> = out.lines().filter_map(|line| line.split(": ").nth(1)).collect();
    assert_eq!(
        (code, severities.as_slice()),
        (1, ["error", "warning", "info", "error", "warning"].as_slice()),
        "{out}"
    );
    assert!(out.lines().any(|line| line.starts_with("strict/b.yaml") && line.ends_with("[missing-failure]")), "{out}");
    assert_eq!(run(&folder, &["c.yaml"]).0, 0);
    assert_eq!(run(&folder, &["--fail-on", "warning", "c.yaml"]).0, 1);
    assert_eq!(run(&folder, &["lax"]).0, 0);
}

#[test]
fn files_are_left_out_by_configuration_and_by_flags() {
    let folder = folder(
        "left-out",
        &[
            ("whocalls.yaml", "exclude: [vendor/, sub/x.yaml]"),
            (".gitignore", "build/\n"),
            ("a.yaml", FLAGGED),
            ("vendor/b.yaml", FLAGGED),
            ("sub/x.yaml", FLAGGED),
            ("build/c.yaml", FLAGGED),
            (".hidden/d.yaml", FLAGGED),
        ],
    );
    let files = |arguments: &[&str]| -> Vec<String> {
        found(&folder, arguments).iter().map(|line| line.split(' ').next().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(files(&[]), ["a.yaml"]);
    assert_eq!(files(&["--isolated"]), ["a.yaml", "sub/x.yaml", "vendor/b.yaml"]);
    assert_eq!(files(&["--no-respect-gitignore"]), ["a.yaml", "build/c.yaml"]);
    assert_eq!(files(&["--hidden"]), [".hidden/d.yaml", "a.yaml"]);
    let named = ["a.yaml", "vendor/b.yaml", "sub/x.yaml"];
    assert_eq!(files(&named), ["a.yaml", "sub/x.yaml", "vendor/b.yaml"]);
    assert_eq!(files(&[&["--force-exclude"], named.as_slice()].concat()), ["a.yaml"]);
    assert_eq!(files(&[&["--force-exclude", "--exclude", "a.*"], named.as_slice()].concat()), [""; 0]);
    assert_eq!(files(&["vendor"]), ["vendor/b.yaml"]);
    let (code, out, _) = run(&folder, &["--show-files", "sub", "a.yaml"]);
    assert_eq!((code, out.lines().count()), (0, 2), "{out}");
    assert!(out.lines().nth(1).is_some_and(|line| line.starts_with("a.yaml  openapi, i18n  whocalls.yaml")), "{out}");
}

#[test]
fn a_mistake_ends_the_run_with_its_place_and_what_was_meant() {
    let folder = folder("mistake", &[("whocalls.yaml", "caller: Acme\nexlude: [a]\n"), ("a.yaml", FLAGGED)]);
    for arguments in
        [&["a.yaml"] as &[&str], &["list"], &["explain", "a.yaml#callback_url"], &["--show-settings"], &["rules"]]
    {
        let (code, out, errors) = run(&folder, arguments);
        assert_eq!((code, out.matches("missing").count()), (2, 0), "{arguments:?}");
        for part in
            ["a configuration has no key `exlude`", "[whocalls.yaml:2:1]", "did you mean `exclude`? the keys are"]
        {
            assert!(errors.contains(part), "{arguments:?}: {errors}");
        }
    }
    assert_eq!(run(&folder, &["--isolated", "a.yaml"]).0, 1);
    let (code, _, errors) = run(&folder, &["--config", "none.yaml"]);
    assert_eq!((code, errors.as_str()), (2, "error: cannot read `none.yaml`: there is no such file\n"));
    let (code, _, errors) = run(&folder, &["--isolated", "--select", "missing-callers"]);
    assert!(code == 2 && errors.contains("did you mean `missing-caller`?"), "{errors}");
}

#[test]
fn no_file_outside_the_project_is_read() {
    let folder = folder(
        "outside",
        &[("secret.yaml", "caller: Secret\n"), ("project/.git/HEAD", ""), ("project/a.yaml", FLAGGED)],
    );
    let project = folder.join("project");
    for key in ["extends", "names", "phrases", "checks"] {
        write(&project, "whocalls.yaml", &format!("{key}: ../secret.yaml\n"));
        let (code, _, errors) = run(&project, &[]);
        assert!(
            code == 2 && errors.contains("it lies outside the repository") && !errors.contains("Secret"),
            "{errors}"
        );
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../secret.yaml", project.join("link.yaml")).expect("it can be linked");
        write(&project, "whocalls.yaml", "policy: [{file: link.yaml}]\n");
        let (code, _, errors) = run(&project, &[]);
        assert!(code == 2 && errors.contains("it lies outside the repository"), "{errors}");
    }
    // What a flag names may lie anywhere.
    write(&project, "whocalls.yaml", "{}");
    assert_eq!(run(&project, &["--config", "../secret.yaml", "a.yaml"]).0, 1);
}

#[test]
fn a_policy_counts_for_the_fields_of_its_kinds() {
    let page = "# Webhooks\n\n## Delivery\n\nAll calls are POST requests. We retry a call that fails five times.\n";
    let redirect = FLAGGED.replace("callback_url", "return_url");
    let redirect =
        redirect.replace("Acme calls this URL once the job completes", "The browser is redirected here after paying");
    let folder = folder(
        "policy",
        &[
            ("whocalls.yaml", "policy: [{file: docs/hooks.md, heading: Delivery, kinds: [webhook]}]"),
            ("docs/hooks.md", page),
            ("a.yaml", FLAGGED),
            ("b.yaml", &redirect),
        ],
    );
    let (_, out, _) = run(&folder, &["list", "-f", "json"]);
    let list: Value = serde_json::from_str(&out).expect("it is JSON");
    let facts = |index: usize| &list["fields"][index]["facts"];
    assert_eq!(facts(0)["failure"]["by"], "policy", "{out}");
    assert_eq!(facts(0)["caller"]["by"], "text");
    assert_eq!(facts(1)["failure"]["stated"], false, "{out}");
    let spec = "openapi: 3.1.0\ninfo:\n  description: |\n    # Hooks\n\n    We retry a call that fails five times.\n";
    write(&folder, "api.yaml", spec);
    write(&folder, "whocalls.yaml", "policy: [{file: api.yaml, heading: Hooks, facts: [failure]}]");
    assert_eq!(found(&folder, &["a.yaml"]), ["a.yaml [missing-method]"]);
    write(&folder, "api.yaml", &spec.replace("five times", "never").replace("We retry", "Blue is"));
    let (code, _, errors) = run(&folder, &["a.yaml"]);
    assert!(code == 2 && errors.contains("does not state the failure"), "{errors}");
    // A party that only a flag names is the one that a policy speaks of.
    write(&folder, "docs/hooks.md", "# Hooks\n\nEach time, zorblax calls your URL.\n");
    write(&folder, "whocalls.yaml", "policy: [{file: docs/hooks.md, facts: [caller]}]");
    assert_eq!(run(&folder, &["a.yaml"]).0, 2);
    assert_eq!(run(&folder, &["a.yaml", "--caller", "zorblax"]).0, 1);
}

#[test]
fn ignores_take_rules_out_of_findings_until_their_last_day() {
    let folder = folder("ignores", &[("a.yaml", FLAGGED), ("b.yaml", FLAGGED)]);
    let ignore =
        |rest: &str| write(&folder, "whocalls.yaml", &format!("ignores:\n- {{files: a.yaml, reason: old{rest}}}\n"));
    let (a, b) = (format!("a.yaml {METHOD_AND_FAILURE}"), format!("b.yaml {METHOD_AND_FAILURE}"));
    ignore("");
    assert_eq!(found(&folder, &[]), [b.as_str()]);
    ignore(", rules: [missing-failure], pointer: /components/schemas/J*");
    assert_eq!(found(&folder, &[]), ["a.yaml [missing-method]", &b]);
    let (unused, expired) = ("whocalls.yaml [unused-ignore]", "whocalls.yaml [expired-ignore]");
    ignore(", pointer: /components/schemas/K*");
    assert_eq!(found(&folder, &[]), [a.as_str(), &b, unused]);
    // What is looked at says nothing of the rest, and a rule that is not asked is not missed.
    assert_eq!(found(&folder, &["a.yaml"]), [a.as_str()]);
    assert_eq!(found(&folder, &["--exclude", "c"]), [a.as_str(), &b]);
    assert_eq!(found(&folder, &["--select", "missing-method,unused-ignore"]).len(), 2);
    ignore(", until: 2001-01-31");
    assert_eq!(found(&folder, &[]), [a.as_str(), &b, expired]);
    assert_eq!(found(&folder, &["a.yaml"]), [a.as_str(), expired]);
    ignore(", until: 9999-01-31");
    assert_eq!(found(&folder, &[]), [b.as_str()]);
    assert_eq!(run(&folder, &["a.yaml"]).0, 0);
    let (_, out, _) = run(&folder, &["a.yaml"]);
    assert_eq!(out, "1 callback URL field in 1 file: no findings\n");
}

#[test]
fn languages_are_those_of_locale_files() {
    let folder = folder(
        "languages",
        &[
            ("whocalls.yaml", "languages: [en]"),
            ("locales/en.json", "{\"webhook_url\": \"Webhook URL\", \"webhook_url_hint\": \"Your server, please.\"}"),
            ("locales/de.json", "{\"webhook_url\": \"Webhook-URL\", \"webhook_url_hint\": \"Bitte Ihr Server.\"}"),
            ("a.yaml", FLAGGED),
        ],
    );
    let files = |arguments: &[&str]| -> Vec<String> {
        found(&folder, arguments).iter().map(|line| line.split(' ').next().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(files(&[]), ["a.yaml", "locales/en.json"]);
    write(&folder, "whocalls.yaml", "languages: [de]");
    assert_eq!(files(&["locales/de.json", "a.yaml"]), ["a.yaml", "locales/de.json"]);
    assert_eq!(files(&["locales/en.json"]), [""; 0]);
}

#[test]
fn names_phrases_and_rules_of_the_house_are_used() {
    let rule = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/checks/missing-failure.yaml"))
        .expect("it is part of the crate");
    let folder = folder(
        "house",
        &[
            (
                "whocalls.yaml",
                "names: r/names.yaml\nphrases: r/en.yaml\nchecks: r/retry-promise.yaml\nrules: {missing-failure: off}\n",
            ),
            (
                "r/names.yaml",
                "name:\n- {say: [pigeon post], callback: 6, webhook: 3, because: its name is that of our post}\n",
            ),
            (
                "r/en.yaml",
                "language: en\nfacts:\n  method:\n    phrases:\n    - say: [by dove]\n      yes: [We come by dove.]\n    no: {webhook: [We come.]}\n",
            ),
            ("r/retry-promise.yaml", &rule),
            (
                "a.yaml",
                &FLAGGED.replace("callback_url", "pigeonPost").replace("completes.", "completes by dove. It is a URL."),
            ),
        ],
    );
    assert_eq!(found(&folder, &["a.yaml"]), ["a.yaml [retry-promise]"]);
    assert_eq!(found(&folder, &["a.yaml", "--ignore", "retry-promise"]), [""; 0]);
    assert_eq!(found(&folder, &["a.yaml", "--isolated"]), [""; 0]);
    assert!(run(&folder, &["explain", "retry-promise"]).1.starts_with("retry-promise"));
    assert!(run(&folder, &["rules"]).1.contains("\nretry-promise              core         warning   "));
    let sarif: Value = serde_json::from_str(&run(&folder, &["-f", "sarif"]).1).expect("it is JSON");
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().expect("it is a list");
    assert!(rules.iter().any(|rule| rule["id"] == "retry-promise"));
    let line = 1 + rule.lines().position(|line| line.starts_with("good:")).expect("it has good examples");
    write(
        &folder,
        "r/retry-promise.yaml",
        &rule.replacen("good:\n", "good:\n  - {kind: webhook, text: It is blue.}\n", 1),
    );
    let (code, _, errors) = run(&folder, &["a.yaml"]);
    let place = format!("[r/retry-promise.yaml:{}:", line + 1);
    assert!(code == 2 && errors.contains(&place) && errors.contains("good example does not state"), "{errors}");
    write(&folder, "r/retry-promise.yaml", &rule);
    write(
        &folder,
        "r/en.yaml",
        "language: en\nfacts:\n  method:\n    phrases:\n    - say: [by <dove>]\n      yes: [We come by dove.]\n",
    );
    let (code, _, errors) = run(&folder, &["a.yaml"]);
    assert!(code == 2 && errors.contains("[r/en.yaml:5:5]") && errors.contains("unknown list `<dove>`"), "{errors}");
}

#[test]
fn settings_are_shown_with_who_decided_them() {
    let folder = folder(
        "shown",
        &[
            ("base.yaml", "caller: Acme\n"),
            ("whocalls.yaml", "extends: base.yaml\nrules:\n  undocumented: info\n"),
            ("a.yaml", ""),
        ],
    );
    let (code, out, _) = run(&folder, &["--show-settings", "--pedantic", "a.yaml"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("# what holds for a.yaml, from `whocalls.yaml`\n"), "{out}");
    for (line, origin) in [
        ("caller: [Acme]", "base.yaml:1"),
        ("  undocumented: info", "whocalls.yaml:3"),
        ("  missing-caller: warning", "built in"),
        ("pedantic: true", "flag"),
    ] {
        let shown = out.lines().find(|shown| shown.starts_with(line)).unwrap_or_else(|| panic!("{line} in {out}"));
        assert!(shown.ends_with(&format!("# {origin}")), "{shown}");
    }
    let (typed, mistakes) = typed::read(0, &out);
    assert!(mistakes.is_empty() && typed.wishes.rules.len() > 9, "what is shown can be used: {mistakes:?}");
}

#[test]
fn init_writes_a_file_that_means_nothing_and_never_over_another() {
    let folder = folder("init", &[("a.yaml", FLAGGED)]);
    let before = run(&folder, &["a.yaml"]);
    assert_eq!(run(&folder, &["init"]).0, 0);
    assert_eq!(std::fs::read_to_string(folder.join("whocalls.yaml")).expect("it was written"), STARTER);
    assert_eq!(run(&folder, &["a.yaml"]), before);
    write(&folder, "whocalls.yaml", "caller: Acme");
    let (code, _, errors) = run(&folder, &["init"]);
    assert!(code == 2 && errors.contains("is there already"), "{errors}");
    assert_eq!(std::fs::read_to_string(folder.join("whocalls.yaml")).expect("it is there"), "caller: Acme");
    assert_eq!(run(&folder, &["init", "--force"]).0, 0);
    assert_eq!(std::fs::read_to_string(folder.join("whocalls.yaml")).expect("it was written"), STARTER);
    assert_eq!(std::fs::read_dir(&folder).expect("it is a folder").count(), 3, "nothing else is left");
}

/// The starter with all that it could say.
fn starter_in_full() -> String {
    let says = |line: &&str| line.starts_with("# ") && !line[2..].starts_with(|c: char| c.is_ascii_uppercase());
    STARTER.lines().filter(says).map(|line| format!("{}\n", &line[2..])).collect()
}

#[test]
fn the_starter_speaks_of_every_key() {
    let (typed, mistakes) = typed::read(0, &starter_in_full());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    assert!(typed.policy.len() == 1 && typed.ignores.len() == 1 && typed.overrides.len() == 1);
    for key in keys::keys(keys::TOP) {
        assert!(STARTER.contains(&format!("\n# {}:", key.name)), "`{}` is not in the starter", key.name);
    }
}

#[test]
fn the_schema_holds_for_examples_and_against_mistakes() {
    let schema = schema();
    let written: Value = {
        let out = run(Path::new("."), &["schema"]).1;
        serde_json::from_str(&out).expect("it is JSON")
    };
    assert_eq!(written, schema);
    let validator = jsonschema::draft202012::new(&schema).expect("it is a schema");
    jsonschema::draft202012::meta::validate(&schema).expect("it keeps to the dialect that it names");
    let value = |text: &str| -> Value {
        match serde_yaml::from_str(text).expect("it is YAML") {
            Value::Null => Value::Object(Default::default()),
            value => value,
        }
    };
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("it is there");
    let block = readme.split("<!-- whocalls.yaml -->\n```yaml\n").nth(1).and_then(|rest| rest.split("```").next());
    let block = block.expect("the README shows a configuration");
    for text in [STARTER, starter_in_full().as_str(), block] {
        let errors: Vec<String> = validator.iter_errors(&value(text)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert!(typed::read(0, text).1.is_empty());
    }
    for wrong in [
        "exlude: [a]",
        "fail-on: errors",
        "rules: {undocumented: loud}",
        "pedantic: 'true'",
        "exclude: {a: b}",
        "overrides: [{pedantic: true}]",
        "overrides: [{files: a, exclude: b}]",
        "house: {redirect: {method: GET}}",
        "policy: [{heading: a}]",
        "ignores: [{reason: a}]",
        "ignores: [{files: a, until: tomorrow}]",
        "caller: ''",
    ] {
        assert!(!validator.is_valid(&value(wrong)), "the schema lets {wrong} pass");
        assert!(!typed::read(0, wrong).1.is_empty(), "{wrong} is read");
    }
}
