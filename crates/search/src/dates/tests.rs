use super::*;

/// 12 آذر 1403.
const NOW: UtcMs = 1_733_157_720_000;

fn check(query: &str, from: Option<&str>, to: Option<&str>, rest: &str) {
    let words: Vec<&str> = query.split_whitespace().collect();
    let taken = take(&words, Some(NOW));
    let ms = |day: Option<&str>| day.map(|day| date::parse(day, None).unwrap().ms);
    assert_eq!((taken.days.from, taken.days.to), (ms(from), ms(to)), "{query}");
    assert_eq!(taken.rest.join(" "), rest, "{query}");
    assert_eq!(taken.rest.len() + taken.words.len(), words.len(), "{query}");
}

#[test]
fn days_months_and_years_are_bounds() {
    for (query, from, to, rest) in [
        ("گندم از ۱ آذر ۱۴۰۳ تا ۱۲ آذر", "1403/09/01", "1403/09/13", "گندم"),
        ("از 1 تا 12 آذر 1403 باران", "1403/09/01", "1403/09/13", "باران"),
        ("از ۲۵ اسفند ۱۴۰۲ تا ۱۰ فروردین", "1402/12/25", "1403/01/11", ""),
        ("از ۲۵ اسفند تا ۱۰ فروردین ۱۴۰۳", "1402/12/25", "1403/01/11", ""),
        ("تا ۱۲ آذر ۱۴۰۳ از ۱ آذر گندم", "1403/09/01", "1403/09/13", "گندم"),
        ("سیل از اسفند ۱۴۰۲", "1402/12/01", "", "سیل"),
        ("سیل تا اسفند ۱۴۰۲", "", "1403/01/01", "سیل"),
        ("از ۱۴۰۱ تا ۱۴۰۲", "1401/01/01", "1403/01/01", ""),
        ("از سال ۱۴۰۱ تا سال ۱۴۰۲ گندم", "1401/01/01", "1403/01/01", "گندم"),
        ("از ۲ دسامبر ۲۰۲۴ تا دسامبر ۲۰۲۴", "2024-12-02", "2025-01-01", ""),
        ("from:2024-12-02 to:1403/09/12", "1403/09/12", "1403/09/13", ""),
        ("از ۱ آذر", "1403/09/01", "", ""),
        ("از ۱ آذر ۹۸ تا ۳۰ آذرماه ۹۸", "1398/09/01", "1398/10/01", ""),
        ("از ۱ آذر ماه ۰۲ گندم", "1402/09/01", "", "گندم"),
    ] {
        let some = |day: &'static str| Some(day).filter(|day| !day.is_empty());
        check(query, some(from), some(to), rest);
    }
}

#[test]
fn what_says_its_year_is_a_date_by_itself() {
    for (query, from, to, rest) in [
        ("سیل ۱۲ آذر ۱۴۰۳", "1403/09/12", "1403/09/13", "سیل"),
        ("آذر ۱۴۰۳", "1403/09/01", "1403/10/01", ""),
        ("سیل آذرماه ۹۸ گلستان", "1398/09/01", "1398/10/01", "سیل گلستان"),
        ("سیل سال ۱۳۹۸", "1398/01/01", "1399/01/01", "سیل"),
        ("سیل 1403/09/12", "1403/09/12", "1403/09/13", "سیل"),
        ("سیل این هفته", "1403/09/10", "1403/09/17", "سیل"),
        ("سیل این ماه", "1403/09/01", "1403/10/01", "سیل"),
        ("این سال", "1403/01/01", "1404/01/01", ""),
    ] {
        check(query, Some(from), Some(to), rest);
    }
    assert!(take(&["آذر", "۱۴۰۳"], None).is_lone);
    assert!(!take(&["از", "آذر", "۱۴۰۳"], None).is_lone);
}

#[test]
fn days_are_read_as_people_say_them() {
    let text = include_str!("../../tests/cases/days.txt").replace('|', "\u{200c}");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut read = 0;
    for line in lines {
        let (query, expected) = line.split_once(" => ").expect("a query and its days");
        let mut expected = expected.splitn(3, ' ');
        let mut next = || expected.next().filter(|text| *text != "-");
        let (from, to) = (next(), next());
        check(query, from, to, next().unwrap_or_default());
        read += 1;
    }
    assert!(read > 0);
}

#[test]
fn days_that_cannot_be_are_told() {
    for (query, words, is_reversed) in [
        ("سیل از ۳۱ اسفند ۱۳۹۸", "از ۳۱ اسفند ۱۳۹۸", false),
        ("از ۱ اسفند ۱۳۹۸ تا ۳۱ مهر ۱۳۹۹", "از ۱ اسفند ۱۳۹۸ تا ۳۱ مهر ۱۳۹۹", false),
        ("سیل از ۱۲ اسفند تا ۱ اسفند", "از ۱۲ اسفند تا ۱ اسفند", true),
        ("سیل از ۱۳۹۹ تا ۱۳۹۸", "از ۱۳۹۹ تا ۱۳۹۸", true),
        ("از:1399/01/01 سیل تا:1398/01/01", "از:1399/01/01 تا:1398/01/01", true),
        ("from:2020-13-45", "from:2020-13-45", false),
        ("سیل to:someday", "to:someday", false),
        ("از:1398/13/01", "از:1398/13/01", false),
        ("سیل ۳۱ دی ۹۸", "۳۱ دی ۹۸", false),
    ] {
        let pieces: Vec<&str> = query.split_whitespace().collect();
        let taken = take(&pieces, Some(NOW));
        assert_eq!(taken.not_days, [NotDays { words: words.into(), is_reversed }], "{query}");
        assert_eq!(taken.days, Days::default(), "{query}");
        assert!(taken.rest.concat().trim_start_matches("سیل").is_empty(), "{query}: {:?}", taken.rest);
    }
}

#[test]
fn prose_stays_words() {
    for query in [
        "آذر",
        "۱۳ آبان",
        "۱۲ آذر ۲۰ کشته",
        "انتخابات ۱۴۰۰",
        "سال ۱۲",
        "۲۴/۷",
        "از تهران تا مشهد",
        "از ۱۲ تا",
        "تا",
        "از ۴۵ آذر",
        "از ۳ نفر",
        "از ۱۴۰۰ نفر",
        "قبل از ظهر",
        "پیش از ۱۴۰۰ تومان",
        "بین ایران و عراق",
        "بین ۱ و ۲",
        "۲ تا ۳",
        "۱۲ تا از بهترین‌ها",
        "اول اسفند",
        "192.168.1.1",
        "۰۲۱-۸۸-۱۲",
        "از:قول او",
        "روز",
        "یک روز خوب",
        "نیمه دوم بازی",
        "نیمه شعبان",
        "نیمه دوم",
        "بهمن و اسفند",
        "علی و بهمن",
        "۵ و ۱۲ نفر",
        "در ۱۳ آبان",
        "۲۲.۱۱.۹۸",
        "۵۰-۶۰-۹۸",
        "۲۲-۱۱-۱۲",
        "۲ - ۱",
        "۲-۱",
        "کووید-۱۹",
        "الی کوهن",
        "۱۴۰۰ تا ۱۵۰۰ نفر",
        "می ۲۰۲۰",
        "۱۵ می خورد",
        "بهار عربی",
        "بهار ۲۰۱۱",
        "۱۳۹۰-۲۵۰۰",
        "تیر۲",
        "ماه آذر",
    ] {
        check(query, None, None, query);
    }
}

#[test]
fn a_year_behind_a_word_may_be_told_of() {
    for (query, told) in [
        ("بودجه سال ۹۹", Some((1399, "بودجه"))),
        ("لایحه بودجهٔ سال ۱۳۹۹ کل کشور", Some((1399, "بودجه"))),
        ("سیل سال ۹۸", Some((1398, "سیل"))),
        ("انتخابات سال ۲۰۲۰", Some((2020, "انتخابات"))),
        ("سال ۹۹ بودجه", None),
        ("سال ۹۹", None),
        ("بودجه در سال ۹۹", Some((1399, "بودجه"))),
        ("بودجه از سال ۹۹", None),
        ("بودجه بهمن ۹۹", None),
        ("بودجه سال ۹۷ تا سال ۹۹", None),
    ] {
        let pieces: Vec<&str> = query.split_whitespace().collect();
        let told = told.map(|(year, of)| ToldYear { year, of: of.to_owned() });
        assert_eq!(take(&pieces, Some(NOW)).told, told, "{query}");
    }
}
