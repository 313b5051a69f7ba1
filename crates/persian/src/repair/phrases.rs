//! Two words with «و» between them that are one: گفت و گو.

use super::lexicon::{Pair, pair_key};
use super::line::{Gap, Line, hash, hash_of_longer};
use super::memory::Memory;
use super::pieces::Pieces;
use super::tagger::Model;

/// News has the half-space of گفت‌وگو so often, ten times, on the scale of [`Pair::half`].
const OFTEN: u32 = 4;

/// Joins those phrases of a line that the text has joined before: careful writers have گفت و گو too. Answers whether there
/// were any.
pub(super) fn join(line: &mut Line, pieces: &mut Pieces, model: &Model, memory: &Memory) -> bool {
    let mut gaps = Vec::new();
    for (number, [one, and, other]) in line.pieces.array_windows().enumerate() {
        let is_and = line.letters[and.clone()] == ['و'] && one.end == and.start && and.end == other.start;
        if is_and && line.before[and.start] == Gap::Space && line.before[other.start] == Gap::Space && {
            let (one, other) = (pieces.line[number].hash, pieces.line[number + 2].hash);
            let key = pair_key(one, with_and(line.piece(number + 2)));
            memory.has_half(key) && is_phrase(model, one, other, line.piece(number + 2))
        } {
            gaps.extend([(and.start, Gap::Half), (other.start, Gap::None)]);
        }
    }
    for (at, gap) in &gaps {
        line.before[*at] = *gap;
    }
    if !gaps.is_empty() {
        line.find_pieces();
        pieces.read(line, model);
    }
    !gaps.is_empty()
}

/// Whether two words with «و» between them are one, of which the second mostly is the end of others: گفت و گو.
fn is_phrase(model: &Model, one: u64, other: u64, letters: &[char]) -> bool {
    let pair = model.pair(one, with_and(letters));
    pair.half() >= OFTEN && is_mostly_half(pair) && model.word(other).parts_after()
}

/// The hash of «و» and a word: of وگو, for گو.
fn with_and(letters: &[char]) -> u64 {
    letters.iter().fold(hash("و"), |hash, c| hash_of_longer(hash, c.encode_utf8(&mut [0; 4])))
}

/// Whether news half-spaces a pair more than once, and at least as often as it writes it otherwise.
fn is_mostly_half(pair: Pair) -> bool {
    pair.half() > 1 && pair.half() >= pair.spaced().max(pair.joined())
}
