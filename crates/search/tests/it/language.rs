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
    check("برچسب:کشاورزی", &[1]);
    check("برچسب:نوین_گندم", &[]);
    check("گندم نرخ:ندارد", &[1, 2]);
}

#[test]
fn names_may_be_quoted_in_part_and_left_out() {
    check("author:\"نرگس فلاح\"", &[1]);
    check("گندم نویسنده:«نرگس فلاح»", &[1]);
    check("نویسنده:فلاح", &[1]);
    check("نویسنده:\"فلاح نرگس\"", &[]);
    check("منبع:پیک", &[1]);
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
    assert_eq!((found.total, found.notes), (1, vec![]), "nothing is of that month, and one has its name");
    assert_eq!(ask(&index, "گندم از آذر ۱۴۱۰").total, 0);
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
    assert_eq!(ask(&index, "آب کشاورضی").meant, None);
    assert_eq!(ask(&index, "ژژژژ").meant, None);
}
