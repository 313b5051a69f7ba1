//! A section (بخش) of the site, such as جهان or ورزش.

/// A section as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its row.
    pub id: i64,
    /// Its place in addresses: `/section/{slug}`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its place in the menu; smaller is earlier.
    pub position: i64,
}

/// The sections that a new site starts with: slug and name.
pub const FIRST: [(&str, &str); 8] = [
    ("politics", "سیاست"),
    ("economy", "اقتصاد"),
    ("society", "جامعه"),
    ("world", "جهان"),
    ("sport", "ورزش"),
    ("culture", "فرهنگ و هنر"),
    ("science", "دانش و فناوری"),
    ("health", "سلامت"),
];

/// Finds the first section that a source's own name for a section means, by the words that Persian outlets
/// use («ورزشی»، «ایران > سیاست داخلی»، `sports`). None when the name says nothing known.
///
/// `name` may be a path with `>` or `/`: of several that its parts mean, the most telling.
pub fn of_source_name(name: &str) -> Option<&'static str> {
    let key = persian::fold::fold(name);
    let has = |stem: &&str| match stem.is_ascii() {
        // `art` is in party, `sport` in transport; Persian words are joined to what stands before them.
        true => key.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.starts_with(stem)),
        false => key.contains(stem),
    };
    WORDS.iter().find(|(stems, _)| stems.iter().any(has)).map(|(_, slug)| *slug)
}

/// Folded stems of section names as outlets write them, most telling first.
const WORDS: [(&[&str], &str); 8] = [
    (&["ورزش", "فوتبال", "sport"], "sport"),
    (&["سلامت", "پزشکی", "بهداشت", "health"], "health"),
    (&["اقتصاد", "بورس", "بازار", "مسکن", "انرژی", "econom"], "economy"),
    (&["فرهنگ", "هنر", "سینما", "ادبیات", "کتاب", "رسانه", "culture", "art"], "culture"),
    (&["دانش", "فناوری", "علم", "ارتباطات", "scien", "tech", "academic"], "science"),
    (&["جهان", "بین الملل", "بینالملل", "خارجی", "world", "foreign", "international"], "world"),
    (&["سیاس", "مجلس", "دولت", "قوای", "politic"], "politics"),
    (&["اجتماع", "جامعه", "حوادث", "زندگی", "شهر", "محیط زیست", "social", "society", "province"], "society"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_names_find_their_section() {
        for (name, slug) in [
            ("ورزشی", "sport"),
            ("ورزش > فوتبال", "sport"),
            ("ایران > سیاست داخلی", "politics"),
            ("بین‌الملل", "world"),
            ("بين الملل", "world"),
            ("ایران > سیاست‌خارجی", "world"),
            ("farhang / culture", "culture"),
            ("Transport & Economy", "economy"),
            ("party-politics", "politics"),
            ("arts", "culture"),
        ] {
            assert_eq!(of_source_name(name), Some(slug), "{name}");
        }
        assert_eq!(of_source_name("صفحه نخست"), None);
    }
}
