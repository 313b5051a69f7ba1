//! Where tags start and end, as the tokenizer of browsers has it (HTML standard, 13.2.5).

/// What begins a comment.
const COMMENT: &str = "<!--";

/// What an element is called whose inside never ends.
pub(super) const ENDLESS: &str = "plaintext";

/// Where the next tag starts. Inside of a kept element only its own end is one.
pub(super) fn start(html: &str, at: usize, kept: Option<&str>) -> usize {
    let Some(open) = kept else {
        // What a name, a slash or a mark does not follow is text: «۳ < ۵».
        let begins = |start: &usize| html.as_bytes().get(start + 1).is_none_or(|next| begins(*next));
        return html[at..].match_indices('<').map(|(start, _)| at + start).find(begins).unwrap_or(html.len());
    };
    if open == ENDLESS {
        return html.len();
    }
    let closes = |start: &usize| {
        let name = start + 2..start + 2 + open.len();
        let after = html.as_bytes().get(name.end).copied();
        html.as_bytes().get(name).is_some_and(|name| name.eq_ignore_ascii_case(open.as_bytes()))
            && after.is_none_or(ends_name)
    };
    html[at..].match_indices("</").map(|(start, _)| at + start).find(closes).unwrap_or(html.len())
}

/// Whether a byte behind `<` makes a tag or a comment of it.
pub(super) fn begins(next: u8) -> bool {
    next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')
}

/// Where a tag or comment that starts at `start` ends. None when it does not end in `html`.
pub(super) fn end(html: &str, start: usize) -> Option<usize> {
    let tag = &html[start..];
    if tag.len() < COMMENT.len() && COMMENT.starts_with(tag) {
        return None;
    }
    if let Some(inside) = tag.strip_prefix(COMMENT) {
        return comment_end(inside).map(|at| start + COMMENT.len() + at);
    }
    let name = tag.strip_prefix("</").unwrap_or(&tag[1.min(tag.len())..]);
    let end = match name.bytes().next() {
        Some(first) if first.is_ascii_alphabetic() => named_end(tag),
        Some(_) => tag.find('>').map(|at| at + 1),
        None => None,
    };
    end.map(|at| start + at)
}

/// Where a comment ends of which the beginning was read.
fn comment_end(inside: &str) -> Option<usize> {
    let at_once = ["->", ">"].iter().find(|end| inside.starts_with(**end)).map(|end| end.len());
    let ends = |at: &usize| ["--", "--!"].iter().any(|end| inside[..*at].ends_with(end));
    at_once.or_else(|| inside.match_indices('>').map(|(at, _)| at).find(ends).map(|at| at + 1))
}

/// Where a tag with a name ends: only its own quote ends a quoted value, and only = begins a value.
fn named_end(tag: &str) -> Option<usize> {
    let mut state = State::Tag;
    for (at, byte) in tag.bytes().enumerate() {
        state = match (state, byte) {
            (State::Tag, byte) if !ends_name(byte) => State::Tag,
            (State::Quoted(quote), byte) if byte == quote => State::Name,
            (State::Quoted(quote), _) => State::Quoted(quote),
            (_, b'>') => return Some(at + 1),
            (State::Value, b'"' | b'\'') => State::Quoted(byte),
            (State::Value, byte) if byte.is_ascii_whitespace() => State::Value,
            (State::Value | State::Unquoted, byte) if !byte.is_ascii_whitespace() => State::Unquoted,
            // Of an attribute's name when it comes first.
            (State::Attribute, b'=') => State::Value,
            (State::Tag | State::Attribute | State::Name, b'/') => State::Name,
            (State::Attribute, byte) if byte.is_ascii_whitespace() => State::Attribute,
            (State::Tag | State::Name | State::Unquoted, byte) if byte.is_ascii_whitespace() => State::Name,
            _ => State::Attribute,
        };
    }
    None
}

/// Where in a tag a byte stands.
#[derive(Clone, Copy)]
enum State {
    /// `<`, `/` and the name.
    Tag,
    /// Before the name of an attribute.
    Name,
    /// In or behind the name of an attribute.
    Attribute,
    /// Behind the = of an attribute.
    Value,
    Unquoted,
    /// In a value with this quote.
    Quoted(u8),
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

/// The name of a tag in small letters, and whether it closes.
pub(super) fn name(tag: &str) -> (String, bool) {
    let inside = tag.trim_start_matches('<');
    let (inside, closing) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
    let name = inside.split(|c: char| u8::try_from(c).is_ok_and(ends_name)).next().unwrap_or_default();
    (name.to_ascii_lowercase(), closing)
}

/// The value of an attribute, the first of its name: empty when it has none.
pub(super) fn attribute<'a>(tag: &'a str, wanted: &str) -> Option<&'a str> {
    let blank = |c: char| c.is_ascii_whitespace();
    let mut rest = tag.trim_start_matches(|c: char| !u8::try_from(c).is_ok_and(ends_name));
    loop {
        rest = rest.trim_start_matches(|c| blank(c) || c == '/');
        let first = rest.chars().next().filter(|first| *first != '>')?.len_utf8();
        let long = rest[first..].find(|c| blank(c) || matches!(c, '/' | '>' | '='));
        let (name, after) = rest.split_at(long.map_or(rest.len(), |long| first + long));
        let after = after.trim_start_matches(blank);
        let (value, after) = match after.strip_prefix('=').map(|value| value.trim_start_matches(blank)) {
            None => ("", after),
            Some(value) => match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                Some(quote) => value[1..].split_once(quote)?,
                None => value.split_at(value.find(|c| blank(c) || c == '>').unwrap_or(value.len())),
            },
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = after;
    }
}
