//! Reads OpenAPI 3, Swagger 2.0 and pieces of them, and what is made of the same schemas (AsyncAPI, Arazzo, JSON Schema,
//! definitions of Kubernetes resources) or describes the same requests (Postman collections), from YAML and JSON: every
//! property, parameter and header that may be documented becomes a candidate, with what the structure says of it.
//!
//! One reader is for all of them, since a `$ref` leads from each to pieces that any of them may use. It is tolerant: it
//! knows where documentation may stand, and leaves it to validators what else is wrong.

use self::candidate::Known;
use self::deliveries::calls_in;
use self::documents::Documents;
use self::expressions::dangling;
pub(super) use self::fragments::claims_to_be_one;
use self::fragments::{may_be_one, recognise};
use self::node::Node;
use self::part::Part;
use self::references::References;
use self::walk::Walk;
use super::tree::Parsed;
use super::{Gate, Reading, Sift};
use crate::field::DocumentInfo;
use crate::outline::Dangling;
use crate::parallel;
use crate::source::{FileId, Source, Standing, beginning};
use std::collections::HashSet;
use std::sync::Arc;

mod arazzo;
mod asyncapi;
mod callbacks;
mod candidate;
mod composition;
mod deliveries;
mod described;
mod documents;
mod examples;
mod expressions;
mod fragment_targets;
mod fragments;
mod heads;
mod identities;
mod kubernetes;
mod node;
mod operations;
pub(super) mod outline;
mod part;
mod postman;
mod proofs;
mod references;
mod schemas;
mod shape;
mod siblings;
mod texts;
mod usage;
mod walk;

/// The formats of documents.
pub(super) const FORMATS: [&str; 8] =
    ["openapi", "swagger", "asyncapi", "arazzo", "json-schema", "kubernetes", "postman", "fragment"];

/// A document that is a description or a piece of one.
struct Recognised<'t> {
    root: Node<'t>,
    format: &'static str,
    part: Part,
}

/// Reads the descriptions among some of the sources; the others may be referred to.
pub(super) fn read(sources: &[Source], offered: &[FileId], gate: Gate<'_>, sift: Sift<'_>) -> Reading {
    let documents = Documents::new(sources);
    let ours = recognised_documents(&documents, sources, offered);
    let references = References::scan(&documents, ours.iter().map(|document| document.root));
    let dangling = dangling_in(sources, &ours, &references);
    // What a runtime expression names is a callback URL whatever its name and its words are.
    let named = names_in_expressions(sources);
    let gate = |name: &str, prose: &str| (!named.is_empty() && named.contains(name)) || gate(name, prose);
    let mut walk = Walk::new(&references, &gate);
    // A piece is what the reference says that leads to it, and only what none leads to is what it looks like.
    let (whole, pieces): (Vec<_>, Vec<_>) = ours.iter().partition(|document| document.part.is_whole());
    for documents_of_a_kind in [whole, pieces] {
        for document in documents_of_a_kind {
            walk.document(&documents, document.root, document.part);
        }
        walk.rest(&documents);
    }

    let Walk { found, described, mut problems, graph, operations, .. } = walk;
    let recognised: Vec<FileId> = (0..sources.len()).filter(|&file| documents.is_parsed(file)).collect();
    problems.extend(recognised.iter().filter_map(|&file| documents.problem(file)));
    problems.sort_by_key(|problem| problem.place);
    let infos = ours.iter().map(|document| (document.root.spot(), Arc::new(info(document)))).collect();
    let mut known = Known::new(references, graph.spread(), operations, infos);
    let mut candidates: Vec<_> = found.into_iter().filter_map(|found| known.candidate(found, sift)).collect();
    candidates.extend(described.into_iter().map(|described| known.described(described)));
    candidates.sort_by_key(|candidate| (candidate.file, candidate.name_span));
    Reading { candidates, problems, recognised, dangling, parsing: documents.parsing(), ..Reading::default() }
}

/// The expressions of callbacks that name nothing; most descriptions have no callbacks, and are left after one search.
fn dangling_in<'t>(sources: &[Source], ours: &[Recognised<'t>], references: &References<'t>) -> Vec<Dangling> {
    let has_key = |text: &str| {
        text.match_indices("callbacks")
            .any(|(at, word)| text[at + word.len()..].trim_start_matches(['"', '\'', ' ']).starts_with(':'))
    };
    if !sources.iter().any(|source| has_key(source.text())) {
        return Vec::new();
    }
    let whole = ours.iter().filter(|document| document.part == Part::Document);
    whole.flat_map(|document| dangling(&calls_in(document.root, references), document.root, references)).collect()
}

/// The last names in the runtime expressions of callbacks: `dest` of `{$request.body#/job/dest}`.
fn names_in_expressions(sources: &[Source]) -> HashSet<String> {
    let mut names = HashSet::new();
    for source in sources {
        for at in memchr::memmem::find_iter(source.text().as_bytes(), "$request.") {
            let expression = beginning(&source.text()[at..], 300);
            let expression = expression.split(['}', '"', '\'', '\n', '?']).next().unwrap_or_default();
            let words = expression.rsplit(['/', '.', '#']).find(|word| !word.bytes().all(|byte| byte.is_ascii_digit()));
            names.extend(words.map(|word| word.replace("~1", "/").replace("~0", "~")));
        }
    }
    names
}

/// Looks at the sources that are linted and keeps the trees of those that are ours.
fn recognised_documents<'t>(
    documents: &'t Documents<'_>,
    sources: &[Source],
    offered: &[FileId],
) -> Vec<Recognised<'t>> {
    let linted = offered.iter().copied().filter(|&file| sources[file].standing() == Standing::Linted);
    parallel::map(linted.collect(), 1, |file| {
        let source = &sources[file];
        let is_ours = |parsed: &Parsed| {
            // Charts write definitions of resources as templates, which are no YAML yet and no mistake.
            let is_template = || parsed.error.is_some() && source.text().contains("{{");
            let is_kept = |format| format != "kubernetes" || !is_template();
            Node::roots(&parsed.tree).any(|root| recognise(root).is_some_and(|(format, _)| is_kept(format)))
                || (parsed.error.is_some() && claims_to_be_one(source))
        };
        if may_be_one(source) {
            documents.keep_if(file, is_ours);
        }
    });
    let kept = offered.iter().filter(|&&file| documents.is_parsed(file));
    let roots = kept.flat_map(|&file| documents.roots(file));
    roots.filter_map(|root| recognise(root).map(|(format, part)| Recognised { root, format, part })).collect()
}

fn info(document: &Recognised<'_>) -> DocumentInfo {
    let title = match document.part {
        // The title of workflows is that of what somebody does with the services of others.
        Part::Arazzo(_) => None,
        Part::Postman(_) => postman::collection(document.root).and_then(|own| own.get("info")?.word("name")),
        _ => document.root.get("info").and_then(|info| info.word("title")),
    };
    DocumentInfo { format: document.format, title: title.map(|title| title.into_owned()), language: None }
}
