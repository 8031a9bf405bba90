//! From findings to bytes: the table of formats, one file each.
