//! Where a name begins and ends.

use super::outlets::{self, Sense};
use super::words::{Word, is_break, phrase_at};
use super::{Link, Role, times};

/// Words of a name at the most: «دبیرخانهٔ سی و هشتمین جشنوارهٔ بین‌المللی تئاتر فجر».
const WORDS_MAX: usize = 12;
/// Words before a name in quotation marks that say what it is.
const DESCRIBED_WORDS_MAX: usize = 3;
/// Words of a name that only the next word of a sentence ends: more are a sentence without its comma.
const UNCUT_WORDS_MAX: usize = 4;
/// Words that stand before a name and are no part of it. Folded.
const TITLES: [&str; 8] = ["خ", "خبرنگار", "خبرنگاران", "خبرگزاری", "گزارشگر", "سرویس", "گروه", "حوزه"];
/// Words of a part of an outlet: what follows is the part's name, not the outlet's. Folded.
pub(super) const DESKS: [&str; 3] = ["گروه", "سرویس", "حوزه"];
/// Words that say what an outlet is and are part of its name. Folded.
pub(super) const MEDIA: [&str; 16] = [
    "خبرگزاری",
    "روزنامه",
    "هفتهنامه",
    "ماهنامه",
    "مجله",
    "نشریه",
    "شبکه",
    "کانال",
    "تلویزیون",
    "رادیو",
    "سایت",
    "وبسایت",
    "وبگاه",
    "تارنما",
    "تارنمای",
    "پایگاه",
];
/// Words after which خبرگزاری is part of a description: «خبرگزاری رسمی سوریه». Folded.
const KINDS: [&str; 4] = ["رسمی", "دولتی", "محلی", "نیمهرسمی"];
/// A name of these alone names nobody. Folded.
const BARE: [&str; 31] = [
    "وب",
    "روابط",
    "عمومی",
    "پایگاه",
    "اطلاع",
    "رسانی",
    "اطلاعرسانی",
    "خبری",
    "سایت",
    "وبسایت",
    "رسانه",
    "خبرگزاری",
    "روزنامه",
    "شبکه",
    "مرکز",
    "رسمی",
    "دولتی",
    "محلی",
    "نیمهرسمی",
    "نشریه",
    "مجله",
    "کانال",
    "تلویزیون",
    "رادیو",
    "هفتهنامه",
    "منبع",
    "منابع",
    "مقام",
    "مقامات",
    "اگاه",
    "مطلع",
];
/// People without a name, with whose word for it a text begins: «به گزارش مردم محلی». Folded.
const PEOPLE: [&str; 9] =
    ["مردم", "شهروندان", "شاهدان", "اهالی", "کاربران", "همشهریان", "ساکنان", "مخاطبان", "خوانندگان"];
/// Words at which a name ends, because a sentence goes on. Folded.
pub(super) const STOPS: [&str; 33] = [
    "به",
    "از",
    "در",
    "که",
    "با",
    "طی",
    "روز",
    "امروز",
    "دیروز",
    "امشب",
    "دیشب",
    "هنگام",
    "پس",
    "نوشت",
    "نوشته",
    "گفت",
    "اعلام",
    "گزارش",
    "خبر",
    "مدعی",
    "ادعا",
    "افزود",
    "اظهار",
    "منتشر",
    "درباره",
    "پیرامون",
    "برای",
    "ضمن",
    "را",
    "نیز",
    "وابسته",
    "متعلق",
    "نزدیک",
];
/// Words of an outlet's full name, before the one that it is called by. With one word both are names: «خبرگزاری قدس (قدسنا)».
const FULL_WORDS_MAX: usize = 6;
const FULL_WORDS_MIN: usize = 2;
/// Words that point to something said before: no name. Folded.
const POINTERS: [&str; 10] = ["این", "ان", "وی", "او", "ما", "همین", "ایشان", "انها", "خود", "یک"];

/// Words with which no name begins, or of which none has any: a text that lost the name goes on with them. Folded.
const NO_BEGINNINGS: [&str; 4] = ["بر", "ز", "هر", "همه"];
const NO_NAMES: [&str; 3] = ["تا", "اساس", "اینکه"];

/// Words that stand for a revered person, whom a speaker cites: no source of news. Folded.
const REVERED: [&str; 5] = ["پیامبر", "حضرت", "رسول", "ایمه", "قران"];
/// What is written in parentheses after such a name: «امام علی (ع)». Folded.
const BLESSINGS: [&str; 6] = ["ع", "ص", "س", "ره", "عج", "علیهالسلام"];

/// Words of a revered person's name: «ستاد اجرایی فرمان حضرت امام (ره)» is an institution.
const REVERED_WORDS_MAX: usize = 3;

/// A link and where its name stands.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) link: Link,
    /// The place after its name.
    pub(super) end: usize,
    /// Whether it is an outlet, by its name or by a word that says so.
    pub(super) is_medium: bool,
}

/// The link whose name begins at a place; «به گزارش روز سه‌شنبه ایرنا» may say before it when.
pub(super) fn link(text: &str, words: &[Word], role: Role, from: usize) -> Option<Found> {
    let first = words.get(from)?;
    // A colon or a mark may stand before a name, what ends a clause may not.
    if first.before.contains(['،', ',', '.', '؛', '\n']) {
        return None;
    }
    let from = times::end(words, from).min(words.len() - 1);
    // «خبرنگار خبرگزاری دانشجویان ایران (ایسنا)»
    let is_reporter = matches!(words[from].folded.as_str(), "خبرنگار" | "گزارشگر");
    let called = called(words, from + usize::from(is_reporter));
    let found = called.or_else(|| quoted(words, from).map(|found| of_desk(words, found).unwrap_or(found)));
    let (start, end) = found.or_else(|| plain(words, from, role))?;
    let name = &words[start..end];
    let has = |list: &[&str], word: &Word| list.contains(&word.folded.as_str());
    let is_nobody = has(&DESKS, &name[0]) || name.iter().all(|word| has(&BARE, word));
    let points = name.iter().any(|word| has(&POINTERS, word) || has(&NO_NAMES, word));
    let is_rest = has(&NO_BEGINNINGS, &name[0]);
    let is_titled = (from..=start).any(|at| MEDIA.contains(&words[at].folded.as_str()));
    let is_medium = is_titled || known(words, start).is_some_and(|(_, known_end)| known_end == end);
    let are_people = !is_medium && has(&PEOPLE, &name[0]);
    if is_nobody || are_people || is_rest || points || (!is_titled && is_revered(words, start, end)) {
        return None;
    }
    Some(Found { link: named(text, words, role, start, end), end, is_medium })
}

/// «امام علی (ع)»; «امام جمعهٔ …» is an office.
fn is_revered(words: &[Word], start: usize, end: usize) -> bool {
    let is_blessed = words
        .get(end)
        .is_some_and(|word| word.before.contains('(') && BLESSINGS.contains(&word.folded.as_str()));
    let first = words[start].folded.as_str();
    let is_imam = first == "امام" && words.get(start + 1).is_none_or(|next| !next.folded.starts_with("جمعه"));
    (is_blessed && end - start <= REVERED_WORDS_MAX) || is_imam || REVERED.contains(&first)
}

/// The link of a name that is known to begin and end there.
pub(super) fn named(text: &str, words: &[Word], role: Role, start: usize, end: usize) -> Link {
    let name = text.get(words[start].range.start..words[end - 1].range.end).unwrap_or_default();
    Link { role, name: name.split_whitespace().collect::<Vec<_>>().join(" "), code: None, address: None }
}

/// A known outlet at a place, after a word that says what it is: where its name begins and ends.
pub(super) fn known(words: &[Word], at: usize) -> Option<(usize, usize)> {
    let is_medium = words.get(at).is_some_and(|word| MEDIA.contains(&word.folded.as_str()));
    let found = |at: usize, is_titled: bool| {
        let (count, sense) = outlets::known_at(words, at)?;
        (is_titled || sense != Sense::Titled).then_some((at, at + count))
    };
    let titled = || found(at + 1, true).filter(|_| is_medium && !is_break(words[at + 1].before));
    found(at, false).or_else(titled)
}

/// «خبرگزاری دانشجویان ایران (ایسنا)»: the name by which an outlet is known, after the one that it bears in full.
pub(super) fn called(words: &[Word], at: usize) -> Option<(usize, usize)> {
    words.get(at).filter(|word| MEDIA.contains(&word.folded.as_str()))?;
    let in_full = (at + 1..words.len()).take(FULL_WORDS_MAX + 1);
    let start = in_full.into_iter().find(|at| is_break(words[*at].before))?;
    let (count, sense) = outlets::known_at(words, start).filter(|_| words[start].before.trim() == "(")?;
    let end = start + count;
    let is_closed = words.get(end).is_none_or(|word| word.before.contains(')'));
    (start - at > FULL_WORDS_MIN && is_closed && sense != Sense::Titled).then_some((start, end))
}

/// A name in quotation marks, where it begins and ends.
fn quoted(words: &[Word], from: usize) -> Option<(usize, usize)> {
    // «پایگاه اینترنتی شبکهٔ "الف"»: the marks may stand after words that say what it is.
    let opens = |at: &usize| words[*at].before.contains(['«', '"', '“']);
    let start = (from..words.len().min(from + DESCRIBED_WORDS_MAX + 1)).find(opens)?;
    if (from..start).any(|at| DESKS.contains(&words[at].folded.as_str())) {
        return None;
    }
    let is_clear =
        words[from + 1..=start.max(from + 1).min(words.len() - 1)].iter().all(|word| !is_break(word.before));
    let end = (start + 1..words.len().min(start + WORDS_MAX))
        .find(|at| words[*at].before.contains(['»', '"', '”']))?;
    (is_clear || start == from).then_some((start, end))
}

/// «"گروه علم" عصر ایران»: the outlet behind a desk's name in marks.
fn of_desk(words: &[Word], (start, end): (usize, usize)) -> Option<(usize, usize)> {
    DESKS.contains(&words[start].folded.as_str()).then(|| known(words, end)).flatten()
}

/// A name without marks: a known outlet, or the words up to where it surely ends.
fn plain(words: &[Word], from: usize, role: Role) -> Option<(usize, usize)> {
    let ends = |at: usize| {
        at > from && is_cut(&words[at])
            || STOPS.contains(&words[at].folded.as_str())
            || phrase_at(words, at, &["نقل", "از"])
            || phrase_at(words, at, &["و", "به", "نقل"])
    };
    let is_title = |at: usize| {
        let word = words[at].folded.as_str();
        TITLES.contains(&word) || MEDIA.contains(&word) || matches!(word, "خبری" | "تحلیلی")
    };
    let outlet = |at: usize| {
        let (count, sense) = outlets::known_at(words, at)?;
        let is_titled = at > from && is_title(at - 1);
        let is_meant = match sense {
            Sense::Own => true,
            Sense::Shared => at == from || is_titled || TITLES.contains(&words[from].folded.as_str()),
            Sense::Titled => is_titled,
        };
        is_meant.then_some((at, at + count))
    };
    let most = words.len().min(from + WORDS_MAX + 1);
    let end = (from..most).find(|at| ends(*at));
    // The name of an outlet may begin with a stop: «روز نو».
    if let Some(found) = outlet(from).or_else(|| (from..end.unwrap_or(most)).find_map(outlet)) {
        return Some(found);
    }
    let is =
        |list: &[&str], at: usize| words.get(at).is_some_and(|word| list.contains(&word.folded.as_str()));
    if titles(words, from, most).any(|at| is(&DESKS, at)) {
        // «گروه تحلیل، تفسیر و پژوهش ایرنا»: a desk may have commas in its name, but is nobody without its outlet.
        let stop =
            (from..most).find(|at| is(&STOPS, *at) || words[*at].before.contains(['.', ':', '؛', '\n']));
        return (from..stop.unwrap_or(most)).find_map(outlet);
    }
    // An interview with somebody unknown is no attribution; a name must end somewhere.
    let end = end.or((most == words.len()).then_some(most))?;
    if words.get(end).is_some_and(|word| !is_cut(word)) && end - from > UNCUT_WORDS_MAX {
        return None;
    }
    let start = from + titles(words, from, end).count();
    if role == Role::Interviewer && !(from..=start).any(|at| is(&MEDIA, at)) {
        return None;
    }
    let start = if start > from && is(&KINDS, start) { start - 1 } else { start };
    (start < end).then_some((start, end))
}

/// A name from the word that says what it is: without خبرگزاری, unless that is described; None when it names nobody.
pub(super) fn titled(words: &[Word], at: usize, end: usize) -> Option<(usize, usize)> {
    let is = |list: &[&str], at: usize| list.contains(&words[at].folded.as_str());
    let is_named = (at..end).any(|at| !is(&BARE, at)) && !(at..end).any(|at| is(&POINTERS, at));
    let is_bare = is(&TITLES, at) && at + 1 < end && !is(&KINDS, at + 1);
    is_named.then_some((at + usize::from(is_bare), end))
}

/// Whether a mark stands before a word at which a name ends.
fn is_cut(word: &Word) -> bool {
    is_break(word.before) || word.before.contains(['«', '"', '“'])
}

/// The places of the words before a name that are no part of it.
fn titles(words: &[Word], from: usize, end: usize) -> impl Iterator<Item = usize> {
    (from..end).take_while(|at| TITLES.contains(&words[*at].folded.as_str()))
}
