//! From a field to a finding: one function for each kind of check.
