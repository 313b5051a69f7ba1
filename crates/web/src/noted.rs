//! What a search understood otherwise than it may have been meant, in words for readers and editors.

use news::UtcMs;
use search::{Kind, Note};

/// A sentence or two.
pub(crate) fn words(note: &Note) -> String {
    match note {
        Note::Unknown(kind, name) => {
            let (of, hint) = match kind {
                Kind::Section => ("بخشی", "نام بخش‌ها در بالای صفحه است."),
                Kind::Source => ("منبعی", "بخشی از نام منبع هم بس است."),
                Kind::Author => ("نویسنده‌ای", "نام یا نام خانوادگی بس است."),
                Kind::Tag => ("برچسبی", "شاید همان واژه، بی «برچسب:»، نتیجه بدهد."),
            };
            format!("{of} با نام «{name}» پیدا نشد. {hint}")
        }
        Note::Absent(word) => format!("«{word}» در هیچ مطلبی نیست؛ بدون آن جست‌وجو کردیم."),
        Note::Apart => "همهٔ این واژه‌ها با هم در مطلبی نیامده‌اند؛ نزدیک‌ترین‌ها را آوردیم.".to_owned(),
        Note::All(all) => {
            let all = persian::digits::to_persian(&all.to_string());
            format!(
                "{all} مطلب همهٔ این واژه‌ها را دارد؛ دیگر نتیجه‌ها واژه‌ای را ندارند که زیر هر کدام گفته شده است."
            )
        }
        Note::Together { words, apart } => {
            let apart = persian::digits::to_persian(&apart.to_string());
            format!("مطلب‌هایی را آوردیم که «{words}» را کنار هم دارند؛ جدا از هم در {apart} مطلب هست.")
        }
        Note::OnlyWithout => {
            "تنها گفته‌اید چه نباشد. واژه‌ای هم که باید باشد بنویسید، مانند «مسابقه -فوتبال».".to_owned()
        }
        Note::Dropped(dropped) => {
            format!(
                "این‌ها بیش از اندازه یا بسیار دراز بودند و به کار گرفته نشدند: «{}».",
                dropped.join("»، «")
            )
        }
        Note::DaysAsWords(words) => {
            format!("در «{words}» مطلبی با این ویژگی‌ها منتشر نشده است؛ همان را در متن مطلب‌ها جستیم.")
        }
        Note::NothingThen(words) => format!("در «{words}» مطلبی با این ویژگی‌ها منتشر نشده است."),
        Note::NotDays { words, is_reversed: false } => format!(
            "«{words}» روزی از تقویم نیست و جست‌وجو را با آن محدود نکردیم. روز را مانند «۱۲ آذر ۱۴۰۳» یا «۱۴۰۳/۰۹/۱۲» بنویسید."
        ),
        Note::NotDays { words, is_reversed: true } => format!(
            "در «{words}» پایان پیش از آغاز است و جست‌وجو را با آن محدود نکردیم؛ شاید جابه‌جا نوشته شده‌اند."
        ),
        Note::Days { words, is_told: true, .. } => {
            format!("مطلب‌هایی را آوردیم که در «{words}» منتشر شده‌اند یا از آن می‌گویند.")
        }
        Note::Days { words, from, to, .. } => {
            let day = |at: UtcMs| persian::date::day(at);
            let from = from.map(|from| format!("از {}", day(from)));
            let to = to.map(|to| format!("تا {}", day(to - 1)));
            let days: Vec<String> = from.into_iter().chain(to).collect();
            format!("«{words}» را زمان انتشار دانستیم: {}.", days.join(" "))
        }
    }
}
