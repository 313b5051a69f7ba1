//! The last lines of a text: «منبع: …» and «انتهای پیام».

use super::{Chain, Link, Role};

/// Lines from the end in which the source line stands.
const LINES: usize = 4;
/// A source line is no longer than this, in bytes.
const SOURCE_BYTES_MAX: usize = 120;

/// Reads the last lines into a chain.
pub(super) fn read(text: &str, chain: &mut Chain) {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    for line in &lines[lines.len().saturating_sub(LINES)..] {
        let key = persian::fold::fold(line).replace([' ', '\u{200c}'], "");
        chain.is_ended |= key.starts_with("انتهایپیام") || key.starts_with("پایانپیام");
        if let Some(link) = source_line(line) {
            chain.links.push(link);
        }
    }
}

/// «منبع: etemadonline-688044», «منبع : ایسنا».
fn source_line(line: &str) -> Option<Link> {
    let (label, rest) = line.split_once([':', '：'])?;
    let rest = rest.trim().trim_end_matches(['/', '.']).trim();
    if persian::fold::fold(label).trim() != "منبع" || rest.is_empty() || rest.len() > SOURCE_BYTES_MAX {
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
    Some(Link { role: Role::SourceLine, name: name.to_owned(), code })
}
