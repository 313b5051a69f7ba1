//! Facts about an article that its page states: JSON-LD first, meta elements next, then what is visible.

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use super::Page;
use super::choose::Stated;
use crate::{UtcMs, sanitize};

/// Visible headlines, surest first.
const HEADLINES: [&str; 9] = [
    "h1[itemprop=headline]",
    "article h1",
    ".news-title h1",
    "h1.title",
    "h1.Htag",
    "h1",
    ".title h1",
    "[itemprop=headline]",
    "h2.title",
];
const KICKERS: [&str; 5] = [".rutitr", ".kicker", ".uptitle", ".news-rutitr", ".over-title"];
const LEADS: [&str; 8] = [
    ".introtext",
    "[itemprop=description]:not(meta)",
    ".subtitle",
    ".lead",
    ".news-lead",
    ".news_lead",
    ".docDivLead",
    ".summary",
];
const DATES: [&str; 10] = [
    "time[datetime]",
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
const BYLINES: [&str; 5] =
    ["[itemprop=author] [itemprop=name]", "[rel=author]", ".byline", ".author-name", ".author"];
const TAGS: [&str; 5] = [".tags a", ".news_tags a", ".tags_item", "a[rel=tag]", ".tag-list a"];
/// Dates in prose are looked for in lines up to this long.
const DATE_CHARS_MAX: usize = 120;

/// Reads the facts.
pub(super) fn read(document: &Html, url: &str) -> Page {
    let mut page = Page::default();
    linked_data(document, &mut page);
    let og_title = meta(document, &["og:title", "twitter:title"]);
    let visible = first_text(document, &HEADLINES);
    let whole = first_text(document, &["title"]);
    page.title = visible.or(page.title).or(og_title).or_else(|| whole.map(|title| without_site(&title)));
    page.kicker = first_text(document, &KICKERS);
    page.lead = first_text(document, &LEADS);
    page.published_at = page
        .published_at
        .or_else(|| {
            meta_date(
                document,
                &[
                    "article:published_time",
                    "og:published_time",
                    "datePublished",
                    "dc.date",
                    "date",
                    "publish-date",
                    "pubdate",
                ],
            )
        })
        .or_else(|| visible_date(document));
    page.modified_at = page
        .modified_at
        .or_else(|| meta_date(document, &["article:modified_time", "og:updated_time", "dateModified"]));
    page.byline = page
        .byline
        .or_else(|| meta(document, &["author", "article:author"]).filter(|name| !name.contains("://")))
        .or_else(|| first_text(document, &BYLINES));
    page.section = page
        .section
        .or_else(|| meta(document, &["article:section"]))
        .or_else(|| first_text(document, &[".breadcrumb li:last-child", ".item-service a"]));
    page.image = page.image.or_else(|| meta(document, &["og:image", "twitter:image"]));
    page.tags = tags(document, std::mem::take(&mut page.tags));
    page.code = page
        .code
        .or_else(|| {
            first_text(document, &[".item-code span", ".news_id_c", ".news-code"])
                .and_then(|text| digits(&text))
        })
        .or_else(|| code_of_address(url));
    let root = document.root_element().value();
    page.language = root
        .attr("lang")
        .map(|lang| lang.split('-').next().unwrap_or(lang).to_ascii_lowercase())
        .filter(|lang| lang.len() == 2);
    page
}

/// What the page's head says of its text.
pub(super) fn stated(document: &Html) -> Stated {
    let names = [["og:description"], ["description"], ["twitter:description"]];
    let descriptions = names.iter().filter_map(|name| meta(document, name));
    Stated {
        descriptions: descriptions.map(|text| text.trim_end_matches(['…', '.']).to_owned()).collect(),
        body: article_body(document),
    }
}

/// The `articleBody` of JSON-LD as text.
fn article_body(document: &Html) -> Option<String> {
    let selector = Selector::parse("script[type='application/ld+json']").ok()?;
    document.select(&selector).find_map(|script| {
        let value = serde_json::from_str::<Value>(script.text().collect::<String>().trim()).ok()?;
        let body = find_article(&value, 0)?.get("articleBody").and_then(text_of)?;
        Some(sanitize::html_to_text(&body))
    })
}

/// NewsArticle and its kin in JSON-LD.
fn linked_data(document: &Html, page: &mut Page) {
    let Ok(selector) = Selector::parse("script[type='application/ld+json']") else { return };
    for script in document.select(&selector) {
        let text = script.text().collect::<String>();
        let Ok(value) = serde_json::from_str::<Value>(text.trim().trim_end_matches(';')) else { continue };
        let Some(article) = find_article(&value, 0) else { continue };
        let string = |key: &str| article.get(key).and_then(text_of);
        page.title = page.title.take().or_else(|| string("headline"));
        page.published_at =
            page.published_at.or_else(|| string("datePublished").and_then(|date| date_of(&date)));
        page.modified_at =
            page.modified_at.or_else(|| string("dateModified").and_then(|date| date_of(&date)));
        page.byline = page.byline.take().or_else(|| string("author"));
        page.section = page.section.take().or_else(|| string("articleSection"));
        page.image = page.image.take().or_else(|| string("image"));
        if let Some(words) = article.get("keywords") {
            page.tags = match words {
                Value::Array(all) => all.iter().filter_map(text_of).collect(),
                other => text_of(other)
                    .map(|text| text.split([',', '،']).map(|tag| tag.trim().to_owned()).collect())
                    .unwrap_or_default(),
            };
        }
    }
}

fn find_article(value: &Value, depth: usize) -> Option<&Value> {
    if depth > 4 {
        return None;
    }
    match value {
        Value::Array(all) => all.iter().find_map(|one| find_article(one, depth + 1)),
        Value::Object(map) => {
            let kind = map.get("@type").map(Value::to_string).unwrap_or_default();
            if kind.contains("Article") || kind.contains("BlogPosting") {
                return Some(value);
            }
            map.get("@graph")
                .or_else(|| map.get("mainEntity"))
                .and_then(|inner| find_article(inner, depth + 1))
        }
        _ => None,
    }
}

/// A text, or the name or address inside a thing.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Array(all) => all.iter().find_map(text_of),
        Value::Object(map) => map.get("name").or_else(|| map.get("url")).and_then(text_of),
        _ => None,
    }
}

fn meta(document: &Html, names: &[&str]) -> Option<String> {
    let selector = Selector::parse("meta[content]").ok()?;
    names.iter().find_map(|name| {
        let fits = |element: &ElementRef| {
            ["property", "name", "itemprop"]
                .into_iter()
                .filter_map(|key| element.value().attr(key))
                .any(|value| value.eq_ignore_ascii_case(name))
        };
        let content = document.select(&selector).find(fits)?.value().attr("content")?.trim();
        (!content.is_empty()).then(|| content.to_owned())
    })
}

fn meta_date(document: &Html, names: &[&str]) -> Option<UtcMs> {
    meta(document, names).and_then(|date| date_of(&date))
}

/// Only a machine date may be partly read; a Jalali one in a machine's place is read as Jalali.
fn date_of(text: &str) -> Option<UtcMs> {
    persian::date::parse(text, None).map(|parsed| parsed.ms)
}

fn visible_date(document: &Html) -> Option<UtcMs> {
    DATES.iter().find_map(|wanted| {
        let selector = Selector::parse(wanted).ok()?;
        document.select(&selector).find_map(|element| {
            let machine = element.value().attr("datetime").and_then(date_of);
            machine.or_else(|| {
                let text = element.text().collect::<String>();
                (text.chars().count() <= DATE_CHARS_MAX).then(|| date_of(&text)).flatten()
            })
        })
    })
}

fn tags(document: &Html, mut found: Vec<String>) -> Vec<String> {
    if let Ok(selector) = Selector::parse("meta[property='article:tag']") {
        found.extend(
            document
                .select(&selector)
                .filter_map(|element| element.value().attr("content").map(str::to_owned)),
        );
    }
    if found.is_empty() {
        found =
            TAGS.iter().map(|wanted| texts(document, wanted)).find(|all| !all.is_empty()).unwrap_or_default();
    }
    found.retain(|tag| !tag.trim().is_empty());
    let mut seen = std::collections::HashSet::new();
    found.retain(|tag| seen.insert(persian::fold::fold(tag)));
    found
}

fn first_text(document: &Html, wanted: &[&str]) -> Option<String> {
    wanted.iter().find_map(|wanted| texts(document, wanted).into_iter().find(|text| !text.is_empty()))
}

fn texts(document: &Html, wanted: &str) -> Vec<String> {
    let Ok(selector) = Selector::parse(wanted) else { return Vec::new() };
    document
        .select(&selector)
        .map(|element| element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// «تیتر - سایت» and «تیتر | سایت» without the site.
fn without_site(title: &str) -> String {
    let cut = [" | ", " - ", " – ", " :: "].iter().filter_map(|mark| title.rfind(mark)).max();
    match cut {
        Some(at) if at * 2 > title.len() => title[..at].trim().to_owned(),
        _ => title.to_owned(),
    }
}

fn digits(text: &str) -> Option<String> {
    let ascii = persian::digits::to_ascii(text);
    let run = ascii.split(|c: char| !c.is_ascii_digit()).max_by_key(|run| run.len())?;
    (run.len() >= 3).then(|| run.to_owned())
}

/// The news code in an address: `/fa/news/574503/…`, `/news/806840-…`.
fn code_of_address(url: &str) -> Option<String> {
    let parsed = url::Url::parse(url).ok()?;
    let parts: Vec<&str> = parsed.path_segments()?.collect();
    let at = parts.iter().position(|part| matches!(*part, "news" | "photo" | "video" | "gallery"));
    let after = at.and_then(|at| parts.get(at + 1))?;
    let code: String = after.chars().take_while(char::is_ascii_digit).collect();
    (code.len() >= 3).then_some(code)
}
