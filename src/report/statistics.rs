//! What a run counted, as tables for people: findings by rule, and how many of the facts are stated.

use super::list::table;
use super::totals::{self, Totals};
use crate::field::Fact;

/// Both tables, the rules with what is most frequent first, the facts as far as any field is asked for them.
pub fn tables(totals: &Totals) -> String {
    let mut rules: Vec<(&String, &usize)> = totals.rules.iter().collect();
    rules.sort_by_key(|&(rule, count)| (std::cmp::Reverse(*count), rule));
    let rules: Vec<Vec<String>> = rules.iter().map(|(rule, count)| vec![count.to_string(), rule.to_string()]).collect();
    let row = |name: &str, counts: (usize, usize)| {
        let (stated, asked) = counts;
        vec![name.to_string(), format!("{stated} of {asked}"), format!("{} %", totals::percent(counts))]
    };
    let asked = Fact::ALL.into_iter().filter(|&fact| totals.coverage.of(fact).1 > 0);
    let mut facts: Vec<Vec<String>> = asked.map(|fact| row(fact.word(), totals.coverage.of(fact))).collect();
    facts.push(row("all", totals.coverage.all()));
    let rules = table(&["findings", "rule"], &rules);
    let between = if rules.is_empty() { "" } else { "\n" };
    format!("{rules}{between}{}", table(&["fact", "stated", "coverage"], &facts))
}
