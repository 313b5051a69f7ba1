//! How often readers open articles: counted in memory as answers go out, kept by [`App::keep_views`] now and then.
//!
//! A view is an article's page that was answered, whole or as «not changed», to a browser that shows it to somebody:
//! no program (by its name, or for want of one), no HEAD, no page fetched in advance, and not again within half an
//! hour by the same sender with the same browser. A sender has few browsers: the first that are seen within an hour count,
//! whatever they open. A household opens all it likes with its own; who invents a name for each request gains a few views.
//! Of senders and browsers only hashes are remembered, for at most an hour, under a key that is drawn anew each day and
//! never leaves memory.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use news::UtcMs;
use news::article::NewsCode;
use news::window::{HOUR_MS, Window, hour_of};
use store::StoreError;

use crate::App;
use crate::sender::{KEY_MS, Sender};

/// Opened again sooner than this, it is the same reading.
const SAME_READING_MS: UtcMs = HOUR_MS / 2;
/// Browsers behind one address in an hour that count. A household in Iran has 3.2 persons, and phones of one make are one
/// browser by their names; of an office or a mobile network, where hundreds share an address, the rest is lost, which is
/// the price of counting no invented ones.
const BROWSERS_MAX: usize = 4;
/// Readings remembered in half an hour, 8 bytes each; in a flood of more, the oldest are forgotten sooner.
const READINGS_MAX: usize = 500_000;
/// Names of browsers remembered, 16 bytes each: those that readers really have are some thousands.
const NAMES_MAX: usize = 20_000;
/// Every browser's name begins so, since 1994.
const BROWSER: &str = "mozilla/";
/// What names of programs say that call themselves browsers besides: crawlers (which give an address of themselves, or
/// are `compatible;`, as no browser has been since 2013), previews of links, monitors.
const PROGRAMS: [&str; 16] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "preview",
    "facebookexternal",
    "whatsapp",
    "headless",
    "lighthouse",
    "monitor",
    "pingdom",
    "archiver",
    "scan",
    "http",
    "phantomjs",
    "compatible;",
];

/// Views that are not kept yet, and who read what of late.
pub(crate) struct Views(Mutex<Counting>);

struct Counting {
    counts: HashMap<(i64, NewsCode), i64>,
    /// Readings of this half hour and of the one before.
    readings: [HashSet<u64>; 2],
    /// The browsers of an address that count, in the same half hours.
    browsers: [HashMap<u64, Vec<u64>>; 2],
    turned_at: UtcMs,
    /// Whether a browser's name is one, by its hash: readers have few, and reading each takes as long as the rest.
    names: HashMap<u64, bool>,
    key: RandomState,
    key_since: UtcMs,
}

impl Views {
    pub(crate) fn new(now: UtcMs) -> Self {
        Self(Mutex::new(Counting {
            counts: HashMap::new(),
            readings: Default::default(),
            browsers: Default::default(),
            turned_at: now,
            names: HashMap::new(),
            key: RandomState::new(),
            key_since: now,
        }))
    }

    fn locked(&self) -> MutexGuard<'_, Counting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counting {
    fn count(&mut self, code: NewsCode, sender: Sender, name: &str, now: UtcMs) {
        self.turn(now);
        let browser = self.key.hash_one(name);
        let reading = self.key.hash_one((code, sender, browser));
        if self.readings[1].contains(&reading)
            || !self.is_browser(browser, name)
            || !self.readings[0].insert(reading)
        {
            return;
        }
        if self.is_counted(sender, browser) {
            *self.counts.entry((hour_of(now), code)).or_default() += 1;
        }
    }

    fn is_browser(&mut self, browser: u64, name: &str) -> bool {
        if self.names.len() >= NAMES_MAX {
            self.names.clear();
        }
        *self.names.entry(browser).or_insert_with(|| is_browser(name))
    }

    /// Whether a browser is one of the first that its sender was seen with.
    fn is_counted(&mut self, sender: Sender, browser: u64) -> bool {
        let address = self.key.hash_one(sender);
        let [this, before] = &mut self.browsers;
        let before = before.get(&address).map_or(&[][..], |browsers| browsers);
        let this = this.entry(address).or_default();
        if this.contains(&browser) {
            return true;
        }
        let others = before.iter().filter(|known| !this.contains(known)).count();
        let is_counted = before.contains(&browser) || this.len() + others < BROWSERS_MAX;
        if is_counted {
            this.push(browser);
        }
        is_counted
    }

    fn turn(&mut self, now: UtcMs) {
        if now - self.turned_at >= SAME_READING_MS || self.readings[0].len() >= READINGS_MAX {
            let [this, before] = &mut self.readings;
            std::mem::swap(this, before);
            this.clear();
            self.browsers.swap(0, 1);
            self.browsers[0].clear();
            self.turned_at = now;
        }
        if now - self.key_since >= KEY_MS {
            (self.key, self.key_since) = (RandomState::new(), now);
            self.readings = Default::default();
            self.browsers = Default::default();
            self.names = HashMap::new();
        }
    }
}

impl App {
    /// Keeps the views counted since the last time, in one transaction, and forgets what no window reaches. Answers how
    /// many articles had any.
    ///
    /// # Errors
    /// When the database does not answer; the views are kept the next time then.
    pub async fn keep_views(&self) -> Result<usize, StoreError> {
        let counts = std::mem::take(&mut self.views.locked().counts);
        if counts.is_empty() {
            return Ok(0);
        }
        let kept = self.add_views(&counts).await;
        if kept.is_err() {
            let known = &mut self.views.locked().counts;
            counts.iter().for_each(|(key, count)| *known.entry(*key).or_default() += count);
        }
        kept.map(|()| counts.len())
    }

    async fn add_views(&self, counts: &HashMap<(i64, NewsCode), i64>) -> Result<(), StoreError> {
        let mut by_hour: HashMap<i64, Vec<(NewsCode, i64)>> = HashMap::new();
        for ((hour, code), count) in counts {
            by_hour.entry(*hour).or_default().push((*code, *count));
        }
        let now = self.now();
        let mut tx = self.config.store.begin(now).await?;
        for (hour, mut of_hour) in by_hour {
            // In one order: nodes that write at the same time wait for each other rather than cross.
            of_hour.sort_unstable();
            store::views::add(&mut tx, hour, &of_hour).await?;
        }
        store::views::forget_before(&mut tx, hour_of(Window::Week.since(now))).await?;
        tx.commit().await
    }
}

/// Counts what the article's page below answers.
pub(crate) async fn count(
    State(app): State<App>,
    sender: Sender,
    params: RawPathParams,
    request: Request,
    next: Next,
) -> Response {
    let code = params.iter().find(|(name, _)| *name == "code").and_then(|(_, code)| code.parse().ok());
    let name = shown_in(request.method(), request.headers()).map(str::to_owned);
    let response = next.run(request).await;
    let is_shown = matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED);
    if let (true, Some(code), Some(name)) = (is_shown, code, name) {
        app.views.locked().count(code, sender, &name, app.now());
    }
    response
}

/// Counts an article's page that is answered from memory.
pub(crate) fn count_one<B>(
    app: &App,
    code: NewsCode,
    from: Option<SocketAddr>,
    request: &axum::http::Request<B>,
) {
    if let Some(name) = shown_in(request.method(), request.headers()) {
        let sender = Sender::of(app, from, request.headers());
        app.views.locked().count(code, sender, name, app.now());
    }
}

/// The name of what shows the page to somebody now; None where nobody sees it.
fn shown_in<'a>(method: &Method, headers: &'a HeaderMap) -> Option<&'a str> {
    if method != Method::GET {
        return None;
    }
    let (mut browser, mut is_for_nothing, mut is_gone_to) = (None, false, false);
    // One round: to look a name up takes as long.
    for (name, value) in headers {
        let text = || value.to_str().unwrap_or_default();
        match name.as_str() {
            "user-agent" => browser = value.to_str().ok(),
            "sec-purpose" | "purpose" | "x-purpose" | "x-moz"
                if text().contains("prefetch") || text().contains("preview") =>
            {
                return None;
            }
            // A page that a worker fetches for its browser is for nothing, by its name, but is gone to.
            "sec-fetch-dest" if text() == "empty" => is_for_nothing = true,
            "sec-fetch-dest" if !matches!(text(), "" | "document") => return None,
            "sec-fetch-mode" => is_gone_to = text() == "navigate",
            _ => {}
        }
    }
    browser.filter(|_| !is_for_nothing || is_gone_to)
}

/// Whether a name is a browser's.
fn is_browser(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with(BROWSER) && name.contains('(') && !PROGRAMS.iter().any(|program| name.contains(program))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    const PHONE: &str =
        "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36";

    const HOME: &str = "10.0.0.1";
    const OTHER: &str = "10.0.0.2";

    fn sender_at(address: &str) -> Sender {
        Sender::from(address.parse::<std::net::IpAddr>().expect("an address"))
    }

    fn check(method: Method, headers: &[(&'static str, &'static str)], expected: bool) {
        let map = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let is_view = shown_in(&method, &map).is_some_and(is_browser);
        assert_eq!(is_view, expected, "{method} {headers:?}");
    }

    #[test]
    fn browsers_show_and_programs_do_not() {
        check(Method::GET, &[("user-agent", PHONE)], true);
        check(Method::GET, &[("user-agent", PHONE), ("sec-fetch-dest", "document")], true);
        check(Method::HEAD, &[("user-agent", PHONE)], false);
        check(Method::GET, &[], false);
        check(Method::GET, &[("user-agent", PHONE), ("sec-purpose", "prefetch;prerender")], false);
        check(Method::GET, &[("user-agent", PHONE), ("purpose", "prefetch")], false);
        check(Method::GET, &[("user-agent", PHONE), ("sec-fetch-dest", "empty")], false);
        let by_worker = [("user-agent", PHONE), ("sec-fetch-dest", "empty"), ("sec-fetch-mode", "navigate")];
        check(Method::GET, &by_worker, true);
        for program in [
            "curl/8.5.0",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/131.0.0.0 Safari/537.36",
            "Mozilla/5.0 (compatible; Example; +https://example.ir)",
            "TelegramBot (like TwitterBot)",
            "python-requests/2.32",
            "Mozilla/5.0",
            "Mozilla/5.0 (compatible; GoogleOther)",
            "",
        ] {
            check(Method::GET, &[("user-agent", program)], false);
        }
    }

    #[test]
    fn a_reader_who_comes_back_soon_is_counted_once() {
        let views = Views::new(0);
        let mut views = views.locked();
        let counted = |views: &Counting| views.counts.values().sum::<i64>();
        for (at, sender, browser, total) in [
            (0, HOME, PHONE, 1),
            (1, HOME, PHONE, 1),
            (SAME_READING_MS - 1, HOME, PHONE, 1),
            (2, HOME, "Mozilla/5.0 (another)", 2),
            (3, OTHER, PHONE, 3),
            (SAME_READING_MS, HOME, PHONE, 3),
            (2 * SAME_READING_MS, HOME, PHONE, 4),
            (2 * SAME_READING_MS + KEY_MS, HOME, PHONE, 5),
        ] {
            views.count(100_001, sender_at(sender), browser, at);
            assert_eq!(counted(&views), total, "{sender} at {at}");
        }
        assert_eq!(views.counts[&(0, 100_001)], 3);
    }

    #[test]
    fn one_address_cannot_count_for_many_by_inventing_browsers() {
        let views = Views::new(0);
        let mut views = views.locked();
        // One request a second for an hour, each with a name of its own, at ten articles in turn.
        for at in 0..3600 {
            views.count(100_001 + at % 10, sender_at(HOME), &format!("Mozilla/5.0 ({at})"), at * 1000);
        }
        let gained: i64 = views.counts.values().sum();
        assert!(gained <= 2 * BROWSERS_MAX as i64, "{gained}");
        views.count(100_001, sender_at(OTHER), PHONE, 0);
        assert_eq!(views.counts.values().sum::<i64>(), gained + 1, "others lose nothing");
    }

    #[test]
    fn a_household_behind_one_address_is_counted_whole() {
        let views = Views::new(0);
        let mut views = views.locked();
        let browsers =
            ["phone", "another phone", "tablet", "computer"].map(|of| format!("Mozilla/5.0 ({of})"));
        assert_eq!(browsers.len(), BROWSERS_MAX);
        // Each opens twenty articles, over three hours.
        for number in 0..20 {
            for browser in &browsers {
                views.count(100_001 + number, sender_at(HOME), browser, number * HOUR_MS / 7);
            }
        }
        assert_eq!(views.counts.values().sum::<i64>(), 20 * BROWSERS_MAX as i64);
    }
}
