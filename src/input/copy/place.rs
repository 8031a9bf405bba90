//! Whether a file lies where locale files lie, or is named as they are.

use super::language::{language_code, language_of_stem};

/// Folders that hold locale files.
const FOLDERS: &[&str] = &[
    "_locales",
    "i18n",
    "intl",
    "l10n",
    "lang",
    "langs",
    "language",
    "languages",
    "lc_messages",
    "locale",
    "locales",
    "localisation",
    "localization",
    "localizations",
    "messages",
    "nls",
    "translation",
    "translations",
];

/// Names of locale files, and what their names begin or end with beside a language.
const STEMS: &[&str] = &[
    "app",
    "applicationresources",
    "default",
    "defaultmessages",
    "i18n",
    "intl",
    "l10n",
    "labels",
    "lang",
    "language",
    "locale",
    "localizable",
    "localization",
    "messages",
    "nls",
    "resources",
    "sharedresources",
    "strings",
    "text",
    "texts",
    "translation",
    "translations",
    "ui",
];

/// The name of a file without folders and without its last ending.
pub fn stem_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether its folders or its name say that it is a locale file. What it holds has the last word.
pub fn is_locale_place(path: &str) -> bool {
    let mut segments = path.rsplit('/');
    segments.next();
    let folder_says = |folder: &str| {
        let folder = folder.to_ascii_lowercase();
        FOLDERS.contains(&folder.as_str()) || folder.ends_with(".lproj") || folder.starts_with("values")
    };
    segments.any(folder_says) || is_locale_name(stem_of(path))
}

fn is_locale_name(stem: &str) -> bool {
    let lower = stem.to_ascii_lowercase();
    if language_code(stem).is_some() || lower.contains(".nls") {
        return true;
    }
    let known = lower.split(['.', '_', '-']).any(|word| STEMS.contains(&word));
    let only = STEMS.contains(&lower.as_str()) && !["app", "default", "text", "ui"].contains(&lower.as_str());
    only || (known && language_of_stem(stem).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locale_files_are_told_by_their_place() {
        let locale = [
            "src/lang/en.json",
            "en_US.ts",
            "messages_fr.properties",
            "app_en.arb",
            "a/messages.ts",
            "package.nls.json",
        ];
        for path in locale {
            assert!(is_locale_place(path), "{path}");
        }
        for path in ["package.json", "src/app.ts", "tsconfig.json", "docker-compose.yml", "config.ini"] {
            assert!(!is_locale_place(path), "{path}");
        }
    }
}
