//! The section that a page stands in, by the path above its headline: «خانه » اقتصاد » بانک».

use crate::text::single_spaced;
use scraper::{ElementRef, Selector};

use super::blocks::key;
use super::tree::Tree;

/// Where pages show the path to them.
const PATHS: &str = "[class*=breadcrumb], [id*=breadcrumb], [class*=Breadcrumb], [itemtype$=BreadcrumbList], \
    [aria-label=breadcrumb], .news_path, .news-path, .path, .crumbs, .crumb, .item-service";
/// Paths on a page that are looked at.
const PATHS_MAX: usize = 5;
/// Marks between the steps of a path without elements.
const MARKS: [char; 10] = ['»', '«', '›', '‹', '>', '/', '|', '→', '←', '\n'];
/// Where paths begin. Letters alone, folded.
const HOMES: [&str; 12] = [
    "خانه",
    "صفحهنخست",
    "صفحهاول",
    "صفحهاصلی",
    "نخست",
    "home",
    "homepage",
    "frontpage",
    "شمااینجاهستید",
    "مسیرشما",
    "اخبار",
    "خبر",
];
/// A longer name is a headline.
const NAME_CHARS_MAX: usize = 40;

/// The last step of a path that is neither the home nor the page itself.
pub(super) fn of_path(page: &Tree, headline: Option<&str>) -> Option<String> {
    page.select(PATHS).into_iter().take(PATHS_MAX).find_map(|path| last(steps(path), headline))
}

/// The last of some steps that may be a section.
pub(super) fn last(steps: Vec<String>, headline: Option<&str>) -> Option<String> {
    let headline = headline.map(key).unwrap_or_default();
    let is_section = |step: &String| {
        let key = key(step);
        let is_page =
            !headline.is_empty() && (key == headline || headline.starts_with(&key) && key.len() > 30);
        let is_name = step.chars().count() <= NAME_CHARS_MAX && step.chars().any(char::is_alphabetic);
        is_name && !is_page && !HOMES.contains(&key.as_str())
    };
    steps.into_iter().rfind(is_section)
}

/// Items of a list, else links, else what stands between marks.
fn steps(path: ElementRef) -> Vec<String> {
    for wanted in ["li", "a"] {
        let Ok(selector) = Selector::parse(wanted) else { continue };
        let found: Vec<String> = path.select(&selector).map(words).filter(|step| !step.is_empty()).collect();
        if !found.is_empty() {
            return found;
        }
    }
    let text = path.text().collect::<String>();
    text.split(MARKS).map(tidied).filter(|step| !step.is_empty()).collect()
}

fn words(element: ElementRef) -> String {
    tidied(&element.text().collect::<String>())
}

/// Without white space and the marks that stand around a step.
fn tidied(text: &str) -> String {
    let words = single_spaced(text);
    words.trim_matches(|c: char| c.is_whitespace() || MARKS.contains(&c)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_is_the_last_step_that_is_no_home_and_no_headline() {
        const HEADLINE: &str = "پل تازهٔ لاجین پس از سه سال کار باز شد";
        for (html, section) in [
            ("<div class=breadcrumb><a href=/>خانه</a> » <a href=/e>اقتصاد</a></div>", Some("اقتصاد")),
            (
                "<div class='news_path'><a href=/>صفحهٔ نخست</a> / <a href=/e>اقتصاد</a> / <a href=/b>بانک</a></div>",
                Some("بانک"),
            ),
            ("<div class=path>صفحه اصلی » شهر » پل تازهٔ لاجین پس از سه سال کار باز شد</div>", Some("شهر")),
            (
                "<ol class=breadcrumb><li>خانه</li><li><a>ورزش</a></li><li>پل تازهٔ لاجین پس از سه سال کار باز شد</li></ol>",
                Some("ورزش"),
            ),
            (
                "<nav aria-label=breadcrumb><ul><li><a>Home</a></li><li><a>Sport</a></li></ul></nav>",
                Some("Sport"),
            ),
            ("<div class=breadcrumb><a href=/>خانه</a></div><div class=path><a>شهر</a></div>", Some("شهر")),
            ("<div class=breadcrumb><a href=/>خانه</a> » پل تازهٔ لاجین پس از سه سال کار باز شد</div>", None),
            ("<div class=x><a>شهر</a></div>", None),
        ] {
            let found = of_path(&Tree::of(&scraper::Html::parse_document(html)), Some(HEADLINE));
            assert_eq!(found.as_deref(), section, "{html}");
        }
    }
}
