//! From bytes to text: UTF-8, UTF-16 with a byte order mark, or the Latin letters of one byte each where a file says so;
//! anything else is no text.

use super::bounded::Bytes;

/// What the bytes of a file say.
#[derive(Debug, PartialEq, Eq)]
pub enum Decoded {
    /// A text; a byte order mark is kept as its first character.
    Text(String),
    /// Bytes that are no text.
    NotText {
        /// The bytes as far as they can be shown.
        lossy: String,
        /// Where in `lossy` the trouble begins.
        offset: usize,
        /// What is wrong, lower case and without a final stop.
        reason: &'static str,
    },
    /// More bytes than are read.
    TooLarge {
        /// The first of them, as far as they can be shown.
        beginning: String,
    },
}

/// Decodes what was read of a file of that name.
pub fn decode_bytes(name: &str, bytes: Bytes) -> Decoded {
    match bytes {
        Bytes::Whole(bytes) => decode_file(name, bytes),
        Bytes::Beginning(bytes) => match decode(bytes) {
            Decoded::Text(beginning) | Decoded::NotText { lossy: beginning, .. } | Decoded::TooLarge { beginning } => {
                Decoded::TooLarge { beginning }
            }
        },
    }
}

/// Decodes the bytes of a file of that name, which may be in another encoding by what it says of itself.
pub fn decode_file(name: &str, bytes: Vec<u8>) -> Decoded {
    // Nearly all files are UTF-8, and what is can be nothing else.
    match std::str::from_utf8(&bytes) {
        Err(_) if memchr::memchr(0, &bytes).is_none() && says_latin(name, &bytes) => {
            Decoded::Text(bytes.iter().map(|&byte| of_windows_1252(byte)).collect())
        }
        _ => decode(bytes),
    }
}

/// Whether a file is in ISO 8859-1 or windows-1252, which are read alike. Java's bundles are, unless they are UTF-8.
fn says_latin(name: &str, bytes: &[u8]) -> bool {
    const NAMES: [&str; 4] = ["iso-8859-1", "windows-1252", "latin1", "cp1252"];
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let mut said = head.match_indices("charset=").chain(head.match_indices("encoding="));
    let is_latin = said.any(|(at, key)| {
        let value = head[at + key.len()..].trim_start_matches(['"', '\'']);
        NAMES.iter().any(|name| {
            let behind = value.strip_prefix(name);
            behind.is_some_and(|behind| !behind.starts_with(|c: char| c.is_ascii_alphanumeric()))
        })
    });
    is_latin || name.to_ascii_lowercase().ends_with(".properties")
}

/// The character of a byte, by <https://encoding.spec.whatwg.org/#index-windows-1252>.
fn of_windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => FROM_80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Decodes bytes that say nothing of themselves.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        _ => decode_utf8(bytes),
    }
}

fn decode_utf8(bytes: Vec<u8>) -> Decoded {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            // What stands before the trouble is the same in the lossy text, so the offset holds there too.
            let offset = error.utf8_error().valid_up_to();
            let lossy = String::from_utf8_lossy(error.as_bytes()).into_owned();
            return Decoded::NotText { lossy, offset, reason: "the file is not UTF-8 from this byte on" };
        }
    };
    match memchr::memchr(0, text.as_bytes()) {
        Some(offset) => Decoded::NotText { lossy: text, offset, reason: "the file holds a NUL byte, so it is no text" },
        None => Decoded::Text(text),
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let units = bytes.chunks(2).map(|pair| unit([pair[0], pair.get(1).copied().unwrap_or_default()]));
    let mut text = String::from('\u{feff}');
    for character in char::decode_utf16(units) {
        match character {
            Ok(character) => text.push(character),
            Err(_) => {
                let offset = text.len();
                return Decoded::NotText { lossy: text, offset, reason: "the file is not UTF-16 from this byte on" };
            }
        }
    }
    Decoded::Text(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_byte_order_mark() {
        assert_eq!(decode("\u{feff}a: 1".into()), Decoded::Text("\u{feff}a: 1".into()));
    }

    #[test]
    fn utf_16_of_both_orders_is_text() {
        let little: Vec<u8> = "\u{feff}a: é😀".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}a: é😀".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(little), Decoded::Text("\u{feff}a: é😀".into()));
        assert_eq!(decode(big), Decoded::Text("\u{feff}a: é😀".into()));
    }

    #[test]
    fn latin_letters_are_text_where_a_file_says_so() {
        let text = |name: &str, bytes: &[u8]| match decode_file(name, bytes.to_vec()) {
            Decoded::Text(text) => text,
            Decoded::NotText { .. } | Decoded::TooLarge { .. } => String::new(),
        };
        assert_eq!(
            text("a.xml", b"<?xml version='1.0' encoding='ISO-8859-1'?>\xe9\x80"),
            "<?xml version='1.0' encoding='ISO-8859-1'?>é€"
        );
        assert_eq!(text("a.po", b"charset=iso-8859-1\\n\xfc"), "charset=iso-8859-1\\nü");
        assert_eq!(text("a.po", b"charset=iso-8859-15\\n\xfc"), "");
        assert_eq!(text("m_de.Properties", b"a=\xfc"), "a=ü");
        assert_eq!(text("m_de.properties", "a=ü".as_bytes()), "a=ü");
        assert_eq!(text("a.md", b"a=\xfc"), "");
        assert_eq!(text("a.properties", b"a\0\xfc"), "");
    }

    #[test]
    fn what_is_no_text_has_its_place() {
        let offset = |bytes: &[u8]| match decode(bytes.to_vec()) {
            Decoded::NotText { offset, lossy, .. } => Some((offset, lossy.is_char_boundary(offset))),
            _ => None,
        };
        assert_eq!(offset("é: \u{e9}".as_bytes()), None);
        assert_eq!(offset(b"ab\xff"), Some((2, true)));
        assert_eq!(offset(b"ab\0c"), Some((2, true)));
        assert_eq!(offset(b"\xff\xfea\0\x00\xd8"), Some((4, true)));
    }
}
