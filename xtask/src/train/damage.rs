//! Damage as scraped text has it, and the seeded chance that deals it.

/// How a text lost its half-spaces.
#[derive(Clone, Copy)]
pub(super) struct Damage {
    /// Of 100 half-spaces, how many are dropped.
    dropped: u64,
    /// And how many became spaces.
    spaced: u64,
}

impl Damage {
    /// The four ways that are measured.
    pub(super) const WAYS: [(&str, Self); 4] = [
        ("keep", Self { dropped: 0, spaced: 0 }),
        ("drop", Self { dropped: 100, spaced: 0 }),
        ("space", Self { dropped: 0, spaced: 100 }),
        ("mixed", Self { dropped: 33, spaced: 33 }),
    ];

    /// A way for a text to be damaged: one of the four, all lost in either way, or any mixture.
    pub(super) fn any(random: &mut Random) -> Self {
        match random.below(6) {
            way @ 0..4 => Self::WAYS[way as usize].1,
            4 => Self { dropped: 50, spaced: 50 },
            _ => {
                let dropped = random.below(101);
                Self { dropped, spaced: random.below(101 - dropped) }
            }
        }
    }

    /// Everything lost, in one way or the other.
    pub(super) fn all(random: &mut Random) -> Self {
        Self::WAYS[1 + random.below(2) as usize].1
    }

    /// A line so damaged.
    pub(super) fn deal(self, line: &str, random: &mut Random) -> String {
        let mut out = String::with_capacity(line.len());
        for c in line.chars() {
            if c != '\u{200c}' {
                out.push(c);
                continue;
            }
            match random.below(100) {
                chance if chance < self.dropped => {}
                chance if chance < self.dropped + self.spaced => out.push(' '),
                _ => out.push(c),
            }
        }
        out
    }
}

/// A small deterministic generator (SplitMix64): the model must come out the same every time.
pub(super) struct Random(pub u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// A length from one to two to the power of `doublings`, short ones as likely as long ones.
    pub(super) fn length(&mut self, doublings: u64) -> usize {
        let most = 1 << self.below(doublings + 1);
        1 + self.below(most) as usize
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at as u64 + 1) as usize);
        }
    }
}
