//! The walk of AsyncAPI 2 and 3: channels, operations, messages, bindings and the variables of servers.
//!
//! The schemas in it are those of OpenAPI and JSON Schema, and are walked with them. Those of other languages (Avro,
//! Protobuf) hold nothing that the walk of schemas looks for.

use super::fragments::is_schema;
use super::node::Node;
use super::operations::OperationAt;
use super::part::Part;
use super::walk::{Enclosure, Group, Walk};
use crate::field::Setting;
use std::borrow::Cow;

pub(super) mod calls;

/// What a node of an AsyncAPI document can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Piece {
    /// A whole document.
    Document,
    /// `components`.
    Components,
    /// Servers by name.
    Servers,
    /// One server.
    Server,
    /// Variables of servers by name.
    Variables,
    /// Channels by address or by id.
    Channels,
    /// One channel.
    Channel,
    /// Parameters of a channel's address by name.
    Parameters,
    /// Operations, or traits of them, by id.
    Operations,
    /// One operation.
    Operation,
    /// What answers an operation.
    Reply,
    /// Messages, or traits of them, by name.
    Messages,
    /// One message.
    Message,
    /// Bindings by name, and in each by protocol.
    NamedBindings,
    /// Bindings by protocol.
    Bindings,
}

/// A key and what stands under it.
const fn at(key: &str, piece: Piece) -> (&str, Part) {
    (key, Part::AsyncApi(piece))
}

const BINDINGS: (&str, Part) = at("bindings", Piece::Bindings);

const TOP: &[(&str, Part)] = &[
    at("servers", Piece::Servers),
    at("channels", Piece::Channels),
    at("operations", Piece::Operations),
    at("components", Piece::Components),
];

const COMPONENTS: &[(&str, Part)] = &[
    at("servers", Piece::Servers),
    ("schemas", Part::Schemas),
    at("messages", Piece::Messages),
    at("messageTraits", Piece::Messages),
    at("channels", Piece::Channels),
    at("operations", Piece::Operations),
    at("operationTraits", Piece::Operations),
    at("parameters", Piece::Parameters),
    at("serverVariables", Piece::Variables),
    at("serverBindings", Piece::NamedBindings),
    at("channelBindings", Piece::NamedBindings),
    at("operationBindings", Piece::NamedBindings),
    at("messageBindings", Piece::NamedBindings),
];

impl<'t> Walk<'_, 't> {
    /// Walks a piece of an AsyncAPI document.
    pub(super) fn asyncapi(&mut self, node: Node<'t>, piece: Piece) {
        let each = |walk: &mut Self, piece| {
            node.entries().for_each(|(_, value)| walk.visit(value, Part::AsyncApi(piece)));
        };
        match piece {
            Piece::Document => {
                self.about_document(node);
                self.under(node, TOP);
            }
            Piece::Components => self.under(node, COMPONENTS),
            Piece::Servers => each(self, Piece::Server),
            Piece::Server => self.under(node, &[at("variables", Piece::Variables), BINDINGS]),
            Piece::Channels => each(self, Piece::Channel),
            Piece::Operations => each(self, Piece::Operation),
            Piece::NamedBindings => each(self, Piece::Bindings),
            Piece::Messages => self.definitions(node, Part::AsyncApi(Piece::Message)),
            Piece::Variables => self.variables(node, |_| Setting::Parameter),
            Piece::Parameters => self.variables(node, |_| Setting::PathParameter),
            Piece::Channel => self.channel(node),
            Piece::Operation => self.exchange(node),
            Piece::Reply => self.messages_of(node),
            Piece::Message => self.message(node),
            Piece::Bindings => self.bindings(node),
        }
    }

    /// Walks variables by name; each is like a parameter whose value stands beside its description.
    fn variables(&mut self, map: Node<'t>, setting: impl Fn(&str) -> Setting) {
        for (name, variable) in map.entries().filter(|(_, variable)| variable.is_mapping()) {
            // What stands beside it in `components` is a place of its own there.
            let is_here = self.references.followed(variable).is_some_and(|target| target.file() == variable.file());
            if !is_here {
                self.keep(variable, name.clone(), variable.key_span(), setting(&name), Group::Map(map));
            }
            self.inside(name, |walk| walk.visit(variable, Part::Schema));
        }
    }

    fn channel(&mut self, node: Node<'t>) {
        let address = node.word("address").or_else(|| node.key()).unwrap_or_default();
        self.enclosing.push(Enclosure::Described(node));
        if let Some(parameters) = node.get("parameters") {
            // What the address begins with is no part of a path but all that is before it.
            let is_part = |name: &str| address.find(&format!("{{{name}}}")).is_some_and(|at| at > 0);
            self.variables(parameters, |name| match is_part(name) {
                true => Setting::PathParameter,
                false => Setting::Parameter,
            });
        }
        for (name, message) in node.get("messages").into_iter().flat_map(Node::entries) {
            self.enclosing.push(Enclosure::Definition(name));
            self.visit(message, Part::AsyncApi(Piece::Message));
            self.enclosing.pop();
        }
        self.under(node, &[at("publish", Piece::Operation), at("subscribe", Piece::Operation), BINDINGS]);
        self.enclosing.pop();
    }

    /// Walks an operation. In version 3 the action is that of the application which the document describes, in version 2
    /// that of its clients, so that who subscribes gets what the application sends.
    fn exchange(&mut self, node: Node<'t>) {
        let action =
            node.word("action").or_else(|| node.key().filter(|key| ["publish", "subscribe"].contains(&&**key)));
        let channel = node.get("channel").map(|channel| self.references.end(channel)).or_else(|| node.parent());
        let path = channel.and_then(|channel| channel.word("address").or_else(|| channel.key())).unwrap_or_default();
        let name = node.word("operationId").or_else(|| node.key().filter(|_| node.get("action").is_some()));
        // Who waits for a reply asks for something, as with any request.
        let delivers = action.as_deref().is_some_and(|action| ["send", "subscribe"].contains(&action))
            && node.get("reply").is_none();
        // A trait is said of any number of operations, and is none itself.
        let Some(action) = action else { return self.under(node, &[BINDINGS]) };
        let document = self.document_of(node);
        let at_operation = OperationAt { node, item: None, method: Some(action), document, path, name };
        let (id, asked, answered) = self.add_operation(at_operation, delivers);
        let outer = std::mem::replace(&mut self.unit, asked);
        self.enclosing.push(Enclosure::Operation(id));
        self.messages_of(node);
        self.under(node, &[BINDINGS]);
        for message in node.get("traits").into_iter().flat_map(Node::items) {
            self.visit(message, Part::AsyncApi(Piece::Operation));
        }
        self.unit = answered;
        self.under(node, &[at("reply", Piece::Reply)]);
        self.enclosing.pop();
        self.unit = outer;
    }

    /// Walks the messages of an operation or of a reply: those that it lists, else all of its channel.
    fn messages_of(&mut self, node: Node<'t>) {
        let listed = node.get("messages").filter(|messages| messages.items().next().is_some());
        match listed {
            Some(messages) => {
                messages.items().for_each(|message| self.visit(message, Part::AsyncApi(Piece::Message)));
            }
            None => self.under(node, &[at("channel", Piece::Channel)]),
        }
        self.under(node, &[at("message", Piece::Message)]);
    }

    fn message(&mut self, node: Node<'t>) {
        self.enclosing.extend(node.word("name").filter(|_| !self.is_defined()).map(Enclosure::Named));
        let depth = self.enclosing.len();
        self.enclosing.push(Enclosure::Described(node));
        self.under(node, &[("headers", Part::Schema), ("payload", Part::Schema)]);
        let alternatives = ["oneOf", "traits"].into_iter().filter_map(|key| node.get(key)).flat_map(Node::items);
        alternatives.for_each(|message| self.visit(message, Part::AsyncApi(Piece::Message)));
        self.under(node, &[BINDINGS]);
        self.enclosing.truncate(depth);
        self.enclosing.pop();
    }

    /// Whether what is being walked is a definition, whose name is known.
    fn is_defined(&self) -> bool {
        matches!(self.enclosing.last(), Some(Enclosure::Definition(_)))
    }

    /// Walks what protocols add: schemas by the name of what they describe, such as the query or the key.
    fn bindings(&mut self, node: Node<'t>) {
        for (protocol, binding) in node.entries().filter(|(_, binding)| binding.is_mapping()) {
            let is_extension = protocol.starts_with("x-") && is_schema(binding);
            let described: Vec<(Cow<'t, str>, Node<'t>)> = match is_extension {
                true => vec![(protocol, binding)],
                false => binding.entries().filter(|(_, value)| is_schema(*value)).collect(),
            };
            for (name, schema) in described {
                let group = schema.parent().map_or(Group::Alone, Group::Map);
                self.keep(schema, name.clone(), schema.key_span(), Setting::Property, group);
                self.inside(name, |walk| walk.visit(schema, Part::Schema));
            }
        }
    }
}
