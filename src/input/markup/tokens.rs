//! Cuts code into tokens that JavaScript, Ruby, PHP, Go, Python and C# share.

use super::pieces::string_end;

/// Tokens that are looked at; a longer expression is a program.
const TOKENS_LIMIT: usize = 3_000;

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'c> {
    /// A name with its path: `$t`, `i18n.t`, `$this->form->label`, `I18n::t`.
    Path(&'c str),
    /// A string, without its quotes.
    String(&'c str),
    /// A Ruby symbol, without its colon.
    Symbol(&'c str),
    /// A mark; of comparisons the first, whatever it is, is `=`.
    Mark(u8),
}

/// The tokens of an expression with the byte that each begins at, its quote or colon left out.
pub(super) fn tokens(code: &str) -> Vec<(Token<'_>, usize)> {
    let bytes = code.as_bytes();
    let mut found: Vec<(Token<'_>, usize)> = Vec::new();
    let mut at = 0;
    while at < bytes.len() && found.len() < TOKENS_LIMIT {
        let byte = bytes[at];
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        match byte {
            b'"' | b'\'' | b'`' => match string_end(bytes, at, byte, bytes.len()) {
                Some(end) => {
                    found.push((Token::String(&code[at + 1..end]), at + 1));
                    at = end + 1;
                }
                None => at += 1,
            },
            b'/' if next == b'/' && !matches!(at.checked_sub(1).map(|before| bytes[before]), Some(b':')) => {
                at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
            }
            b'/' if next == b'*' => {
                at = memchr::memmem::find(&bytes[at..], b"*/").map_or(bytes.len(), |end| at + end + 2);
            }
            b':' if is_name_byte(next) && !next.is_ascii_digit() && (at == 0 || b" (,[".contains(&bytes[at - 1])) => {
                let end = at + 1 + bytes[at + 1..].iter().take_while(|byte| is_name_byte(**byte)).count();
                found.push((Token::Symbol(&code[at + 1..end]), at + 1));
                at = end;
            }
            _ if is_name_byte(byte) => {
                let end = path_end(bytes, at);
                found.push((Token::Path(&code[at..end]), at));
                at = end;
            }
            b'=' | b'!' | b'<' | b'>' if next == b'=' || (byte == b'=' && next == b'>') => {
                found.push((Token::Mark(b'='), at));
                at += 2 + usize::from(bytes.get(at + 2) == Some(&b'='));
            }
            b'|' | b'&' if next == byte => {
                found.push((Token::Mark(b'?'), at));
                // What stands before `&&` is a condition, what stands before `||` may be shown.
                if byte == b'|' {
                    found.pop();
                    found.push((Token::Mark(b'+'), at));
                }
                at += 2;
            }
            _ if byte.is_ascii_whitespace() => at += 1,
            _ => {
                found.push((Token::Mark(byte), at));
                at += 1;
            }
        }
    }
    found
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

/// The end of a name with its path.
fn path_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    loop {
        at += bytes[at..].iter().take_while(|byte| is_name_byte(**byte)).count();
        let joint = match &bytes[at..] {
            [b'.', next, ..] if is_name_byte(*next) => 1,
            [b'?', b'.', next, ..] | [b'-', b'>', next, ..] | [b':', b':', next, ..] if is_name_byte(*next) => 2,
            _ => return at,
        };
        at += joint;
    }
}
