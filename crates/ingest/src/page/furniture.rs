//! Lines that are not an article's text, by the words that Persian outlets put there: endings with a reporter's number,
//! labels with dates and codes, invitations to channels, «بیشتر بخوانید» above what it names, and what a page of lines
//! alone shows behind its article.

mod counts;
mod foot;
mod inviting;
mod rights;
mod when;

use persian::date::{GREGORIAN_MONTHS, MONTHS, WEEKDAYS};
use persian::fold::fold;

use crate::date::{self, Unzoned};

use counts::is_count;
pub(super) use foot::is_foot;
pub(super) use inviting::is_invitation;
use inviting::{is_feeds_end, is_selling, is_sharing};
pub(super) use rights::is_rights;
use when::BESIDE;
pub(super) use when::{changed, published, says_only_when};

/// What ends a text.
const ENDS: [&str; 10] = [
    "انتهای پیام",
    "پایان پیام",
    "انتهای خبر",
    "پایان خبر",
    "انتهای گزارش",
    "پایان گزارش",
    "انتهای متن",
    "پایان متن",
    "انتهای مطلب",
    "پایان مطلب",
];
/// Letters beside an end are a reporter's: «پایان پیام/ت».
const END_LETTERS_MAX: usize = 4;
/// What follows an end within its line is no longer than this.
const END_BYTES_MAX: usize = 60;
/// Labels of facts about a page beside those of [`when`], before a colon.
const LABELS: [&str; 17] = [
    "تاریخ",
    "تاریخ و ساعت",
    "کد خبر",
    "کدخبر",
    "کد مطلب",
    "شناسه خبر",
    "شناسه مطلب",
    "شماره خبر",
    "تعداد بازدید",
    "بازدید",
    "بازدیدها",
    "تعداد نظرات",
    "امتیاز شما",
    "اندازه متن",
    "زمان مطالعه",
    "لینک کوتاه",
    "لینک خبر",
];
/// A line of facts is no longer than this.
const LABELLED_CHARS_MAX: usize = 120;
/// Words above links to other articles.
const READ_MORE: [&str; 18] = [
    "بیشتر بخوانید",
    "بیشتر بخوانیم",
    "بیشتر بدانید",
    "بیشتر ببینید",
    "همچنین بخوانید",
    "همچنین ببینید",
    "حتما بخوانید",
    "مطالعه بیشتر",
    "این مطلب را هم بخوانید",
    "این خبر را هم بخوانید",
    "این گزارش را هم بخوانید",
    "این مطالب را هم بخوانید",
    "این مطلب را هم ببینید",
    "این خبر را هم ببینید",
    "برای مطالعه بیشتر",
    "از دست ندهید",
    "read more",
    "see also",
];
/// The same where nothing follows, or a mark.
const READ: [&str; 8] = [
    "بخوانید",
    "در همین زمینه",
    "در همین رابطه",
    "در همین باره",
    "در همین زمینه بخوانید",
    "در همین رابطه بخوانید",
    "در این باره بخوانید",
    "در این رابطه بخوانید",
];
/// Likewise; a page's foot may begin with each.
const RELATED: [&str; 8] = [
    "مطالب مرتبط",
    "اخبار مرتبط",
    "خبرهای مرتبط",
    "خبر مرتبط",
    "گزارشهای مرتبط",
    "مطلب مرتبط",
    "مطالب پیشنهادی",
    "اخبار پیشنهادی",
];
/// The same, which no foot begins with.
const LISTED: [&str; 14] = [
    "مطلب پیشنهادی",
    "پیشنهاد ویژه",
    "نوشتههای مرتبط",
    "مقالههای مرتبط",
    "مقالات مرتبط",
    "پیوندهای مرتبط",
    "لینکهای مرتبط",
    "ویدئو مرتبط",
    "ویدیو مرتبط",
    "ویدئوهای مرتبط",
    "ویدیوهای مرتبط",
    "اخبار بیشتر",
    "خبرهای بیشتر",
    "مطالب بیشتر",
];
/// A headline of another article, named there without a link, is no longer and no shorter than this.
const NAMED_CHARS_MAX: usize = 110;
const NAMED_WORDS_MIN: usize = 3;
/// Words of a phrase, where half-spaces are spaces.
const PHRASE_WORDS_MAX: usize = 8;
/// What ends with a full stop and has more words is a sentence.
const SENTENCE_WORDS_MIN: usize = 4;
/// A longer line that begins so is a sentence.
const READ_MORE_CHARS_MAX: usize = 160;
/// A line that is a day and an hour has no more words.
const DATE_WORDS_MAX: usize = 12;
/// Marks of a rule at the least; fewer part the lines of a poem.
const RULE_CHARS_MIN: usize = 4;
/// Letters of a reporter's initials: «م.ک/۱۲۳».
const INITIALS_MAX: usize = 4;
/// Digits of a reporter's number at the least; less may be a number of the text.
const NUMBER_DIGITS_MIN: usize = 3;
const NUMBER_CHARS_MAX: usize = 24;
const NUMBER_RUN_MAX: usize = 5;

/// Whether a line of a body is none of its text, wherever it stands.
pub(super) fn is_furniture(line: &str) -> bool {
    is_end(line)
        || is_foot(line)
        || is_labelled(line)
        || is_invitation(line, false)
        || is_hashtags(line)
        || is_rule(line)
        || is_selling(line)
        || is_sharing(line)
        || is_count(line)
        || is_feeds_end(line)
        || is_rights(line)
        || matches!(line.trim(), "-->" | "<!--" | "]]>")
}

/// «/انتهای پیام/», «پایان پیام/ت», «انتهای خبر ۱۲۳»: a line that ends a text.
pub(super) fn is_end(line: &str) -> bool {
    behind(line, &ENDS).is_some_and(|rest| says_nothing(rest) || is_labelled(rest))
}

/// What stands behind one of some phrases with which a line begins. Half-spaces and marks do not matter.
fn behind<'a>(line: &'a str, phrases: &'a [&str]) -> Option<&'a str> {
    every_behind(line, phrases).next()
}

/// The same for each of the phrases, shortest first. Most lines begin with no word of any.
fn every_behind<'a>(line: &'a str, phrases: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let mut said = String::new();
    let tokens = persian::fold::tokens(line).take(PHRASE_WORDS_MAX).map_while(move |token| {
        said.push_str(&token.text);
        let is_begun = phrases.iter().any(|phrase| letters(phrase).take(said.len()).eq(said.bytes()));
        let is_said = phrases.iter().any(|phrase| is_same(&said, phrase));
        is_begun.then(|| is_said.then(|| &line[token.range.end..]))
    });
    tokens.flatten()
}

/// Whether a folded text without spaces is a folded phrase.
fn is_same(said: &str, phrase: &str) -> bool {
    said.bytes().eq(letters(phrase))
}

fn letters(phrase: &str) -> impl Iterator<Item = u8> + '_ {
    phrase.bytes().filter(|byte| *byte != b' ')
}

/// Whether what stands beside an end is at most the sign of a reporter: «او در پایان پیام گفت» is none.
fn says_nothing(rest: &str) -> bool {
    let is_word = rest.starts_with(char::is_whitespace) && rest.trim_start().starts_with(char::is_alphabetic);
    !is_word
        && rest.len() <= END_BYTES_MAX
        && rest.chars().filter(|c| c.is_alphabetic()).count() <= END_LETTERS_MAX
}

/// Where an end begins that stands behind the text of a line of HTML.
pub(super) fn end_within(html: &str) -> Option<usize> {
    let is_first = |c: char| matches!(c, 'ا' | 'پ');
    let starts = html.rmatch_indices(is_first).map(|(at, _)| at);
    let near = |at: &usize| html.len() - at <= 4 * END_BYTES_MAX;
    let found = starts.take_while(near).find(|at| is_end(&crate::sanitize::html_to_text(&html[*at..])))?;
    let before = html[..found].trim_end_matches(['/', '*', ' ', '\u{a0}', '(', '[']);
    let is_sentence = without_last_tags(before).ends_with(['.', '؟', '!', '»', ':', '…', '>']);
    let is_marked = html[..found].trim_end().ends_with(['/', '*', '>']);
    (is_sentence || is_marked).then_some(before.len())
}

/// «۷۳۹۷/۱۴۱۸», «**۱۲۳۴»: a line that is a reporter's number.
pub(super) fn is_number(line: &str) -> bool {
    let digits = line.chars().filter(|c| c.is_numeric()).count();
    let is_other = |c: char| !(c.is_numeric() || c.is_whitespace() || "/*-–_.()[]".contains(c));
    // Telephones and prize numbers are longer, and telephones begin with a nought.
    let is_short = |run: &str| run.chars().count() <= NUMBER_RUN_MAX && !run.starts_with(['۰', '0', '٠']);
    let mut runs = line.split(|c: char| !c.is_numeric()).filter(|run| !run.is_empty());
    digits >= NUMBER_DIGITS_MIN
        && line.chars().count() <= NUMBER_CHARS_MAX
        && !line.contains(is_other)
        && runs.all(is_short)
}

/// «م.ک/۱۲۳», «ا.م»: a line that is a reporter's initials, with a number or without.
pub(super) fn is_initials(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let is_other = |c: char| !(c.is_alphanumeric() || c.is_whitespace() || "/*-–_.ـ()".contains(c));
    let mut runs = line.split(|c: char| !c.is_alphabetic());
    (1..=INITIALS_MAX).contains(&letters)
        && line.chars().count() <= NUMBER_CHARS_MAX
        && line.contains(['.', '/'])
        && (letters > 1 || line.contains(char::is_numeric))
        && !line.contains(is_other)
        && !line.trim_start().starts_with(char::is_numeric)
        && runs.all(|run| run.chars().count() <= 1)
}

/// «#پل #لاجین», «🆔 @alborzno»: tags and names of channels, and nothing else.
fn is_hashtags(line: &str) -> bool {
    let is_letters = |word: &str| word.contains(char::is_alphabetic);
    let is_tag = |word: &str| word.starts_with(['#', '@']) && is_letters(word);
    line.contains(['#', '@'])
        && line.split_whitespace().any(is_tag)
        && line
            .split_whitespace()
            .all(|word| is_tag(word) || !word.contains(char::is_alphanumeric) && word != "#")
}

/// «---------------»: a rule drawn by hand.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().nth(RULE_CHARS_MIN - 1).is_some() && line.chars().all(|c| "-_=—–ـ~".contains(c))
}

/// Where a reporter's number begins that stands behind the last sentence of a line of HTML: «… باز شد. ۷۳۹۷/۱۴۱۸».
pub(super) fn number_within(html: &str) -> Option<usize> {
    let text = without_last_tags(html);
    let kept = text.trim_end_matches(|c: char| c.is_numeric() || c.is_whitespace() || "/*-–".contains(c));
    let sentence = without_last_tags(kept);
    let is_sentence = sentence.ends_with(['.', '؟', '!', '»']);
    (is_sentence && is_number(&text[kept.len()..])).then_some(sentence.len())
}

fn without_last_tags(html: &str) -> &str {
    let mut rest = html.trim_end();
    while let Some(open) = rest.rfind('<').filter(|_| rest.ends_with('>')) {
        rest = rest[..open].trim_end();
    }
    rest
}

/// «تاریخ انتشار: ۱۲ آذر ۱۴۰۳ کد خبر: ۱۲۳۴»: facts about the page.
pub(super) fn is_labelled(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    if line.chars().count() > LABELLED_CHARS_MAX {
        return false;
    }
    let Some((label, rest)) = line.split_once([':', '：']) else {
        let is_code = |rest: &str| rest.contains(char::is_numeric) && !rest.contains(char::is_alphabetic);
        return when::LABELS.into_iter().any(|known| behind(line, known).is_some_and(is_code));
    };
    let is_fact = rest.contains(char::is_numeric) || rest.contains("://") || rest.trim().is_empty();
    is_fact && !rest.trim_end().ends_with('.') && when::LABELS.iter().any(|known| when::is_one(label, known))
}

/// A line that says a day, and perhaps an hour, and nothing else.
pub(super) fn is_date(line: &str) -> bool {
    let words = || persian::fold::words(line);
    let is_known = |word: String| {
        let names = MONTHS.iter().chain(&WEEKDAYS).chain(&GREGORIAN_MONTHS);
        word.bytes().all(|byte| byte.is_ascii_digit())
            || BESIDE.contains(&word.as_str())
            || names.into_iter().any(|name| fold(name).split(' ').any(|part| part == word))
    };
    words().count() <= DATE_WORDS_MAX && words().all(is_known) && date::read(line, Unzoned::Tehran).is_some()
}

/// «بیشتر بخوانید»: what follows are other articles. Where more than a mark follows it, it must lead to them: «بیشتر
/// ببینید که مردم چه می‌گویند» is a sentence.
pub(super) fn is_read_more(line: &str, has_link: bool) -> bool {
    line.chars().count() <= READ_MORE_CHARS_MAX
        && (behind(line, &READ_MORE).is_some_and(|rest| has_link || is_cut(rest))
            || every_behind(line, &READ).any(is_cut)
            || behind(line, &RELATED).is_some_and(|rest| has_link || is_cut(rest))
            || behind(line, &LISTED).is_some_and(is_cut))
}

/// Whether a line under «بیشتر بخوانید» may be another article's headline: it is no sentence.
pub(super) fn is_named(line: &str) -> bool {
    let words = line.split_whitespace().count();
    words >= NAMED_WORDS_MIN
        && line.chars().count() <= NAMED_CHARS_MAX
        && !line.ends_with(['.', '!', ':', '؛', '…'])
}

/// Whether what stands behind a phrase is nothing, or begins with a mark. What goes on as a sentence is text.
fn is_cut(rest: &str) -> bool {
    let rest = rest.trim();
    let is_mark = |c: char| c.is_numeric() || ":؛»|/-–>.…!*(".contains(c);
    let is_sentence = rest.ends_with('.') && rest.split_whitespace().nth(SENTENCE_WORDS_MIN).is_some();
    rest.is_empty() || rest == "،" || rest.starts_with(is_mark) && !is_sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    /// «rule | text», a line each; a rule with «no » before it must not hold.
    const CASES: &str = include_str!("furniture/cases.txt");

    #[test]
    fn lines_are_told_apart_as_reviewed() {
        for case in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (rule, text) = case.split_once(" | ").unwrap_or((case, ""));
            let (rule, expected) = rule.strip_prefix("no ").map_or((rule, true), |rule| (rule, false));
            let found = match rule {
                "end" => is_end(text),
                "number" => is_number(text),
                "initials" => is_initials(text),
                "foot" => is_foot(text),
                "named" => is_named(text),
                "any" => is_furniture(text),
                "rights" => is_rights(text),
                "labelled" => is_labelled(text),
                "date" => is_date(text),
                "more" => is_read_more(text, false),
                "linked more" => is_read_more(text, true),
                "invitation" => is_invitation(text, false),
                "last invitation" => is_invitation(text, true),
                _ => panic!("an unknown rule: {case}"),
            };
            assert_eq!(found, expected, "{case}");
        }
    }

    #[test]
    fn what_stands_behind_the_text_of_a_line_is_found() {
        for (html, kept) in [
            ("<p>پل باز شد. انتهای پیام/ ۷۱</p>", Some("<p>پل باز شد.")),
            ("<p>پل باز شد./پایان پیام/ت</p>", Some("<p>پل باز شد.")),
            ("<p>پل باز شد.<strong>انتهای خبر</strong></p>", Some("<p>پل باز شد.<strong>")),
            ("<p>او گفت انتهای پیام را نخوانده است</p>", None),
            ("<p>او این را در پایان پیام نوشت.</p>", None),
            ("<p>پل باز شد و این بود پایان پیام</p>", None),
        ] {
            assert_eq!(end_within(html).map(|at| &html[..at]), kept, "{html}");
        }
        for (html, kept) in [
            ("<p>پل باز شد. ۷۳۹۷/۱۴۱۸</p>", Some("<p>پل باز شد.")),
            ("<p>پل باز شد.<b>**۷۳۹۷</b></p>", Some("<p>پل باز شد.")),
            ("<p>پل در سال ۱۴۰۳</p>", None),
            ("<p>پل باز شد. ۱۲٫۵</p>", None),
        ] {
            assert_eq!(number_within(html).map(|at| &html[..at]), kept, "{html}");
        }
    }
}
