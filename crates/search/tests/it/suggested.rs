use search::{Change, Document, Index};

use crate::document;

/// An index of these, among many articles about other things: of a few alone no word says what they are about.
fn filled(documents: impl IntoIterator<Item = Document>) -> Index {
    let other =
        |code: i64| document(code, &format!("خبر {code}الف"), &format!("گزارش {code}ب از {code}پ و {code}ت"));
    crate::filled(documents.into_iter().chain((1000..1060).map(other)))
}

#[test]
fn suggestions_are_on_topic_and_no_copies() {
    let wheat = "برداشت گندم در مزارع گلستان با خرید تضمینی گندم از کشاورزان";
    let mut documents = vec![
        document(1, "خرید تضمینی گندم", wheat),
        document(2, "گندم گلستان", "مزارع گندم گلستان و کشاورزان"),
        document(3, "گندم گلستان", "مزارع گندم گلستان و کشاورزان"),
        document(4, "فینال فوتبال", "تیم ملی فوتبال در فینال جام"),
        document(5, "خرید تضمینی گندم", wheat),
        document(6, "کشاورزان و گندم", "کشاورزان خرید تضمینی گندم را خواستند"),
    ];
    documents[2].story = 2;
    documents[4].story = 1;
    let related = filled(documents).related(1, 5).expect("suggested");
    assert!(!related.contains(&1) && !related.contains(&5), "not itself, not its copy: {related:?}");
    assert_eq!(related.iter().filter(|code| [2, 3].contains(code)).count(), 1, "one of a story: {related:?}");
    assert!(related.contains(&6) && !related.contains(&4), "{related:?}");
}

#[test]
fn an_article_that_is_not_there_has_none() {
    assert!(filled([]).related(1, 5).expect("suggested").is_empty());
}

#[test]
fn of_two_that_fit_alike_the_one_nearer_in_time_comes_first() {
    let wheat = "برداشت گندم در مزارع گلستان با خرید تضمینی گندم از کشاورزان";
    let mut documents: Vec<search::Document> =
        (1..=3).map(|code| document(code, "خرید تضمینی گندم", wheat)).collect();
    documents[1].published_at -= 1000 * crate::DAY_MS;
    documents[2].published_at -= 2 * crate::DAY_MS;
    assert_eq!(filled(documents.clone()).related(1, 5).expect("suggested"), [3, 2]);
    documents[0].published_at -= 1000 * crate::DAY_MS;
    assert_eq!(filled(documents).related(1, 5).expect("suggested"), [2, 3]);
}

#[test]
fn what_is_remembered_follows_what_changes() {
    let wheat = "برداشت گندم در مزارع گلستان با خرید تضمینی گندم از کشاورزان";
    let index = filled((1..=3).map(|code| document(code, "خرید تضمینی گندم", wheat)));
    let put = |code: i64| Change::Put(Box::new(document(code, "خرید تضمینی گندم", wheat)));
    let suggested = |code: i64| {
        let mut list = index.related(code, 9).expect("suggested");
        list.sort_unstable();
        list
    };
    assert_eq!((suggested(1), suggested(2)), (vec![2, 3], vec![1, 3]));
    assert_eq!(index.remembered(1).map(|list| list.len()), Some(2));
    index.write(&[put(4)], 2).expect("written");
    assert!(index.remembered(4).is_some(), "looked up when it was published");
    assert_eq!(index.remembered(1), None);
    assert_eq!(suggested(1), [2, 3, 4]);
    index.write(&[Change::Remove(3)], 3).expect("written");
    assert_eq!((suggested(1), suggested(4)), (vec![2, 4], vec![1, 2]));
    assert!(suggested(3).is_empty());
    index.write(&(5..=30).map(put).collect::<Vec<_>>(), 4).expect("written");
    assert_eq!((index.remembered(1), suggested(1).len()), (None, 9));
}

#[test]
fn what_shares_only_a_word_or_two_is_not_suggested() {
    let index = filled([
        document(1, "خرید تضمینی گندم آغاز شد", "کشاورزان گلستان گندم را به سیلوها می‌برند."),
        document(2, "گلستان مهمان نمایشگاه کتاب", "ناشران گلستان در نمایشگاه کتاب غرفه دارند."),
        document(3, "سیلوها پر از گندم شد", "کشاورزان گلستان بهای خرید تضمینی گندم را گرفتند."),
    ]);
    assert_eq!(index.related(1, 5).expect("suggested"), [3]);
    assert!(index.related(2, 5).expect("suggested").is_empty(), "none is better than one that misleads");
}
