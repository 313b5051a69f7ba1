//! Persian text in, Persian text out.
//!
//! Every text has two spellings. [`repair`] is for eyes: published text, half-spaces right. [`fold`] is for
//! keys: search, copies, moderation, uniqueness. They are two functions with two test sets and are never mixed.
//!
//! This crate does no IO, reads no clock and cannot fail: the worst input is answered with itself.
//!
//! ```
//! assert_eq!(persian::repair::repair("او می رود"), "او می\u{200c}رود");
//! assert_eq!(persian::fold::fold("كتاب\u{200c}هاي ۱۲"), "کتابهای 12");
//! assert_eq!(persian::slug::slug("گفت\u{200c}وگوی تازه"), "گفت-وگوی-تازه");
//! ```

pub mod date;
pub mod digits;
pub mod fold;
pub mod numbers;
pub mod repair;
pub mod slug;
pub mod words;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type UtcMs = i64;

/// Zero-width non-joiner (نیم‌فاصله).
pub const ZWNJ: char = '\u{200c}';
