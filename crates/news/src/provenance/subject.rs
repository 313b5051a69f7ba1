//! Outlets that speak themselves: «بلومبرگ گزارش داد», «روزنامه شرق در یادداشتی نوشت», «ایلنا از قول … خبر داد».
//!
//! An outlet is the subject where it begins a clause and a verb of reporting, or whom it quotes, follows. A name that
//! is a word, a month or a place too speaks only in what such names are alone in doing.

use super::outlets::{self, Sense};
use super::words::{Word, is_break, opens_clause, phrase_at};
use super::{names, times};

/// Words of a name that only its verb ends: «کانال ۱۲ تلویزیون رژیم صهیونیستی».
const NAME_WORDS_MAX: usize = 6;
/// Words between «شبکهٔ خبری» or «روزنامهٔ انگلیسی» and the name: descriptions have few.
const DESCRIBED_WORDS_MAX: usize = 3;
/// Words of a reporter's field: «خبرنگار حوزهٔ زنان ایسنا».
const FIELD_WORDS_MAX: usize = 3;
/// Words between an outlet and its verb: «در شمارهٔ امروز خود به قلم … با اشاره به …».
const GAP_WORDS_MAX: usize = 14;
/// Words before an outlet that begin a clause with it: «این خبر را روزنامه کیهان منتشر کرد». Folded.
const OPENERS: [&str; 9] = ["را", "امروز", "دیروز", "دیشب", "امشب", "گذشته", "اما", "ولی", "همچنین"];
/// Words that may begin what stands between an outlet and its verb. Folded.
const STARTERS: [&str; 9] = ["در", "با", "از", "به", "طی", "نیز", "هم", "ضمن", "همچنین"];
/// What an outlet writes in: «در گزارشی». Folded.
const PIECES: [&str; 9] =
    ["گزارشی", "یادداشتی", "مطلبی", "خبری", "مقالهای", "سرمقاله", "تحلیلی", "توییتی", "شماره"];
/// Heads whose name is known by nothing else only when one of [`DESCRIBING`] follows: «شبکهٔ بهداشت» is no outlet.
const VAGUE: [&str; 4] = ["شبکه", "کانال", "پایگاه", "رسانه"];
/// Words that make an outlet of such a head. Folded.
const DESCRIBING: [&str; 9] =
    ["خبری", "تحلیلی", "تلویزیونی", "رادیویی", "اینترنتی", "اطلاع", "اطلاعرسانی", "تلگرامی", "ماهوارهای"];
/// After «رسانه‌های» these make no outlet that speaks. Folded.
const CROWDS: [&str; 5] = ["اجتماعی", "جمعی", "مختلف", "وابسته", "نزدیک"];
/// Countries that follow the name of an outlet and are no part of it: «بلومبرگ آمریکا». Folded.
const COUNTRIES: [&str; 24] = [
    "ایران",
    "امریکا",
    "انگلیس",
    "بریتانیا",
    "فرانسه",
    "المان",
    "ایتالیا",
    "اسپانیا",
    "روسیه",
    "چین",
    "ژاپن",
    "هند",
    "پاکستان",
    "افغانستان",
    "ترکیه",
    "عراق",
    "سوریه",
    "لبنان",
    "فلسطین",
    "اسراییل",
    "عربستان",
    "قطر",
    "مصر",
    "یمن",
];
/// Words after «از» that say who does something to the outlet, which then does nothing itself. Folded.
const DOERS: [&str; 3] = ["سوی", "طرف", "جانب"];
/// Verbs of whom an outlet asked: «به ایسنا گفت». Folded.
const SAID: [&str; 6] = ["گفت", "گفته", "گفتند", "گفتهاست", "افزود", "اظهار"];

/// An outlet at a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outlet {
    /// Where its name begins and ends; None when words say only what it is: «روزنامهٔ محلی».
    pub(super) name: Option<(usize, usize)>,
    /// The place after it.
    pub(super) end: usize,
    pub(super) sense: Sense,
    /// Whether a word such as خبرگزاری stands before its name.
    pub(super) is_titled: bool,
}

/// The outlet that begins a clause at a place and speaks; `after` is where the link before ends.
pub(super) fn read(words: &[Word], at: usize, after: usize) -> Option<Outlet> {
    let before = at.checked_sub(1).map_or("", |before| words[before].folded.as_str());
    if before == "در" {
        return known(words, at).filter(|outlet| writes(words, outlet));
    }
    if !(opens_clause(words, at) || OPENERS.contains(&before) || (at == after && at > 0)) {
        return None;
    }
    let outlet = of_country(words, known(words, at).or_else(|| described(words, at))?);
    (quotes(words, &outlet) || (outlet.name.is_some() && speaks(words, &outlet))).then_some(outlet)
}

/// «علی کاویان در کیهان نوشت»: the outlet that somebody wrote in.
fn writes(words: &[Word], outlet: &Outlet) -> bool {
    let is_written = words.get(outlet.end).is_some_and(|word| word.folded == "نوشت");
    is_written && is_joined(words, outlet.end)
}

/// The outlet with the country that follows its name.
fn of_country(words: &[Word], outlet: Outlet) -> Outlet {
    let follows = words.get(outlet.end).filter(|_| is_joined(words, outlet.end));
    let has_country = follows.is_some_and(|word| COUNTRIES.contains(&word.folded.as_str()));
    Outlet { end: outlet.end + usize::from(has_country), ..outlet }
}

/// The outlet that somebody spoke to: «یک مقام آگاه به تسنیم گفت», «به خبرنگار سیاسی برنا گفت».
pub(super) fn asked(words: &[Word], at: usize) -> Option<Outlet> {
    if words[at].folded != "به" {
        return None;
    }
    let is_reporter = words.get(at + 1).is_some_and(|word| word.folded == "خبرنگار");
    let from = at + 1 + usize::from(is_reporter);
    // The reporter's field stands between.
    let froms = from..=from + if is_reporter { FIELD_WORDS_MAX } else { 0 };
    let is_clear = |at: &usize| words.get(*at).is_some_and(|word| !is_break(word.before));
    let outlet = froms.take_while(is_clear).find_map(|from| known(words, from))?;
    if outlet.sense == Sense::Titled && !is_reporter {
        return None;
    }
    let follows = words.get(outlet.end)?;
    (SAID.contains(&follows.folded.as_str()) && is_joined(words, outlet.end)).then_some(outlet)
}

/// An outlet whose name is known, after words that say what it is.
pub(super) fn known(words: &[Word], at: usize) -> Option<Outlet> {
    if let Some((start, end)) = names::called(words, at) {
        return Some(Outlet { name: Some((start, end)), end, sense: Sense::Own, is_titled: true });
    }
    if let Some((count, sense)) = outlets::known_at(words, at) {
        return Some(Outlet { name: Some((at, at + count)), end: at + count, sense, is_titled: false });
    }
    if !is_head(words, at) {
        return None;
    }
    let starts =
        (at + 1..words.len()).take(DESCRIBED_WORDS_MAX).take_while(|at| !is_break(words[*at].before));
    let mut starts = starts.take_while(|at| !names::STOPS.contains(&words[*at].folded.as_str()));
    starts.find_map(|start| {
        let (count, sense) = outlets::known_at(words, start)?;
        // «روزنامهٔ چاپ فرانسه», «شبکهٔ ماهواره‌ای مهر»: such a name follows its head, another, or «خبری تحلیلی».
        let before = words[start - 1].folded.as_str();
        let is_next = sense == Sense::Own || is_head(words, start - 1) || matches!(before, "خبری" | "تحلیلی");
        let end = start + count;
        is_next.then_some(Outlet { name: Some((start, end)), end, sense: Sense::Own, is_titled: true })
    })
}

/// An outlet of which a word says what it is: «روزنامه هاآرتص», «خبرگزاری رسمی چین (شینهوا)», «رسانه‌های عبری».
pub(super) fn described(words: &[Word], at: usize) -> Option<Outlet> {
    let (head, next) = (words[at].folded.as_str(), words.get(at + 1)?);
    let is_many = head == "رسانههای" || (head == "رسانه" && next.folded == "های");
    let is_described = DESCRIBING.contains(&next.folded.as_str())
        || next.folded.bytes().all(|byte| byte.is_ascii_digit())
        || next.before.contains(['«', '"']);
    let is_vague = VAGUE.contains(&head) && !is_many;
    if !is_head(words, at) || (is_vague && !is_described) {
        return None;
    }
    let first = at + 1 + usize::from(is_many && head == "رسانه");
    if is_many && words.get(first).is_none_or(|word| CROWDS.contains(&word.folded.as_str())) {
        return None;
    }
    let is_over = |at: &usize| {
        is_break(words[*at].before)
            || names::STOPS.contains(&words[*at].folded.as_str())
            || times::end(words, *at) > *at
            || verb(words, *at)
    };
    let end = (first..words.len().min(first + NAME_WORDS_MAX + 1)).find(is_over)?;
    in_parentheses(words, end).or_else(|| {
        let marked = (first..end).find(|at| words[*at].before.contains(['«', '"', '“']));
        let name = marked.map(|start| (start, end)).or_else(|| names::titled(words, at, end));
        (end > first).then_some(Outlet { name, end, sense: Sense::Own, is_titled: true })
    })
}

fn is_head(words: &[Word], at: usize) -> bool {
    let is = |word: &str| names::MEDIA.contains(&word) || word == "رسانه" || word == "رسانههای";
    words.get(at).is_some_and(|word| is(&word.folded))
}

/// «خبرگزاری رسمی چین (شینهوا)»: the name after the description.
fn in_parentheses(words: &[Word], at: usize) -> Option<Outlet> {
    let outlet = known(words, at).filter(|_| words[at].before.contains('('))?;
    let is_closed = words.get(outlet.end).is_some_and(|word| word.before.contains(')'));
    is_closed.then_some(Outlet { sense: Sense::Own, is_titled: true, ..outlet })
}

/// Whether whom it quotes follows: «رویترز به نقل از …», «تاس روز شنبه به نقل از …».
fn quotes(words: &[Word], outlet: &Outlet) -> bool {
    let is_in = |at: usize| words.get(at).is_some_and(|word| PIECES.contains(&word.folded.as_str()));
    let is_piece = words.get(outlet.end).is_some_and(|word| word.folded == "در") && is_in(outlet.end + 1);
    let at = times::end(words, outlet.end + if is_piece { 2 } else { 0 });
    let quotes = [&["به", "نقل", "از"][..], &["بهنقل", "از"], &["نقل", "از"], &["از", "قول"]];
    outlet.sense != Sense::Titled
        && is_joined(words, outlet.end)
        && quotes.iter().any(|phrase| phrase_at(words, at, phrase))
}

/// Whether it has a verb of reporting.
fn speaks(words: &[Word], outlet: &Outlet) -> bool {
    let at = outlet.end;
    if outlet.sense == Sense::Titled || !is_joined(words, at) || at >= words.len() {
        return false;
    }
    let is =
        |at: usize, list: &[&str]| words.get(at).is_some_and(|word| list.contains(&word.folded.as_str()));
    if outlet.sense == Sense::Shared {
        let writes = words[at].folded.starts_with("نوشت") || is(at, &["گزارش", "خبر"]);
        let writes_in = is(at, &["در"]) && is(at + 1, &PIECES) && has_verb(words, at);
        return (writes && verb(words, at)) || writes_in;
    }
    let from = times::end(words, at);
    let is_done_to = is(from, &["از"]) && is(from + 1, &DOERS);
    verb(words, from) || (!is_done_to && (from > at || is(at, &STARTERS)) && has_verb(words, from))
}

/// Whether nothing but a parenthesis stands between an outlet and what follows.
fn is_joined(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| !is_break(&word.before.replace([')', '»', '"', '”'], "")))
}

/// Whether a verb of reporting ends the clause that goes on at a place. «ویژه‌نامه‌ای منتشر کرد» is news of the outlet.
fn has_verb(words: &[Word], from: usize) -> bool {
    let ends =
        |at: &usize| words[*at].before.contains(['.', '؟', '!', '؛', ':', '\n']) || words[*at].folded == "که";
    (from..words.len())
        .take(GAP_WORDS_MAX)
        .take_while(|at| !ends(at))
        .any(|at| verb(words, at) && words[at].folded != "منتشر")
}

/// Whether a verb of reporting stands at a place: «نوشت», «گزارش می‌دهد», «مدعی شده است».
fn verb(words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    let is_writing = ["نوشت", "نوشتند", "نوشته", "نوشتهاست", "نوشتهاند", "مینویسد", "مینویسند"];
    if is_writing.contains(&word.folded.as_str()) {
        return true;
    }
    let Some(next) = words.get(at + 1).filter(|next| !is_break(next.before)) else { return false };
    let next = if next.folded == "می" { words.get(at + 2).unwrap_or(next) } else { next };
    let next = next.folded.strip_prefix("می").unwrap_or(&next.folded);
    let stems: &[&str] = match word.folded.as_str() {
        "گزارش" | "خبر" => &["داد", "ده", "کرد"],
        "اعلام" | "منتشر" | "ادعا" | "فاش" | "افشا" | "تصریح" => &["کرد", "کن"],
        "مدعی" => &["شد", "شو", "است"],
        "می" => &["نویس"],
        _ => return false,
    };
    stems.iter().any(|stem| next.starts_with(stem))
}
