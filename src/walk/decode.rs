//! From bytes to text: UTF-8, or UTF-16 with a byte order mark; anything else is no text.

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

/// Decodes what was read of a file.
pub fn decode_bytes(bytes: Bytes) -> Decoded {
    match bytes {
        Bytes::Whole(bytes) => decode(bytes),
        Bytes::Beginning(bytes) => match decode(bytes) {
            Decoded::Text(beginning) | Decoded::NotText { lossy: beginning, .. } | Decoded::TooLarge { beginning } => {
                Decoded::TooLarge { beginning }
            }
        },
    }
}

/// Decodes the bytes of a file.
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
