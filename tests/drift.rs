//! What translations leave out of the words that they translate, from locale files to findings.

use whocalls::config::Settings;
use whocalls::lint::lint;
use whocalls::source::Source;

/// The drifts among some files, each as `path: what is left out | the words that state it`.
fn drifts(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(*path, *text)).collect();
    let findings = lint(&sources, &Settings::default());
    let drifts = findings.iter().filter(|finding| finding.rules == ["translation-drift"]);
    let shown = drifts.map(|finding| {
        let stated = finding.labels.iter().map(|label| sources[label.place.file].slice(label.place.span));
        let left_out = finding.message.split("leave out ").nth(1).unwrap_or(&finding.message);
        let left_out = left_out.trim_end_matches(", which the source states");
        format!("{}: {left_out} | {}", sources[finding.place.file].path(), stated.collect::<Vec<_>>().join(", "))
    });
    shown.collect()
}

const ENGLISH: &str = r#"{"hook": {"callback_url": "Callback URL", "callback_url_hint": "We send a POST request when the parcel is delivered and retry it for a day."}}"#;

#[test]
fn a_translation_is_held_against_its_source() {
    let german = r#"{"hook": {"callback_url": "Callback-URL", "callback_url_hint": "Wir senden eine Anfrage, sobald das Paket zugestellt ist."}}"#;
    let found = drifts(&[("locales/en.json", ENGLISH), ("locales/de.json", german)]);
    assert_eq!(found, ["locales/de.json: the method and failure | POST, retry"]);
}

#[test]
fn the_help_says_what_to_add() {
    let german = r#"{"hook": {"callback_url": "Callback-URL", "callback_url_hint": "Wir senden eine Anfrage, sobald das Paket zugestellt ist."}}"#;
    let sources = [Source::new("locales/en.json", ENGLISH), Source::new("locales/de.json", german)];
    let findings = lint(&sources, &Settings::default());
    let drift = findings.iter().find(|finding| finding.rules == ["translation-drift"]).expect("it leaves out facts");
    let help = drift.help.as_deref().expect("it says what to do");
    assert_eq!(help, r#"say in `de`, too, the method ("POST") and the failure ("retry")"#);
}

#[test]
fn a_full_translation_has_no_drift() {
    let dutch = r#"{"hook": {"callback_url": "Callback-URL", "callback_url_hint": "Wij sturen een POST-verzoek zodra het pakket is bezorgd en proberen het een dag lang opnieuw."}}"#;
    assert!(drifts(&[("locales/en.json", ENGLISH), ("locales/nl.json", dutch)]).is_empty());
}

#[test]
fn a_language_without_rules_is_left_alone() {
    let finnish = r#"{"hook": {"callback_url": "Callback-URL", "callback_url_hint": "Paketti."}}"#;
    assert!(drifts(&[("locales/en.json", ENGLISH), ("locales/fi.json", finnish)]).is_empty());
}

#[test]
fn a_catalogue_is_held_against_its_keys() {
    let catalogue = |words: &str| {
        format!(
            "msgid \"\"\nmsgstr \"\"\n\"Language: es\\n\"\n\nmsgid \"Callback URL to which we send a POST request when the parcel is delivered.\"\nmsgstr \"{words}\"\n"
        )
    };
    let short = catalogue("URL de callback a la que enviamos una solicitud POST.");
    let found = drifts(&[("locale/es/LC_MESSAGES/django.po", &short)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("locale/es/LC_MESSAGES/django.po: the trigger"), "{found:?}");
    let full = catalogue("URL de callback a la que enviamos una solicitud POST cuando se entrega el paquete.");
    assert!(drifts(&[("locale/es/LC_MESSAGES/django.po", &full)]).is_empty());
}

/// Words that only sound like a callback URL in one language are held against nothing.
#[test]
fn what_is_no_field_in_the_source_has_no_drift() {
    let english = r#"{"log-webhook-url": "Webhook URL updated"}"#;
    let german = r#"{"log-webhook-url": "URL des Webhooks wurde aktualisiert"}"#;
    assert!(drifts(&[("i18n/en.json", english), ("i18n/de.json", german)]).is_empty());
    let catalogue = "msgid \"\"\nmsgstr \"\"\n\"Language: ja\\n\"\n\nmsgid \"Give the address of a picture. Addresses that redirect are not opened.\"\nmsgstr \"画像の URL を入力します。リダイレクト URL の画像は開かれません。\"\n";
    assert!(drifts(&[("locale/ja/LC_MESSAGES/django.po", catalogue)]).is_empty());
}
