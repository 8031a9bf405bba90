//! Help files of Jenkins: the whole of `help-callbackUrl.html` is the help of the field in its name, which a `config.jelly`
//! beside it asks for.

use crate::field::{Candidate, DocumentInfo, Pointer, Role, Setting};
use crate::input::Gate;
use crate::input::markup::inputs::Inputs;
use crate::input::markup::speech::{self, Spoken};
use crate::input::markup::tree::Tree;
use crate::source::{FileId, Source, Span};
use std::sync::Arc;

/// The setting that a help file is about.
fn field_of(path: &str) -> Option<&str> {
    let file = path.rsplit('/').next()?;
    let name = file.strip_prefix("help-")?;
    let stem = name.strip_suffix(".html").or_else(|| name.strip_suffix(".jelly"))?;
    let is_name = !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then_some(stem)
}

/// The candidate that a help file is, if it is one.
pub(super) fn help_file(file: FileId, source: &Source, tree: &Tree<'_>, gate: Gate<'_>) -> Option<Candidate> {
    let name = field_of(source.path())?;
    if !Inputs::of(tree).found.is_empty() || !gate(name, source.text()) {
        return None;
    }
    let Spoken { text, keys } = speech::of_element(tree, 0, Role::Help, file);
    let text = text?;
    let folders: Vec<&str> = source.path().rsplit('/').skip(1).take(1).collect();
    // The name is the file's.
    let named = (name.to_owned(), Span::default());
    let info = Arc::new(DocumentInfo { format: "jelly", ..DocumentInfo::default() });
    Some(Candidate {
        owners: folders.into_iter().map(str::to_owned).collect(),
        texts: vec![text],
        keys,
        ..Candidate::new(file, Pointer(format!("help[name={name}]")), named, Setting::Input, info)
    })
}

/// Gives the help of a file to the input that it is for, where that was handed in too.
pub(super) fn join_help(sources: &[Source], candidates: &mut Vec<Candidate>) {
    let folder = |file: FileId| sources[file].path().rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_help = |candidate: &Candidate| candidate.pointer.0.starts_with("help[");
    let helps: Vec<Candidate> = candidates.iter().filter(|&one| is_help(one)).cloned().collect();
    for help in helps {
        let input = candidates
            .iter_mut()
            .find(|one| one.name == help.name && !is_help(one) && folder(one.file) == folder(help.file));
        if let Some(input) = input {
            input.texts.extend(help.texts.clone());
            candidates.retain(|one| !(is_help(one) && one.file == help.file));
        }
    }
}
