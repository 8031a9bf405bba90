//! What elements and attributes are to a form, told from their names and classes: HTML's own, and those that component
//! libraries and style sheets agree on.

use super::tree::{Kind, NodeId, Tree, Value};
use crate::field::Role;

/// What an element is to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Sort {
    /// The label of an input.
    Label,
    /// Help, a hint or a description.
    Help,
    /// What is shown on hover.
    Tooltip,
    /// A heading of more than one input.
    Heading,
    /// Nothing that is said of an input: a button, an error, a picture, a script.
    Silent,
    /// Anything else.
    Other,
}

/// The words of a name in lower case: `FormHelperText`, `form-helper-text` and `form_helper.text` have the same.
pub(in crate::input) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for character in name.chars() {
        let begins = !before.is_alphanumeric() || (character.is_uppercase() && !before.is_uppercase());
        if character.is_alphanumeric() {
            match words.last_mut().filter(|_| !begins) {
                Some(word) => word.extend(character.to_lowercase()),
                None => words.push(character.to_lowercase().collect()),
            }
        }
        before = character;
    }
    words
}

/// The role of the words that an attribute, property or slot is set to; `is_own` where the element is the input itself.
pub(in crate::input) fn role_of(name: &str, is_native: bool) -> Option<Role> {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let role = match plain.as_str() {
        "placeholder" | "placeholdertext" => Role::Placeholder,
        "title" if is_native => Role::Tooltip,
        "tooltip" | "tooltiptext" | "labeltooltip" | "infotooltip" | "tooltipcontent" | "datatooltip" | "matooltip"
        | "mattooltip" | "popover" | "vtooltip" | "tooltipmessage" | "labelicon" => Role::Tooltip,
        _ if is_native => return None,
        "label" | "title" | "floatinglabel" | "floatinglabeltext" | "legend" | "displayname" | "labeltext"
        | "labelname" | "fieldlabel" | "inputlabel" => Role::Label,
        "help" | "hint" | "description" | "helptext" | "helpertext" | "helper" | "hinttext" | "extra" | "info"
        | "infotext" | "subtext" | "sublabel" | "note" | "message" | "caption" | "helpmessage" | "helpblock"
        | "assistivetext" | "supportingtext" | "secondarytext" | "desc" | "explanation" | "subtitle" | "details"
        | "helperlabel" | "labeldescription" | "descriptiontext" | "helpcontent" | "instructions" | "footnote" => {
            Role::Help
        }
        _ => return None,
    };
    Some(role)
}

/// What an element is to a form.
pub(in crate::input) fn sort_of(tree: &Tree<'_>, id: NodeId) -> Sort {
    let Kind::Element(name) = tree.node(id).kind else { return Sort::Other };
    let names = words(name);
    let last = names.last().map(String::as_str).unwrap_or_default();
    let classes = classes(tree, id);
    let has = |of: &[&str]| classes.iter().any(|class| of.contains(&class.as_str()));
    let names_say = |of: &[&str]| names.iter().any(|word| of.contains(&word.as_str()));
    if matches!(
        name,
        "a" | "script" | "style" | "svg" | "option" | "optgroup" | "datalist" | "nav" | "img" | "video" | "head"
    ) || names_say(&["button", "btn", "icon", "error", "errors", "alert", "toast", "badge", "snackbar", "skeleton"])
        || ["link", "submit", "avatar", "spinner"].contains(&last)
        || names.ends_with(&["form".to_owned(), "message".to_owned()])
        || has(&["error", "errors", "invalid", "danger", "alert", "feedback", "btn", "button", "badge", "toast"])
    {
        return Sort::Silent;
    }
    if names_say(&["tooltip", "popover", "hovercard"])
        || names_pair(&names, "help", &["item", "icon", "tip", "button", "popup"])
    {
        return Sort::Tooltip;
    }
    if last == "label" {
        return Sort::Label;
    }
    let is_plain = matches!(
        name,
        "div" | "span" | "p" | "td" | "th" | "dt" | "b" | "strong" | "em" | "i" | "h5" | "h6" | "legend"
    );
    if is_plain && has(&["label"]) && !classes.iter().any(|class| class == "description") {
        return Sort::Label;
    }
    let is_named_help =
        ["help", "hint", "description", "helper", "caption", "note", "helptext", "helpertext", "small", "subtext"]
            .contains(&last)
            || names_pair(&names, "form", &["text", "help"])
            || names_pair(&names, "helper", &["text"])
            || names_pair(&names, "help", &["text", "block", "message"])
            || names_pair(&names, "hint", &["text"]);
    let is_styled_help = has(&[
        "help",
        "hint",
        "description",
        "helper",
        "muted",
        "subtext",
        "caption",
        "note",
        "info",
        "helptext",
        "desc",
        "explanation",
        "instructions",
        "subtitle",
        "tip",
    ]) || has_pair(&classes, "form", "text");
    if is_named_help || (is_styled_help && !matches!(name, "form" | "fieldset" | "table" | "section")) {
        return Sort::Help;
    }
    let is_heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "legend" | "summary")
        || ["heading", "title", "header", "headline", "h1", "h2", "h3", "h4", "h5", "legend"].contains(&last);
    let is_styled_heading =
        matches!(name, "div" | "span" | "p" | "strong") && has(&["heading", "headline", "title", "header"]);
    if is_heading || is_styled_heading { Sort::Heading } else { Sort::Other }
}

/// Whether an element says that it is all of one input.
pub(in crate::input) fn is_group(tree: &Tree<'_>, id: NodeId) -> bool {
    let names = words(tree.name(id));
    let last = names.last().map(String::as_str).unwrap_or_default();
    let by_name = ["item", "group", "entry", "row", "field", "control"].contains(&last);
    let classes = classes(tree, id);
    let by_class = [("form", "group"), ("form", "row"), ("form", "item"), ("form", "field"), ("control", "group")];
    let by_class = by_class.iter().any(|(first, second)| has_pair(&classes, first, second));
    by_name || by_class || classes.iter().any(|class| class == "field")
}

/// Whether what stands around an element belongs to more than one input.
pub(in crate::input) fn is_boundary(tree: &Tree<'_>, id: NodeId) -> bool {
    let names = words(tree.name(id));
    let last = names.last().map(String::as_str).unwrap_or_default();
    const LAST: &[&str] = &[
        "form", "body", "html", "main", "table", "tbody", "dialog", "modal", "drawer", "page", "layout", "card",
        "panel", "section", "article", "aside", "header", "footer", "nav", "wizard", "tabs", "list", "ul", "ol", "dl",
        "jelly",
    ];
    LAST.contains(&last) || tree.node(id).kind == Kind::Root
}

/// Whether an element says by its name that it is an input.
pub(in crate::input) fn is_named_input(name: &str) -> bool {
    if matches!(name, "input" | "textarea" | "select") {
        return true;
    }
    let names = words(name);
    let Some(last) = names.last().map(String::as_str) else { return false };
    const NEVER: &[&str] = &[
        "label",
        "group",
        "adornment",
        "help",
        "error",
        "errors",
        "wrapper",
        "element",
        "addon",
        "container",
        "text",
        "slot",
        "icon",
        "message",
        "description",
        "hint",
        "button",
        "row",
        "props",
        "option",
        "item",
        "provider",
        "trigger",
        "content",
        "value",
        "section",
        "fieldset",
        "form",
        "list",
        "array",
        "header",
        "footer",
        "set",
        "modal",
        "dialog",
        "badge",
    ];
    const LAST: &[&str] = &[
        "input",
        "textfield",
        "textarea",
        "textbox",
        "select",
        "combobox",
        "autocomplete",
        "checkbox",
        "switch",
        "toggle",
        "radio",
        "picker",
        "editor",
        "slider",
        "dropdown",
        "password",
        "multiselect",
        "typeahead",
        "field",
        "selector",
    ];
    const FIRST: &[&str] = &["input", "textfield", "textarea", "inputtext", "inputnumber", "inputtextarea"];
    const PAIRS: &[(&str, &[&str])] =
        &[("text", &["area", "box", "input"]), ("check", &["box"]), ("combo", &["box"]), ("auto", &["complete"])];
    if PAIRS.iter().any(|(first, seconds)| names_pair(&names, first, seconds)) || LAST.contains(&last) {
        return true;
    }
    !NEVER.contains(&last) && names.iter().any(|word| FIRST.contains(&word.as_str()))
}

/// Whether an attribute ties an element to a value that the program keeps.
pub(in crate::input) fn is_model(attribute: &str) -> bool {
    let name = attribute.to_ascii_lowercase();
    let first = name.split(['.', ':']).next().unwrap_or_default();
    matches!(
        first,
        "v-model"
            | "ngmodel"
            | "ng-model"
            | "data-ng-model"
            | "formcontrolname"
            | "formcontrol"
            | "asp-for"
            | "x-model"
    ) || ["bind:value", "bind:checked", "bind:group", "wire:model", "th:field", "bind-value", "@bind-value"]
        .iter()
        .any(|known| name.starts_with(known))
        || name == "@bind"
}

/// Whether an element opens and shuts, so that what it is tied to is no value that is typed in.
pub(in crate::input) fn is_shutter(name: &str) -> bool {
    const SHUTTERS: &[&str] = &[
        "modal",
        "dialog",
        "drawer",
        "tabs",
        "tab",
        "pagination",
        "menu",
        "collapse",
        "accordion",
        "popover",
        "wrapper",
        "table",
        "list",
        "panel",
        "overlay",
        "carousel",
        "stepper",
        "form",
        "window",
        "sidebar",
        "actions",
        "item",
    ];
    words(name).last().is_some_and(|last| SHUTTERS.contains(&last.as_str()))
}

/// The words of an element's classes, each class that is written out in full.
fn classes(tree: &Tree<'_>, id: NodeId) -> Vec<String> {
    let values = tree.attributes(id).iter().filter(|one| matches!(one.name, "class" | "className"));
    let written = values.filter_map(|one| match one.value {
        Value::Words(span) => Some(tree.slice(span)),
        _ => None,
    });
    let full = written.flat_map(str::split_whitespace).filter(|class| !class.contains(['{', '}', '<', '$']));
    full.flat_map(words).collect()
}

fn names_pair(names: &[String], first: &str, seconds: &[&str]) -> bool {
    names.windows(2).any(|pair| pair[0] == first && seconds.contains(&pair[1].as_str()))
}

fn has_pair(classes: &[String], first: &str, second: &str) -> bool {
    classes.windows(2).any(|pair| pair[0] == first && pair[1] == second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_known_by_their_names() {
        for name in
            ["input", "VTextField", "b-input", "Input.Password", "HiddenInput", "el-select", "f:textbox", "InputNumber"]
        {
            assert!(is_named_input(name), "{name}");
        }
        for name in
            ["InputLabel", "InputGroup", "div", "InputHelp", "Form.Item", "Controller", "TextContent", "b-button"]
        {
            assert!(!is_named_input(name), "{name}");
        }
    }

    #[test]
    fn words_of_names() {
        assert_eq!(words("FormHelperText"), ["form", "helper", "text"]);
        assert_eq!(words("f:entry"), ["f", "entry"]);
        assert_eq!(words("fieldSet__text"), ["field", "set", "text"]);
    }
}
