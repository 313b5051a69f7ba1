//! A query taken apart: words, "phrases", -without, `name:value`, and days.

use std::collections::{HashMap, HashSet};

use news::UtcMs;
use news::article::NewsCode;
use persian::date;

use crate::dates::{self, Days, NotDays, ToldYear};
use crate::names::{Kind, Named};
use crate::query::Note;
use crate::words::{self, Word};

/// Words of a query that are looked at; a longer one is a paste.
pub(crate) const WORDS_MAX: usize = 32;
/// A word that stands more often, as none in «سی ان ان», is left out.
const REPEATED_MAX: usize = 2;
/// Of more words so many are told.
const TOLD_MAX: usize = 5;
/// Of a word that is too long so many letters are told.
const TOLD_CHARS: usize = 20;
/// Phrases, names and words to leave out that are looked at, each.
pub(crate) const OTHERS_MAX: usize = 8;

/// News codes that are looked up together: a list of more is for the API of articles.
const CODES_MAX: usize = 100;

/// What stands around a phrase.
const QUOTES: [char; 8] = ['«', '»', '“', '”', '„', '‟', '‹', '›'];
/// What keyboards and texts have for a minus.
const DASHES: [char; 6] = ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}', '\u{ff0d}'];

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
    /// The days are a year that articles may tell of, too.
    pub told_year: Option<ToldYear>,
    /// Words that name days that cannot be.
    pub not_days: Vec<NotDays>,
    /// Phrases, names and what to leave out beyond those that are followed.
    pub dropped: Vec<String>,
    /// The days may be what articles say, not when they were published.
    pub are_days_lone: bool,
    /// `OR` stands between words: any of them will do.
    pub is_any: bool,
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
        let mut asked = Self { is_question: text.contains(['؟', '?']), ..Self::default() };
        let quoted = regular(text);
        // What is left when filters are taken, phrases with their first quote, so that they are no days.
        let mut rest: Vec<&str> = Vec::new();
        let (mut pieces, mut is_negated) = (pieces(&quoted), false);
        while let Some(piece) = pieces.next() {
            // As search engines have them; words stand together anyway.
            if matches!(piece, "AND" | "OR" | "NOT") {
                is_negated = piece == "NOT";
                asked.is_any |= piece == "OR";
                continue;
            }
            let is_negated = std::mem::take(&mut is_negated);
            let (is_without, plain) = match piece.strip_prefix('-') {
                Some(plain) if !plain.is_empty() => (true, plain),
                _ => (is_negated, piece),
            };
            if let Some((kind, value)) = named(plain) {
                // «بخش: ورزش»
                let value = if value.is_empty() { pieces.next().unwrap_or_default() } else { value };
                let value = value.replace(['_', '+', '"'], " ").trim().to_owned();
                if !words::name_key(&value).is_empty() {
                    asked.names.push(Named { kind, value, is_without });
                }
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
            (asked.not_days, asked.told_year) = (taken.not_days, taken.told);
        }
        let phrases = rest.iter().filter_map(|piece| piece.strip_prefix('"'));
        asked.phrases = phrases.map(|phrase| phrase.trim_end_matches('"').to_owned()).collect();
        let rest = rest.join(" ").replace('"', " ");
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut words = words::asked(&rest).filter(|word| {
            let times = known.entry(word.parts().join(" ")).or_default();
            *times += 1;
            *times <= REPEATED_MAX
        });
        asked.words = words.by_ref().take(WORDS_MAX).collect();
        asked.dropped.extend(words.take(TOLD_MAX).map(|word| word.joined));
        asked.dropped.extend(words::too_long(&rest).take(TOLD_MAX).map(shortened));
        for texts in [&mut asked.phrases, &mut asked.without] {
            let mut seen = HashSet::new();
            texts.retain(|text| words::of(text).next().is_some() && seen.insert(text.clone()));
            asked.dropped.extend(texts.split_off(texts.len().min(OTHERS_MAX)));
        }
        let names = asked.names.split_off(asked.names.len().min(OTHERS_MAX));
        asked.dropped.extend(names.into_iter().map(|named| named.value));
        asked.is_question |= asked.words.iter().any(|word| words::is_question(&word.joined));
        asked
    }

    /// What is told of how it was read.
    pub fn notes(&self) -> impl Iterator<Item = Note> {
        let Days { from, to } = self.days;
        let days = Some(self.days_words.clone()).filter(|words| !words.is_empty());
        let days = days.map(|words| Note::Days { words, from, to, is_told: self.told_year.is_some() });
        let not_days = self.not_days.iter().cloned();
        let not_days = not_days.map(|one| Note::NotDays { words: one.words, is_reversed: one.is_reversed });
        let dropped = Some(self.dropped.clone()).filter(|dropped| !dropped.is_empty());
        days.into_iter().chain(not_days).chain(dropped.map(Note::Dropped))
    }

    /// Whether nothing was asked for: an ending alone, such as ها, is no word.
    pub fn is_empty(&self) -> bool {
        let has_key = |word: &Word| words::key(&word.joined).is_some();
        !self.words.iter().any(has_key) && self.phrases.is_empty() && self.has_no_filter()
    }

    /// Whether the words of the days may be what articles say: a month or year that stands alone, or one bound without a year,
    /// as in the headline «واردات از دی ماه متوقف شد». One day is no topic.
    pub fn may_days_be_words(&self) -> bool {
        if self.days.from.is_some_and(|from| date::next_day(from) == self.days.to) {
            return false;
        }
        let is_year = |word: &str| word.chars().filter(|c| persian::digits::value(*c).is_some()).count() >= 4;
        let is_sure = self.days_words.contains(':') || self.days_words.split(' ').any(is_year);
        self.are_days_lone || (self.days.from.is_some() != self.days.to.is_some() && !is_sure)
    }

    /// Whether articles are chosen by words alone.
    pub fn has_only_words(&self) -> bool {
        self.phrases.is_empty() && self.without.is_empty() && self.has_no_filter()
    }

    fn has_no_filter(&self) -> bool {
        self.names.is_empty() && self.days == Days::default()
    }
}

/// A query with one sign for each thing that signs say.
pub(crate) fn regular(text: &str) -> String {
    let text = text.replace(QUOTES, "\"").replace(DASHES, "-").replace('：', ":");
    let mut parts = text.split(':');
    let mut regular = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // «بخش : اقتصاد»
        let before = regular.trim_end();
        let name = before.rsplit(|c: char| c.is_whitespace() || c == '"').next().unwrap_or_default();
        if kind(name.trim_start_matches('-')).is_some() {
            regular.truncate(before.len());
        }
        regular.extend([":", part]);
    }
    regular
}

/// The beginning of a word that is too long to be told whole.
fn shortened(word: &str) -> String {
    word.chars().take(TOLD_CHARS).chain(['…']).collect()
}

/// The words of a query, and what stands in quotes whole, with what is bound to it before: `-"…"`, `name:"…"`. A quote
/// that is not closed quotes nothing.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
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

/// The news code that is all of a text: `۱۰۰۰۰۱`, `#100001`, «کد خبر: ۱۰۰۰۰۱», or the address of an article, also the short
/// one, which is `/` and the code.
pub(crate) fn code(text: &str) -> Option<NewsCode> {
    let text: String = text.chars().filter(|c| !is_unseen(*c)).collect();
    let text = persian::digits::to_ascii(text.trim());
    let text = text.trim_end_matches(['.', '/']);
    let in_address = || {
        let is_address = text.contains('/') && !text.contains(char::is_whitespace);
        let short = || text.contains("://").then(|| text.rsplit_once('/')).flatten();
        let (_, after) = text.split_once("/news/").or_else(short).filter(|_| is_address)?;
        after.split(|c: char| !c.is_ascii_digit()).next()
    };
    let named = || {
        let names = ["#", "کد خبر", "کدخبر", "کد"];
        let after = names.iter().find_map(|name| text.strip_prefix(name));
        after.map(|after| after.trim_start_matches([' ', ':', '#']))
    };
    let number = in_address().or_else(named).unwrap_or(text);
    number.parse().ok().filter(|code| *code > 0)
}

/// The news codes that are all of a text, where there are several: `100001 100002`, with or without commas.
pub(crate) fn codes(text: &str) -> Option<Vec<NewsCode>> {
    let pieces = text.split([' ', '\t', '\n', ',', '،']).filter(|piece| !piece.is_empty());
    let mut codes = pieces.map(code).collect::<Option<Vec<NewsCode>>>()?;
    let mut seen = HashSet::new();
    codes.retain(|code| seen.insert(*code));
    (2..=CODES_MAX).contains(&codes.len()).then_some(codes)
}

/// Marks of direction and the like, which come along when a code is copied.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// `name:value` when the name is one of those that choose.
pub(crate) fn named(piece: &str) -> Option<(Kind, &str)> {
    let (name, value) = piece.split_once(':')?;
    Some((kind(name)?, value))
}

fn kind(name: &str) -> Option<Kind> {
    match persian::fold::fold(name).as_str() {
        "section" | "بخش" => Some(Kind::Section),
        "source" | "منبع" => Some(Kind::Source),
        "author" | "نویسنده" => Some(Kind::Author),
        "tag" | "برچسب" => Some(Kind::Tag),
        _ => None,
    }
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
