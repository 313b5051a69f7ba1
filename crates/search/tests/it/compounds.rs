use search::{Note, Query, Sort};

use crate::{ask, document, filled};

#[test]
fn a_slip_of_few_articles_does_not_stand_above_what_is_written_well() {
    let slip = document(1, "ویروسکرونا و بازار", "بازار امروز آرام بود");
    let right = (2..40).map(|code| document(code, &format!("ویروس کرونا {code}"), "ویروس کرونا در شهر"));
    let others = (40..400).map(|code| document(code, &format!("باران {code}"), "باران در شهر"));
    let index = filled(std::iter::once(slip).chain(right).chain(others));
    let found = ask(&index, "ویروس کرونا");
    assert_eq!(found.total, 39);
    assert!(found.hits.iter().all(|hit| hit.code != 1), "{:?}", found.hits);
}

#[test]
fn a_word_means_what_most_articles_write() {
    let joined = (1..60).map(|code| document(code, "همچنین", "باران"));
    let parted = [document(60, "هم\u{200c}چنین", "باران"), document(61, "چنین", "باران")];
    let compound = (62..70).map(|code| document(code, "هم\u{200c}وطنان", "باران"));
    let misspelt = [document(70, "هموطنان", "باران")];
    let compared = (71..90).map(|code| document(code, "بیشتر", "باران"));
    let more = [document(90, "بیش\u{200c}تر", "باران"), document(91, "بیش از این", "باران")];
    let index = filled(joined.chain(parted).chain(compound).chain(misspelt).chain(compared).chain(more));
    for (one, other, total) in [
        ("همچنین", "هم\u{200c}چنین", 59),
        ("بیشتر", "بیش\u{200c}تر", 19),
        ("هموطنان", "هم\u{200c}وطنان", 9),
        ("هم\u{200c}وطنان", "هموطنان", 9),
    ] {
        assert_eq!((ask(&index, one).total, ask(&index, other).total), (total, total), "{one}");
    }
}

#[test]
fn the_parts_of_a_compound_stand_side_by_side() {
    let spellings = ["کی\u{200c}روش", "کی روش", "کیروش"];
    let told = (1..=12).map(|code| document(code, spellings[code as usize % 3], "تیم ملی"));
    let apart = (20..60).map(|code| document(code, "روش کار", "کی می‌داند؟ باران"));
    let initials = ["سی\u{200c}ان\u{200c}ان", "سی ان ان"];
    let channel = (60..64).map(|code| document(code, initials[code as usize % 2], "خبر"));
    let numbers = (70..99).map(|code| document(code, "سی کتاب", "ان کتاب‌ها ارزان است"));
    let mail = ["ای\u{200c}میل", "ایمیل"].map(str::to_owned);
    let mails = (100..104).map(|code| document(code, &mail[code as usize % 2], "نامه"));
    let wish = (110..130).map(|code| document(code, "میل", "نامه"));
    let documents = told.chain(apart).chain(channel).chain(numbers).chain(mails).chain(wish);
    let index = filled(documents);
    for (queries, total) in [(&spellings[..], 12), (&initials[..], 4), (&["ای\u{200c}میل", "ایمیل"][..], 4)]
    {
        for query in queries {
            let found = ask(&index, query);
            assert_eq!(found.total, total, "{query}: {:?}", found.hits);
        }
    }
    // Beside other words too, and by date.
    assert_eq!(ask(&index, "کی\u{200c}روش تیم").total, 12);
    let by_date = Query { text: "کی روش".into(), sort: Sort::Date, limit: 20, ..Query::default() };
    assert_eq!(index.search(&by_date).expect("searched").total, 12);
}

#[test]
fn a_name_that_most_articles_join_is_one_word_when_it_is_typed_apart() {
    let joined = (1..=20).map(|code| document(code, "محمدرضا", "کنسرت"));
    let beside = [document(21, "محمد رضا", "کنسرت"), document(22, "محمد\u{200c}رضا", "کنسرت")];
    let apart = (30..60).map(|code| document(code, "محمد", "رضا و کنسرت"));
    let mother = (60..64).map(|code| document(code, "مادر", "خانه"));
    let role = (70..90).map(|code| document(code, "نقش ما در خانه", "باران"));
    let index = filled(joined.chain(beside).chain(apart).chain(mother).chain(role));
    for query in ["محمد رضا", "محمد\u{200c}رضا", "محمدرضا"] {
        let found = ask(&index, query);
        assert_eq!(found.total, 22, "{query}: {:?}", found.hits);
    }
    assert_eq!(ask(&index, "ما در").total, 20, "what stands apart in more articles is not مادر");
    assert_eq!(ask(&index, "مادر").total, 4);
}

#[test]
fn a_half_space_that_slipped_into_one_article_takes_no_word_from_the_others() {
    let right = (1..=40).map(|code| document(code, "آمادگی کامل", "نشان دهنده و زنده"));
    let slips = [document(50, "آماد\u{200c}گی", "باران"), document(51, "دهند\u{200c}ه", "باران")];
    let verbs = (60..70).map(|code| document(code, "می\u{200c}آید", "باران"));
    let index = filled(right.chain(slips).chain(verbs));
    for (query, least) in [("آمادگی", 40), ("آمادگی کامل", 40), ("نشان دهنده", 40), ("می آید", 10)]
    {
        let found = ask(&index, query).total;
        assert!((least..least + 2).contains(&found), "{query}: {found}");
    }
}

#[test]
fn words_typed_apart_that_are_looked_for_together_are_told() {
    let joined = (1..=10).map(|code| document(code, "کروناویروس در شهر", "باران"));
    let beside = (11..=40).map(|code| document(code, "کرونا ویروس در شهر", "باران"));
    let apart = (41..=90).map(|code| document(code, "ویروس تازه", "شهر و کرونا"));
    let careful = (100..=140).map(|code| document(code, "کم\u{200c}کاری دستگاه‌ها", "گزارش"));
    let little = (150..=199).map(|code| document(code, "باران کم بود", "کاری نکردند"));
    let index = filled(joined.chain(beside).chain(apart).chain(careful).chain(little));
    let told = |text: &str| {
        let found = ask(&index, text);
        let note = found.notes.iter().find_map(|note| match note {
            Note::Together { words, apart } => Some((words.clone(), *apart)),
            _ => None,
        });
        (found.total, note)
    };
    assert_eq!(told("کرونا ویروس"), (40, Some(("کرونا ویروس".to_owned(), 90))));
    assert_eq!(told("کرونا ویروس شهر").1.map(|(words, _)| words), Some("کرونا ویروس".to_owned()));
    let query = Query { text: "کرونا ویروس".into(), are_words_apart: true, ..Query::default() };
    assert_eq!(index.search(&query).expect("searched").total, 90);
    // What was typed as one word, or begins with what says nothing alone, is what it is.
    for (text, total) in [("کروناویروس", 40), ("کرونا\u{200c}ویروس", 40), ("کم کاری", 41)]
    {
        assert_eq!(told(text), (total, None), "{text}");
    }
}
