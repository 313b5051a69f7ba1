//! A body's last cleaning: sanitized, and without the lines that are not its own: the headline and lead again, the
//! source line, the byline, labels, links to other articles, and what outlets put at the end.

use persian::fold::fold;
use url::Url;

use super::byline::Credit;
use super::texts::FACT_CHARS_MAX;
use super::{Page, byline, facts, furniture, source_line};
use crate::sanitize::{self, Part};

/// Lines at the beginning among which a date or a byline stands.
const FIRST_LINES: usize = 3;
/// Lines at the end that are looked at.
const LAST_LINES: usize = 6;
/// Repeated lines have more letters; shorter ones are labels and names.
const REPEATED_CHARS_MIN: usize = 8;
/// Lines of a list of other articles.
const LISTED_MAX: usize = 20;

/// A paragraph, heading or list.
struct Block<'a> {
    open: &'a str,
    close: &'a str,
    /// What stands between its lines.
    between: &'static str,
    /// Whether it is a list that leads to other pages.
    is_links: bool,
}

/// A line of a block, as a reader sees it.
struct Line<'a> {
    block: usize,
    html: &'a str,
    text: String,
    is_out: bool,
    /// Whether its HTML is no longer whole.
    is_cut: bool,
    /// Of a table, figure or quotation, which is kept as it is: its cells and captions are no lines of the text.
    is_whole: bool,
}

/// The body of a page as HTML. A byline that only the body has becomes the page's.
pub(super) fn finish(html: &str, page: &mut Page, base: Option<&Url>) -> String {
    let clean = sanitize::article_html(html, base.map(Url::as_str));
    let (blocks, mut lines) = read(&clean);
    let said = [&page.title, &page.lead].map(|said| said.as_deref().map(fold).unwrap_or_default());
    let mut credits = Vec::new();
    for line in lines.iter_mut().filter(|line| !line.is_whole) {
        let credit = byline::credit(&line.text);
        line.is_out = credit.is_some() || is_other(&line.text, page, &said);
        credits.extend(credit.filter(|credit| *credit == Credit::Picture).map(|_| line.text.clone()));
    }
    leave_out_links(&blocks, &mut lines);
    first_lines(&mut lines, page);
    last_lines(&mut lines, page);
    cut_end(&mut lines);
    let is_cut = lines.iter().any(|line| line.is_out || line.is_cut);
    let kept = write(&blocks, &lines);
    // What was cut within elements leaves tags without their other half.
    let kept = if is_cut { sanitize::article_html(&kept, None) } else { kept };
    if credits.is_empty() { kept } else { with_credits(kept, &credits, page, base) }
}

/// Who made the pictures is said under the first, which may be the one that stands for the page, else after the text.
fn with_credits(html: String, credits: &[String], page: &Page, base: Option<&Url>) -> String {
    let image = page.image.as_deref().and_then(|image| facts::whole(image, base));
    let led = sanitize::led_by_picture(html, image.as_deref());
    credits.iter().fold(led, |html, credit| sanitize::credited(&html, credit))
}

fn read(html: &str) -> (Vec<Block<'_>>, Vec<Line<'_>>) {
    let (mut blocks, mut lines) = (Vec::new(), Vec::new());
    for part in sanitize::parts(html) {
        match part {
            Part::Block(block) => add(block, &mut blocks, &mut lines),
            Part::Loose(text) => {
                let texts =
                    loose_lines(text).into_iter().filter(|line| !sanitize::html_to_text(line).is_empty());
                texts.for_each(|line| add(line, &mut blocks, &mut lines));
            }
        }
    }
    (blocks, lines)
}

/// The paragraphs of text that stands in none: its lines, and what empty lines part. An inline element keeps what it
/// holds together.
fn loose_lines(text: &str) -> Vec<&str> {
    let (mut lines, mut start, mut open, mut at) = (Vec::new(), 0, 0_usize, 0);
    while let Some(found) = text[at..].find(['\n', '<']).map(|found| at + found) {
        let rest = &text[found..];
        at = found + rest.find('>').filter(|_| rest.starts_with('<')).map_or(1, |end| end + 1);
        let is_blank = || rest["<br>".len()..].trim_start().starts_with("<br>");
        match rest {
            _ if rest.starts_with("</") => open = open.saturating_sub(1),
            _ if rest.starts_with('\n') && open == 0
                || rest.starts_with("<br>") && open == 0 && is_blank() =>
            {
                lines.push(&text[start..found]);
                start = if rest.starts_with('\n') { at } else { found };
            }
            _ if rest.starts_with("<br>") || rest.starts_with('\n') => {}
            _ => open += 1,
        }
    }
    lines.push(&text[start..]);
    lines.into_iter().map(without_breaks).collect()
}

fn without_breaks(line: &str) -> &str {
    let mut line = line.trim();
    while let Some(rest) = line.strip_prefix("<br>").or_else(|| line.strip_suffix("<br>")) {
        line = rest.trim();
    }
    line
}

fn add<'a>(html: &'a str, blocks: &mut Vec<Block<'a>>, lines: &mut Vec<Line<'a>>) {
    let name = html.strip_prefix('<').map_or("", |html| html.split([' ', '>']).next().unwrap_or_default());
    let is_paragraph = matches!(name, "p" | "h2" | "h3" | "h4");
    let (start, end) = match (html.find('>'), html.rfind("</")) {
        (Some(start), Some(end)) if is_paragraph && start < end => (start + 1, end),
        _ => (0, html.len()),
    };
    let is_loose = name.is_empty() || sanitize::is_inline(name);
    if !is_paragraph && !is_loose && !matches!(name, "ul" | "ol") {
        lines.push(Line {
            block: blocks.len(),
            html,
            text: String::new(),
            is_out: false,
            is_cut: false,
            is_whole: true,
        });
        blocks.push(Block { open: "", close: "", between: "", is_links: false });
        return;
    }
    let between = if is_paragraph || is_loose { "<br>" } else { "\n" };
    for html in html[start..end].split(between) {
        let text = sanitize::html_to_text(html);
        lines.push(Line { block: blocks.len(), html, text, is_out: false, is_cut: false, is_whole: false });
    }
    let is_links = matches!(name, "ul" | "ol") && html.contains("<a ");
    let (open, close) = if is_loose { ("<p>", "</p>") } else { (&html[..start], &html[end..]) };
    blocks.push(Block { open, close, between, is_links });
}

/// Whether a line says what stands elsewhere on the page, folded, or belongs to none of it.
fn is_other(text: &str, page: &Page, said: &[String; 2]) -> bool {
    let is_repeated = || {
        let key = fold(text);
        key.chars().count() > REPEATED_CHARS_MIN && said.contains(&key)
    };
    text.chars().nth(FACT_CHARS_MAX).is_none() && is_repeated()
        || furniture::is_furniture(text)
        || source_line::is_one(text, page.source.as_ref())
}

/// «بیشتر بخوانید» with the links and headlines that follow it.
fn leave_out_links(blocks: &[Block], lines: &mut [Line]) {
    let mut rest = 0;
    let is_named = |line: &Line| {
        let is_heading = blocks[line.block].open.starts_with("<h");
        !is_heading && furniture::is_named(&line.text) && byline::of_line(&line.text).is_none()
    };
    for line in lines {
        if line.is_whole {
            rest = 0;
        } else if furniture::is_read_more(&line.text, line.html.contains("<a ")) {
            (line.is_out, rest) = (true, LISTED_MAX);
        } else if rest > 0
            && (line.text.is_empty() || blocks[line.block].is_links || is_link(line) || is_named(line))
        {
            (line.is_out, rest) = (!line.html.contains("<img"), rest - 1);
        } else {
            rest = 0;
        }
    }
}

/// Whether nearly all of a line leads to another page.
fn is_link(line: &Line) -> bool {
    sanitize::linked_chars(line.html) * 10 >= line.text.chars().count() * 8
}

/// A date and a byline above the text.
fn first_lines(lines: &mut [Line], page: &mut Page) {
    let first = lines.iter_mut().filter(|line| !line.is_out && !line.text.is_empty()).take(FIRST_LINES);
    for line in first {
        line.is_out = furniture::is_date(&line.text) || take_byline(&line.text, page);
    }
    let shown = lines.iter_mut().find(|line| !line.is_out && !line.text.is_empty());
    shown.into_iter().for_each(|line| take_name_before(line, page));
}

/// «نرگس کاویان- شهردار گفت…»: the byline, and the text.
fn take_name_before(line: &mut Line, page: &mut Page) {
    let Some((name, rest)) = byline::before_text(&line.text) else { return };
    let dash = line.html.find(['-', '–', '—']).unwrap_or_default();
    let is_known = page.byline.as_deref().is_none_or(|known| fold(known) == fold(&name));
    if is_known && sanitize::html_to_text(&line.html[..dash]) == name {
        line.is_out = rest.is_empty();
        line.is_cut = true;
        line.html = line.html[dash..].trim_start_matches(['-', '–', '—']).trim_start();
        page.byline = page.byline.take().or(Some(name));
    }
}

/// What outlets put under a text: a reporter's number and name, invitations.
fn last_lines(lines: &mut [Line], page: &mut Page) {
    for _ in 0..LAST_LINES {
        let is_list = ends_a_list(lines);
        let Some(line) = last(lines) else { break };
        let text = &line.text;
        line.is_out = furniture::is_number(text) && !is_list
            || furniture::is_initials(text)
            || furniture::is_invitation(text, true)
            || take_byline(text, page);
        if !line.is_out {
            break;
        }
    }
}

/// The line that ends the text; None when something whole does.
fn last<'a, 'b>(lines: &'b mut [Line<'a>]) -> Option<&'b mut Line<'a>> {
    let mut shown = lines.iter_mut().rev().filter(|line| !line.is_out);
    shown.find(|line| line.is_whole || !line.text.is_empty()).filter(|line| !line.is_whole)
}

/// Whether the last line is one of several numbers, or of what a colon announces: it is of the text then.
fn ends_a_list(lines: &[Line]) -> bool {
    let mut said = lines.iter().rev().filter(|line| !line.is_out && !line.text.is_empty());
    let before = said.nth(1).map_or("", |line| line.text.trim_end());
    before.ends_with(':') || furniture::is_number(before)
}

/// Whether a line is the byline, which is kept once. A second name stays in the text.
fn take_byline(text: &str, page: &mut Page) -> bool {
    let found = byline::of_line(text);
    let name = found.as_deref().unwrap_or(text);
    match &page.byline {
        Some(known) => fold(known) == fold(name),
        None => {
            page.byline = found;
            page.byline.is_some()
        }
    }
}

/// Cuts off what stands behind the last sentence: «… باز شد. انتهای پیام/۷۱».
fn cut_end(lines: &mut [Line]) {
    let Some(line) = last(lines) else { return };
    let found = furniture::end_within(line.html).or_else(|| furniture::number_within(line.html));
    if let Some(at) = found {
        (line.html, line.is_cut) = (&line.html[..at], true);
    }
}

fn write(blocks: &[Block], lines: &[Line]) -> String {
    let mut out: Vec<String> = Vec::new();
    for of_block in lines.chunk_by(|one, next| one.block == next.block) {
        let block = &blocks[of_block[0].block];
        let kept: Vec<&str> = of_block.iter().filter(|line| !line.is_out).map(|line| line.html).collect();
        let says = |line: &Line| !line.is_out && (!line.text.is_empty() || line.html.contains("<img"));
        if kept.len() == of_block.len() || of_block.iter().any(says) {
            out.push(format!("{}{}{}", block.open, kept.join(block.between), block.close));
        }
    }
    out.join("\n")
}
