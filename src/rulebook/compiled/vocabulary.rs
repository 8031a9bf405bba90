//! Word lists, and the forms of English verbs that a list of base forms stands for.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Word lists as written in a rule file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Vocabulary {
    /// Lists of English verbs: `call`, or `send/sent`, or `take/took/taken`, or `drop/dropped/dropped/dropping`.
    ///
    /// A list `calls` gives `<calls>` (call, calls), `<calls-s>` (calls), `<calls-ed>` (past and participle) and `<calls-ing>`.
    #[serde(default)]
    pub verbs: BTreeMap<String, Vec<String>>,
    /// Lists of patterns.
    #[serde(default)]
    pub lists: BTreeMap<String, Vec<String>>,
}

impl Vocabulary {
    /// Adds lists; words for a list that is there already go to its end.
    pub fn add(&mut self, verbs: &BTreeMap<String, Vec<String>>, lists: &BTreeMap<String, Vec<String>>) {
        for (of, added) in [(&mut self.verbs, verbs), (&mut self.lists, lists)] {
            for (name, words) in added {
                of.entry(name.clone()).or_default().extend(words.iter().cloned());
            }
        }
    }

    /// The lists that patterns may name, with the forms of the verbs.
    pub fn lists(&self) -> BTreeMap<String, Vec<String>> {
        let mut lists = self.lists.clone();
        for (name, verbs) in &self.verbs {
            let forms: Vec<Forms> = verbs.iter().map(|verb| forms(verb)).collect();
            let collect = |of: fn(&Forms) -> Vec<String>| forms.iter().flat_map(of).collect::<Vec<_>>();
            lists.insert(name.clone(), collect(|forms| vec![forms.base.clone(), forms.third.clone()]));
            lists.insert(format!("{name}-s"), collect(|forms| vec![forms.third.clone()]));
            lists.insert(format!("{name}-ed"), collect(|forms| forms.past.clone()));
            lists.insert(format!("{name}-ing"), collect(|forms| vec![forms.gerund.clone()]));
        }
        lists
    }
}

struct Forms {
    base: String,
    third: String,
    past: Vec<String>,
    gerund: String,
}

/// The forms of a verb, which may be several words: the first is inflected (`call back`, `calls back`).
fn forms(verb: &str) -> Forms {
    let (head, tail) = verb.split_once(' ').map_or((verb, String::new()), |(head, tail)| (head, format!(" {tail}")));
    let written: Vec<&str> = head.split('/').collect();
    let base = written[0];
    let past = match written.get(1..) {
        Some([]) | None => vec![past(base)],
        Some(forms) => forms.iter().take(2).map(|form| form.to_string()).collect(),
    };
    let gerund = written.get(3).map_or_else(|| gerund(base), |form| form.to_string());
    let with_tail = |form: String| format!("{form}{tail}");
    Forms {
        base: with_tail(base.to_owned()),
        third: with_tail(third(base)),
        past: past.into_iter().map(with_tail).collect(),
        gerund: with_tail(gerund),
    }
}

fn third(base: &str) -> String {
    if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end)) {
        return format!("{base}es");
    }
    consonant_y(base).map_or_else(|| format!("{base}s"), |stem| format!("{stem}ies"))
}

fn past(base: &str) -> String {
    if base.ends_with('e') {
        return format!("{base}d");
    }
    consonant_y(base).map_or_else(|| format!("{base}ed"), |stem| format!("{stem}ied"))
}

fn gerund(base: &str) -> String {
    match base.strip_suffix('e') {
        Some(stem) if !stem.ends_with(['e', 'o', 'y']) => format!("{stem}ing"),
        _ => format!("{base}ing"),
    }
}

/// The stem of a verb that ends in a consonant and `y`.
fn consonant_y(base: &str) -> Option<&str> {
    base.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_inflected() {
        let of = |verb: &str| {
            let forms = forms(verb);
            format!("{} {} {} {}", forms.base, forms.third, forms.past.join(","), forms.gerund)
        };
        assert_eq!(of("call"), "call calls called calling");
        assert_eq!(of("retry"), "retry retries retried retrying");
        assert_eq!(of("invoke"), "invoke invokes invoked invoking");
        assert_eq!(of("push"), "push pushes pushed pushing");
        assert_eq!(of("take/took/taken back"), "take back takes back took back,taken back taking back");
        assert_eq!(of("ping/pinged/pinged/pinging"), "ping pings pinged,pinged pinging");
        assert_eq!(of("deploy"), "deploy deploys deployed deploying");
    }
}
