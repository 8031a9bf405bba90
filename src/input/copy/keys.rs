//! Keys as they are written, and the path that each is.

/// The path of a key: a dotted key is several, unless it is a sentence.
pub fn key_path(key: &str) -> Vec<String> {
    let is_sentence = key.chars().any(char::is_whitespace) || key.ends_with(['.', '…']) || key.starts_with('.');
    if is_sentence || !key.contains('.') || key.contains("..") {
        return vec![key.to_owned()];
    }
    key.split('.').map(str::to_owned).collect()
}

/// A key's letters and digits in lower case, so that `redirectURL`, `redirect_url` and `Redirect URL` are one.
pub fn folded(key: &str) -> String {
    let mut all = String::with_capacity(key.len());
    push_folded(&mut all, key);
    all
}

/// Appends a folded key.
pub fn push_folded(to: &mut String, key: &str) {
    match key.is_ascii() {
        true => {
            to.extend(key.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())))
        }
        false => to.extend(key.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase)),
    }
}

/// A folded key without the ending of a plural.
pub fn singular(folded: &str) -> &str {
    folded.strip_suffix('s').filter(|rest| rest.len() > 2 && !rest.ends_with('s')).unwrap_or(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dotted_key_is_a_path_and_a_sentence_is_none() {
        assert_eq!(key_path("settings.webhooks.url"), ["settings", "webhooks", "url"]);
        assert_eq!(key_path("Webhook URL"), ["Webhook URL"]);
        assert_eq!(key_path("Saved."), ["Saved."]);
        assert_eq!(key_path("e.g. https://example.com"), ["e.g. https://example.com"]);
    }

    #[test]
    fn keys_are_compared_without_case_and_separators() {
        assert_eq!(folded("redirect_URL-s"), "redirecturls");
        assert_eq!(singular("callbackurls"), "callbackurl");
        assert_eq!(singular("address"), "address");
    }
}
