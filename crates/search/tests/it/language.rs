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
