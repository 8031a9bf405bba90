//! Whether values read like copy: words for people, not settings for programs.

/// Whether a value is words that a person reads: several of them, or one that begins in upper case.
pub fn is_wordy(value: &str) -> bool {
    let value = value.trim();
    if value.starts_with(['/', '.', '@', '$', '#', '\\', '^']) || (value.contains("://") && !value.contains(' ')) {
        return false;
    }
    let is_word = |word: &&str| {
        let word = word.trim_matches(|character: char| !character.is_alphanumeric());
        word.chars().count() > 1 && word.chars().all(|character| character.is_alphabetic() || "'’-".contains(character))
    };
    let mut words = value.split_whitespace().filter(is_word);
    match (words.next(), words.next()) {
        (Some(_), Some(_)) => true,
        (Some(only), None) if !value.contains(char::is_whitespace) => {
            let mut characters = only.chars();
            let first = characters.next().is_some_and(|first| first.is_uppercase() || !first.is_ascii());
            first && characters.any(|character| character.is_lowercase() || !character.is_ascii())
        }
        (Some(_), None) => true,
        // Languages that are written without blanks.
        (None, _) => value.chars().filter(|character| character.is_alphabetic() && !character.is_ascii()).count() > 1,
    }
}

/// A count of a file's values.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leaves {
    /// Values that are strings,
    pub strings: usize,
    /// of which these are words for people.
    pub wordy: usize,
    /// Values that are something else: numbers, truth values, code.
    pub others: usize,
}

impl Leaves {
    /// Counts a string.
    pub fn string(&mut self, value: &str) {
        self.strings += 1;
        self.wordy += usize::from(is_wordy(value));
    }

    /// Whether a file with these values is a locale file, given whether its place says so.
    pub fn look_like_copy(self, in_locale_place: bool) -> bool {
        let Leaves { strings, wordy, others } = self;
        match in_locale_place {
            true => wordy > 0 && others <= strings && wordy * 3 >= strings,
            false => strings >= 8 && others * 20 <= strings && wordy * 10 >= strings * 8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_settings() {
        for value in ["Webhook URL", "Name", "URL of the server", "名前を入力", "Ссылка", "Save {count} items"]
        {
            assert!(is_wordy(value), "{value}");
        }
        for value in
            ["true", "8080", "./src", "https://example.com/a", "^1.2.3", "UTF-8", "com.acme.Main", "node", "1.0"]
        {
            assert!(!is_wordy(value), "{value}");
        }
    }
}
