//! What servers show instead of an article.

use ingest::page::{Refusal, extract};

/// Title, body, and what it is.
const PAGES: [(&str, &str, Refusal); 23] = [
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
    (
        "صفحه مورد نظر پیدا نشد",
        "<p>شاید نشانی آن دگرگون شده باشد.</p><a href=/>صفحهٔ نخست</a>",
        Refusal::Missing,
    ),
    (
        "البرزنو",
        "<h1>خطای ۴۰۴</h1><p>صفحه‌ای که دنبال آن هستید اینجا نیست، از نخست آغاز کنید.</p>",
        Refusal::Missing,
    ),
    ("خطای ۴۰۴ - البرزنو", "<p>آنچه می‌جویید برداشته شده یا نام دیگری یافته است.</p>", Refusal::Missing),
    ("خطای ۴۰۳", "<p>شما اجازهٔ دیدن این صفحه را ندارید و باید با ما تماس بگیرید.</p>", Refusal::Blocked),
    (
        "البرزنو",
        "<h2>سایت در دست به‌روزرسانی است</h2><p>به‌زودی باز می‌گردیم. از شکیبایی شما سپاسگزاریم.</p>",
        Refusal::Missing,
    ),
    (
        "404 Not Found",
        "<h1>Not Found</h1><p>The requested URL was not found on this server.</p>",
        Refusal::Missing,
    ),
    (
        "The Paper",
        "<h1>Page not found</h1><p>The page you are looking for has moved or never was.</p>",
        Refusal::Missing,
    ),
    ("Database Error", "<h1>Error establishing a database connection</h1>", Refusal::Missing),
    (
        "البرزنو",
        "<p>Warning: mysqli_connect(): (HY000/2002): Connection refused in /var/www/a.php on line 12</p>",
        Refusal::Missing,
    ),
    ("دسترسی محدود شده است", LONG, Refusal::Blocked),
];

/// Many words about one's being blocked.
const LONG: &str = "<h1>دسترسی محدود شده است</h1>
    <p>بازدیدکنندهٔ گرامی، از آنجا که درخواست شما از شبکه‌ای رسیده است که بیرون از گسترهٔ خدمت ماست، سامانهٔ پاسداری این پایگاه آن را نپذیرفت. این کار خودکار است و هیچ‌کس جداگانه دربارهٔ آن تصمیم نگرفته است.</p>
    <p>اگر از فیلترشکن یا پروکسی بهره می‌گیرید، آن را خاموش کنید و صفحه را دوباره باز کنید. اگر نشانی شما ایستا است، آن را با شناسهٔ درخواست برای ما بفرستید تا در فهرست نشانی‌های پذیرفته بگذاریم. این کار شاید تا دو روز کاری زمان ببرد.</p>
    <p>مشترکان سازمانی می‌توانند از مدیر شبکهٔ خود بخواهند که با پشتیبانی تماس بگیرد. پاسخ هر نامه با همان شناسه داده می‌شود و پی‌گیری آن از همین صفحه شدنی است. از شکیبایی و همراهی شما سپاسگزاریم و امیدواریم دشواری به‌زودی برداشته شود. شمارهٔ تماس پشتیبانی در روزهای کاری پاسخ‌گوست و نامه‌ها در دیگر روزها خوانده می‌شوند.</p>";

#[test]
fn what_a_server_shows_in_an_articles_stead_is_told() {
    for (title, body, refusal) in PAGES {
        let page = format!("<html><head><title>{title}</title></head><body>{body}</body></html>");
        let read = extract(page.as_bytes(), Some("text/html"), "https://a.example/news/123456/x");
        assert_eq!(read.refusal(), Some(refusal), "{title}: {body}");
    }
    // What is not there has all the menus of its site.
    let menu = "<ul><li><a href=/city>شهر و روستا</a></li></ul>".repeat(400);
    let page = format!(
        "<title>صفحه یافت نشد | البرزنو</title><h1>صفحه یافت نشد</h1><p>از نخست آغاز کنید.</p>{menu}"
    );
    assert_eq!(extract(page.as_bytes(), None, "https://a.example/news/1").refusal(), Some(Refusal::Missing));
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
    // A box with a login beside a short article is not of it, and words that are taken back say nothing.
    let sides = [
        "<aside><h2>ورود کاربران</h2><p>برای فرستادن دیدگاه وارد حساب کاربری خود شوید.</p><form><input type=password></form></aside>",
        "<form action=/search><input name=q></form>",
        "<form action=/search><input name=q></form><p>این نوشته را برای دوستان خود بفرستید.</p>",
    ];
    for sentence in [
        "شهردار گفت ثبت‌نام در سامانهٔ پل از خارج از کشور امکان‌پذیر نیست و باید به شهرداری رفت.",
        "وزیر گفت دسترسی محدود نشده است و شبکه مانند پیش کار می‌کند و مردم گله‌ای ندارند.",
        "او گفت: دسترسی شما محدود نشده و هیچ شبکه‌ای بسته نیست، هرچند سرعت آن کمتر است.",
        "رییس مرکز گفت سامانه در دست به‌روزرسانی بود و از فردا مردم می‌توانند نوبت بگیرند.",
        "کارشناس گفت ورود به سایت بانک‌ها تنها با رمز پویا شدنی است و رمز ایستا کنار رفت.",
    ] {
        for side in sides {
            for title in [
                "پل لاجین باز شد",
                "دسترسی محدود نشده است",
                "دسترسی محدود به پل لاجین",
                "پل لاجین در دست ساخت",
                "راه در دست تعمیر است",
                "Bridge not found",
            ] {
                let page = format!(
                    "<html><head><title>{title} | البرزنو</title></head><body><h1>{title}</h1><article><p>{sentence}</p><p>این سخنان امروز در نشست خبری لاجین گفته شد و پرسش خبرنگاران هم پاسخ گرفت.</p></article>{side}</body></html>"
                );
                let read = extract(page.as_bytes(), None, "https://a.example/news/1");
                assert_eq!(read.refusal(), None, "{title} {sentence} {side}");
            }
        }
    }
    let page = "<h1>ورود به سامانهٔ پل</h1><article><p>شهردار لاجین گفت مردم از فردا نوبت گذر از پل را در سامانه می‌گیرند.</p></article><form action=/search><input name=q></form>";
    assert_eq!(extract(page.as_bytes(), None, "https://a.example/news/1").refusal(), None);
    let data =
        "{\"@type\":\"NewsArticle\",\"headline\":\"دسترسی محدود شد\",\"datePublished\":\"2024-12-02\"}";
    let page = format!(
        "<html><head><script type='application/ld+json'>{data}</script></head><body><h1>دسترسی محدود شد</h1><p>{said}</p></body></html>"
    );
    assert_eq!(extract(page.as_bytes(), None, "https://a.example/news/1").refusal(), None);
}

/// «what it is | title | body», a line each.
const CASES: &str = include_str!("cases/standing_in.txt");

#[test]
fn messages_of_sites_and_articles_about_them_are_told_apart_as_reviewed() {
    for case in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let [what, title, body] = *case.splitn(3, " | ").collect::<Vec<_>>() else { panic!("{case}") };
        let headline = title.strip_prefix('*');
        let heading = headline.map(|headline| format!("<h1>{headline}</h1>")).unwrap_or_default();
        let title = headline.unwrap_or(title);
        let page = format!("<html><head><title>{title}</title></head><body>{heading}{body}</body></html>");
        let expected = match what {
            "missing" => Some(Refusal::Missing),
            "challenge" => Some(Refusal::Challenge),
            "blocked" => Some(Refusal::Blocked),
            "article" => None,
            _ => panic!("an unknown kind: {case}"),
        };
        let read = extract(page.as_bytes(), Some("text/html"), "https://a.example/news/123456/x");
        assert_eq!(read.refusal(), expected, "{case}");
    }
}
