//! The cards of a list: parts of a page, each with a headline of its own that leads to another page, and often with a
//! teaser of it.

use std::collections::HashMap;

use scraper::Html;
use url::Url;

use super::blocks::{self, Block, Blocks, Kind, key};
use super::headlines;
use crate::address::is_of_web;

/// So many cards with teasers are a list.
const CARDS_MIN: usize = 3;
/// Size of a teaser at the least; shorter text is a date or the name of an author.
const TEASER_MIN: usize = 30;

/// Teasers of one list are no longer than this many times the middle one.
const ALIKE_TIMES: usize = 3;

/// The cards of a page.
pub(super) struct Cards {
    /// Their headlines among the blocks, in order.
    headlines: Vec<usize>,
    /// Of the blocks that are those headlines and their teasers, the headline.
    card_of: Vec<Option<usize>>,
}

/// The cards of a page whose own headline is known.
pub(super) fn find(page: &Blocks, own: Option<&str>, base: Option<&Url>) -> Cards {
    let own = own.map(key);
    let mut cards = Cards { headlines: Vec::new(), card_of: vec![None; page.blocks.len()] };
    let mut kinds: Vec<(Kind, Vec<usize>)> = Vec::new();
    for (at, block) in page.blocks.iter().enumerate() {
        if leads(block, base) && own.as_ref() != Some(&key(&block.text)) {
            match kinds.iter_mut().find(|(kind, _)| *kind == block.kind) {
                Some((_, of_kind)) => of_kind.push(at),
                None => kinds.push((block.kind, vec![at])),
            }
        }
    }
    for (_, headlines) in kinds {
        cards.add(page, headlines);
    }
    cards.headlines.sort_unstable();
    cards
}

/// The headlines of a page's cards, and where they lead, in order.
pub(crate) fn links(document: &Html, base: &Url) -> Vec<(String, String)> {
    let page = blocks::read(document.tree.root());
    let headlines = find(&page, None, Some(base)).headlines.into_iter().map(|at| &page.blocks[at]);
    headlines.filter_map(|block| Some((block.text.clone(), target(block, Some(base))?))).collect()
}

impl Cards {
    /// Adds the cards whose headlines are blocks of one kind: the largest parts that hold one of them alone.
    fn add(&mut self, page: &Blocks, headlines: Vec<usize>) {
        let mut held = vec![0_usize; page.parts.len()];
        headlines.iter().for_each(|at| held[page.blocks[*at].part] += 1);
        add_up(page, &mut held);
        let mut card_of = vec![None; page.parts.len()];
        for at in &headlines {
            let mut part = page.blocks[*at].part;
            while part != 0 && page.parts[part].parent != 0 && held[page.parts[part].parent] == 1 {
                part = page.parts[part].parent;
            }
            if held[part] == 1 && part != 0 {
                card_of[part] = Some(*at);
            }
        }
        for part in 1..page.parts.len() {
            card_of[part] = card_of[part].or(card_of[page.parts[part].parent]);
        }
        // A card that is one link is no part: its teaser leads where its headline does.
        let by_target: HashMap<&str, usize> =
            headlines.iter().rev().filter_map(|at| Some((href(&page.blocks[*at])?, *at))).collect();
        let same =
            |block: &Block| href(block).filter(|_| is_link(block)).and_then(|href| by_target.get(href));
        let of = |at: usize| {
            let block = &page.blocks[at];
            card_of[block.part].or_else(|| same(block).copied()).filter(|headline| *headline != at)
        };
        let mut teasers = vec![0; page.blocks.len()];
        for (at, block) in page.blocks.iter().enumerate() {
            if let Some(headline) = of(at) {
                let is_same = same(block) == Some(&headline);
                teasers[headline] +=
                    if is_same { block.size } else { block.size.saturating_sub(block.linked) };
            }
        }
        // What is much longer than the others is no card of theirs, but an article that links to one of them.
        let mut sizes: Vec<usize> =
            headlines.iter().map(|at| teasers[*at]).filter(|size| *size >= TEASER_MIN).collect();
        sizes.sort_unstable();
        let most = sizes.get(sizes.len() / 2).map_or(0, |median| median * ALIKE_TIMES);
        let is_told = |headline: usize| (TEASER_MIN..=most).contains(&teasers[headline]);
        let is_list = headlines.iter().filter(|headline| is_told(**headline)).count() >= CARDS_MIN;
        let is_heading = |at: usize| page.blocks[at].is_heading();
        if is_list {
            for at in 0..page.blocks.len() {
                self.card_of[at] = self.card_of[at].or(of(at).filter(|headline| is_told(*headline)));
            }
        }
        if is_list || headlines.len() >= CARDS_MIN && is_heading(headlines[0]) {
            headlines.iter().for_each(|at| self.card_of[*at] = Some(*at));
            self.headlines.extend(headlines);
        }
    }

    /// How much of a text, a paragraph a line, are headlines and teasers: in all, and of the card that has most.
    pub(super) fn share(&self, page: &Blocks, text: &str) -> (usize, usize) {
        let mut known = HashMap::new();
        for (block, card) in page.blocks.iter().zip(&self.card_of) {
            let Some(card) = card else { continue };
            known.insert(key(&block.text), *card);
            let lines = block.html.split("<br>").map(|line| key(&crate::sanitize::html_to_text(line)));
            known.extend(lines.map(|line| (line, *card)));
        }
        let mut shares: HashMap<usize, usize> = HashMap::new();
        for line in text.lines().filter(|_| !known.is_empty()) {
            known
                .get(&key(line))
                .into_iter()
                .for_each(|card| *shares.entry(*card).or_default() += line.len());
        }
        (shares.values().sum(), shares.into_values().max().unwrap_or(0))
    }
}

/// For each part, what lies in it and in the parts within it.
fn add_up(page: &Blocks, held: &mut [usize]) {
    for at in (1..held.len()).rev() {
        held[page.parts[at].parent] += held[at];
    }
}

/// Whether a block is nothing but a link to another page, with the words of a headline.
fn leads(block: &Block, base: Option<&Url>) -> bool {
    block.size >= headlines::CHARS_MIN
        && is_link(block)
        && !matches!(block.kind, Kind::Picture | Kind::Embed | Kind::Table)
        && target(block, base).is_some()
}

fn is_link(block: &Block) -> bool {
    block.linked * 10 >= block.size * 9
}

fn href(block: &Block) -> Option<&str> {
    block.html.split_once("<a href=\"")?.1.split('"').next()
}

/// Where a headline leads: another page than its own.
fn target(block: &Block, base: Option<&Url>) -> Option<String> {
    let href = href(block)?.replace("&amp;", "&");
    let Some(base) = base else { return Some(href) };
    let mut target = base.join(&href).ok().filter(is_of_web)?;
    target.set_fragment(None);
    let is_own = target.path() == base.path() && target.query() == base.query();
    (!is_own).then(|| target.to_string())
}
