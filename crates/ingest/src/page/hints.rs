//! What elements say about themselves by their names, classes and ids, in the words that web authors of all
//! languages use.

use std::collections::HashMap;
use std::sync::LazyLock;

use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

use super::boxes;
use crate::sanitize;

/// Beginnings of words in classes and ids of what is never part of an article.
const SURE: [&str; 9] =
    ["cookie", "consent", "onetrust", "disqus", "outbrain", "taboola", "comment", "footer", "sidebar"];
/// Beginnings of words of what seldom is; where much of a page's prose stands in boxes of such a word, the word
/// means something else there.
const LIKELY: [&str; 49] = [
    "breadcrumb",
    "masthead",
    "navbar",
    "newsletter",
    "login",
    "relat",
    "share",
    "sharing",
    "social",
    "promo",
    "subscri",
    "byline",
    "advert",
    "sponsor",
    "recommend",
    "recirc",
    "trending",
    "popular",
    "teaser",
    "widget",
    "tags",
    "taglist",
    "toolbar",
    "embed",
    "nav",
    "menu",
    "banner",
    "modal",
    "popup",
    "readmore",
    "signup",
    "register",
    "copyright",
    "credit",
    "caption",
    "rating",
    "print",
    "bio",
    "author",
    "shortlink",
    "pagination",
    "pager",
    "donat",
    "poll",
    "gallery",
    "slideshow",
    "carousel",
    "visuallyhidden",
    "tooltip",
];
/// Whole words of the same.
const LIKELY_WORDS: [&str; 12] = [
    "ad",
    "ads",
    "tag",
    "topics",
    "sr",
    "noprint",
    "more",
    "aside",
    "meta",
    "dateline",
    "timestamp",
    "infobox",
];
/// Signs beside words: by its name or role, an element frames the page …
const FRAME: usize = SURE.len() + LIKELY.len() + LIKELY_WORDS.len();
/// … or stands beside the text …
const ASIDE: usize = FRAME + 1;
/// … or is not shown at first.
const HIDDEN: usize = ASIDE + 1;
/// How many signs there are; [`signs`] has one bit for each.
pub(super) const SIGNS: usize = HIDDEN + 1;

/// The signs that are hardly ever mistaken.
pub(super) const SURE_SIGNS: u128 = ((1 << SURE.len()) - 1) | (1 << HIDDEN) | (1 << FRAME);

/// The signs of what is no article even where a page has nothing else: what readers wrote.
pub(super) const NEVER_SIGNS: u128 = {
    let (mut signs, mut at) = (0, 0);
    while at < SURE.len() {
        if matches!(SURE[at].as_bytes(), b"comment" | b"disqus") {
            signs |= 1 << at;
        }
        at += 1;
    }
    signs
};

/// The signs that boxes of pictures bear.
pub(super) const PICTURE_SIGNS: u128 = {
    let (mut signs, mut at) = (0, 0);
    while at < LIKELY.len() {
        if matches!(LIKELY[at].as_bytes(), b"caption" | b"credit" | b"copyright" | b"embed" | b"gallery") {
            signs |= 1 << (SURE.len() + at);
        }
        at += 1;
    }
    signs
};

/// The signs that leads bear.
pub(super) const LEAD_SIGNS: u128 = {
    let (mut signs, mut at) = (0, 0);
    while at < LIKELY.len() {
        if matches!(LIKELY[at].as_bytes(), b"teaser") {
            signs |= 1 << (SURE.len() + at);
        }
        at += 1;
    }
    signs
};

/// Parts of names, without hyphens, of what holds an article's text.
const BODY: [&str; 12] = [
    "articlebody",
    "storybody",
    "articletext",
    "articlecontent",
    "entrycontent",
    "postcontent",
    "storycontent",
    "postbody",
    "newsbody",
    "contentbody",
    "bodytext",
    "richtext",
];

/// Each of them has one of these.
const BODY_PARTS: [&str; 3] = ["body", "content", "text"];

/// The signs by which an element says that it is no part of an article, a bit each.
pub(super) fn signs(node: NodeRef<Node>, element: &Element) -> u128 {
    if matches!(element.name(), "html" | "body" | "main" | "article") {
        return 0;
    }
    let (mut role, mut is_hidden, mut is_sold, mut signs) = ("", false, false, 0);
    for (name, value) in element.attrs() {
        match name {
            "role" => role = value,
            "style" => is_hidden |= sanitize::is_hidden(node),
            "hidden" => is_hidden = true,
            "class" | "id" => words(value, |word| signs |= of_word(word)),
            _ => continue,
        }
        // Text behind a paywall is hidden and still the article's; the class is the one that search engines ask for.
        is_sold |= name == "class" && value.to_ascii_lowercase().contains("paywall");
    }
    let is_frame = matches!(element.name(), "nav" | "footer" | "menu")
        || matches!(role, "navigation" | "contentinfo" | "banner" | "search" | "dialog" | "menu");
    let is_aside = element.name() == "aside" && !boxes::is_background(node) || role == "complementary";
    let is_hidden = !is_sold && is_hidden;
    for (sign, has_it) in [(FRAME, is_frame), (ASIDE, is_aside), (HIDDEN, is_hidden)] {
        signs |= u128::from(has_it) << sign;
    }
    signs
}

/// Whether no reader sees an element, or hears it read.
pub(super) fn is_unshown(node: NodeRef<Node>, element: &Element) -> bool {
    let is_sold = element.attr("class").is_some_and(|class| class.to_ascii_lowercase().contains("paywall"));
    let is_apart = element.attr("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    !is_sold && (is_apart || element.attr("hidden").is_some() || sanitize::is_hidden(node))
}

fn of_word(word: &str) -> u128 {
    let known = BY_LETTER.get(usize::from(word.as_bytes()[0])).map_or(&[][..], Vec::as_slice);
    let is_sign = |at: &&usize| match SURE.iter().chain(&LIKELY).nth(**at) {
        // A commentary is an article.
        Some(beginning) => word.starts_with(beginning) && !word.starts_with("commentar"),
        None => LIKELY_WORDS[**at - SURE.len() - LIKELY.len()] == word,
    };
    known.iter().find(is_sign).map_or(0, |at| 1 << at)
}

/// The signs by the first letter of their words.
static BY_LETTER: LazyLock<Vec<Vec<usize>>> = LazyLock::new(|| {
    let mut signs = vec![Vec::new(); 128];
    for (at, word) in SURE.iter().chain(&LIKELY).chain(&LIKELY_WORDS).enumerate() {
        signs[usize::from(word.as_bytes()[0])].push(at);
    }
    signs
});

/// Words of boxes that are about other articles.
const OTHER_ARTICLES: [&str; 5] =
    ["related", "relatedposts", "recommended", "recommendations", "recirculation"];
/// Elements around a node that are looked at.
const AROUND_MAX: usize = 60;
/// Words of boxes of what is most read.
const MOST_READ: [&str; 6] = ["most", "popular", "trending", "topnews", "mostviewed", "mostread"];

/// Whether a node lies beside what a page is about, or in its frame; what is known of nodes is remembered.
pub(crate) fn is_beside(node: NodeRef<Node>, known: &mut HashMap<NodeId, bool>) -> bool {
    let mut path = Vec::new();
    let mut found = false;
    for around in std::iter::once(node).chain(node.ancestors()) {
        if let Some(is_beside) = known.get(&around.id()) {
            found = *is_beside;
            break;
        }
        path.push(around.id());
        if around.value().as_element().is_some_and(|element| says_beside(around, element)) {
            found = true;
            break;
        }
    }
    known.extend(path.into_iter().map(|id| (id, found)));
    found
}

/// Whether a node lies in what readers wrote, or in a box that is about other articles.
pub(super) fn is_of_others(node: NodeRef<Node>) -> bool {
    let is_named = |element: &Element| {
        let mut found = false;
        let names = ["class", "id"].into_iter().filter_map(|name| element.attr(name));
        names.for_each(|names| words(names, |word| found |= OTHER_ARTICLES.contains(&word)));
        found
    };
    let mut around =
        node.ancestors().take(AROUND_MAX).filter_map(|node| Some((node, node.value().as_element()?)));
    around.any(|(node, element)| signs(node, element) & NEVER_SIGNS != 0 || is_named(element))
}

fn says_beside(node: NodeRef<Node>, element: &Element) -> bool {
    let mut is_most_read = false;
    let names = ["class", "id"].into_iter().filter_map(|name| element.attr(name));
    names.for_each(|names| words(names, |word| is_most_read |= MOST_READ.contains(&word)));
    let is_whole = matches!(element.name(), "html" | "body" | "main" | "article");
    !is_whole && (is_most_read || signs(node, element) & (SURE_SIGNS | 1 << ASIDE) != 0)
}

/// Whether an element says that it holds the article's text.
pub(super) fn is_body(element: &Element) -> bool {
    element.attrs().any(|(name, value)| match name {
        "itemprop" => value.eq_ignore_ascii_case("articleBody"),
        "class" | "id" => names_body(value),
        _ => false,
    })
}

fn names_body(names: &str) -> bool {
    let kept = names.chars().filter(|c| c.is_alphanumeric() || *c == ' ');
    let joined: String = kept.map(|c| c.to_ascii_lowercase()).collect();
    BODY_PARTS.iter().any(|part| joined.contains(part))
        && joined.split(' ').any(|name| BODY.iter().any(|known| name.contains(known)))
}

/// Gives the words of class names: `relatedPosts` and `related-posts` are the words related and posts. What a name
/// has, or has not, it is not: `has-sidebar`.
fn words(names: &str, mut take: impl FnMut(&str)) {
    let mut word = String::new();
    let (mut was_lower, mut is_had) = (false, false);
    for c in names.bytes().chain([b' ']).map(char::from) {
        let starts = !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && was_lower);
        if starts && !word.is_empty() {
            if !is_had {
                take(&word);
            }
            is_had = matches!(word.as_str(), "has" | "with" | "no" | "without" | "not" | "style") && c != ' ';
            word.clear();
        }
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        was_lower = c.is_ascii_lowercase();
    }
}
