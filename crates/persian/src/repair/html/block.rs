//! The text of one block, what was cut out of it, and where each came from.

use std::ops::Range;

use super::super::{Change, Stream, changes};

/// Stands in the text for an entity or for code that is kept as it is.
const KEPT: char = '\u{fffc}';
/// Elements whose insides readers do not see.
const UNSEEN: [&str; 2] = ["script", "style"];
/// Entities that are read: what repair changes, and what it must see to judge a word.
const ENTITIES: [(&str, char); 8] = [
    ("zwnj", '\u{200c}'),
    ("nbsp", '\u{a0}'),
    ("quot", '"'),
    ("laquo", '«'),
    ("raquo", '»'),
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
    /// Entities and code that `KEPT` stands for, in order.
    entities: Vec<Range<usize>>,
    /// From each of these bytes of the text on, this byte of the HTML.
    origins: Vec<(usize, usize)>,
}

impl<'a> Block<'a> {
    /// A block that starts at byte `start` of `html`.
    pub(super) fn at(html: &'a str, start: usize) -> Self {
        let (text, held, entities, origins) = Default::default();
        Self { html, start, end: start, text, held, entities, origins }
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

    fn keep(&mut self, range: Range<usize>) {
        self.origins.push((self.text.len(), range.start));
        self.text.push(KEPT);
        self.entities.push(range);
    }

    /// Takes a stretch of text.
    fn push(&mut self, range: Range<usize>) {
        self.end = range.end;
        let mut from = range.start;
        while from < range.end {
            let part = &self.html[from..range.end];
            let plain = part.find(['&', KEPT]).unwrap_or(part.len());
            self.origins.push((self.text.len(), from));
            self.text.push_str(&part[..plain]);
            from += plain;
            if plain < part.len() {
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

    /// Writes the block repaired in the light of those before it, and lists what was changed.
    pub(super) fn repair(self, stream: &mut Stream, out: &mut String, list: &mut Vec<Change>) {
        let as_it_was = &self.html[self.start..self.end];
        if self.text.is_ascii() || self.text.chars().all(char::is_whitespace) {
            return out.push_str(as_it_was);
        }
        let inner = self.text.trim();
        let lead = self.text.len() - self.text.trim_start().len();
        let lines: Vec<String> = inner.split('\n').map(|line| stream.line(line)).collect();
        let trail = &self.text[lead + inner.len()..];
        let repaired = format!("{}{}{trail}", &self.text[..lead], lines.join("\n"));
        if repaired == self.text {
            return out.push_str(as_it_was);
        }
        if changes::letters(&repaired) != changes::letters(&self.text) {
            // It stays as it was, so nothing is to be learnt of it as repaired.
            stream.forget();
            return out.push_str(as_it_was);
        }
        let places = self.weave(&repaired, out);
        // What was passed of the text, and how many of its entities.
        let (mut at, mut passed) = (0, 0);
        list.extend(changes::list(&self.text, &repaired).into_iter().map(|change| {
            passed += self.text[at..change.range.start].matches(KEPT).count();
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
            c => c.to_string(),
        };
        words.chars().map(show).collect()
    }

    /// Writes `repaired` with each held part at its letter and mark. Answers where each byte of it went.
    fn weave(&self, repaired: &str, out: &mut String) -> Vec<Range<usize>> {
        let mut held = self.held_places().into_iter().peekable();
        let mut entities = self.entities.iter();
        let mut places = Vec::with_capacity(repaired.len());
        let mut place = Place::default();
        let mut chars = repaired.chars().peekable();
        loop {
            let next = chars.peek().copied();
            // An opening tag waits for the gap to pass.
            while let Some((_, range)) = held.next_if(|(at, range)| {
                place.has_passed(*at, next)
                    && (self.html[range.clone()].starts_with("</") || !next.is_some_and(changes::is_gap))
            }) {
                out.push_str(&self.html[range]);
            }
            let Some(c) = chars.next() else { break };
            let start = out.len();
            match entities.clone().next() {
                Some(entity) if c == KEPT => {
                    entities.next();
                    out.push_str(&self.html[entity.clone()]);
                }
                _ => out.push(c),
            }
            places.extend(std::iter::repeat_n(start..out.len(), c.len_utf8()));
            place.pass(c);
        }
        held.for_each(|(_, range)| out.push_str(&self.html[range]));
        places
    }

    /// The held parts with the letters and marks before them.
    fn held_places(&self) -> Vec<(Place, Range<usize>)> {
        let (mut place, mut from) = (Place::default(), 0);
        let with_place = |(at, range): &(usize, Range<usize>)| {
            self.text[from..*at].chars().for_each(|c| place.pass(c));
            from = *at;
            (place, range.clone())
        };
        self.held.iter().map(with_place).collect()
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
        let number = self.origins.partition_point(|(text, _)| *text < at);
        match self.origins.get(number) {
            Some((text, html)) if *text == at && self.html[start..].starts_with('&') => *html,
            _ if self.html[start..].starts_with('&') => start + entity(&self.html[start..]).0,
            _ => start + last,
        }
    }
}

/// A place in a text, told from what repair does not change: its letters, and the marks after the last of them.
#[derive(Clone, Copy, Default)]
struct Place {
    letters: usize,
    marks: usize,
}

impl Place {
    /// Whether what stood at `other` comes before the character `next`; never between a letter and its mark.
    fn has_passed(self, other: Self, next: Option<char>) -> bool {
        let ends = next.is_none_or(|next| changes::letters_of(next) > 0);
        let here = self.letters == other.letters && (self.marks >= other.marks || ends);
        (here || self.letters > other.letters) && !next.is_some_and(changes::is_mark)
    }

    fn pass(&mut self, c: char) {
        let letters = changes::letters_of(c);
        if letters > 0 {
            *self = Self { letters: self.letters + letters, marks: 0 };
        } else if !changes::is_gap(c) && !changes::is_mark(c) {
            self.marks += 1;
        }
    }
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
    (end + 1, meant.filter(|c| !matches!(*c, '<' | '>' | '&' | KEPT) && !c.is_control()))
}
