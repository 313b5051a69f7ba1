//! Pages without structure: scraped text, or markup that says nothing. The order of the lines is all there is:
//! headline (often twice), paragraphs, source line, then furniture.

use scraper::{Html, Selector};

use super::Body;
use super::texts::FACT_CHARS_MAX;
use super::{furniture, source_line};
use crate::sanitize;

/// A paragraph has at least this many letters; shorter lines are labels.
const PARAGRAPH_CHARS_MIN: usize = 50;
/// Paragraphs that make a text.
const PARAGRAPHS_MIN: usize = 2;
/// A headline is looked for in this many lines before it is taken for menu.
const HEADLINE_LINES_MAX: usize = 60;

/// Marks and half-spaces make no line so many times longer.
const LENGTHENED: usize = 3;
/// A line that is taken for the headline although the page says another has at least as many words.
const HEADLINE_WORDS_MIN: usize = 4;

/// The body of a page of Persian lines; None when the lines do not look like an article followed by furniture.
pub(super) fn read(lines: &[String], title: Option<&str>) -> Option<Body> {
    let start = start(lines, title)?;
    let rest = &lines[start..];
    let end = rest.iter().position(|line| is_ending(line))?;
    let body = &rest[..end];
    let is_persian = |line: &&String| line.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c));
    let is_long = |line: &&String| line.chars().count() >= PARAGRAPH_CHARS_MIN;
    let paragraphs = body.iter().filter(is_persian).filter(is_long).count();
    let held = || Body { html: sanitize::text_to_html(&body.join("\n")), is_short: false };
    (paragraphs >= PARAGRAPHS_MIN).then(held)
}

/// Whether no element tells what it is for, by its name or an attribute.
pub(super) fn says_nothing(document: &Html) -> bool {
    let telling =
        "body :is([class], [id], [role], [itemprop], article, main, section, aside, nav, header, footer)";
    Selector::parse(telling).is_ok_and(|telling| document.select(&telling).next().is_none())
}

/// The text of a page that is one `<pre>`: how browsers keep a file of plain text.
pub(super) fn text_in_pre(document: &Html) -> Option<String> {
    let body = Selector::parse("body").ok()?;
    let mut inside = document.select(&body).next()?.child_elements();
    let pre = inside.next().filter(|first| first.value().name() == "pre")?;
    inside.next().is_none().then(|| pre.text().collect())
}

/// The line that stands twice early, when the page shows its title nowhere: a name of a file or a site, then.
pub(super) fn unstated_headline(lines: &[String], title: Option<&str>) -> Option<String> {
    let title = persian::fold::fold(title?);
    let is_shown = lines.iter().any(|line| persian::fold::fold(line).contains(&title));
    let twice = || twice(lines).filter(|line| line.split_whitespace().count() >= HEADLINE_WORDS_MIN);
    if is_shown { None } else { twice().cloned() }
}

/// The headline of such a page: the line that stands twice before the first paragraph, else the first line.
pub(super) fn headline(lines: &[String]) -> Option<String> {
    let first = || lines.iter().take(HEADLINE_LINES_MAX).find(|line| is_long_enough(line));
    twice(lines).or_else(first).cloned()
}

/// The first early line that soon stands again.
fn twice(lines: &[String]) -> Option<&String> {
    let mut early = lines.iter().take(HEADLINE_LINES_MAX).enumerate();
    let found = early.find(|(at, line)| {
        is_long_enough(line) && lines.iter().skip(at + 1).take(6).any(|other| other == *line)
    });
    found.map(|(_, line)| line)
}

/// A headline is neither a word of a menu nor a paragraph.
fn is_long_enough(line: &str) -> bool {
    (13..=FACT_CHARS_MAX).contains(&line.chars().take(FACT_CHARS_MAX + 1).count())
}

/// The line after the last early mention of the headline.
fn start(lines: &[String], title: Option<&str>) -> Option<usize> {
    let title = title.map(str::to_owned).or_else(|| headline(lines))?;
    let key = persian::fold::fold(&title);
    let is_it = |line: &String| line.len() <= LENGTHENED * title.len() && persian::fold::fold(line) == key;
    let first = lines.iter().take(HEADLINE_LINES_MAX).position(is_it)?;
    let again = lines.iter().skip(first + 1).take(4).position(is_it);
    Some(first + 1 + again.map_or(0, |at| at + 1))
}

fn is_ending(line: &str) -> bool {
    let line = line.trim();
    furniture::is_foot(line)
        || furniture::is_end(line)
        || furniture::is_rights(line)
        || source_line::labelled(line).is_some()
}
