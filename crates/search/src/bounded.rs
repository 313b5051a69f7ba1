//! A search that does not go on for ever: what it collects is cut when its time is over.
//!
//! Time comes as an argument, as everywhere. Between two looks at it lies a block of articles; a phrase is looked for
//! within it, which is why phrases of very common words are not looked for at all (see `fitting`).

use std::sync::atomic::{AtomicBool, Ordering};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Weight;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocSet, SegmentOrdinal, SegmentReader, TERMINATED};

/// Scored articles between two looks at the time: some microseconds' work.
const LOOK_EVERY: usize = 256;

/// How long a search may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Microseconds of a running stopwatch.
    pub stopwatch: fn() -> u64,
    /// When it is over, by the stopwatch.
    pub until_us: u64,
}

impl Patience {
    /// So much from now on.
    pub fn of(stopwatch: fn() -> u64, us: u64) -> Self {
        Self { stopwatch, until_us: stopwatch().saturating_add(us) }
    }

    /// Whether it is over.
    pub(crate) fn is_over(self) -> bool {
        (self.stopwatch)() >= self.until_us
    }
}

/// A collector that stops when its time is over, and says so.
pub(crate) struct Bounded<'a, C> {
    pub inner: C,
    pub patience: Option<Patience>,
    pub is_cut: &'a AtomicBool,
}

impl<C> Bounded<'_, C> {
    fn must_stop(&self, patience: Patience) -> bool {
        let is_over = patience.is_over();
        self.is_cut.fetch_or(is_over, Ordering::Relaxed);
        is_over
    }
}

impl<C: Collector> Collector for Bounded<'_, C> {
    type Fruit = C::Fruit;
    type Child = C::Child;

    fn for_segment(&self, number: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<C::Child> {
        self.inner.for_segment(number, segment)
    }

    fn requires_scoring(&self) -> bool {
        self.inner.requires_scoring()
    }

    fn merge_fruits(
        &self,
        segments: Vec<<C::Child as SegmentCollector>::Fruit>,
    ) -> tantivy::Result<Self::Fruit> {
        self.inner.merge_fruits(segments)
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        number: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<<C::Child as SegmentCollector>::Fruit> {
        let Some(patience) = self.patience else {
            return self.inner.collect_segment(weight, number, segment);
        };
        let mut collecting = self.inner.for_segment(number, segment)?;
        // Looking for the first article that fits may go through the whole segment.
        if self.must_stop(patience) {
            return Ok(collecting.harvest());
        }
        let mut found = weight.scorer(segment, 1.0)?;
        let alive = segment.alive_bitset();
        let is_alive = |document| alive.is_none_or(|alive| alive.is_alive(document));
        let mut block = [0; COLLECT_BLOCK_BUFFER_LEN];
        while found.doc() != TERMINATED && !self.must_stop(patience) {
            if self.requires_scoring() {
                for _ in 0..LOOK_EVERY {
                    if found.doc() == TERMINATED {
                        break;
                    }
                    if is_alive(found.doc()) {
                        collecting.collect(found.doc(), found.score());
                    }
                    found.advance();
                }
            } else {
                let filled = found.fill_buffer(&mut block);
                block[..filled].iter().filter(|document| is_alive(**document)).for_each(|document| {
                    collecting.collect(*document, 0.0);
                });
            }
        }
        Ok(collecting.harvest())
    }
}
