//! Who wrote an article, without the words that say so: «نویسنده: نرگس کاویان», «گزارش از نرگس کاویان».

/// What stands before a name and a colon. Folded.
const LABELS: [&str; 14] = [
    "نویسنده",
    "نویسندگان",
    "نگارنده",
    "خبرنگار",
    "خبرنگاران",
    "گزارشگر",
    "گزارش",
    "یادداشت",
    "مترجم",
    "به قلم",
    "تهیه و تنظیم",
    "author",
    "by",
    "written by",
];
/// What stands before a name without a colon. Folded.
const OPENINGS: [&str; 5] = ["گزارش از", "یادداشت از", "به قلم", "نوشته", "by"];
/// A line that names somebody is a label and a name.
const LINE_CHARS_MAX: usize = 60;
/// Words of a name, or of two: «نرگس کاویان و رضا کاویان».
const NAME_WORDS_MAX: usize = 6;

/// A name without its label; None when nothing is left.
pub(super) fn named(text: &str) -> Option<String> {
    let text = text.trim();
    let name = behind_label(text).or_else(|| behind_opening(text)).unwrap_or(text);
    let name = name.trim().trim_end_matches(['،', ',', '|', '/', '-', '–']).trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The name in a line of a body that says nothing else.
pub(super) fn of_line(line: &str) -> Option<String> {
    let line = line.trim();
    if line.chars().nth(LINE_CHARS_MAX).is_some() || line.ends_with(['.', '؟', '!', ':']) {
        return None;
    }
    let name = behind_label(line).or_else(|| behind_opening(line))?.trim();
    let words = name.split_whitespace().count();
    let is_name = (2..=NAME_WORDS_MAX).contains(&words)
        && !name.contains(|c: char| c.is_numeric() || ":؛.«»\"()؟!".contains(c));
    is_name.then(|| name.to_owned())
}

fn behind_label(text: &str) -> Option<&str> {
    let (label, name) = text.split_once([':', '：'])?;
    LABELS.contains(&persian::fold::fold(label).trim()).then_some(name)
}

fn behind_opening(text: &str) -> Option<&str> {
    OPENINGS.iter().find_map(|opening| {
        let words = opening.split(' ').count();
        let end = text.match_indices(' ').nth(words - 1)?.0;
        (persian::fold::fold(&text[..end]) == *opening).then(|| &text[end..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_without_its_label() {
        for (text, name) in [
            ("نویسنده: نرگس کاویان", "نرگس کاویان"),
            ("خبرنگار : نرگس کاویان", "نرگس کاویان"),
            ("گزارش از نرگس کاویان", "نرگس کاویان"),
            ("به قلم نرگس کاویان", "نرگس کاویان"),
            ("By A. Person", "A. Person"),
            ("نرگس کاویان |", "نرگس کاویان"),
            ("گروه اقتصاد", "گروه اقتصاد"),
        ] {
            assert_eq!(named(text).as_deref(), Some(name), "{text}");
        }
        assert_eq!(named("نویسنده:"), None);
    }

    #[test]
    fn a_sentence_with_such_a_word_names_nobody() {
        for line in [
            "گزارش: بهای نان در سه استان کشور بالا رفت و مردم گله دارند",
            "گزارش از باران سه روز گذشته در شمال و غرب کشور.",
            "خبرنگار: چرا پل بسته است؟",
            "نویسنده",
            "گزارش: ۱۲ نفر",
        ] {
            assert_eq!(of_line(line), None, "{line}");
        }
        assert_eq!(of_line("گزارش: نرگس کاویان").as_deref(), Some("نرگس کاویان"));
        assert_eq!(of_line("نوشتهٔ نرگس کاویان").as_deref(), Some("نرگس کاویان"));
    }
}
