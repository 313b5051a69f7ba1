//! Choosing the blocks that are the article.
//!
//! Furniture is marked first, by what elements say of themselves; then the part of the page with most prose and least
//! else is found; then each block of it is kept or dropped. The rules look at structure, never at words of a
//! language. Figures were chosen on 515 pages in some 25 languages, by what served all three of their sets.

use std::collections::HashSet;

use url::Url;

use super::Body;
use super::blocks::{Block, Blocks, Kind, key};
use super::linked_data::LinkedData;
use super::pictures::GALLERY_MIN;
use super::tree::Tree;
use super::{facts, hints, listing, render};

/// Size from which a block is surely a paragraph and no label.
const LONG: usize = 80;
/// Size from which text counts as prose when the article is looked for.
const PROSE_MIN: usize = 50;
/// Size of the shortest news.
const SHORT_MIN: usize = 20;
/// Rows with words that make a table say something without a sentence.
const ROWS_MIN: usize = 3;
/// Blocks after the headline among which it begins.
const UNDER_HEADLINE: usize = 6;
/// Loose text shorter than this is a label.
const LOOSE_MIN: usize = 30;
/// Two in this many parts of a page's prose are too much for furniture.
const FURNITURE_PART: usize = 5;
/// Prose that a teaser of another page has at the most.
const TEASER_MAX: usize = 400;
/// A reading shorter than this is tried again with every sign in doubt.
const ENOUGH: usize = 250;
/// A stated text this many times longer than the reading takes its place.
const STATED_TIMES: usize = 4;
/// Letters of a lead at the least; shorter descriptions are slogans.
const LEAD_MIN: usize = 40;
/// What each block costs in the measure of a part beside its text: many short ones are a menu.
const BLOCK_COST: usize = 20;
/// Blocks before the first of the text among which its picture stands.
const PICTURE_BEFORE: usize = 3;
/// One in this many parts of an article's own text leads to other pages at the most.
const CORE_LINKED_PART: usize = 10;
/// How much being called an article's body weighs.
const BODY_BONUS: f32 = 1.3;

/// What a page says in its head about its text.
#[derive(Default)]
pub(super) struct Stated {
    /// Often the lead.
    pub(super) descriptions: Vec<String>,
    /// Often the whole text, without headings.
    pub(super) body: Option<String>,
    /// Whether the page is said to be an article: a sentence makes it one.
    pub(super) is_article: bool,
}

impl Stated {
    pub(super) fn of(page: &Tree, linked: &mut LinkedData, own: Option<&Url>) -> Self {
        Self {
            descriptions: facts::descriptions(page),
            body: linked.body.take(),
            is_article: linked.is_article() || listing::is_likely(page, own),
        }
    }
}

/// The chosen blocks as HTML; None when nothing on the page reads like an article.
pub(super) fn choose(page: &mut Blocks, headline: Option<usize>, stated: &Stated) -> Option<Body> {
    clear_headline(page, headline);
    let mut kept = select(page, headline);
    // A page that a script fills has its text in its head alone.
    let size: usize = kept.iter().map(|at| page.blocks[*at].size).sum();
    let is_whole = |body: &&str| size == 0 || body.chars().count() > STATED_TIMES * size.max(ENOUGH);
    if let Some(body) = stated.body.as_deref().filter(is_whole) {
        return Some(Body { html: crate::sanitize::text_to_html(body), is_short: false });
    }
    if kept.is_empty() {
        kept = gallery(page, 1, 1);
    }
    let is_short = kept.is_empty();
    if let Some(headline) = headline.filter(|_| is_short && stated.is_article) {
        kept = short(page, headline);
        if kept.is_empty() {
            kept = without_sentence(page, headline, &stated.descriptions);
        }
    }
    if let Some(lead) = lead(page, &kept, &stated.descriptions) {
        kept.push(lead);
        kept.sort_unstable();
    }
    (!kept.is_empty()).then(|| Body { html: render::html(page, &kept), is_short })
}

/// What stands around the headline is the page or the article, whatever it is called.
fn clear_headline(page: &mut Blocks, headline: Option<usize>) {
    let Some(mut at) = headline.map(|at| page.blocks[at].part) else { return };
    while at != 0 {
        page.parts[at].signs = 0;
        at = page.parts[at].parent;
    }
}

fn select(page: &mut Blocks, headline: Option<usize>) -> Vec<usize> {
    let size = |page: &Blocks, kept: &[usize]| kept.iter().map(|at| page.blocks[*at].size).sum::<usize>();
    let mut found = Vec::new();
    for sure in [hints::SURE_SIGNS, hints::NEVER_SIGNS] {
        mark_furniture(page, sure);
        let Some(best) = best_part(page, is_prose) else { continue };
        let kept = keep(page, best, headline);
        if size(page, &kept) > size(page, &found) {
            found = kept;
        }
        if size(page, &found) >= ENOUGH {
            break;
        }
    }
    found
}

/// The sentence or two under the headline of a page that has no longer text.
fn short(page: &mut Blocks, headline: usize) -> Vec<usize> {
    mark_furniture(page, hints::SURE_SIGNS);
    let kept =
        best_part(page, is_short_prose).map(|best| keep(page, best, Some(headline))).unwrap_or_default();
    if kept.first().is_some_and(|first| is_under(headline, *first)) { kept } else { Vec::new() }
}

/// Whether an article that begins at a block may be the headline's.
fn is_under(headline: usize, first: usize) -> bool {
    (headline..=headline + UNDER_HEADLINE).contains(&first)
}

/// What a page under its headline shows that has no sentence: tables, pictures, or one picture.
fn without_sentence(page: &Blocks, headline: usize, descriptions: &[String]) -> Vec<usize> {
    let is_its = |kept: &Vec<usize>| kept.first().is_some_and(|first| is_under(headline, *first));
    let pictures = || Some(gallery(page, 0, 0)).filter(is_its);
    let picture = || Some(picture(page, descriptions)).filter(is_its);
    Some(tables(page)).filter(is_its).or_else(pictures).or_else(picture).unwrap_or_default()
}

/// The tables of a page that says what it has to say in them: prices, results. Rows of numbers alone are a calendar.
fn tables(page: &Blocks) -> Vec<usize> {
    let says = |row: &str| crate::sanitize::html_to_text(row).chars().any(char::is_alphabetic);
    let rows = |block: &Block| block.html.split("<tr>").filter(|row| says(row)).take(ROWS_MIN).count();
    let is_data = |block: &Block| block.kind == Kind::Table && fits(block) && rows(block) == ROWS_MIN;
    let is_of_it = |at: &usize| is_data(&page.blocks[*at]);
    let Some(first) = (0..page.blocks.len()).find(is_of_it) else { return Vec::new() };
    // Others stand beside it, or in boxes beside its own.
    let around = |at: usize| page.parts[page.parts[page.blocks[at].part].parent].parent;
    let within = within(page, around(first));
    let all = (first..page.blocks.len()).filter(|at| within[page.blocks[*at].part]);
    all.filter(is_of_it).collect()
}

/// The one picture of a page that says its words in it, and what it is about in its caption and its head.
fn picture(page: &Blocks, descriptions: &[String]) -> Vec<usize> {
    let is_described = descriptions.iter().any(|text| text.chars().count() >= LEAD_MIN);
    let is_captioned = |at: &usize| {
        let block = &page.blocks[*at];
        block.kind == Kind::Picture && !block.is_out && block.html.contains("<figcaption>")
    };
    (0..page.blocks.len()).find(is_captioned).filter(|_| is_described).into_iter().collect()
}

/// Marks what lies in furniture by signs that mean it on this page, and in teasers.
fn mark_furniture(page: &mut Blocks, sure: u128) {
    let signs = telling_signs(page, sure);
    let mut out = teasers(page);
    for at in 1..page.parts.len() {
        out[at] |= out[page.parts[at].parent] || page.parts[at].signs & signs != 0;
    }
    page.blocks.iter_mut().for_each(|block| block.is_out = out[block.part]);
}

/// The signs of furniture in whose parts little of the page's prose stands: class names err.
fn telling_signs(page: &Blocks, sure: u128) -> u128 {
    // The signs of each part and all around it; a part comes after the one that it lies in.
    let mut around: Vec<u128> = Vec::with_capacity(page.parts.len());
    for part in &page.parts {
        around.push(around.get(part.parent).copied().unwrap_or(0) | part.signs);
    }
    let (mut whole, mut under) = (0, [0; hints::SIGNS]);
    for block in page.blocks.iter().filter(|block| is_prose(block) && around[block.part] & sure == 0) {
        whole += block.size;
        let mut signs = around[block.part];
        while signs != 0 {
            under[signs.trailing_zeros() as usize] += block.size;
            signs &= signs - 1;
        }
    }
    let likely = (0..hints::SIGNS).filter(|sign| under[*sign] * FURNITURE_PART < whole * 2);
    likely.fold(sure, |all, sign| all | 1 << sign)
}

/// The parts whose heading is a link to another page, and whose text is short: they are about that page.
fn teasers(page: &Blocks) -> Vec<bool> {
    let prose = sums(page, |block| if is_prose(block) { block.size } else { 0 });
    let mut teasers = vec![false; page.parts.len()];
    for block in page.blocks.iter().filter(|block| block.is_heading() && block.linked * 10 >= block.size * 9)
    {
        let around = page.parts[block.part].parent;
        if around != 0 && prose[around] <= TEASER_MAX && prose[around] * FURNITURE_PART < prose[0] {
            teasers[around] = true;
        }
    }
    teasers
}

fn is_prose(block: &Block) -> bool {
    let is_text = matches!(block.kind, Kind::Paragraph | Kind::Loose | Kind::Item);
    is_text && block.size >= PROSE_MIN && block.linked * 3 < block.size
}

/// A sentence of news that is no longer.
fn is_short_prose(block: &Block) -> bool {
    block.kind == Kind::Paragraph && block.linked == 0 && block.size >= SHORT_MIN && is_sentence(block)
}

/// For each part the sum over the blocks within it.
fn sums(page: &Blocks, of: impl Fn(&Block) -> usize) -> Vec<usize> {
    let mut sums = vec![0; page.parts.len()];
    page.blocks.iter().for_each(|block| sums[block.part] += of(block));
    for at in (1..sums.len()).rev() {
        sums[page.parts[at].parent] += sums[at];
    }
    sums
}

/// The part with most prose and least else.
fn best_part(page: &Blocks, is_prose: fn(&Block) -> bool) -> Option<usize> {
    let prose = sums(page, |block| if !block.is_out && is_prose(block) { block.size } else { 0 });
    let counts = |block: &Block| !block.is_out && !matches!(block.kind, Kind::Caption | Kind::Picture);
    let all = sums(page, |block| if counts(block) { block.size + BLOCK_COST } else { 0 });
    let score = |at: usize| {
        let share = prose[at] as f32 / all[at].max(1) as f32;
        prose[at] as f32 * share.powf(0.75) * if page.parts[at].is_body { BODY_BONUS } else { 1.0 }
    };
    let parts = (0..page.parts.len()).filter(|at| prose[*at] > 0 && !page.parts[*at].is_block);
    parts.max_by(|a, b| score(*a).total_cmp(&score(*b)))
}

/// Which parts lie in one, itself too.
fn within(page: &Blocks, best: usize) -> Vec<bool> {
    let mut within = vec![false; page.parts.len()];
    within[best] = true;
    for at in best + 1..page.parts.len() {
        within[at] |= within[page.parts[at].parent];
    }
    within
}

/// The blocks of a part that read like an article's, in order.
fn keep(page: &Blocks, best: usize, headline: Option<usize>) -> Vec<usize> {
    let within = within(page, best);
    // Pages made for several widths hold their text once for each.
    let mut seen = HashSet::new();
    let mut kept: Vec<usize> = (0..page.blocks.len())
        .filter(|at| within[page.blocks[*at].part] && fits(&page.blocks[*at]))
        .filter(|at| page.blocks[*at].size < LONG || seen.insert(key(&page.blocks[*at].text)))
        .collect();
    let core = core(page, &kept);
    trim(page, &mut kept, &core, headline);
    let (Some(&first), Some(&last)) = (kept.first(), kept.last()) else { return kept };
    let pictures = first.saturating_sub(PICTURE_BEFORE)..last;
    // Pictures, and between its lines headings and tables that are links.
    let is_own = |at: &usize| {
        let block = &page.blocks[*at];
        let is_there = match block.kind {
            Kind::Picture => core[block.part] || within[block.part] && pictures.contains(at),
            Kind::Heading(_) | Kind::Table => core[block.part] && (first..last).contains(at),
            _ => false,
        };
        is_there && !block.is_out
    };
    kept.extend((0..page.blocks.len()).filter(is_own));
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// Which parts lie in the innermost one that holds all sentences of a text, where that leads hardly anywhere else: it is the
/// article's own, to its first and last line. None where that part is of the page around it.
fn core(page: &Blocks, kept: &[usize]) -> Vec<bool> {
    let sentences = kept.iter().map(|at| &page.blocks[*at]).filter(|block| is_sentence(block));
    let common = sentences.map(|block| block.part).reduce(|mut one, mut other| {
        // A part comes after the one that it lies in.
        while one != other {
            let later = if one > other { &mut one } else { &mut other };
            *later = page.parts[*later].parent;
        }
        one
    });
    let mut innermost = common.unwrap_or_default();
    while page.parts[innermost].is_block {
        innermost = page.parts[innermost].parent;
    }
    let within = within(page, innermost);
    let inside = || page.blocks.iter().filter(|block| within[block.part]);
    let (size, linked) = inside().fold((0, 0), |sum, block| (sum.0 + block.size, sum.1 + block.linked));
    let leads_away = linked * CORE_LINKED_PART > size;
    if innermost == 0 || leads_away { vec![false; page.parts.len()] } else { within }
}

/// The pictures of a page that has several in one part, with the sentences in that part, where their size is enough.
/// A picture that leads to another page is linked.
fn gallery(page: &Blocks, words_least: usize, linked_most: usize) -> Vec<usize> {
    let is_shown =
        |block: &Block| block.kind == Kind::Picture && !block.is_out && block.linked <= linked_most;
    let pictures = sums(page, |block| usize::from(is_shown(block)));
    let words = sums(page, |block| if fits(block) && is_sentence(block) { block.size } else { 0 });
    // The innermost part that has them all.
    let parts = (0..page.parts.len()).filter(|at| pictures[*at] >= GALLERY_MIN && words[*at] >= words_least);
    let Some(best) = parts.max_by_key(|at| (pictures[*at], *at)) else { return Vec::new() };
    let within = within(page, best);
    let is_of_it = |at: &usize| {
        let block = &page.blocks[*at];
        within[block.part] && (is_shown(block) || fits(block) && is_sentence(block))
    };
    (0..page.blocks.len()).filter(is_of_it).collect()
}

fn fits(block: &Block) -> bool {
    let linked_most = match block.kind {
        Kind::Paragraph => block.size * 4 / 5,
        Kind::Item | Kind::Heading(_) => block.size / 2,
        Kind::Table => block.size / 3,
        Kind::Loose if block.size >= LOOSE_MIN || block.is_quote => block.size / 3,
        Kind::Embed => 0,
        Kind::Loose | Kind::Caption | Kind::Picture => return false,
    };
    // Markup that became text is a mistake of the page.
    !block.is_out && block.linked <= linked_most && !block.text.starts_with('<')
}

/// Drops headings at both ends, but for the first subheading of the text, and labels where they are not the article's own;
/// a film may begin or end an article.
fn trim(page: &Blocks, kept: &mut Vec<usize>, core: &[bool], headline: Option<usize>) {
    let is_text = |at: &usize| match page.blocks[*at].kind {
        Kind::Heading(_) => false,
        Kind::Embed => true,
        _ => core[page.blocks[*at].part] || is_sentence(&page.blocks[*at]),
    };
    kept.truncate(kept.iter().rposition(is_text).map_or(0, |last| last + 1));
    let first = kept.iter().position(is_text).unwrap_or(0);
    let is_begun =
        first > 0 && core[page.blocks[kept[first]].part] && is_subheading(page, kept, first, headline);
    kept.drain(..first - usize::from(is_begun));
}

/// Whether the heading before the first line of a text is its subheading: it is short, it is no headline, and where it
/// does not stand in one part with its line, or right under the headline, others of its level follow.
fn is_subheading(page: &Blocks, kept: &[usize], first: usize, headline: Option<usize>) -> bool {
    let at = kept[first - 1];
    let block = &page.blocks[at];
    let is_after = headline.is_none_or(|headline| at > headline);
    let has_others = || kept[first..].iter().any(|other| page.blocks[*other].kind == block.kind);
    let parent = |at: usize| page.parts[page.blocks[at].part].parent;
    let follows = headline.is_some_and(|headline| at == headline + 1 && parent(at) == parent(headline));
    let is_beside = || parent(at) == parent(kept[first]) && !follows;
    matches!(block.kind, Kind::Heading(2..)) && is_after && block.size < LONG && (is_beside() || has_others())
}

fn is_sentence(block: &Block) -> bool {
    let text = block.text.trim_end_matches(['"', '”', '»', '“', ')', '\'', '’', '」']);
    block.size >= LONG || text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', ':'])
}

/// The block before the chosen ones that the page's own description repeats: on many pages the lead stands apart.
fn lead(page: &Blocks, kept: &[usize], descriptions: &[String]) -> Option<usize> {
    let first = kept.iter().copied().find(|at| page.blocks[*at].kind != Kind::Picture)?;
    let is_long = |key: &String| key.chars().count() >= LEAD_MIN;
    let stated: Vec<String> = descriptions.iter().map(|text| key(text)).filter(is_long).collect();
    let is_lead = |at: &usize| {
        let text = key(&page.blocks[*at].text);
        let is_part = |key: &String| key.starts_with(&text) || text.starts_with(key);
        is_long(&text) && stated.iter().any(is_part)
    };
    let lead = (0..first).rev().find(is_lead)?;
    let text = key(&page.blocks[lead].text);
    let is_repeated = kept.iter().any(|at| key(&page.blocks[*at].text).contains(&text));
    (!is_repeated).then_some(lead)
}
