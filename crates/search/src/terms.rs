//! How texts become terms: the one tokenizer for documents and queries.

use persian::fold;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Longer words are glued-together noise.
const TERM_BYTES_MAX: usize = 120;

/// Words as they are: folded, compounds joined and in parts.
#[derive(Clone, Default)]
pub(crate) struct Words;

/// Words by their stem, one each.
#[derive(Clone, Default)]
pub(crate) struct Stems;

/// A word with everything it is found by.
pub(crate) struct Term {
    pub joined: String,
    pub parts: Vec<String>,
    pub start: usize,
    pub end: usize,
}

/// The words of a text.
pub(crate) fn of(text: &str) -> impl Iterator<Item = Term> + '_ {
    fold::tokens(text).filter(|token| token.text.len() <= TERM_BYTES_MAX).map(|token| Term {
        joined: token.text,
        parts: token.parts,
        start: token.range.start,
        end: token.range.end,
    })
}

/// The stem by which a word is found: of a compound, that of its longest part.
pub(crate) fn stem(term: &Term) -> String {
    let core =
        term.parts.iter().max_by_key(|part| part.len()).filter(|part| is_inflection(&term.parts, part));
    fold::stem(core.unwrap_or(&term.joined)).into_owned()
}

/// Whether all parts but `core` are endings or prefixes: کتاب‌ها, می‌رود; not رئیس‌جمهور.
fn is_inflection(parts: &[String], core: &str) -> bool {
    const AFFIXES: [&str; 22] = [
        "می",
        "نمی",
        "ها",
        "های",
        "هایی",
        "هایش",
        "هایشان",
        "هایم",
        "هایمان",
        "ای",
        "ام",
        "اند",
        "ایم",
        "اید",
        "است",
        "تر",
        "ترین",
        "اش",
        "ات",
        "شان",
        "مان",
        "تان",
    ];
    parts.iter().filter(|part| part.as_str() != core).all(|part| AFFIXES.contains(&part.as_str()))
}

/// Tokens made beforehand.
pub(crate) struct Made {
    tokens: Vec<Token>,
    at: usize,
}

impl TokenStream for Made {
    fn advance(&mut self) -> bool {
        self.at += 1;
        self.at <= self.tokens.len()
    }
    fn token(&self) -> &Token {
        &self.tokens[self.at - 1]
    }
    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.at - 1]
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = Made;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Made {
        let (mut tokens, mut position) = (Vec::new(), 0);
        for term in of(text) {
            let mut push = |text: String, position: usize| {
                tokens.push(Token {
                    offset_from: term.start,
                    offset_to: term.end,
                    position,
                    text,
                    position_length: 1,
                });
            };
            let parts = term.parts.len().max(1);
            push(term.joined, position);
            for (at, part) in term.parts.into_iter().enumerate() {
                push(part, position + at);
            }
            position += parts;
        }
        Made { tokens, at: 0 }
    }
}

impl Tokenizer for Stems {
    type TokenStream<'a> = Made;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Made {
        let token = |(position, term): (usize, Term)| Token {
            offset_from: term.start,
            offset_to: term.end,
            position,
            text: stem(&term),
            position_length: 1,
        };
        Made { tokens: of(text).enumerate().map(token).collect(), at: 0 }
    }
}
