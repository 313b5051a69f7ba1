use search::{Kind, Note, Query};

use crate::{DAY_MS, NOW, ask, codes, document, filled, index};

fn check(query: &str, expected: &[i64]) {
    let mut one = document(1, "برداشت گندم در گلستان", "کشاورزان گلستان خوشحال‌اند.");
    one.section = Some("economy".into());
    one.section_name = "اقتصاد".into();
    one.source = "پیک ری".into();
    one.byline = "نرگس فلاح".into();
    one.tags = vec!["کشاورزی نوین".into(), "گندم".into()];
    let mut two = document(2, "گندم برداشت نشد", "باران گلستان، کشاورزی را خواباند.");
    two.section = Some("world".into());
    two.section_name = "بین‌الملل".into();
    two.published_at = NOW - 30 * DAY_MS;
    let index = filled([one, two]);
    let mut found = codes(&index, query);
    found.sort_unstable();
    assert_eq!(found, expected, "{query}");
}

#[test]
fn phrases_and_words_to_leave_out() {
    check("گندم", &[1, 2]);
    check("\"برداشت گندم\"", &[1]);
    check("«برداشتِ گندم‌ها»", &[1]);
    check("گندم -باران", &[1]);
    check("گندم −باران", &[1]);
    check("گندم –باران", &[1]);
    check("گندم -\"", &[1, 2]);
    check("\"گندم", &[1, 2]);
}

#[test]
fn names_choose() {
    check("گندم بخش:اقتصاد", &[1]);
    check("گندم section:world", &[2]);
    check("بخش:بین_الملل", &[2]);
    check("منبع:پیک_ري", &[1]);
    check("author:نرگس+فلاح", &[1]);
    check("گندم بخش: اقتصاد", &[1]);
    check("بخش: \"بین الملل\" گندم", &[2]);
    check("بخش:اقتصادی", &[1]);
    check("برچسب:کشاورزی", &[1]);
    check("برچسب:نوین_گندم", &[]);
    check("گندم نرخ:ندارد", &[1, 2]);
    check("بخش:بین الملل گندم", &[2]);
    check("گندم بخش: بین الملل", &[2]);
    check("منبع:پیک ري گندم", &[1]);
    check("گندم -بخش:بین الملل", &[1]);
    for spaced in
        ["بخش : اقتصاد", "section :اقتصاد", "بخش  :  اقتصاد", "گندم بخش : اقتصاد", "گندم -بخش : بین الملل"]
    {
        check(spaced, &[1]);
    }
    check("منبع : پیک ری گندم", &[1]);
    check("گندم گلستان : برداشت", &[1, 2]);
    check("برچسب:کشاورزی نوین گندم", &[1]);
    check("نویسنده:نرگس فلاح برداشت", &[1]);
    check("نویسنده:نرگس گندم", &[1]);
}

#[test]
fn names_may_be_quoted_in_part_and_left_out() {
    check("author:\"نرگس فلاح\"", &[1]);
    check("گندم نویسنده:«نرگس فلاح»", &[1]);
    check("نویسنده:فلاح", &[1]);
    check("نویسنده:\"فلاح نرگس\"", &[]);
    check("منبع:پیک", &[1]);
    check("منبع:پیکری", &[1]);
    check("نویسنده:نرگسفلاح", &[1]);
    check("منبع:پیکرو", &[]);
    check("منبع:پی", &[]);
    check("source:\"پیک ری\" برچسب:\"کشاورزی نوین\"", &[1]);
    check("گندم -section:world", &[1]);
    check("گندم -بخش:اقتصاد", &[2]);
    check("گندم -منبع:پیک_ری", &[2]);
    check("گندم -author:\"نرگس فلاح\"", &[2]);
    check("گندم -برچسب:«کشاورزی نوین»", &[2]);
    check("گندم بخش:اقتصاد بخش:world", &[1, 2]);
    check("گندم -\"برداشت گندم\"", &[2]);
}

#[test]
fn or_takes_any_of_the_words() {
    let index = index(&[(1, "گندم", ""), (2, "باران", ""), (3, "گندم و باران", ""), (4, "آفتاب", "")]);
    let mut found = codes(&index, "گندم OR باران");
    found.sort_unstable();
    assert_eq!(found, [1, 2, 3]);
    assert_eq!(codes(&index, "گندم AND باران"), [3]);
}

#[test]
fn persian_typed_on_latin_keys_is_meant() {
    let index = index(&[(1, "برداشت گندم", ""), (2, "باران", "ایران و آب و ژاپن")]);
    for (typed, meant) in [("Hdvhk", "ایران"), ("Hf", "آب"), ("Chmk", "ژاپن"), ("Fhvhk", "باران")]
    {
        assert_eq!(ask(&index, typed).meant.as_deref(), Some(meant), "{typed}");
    }
    let found = ask(&index, "hello");
    assert_eq!((found.total, found.meant), (0, None));
    for typed in ["'knl", "'KNL", "fvnhaj 'knl"] {
        let meant = if typed.contains(' ') { "برداشت گندم" } else { "گندم" };
        let found = ask(&index, typed);
        assert_eq!((found.total, found.meant.as_deref()), (0, Some(meant)), "{typed}");
    }
}

#[test]
fn words_of_beginnings_and_endings_alone_are_words() {
    let index = filled([document(1, "باران می\u{200c}آید", ""), document(2, "باران", "")]);
    for text in ["می\u{200c}آید", "میآید", "باران می\u{200c}آید"] {
        assert_eq!(ask(&index, text).hits.iter().map(|hit| hit.code).collect::<Vec<_>>(), [1], "{text}");
    }
}

#[test]
fn a_word_that_is_too_long_is_told() {
    let index = filled([document(1, "گندم", "")]);
    let long = "گندم".repeat(20);
    let found = ask(&index, &format!("گندم {long}"));
    assert_eq!((found.total, found.notes), (1, vec![Note::Dropped(vec!["گندم".repeat(5) + "…"])]));
}

#[test]
fn an_unknown_name_is_told() {
    let mut one = document(1, "گندم", "");
    (one.source, one.tags) = ("خبرگزاری ایرنا".into(), vec!["نان تازه".into(), "آرد".into()]);
    let index = filled([one]);
    let unknown = |kind, name: &str| vec![Note::Unknown(kind, name.to_owned())];
    for (query, notes) in [
        ("منبع:ایرنا", vec![]),
        ("منبع:مهر", unknown(Kind::Source, "مهر")),
        ("گندم -منبع:مهر", unknown(Kind::Source, "مهر")),
        ("نویسنده:\"نرگس فلاح\"", unknown(Kind::Author, "نرگس فلاح")),
        ("برچسب:نان", vec![]),
        ("برچسب:تازه_نان", unknown(Kind::Tag, "تازه نان")),
        ("بخش:ورزش", unknown(Kind::Section, "ورزش")),
    ] {
        assert_eq!(ask(&index, query).notes, notes, "{query}");
    }
}

#[test]
fn a_date_by_itself_chooses_and_says_so_unless_that_finds_nothing() {
    let mut old = document(2, "گندم آذر ۱۴۰۳", "برداشت");
    old.published_at = NOW - 400 * DAY_MS;
    let index = filled([document(1, "گندم", "برداشت"), old]);
    let found = ask(&index, "گندم آذر ۱۴۰۳");
    assert_eq!(found.hits.iter().map(|hit| hit.code).collect::<Vec<_>>(), [1]);
    assert!(
        matches!(&found.notes[..], [Note::Days { words, .. }] if words == "آذر ۱۴۰۳"),
        "{:?}",
        found.notes
    );
    let words =
        Query { text: "گندم آذر ۱۴۰۳".into(), limit: 9, are_days_words: true, ..Query::default() };
    let found = index.search(&words).expect("searched");
    assert_eq!((found.hits[0].code, found.notes), (2, vec![]));
    let found = ask(&index, "گندم آذر ۱۳۸۰");
    let told = vec![Note::Absent("۱۳۸۰".into()), Note::DaysAsWords("آذر ۱۳۸۰".into())];
    assert_eq!((found.total, found.notes), (1, told), "nothing is of that month, and one has its name");
    for (query, words) in
        [("گندم از آذر ۱۴۱۰", "از آذر ۱۴۱۰"), ("گندم ۱۱ آذر ۱۴۰۳", "۱۱ آذر ۱۴۰۳"), ("گندم دیروز", "دیروز")]
    {
        let found = ask(&index, query);
        assert_eq!(found.total, 0, "{query}: a day is no topic");
        assert_eq!(found.notes.first(), Some(&Note::NothingThen(words.into())), "{query}");
    }
}

#[test]
fn a_headline_with_a_bound_of_days_is_found_when_nothing_was_published_then() {
    let mut old = document(1, "برداشت گندم از دی ماه متوقف شد", "");
    old.published_at = NOW - 400 * DAY_MS;
    let index = filled([old]);
    let found = ask(&index, "برداشت گندم از دی ماه متوقف شد");
    assert_eq!((found.total, found.notes), (1, vec![Note::DaysAsWords("از دی ماه".into())]));
    assert_eq!(ask(&index, "برداشت from:1404/10/01").total, 0);
}

#[test]
fn a_phrase_is_found_however_its_compounds_are_written() {
    let index = index(&[
        (1, "حادثه دلخراش", ""),
        (2, "حادثه دل‌خراش", ""),
        (3, "خراش دل، حادثه", ""),
        (4, "انرژی هسته‌ای", ""),
        (5, "انرژی هسته ای", ""),
    ]);
    let found = |typed: &str| {
        let mut found = codes(&index, typed);
        found.sort_unstable();
        found
    };
    for typed in ["\"حادثه دلخراش\"", "\"حادثه دل‌خراش\""] {
        assert_eq!(found(typed), [1, 2], "{typed}");
    }
    for typed in ["\"انرژی هسته‌ای\"", "\"انرژی هسته ای\""] {
        assert_eq!(found(typed), [4, 5], "{typed}");
    }
}

#[test]
fn an_ending_that_a_broken_text_parts_is_no_word() {
    let index = index(&[(1, "بازی حرفه‌ای", ""), (2, "ا‌ی", ""), (3, "حرفه", "")]);
    assert_eq!(codes(&index, "بازی حرفه ای"), [1]);
}

#[test]
fn operators_of_other_engines_are_understood() {
    check("گندم AND باران", &[2]);
    check("گندم NOT باران", &[1]);
    check("گندم Section:world", &[2]);
    check("گندم بخش：اقتصاد", &[1]);
    check("„برداشت گندم‟", &[1]);
}

#[test]
fn words_beyond_the_limits_are_told() {
    let index = index(&[(1, "گندم", "باران"), (2, "برف", "")]);
    let many: String = "آبپتثجچحخدذرز".chars().map(|letter| format!("واژه{letter} ")).collect();
    let found = ask(&index, &many);
    assert!(found.notes.iter().any(|note| matches!(note, Note::Dropped(words) if words.len() == 1)));
}

#[test]
fn days_choose() {
    check("گندم از ۱ آذر ۱۴۰۳ تا ۱۲ آذر", &[1]);
    check("گندم تا ۳۰ آبان ۱۴۰۳", &[2]);
    check("از:1403/08/01 تا:1403/08/30 گندم", &[2]);
    check("from:2024-12-02 گندم", &[1]);
    check("گندم از ۱۲ آذر", &[1]);
}

#[test]
fn a_number_alone_names_an_article() {
    let index = index(&[(100_001, "گندم", ""), (100_002, "سال 100001", "")]);
    assert_eq!(index.named_by(" ۱۰۰۰۰۱ ").unwrap(), Some(100_001));
    for code in [
        "کد خبر: ۱۰۰۰۰۱",
        "کد ۱۰۰۰۰۱",
        "#100001",
        "\u{200f}۱۰۰۰۰۱\u{200c}",
        "\u{2067}کد خبر: \u{202a}100001\u{202c}\u{2069}",
        "https://example.ir/news/100001/گندم",
        "/news/100001",
    ] {
        assert_eq!(index.named_by(code).unwrap(), Some(100_001), "{code}");
    }
    for other in ["100003", "گندم 100001", "-5", "", "99999999999999999999"] {
        assert_eq!(index.named_by(other).unwrap(), None, "{other}");
    }
}

#[test]
fn what_may_have_been_meant_is_said_only_when_nothing_was_found() {
    let index = index(&[(1, "وضعیت مسئلهٔ آب", "رئیس‌جمهور دربارهٔ کشاورزی گفت."), (2, "کشاورزی", "")]);
    for (typed, meant) in [
        ("کشاورضی", "کشاورزی"),
        ("کشاوزری", "کشاورزی"),
        ("وزعیت", "وضعیت"),
        ("مسعله", "مسئلهٔ"),
        ("کشاورزیی:", ""),
    ] {
        let found = ask(&index, typed);
        let expected = Some(meant.to_owned()).filter(|meant| !meant.is_empty());
        assert_eq!(found.meant, expected, "{typed}");
        assert_eq!(found.total == 0, expected.is_some(), "{typed}");
    }
    assert_eq!(ask(&index, "ژژژژ").meant, None);
    assert_eq!(ask(&index, "1۴۰۷").meant, None);
}

#[test]
fn a_word_that_no_article_has_is_told_and_put_right() {
    let index =
        index(&[(1, "وزیر کشاورزی در بین‌الملل", "آب کشاورزی کم است."), (2, "وزیر نیرو", "آب نیرو می‌سازد.")]);
    for (typed, absent, meant) in [
        ("آب کشاورضی", Some("کشاورضی"), Some("آب کشاورزی")),
        ("وزیر نیرو کشاوزری", Some("کشاوزری"), Some("وزیر نیرو کشاورزی")),
        ("بین‌المللل", Some("بین‌المللل"), Some("بین‌الملل")),
        ("وزیر نیرو", None, None),
    ] {
        let found = ask(&index, typed);
        let told: Vec<&Note> = found.notes.iter().filter(|note| matches!(note, Note::Absent(_))).collect();
        let absent = absent.map(|word| Note::Absent(word.to_owned()));
        assert_eq!(told, absent.iter().collect::<Vec<_>>(), "{typed}");
        assert_eq!(found.meant.as_deref(), meant, "{typed}");
    }
}

#[test]
fn words_that_were_not_found_together_are_told() {
    let index = index(&[(1, "نرخ زعفران", "بازار"), (2, "نرخ پسته", "باغ")]);
    for (typed, first, is_apart) in [
        ("زعفران پسته", vec!["زعفران"], true),
        ("نرخ بازار پسته", vec!["بازار"], true),
        ("نرخ بازار زعفران", vec![], false),
        ("نرخ پسته", vec![], false),
    ] {
        let found = ask(&index, typed);
        let without = found.hits.iter().find(|hit| hit.code == 2 || !is_apart).expect("a hit");
        assert_eq!(without.without, first, "{typed}");
        assert_eq!(found.notes.contains(&Note::Apart), is_apart, "{typed}: {:?}", found.notes);
    }
}

#[test]
fn an_unseen_word_is_parted_only_where_its_parts_stand_side_by_side() {
    let index = index(&[
        (1, "سیل گلستان", "باغ وحش شهر"),
        (2, "باغ بزرگ", "شهر دور"),
        (3, "قصر فیروزه", "طبال فوت کرد و فو گفت"),
    ]);
    assert_eq!(codes(&index, "باغوحش"), [1]);
    assert_eq!(codes(&index, "فوطبال"), [] as [i64; 0]);
    assert_eq!(codes(&index, "سیلقصر"), [] as [i64; 0]);
}

#[test]
fn a_phrase_is_a_phrase_though_its_words_are_common() {
    let index = index(&[
        (1, "گردش در تهران", "همه با هم رفتند و به گزارش پیک گفت‌وگو کردند."),
        (2, "مسابقه برای تهران", "همه با او هم رفتند و گزارش به پیک داد."),
        (3, "گفت‌وگو", "در آن گفت‌وگو بود یا نبود"),
    ]);
    for (query, expected) in [
        ("\"در تهران\"", vec![1]),
        ("\"همه با هم\"", vec![1]),
        ("\"به گزارش\"", vec![1]),
        ("\"گزارش به\"", vec![2]),
        ("\"گفت‌وگو کردند\"", vec![1]),
        ("\"گفت و گو کردند\"", vec![1]),
        ("\"بود یا نبود\"", vec![3]),
        ("\"نبود یا بود\"", vec![]),
        ("تهران -\"در تهران\"", vec![2]),
    ] {
        assert_eq!(codes(&index, query), expected, "{query}");
    }
}

#[test]
fn what_is_left_out_beyond_the_limit_is_told() {
    let index = index(&[(1, "گندم", "باران"), (2, "گندم", "برف")]);
    let many: String = (0..9).map(|at| format!(" -{}", "ب".repeat(at + 3))).collect();
    let found = ask(&index, &format!("گندم{many} -باران"));
    assert_eq!((found.total, found.notes), (2, vec![Note::Dropped(vec!["ب".repeat(11), "باران".into()])]));
    let same = ask(&index, &format!("گندم{} -باران", " -ززز".repeat(15)));
    assert_eq!((same.total, same.notes), (1, vec![]));
    assert_eq!(ask(&index, "-گندم").notes, [Note::OnlyWithout]);
    for ending in ["ها", "تر", "می ها"] {
        assert_eq!(ask(&index, ending).total, 0, "{ending}");
    }
}

#[test]
fn a_slip_of_one_article_is_put_right_when_nearly_all_write_otherwise() {
    let many = (2..=150).map(|code| document(code, "درهای دانشگاه", ""));
    let index = filled(many.chain([document(1, "دانشگا", ""), document(151, "دانشگان", "")]));
    let found = ask(&index, "دانشگا");
    assert_eq!((found.total, found.meant.as_deref()), (1, Some("دانشگاه")));
    assert_eq!(ask(&index, "دانشگاه").meant, None);
}

#[test]
fn what_finds_articles_is_right_though_another_word_is_commoner() {
    let many = (3..=300).map(|code| document(code, "ایران", "ماسک"));
    let index = filled(many.chain([document(1, "ایلان ماسک", ""), document(2, "ایلان ماسک", "")]));
    let found = ask(&index, "ایلان ماسک");
    assert_eq!((found.total, found.meant), (2, None));
}

#[test]
fn a_letter_forgotten_in_a_frequent_word_is_told_though_something_was_found() {
    let frequent = (10..=1600).map(|code| document(code, "ایران", ""));
    let slips = (2000..=2002).map(|code| document(code, "ایلان ایرن", "ایارن مشکات"));
    let others = (3000..=3200).map(|code| document(code, "مشکلات", ""));
    let index = filled(frequent.chain(slips).chain(others));
    for (typed, meant) in [("ایرن", Some("ایران")), ("ایارن", Some("ایران")), ("ایلان", None)]
    {
        let found = ask(&index, typed);
        assert_eq!((found.total, found.meant.as_deref()), (3, meant), "{typed}");
    }
}

#[test]
fn an_undated_article_is_of_no_day() {
    let mut undated = document(1, "گندم", "");
    undated.published_at = 0;
    let index = filled([undated, document(2, "گندم", "")]);
    for (query, expected) in
        [("گندم تا ۳۰ آذر ۱۴۰۳", vec![2]), ("گندم قبل از ۱ آذر ۱۴۰۳", vec![]), ("گندم", vec![1, 2])]
    {
        let mut found = codes(&index, query);
        found.sort_unstable();
        assert_eq!(found, expected, "{query}");
    }
}
