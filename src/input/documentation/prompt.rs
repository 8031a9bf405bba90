//! Words that ask for a value to be filled in somewhere: `In the **Reply URL** field, enter: …`.

use super::heading::names_a_value;
use super::lead::{Lead, Mark};
use super::name::word_name;

/// What such words begin with, before the name that they fill in.
const BEGINNINGS: [&str; 6] = ["in the ", "in ", "under ", "for ", "next to ", "on the "];
/// What they tell to do.
const STEPS: [&str; 8] = ["enter", "add", "paste", "type", "fill in", "set", "put", "use"];
/// Bytes between the name and what is to be done.
const REACH: usize = 40;

/// The name in bold type of what words ask to fill in; `shows_value` says that a value follows them.
pub(super) fn prompt(words: &str, shows_value: bool) -> Option<Lead> {
    let open = words.find("**").filter(|&open| open < REACH)? + 2;
    let before = words[..open - 2].trim_start().to_lowercase();
    let close = open + words[open..].find("**")?;
    let name = word_name(words, open..close).filter(|name| names_a_value(&words[name.clone()]))?;
    let rest = words[close + 2..].to_lowercase();
    let first_words = crate::source::beginning(&rest, REACH);
    let asks = STEPS.iter().any(|step| {
        let at = first_words.find(step).filter(|&at| !first_words[..at].contains(['.', '\n']));
        at.is_some_and(|at| first_words[..at].ends_with([' ', ',']))
    });
    let has_value = (words.trim_end().ends_with(':') && shows_value) || rest.contains("://");
    let rest = 0..words.len();
    let lead = Lead { mark: Mark::Strong, names: vec![name], notes: Vec::new(), rest, is_set_off: true };
    (BEGINNINGS.contains(&before.as_str()) && asks && has_value).then_some(lead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_filled_in_where_a_value_follows() {
        let check = |words: &str, shows_value: bool, name: Option<&str>| {
            let found = prompt(words, shows_value).map(|lead| words[lead.names[0].clone()].to_owned());
            assert_eq!(found.as_deref(), name, "{words}");
        };
        check("In the **Authorized redirect URIs** section, enter:", true, Some("Authorized redirect URIs"));
        check("In the **Reply URL** field, paste `https://a.b/c`.", false, Some("Reply URL"));
        check("In the **Reply URL** field, enter:", false, None);
        check("In the **Reply URL** field you see it.\nAdd it:", true, None);
        check("Open the **Reply URL** tab and enter:", true, None);
        check("In the **Console**, enter:", true, None);
        check("In the **重定向 URI** ，enter", true, None);
    }
}
