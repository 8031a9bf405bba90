//! What whocalls knows: the embedded rule data, parsed and compiled.
