//! Copies: which articles tell the same story in the same words.
