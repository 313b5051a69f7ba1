//! The sample wire: two made-up outlets on a loopback port, each with a feed and article pages with the furniture
//! that such pages have.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use news::UtcMs;
use persian::date;
use persian::digits::to_persian;
use tokio::net::TcpListener;

use super::articles::{self, Outlet, SampleArticle};

/// A served wire.
pub struct Wire {
    /// Where it is served.
    pub address: SocketAddr,
}

struct Content {
    now: UtcMs,
    articles: Vec<SampleArticle>,
}

impl Wire {
    /// Serves the wire on a free loopback port for as long as the program runs.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn serve(now: UtcMs) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let content = Arc::new(Content { now, articles: articles::all() });
        let router = Router::new()
            .route("/{outlet}/rss", get(feed))
            .route("/{outlet}/news/{code}", get(page))
            .route("/pictures/{name}", get(picture))
            .with_state(content);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address })
    }

    /// The address of an outlet's feed.
    pub fn feed_url(&self, outlet: Outlet) -> String {
        format!("http://{}/{}/rss", self.address, outlet.handle())
    }
}

fn outlet(handle: &str) -> Option<Outlet> {
    Outlet::ALL.into_iter().find(|outlet| outlet.handle() == handle)
}

async fn feed(
    State(content): State<Arc<Content>>,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(outlet) = outlet(&handle) else { return StatusCode::NOT_FOUND.into_response() };
    let etag = format!("\"{}\"", content.now);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned();
    let items: String = content
        .articles
        .iter()
        .filter(|article| article.outlet == outlet)
        .map(|article| {
            let at = date::rfc2822(content.now - article.minutes_before * 60_000);
            format!(
                "<item><title>{}</title><link>http://{host}/{handle}/news/{}</link><guid isPermaLink=\"false\">{handle}-{}</guid><pubDate>{at}</pubDate><category>{}</category><description>{}</description></item>\n",
                damaged(article, &article.headline), article.code, article.code, article.section, damaged(article, &article.lead)
            )
        })
        .collect();
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>{}</title><link>http://{host}/{handle}/</link>{items}</channel></rss>\n",
        outlet.name()
    );
    ([(header::CONTENT_TYPE, "application/rss+xml".to_owned()), (header::ETAG, etag)], body).into_response()
}

async fn page(State(content): State<Arc<Content>>, Path((handle, code)): Path<(String, u32)>) -> Response {
    let found =
        content.articles.iter().find(|article| article.code == code && article.outlet.handle() == handle);
    let Some(article) = found else { return StatusCode::NOT_FOUND.into_response() };
    let at = content.now - article.minutes_before * 60_000;
    let others: Vec<&SampleArticle> = content
        .articles
        .iter()
        .filter(|other| other.outlet == article.outlet && other.code != code)
        .collect();
    let body = match article.outlet {
        Outlet::Alborz => alborz_page(article, at, &others),
        Outlet::Mehregan => mehregan_page(article, at, &others),
    };
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
}

/// A landscape, drawn now: a wire without photographers.
async fn picture(Path(name): Path<String>) -> Response {
    let number = name.strip_suffix(".jpg").and_then(|number| number.parse().ok());
    let Some(number) = number else { return StatusCode::NOT_FOUND.into_response() };
    let drawn = tokio::task::spawn_blocking(move || media::sample::landscape(number, 1280, 853)).await;
    match drawn {
        Ok(bytes) => ([(header::CONTENT_TYPE, "image/jpeg")], bytes).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Two of three articles have a picture; what pictures tell has five.
fn picture_count(article: &SampleArticle) -> u32 {
    match (article.section, article.code % 3) {
        (articles::PHOTO, _) => 5,
        (_, 0) => 0,
        _ => 1,
    }
}

fn figures(article: &SampleArticle) -> String {
    let numbers = (0..picture_count(article)).map(|number| article.code + number);
    let figure = |number: u32| {
        let caption = CAPTIONS[number as usize % CAPTIONS.len()];
        let photographer = PHOTOGRAPHERS[article.code as usize % PHOTOGRAPHERS.len()];
        format!(
            "<figure><img src=\"/pictures/{number}.jpg\" alt=\"{caption}\"><figcaption>{caption} <span class=\"photo-credit\">عکس: {photographer}</span></figcaption></figure>"
        )
    };
    numbers.map(figure).collect()
}

const CAPTIONS: [&str; 4] = [
    "چشم‌اندازی از دامنه‌های پیرامون شهر",
    "تپه‌های اطراف هنگام غروب",
    "رشته‌کوه‌های منطقه در سپیده‌دم",
    "نمایی از بلندی‌های مشرف به دشت",
];
const PHOTOGRAPHERS: [&str; 3] = ["نرگس رحیمی", "آرش کاویان", "سارا نیک‌پی"];

fn damaged(article: &SampleArticle, text: &str) -> String {
    article.damage.map_or_else(|| text.to_owned(), |damage| damage.apply(text))
}

fn paragraphs(article: &SampleArticle) -> String {
    article.paragraphs.iter().map(|part| format!("<p>{}</p>\n", damaged(article, part))).collect()
}

fn links(others: &[&SampleArticle], most: usize) -> String {
    others
        .iter()
        .take(most)
        .map(|other| {
            format!(
                "<li><a href=\"/{}/news/{}\">{}</a></li>",
                other.outlet.handle(),
                other.code,
                other.headline
            )
        })
        .collect()
}

const MENU: &str = "<nav><ul><li><a href=\"/1\">صفحهٔ نخست</a></li><li><a href=\"/2\">سیاست</a></li><li><a href=\"/3\">اقتصاد</a></li><li><a href=\"/4\">ورزش</a></li><li><a href=\"/5\">عکس</a></li></ul></nav>";
const COMMENT_FORM: &str = "<section class=\"comments\"><h2>نظر شما</h2><form><label>نام:*</label><input name=\"name\"><label>ایمیل:</label><input name=\"email\"><textarea></textarea><p>نظرات حاوی توهین منتشر نمی‌شود.</p><button>ارسال</button></form></section>";

/// A page that marks its parts and carries machine dates.
fn alborz_page(article: &SampleArticle, at: UtcMs, others: &[&SampleArticle]) -> String {
    let tags: String =
        article.tags.iter().map(|tag| format!("<li><a rel=\"tag\" href=\"/tag\">{tag}</a></li>")).collect();
    let kicker = if article.kicker.is_empty() {
        String::new()
    } else {
        format!("<h4 class=\"rutitr\">{}</h4>", article.kicker)
    };
    format!(
        "<!doctype html><html lang=\"fa\" dir=\"rtl\"><head><meta charset=\"utf-8\"><title>{title} - {site}</title><meta property=\"og:type\" content=\"article\"><meta property=\"article:published_time\" content=\"{iso}\"><meta property=\"article:section\" content=\"{section}\"><meta name=\"author\" content=\"{byline}\"></head><body>{MENU}<main><article>{kicker}<h1 class=\"title\" itemprop=\"headline\">{title}</h1><div class=\"item-date\">{long}</div><p class=\"summary introtext\" itemprop=\"description\">{lead}</p><div class=\"item-text\" itemprop=\"articleBody\">{figures}{body}<div class=\"related-inline\"><a href=\"/9\">بیشتر بخوانید: گزارش‌های پیشین</a></div></div><div class=\"item-code\">کد خبر <span>{code}</span></div><section class=\"tags\"><ul>{tags}</ul></section></article><aside><h2>پربیننده‌ترین</h2><ul>{side}</ul></aside>{COMMENT_FORM}</main><footer><p>همهٔ حقوق این سایت محفوظ است.</p></footer><script>var x = 1;</script></body></html>",
        title = damaged(article, &article.headline),
        site = article.outlet.name(),
        iso = date::iso(at),
        section = article.section,
        byline = article.byline,
        long = date::long(at),
        lead = damaged(article, &article.lead),
        figures = figures(article),
        body = paragraphs(article),
        code = article.code,
        side = links(others, 8),
    )
}

/// A page of an older system: tables, a visible Jalali date, a source line.
fn mehregan_page(article: &SampleArticle, at: UtcMs, others: &[&SampleArticle]) -> String {
    let tags: String = article.tags.iter().map(|tag| format!("<a href=\"/tag\">{tag}</a> ")).collect();
    format!(
        "<html dir=\"rtl\"><head><meta charset=\"utf-8\"><title>{title}</title><meta property=\"article:section\" content=\"{section}\"></head><body><div class=\"header\">{MENU}</div><table><tr><td><div class=\"news_nav news_pdate_c\">تاریخ انتشار: {long}</div><div class=\"news_nav news_id_c\">کد خبر: {code}</div><div class=\"title\"><h1 class=\"Htag\"><a href=\"#\">{title}</a></h1></div><div class=\"subtitle\">{lead}</div><div class=\"body\">{figures}{body}<p>انتهای پیام/</p></div><div>منبع: {handle}-{plain}</div><span class=\"byline\">{byline}</span><div class=\"news_tags\">برچسب‌ها: {tags}</div><div class=\"related\"><h4>مطالب مرتبط</h4><ul>{related}</ul></div>{COMMENT_FORM}</td><td class=\"left_col\"><h3>پربازدیدها</h3><ul>{side}</ul></td></tr></table><footer>درباره ما | تماس با ما</footer></body></html>",
        title = damaged(article, &article.headline),
        section = article.section,
        long = date::long(at),
        code = to_persian(&article.code.to_string()),
        plain = article.code,
        lead = damaged(article, &article.lead),
        figures = figures(article),
        body = paragraphs(article),
        handle = article.outlet.handle(),
        byline = article.byline,
        related = links(others, 4),
        side = links(others, 9),
    )
}
