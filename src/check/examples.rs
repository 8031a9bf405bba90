//! Whether an example of a callback URL shows what nobody should follow.
//!
//! Examples are copied: what they show is what is built.

use super::once::{Once, Spotted};
use super::passed_over;
use crate::config::Settings;
use crate::field::{Field, Kind, Role, Setting};
use crate::outline::Example;
use crate::recognise::names::words_of;
use crate::rulebook::checks::{self, ExampleFault, Question};
use crate::source::{FileId, Place};
use core::net::IpAddr;

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
        let given = given.filter(|example| !example.shared.as_deref().is_some_and(is_of_any_url));
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

/// Whether a definition of this name is one of any URL, whose example is not of a callback.
fn is_of_any_url(name: &str) -> bool {
    let any = checks::words(Question::Example(ExampleFault::Insecure), "any-url");
    words_of(name).split(' ').all(|word| any.iter().any(|known| known == word))
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
    if url.password.is_some_and(|password| !is_placeholder(password)) {
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
    password: Option<&'v str>,
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
            || !scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.*".contains(&b))
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
        let password = user.split_once(':').map(|(_, password)| password);
        (!host.is_empty()).then_some(Url { scheme, password, host, query, fragment })
    }

    /// The parameter of the query that carries a secret.
    fn secret(&self) -> Option<&'v str> {
        let secrets = checks::words(Question::Example(ExampleFault::Token), "secrets");
        let pairs = self.query.split(['&', ';']).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let plain = |name: &str| {
            name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect::<String>()
        };
        let is_secret = |name: &str| secrets.contains(&plain(name));
        { pairs }.find(|(name, value)| is_secret(name) && !is_placeholder(value)).map(|(name, _)| name)
    }

    fn is_loopback(&self) -> bool {
        let host = self.host.as_str();
        match self.address() {
            Some(IpAddr::V4(address)) => address.is_loopback(),
            Some(IpAddr::V6(address)) => address.is_loopback(),
            None => host == "localhost" || host.ends_with(".localhost"),
        }
    }

    fn is_private(&self) -> bool {
        let host = self.host.as_str();
        match self.address() {
            Some(IpAddr::V4(address)) => {
                // Providers of access share 100.64.0.0/10 among their customers (RFC 6598).
                let [first, second, ..] = address.octets();
                let is_shared = first == 100 && second & 0xc0 == 64;
                return is_shared || address.is_private() || address.is_link_local() || address.is_unspecified();
            }
            Some(IpAddr::V6(address)) => {
                return address.is_unique_local() || address.is_unicast_link_local() || address.is_unspecified();
            }
            None => {}
        }
        let inner = checks::words(Question::Example(ExampleFault::Private), "hosts");
        inner.iter().any(|ending| host.ends_with(ending.as_str()))
    }

    /// The address that the host is, one of IPv4 also where it is written as one of IPv6.
    fn address(&self) -> Option<IpAddr> {
        self.host.parse::<IpAddr>().ok().map(|address| address.to_canonical())
    }
}

/// Whether a value only holds the place of a secret: it is a gap, filled with one character, counted up, or made of words for
/// what belongs there.
fn is_placeholder(value: &str) -> bool {
    let is_gap = value.contains(['<', '>', '{', '}', '[', ']', '$', '*', '…']) || value.contains("...");
    let is_escaped_gap = ["%7b", "%3c", "%5b"].iter().any(|gap| value.to_ascii_lowercase().contains(gap));
    if value.is_empty() || is_gap || is_escaped_gap {
        return true;
    }
    let words = words_of(value);
    let pieces =
        words.split(|c: char| !c.is_alphanumeric()).flat_map(letters_and_digits).filter(|piece| !piece.is_empty());
    let known = checks::words(Question::Example(ExampleFault::Token), "placeholders");
    { pieces }.all(|piece| is_filled(piece) || is_counted(piece) || known.iter().any(|word| word == piece))
}

/// The runs of digits and those of other characters.
fn letters_and_digits(word: &str) -> Vec<&str> {
    let bytes = word.as_bytes();
    let is_cut = |at: &usize| bytes[at - 1].is_ascii_digit() != bytes[*at].is_ascii_digit();
    let cuts: Vec<usize> = (1..bytes.len()).filter(is_cut).chain([bytes.len()]).collect();
    let mut start = 0;
    cuts.into_iter().map(|cut| &word[std::mem::replace(&mut start, cut)..cut]).collect()
}

/// One character over and over: `xxxx`, `000`.
fn is_filled(piece: &str) -> bool {
    let first = piece.chars().next();
    piece.len() > 1 && piece.chars().all(|c| Some(c) == first)
}

/// Characters that are counted up or down from one end: `123`, `abc`, `4321`.
fn is_counted(piece: &str) -> bool {
    let bytes = piece.as_bytes();
    let goes = |by: i16| {
        bytes.windows(2).all(|pair| (i16::from(pair[1]) - i16::from(pair[0])).rem_euclid(10) == by.rem_euclid(10))
    };
    let is_number = bytes.iter().all(u8::is_ascii_digit);
    let is_letters = bytes.windows(2).all(|pair| pair[1] == pair[0] + 1);
    bytes.len() > 1 && if is_number { goes(1) || goes(-1) } else { is_letters }
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
    fn a_placeholder_is_no_secret() {
        for value in [
            "",
            "xxxxxxxx",
            "XXXX-XXXX",
            "<token>",
            "{token}",
            "%7Btoken%7D",
            "YOUR_TOKEN",
            "your-secret-here",
            "mySecretKey",
            "…",
            "abc...",
            "abc",
            "abc123",
            "ABCDEF123456",
            "1234567890",
            "example",
            "secret",
            "00000000-0000",
            "****",
            "${T}",
        ] {
            assert!(is_placeholder(value), "{value}");
            check(Kind::Webhook, &format!("https://a.example/?token={value}"), &[]);
        }
        for value in ["8f2c1", "k3x9", "eyJhbGciOiJIUzI1NiJ9", "hunter2", "a", "1", "AKIA5Q", "sunflower"] {
            assert!(!is_placeholder(value), "{value}");
        }
    }

    #[test]
    fn each_fault_is_told_of_the_kinds_that_it_fits() {
        use ExampleFault::{Fragment, Insecure, Private, Token, Wildcard};
        check(Kind::Unknown, "https://a.example/?x=1&api_key=q7", &[Token]);
        check(Kind::Webhook, "https://bob:hunter2@a.example/", &[Token]);
        check(Kind::Webhook, "https://bob@a.example/", &[]);
        check(Kind::Redirect, "https://*.a.example/cb", &[Wildcard]);
        check(Kind::Webhook, "https://*.a.example/cb", &[]);
        check(Kind::Redirect, "*://a.example/cb", &[Wildcard]);
        check(Kind::Redirect, "com.example.app://cb#x", &[Fragment]);
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
        check(Kind::Webhook, "https://10.20.30.40/cb", &[Private]);
        check(Kind::Webhook, "https://172.31.0.1/cb", &[Private]);
        check(Kind::Webhook, "https://172.32.0.1/cb", &[]);
        check(Kind::Webhook, "https://100.64.0.1/cb", &[Private]);
        check(Kind::Webhook, "https://[fe80::1]:8443/cb", &[Private]);
        check(Kind::Webhook, "https://[::ffff:10.0.0.1]/cb", &[Private]);
        check(Kind::Webhook, "https://[2001:db8::1]/cb", &[]);
        check(Kind::Webhook, "https://hooks.corp.internal/cb", &[Private]);
        check(Kind::Webhook, "https://printer.local/cb", &[Private]);
        check(Kind::Webhook, "https://internal.acme.example/cb", &[]);
        check(Kind::Redirect, "http://192.168.2.1/cb", &[]);
    }
}
