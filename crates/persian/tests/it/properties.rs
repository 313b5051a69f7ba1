//! What holds for every text: nothing panics, a repaired text stays, letters are kept, keys are equal.

use persian::repair::{Mode, Repairer, undo};
use persian::{ZWNJ, date, fold, numbers, slug, words};

use crate::cases::real;
use crate::fuzzed::{self, key};

/// A small deterministic generator (SplitMix64): a failing seed is named and can be run again.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) as usize % bound
    }

    /// Words, marks and odd characters in any order.
    fn line(&mut self) -> String {
        (0..self.below(24)).map(|_| PARTS[self.below(PARTS.len())]).collect()
    }

    /// Any bytes, read as text.
    fn bytes(&mut self) -> String {
        let bytes: Vec<u8> = (0..self.below(60)).map(|_| self.below(256) as u8).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Any characters of the Arabic script and the signs around it.
    fn script(&mut self) -> String {
        const BLOCKS: [(u32, u32); 7] = [
            (0x20, 0x7f),
            (0xa0, 0xff),
            (0x600, 0x6ff),
            (0x2000, 0x206f),
            (0xfb50, 0xfdff),
            (0xfe70, 0xfeff),
            (0xff00, 0xffef),
        ];
        let mut any = || {
            let (from, to) = BLOCKS[self.below(BLOCKS.len())];
            char::from_u32(from + self.below((to - from + 1) as usize) as u32)
        };
        (0..40).filter_map(|_| any()).collect()
    }
}

const PARTS: [&str; 54] = [
    "می",
    "نمی",
    "شود",
    "کتاب",
    "ها",
    "های",
    "بزرگ",
    "تر",
    "خانه",
    "ای",
    "رفته",
    "اند",
    "در",
    "سال",
    "است",
    "را",
    "گفت",
    "وگو",
    "كي",
    "ۀ",
    "ء",
    "\u{654}",
    "\u{653}",
    "\u{64e}",
    "ـ",
    "\u{200c}",
    "\u{200c}",
    "\u{200d}",
    "\u{200f}",
    " ",
    " ",
    " ",
    "،",
    ".",
    "...",
    "!",
    ":",
    "(",
    ")",
    "«",
    "»",
    "\"",
    "‘",
    "12",
    "Abc",
    "`",
    "ﷲ",
    "<b>",
    "ا",
    "الذين",
    " ایها ",
    "النووية",
    "فيها",
    "علي",
];

fn texts() -> impl Iterator<Item = (u64, String)> {
    (0..1500).map(|seed| {
        let mut random = Random(seed);
        let text = match seed % 3 {
            0 => random.line(),
            1 => random.bytes(),
            _ => random.script(),
        };
        (seed, text)
    })
}

#[test]
fn a_repaired_line_stays_and_its_words_keep_their_keys() {
    for mode in [Mode::Publish, Mode::Full] {
        let repairer = Repairer::new(mode);
        for (seed, text) in texts() {
            let text = text.replace('\n', " ");
            let once = repairer.line(&text);
            assert_eq!(repairer.line(&once), once, "seed {seed}: {text:?}");
            assert_eq!(key(&once), key(&text), "seed {seed}: {text:?}");
        }
    }
}

/// Good lines of which half-spaces are moved by a letter, dropped, doubled or made spaces.
fn damaged(random: &mut Random) -> Vec<String> {
    let cases = include_str!("../cases/repair.txt").lines();
    let good = cases.filter(|line| !line.starts_with(['#', '?'])).filter_map(|line| line.split_once(" => "));
    good.map(|(_, after)| {
        let mut letters: Vec<char> = real(after).chars().collect();
        let mut at = 1;
        while at + 1 < letters.len() {
            if letters[at] == ZWNJ {
                match random.below(6) {
                    0 => letters.swap(at, at + 1),
                    1 => letters.swap(at, at - 1),
                    2 => drop(letters.remove(at)),
                    3 => letters.insert(at, ZWNJ),
                    4 => letters[at] = ' ',
                    _ => {}
                }
                at += 1;
            }
            at += 1;
        }
        letters.into_iter().collect()
    })
    .collect()
}

#[test]
fn lines_with_moved_half_spaces_stay_once_repaired() {
    for mode in [Mode::Publish, Mode::Full] {
        let repairer = Repairer::new(mode);
        let lines = damaged(&mut Random(7));
        assert!(lines.len() > 500);
        for line in &lines {
            let once = repairer.line(line);
            assert_eq!(repairer.line(&once), once, "{mode:?}: {line:?}");
        }
        let once = repairer.text(&lines.join("\n"));
        assert_eq!(repairer.text(&once), once, "{mode:?}");
    }
}

#[test]
fn what_a_fuzzer_found_stays() {
    for text in
        ["9\0\0این\u{200c}نيو\u{200c}\0\0x", "&l    aquo;2خ\u{14} &ra[uo;", "（¢，１１", "ی\u{200c}\u{654}ا"]
    {
        fuzzed::read(text.as_bytes());
    }
}

#[test]
fn changes_are_in_order_and_can_be_taken_back() {
    let repairer = Repairer::new(Mode::Full);
    for (seed, text) in texts() {
        let (repaired, changes) = repairer.changes(&text);
        let mut last = 0;
        for change in &changes {
            assert_eq!(&text[change.range.clone()], change.before, "seed {seed}: {text:?}");
            assert_eq!(&repaired[change.repaired.clone()], change.after, "seed {seed}: {text:?}");
            assert!(change.range.start >= last, "seed {seed}: {text:?}");
            last = change.range.end;
        }
        assert_eq!(key(&undo(&repaired, &changes)), key(&text), "seed {seed}: {text:?}");
    }
}

#[test]
fn html_stays_and_keeps_its_tags() {
    let repairer = Repairer::new(Mode::Full);
    for (seed, text) in texts() {
        let html = text.replace("می", "<b>می</b>").replace("ها", "&nbsp;ها<br>");
        let once = repairer.html(&html);
        assert_eq!(once.matches("<b>").count(), html.matches("<b>").count(), "seed {seed}: {html:?}");
        assert_eq!(repairer.html(&once), once, "seed {seed}: {html:?}");
    }
}

#[test]
fn nothing_panics() {
    for (_, text) in texts() {
        let _ = (date::parse(&text, Some(0)), numbers::parse(&text), slug::slug(&text));
        let _ = (words::keywords(&text, 5), words::sentences(&text).count(), words::reading_minutes(&text));
        let _ = fold::stem(&text);
        assert_eq!(fold::fold(&fold::fold(&text)), fold::fold(&text), "{text:?}");
    }
}

#[test]
fn html_keeps_what_browsers_read_as_tags() {
    let repairer = Repairer::new(Mode::Full);
    let tags = [
        "<img alt=\"< كتاب ها > \">",
        "<a title='می شود \"'>",
        "</a>",
        "<br>",
        "\n",
        "&quot;",
        "&#60;",
        "&#x3c;b>",
        "<",
        "＜b",
        "&lt;",
        "<\u{200b}b>",
        "<\u{200c}/b>",
        " > ",
    ];
    for (seed, text) in texts().take(600) {
        let mut random = Random(seed);
        let html: String = text
            .replace('<', "")
            .split_inclusive(' ')
            .flat_map(|word| [word, tags[random.below(tags.len())]])
            .collect();
        let once = repairer.html(&html);
        let tags = |html: &str| -> Vec<String> {
            let begins =
                |rest: &&str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
            html.split('<')
                .skip(1)
                .filter(begins)
                .map(|tag| tag.split('>').next().unwrap_or("").to_owned())
                .collect()
        };
        assert_eq!(tags(&once), tags(&html), "seed {seed}: {html:?}");
        assert_eq!(repairer.html(&once), once, "seed {seed}: {html:?}");
    }
}

/// What once took time by the square of a line's length: minutes for these.
#[test]
fn long_lines_of_odd_parts_take_time_by_their_length() {
    const BYTES: usize = 1 << 18;
    for part in [
        "الجزرة کتاب ",
        "ایها الناس قلب ",
        "الذين في علي ",
        "حَتَّى ۖ ",
        "ای ",
        "ای بی ",
        "هیچ\u{200c} وجه ",
        "هیچ \u{200c}وجه ",
        "ان شا الله ",
        "« إن الجزرة",
        "گفت :( \" ",
    ] {
        let line = part.repeat(BYTES / part.len());
        assert!(Repairer::new(Mode::Full).text(&line).len() > BYTES / 2, "{part}");
        assert!(!fold::fold(&line).is_empty());
    }
}
