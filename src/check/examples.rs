//! Whether an example of a callback URL shows what nobody should follow.
//!
//! Examples are copied: what they show is what is built.

use super::once::{Once, Spotted};
use super::passed_over;
use crate::config::Settings;
use crate::field::{Field, Kind, Role, Setting};
use crate::outline::Example;
use crate::rulebook::checks::{ExampleFault, Question};
use crate::source::{FileId, Place};

/// What is to be told of the examples of some fields that stand in a file: at most one finding for each fault.
pub fn faulty<'f>(
    fields: impl Iterator<Item = &'f Field>,
    examples: &[Example],
    settings: &Settings,
    file: FileId,
) -> Vec<Once> {
    let mut found: Vec<(ExampleFault, Spotted)> = Vec::new();
    for field in fields.filter(|field| !passed_over(field, settings)) {
        let candidate = &field.candidate;
        let at = examples.partition_point(|example| example.place.file < file);
        let here = examples[at..].iter().take_while(|example| example.place.file == file);
        let given = here.filter(|example| example.field.0 == candidate.file && example.field.1 == candidate.pointer);
        let given = given.map(|example| (example.value.as_str(), example.place, true));
        let shown = candidate.texts.iter().filter(|text| text.role == Role::Placeholder && text.file == file);
        let shown = shown.map(|text| (text.decoded.as_str(), text.place(0..text.decoded.len()), false));
        for (value, place, is_outside) in given.chain(shown) {
            let faults = faults(value.trim(), field.kind);
            // Who fills in a form may well be inside of the network that the program runs in.
            let faults = faults.into_iter().filter(|(fault, _)| is_outside || *fault != ExampleFault::Private);
            found.extend(faults.map(|(fault, label)| (fault, spotted(field, place, label))));
        }
    }
    let once = |fault: ExampleFault| {
        let mut places: Vec<Spotted> =
            found.iter().filter(|(of, _)| *of == fault).map(|(_, spotted)| spotted.clone()).collect();
        places.sort_by_key(|spotted| spotted.place);
        places.dedup_by_key(|spotted| spotted.place);
        let message = message(fault).to_owned();
        (!places.is_empty()).then_some(Once { question: Question::Example(fault), message, help: None, places })
    };
    ExampleFault::ALL.into_iter().filter_map(once).collect()
}

fn spotted(field: &Field, place: Place, label: String) -> Spotted {
    let candidate = &field.candidate;
    let name = match candidate.setting {
        Setting::Message | Setting::Input if candidate.name.is_empty() => "placeholder".to_owned(),
        _ => candidate.name.clone(),
    };
    let owner = Some(Place { file: candidate.file, span: candidate.name_span });
    Spotted { place, pointer: Some(candidate.pointer.clone()), owner, name, label }
}

fn message(fault: ExampleFault) -> &'static str {
    match fault {
        ExampleFault::Token => "an example of a callback URL carries a secret",
        ExampleFault::Wildcard => "an example of a redirect URL stands for more URLs than one",
        ExampleFault::Insecure => "an example of a callback URL is not encrypted",
        ExampleFault::Fragment => "an example of a redirect URL has a fragment",
        ExampleFault::Private => "an example of a webhook URL is an address that nobody outside reaches",
    }
}

/// What is wrong with an example of a field of a kind, each with what to say of it.
pub fn faults(value: &str, kind: Kind) -> Vec<(ExampleFault, String)> {
    let Some(url) = Url::of(value) else { return Vec::new() };
    let mut found = Vec::new();
    if url.has_password {
        found.push((ExampleFault::Token, "a password before the host".to_owned()));
    } else if let Some(name) = url.secret() {
        found.push((ExampleFault::Token, format!("`{name}` in the query")));
    }
    let before_query = value.split(['?', '#']).next().unwrap_or_default();
    if kind == Kind::Redirect && before_query.contains('*') {
        found.push((ExampleFault::Wildcard, "`*` stands for anything".to_owned()));
    }
    let (is_private, is_loopback) = (url.is_private(), url.is_loopback());
    // A name without a dot is one of an inner network, where there is nobody to encrypt for.
    let is_public = !is_private && !is_loopback && url.host.contains('.');
    if url.scheme == "http" && is_public {
        found.push((ExampleFault::Insecure, "`http:`, not `https:`".to_owned()));
    }
    let is_template = url.fragment.is_some_and(|fragment| fragment.contains('}'));
    if kind == Kind::Redirect && url.fragment.is_some() && !is_template {
        found.push((ExampleFault::Fragment, "the fragment begins with `#`".to_owned()));
    }
    if kind == Kind::Webhook && (is_private || is_loopback) {
        let of = if is_loopback { "the machine itself" } else { "a private network" };
        found.push((ExampleFault::Private, format!("`{}` is {of}", url.host)));
    }
    found
}

/// The parts of a URL that are looked at.
struct Url<'v> {
    scheme: String,
    has_password: bool,
    host: String,
    query: &'v str,
    fragment: Option<&'v str>,
}

impl<'v> Url<'v> {
    /// A value that is a URL with a scheme and a host.
    fn of(value: &'v str) -> Option<Url<'v>> {
        let (scheme, rest) = value.split_once("://")?;
        if scheme.is_empty()
            || value.contains(char::is_whitespace)
            || !scheme.bytes().all(|b| b.is_ascii_alphanumeric())
        {
            return None;
        }
        let (rest, fragment) = match rest.split_once('#') {
            Some((rest, fragment)) => (rest, Some(fragment)),
            None => (rest, None),
        };
        let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
        let authority = before.split('/').next().unwrap_or_default();
        let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        let host = match host.strip_prefix('[') {
            Some(v6) => v6.split(']').next().unwrap_or_default(),
            None => host.split(':').next().unwrap_or_default(),
        };
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let scheme = scheme.to_ascii_lowercase();
        (!host.is_empty()).then_some(Url { scheme, has_password: user.contains(':'), host, query, fragment })
    }

    /// The parameter of the query that carries a secret.
    fn secret(&self) -> Option<&'v str> {
        const SECRETS: [&str; 17] = [
            "token",
            "accesstoken",
            "authtoken",
            "apitoken",
            "bearertoken",
            "webhooktoken",
            "verificationtoken",
            "secret",
            "clientsecret",
            "sharedsecret",
            "webhooksecret",
            "key",
            "apikey",
            "secretkey",
            "accesskey",
            "password",
            "jwt",
        ];
        let names = self.query.split(['&', ';']).map(|pair| pair.split('=').next().unwrap_or_default());
        let plain = |name: &str| {
            name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect::<String>()
        };
        { names }.find(|name| SECRETS.contains(&plain(name).as_str()))
    }

    fn is_loopback(&self) -> bool {
        let host = self.host.as_str();
        let v4 = host.parse::<core::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
        let v6 = host.parse::<core::net::Ipv6Addr>().is_ok_and(|address| address.is_loopback());
        v4 || v6 || host == "localhost" || host.ends_with(".localhost")
    }

    fn is_private(&self) -> bool {
        let host = self.host.as_str();
        if let Ok(address) = host.parse::<core::net::Ipv4Addr>() {
            return address.is_private() || address.is_link_local() || address.is_unspecified();
        }
        if let Ok(address) = host.parse::<core::net::Ipv6Addr>() {
            return address.is_unique_local() || address.is_unicast_link_local() || address.is_unspecified();
        }
        host.ends_with(".internal") || host.ends_with(".local")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Kind, value: &str, expected: &[ExampleFault]) {
        let found: Vec<ExampleFault> = faults(value, kind).into_iter().map(|(fault, _)| fault).collect();
        assert_eq!(found, expected, "{value}");
    }

    #[test]
    fn what_is_no_url_or_a_good_one_has_no_fault() {
        for value in
            ["", "url", "/hooks", "https://", "www.acme.example", "see http://acme.example", "*", "://a", "{url}"]
        {
            check(Kind::Webhook, value, &[]);
            check(Kind::Redirect, value, &[]);
        }
        check(Kind::Webhook, "https://acme.example/hooks?id=3&tokens=2", &[]);
        check(Kind::Redirect, "https://acme.example/cb?state={state}", &[]);
        check(Kind::Redirect, "acme://callback", &[]);
    }

    #[test]
    fn each_fault_is_told_of_the_kinds_that_it_fits() {
        use ExampleFault::{Fragment, Insecure, Private, Token, Wildcard};
        check(Kind::Unknown, "https://a.example/?x=1&api_key=ab", &[Token]);
        check(Kind::Webhook, "https://bob:pass@a.example/", &[Token]);
        check(Kind::Webhook, "https://bob@a.example/", &[]);
        check(Kind::Redirect, "https://*.a.example/cb", &[Wildcard]);
        check(Kind::Webhook, "https://*.a.example/cb", &[]);
        check(Kind::Redirect, "https://a.example/?q=*", &[]);
        check(Kind::Unknown, "HTTP://a.example:8080/cb", &[Insecure]);
        check(Kind::Redirect, "http://127.0.0.1:8080/cb", &[]);
        check(Kind::Redirect, "http://[::1]/cb", &[]);
        check(Kind::Redirect, "http://gateway/cb", &[]);
        check(Kind::Redirect, "https://a.example/#/cb", &[Fragment]);
        check(Kind::Redirect, "https://a.example/{#section}", &[]);
        check(Kind::Webhook, "http://192.168.2.1/cb", &[Private]);
        check(Kind::Webhook, "http://localhost:3000/cb", &[Private]);
        check(Kind::Webhook, "http://[fd00::1]/cb", &[Private]);
        check(Kind::Webhook, "http://169.254.169.254/", &[Private]);
        check(Kind::Redirect, "http://192.168.2.1/cb", &[]);
    }
}
