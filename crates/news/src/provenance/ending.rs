//! The last lines of a text: «منبع: …» and «انتهای پیام».

use super::{Chain, Link, Role, is_same};

/// What stands before the colon of a source line. Folded.
const LABELS: [&str; 2] = ["منبع", "منبع خبر"];
/// What says who made something else of it, after the name. Folded.
const MAKERS: [&str; 4] = ["مترجم", "ترجمه", "نویسنده", "خبرنگار"];

/// Lines from the end in which the source line stands.
const LINES: usize = 4;
/// Behind the label of a source line stand a name and perhaps who translated it: no more than this, in bytes.
const LINE_BYTES_MAX: usize = 400;
/// The name in a source line is no longer than this, in bytes.
const SOURCE_BYTES_MAX: usize = 120;

/// Reads the last lines into a chain.
pub(super) fn read(text: &str, chain: &mut Chain) {
    for line in last_lines(text).into_iter().rev() {
        let key = persian::fold::joined(line);
        chain.is_ended |= key.starts_with("انتهایپیام") || key.starts_with("پایانپیام");
        let Some(link) = source_line(line) else { continue };
        // «به گزارش ایسنا» and «منبع: ایسنا-1234» are one link.
        match chain.links.iter_mut().find(|known| is_same(&known.name, &link.name)) {
            Some(known) => known.code = known.code.take().or(link.code),
            None => chain.links.push(link),
        }
    }
}

/// The name in the last source line of a text.
pub(super) fn source(text: &str) -> Option<String> {
    last_lines(text).into_iter().find_map(source_line).map(|link| link.name)
}

/// The last first.
fn last_lines(text: &str) -> Vec<&str> {
    text.lines().rev().map(str::trim).filter(|line| !line.is_empty()).take(LINES).collect()
}

/// A line from the label that ends it, which stands in parentheses or after a whole sentence.
fn labelled(line: &str) -> &str {
    let at = line.rfind(LABELS[0]).unwrap_or(0);
    let is_end = line[..at].trim_end().ends_with(['.', '؟', '!', '(', '[', '»', '/', '|']);
    if is_end { &line[at..] } else { line }
}

/// «منبع: etemadonline-688044», «منبع : ایسنا», «… پل باز شد. (منبع: ایسنا)».
fn source_line(line: &str) -> Option<Link> {
    let (label, rest) = labelled(line).split_once([':', '：'])?;
    // Asked first: a line may be a whole text, and what follows looks at every part of it.
    if rest.len() > LINE_BYTES_MAX || !LABELS.contains(&persian::fold::fold(label).trim()) {
        return None;
    }
    let is_maker =
        |part: &str| MAKERS.iter().any(|maker| persian::fold::fold(part).trim().starts_with(maker));
    let parts = rest.match_indices(['/', '|', '؛', '،']);
    let cut = parts.map(|(at, mark)| (at, at + mark.len())).find(|(_, next)| is_maker(&rest[*next..]));
    let rest =
        rest[..cut.map_or(rest.len(), |(at, _)| at)].trim().trim_end_matches(['/', '.', ')', ']']).trim();
    if rest.is_empty() || rest.len() > SOURCE_BYTES_MAX {
        return None;
    }
    let ascii = persian::digits::to_ascii(rest);
    let coded = ascii.rsplit_once(['-', '–', '/']).map(|(name, code)| (name.trim(), code.trim()));
    let is_code =
        |code: &str| (3..=20).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
    let (name, code) = match coded {
        Some((name, code)) if is_code(code) && !name.is_empty() => (name, Some(code.to_owned())),
        _ => (rest, None),
    };
    Some(Link { role: Role::SourceLine, name: name.to_owned(), code, address: None })
}
