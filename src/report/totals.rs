//! What a run counted: fields, findings, and how many of the facts that were asked for are stated.

use crate::field::Fact;
use crate::finding::{Finding, Severity, SuppressedBy};
use crate::lint::{Survey, Surveyed};
use crate::rulebook::checks::{self, Check};
use std::collections::{BTreeMap, BTreeSet};

/// What a run counted, and what there is to say of the run itself.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Callback URL fields.
    pub fields: usize,
    /// Fields of which nothing is told.
    pub clean: usize,
    /// Files with a field or a finding.
    pub files: usize,
    /// Findings by severity, in the order of [`Severity::ALL`].
    pub findings: [usize; 3],
    /// Findings by the rules that they stand for; one finding may stand for several.
    pub rules: BTreeMap<String, usize>,
    /// How many facts are stated.
    pub coverage: Coverage,
    /// Whether something that was asked for could not be looked at.
    pub incomplete: bool,
    /// The rules of the house that the run knew, beside those that are built in.
    pub house_rules: Vec<Check>,
}

/// How many of the facts that were asked for are stated, in the order of [`Fact::ALL`].
///
/// What an ignore comment excuses is not asked for. What a baseline holds is still missing, since it is there to be
/// mended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Fields that state the fact.
    pub stated: [usize; 4],
    /// Fields that were asked for it.
    pub asked: [usize; 4],
}

impl Totals {
    /// Adds what a survey of some sources found.
    pub fn add(&mut self, survey: &Survey) {
        let told = |finding: &&Finding| finding.suppressed.is_none();
        let places = survey.fields.iter().map(|surveyed| surveyed.field.candidate.file);
        let files = places.chain(survey.of_files().filter(told).map(|finding| finding.place.file));
        self.fields += survey.fields.len();
        self.files += files.collect::<BTreeSet<_>>().len();
        for surveyed in &survey.fields {
            self.clean += usize::from(!surveyed.findings.iter().any(|finding| told(&finding)));
            self.coverage.add(surveyed);
        }
        for finding in survey.findings().into_iter().filter(told) {
            self.findings[finding.severity as usize] += 1;
            for rule in &finding.rules {
                *self.rules.entry(rule.clone()).or_default() += 1;
            }
        }
    }

    /// Adds what other sources had.
    pub fn merge(&mut self, other: &Totals) {
        self.fields += other.fields;
        self.clean += other.clean;
        self.files += other.files;
        self.incomplete |= other.incomplete;
        sum(&mut self.findings, &other.findings);
        sum(&mut self.coverage.stated, &other.coverage.stated);
        sum(&mut self.coverage.asked, &other.coverage.asked);
        for (rule, count) in &other.rules {
            *self.rules.entry(rule.clone()).or_default() += count;
        }
    }

    /// All findings.
    pub fn all(&self) -> usize {
        self.findings.iter().sum()
    }

    /// Findings of one severity.
    pub fn of(&self, severity: Severity) -> usize {
        self.findings[severity as usize]
    }
}

impl Coverage {
    fn add(&mut self, surveyed: &Surveyed) {
        for &fact in &surveyed.asked {
            let stated = surveyed.field.facts.of(fact).is_some();
            let excused = |finding: &Finding| {
                finding.suppressed.as_ref().is_some_and(|suppressed| suppressed.by == SuppressedBy::Source)
            };
            let rule = &checks::asking_for(fact).id;
            let missed = |finding: &Finding| finding.rules.contains(rule) && !excused(finding);
            if stated || surveyed.findings.iter().any(missed) {
                self.asked[fact as usize] += 1;
                self.stated[fact as usize] += usize::from(stated);
            }
        }
    }

    /// Stated and asked of one fact.
    pub fn of(&self, fact: Fact) -> (usize, usize) {
        (self.stated[fact as usize], self.asked[fact as usize])
    }

    /// Stated and asked in all.
    pub fn all(&self) -> (usize, usize) {
        (self.stated.iter().sum(), self.asked.iter().sum())
    }

    /// Whether at least so many per cent are stated; where nothing is asked for, nothing is missing.
    pub fn reaches(&self, percent: f64) -> bool {
        let (stated, asked) = self.all();
        #[expect(clippy::cast_precision_loss, reason = "no run has 2^53 facts")]
        let (stated, asked) = (stated as f64, asked as f64);
        stated * 100.0 >= percent * asked
    }
}

/// So many of so many in whole per cent, rounded down so that only all of them are 100; 100 where there are none.
pub fn percent((stated, asked): (usize, usize)) -> usize {
    (stated * 100).checked_div(asked).unwrap_or(100)
}

/// "37 of 52 facts stated, 71 %".
pub fn facts_stated(counts @ (stated, asked): (usize, usize)) -> String {
    format!("{stated} of {} stated, {} %", super::counted(asked, "fact"), percent(counts))
}

fn sum<const N: usize>(mine: &mut [usize; N], theirs: &[usize; N]) {
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        *mine += theirs;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_all_of_them_are_a_hundred_per_cent() {
        assert_eq!(percent((199, 200)), 99);
        assert_eq!(percent((0, 0)), 100);
        assert_eq!(facts_stated((37, 52)), "37 of 52 facts stated, 71 %");
        assert_eq!(facts_stated((0, 1)), "0 of 1 fact stated, 0 %");
    }

    #[test]
    fn a_threshold_includes_itself() {
        let coverage = Coverage { stated: [1, 1, 0, 0], asked: [1; 4] };
        assert!(coverage.reaches(50.0) && coverage.reaches(0.0) && !coverage.reaches(50.1));
        assert!(Coverage::default().reaches(100.0));
    }
}
