//! The script that words are written in, which tells that they are not English where nothing else tells the language.

use super::prose::is_ideographic;
use crate::field::Text;

/// How many letters of an alphabet say as much as one sign of a script without one.
const LETTERS_A_SIGN: usize = 3;

/// Whether most of what texts say is in another script than the Latin one.
pub fn is_in_other_script(texts: &[Text]) -> bool {
    let (mut latin, mut other) = (0, 0);
    for letter in texts.iter().flat_map(|text| text.decoded.chars()).filter(|letter| letter.is_alphabetic()) {
        match letter {
            'a'..='z' | 'A'..='Z' | '\u{aa}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => latin += 1,
            _ if is_ideographic(letter) || is_syllable(letter) => other += LETTERS_A_SIGN,
            _ => other += 1,
        }
    }
    other > latin
}

/// The syllables of Korean.
fn is_syllable(letter: char) -> bool {
    ('\u{ac00}'..='\u{d7a3}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{Role, SourceMap};
    use crate::source::Span;

    #[test]
    fn most_of_the_words_tell_the_script() {
        let check = |words: &str, other: bool| {
            let (decoded, map) = (words.to_owned(), SourceMap::verbatim(0));
            let text = Text { role: Role::Label, file: 0, decoded, span: Span::new(0, words.len()), map, tied: None };
            assert_eq!(is_in_other_script(&[text]), other, "{words}");
        };
        check("Webhook 回调地址", true);
        check("事件发生时向 https://a.b 发送通知", true);
        check("Адрес для уведомлений (URL)", true);
        check("عنوان إعادة التوجيه", true);
        check("웹훅 URL", true);
        check("The address (回调) that we call", false);
        check("Où l’acheteur arrive", false);
        check("", false);
    }
}
