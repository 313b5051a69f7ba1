//! Whether a page still shows the article that was taken from it: pages that say «not found» with a good status, or
//! that show something else by now, are no versions of it.

use std::collections::BTreeSet;

use super::Grouper;
use super::grouper::plain_containment;
use super::sketch::Sketch;

/// The share of the shorter text that is in the longer, from which one is a version of the other: of unrelated texts of
/// one outlet two in a hundred three-word shingles are the same.
const KEPT_MIN: f32 = 0.3;
/// Words of the shorter headline that are in the other, in a hundred.
const HEADLINE_KEPT_MIN: usize = 75;
/// A headline with fewer words may be no more than the outlet's name.
const HEADLINE_WORDS_MIN: usize = 3;

/// An article as a page showed it at one time.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// Its headline; empty when there is none.
    pub headline: &'a str,
    /// Its plain text.
    pub text: &'a str,
}

impl Grouper {
    /// Whether what a page of an outlet shows now is a version of what it showed before, by text or by headline.
    pub fn is_version(&self, outlet: &str, before: Shown, now: Shown) -> bool {
        let [one, other] = [before, now].map(|shown| Sketch::of(outlet, shown.headline, shown.text));
        plain_containment(&self.own_of(&one), &self.own_of(&other)) >= KEPT_MIN
            || is_same_headline(before.headline, now.headline)
    }
}

/// Words by which a text takes back what another tells. Folded.
const DENIALS: [&str; 12] = [
    "تکذیب",
    "تکذیبیه",
    "نادرست",
    "شایعه",
    "کذب",
    "اصلاحیه",
    "تصحیح",
    "پوزش",
    "جوابیه",
    "جعلی",
    "ساختگی",
    "توضیحات",
];
/// Words of a text in which it says what is new.
const FIRST_WORDS: usize = 60;

/// Whether the headline or the first words of a text have a figure that another text has nowhere, or take it back, which
/// that does not do itself.
pub fn says_new(before: Shown, now: Shown) -> bool {
    let said = |text: &str| persian::fold::words(text).collect::<Vec<_>>();
    let known: BTreeSet<String> = [before.headline, before.text].into_iter().flat_map(said).collect();
    let first = said(now.headline).into_iter().chain(said(now.text).into_iter().take(FIRST_WORDS));
    let is_telling = |word: &String| {
        word.starts_with(|c: char| c.is_ascii_digit())
            || persian::numbers::parse(word).is_some_and(|number| number > 1)
            || DENIALS.contains(&word.as_str())
    };
    first.into_iter().any(|word| is_telling(&word) && !known.contains(&word))
}

fn is_same_headline(one: &str, other: &str) -> bool {
    let words = |text: &str| persian::fold::words(text).collect();
    let (one, other): (BTreeSet<String>, BTreeSet<String>) = (words(one), words(other));
    let has_own_number = |of: &BTreeSet<String>, than: &BTreeSet<String>| {
        of.difference(than).any(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    };
    let fewer = one.len().min(other.len());
    fewer >= HEADLINE_WORDS_MIN
        && one.intersection(&other).count() * 100 >= fewer * HEADLINE_KEPT_MIN
        && !(has_own_number(&one, &other) && has_own_number(&other, &one))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADLINE: &str = "پل تازهٔ لاجین پس از سه سال گشوده شد";
    const TEXT: &str = "شهردار لاجین گفت پل تازهٔ این شهر که ساخت آن سه سال به درازا کشید از امروز به روی خودروها باز است. \
        به گفتهٔ او هزینهٔ ساخت پل از درآمد شهرداری پرداخت شد و رفت‌وآمد در دو سوی رودخانه آسان‌تر می‌شود.";

    fn is_version(now: (&str, &str)) -> bool {
        let (headline, text) = now;
        Grouper::new().is_version("رود", Shown { headline: HEADLINE, text: TEXT }, Shown { headline, text })
    }

    #[test]
    fn what_an_outlet_corrects_shortens_retitles_or_writes_anew_is_a_version() {
        let anew = "پلی که مردم لاجین سال‌ها چشم‌به‌راه آن بودند سرانجام گشایش یافت. آیین گشایش با حضور اهالی هر دو کرانه \
            برگزار شد و کارشناسان از مقاومت سازه در برابر سیلاب بهاری سخن گفتند. بازارچهٔ کناری نیز هفتهٔ آینده راه می‌افتد.";
        for (what, now) in [
            ("corrected", (HEADLINE, TEXT.replace("سه سال", "چهار سال"))),
            ("shortened", ("پل لاجین", TEXT.split(". ").next().unwrap_or_default().to_owned())),
            ("retitled", ("خبر خوش شهردار برای مردم شهر", TEXT.to_owned())),
            ("longer", ("خبر خوش شهردار برای مردم شهر", format!("{anew}\n{TEXT}\n{anew}"))),
            ("written anew", (HEADLINE, anew.to_owned())),
            ("denied", (HEADLINE, "این خبر تکذیب شد.".to_owned())),
            ("written anew, headline continued", ("پل تازهٔ لاجین گشوده شد", anew.to_owned())),
        ] {
            assert!(is_version((now.0, &now.1)), "{what}");
        }
    }

    #[test]
    fn other_figures_and_denials_are_new() {
        let before = Shown { headline: HEADLINE, text: TEXT };
        for (headline, text, is_new) in [
            (HEADLINE, TEXT.to_owned(), false),
            ("خبر خوش شهردار برای مردم", TEXT.to_owned(), false),
            ("پل لاجین با ۵۱ روز تأخیر باز شد", TEXT.to_owned(), true),
            (HEADLINE, TEXT.replace("سه سال", "پنج سال"), true),
            ("گشایش پل لاجین تکذیب شد", format!("گشایش پل درست نیست.\n{TEXT}"), true),
        ] {
            assert_eq!(says_new(before, Shown { headline, text: &text }), is_new, "{headline}");
        }
    }

    #[test]
    fn what_stands_in_its_stead_is_no_version() {
        for (headline, text) in include_str!("not_a_version.txt")
            .split("\n\n")
            .map(|case| case.split_once('\n').unwrap_or((case, "")))
        {
            assert!(!is_version((headline.trim_matches('-'), text.trim())), "{headline}: {text}");
        }
    }

    #[test]
    fn what_stays_in_an_article_that_changes_often_is_no_addition_of_its_outlet() {
        let mut grouper = Grouper::new();
        let text = |seed: u64| {
            let new: Vec<String> = (0..40).map(|at| format!("تازه{}", seed * 1000 + at)).collect();
            format!("{TEXT}\n{}", new.join(" "))
        };
        for seed in 1..4 {
            grouper.remember(7, 7, 0, &Sketch::of("رود", HEADLINE, &text(seed)));
        }
        let (before, now) = (text(3), text(4));
        let shown = |headline, text| Shown { headline, text };
        assert!(grouper.is_version("رود", shown(HEADLINE, &before), shown("گزارش لحظه‌به‌لحظه", &now)));
    }

    #[test]
    fn numbers_of_a_headline_tell_issues_apart() {
        assert!(is_same_headline("نرخ طلا در بازار رود", "نرخ طلا در بازار رود؛ امروز"));
        assert!(!is_same_headline("نرخ طلا در ۵ آذر بازار رود", "نرخ طلا در ۶ آذر بازار رود"));
        assert!(!is_same_headline("خبرگزاری رود", "خبرگزاری رود"), "an outlet's name");
    }
}
