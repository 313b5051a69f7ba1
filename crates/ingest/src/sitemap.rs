//! Sitemaps (sitemaps.org) and Google's news sitemaps: addresses of articles, or of further sitemaps.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::address::whole;
use crate::date::{self, Unzoned};
use crate::{UtcMs, charset, entities};

/// The standard's own limit for one file.
const ADDRESSES_MAX: usize = 50_000;
/// The standard's limit of bytes is 50 MB; news sitemaps have under one.
const BYTES_MAX: u64 = 16 * 1024 * 1024;

/// What a sitemap holds, in its own order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sitemap {
    /// Pages.
    Pages(Vec<Address>),
    /// Further sitemaps.
    Index(Vec<Address>),
}

/// An address in a sitemap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The whole address.
    pub url: String,
    /// When it was published, of a news sitemap, else when it was last changed.
    pub at: Option<UtcMs>,
    /// The headline, of a news sitemap.
    pub title: Option<String>,
}

/// Reads a sitemap, packed or not, as far as it can be read; None when it is none.
pub fn read(bytes: &[u8], content_type: Option<&str>, url: &str) -> Option<Sitemap> {
    let unpacked = unpacked(bytes);
    let text = charset::decode(&unpacked, content_type, Some(url));
    let text = entities::for_xml(&text[text.find('<')?..]);
    let base = url::Url::parse(url).ok();
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut state = State::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => state.open(&local(tag.name().as_ref())),
            Ok(Event::End(tag)) => state.close(&local(tag.name().as_ref())),
            Ok(Event::Text(text)) => state.text.push_str(&entities::decode(text.as_ref())),
            Ok(Event::CData(text)) => state.text.push_str(&entities::decode(text.as_ref())),
            Ok(Event::GeneralRef(name)) => {
                state.text.push_str(&entities::decode(&format!("&{};", name.as_ref() as &str)));
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
        if state.addresses.len() >= ADDRESSES_MAX {
            break;
        }
    }
    let made_whole = |address: Address| {
        let url = whole(&address.url, base.as_ref())?.into();
        Some(Address { url, ..address })
    };
    let is_index = state.is_index?;
    let addresses = state.addresses.into_iter().filter_map(made_whole).collect();
    Some(if is_index { Sitemap::Index(addresses) } else { Sitemap::Pages(addresses) })
}

/// Puts the newest addresses first: by their dates, those without one last. Where none has a date their own order tells,
/// and the numbers in them which end of it is the newer; without numbers systems that cut their maps in pages, so that the
/// map's own address ends with one, add at the end.
pub fn newest_first(addresses: &mut [Address], map: &str) {
    if addresses.iter().any(|address| address.at.is_some()) {
        addresses.sort_by_key(|address| Reverse(address.at));
        return;
    }
    let keys: Vec<Vec<u64>> = addresses.iter().map(|address| numbers(&address.url)).collect();
    let pairs = || keys.array_windows().filter(|[one, other]| one.len() == other.len());
    let up = pairs().filter(|[one, other]| one < other).count();
    let down = pairs().filter(|[one, other]| one > other).count();
    if up > down || up == down && !numbers(map).is_empty() {
        addresses.reverse();
    }
}

/// Puts the sitemaps with the newest addresses first: by their dates; where none has one, of those that differ but in their
/// numbers the highest first, and before others those of which there are more: articles are cut in pages, not authors.
pub fn newest_maps_first(maps: &mut [Address]) {
    if maps.iter().any(|map| map.at.is_some()) {
        maps.sort_by_key(|map| Reverse(map.at));
        return;
    }
    let family = |map: &Address| map.url.replace(|c: char| c.is_ascii_digit(), "");
    let mut sizes: HashMap<String, usize> = HashMap::new();
    maps.iter().for_each(|map| *sizes.entry(family(map)).or_default() += 1);
    maps.sort_by_cached_key(|map| {
        let family = family(map);
        (Reverse(sizes.get(&family).copied()), family, Reverse(numbers(&map.url)))
    });
}

/// The numbers in an address behind its host, in order.
fn numbers(url: &str) -> Vec<u64> {
    let path = url.splitn(4, '/').nth(3).unwrap_or_default();
    let runs = path.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    runs.filter_map(|run| run.parse().ok()).collect()
}

#[derive(Default)]
struct State {
    /// Known from the first element.
    is_index: Option<bool>,
    addresses: Vec<Address>,
    address: Address,
    text: String,
    in_image: bool,
}

impl State {
    fn open(&mut self, name: &str) {
        self.text.clear();
        match name {
            "urlset" => self.is_index = self.is_index.or(Some(false)),
            "sitemapindex" => self.is_index = self.is_index.or(Some(true)),
            "url" | "sitemap" => self.address = Address::default(),
            // A picture has a loc and a title of its own.
            "image" | "video" => self.in_image = true,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        let text = std::mem::take(&mut self.text).trim().to_owned();
        let at = || date::read(&text, Unzoned::Tehran).map(|written| written.ms);
        match name {
            "image" | "video" => self.in_image = false,
            _ if self.in_image => {}
            "loc" => self.address.url = text,
            "publication_date" => self.address.at = at().or(self.address.at),
            "lastmod" => self.address.at = self.address.at.or_else(at),
            "title" => self.address.title = Some(text).filter(|text| !text.is_empty()),
            "url" | "sitemap" if !self.address.url.is_empty() => {
                self.addresses.push(std::mem::take(&mut self.address));
            }
            _ => {}
        }
    }
}

/// `news:title` is `title`.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase()
}

/// Sitemaps are often packed files, which no header says. Of one that breaks off the beginning is kept.
fn unpacked(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return bytes.into();
    }
    let mut out = Vec::new();
    // What was read until an error stays in `out`.
    let _ = flate2::read::MultiGzDecoder::new(bytes).take(BYTES_MAX).read_to_end(&mut out);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEWS: &str = r#"<?xml version="1.0"?><urlset xmlns="x" xmlns:news="n"><url><loc> https://a.ir/news/1?a=1&amp;b=2 </loc>
        <news:news><news:publication_date>2024-12-02T20:12:00+03:30</news:publication_date><news:title>تیتر & خبر</news:title></news:news>
        <image:image><image:loc>https://a.ir/1.jpg</image:loc><image:title>عکس</image:title></image:image>
        <lastmod>2024-12-03</lastmod></url><url><loc>/news/2</loc><lastmod>2024-12-01</lastmod></url><url></url>"#;

    #[test]
    fn pages_come_with_their_dates_and_headlines() {
        let Some(Sitemap::Pages(pages)) = read(NEWS.as_bytes(), None, "https://a.ir/sitemap.xml") else {
            panic!("pages")
        };
        assert_eq!(pages.len(), 2);
        assert_eq!(pages[0].url, "https://a.ir/news/1?a=1&b=2");
        assert_eq!((pages[0].title.as_deref(), pages[0].at), (Some("تیتر & خبر"), Some(1_733_157_720_000)));
        assert_eq!(pages[1].url, "https://a.ir/news/2");
    }

    fn at_site(paths: &[&str]) -> Vec<Address> {
        let address = |path: &&str| Address { url: format!("https://a2.ir/{path}"), ..Address::default() };
        paths.iter().map(address).collect()
    }

    fn paths(addresses: &[Address]) -> Vec<&str> {
        addresses.iter().map(|address| &address.url["https://a2.ir/".len()..]).collect()
    }

    #[test]
    fn without_dates_numbers_tell_which_end_is_newer() {
        for (map, given, newest) in [
            (
                "sitemap.xml",
                ["news/9", "news/10", "about", "news/11"],
                ["news/11", "about", "news/10", "news/9"],
            ),
            (
                "sitemap.xml",
                ["news/11", "news/10", "about", "news/9"],
                ["news/11", "news/10", "about", "news/9"],
            ),
            ("sitemap.xml", ["a", "b", "c", "d"], ["a", "b", "c", "d"]),
            ("wp-sitemap-posts-post-4.xml", ["a", "b", "c", "d"], ["d", "c", "b", "a"]),
        ] {
            let mut addresses = at_site(&given);
            newest_first(&mut addresses, &format!("https://a2.ir/{map}"));
            assert_eq!(paths(&addresses), newest, "{map}");
        }
        let mut dated = at_site(&["news/1", "news/2", "news/3"]);
        dated[1].at = Some(1);
        newest_first(&mut dated, "https://a2.ir/sitemap.xml");
        assert_eq!(paths(&dated), ["news/2", "news/1", "news/3"]);
    }

    #[test]
    fn of_sitemaps_in_pages_the_last_come_first() {
        let mut maps = at_site(&["users-1.xml", "posts-1.xml", "posts-2.xml", "posts-10.xml", "pages-1.xml"]);
        newest_maps_first(&mut maps);
        assert_eq!(paths(&maps)[..3], ["posts-10.xml", "posts-2.xml", "posts-1.xml"]);
        let mut months = at_site(&["2023/12.xml", "2024/01.xml", "2024/02.xml"]);
        newest_maps_first(&mut months);
        assert_eq!(paths(&months), ["2024/02.xml", "2024/01.xml", "2023/12.xml"]);
    }

    #[test]
    fn an_index_names_further_ones_and_may_be_packed() {
        use std::io::Write;
        let index = "<sitemapindex><sitemap><loc>https://a.ir/1.xml.gz</loc></sitemap></sitemapindex>";
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(index.as_bytes()).expect("packed");
        for bytes in [index.as_bytes().to_vec(), packer.finish().expect("packed")] {
            let found = read(&bytes, None, "https://a.ir/sitemap.xml");
            assert!(matches!(found, Some(Sitemap::Index(sitemaps)) if sitemaps.len() == 1));
        }
    }

    #[test]
    fn of_a_packed_sitemap_that_breaks_off_its_beginning_is_read() {
        use std::io::Write;
        let url =
            |at: u32| format!("<url><loc>https://a.ir/news/{}</loc></url>", at.wrapping_mul(0x9e37_79b9));
        let map = format!("<urlset>{}</urlset>", (0..2000).map(url).collect::<String>());
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(map.as_bytes()).expect("packed");
        let packed = packer.finish().expect("packed");
        let Some(Sitemap::Pages(pages)) = read(&packed[..packed.len() / 2], None, "https://a.ir/map.xml.gz")
        else {
            panic!("pages")
        };
        assert!((500..1500).contains(&pages.len()), "{}", pages.len());
    }

    #[test]
    fn what_is_no_sitemap_is_none() {
        for text in ["", "words", "<rss><channel/></rss>", "<html><p>x</p></html>", "\u{1f}\u{8b}"] {
            assert_eq!(read(text.as_bytes(), None, "https://a.ir/"), None, "{text}");
        }
        assert_eq!(read(&[0x1f, 0x8b, 1], None, ""), None);
        assert_eq!(read(b"<urlset>", None, ""), Some(Sitemap::Pages(Vec::new())));
    }
}
