//! A query taken apart: words, "phrases", -without, `name:value`, and days.

use news::UtcMs;
use news::article::NewsCode;

use crate::dates::{self, Days};
use crate::words::{self, Word};

/// Words of a query that are looked at; a longer one is a paste.
pub(crate) const WORDS_MAX: usize = 32;
/// Phrases and words to leave out that are looked at, each.
const OTHERS_MAX: usize = 8;

/// What was typed. The words of phrases are among the words: a phrase chooses, its words rank.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub words: Vec<Word>,
    pub phrases: Vec<String>,
    pub without: Vec<Word>,
    pub section: Option<String>,
    pub source: Option<String>,
    pub author: Option<String>,
    pub tag: Option<String>,
    pub days: Days,
    /// Set when nothing but a number was typed: it may be a news code.
    pub code: Option<NewsCode>,
    pub is_question: bool,
}

impl Asked {
    /// Takes a query apart. Every text is a query. Days without a year are of the year before `now`.
    pub fn read(text: &str, now: Option<UtcMs>) -> Self {
        let code = persian::digits::to_ascii(text.trim()).parse().ok().filter(|code| *code > 0);
        let mut asked = Self { is_question: text.contains(['؟', '?']), code, ..Self::default() };
        let quoted = text.replace(['«', '»', '“', '”'], "\"");
        let pieces: Vec<&str> = quoted.split('"').collect();
        // A quote that is not closed quotes nothing.
        let closed = |at: usize| at % 2 == 1 && at + 1 < pieces.len();
        for (_, phrase) in pieces.iter().enumerate().filter(|(at, _)| closed(*at)).take(OTHERS_MAX) {
            asked.phrases.push((*phrase).to_owned());
        }
        asked.phrases.retain(|phrase| words::of(phrase).next().is_some());
        let plain = pieces.join(" ");
        let mut plain: Vec<&str> = plain.split_whitespace().collect();
        // «از ۱۳۲۰ تا ۱۳۳۲» in a question is what is asked about.
        if !asked.is_question {
            (asked.days, plain) = dates::take(&plain, now);
        }
        let mut free = String::new();
        for word in plain {
            if let Some(rest) = word.strip_prefix('-').filter(|rest| !rest.is_empty()) {
                asked.without.extend(words::of(rest).take(1));
            } else if !asked.filter(word) {
                free.push_str(word);
                free.push(' ');
            }
        }
        asked.without.truncate(OTHERS_MAX);
        asked.words = words::of(free.trim()).take(WORDS_MAX).collect();
        asked.is_question |= asked.words.iter().any(|word| words::is_question(&word.joined));
        asked
    }

    /// Takes `name:value` when the name is one of the filters.
    fn filter(&mut self, word: &str) -> bool {
        let Some((name, value)) = word.split_once(':').filter(|(_, value)| !value.is_empty()) else {
            return false;
        };
        let place = match name {
            "section" | "بخش" => &mut self.section,
            "source" | "منبع" => &mut self.source,
            "author" | "نویسنده" => &mut self.author,
            "tag" | "برچسب" => &mut self.tag,
            _ => return false,
        };
        *place = Some(value.replace(['_', '+'], " "));
        true
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
        let named = [&self.section, &self.source, &self.author, &self.tag];
        named.into_iter().all(Option::is_none) && self.days == Days::default()
    }
}
