//! Where a text begins with its outlet: «ایرنا - تهران -», «تهران (پانا) -», «تهران- ایرنا-», «خبرگزاری فارس:».
//!
//! The town is no part of the chain: a reporter writes from it, nobody there is quoted.

use super::names;
use super::outlets::Sense;
use super::subject::{self, Outlet};
use super::words::{Word, is_break};

/// Words of the town before an outlet at the most: «سیستان و بلوچستان».
const TOWN_WORDS_MAX: usize = 3;
/// Words of a desk before its outlet: «گروه علم و فناوری».
const DESK_WORDS_MAX: usize = 6;

/// Marks that part an outlet from the town and the text.
const MARKS: [char; 10] = ['-', '–', '—', 'ـ', '_', ':', '؛', '/', '|', '('];

/// The outlet of a line that begins at a place.
pub(super) fn read(words: &[Word], at: usize) -> Option<Outlet> {
    let opens = at == 0 || words[at].before.contains('\n');
    let found = || first(words, at).or_else(|| after_town(words, at)).or_else(|| after_desk(words, at));
    opens.then(|| found().or_else(|| speaking(words, at)))?
}

/// «گروه جامعهٔ خبرگزاری فارس - …».
fn after_desk(words: &[Word], at: usize) -> Option<Outlet> {
    let is_desk = names::DESKS.contains(&words[at].folded.as_str());
    let most = words.len().min(at + DESK_WORDS_MAX + 1);
    let is_clear = |start: &usize| !words[at + 1..=*start].iter().any(|word| is_break(word.before));
    let mut starts = (at + 1..most).filter(|_| is_desk).take_while(is_clear);
    let outlet = starts.find_map(|start| subject::known(words, start).filter(|outlet| outlet.is_titled))?;
    words.get(outlet.end)?.before.contains(MARKS).then_some(outlet)
}

/// «پایگاه اطلاع‌رسانی ریاست‌جمهوری: …»: an outlet that only a word tells, before what it says.
fn speaking(words: &[Word], at: usize) -> Option<Outlet> {
    // «روزنامه فروشی:» is no outlet.
    let is_head = matches!(words[at].folded.as_str(), "پایگاه" | "خبرگزاری" | "شبکه" | "سایت");
    let outlet = subject::described(words, at).filter(|outlet| is_head && outlet.name.is_some())?;
    words.get(outlet.end)?.before.trim_start().starts_with(':').then_some(outlet)
}

/// «ایرنا - تهران - …», «ایسنا/خراسان رضوی …», «فارس: …».
fn first(words: &[Word], at: usize) -> Option<Outlet> {
    let outlet = subject::known(words, at)?;
    let follows = words.get(outlet.end)?.before;
    let parts = |mark: char| follows.contains(mark);
    let is_parted = match outlet.sense {
        // «شرق/غرب»: a word beside its like.
        Sense::Shared => MARKS.into_iter().filter(|mark| !matches!(mark, '/' | '(' | '|')).any(parts),
        Sense::Own => MARKS.into_iter().any(parts),
        Sense::Titled => false,
    };
    let names_town = || parts('،') && outlet.is_titled && ends_town(words, outlet.end);
    let names_desk =
        || parts('،') && outlet.is_titled && names::DESKS.contains(&words[outlet.end].folded.as_str());
    (is_parted || names_town() || names_desk()).then_some(outlet)
}

/// «خبرگزاری شبستان ، صومعه‌سرا: …».
fn ends_town(words: &[Word], at: usize) -> bool {
    let mut rest = words.iter().skip(at + 1).take(TOWN_WORDS_MAX);
    rest.find(|word| is_break(word.before)).is_some_and(|word| word.before.contains(':'))
}

/// «تهران (پانا) - …», «تهران- ایرنا- …», «تهران، ایرنا - …».
fn after_town(words: &[Word], at: usize) -> Option<Outlet> {
    let is_mark = |word: &Word| word.before.contains(MARKS) || is_break(word.before);
    if words[at].folded == "منبع" {
        return None;
    }
    let start = (at + 1..words.len().min(at + TOWN_WORDS_MAX + 1)).find(|at| is_mark(&words[*at]))?;
    let outlet = subject::known(words, start).filter(|outlet| outlet.sense != Sense::Titled)?;
    let (before, after) = (words[start].before, words.get(outlet.end)?.before);
    let is_closed = !before.contains('(') || after.contains(')');
    let is_parted = after.contains(['-', '–', '—', 'ـ', '_', ':', '؛', '|']);
    (is_closed && is_parted && !before.contains(['.', '\n', '؟', '!', ':'])).then_some(outlet)
}
