//! What a page's JSON-LD says of its article.

use serde_json::Value;
use url::Url;

use super::blocks::key;
use super::tree::Tree;
use super::{scopes, titles};
use crate::address::bare_host;
use crate::sanitize;
use crate::text::without_last_commas;

/// An article may describe a related one beside itself; a list describes more.
const LISTED_MIN: usize = 3;
/// How deep in a document the article is looked for.
const DEPTH_MAX: usize = 5;
/// Articles that are looked at.
const ARTICLES_MAX: usize = 200;

/// Facts of a NewsArticle or its kin, as written.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    pub(super) title: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) section: Option<String>,
    pub(super) image: Option<String>,
    pub(super) tags: Vec<String>,
    /// Names of the steps that lead to the page.
    pub(super) path: Vec<String>,
    /// The whole text, plain.
    pub(super) body: Option<String>,
    /// How many articles are described: lists describe each of theirs.
    articles: usize,
}

/// Reads all JSON-LD of a page at an address: the page's own article first, then whatever else is dated.
pub(super) fn read(page: &Tree, own: Option<&Url>) -> LinkedData {
    let mut found = LinkedData::default();
    let scripts = page.select("script[type='application/ld+json']").into_iter();
    let texts: Vec<String> = scripts.map(|script| script.text().collect()).collect();
    let read: Vec<Option<Value>> = texts.iter().map(|text| parse(text)).collect();
    let unread: Vec<&String> =
        texts.iter().zip(&read).filter(|(_, value)| value.is_none()).map(|(text, _)| text).collect();
    let values: Vec<&Value> = read.iter().flatten().collect();
    found.articles = values.iter().map(|value| count_articles(value, 0)).sum();
    let mut articles = Vec::new();
    values.iter().for_each(|value| find_all(value, 0, &mut articles));
    let own = Own::of(page, own);
    own.of_page(articles).into_iter().for_each(|article| found.add(article));
    for value in values.iter().filter_map(|value| find(value, 0, &is_dated)) {
        found.published = found.published.take().or_else(|| value.get("datePublished").and_then(text_of));
        found.modified = found.modified.take().or_else(|| value.get("dateModified").and_then(text_of));
    }
    let is_path = |value: &Value| value.get("@type").and_then(Value::as_str) == Some("BreadcrumbList");
    if let Some(path) = values.iter().find_map(|value| find(value, 0, &is_path)) {
        let steps = path.get("itemListElement").and_then(Value::as_array).into_iter().flatten();
        let name =
            |step: &Value| step.get("name").or_else(|| step.get("item")?.get("name")).and_then(text_of);
        found.path = steps.filter_map(name).collect();
    }
    // What cannot be read as JSON still says its dates.
    found.published = found.published.or_else(|| unread.iter().find_map(|text| scan(text, "datePublished")));
    found.modified = found.modified.or_else(|| unread.iter().find_map(|text| scan(text, "dateModified")));
    found
}

/// What a page's own article is known by: a page may describe others beside it.
struct Own {
    /// Hosts and paths.
    addresses: Vec<String>,
    /// Keys of what the page calls itself.
    headlines: Vec<String>,
}

impl Own {
    fn of(page: &Tree, own: Option<&Url>) -> Self {
        let canonical =
            page.select("link[rel=canonical]").into_iter().filter_map(|link| link.value().attr("href"));
        let stated = canonical.map(str::to_owned).chain(page.meta(&["og:url"]));
        let place_of = |stated: String| place(&Url::parse(&stated).ok()?);
        let named = page.meta(&["og:title", "twitter:title"]).into_iter();
        let shown = page.facts("h1").take(titles::LOOKED_AT_MAX);
        let whole = page.facts("title").next().map(|title| titles::main_part(&title).to_owned());
        Self {
            addresses: own.and_then(place).into_iter().chain(stated.filter_map(place_of)).collect(),
            headlines: named.chain(shown).chain(whole).map(|title| key(&title)).collect(),
        }
    }

    /// The page's own of some articles: those that have its address or headline; where none has, those that have no other
    /// one.
    fn of_page<'a>(&self, articles: Vec<&'a Value>) -> Vec<&'a Value> {
        let (own, rest): (Vec<_>, Vec<_>) =
            articles.into_iter().partition(|article| self.has_headline(article) == Some(true));
        if !own.is_empty() {
            return own;
        }
        let (own, rest): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|article| self.has_address(article) == Some(true));
        if !own.is_empty() {
            return own;
        }
        let is_other = |article: &&Value| {
            self.has_address(article) == Some(false) && self.has_headline(article) == Some(false)
        };
        rest.into_iter().filter(|article| !is_other(article)).collect()
    }

    /// None where one of the two says nothing.
    fn has_headline(&self, article: &Value) -> Option<bool> {
        let headline = key(&article.get("headline").or_else(|| article.get("name")).and_then(text_of)?);
        (!self.headlines.is_empty() && !headline.is_empty()).then(|| self.headlines.contains(&headline))
    }

    /// None where one of the two says nothing.
    fn has_address(&self, article: &Value) -> Option<bool> {
        let stated = ["url", "@id", "mainEntityOfPage"].into_iter().filter_map(|name| {
            let value = article.get(name)?;
            let stated = value.get("@id").map_or_else(|| address_of(value), address_of)?;
            place(&Url::parse(&stated).ok()?)
        });
        let stated: Vec<String> = stated.collect();
        let is_known = !stated.is_empty() && !self.addresses.is_empty();
        is_known.then(|| stated.iter().any(|stated| self.addresses.contains(stated)))
    }
}

/// Host and path of an address, in one notation; None where it has no path.
fn place(url: &Url) -> Option<String> {
    let path = url.path().trim_end_matches('/');
    let host = url.has_host().then(|| bare_host(url))?;
    let query = url.query().unwrap_or_default();
    (!path.is_empty() || !query.is_empty()).then(|| format!("{host}{path}?{query}"))
}

impl LinkedData {
    /// Whether the page's own article is described.
    pub(super) fn is_article(&self) -> bool {
        (1..LISTED_MIN).contains(&self.articles)
    }

    /// Adds what is not known yet.
    fn add(&mut self, article: &Value) {
        let add = |place: &mut Option<String>, key: &str| {
            if place.is_none() {
                *place = article.get(key).and_then(text_of);
            }
        };
        add(&mut self.title, "headline");
        add(&mut self.published, "datePublished");
        add(&mut self.modified, "dateModified");
        add(&mut self.section, "articleSection");
        self.byline = self.byline.take().or_else(|| article.get("author").and_then(people));
        self.image = self.image.take().or_else(|| article.get("image").and_then(address_of));
        let body = || article.get("articleBody").and_then(text_of);
        let text = || Some(sanitize::html_to_text(&body()?.replace('\n', "<br>")));
        self.body = self.body.take().or_else(text);
        if let Some(words) = article.get("keywords").filter(|_| self.tags.is_empty()) {
            self.tags = match words {
                Value::Array(all) => all.iter().filter_map(text_of).collect(),
                other => text_of(other).into_iter().collect(),
            };
        }
    }
}

/// JSON with what pages do wrong: line breaks within strings, commas after the last, a semicolon or comments around.
fn parse(text: &str) -> Option<Value> {
    let text =
        text.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim().trim_end_matches(';');
    let plain = || text.replace(|c: char| c.is_control(), " ");
    serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(&plain()))
        .or_else(|_| serde_json::from_str(&without_last_commas(&plain())))
        .ok()
}

/// How many articles are described in a value; what is within one belongs to it.
fn count_articles(value: &Value, depth: usize) -> usize {
    match value {
        _ if depth > DEPTH_MAX => 0,
        value if is_article(value) => 1,
        Value::Array(all) => all.iter().map(|one| count_articles(one, depth + 1)).sum(),
        Value::Object(object) => object.values().map(|one| count_articles(one, depth + 1)).sum(),
        _ => 0,
    }
}

/// All articles that stand where [`find`] looks.
fn find_all<'a>(value: &'a Value, depth: usize, found: &mut Vec<&'a Value>) {
    match value {
        _ if depth > DEPTH_MAX || found.len() >= ARTICLES_MAX => {}
        Value::Array(all) => all.iter().for_each(|one| find_all(one, depth + 1, found)),
        value if is_article(value) => found.push(value),
        Value::Object(map) => {
            let within =
                ["@graph", "mainEntity", "mainEntityOfPage"].into_iter().filter_map(|key| map.get(key));
            within.for_each(|one| find_all(one, depth + 1, found));
        }
        _ => {}
    }
}

fn find<'a>(value: &'a Value, depth: usize, is_wanted: &dyn Fn(&Value) -> bool) -> Option<&'a Value> {
    if depth > DEPTH_MAX {
        return None;
    }
    match value {
        Value::Array(all) => all.iter().find_map(|one| find(one, depth + 1, is_wanted)),
        Value::Object(_) if is_wanted(value) => Some(value),
        Value::Object(map) => ["@graph", "mainEntity", "mainEntityOfPage"]
            .iter()
            .find_map(|key| find(map.get(*key)?, depth + 1, is_wanted)),
        _ => None,
    }
}

fn is_article(value: &Value) -> bool {
    let kind = value.get("@type").map(Value::to_string).unwrap_or_default();
    kind.contains("Article") || kind.contains("Posting")
}

/// Whether a thing that is no article has dates that may be the page's.
fn is_dated(value: &Value) -> bool {
    let kind = value.get("@type").map(Value::to_string).unwrap_or_default();
    let is_other = is_article(value) || scopes::OTHER_THINGS.iter().any(|other| kind.contains(other));
    !is_other && has_date(value)
}

fn has_date(value: &Value) -> bool {
    value.get("datePublished").is_some() || value.get("dateModified").is_some()
}

/// The string after `"key":` in a text.
fn scan(text: &str, key: &str) -> Option<String> {
    let after = text.split_once(&format!("\"{key}\""))?.1.trim_start().strip_prefix(':')?;
    Some(after.trim_start().strip_prefix('"')?.split_once('"')?.0.to_owned())
}

/// A text, or the name or address inside a thing.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(crate::entities::decode(text.trim())).filter(|text| !text.is_empty()),
        Value::Array(all) => all.iter().find_map(text_of),
        Value::Object(map) => map.get("name").or_else(|| map.get("url")).and_then(text_of),
        _ => None,
    }
}

/// The names of all who wrote it.
fn people(value: &Value) -> Option<String> {
    let Value::Array(all) = value else { return person(value) };
    super::byline::joined(all.iter().filter_map(person))
}

/// The name of somebody; an organization is nobody.
fn person(value: &Value) -> Option<String> {
    match value {
        Value::Array(all) => all.iter().find_map(person),
        Value::Object(map) => {
            let kind = map.get("@type").map(Value::to_string).unwrap_or_default();
            let is_nobody = ["Organization", "Corporation", "WebSite"].iter().any(|word| kind.contains(word));
            text_of(value).filter(|_| !is_nobody)
        }
        _ => text_of(value),
    }
}

/// An address, or the one of a picture that has a name too.
fn address_of(value: &Value) -> Option<String> {
    match value {
        Value::String(_) => text_of(value),
        Value::Array(all) => all.iter().find_map(address_of),
        Value::Object(map) => {
            ["url", "contentUrl", "@id"].iter().find_map(|key| map.get(*key).and_then(address_of))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn read_page(html: &str) -> LinkedData {
        let document = Html::parse_document(html);
        read(&Tree::of(&document), Url::parse("https://a.ir/news/1/x").ok().as_ref())
    }

    #[test]
    fn of_several_articles_the_pages_own_is_read() {
        let other = r#"{"@type":"NewsArticle","headline":"سیل در گلستان","url":"https://a.ir/news/9/y","datePublished":"2020-01-01","articleBody":"آب بالا آمد."}"#;
        let own = |more: &str| format!(r#"{{"@type":"NewsArticle",{more}"datePublished":"2024-12-02"}}"#);
        let by_headline = own(r#""headline":"پل تازهٔ لاجین","#);
        let by_address = own(r#""mainEntityOfPage":{"@id":"https://www.a.ir/news/1/x/"},"#);
        for (json, published) in [
            (format!("[{other},{by_headline}]"), Some("2024-12-02")),
            (format!(r#"{{"@graph":[{other},{by_address}]}}"#), Some("2024-12-02")),
            (format!("[{other},{}]", own("")), Some("2024-12-02")),
            (other.to_owned(), None),
            (r#"{"@type":"WebSite","datePublished":"2015-01-01"}"#.to_owned(), None),
            (r#"{"@type":"VideoObject","datePublished":"2015-01-01"}"#.to_owned(), None),
            (r#"{"@type":"WebPage","datePublished":"2024-12-02"}"#.to_owned(), Some("2024-12-02")),
        ] {
            let script = format!("<script type='application/ld+json'>{json}</script>");
            let found =
                read_page(&format!("<title>پل تازهٔ لاجین - البرز</title>{script}<h1>پل تازهٔ لاجین</h1>"));
            assert_eq!((found.published.as_deref(), found.body), (published, None), "{json}");
        }
    }

    fn check(json: &str, title: Option<&str>, published: Option<&str>) {
        let page = format!("<script type='application/ld+json'>{json}</script>");
        let found = read_page(&page);
        assert_eq!((found.title.as_deref(), found.published.as_deref()), (title, published), "{json}");
    }

    #[test]
    fn commas_after_the_last_lose_nothing() {
        check(
            r#"{"@type": ["NewsArticle",], "headline": "پل, ] و \"راه,}\"", "datePublished": "2024-12-02",
            }"#,
            Some("پل, ] و \"راه,}\""),
            Some("2024-12-02"),
        );
    }

    #[test]
    fn all_who_wrote_it_are_named() {
        for (authors, byline) in [
            (r#"[{"name":"نرگس کاویان"},{"name":"رضا کاویان"}]"#, Some("نرگس کاویان و رضا کاویان")),
            (
                r#"[{"name":"A. One"},{"name":"B. Two"},{"name":"C. Three"},{"name":"A. One"}]"#,
                Some("A. One, B. Two and C. Three"),
            ),
            (r#"[{"@type":"Organization","name":"رود"},{"name":"رضا کاویان"}]"#, Some("رضا کاویان")),
            (r#"[{"@type":"Organization","name":"رود"}]"#, None),
        ] {
            let json = format!(r#"{{"@type":"NewsArticle","author":{authors},"articleBody":"یک.\nدو."}}"#);
            let page = format!("<script type='application/ld+json'>{json}</script>");
            let found = read_page(&page);
            assert_eq!(
                (found.byline.as_deref(), found.body.as_deref()),
                (byline, Some("یک.\nدو.")),
                "{authors}"
            );
        }
    }

    #[test]
    fn a_text_is_taken_from_its_first_description_and_kept_as_it_is() {
        let of = |body: &str| format!(r#"{{"@type":"NewsArticle","headline":"A"{body}}}"#);
        let json = format!("[{},{}]", of(r#","articleBody":"&amp;lt;b&amp;gt;""#), of(""));
        let page = format!("<h1>A</h1><script type='application/ld+json'>{json}</script>");
        assert_eq!(read_page(&page).body.as_deref(), Some("<b>"));
    }

    #[test]
    fn articles_are_found_wherever_they_stand() {
        let article = r#"{"@type":"NewsArticle","headline":"A &amp; B","datePublished":"2024-12-02"}"#;
        check(article, Some("A & B"), Some("2024-12-02"));
        check(&format!("[{{\"@type\":\"WebSite\"}},{article}];"), Some("A & B"), Some("2024-12-02"));
        check(&format!("{{\"@graph\":[{article}]}}"), Some("A & B"), Some("2024-12-02"));
        check("{\"@type\":\"WebPage\",\"datePublished\":\"2024-12-02\"}", None, Some("2024-12-02"));
        check("{\"@type\":\"Article\",\"headline\":\"A\nB\"}", Some("A B"), None);
        check(
            "{\"@type\":\"Article\",\"headline\":\"A \" B\",\"datePublished\": \"2024-12-02\"}",
            None,
            Some("2024-12-02"),
        );
        check("{", None, None);
    }
}
