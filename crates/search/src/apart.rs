//! Words that were typed apart and looked for together, as «کرونا ویروس» where some write کروناویروس: told, with how many
//! articles there are when each stands for itself.

use persian::fold;
use tantivy::Searcher;

use crate::SearchError;
use crate::asked::Asked;
use crate::fitting::Wanted;
use crate::index::Index;
use crate::query::{Note, Query};
use crate::words;

/// Less than one in so many articles beside those found is not told: whoever types «رئیس جمهور» misses nothing.
const ONE_OF: usize = 10;
/// What says nothing alone before another word: articles with کم and کاری in two places are about something else.
const BEFORE_OTHERS: [&str; 11] = ["بی", "نا", "کم", "پر", "پیش", "پس", "هم", "باز", "غیر", "ضد", "نیم"];

impl Index {
    /// Told when words typed apart were looked for together, and the others that have them would be many.
    pub(crate) fn told_together(
        &self,
        searcher: &Searcher,
        query: &Query,
        asked: &Asked,
        wanted: &[Wanted],
        found: usize,
    ) -> Result<Option<Note>, SearchError> {
        if query.are_words_apart || query.limit == 0 || asked.is_question {
            return Ok(None);
        }
        let Some(words) = wanted.iter().find_map(|word| typed_apart(&query.text, asked, &word.together))
        else {
            return Ok(None);
        };
        let apart = Query { are_words_apart: true, limit: 0, offset: 0, facets: false, ..query.clone() };
        let apart = self.find(searcher, &apart, asked)?.total;
        let is_more = apart.saturating_sub(found) * ONE_OF > found;
        Ok(is_more.then_some(Note::Together { words, apart }))
    }
}

/// The words of a compound as they were typed, when they were typed as several and each says something.
fn typed_apart(text: &str, asked: &Asked, together: &[String]) -> Option<String> {
    let says_nothing = |key: &String| words::is_quiet(key) || BEFORE_OTHERS.contains(&key.as_str());
    if together.len() < 2 || together.iter().any(says_nothing) {
        return None;
    }
    let is_part = |word: &&words::Word| {
        !word.is_parted() && words::key(&word.joined).is_some_and(|key| together.iter().any(|one| one == key))
    };
    let typed: Vec<&str> = asked.words.iter().filter(is_part).map(|word| &*word.joined).collect();
    if typed.len() < 2 {
        return None;
    }
    let tokens: Vec<&str> = fold::tokens(text)
        .filter(|token| typed.contains(&&*token.text))
        .map(|token| &text[token.range])
        .collect();
    Some(tokens.join(" "))
}
