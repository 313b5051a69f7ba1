//! What a search understood otherwise than it may have been meant, in words for readers and editors.

use news::UtcMs;
use search::{Kind, Note};

use crate::language::{Language, Part};

/// A sentence or two.
pub(crate) fn words(language: Language, note: &Note) -> String {
    let say = |text: &str, words: &str| language.say(text, &[("words", words.into())]);
    match note {
        Note::Unknown(kind, name) => {
            let told = match kind {
                Kind::Section => "بخشی با نام «{words}» پیدا نشد. نام بخش‌ها در بالای صفحه است.",
                Kind::Source => "منبعی با نام «{words}» پیدا نشد. بخشی از نام منبع هم بس است.",
                Kind::Author => "نویسنده‌ای با نام «{words}» پیدا نشد. نام یا نام خانوادگی بس است.",
                Kind::Tag => "برچسبی با نام «{words}» پیدا نشد. شاید همان واژه، بی «برچسب:»، نتیجه بدهد.",
            };
            say(told, name)
        }
        Note::Absent(word) => say("«{words}» در هیچ مطلبی نیست؛ بدون آن جست‌وجو کردیم.", word),
        Note::Apart => {
            let told = "همهٔ این واژه‌ها با هم در مطلبی نیامده‌اند؛ نزدیک‌ترین‌ها را آوردیم.";
            language.t(told).to_owned()
        }
        Note::All(all) => language.say(
            "{count} مطلب همهٔ این واژه‌ها را دارد؛ دیگر نتیجه‌ها واژه‌ای را ندارند که زیر هر کدام گفته شده است.",
            &[("count", count(*all))],
        ),
        Note::Together { words, apart } => language.say(
            "مطلب‌هایی را آوردیم که «{words}» را کنار هم دارند؛ جدا از هم در {count} مطلب هست.",
            &[("words", words.into()), ("count", count(*apart))],
        ),
        Note::OnlyWithout => {
            let told = "تنها گفته‌اید چه نباشد. واژه‌ای هم که باید باشد بنویسید، مانند «مسابقه -فوتبال».";
            language.t(told).to_owned()
        }
        Note::Dropped(dropped) => say(
            "این‌ها بیش از اندازه یا بسیار دراز بودند و به کار گرفته نشدند: «{words}».",
            &dropped.join("»، «"),
        ),
        Note::DaysAsWords(words) => {
            say("در «{words}» مطلبی با این ویژگی‌ها منتشر نشده است؛ همان را در متن مطلب‌ها جستیم.", words)
        }
        Note::NothingThen(words) => say("در «{words}» مطلبی با این ویژگی‌ها منتشر نشده است.", words),
        Note::NotDays { words, is_reversed: false } => say(
            "«{words}» روزی از تقویم نیست و جست‌وجو را با آن محدود نکردیم. روز را مانند «۱۲ آذر ۱۴۰۳» یا «۱۴۰۳/۰۹/۱۲» بنویسید.",
            words,
        ),
        Note::NotDays { words, is_reversed: true } => say(
            "در «{words}» پایان پیش از آغاز است و جست‌وجو را با آن محدود نکردیم؛ شاید جابه‌جا نوشته شده‌اند.",
            words,
        ),
        Note::Days { words, is_told: true, .. } => {
            say("مطلب‌هایی را آوردیم که در «{words}» منتشر شده‌اند یا از آن می‌گویند.", words)
        }
        Note::Days { words, from, to, .. } => {
            let day = |text: &str, at: UtcMs| language.say(text, &[("day", (&language.day(at)).into())]);
            let from = from.map(|from| day("از {day}", from));
            let to = to.map(|to| day("تا {day}", to - 1));
            let days: Vec<String> = from.into_iter().chain(to).collect();
            let days = days.join(" ");
            let parts = [("words", words.into()), ("days", (&days).into())];
            language.say("«{words}» را زمان انتشار دانستیم: {days}.", &parts)
        }
    }
}

fn count(of: usize) -> Part<'static> {
    Part::Number(i64::try_from(of).unwrap_or(i64::MAX))
}
