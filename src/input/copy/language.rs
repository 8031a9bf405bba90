//! Languages as file names and root keys write them.

use crate::rulebook::SOURCE_LANGUAGE;

/// Two-letter codes of ISO 639-1, and the longer ones that products really ship; `qqq` is what MediaWiki tells its
/// translators.
const CODES: &str = " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz \
     ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu \
     iw ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd \
     ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su \
     sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu \
     aeb aln ang anp arn arq ary arz ast atj avk awa azb bbc bcc bcl ber bew bgn bho bjn blk bpy bqi brh bto ceb chr chy \
     ckb cps crh csb csi dag diq dsb dtp dty egl eml fil fon frc frp frr fur gag gan gcr glk gom gor gpe grc gsw guc gur \
     guw hak haw hif hil hne hno hrx hsb hsn hyw ike ilo inh izh jut kaa kab kbd kbp kcg khw kiu kjh kjp kmr knc koi krc \
     krj krl ksh ksw kum lbe lez lfn lij lki lld lmo lrc ltg lus luz lzh lzz mai mdf mhr mnc mni mnw mrh mrj mwl myv mzn \
     nap nds nia niu nmz nog nqo nso nys olo pap pcd pdc pdt pfl pih pms pnb pnt prg pwn qqq quc qug rgn rif rki rmc rmy \
     rsk rue rup rut ryu sah scn sco sdc sdh sei ses sgs shi shn shy sjd skr sli sly sma smn srn srq stq sty sxu syl szl \
     tay tcy tet tly tok trv tyv tzm udm vec vep vls vmf vmw vot vro wls wuu xal xmf yrl yue zea zgh ";

/// A language tag of a word such as `de`, `pt_BR`, `zh-Hans` or `en-rUS`; none where it is no language. A manner of a language
/// that has no tag, such as `de_Informal`, is the language.
pub fn language_code(word: &str) -> Option<String> {
    exact_code(word).or_else(|| {
        let (language, manner) = word.split_once(['_', '-', '@'])?;
        let (first, rest) = manner.split_at_checked(1)?;
        let is_manner = first.bytes().all(|byte| byte.is_ascii_uppercase())
            && rest.len() > 2
            && rest.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_language = is_manner && language.bytes().all(|byte| byte.is_ascii_lowercase());
        exact_code(language).filter(|_| is_language)
    })
}

/// Whether a language is the one that products are written in, whatever its region.
pub fn is_source_language(language: &str) -> bool {
    language.split('-').next() == Some(SOURCE_LANGUAGE)
}

fn exact_code(word: &str) -> Option<String> {
    let mut parts = word.split(['-', '_', '@']);
    let first = parts.next()?.to_ascii_lowercase();
    if !(2..=3).contains(&first.len()) || !CODES.contains(&format!(" {first} ")) {
        return None;
    }
    let mut tag = first;
    for part in parts {
        let part = part.strip_prefix('r').filter(|rest| rest.len() == 2).unwrap_or(part);
        let is_alphabetic = part.chars().all(|character| character.is_ascii_alphabetic());
        let is_number = part.len() == 3 && part.chars().all(|character| character.is_ascii_digit());
        tag.push('-');
        match part.len() {
            2 if is_alphabetic => tag.push_str(&part.to_ascii_uppercase()),
            4 if is_alphabetic => {
                tag.push_str(&part[..1].to_ascii_uppercase());
                tag.push_str(&part[1..].to_ascii_lowercase());
            }
            5 if is_alphabetic => tag.push_str(&part.to_ascii_lowercase()),
            _ if is_number => tag.push_str(part),
            _ => return None,
        }
    }
    Some(tag)
}

/// The language that a path names: in the file's name, else in the nearest folder's.
pub fn language_of_path(path: &str) -> Option<String> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    language_of_stem(stem).or_else(|| {
        let folders: Vec<&str> = folders.split('/').collect();
        (0..folders.len()).rev().find_map(|at| language_of_folder(&folders, at))
    })
}

/// The language in a file's name without its ending: all of it, or what follows a separator.
pub fn language_of_stem(stem: &str) -> Option<String> {
    let stem = without_inner_ending(stem);
    let after = stem.char_indices().filter(|(_, character)| matches!(character, '.' | '_' | '-'));
    language_code(stem).or_else(|| after.map(|(at, _)| &stem[at + 1..]).find_map(exact_code))
}

/// The language of a page of documentation, which stands before its ending (`setup.fr.md`) or is a folder of translations.
pub fn language_of_page(path: &str) -> Option<String> {
    /// Names of sites end in these.
    const DOMAINS: [&str; 4] = ["io", "co", "to", "so"];
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let before_ending = stem.rsplit_once('.').and_then(|(_, code)| exact_code(code));
    before_ending.filter(|code| !DOMAINS.contains(&code.as_str())).or_else(|| {
        let folders: Vec<&str> = folders.split('/').collect();
        let in_translations = |at: &usize| *at > 0 && PLACES.contains(&folders[at - 1]);
        (0..folders.len()).rev().filter(in_translations).find_map(|at| language_of_folder(&folders, at))
    })
}

/// Folders of which every folder is a language.
const PLACES: [&str; 4] = ["locale", "locales", "i18n", "translations"];

/// A file's stem without the ending of what it was made from: `fr.json` of `fr.json.js`.
fn without_inner_ending(stem: &str) -> &str {
    const ENDINGS: [&str; 7] = ["json", "yml", "yaml", "js", "mjs", "cjs", "ts"];
    match stem.rsplit_once('.') {
        Some((inner, ending)) if ENDINGS.contains(&ending) => inner,
        _ => stem,
    }
}

/// A path with `*` for the language in it, which files that translate each other have in common; a file whose name has
/// none but may be a default (`messages.properties`, `values/strings.xml`) is of the family of those that have one.
pub fn family_of_path(path: &str) -> Option<String> {
    let (folders, name) = path.rsplit_once('/').map_or((None, path), |(folders, name)| (Some(folders), name));
    let stem = without_inner_ending(name.rsplit_once('.')?.0);
    let ending = &name[stem.len() + 1..];
    let in_folder = |name: String| folders.map_or(name.clone(), |folders| format!("{folders}/{name}"));
    if language_code(stem).is_some() {
        return Some(in_folder(format!("*.{ending}")));
    }
    let mut separators = stem.char_indices().filter(|(_, character)| matches!(character, '.' | '_' | '-'));
    if let Some((at, _)) = separators.find(|(at, _)| exact_code(&stem[at + 1..]).is_some()) {
        return Some(in_folder(format!("{}*.{ending}", &stem[..at])));
    }
    let parts: Vec<&str> = path.split('/').collect();
    let folders = &parts[..parts.len() - 1];
    let of_language = |&at: &usize| {
        language_of_folder(folders, at).is_some() || folders[at] == "values" || folders[at] == "Base.lproj"
    };
    if let Some(at) = (0..folders.len()).rev().find(of_language) {
        let part = match folders[at] {
            part if part.starts_with("values") => "values*",
            part if part.ends_with(".lproj") => "*.lproj",
            _ => "*",
        };
        return Some([&parts[..at], &[part], &parts[at + 1..]].concat().join("/"));
    }
    let may_be_default = matches!(ending, "properties" | "resx" | "resw");
    may_be_default.then(|| in_folder(format!("{stem}*.{ending}")))
}

/// The language that one of the folders of a path names; where folders of languages lie, one need not be known.
fn language_of_folder(folders: &[&str], at: usize) -> Option<String> {
    let folder = folders[at];
    let name = folder.strip_prefix("values-").or_else(|| folder.strip_suffix(".lproj")).unwrap_or(folder);
    let known = language_code(name.strip_prefix("b+").map_or(name.to_owned(), |name| name.replace('+', "-")).as_str());
    known.or_else(|| {
        let above = at.checked_sub(1).map(|above| folders[above]);
        let holds_messages = folders.get(at + 1).is_some_and(|inner| inner.eq_ignore_ascii_case("LC_MESSAGES"));
        let beside_languages =
            above.is_some_and(|above| PLACES[..2].contains(&above)) && !NO_LANGUAGES.contains(&folder);
        (holds_messages || beside_languages).then(|| unknown_code(folder)).flatten()
    })
}

/// Folders among languages that are parts of a program.
const NO_LANGUAGES: [&str; 20] = [
    "all", "api", "app", "bin", "cli", "cms", "dev", "doc", "ios", "lib", "new", "old", "raw", "sdk", "src", "tmp",
    "ui", "web", "mac", "pwa",
];

/// A folder's name as the tag of a language that is not known, where it has the form of one.
fn unknown_code(folder: &str) -> Option<String> {
    let (code, rest) = folder.split_once(['_', '-', '@']).unwrap_or((folder, ""));
    let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase());
    let has_form = rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    (is_code && has_form).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn translations_of_one_file_are_one_family() {
        let check = |one: &str, other: &str| {
            assert!(family_of_path(one).is_some(), "{one}");
            assert_eq!(family_of_path(one), family_of_path(other), "{one} {other}");
        };
        check("locales/en.json", "locales/pt-BR.json");
        check("config/locales/doorkeeper.en.yml", "config/locales/doorkeeper.de.yml");
        check("res/values/strings.xml", "res/values-de/strings.xml");
        check("messages.properties", "messages_fr.properties");
        check("locale/fr/LC_MESSAGES/django.po", "locale/de/LC_MESSAGES/django.po");
        check("locale/en/LC_MESSAGES/a.po", "locale/tlh/LC_MESSAGES/a.po");
        check("translations/en.json.js", "translations/de_Informal.json.js");
        check("app/Base.lproj/Localizable.strings", "app/de.lproj/Localizable.strings");
        assert_ne!(family_of_path("a/en.json"), family_of_path("b/de.json"));
        assert_eq!(family_of_path("src/messages.ts"), None);
    }

    #[test]
    fn languages_are_told_by_names() {
        let check =
            |path: &str, language: &str| assert_eq!(language_of_path(path).as_deref(), Some(language), "{path}");
        check("locales/en.json", "en");
        check("config/locales/doorkeeper.de-DE.yml", "de-DE");
        check("messages_fr.properties", "fr");
        check("conf/locale/locale_en-US.ini", "en-US");
        check("src/locales/pt_BR/common.json", "pt-BR");
        check("res/values-zh-rCN/strings.xml", "zh-CN");
        check("res/values-b+sr+Latn/strings.xml", "sr-Latn");
        check("Resources/zh-Hans.lproj/Localizable.strings", "zh-Hans");
        check("locale/fr/LC_MESSAGES/django.po", "fr");
        check("l10n/app_en.arb", "en");
        check("locale/enm/LC_MESSAGES/django.po", "enm");
        check("a/locale/peo/LC_MESSAGES/a.po", "peo");
        check("a/locales/qaa/common.json", "qaa");
        check("locale/de_Informal/LC_MESSAGES/django.po", "de");
        check("i18n/nl_Informal.json", "nl");
        check("dist/translations/fr.json.js", "fr");
        check("dist/translations/zh-Hans.json.mjs", "zh-Hans");
        check("dist/translations/fr.js", "fr");
        for path in ["locales/src/common.json", "locale/common/a.po", "a/enm/a.po"] {
            assert_eq!(language_of_path(path), None, "{path}");
        }
        assert!(is_source_language("en-GB") && !is_source_language("enm"));
        assert_eq!(language_of_path("res/values/strings.xml"), None);
        assert_eq!(language_of_path("src/messages.ts"), None);
    }

    #[test]
    fn a_page_has_the_language_before_its_ending() {
        let check =
            |path: &str, language: Option<&str>| assert_eq!(language_of_page(path).as_deref(), language, "{path}");
        check("docs/setup.zh-CN.mdx", Some("zh-CN"));
        check("docs/setup.fr.md", Some("fr"));
        check("i18n/ja/current/setup.md", Some("ja"));
        check("docs/setup.md", None);
        check("docs/id/is-it.md", None);
        check("docs/site.io.md", None);
        check("docs/what-is-it.md", None);
    }
}
