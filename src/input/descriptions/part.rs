//! What a node of a description can be, as told by the place that leads to it.
//!
//! One list serves Swagger 2.0 and all of OpenAPI 3, because no key means one thing in one and another in the other. What
//! other formats have of their own stands with them.

use super::{arazzo, asyncapi, postman};

/// What a node is expected to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// A whole description.
    Document,
    /// `components`, or the top of a file that holds nothing else.
    Components,
    /// Path items by path template, by webhook name or by component name.
    PathItems,
    /// The operations of one path.
    PathItem,
    /// One operation, whose method is its key.
    Operation,
    /// Parameters, in a list or by component name.
    Parameters,
    /// One parameter.
    Parameter,
    /// Headers by name.
    Headers,
    /// One header, whose name is its key.
    Header,
    /// Request bodies by component name.
    RequestBodies,
    /// One request body.
    RequestBody,
    /// Responses by status or by component name.
    Responses,
    /// One response.
    Response,
    /// Media types by name, that is `content`.
    Content,
    /// One media type.
    MediaType,
    /// Callback objects by name.
    Callbacks,
    /// One callback object: path items by runtime expression.
    Callback,
    /// Schemas by the name of a definition.
    Schemas,
    /// Schemas by the name of a property.
    Properties,
    /// One schema.
    Schema,
    /// A definition of a Kubernetes resource, which holds a schema for each of its versions.
    Resource,
    /// What only AsyncAPI has.
    AsyncApi(asyncapi::Piece),
    /// What only Arazzo has.
    Arazzo(arazzo::Piece),
    /// What only a Postman collection has.
    Postman(postman::Piece),
}

impl Part {
    /// Whether it is a whole document, and not a piece that others may refer to.
    pub(super) fn is_whole(self) -> bool {
        match self {
            Part::Document | Part::Resource => true,
            Part::AsyncApi(piece) => piece == asyncapi::Piece::Document,
            Part::Arazzo(piece) => piece == arazzo::Piece::Document,
            Part::Postman(piece) => piece == postman::Piece::Collection,
            _ => false,
        }
    }
}

/// The keys of `components`, or of a Swagger document, that hold parts by name.
pub(super) const SECTIONS: &[(&str, Part)] = &[
    ("schemas", Part::Schemas),
    ("definitions", Part::Schemas),
    ("$defs", Part::Schemas),
    ("parameters", Part::Parameters),
    ("headers", Part::Headers),
    ("requestBodies", Part::RequestBodies),
    ("responses", Part::Responses),
    ("mediaTypes", Part::Content),
    ("callbacks", Part::Callbacks),
    ("pathItems", Part::PathItems),
];

/// The keys of a path item that hold operations; `query` is new in OpenAPI 3.2.
pub(super) const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
