//! Provenance read from a text: who reported it, whom that outlet quotes, and where the text says it ends.
//!
//! «به گزارش ایرنا از کرملین» names two links of a chain, nearest first. Rules look at the words around a name: the
//! phrase before it, and the punctuation, phrase or known outlet at which it ends. A name that ends nowhere is left
//! out: a wrong credit is worse than none.
//!
//! Not here: who says something in the text («به گفتهٔ»), and addresses; the page knows those.

mod origin;
mod outlets;
mod words;

pub use origin::{Fetched, Provenance};
use words::{Word, is_break, phrase_at};

/// How a link of the chain was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// «به گزارش …»: who reported it.
    Reporter,
    /// «به نقل از …»: whom the reporter quotes.
    Quoted,
    /// «به گزارش … از …»: the place or institution that the reporter writes from.
    From,
    /// «در گفت‌وگو با …»: the outlet that asked.
    Interviewer,
    /// «منبع: …»: the source line.
    SourceLine,
}

impl Role {
    /// The word for machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
            Self::Quoted => "quoted",
            Self::From => "from",
            Self::Interviewer => "interviewer",
            Self::SourceLine => "source",
        }
    }

    /// The words that stand before a name of this role.
    pub fn persian(self) -> &'static str {
        match self {
            Self::Reporter => "به گزارش",
            Self::Quoted => "به نقل از",
            Self::From => "از",
            Self::Interviewer => "در گفت‌وگو با",
            Self::SourceLine => "منبع:",
        }
    }
}

/// One link of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// How it was named.
    pub role: Role,
    /// The name as written, without words such as خبرگزاری and خبرنگار.
    pub name: String,
    /// The outlet's own code, of a source line.
    pub code: Option<String>,
}

/// What a text says of its origin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// In the order of the text.
    pub links: Vec<Link>,
    /// Whether it says «انتهای پیام».
    pub is_ended: bool,
}

/// Attributions stand in the lead and the paragraph after it; later ones belong to other matters.
const WORDS_MAX: usize = 120;
/// Words of a name at the most.
const NAME_WORDS_MAX: usize = 8;
/// Lines from the end in which the source line stands.
const ENDING_LINES: usize = 4;
/// A source line is no longer than this, in bytes.
const SOURCE_BYTES_MAX: usize = 120;

/// Words that stand before a name and are no part of it. Folded.
const TITLES: [&str; 8] =
    ["خبرنگار", "خبرنگاران", "خبرگزاری", "گزارشگر", "سرویس", "گروه", "حوزه", "پایگاه خبری"];
/// Words at which a name ends, because a sentence goes on. Folded.
const STOPS: [&str; 18] = [
    "به",
    "از",
    "در",
    "که",
    "با",
    "طی",
    "روز",
    "امروز",
    "دیروز",
    "امشب",
    "هنگام",
    "پس",
    "نوشت",
    "نوشته",
    "گفت",
    "اعلام",
    "گزارش",
    "خبر",
];
/// Words that point to something said before: no name. Folded.
const POINTERS: [&str; 9] = ["این", "ان", "وی", "او", "ما", "همین", "ایشان", "انها", "خود"];

/// Reads the chain of a text, plain, one paragraph a line.
pub fn read(text: &str) -> Chain {
    let words = words::read(text, WORDS_MAX);
    let mut chain = Chain::default();
    let mut at = 0;
    while at < words.len() {
        at = match opening(&words, at).and_then(|(role, from)| link(text, &words, role, from)) {
            Some((link, next)) => {
                let next = writes_from(text, &words, &link, next, &mut chain);
                next.max(at + 1)
            }
            None => at + 1,
        };
    }
    ending(text, &mut chain);
    chain
}

/// The role that a phrase at a place opens, and where the name begins.
fn opening(words: &[Word], at: usize) -> Option<(Role, usize)> {
    let is = |phrase: &[&str]| phrase_at(words, at, phrase);
    let openings: [(Role, &[&str]); 8] = [
        (Role::Reporter, &["به", "گزارش"]),
        (Role::Reporter, &["بهگزارش"]),
        (Role::Quoted, &["به", "نقل", "از"]),
        (Role::Quoted, &["بهنقل", "از"]),
        (Role::Quoted, &["نقل", "از"]),
        (Role::Interviewer, &["گفتوگو", "با"]),
        (Role::Interviewer, &["گفتگو", "با"]),
        (Role::Interviewer, &["گفت", "و", "گو", "با"]),
    ];
    openings.into_iter().find(|(_, phrase)| is(phrase)).map(|(role, phrase)| (role, at + phrase.len()))
}

/// The link whose name begins at a place, and the place after it.
fn link(text: &str, words: &[Word], role: Role, from: usize) -> Option<(Link, usize)> {
    let first = words.get(from)?;
    // A colon or a mark may stand before a name, what ends a clause may not.
    let is_cut = first.before.contains(['،', ',', '.', '؛', '\n']);
    if is_cut || POINTERS.contains(&first.folded.as_str()) {
        return None;
    }
    let (start, end) = quoted(words, from).or_else(|| plain(words, from, role))?;
    let name = text.get(words[start].range.start..words[end - 1].range.end)?;
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    Some((Link { role, name, code: None }, end))
}

/// A name in quotation marks, where it begins and ends.
fn quoted(words: &[Word], from: usize) -> Option<(usize, usize)> {
    // «شبکهٔ تلویزیونی "الف"»: the marks may stand after a word or two that say what it is.
    let opens = |at: &usize| words[*at].before.contains(['«', '"', '“']);
    let start = (from..words.len().min(from + 3)).find(opens)?;
    let is_clear =
        words[from + 1..=start.max(from + 1).min(words.len() - 1)].iter().all(|word| !is_break(word.before));
    let end = (start + 1..words.len().min(start + NAME_WORDS_MAX))
        .find(|at| words[*at].before.contains(['»', '"', '”']))?;
    (is_clear || start == from).then_some((start, end))
}

/// A name without marks: a known outlet, or the words up to where it surely ends.
fn plain(words: &[Word], from: usize, role: Role) -> Option<(usize, usize)> {
    let ends = |at: usize| {
        at > from && is_break(words[at].before)
            || STOPS.contains(&words[at].folded.as_str())
            || phrase_at(words, at, &["و", "به", "نقل"])
    };
    let known = |at: usize| Some((at, at + outlets::known_at(words, at)?));
    let most = words.len().min(from + NAME_WORDS_MAX + 1);
    let end = (from..most).find(|at| ends(*at));
    // The name of an outlet may begin with a stop: «روز نو».
    if let Some(found) = known(from).or_else(|| (from..end.unwrap_or(most)).find_map(known)) {
        return Some(found);
    }
    // An interview with somebody unknown is no attribution; a name must end somewhere.
    let end = end.or((most == words.len()).then_some(most)).filter(|_| role != Role::Interviewer)?;
    let start = (from..end).find(|at| !TITLES.contains(&words[*at].folded.as_str()))?;
    Some((start, end))
}

/// Keeps a link, and the «از …» right after a reporter's name. Gives the place after both.
fn writes_from(text: &str, words: &[Word], found: &Link, next: usize, chain: &mut Chain) -> usize {
    let is_new = |chain: &Chain, link: &Link| !chain.links.iter().any(|known| known.name == link.name);
    if is_new(chain, found) {
        chain.links.push(found.clone());
    }
    let follows = words.get(next).is_some_and(|word| word.folded == "از" && !is_break(word.before));
    if found.role != Role::Reporter || !follows {
        return next;
    }
    match link(text, words, Role::From, next + 1) {
        Some((from, after)) if is_new(chain, &from) => {
            chain.links.push(from);
            after
        }
        _ => next,
    }
}

/// Reads the last lines: «منبع: …» and «انتهای پیام».
fn ending(text: &str, chain: &mut Chain) {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    for line in &lines[lines.len().saturating_sub(ENDING_LINES)..] {
        let folded = persian::fold::fold(line);
        chain.is_ended |= folded.starts_with("انتهای پیام") || folded.starts_with("پایان پیام");
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

#[cfg(test)]
mod tests {
    use super::*;

    /// «text => role name | role name code | ended», a case a line; «//» stands for a new line in the text.
    const CASES: &str = include_str!("provenance/cases.txt");

    fn written(chain: &Chain) -> String {
        let mut parts: Vec<String> = chain.links.iter().map(link_written).collect();
        if chain.is_ended {
            parts.push("ended".to_owned());
        }
        parts.join(" | ")
    }

    fn link_written(link: &Link) -> String {
        let role = link.role.as_str();
        let code = link.code.as_ref().map(|code| format!(" #{code}")).unwrap_or_default();
        format!("{role} {}{code}", link.name)
    }

    #[test]
    fn chains_are_read_as_reviewed() {
        let mut wrong = Vec::new();
        let cases = CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        for (text, expected) in cases.map(|line| line.split_once("=>").unwrap_or((line, ""))) {
            let got = written(&read(&text.trim().replace("//", "\n")));
            if got != expected.trim() {
                wrong.push(format!("{text}\n   got {got}\n  want {}", expected.trim()));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn no_text_breaks_the_reader() {
        for text in [
            "",
            "به",
            "به گزارش",
            "به گزارش «",
            "منبع:",
            ":",
            "به نقل از از از",
            "در گفت‌وگو با",
            "«به گزارش»",
        ] {
            let _ = read(text);
        }
        let long = "به گزارش ایسنا به نقل از ".repeat(50_000);
        assert!(read(&long).links.len() < WORDS_MAX);
    }
}
