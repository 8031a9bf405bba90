//! The texts of files that are tied to each other, as sources: what is no text, or too much, is a problem at its place.

use super::bounded::{self, Bytes};
use super::decode::{self, Decoded};
use super::overlay::Overlay;
use super::ties::{leads_from_all, leads_from_text};
use super::{Group, Loaded, read};
use crate::input::{self, Problem, ProblemKind};
use crate::source::{Place, Source, Span, Standing, beginning};

/// The texts that sources had where the contents of an overlay are in force, with all that they lead to; `old_name` gives
/// the name that a file had. What was not there then is left out.
pub fn load_before(sources: &[Source], overlay: &Overlay, old_name: impl Fn(&str) -> String) -> Vec<Source> {
    let mut before: Vec<Source> = Vec::new();
    let mut leads = Vec::new();
    for source in sources {
        let name = old_name(source.path());
        // What no overlay has, and what is handed in from elsewhere, is as it was.
        let text = match read(&name, overlay) {
            Ok(Decoded::Text(text)) => text,
            _ => continue,
        };
        leads.extend(leads_from_text(&name, &text, overlay));
        before.push(match source.standing() {
            Standing::Linted => Source::new(name, text),
            Standing::Referenced => Source::referenced(name, text),
        });
    }
    for name in leads_from_all(leads, overlay) {
        let is_new = !before.iter().any(|source| source.path() == name);
        if let Some(Decoded::Text(text)) = is_new.then(|| read(&name, overlay).ok()).flatten() {
            before.push(Source::referenced(name, text));
        }
    }
    before
}

/// Reads the files of a group.
pub fn load(group: &Group, overlay: &Overlay) -> Loaded {
    let mut loaded = Loaded::default();
    for file in &group.linted {
        match read(&file.name, overlay) {
            Ok(Decoded::Text(text)) => loaded.sources.push(Source::new(&file.name, text)),
            Ok(Decoded::NotText { lossy, offset, reason }) => loaded.add_broken(&file.name, &lossy, offset, reason),
            Ok(Decoded::TooLarge { beginning }) => loaded.add_too_large(&file.name, beginning),
            Err(error) => loaded.errors.push(error),
        }
    }
    for file in &group.referenced {
        // A reference to what is no text is told by the reader, which finds nothing under that name.
        if let Ok(Decoded::Text(text)) = read(&file.name, overlay) {
            loaded.sources.push(Source::referenced(&file.name, text));
        }
    }
    loaded
}

/// A text that did not come from a file, under the name that it is to have, with the files that it leads to.
pub fn load_bytes(name: &str, bytes: Bytes, overlay: &Overlay) -> Loaded {
    match decode::decode_bytes(name, bytes) {
        Decoded::Text(text) => {
            let referenced = leads_from_all(leads_from_text(name, &text, overlay), overlay);
            let read = referenced.into_iter().filter_map(|name| match read(&name, overlay) {
                Ok(Decoded::Text(text)) => Some(Source::referenced(name, text)),
                _ => None,
            });
            let own = Source::new(name, text.as_str());
            Loaded { sources: std::iter::once(own).chain(read).collect(), ..Loaded::default() }
        }
        Decoded::NotText { lossy, offset, reason } => {
            let mut loaded = Loaded::default();
            loaded.add_broken(name, &lossy, offset, reason);
            loaded
        }
        Decoded::TooLarge { beginning } => {
            let mut loaded = Loaded::default();
            loaded.add_too_large(name, beginning);
            loaded
        }
    }
}

impl Loaded {
    /// Adds what stands before the first byte that is no text, with a problem at that byte. Of a file that was not meant to
    /// be an API description, all is added that is text; what has a NUL byte is none of ours, and passed over.
    fn add_broken(&mut self, name: &str, lossy: &str, offset: usize, reason: &str) {
        let before = Source::new(name, beginning(lossy, offset));
        let place = Place { file: self.sources.len(), span: Span::new(offset, offset) };
        let problem = Problem { kind: ProblemKind::Unreadable, place, message: reason.to_string(), help: None };
        if input::claims_to_be_description(&before) {
            self.problems.push(problem);
            self.sources.push(before);
        } else if !lossy.contains('\0') {
            self.doubts.push(problem);
            self.sources.push(Source::new(name, lossy));
        }
    }

    /// Adds a problem for a file that is larger than what is read; nothing of it is linted.
    fn add_too_large(&mut self, name: &str, beginning: String) {
        if !input::claims_to_be_description(&Source::new(name, beginning)) {
            return;
        }
        let place = Place { file: self.sources.len(), span: Span::default() };
        let message = format!("the file is larger than {} MiB, and is not read", bounded::LARGEST >> 20);
        let help = Some("split it into files that refer to each other".to_owned());
        self.problems.push(Problem { kind: ProblemKind::Unreadable, place, message, help });
        self.sources.push(Source::new(name, ""));
    }
}
