//! How a stream has written the words of its last pages: a text tends to spell a word as it spelt it before.
//!
//! A table of a fixed size; what is met newly takes the place of what stood there. So memory is bounded, and the
//! same lines in the same order always leave the same table.

use super::lexicon::pair_key;
use super::line::{Gap, HASHED_MAX, Line};
use super::pieces::Piece;

/// Counts of pieces, of pairs of pieces spaced and half-spaced, and of pieces at half-spaces.
#[derive(Clone, Debug)]
pub struct Memory {
    /// Twenty-four bits of fingerprint and eight of count.
    entries: Vec<u32>,
}

/// Entries, as a power of two: some three hundred lines of news.
const BITS: u32 = 14;

impl Default for Memory {
    fn default() -> Self {
        Self { entries: vec![0; 1 << BITS] }
    }
}

/// What a line leaves in a memory: where, and the fingerprint.
pub type Trace = (usize, u32);

/// What is counted.
#[derive(Clone, Copy)]
enum Of {
    /// A piece.
    Piece = 1,
    /// Two pieces with a space.
    Spaced = 2,
    /// Two pieces with a half-space.
    Half = 3,
    /// Two pieces with a half-space, by their letters run together.
    Parted = 4,
    /// A piece before a half-space.
    Before = 5,
    /// A piece behind a half-space.
    Behind = 6,
}

/// Finds what a line leaves in a memory, in place of what `traces` held.
pub fn trace(line: &Line, pieces: &[Piece], traces: &mut Vec<Trace>) {
    traces.clear();
    let (mut left, mut last) = (Piece::default(), 0..0);
    for (range, piece) in line.pieces.iter().zip(pieces) {
        if left.fits() && piece.fits() && last.end == range.start {
            let pair = pair_key(left.hash, piece.hash);
            if line.before[range.start] == Gap::Half {
                let (before, behind) = (place(left.hash, Of::Before), place(piece.hash, Of::Behind));
                traces.extend([place(pair, Of::Half), before, behind]);
                let short = range.end - last.start <= HASHED_MAX;
                traces.extend(short.then(|| place(line.hash(last.start..range.end), Of::Parted)));
            } else {
                traces.push(place(pair, Of::Spaced));
            }
        }
        traces.extend(piece.fits().then(|| place(piece.hash, Of::Piece)));
        (left, last) = (*piece, range.clone());
    }
}

impl Memory {
    /// Takes in what a line left.
    pub fn learn(&mut self, traces: &[Trace]) {
        for (at, print) in traces {
            let entry = &mut self.entries[*at];
            // Both at once and then one of them: which, nothing foretells.
            let more = *entry + u32::from(*entry & COUNT < COUNT);
            *entry = if *entry & !COUNT == *print { more } else { print | 1 };
        }
    }

    /// How often two pieces were met joined, spaced and half-spaced, and each of them as a piece and at a half-space.
    pub fn met(&self, [joined, pair]: [u64; 2], [left, right]: [u64; 2]) -> [u32; 7] {
        [
            self.get(joined, Of::Piece),
            self.get(pair, Of::Spaced),
            self.get(pair, Of::Half),
            self.get(left, Of::Piece),
            self.get(left, Of::Before),
            self.get(right, Of::Piece),
            self.get(right, Of::Behind),
        ]
    }

    /// Whether two pieces were met half-spaced.
    pub fn has_half(&self, pair: u64) -> bool {
        self.get(pair, Of::Half) > 0
    }

    /// Whether a piece was met with a half-space in it.
    pub fn has_parted(&self, piece: u64) -> bool {
        self.get(piece, Of::Parted) > 0
    }

    fn get(&self, key: u64, of: Of) -> u32 {
        let (at, print) = place(key, of);
        let entry = self.entries[at];
        if entry & !COUNT == print { entry & COUNT } else { 0 }
    }
}

/// Bits of the count in an entry.
const COUNT: u32 = 0xff;
fn place(key: u64, of: Of) -> Trace {
    let salted = key.rotate_left(of as u32 * 13) ^ key >> 29;
    let mixed = salted.wrapping_mul(0x9FB2_1C65_1E98_DF25);
    ((mixed >> (64 - BITS)) as usize, (mixed >> 8) as u32 & !COUNT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::line::hash;
    use crate::repair::pieces::Pieces;
    use crate::repair::tagger::Model;

    #[test]
    fn a_line_is_remembered_by_its_words() {
        let (mut memory, mut line, mut traces) = (Memory::default(), Line::default(), Vec::new());
        line.read("کتاب\u{200c}ها را می خواند");
        let mut pieces = Pieces::default();
        pieces.read(&line, &Model::embedded());
        trace(&line, &pieces.line, &mut traces);
        memory.learn(&traces);
        assert!(memory.has_half(pair_key(hash("کتاب"), hash("ها"))));
        assert!(memory.has_parted(hash("کتابها")));
        let keys = |left, right, joined| {
            ([hash(joined), pair_key(hash(left), hash(right))], [hash(left), hash(right)])
        };
        let (pair, pieces) = keys("کتاب", "ها", "کتابها");
        assert_eq!(memory.met(pair, pieces), [0, 0, 1, 1, 1, 1, 1]);
        let (pair, pieces) = keys("می", "خواند", "میخواند");
        assert_eq!(memory.met(pair, pieces), [0, 1, 0, 1, 0, 1, 0]);
    }
}
