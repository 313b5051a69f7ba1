//! Names of outlets, so that a name is known to end where no comma ends it.

use super::words::{Word, is_break};

/// Folded names, longer ones of one beginning first. Agencies and papers that Persian newsrooms reprint.
const OUTLETS: [&str; 84] = [
    "ایرنا",
    "ایسنا",
    "تسنیم",
    "فارس",
    "مهر",
    "میزان",
    "ایلنا",
    "ایکنا",
    "ایبنا",
    "ایمنا",
    "ایانا",
    "ایسکانیوز",
    "ایتنا",
    "شبستان",
    "شفقنا",
    "پانا",
    "برنا",
    "انا",
    "دفاع پرس",
    "دانا",
    "رسا",
    "موج",
    "خانه ملت",
    "صدا و سیما",
    "صداوسیما",
    "باشگاه خبرنگاران جوان",
    "باشگاه خبرنگاران",
    "عصر ایران",
    "عصرایران",
    "خبرانلاین",
    "خبر انلاین",
    "تابناک",
    "مشرق",
    "انتخاب",
    "فرارو",
    "اعتمادانلاین",
    "اعتماد انلاین",
    "اعتماد",
    "شرق",
    "همشهری انلاین",
    "همشهری",
    "جام جم انلاین",
    "جام جم",
    "دنیای اقتصاد",
    "اقتصادنیوز",
    "اقتصاد انلاین",
    "رویداد۲۴",
    "رویداد24",
    "خبرفوری",
    "ورزش سه",
    "ورزش3",
    "طرفداری",
    "روز نو",
    "کردپرس",
    "قدسنا",
    "سنا",
    "العالم",
    "پرس تی وی",
    "رویترز",
    "اسوشیتدپرس",
    "اسوشیتد پرس",
    "فرانسه",
    "فرانس پرس",
    "شینهوا",
    "تاس",
    "اسپوتنیک",
    "ریانووستی",
    "اناتولی",
    "بلومبرگ",
    "سی ان ان",
    "سیانان",
    "بیبیسی",
    "بی بی سی",
    "الجزیره",
    "العربیه",
    "المیادین",
    "المنار",
    "گاردین",
    "نیویورک تایمز",
    "واشنگتن پست",
    "یورونیوز",
    "دویچهوله",
    "مارکا",
    "کیهان",
];

/// Whether a folded name of one word is a known outlet's.
pub(super) fn is_known(name: &str) -> bool {
    OUTLETS.contains(&name)
}

/// How many words of a known outlet's name stand at a place.
pub(super) fn known_at(words: &[Word], at: usize) -> Option<usize> {
    OUTLETS.iter().find_map(|name| {
        let parts = name.split(' ').count();
        let found = words.get(at..at + parts)?;
        let same = found.iter().zip(name.split(' ')).all(|(word, part)| word.folded == part);
        let whole = found[1..].iter().all(|word| !is_break(word.before));
        (same && whole).then_some(parts)
    })
}
