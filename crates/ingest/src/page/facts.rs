//! Facts about an article that its page states: JSON-LD first, meta elements next, then what is visible.

use crate::text::unspaced;
use ego_tree::NodeRef;
use scraper::{ElementRef, Html, Node};
use url::Url;

use super::linked_data::LinkedData;
use super::tree::Tree;
use super::{ARTICLE_CHARS_MIN, Page, byline, hints, section, site, texts, titles};
use crate::address;

const KICKERS: [&str; 10] = [
    ".rutitr",
    ".rotitr",
    ".rootitr",
    ".roo-titr",
    ".docDiv3RuTitr",
    ".kicker",
    ".uptitle",
    ".news-rutitr",
    ".over-title",
    ".on-title",
];
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
const BYLINES: [&str; 7] = [
    "[itemprop=author] [itemprop=name]",
    "[itemprop=author]:not(meta)",
    ".gh-article-author-name",
    "[rel=author]",
    ".byline",
    ".author-name",
    ".author",
];
const TAGS: [&str; 8] = [
    ".tags a",
    ".news_tags a",
    ".tags_item",
    "a[rel=tag]",
    ".tag-list a",
    ".news-tags a",
    ".post-tags a",
    ".tags-links a",
];
/// Elements that may name authors and are looked at.
const AUTHORS_LOOKED_AT: usize = 20;
/// Elements around such a one, and nodes in what is described there, that are looked at.
const AROUND_MAX: usize = 60;
const ARTICLE_NODES_MAX: usize = 10_000;
/// What stands before tags in one line. Folded, without spaces.
const TAG_LABELS: [&str; 6] = ["برچسبها", "برچسب", "کلیدواژهها", "کلیدواژه", "کلماتکلیدی", "تگها"];
/// Characters of a tag; with longer parts a line is none of tags.
const TAG_CHARS_MAX: usize = 40;
/// Lines of a page in which tags are looked for, from its end.
const TAG_LINES_MAX: usize = 300;
const IMAGES: [&str; 6] =
    ["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "image"];

/// Reads the facts of a page at an address, on which others are read from a base; dates are in [`super::dates`].
pub(super) fn read(page: &Tree, linked: &mut LinkedData, own: Option<&Url>, base: Option<&Url>) -> Page {
    let stated = titles::Stated {
        linked_data: linked.title.take(),
        open_graph: page.meta(&["og:title", "twitter:title"]),
    };
    let is_person = |name: &String| !name.contains("://") && !site::is_its_name(page, own, name);
    let named = linked.byline.take().filter(is_person);
    let byline = named
        .or_else(|| page.metas(&["author", "article:author"]).find(is_person))
        .or_else(|| BYLINES.iter().find_map(|wanted| authors(page, wanted)));
    let section = linked.section.take().filter(|name| !name.contains("://"));
    let image = linked.image.take();
    let title = titles::read(page, stated);
    let path = std::mem::take(&mut linked.path);
    let section = section
        .or_else(|| page.meta(&["article:section"]))
        .or_else(|| section::of_path(page, title.as_deref()))
        .or_else(|| section::last(path, title.as_deref()));
    Page {
        title,
        kicker: first_text(page, &KICKERS),
        lead: first_text(page, &LEADS),
        byline: byline.and_then(|text| byline::named(&text)),
        section,
        image: image.or_else(|| page.meta(&IMAGES)),
        tags: tags(page, std::mem::take(&mut linked.tags)),
        canonical: canonical(page, base),
        code: first_text(page, &[".item-code span", ".news_id_c", ".news-code"])
            .and_then(|text| digits(&text)),
        language: stated_language(page.document),
        ..Page::default()
    }
}

/// The authors that a selector finds first: all that stand beside one another.
fn authors(page: &Tree, wanted: &str) -> Option<String> {
    let found = page.select(wanted);
    let found: Vec<ElementRef> =
        found.into_iter().take(AUTHORS_LOOKED_AT).filter(|element| is_of_article(**element)).collect();
    let text = |element: &ElementRef| texts::short(*element, texts::FACT_CHARS_MAX);
    let first = found.iter().find(|element| text(element).is_some())?;
    let is_beside = |element: &&ElementRef| element.parent() == first.parent();
    byline::joined(found.iter().filter(is_beside).filter_map(text))
}

/// Whether what an element says is said of the page's article, and not of what a reader wrote or of another article: an
/// article that is described around it has a headline of the first level or a text.
fn is_of_article(node: NodeRef<Node>) -> bool {
    let around = || node.ancestors().take(AROUND_MAX).filter_map(ElementRef::wrap);
    let is_opinion = |around: ElementRef| {
        let says = |name, words: &[&str]| {
            around.value().attr(name).is_some_and(|said| words.iter().any(|word| said.contains(word)))
        };
        says("itemprop", &["comment", "review"]) || says("itemtype", &["Comment", "Review", "Answer"])
    };
    let is_article = |around: &ElementRef| {
        let kind = around.value().attr("itemtype").unwrap_or_default();
        ["Article", "Posting", "Report"].iter().any(|word| kind.contains(word))
    };
    let described = around().find(is_article);
    !around().any(is_opinion) && described.is_none_or(is_whole) && !hints::is_of_others(node)
}

/// Whether an element holds an article, and not the card of one.
fn is_whole(article: ElementRef) -> bool {
    let mut chars = 0;
    article.descendants().take(ARTICLE_NODES_MAX).any(|node| match node.value() {
        Node::Element(element) => element.name() == "h1" || element.attr("itemprop") == Some("articleBody"),
        Node::Text(text) => {
            chars += text.trim().chars().count();
            chars >= ARTICLE_CHARS_MIN
        }
        _ => false,
    })
}

/// Whether the page has one lead, and not one for each of many headlines.
pub(super) fn has_one_lead(page: &Tree) -> bool {
    let found = LEADS.iter().map(|wanted| page.facts(wanted).count());
    found.into_iter().find(|count| *count > 0) == Some(1)
}

/// An address of the web, read from the one that those of its page are relative to.
pub(super) fn whole(written: &str, base: Option<&Url>) -> Option<String> {
    address::whole(written.trim(), base).filter(address::is_of_web).map(String::from)
}

/// Two of them state nothing.
fn canonical(page: &Tree, base: Option<&Url>) -> Option<String> {
    let stated = page.select("link[rel=canonical]");
    let [link] = stated.as_slice() else { return None };
    whole(link.value().attr("href")?, base)
}

/// What the page's head says that it tells: often its lead.
pub(super) fn descriptions(page: &Tree) -> Vec<String> {
    let found = page.metas(&["og:description", "description", "twitter:description"]);
    found.map(|text| text.trim_end_matches(['…', '.']).to_owned()).collect()
}

fn stated_language(document: &Html) -> Option<String> {
    let lang = document.root_element().value().attr("lang")?;
    let language = lang.split('-').next().unwrap_or(lang).to_ascii_lowercase();
    (language.len() == 2).then_some(language)
}

fn tags(page: &Tree, mut found: Vec<String>) -> Vec<String> {
    found.extend(page.property("article:tag").map(str::to_owned));
    if found.is_empty() {
        let all = TAGS.iter().map(|wanted| page.facts(wanted).collect::<Vec<_>>());
        found = all.into_iter().find(|all| !all.is_empty()).unwrap_or_default();
    }
    tidied(&found)
}

/// Tags as a page or an editor's selector gives them, each once and apart: several are often joined, «پل ، رود».
pub(super) fn tidied(found: &[String]) -> Vec<String> {
    let parts = found.iter().flat_map(|tags| tags.split([',', '،'])).flat_map(without_marks);
    let mut tags: Vec<String> = parts.filter(|tag| !tag.is_empty()).collect();
    let mut seen = std::collections::HashSet::new();
    tags.retain(|tag| seen.insert(persian::fold::fold(tag)));
    tags
}

/// «#پل_لاجین #رود» are «پل لاجین» and «رود».
fn without_marks(text: &str) -> Vec<String> {
    let text = format!(" {}", text.trim());
    let mut parts = text.split(" #");
    let plain = parts.next().map(|tag| tag.trim().to_owned());
    plain.into_iter().chain(parts.map(|tag| tag.trim().replace('_', " "))).collect()
}

/// «برچسب‌ها: پل، رود»: the tags in the first such line of the last ones.
pub(super) fn labelled_tags(lines: &[String]) -> Vec<String> {
    let read = |line: &String| {
        let (label, rest) = line.split_once(':')?;
        let is_label = label.len() <= TAG_CHARS_MAX && TAG_LABELS.contains(&unspaced(label).as_str());
        let parts = || rest.split(['،', ',', '|', '#', '؛', '/', '•']).map(str::trim);
        let is_tag = |tag: &str| tag.chars().nth(TAG_CHARS_MAX).is_none() && !tag.ends_with('.');
        let tags = || parts().filter(|tag| !tag.is_empty());
        (is_label && tags().next().is_some() && tags().all(is_tag))
            .then(|| tags().map(str::to_owned).collect())
    };
    lines.iter().rev().take(TAG_LINES_MAX).rev().find_map(read).unwrap_or_default()
}

fn first_text(page: &Tree, wanted: &[&str]) -> Option<String> {
    wanted.iter().find_map(|wanted| page.facts(wanted).next())
}

/// The longest number in a text that may be a code.
pub(super) fn digits(text: &str) -> Option<String> {
    let ascii = persian::digits::to_ascii(text);
    let run = ascii.split(|c: char| !c.is_ascii_digit()).max_by_key(|run| run.len())?;
    (run.len() >= 3).then(|| run.to_owned())
}

/// The news code in an address: `/fa/news/574503/…`, `/news/806840-…`.
pub fn code_of_address(url: &str) -> Option<String> {
    let parsed = Url::parse(url).ok()?;
    let parts: Vec<&str> = parsed.path_segments()?.collect();
    let at = parts.iter().position(|part| matches!(*part, "news" | "photo" | "video" | "gallery"));
    let after = at.and_then(|at| parts.get(at + 1))?;
    let code: String = after.chars().take_while(char::is_ascii_digit).collect();
    (code.len() >= 3).then_some(code)
}
