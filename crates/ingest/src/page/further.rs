//! Further articles under the page's own, as pages that never end bring them in.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{ElementRef, Html, Selector};

use super::blocks::key;
use super::texts::{self, FACT_CHARS_MAX};

/// Headlines that are looked at, and elements around each.
const HEADLINES_MAX: usize = 60;
const AROUND_MAX: usize = 200;
/// Letters of a headline by which its page is known.
const TITLE_CHARS_MIN: usize = 10;

/// Takes out each `<article>` with an `<h1>` of its own behind the one whose headline is the page's title. Where the title
/// names none of them the page is a list, and stays.
pub(super) fn leave_out(document: &mut Html) {
    let Some(mut others) = others(document) else { return };
    for id in others.drain() {
        document.tree.get_mut(id).into_iter().for_each(|mut node| node.detach());
    }
}

fn others(document: &Html) -> Option<HashSet<NodeId>> {
    let select =
        |wanted: &str| Some(document.select(&Selector::parse(wanted).ok()?).take(HEADLINES_MAX).collect());
    let headlines: Vec<ElementRef> = select("article h1")?;
    let titles: Vec<ElementRef> = select("title")?;
    let title = key(&titles.first().and_then(|title| texts::short(*title, FACT_CHARS_MAX))?);
    let mut articles = headlines.iter().filter_map(|headline| Some((*headline, article(*headline)?)));
    let is_own = |headline: &ElementRef| {
        let said = texts::short(*headline, FACT_CHARS_MAX).map(|said| key(&said)).unwrap_or_default();
        said.chars().nth(TITLE_CHARS_MIN - 1).is_some() && title.contains(&said)
    };
    let (_, own) = articles.find(|(headline, _)| is_own(headline))?;
    let holds = |one: ElementRef, other: ElementRef| one.ancestors().any(|around| around.id() == other.id());
    let is_other =
        |article: &ElementRef| article.id() != own.id() && !holds(*article, own) && !holds(own, *article);
    Some(articles.map(|(_, article)| article).filter(is_other).map(|article| article.id()).collect())
}

/// The article that an element lies in.
fn article(element: ElementRef) -> Option<ElementRef> {
    let mut around = element.ancestors().take(AROUND_MAX).filter_map(ElementRef::wrap);
    around.find(|around| around.value().name() == "article")
}
