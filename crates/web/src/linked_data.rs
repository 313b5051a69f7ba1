//! JSON-LD: what search engines are told in their own words. ISO dates, Gregorian, ASCII digits.

use minijinja::Value;
use news::article::{Article, Genre, dated};
use serde_json::json;

use crate::article_page::{Metadata, is_address, modified_at};
use crate::cards::{address, article_path};
use crate::drawn;
use crate::layout::{Layout, SectionLink};
use crate::live::Live;
use crate::provenance::{self, Origin};

/// A NewsArticle, on a page with its breadcrumbs.
pub(crate) fn article(
    layout: &Layout,
    article: &Article,
    origin: &Origin,
    metadata: &Metadata,
    live: Option<&Live>,
) -> Value {
    let (content, provenance) = (&article.content, &origin.provenance);
    let url = address(&layout.base, &article_path(article.code, &article.slug));
    let section = layout.sections.iter().find(|section| Some(section.id) == content.section_id);
    let kind = if content.genre == Genre::Opinion { "OpinionNewsArticle" } else { "NewsArticle" };
    let mut data = json!({
        "@context": "https://schema.org", "@type": kind, "headline": content.headline,
        "description": metadata.description, "inLanguage": "fa", "identifier": article.code,
        "url": url, "isAccessibleForFree": true, "publisher": publisher(layout), "author": [author(layout, article)],
        "mainEntityOfPage": { "@type": "WebPage", "@id": url, "breadcrumb": breadcrumbs(layout, section, &content.headline, &url) },
    });
    if let Some(section) = section {
        data["articleSection"] = section.name.as_str().into();
    }
    if !content.tags.is_empty() {
        data["keywords"] = content.tags.clone().into();
    }
    if let (Some(at), Some(modified_at)) = (dated(article.published_at), modified_at(article)) {
        data["datePublished"] = persian::date::iso(at).into();
        data["dateModified"] = persian::date::iso(modified_at).into();
    }
    let card = drawn::address(layout, article);
    data["image"] = metadata.pictures.iter().chain([&card]).map(String::as_str).collect();
    if is_address(&provenance.licence) {
        data["license"] = provenance.licence.as_str().into();
    }
    if let Some(url) = &provenance.address {
        data["isBasedOn"] = url.as_str().into();
    }
    let citations = provenance::citations(provenance);
    if !citations.is_empty() {
        data["citation"] = citations.into();
    }
    if let Some(live) = live {
        live.tell(&mut data, &url, article);
    }
    within_script(&data)
}

/// The site and how it is searched, on its front page.
pub(crate) fn site(layout: &Layout) -> Value {
    let base = &layout.base;
    within_script(&json!({
        "@context": "https://schema.org", "@type": "WebSite", "name": layout.site.name, "url": format!("{base}/"),
        "description": layout.site.motto, "inLanguage": "fa", "publisher": publisher(layout),
        "potentialAction": {
            "@type": "SearchAction", "query-input": "required name=search_term_string",
            "target": { "@type": "EntryPoint", "urlTemplate": format!("{base}/search?q={{search_term_string}}") },
        },
    }))
}

fn publisher(layout: &Layout) -> serde_json::Value {
    let accounts: Vec<&str> = layout.site.social.iter().map(|(_, url)| url.as_str()).collect();
    let mut publisher = json!({
        "@type": "NewsMediaOrganization", "name": layout.site.name, "url": format!("{}/", layout.base),
        "logo": { "@type": "ImageObject", "url": format!("{}{}", layout.base, layout.icons.large) },
    });
    if !accounts.is_empty() {
        publisher["sameAs"] = accounts.into();
    }
    publisher
}

fn author(layout: &Layout, article: &Article) -> serde_json::Value {
    let content = &article.content;
    if content.byline.is_empty() {
        // A reprint without a byline is the outlet's.
        let outlet = content.attribution.as_ref().map(|from| &from.name).filter(|name| !name.is_empty());
        return json!({ "@type": "Organization", "name": outlet.unwrap_or(&layout.site.name) });
    }
    let list = format!("/author/{}", persian::slug::slug(&content.byline));
    json!({ "@type": "Person", "name": content.byline, "url": address(&layout.base, &list) })
}

fn breadcrumbs(
    layout: &Layout,
    section: Option<&SectionLink>,
    headline: &str,
    url: &str,
) -> serde_json::Value {
    let front = Some((layout.site.name.clone(), format!("{}/", layout.base)));
    let section = section
        .map(|section| (section.name.clone(), address(&layout.base, &format!("/section/{}", section.slug))));
    let this = Some((headline.to_owned(), url.to_owned()));
    let steps = [front, section, this].into_iter().flatten().enumerate();
    let items = steps.map(
        |(at, (name, url))| json!({ "@type": "ListItem", "position": at + 1, "name": name, "item": url }),
    );
    json!({ "@type": "BreadcrumbList", "itemListElement": items.collect::<Vec<_>>() })
}

/// Inside a script element only `<` can end it. Line separators were line ends in older scripts.
fn within_script(data: &serde_json::Value) -> Value {
    let text = data.to_string().replace('<', "\\u003c");
    Value::from_safe_string(text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}
