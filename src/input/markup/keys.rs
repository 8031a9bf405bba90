//! Whether a file has inputs whose words stand behind keys: a scan without a parse, for whoever has to decide which files
//! are read together.

/// What only a file with inputs holds.
const INPUTS: &[&str] = &["nput", "ield", "textarea", "ngModel", "v-model", "f:entry", "<select", "text_area", "Form."];

/// What only a file with keys holds, whatever stands before it.
const KEYS: &[&str] = &[
    "$t(",
    "i18n",
    "I18n",
    "gettext",
    "ranslate",
    "<Trans",
    "% trans",
    "trans(",
    ".Tr ",
    "{{tr ",
    "{{ tr ",
    "ormatMessage",
    "FormattedMessage",
    "Localizer",
    "keypath",
    "__(",
    "@lang",
    "${%",
    "#{",
    " l :",
    " l(:",
    "{m.",
];

/// The same where no letter stands before it.
const CALLS: &[&str] = &["t('", "t(\"", "t(`", "t(:", "_('", "_(\"", "t '", "t \"", "T(\"", "tr(", "th('", "th(\""];

/// Whether a text may hold an input with a key.
pub(in crate::input) fn uses_keys(text: &str) -> bool {
    let has = |mark: &&str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    INPUTS.iter().any(has) && (KEYS.iter().any(has) || CALLS.iter().any(|mark| has_call(text, mark)))
}

fn has_call(text: &str, mark: &str) -> bool {
    let mut found = memchr::memmem::find_iter(text.as_bytes(), mark.as_bytes());
    found.any(|at| {
        !text[..at].bytes().next_back().is_some_and(|before| before.is_ascii_alphanumeric() || before == b'_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_from_other_calls() {
        assert!(uses_keys("<Input label={t('hook.url')} />"));
        assert!(uses_keys("<input placeholder=\"{{ 'hook.url' | translate }}\">"));
        assert!(!uses_keys("<input name=\"url\">{import('x')}{set(\"y\")}"));
        assert!(!uses_keys("t('hook.url')"));
    }
}
