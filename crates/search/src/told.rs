//! Articles that tell of a year, whenever they were published: «بودجه سال ۹۹» was news in the winter before.

use tantivy::query::{BooleanQuery, Occur, Query};
use tantivy::schema::Field;

use crate::dates::ToldYear;
use crate::day::JALALI_YEARS;
use crate::fitting::{Clause, PhraseTerms, phrase_of, phrase_terms};

/// How articles say a year, as phrases of which one will do: `1399`, «سال 99», «بودجه 99».
pub(crate) fn sayings(field: Field, told: &ToldYear) -> Vec<PhraseTerms> {
    let mut sayings = vec![phrase_terms(field, &[told.year.to_string()])];
    // Also said by its last two digits.
    if JALALI_YEARS.contains(&told.year) {
        let short = format!("{:02}", told.year % 100);
        let behind = |word: &str| phrase_terms(field, &[word.to_owned(), short.clone()]);
        // Of a word without a key the number alone would be left.
        let behind = ["سال", &told.of].map(behind).into_iter().filter(|terms| terms.len() > 1);
        sayings.extend(behind);
    }
    sayings
}

/// What is of some days, or says their year.
pub(crate) fn of_or_saying(days: Box<dyn Query>, sayings: Vec<PhraseTerms>) -> Box<dyn Query> {
    let any = sayings.into_iter().map(phrase_of).chain([days]);
    Box::new(BooleanQuery::new(any.map(|one| -> Clause { (Occur::Should, one) }).collect()))
}
