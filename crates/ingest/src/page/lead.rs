//! The lead that stands apart from the text: a paragraph or subheading between the headline and the body.

use std::collections::HashSet;

use super::blocks::{Block, Blocks, Kind, key};
use super::tree::Tree;
use super::{Evidence, container, furniture, hints, pictures};
use crate::sanitize;

/// Blocks between a headline and the text among which a lead stands.
const BETWEEN: usize = 12;
/// Size of a lead.
const LEAD: std::ops::RangeInclusive<usize> = 30..=800;
/// From this size on it need not come to an end as sentences do.
const LONG: usize = 80;
const WORDS_MIN: usize = 6;

/// The lead between the headline and the text; the one that the page's head repeats goes before others. On pages that are
/// not ours the head must repeat it. Of pictures without a text what the head says is the lead.
pub(super) fn find(seen: &Evidence, body: &str) -> Option<String> {
    between(seen).or_else(|| of_pictures(seen.tree, body))
}

fn between(seen: &Evidence) -> Option<String> {
    let start = seen.headline? + 1;
    let after = seen.blocks.blocks.get(start..)?;
    let lines: HashSet<String> = seen.text.lines().map(key).collect();
    let is_text = |block: &Block| block.kind != Kind::Picture && lines.contains(&key(&block.text));
    let end = after.iter().take(BETWEEN + 1).position(is_text)?;
    let own = around_headline(seen.blocks, start - 1);
    let fits = |block: &&Block| is_lead(block) && !is_apart(seen.blocks, block, &own);
    let described: Vec<String> = seen.descriptions.iter().map(|text| key(text)).collect();
    let is_described = |block: &&Block| {
        let key = key(&block.text);
        described.iter().any(|said| !said.is_empty() && (said.starts_with(&key) || key.starts_with(said)))
    };
    let between = || after[..end].iter().filter(fits);
    let found = between().find(is_described).or_else(|| between().next().filter(|_| seen.is_ours()))?;
    let said = key(&found.text);
    let is_repeated = lines.iter().any(|line| line.starts_with(&said));
    (!is_repeated).then(|| found.text.clone())
}

/// What the head says of pictures that stand without a text.
fn of_pictures(page: &Tree, body: &str) -> Option<String> {
    let is_told = sanitize::running_text(body).is_empty() && pictures::shown(body) > 0;
    page.meta(&["og:description", "description"]).filter(|_| is_told)
}

/// Whether a block reads as a lead does.
fn is_lead(block: &Block) -> bool {
    let is_kind = matches!(block.kind, Kind::Paragraph | Kind::Loose | Kind::Heading(2..));
    let is_whole = container::is_sentence(&block.text) || block.is_heading() || block.size >= LONG;
    is_kind
        && LEAD.contains(&block.size)
        && block.linked * 4 < block.size
        && block.text.split_whitespace().nth(WORDS_MIN - 1).is_some()
        && is_whole
        && block.time.is_none()
        && !furniture::is_furniture(&block.text)
        && !furniture::is_date(&block.text)
}

/// The parts that the headline lies in.
fn around_headline(page: &Blocks, headline: usize) -> HashSet<usize> {
    let mut found = HashSet::from([0]);
    let mut part = page.blocks[headline].part;
    while part != 0 {
        found.insert(part);
        part = page.parts[part].parent;
    }
    found
}

/// Whether a block says by its name, or what it lies in beside the headline, that it is something else.
fn is_apart(page: &Blocks, block: &Block, own: &HashSet<usize>) -> bool {
    let (mut part, mut signs) = (block.part, 0);
    while !own.contains(&part) {
        signs |= page.parts[part].signs;
        part = page.parts[part].parent;
    }
    signs & !hints::LEAD_SIGNS != 0
}
