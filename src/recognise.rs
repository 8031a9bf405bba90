//! From a candidate to a field: is it a callback URL, of which kind, and what do its words state.
