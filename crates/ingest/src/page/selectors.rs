//! What an editor says of an outlet's pages: CSS selectors of the parts that the ordinary reading gets wrong.

use scraper::{ElementRef, Html, Node, Selector};

use super::body;
use crate::date::{self, Unsaid, Written};
use crate::{UtcMs, sanitize};

/// What looks at all elements beside or within each element: a page of a hundred thousand would take minutes.
const SLOW: [&str; 4] = [":has", ":nth", "of-type", "~"];
/// Elements that a document is not one without.
const FRAME: [&str; 3] = ["html", "head", "body"];

/// Where the parts of an article stand; None leaves a part to the ordinary reading, and so does what finds nothing.
#[derive(Clone, Debug, Default)]
pub struct Selectors {
    /// The headline.
    pub headline: Option<Selector>,
    /// The lead.
    pub lead: Option<Selector>,
    /// What holds the text, or each of its paragraphs.
    pub body: Option<Selector>,
    /// Who wrote it.
    pub byline: Option<Selector>,
    /// When it was published.
    pub date: Option<Selector>,
    /// What is left out before anything is read.
    pub out: Option<Selector>,
}

/// Reads a CSS selector; None when it cannot be read, or would be slow on a page made to be.
pub fn selector(text: &str) -> Option<Selector> {
    // `[class~=x]` compares words.
    let lower = text.to_ascii_lowercase().replace("~=", "=");
    if SLOW.iter().any(|slow| lower.contains(slow)) {
        return None;
    }
    Selector::parse(text).ok()
}

impl Selectors {
    /// Empties what is to be left out. Taken from the tree alone, it would still be found.
    pub(super) fn leave_out(&self, document: &mut Html) {
        let Some(out) = &self.out else { return };
        let found = document.select(out).filter(|element| !FRAME.contains(&element.value().name()));
        let found: Vec<_> = found.map(|element| element.id()).collect();
        for id in found {
            let Some(mut node) = document.tree.get_mut(id) else { continue };
            // What lies in what was emptied before went with it.
            if !node.value().is_element() {
                continue;
            }
            node.detach();
            let Some(node) = document.tree.get(id) else { continue };
            let within: Vec<_> = node.descendants().map(|inner| inner.id()).collect();
            for inner in within {
                if let Some(mut inner) = document.tree.get_mut(inner) {
                    *inner.value() = Node::Fragment;
                }
            }
        }
    }

    /// Which of them find nothing, in the order of the fields.
    pub(super) fn missed(&self, mut document: Html, now: UtcMs) -> [bool; 6] {
        let leaves_nothing_out = self.out.as_ref().is_some_and(|out| document.select(out).next().is_none());
        self.leave_out(&mut document);
        let document = &document;
        [
            self.headline.is_some() && self.headline(document).is_none(),
            self.lead.is_some() && self.lead(document).is_none(),
            self.body.is_some() && self.body(document).is_none(),
            self.byline.is_some() && self.byline(document).is_none(),
            self.date.is_some()
                && self.date(document, Unsaid { now: Some(now), ..Unsaid::default() }).is_none(),
            leaves_nothing_out,
        ]
    }

    pub(super) fn headline(&self, document: &Html) -> Option<String> {
        text(document, self.headline.as_ref())
    }

    pub(super) fn lead(&self, document: &Html) -> Option<String> {
        text(document, self.lead.as_ref())
    }

    pub(super) fn byline(&self, document: &Html) -> Option<String> {
        text(document, self.byline.as_ref())
    }

    /// The first date that is written where it should stand.
    pub(super) fn date(&self, document: &Html, unsaid: Unsaid) -> Option<Written> {
        let mut found = document.select(self.date.as_ref()?);
        found.find_map(|element| {
            let stated = ["datetime", "content"].into_iter().filter_map(|name| element.value().attr(name));
            let stated = stated.into_iter().find_map(|text| date::read_at(text, unsaid));
            stated.or_else(|| date::read_at(&words(element), unsaid))
        })
    }

    /// The text as HTML, furniture within it left out; None when it has no word.
    pub(super) fn body(&self, document: &Html) -> Option<String> {
        let html = body::chosen(document.select(self.body.as_ref()?));
        Some(html).filter(|html| !sanitize::html_to_text(html).trim().is_empty())
    }
}

/// The first text that a selector finds; of a meta element, what it says.
fn text(document: &Html, selector: Option<&Selector>) -> Option<String> {
    let texts = document.select(selector?).map(|element| match element.value().attr("content") {
        Some(content) if element.value().name() == "meta" => content.trim().to_owned(),
        _ => words(element),
    });
    texts.into_iter().find(|text| !text.is_empty())
}

fn words(element: ElementRef) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::{Page, extract, extract_by, missed};
    use super::*;

    const PAGE: &str =
        "<html lang=fa><title>سایت البرز</title><body><div class='zz-top'>پل تازه در لاجین</div>
        <h1>بخش شهر</h1><p class=zz-who><span></span> نرگس فلاح</p><i class=zz-when>۱۲ آذر ۱۴۰۳ - ۲۰:۱۲</i>
        <div class=zz-story><p>شهردار لاجین گفت ساخت پل تازه روی رودخانه از هفتهٔ آینده آغاز می‌شود.</p>
        <div class=zz-box><p>این جمله تبلیغ کالایی است و جزو متن این خبر به شمار نمی‌آید.</p></div>
        <p>پل پیشین سه سال پیش در سیلاب بهار آسیب دید و برای همیشه بسته شد.</p></div></body></html>";

    fn read(set: impl Fn(&mut Selectors)) -> Page {
        let mut selectors = Selectors::default();
        set(&mut selectors);
        extract_by(&selectors, PAGE.as_bytes(), None, "https://a.ir/news/1", None)
    }

    #[test]
    fn what_selectors_find_goes_first_and_what_they_do_not_find_is_read_as_ever() {
        let page = read(|by| {
            by.headline = selector(".zz-top");
            by.byline = selector(".zz-who span, .zz-who");
            by.date = selector("i.zz-when");
            by.body = selector(".zz-story, .zz-story p");
            by.out = selector(".zz-box, .zz-box p, html");
        });
        assert_eq!(page.title.as_deref(), Some("پل تازه در لاجین"));
        assert_eq!(page.byline.as_deref(), Some("نرگس فلاح"));
        assert_eq!(page.published_at, Some(1_733_157_720_000));
        let lines: Vec<&str> = page.text.lines().collect();
        assert!(
            lines.len() == 2 && lines[0].starts_with("شهردار") && lines[1].starts_with("پل پیشین"),
            "{lines:?}"
        );
        let paragraphs = read(|by| by.body = selector(".zz-story > p"));
        assert_eq!(paragraphs.text, page.text, "an element each");
        let by = Selectors {
            headline: selector(".zz-top"),
            lead: selector(".no-such"),
            date: selector(".zz-who"),
            byline: selector(".zz-box p"),
            out: selector(".zz-box"),
            ..Selectors::default()
        };
        let found_nothing = missed(&by, PAGE.as_bytes(), None, "", 0);
        assert_eq!(found_nothing, [false, true, false, true, true, false], "what is left out is not found");
        let nothing = selector(".no-such");
        let unread = read(|by| {
            for one in
                [&mut by.headline, &mut by.lead, &mut by.body, &mut by.byline, &mut by.date, &mut by.out]
            {
                one.clone_from(&nothing);
            }
        });
        assert_eq!(unread, extract(PAGE.as_bytes(), None, "https://a.ir/news/1"));
        assert!(read(|by| by.out = selector("*")).text.is_empty(), "nothing is left, and nothing breaks");
    }

    #[test]
    fn what_is_no_selector_or_a_slow_one_is_refused() {
        for good in
            ["h1", ".a > p:not(.b)", "[itemprop='x'] p, #b", "[class~=x]", "p:first-child", "meta[name=a]"]
        {
            assert!(selector(good).is_some(), "{good}");
        }
        for bad in [
            "",
            " ",
            "..a",
            "p >",
            "<p>",
            "a[",
            "p::before(",
            "div:has(p)",
            "h1 ~ p",
            "p:nth-child(2)",
            "p:last-of-type",
            "{}",
        ] {
            assert!(selector(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_page_made_to_hang_selectors_does_not() {
        let deep = "<div class=a>".repeat(400);
        let page = format!("<body>{}{deep}متن", "<p class=a>متن</p>".repeat(20_000));
        let slowest = selector(".a .a .a .a .a .a .a .a .a .b, .a:first-child + .a, :last-child");
        let selectors = Selectors { out: slowest.clone(), body: slowest, ..Selectors::default() };
        extract_by(&selectors, page.as_bytes(), None, "", None);
    }
}
