//! What an editor says of an outlet's pages: CSS selectors of the parts that the ordinary reading gets wrong.

use scraper::{ElementRef, Html, Node, Selector};
use url::Url;

use super::blocks::LOOKED_AT_MAX;
use super::texts::{self, FACT_CHARS_MAX};
use super::{SourceLine, body, byline, facts, pictures, places, section, source_line};
use crate::date::{self, Unsaid, Written};
use crate::{UtcMs, base, sanitize};

/// What looks at all elements beside or within each element: a page of a hundred thousand would take minutes.
const SLOW: [&str; 6] = [":has", ":nth", ":first-of", ":last-of", ":only-of", "~"];
/// Texts that one selector finds and are read; articles have up to some dozens of tags.
const TEXTS_MAX: usize = 100;
/// Elements that a document is not one without.
const FRAME: [&str; 3] = ["html", "head", "body"];

/// Where the parts of an article stand; None leaves a part to the ordinary reading, and so does what finds nothing.
#[derive(Clone, Debug, Default)]
pub struct Selectors {
    /// The headline.
    pub headline: Option<Selector>,
    /// The kicker.
    pub kicker: Option<Selector>,
    /// The lead.
    pub lead: Option<Selector>,
    /// What holds the text, or each of its paragraphs.
    pub body: Option<Selector>,
    /// Who wrote it.
    pub byline: Option<Selector>,
    /// When it was published.
    pub date: Option<Selector>,
    /// The outlet's own name for the section.
    pub section: Option<Selector>,
    /// Each tag, or what holds them.
    pub tags: Option<Selector>,
    /// The picture.
    pub image: Option<Selector>,
    /// The outlet's own code.
    pub code: Option<Selector>,
    /// The source line, or the name in it.
    pub source: Option<Selector>,
    /// What is left out before anything is read.
    pub out: Option<Selector>,
}

/// How many parts there are.
pub const PARTS: usize = 12;

/// Reads a CSS selector; None when it cannot be read, or would be slow on a page made to be.
pub fn selector(text: &str) -> Option<Selector> {
    // `[class~=x]` compares words.
    let lower = text.to_ascii_lowercase().replace("~=", "=");
    let (text, lower) = (places::written(text), places::written(&lower));
    if SLOW.iter().any(|slow| lower.contains(slow)) {
        return None;
    }
    Selector::parse(&text).ok()
}

impl Selectors {
    /// Makes a page ready: counts places, and empties what is to be left out.
    pub(super) fn prepare(&self, document: &mut Html) {
        if self.is_set() {
            places::count(document);
            self.leave_out(document);
        }
    }

    fn is_set(&self) -> bool {
        let Self { headline, kicker, lead, body, byline, date, section, tags, image, code, source, out } =
            self;
        [headline, kicker, lead, body, byline, date, section, tags, image, code, source, out]
            .into_iter()
            .any(Option::is_some)
    }

    /// Taken from the tree alone, it would still be found.
    fn leave_out(&self, document: &mut Html) {
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
    pub(super) fn missed(&self, mut document: Html, own: Option<&Url>, now: UtcMs) -> [bool; PARTS] {
        places::count(&mut document);
        let leaves_nothing_out = self.out.as_ref().is_some_and(|out| document.select(out).next().is_none());
        self.leave_out(&mut document);
        let document = &document;
        let base = base::of(document, own);
        let base = base.as_ref();
        let unsaid = Unsaid { now: Some(now), ..Unsaid::default() };
        [
            self.headline.is_some() && self.headline(document).is_none(),
            self.kicker.is_some() && self.kicker(document).is_none(),
            self.lead.is_some() && self.lead(document).is_none(),
            self.body.is_some() && self.body(document).is_none(),
            self.byline.is_some() && self.byline(document).is_none(),
            self.date.is_some() && self.date(document, unsaid).is_none(),
            self.section.is_some() && self.section(document).is_none(),
            self.tags.is_some() && self.tags(document).is_none(),
            self.image.is_some() && self.image(document, base).is_none(),
            self.code.is_some() && self.code(document).is_none(),
            self.source.is_some() && self.source(document, base).is_none(),
            leaves_nothing_out,
        ]
    }

    pub(super) fn headline(&self, document: &Html) -> Option<String> {
        text(document, self.headline.as_ref())
    }

    pub(super) fn kicker(&self, document: &Html) -> Option<String> {
        text(document, self.kicker.as_ref())
    }

    pub(super) fn lead(&self, document: &Html) -> Option<String> {
        text(document, self.lead.as_ref())
    }

    pub(super) fn byline(&self, document: &Html) -> Option<String> {
        byline::named(&text(document, self.byline.as_ref())?)
    }

    /// The last that is found: of a path, the section.
    pub(super) fn section(&self, document: &Html) -> Option<String> {
        section::last(texts(document, self.section.as_ref()?), None)
    }

    pub(super) fn tags(&self, document: &Html) -> Option<Vec<String>> {
        let tags = facts::tidied(&texts(document, self.tags.as_ref()?));
        (!tags.is_empty()).then_some(tags)
    }

    /// The address in an element, or of the picture within it.
    pub(super) fn image(&self, document: &Html, base: Option<&Url>) -> Option<String> {
        document.select(self.image.as_ref()?).find_map(|element| {
            let within = element.descendants().filter_map(ElementRef::wrap);
            within
                .take(LOOKED_AT_MAX)
                .find_map(|element| facts::whole(&pictures::address(element.value())?, base))
        })
    }

    /// The longest number that is written there.
    pub(super) fn code(&self, document: &Html) -> Option<String> {
        texts(document, self.code.as_ref()?).iter().find_map(|text| facts::digits(text))
    }

    pub(super) fn source(&self, document: &Html, base: Option<&Url>) -> Option<SourceLine> {
        document.select(self.source.as_ref()?).find_map(|element| source_line::chosen(element, base))
    }

    /// The first date that is written where it should stand.
    pub(super) fn date(&self, document: &Html, unsaid: Unsaid) -> Option<Written> {
        let mut found = document.select(self.date.as_ref()?);
        found.find_map(|element| {
            let stated = ["datetime", "content"].into_iter().filter_map(|name| element.value().attr(name));
            let stated = stated.into_iter().find_map(|text| date::read_at(text, unsaid));
            stated.or_else(|| date::read_at(&texts::short(element, FACT_CHARS_MAX)?, unsaid))
        })
    }

    /// The text as HTML, furniture within it left out; None when it has no word.
    pub(super) fn body(&self, document: &Html) -> Option<String> {
        let html = body::chosen(document.select(self.body.as_ref()?));
        Some(html).filter(|html| !sanitize::html_to_text(html).trim().is_empty())
    }
}

/// The first text that a selector finds.
fn text(document: &Html, selector: Option<&Selector>) -> Option<String> {
    texts(document, selector?).into_iter().next()
}

/// The texts that a selector finds; of a meta element, what it says.
fn texts(document: &Html, selector: &Selector) -> Vec<String> {
    let texts = document.select(selector).filter_map(|element| match element.value().attr("content") {
        Some(content) if element.value().name() == "meta" => Some(content.trim().to_owned()),
        _ => texts::short(element, FACT_CHARS_MAX),
    });
    texts.filter(|text| !text.is_empty()).take(TEXTS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Page, extract, extract_by, missed};
    use super::*;

    const PAGE: &str =
        "<html lang=fa><title>سایت البرز</title><body><div class='zz-top'>پل تازه در لاجین</div>
        <h1>بخش شهر</h1><p class=zz-who><span></span> نویسنده: نرگس فلاح</p><i class=zz-when>۱۲ آذر ۱۴۰۳ - ۲۰:۱۲</i>
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
            image: selector(".zz-story"),
            code: selector(".zz-top"),
            out: selector(".zz-box"),
            ..Selectors::default()
        };
        let nothing_at = |by: &Selectors| {
            let missed = missed(by, PAGE.as_bytes(), None, "", 0);
            (0..PARTS).filter(|at| missed[*at]).collect::<Vec<_>>()
        };
        assert_eq!(nothing_at(&by), [2, 4, 5, 8, 9], "what is left out is not found");
        let nothing = selector(".no-such");
        let unread = read(|by| {
            for one in [
                &mut by.headline,
                &mut by.kicker,
                &mut by.lead,
                &mut by.body,
                &mut by.byline,
                &mut by.date,
                &mut by.section,
                &mut by.tags,
                &mut by.image,
                &mut by.code,
                &mut by.source,
                &mut by.out,
            ] {
                one.clone_from(&nothing);
            }
        });
        assert_eq!(unread, extract(PAGE.as_bytes(), None, "https://a.ir/news/1"));
        assert!(read(|by| by.out = selector("*")).text.is_empty(), "nothing is left, and nothing breaks");
    }

    #[test]
    fn every_fact_may_be_pointed_at() {
        const FACTS: &str = "<html lang=fa><body><h4 class=k>شهر</h4><h1>پل تازه در لاجین</h1>
            <p class=s>خانه » <b>اقتصاد</b></p><p class=t><a>پل</a><a>رود، شهر</a></p><div class=i><img data-src='/1.jpg'></div>
            <i class=c>خبر شمارهٔ ۴۵۱۲</i><p class=o>برگرفته از <a href='/x'>ایسنا</a></p></body></html>";
        let by = Selectors {
            kicker: selector(".k"),
            section: selector(".s b"),
            tags: selector(".t a"),
            image: selector(".i"),
            code: selector(".c"),
            source: selector(".o a"),
            ..Selectors::default()
        };
        let page = extract_by(&by, FACTS.as_bytes(), None, "https://a.ir/news/1", None);
        assert_eq!((page.kicker.as_deref(), page.section.as_deref()), (Some("شهر"), Some("اقتصاد")));
        assert_eq!((page.image.as_deref(), page.code.as_deref()), (Some("https://a.ir/1.jpg"), Some("4512")));
        assert_eq!(page.tags, ["پل", "رود", "شهر"]);
        let joined = FACTS.replace("<a>پل</a>", "<a>#پل_لاجین #رود</a><a>پل لاجين</a><a>C#</a>");
        let page = extract_by(&by, joined.as_bytes(), None, "https://a.ir/news/1", None);
        assert_eq!(page.tags, ["پل لاجین", "رود", "C#", "شهر"], "as those that a page states");
        let source = page.source.expect("a source line");
        assert_eq!((source.name.as_str(), source.url.as_deref()), ("ایسنا", Some("https://a.ir/x")));
    }

    #[test]
    fn what_a_browser_copies_finds_its_element() {
        for body in [
            "body > div:nth-child(5) > p:nth-of-type(2)",
            ".zz-story > :NTH-CHILD( 3 )",
            ".zz-story > :not(div):not(:nth-child(1))",
        ] {
            let page = read(|by| by.body = selector(body));
            assert!(page.text.starts_with("پل پیشین") && page.text.lines().count() == 1, "{}", page.text);
        }
    }

    #[test]
    fn what_is_no_selector_or_a_slow_one_is_refused() {
        for good in [
            "h1",
            ".a > p:not(.b)",
            "[itemprop='x'] p, #b",
            "[class~=x]",
            "p:first-child",
            "meta[name=a]",
            "p:nth-child(2), p:not(:nth-of-type(3))",
        ] {
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
            "p:nth-child(2n+1)",
            "p:nth-child(x)",
            "p:nth-last-child(2)",
            "p:first-of-type",
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
        let slowest = selector(
            ".a .a .a .a .a .a .a .a .a .b, .a:first-child + .a, :last-child, .a:nth-child(3), :nth-of-type(2)",
        );
        let selectors = Selectors { out: slowest.clone(), body: slowest, ..Selectors::default() };
        extract_by(&selectors, page.as_bytes(), None, "", None);
    }
}
