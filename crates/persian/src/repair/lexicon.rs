//! What is known of words and of pairs of pieces: how often news wrote them, and how.
//!
//! Two hash tables with open addressing. An entry is 32 bits: a fingerprint of 20 bits, and 12 bits of facts. Both
//! are made by `cargo xtask train`; `model/README.md` says from what.

/// Bits of facts in an entry.
const FACT_BITS: u32 = 12;
const FACT_MASK: u32 = (1 << FACT_BITS) - 1;

/// A hash table inside the model file.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    entries: &'a [[u8; 4]],
    bits: u32,
}

impl<'a> Table<'a> {
    /// A table of 2^`bits` entries, four bytes each.
    pub fn new(bytes: &'a [u8], bits: u32) -> Self {
        Self { entries: bytes.as_chunks().0, bits }
    }

    /// Looks at where each key's facts would be. Looked at one by one, each waits for the memory; in a row, the waits
    /// overlap, and what is then asked for is near.
    pub fn look_ahead(&self, keys: impl Iterator<Item = u64>) {
        let entries = keys.filter_map(|key| self.entries.get(place(key, self.bits).0));
        std::hint::black_box(entries.fold(0, |seen, entry| seen ^ entry[0]));
    }

    /// The facts kept for a key, 0 when there are none.
    pub fn get(&self, key: u64) -> u32 {
        let (mut at, print) = place(key, self.bits);
        // A full turn ends the search even in a damaged table.
        for _ in 0..self.entries.len() {
            let entry = self.entries.get(at).map_or(0, |bytes| u32::from_le_bytes(*bytes));
            if entry == 0 {
                return 0;
            }
            if entry >> FACT_BITS == print {
                return entry & FACT_MASK;
            }
            at = (at + 1) & (self.entries.len() - 1);
        }
        0
    }
}

/// Lays out a table; what does not fit is an error.
pub fn table(facts: &[(u64, u32)], bits: u32) -> Option<Vec<u8>> {
    let mut entries = vec![0_u32; 1 << bits];
    if facts.len() * 10 > entries.len() * 9 {
        return None;
    }
    for (key, fact) in facts.iter().filter(|(_, fact)| fact & FACT_MASK != 0) {
        let (mut at, print) = place(*key, bits);
        while entries[at] != 0 && entries[at] >> FACT_BITS != print {
            at = (at + 1) & (entries.len() - 1);
        }
        if entries[at] == 0 {
            entries[at] = print << FACT_BITS | fact & FACT_MASK;
        }
    }
    Some(entries.iter().flat_map(|entry| entry.to_le_bytes()).collect())
}

fn place(key: u64, bits: u32) -> (usize, u32) {
    let mixed = (key ^ key >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((mixed >> (64 - bits)) as usize, (mixed >> 8) as u32 >> FACT_BITS)
}

/// Who writes a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Register {
    /// Everyone, or nobody knows.
    Any,
    /// Chiefly those who write formally: است, وی.
    Formal,
    /// Chiefly those who write as they speak: یه, اون.
    Informal,
}

/// What is known of a piece as a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word(pub u32);

impl Word {
    /// Facts of a word: how often it was seen, whether a dictionary has it, whether it was ever seen before and
    /// after a half-space, and whether it is whole in any context.
    pub fn new(seen: u64, dictionary: bool, before: bool, after: bool, whole: bool) -> Self {
        let flags = [dictionary, before, after, whole];
        let flags = flags.iter().enumerate().fold(0, |bits, (at, flag)| bits | u32::from(*flag) << (4 + at));
        Self(flags | fine(seen))
    }

    /// How often it was seen, from 0 to 15: a logarithm.
    pub fn seen(self) -> u32 {
        self.0 & 15
    }

    /// Seen often, and listed: 0 to 31.
    pub fn known(self) -> u32 {
        self.0 & 31
    }

    /// Whether a dictionary has it.
    pub fn is_listed(self) -> bool {
        self.0 >> 4 & 1 == 1
    }

    /// Whether it was seen on the left of a half-space.
    pub fn parts_before(self) -> bool {
        self.0 >> 5 & 1 == 1
    }

    /// Whether it was seen on the right of a half-space.
    pub fn parts_after(self) -> bool {
        self.0 >> 6 & 1 == 1
    }

    /// The word with the register it was chiefly met in.
    pub fn of(self, register: Register) -> Self {
        Self(self.0 & !(3 << 8) | (register as u32) << 8)
    }

    /// The register it was chiefly met in.
    pub fn register(self) -> Register {
        match self.0 >> 8 & 3 {
            1 => Register::Formal,
            2 => Register::Informal,
            _ => Register::Any,
        }
    }

    /// Whether it is never to be parted.
    pub fn is_whole(self) -> bool {
        self.0 >> 7 & 1 == 1
    }
}

/// What is known of two pieces in a row: how often they were written in each way.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pair(pub u32);

impl Pair {
    /// Facts of a pair: how often it was written joined, spaced, half-spaced; whether a dictionary has it so.
    pub fn new(joined: u64, spaced: u64, half: u64, dictionary: bool) -> Self {
        Self(coarse(joined) | coarse(spaced) << 3 | coarse(half) << 6 | u32::from(dictionary) << 9)
    }

    /// How often joined, 0 to 7.
    pub fn joined(self) -> u32 {
        self.0 & 7
    }

    /// How often spaced, 0 to 7.
    pub fn spaced(self) -> u32 {
        self.0 >> 3 & 7
    }

    /// How often with a half-space, 0 to 7.
    pub fn half(self) -> u32 {
        self.0 >> 6 & 7
    }

    /// Whether it was ever met with a half-space, in news or in a dictionary.
    pub fn is_half_spaced(self) -> bool {
        self.half() > 0 || self.listed()
    }

    /// All of it, 0 to 1023.
    pub fn all(self) -> u32 {
        self.0 & 1023
    }

    /// Whether a dictionary writes it with a half-space.
    pub fn listed(self) -> bool {
        self.0 >> 9 & 1 == 1
    }
}

/// The key of a pair of pieces.
pub fn pair_key(left: u64, right: u64) -> u64 {
    left.wrapping_mul(0x9FB2_1C65_1E98_DF25).rotate_left(31) ^ right
}

fn coarse(count: u64) -> u32 {
    match count {
        0..=1 => count as u32,
        2..=3 => 2,
        4..=9 => 3,
        10..=29 => 4,
        30..=99 => 5,
        100..=999 => 6,
        _ => 7,
    }
}

fn fine(count: u64) -> u32 {
    (64 - count.leading_zeros()).min(15)
}
