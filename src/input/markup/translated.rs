//! Stretches of a file whose words are looked up as they stand: what encloses them takes them for the key of their
//! translations, as `<Trans>` and `{% blocktrans %}` do.

use super::tree::{Kind, NodeId, Tree, Value};
use crate::field::{Text, Tie};
use crate::source::Span;

/// The stretches of a file.
#[derive(Debug, Default)]
pub(super) struct Translated(Vec<Span>);

/// Elements whose content is a message.
const ELEMENTS: &[&str] = &[
    "Trans",
    "T",
    "Translate",
    "Translated",
    "FormattedMessage",
    "FormattedHTMLMessage",
    "Message",
    "Plural",
    "trans",
];

/// Attributes that give such an element a key of its own, so that its words are only what is shown without a translation.
const KEYS: &[&str] = &["id", "i18nkey", "i18n-key", "keypath", "name"];

/// Attributes by which the content of any element is a message.
const MARKS: &[&str] = &["i18n", "translate", "v-translate"];

/// Pieces of template languages between which a message stands.
const BLOCKS: &[(&str, &str)] = &[
    ("{% blocktrans", "{% endblocktrans"),
    ("{% blocktranslate", "{% endblocktranslate"),
    ("{% trans", "{% endtrans"),
    ("{%- trans", "{%- endtrans"),
    ("{% translate", "{% endtranslate"),
    ("{t}", "{/t}"),
    ("{{#t}}", "{{/t}}"),
    ("{{#trans}}", "{{/trans}}"),
];

impl Translated {
    /// The stretches of a tree's file.
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let elements = (0..tree.len()).flat_map(|id| of_element(tree, id));
        let text = tree.slice(tree.node(0).span);
        let blocks = BLOCKS.iter().flat_map(|&(open, close)| between(text, open, close));
        Translated(elements.chain(blocks).collect())
    }

    /// Ties texts of an input to the stretches that they stand in; what holds the input too is no message.
    pub(super) fn tie(&self, texts: &mut [Text], input: Span) {
        for text in texts {
            let start = text.map.span(0..1);
            if self.0.iter().any(|stretch| stretch.contains(start) && !stretch.contains(input)) {
                text.tied = text.tied.max(Some(Tie::Key));
            }
        }
    }
}

fn of_element(tree: &Tree<'_>, id: NodeId) -> Vec<Span> {
    let node = tree.node(id);
    let Kind::Element(name) = node.kind else { return Vec::new() };
    let mut found = Vec::new();
    let attributes = tree.attributes(id);
    let has_key = || attributes.iter().any(|one| KEYS.contains(&one.name.to_ascii_lowercase().as_str()));
    if ELEMENTS.contains(&name) && !has_key() {
        found.push(node.span);
    }
    for one in attributes {
        let written = |value: Value| match value {
            Value::Words(span) | Value::Code(span) | Value::Key(span) => tree.slice(span),
            Value::Bare => "",
        };
        // Angular writes a name for the message behind two signs; a plain `translate` has its key as its value.
        let has_name = match one.name {
            "i18n" => written(one.value).contains("@@"),
            _ => one.value != Value::Bare,
        };
        if MARKS.contains(&one.name) && !has_name {
            found.push(node.span);
        }
        let marked = one.name.strip_prefix("i18n-").filter(|_| !written(one.value).contains("@@"));
        if let Some(Value::Words(span)) = marked.and_then(|marked| tree.value(id, marked)) {
            found.push(span);
        }
    }
    found
}

/// What stands between an opening piece and the next closing one.
fn between(text: &str, open: &str, close: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), open.as_bytes()) {
        let from = at + open.len();
        let Some(end) = text[from..].find(close).map(|found| from + found) else { break };
        // A piece with a string of its own has no end, and one that begins anew shows it.
        if !text[from..end].contains(open) {
            found.push(Span::new(at, end));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_stand_between_pieces() {
        let text = "{% trans 'a' %} b {% trans %}c{% endtrans %} d {% trans %}e{% endtrans %}";
        let found: Vec<&str> =
            between(text, "{% trans", "{% endtrans").iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, ["{% trans %}c", "{% trans %}e"]);
        assert!(between("{% trans 'a' %}", "{% trans", "{% endtrans").is_empty());
    }
}
