//! Where every `$ref` leads: resolved once before anything is read, so that the reader knows which nodes are named.
//!
//! Nothing is fetched: a reference to a URL is left alone unless a schema that was handed in has it for its identity; one
//! to a file that was not handed in is missing.

use super::documents::Documents;
use super::fragment_targets::{Fragments, percent_decoded};
use super::identities::Identities;
use super::node::{BySpot, Node, Spot, Spots};
use crate::source::FileId;
use foldhash::{HashMap, HashMapExt};

/// What a `$ref` leads to.
#[derive(Clone)]
pub(super) enum Target<'t> {
    /// A node; never an alias.
    Node(Node<'t>),
    /// Something outside the project, which is not followed.
    Remote,
    /// Nothing, and what is missing.
    Missing(String),
}

/// All references of the documents that are read.
pub(super) struct References<'t> {
    /// By the node of the `$ref`'s value.
    known: BySpot<Target<'t>>,
    /// Every node that a reference leads to.
    named: Spots,
}

impl<'t> References<'t> {
    /// Resolves the references in some documents and in whatever they lead to.
    pub(super) fn scan(documents: &'t Documents<'_>, roots: impl Iterator<Item = Node<'t>>) -> Self {
        let mut references = References { known: BySpot::default(), named: Spots::default() };
        let mut fragments = Fragments::default();
        let mut seen = Spots::default();
        let mut waiting: Vec<Node<'t>> = roots.collect();
        let identities = Identities::among(waiting.iter().copied());
        waiting.reverse();
        while let Some(root) = waiting.pop() {
            if !seen.insert(root.spot()) {
                continue;
            }
            // The same words lead from one document to the same place, and are looked up once.
            let mut by_words: HashMap<(Option<Spot>, &'t str), Target<'t>> = HashMap::new();
            for reference in references_in(root) {
                let around = if identities.is_empty() { None } else { identities.around(reference) };
                let target = by_words.entry((around.map(Node::spot), reference.raw())).or_insert_with(|| {
                    let words = reference.scalar().unwrap_or_default();
                    let named = identities.named(around, &words);
                    let named = named.and_then(|(node, fragment)| fragments.target(node, fragment));
                    // An identity inside a document begins a document of its own.
                    let is_inside = around.is_some_and(|around| around.parent().is_some());
                    match named.filter(|_| is_inside) {
                        Some(node) => Target::Node(node),
                        None => match resolve(documents, &mut fragments, root, &words) {
                            Target::Node(node) => Target::Node(node),
                            other => named.map_or(other, Target::Node),
                        },
                    }
                });
                if let Target::Node(node) = target {
                    references.named.insert(node.spot());
                    // Of what stands in the document itself, the root is known.
                    if node.file() != root.file() || documents.roots(node.file()).nth(1).is_some() {
                        waiting.push(node.root());
                    }
                }
                references.known.insert(reference.spot(), target.clone());
            }
        }
        references
    }

    /// The files that references in other files lead to.
    pub(super) fn files_referred_to(&self) -> impl Iterator<Item = FileId> {
        self.known.iter().filter_map(|(from, target)| match target {
            Target::Node(node) if node.file() != from.file() => Some(node.file()),
            _ => None,
        })
    }

    /// Every node that a reference leads to.
    pub(super) fn named(&self) -> impl Iterator<Item = Spot> {
        self.named.iter().copied()
    }

    /// Where the value of a `$ref` leads.
    pub(super) fn target(&self, value: Node<'t>) -> Target<'t> {
        // What was not scanned is not part of a document that is read, and so is left alone like a URL.
        self.known.get(&value.spot()).cloned().unwrap_or(Target::Remote)
    }

    /// The node that the `$ref` of a mapping leads to, if it has one that leads somewhere.
    pub(super) fn followed(&self, holder: Node<'t>) -> Option<Node<'t>> {
        match self.known.get(&reference_of(holder)?.spot())? {
            Target::Node(node) => Some(*node),
            Target::Remote | Target::Missing(_) => None,
        }
    }

    /// The node at the end of a chain of `$ref`s, which is the node itself where it has none.
    pub(super) fn end(&self, node: Node<'t>) -> Node<'t> {
        let mut at = node.content();
        // Longer chains are circles, which are reported where they are walked.
        for _ in 0..CHAIN_LIMIT {
            match self.followed(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    /// Whether `$ref`s lead from a mapping back to itself, and it is the first of that circle to be written.
    pub(super) fn opens_circle(&self, holder: Node<'t>) -> bool {
        let start = holder.content().spot();
        let mut first = start;
        let mut at = holder;
        for _ in 0..CHAIN_LIMIT {
            let Some(next) = self.followed(at) else { return false };
            if next.spot() == start {
                return first == start;
            }
            first = first.min(next.spot());
            at = next;
        }
        false
    }
}

/// The longest chain of `$ref`s that is followed.
const CHAIN_LIMIT: usize = 100;

/// The value of a mapping's own `$ref`; a property that is named so holds a schema and is no reference.
///
/// A reference that other schemas may lead elsewhere (`$dynamicRef`) is taken as it stands.
pub(super) fn reference_of(holder: Node<'_>) -> Option<Node<'_>> {
    holder.get_all(REFERRING).into_iter().flatten().find(|value| value.is_scalar())
}

const REFERRING: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// The name that a reference gives to what it leads to: the pointer's last part, else the file's name.
pub(super) fn name_of(reference: &str) -> String {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    match fragment.rsplit('/').next() {
        Some(last) if !last.is_empty() => percent_decoded(last).replace("~1", "/").replace("~0", "~"),
        _ => file_stem(path).to_owned(),
    }
}

/// A file's name without folders and ending.
pub(super) fn file_stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}

/// The values of all `$ref`s in a document, and those of discriminators' mappings, in no particular order.
fn references_in(root: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let is_reference = |node: &Node<'_>| REFERRING.iter().any(|key| node.has_key(key));
    let keyed = root.keyed_below().flat_map(move |node| {
        let mapped = node.has_key("mapping").then(|| node.children()).into_iter().flatten();
        let mapped = mapped.filter(|target| target.raw().contains('/'));
        Some(node).filter(is_reference).into_iter().chain(mapped)
    });
    keyed.filter(|node| node.is_scalar() && node.key_span().is_some())
}

fn resolve<'t>(
    documents: &'t Documents<'_>,
    fragments: &mut Fragments<'t>,
    root: Node<'t>,
    reference: &str,
) -> Target<'t> {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if has_scheme(path) {
        return Target::Remote;
    }
    if path.is_empty() {
        let found = fragments.target(root, fragment);
        return found.map_or_else(|| Target::Missing(format!("nothing stands at \"#{fragment}\"")), Target::Node);
    }
    let path = path.split('?').next().unwrap_or(path);
    let Some(file) = file_named(documents, root.file(), path) else {
        // With an identity of its own on the web, a document's relative references lead there.
        let identity = root.word("$id").or_else(|| root.word("$self"));
        let old = || root.word("id").filter(|_| root.word("$schema").is_some());
        let identity = identity.or_else(old);
        return match identity.is_some_and(|identity| has_scheme(&identity)) {
            true => Target::Remote,
            false => Target::Missing(format!("the file \"{path}\" is not among those that were read")),
        };
    };
    let found = documents.roots(file).find_map(|root| fragments.target(root, fragment));
    found.map_or_else(|| Target::Missing(format!("nothing stands at \"#{fragment}\" in \"{path}\"")), Target::Node)
}

fn file_named(documents: &Documents<'_>, from: FileId, path: &str) -> Option<FileId> {
    documents.file(from, &percent_decoded(path)).or_else(|| documents.file(from, path))
}

/// Whether a reference names a scheme (`https:`, `urn:`) or a host; one letter is a drive, not a scheme.
pub(super) fn has_scheme(path: &str) -> bool {
    let scheme = path.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme = scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme || path.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_names_what_it_leads_to() {
        assert_eq!(name_of("#/components/schemas/Url"), "Url");
        assert_eq!(name_of("./schemas/Url.yaml"), "Url");
        assert_eq!(name_of("a.yaml#/definitions/a~1b"), "a/b");
    }

    #[test]
    fn a_scheme_has_more_than_one_letter() {
        assert!(has_scheme("https://example.com/a.yaml"));
        assert!(has_scheme("urn:example"));
        assert!(has_scheme("//example.com/a.yaml"));
        assert!(!has_scheme("c:/a.yaml"));
        assert!(!has_scheme("./a:b.yaml"));
    }
}
