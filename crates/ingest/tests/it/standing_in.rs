//! What servers show instead of an article.

use ingest::page::{Refusal, extract};

/// Title, body, and what it is.
const PAGES: [(&str, &str, Refusal); 13] = [
    (
        "Just a moment...",
        "<h1>a.example</h1><h2>Verifying you are human. This may take a few seconds.</h2><p>a.example needs to review the security of your connection before proceeding.</p>",
        Refusal::Challenge,
    ),
    (
        "Attention Required! | Cloudflare",
        "<h1>Sorry, you have been blocked</h1><h2>You are unable to access a.example</h2><p>This website is using a security service to protect itself from online attacks. The action that you performed triggered it.</p>",
        Refusal::Challenge,
    ),
    (
        "a.example",
        "<div id=cf-error-details><p>Ray ID: 8f0a</p></div><p>The page cannot be shown to you at this time, sorry for that.</p>",
        Refusal::Challenge,
    ),
    (
        "بررسی امنیتی",
        "<p>برای ادامه، کد امنیتی را وارد کنید.</p><form><input name=code></form>",
        Refusal::Challenge,
    ),
    (
        "البرزنو",
        "<p>در حال انتقال به سایت مورد نظر هستید، لطفاً چند لحظه شکیبا باشید.</p>",
        Refusal::Challenge,
    ),
    ("captcha", "<p>من ربات نیستم</p><form><input type=checkbox></form>", Refusal::Challenge),
    (
        "دسترسی محدود شده است",
        "<h1>دسترسی محدود شده</h1><p>دسترسی به این سایت از خارج از کشور امکان‌پذیر نیست. اگر گمان می‌کنید اشتباهی رخ داده است با پشتیبانی تماس بگیرید.</p>",
        Refusal::Blocked,
    ),
    (
        "البرزنو",
        "<p>دسترسی شما مسدود شده است. شناسهٔ درخواست: ۱۲۳۴۵۶۷۸۹۰، نشانی شما: ۱۹۲٫۰٫۲٫۱</p>",
        Refusal::Blocked,
    ),
    (
        "403 Forbidden",
        "<h1>Forbidden</h1><p>You don't have permission to access this resource on this server.</p>",
        Refusal::Blocked,
    ),
    (
        "Access Denied",
        "<h1>Access Denied</h1><p>Reference #18.2d351ab8.1557333295.a4e16ab of this answer, for those who ask.</p>",
        Refusal::Blocked,
    ),
    (
        "ورود به سایت البرزنو",
        "<form><input name=user><input type=password></form><p>اگر نام کاربری ندارید نخست نام‌نویسی کنید.</p>",
        Refusal::Login,
    ),
    (
        "پل لاجین باز شد",
        "<h1>پل لاجین باز شد</h1><p>شهردار گفت…</p><p>برای خواندن ادامه وارد شوید یا اشتراک بخرید.</p><form></form>",
        Refusal::Login,
    ),
    (
        "Log in | The Paper",
        "<form><input type=password></form><p>Please log in to continue.</p>",
        Refusal::Login,
    ),
];

#[test]
fn what_a_server_shows_in_an_articles_stead_is_told() {
    for (title, body, refusal) in PAGES {
        let page = format!("<html><head><title>{title}</title></head><body>{body}</body></html>");
        let read = extract(page.as_bytes(), Some("text/html"), "https://a.example/news/123456/x");
        assert_eq!(read.refusal(), Some(refusal), "{title}: {body}");
    }
}

#[test]
fn an_article_about_such_pages_is_one() {
    let said =
        "سخنگوی شرکت گفت دسترسی محدود شده بود تا خط‌های تازه آزمایش شود و از امشب همه چیز مانند پیش است. ";
    for title in ["دسترسی محدود به اینترنت در لاجین پایان یافت", "ورود به سایت بانک‌ها دشوار شد", "Captcha"]
    {
        let body: String = (1..4).map(|at| format!("<p>{at} {}</p>", said.repeat(5))).collect();
        let page = format!(
            "<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}<form><input type=password></form></body></html>"
        );
        assert_eq!(extract(page.as_bytes(), None, "https://a.example/news/1").refusal(), None, "{title}");
    }
    let data =
        "{\"@type\":\"NewsArticle\",\"headline\":\"دسترسی محدود شد\",\"datePublished\":\"2024-12-02\"}";
    let page = format!(
        "<html><head><script type='application/ld+json'>{data}</script></head><body><h1>دسترسی محدود شد</h1><p>{said}</p></body></html>"
    );
    assert_eq!(extract(page.as_bytes(), None, "https://a.example/news/1").refusal(), None);
}
