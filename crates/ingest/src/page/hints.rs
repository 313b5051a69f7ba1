//! What elements say about themselves by their names, classes and ids, in the words that web authors of all
//! languages use.

use scraper::node::Element;

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
/// How many signs there are; [`furniture`] has one bit for each.
pub(super) const SIGNS: usize = HIDDEN + 1;

/// The signs that are hardly ever mistaken.
pub(super) const SURE_SIGNS: u128 = ((1 << SURE.len()) - 1) | (1 << HIDDEN) | (1 << FRAME);

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

/// The signs by which an element says that it is no part of an article, a bit each.
pub(super) fn furniture(element: &Element) -> u128 {
    if matches!(element.name(), "html" | "body" | "main" | "article") {
        return 0;
    }
    let role = element.attr("role").unwrap_or("");
    let is_frame = matches!(element.name(), "nav" | "footer" | "menu")
        || matches!(role, "navigation" | "contentinfo" | "banner" | "search" | "dialog" | "menu");
    let is_aside = element.name() == "aside" || role == "complementary";
    let mut signs = 0;
    for (sign, has_it) in [(FRAME, is_frame), (ASIDE, is_aside), (HIDDEN, is_hidden(element))] {
        signs |= u128::from(has_it) << sign;
    }
    for names in [element.attr("class"), element.attr("id")].into_iter().flatten() {
        words(names, |word| signs |= of_word(word));
    }
    signs
}

/// Text behind a paywall is hidden and still the article's; the class is the one that search engines ask for.
fn is_hidden(element: &Element) -> bool {
    if element.attr("class").is_some_and(|class| class.to_ascii_lowercase().contains("paywall")) {
        return false;
    }
    let style: String = element.attr("style").unwrap_or("").chars().filter(|c| !c.is_whitespace()).collect();
    element.attr("hidden").is_some() || style.contains("display:none") || style.contains("visibility:hidden")
}

fn of_word(word: &str) -> u128 {
    let begins = SURE.iter().chain(&LIKELY).position(|known| word.starts_with(known));
    let is = || LIKELY_WORDS.iter().position(|known| *known == word).map(|at| SURE.len() + LIKELY.len() + at);
    begins.or_else(is).map_or(0, |at| 1 << at)
}

/// Whether an element says that it holds the article's text.
pub(super) fn is_body(element: &Element) -> bool {
    if element.attr("itemprop").is_some_and(|property| property.eq_ignore_ascii_case("articleBody")) {
        return true;
    }
    [element.attr("class"), element.attr("id")].into_iter().flatten().any(|names| {
        let joined: String = names
            .chars()
            .filter(|c| c.is_alphanumeric() || *c == ' ')
            .collect::<String>()
            .to_ascii_lowercase();
        joined.split(' ').any(|name| BODY.iter().any(|known| name.contains(known)))
    })
}

/// Gives the words of class names: `relatedPosts` and `related-posts` are the words related and posts. What a name
/// has, or has not, it is not: `has-sidebar`.
fn words(names: &str, mut take: impl FnMut(&str)) {
    let mut word = String::new();
    let (mut was_lower, mut is_had) = (false, false);
    for c in names.chars().chain([' ']) {
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
