//! A linter for callback URLs: it finds every field of an OpenAPI document or a piece of UI copy that asks for one, and
//! tells which of four things its words leave out: who calls it, with which method, on which trigger, and what happens on
//! failure.
//!
//! ```text
//! Source ──input──▶ Candidate ──recognise──▶ Field + Facts ──check──▶ Finding ──report──▶ bytes
//!                                   ▲                          ▲
//!                                   └──────── Rulebook ────────┘   (rules/, embedded)
//! ```
//!
//! The groups of modules below are the layers: a module uses only those of groups above its own, and its own parts.

#![forbid(unsafe_code)]

pub mod parallel;
pub mod source;
pub mod times;

pub mod field;

pub mod finding;
pub mod outline;

pub mod rulebook;

pub mod input;
pub mod recognise;

pub mod config;

pub mod check;
pub mod suppress;

pub mod lint;

pub mod save;

pub mod fix;
#[cfg(feature = "openapiv3")]
pub mod openapiv3;
pub mod report;
pub mod walk;

pub mod cli;
