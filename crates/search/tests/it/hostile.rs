//! Any text is a query: nothing panics, and nothing is answered that was not asked for.

use search::{Index, Query, SearchError, Sort};

use crate::{NOW, index};

const PIECES: [&str; 40] = [
    "\"",
    "«",
    "»",
    "-",
    "--",
    ":",
    "از",
    "تا",
    "۱",
    "1403",
    "آذر",
    "/",
    "1403/13/45",
    "section:",
    "بخش:",
    "تا:",
    "گندم",
    "برداشت",
    "در",
    "و",
    "\u{200c}",
    "\u{200d}\u{200c}",
    "\u{0}",
    "\u{202e}",
    "🌾",
    "e\u{301}",
    "ﷺ",
    "نمی",
    "ها",
    "؟",
    "AND",
    "OR",
    "*",
    "~2",
    "(",
    ")",
    "\\",
    "99999999999999999999",
    "\u{64b}",
    "از ۳۱ اسفند",
];

/// SplitMix64: the same queries in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

#[test]
fn any_text_is_answered() {
    let index = index(&[(1, "برداشت گندم", "گندم‌ها در مزرعه"), (2, "باران", "باران و برف")]);
    let mut random = Random(7);
    for _ in 0..1000 {
        let mut text = String::new();
        for _ in 0..random.below(24) {
            text.push_str(PIECES[random.below(PIECES.len())]);
            text.push_str(["", " ", "\u{200c}"][random.below(3)]);
        }
        let sort = [Sort::Relevance, Sort::Date][random.below(2)];
        let query = Query {
            text: text.clone(),
            sort,
            limit: random.below(4),
            offset: random.below(4),
            facets: random.below(2) == 0,
            now: Some(NOW),
            ..Query::default()
        };
        let found = index.search(&query).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert!(found.total <= 2 && found.hits.len() <= query.limit, "{text:?}");
        index.named_by(&text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    }
}

#[test]
fn a_text_of_a_kilobyte_is_answered() {
    let index = index(&[(1, "برداشت گندم", "گندم‌ها در مزرعه")]);
    for piece in PIECES {
        let text = piece.repeat(1024 / piece.len());
        let query = Query { text, limit: 10, ..Query::default() };
        index.search(&query).unwrap_or_else(|error| panic!("{piece:?}: {error}"));
    }
}

#[test]
fn a_file_in_the_place_of_the_folder_is_told() {
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("index");
    std::fs::write(&file, "no folder").expect("written");
    let refused = Index::open(&file).err();
    assert!(matches!(refused, Some(SearchError::Folder(_))), "{refused:?}");
    assert_eq!(std::fs::read_to_string(&file).expect("there"), "no folder", "nothing is lost");
}
