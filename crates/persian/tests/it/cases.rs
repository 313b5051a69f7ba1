//! Runs the files of `tests/cases`: one case a line, `before => after`, kinds under headings that start with `#`.
//!
//! `|` stands for the half-space, `⏎` for a line end, `{AD}` for the character U+00AD and so on. A case that starts with `?` is known to be missed; when it no longer is, the mark
//! must go. Errors are reported by kind.

use std::collections::BTreeMap;

use persian::repair::{Mode, Repairer};
use persian::{ZWNJ, date, direction, fold, numbers, slug, words};

/// 2024-12-02T20:12:00+03:30, دوشنبه ۱۲ آذر ۱۴۰۳: now in `dates.txt`.
const NOW: persian::UtcMs = 1_733_157_720_000;

/// Characters that nobody sees, and their names.
const UNSEEN: [(&str, &str); 4] =
    [("{AD}", "\u{ad}"), ("{AC}", "\u{ac}"), ("{200E}", "\u{200e}"), ("{200F}", "\u{200f}")];

/// A case's text as it is meant.
pub(crate) fn real(text: &str) -> String {
    let text = text.replace('|', ZWNJ.encode_utf8(&mut [0; 4]));
    UNSEEN.iter().fold(text, |text, (name, c)| text.replace(name, c))
}

/// Runs each case through `answer` and fails with a report of what is not as expected.
fn check(file: &str, answer: impl Fn(&str) -> String) {
    let (mut kind, mut report) = ("", BTreeMap::<&str, (u32, Vec<String>)>::new());
    for line in file.lines() {
        if let Some(heading) = line.strip_prefix("# ") {
            kind = heading;
            continue;
        }
        let Some((before, after)) = line.split_once(" =>") else { continue };
        let (missed, before) = before.strip_prefix("? ").map_or((false, before), |rest| (true, rest));
        let (before, expected) = (real(before), real(after.strip_prefix(' ').unwrap_or(after)));
        let got = answer(&before);
        let (count, errors) = report.entry(kind).or_default();
        *count += 1;
        if (got == expected) == missed {
            let got = got.replace(ZWNJ, "|");
            let told = if missed { "is no longer missed".to_owned() } else { format!("gave {got}") };
            errors.push(format!("  {line}\n    {told}"));
        }
    }
    let wrong = report.iter().filter(|(_, (_, errors))| !errors.is_empty());
    let told: Vec<String> = wrong
        .map(|(kind, (count, errors))| format!("{kind}: {} of {count}\n{}", errors.len(), errors.join("\n")))
        .collect();
    assert!(told.is_empty(), "\n{}", told.join("\n"));
    assert!(report.values().map(|(count, _)| count).sum::<u32>() > 0, "no case was read");
}

#[test]
fn lines_are_repaired() {
    let repairer = Repairer::new(Mode::Full);
    check(include_str!("../cases/repair.txt"), |line| repairer.line(line));
}

#[test]
fn texts_are_repaired_unseen() {
    let repairer = Repairer::new(Mode::Publish);
    check(include_str!("../cases/publish.txt"), |text| {
        repairer.text(&text.replace('⏎', "\n")).replace('\n', "⏎")
    });
}

#[test]
fn html_is_repaired() {
    let repairer = Repairer::new(Mode::Full);
    check(include_str!("../cases/html.txt"), |html| {
        let repaired = repairer.html(&html.replace('⏎', "\n"));
        assert_eq!(repairer.html(&repaired), repaired, "{html}");
        repaired.replace('\n', "⏎")
    });
}

#[test]
fn spellings_fold_to_one_key() {
    check(include_str!("../cases/fold.txt"), fold::fold);
}

#[test]
fn words_are_stemmed() {
    check(include_str!("../cases/stem.txt"), |word| fold::stem(&fold::fold(word)).to_owned());
}

#[test]
fn headlines_make_slugs() {
    check(include_str!("../cases/slug.txt"), slug::slug);
}

#[test]
fn texts_have_a_direction_and_keep_their_latin_words_whole() {
    check(include_str!("../cases/direction.txt"), |text| {
        let direction = direction::of(text).map_or("none", direction::Direction::as_str);
        let words = direction::loose(text).map(|range| &text[range]);
        let words = words.filter(|_| direction == "rtl");
        std::iter::once(direction).chain(words).collect::<Vec<_>>().join(" ")
    });
}

#[test]
fn dates_are_read() {
    check(include_str!("../cases/dates.txt"), |text| match date::parse(text, Some(NOW)) {
        Some(parsed) if parsed.has_time => date::iso(parsed.ms)[..16].to_owned(),
        Some(parsed) => date::iso(parsed.ms)[..10].to_owned(),
        None => "none".to_owned(),
    });
}

#[test]
fn number_words_are_read() {
    check(include_str!("../cases/numbers.txt"), |text| {
        numbers::parse(text).map_or("none".to_owned(), |number| number.to_string())
    });
}

#[test]
fn texts_are_parted_into_sentences() {
    check(include_str!("../cases/sentences.txt"), |text| {
        words::sentences(&text.replace('⏎', "\n")).collect::<Vec<_>>().join("⏐")
    });
}

#[test]
fn texts_have_keywords() {
    check(include_str!("../cases/keywords.txt"), |text| {
        words::keywords(&text.replace('⏎', "\n"), 3).join("، ")
    });
}
