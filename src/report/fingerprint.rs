//! What makes a finding the same finding in the next run: its file, the field's pointer and its rules, but no line number,
//! so that text which moves is not reported anew.

use super::Reported;

/// What tells findings apart: the file, the field's pointer or else the message, and the rules.
pub fn identity<'a>(reported: &Reported<'a>) -> (&'a str, &'a str, &'a [String]) {
    let finding = reported.finding;
    let about = finding.pointer.as_ref().map_or(finding.message.as_str(), |pointer| pointer.0.as_str());
    (reported.sources[finding.place.file].path(), about, &finding.rules)
}

/// The identity as 16 hexadecimal digits, a number being added where several findings of a file share one.
pub fn fingerprint(reported: &Reported) -> String {
    let (file, about, rules) = identity(reported);
    let mut hash = Fnv::default();
    [file, about].into_iter().chain(rules.iter().map(String::as_str)).for_each(|part| hash.add(part));
    match reported.repeated {
        0 => format!("{:016x}", hash.0),
        more => format!("{:016x}-{more}", hash.0),
    }
}

/// FNV-1a in 64 bits, <http://www.isthe.com/chongo/tech/comp/fnv/>: the hasher of the standard library may give other
/// numbers in its next release.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Adds a part and its end, so that "ab", "c" is not "a", "bc".
    fn add(&mut self, part: &str) {
        for byte in part.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        // The published value of FNV-1a for "foobar", continued by the byte that ends a part.
        let mut hash = Fnv::default();
        hash.add("foobar");
        let published: u64 = 0x85944171f73967e8;
        assert_eq!(hash.0, (published ^ 0xff).wrapping_mul(0x0100_0000_01b3));
    }
}
