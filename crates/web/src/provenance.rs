//! An article's provenance, derived at one place for its page, its linked data and the API: from its own words, so
//! that an editor's change of them is a change of it, and from what is kept of the page that was fetched.

use std::borrow::Cow;

use news::article::Article;
use news::provenance::{Link, Provenance, Role};
use news::source::{Extent, Indexing, Terms};
use serde_json::{Value, json};

use crate::errors::Failure;
use crate::pages::Reading;

/// Where an article came from, and what was agreed with its source.
pub(crate) struct Origin {
    pub(crate) provenance: Provenance,
    /// Of an article that still is somebody else's: an editor who took its source line away wrote a new one.
    pub(crate) terms: Terms,
    /// Of an excerpt that an editor has changed, what its source said.
    original: Option<String>,
}

/// Reads where an article came from.
pub(crate) async fn read(reading: &Reading, article: &Article) -> Result<Origin, Failure> {
    let content = &article.content;
    let text = format!("{}\n{}", content.lead, ingest::sanitize::running_text(&content.body_html));
    let mut provenance = Provenance::of(&text, content.attribution.as_ref());
    if let Some((linked, url)) = ingest::sanitize::last_link(&content.body_html) {
        provenance.keep_address(&text, &linked, url);
    }
    // An editor may name another original: that one was not fetched.
    let page = reading.fetched(article).await?;
    provenance.fetched = page.filter(|page| provenance.address.as_deref() == Some(&page.url));
    let source = match article.source_id.filter(|_| content.attribution.is_some()) {
        Some(id) => reading.source(id).await?,
        None => None,
    };
    let terms = source.map(|source| source.set.terms).unwrap_or_default();
    provenance.licence = terms.licence.clone();
    let original = match terms.extent {
        Extent::Full => None,
        Extent::Excerpt => reading.original(article).await?,
    };
    Ok(Origin { provenance, terms, original })
}

impl Origin {
    /// As much of the body as was agreed: all of it, or its first paragraph beside what an editor wrote.
    pub(crate) fn body<'a>(&self, body_html: &'a str) -> Cow<'a, str> {
        match self.terms.extent {
            Extent::Full => Cow::Borrowed(body_html),
            Extent::Excerpt => {
                Cow::Owned(ingest::sanitize::agreed_excerpt(body_html, self.original.as_deref()))
            }
        }
    }

    /// Whether readers are sent to the source for the rest of a body: not where all of it is an editor's.
    pub(crate) fn is_excerpt(&self, body_html: &str) -> bool {
        self.terms.extent == Extent::Excerpt
            && (self.original.is_none() || self.body(body_html).len() < body_html.len())
    }

    /// The address that search engines are sent to instead of ours.
    pub(crate) fn canonical(&self) -> Option<&str> {
        self.provenance.address.as_deref().filter(|_| self.terms.indexing == Indexing::Canonical)
    }
}

/// For the API.
pub(crate) fn to_json(provenance: &Provenance) -> Value {
    let link = |link: &Link| json!({ "role": link.role.as_str(), "name": link.name, "code": link.code, "address": link.address });
    let fetched = provenance.fetched.as_ref();
    json!({
        "chain": provenance.chain.iter().map(link).collect::<Vec<_>>(),
        "address": provenance.address,
        "fetched_at": fetched.map(|page| persian::date::iso(page.at)),
        "sha256": fetched.and_then(|page| page.sha256.as_ref()),
        "is_from_feed": fetched.is_some_and(|page| page.is_from_feed),
        "licence": Some(&provenance.licence).filter(|licence| !licence.is_empty()),
    })
}

/// `citation` of JSON-LD: a work for each link, credited with the institution that it was written from.
pub(crate) fn citations(provenance: &Provenance) -> Vec<Value> {
    let mut works: Vec<Value> = Vec::new();
    for (at, link) in provenance.chain.iter().enumerate().filter(|(_, link)| link.role != Role::From) {
        let from = provenance.chain.get(at + 1).filter(|next| next.role == Role::From);
        let credit = from.map(|from| format!("{} {} {}", link.name, from.role.persian(), from.name));
        let mut work = json!({
            "@type": "CreativeWork", "creator": { "@type": "Organization", "name": link.name },
            "creditText": credit.unwrap_or_else(|| link.name.clone()),
        });
        if let Some(code) = &link.code {
            work["identifier"] = code.as_str().into();
        }
        if let Some(address) = &link.address {
            work["url"] = address.as_str().into();
        }
        works.push(work);
    }
    works
}
