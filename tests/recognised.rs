//! Which places in copy and documentation are callback URL fields, and what their words state: files of a few lines with
//! the fields that they hold.

use whocalls::config::Settings;
use whocalls::field::{By, Confidence, Fact, Kind};
use whocalls::lint::survey;
use whocalls::recognise::facts::facts_in_words;
use whocalls::rulebook::Rulebook;
use whocalls::source::Source;

/// The fields of a file, each as `name kind facts`, with the facts by their first letters.
fn fields(path: &str, text: &str) -> Vec<String> {
    let surveyed = survey(&[Source::new(path, text)], &Settings::default()).fields;
    let shown = surveyed.iter().map(|surveyed| {
        let field = &surveyed.field;
        let stated = |fact: &Fact| field.facts.of(*fact).is_some_and(|found| found.by == By::Text);
        let facts: String = Fact::ALL.iter().filter(|fact| stated(fact)).map(|fact| &fact.word()[..1]).collect();
        format!("{} {} {facts}", field.candidate.name, field.kind.word()).trim_end().to_owned()
    });
    shown.collect()
}

#[track_caller]
fn check(path: &str, text: &str, expected: &[&str]) {
    assert_eq!(fields(path, text), expected, "{path}: {text}");
}

#[test]
fn copy_about_a_field_is_no_field() {
    for key in ["webhook_url_warning", "webhook_url_required", "webhook_url_success", "callback_url_invalid_message"] {
        check("locales/en.json", &format!(r#"{{"{key}": "The webhook URL uses plain http."}}"#), &[]);
    }
    for owner in ["errors", "error", "issues", "exceptions", "abort", "validation", "toasts"] {
        check("locales/en.json", &format!(r#"{{"{owner}": {{"webhook_url": "Your webhook URL is old"}}}}"#), &[]);
    }
    check("locales/en.json", r#"{"webhook_url_placeholder": "https://example.com/hook here"}"#, &[]);
}

#[test]
fn parts_join_their_field() {
    check(
        "locales/en.json",
        r#"{"redirect_uri_field_name": "Redirect URI", "redirect_uri_field_description": "Users are sent here after the login.",
            "webhook_url": "Webhook URL", "webhook_url_placeholder_chat": "https://chat.example.com/hook",
            "webhook_url_note": "We send a POST request to this URL when an order ships."}"#,
        &["redirect_uri redirect cmt", "webhook_url webhook cmt"],
    );
}

/// The fields that are certain, by name.
fn certain(path: &str, text: &str) -> Vec<String> {
    let surveyed = survey(&[Source::new(path, text)], &Settings::default()).fields;
    let fields = surveyed.into_iter().map(|surveyed| surveyed.field);
    fields.filter(|field| field.confidence == Confidence::Certain).map(|field| field.candidate.name).collect()
}

#[test]
fn what_is_shown_to_be_copied_is_not_certain() {
    for words in [
        "The return URI to paste into your {provider} client",
        "Copy this redirect URI into your identity provider",
        "Use this redirect URI when you create the client",
        "Redirect URI: {redirect_uri}",
        "{redirectUri}",
    ] {
        let file = format!(r#"{{"redirect_uri": "{words}"}}"#);
        assert!(certain("locales/en.json", &file).is_empty(), "{words}");
    }
    let plain = r#"{"redirect_uri": "Redirect URI of your application, to which we send users."}"#;
    assert_eq!(certain("locales/en.json", plain), ["redirect_uri"]);
    for mark in ["readonly", "disabled", "readOnly", "disabled={true}"] {
        let form = format!(
            r#"export const Form = () => <form><label htmlFor="redirect_uri">Redirect URI</label><input id="redirect_uri" name="redirect_uri" value={{url}} {mark} /></form>;"#
        );
        assert!(certain("Form.jsx", &form).is_empty(), "{form}");
        assert_eq!(certain("Form.jsx", &form.replace(mark, "")), ["redirect_uri"], "{form}");
    }
}

#[test]
fn what_only_sounds_like_a_callback_is_none() {
    let cases = [
        ("repository_push_url", "Repository push URL"),
        ("push_url_help", "Push URL is not used without a remote repository."),
        ("url_help", "The URL to receive the events from"),
        ("sink", "The name of the exchange that parcels go through"),
        ("redirect to any page", "redirect to any page of the site"),
        ("redirect_page_title", "Redirect from a path to any page"),
        ("destination_endpoint", "Destination endpoint"),
    ];
    for (key, words) in cases {
        check("locales/en.json", &format!(r#"{{"{key}": "{words}"}}"#), &[]);
    }
}

#[test]
fn a_heading_of_a_column_is_no_input() {
    let table = "const Table = () => jsx(ui.Th, { children: jsx(Text, { children: formatMessage({ id: 'webhooks.form.url', defaultMessage: 'Webhook URL' }) }) });";
    check("src/Table.js", table, &[]);
    check("src/Table.js", &table.replace("Th", "Field"), &["webhooks.form.url webhook"]);
    let after = table.replace("jsx(ui.Th, {", "jsx(ui.Th, { width: 2 }), jsx(ui.Field, {");
    check("src/Table.js", &after, &["webhooks.form.url webhook"]);
}

#[test]
fn real_inputs_are_fields() {
    let copy = |key: &str, words: &str, expected: &str| {
        check("locales/en.json", &format!(r#"{{"{key}": "{words}"}}"#), &[expected]);
    };
    copy("Signin.redirectURL.mobile.label", "The redirect URL of your mobile client", "mobile redirect");
    copy("label.confirm-redirection", "Redirection url", "confirm-redirection redirect");
    copy("acs_url", "Reply URL (assertion consumer service URL)", "acs_url redirect");
    check(
        "setup.md",
        "# Set up\n\n- Valid redirect URIs:\n  - On your machine: `http://localhost/x`\n",
        &["Valid redirect URIs redirect"],
    );
    check(
        "setup.md",
        "# Set up\n\nIn the **Allowed redirect URIs** section, add:\n\n```\nhttps://a.b/c\n```\n",
        &["Allowed redirect URIs redirect"],
    );
}

/// What words state of a field, by the first letters of the facts.
fn facts(language: &str, kind: Kind, words: &str) -> String {
    let phrases = Rulebook::built_in().phrases_in(language).expect("the language has rules");
    let stated = facts_in_words(words, kind, phrases, &[]);
    Fact::ALL.iter().filter(|fact| stated.of(**fact).is_some()).map(|fact| &fact.word()[..1]).collect()
}

#[test]
fn words_state_what_they_say_and_no_more() {
    let cases = [
        ("en", Kind::Webhook, "It can be hosted on any accessible domain.", ""),
        ("en", Kind::Webhook, "The hub can not push events to an HTTPS address.", ""),
        ("en", Kind::Webhook, "The hub cannot send motion events to an HTTPS address.", ""),
        ("en", Kind::Webhook, "The address is rejected if an entry contains a blank.", ""),
        ("en", Kind::Webhook, "Receives motion events.", "t"),
        ("en", Kind::Redirect, "The URL that the recipient of the letter is sent to if the address is right.", "cmt"),
        ("en", Kind::Redirect, "You will be redirected to this page.", "cm"),
        ("fr", Kind::Webhook, "Adresse utilisée en tant que webhook.", ""),
        ("fr", Kind::Webhook, "Utilisez HTTPS lorsque c'est possible.", ""),
        ("fr", Kind::Redirect, "Vous serez redirigé vers cette page.", "cm"),
        ("fr", Kind::Webhook, "Le serveur (version 2) envoie la commande ici.", "c"),
        ("es", Kind::Webhook, "Los sensores no pueden enviar datos a esta dirección.", ""),
        ("es", Kind::Webhook, "La plataforma no puede enviar datos a esta dirección.", ""),
        ("es", Kind::Webhook, "El servidor (versión 2) envía el pedido aquí.", "c"),
        ("es", Kind::Redirect, "Serás redirigido a esta página.", "cm"),
        ("pt", Kind::Webhook, "A plataforma não pode enviar dados para este endereço.", ""),
        ("pt", Kind::Redirect, "Você será redirecionado para esta página.", "cm"),
        ("it", Kind::Webhook, "Il server (versione 2) invia qui l'ordine.", "c"),
        ("it", Kind::Webhook, "Il server non può inviare dati a questo indirizzo.", ""),
        ("it", Kind::Redirect, "Verrai reindirizzato a questa pagina.", "cm"),
        ("de", Kind::Webhook, "Höchstwahrscheinlich kann die Kamera die Adresse nicht erreichen.", ""),
        ("de", Kind::Webhook, "Diese Adresse wird als Ziel der Anfragen verwendet.", ""),
        ("de", Kind::Webhook, "Ziel der Weiterleitung verwendet HTTPS.", ""),
        ("de", Kind::Webhook, "Der Server (Version 2) sendet die Bestellung hierher.", "c"),
        ("de", Kind::Redirect, "Sie werden auf diese Seite weitergeleitet.", "cm"),
        ("nl", Kind::Redirect, "U wordt doorgestuurd naar deze pagina.", "cm"),
        ("ja", Kind::Webhook, "たとえば、https://example.com/hook のように入力します。", ""),
        ("ja", Kind::Redirect, "このページにリダイレクトされます。", "m"),
        ("zh", Kind::Redirect, "用户将被重定向到此页面。", "cm"),
        ("zh", Kind::Redirect, "您将被重定向到此页面。", "cm"),
        ("zh", Kind::Redirect, "在社交授權後，使用者會被重新導向到此處。", "cmt"),
        ("zh", Kind::Redirect, "在 SSO 认证后，用户被重定向到此地址。", "cmt"),
        ("zh", Kind::Webhook, "裝置無法推送資料至此位址。", ""),
    ];
    for (language, kind, words, expected) in cases {
        assert_eq!(facts(language, kind, words), expected, "{language}: {words}");
    }
}
