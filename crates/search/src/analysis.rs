//! An article's texts as the terms that are indexed of it.
//!
//! Terms are handed to tantivy as texts of terms parted by spaces, which `spaces` takes apart again:
//! given as tokens they would be written to JSON and read back, which took half the time of indexing.

use tantivy::TantivyDocument;

use crate::change::Document;
use crate::known::{Memory, Terms};
use crate::likeness::Opening;
use crate::numbered::Numbered;
use crate::schema::Fields;
use crate::{letters, pairs, telling, words};

/// A headline's words count so often: 1, 2 and 3 times were tried, with nDCG@10 of 0.880, 0.884, 0.881 on Hamshahri
/// and 0.967, 0.969, 0.969 on PQuAD.
const HEADLINE_TIMES: u32 = 2;

/// Of a text so much is stored: of longer ones, results show only what stands before it.
const TEXT_BYTES_MAX: usize = 6_000;

/// An article as it is written to the index.
pub(crate) fn document(fields: &Fields, from: &Document, memory: &mut Memory) -> TantivyDocument {
    // A lead that only opens the body would count its words twice.
    let lead = if from.body_text.starts_with(from.lead.trim()) { "" } else { from.lead.as_str() };
    let text = [from.kicker.as_str(), lead, from.body_text.as_str()].join("\n");
    let text = text.trim();
    let mut document = TantivyDocument::default();
    let mut analysed = Analysed::new(memory);
    let headline = analysed.text(&from.headline, HEADLINE_TIMES);
    for _ in 0..HEADLINE_TIMES {
        document.add_text(fields.keys, &headline);
    }
    for tag in &from.tags {
        let keys = analysed.text(tag, 1);
        document.add_text(fields.keys, &keys);
        document.add_text(fields.tags, keys);
    }
    let body = analysed.text(text, 1);
    document.add_text(fields.keys, &body);
    // What is stored, in the order in which `stored` reads it.
    document.add_i64(fields.code, from.code);
    document.add_text(fields.telling, analysed.telling());
    document.add_text(fields.opening, Opening::write(&headline, &body));
    document.add_text(fields.headline, &from.headline);
    document.add_text(fields.text, &text[..text.floor_char_boundary(TEXT_BYTES_MAX)]);
    document.add_text(fields.joins, analysed.joins());
    document.add_i64(fields.published, from.published_at);
    document.add_i64(fields.story, from.story);
    document.add_text(fields.section, from.section.as_deref().unwrap_or_default());
    for name in [from.section.as_deref().unwrap_or_default(), &from.section_name] {
        document.add_text(fields.section_names, words::name_key(name));
    }
    document.add_text(fields.source, words::name_key(&from.source));
    document.add_text(fields.outlet, &from.source);
    document.add_text(fields.byline, words::name_key(&from.byline));
    document
}

/// What is indexed of an article, term by term.
struct Analysed<'a>(&'a mut Memory);

impl<'a> Analysed<'a> {
    pub fn new(memory: &'a mut Memory) -> Self {
        memory.begin();
        Self(memory)
    }

    /// Takes in a text, as if it stood there so often; answers its keys.
    pub fn text(&mut self, text: &str, times: u32) -> String {
        let (mut line, mut passed_over) = (String::with_capacity(text.len()), 0);
        self.0.each(text, |run, word, known| {
            if passed_over > 0 {
                passed_over -= 1;
                return;
            }
            let may_open = word.may_be_first || word.is_letter && letters::go_on(&text[run.end..]);
            let pair = may_open.then(|| pair(&text[run.start..], known)).flatten();
            let word = pair.as_ref().map_or(word, |(pair, _)| pair);
            passed_over = pair.as_ref().map_or(0, |(_, words)| words - 1);
            push(&mut line, &word.keys);
            word.count(known, times);
        });
        line
    }

    /// The keys that say what the article is about.
    pub fn telling(&self) -> String {
        telling::write(&self.0.terms)
    }

    /// Every compound once.
    pub fn joins(&self) -> String {
        let mut line = String::new();
        self.0.terms.joins.all().for_each(|(join, _)| push(&mut line, join));
        line
    }
}

/// The pair that a text begins with, and how many words it is.
fn pair(text: &str, known: &mut Numbered) -> Option<(Terms, usize)> {
    let (pair, words) = pairs::opening(words::written(text), pairs::Parted::Surely)?;
    Some((Terms::of(&pair, known), words))
}

fn push(keys: &mut String, more: &str) {
    if !keys.is_empty() && !more.is_empty() {
        keys.push(' ');
    }
    keys.push_str(more);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{spaces, vocabulary};

    #[test]
    fn what_is_remembered_is_what_each_word_becomes() {
        let texts = [
            "گفت و گوی تازه، گفت‌وگوی تازه و گفتگو",
            "او گفت و رفت؛ گفت و گوش داد و خرید و فروش کرد",
            "کووید۱۹ و کووید-۱۹ و F16، گفت و گو۲ کتاب‌ها",
            "ء ـــ کِتاب‌ کتاب\u{200c}",
            "حمل و",
            "۲۵٪ و 25% و ٪25 و F16٪ و آی سی یو و آی‌سی‌یو و ام اس و آش و شأن",
            "دی ان ای و دی‌ان‌ای، بی ام و نو، آن بی سی؛ آیة‌الله و آیه الله و آیةالله، بقیه الله و بقیه، پی سی۲ ای و سی تی2",
        ];
        let mut memory = Memory::default();
        let long = "آ".repeat(words::WORD_BYTES_MAX) + " و " + &"ـ".repeat(500) + "ب";
        for text in texts.into_iter().chain([long.as_str()]).cycle().take(2 * texts.len() + 2) {
            let keys: Vec<String> = words::of(text)
                .flat_map(words::Word::into_parts)
                .filter_map(|part| words::key(&part).map(str::to_owned))
                .collect();
            let mut analysed = Analysed::new(&mut memory);
            assert_eq!(analysed.text(text, 2), keys.join(" "));
            let mut joins: Vec<String> = words::of(text)
                .filter(words::Word::is_parted)
                .map(|word| vocabulary::join(&word.joined, word.parts()))
                .collect();
            joins.sort_unstable();
            joins.dedup();
            let written = analysed.joins();
            let mut written: Vec<&str> = spaces::parted(&written).filter(|join| !join.is_empty()).collect();
            written.sort_unstable();
            assert_eq!(written, joins);
            assert_eq!(analysed.0.terms.length as usize, 2 * keys.len());
            for (key, count) in analysed.0.terms.keys.all() {
                assert_eq!(count as usize, 2 * keys.iter().filter(|other| *other == key).count(), "{key}");
            }
        }
    }
}
