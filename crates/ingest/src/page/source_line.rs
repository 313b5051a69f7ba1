//! The source line of a page: whom its outlet took the article from, in the words «منبع: رویترز / مترجم: …», and the
//! address that it links to.
//!
//! A line that begins «منبع:» is one wherever it stands but under a picture, of which it tells whose that is. «به نقل از
//! ایسنا» and «خبرگزاری مهر - ۶۸۸۰۴۴» are only among the last lines of a body: elsewhere they are furniture or text.

use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::{facts, lines, texts};
use crate::sanitize;

/// The outlet that a page credits, which may be its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceLine {
    /// The outlet's name as written.
    pub name: String,
    /// The outlet's own news code.
    pub code: Option<String>,
    /// The address of the original, when the line links to it.
    pub url: Option<String>,
}

/// What stands before the colon of a source line. Folded.
const LABELS: [&str; 3] = ["منبع", "منبع خبر", "منبع متن"];
/// What says who made something else of it, after the name. Folded.
const MAKERS: [&str; 7] = ["مترجم", "ترجمه", "نویسنده", "خبرنگار", "عکاس", "عکس", "تنظیم"];
/// Words of sentences, which are in no outlet's name. Folded.
const VERBS: [&str; 14] = [
    "است",
    "هست",
    "هستند",
    "بود",
    "شد",
    "شده",
    "میشود",
    "میاید",
    "میکند",
    "میگیرد",
    "دارد",
    "کرد",
    "را",
    "که",
];
/// What stands before a code. Folded.
const CODE_LABELS: [&str; 5] = ["کد خبر", "کدخبر", "شناسه خبر", "کد مطلب", "شناسه مطلب"];
/// Outlets that begin a line with their kind: «خبرگزاری مهر - ۶۸۸۰۴۴». Folded.
const KINDS: [&str; 4] = ["خبرگزاری", "روزنامه", "پایگاه خبری", "سایت"];
/// A label with its half-spaces and marks is no longer.
const LABEL_BYTES_MAX: usize = 60;
/// A name of an outlet is no longer than this.
const NAME_CHARS_MAX: usize = 60;
/// What stands behind the colon, with who translated it; a longer line is text.
const LINE_CHARS_MAX: usize = 160;
/// Links that bear the outlet's name, of which one may stand in the source line.
const LINKS_MAX: usize = 20;
/// Words of a last line that only names an outlet: «به نقل از پایگاه خبری البرزنو».
const LAST_LINE_WORDS_MAX: usize = 7;
/// Codes that are printed on a page and looked at: its own, and some of its list of others.
const PRINTED_MAX: usize = 5;
/// Lines from the end of a body in which such a line stands.
const LAST_LINES: usize = 3;

impl SourceLine {
    /// What stands behind «منبع:», as `name-code`.
    pub fn line(&self) -> String {
        let code = self.code.as_ref().map(|code| format!("-{code}")).unwrap_or_default();
        format!("{}{code}", self.name)
    }

    /// The line as a paragraph of HTML.
    pub fn to_html(&self) -> String {
        let name = sanitize::escape(&self.line());
        let linked =
            |url: &String| format!("<a href=\"{}\">{name}</a>", sanitize::escape(url).replace('"', "%22"));
        let paragraph = format!("<p>منبع: {}</p>", self.url.as_ref().map_or_else(|| name.clone(), linked));
        sanitize::article_html(&paragraph, None)
    }
}

/// The source line of a page whose visible lines and body are known.
pub(super) fn find(
    document: &Html,
    lines: &[String],
    body_html: &str,
    base: Option<&Url>,
) -> Option<SourceLine> {
    let first = |lines: &[String]| lines.iter().find_map(|line| labelled(line));
    // Few pages have one: pictures are looked for on these alone.
    let labelled = first(lines).and_then(|_| first(&lines::beside_pictures(document)));
    let mut found = labelled.or_else(|| last(&sanitize::running_text(body_html)))?;
    found.url = address(document, &found.name, base);
    found.code = found.code.or_else(|| facts::code_of_address(found.url.as_deref()?));
    Some(found)
}

/// The source line that an editor pointed at: with its label, or the name alone.
pub(super) fn chosen(element: ElementRef, base: Option<&Url>) -> Option<SourceLine> {
    let text = texts::short(element, texts::FACT_CHARS_MAX)?;
    let found = labelled(&text).or_else(|| named(&text))?;
    let links = element.descendants().filter_map(ElementRef::wrap);
    let href = links.take(LINKS_MAX).find_map(|link| link.value().attr("href"));
    let url = href.and_then(|href| facts::whole(href, base));
    let code = found.code.or_else(|| facts::code_of_address(url.as_deref()?));
    Some(SourceLine { url, code, ..found })
}

/// Whether a line of a body is a source line, so that it is no text.
pub(super) fn is_one(line: &str, source: Option<&SourceLine>) -> bool {
    labelled(line).is_some()
        || source.is_some_and(|known| last(line).is_some_and(|one| one.name == known.name))
}

/// «منبع: etemadonline-688044», «منبع خبر: خبرگزاری تسنیم».
pub(super) fn labelled(line: &str) -> Option<SourceLine> {
    let (label, rest) = line.trim().split_once([':', '：'])?;
    let is_short = label.len() <= LABEL_BYTES_MAX;
    let is_label = is_short && LABELS.contains(&persian::fold::fold(label).trim());
    (is_label && !is_sentence(rest)).then(|| named(rest))?
}

/// «منبع: آب شرب تهران از سد لار می‌آید.» is text.
fn is_sentence(rest: &str) -> bool {
    let is_verb = |token: persian::fold::Token| VERBS.contains(&token.text.as_str());
    let is_long = rest.split_whitespace().nth(LAST_LINE_WORDS_MAX).is_some();
    persian::fold::tokens(rest).take(LINE_CHARS_MAX).any(is_verb) || is_long && rest.trim_end().ends_with('.')
}

/// «به نقل از ایسنا», «خبرگزاری مهر - ۶۸۸۰۴۴», among the last lines of a text.
fn last(text: &str) -> Option<SourceLine> {
    let lines: Vec<&str> =
        text.lines().rev().filter(|line| !line.trim().is_empty()).take(LAST_LINES).collect();
    lines.into_iter().find_map(|line| {
        let line = line.trim().trim_end_matches('.');
        if line.chars().nth(LINE_CHARS_MAX).is_some()
            || line.split_whitespace().count() > LAST_LINE_WORDS_MAX
            || line.contains([':', '،', '؟', '!'])
        {
            return None;
        }
        if let Some(rest) = line.strip_prefix("به نقل از ").or_else(|| line.strip_prefix("نقل از "))
        {
            return named(rest);
        }
        let is_outlet = KINDS.iter().any(|kind| persian::fold::fold(line).starts_with(&format!("{kind} ")));
        named(line).filter(|source| is_outlet && source.code.is_some())
    })
}

/// A name, its code behind a dash, and nothing of who translated it.
fn named(rest: &str) -> Option<SourceLine> {
    if rest.chars().nth(LINE_CHARS_MAX).is_some() {
        return None;
    }
    let is_maker = |part: &str| {
        let key = persian::fold::fold(part);
        MAKERS.iter().any(|maker| key.trim_start().starts_with(maker))
    };
    let cut = rest
        .match_indices(['/', '|', '؛', '،', '(', '-', '–'])
        .find(|(at, mark)| is_maker(&rest[at + mark.len()..]));
    let rest = rest[..cut.map_or(rest.len(), |(at, _)| at)].trim().trim_end_matches(['/', '.']).trim();
    if rest.is_empty() || rest.chars().count() > NAME_CHARS_MAX {
        return None;
    }
    let ascii = persian::digits::to_ascii(rest);
    let parted = ascii.rsplit_once(['-', '–', '/', '(']).and_then(|(name, code)| {
        let code = persian::fold::fold(code.trim_end_matches(')'));
        let behind = CODE_LABELS.iter().find_map(|label| code.trim().strip_prefix(label));
        let code = behind.unwrap_or(&code).trim_matches([' ', ':']);
        (is_code(code) && !name.trim().is_empty()).then(|| (name.trim(), code.to_owned()))
    });
    let (name, code) = parted.map_or((rest, None), |(name, code)| (name, Some(code)));
    Some(SourceLine { name: name.to_owned(), code, url: None })
}

/// The web address that the name links to where it stands behind «منبع».
fn address(document: &Html, name: &str, base: Option<&Url>) -> Option<String> {
    let links = Selector::parse("a[href]").ok()?;
    let text = |element: ElementRef| texts::short(element, LINE_CHARS_MAX * 2);
    let is_line = |around: ElementRef| {
        text(around).and_then(|text| labelled(&text)).is_some_and(|line| line.name == name)
    };
    let found = document
        .select(&links)
        .filter(|link| text(*link).is_some_and(|text| text.contains(name)))
        .take(LINKS_MAX)
        .find(|link| {
            let before =
                link.prev_sibling().and_then(|node| node.value().as_text().map(|text| text.to_string()));
            let is_behind = before.and_then(|before| labelled(&format!("{}{name}", before.lines().last()?)));
            is_behind.is_some() || link.ancestors().take(2).filter_map(ElementRef::wrap).any(is_line)
        })?;
    facts::whole(found.value().attr("href")?, base)
}

/// The code that a page prints, which goes before the number of its address unless it prints both.
pub(super) fn printed_code(lines: &[String], of_address: Option<String>) -> Option<String> {
    let next = lines.iter().skip(1).map(String::as_str).chain([""]);
    let mut printed = lines.iter().zip(next).filter_map(|(line, next)| code_of(line, next)).peekable();
    let first = printed.peek().cloned();
    let is_printed = printed.take(PRINTED_MAX).any(|code| Some(&code) == of_address.as_ref());
    if is_printed { of_address } else { first.or(of_address) }
}

/// The number in «کد خبر: ۶۸۸۰۴۴» and «انتهای پیام/ کدخبر ۱۲۳۴۵», on one line or the next.
fn code_of(line: &str, next: &str) -> Option<String> {
    // Most lines of a page have neither word.
    if !line.contains("خبر") && !line.contains("مطلب") {
        return None;
    }
    let key = persian::fold::fold(line);
    let (before, after) = CODE_LABELS.into_iter().find_map(|label| key.split_once(label))?;
    if is_of_other(before) {
        return None;
    }
    let after = after.trim_start_matches([' ', ':']);
    let number = if after.is_empty() { persian::fold::fold(next) } else { after.to_owned() };
    let code: String = number.chars().take_while(char::is_ascii_digit).collect();
    is_code(&code).then_some(code)
}

/// Whether what stands before a code tells that it is another article's: a source line, or a sentence.
fn is_of_other(before: &str) -> bool {
    let is_other = |token: persian::fold::Token| {
        let word = token.text.as_str();
        LABELS.contains(&word) || VERBS.contains(&word)
    };
    before.trim_end().ends_with('(') || persian::fold::tokens(before).take(LINE_CHARS_MAX).any(is_other)
}

fn is_code(code: &str) -> bool {
    (3..=20).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit())
}
