//! The text of one block, what was cut out of it, and where each came from.

use std::ops::Range;

use super::super::normalise::is_letter;
use super::super::{Change, Stream, changes};
use super::tag;

/// Stands in the text for an entity or for code that is kept as it is.
const KEPT: char = '\u{fffc}';
/// Stands in the text for a line end inside of the block (Unicode's line separator).
const BREAK: char = '\u{2028}';
/// Elements whose insides readers do not see.
const UNSEEN: [&str; 4] = ["script", "style", "iframe", tag::ENDLESS];
/// Entities that are read: what repair changes, and what it must see to judge a word.
const ENTITIES: [(&str, char); 12] = [
    ("zwnj", '\u{200c}'),
    ("nbsp", '\u{a0}'),
    ("quot", '"'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("shy", '\u{ad}'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
];
/// The longest entity that is looked for, in bytes.
const ENTITY_BYTES_MAX: usize = 12;

/// A block as it is read.
pub(super) struct Block<'a> {
    html: &'a str,
    start: usize,
    end: usize,
    text: String,
    /// Tags and what readers do not see, with their place in the text in bytes.
    held: Vec<(usize, Range<usize>)>,
    /// Entities, code and line ends that `KEPT` and `BREAK` stand for, in order.
    entities: Vec<Range<usize>>,
    /// White space with line ends of the source, for which a space stands in the text.
    blanks: Vec<(usize, Range<usize>)>,
    /// From each of these bytes of the text on, this byte of the HTML.
    origins: Vec<(usize, usize)>,
}

impl<'a> Block<'a> {
    /// A block that starts at byte `start` of `html`.
    pub(super) fn at(html: &'a str, start: usize) -> Self {
        let (text, held, entities, blanks, origins) = Default::default();
        Self { html, start, end: start, text, held, entities, blanks, origins }
    }

    /// Takes a stretch that is no text.
    pub(super) fn hold(&mut self, range: Range<usize>) {
        self.end = range.end;
        if !range.is_empty() {
            self.held.push((self.text.len(), range));
        }
    }

    /// Takes a stretch between two tags, inside of the element `kept`, which is kept as it is.
    pub(super) fn take(&mut self, range: Range<usize>, kept: Option<&str>) {
        match kept {
            None => self.push(range),
            Some(element) if UNSEEN.contains(&element) => self.hold(range),
            Some(_) if range.is_empty() => {}
            Some(_) => {
                self.end = range.end;
                self.keep(range);
            }
        }
    }

    /// Whether an inline tag parts words although nothing stands before it: a footnote's number (`متن<sup>۲</sup>`), and a
    /// link close behind another, as menus have them.
    pub(super) fn parts_words(&self, tag: &str) -> bool {
        let here = self.text.len();
        let mut just_before = self.held.iter().rev().take_while(|(at, _)| *at == here);
        match tag::name(tag) {
            (_, true) => false,
            (name, _) if matches!(name.as_str(), "sup" | "sub") => self.text.ends_with(is_letter),
            (name, _) if name == "a" => {
                just_before.any(|(_, held)| tag::name(&self.html[held.clone()]) == ("a".into(), true))
            }
            _ => false,
        }
    }

    /// Takes the tag of a line end.
    pub(super) fn end_line(&mut self, range: Range<usize>) {
        self.end = range.end;
        self.stand_for(BREAK, range);
    }

    fn keep(&mut self, range: Range<usize>) {
        self.stand_for(KEPT, range);
    }

    fn stand_for(&mut self, sign: char, range: Range<usize>) {
        self.origins.push((self.text.len(), range.start));
        self.text.push(sign);
        self.entities.push(range);
    }

    /// Takes a stretch of text.
    fn push(&mut self, range: Range<usize>) {
        self.end = range.end;
        let mut from = range.start;
        while from < range.end {
            let part = &self.html[from..range.end];
            let plain = part.find(['&', KEPT, BREAK, '\n', '\r']).unwrap_or(part.len());
            self.origins.push((self.text.len(), from));
            self.text.push_str(&part[..plain]);
            from += plain;
            if part[plain..].starts_with(['\n', '\r']) {
                from = self.push_blank(from, range.end);
            } else if plain < part.len() {
                let (long, meant) = entity(&part[plain..]);
                match meant {
                    Some(meant) => {
                        self.origins.push((self.text.len(), from));
                        self.text.push(meant);
                    }
                    None => self.keep(from..from + long),
                }
                from += long;
            }
        }
    }

    /// Takes white space with a line end at `from`, and what of it was read already, as a space. Answers its end.
    fn push_blank(&mut self, from: usize, end: usize) -> usize {
        let blank = |c: char| c.is_ascii_whitespace();
        let (start, _) = self.origins[self.origins.len() - 1];
        let read = self.text[start..].len() - self.text[start..].trim_end_matches(blank).len();
        self.text.truncate(self.text.len() - read);
        let rest = &self.html[from..end];
        let stop = from + rest.len() - rest.trim_start_matches(blank).len();
        self.blanks.push((self.text.len(), from - read..stop));
        self.origins.push((self.text.len(), from - read));
        self.text.push(' ');
        stop
    }

    /// Writes the block repaired in the light of those before it, and lists what was changed. A block without a Persian
    /// letter stays as it was.
    pub(super) fn repair(self, stream: &mut Stream, out: &mut String, list: &mut Vec<Change>) {
        let as_it_was = &self.html[self.start..self.end];
        if !self.text.contains(is_letter) {
            return out.push_str(as_it_was);
        }
        // A line end stays in view, whatever before it goes.
        let is_blank = |c: char| c.is_whitespace() && c != BREAK;
        let lead = self.text.len() - self.text.trim_start_matches(is_blank).len();
        let inner = self.text[lead..].trim_end_matches(is_blank);
        let trail = &self.text[lead + inner.len()..];
        let repaired = format!("{}{}{trail}", &self.text[..lead], stream.line(inner));
        if repaired == self.text {
            return out.push_str(as_it_was);
        }
        let same_letters = changes::letters(&repaired) == changes::letters(&self.text);
        // What cannot be seen stood between < and a letter: without it there would be a tag.
        let begins = |(at, _)| repaired.as_bytes().get(at + 1_usize).is_some_and(|next| tag::begins(*next));
        if !same_letters || repaired.match_indices('<').any(begins) {
            // It stays as it was, so nothing is to be learnt of it as repaired.
            stream.forget();
            return out.push_str(as_it_was);
        }
        let places = self.weave(&repaired, out);
        // What was passed of the text, and how many of its entities.
        let (mut at, mut passed) = (0, 0);
        list.extend(changes::list(&self.text, &repaired).into_iter().map(|change| {
            passed += self.text[at..change.range.start].matches([KEPT, BREAK]).count();
            at = change.range.start;
            Change {
                range: self.origin(at)..self.origin_end(change.range.end),
                repaired: places[change.repaired.start].start..places[change.repaired.end - 1].end,
                before: self.shown(&change.before, passed),
                after: self.shown(&change.after, passed),
                ..change
            }
        }));
    }

    /// Words with their entities as they were written, of which the first is of that number.
    fn shown(&self, words: &str, first: usize) -> String {
        let mut entities = self.entities[first..].iter().cloned();
        let show = |c: char| match c {
            KEPT => self.html[entities.next().unwrap_or_default()].to_owned(),
            BREAK => entities.next().map_or(String::new(), |_| " ".to_owned()),
            c => c.to_string(),
        };
        words.chars().map(show).collect()
    }

    /// Writes `repaired` with each held part at its letter and mark. Answers where each byte of it went.
    fn weave(&self, repaired: &str, out: &mut String) -> Vec<Range<usize>> {
        let mut held = self.places_of(&self.held).peekable();
        let mut blanks = self.places_of(&self.blanks).peekable();
        let mut quotes = self.text.match_indices(changes::is_quote).map(|(at, _)| self.origin(at));
        let mut entities = self.entities.iter();
        let mut places = Vec::with_capacity(repaired.len());
        let mut place = Place::default();
        let mut chars = repaired.chars().peekable();
        loop {
            let next = chars.peek().copied();
            // An opening tag waits for the gap to pass, and what stands at the end for all.
            while let Some((_, _, range)) = held.next_if(|(text, at, range)| {
                place.has_passed(*at, next)
                    && *text < self.text.len()
                    && (self.html[range.clone()].starts_with("</") || !next.is_some_and(is_gap))
            }) {
                out.push_str(&self.html[range]);
            }
            let Some(c) = chars.next() else { break };
            let start = out.len();
            while blanks.next_if(|(_, at, _)| *at < place).is_some() {}
            let written = match c {
                KEPT | BREAK => entities.next().cloned(),
                ' ' => blanks.next_if(|(_, at, _)| *at == place).map(|(.., range)| range),
                // A quote that an entity stood for stays one.
                c if changes::is_quote(c) => quotes
                    .next()
                    .map(|at| at..at + entity(&self.html[at..]).0)
                    .filter(|range| c == '"' && self.html[range.clone()].starts_with('&')),
                _ => None,
            };
            match written {
                Some(range) => out.push_str(&self.html[range]),
                None => out.push(c),
            }
            places.extend(std::iter::repeat_n(start..out.len(), c.len_utf8()));
            place.pass(c);
        }
        held.for_each(|(.., range)| out.push_str(&self.html[range]));
        places
    }

    /// Parts with the letters and marks before them.
    fn places_of<'b>(
        &'b self,
        parts: &'b [(usize, Range<usize>)],
    ) -> impl Iterator<Item = (usize, Place, Range<usize>)> + 'b {
        let (mut place, mut from) = (Place::default(), 0);
        parts.iter().map(move |(at, range)| {
            self.text[from..*at].chars().for_each(|c| place.pass(c));
            from = *at;
            (*at, place, range.clone())
        })
    }

    /// Where a byte of the text came from.
    fn origin(&self, at: usize) -> usize {
        let number = self.origins.partition_point(|(text, _)| *text <= at);
        let (text, html) = self.origins[number.saturating_sub(1)];
        html + (at - text)
    }

    /// Where the text before byte `at` ended.
    fn origin_end(&self, at: usize) -> usize {
        let last = self.text[..at].chars().next_back().map_or(0, char::len_utf8);
        let start = self.origin(at - last);
        if let Ok(number) = self.entities.binary_search_by_key(&start, |kept| kept.start) {
            return self.entities[number].end;
        }
        if let Ok(number) = self.blanks.binary_search_by_key(&start, |(_, blank)| blank.start) {
            return self.blanks[number].1.end;
        }
        let number = self.origins.partition_point(|(text, _)| *text < at);
        match self.origins.get(number) {
            Some((text, html)) if *text == at && self.html[start..].starts_with('&') => *html,
            _ if self.html[start..].starts_with('&') => start + entity(&self.html[start..]).0,
            _ => start + last,
        }
    }
}

/// A place in a text, told from what repair does not change: its letters, and the marks after the last of them.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    letters: usize,
    marks: usize,
    /// Whether the last letter is an alef: ﷲ behind it has one less.
    alef: bool,
}

impl Place {
    /// Whether what stood at `other` comes before the character `next`; never between a letter and its mark.
    fn has_passed(self, other: Self, next: Option<char>) -> bool {
        let ends = next.is_none_or(|next| letters_of(next) > 0);
        let here = self.letters == other.letters && (self.marks >= other.marks || ends);
        (here || self.letters > other.letters) && !next.is_some_and(changes::is_mark)
    }

    fn pass(&mut self, c: char) {
        let letters = letters_of(c) - usize::from(self.alef && c == crate::ALLAH);
        if letters > 0 {
            let alef = matches!(c, 'ا' | 'آ' | 'أ' | 'إ');
            *self = Self { letters: self.letters + letters, marks: 0, alef };
        } else if !is_gap(c) && !changes::is_mark(c) {
            self.marks += 1;
        }
    }
}

/// How many letters a character is to a place: one what stands for a part of the HTML.
fn letters_of(c: char) -> usize {
    if matches!(c, KEPT | BREAK) { 1 } else { changes::letters_of(c) }
}

/// A gap that repair may change.
fn is_gap(c: char) -> bool {
    changes::is_gap(c) && c != BREAK
}

/// How long the entity at the start of `text` is, and the character that is read for it. What is no entity, or
/// stands for markup, is kept as it is.
fn entity(text: &str) -> (usize, Option<char>) {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let head = &text.as_bytes()[..text.len().min(ENTITY_BYTES_MAX)];
    let Some(end) = head.iter().position(|byte| *byte == b';').filter(|_| text.starts_with('&')) else {
        return (first, None);
    };
    let name = &text[1..end];
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#') {
        return (first, None);
    }
    let number = |digits: &str, radix: u32| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let meant = match name.strip_prefix('#') {
        Some(hex) if hex.starts_with(['x', 'X']) => number(&hex[1..], 16),
        Some(decimal) => number(decimal, 10),
        None => ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c),
    };
    let unread = |c: char| {
        matches!(c, '<' | '>' | '&' | '\'' | KEPT | BREAK | '\u{ff01}'..='\u{ff5e}') || c.is_control()
    };
    (end + 1, meant.filter(|c| !unread(*c)))
}
