//! Which characters the fast reader takes: all that are printable, with line feeds, tabs, and returns before line feeds.
//!
//! It is one scan over the whole text, so that no later step has to think of them.

/// Bytes that are looked at together: enough for the compiler to use wide registers.
const CHUNK: usize = 256;

/// The place of the first character that is not ordinary; a byte order mark at the beginning is.
pub fn first_odd(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut start = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    while start < bytes.len() {
        let end = (start + CHUNK).min(bytes.len());
        let is_suspect = bytes[start..end].iter().fold(false, |suspect, &byte| suspect | is_suspect(byte));
        if is_suspect && let Some(odd) = (start..end).find(|&at| is_odd(bytes, at)) {
            return Some(odd);
        }
        start = end;
    }
    None
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Whether a byte may be odd, or begin a character that is.
fn is_suspect(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\n') & (byte != b'\t') | (byte >= 0x7f)
}

/// Whether an odd character begins here.
fn is_odd(bytes: &[u8], at: usize) -> bool {
    match bytes[at..] {
        [b'\r', b'\n', ..] | [b'\n' | b'\t', ..] => false,
        [0..b' ' | 0x7f, ..] => true,
        // U+0080 to U+009F are controls; U+FEFF is for the beginning of a text; U+FFFE and U+FFFF are no characters.
        [0xc2, 0x80..0xa0, ..] | [0xef, 0xbb, 0xbf, ..] | [0xef, 0xbf, 0xbe..=0xbf, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_looked_at_wherever_they_stand() {
        let odd = ['\0', '\u{b}', '\u{1f}', '\u{7f}', '\u{80}', '\u{85}', '\u{9f}', '\u{feff}', '\u{ffff}', '\r'];
        for before in [0, 1, 250, 255, 256, 300] {
            let before = "x".repeat(before);
            for odd in odd.into_iter().filter(|&odd| odd != '\u{feff}' || !before.is_empty()) {
                assert_eq!(first_odd(&format!("{before}{odd}é")), Some(before.len()), "{odd:?}");
            }
            for ordinary in ["\t", "\n", "\r\n", "~", "\u{a0}", "é", "\u{2028}", "\u{fffd}", "😀"] {
                assert_eq!(first_odd(&format!("{before}{ordinary}x")), None, "{ordinary:?}");
            }
        }
        assert_eq!((first_odd("\u{feff}a"), first_odd("\u{feff}\u{feff}")), (None, Some(3)));
    }
}
