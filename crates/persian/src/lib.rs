//! Persian text in, Persian text out.
//!
//! Every text has two spellings. [`repair`] is for eyes: published text, half-spaces right. [`fold`] is for
//! keys: search, copies, moderation, uniqueness. They are two functions with two test sets and are never mixed.
//!
//! This crate does no IO, reads no clock and cannot fail: the worst input is answered with itself.
//!
//! | for | use |
//! |---|---|
//! | text that people read | [`repair`]: half-spaces, letters, digits, quotes, marks; [`repair::Repairer::html`] for pages |
//! | search, comparison, uniqueness | [`fold::fold`], [`fold::tokens`]; [`fold::stem`] for a looser search |
//! | dates | [`date::long`] and its like for eyes, [`date::iso`] for machines, [`date::parse`] for what others wrote |
//! | numbers | [`digits`] for digits, [`numbers::parse`] for number words |
//! | addresses | [`slug::slug`] |
//! | the direction of a text | [`direction::of`] |
//! | sentences, keywords, reading time | [`words`] |
//!
//! ```
//! use persian::repair::{Mode, Repairer};
//!
//! assert_eq!(persian::repair::repair("او می رود"), "او می\u{200c}رود");
//! assert_eq!(Repairer::new(Mode::Full).html("<p>او <b>می</b> رود ...</p>"), "<p>او <b>می</b>\u{200c}رود …</p>");
//!
//! // An editor is shown what was changed and may take any of it back.
//! let (repaired, changes) = Repairer::new(Mode::Full).changes("گفت : كتاب ها را بخوان");
//! assert_eq!(repaired, "گفت: کتاب\u{200c}ها را بخوان");
//! assert_eq!((changes[1].before.as_str(), changes[1].after.as_str()), ("كتاب ها", "کتاب\u{200c}ها"));
//!
//! assert_eq!(persian::fold::fold("كتاب\u{200c}هاي ۱۲"), "کتابهای 12");
//! assert_eq!(persian::slug::slug("گفت\u{200c}وگوی تازه"), "گفت-وگوی-تازه");
//! assert_eq!(persian::numbers::parse("بیست و سه"), Some(23));
//!
//! // Dates as newsrooms write them, with how far to trust them.
//! let read = persian::date::parse("دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۲", None).expect("a date");
//! assert_eq!(persian::date::iso(read.ms), "2024-12-02T20:12:00+03:30");
//! assert!(read.confidence > 0.9);
//! ```
//!
//! `examples/repair_lines.rs` repairs standard input. `tests/cases` has about a thousand cases in plain text.

pub mod date;
pub mod digits;
pub mod direction;
pub mod fold;
pub mod numbers;
pub mod plain;
pub mod repair;
pub mod slug;
pub mod words;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type UtcMs = i64;

/// Zero-width non-joiner (نیم‌فاصله).
pub const ZWNJ: char = '\u{200c}';

/// The name of God in one character. Many fonts show it without its alef, so many write one before it.
pub(crate) const ALLAH: char = '\u{fdf2}';

/// The examples of the README run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
