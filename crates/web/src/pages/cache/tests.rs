use super::*;
use crate::pages::reading::Noted;

fn page(on: &[Dependency], until: Option<UtcMs>, letters: usize) -> Arc<Page> {
    let noted = Noted { on: on.iter().cloned().collect(), until };
    // Bytes that no compression makes fewer.
    let mut seed = letters as u64 + 1;
    let mut random = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'!' + (seed >> 33) as u8 % 90)
    };
    Page::new(Kind::Html, &(0..letters).map(|_| random()).collect::<String>(), noted).into()
}

fn told() -> PageCache {
    let pages = PageCache::default();
    pages.begin();
    pages
}

#[test]
fn what_shows_something_that_changed_goes_and_the_rest_stays() {
    let pages = told();
    pages.keep("/a", &page(&[Dependency::All, Dependency::Article(1)], None, 9), 0);
    pages.keep("/b", &page(&[Dependency::All, Dependency::Article(2)], None, 9), 0);
    assert!(pages.get("/b", 0).is_some());
    pages.invalidate(&[Dependency::Article(1), Dependency::Section(7)]);
    assert!(pages.get("/a", 0).is_none() && pages.get("/b", 0).is_some());
    assert_eq!(pages.next_to_render(), None, "nobody had asked for it");
    pages.invalidate(&[Dependency::All]);
    assert!(pages.get("/b", 0).is_none());
    assert_eq!(pages.next_to_render().as_deref(), Some("/b"));
    let shelf = pages.read();
    assert_eq!((shelf.bytes, shelf.shown_by.len()), (0, 0));
}

#[test]
fn what_changed_while_a_page_was_made_is_not_in_it() {
    let pages = told();
    let (since, _) = pages.making("/a");
    pages.invalidate(&[Dependency::Article(1)]);
    pages.keep("/a", &page(&[Dependency::Article(1)], None, 9), since);
    assert!(pages.get("/a", 0).is_none());
    pages.keep("/b", &page(&[Dependency::Article(2)], None, 9), since);
    assert!(pages.get("/b", 0).is_some(), "something else changed");
    let (later, _) = pages.making("/a");
    pages.keep("/a", &page(&[Dependency::Article(1)], None, 9), later);
    assert!(pages.get("/a", 0).is_some());
    for code in 0..INVALIDATIONS_MAX as i64 {
        pages.invalidate(&[Dependency::Article(10 + code)]);
    }
    pages.keep("/c", &page(&[Dependency::Article(3)], None, 9), since);
    assert!(pages.get("/c", 0).is_none(), "what was invalidated so long ago is forgotten");
}

#[test]
fn a_page_of_the_moment_is_kept_for_its_time() {
    let pages = told();
    pages.keep("/", &page(&[Dependency::All], Some(60), 9), 0);
    assert!(pages.get("/", 59).is_some() && pages.get("/", 60).is_none());
}

#[test]
fn what_is_fresh_follows_its_section_later() {
    let pages = told();
    pages.keep("/a", &page(&[Dependency::Fresh(1)], None, 9), 0);
    pages.refresh();
    pages.invalidate(&[Dependency::Section(1), Dependency::Section(2)]);
    assert!(pages.get("/a", 0).is_some());
    pages.refresh();
    assert!(pages.get("/a", 0).is_none());
}

#[test]
fn who_is_told_nothing_keeps_nothing() {
    let pages = PageCache::default();
    pages.keep("/", &page(&[], None, 9), 0);
    assert!(pages.get("/", 0).is_none());
}

#[test]
fn a_page_is_found_by_the_address_that_browsers_send_while_it_is_there() {
    let pages = told();
    let kept = page(&[Dependency::All], None, 9);
    pages.keep("/tag/پ", &kept, 0);
    let key = || Some("/tag/پ".to_owned());
    assert!(pages.get_at("/tag/%D9%BE", 0, key).is_some());
    assert!(pages.get_at("/tag/%D9%BE", 0, || None).is_some(), "without taking it apart again");
    assert!(pages.get_at("/tag/%d9%be", 0, key).is_some(), "in other letters");
    assert!(pages.get_at("/tag/%d9%be", 0, || None).is_none(), "one address is remembered");
    pages.invalidate(&[Dependency::All]);
    assert!(pages.get_at("/tag/%D9%BE", 0, key).is_none());
    assert!(pages.read().addresses.is_empty());
    let generation = pages.read().generation;
    pages.keep("/tag/پ", &kept, generation);
    assert!(pages.get_at("/tag/%D9%BE", 0, key).is_some(), "made anew");
}

#[test]
fn what_nobody_asked_for_makes_room() {
    let pages = told();
    let large = page(&[Dependency::All], None, 4 << 20);
    let many = BYTES_MAX / large.size() + 8;
    for number in 0..many {
        pages.keep(&format!("/{number}"), &large, 0);
        assert!(pages.get("/0", 0).is_some(), "asked for all the time, after {number}");
    }
    let shelf = pages.read();
    assert!(shelf.bytes <= BYTES_MAX && shelf.pages.len() < many && shelf.order.len() <= many);
}
