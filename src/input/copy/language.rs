//! Languages as file names and root keys write them.

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

/// A language tag of a word such as `de`, `pt_BR`, `zh-Hans` or `en-rUS`; none where it is no language.
pub fn language_code(word: &str) -> Option<String> {
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
    let mut segments = path.rsplit('/');
    let name = segments.next()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    language_of_stem(stem).or_else(|| segments.find_map(language_of_folder))
}

/// The language in a file's name without its ending: all of it, or what follows a separator.
pub fn language_of_stem(stem: &str) -> Option<String> {
    let after = stem.char_indices().filter(|(_, character)| matches!(character, '.' | '_' | '-'));
    std::iter::once(stem).chain(after.map(|(at, _)| &stem[at + 1..])).find_map(language_code)
}

/// A path with `*` for the language in it, which files that translate each other have in common; a file whose name has
/// none but may be a default (`messages.properties`, `values/strings.xml`) is of the family of those that have one.
pub fn family_of_path(path: &str) -> Option<String> {
    let (folders, name) = path.rsplit_once('/').map_or((None, path), |(folders, name)| (Some(folders), name));
    let (stem, ending) = name.rsplit_once('.')?;
    let in_folder = |name: String| folders.map_or(name.clone(), |folders| format!("{folders}/{name}"));
    if language_code(stem).is_some() {
        return Some(in_folder(format!("*.{ending}")));
    }
    let mut separators = stem.char_indices().filter(|(_, character)| matches!(character, '.' | '_' | '-'));
    if let Some((at, _)) = separators.find(|(at, _)| language_code(&stem[at + 1..]).is_some()) {
        return Some(in_folder(format!("{}*.{ending}", &stem[..at])));
    }
    let mut parts: Vec<String> = path.split('/').map(ToOwned::to_owned).collect();
    let last = parts.len() - 1;
    let of_language = |part: &String| language_of_folder(part).is_some() || part == "values" || part == "Base.lproj";
    if let Some(at) = parts[..last].iter().rposition(of_language) {
        let part = &parts[at];
        parts[at] = match () {
            _ if part.starts_with("values") => "values*".to_owned(),
            _ if part.ends_with(".lproj") => "*.lproj".to_owned(),
            _ => "*".to_owned(),
        };
        return Some(parts.join("/"));
    }
    let may_be_default = matches!(ending, "properties" | "resx" | "resw");
    may_be_default.then(|| in_folder(format!("{stem}*.{ending}")))
}

fn language_of_folder(folder: &str) -> Option<String> {
    let name = folder.strip_prefix("values-").or_else(|| folder.strip_suffix(".lproj")).unwrap_or(folder);
    language_code(name.strip_prefix("b+").map_or(name.to_owned(), |name| name.replace('+', "-")).as_str())
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
        assert_eq!(language_of_path("res/values/strings.xml"), None);
        assert_eq!(language_of_path("src/messages.ts"), None);
    }
}
