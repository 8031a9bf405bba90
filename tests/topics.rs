//! What a document says once for all of its fields: where it is looked for, whom it is asked of, and what keeps it quiet.

use std::collections::BTreeMap;
use std::path::Path;
use whocalls::config::configuration::{Configuration, Files};
use whocalls::config::typed::Wishes;
use whocalls::config::{PolicyWords, Settings};
use whocalls::field::{Kind, Subject};
use whocalls::finding::Finding;
use whocalls::lint::{lint, survey};
use whocalls::recognise::topics::{built_in, says};
use whocalls::rulebook::Rulebook;
use whocalls::rulebook::checks::Group;
use whocalls::source::Source;

/// All rules beyond the core.
fn settings() -> Settings {
    let core = Settings::of_group(Group::Core);
    let rules = Settings::of_group(Group::Complete).into_iter().filter(|rule| !core.contains(rule)).collect();
    Settings { rules, ..Settings::default() }
}

/// The rules of each finding about a document in a text, with the line that it stands on.
fn told(name: &str, text: &str, settings: &Settings) -> Vec<(usize, Vec<String>)> {
    let sources = [Source::new(name, text)];
    let line = |finding: &Finding| sources[0].position(finding.place.span.start as usize).line;
    lint(&sources, settings).iter().map(|finding| (line(finding), finding.rules.clone())).collect()
}

/// The rules that a description with these parts breaks.
fn rules(description: &str, properties: &str, more: &str) -> Vec<String> {
    let text = spec(description, properties, more);
    told("api.yaml", &text, &settings()).into_iter().flat_map(|(_, rules)| rules).collect()
}

fn spec(description: &str, properties: &str, more: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo:\n  title: Parcelway\n  description: {description:?}\npaths:\n  /parcels:\n    post:\n      \
         requestBody:\n        content:\n          application/json:\n            schema:\n              \
         properties: {{{properties}}}\n{more}"
    )
}

const HOOK: &str = "webhook_url: {type: string, format: uri}";

#[test]
fn a_document_is_told_once_for_each_kind_at_its_title() {
    let both = "webhook_url: {type: string}, notify_url: {type: string}, redirect_uri: {type: string, format: uri}";
    let found = told("api.yaml", &spec("Parcels.", both, ""), &settings());
    // What counts for different things is told apart.
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.iter().all(|(line, _)| *line == 3), "{found:?}");
    let at = |rule: &str| found.iter().position(|(_, rules)| rules.contains(&rule.to_owned()));
    let order = ["missing-signature", "missing-timeout", "missing-state", "missing-pkce"].map(at);
    assert_eq!(order, [Some(0), Some(1), Some(2), Some(3)], "{found:?}");
}

#[test]
fn nothing_is_asked_where_the_core_group_is() {
    let core = Settings::default();
    let text = spec("Parcels.", HOOK, "");
    let found = told("api.yaml", &text, &core);
    assert!(found.iter().flat_map(|(_, rules)| rules).all(|rule| core.asks(rule)) && !found.is_empty());
}

#[test]
fn a_topic_is_heard_wherever_it_stands() {
    let says = |description: &str, properties: &str, more: &str| {
        !rules(description, properties, more).contains(&"missing-signature".to_owned())
    };
    assert!(!says("Parcels.", HOOK, ""));
    let sentence = "Each webhook has an HMAC of its body in a header.";
    assert!(says(sentence, HOOK, ""));
    assert!(says("Parcels.", &format!("webhook_url: {{type: string, description: {sentence:?}}}"), ""));
    assert!(says("Parcels.", HOOK, &format!("tags:\n- {{name: Hooks, description: {sentence:?}}}\n")));
    assert!(says("Parcels.", HOOK, &format!("components: {{schemas: {{Hook: {{description: {sentence:?}}}}}}}\n")));
    assert!(says("Parcels.", &format!("{HOOK}, secret: {{type: string, description: {sentence:?}}}"), ""));
    let call = "webhooks:\n  moved:\n    post:\n      parameters:\n      - {in: header, name: Parcelway-Signature}\n";
    assert!(says("Parcels.", HOOK, call));
    let secured = "webhooks: {moved: {post: {security: [{proof: []}]}}}\ncomponents: {securitySchemes: {proof: {type: apiKey, in: header, name: X-Signature}}}\n";
    assert!(says("Parcels.", HOOK, secured));
    // What is not about webhooks says nothing of them.
    assert!(!says("Requests to this interface carry an HMAC of their body.", HOOK, ""));
    assert!(!says("# Webhooks\n\nThey exist.\n\n# Requests\n\nThey carry an HMAC.\n", HOOK, ""));
}

#[test]
fn what_is_to_be_pasted_says_what_was_missed() {
    let mut silent = Vec::new();
    let (checks, topics) = built_in("en").expect("English is spoken");
    for (at, check) in checks.iter().enumerate() {
        let sentence = &check.page.topic.as_ref().expect("it is asked for").sentence;
        let filled = sentence.replace(['<', '>'], "");
        if !says(&filled, topics, at, Rulebook::built_in().phrases()) {
            silent.push(format!("{}: {filled}", check.id));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

/// Sentences about one topic.
#[derive(serde::Deserialize)]
struct Sentences {
    said: Vec<String>,
    #[serde(default)]
    under: Vec<String>,
    not: Vec<String>,
}

#[test]
fn sentences_say_a_topic_or_do_not() {
    let all: BTreeMap<String, Sentences> =
        serde_yaml::from_str(include_str!("topics/sentences.yaml")).expect("the table is well formed");
    let (checks, _) = built_in("en").expect("English is spoken");
    assert_eq!(all.len(), checks.len(), "each topic has its sentences");
    let mut wrong = Vec::new();
    for (topic, Sentences { said, under, not }) in &all {
        let rule = format!("missing-{topic}");
        let topic = checks.iter().find(|check| check.id == rule).and_then(|check| check.page.topic.as_ref());
        let topic = topic.unwrap_or_else(|| panic!("{rule} is no rule about a topic"));
        let settings = Settings { rules: [rule.clone()].into(), ..Settings::default() };
        // A topic about several sorts of redirect is asked of a field of each; that one of them hears it is enough.
        let hears = |words: &str, below: bool| {
            topic.about.iter().any(|&subject| {
                let (name, beside, heading) = field_of(subject);
                let once = if below { format!("Parcels.\n\n## {heading}\n\n{words}") } else { words.to_owned() };
                let (once, beside) =
                    if topic.optional_only { ("", format!("{beside} {words}")) } else { (&*once, beside.into()) };
                let field = format!("{name}: {{type: string, format: uri, description: {beside:?}}}");
                told("api.yaml", &spec(once, &field, ""), &settings).is_empty()
            })
        };
        let mut hold = |words: &String, below: bool, expected: bool| {
            if hears(words, below) != expected {
                let place = if below { "below a heading" } else { "anywhere" };
                wrong.push(format!("{rule} {}, {place}: {words}", if expected { "is said" } else { "is not said" }));
            }
        };
        said.iter().for_each(|words| hold(words, false, true));
        under.iter().for_each(|words| hold(words, true, true));
        for below in [false, true] {
            not.iter().for_each(|words| hold(words, below, false));
        }
        assert!(said.len() >= 12 && not.len() >= 8, "{rule}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The name of a field of a subject, words beside it that say no topic, and a heading about it.
fn field_of(subject: Subject) -> (&'static str, &'static str, &'static str) {
    match subject {
        Subject::Webhook => ("webhook_url", "We POST every scan to it.", "Webhooks"),
        Subject::Authorization => ("oauth_redirect_uri", "OAuth redirect URI.", "OAuth"),
        Subject::Payment => ("payment_return_url", "The shopper returns here.", "Payment redirects"),
        Subject::Logout => ("logout_callback_url", "The user's browser is redirected here.", "Logout"),
    }
}

#[test]
fn what_is_spoken_of_need_not_be_named_again() {
    let says = |description: &str| !rules(description, HOOK, "").contains(&"missing-retries".to_owned());
    let sentence = "Failed requests are not retried.";
    assert!(!says(sentence));
    assert!(says(&format!("We POST each webhook once. {sentence}")));
    assert!(says(&format!("# Webhooks\n\nThey exist.\n\n## Failures\n\n{sentence}")));
    assert!(says(&format!("Of callbacks this is true:\n\n- They are fast.\n- {sentence}")));
    // The next paragraph, and a heading of the same level, begin something else.
    assert!(!says(&format!("We have webhooks.\n\n{sentence}")));
    assert!(!says(&format!("# Webhooks\n\nThey exist.\n\n# Requests\n\n{sentence}")));
    let of_thing = |words: &str| format!("components: {{schemas: {{Scan: {{description: {words:?}}}}}}}\n");
    let says_of = |words: &str| !rules("Parcels.", HOOK, &of_thing(words)).contains(&"missing-retries".to_owned());
    assert!(says_of(&format!("Makes a webhook.\n\n### Failures\n\n{sentence}")));
    assert!(!says_of(&format!("Makes a scan.\n\n### Failures\n\n{sentence}\n\n### Webhooks\n\nThey exist.")));
    let of_title = spec(sentence, HOOK, "").replace("title: Parcelway", "title: Parcelway Webhooks");
    let found = told("api.yaml", &of_title, &settings());
    assert!(!found.iter().any(|(_, rules)| rules.contains(&"missing-retries".to_owned())), "{found:?}");
}

#[test]
fn names_that_stand_together_say_a_topic() {
    let has = |names: &str| {
        let more = format!("components: {{schemas: {{Token: {{properties: {{{names}}}}}}}}}\n");
        !rules("Parcels.", "oauth_redirect_uri: {type: string, format: uri}", &more)
            .contains(&"missing-state".to_owned())
    };
    assert!(has("code: {type: string}, state: {type: string}"));
    assert!(has("client_id: {}, client_secret: {}, code: {}, state: {}, grant_type: {}"));
    assert!(!has("state: {type: string}"));
    assert!(!has("street: {}, city: {}, code: {}, state: {}, country: {}"));
}

#[test]
fn only_what_holds_for_all_is_to_be_said_once() {
    let help = |properties: &str, asked: &[&str]| {
        let text = spec("Parcels.", properties, "");
        let rules = asked.iter().map(|rule| (*rule).to_owned()).collect();
        let found = lint(&[Source::new("api.yaml", text)], &Settings { rules, ..Settings::default() });
        found[0].help.clone().expect("there is something to do")
    };
    let two = format!("{HOOK}, notify_url: {{type: string}}");
    assert!(help(HOOK, &["missing-omission"]).starts_with("say beside it: \"If this"));
    assert!(help(&two, &["missing-omission"]).starts_with("say beside each that may be left out: \"If this"));
    assert!(help(&two, &["missing-retries"]).starts_with("say it once for all: \"A webhook call"));
    let both = help(&two, &["missing-retries", "missing-omission"]);
    assert!(
        both.starts_with("say once for all: \"A webhook call") && both.contains("; and beside each that"),
        "{both}"
    );
}

#[test]
fn beside_the_field_a_request_goes_for_a_call() {
    let words = "A request that is not answered within ten seconds is retried for three days, with growing pauses.";
    let beside = rules("Parcels.", &format!("webhook_url: {{type: string, description: {words:?}}}"), "");
    let elsewhere = rules(words, HOOK, "");
    for rule in ["missing-retries", "missing-timeout"] {
        assert!(!beside.contains(&rule.to_owned()), "{beside:?}");
        assert!(elsewhere.contains(&rule.to_owned()), "{elsewhere:?}");
    }
}

#[test]
fn a_described_call_says_what_it_carries_and_what_is_answered() {
    let call = "webhooks:\n  moved:\n    post:\n      requestBody: {content: {application/json: {}}}\n      responses: {'204': {description: Fine.}}\n";
    let of_call = ["missing-payload", "missing-acknowledgement"];
    let broken =
        |more: &str| rules("Parcels.", HOOK, more).iter().filter(|rule| of_call.contains(&rule.as_str())).count();
    assert_eq!((broken(""), broken(call)), (2, 0));
}

#[test]
fn a_redirect_is_asked_what_fits_its_sort() {
    let of = |properties: &str| rules("Parcels.", properties, "");
    let has = |found: &[String], rule: &str| found.iter().any(|broken| broken == rule);
    let sign_in = of("oauth_redirect_uri: {type: string, format: uri}");
    assert!(has(&sign_in, "missing-state") && !has(&sign_in, "missing-payment-proof"), "{sign_in:?}");
    let payment = of("payment_return_url: {type: string, format: uri}");
    assert!(has(&payment, "missing-payment-proof") && !has(&payment, "missing-state"), "{payment:?}");
    let state = of("oauth_redirect_uri: {type: string, format: uri}, state: {type: string}");
    assert!(!has(&state, "missing-state") && has(&state, "missing-pkce"), "{state:?}");
    assert_eq!(of("return_url: {type: string, format: uri}"), [""; 0], "it may be of any sort");
    // A mandate is an authorization too, and what only a response has is a link to follow.
    let redirect = "{type: string, format: uri, description: After the authorization the payer is redirected here.}";
    let named = |name: &str, of_response: bool| {
        let content = format!("{{content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}");
        let holder =
            if of_response { format!("responses: {{'200': {content}}}") } else { format!("requestBody: {content}") };
        let schema = format!("{{{name}: {{type: object, properties: {{redirect_url: {redirect}}}}}}}");
        rules("Parcels.", "", &format!("  /mandates:\n    post:\n      {holder}\ncomponents: {{schemas: {schema}}}\n"))
    };
    assert!(!has(&named("Authorization", false), "missing-state"));
    assert!(has(&named("OAuthClient", false), "missing-state"));
    assert_eq!(named("OAuthClient", true), [""; 0]);
}

#[test]
fn only_what_may_be_left_out_is_asked_what_happens_then() {
    let omission =
        |properties: &str, more: &str| rules("Parcels.", properties, more).contains(&"missing-omission".to_owned());
    assert!(omission(HOOK, ""));
    assert!(!omission(HOOK, "              required: [webhook_url]\n"));
    assert!(!omission("webhook_url: {type: string, description: 'If omitted, nothing is sent.'}", ""));
}

#[test]
fn a_form_is_no_document_and_a_page_is_one() {
    let form = "<label for=a>Webhook URL</label><input id=a name=webhook_url type=url>";
    assert_eq!(told("form.html", form, &settings()), []);
    assert_eq!(
        told(
            "locales/en.json",
            "{\"webhook_url\": {\"label\": \"Webhook URL\", \"help\": \"We POST here.\"}}",
            &settings()
        ),
        []
    );
    let page = "# Webhooks\n\n| name | description |\n|---|---|\n| `webhook_url` | The URL that we POST to. |\n";
    let found = told("hooks.md", page, &settings());
    assert!(found.len() == 2 && found[0].0 == 5 && found[0].1.contains(&"missing-signature".to_owned()), "{found:?}");
    let signed = format!("{page}\nCalls carry an HMAC.\n");
    assert!(!told("hooks.md", &signed, &settings())[0].1.contains(&"missing-signature".to_owned()));
    let answered = format!("{page}\n## Answers\n\nA request counts as successful if the answer is a 2xx.\n");
    assert!(!told("hooks.md", &answered, &settings())[0].1.contains(&"missing-acknowledgement".to_owned()));
    // A list of settings is about none of them.
    assert_eq!(told("settings.md", &page.replace("# Webhooks", "# Settings"), &settings()), []);
}

#[test]
fn a_policy_speaks_for_its_kinds() {
    let words = |kind: Kind| {
        let words = vec!["Each call carries an HMAC.".to_owned()];
        let policy = PolicyWords { kinds: vec![kind], language: "en".into(), words, ..PolicyWords::default() };
        vec![policy.into()]
    };
    let broken = |kind: Kind| {
        let settings = Settings { policy_words: words(kind), ..settings() };
        let found = told("api.yaml", &spec("Parcels.", HOOK, ""), &settings);
        found[0].1.contains(&"missing-signature".to_owned())
    };
    assert!(!broken(Kind::Webhook) && broken(Kind::Redirect));
}

/// A configuration with a page that it names.
struct Given<'a>(&'a str, &'a str);

impl Files for Given<'_> {
    fn text(&self, path: &Path) -> Result<String, String> {
        Ok(if path.ends_with("whocalls.yaml") { self.0 } else { self.1 }.to_owned())
    }

    fn shown(&self, path: &Path) -> String {
        path.to_string_lossy().into_owned()
    }
}

#[test]
fn a_section_that_only_speaks_of_a_topic_is_a_policy() {
    let policy = "policy: [{file: hooks.md, heading: Signing}]";
    let load =
        |page: &str| Configuration::load(Path::new("/r/whocalls.yaml"), &Given(policy, page), &Wishes::default());
    let configuration = load("# Signing\n\nWe sign the body of each webhook.\n").expect("it states something");
    let held = configuration.held(Path::new("/r/api.yaml"));
    assert_eq!(configuration.settings(&held, &Wishes::default()).0.policy_words.len(), 1);
    assert!(load("# Signing\n\nBlue.\n").is_err());
}

#[test]
fn a_topic_of_the_house_is_tried_and_asked() {
    let built_in = include_str!("../rules/checks/missing-pkce.yaml");
    let load = |rule: &str| {
        Configuration::load(Path::new("/r/whocalls.yaml"), &Given("checks: [own-pkce.yaml]", rule), &Wishes::default())
    };
    let configuration = load(built_in).expect("it is as good as the one that is built in");
    let held = configuration.held(Path::new("/r/api.yaml"));
    let settings = configuration.settings(&held, &Wishes::default()).0;
    let settings = Settings { rules: ["own-pkce".to_owned()].into(), ..settings };
    let text = spec("Parcels.", "oauth_redirect_uri: {type: string, format: uri}", "");
    assert_eq!(told("api.yaml", &text, &settings), [(3, vec!["own-pkce".to_owned()])]);
    let wrong = load(&built_in.replace("- Clients have a secret.", "- Clients use PKCE.")).expect_err("it says it");
    assert!(wrong.findings[0].message.contains("this sentence says it: Clients use PKCE."), "{:?}", wrong.findings);
    assert!(load(&built_in.replace("\"pkce\"", "\"<pkce>\"")).is_err());
}

#[test]
fn whatever_covers_the_title_keeps_it_quiet() {
    let text = spec("Parcels.", HOOK, "");
    let kept =
        |text: &str| told("api.yaml", text, &settings()).into_iter().flat_map(|(_, rules)| rules).collect::<Vec<_>>();
    let all = kept(&text);
    let some = text.replace("info:\n", "# whocalls: ignore[missing-signature] not ours\ninfo:\n");
    let without: Vec<String> = all.iter().filter(|rule| *rule != "missing-signature").cloned().collect();
    assert_eq!(kept(&some), without);
    assert_eq!(kept(&text.replace("info:\n", "info:\n  x-whocalls-ignore: [missing-signature]\n")), without);
    assert_eq!(kept(&text.replace("info:\n", "# whocalls: ignore\ninfo:\n")), [""; 0]);
    assert_eq!(kept(&format!("# whocalls: ignore-file\n{text}")), [""; 0]);
    let sources = [Source::new("api.yaml", some.as_str())];
    let quiet: Vec<_> =
        survey(&sources, &settings()).documents.into_iter().filter(|one| one.suppressed.is_some()).collect();
    assert_eq!(quiet.len(), 1);
    assert_eq!(quiet[0].rules, ["missing-signature"]);
}

#[test]
fn what_is_known_is_known_by_its_rules() {
    let sources = [Source::new("api.yaml", spec("Parcels.", HOOK, ""))];
    let found = survey(&sources, &settings());
    let known = found.known(&sources, "it is in the baseline", false);
    let again = whocalls::lint::survey_beside(&sources, &settings(), &[&known]);
    assert!(!found.documents.is_empty() && again.documents.iter().all(|finding| finding.suppressed.is_some()));
    let fewer = Settings { rules: ["missing-signature".to_owned()].into(), ..settings() };
    let known = survey(&sources, &fewer).known(&sources, "it is in the baseline", false);
    let rest = whocalls::lint::survey_beside(&sources, &settings(), &[&known]);
    let told: Vec<_> = rest.documents.iter().filter(|finding| finding.suppressed.is_none()).collect();
    assert!(told.len() == 2 && told.iter().all(|one| !one.rules.contains(&"missing-signature".to_owned())));
}

#[test]
fn a_document_is_asked_of_webhooks_where_more_than_a_kind_speaks_for_one() {
    let asked = |description: &str, properties: &str| {
        rules(description, properties, "").contains(&"missing-signature".to_owned())
    };
    let ingest = "receiver_url: {type: string, format: uri, description: Where the stream is sent.}";
    assert!(!asked("Parcels.", ingest));
    assert!(asked("Parcels, and webhooks for them.", ingest));
    assert!(asked("Parcels.", "receiver_url: {type: string, format: uri, description: Where the events are sent.}"));
}
