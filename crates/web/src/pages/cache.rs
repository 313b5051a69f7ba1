//! The pages in memory: which there are, what invalidations them, and which go when there is no room.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use news::UtcMs;
use news::article::NewsCode;
use store::events::Event;
use tokio::sync::{Notify, OnceCell};

use super::frame::FrameCache;
use super::{Dependency, Kind, Page, Reading};
use crate::App;
use crate::errors::Failure;
use crate::language::Language;

/// Memory for pages, each counted in every way of compressing it: some 20,000 articles. Of the ways, the browsers of today
/// ask for one, so that a third of it is taken. What was not asked for lately goes first.
const BYTES_MAX: usize = 384 << 20;
/// PageCache made anew before somebody asks, after one change: those asked for most often since they were made. The others
/// are made when somebody asks.
const RERENDERED_MAX: usize = 64;
/// Touches remembered for pages that are being made meanwhile; one that took longer is answered and not kept.
const INVALIDATIONS_MAX: usize = 4096;
/// Numbers of events that this process committed, until the change log is read.
const HEARD_MAX: usize = 100_000;

/// PageCache in memory.
#[derive(Default)]
pub(crate) struct PageCache {
    shelf: RwLock<Shelf>,
    under_way: Mutex<HashMap<String, Rendering>>,
    to_render: Mutex<VecDeque<String>>,
    heard: Mutex<HashSet<i64>>,
    invalidated: Notify,
    /// Sections that published since what is fresh in them was followed.
    to_refresh: Mutex<HashSet<i64>>,
    /// What stands around every page.
    pub(super) frame: FrameCache,
    /// Whether it is told of changes: else it keeps nothing.
    is_told: AtomicBool,
}

#[derive(Default)]
struct Shelf {
    pages: HashMap<String, Arc<Slot>>,
    /// The same by the encoded addresses that browsers send: taking them apart costs as much as the rest of finding.
    addresses: HashMap<Box<str>, Arc<Slot>>,
    shown_by: HashMap<Dependency, HashSet<Arc<str>>>,
    /// In the order in which they came, for the hand that seeks what nobody asked for.
    order: VecDeque<Arc<Slot>>,
    bytes: usize,
    /// Grows with every invalidation.
    generation: u64,
    invalidations: VecDeque<(u64, Dependency)>,
    /// The generation of the last invalidation that is remembered no more.
    forgotten_to: u64,
}

struct Slot {
    key: Arc<str>,
    page: Arc<Page>,
    was_used: AtomicBool,
    uses: AtomicU32,
    is_gone: AtomicBool,
    /// The encoded address by which it was first asked for.
    address: OnceLock<Box<str>>,
}

impl Slot {
    /// Bytes that it takes in memory, about: each letter of a key has three in an address, which is kept twice.
    fn size(&self) -> usize {
        self.page.size() + 7 * self.key.len()
    }

    /// Its page, unless that is past its time. It is used thereby.
    fn page(&self, now: UtcMs) -> Option<Arc<Page>> {
        if self.page.until.is_some_and(|until| until <= now) {
            return None;
        }
        // Written only when it changes something: the cores share the line.
        if !self.was_used.load(Ordering::Relaxed) {
            self.was_used.store(true, Ordering::Relaxed);
        }
        self.uses.fetch_add(1, Ordering::Relaxed);
        Some(self.page.clone())
    }
}

/// A page that is being made, since a generation of the cache.
struct Rendering {
    since: u64,
    cell: Arc<OnceCell<Arc<Page>>>,
}

/// Forgets a making when it is done, or whoever made it went away.
struct UnderWay<'a> {
    pages: &'a PageCache,
    key: &'a str,
    cell: Arc<OnceCell<Arc<Page>>>,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut under_way = locked(&self.pages.under_way);
        if under_way.get(self.key).is_some_and(|one| Arc::ptr_eq(&one.cell, &self.cell)) {
            under_way.remove(self.key);
        }
    }
}

impl PageCache {
    /// Keeps pages from now on: whoever changes what they show says so.
    pub(crate) fn begin(&self) {
        self.is_told.store(true, Ordering::Relaxed);
        self.frame.begin();
    }

    /// A page that is there and not past its time.
    pub(crate) fn get(&self, key: &str, now: UtcMs) -> Option<Arc<Page>> {
        self.read().pages.get(key)?.page(now)
    }

    /// As [`Self::get`], by an address without a query as a browser sends it, of which `key` makes the key.
    pub(crate) fn get_at(
        &self,
        address: &str,
        now: UtcMs,
        key: impl FnOnce() -> Option<String>,
    ) -> Option<Arc<Page>> {
        if !address.contains('%') {
            return self.get(address, now);
        }
        if let Some(slot) = self.read().addresses.get(address) {
            return slot.page(now);
        }
        let slot = self.read().pages.get(&key()?)?.clone();
        if slot.address.set(address.into()).is_ok() {
            self.write().learn(address, &slot);
        }
        slot.page(now)
    }

    /// The page, made by `make` when it is not there.
    ///
    /// # Errors
    /// As `make`; who waited for another's failure makes it himself.
    pub(crate) async fn get_or_render(
        &self,
        app: &App,
        key: String,
        kind: Kind,
        make: impl AsyncFnOnce(&Reading) -> Result<String, Failure>,
    ) -> Result<Arc<Page>, Failure> {
        if let Some(page) = self.get(&key, app.now()) {
            return Ok(page);
        }
        let (since, cell) = self.making(&key);
        let _under_way = UnderWay { pages: self, key: &key, cell: cell.clone() };
        let made = cell.get_or_try_init(|| async {
            let reading = Reading::at(app, &key);
            let text = make(&reading).await?;
            let mut page = Page::new(kind, &text, reading.done()).told(&app.config, &key);
            page.code = code_of(&key);
            let page = Arc::new(page);
            self.keep(&key, &page, since);
            Ok::<_, Failure>(page)
        });
        made.await.cloned()
    }

    /// Grows with every invalidation.
    pub(super) fn generation(&self) -> u64 {
        self.read().generation
    }

    /// Whether nothing of this was invalidated after a generation. Never where nobody tells of changes.
    pub(super) fn is_valid(&self, on: &[Dependency], since: u64) -> bool {
        self.is_told.load(Ordering::Relaxed) && self.read().is_valid(on, since)
    }

    /// The making of a page that began after the last invalidation: an earlier one may have read what was then.
    fn making(&self, key: &str) -> (u64, Arc<OnceCell<Arc<Page>>>) {
        let generation = self.read().generation;
        let mut under_way = locked(&self.under_way);
        let making = under_way
            .entry(key.to_owned())
            .or_insert_with(|| Rendering { since: generation, cell: Arc::default() });
        if making.since != generation {
            *making = Rendering { since: generation, cell: Arc::default() };
        }
        (making.since, making.cell.clone())
    }

    /// Keeps a page, unless something that it shows was invalidated since it was begun.
    fn keep(&self, key: &str, page: &Arc<Page>, since: u64) {
        let mut shelf = self.write();
        if !self.is_told.load(Ordering::Relaxed) || !shelf.is_valid(&page.on, since) {
            return;
        }
        shelf.remove(key);
        let key: Arc<str> = key.into();
        for dependency in &page.on {
            shelf.shown_by.entry(dependency.clone()).or_default().insert(key.clone());
        }
        let slot = Arc::new(Slot {
            key: key.clone(),
            page: page.clone(),
            was_used: AtomicBool::new(false),
            uses: AtomicU32::new(0),
            is_gone: AtomicBool::new(false),
            address: OnceLock::new(),
        });
        shelf.bytes += slot.size();
        shelf.order.push_back(slot.clone());
        shelf.pages.insert(key.to_string(), slot);
        shelf.make_room();
    }

    /// Forgets every page that shows one of these; those that are asked for often are to be made anew.
    pub(crate) fn invalidate(&self, dependencies: &[Dependency]) {
        if dependencies.is_empty() {
            return;
        }
        if dependencies.contains(&Dependency::Frame) {
            self.frame.invalidate();
        }
        let mut gone: Vec<(u32, Arc<str>)> = Vec::new();
        {
            let mut shelf = self.write();
            shelf.generation += 1;
            for dependency in dependencies {
                if let Dependency::Section(id) = dependency {
                    locked(&self.to_refresh).insert(*id);
                }
                shelf.remember_invalidation(dependency);
                for key in shelf.shown_by.remove(dependency).unwrap_or_default() {
                    gone.extend(shelf.remove(&key).map(|slot| (slot.uses.load(Ordering::Relaxed), key)));
                }
            }
        }
        gone.retain(|(uses, _)| *uses > 0);
        gone.sort_unstable_by_key(|(uses, _)| std::cmp::Reverse(*uses));
        gone.truncate(RERENDERED_MAX);
        let mut to_render = locked(&self.to_render);
        for (_, key) in gone {
            if !to_render.iter().any(|other| **other == *key) {
                to_render.push_back(key.to_string());
            }
        }
        drop(to_render);
        self.invalidated.notify_one();
    }

    /// Touches what was fresh in sections that published since the last time.
    pub(crate) fn refresh(&self) {
        let sections = std::mem::take(&mut *locked(&self.to_refresh));
        self.invalidate(&sections.into_iter().map(Dependency::Fresh).collect::<Vec<_>>());
    }

    /// The next page to be made anew.
    pub(crate) fn next_to_render(&self) -> Option<String> {
        locked(&self.to_render).pop_front()
    }

    /// Waits until something was invalidated.
    pub(crate) async fn invalidated(&self) {
        self.invalidated.notified().await;
    }

    /// These events were committed here, and what they concern was invalidated.
    pub(crate) fn heard(&self, events: &[Event]) {
        let mut heard = locked(&self.heard);
        if heard.len() > HEARD_MAX {
            heard.clear();
        }
        heard.extend(events.iter().map(|event| event.number));
    }

    /// Of events of the change log, those of other processes.
    pub(crate) fn unheard<'a>(&self, events: &'a [Event]) -> Vec<&'a Event> {
        let mut heard = locked(&self.heard);
        events.iter().filter(|event| !heard.remove(&event.number)).collect()
    }

    fn read(&self) -> RwLockReadGuard<'_, Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Shelf> {
        self.shelf.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    fn remove(&mut self, key: &str) -> Option<Arc<Slot>> {
        let slot = self.pages.remove(key)?;
        slot.is_gone.store(true, Ordering::Relaxed);
        self.bytes -= slot.size();
        if let Some(address) = slot.address.get() {
            self.addresses.remove(address);
        }
        for dependency in &slot.page.on {
            if let Some(keys) = self.shown_by.get_mut(dependency) {
                keys.remove(key);
                if keys.is_empty() {
                    self.shown_by.remove(dependency);
                }
            }
        }
        Some(slot)
    }

    fn learn(&mut self, address: &str, slot: &Arc<Slot>) {
        if !slot.is_gone.load(Ordering::Relaxed) {
            self.addresses.insert(address.into(), slot.clone());
        }
    }

    fn remember_invalidation(&mut self, dependency: &Dependency) {
        let generation = self.generation;
        self.invalidations.push_back((generation, dependency.clone()));
        if self.invalidations.len() > INVALIDATIONS_MAX
            && let Some((generation, _)) = self.invalidations.pop_front()
        {
            self.forgotten_to = generation;
        }
    }

    fn is_valid(&self, on: &[Dependency], since: u64) -> bool {
        let mut later = self.invalidations.iter().rev().take_while(|(generation, _)| *generation > since);
        self.forgotten_to <= since && !later.any(|(_, dependency)| on.contains(dependency))
    }

    /// Second chance: what was asked for since the hand came by last stays for another round.
    fn make_room(&mut self) {
        while self.bytes > BYTES_MAX || self.order.len() > 2 * self.pages.len() + RERENDERED_MAX {
            let Some(slot) = self.order.pop_front() else { return };
            if slot.is_gone.load(Ordering::Relaxed) {
                continue;
            }
            if slot.was_used.swap(false, Ordering::Relaxed) || self.bytes <= BYTES_MAX {
                self.order.push_back(slot);
            } else {
                self.remove(&slot.key.clone());
            }
        }
    }
}

/// The article that is read at an address.
fn code_of(key: &str) -> Option<NewsCode> {
    let path = key.split('?').next()?;
    let path = Language::of_path(path).map_or(path, |(_, path)| path).strip_prefix("/news/")?;
    path.split('/').next()?.parse().ok()
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
