use std::ops::ControlFlow;
use std::path::PathBuf;

use search::{Change, Index, Query, SearchError, Sort};

use crate::{NOW, codes, document, filled, index};

#[test]
fn every_spelling_of_a_word_finds_the_same() {
    let index = index(&[
        (1, "کتاب‌خانهٔ تازه", "کتاب‌های مسئولان گم می‌شود."),
        (2, "كتابخانه قديمي", "كتابهاي مسوولان گم ميشود."),
        (3, "باران", "باران آمد."),
    ]);
    for spellings in [
        ["کتاب‌خانه", "کتاب خانه", "کتابخانه", "كتابخانه"],
        ["کتاب‌ها", "کتابها", "کتاب ها", "كتابهاي"],
        ["گم می‌شود", "گم میشود", "گم می شود", "گم ميشود"],
    ] {
        for spelling in spellings {
            let mut found = codes(&index, spelling);
            found.sort_unstable();
            assert_eq!(found, [1, 2], "{spelling}");
        }
    }
}

#[test]
fn found_words_are_marked_in_their_own_spelling() {
    let index = index(&[(1, "كتابهاي تازه", "بازار کتاب‌ها گرم است.")]);
    let found = crate::ask(&index, "کتاب");
    let marked = |pieces: &[search::Piece]| -> Vec<String> {
        pieces.iter().filter(|piece| piece.is_hit).map(|piece| piece.text.clone()).collect()
    };
    assert_eq!(marked(&found.hits[0].headline), ["كتابهاي"]);
    assert_eq!(marked(&found.hits[0].snippet), ["کتاب‌ها"]);
}

#[test]
fn pages_and_orders() {
    let articles: Vec<(i64, &str, &str)> = (1..=30).map(|code| (code, "گندم", "برداشت گندم")).collect();
    let index = index(&articles);
    let page = |sort, offset| {
        let query = Query { text: "گندم".into(), sort, offset, limit: 10, ..Query::default() };
        let found = index.search(&query).expect("searched");
        (found.total, found.hits.iter().map(|hit| hit.code).collect::<Vec<_>>())
    };
    assert_eq!(page(Sort::Date, 0), (30, (21..=30).rev().collect()));
    assert_eq!(page(Sort::Date, 20), (30, (1..=10).rev().collect()));
    let mut all: Vec<i64> =
        [0, 10, 20].into_iter().flat_map(|offset| page(Sort::Relevance, offset).1).collect();
    all.sort_unstable();
    assert_eq!(all, (1..=30).collect::<Vec<_>>());
    assert_eq!(page(Sort::Relevance, 30), (30, vec![]));
}

#[test]
fn what_was_found_is_counted() {
    let mut documents = vec![];
    for (code, section, source, published_at) in [
        (1, "sport", "پیک", NOW),
        (2, "sport", "", NOW),
        (3, "world", "پیک", NOW - 400 * crate::DAY_MS),
        (4, "", "", 0),
        (5, "", "", NOW - 1200 * crate::DAY_MS),
    ] {
        let mut one = document(code, "گندم", "برداشت");
        one.section = Some(section.to_owned());
        one.source = source.to_owned();
        one.published_at = published_at;
        documents.push(one);
    }
    let index = filled(documents);
    let query = Query { text: "گندم".into(), limit: 1, facets: true, ..Query::default() };
    let facets = index.search(&query).expect("searched").facets;
    assert_eq!(facets.sections, [("-".to_owned(), 2), ("sport".to_owned(), 2), ("world".to_owned(), 1)]);
    assert_eq!(facets.sources, [("پیک".to_owned(), 2)]);
    assert_eq!(facets.years, [(1403, 2), (1402, 1), (1400, 1)], "the undated one has no year");
}

#[test]
fn what_is_taken_away_is_gone_at_once() {
    let index = index(&[(1, "گندم", ""), (2, "گندم", "")]);
    index.write(&[Change::Remove(1)], 2).expect("written");
    assert_eq!(codes(&index, "گندم"), [2]);
    assert_eq!((index.named_by("1").unwrap(), index.named_by("۲").unwrap()), (None, Some(2)));
}

#[test]
fn what_changes_nothing_has_no_search_forgotten() {
    let index = index(&[(1, "گندم", ""), (2, "گندم", "")]);
    let state = index.state();
    index.write(&[], 8).expect("written");
    index.write(&[Change::Remove(77)], 9).expect("written");
    assert_eq!((index.state(), index.followed_to().number), (state, 9));
    index.write(&[Change::Remove(77), Change::Remove(2)], 10).expect("written");
    assert_eq!((codes(&index, "گندم"), index.followed_to().number), (vec![1], 10));
    assert_ne!(index.state(), state);
}

#[test]
fn an_index_is_emptied_and_filled() {
    let index = index(&[(1, "گندم", "")]);
    index.empty().expect("emptied");
    index.fill(&[document(2, "باران", ""), document(3, "باران", "")]).expect("filled");
    index.write(&[], 7).expect("written");
    assert_eq!(
        (codes(&index, "گندم").len(), codes(&index, "باران").len(), index.followed_to().number),
        (0, 2, 7)
    );
}

#[test]
fn an_index_that_is_being_built_does_not_say_that_nothing_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let asked =
        |index: &Index| index.search(&Query { text: "گندم".into(), limit: 1, ..Query::default() });
    let open = || Index::open(folder.path()).expect("opened").0;
    let index = open();
    assert!(matches!(asked(&index), Err(SearchError::BeingBuilt { articles: 0 })));
    index.fill(&[document(1, "گندم", "")]).expect("filled");
    index.write(&[], 0).expect("written");
    assert!(matches!(asked(&index), Err(SearchError::BeingBuilt { articles: 1 })));
    assert!(index.named_by("1").is_err() && index.complete("گند", 1).is_err());
    drop(index);
    let index = open();
    assert!(asked(&index).is_err(), "broken off, it is not whole");
    index.empty().expect("emptied");
    index.fill(&[document(1, "گندم", ""), document(2, "گندم", "")]).expect("filled");
    index.filled(7).expect("filled");
    assert_eq!(asked(&index).expect("found").total, 2);
    drop(index);
    assert_eq!(asked(&open()).expect("found").total, 2);
}

#[test]
fn parts_of_an_index_are_merged_and_found_meanwhile() {
    let index = Index::in_memory().expect("an index");
    let found = || index.search(&Query { text: "گندم".into(), limit: 9, ..Query::default() }).expect("found");
    for code in 1..=3 {
        index.write(&[Change::Put(Box::new(document(code, "گندم", "")))], code).expect("written");
    }
    let (before, state) = (found().hits.len(), index.state());
    assert!(index.is_in_parts() && before == 3);
    index.merge().expect("merged");
    assert!(!index.is_in_parts() && index.state() != state && found().hits.len() == before);
    assert_eq!(index.followed_to().number, 3);
}

#[test]
fn a_broken_file_is_told_from_other_failures() {
    let folder = tempfile::tempdir().expect("a folder");
    let (index, _) = Index::open(folder.path()).expect("opened");
    index.fill(&[document(1, "گندم", "")]).expect("filled");
    index.filled(7).expect("filled");
    drop(index);
    let files: Vec<PathBuf> =
        std::fs::read_dir(folder.path()).expect("read").map(|file| file.expect("a file").path()).collect();
    let parts = ["term", "idx", "fast", "store", "json"];
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|kind| parts.iter().any(|part| kind == *part)))
    {
        if file.file_name().is_some_and(|name| name == ".managed.json") {
            continue;
        }
        let whole = std::fs::read(file).expect("read");
        for damaged in [&whole[..whole.len() / 2], b""] {
            std::fs::write(file, damaged).expect("written");
            let opened = Index::open(folder.path()).map(|_| ());
            assert!(matches!(opened, Err(SearchError::Damaged(_))), "{}: {opened:?}", file.display());
        }
        std::fs::write(file, whole).expect("written");
    }
    assert!(Index::open(folder.path()).is_ok());
}

#[test]
fn files_damaged_inside_are_told_when_a_search_stumbles_over_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let (index, _) = Index::open(folder.path()).expect("opened");
    let document = |code: i64| document(code, &format!("گندم {code}"), "برداشت گندم از مزرعه");
    index.fill(&(1..300).map(document).collect::<Vec<_>>()).expect("filled");
    index.filled(7).expect("filled");
    drop(index);
    let asked =
        |index: &Index| index.search(&Query { text: "گندم".into(), limit: 300, ..Query::default() });
    let mut failed = 0;
    for file in std::fs::read_dir(folder.path()).expect("read").map(|file| file.expect("a file").path()) {
        if file.extension().is_none_or(|kind| kind != "store" && kind != "idx") {
            continue;
        }
        let whole = std::fs::read(&file).expect("read");
        let mut damaged = whole.clone();
        damaged[..whole.len() / 3].fill(0xF3);
        std::fs::write(&file, &damaged).expect("written");
        let (index, _) = Index::open(folder.path()).expect("opened");
        if asked(&index).is_err() {
            failed += 1;
            assert!(index.was_doubted() && !index.was_doubted(), "{}", file.display());
        }
        assert!(index.is_damaged(|| ControlFlow::Continue(())).expect("read"), "{}", file.display());
        drop(index);
        std::fs::write(&file, whole).expect("written");
    }
    assert!(failed > 0);
    let (index, _) = Index::open(folder.path()).expect("opened");
    assert!(
        asked(&index).is_ok()
            && !index.was_doubted()
            && !index.is_damaged(|| ControlFlow::Continue(())).expect("read")
    );
}

#[test]
fn files_cut_off_under_an_open_index_end_no_process_and_it_is_filled_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let (index, _) = Index::open(folder.path()).expect("opened");
    // More than is kept in memory, however it is packed.
    let said = |code: i64| (0..400).map(move |at| format!("{} ", (code * 7919 + at * at * 104_729) % 99_991));
    let text = |code: i64| said(code).chain(["برداشت گندم از مزرعه".to_owned()]).collect::<String>();
    let documents: Vec<_> =
        (1..300).map(|code| document(code, &format!("گندم {code}"), &text(code))).collect();
    let fill = || {
        index.empty().expect("emptied");
        index.fill(&documents).expect("filled");
        index.filled(7).expect("filled");
        index.merge().expect("merged");
    };
    let asked = |text: &str| index.search(&Query { text: text.into(), limit: 300, ..Query::default() });
    for length in [0, 1, 100] {
        fill();
        assert!(!index.is_damaged(|| ControlFlow::Continue(())).expect("read"));
        for file in std::fs::read_dir(folder.path()).expect("read").map(|file| file.expect("a file").path()) {
            if file.extension().is_some_and(|kind| kind != "json" && kind != "lock") {
                std::fs::File::options()
                    .write(true)
                    .open(&file)
                    .and_then(|file| file.set_len(length))
                    .expect("cut off");
            }
        }
        assert!(asked("گندم مزرعه").is_err() && index.was_doubted(), "{length}");
        assert!(index.is_damaged(|| ControlFlow::Continue(())).expect("read"), "{length}");
        fill();
        assert_eq!(asked("گندم مزرعه").expect("asked").hits.len(), 299, "{length}");
    }
}

#[test]
fn a_copy_of_what_stands_on_a_page_before_is_told_so() {
    let index = filled((1..=6).map(|code| {
        let mut one = document(code, "گندم", "برداشت گندم");
        (one.story, one.published_at) = (code % 4, NOW + code);
        one
    }));
    let page = |offset: usize| {
        let query = Query { text: "گندم".into(), sort: Sort::Date, limit: 2, offset, ..Query::default() };
        let hits = index.search(&query).expect("searched").hits;
        hits.iter().map(|hit| (hit.code, hit.is_told_before)).collect::<Vec<_>>()
    };
    assert_eq!(page(0), [(6, false), (5, false)]);
    assert_eq!(page(2), [(4, false), (3, false)]);
    assert_eq!(page(4), [(2, true), (1, true)]);
    assert_eq!(page(6), []);
}

#[test]
fn a_year_behind_a_word_finds_what_says_it_too() {
    let dated = |code: i64, day: &str, text: &str| {
        let published_at = persian::date::parse(day, None).expect("a day").ms;
        search::Document { published_at, ..document(code, "بودجه", text) }
    };
    let index = filled([
        dated(1, "1398/09/18", "لایحه بودجه سال ۹۹ رسید"),
        dated(2, "1398/10/18", "بودجه ۹۹ در مجلس"),
        dated(3, "1399/02/01", "اجرای آن آغاز شد"),
        dated(4, "1398/03/01", "۹۹ درصد آن خرج شد"),
        dated(5, "1400/05/01", "در سال ۱۳۹۹ کم بود"),
        dated(6, "1400/05/01", "بس بود"),
    ]);
    for (query, expected) in [
        ("بودجه سال ۹۹", vec![1, 2, 3, 5]),
        ("بودجه سال ۱۳۹۹", vec![1, 2, 3, 5]),
        ("بودجه در سال ۹۹", vec![1, 2, 3, 5]),
    ] {
        let mut found = codes(&index, query);
        found.sort_unstable();
        assert_eq!(found, expected, "{query}");
    }
    assert!([1, 2, 5].contains(&codes(&index, "بودجه سال ۹۹")[0]), "what says the year comes first");
}

#[test]
fn a_pair_of_words_does_not_outweigh_the_word_that_tells() {
    let index = index(&[
        (1, "آمار مرگ و میر", "مرگ و میر در شهر و مرگ و میر در روستا شمرده شد"),
        (2, "نهنگ در خلیج", "چرا نهنگ به ساحل آمد و در ساحل ماند"),
        (3, "بازار شهر", "مرگ یک درخت کهن"),
        (4, "باران", "میر آب چشمه"),
        (5, "نهنگ و دریا", "دریا آرام بود"),
    ]);
    assert_eq!(codes(&index, "مرگ و میر نهنگ علت").first(), Some(&2));
    assert_eq!(codes(&index, "مرگ و میر"), [1], "of the others, each has one of its words");
}
