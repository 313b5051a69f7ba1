use search::{Note, Query};

use crate::{ask, codes, document, filled};

#[test]
fn articles_in_no_section_are_counted_and_chosen() {
    let of = |code: i64, section: &str| {
        let mut one = document(code, "گندم", "");
        one.section = Some(section.to_owned()).filter(|section| !section.is_empty());
        one.section_name = section.to_owned();
        one
    };
    let index = filled([of(1, "economy"), of(2, ""), of(3, "")]);
    let query = |text: &str| Query { text: text.into(), facets: true, limit: 10, ..Query::default() };
    let counted = index.search(&query("گندم")).expect("asked").facets.sections;
    assert_eq!(counted, [("-".to_owned(), 2), ("economy".to_owned(), 1)]);
    let chosen = Query { section: Some(search::NO_SECTION.into()), ..query("گندم") };
    assert_eq!(index.search(&chosen).expect("asked").total, 2);
    for (typed, total) in [
        ("گندم بخش:بی‌بخش", 2),
        ("گندم بخش:بی بخش", 2),
        ("بخش : بی‌بخش گندم", 2),
        ("section:none", 2),
        ("گندم -بخش:بی‌بخش", 1),
    ] {
        assert_eq!(index.search(&query(typed)).expect("asked").total, total, "{typed}");
    }
    let index = filled([of(1, "none"), of(2, "")]);
    assert_eq!(codes(&index, "section:none"), [1], "a section of that name is meant");
}

#[test]
fn news_codes_side_by_side_name_their_articles() {
    let index = filled([100_001, 100_002, 100_003].map(|code| document(code, "گندم 1400", "1401")));
    for (typed, found) in [
        ("100002 100001", vec![100_002, 100_001]),
        ("۱۰۰۰۰۳، ۱۰۰۰۰۱ #100001", vec![100_003, 100_001]),
        ("کد:100001,کد:100003", vec![100_001, 100_003]),
    ] {
        let query = Query { text: typed.into(), limit: 10, ..Query::default() };
        let results = index.search_or_name(&query).expect("asked");
        let codes: Vec<i64> = results.hits.iter().map(|hit| hit.code).collect();
        assert_eq!((results.total, codes), (found.len(), found), "{typed}");
    }
    let years = Query { text: "1400 1401".into(), limit: 10, ..Query::default() };
    assert_eq!(index.search_or_name(&years).expect("asked").total, 3, "numbers that name nothing are words");
    let second = Query { text: "100001 100002".into(), limit: 1, offset: 1, ..Query::default() };
    assert_eq!(index.search_or_name(&second).expect("asked").hits[0].code, 100_002);
}

#[test]
fn where_some_lack_a_word_it_is_told_how_many_have_all() {
    let all = (1..=3).map(|code| document(code, "نرخ زعفران قائن", "بازار"));
    let others = (10..=19).map(|code| document(code, "زعفران قائن", "باغ"));
    let index = filled(all.chain(others).chain((20..60).map(|code| document(code, "نرخ نان", ""))));
    for (typed, total, told) in [
        ("نرخ زعفران قائن", 13, Some(3)),
        ("نرخ زعفران", 3, None),
        ("زعفران قائن", 13, None),
        ("\"نرخ زعفران قائن\"", 3, None),
        ("نرخ زعفران قائن چیست؟", 13, None),
    ] {
        let found = ask(&index, typed);
        let note =
            found.notes.iter().find_map(|note| if let Note::All(all) = note { Some(*all) } else { None });
        assert_eq!((found.total, note), (total, told), "{typed}: {:?}", found.notes);
    }
}
