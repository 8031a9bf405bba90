//! What all markup has in common: inputs with the words around them, whichever template language they are written in.
//!
//! The readers of `html` and `jsx` make a [`tree`] of a file; the files here find its inputs and what is said of them.

mod around;
pub(super) mod candidate;
pub(super) mod expression;
pub(super) mod inputs;
pub(super) mod keys;
mod names;
mod objects;
pub(super) mod pieces;
mod shape;
pub(super) mod speech;
mod tokens;
mod translated;
pub(super) mod tree;
mod vocabulary;
mod wording;
