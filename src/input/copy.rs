//! The common model of UI copy: the strings of a locale file as [`Message`]s, whatever the format, and what is made of them.
//!
//! The readers beside this file find the strings of their format and say where each stands. Which strings belong to one
//! field is told by [`group`]; a template's key is looked up in a [`Catalogue`].

mod catalogue;
mod cut;
mod group;
mod keys;
mod language;
mod parts;
mod place;
mod wording;

pub use catalogue::Catalogue;
pub use group::group;

pub(super) use cut::{Cut, common_escape};
pub(super) use keys::key_path;
pub(super) use language::{family_of_path, is_source_language, language_code, language_of_page, language_of_path};
pub(super) use place::{is_locale_place, stem_of};
pub(super) use wording::Leaves;

use super::{Gate, Reading};
use crate::field::{DocumentInfo, Pointer, Text};
use crate::parallel;
use crate::source::{FileId, Source, Span, Standing};
use std::sync::Arc;

/// One string of a locale file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The keys that lead to it, outermost first and without the language's own; a dotted key is several. A key that is the
    /// sentence itself is one.
    pub path: Vec<String>,
    /// Where the last key stands, without quotes.
    pub key_span: Span,
    /// The string.
    pub text: Text,
    /// Its identity in its file.
    pub pointer: Pointer,
    /// Another name under which code asks for it, such as the `id` of a message descriptor.
    pub id: Option<String>,
    /// What the file tells translators about it.
    pub notes: Vec<Text>,
}

/// All strings of a file that is a locale file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// The strings in file order.
    pub messages: Vec<Message>,
    /// The language of the strings, where the file or its name tells.
    pub language: Option<String>,
}

/// How a reader makes a bundle of a source; none where the source is no locale file of its format.
pub(super) type Parse = fn(FileId, &Source) -> Option<Bundle>;

/// Reads the locale files of one format among some of the sources.
///
/// A file that does not parse is passed over: so many files have these endings that a complaint would mostly be wrong.
pub(super) fn read(
    sources: &[Source],
    offered: &[FileId],
    gate: Gate<'_>,
    format: &'static str,
    parse: Parse,
) -> Reading {
    let linted = offered.iter().copied().filter(|&file| sources[file].standing() == Standing::Linted);
    let read = parallel::filter_map(linted.collect(), 1, |file| {
        let source = &sources[file];
        // What holds no stem of the vocabulary anywhere has no string that does, unless escapes hide it.
        let text = source.text();
        if !gate(text, text) && !text.contains("\\u") {
            return None;
        }
        let Bundle { messages, language } = parse(file, source)?;
        let info = Arc::new(DocumentInfo { format, title: None, language });
        Some((file, group(&messages, &info, gate)))
    });
    let mut reading = Reading::default();
    for (file, candidates) in read {
        reading.recognised.push(file);
        reading.candidates.extend(candidates);
    }
    reading
}

#[cfg(test)]
impl Bundle {
    /// The strings with their dotted keys, as tests compare them.
    pub(super) fn strings(&self) -> Vec<(String, &str)> {
        self.messages.iter().map(|message| (message.path.join("."), message.text.decoded.as_str())).collect()
    }

    /// The last key of each string as it stands in the source.
    pub(super) fn written_keys<'s>(&self, source: &'s Source) -> Vec<&'s str> {
        self.messages.iter().map(|message| source.slice(message.key_span)).collect()
    }
}
