//! A live coverage as readers see it: its key points, and its reports, newest first, some on a page.

use ingest::sanitize;
use minijinja::{Value, context};
use news::UtcMs;
use news::article::{Article, Genre, dated};
use news::live::Post;
use serde_json::json;

use crate::article_page::beginning;
use crate::cards::article_path;
use crate::errors::Failure;
use crate::pages::Reading;
use crate::paging::{PageNumber, pages};

/// Reports on one page of a coverage: with some hundred words each, its page stays under 12 KB as it is sent.
const PER_PAGE: i64 = 20;

/// What one page of a coverage shows.
pub(crate) struct Live {
    path: String,
    ended_at: Option<UtcMs>,
    number: i64,
    total: i64,
    /// Key points, each with how many reports are newer.
    keys: Vec<(Post, i64)>,
    posts: Vec<Post>,
}

/// Reads a page of an article's coverage; None of an article that is none, of which no other page than the first is.
pub(crate) async fn read(
    reading: &Reading,
    article: &Article,
    number: PageNumber,
) -> Result<Option<Live>, Failure> {
    if article.content.genre != Genre::Live {
        return Ok(None);
    }
    let (total, keys, ended_at) = reading.live_state(article.code).await?;
    let posts = reading.live_posts(article.code, PER_PAGE, number.offset(PER_PAGE)).await?;
    if posts.is_empty() && number.0 > 1 {
        return Err(Failure::NotFound);
    }
    let path = article_path(article.code, &article.slug);
    Ok(Some(Live { path, ended_at, number: number.0, total, keys, posts }))
}

impl Live {
    /// For the template.
    pub(crate) fn value(&self) -> Value {
        let keys = self.keys.iter().map(|(post, newer)| {
            let page = newer / PER_PAGE + 1;
            let url = match page {
                page if page == self.number => String::new(),
                1 => self.path.clone(),
                page => format!("{}?page={page}", self.path),
            };
            context! { url => format!("{url}#e{}", post.number), title => title(post), at => post.at }
        });
        let posts = self.posts.iter().map(|post| {
            context! {
                number => post.number, at => post.at, edited_at => post.edited_at.unwrap_or_default(),
                headline => post.headline.clone(), body => body(post), is_key => post.is_key,
            }
        });
        context! {
            is_over => self.ended_at.is_some(), ended_at => self.ended_at.unwrap_or_default(),
            number => self.number, pages => pages(self.total, PER_PAGE), total => self.total,
            keys => keys.collect::<Vec<_>>(), posts => posts.collect::<Vec<_>>(),
        }
    }

    /// Adds to the linked data of its article at `url` what makes it a coverage (schema.org LiveBlogPosting).
    pub(crate) fn tell(&self, data: &mut serde_json::Value, url: &str, article: &Article) {
        data["@type"] = "LiveBlogPosting".into();
        let first = self.posts.last().map(|post| post.at);
        if let Some(at) = dated(article.published_at).or(first) {
            data["coverageStartTime"] = persian::date::iso(at).into();
        }
        if let Some(at) = self.ended_at {
            data["coverageEndTime"] = persian::date::iso(at).into();
        }
        let author = data["publisher"].clone();
        let posts = self.posts.iter().map(|post| {
            json!({
                "@type": "BlogPosting", "headline": title(post), "url": format!("{url}#e{}", post.number),
                "datePublished": persian::date::iso(post.at),
                "dateModified": persian::date::iso(post.edited_at.unwrap_or(post.at)),
                "articleBody": sanitize::running_text(&body(post)), "author": { "@type": "Organization", "name": author["name"] },
            })
        });
        data["liveBlogUpdate"] = posts.collect();
    }

    /// Where this page is, behind the article's address; empty for the first.
    pub(crate) fn query(&self) -> String {
        if self.number > 1 { format!("?page={}", self.number) } else { String::new() }
    }
}

/// Its words as readers get them: a picture is its caption, with a link.
fn body(post: &Post) -> String {
    sanitize::for_readers(&post.body_html, |_| None)
}

/// The headline, or how the words begin.
pub(crate) fn title(post: &Post) -> String {
    if post.headline.is_empty() {
        beginning(&sanitize::prose(&post.body_html))
    } else {
        post.headline.clone()
    }
}
