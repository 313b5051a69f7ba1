//! Each sentence that tells what a search understood otherwise than it may have been meant.

use news::article::ArticleState::Published;
use search::{Change, Document};

use crate::{NOW, Site};

#[tokio::test]
async fn each_note_is_worded() {
    let site = Site::new().await;
    site.article("برداشت گندم گلستان در سال ۱۴۰۱", Published).await;
    for (query, told) in [
        ("گندم بخش:ناکجا", "بخشی با نام «ناکجا» پیدا نشد. نام بخش‌ها در بالای صفحه است."),
        ("گندم منبع:ناکجا", "منبعی با نام «ناکجا» پیدا نشد. بخشی از نام منبع هم بس است."),
        ("گندم نویسنده:ناکس", "نویسنده‌ای با نام «ناکس» پیدا نشد. نام یا نام خانوادگی بس است."),
        ("گندم برچسب:ناچیز", "برچسبی با نام «ناچیز» پیدا نشد. شاید همان واژه، بی «برچسب:»، نتیجه بدهد."),
        ("گندم زعفرانی", "«زعفرانی» در هیچ مطلبی نیست؛ بدون آن جست‌وجو کردیم."),
        (
            "گندم -آب -باد -خاک -برف -یخ -مه -ابر -تگرگ -رود",
            "این‌ها بیش از اندازه یا بسیار دراز بودند و به کار گرفته نشدند: «رود».",
        ),
        ("گندم سال ۱۴۰۱", "مطلب‌هایی را آوردیم که در «سال ۱۴۰۱» منتشر شده‌اند یا از آن می‌گویند."),
        ("گندم آذر ۱۴۰۳", "«آذر ۱۴۰۳» را زمان انتشار دانستیم: از ۱ آذر ۱۴۰۳ تا ۳۰ آذر ۱۴۰۳."),
        ("گندم از ۱۲ مهر ۱۳۹۹", "«از ۱۲ مهر ۱۳۹۹» را زمان انتشار دانستیم: از ۱۲ مهر ۱۳۹۹."),
        (
            "گندم از ۱۲ مهر ۱۳۹۹ تا ۱۴ مهر ۱۳۹۹",
            "در «از ۱۲ مهر ۱۳۹۹ تا ۱۴ مهر ۱۳۹۹» مطلبی با این ویژگی‌ها منتشر نشده است.",
        ),
        ("گندم مهر ۱۳۹۹", "در «مهر ۱۳۹۹» مطلبی با این ویژگی‌ها منتشر نشده است؛ همان را در متن مطلب‌ها جستیم."),
    ] {
        assert!(notices(&site, query).await.contains(told), "{query}: {}", notices(&site, query).await);
    }
}

#[tokio::test]
async fn that_words_were_looked_for_together_is_worded() {
    let site = Site::new().await;
    let put = |code: i64, headline: &str, body: &str| {
        let (headline, body_text) = (headline.to_owned(), body.to_owned());
        let document =
            Document { code, headline, body_text, published_at: NOW, story: code, ..Document::default() };
        Change::Put(Box::new(document))
    };
    let joined = (1..=10).map(|code| put(code, "کروناویروس در شهر", "باران"));
    let beside = (11..=40).map(|code| put(code, "کرونا ویروس در شهر", "باران"));
    let apart = (41..=90).map(|code| put(code, "ویروس تازه", "شهر و کرونا"));
    site.index.write(&joined.chain(beside).chain(apart).collect::<Vec<_>>(), 1).expect("indexed");
    let told = "مطلب‌هایی را آوردیم که «کرونا ویروس» را کنار هم دارند؛ جدا از هم در ۹۰ مطلب هست.";
    assert!(notices(&site, "کرونا ویروس").await.contains(told), "{}", notices(&site, "کرونا ویروس").await);
}

async fn notices(site: &Site, query: &str) -> String {
    site.get(&format!("/search?q={}", query.replace(' ', "+"))).await.texts(".notice").concat()
}
