//! The headline of an article: its page's, or the one that its feed gives.

use std::collections::HashSet;

use ingest::page::Page;
use persian::fold;
use persian::repair::{Mode, Repairer};

/// A headline of fewer words may be the name of a site or of a section.
const SURE_WORDS: usize = 4;
/// A text that is longer is an article, whatever its feed calls it.
const LITTLE_TEXT_CHARS: usize = 500;

/// The repaired headline of a page, or of its feed as given. Systems print the name of the site, of a section or of another article where it should
/// stand: the feed's goes before one that shares little with it, where the text speaks of what the feed's says, and the page's
/// is no more than a name or nothing that the text speaks of.
pub(super) fn choose(page: Option<String>, feed: &str, text: &str) -> String {
    let Some(page) = page.filter(|page| !page.is_empty()) else { return repaired(feed) };
    let (of_page, of_feed) = (words(&page), words(feed));
    if of_feed.len() < SURE_WORDS || of_page.intersection(&of_feed).count() * 2 >= of_page.len() {
        return page;
    }
    let said = words(text);
    let part = |of: &HashSet<String>| of.intersection(&said).count();
    let is_of_feed = part(&of_feed) * 2 >= of_feed.len();
    let is_of_page = of_page.len() >= SURE_WORDS && part(&of_page) * 4 >= of_page.len();
    if is_of_feed && !is_of_page { repaired(feed) } else { page }
}

/// Whether a page that says little speaks of nothing that its feed's headline says: a guard stands in its stead, or a note
/// that the site has moved.
pub(super) fn is_of_another(page: &Page, feed: &str) -> bool {
    let of_feed = words(feed);
    if of_feed.len() < SURE_WORDS || page.text.chars().nth(LITTLE_TEXT_CHARS).is_some() {
        return false;
    }
    let said = [page.title.as_deref(), page.kicker.as_deref(), page.lead.as_deref(), Some(&page.text)];
    let said = words(&said.map(Option::unwrap_or_default).join(" "));
    of_feed.intersection(&said).count() * 4 < of_feed.len()
}

fn repaired(feed: &str) -> String {
    Repairer::new(Mode::Publish).line(feed)
}

fn words(text: &str) -> HashSet<String> {
    fold::words(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_page_that_speaks_of_nothing_that_its_feed_announced_is_another() {
        let is_of_another = |title: &str, text: &str| {
            let page = Page { title: Some(title.into()), text: text.into(), ..Page::default() };
            super::is_of_another(&page, "ساخت پل تازهٔ لاجین آغاز شد")
        };
        assert!(is_of_another("Request Rejected", "Please consult with your administrator."));
        assert!(is_of_another("خبرگزاری نمونه", "بستهٔ اینترنت شما به پایان رسیده است."));
        assert!(!is_of_another("خبرگزاری نمونه", "شهردار گفت پل لاجین را می‌سازیم."));
        assert!(!is_of_another("Bridge opens", &"The mayor opened it today. ".repeat(30)), "long");
    }

    #[test]
    fn the_feeds_headline_stands_for_a_name_or_anothers_where_the_text_speaks_of_it() {
        let text = "شهردار لاجین گفت ساخت پل تازه روی رودخانهٔ دوهزار آغاز شد و تا پایان سال به پایان می‌رسد.";
        let feed = "ساخت پل تازهٔ لاجین آغاز شد";
        for (page, expected) in [
            ("خبرگزاری البرز", feed),
            ("", feed),
            ("قیمت دلار و سکه امروز بالا رفت", feed),
            ("پل لاجین", "پل لاجین"),
            ("پل تازه", "پل تازه"),
            ("شهردار: رودخانهٔ دوهزار پل‌دار می‌شود", "شهردار: رودخانهٔ دوهزار پل‌دار می‌شود"),
        ] {
            assert_eq!(choose(Some(page.to_owned()), feed, text), expected, "{page}");
        }
        for other in ["", "خبر تازه", "نتیجهٔ بازی‌های هفتهٔ سوم لیگ والیبال"]
        {
            assert_eq!(choose(Some("خبرگزاری البرز".to_owned()), other, text), "خبرگزاری البرز", "{other}");
        }
    }
}
