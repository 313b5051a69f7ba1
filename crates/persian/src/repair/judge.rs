//! The judge: weighs what the words of a gap tell against the ways of its line and stream.
//!
//! One hidden layer over the facts of a gap. It sees only gaps that the words leave open, so its cost is small. Sums
//! are made in one order, without fused steps, so every machine gives the same result.

use super::convention::{Convention, FACTS, Facts, OWN, STREAM, STREAM_FROM, of_stream};

/// Units of the hidden layer.
pub const HIDDEN: usize = 32;
/// Where each kind of number begins: [`HIDDEN`] for each fact, then the units' own, those of the units, those of the
/// facts by themselves, and the last.
pub const UNITS: usize = FACTS * HIDDEN;
/// Of the units.
pub const OUT: usize = UNITS + HIDDEN;
/// Of the facts by themselves.
pub const DIRECT: usize = OUT + HIDDEN;
/// All of them.
pub const JUDGE: usize = DIRECT + FACTS + 1;

/// The numbers, four bytes each.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a>(&'a [[u8; 4]]);

/// What some of the facts come to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Begun {
    hidden: [f32; HIDDEN],
    sum: f32,
}

impl<'a> Judge<'a> {
    /// A judge from the bytes of its numbers; without them all, none.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let numbers: &[[u8; 4]] = bytes.as_chunks().0;
        (numbers.len() == JUDGE).then_some(Self(numbers))
    }

    /// Weighs the facts of a stream: once for a line.
    pub fn begin(&self, convention: &Convention) -> Begun {
        let hidden = std::array::from_fn(|unit| f32::from_le_bytes(self.0[UNITS + unit]));
        let begun = Begun { hidden, sum: f32::from_le_bytes(self.0[JUDGE - 1]) };
        self.with(begun, &of_stream(convention), STREAM_FROM)
    }

    /// Weighs the gap's own facts.
    pub fn own(&self, facts: &Facts) -> Begun {
        self.with(Begun::default(), &facts.all[..OWN], 0)
    }

    /// The logit of a half-space, from its own facts, those of its surroundings, and those of the stream.
    pub fn end(&self, begun: &Begun, own: &Begun, facts: &Facts) -> f32 {
        let hidden = std::array::from_fn(|unit| begun.hidden[unit] + own.hidden[unit]);
        let both = Begun { hidden, sum: begun.sum + own.sum };
        let both = self.with(both, &facts.all[OWN..STREAM_FROM], OWN);
        let all = self.with(both, &facts.all[STREAM_FROM + STREAM..], STREAM_FROM + STREAM);
        let weights = &self.0[OUT..DIRECT];
        let units = all.hidden.iter().zip(weights);
        all.sum + units.map(|(unit, weight)| unit.max(0.0) * f32::from_le_bytes(*weight)).sum::<f32>()
    }

    /// Adds facts in their order but for those of nothing, half of them. The units stay in registers meanwhile, which
    /// takes half of the time of rows added in memory.
    #[inline(always)]
    fn with(&self, begun: Begun, facts: &[f32], first: usize) -> Begun {
        let (rows, weights) = (&self.0[first * HIDDEN..], &self.0[DIRECT + first..]);
        let Begun { hidden: mut units, mut sum } = begun;
        for ((fact, row), weight) in facts.iter().zip(rows.as_chunks::<HIDDEN>().0).zip(weights) {
            if *fact == 0.0 {
                continue;
            }
            for at in 0..HIDDEN {
                units[at] += fact * f32::from_le_bytes(row[at]);
            }
            sum += fact * f32::from_le_bytes(*weight);
        }
        Begun { hidden: units, sum }
    }
}
