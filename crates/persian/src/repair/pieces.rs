//! What the pieces of a line tell by their letters alone, each found once: a text has the same words over and over.

use std::ops::Range;

use super::convention::{is_joined_plural, is_joined_verb, is_plural, is_verb_prefix};
use super::lexicon::Word;
use super::line::{HASHED_MAX, Line};
use super::tagger::Model;
use super::{parting, protected};

/// A piece of a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Piece {
    /// Of its letters.
    pub hash: u64,
    /// What the lexicon has of it.
    pub word: Word,
    /// Where it may be parted in two words, in letters from its start; 0 for nowhere.
    pub(super) cut: u8,
    tells: u8,
}

impl Piece {
    /// What is known of the letters in `piece`; of more than a word has, nothing.
    fn of(line: &Line, model: &Model, hash: u64, piece: &Range<usize>) -> Self {
        let word = model.word(hash);
        let letters = &line.letters[piece.clone()];
        let tells = [
            is_verb_prefix(letters),
            is_plural(letters),
            is_joined_verb(line, model, piece),
            is_joined_plural(line, model, piece),
            protected::is_small_word(letters.iter().copied()),
            parting::ends_with_prefix(line, model, piece, word),
        ];
        let tells = tells.iter().rev().fold(FITS, |bits, tells| bits << 1 | u8::from(*tells));
        let cut = parting::cut(line, model, piece, word).map_or(0, |at| (at - piece.start) as u8);
        Self { hash, word, cut, tells }
    }

    /// Whether it is no longer than words are.
    pub(super) fn fits(self) -> bool {
        self.tells != 0
    }

    /// Whether it is می or نمی.
    pub(super) fn is_verb_prefix(self) -> bool {
        self.tells & 1 != 0
    }

    /// Whether it is ها or one of its forms.
    pub(super) fn is_plural(self) -> bool {
        self.tells & 2 != 0
    }

    /// Whether it is a verb that lacks its half-space.
    pub(super) fn is_joined_verb(self) -> bool {
        self.tells & 4 != 0
    }

    /// Whether it is a plural that lacks its half-space.
    pub(super) fn is_joined_plural(self) -> bool {
        self.tells & 8 != 0
    }

    /// Whether it is a small word of Arabic.
    pub(super) fn is_arabic(self) -> bool {
        self.tells & 16 != 0
    }

    /// Whether it is a common word and the می of the verb behind it.
    pub(super) fn ends_with_prefix(self) -> bool {
        self.tells & 32 != 0
    }
}

/// Before the bits of what a piece tells: it was looked up. All of them together fit a byte.
const FITS: u8 = 1;

/// The pieces of the line at hand, and those met lately.
#[derive(Clone, Debug)]
pub struct Pieces {
    /// Those of the line.
    pub line: Vec<Piece>,
    met: Vec<Piece>,
}

/// Pieces that are kept, as a power of two: of news one in fourteen is not found, and of 4,096 one in seven was not.
const MET_BITS: u32 = 14;

impl Default for Pieces {
    fn default() -> Self {
        Self { line: Vec::new(), met: vec![Piece::default(); 1 << MET_BITS] }
    }
}

impl Pieces {
    /// Finds the pieces of a line, in place of those of the line before.
    pub fn read(&mut self, line: &Line, model: &Model) {
        let Self { line: read, met } = self;
        read.clear();
        read.extend(line.pieces.iter().map(|piece| {
            if piece.len() > HASHED_MAX {
                return Piece::default();
            }
            let hash = line.hash(piece.clone());
            let entry = &mut met[(hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - MET_BITS)) as usize];
            if entry.hash != hash || !entry.fits() {
                *entry = Piece::of(line, model, hash, piece);
            }
            *entry
        }));
    }
}
