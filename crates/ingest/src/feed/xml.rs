//! RSS and Atom, read as one: what an element is called decides, not where the standard wants it.

use crate::UtcMs;
use base64::Engine;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::markup::{MARKUP, VOID, first_image, headline};
use super::{ENTRIES_MAX, Feed, FeedEntry, NotAFeed, PROBLEMS_MAX, mending};
use crate::address::whole;
use crate::date::Unsaid;
use crate::entities;

/// Elements deeper than this are a trick, not a feed.
const DEPTH_MAX: usize = 64;
/// Names of so many bytes are followed by no further one.
const AUTHORS_BYTES_MAX: usize = 300;

/// Reads an XML feed as far as it can be read.
pub(super) fn read(text: &str, origin: Option<Url>, unsaid: Unsaid) -> Result<Feed, NotAFeed> {
    let start = text.find('<').ok_or_else(|| NotAFeed("it has no XML".to_owned()))?;
    let text = entities::for_xml(&mending::mended(&text[start..]));
    let mut state = State { unsaid, origin, ..State::default() };
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.expand_empty_elements = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => state.open(&tag),
            Ok(Event::End(tag)) => state.close(&tag.name().as_ref().to_ascii_lowercase()),
            Ok(Event::Text(text)) => state.text(text.as_ref()),
            Ok(Event::GeneralRef(name)) => state.text(&format!("&{};", name.as_ref() as &str)),
            Ok(Event::CData(text)) => state.buffer.push_str(text.as_ref()),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                state
                    .feed
                    .problems
                    .push(format!("it breaks off at byte {}: {error}", reader.error_position()));
                break;
            }
        }
        if state.feed.entries.len() >= ENTRIES_MAX {
            state.feed.problems.push(format!("it has more than {ENTRIES_MAX} items"));
            break;
        }
        if state.path.len() > DEPTH_MAX {
            state.feed.problems.push("its elements are nested too deep".to_owned());
            break;
        }
    }
    state.finish()
}

#[derive(Default)]
struct State {
    unsaid: Unsaid,
    feed: Feed,
    path: Vec<String>,
    /// Where the feed came from.
    origin: Option<Url>,
    /// The `xml:base` of open elements, whole, with their depths.
    bases: Vec<(usize, Url)>,
    entry: Option<FeedEntry>,
    /// Text of the open element.
    buffer: String,
    /// Whether the open element holds HTML, whose tags are text.
    in_markup: bool,
    /// Attributes of the open element that matter.
    kind: String,
    is_base64: bool,
    /// The first pictures in the item's content and summary.
    shown: [Option<String>; 2],
    /// The item's title and day in the words of an extension (media, podcasts, Dublin Core): its own where it has none.
    other_title: Option<String>,
    other_date: Option<UtcMs>,
    is_feed: bool,
}

impl State {
    fn open(&mut self, tag: &BytesStart) {
        let name = tag.name().as_ref().to_ascii_lowercase();
        let in_text = || self.path.last().is_some_and(|open| is_text(local(open)));
        if !self.in_markup && self.entry.is_some() && MARKUP.contains(&name.as_str()) && in_text() {
            self.in_markup = true;
            self.buffer = self.buffer.replace('&', "&amp;").replace('<', "&lt;");
        }
        if self.in_markup && !is_item(&name) {
            self.buffer.push_str(&format!("<{}>", tag.as_ref() as &str));
            return;
        }
        let attribute = |key: &str| {
            tag.attributes()
                .with_checks(false)
                .flatten()
                .find(|found| found.key.as_ref().eq_ignore_ascii_case(key))
                .map(|found| entities::decode(&found.value).trim().to_owned())
        };
        let local = local(&name);
        self.is_feed |= matches!(local, "rss" | "rdf" | "feed" | "channel");
        if is_item(&name) {
            self.keep_entry();
            self.entry = Some(FeedEntry { id: attribute("rdf:about"), ..FeedEntry::default() });
        }
        self.kind = attribute("type").unwrap_or_default();
        self.is_base64 = attribute("mode").is_some_and(|mode| mode == "base64");
        if let Some(base) = attribute("xml:base") {
            self.enter(&base);
        }
        self.attributes(&name, local, &attribute);
        let is_xhtml = matches!(local, "content" | "summary" | "title") && self.kind.contains("xhtml");
        self.path.push(name);
        self.buffer.clear();
        self.in_markup = is_xhtml;
    }

    /// Elements that say what they say in attributes.
    fn attributes(&mut self, name: &str, local: &str, attribute: &impl Fn(&str) -> Option<String>) {
        let href = self.whole(attribute("href"));
        let url = self.whole(attribute("url"));
        if local == "link" && href.is_some() {
            let rel = attribute("rel").unwrap_or_else(|| "alternate".to_owned());
            match (rel.as_str(), &self.entry) {
                ("hub", None) => set(&mut self.feed.hub, href.clone()),
                ("self", None) => set(&mut self.feed.topic, href.clone()),
                _ => {}
            }
            if rel == "alternate" && !self.in_source() {
                let place = self.entry.as_mut().map_or(&mut self.feed.link, |entry| &mut entry.link);
                set(place, href);
                return;
            }
        }
        let in_source = self.in_source();
        let Some(entry) = self.entry.as_mut().filter(|_| !in_source) else { return };
        let kind = attribute("type").unwrap_or_default();
        let is_image =
            kind.starts_with("image") || attribute("medium").is_some_and(|medium| medium == "image");
        match (name, local) {
            ("media:thumbnail", _) => set(&mut entry.image, url),
            ("media:content", _) if is_image || kind.is_empty() => set(&mut entry.image, url),
            ("itunes:image", _) => set(&mut entry.image, href),
            (_, "enclosure") if is_image => set(&mut entry.image, url),
            (_, "link") if attribute("rel").as_deref() == Some("enclosure") && is_image => {
                set(&mut entry.image, href)
            }
            (_, "category") => entry.file_under(attribute("term")),
            _ => {}
        }
    }

    /// Within HTML references stay what they are.
    fn text(&mut self, text: &str) {
        if self.in_markup {
            self.buffer.push_str(text);
        } else {
            self.buffer.push_str(&entities::decode(text));
        }
    }

    fn close(&mut self, name: &str) {
        let is_own_end = is_item(name) || self.path.last().is_some_and(|open| open == name);
        if self.in_markup && !is_own_end {
            if !VOID.contains(&name) {
                self.buffer.push_str(&format!("</{name}>"));
            }
            return;
        }
        self.in_markup = false;
        let Some(at) = self.path.iter().rposition(|open| open == name) else { return };
        self.path.truncate(at);
        let base = self.bases.last().map(|(_, base)| base.clone());
        self.bases.retain(|(depth, _)| *depth < at);
        let mut text = std::mem::take(&mut self.buffer).trim().to_owned();
        if std::mem::take(&mut self.is_base64) {
            text = decoded(&text).unwrap_or(text);
        }
        if is_item(name) {
            self.keep_entry();
        } else if !text.is_empty() {
            self.value(name, text, base.as_ref());
        }
    }

    /// Takes an `xml:base`, which may be relative itself.
    fn enter(&mut self, base: &str) {
        let around = self.bases.last().map(|(_, base)| base).or(self.origin.as_ref());
        self.bases.extend(whole(base, around).map(|whole| (self.path.len(), whole)));
    }

    /// An address as the `xml:base` around it makes it whole.
    fn whole(&self, address: Option<String>) -> Option<String> {
        joined(address, self.bases.last().map(|(_, base)| base))
    }

    fn value(&mut self, name: &str, text: String, base: Option<&Url>) {
        let local = local(name);
        let parent = self.path.last().map(|open| self::local(open).to_owned()).unwrap_or_default();
        let in_source = self.in_source();
        let Some(entry) = &mut self.entry else {
            match (local, parent.as_str()) {
                ("title", "channel" | "feed") => set(&mut self.feed.title, Some(text)),
                ("link", "channel") => set(&mut self.feed.link, joined(Some(text), base)),
                _ => {}
            }
            return;
        };
        let inside = matches!(parent.as_str(), "item" | "entry");
        match (name, local) {
            // An Atom entry that was taken from another feed says so in that feed's own words.
            _ if in_source => {}
            ("media:title" | "itunes:title" | "dc:title", _) => set(&mut self.other_title, Some(text)),
            ("dc:date", _) if inside => {
                self.other_date = self.other_date.or_else(|| super::instant(&text, self.unsaid));
            }
            ("media:description", _) if !inside => {}
            ("dc:creator", _) if entry.author.is_some() => {
                let names = entry.author.get_or_insert_default();
                if names.len() < AUTHORS_BYTES_MAX && !names.split("، ").any(|name| name == text) {
                    names.push_str("، ");
                    names.push_str(&text);
                }
            }
            ("itunes:author" | "dc:creator", _) | (_, "creator") => set(&mut entry.author, Some(text)),
            (_, "name") if parent == "author" => entry.author = Some(text),
            (_, "author") if inside => set(&mut entry.author, Some(text)),
            (_, "title") if inside => set(&mut entry.title, Some(headline(&text))),
            (_, "link") if inside => set(&mut entry.link, joined(Some(entities::decode(&text)), base)),
            (_, "guid" | "id") if inside => {
                if local == "guid" && entry.link.is_none() && text.starts_with("http") && self.kind != "false"
                {
                    entry.link = Some(text.clone());
                }
                entry.id = Some(text);
            }
            (_, "pubdate" | "published" | "issued" | "created") if inside => {
                entry.published_at = entry.published_at.or_else(|| super::instant(&text, self.unsaid));
            }
            (_, "updated" | "modified" | "lastbuilddate" | "date") if inside => {
                entry.updated_at = entry.updated_at.or_else(|| super::instant(&text, self.unsaid));
            }
            ("content:encoded", _) | (_, "encoded" | "content" | "body" | "fulltext") if inside => {
                self.shown[0] = joined(first_image(&text), base);
                entry.content = Some(text);
            }
            (_, "summary" | "description" | "subtitle") if inside => {
                set(&mut self.shown[1], joined(first_image(&text), base));
                set(&mut entry.summary, Some(text));
            }
            (_, "image" | "thumbnail") if inside && text.starts_with("http") => {
                set(&mut entry.image, Some(text))
            }
            (_, "url") if parent == "image" => set(&mut entry.image, joined(Some(text), base)),
            (_, "category" | "subject") if inside => entry.file_under(Some(text)),
            _ => {}
        }
    }

    /// Whether what is read is said of the feed that an entry was taken from.
    fn in_source(&self) -> bool {
        self.path.iter().any(|open| local(open) == "source")
    }

    fn keep_entry(&mut self) {
        let Some(mut entry) = self.entry.take() else { return };
        let (title, date) = (self.other_title.take(), self.other_date.take());
        entry.title = entry.title.or(title);
        entry.published_at = entry.published_at.or(date);
        entry.link = entry.link.or_else(|| self.address_of_id(entry.id.as_deref()?));
        let shown = std::mem::take(&mut self.shown);
        if entry == FeedEntry::default() {
            if self.feed.problems.len() < PROBLEMS_MAX {
                self.feed.problems.push("an item is empty".to_owned());
            }
            return;
        }
        entry.image = entry.image.or_else(|| shown.into_iter().flatten().next());
        self.feed.entries.push(entry);
    }

    /// An Atom id is an address by its standard, and so the entry's link when it has no other. A bare number is none.
    fn address_of_id(&self, id: &str) -> Option<String> {
        let is_atom = self.path.iter().any(|open| local(open) == "feed");
        let scheme = Url::parse(id).map(|url| url.scheme().to_owned());
        let is_address = match scheme.as_deref() {
            Ok(scheme) => matches!(scheme, "http" | "https"),
            Err(url::ParseError::RelativeUrlWithoutBase) => id.contains(|c: char| !c.is_ascii_digit()),
            Err(_) => false,
        };
        (is_atom && is_address).then(|| id.to_owned())
    }

    fn finish(mut self) -> Result<Feed, NotAFeed> {
        // The file broke off inside an item: what it has so far may still be a whole one, and a headline is known by its
        // beginning.
        if let Some(open) = self.path.pop().filter(|open| local(open) == "title") {
            let text = std::mem::take(&mut self.buffer).trim().to_owned();
            self.value(&open, text, None);
        }
        if self.entry.as_ref().is_some_and(|entry| entry.title.is_some() && entry.link.is_some()) {
            self.keep_entry();
        }
        if self.is_feed || !self.feed.entries.is_empty() {
            Ok(self.feed)
        } else {
            Err(NotAFeed("it has neither a channel nor an item".to_owned()))
        }
    }
}

fn is_item(name: &str) -> bool {
    matches!(local(name), "item" | "entry")
}

/// Elements of items whose text may hold HTML.
fn is_text(local: &str) -> bool {
    matches!(local, "title" | "description" | "summary" | "content" | "encoded" | "body" | "fulltext")
}

/// Atom 0.3's `mode="base64"`.
fn decoded(text: &str) -> Option<String> {
    let packed: String = text.split_whitespace().collect();
    let bytes = base64::engine::general_purpose::STANDARD.decode(packed).ok()?;
    Some(crate::charset::decode(&bytes, None, None).trim().to_owned())
}

/// An address made whole by a base; without one it is left for the feed's own.
fn joined(address: Option<String>, base: Option<&Url>) -> Option<String> {
    let Some(base) = base else { return address };
    address.map(|address| base.join(&address).map_or(address, |whole| whole.to_string()))
}

/// The first value wins.
fn set(place: &mut Option<String>, value: Option<String>) {
    if place.is_none() {
        *place = value.filter(|value| !value.is_empty());
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
