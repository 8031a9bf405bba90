//! The examples of fields: beside the field, in an example of what it is part of, and in that of a whole message.

use super::composition::{parts_of, property, values_of};
use super::deliveries::{Call, parameters_of};
use super::documents::Documents;
use super::node::{Node, Spot, Spots};
use super::references::References;
use crate::outline::{Example, FieldAt};
use crate::source::Place;
use std::collections::{HashMap, HashSet};

/// Keys whose values are examples, or what is taken where no value is given.
const KEYS: [&str; 5] = ["example", "examples", "default", "x-example", "x-examples"];
/// Values within values that are gone into.
const DEPTH_LIMIT: usize = 12;
/// Examples that are kept of one field.
const EXAMPLES_LIMIT: usize = 50;

/// Names that an example is searched for before it is gone through.
const NAMES_LIMIT: usize = 100;

/// The examples of some fields, each place once.
pub(super) fn of<'t>(
    fields: &'t [FieldAt],
    calls: &[Call<'t>],
    documents: &'t Documents<'_>,
    references: &References<'t>,
) -> Vec<Example> {
    let mut gathered = Gathered::new(documents);
    let mut nodes = Vec::new();
    for field in fields.iter().filter(|(file, _)| documents.is_parsed(*file)) {
        // Documents of one source may each have a field there.
        for node in documents.roots(field.0).filter_map(|root| root.at(&field.1.0)) {
            gathered.wanted.insert(node.spot(), field);
            gathered.names.extend(node.key().map(|name| name.into_owned()));
            nodes.push(node);
        }
    }
    if nodes.is_empty() {
        return Vec::new();
    }
    let mut around = Spots::default();
    for &node in &nodes {
        for value in values_of(node) {
            for part in parts_of(value, references) {
                let shared = shared_name(node, part);
                let mut keep = |example| gathered.keep_all(node.spot(), example, shared.as_deref());
                examples_in(part, references).for_each(&mut keep);
                for items in part.mapping("items").into_iter().flat_map(|items| parts_of(items, references)) {
                    examples_in(items, references).for_each(&mut keep);
                }
            }
        }
        // What is around a holder that was gone through was gone through with it.
        let holders = std::iter::successors(node.parent(), |inner| inner.parent());
        for holder in holders.take_while(|holder| around.insert(holder.spot())) {
            if holder.mapping("properties").is_some() && gathered.paired.insert(holder.spot()) {
                examples_in(holder, references).for_each(|example| gathered.pair(holder, example, references, 0));
            }
        }
    }
    for call in calls {
        let responses = call.at.node.get("responses").into_iter().flat_map(|all| references.end(all).entries());
        let messages = call.at.node.get("requestBody").into_iter().chain(responses.map(|(_, response)| response));
        for message in messages.chain(bodies_of(call, references)).map(|message| references.end(message)) {
            // Before version 3 the schema stands beside the examples, which are named by their media types.
            if let Some(schema) = message.get("schema") {
                examples_in(message, references).for_each(|example| gathered.pair(schema, example, references, 0));
            }
            for (_, media) in message.get("content").into_iter().flat_map(Node::entries) {
                let Some(schema) = media.get("schema") else { continue };
                examples_in(media, references).for_each(|example| gathered.pair(schema, example, references, 0));
            }
        }
    }
    gathered.found.sort_by_key(|example| example.place);
    gathered.found
}

/// The name of the definition that a part of a field's schema is, where it stands elsewhere.
fn shared_name<'t>(field: Node<'t>, part: Node<'t>) -> Option<String> {
    const PARTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "items"];
    let (field, place) = (field.place(), part.place());
    if field.file == place.file && field.span.contains(place.span) {
        return None;
    }
    let keys = std::iter::successors(Some(part), |inner| inner.parent()).filter_map(Node::key);
    { keys }.find(|key| !PARTS.contains(&&**key)).map(|key| key.into_owned())
}

/// The parameters of an operation that are its body, as before version 3.
fn bodies_of<'t>(call: &Call<'t>, references: &References<'t>) -> impl Iterator<Item = Node<'t>> {
    let is_body = |parameter: &Node<'t>| parameter.word("in").is_some_and(|of| of == "body");
    parameters_of(&call.at, references).filter(is_body)
}

/// The examples of a schema, a parameter or a media type, those that have names among them.
fn examples_in<'t>(holder: Node<'t>, references: &References<'t>) -> impl Iterator<Item = Node<'t>> {
    let given = KEYS.into_iter().filter_map(move |key| Some((key, holder.get(key)?)));
    // What stands beside a key is sent as it is, unless it only says what is to be put there.
    let sent = holder.get("key").and_then(|_| holder.get("value"));
    let sent = sent.filter(|value| !value.raw().contains("{{")).map(|value| ("value", value));
    given.chain(sent).flat_map(move |(key, value)| match key {
        "examples" | "x-examples" if value.is_mapping() => {
            let named = value.entries().map(|(_, example)| references.end(example));
            named.map(|example| example.get("value").unwrap_or(example)).collect::<Vec<_>>()
        }
        "examples" | "x-examples" => value.items().collect(),
        _ => vec![value],
    })
}

struct Gathered<'f, 's> {
    documents: &'f Documents<'s>,
    wanted: HashMap<Spot, &'f FieldAt>,
    /// The names of the fields, one of which an example has to hold.
    names: HashSet<String>,
    /// What was gone through with its own examples.
    paired: HashSet<Spot>,
    seen: HashSet<Place>,
    counts: HashMap<Spot, usize>,
    found: Vec<Example>,
}

impl<'f, 's> Gathered<'f, 's> {
    fn new(documents: &'f Documents<'s>) -> Self {
        let (wanted, names, paired) = (HashMap::new(), HashSet::new(), HashSet::new());
        Gathered { documents, wanted, names, paired, seen: HashSet::new(), counts: HashMap::new(), found: Vec::new() }
    }

    /// Keeps a scalar, or those of a list.
    fn keep_all(&mut self, field: Spot, value: Node<'_>, shared: Option<&str>) {
        std::iter::once(value).chain(value.items()).for_each(|value| self.keep(field, value, shared));
    }

    fn keep(&mut self, field: Spot, value: Node<'_>, shared: Option<&str>) {
        let value = value.content();
        let (Some(words), Some(&at)) = (value.scalar(), self.wanted.get(&field)) else { return };
        let place = Place { file: value.file(), span: value.inner_span() };
        let count = self.counts.entry(field).or_default();
        if words.is_empty() || *count >= EXAMPLES_LIMIT || !self.seen.insert(place) {
            return;
        }
        *count += 1;
        let shared = shared.map(str::to_owned);
        self.found.push(Example { field: at.clone(), value: words.into_owned(), place, shared });
    }

    /// Goes through an example of what a schema describes, and keeps what it gives for the fields.
    fn pair<'t>(&mut self, schema: Node<'t>, example: Node<'t>, references: &References<'t>, depth: usize) {
        // Most examples are of something else, and are left after one search; a search for each of many names would take
        // longer than going through.
        let written = self.documents.written(example.content().place()).as_bytes();
        let is_named = |name: &String| memchr::memmem::find(written, name.as_bytes()).is_some();
        let is_of_something_else = || self.names.len() <= NAMES_LIMIT && !self.names.iter().any(is_named);
        if depth >= DEPTH_LIMIT || is_of_something_else() {
            return;
        }
        if example.is_sequence() {
            let items: Vec<Node<'t>> =
                parts_of(schema, references).into_iter().filter_map(|part| part.mapping("items")).collect();
            for value in example.items() {
                items.iter().for_each(|&items| self.pair(items, value, references, depth + 1));
            }
        }
        for (name, value) in example.entries() {
            for schema in property(schema, &name, references) {
                match self.wanted.contains_key(&schema.spot()) {
                    true => self.keep_all(schema.spot(), value, None),
                    false if value.is_scalar() => {}
                    false => self.pair(schema, value, references, depth + 1),
                }
            }
        }
    }
}
