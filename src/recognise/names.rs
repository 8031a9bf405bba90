//! Names as patterns see them: `statusCallbackURL` and `STATUS-CALLBACK_URL` are both `status callback url`.

/// The words of a name, in lower case and separated by single blanks.
pub fn words_of(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 8);
    let characters: Vec<char> = name.chars().collect();
    for (at, &character) in characters.iter().enumerate() {
        if !character.is_alphanumeric() {
            blank(&mut words);
            continue;
        }
        if character.is_uppercase() && starts_word(&characters, at) {
            blank(&mut words);
        }
        words.extend(character.to_lowercase());
    }
    words.truncate(words.trim_end().len());
    words
}

fn blank(words: &mut String) {
    if !words.is_empty() && !words.ends_with(' ') {
        words.push(' ');
    }
}

/// Whether an upper-case letter begins a word: after a lower-case letter or digit, or before one at the end of an acronym
/// (`URLPath`), but not before the plural `s` that ends a word (`redirectURIs`).
fn starts_word(characters: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| characters[before]) else { return true };
    if !before.is_uppercase() {
        return true;
    }
    let next = characters.get(at + 1);
    let plural = next == Some(&'s') && characters.get(at + 2).is_none_or(|after| !after.is_lowercase());
    next.is_some_and(|next| next.is_lowercase()) && !plural
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        let check = |name: &str, words: &str| assert_eq!(words_of(name), words, "{name}");
        check("statusCallbackURL", "status callback url");
        check("STATUS-CALLBACK_URL", "status callback url");
        check("redirectURIs", "redirect uris");
        check("URLPath", "url path");
        check("Fintech-Redirect-URL-OK", "fintech redirect url ok");
        check("oauth2_redirect_uri", "oauth2 redirect uri");
        check("n1n2FailureTxfNotifURI", "n1n2 failure txf notif uri");
        check("  ", "");
    }
}
