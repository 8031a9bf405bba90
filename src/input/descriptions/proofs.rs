//! What proves to a receiver who sent a request, as far as the structure of a document tells: a security scheme that the
//! request has, or a header that is named for it.

use super::node::Node;
use crate::outline::Call;
use crate::source::Place;

/// Pieces of names that only a proof has.
const PROOFS: [&str; 11] = [
    "signature",
    "hmac",
    "digest",
    "token",
    "secret",
    "authori",
    "authentic",
    "jwt",
    "dpop",
    "verification",
    "credential",
];
/// Whole words of such names.
const WORDS: [&str; 5] = ["sign", "signed", "auth", "apikey", "sig"];
/// What a key is the key of, where it is one that proves something.
const KEYS: [&str; 7] = ["api", "access", "secret", "auth", "signing", "shared", "webhook"];
/// Pieces of names that tell requests apart, whatever else the name says.
const IDENTITIES: [&str; 5] = ["idempot", "unique", "correlation", "request-id", "trace"];
/// What a scheme is named for that is there for what the provider sends.
const SENT: [&str; 3] = ["hook", "callback", "notification"];

/// The name of a header that carries a proof, as its name or its description says.
pub(super) fn is_proof<'t>(parameter: Node<'t>) -> Option<&'t str> {
    let name = parameter.get("name").filter(|name| name.is_scalar())?;
    let described = parameter.word("description").unwrap_or_default().to_lowercase();
    let says = ["signature", "hmac"].iter().any(|word| described.contains(word));
    (names_proof(name.raw()) || says).then(|| name.raw().trim_matches(['"', '\'']))
}

/// Whether the name of a header says that it carries a proof.
pub(super) fn names_proof(name: &str) -> bool {
    let name = name.to_lowercase().replace('_', "-");
    if IDENTITIES.iter().any(|piece| name.contains(piece)) {
        return false;
    }
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_key = words.windows(2).any(|pair| pair[1] == "key" && KEYS.contains(&pair[0]));
    PROOFS.iter().any(|piece| name.contains(piece)) || words.iter().any(|word| WORDS.contains(word)) || is_key
}

/// The proofs that the security of an operation asks for.
pub(super) fn of_security(operation: Node<'_>, root: Node<'_>) -> Vec<(String, Place)> {
    let security = operation.get("security").into_iter().flat_map(Node::items);
    // In AsyncAPI a requirement may refer to the scheme.
    let requirements = security.flat_map(|requirement| match requirement.word("$ref") {
        Some(reference) => vec![(reference.rsplit('/').next().unwrap_or_default().to_owned(), requirement)],
        None => requirement.entries().map(|(name, of)| (name.into_owned(), of)).collect(),
    });
    let told = |(name, requirement): (String, Node<'_>)| {
        let scheme = schemes(root).find(|(known, _)| *known == name).map(|(_, scheme)| scheme);
        let header = scheme.and_then(|scheme| scheme.get("name")).filter(|header| header.is_scalar());
        match header {
            Some(header) => (header.scalar().unwrap_or_default().into_owned(), header.place()),
            None => (name, scheme.unwrap_or(requirement).beginning_with_key()),
        }
    };
    requirements.map(told).collect()
}

/// The security schemes that are named for what the provider sends, whether or not an operation asks for them.
pub(super) fn of_schemes(root: Node<'_>) -> Vec<(String, Place)> {
    let is_sent = |name: &str| SENT.iter().any(|word| name.to_lowercase().contains(word));
    let told = |(name, scheme): (String, Node<'_>)| {
        let header = scheme.word("name").unwrap_or_default().into_owned();
        (is_sent(&name) || is_sent(&header)).then(|| (name, scheme.beginning_with_key()))
    };
    schemes(root).filter_map(told).collect()
}

/// The headers of a call that are named for a proof.
pub(super) fn of_headers(call: &Call) -> Vec<(String, Place)> {
    call.headers.iter().filter(|(name, _)| names_proof(name)).cloned().collect()
}

fn schemes(root: Node<'_>) -> impl Iterator<Item = (String, Node<'_>)> {
    let of_components = root.get("components").and_then(|components| components.get("securitySchemes"));
    let all = [of_components, root.get("securityDefinitions")].into_iter().flatten().flat_map(Node::entries);
    all.map(|(name, scheme)| (name.into_owned(), scheme.content()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_a_proof_by_its_name() {
        for name in ["Authorization", "X-Hub-Signature-256", "X-Acme-Token", "Api-Key", "x-sign", "DPoP"] {
            assert!(names_proof(name), "{name}");
        }
        for name in ["X-Lago-Unique-Key", "Idempotency-Key", "X-Request-Id", "X-Design", "Content-Type", "X-Key"] {
            assert!(!names_proof(name), "{name}");
        }
    }
}
