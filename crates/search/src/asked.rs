//! A query taken apart: words, "phrases", -without, `name:value`, and days.

use news::UtcMs;
use news::article::NewsCode;

use crate::dates::{self, Days};
use crate::names::{Kind, Named};
use crate::words::{self, Word};

/// Words of a query that are looked at; a longer one is a paste.
pub(crate) const WORDS_MAX: usize = 32;
/// Phrases, names and words to leave out that are looked at, each.
const OTHERS_MAX: usize = 8;

/// What was typed. The words of phrases are among the words: a phrase chooses, its words rank.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub words: Vec<Word>,
    pub phrases: Vec<String>,
    /// Words and phrases to leave out.
    pub without: Vec<String>,
    pub names: Vec<Named>,
    pub days: Days,
    /// The words that the days were read from.
    pub days_words: String,
    /// The days may be what articles say, not when they were published.
    pub are_days_lone: bool,
    /// Set when nothing but a number was typed: it may be a news code.
    pub code: Option<NewsCode>,
    pub is_question: bool,
}

/// How days in a query are read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    /// Days without a year are of the year before it.
    pub now: Option<UtcMs>,
    /// Days are words like others.
    pub are_days_words: bool,
}

impl Asked {
    /// Takes a query apart. Every text is a query.
    pub fn read(text: &str, reading: Reading) -> Self {
        let code = persian::digits::to_ascii(text.trim()).parse().ok().filter(|code| *code > 0);
        let mut asked = Self { is_question: text.contains(['؟', '?']), code, ..Self::default() };
        let quoted = text.replace(['«', '»', '“', '”'], "\"");
        // What is left when filters are taken, phrases with their first quote, so that they are no days.
        let mut rest: Vec<&str> = Vec::new();
        for piece in pieces(&quoted) {
            let (is_without, plain) = match piece.strip_prefix('-') {
                Some(plain) if !plain.is_empty() => (true, plain),
                _ => (false, piece),
            };
            if let Some(named) = named(plain, is_without) {
                asked.names.push(named);
            } else if is_without {
                asked.without.push(plain.trim_matches('"').to_owned());
            } else {
                rest.push(piece);
            }
        }
        // «از ۱۳۲۰ تا ۱۳۳۲» in a question is what is asked about.
        if !asked.is_question && !reading.are_days_words {
            let taken = dates::take(&rest, reading.now);
            (asked.days, asked.are_days_lone, rest) = (taken.days, taken.is_lone, taken.rest);
            asked.days_words = taken.words.join(" ");
        }
        let phrases = rest.iter().filter_map(|piece| piece.strip_prefix('"'));
        asked.phrases = phrases.map(|phrase| phrase.trim_end_matches('"').to_owned()).collect();
        asked.words = words::asked(&rest.join(" ").replace('"', " ")).take(WORDS_MAX).collect();
        for texts in [&mut asked.phrases, &mut asked.without] {
            texts.retain(|text| words::of(text).next().is_some());
            texts.truncate(OTHERS_MAX);
        }
        asked.names.truncate(OTHERS_MAX);
        asked.is_question |= asked.words.iter().any(|word| words::is_question(&word.joined));
        asked
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && self.has_no_filter()
    }

    /// Whether articles are chosen by words alone.
    pub fn has_only_words(&self) -> bool {
        self.phrases.is_empty() && self.without.is_empty() && self.has_no_filter()
    }

    fn has_no_filter(&self) -> bool {
        self.names.is_empty() && self.days == Days::default()
    }
}

/// The words of a query, and what stands in quotes whole, with what is bound to it before: `-"…"`, `name:"…"`. A quote
/// that is not closed quotes nothing.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
        let (before, after) = rest.split_at(end);
        let binds = before.is_empty() || before == "-" || before.ends_with(':');
        let closing = after.strip_prefix('"').filter(|_| binds).and_then(|after| after.find('"'));
        let end = match closing {
            Some(length) => end + length + 2,
            None if before.is_empty() => rest.chars().next()?.len_utf8(),
            None => end,
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// `name:value` when the name is one of those that choose.
fn named(piece: &str, is_without: bool) -> Option<Named> {
    let (name, value) = piece.split_once(':')?;
    let kind = match name {
        "section" | "بخش" => Kind::Section,
        "source" | "منبع" => Kind::Source,
        "author" | "نویسنده" => Kind::Author,
        "tag" | "برچسب" => Kind::Tag,
        _ => return None,
    };
    let value = value.replace(['_', '+', '"'], " ").trim().to_owned();
    (!words::name_key(&value).is_empty()).then_some(Named { kind, value, is_without })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_together_what_they_close() {
        for (text, expected) in [
            ("a \"b c\" d", vec!["a", "\"b c\"", "d"]),
            ("-\"b c\" name:\"d e\"f", vec!["-\"b c\"", "name:\"d e\"", "f"]),
            ("a\"b c\"", vec!["a", "\"b c\""]),
            ("a \"b c", vec!["a", "\"", "b", "c"]),
            ("-\"", vec!["-", "\""]),
            ("  ", vec![]),
        ] {
            assert_eq!(pieces(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
