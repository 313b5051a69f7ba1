//! Whose facts microdata state: a page may describe comments, pictures and other articles beside its own.

use scraper::ElementRef;

/// Facts of one name that are looked at: for each, what is described around it is looked through.
pub(super) const LOOKED_AT_MAX: usize = 20;
/// Things whose dates are none of a page's.
pub(super) const OTHER_THINGS: [&str; 8] =
    ["WebSite", "Organization", "Person", "Comment", "Object", "Event", "Product", "BreadcrumbList"];
/// How far above a fact its thing is looked for, and elements of the thing that are looked at.
const AROUND_MAX: usize = 40;
const WITHIN_MAX: usize = 3000;

/// Whether an element states a fact of something else than the page's article: a thing of another kind, or an article
/// that is no more than a headline with a link.
pub(super) fn is_of_another(element: ElementRef) -> bool {
    let mut around = element.ancestors().filter_map(ElementRef::wrap).take(AROUND_MAX);
    let scope = around.find(|element| element.value().attr("itemscope").is_some());
    scope.is_some_and(|scope| {
        let kind = scope.value().attr("itemtype").unwrap_or_default();
        OTHER_THINGS.iter().any(|other| kind.contains(other)) || is_card(scope)
    })
}

/// Whether a thing has a headline that leads to another page, and neither a text nor the headline of a page.
fn is_card(scope: ElementRef) -> bool {
    let is = |element: &ElementRef, name| {
        let stated = element.value().attr("itemprop").unwrap_or_default();
        stated.split_ascii_whitespace().any(|stated| stated == name)
    };
    let mut has_link = false;
    for element in scope.descendants().take(WITHIN_MAX).filter_map(ElementRef::wrap) {
        if element.value().name() == "h1" || is(&element, "articleBody") {
            return false;
        }
        let is_headline = is(&element, "headline") || is(&element, "name");
        has_link |= is_headline && leads(element);
    }
    has_link
}

/// Whether a headline is a link, or has or stands in one.
fn leads(headline: ElementRef) -> bool {
    let is_link =
        |element: ElementRef| element.value().name() == "a" && element.value().attr("href").is_some();
    let within = headline.descendants().take(AROUND_MAX).filter_map(ElementRef::wrap);
    let around = headline.ancestors().take(2).filter_map(ElementRef::wrap);
    within.chain(around).any(is_link)
}
