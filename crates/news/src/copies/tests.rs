use super::sketch::mix;
use super::*;

/// A text of `words` made-up words, the same for the same `seed`.
fn text(seed: u64, words: u64) -> String {
    (0..words).map(|at| format!("واژه{}", mix(seed * 7919 + at))).collect::<Vec<_>>().join(" ")
}

fn placed(known: &str, new: &str) -> bool {
    let mut grouper = Grouper::new();
    grouper.remember(1, 1, 0, &Sketch::of("", "", known));
    grouper.place(0, &Sketch::of("", "", new)) == Some(1)
}

fn every(step: usize, text: &str) -> String {
    let words = text.split(' ').enumerate();
    words
        .map(|(at, word)| if at % step == 0 { format!("نو{at}") } else { word.to_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn copies_are_found_and_others_are_not() {
    let original = text(1, 600);
    assert!(placed(&original, &original.replace('ه', "ە")), "respelled");
    let third: String = original.split(' ').take(200).collect::<Vec<_>>().join(" ");
    assert!(placed(&original, &third), "trimmed");
    assert!(placed(&third, &original), "the whole after its part");
    assert!(placed(&original, &every(5, &original)), "a fifth of the words replaced");
    assert!(placed(&original, &format!("{}\n{original}\n{}", text(5, 40), text(6, 40))), "wrapped");
    assert!(!placed(&original, &text(2, 600)));
    assert!(!placed("", &original));
}

#[test]
fn what_an_outlet_adds_to_every_text_makes_no_copies() {
    let with = |added: &str, seed: u64| {
        let words: Vec<&str> = added.split(' ').collect();
        let (before, after) = words.split_at(words.len() / 3);
        Sketch::of("", "", &format!("{}\n{}\n{}", before.join(" "), text(seed, 170), after.join(" ")))
    };
    for (words, together_most) in [(60, 0), (90, 20)] {
        let (mut grouper, added) = (Grouper::new(), text(1, words));
        let mut together = 0;
        for code in 1..=40 {
            let sketch = with(&added, code as u64 + 1);
            let story = grouper.place(0, &sketch);
            together += usize::from(story.is_some());
            grouper.remember(code, story.unwrap_or(code), 0, &sketch);
        }
        assert!(together <= together_most, "{words} added: {together} of 40");
    }
}

#[test]
fn what_an_outlet_adds_is_known_from_its_third_text_though_it_is_most_of_a_short_one() {
    let added = text(1, 90);
    let (before, after) = added.split_at(added.len() / 3);
    let with =
        |outlet: &str, seed: u64| Sketch::of(outlet, "", &format!("{before}\n{}\n{after}", text(seed, 45)));
    let mut grouper = Grouper::new();
    let mut stories = std::collections::BTreeSet::new();
    for code in 1..=12 {
        let sketch = with("خبرگزاری رود", code as u64 + 1);
        let story = grouper.place(0, &sketch).unwrap_or(code);
        grouper.remember(code, story, 0, &sketch);
        stories.insert(story);
    }
    assert!(stories.len() >= 10, "{stories:?}");
    let elsewhere = Sketch::of("روزنامهٔ بالارود", "", &text(13, 45));
    assert_eq!(grouper.place(0, &elsewhere), Some(12), "its own words are still known elsewhere");
    let again = with("خبرگزاری رود", 8);
    assert_eq!(grouper.place(0, &again), Some(7), "and given again");
}

#[test]
fn issues_of_a_bulletin_are_separate_stories() {
    let form = |issue: u64| {
        let line = |at: u64| {
            format!("{} {} نفر در استان {}", text(at, 3), 10 + mix(issue * 100 + at) % 9000, text(at + 50, 4))
        };
        (0..14).map(line).collect::<Vec<_>>().join(". ")
    };
    assert!(!placed(&form(1), &form(2)));
    assert!(placed(&form(1), &form(1).replace("استان", "شهر")), "the same figures");
}

#[test]
fn a_speech_that_lost_its_few_figures_is_no_bulletin() {
    let speech = |figure: &dyn Fn(u64) -> String| {
        (0..8).map(|at| format!("{} {}", text(at + 1, 60), figure(at))).collect::<Vec<_>>().join(" ")
    };
    assert!(placed(&speech(&|at| (at + 1).to_string()), &speech(&|at| (1390 + at).to_string())));
}

#[test]
fn a_late_copy_is_the_same_text_or_none() {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let original = text(1, 300);
    let mut grouper = Grouper::new();
    grouper.remember(1, 1, 100 * DAY, &Sketch::of("", "", &original));
    let spun = Sketch::of("", "", &every(4, &original));
    assert_eq!(grouper.place(110 * DAY, &spun), Some(1));
    assert_eq!(grouper.place(0, &spun), Some(1), "without a date");
    assert_eq!(grouper.place(200 * DAY, &spun), None);
    assert_eq!(grouper.place(200 * DAY, &Sketch::of("", "", &original)), Some(1));
}

#[test]
fn the_whole_text_joins_stories_of_its_parts() {
    let words: Vec<String> = text(1, 400).split(' ').map(str::to_owned).collect();
    let mut grouper = Grouper::new();
    grouper.remember(1, 1, 0, &Sketch::of("", "", &words[..180].join(" ")));
    grouper.remember(2, 2, 0, &Sketch::of("", "", &words[120..].join(" ")));
    let whole = Sketch::of("", "", &words.join(" "));
    let mut stories = grouper.stories_of(0, &whole);
    stories.sort_unstable();
    assert_eq!(stories, [1, 2]);
    grouper.join(1, 2);
    grouper.remember(3, 1, 0, &whole);
    assert_eq!(grouper.stories_of(0, &whole), [1]);
}

#[test]
fn a_roundup_joins_none_of_its_items() {
    let quake = |town: &str, size: &str, depth: &str| {
        let headline = format!("زمین‌لرزهٔ {size} ریشتری {town} را لرزاند");
        let text = format!(
            "زمین‌لرزه‌ای به بزرگی {size} ریشتر حوالی {town} را لرزاند. مرکز لرزه‌نگاری کشور ژرفای این زمین‌لرزه را {depth} \
             کیلومتر اعلام کرد و گروه‌های ارزیاب هلال احمر برای بررسی به منطقه رفتند و گزارشی از خسارت نرسیده است."
        );
        (headline, text)
    };
    let quakes = [quake("لاجین", "۴٫۱", "۱۲"), quake("بالارود", "۳٫۶", "۸"), quake("پایین‌دشت", "۵٫۲", "۲۰")];
    let mut grouper = Grouper::new();
    for (code, (headline, text)) in (1..).zip(&quakes) {
        let sketch = Sketch::of("", headline, text);
        assert_eq!(grouper.place(0, &sketch), None, "{headline}");
        grouper.remember(code, code, 0, &sketch);
    }
    for code in 4..6 {
        grouper.remember(code, code, 0, &Sketch::of("", "", &text(code as u64, 150)));
    }
    let roundup = [text(7, 60), quakes[1].1.clone(), text(4, 150), text(8, 60), text(5, 150)].join("\n");
    let stories = grouper.stories_of(0, &Sketch::of("", "خبرهای امروز در یک نگاه", &roundup));
    assert!(stories.len() <= 1 && !stories.contains(&1) && !stories.contains(&3), "{stories:?}");

    let mut grouper = Grouper::new();
    grouper.remember(1, 1, 0, &Sketch::of("", "", &roundup));
    let mut stories = Vec::new();
    for (code, seed) in [(2, 4), (3, 5)] {
        let item = Sketch::of("", "", &text(seed, 150));
        stories.push(grouper.place(0, &item));
        grouper.remember(code, stories[stories.len() - 1].unwrap_or(code), 0, &item);
    }
    assert_eq!(stories, [Some(1), None], "nor when it came first");
}

#[test]
fn captions_are_told_apart_by_their_headlines() {
    let mut grouper = Grouper::new();
    grouper.remember(1, 1, 0, &Sketch::of("", "بارش برف در تهران", "عکس‌ها از خبرگزاری"));
    assert_eq!(grouper.place(0, &Sketch::of("", "دیدار فینال جام حذفی", "عکس‌ها از خبرگزاری")), None);
    assert_eq!(grouper.place(0, &Sketch::of("", "بارش برف در تهران", "عکس‌ها از خبرگزاری")), Some(1));
    let stub = "جزئیات این خبر تا ساعاتی دیگر در همین صفحه منتشر می‌شود.";
    grouper.remember(2, 2, 0, &Sketch::of("", "زلزله‌ای شهر را لرزاند", stub));
    assert_eq!(grouper.place(0, &Sketch::of("", "استعفای رئیس باشگاه پذیرفته شد", stub)), None);
    assert_eq!(grouper.place(0, &Sketch::of("", "زلزله‌ای شهر را لرزاند", stub)), Some(2));
}

#[test]
fn a_sentence_that_an_outlet_puts_under_every_headline_makes_no_copies() {
    let stub = "این خبر در دست تکمیل است و جزئیات بیشتر آن پس از دریافت از خبرنگاران ما در همین صفحه در دسترس خوانندگان گرامی قرار خواهد گرفت.";
    let mut grouper = Grouper::new();
    let headlines =
        ["آتش‌سوزی در بازار بزرگ لاجین", "استعفای سرمربی تیم ملی والیبال", "بارش برف جادهٔ چالوس را بست"];
    for (code, headline) in (1..).zip(headlines) {
        let sketch = Sketch::of("", headline, stub);
        assert_eq!(grouper.place(0, &sketch), None, "{headline}");
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes()).as_ref(), Some(&sketch));
        grouper.remember(code, code, 0, &sketch);
    }
    let again = Sketch::of("", "آتش‌سوزی بازار بزرگ لاجین را فراگرفت", stub);
    assert_eq!(grouper.place(0, &again), Some(1));
    let brief = "شهردار لاجین گفت ساخت پل تازه روی رودخانه از هفتهٔ آینده آغاز می‌شود و یک سال به درازا می‌کشد تا پیش از سیلاب بهار آماده باشد.";
    assert!(placed(brief, brief), "without a headline");
    grouper.remember(9, 9, 0, &Sketch::of("", "ساخت پل تازهٔ لاجین آغاز می‌شود", brief));
    let retitled = Sketch::of("", "خبر خوش برای مردم یک شهر کوچک", brief);
    assert_eq!(grouper.place(0, &retitled), Some(9), "a text that tells its headline is known under any");
}

/// Whether two articles, each a headline and a text, come into one story.
fn are_one(one: (&str, &str), other: (&str, &str)) -> bool {
    let mut grouper = Grouper::new();
    grouper.remember(1, 1, 0, &Sketch::of("", one.0, one.1));
    grouper.place(0, &Sketch::of("", other.0, other.1)) == Some(1)
}

#[test]
fn news_in_one_form_is_told_apart_by_names_and_numbers() {
    let warning = |province: &str, days: &str| {
        let headline = format!("هشدار نارنجی برای {province}");
        let text = format!(
            "مدیرکل هواشناسی {province} از صدور هشدار نارنجی دربارهٔ بارش شدید و وزش باد از {days} خبر داد و گفت: \
             آب‌گرفتگی راه‌ها و لغزندگی جاده‌ها دور از انتظار نیست و بهتر است سفرهای غیرضروری به روز دیگری بیفتد."
        );
        (headline, text)
    };
    let (north, south) =
        (warning("شهرستان بالارود", "شنبه تا دوشنبه"), warning("استان پایین‌دشت", "چهارشنبه تا جمعه"));
    assert!(!are_one((&north.0, &north.1), (&south.0, &south.1)));
    let retitled = ("این جاده‌ها فردا لغزنده‌اند", north.1.as_str());
    assert!(are_one((&north.0, &north.1), retitled), "another headline over the same text");

    let crash = |dead: &str, hurt: &str| {
        format!(
            "در پی برخورد دو خودرو در جادهٔ کوهپایه {dead} نفر جان باختند و {hurt} نفر زخمی شدند. زخمی‌ها را با بالگرد به \
             نزدیک‌ترین بیمارستان بردند و پلیس راه علت این حادثه را بررسی می‌کند. جاده تا یک ساعت پس از حادثه بسته بود."
        )
    };
    let headline = "تصادف در جادهٔ کوهپایه";
    assert!(
        are_one((headline, &crash("سه", "پنج")), (headline, &crash("۳", "۵"))),
        "in figures or in letters"
    );
    assert!(
        are_one((headline, &crash("سه", "پنج")), (headline, &crash("چهار", "پنج"))),
        "a corrected number"
    );
}

#[test]
fn other_names_figures_and_places_in_one_form_are_other_news() {
    let file = include_str!("one_form.txt");
    for pair in file.split("\n\n") {
        let texts: Vec<&str> = pair.lines().filter(|line| !line.starts_with('#')).collect();
        for headline in ["", "خبری از شهر"] {
            assert!(!are_one((headline, texts[0]), (headline, texts[1])), "{headline}: {}", texts[0]);
            assert!(
                are_one((headline, texts[0]), (headline, &texts[0].replace("روز", "شب"))),
                "{}",
                texts[0]
            );
        }
    }
}

#[test]
fn a_template_of_many_stories_makes_no_copies() {
    let mut grouper = Grouper::new();
    let template = text(9, 60);
    for code in 1..40 {
        grouper.remember(
            code,
            code,
            0,
            &Sketch::of("", "", &format!("{} {template}", text(code as u64 + 20, 60))),
        );
    }
    assert_eq!(grouper.place(0, &Sketch::of("", "", &format!("{} {template}", text(500, 60)))), None);
}

#[test]
fn the_best_story_is_taken_and_order_decides_nothing() {
    let (one, two) = (Sketch::of("", "", &text(1, 300)), Sketch::of("", "", &every(6, &text(1, 300))));
    for codes in [[1, 2], [2, 1]] {
        let mut grouper = Grouper::new();
        for code in codes {
            grouper.remember(code, code, 0, if code == 1 { &one } else { &two });
        }
        assert_eq!(grouper.place(0, &one), Some(1));
        assert_eq!(grouper.place(0, &two), Some(2));
    }
}

#[test]
fn sketches_are_small_and_read_back() {
    let sketch = Sketch::of("", "تیتر", &(text(3, 5000) + " ۱۲ ۱۴۰۳"));
    let bytes = sketch.to_bytes();
    assert!(bytes.len() <= SKETCH_BYTES_MAX && SKETCH_BYTES_MAX <= 2048);
    assert_eq!(Sketch::from_bytes(&bytes), Some(sketch));
    for damaged in [
        &[][..],
        &[2],
        &[1, 0],
        &[2, 0, 1],
        &[2, 9, 1],
        &[2, 0, 1, 0, 0, 0, 1, 0, 0, 0],
        &bytes[..bytes.len() - 1],
    ] {
        assert_eq!(Sketch::from_bytes(damaged), None);
    }
}

#[test]
fn memory_is_bounded_and_the_newest_are_kept() {
    let mut grouper = Grouper::new();
    let sketch = |code: i64| Sketch::of("", "", &text(code as u64, 9));
    let last = SKETCHES_MAX as i64 + 10;
    for code in 0..last {
        grouper.remember(code, code, code, &sketch(code));
    }
    assert_eq!(grouper.place(0, &sketch(last - 1)), Some(last - 1));
    assert_eq!(grouper.place(0, &sketch(5)), None);
}

/// Words of a form with a text's own in as many places as there are `at`, in hundredths of the form.
fn filled(form: &str, own: &str, at: &[usize]) -> String {
    let (form, own): (Vec<&str>, Vec<&str>) = (form.split(' ').collect(), own.split(' ').collect());
    let mut parts = own.chunks(own.len().div_ceil(at.len())).peekable();
    let mut words = Vec::new();
    for (number, word) in form.iter().copied().enumerate() {
        let is_here = at.iter().any(|at| at * form.len() / 100 == number);
        words.extend(parts.next_if(|_| is_here).into_iter().flatten());
        words.push(word);
    }
    words.join(" ")
}

#[test]
fn short_texts_that_fill_one_form_in_their_own_words_are_separate_stories() {
    for (form, own) in [(40, 10), (60, 10), (90, 10), (140, 10), (60, 15), (110, 25), (60, 40)] {
        for (headline, at) in
            [("", &[0][..]), ("", &[50]), ("گزارش روز بازار لاجین", &[20, 70]), ("", &[10, 40, 80])]
        {
            let (mut grouper, form) = (Grouper::new(), text(1, form));
            for code in 1..=12 {
                let sketch = Sketch::of("", headline, &filled(&form, &text(code as u64 + 1, own), at));
                let read = Sketch::from_bytes(&sketch.to_bytes()).expect("kept");
                assert_eq!(grouper.place(0, &read), None, "{own} own words at {at:?} in {form}");
                grouper.remember(code, code, 0, &read);
            }
        }
    }
}

#[test]
fn a_short_text_is_known_when_it_is_corrected_worked_over_or_reprinted() {
    for words in [60, 90, 120] {
        let original = text(1, words);
        let (own, other) = (text(2, 4), text(3, 5));
        for step in [4, 7, 12, 20] {
            assert!(placed(&original, &every(step, &original)), "one in {step} of {words} words replaced");
        }
        let reprint = format!("{other}\n{original}");
        assert!(placed(&format!("{own}\n{original}"), &reprint), "{words} words, two outlets' introductions");
        assert!(
            placed(&original, &filled(&original, &text(4, 30), &[100 - 1])),
            "{words} words, and an addition"
        );
        let parts: Vec<&str> = original.split(' ').collect();
        assert!(placed(&original, &parts[..parts.len() / 2].join(" ")), "half of {words} words");
        assert!(
            placed(&original, &[&parts[20..], &parts[..20]].concat().join(" ")),
            "{words} words turned around"
        );
    }
}
