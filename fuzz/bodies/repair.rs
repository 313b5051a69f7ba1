//! Any bytes: nothing panics, a repaired line and a repaired stream stay as they are, words keep their keys.
//!
//! The tests of the crate read with it too.

use persian::fold;
use persian::repair::{Mode, Repairer};

pub fn read(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).replace('\n', " ");
    let repairer = Repairer::new(Mode::Full);
    let once = repairer.line(&text);
    assert_eq!(repairer.line(&once), once);
    assert_eq!(key(&once), key(&text));
    let lines = streamed(repairer, text.split('.'));
    assert_eq!(streamed(repairer, lines.iter().map(String::as_str)), lines);
    let html = repairer.html(&text);
    assert_eq!(repairer.html(&html), html);
    let _ = (persian::date::parse(&text, Some(0)), persian::numbers::parse(&text));
}

/// Lines of one text, repaired one after another.
fn streamed<'a>(repairer: Repairer, lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut stream = repairer.stream();
    lines.map(|line| stream.line(line)).collect()
}

/// The key of a text's words, run together: how they are joined tells of no letters, and a ligature holds several words.
pub fn key(text: &str) -> String {
    let text = &text.replace("اﷲ", "ﷲ").replace('ﷲ', "الله");
    let words: String = fold::runs(text).map(|word| &text[word]).collect();
    fold::fold(&words.replace(['\u{200c}', '\u{200d}', '\u{200b}'], "")).replace(' ', "")
}
