//! An article's texts as the terms that are indexed of it.
//!
//! Terms are handed to tantivy as texts of terms parted by spaces, which `spaces` takes apart again:
//! given as tokens they would be written to JSON and read back, which took half the time of indexing.

use persian::fold;
use tantivy::TantivyDocument;

use crate::change::Document;
use crate::known::{Memory, Terms};
use crate::likeness::Opening;
use crate::schema::Fields;
use crate::{pairs, telling, words};

/// A headline's words count so often: 1, 2 and 3 times were tried, with nDCG@10 of 0.880, 0.884, 0.881 on Hamshahri
/// and 0.967, 0.969, 0.969 on PQuAD.
const HEADLINE_TIMES: usize = 2;

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
    document.add_text(fields.telling, telling::write(&analysed.keys));
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
struct Analysed<'a> {
    memory: &'a mut Memory,
    /// In the article's order, repeated as often as they stand there.
    pub keys: String,
    /// Compounds with their parts.
    joins: Vec<Box<str>>,
}

impl<'a> Analysed<'a> {
    pub fn new(memory: &'a mut Memory) -> Self {
        Self { memory, keys: String::new(), joins: Vec::new() }
    }

    /// Takes in a text, as if it stood there so often; answers its keys.
    pub fn text(&mut self, text: &str, times: usize) -> String {
        let (mut keys, mut passed_over) = (String::with_capacity(text.len()), 0);
        for run in fold::runs(text) {
            for terms in self.memory.terms(&text[run.clone()]) {
                if passed_over > 0 {
                    passed_over -= 1;
                    continue;
                }
                let mut take = |terms: &Terms| {
                    push(&mut keys, &terms.keys);
                    self.joins.extend(terms.join.clone());
                };
                match terms.may_be_first.then(|| pair(&text[run.start..])).flatten() {
                    None => take(terms),
                    Some((pair, words)) => {
                        take(&pair);
                        passed_over = words - 1;
                    }
                }
            }
        }
        (0..times).for_each(|_| push(&mut self.keys, &keys));
        keys
    }

    /// Every compound once.
    pub fn joins(mut self) -> String {
        self.joins.sort_unstable();
        self.joins.dedup();
        self.joins.join(" ")
    }
}

/// The pair that a text begins with, and how many words it is.
fn pair(text: &str) -> Option<(Terms, usize)> {
    let (pair, words) = pairs::opening(words::written(text), pairs::Parted::Surely)?;
    Some((Terms::of(&pair), words))
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

    #[test]
    fn what_is_remembered_is_what_each_word_becomes() {
        let texts = [
            "گفت و گوی تازه، گفت‌وگوی تازه و گفتگو",
            "او گفت و رفت؛ گفت و گوش داد و خرید و فروش کرد",
            "کووید۱۹ و کووید-۱۹ و F16، گفت و گو۲ کتاب‌ها",
            "ء ـــ کِتاب‌ کتاب\u{200c}",
            "حمل و",
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
            assert_eq!(analysed.keys, [keys.join(" "), keys.join(" ")].join(" ").trim());
            let mut joins: Vec<String> = words::of(text)
                .filter(words::Word::is_parted)
                .filter_map(|word| Some(Terms::of(&word).join?.into()))
                .collect();
            joins.sort_unstable();
            joins.dedup();
            assert_eq!(analysed.joins(), joins.join(" "));
        }
    }
}
