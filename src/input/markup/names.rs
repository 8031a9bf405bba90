//! How an input is called: by the program, by the form around it, and by the file it stands in.

use super::around::Around;
use super::inputs::{HELPER, Inputs};
use super::objects;
use super::speech;
use super::tree::{Kind, NodeId, Tree, Value};
use super::vocabulary::{Sort, is_model, sort_of, words};
use crate::field::{MessageKey, Role, Text};
use crate::source::Span;

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::input) struct Named {
    /// The name.
    pub(in crate::input) name: String,
    /// Its place.
    pub(in crate::input) span: Span,
    /// What the path of the name stands in: `webhook` of `webhook.url`.
    pub(in crate::input) owner: Option<String>,
}

/// Attributes that name what an input is for, the surest first.
const OWN: &[&str] = &["name", "formControlName", "field", "prop", "controlName", "fieldName", "property", "asp-for"];
/// The same on elements around an input.
const WRAPPER: &[&str] = &["name", "field", "prop", "formControlName", "path", "fieldName", "asp-validation-for"];
/// Attributes that tell one input from the others of a page.
const IDS: &[&str] = &["id", "inputId", "data-testid", "data-test", "data-cy"];

/// What an input is called in the program.
pub(in crate::input) fn program_name(inputs: &Inputs<'_, '_>, input: NodeId, around: &Around<'_>) -> Option<Named> {
    let tree = inputs.tree;
    if tree.node(input).kind == Kind::Object {
        return objects::NAMES.iter().find_map(|name| fixed(tree, tree.value(input, name)?));
    }
    let own = || OWN.iter().find_map(|name| fixed(tree, tree.value(input, name)?).or_else(|| path(tree, input, name)));
    let model = || {
        let mut models = tree.attributes(input).iter().filter(|one| is_model(one.name));
        models.find_map(|one| of_path(tree, one.value))
    };
    let wrapper = || {
        let mut named = around.wrappers.iter().flat_map(|&above| WRAPPER.iter().map(move |name| (above, name)));
        named.find_map(|(above, name)| fixed(tree, tree.value(above, name)?))
    };
    let label = || {
        let mut targets = around.labels.iter().filter_map(|&label| inputs.target_of_label(label).map(|_| label));
        targets.find_map(|label| ["for", "htmlFor"].iter().find_map(|name| fixed(tree, tree.value(label, name)?)))
    };
    let shown = || {
        ["value", "model-value", "modelValue", "checked"].iter().find_map(|name| match tree.value(input, name)? {
            value @ Value::Code(_) => of_path(tree, value),
            _ => None,
        })
    };
    let id = || IDS.iter().find_map(|name| fixed(tree, tree.value(input, name)?));
    let wrapper_id = || {
        let mut named =
            around.wrappers.iter().flat_map(|&above| ["fieldId", "for", "htmlFor", "id"].map(|name| (above, name)));
        named.find_map(|(above, name)| fixed(tree, tree.value(above, name)?).filter(|_| !tree.name(above).is_empty()))
    };
    let named = own().or_else(model).or_else(wrapper).or_else(label).or_else(id).or_else(shown).or_else(wrapper_id)?;
    Some(id().filter(|id| says_more(&id.name, &named.name)).unwrap_or(named))
}

/// Whether an id ends in a name that says little by itself, as `portal_endpoint_url` does in `url`.
fn says_more(id: &str, name: &str) -> bool {
    const LITTLE: &[&str] = &["url", "uri", "endpoint", "target", "link", "address", "urls", "uris"];
    let words = words(id);
    LITTLE.contains(&name.to_ascii_lowercase().as_str())
        && words.len() > 1
        && words.last().is_some_and(|last| last == name)
}

/// What an input is called by its label, where the program's name is not known.
pub(in crate::input) fn label_name(texts: &[Text], keys: &[MessageKey]) -> Option<Named> {
    let label = texts.iter().find(|text| text.role == Role::Label);
    let key = keys.iter().find(|key| key.role == Role::Label);
    let by_label = || {
        label.map(|text| Named { name: text.decoded.clone(), span: text.map.span(0..text.decoded.len()), owner: None })
    };
    let by_key = || key.map(|key| Named { name: key.key.clone(), span: key.place.span, owner: None });
    by_label().or_else(by_key)
}

/// The name of the model that is bound under a name of the component's own, as in `bind:callbackURLs`.
pub(in crate::input) fn bound_name(tree: &Tree<'_>, input: NodeId) -> Option<Named> {
    let bound = tree.attributes(input).iter().filter(|one| one.name.starts_with("bind:"));
    bound.filter_map(|one| of_path(tree, one.value)).next()
}

/// A value that is written out in full: characters without code in them, a string literal or a Ruby symbol.
pub(in crate::input) fn fixed(tree: &Tree<'_>, value: Value) -> Option<Named> {
    let (span, written) = match value {
        Value::Words(span) => (span, tree.slice(span)),
        Value::Code(span) => {
            let code = tree.slice(span);
            let start = span.start as usize + (code.len() - code.trim_start().len());
            let code = code.trim();
            let is_symbol = code.starts_with(':') && !code.starts_with("::");
            let quote = code.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'));
            let inner = match quote {
                Some(quote) => code.strip_prefix(quote)?.strip_suffix(quote)?,
                None if is_symbol => &code[1..],
                None => return None,
            };
            (Span::new(start + 1, start + 1 + inner.len()), inner)
        }
        Value::Key(_) | Value::Bare => return None,
    };
    let is_full =
        !written.is_empty() && written.len() < 120 && !written.contains(['{', '}', '<', '$', '@', '"', '(', '\n']);
    is_full.then(|| split(written, span))
}

/// A path that is bound to an attribute: the last name of `form.webhook.url`.
fn of_path(tree: &Tree<'_>, value: Value) -> Option<Named> {
    let (Value::Words(span) | Value::Code(span)) = value else { return None };
    let written = tree.slice(span);
    let path = written.trim();
    let is_path = !path.is_empty()
        && path.starts_with(|first: char| first.is_ascii_alphabetic() || "_$@:".contains(first))
        && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_$.[]'\"!?:@-".contains(&byte));
    if !is_path {
        return None;
    }
    let start = span.start as usize + (written.len() - written.trim_start().len());
    let mut named = split(path, Span::new(start, start + path.len()));
    // `item[index]` is called by what is indexed, and `field.value` by what has the value.
    let mut rest = path;
    while let Some((before, last)) = rest.rsplit_once(['.', '[']) {
        let last = last.trim_end_matches([']', '!', '?']).trim_matches(['"', '\'']);
        let is_index = rest.ends_with(']') && !rest.ends_with("']") && !rest.ends_with("\"]");
        if !GENERIC.contains(&last) && !is_index {
            break;
        }
        rest = before;
        named = split(rest, Span::new(start, start + rest.len()));
    }
    named.name = named
        .name
        .trim_end_matches([']', '!', '?'])
        .trim_matches(['"', '\''])
        .trim_start_matches(['$', ':', '@'])
        .to_owned();
    (!named.name.is_empty() && !GENERIC.contains(&named.name.as_str())).then_some(named)
}

const GENERIC: &[&str] = &["value", "modelValue", "current", "val", "v", "checked", "model", "input", "field", "state"];

/// Only a path that is bound counts for attributes that may hold either.
fn path(tree: &Tree<'_>, input: NodeId, name: &str) -> Option<Named> {
    match tree.value(input, name)? {
        value @ Value::Code(_) if name != "name" && name != "prop" => of_path(tree, value),
        _ => None,
    }
}

/// A dotted name as its last part and what that stands in.
fn split(written: &str, span: Span) -> Named {
    let last = match written.rsplit_once('.') {
        Some((_, last)) if !last.is_empty() && !last.contains([' ', ']']) => last,
        _ => written,
    };
    let start = span.end as usize - last.len();
    let before = written[..written.len() - last.len()].trim_end_matches('.');
    let owner = before.rsplit('.').next().filter(|owner| !owner.is_empty() && *owner != "this");
    Named { name: last.to_owned(), span: Span::new(start, span.end as usize), owner: owner.map(str::to_owned) }
}

/// What an input stands in, innermost first: its model, the legend and the heading before it, its file.
pub(in crate::input) fn owners(
    inputs: &Inputs<'_, '_>,
    input: NodeId,
    named: &Named,
    path: &str,
    around: &Around<'_>,
) -> Vec<String> {
    let tree = inputs.tree;
    let mut owners: Vec<String> = named.owner.iter().map(|owner| owner.trim_start_matches('$').to_owned()).collect();
    if tree.node(input).kind == Kind::Object {
        let objects = tree.ancestors(input).filter(|&above| tree.node(above).kind == Kind::Object);
        let names =
            objects.filter_map(|above| objects::NAMES.iter().find_map(|name| fixed(tree, tree.value(above, name)?)));
        owners.extend(names.map(|named| named.name));
    }
    owners.extend(stem_words(path));
    owners.extend(heading_before(inputs, input));
    let others = IDS.iter().filter_map(|name| fixed(tree, tree.value(input, name)?)).map(|one| one.name);
    owners.extend(others.filter(|other| *other != named.name));
    let components = around.wrappers.iter().map(|&above| tree.name(above));
    owners.extend(components.filter(|name| name.starts_with(char::is_uppercase)).map(str::to_owned));
    let mut seen = std::collections::HashSet::new();
    owners.retain(|owner| *owner != named.name && seen.insert(owner.clone()));
    owners
}

/// The file's name and its folder's, where these are not what any file or folder is called.
fn stem_words(path: &str) -> Vec<String> {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let stem = file.trim_start_matches(['_', '+', '.']).split('.').next().unwrap_or_default();
    const EVERYWHERE: &[&str] = &[
        "form",
        "index",
        "edit",
        "new",
        "create",
        "show",
        "config",
        "settings",
        "page",
        "view",
        "main",
        "fields",
        "setting",
        "component",
        "global",
        "add",
        "update",
        "detail",
        "details",
        "template",
        "layout",
        "form_fields",
        "general",
    ];
    const FOLDERS: &[&str] = &[
        "src",
        "app",
        "views",
        "view",
        "components",
        "component",
        "templates",
        "template",
        "pages",
        "page",
        "routes",
        "shared",
        "common",
        "lib",
        "resources",
        "web",
        "client",
        "frontend",
        "ui",
        "forms",
        "form",
        "partials",
        "includes",
        "default",
    ];
    let is_everywhere = EVERYWHERE.contains(&stem.to_ascii_lowercase().as_str()) || stem.starts_with("help-");
    let folder = parts.next().filter(|folder| !FOLDERS.contains(&folder.to_ascii_lowercase().as_str()));
    let stem = (!is_everywhere).then_some(stem);
    let words: Vec<String> = stem.into_iter().chain(folder).map(str::to_owned).collect();
    words
}

/// The words of the nearest heading before an input.
fn heading_before(inputs: &Inputs<'_, '_>, input: NodeId) -> Option<String> {
    const LIMIT: usize = 400;
    let tree = inputs.tree;
    let mut before = (input.saturating_sub(LIMIT)..input).rev();
    let heading = before.find(|&id| sort_of(tree, id) == Sort::Heading && tree.value(id, HELPER).is_none())?;
    let words = speech::of_element(tree, heading, Role::Title, 0).text?.decoded;
    Some(words.split_whitespace().take(10).collect::<Vec<_>>().join(" "))
}
