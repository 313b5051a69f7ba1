//! When a page was published and changed, by order of evidence: JSON-LD, meta elements, microdata, the text near the
//! headline, the address.

use std::collections::HashSet;

use scraper::ElementRef;
use url::Url;

use super::blocks::{Block, Kind, LOOKED_AT_MAX, key};
use super::tree::Tree;
use super::{Evidence, container, furniture, scopes, texts};
use crate::date::{self, Unsaid, Unzoned, Written};

/// Names of meta elements, surest first.
const PUBLISHED: [&str; 24] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "datePublished",
    "parsely-pub-date",
    "sailthru.date",
    "cXenseParse:recs:publishtime",
    "article.published",
    "dcterms.created",
    "DC.date.issued",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "citation_publication_date",
    "publish-date",
    "publish_date",
    "publishdate",
    "published-date",
    "pubdate",
    "publication_date",
    "article_date_original",
    "date",
    "created",
];
const MODIFIED: [&str; 6] = [
    "article:modified_time",
    "og:updated_time",
    "dateModified",
    "article:modified",
    "updated",
    "last-modified",
];
/// Where the systems of Persian outlets print the date.
const VISIBLE: [&str; 9] = [
    ".news_pdate_c",
    ".item-date",
    ".docDiv3Date",
    ".publish-time",
    ".news-time",
    ".entry-date",
    ".post-date",
    ".news-date",
    ".date",
];
/// Dates are looked for in texts up to this long.
const CHARS_MAX: usize = 120;
/// Blocks after the headline, and before it, in which a date is this page's and not of another it links to.
const AFTER_HEADLINE: usize = 16;
const BEFORE_HEADLINE: usize = 6;
/// Words of a sentence, and of a line of the text that comes to no end: the days in them are of what they tell.
const SENTENCE_WORDS: usize = 5;
const LINE_WORDS: usize = 8;
/// What a day that is printed lacks of its instant.
const DAY_MS: u64 = 24 * 60 * 60_000;
/// What Tehran is ahead of UTC, in winter and in the summers before 1402.
const TEHRAN_MS: [i64; 2] = [12_600_000, 16_200_000];
/// How far above a date its cell is looked for.
const AROUND_MAX: usize = 6;

/// The dates of a page.
#[derive(Debug, Default)]
pub(super) struct Dates {
    pub(super) published: Option<Written>,
    pub(super) modified: Option<Written>,
    /// Whether the page says for programs when it was published, and not only for readers.
    pub(super) is_stated: bool,
}

/// Reads the dates, of which JSON-LD states `datePublished` and `dateModified`. A page that tells only when it changed
/// was published then, as far as can be known.
pub(super) fn read(evidence: &Evidence, linked_data: [Option<String>; 2]) -> Dates {
    let Evidence { tree: page, unsaid: Unsaid { unzoned, now }, .. } = *evidence;
    let is_past = |date: &Written| date.is_past(now);
    let read = |text: &str| date::read(text, unzoned).filter(is_past);
    let [published, modified] = linked_data.map(|text| text.as_deref().and_then(read));
    let named = |names: &[&str]| page.metas(names).find_map(|text| read(&text));
    let modified = modified
        .or_else(|| named(&MODIFIED))
        .or_else(|| property(page, "dateModified", unzoned).filter(is_past))
        .or_else(|| beside_headline(evidence, |block| changed(block, unzoned)).filter(is_past));
    let stated = published
        .or_else(|| named(&PUBLISHED))
        .or_else(|| property(page, "datePublished", unzoned).filter(is_past));
    let stated = stated.map(|stated| by_own_clock(stated, evidence));
    let published = stated
        .or_else(|| shown(evidence).filter(is_past))
        .or_else(|| near_headline(evidence).filter(is_past))
        .or_else(|| visible(page, unzoned, true).filter(is_past))
        .or_else(|| evidence.own.and_then(of_address).filter(is_past))
        .or_else(|| told_from_now(evidence))
        .or(modified);
    Dates { published, modified, is_stated: stated.is_some() }
}

/// Where a page of ours says «۱۶:۴۲» to readers and `16:42Z` to programs, its system has called Tehran's clock UTC.
fn by_own_clock(stated: Written, evidence: &Evidence) -> Written {
    if stated.zone != Some(0) || evidence.unsaid.unzoned != Unzoned::Tehran {
        return stated;
    }
    let is_clock = |shown: &Written| TEHRAN_MS.contains(&(stated.ms - shown.ms));
    shown(evidence).filter(is_clock).unwrap_or(stated)
}

/// What readers are told, behind a label or where systems print it.
fn shown(evidence: &Evidence) -> Option<Written> {
    let Evidence { tree: page, unsaid: Unsaid { unzoned, .. }, .. } = *evidence;
    labelled(evidence).or_else(|| visible(page, unzoned, false))
}

/// Microdata, and what else says so in an attribute.
fn property(page: &Tree, name: &str, unzoned: Unzoned) -> Option<Written> {
    let found = page.select(&format!("[itemprop~={name}]")).into_iter();
    let found = found.filter(|element| element.value().name() != "meta").take(scopes::LOOKED_AT_MAX);
    let mut own = found.filter(|element| !scopes::is_of_another(*element));
    own.find_map(|element| {
        let attributes = ["datetime", "content"].into_iter().filter_map(|name| element.value().attr(name));
        let machine = attributes.into_iter().find_map(|text| date::read(text, unzoned));
        machine.or_else(|| date::read(&texts::short(element, CHARS_MAX)?, unzoned))
    })
}

/// Where systems print it. What stands in a table is mostly of the text; pages that are tables have nothing else.
fn visible(page: &Tree, unzoned: Unzoned, in_cells: bool) -> Option<Written> {
    if unzoned != Unzoned::Tehran {
        return None;
    }
    let is_in_cell = |element: &ElementRef| {
        let mut around = std::iter::once(**element).chain(element.ancestors()).take(AROUND_MAX);
        around.any(|node| {
            node.value().as_element().is_some_and(|element| matches!(element.name(), "td" | "th"))
        })
    };
    VISIBLE.iter().find_map(|wanted| {
        let mut found = page.select(wanted).into_iter().filter(|element| is_in_cell(element) == in_cells);
        found.find_map(|element| printed(element, unzoned))
    })
}

/// What an element says of when the page was published: what it has for programs tells the hour.
fn printed(element: ElementRef, unzoned: Unzoned) -> Option<Written> {
    let text = texts::short(element, CHARS_MAX)?;
    let written = published(&text, unzoned)?;
    let within = element.descendants().take(LOOKED_AT_MAX).filter_map(ElementRef::wrap);
    let stated = within.filter_map(|inner| inner.value().attr("datetime").filter(|text| text.contains(':')));
    let mut machine = stated.filter_map(|text| date::read(text, unzoned));
    machine.find(|machine| machine.ms.abs_diff(written.ms) < DAY_MS).or(Some(written))
}

/// What a text says of when the page was published: behind a label of that, else in all of it, unless it says when the
/// page was changed.
fn published(text: &str, unzoned: Unzoned) -> Option<Written> {
    match furniture::published(text) {
        Some(said) => date::read(said, unzoned),
        None => date::read(text, unzoned).filter(|_| furniture::changed(text).is_none()),
    }
}

/// What a block says of when the page was changed.
fn changed(block: &Block, unzoned: Unzoned) -> Option<Written> {
    let is_short = is_short(&block.text);
    is_short.then(|| furniture::changed(&block.text)).flatten().and_then(|said| date::read(said, unzoned))
}

/// «تاریخ انتشار: ۱۲ آذر ۱۴۰۳» beside the headline, or the only one of the page.
fn labelled(evidence: &Evidence) -> Option<Written> {
    let read = |block: &Block| {
        let is_short = is_short(&block.text);
        let said = is_short.then(|| furniture::published(&block.text)).flatten();
        said.and_then(|said| date::read(said, evidence.unsaid.unzoned))
    };
    let mut all = evidence.blocks.blocks.iter().filter_map(read);
    beside_headline(evidence, read).or_else(|| all.next().filter(|_| all.next().is_none()))
}

/// The first date after the headline, else the last one closely before it: of lines that say nothing but when, items of
/// lists after others, in a table with the hour or a label, and then of others.
fn near_headline(evidence: &Evidence) -> Option<Written> {
    let unzoned = evidence.unsaid.unzoned;
    let find = |is_wanted: &dyn Fn(&Block) -> bool| {
        beside_headline(evidence, |block| {
            let is_short = is_short(&block.text);
            let is_changed = || is_short && furniture::changed(&block.text).is_some();
            let machine = || block.time.as_deref().and_then(|text| date::read(text, unzoned));
            let written = || is_short.then(|| published(&block.text, unzoned)).flatten();
            let found = || machine().filter(|_| !is_changed()).or_else(written);
            is_wanted(block).then(found).flatten()
        })
    };
    let is_cell = |block: &Block| block.kind == Kind::Table || evidence.blocks.parts[block.part].is_cell;
    let says_when = |block: &Block| {
        block.time.is_some() || furniture::is_date(&block.text) || furniture::is_labelled(&block.text)
    };
    let is_item = |block: &Block| block.kind == Kind::Item;
    let lines: HashSet<String> = evidence.text.lines().filter(|line| is_short(line)).map(key).collect();
    let is_prose = |block: &Block| {
        let has_words = |many: usize| block.text.split_whitespace().nth(many - 1).is_some();
        container::is_sentence(&block.text) && has_words(SENTENCE_WORDS)
            || has_words(LINE_WORDS) && is_short(&block.text) && lines.contains(&key(&block.text))
    };
    find(&|block| says_when(block) && !is_cell(block) && !is_item(block))
        .or_else(|| find(&|block| says_when(block) && !is_cell(block)))
        .or_else(|| find(&|block| says_when(block) && block.text.contains(':')))
        .or_else(|| find(&|block| !is_cell(block) && !is_prose(block)))
        .or_else(|| find(&|block| block.kind != Kind::Table && !is_prose(block)))
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= CHARS_MAX
}

/// «۳ ساعت پیش», «دیروز ساعت ۱۰» near the headline, in a line that says nothing else: such words are common in texts.
fn told_from_now(evidence: &Evidence) -> Option<Written> {
    evidence.unsaid.now?;
    beside_headline(evidence, |block| {
        let is_told = is_short(&block.text) && furniture::says_only_when(&block.text);
        is_told.then(|| date::read_at(&block.text, evidence.unsaid)).flatten()
    })
}

fn beside_headline(evidence: &Evidence, read: impl Fn(&Block) -> Option<Written>) -> Option<Written> {
    let (before, after) = evidence.blocks.blocks.split_at(evidence.headline.unwrap_or(0));
    let is_text = |block: &&Block| block.kind != Kind::Picture;
    let found = after.iter().filter(is_text).take(AFTER_HEADLINE).find_map(&read);
    found.or_else(|| before.iter().rev().filter(is_text).take(BEFORE_HEADLINE).find_map(&read))
}

/// `/2024/12/02/` and `/2024-12-02-…`.
fn of_address(own: &Url) -> Option<Written> {
    let numbers: Vec<&str> = own.path().split(['/', '-', '_']).collect();
    numbers.windows(3).find_map(|three| {
        let fits = three[0].len() == 4 && three[1].len() == 2 && three[2].len() == 2;
        fits.then(|| date::read(&three.join("-"), Unzoned::Utc)).flatten()
    })
}
