//! What was just done, told on the page that follows. It stands in that page's address, so that no state is kept
//! between the two and a reload shows it again.

use axum::http::Uri;
use minijinja::{Value, context};
use news::article::NewsCode;

use crate::language::Language;

/// Something that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    Saved,
    Published,
    Scheduled,
    Unpublished,
    /// The article by which it can be taken back, and how many went: it and the versions of its story that waited.
    Dismissed(NewsCode, usize),
    TakenBack,
    CommentDecided,
    SourceAdded,
    SourceChanged,
    SourceRemoved,
    RereadingAsked,
    ChangeSeen,
    SettingsSaved,
    SuggestionsChanged,
    TooManyChosen,
    NothingToSuggest,
    PictureAdded,
    FocusMoved,
    PostAdded,
    PostPinned,
    PostUnpinned,
    PostWithdrawn,
    CoverageClosed,
    CoverageReopened,
}

impl Done {
    /// The word and the article that stand in the address.
    fn query(self) -> (&'static str, Option<NewsCode>) {
        match self {
            Self::Saved => ("saved", None),
            Self::Published => ("published", None),
            Self::Scheduled => ("scheduled", None),
            Self::Unpublished => ("unpublished", None),
            Self::Dismissed(code, _) => ("dismissed", Some(code)),
            Self::TakenBack => ("taken-back", None),
            Self::CommentDecided => ("comment-decided", None),
            Self::SourceAdded => ("source-added", None),
            Self::SourceChanged => ("source-changed", None),
            Self::SourceRemoved => ("source-removed", None),
            Self::RereadingAsked => ("rereading-asked", None),
            Self::ChangeSeen => ("change-seen", None),
            Self::SettingsSaved => ("settings-saved", None),
            Self::SuggestionsChanged => ("suggestions-changed", None),
            Self::TooManyChosen => ("too-many-chosen", None),
            Self::NothingToSuggest => ("nothing-to-suggest", None),
            Self::PictureAdded => ("picture-added", None),
            Self::FocusMoved => ("focus-moved", None),
            Self::PostAdded => ("post-added", None),
            Self::PostPinned => ("post-pinned", None),
            Self::PostUnpinned => ("post-unpinned", None),
            Self::PostWithdrawn => ("post-withdrawn", None),
            Self::CoverageClosed => ("coverage-closed", None),
            Self::CoverageReopened => ("coverage-reopened", None),
        }
    }

    /// What a person is told.
    fn words(self, language: Language) -> String {
        if let Self::Dismissed(_, count @ 2..) = self {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            return language.say("{count} نسخهٔ این خبر کنار گذاشته شد.", &[("count", count.into())]);
        }
        let words = match self {
            Self::Saved => "ذخیره شد.",
            Self::Published => "منتشر شد و اکنون خوانندگان آن را می‌بینند.",
            Self::Scheduled => "زمان‌بندی شد و در زمان خود منتشر می‌شود.",
            Self::Unpublished => "از سایت برداشته شد.",
            Self::Dismissed(..) => "کنار گذاشته شد.",
            Self::TakenBack => "به جای پیشین خود بازگشت.",
            Self::CommentDecided => "وضعیت نظر تغییر کرد.",
            Self::SourceAdded => {
                "منبع افزوده شد و تا چند ثانیهٔ دیگر، یا در ساعت‌هایی که برای آن گذاشته‌اید، خوانده می‌شود."
            }
            Self::SourceChanged => "انجام شد.",
            Self::SourceRemoved => "منبع برداشته شد و دیگر خوانده نمی‌شود. مطلب‌هایش سر جای خود می‌مانند.",
            Self::RereadingAsked => {
                "ذخیره شد. مطلب‌های منتظر این منبع که کسی به آن‌ها دست نزده است، از صفحه‌های نگه‌داشته‌شده دوباره خوانده می‌شوند."
            }
            Self::ChangeSeen => "این تغییر از فهرست رفت. مطلب شما دست نخورده است.",
            Self::SettingsSaved => "تنظیم سایت ذخیره شد.",
            Self::SuggestionsChanged => "مطالب پیشنهادی تغییر کرد.",
            Self::TooManyChosen => {
                "هشت مطلب را می‌توان سنجاق کرد و دوازده مطلب را کنار گذاشت؛ نخست یکی را بردارید."
            }
            Self::NothingToSuggest => "مطلب دیگری با این کد خبر پیدا نشد؛ چیزی تغییر نکرد.",
            Self::PictureAdded => "عکس به مطلب افزوده شد.",
            Self::FocusMoved => "عکس دوباره برش خورد.",
            Self::PostAdded => "فرستاده شد و در صفحهٔ مطلب است.",
            Self::PostPinned => "در بالای پوشش سنجاق شد.",
            Self::PostUnpinned => "سنجاق آن برداشته شد.",
            Self::PostWithdrawn => "پس گرفته شد؛ خوانندگان دیگر آن را نمی‌بینند. می‌توانید آن را برگردانید.",
            Self::CoverageClosed => "پوشش زنده پایان یافت.",
            Self::CoverageReopened => "پوشش زنده از سر گرفته شد.",
        };
        language.t(words).to_owned()
    }

    /// `path` with this in its query.
    pub(super) fn at(self, path: &str) -> String {
        let joint = if path.contains('?') { '&' } else { '?' };
        let (word, code) = self.query();
        let code = code.map(|code| format!("&code={code}")).unwrap_or_default();
        let versions = match self {
            Self::Dismissed(_, count @ 2..) => format!("&versions={count}"),
            _ => String::new(),
        };
        format!("{path}{joint}done={word}{code}{versions}")
    }

    /// Reads what [`Self::at`] wrote.
    pub(super) fn read(uri: &Uri) -> Option<Self> {
        let value = |name: &str| {
            let pairs = uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
            pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
        };
        let (word, code) = (value("done")?, value("code").and_then(|code| code.parse().ok()).unwrap_or(0));
        let versions = value("versions").and_then(|count| count.parse().ok()).unwrap_or(1);
        let all = [
            Self::Saved,
            Self::Published,
            Self::Scheduled,
            Self::Unpublished,
            Self::Dismissed(code, versions),
            Self::TakenBack,
            Self::CommentDecided,
            Self::SourceAdded,
            Self::SourceChanged,
            Self::SourceRemoved,
            Self::RereadingAsked,
            Self::ChangeSeen,
            Self::SettingsSaved,
            Self::SuggestionsChanged,
            Self::TooManyChosen,
            Self::NothingToSuggest,
            Self::PictureAdded,
            Self::FocusMoved,
            Self::PostAdded,
            Self::PostPinned,
            Self::PostUnpinned,
            Self::PostWithdrawn,
            Self::CoverageClosed,
            Self::CoverageReopened,
        ];
        all.into_iter().find(|done| done.query().0 == word)
    }

    /// The words and, where it can be undone, the article to take back, for a template.
    pub(super) fn value(self, language: Language) -> Value {
        context! { words => self.words(language), undo => self.query().1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_read_from_the_address() {
        for done in [Done::Saved, Done::Dismissed(100_007, 1), Done::Dismissed(7, 3), Done::SettingsSaved] {
            let uri: Uri = done.at("/newsroom?state=inbox").parse().expect("an address");
            assert_eq!(Done::read(&uri), Some(done));
        }
        assert_eq!(Done::read(&Uri::from_static("/newsroom?done=everything")), None);
        assert_eq!(Done::read(&Uri::from_static("/newsroom")), None);
    }
}
