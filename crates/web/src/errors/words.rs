//! Our words in the place of those of the framework.

use axum::http::StatusCode;

use crate::language::Language;

/// When to come back, where it is known in seconds.
pub(super) fn too_many_words(language: Language, after_s: Option<i64>) -> String {
    let when = match after_s {
        None => language.t("کمی بعد").to_owned(),
        Some(seconds @ ..90) => language.say("{count} ثانیهٔ دیگر", &[("count", seconds.max(1).into())]),
        Some(seconds) => language.say("{count} دقیقهٔ دیگر", &[("count", ((seconds + 59) / 60).into())]),
    };
    language.say(
        "در زمانی کوتاه درخواست‌های بسیاری از این نشانی رسیده است. لطفاً {when} دوباره بکوشید؛ خبرها را می‌توانید بخوانید.",
        &[("when", (&when).into())],
    )
}

pub(super) fn refusal_words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::TOO_MANY_REQUESTS => ("درخواست‌ها زیاد شد", ""),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "بیش از اندازه بزرگ است",
            "آنچه فرستاده شد از اندازهٔ مجاز بزرگ‌تر است. نوشتهٔ شما در صفحهٔ پیشین مرورگر مانده است؛ آن را کوتاه‌تر کنید.",
        ),
        StatusCode::REQUEST_TIMEOUT => (
            "زمان درخواست به سر رسید",
            "آنچه فرستادید در زمان مجاز به پایان نرسید. نوشتهٔ شما در صفحهٔ پیشین مرورگر مانده است؛ لطفاً دوباره بکوشید.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => ("این کار شدنی نیست", "این نشانی چنین درخواستی را نمی‌پذیرد."),
        StatusCode::FORBIDDEN => {
            ("پذیرفته نشد", "این درخواست از سایت دیگری فرستاده شده است و پذیرفته نمی‌شود.")
        }
        _ => (
            "نشانی درست نیست",
            "این نشانی یا فرم درست نوشته نشده است. می‌توانید جست‌وجو کنید یا تازه‌ترین خبرها را ببینید.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_too_often_is_told_when_to_come_back() {
        for (after_s, when) in [
            (None, "کمی بعد"),
            (Some(30), "۳۰ ثانیهٔ دیگر"),
            (Some(600), "۱۰ دقیقهٔ دیگر"),
            (Some(601), "۱۱ دقیقهٔ دیگر"),
        ] {
            assert!(
                too_many_words(Language::Persian, after_s).contains(&format!("لطفاً {when} دوباره")),
                "{when}"
            );
        }
    }
}
