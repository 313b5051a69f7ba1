//! An article's page, for readers and as an editor's preview: what it shows and from where.

use minijinja::{Value, context};
use news::article::{Article, Content, dated};
use news::comment::{BODY_CHARS_MAX, EMAIL_BYTES_MAX, NAME_CHARS_MAX};
use news::source::Indexing;
use serde::Serialize;

use crate::App;
use crate::cards::{CardView, article_path};
use crate::drawn;
use crate::errors::Failure;
use crate::layout::{self, Layout};
use crate::linked_data;
use crate::pages::Reading;
use crate::pictures::{self, Pictures};
use crate::provenance::{self, Origin};
use crate::suggested;
use crate::templates::value;

/// Articles in the box of suggestions.
const SUGGESTED: usize = 8;
/// Versions of its story that are counted.
const STORY_MAX: usize = 99;
/// Search engines show about 160 characters of a description.
const DESCRIPTION_CHARS_MAX: usize = 160;
/// Comments on a page; real articles have up to a few hundred.
const SHOWN_MAX: i64 = 500;

/// What stands in the comment form: empty, or what was typed and why it was refused.
#[derive(Default, Serialize)]
pub(crate) struct CommentForm {
    pub name: String,
    pub email: String,
    pub comment: String,
    pub refusal: String,
}

/// The page as readers get it.
pub(crate) async fn render(
    reading: &Reading,
    article: &Article,
    form: &CommentForm,
) -> Result<String, Failure> {
    let layout = Layout::read(reading).await?;
    let comments = reading.comments(article.code, SHOWN_MAX).await?;
    let comments: Vec<Value> = comments.iter().map(|one| context! { id => one.id, name => one.name.clone(), body => one.body.clone(), at => one.created_at }).collect();
    let counts = reading.comment_counts(article.code).await?;
    let origin = provenance::read(reading, article).await?;
    let pictures = pictures::read(reading, article).await?;
    let suggested = suggested::read(reading, article, SUGGESTED).await?;
    let fresh = suggested::fresh(reading, article, &suggested).await?;
    let versions = reading.of_story(article.story, STORY_MAX).await?.len();
    let page = context! {
        is_preview => false,
        form => value(form), name_max => NAME_CHARS_MAX, email_max => EMAIL_BYTES_MAX, comment_max => BODY_CHARS_MAX,
        comments,
        approved => counts.approved, pending => counts.pending, rejected => counts.rejected,
        suggested => value(CardView::all(&suggested)), fresh => value(CardView::all(&fresh)),
        share => share(&layout, article), versions,
        ..own_words(&layout, article, &origin, &pictures)
    };
    layout::render(&reading.app, "reader/article.html", &layout, page)
}

/// The page of an article that is not out, or not as it is here: without what readers add to it.
pub(crate) async fn preview(app: &App, article: &Article) -> Result<String, Failure> {
    let reading = Reading::new(app);
    let layout = Layout::read(&reading).await?;
    let origin = provenance::read(&reading, article).await?;
    let pictures = pictures::read(&reading, article).await?;
    let page = context! { is_preview => true, suggested => value(Vec::<CardView>::new()), fresh => value(Vec::<CardView>::new()), versions => 0, ..own_words(&layout, article, &origin, &pictures) };
    layout::render(app, "reader/article.html", &layout, page)
}

/// What the article itself says.
fn own_words(layout: &Layout, article: &Article, origin: &Origin, pictures: &Pictures) -> Value {
    let provenance = &origin.provenance;
    let content = &article.content;
    let body = origin.body(&content.body_html);
    let metadata = Metadata {
        description: description(content, &body),
        pictures: pictures.for_machines(&body, &layout.base),
    };
    let section = layout.sections.iter().find(|section| Some(section.id) == content.section_id);
    let tags: Vec<Value> = content
        .tags
        .iter()
        .map(|name| context! { slug => persian::slug::slug(name), name => name.clone() })
        .collect();
    let from = content.attribution.as_ref();
    context! {
        code => article.code, story => article.story, genre => content.genre.as_str(), genre_name => layout.language.t(content.genre.persian()), path => article_path(article.code, &article.slug),
        kicker => content.kicker.clone(), headline => content.headline.clone(), lead => content.lead.clone(), body => pictures.body(layout.language, &body, from.map_or("", |from| &from.name)),
        byline => content.byline.clone(), byline_slug => persian::slug::slug(&content.byline),
        at => article.published_at, modified_at => modified_at(article),
        section => section.map(value), tags,
        source_line => from.map(news::article::Attribution::line), source_url => from.and_then(|from| from.web_address().map(str::to_owned)),
        credits => provenance.credits(), licence => provenance.licence.clone(),
        licence_is_address => is_address(&provenance.licence), credit => origin.terms.credit.clone(),
        is_excerpt => origin.is_excerpt(&content.body_html), canonical => origin.canonical(),
        is_unlisted => origin.terms.indexing == Indexing::NoIndex,
        fetched_at => provenance.fetched.as_ref().map(|page| page.at),
        is_from_feed => provenance.fetched.as_ref().is_some_and(|page| page.is_from_feed),
        card => drawn::address(layout, article),
        card_width => drawing::CARD_WIDTH, card_height => drawing::CARD_HEIGHT,
        data => linked_data::article(layout, article, origin, &metadata),
        description => metadata.description,
    }
}

/// The share row: each network's own address form, always with the short link; and how it is said.
fn share(layout: &Layout, article: &Article) -> Vec<Value> {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let url = encode(&format!("{}/{}", layout.base, article.code));
    let text = encode(&article.content.headline);
    [
        ("هم‌رسانی در", "تلگرام", format!("https://t.me/share/url?url={url}&text={text}")),
        ("هم‌رسانی در", "بله", format!("https://ble.ir/share/url?url={url}&text={text}")),
        ("هم‌رسانی در", "ایتا", format!("https://eitaa.com/share/url?url={url}&text={text}")),
        ("هم‌رسانی در", "سروش", format!("https://splus.ir/share/url?url={url}&text={text}")),
        ("هم‌رسانی در", "واتساپ", format!("https://wa.me/?text={text}%20{url}")),
        ("هم‌رسانی در", "ایکس", format!("https://x.com/intent/post?url={url}&text={text}")),
        ("فرستادن با", "ایمیل", format!("mailto:?subject={text}&body={url}")),
    ]
    .map(|(how, name, url)| context! { how => layout.language.t(how), name => layout.language.t(name), url })
    .to_vec()
}

/// When it was last changed; None when it has no date.
pub(crate) fn modified_at(article: &Article) -> Option<news::UtcMs> {
    // An original may have been changed last before it is published here.
    let at = dated(article.published_at)?;
    Some(article.modified_at.unwrap_or(at).max(at))
}

/// What search engines and networks are told of an article beside its own words.
pub(crate) struct Metadata {
    pub(crate) description: String,
    /// Addresses of the picture that stands for it, in several proportions once we keep it.
    pub(crate) pictures: Vec<String>,
}

/// What search engines and networks show under the headline: the lead, else the beginning of the prose. `body` is what
/// readers get of it.
pub(crate) fn description(content: &Content, body: &str) -> String {
    if !content.lead.is_empty() {
        return content.lead.clone();
    }
    let text = ingest::sanitize::prose(body);
    let line = persian::plain::line(&text);
    match line.char_indices().nth(DESCRIPTION_CHARS_MAX) {
        None => line,
        Some((end, _)) => format!("{}…", line[..end].rsplit_once(' ').map_or(&line[..end], |(head, _)| head)),
    }
}

/// The picture that stands for an article: the first of what readers get of its body.
pub(crate) fn picture(body: &str) -> Option<String> {
    ingest::sanitize::first_picture(body)
}

/// Whether a licence is one that machines know by its address, and no words.
pub(crate) fn is_address(licence: &str) -> bool {
    news::source::host_of(licence).is_ok()
}
