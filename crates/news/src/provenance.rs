//! Provenance read from a text: who reported it, whom that outlet quotes, and where the text says it ends.
//!
//! «به گزارش ایرنا از کرملین» names two links of a chain, nearest first. Rules look at the words around a name: the
//! phrase before it, and the punctuation, phrase or known outlet at which it ends. A name that ends nowhere is left
//! out, and so is one that names nobody: a wrong credit is worse than none.
//!
//! Not here: who says something in the text («به گفتهٔ»), and addresses; the page knows those.

mod ending;
mod names;
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
/// A place or institution after an outlet that is itself quoted has no more words than this.
const FROM_WORDS_MAX: usize = 3;

/// Reads the chain of a text, plain, one paragraph a line.
pub fn read(text: &str) -> Chain {
    let words = words::read(text, WORDS_MAX);
    let mut chain = Chain::default();
    let mut at = 0;
    while at < words.len() {
        let found = opening(&words, at).and_then(|(role, from)| names::link(text, &words, role, from));
        at = match found.or_else(|| writes(text, &words, at, &chain)) {
            Some((link, next)) => {
                let next = writes_from(text, &words, &link, next, &mut chain);
                next.max(at + 1)
            }
            None => at + 1,
        };
    }
    ending::read(text, &mut chain);
    chain
}

/// The role that a phrase at a place opens, and where the name begins.
fn opening(words: &[Word], at: usize) -> Option<(Role, usize)> {
    let is = |phrase: &[&str]| phrase_at(words, at, phrase);
    let openings: [(Role, &[&str]); 12] = [
        (Role::Reporter, &["به", "گزارش"]),
        (Role::Reporter, &["بهگزارش"]),
        (Role::Quoted, &["به", "نقل", "از"]),
        (Role::Quoted, &["بهنقل", "از"]),
        (Role::Quoted, &["نقل", "از"]),
        (Role::Quoted, &["به", "نوشته", "ی"]),
        (Role::Quoted, &["به", "نوشتهی"]),
        (Role::Quoted, &["به", "نوشته"]),
        (Role::Quoted, &["بهنوشته"]),
        (Role::Interviewer, &["گفتوگو", "با"]),
        (Role::Interviewer, &["گفتگو", "با"]),
        (Role::Interviewer, &["گفت", "و", "گو", "با"]),
    ];
    // «حمل و نقل از فردا …» quotes nobody.
    let carries = at > 0 && words[at].folded == "نقل" && words[at - 1].folded == "و";
    let found = openings.into_iter().find(|(_, phrase)| is(phrase)).filter(|_| !carries);
    found.map(|(role, phrase)| (role, at + phrase.len()))
}

/// «ایسنا نوشت»; and «خبرگزاری فارس: …» where the text begins: known outlets only.
fn writes(text: &str, words: &[Word], at: usize, chain: &Chain) -> Option<(Link, usize)> {
    let (name, end) = names::known(words, at)?;
    let follows = words.get(end)?;
    let says = follows.folded == "نوشت" && !is_break(follows.before);
    let opens = at == 0 && follows.before.trim_start().starts_with([':', '؛']);
    // The first who writes reports; whoever writes in somebody's report is quoted.
    let role = if chain.links.is_empty() { Role::Reporter } else { Role::Quoted };
    (says || opens).then(|| (names::named(text, words, role, name, end), end))
}

/// Keeps a link, and the «از …» right after the name of who reported. Gives the place after both.
fn writes_from(text: &str, words: &[Word], found: &Link, next: usize, chain: &mut Chain) -> usize {
    let is_new = |chain: &Chain, link: &Link| !chain.links.iter().any(|known| known.name == link.name);
    if is_new(chain, found) {
        chain.links.push(found.clone());
    }
    let follows = words.get(next).is_some_and(|word| word.folded == "از" && !is_break(word.before));
    if !follows || !matches!(found.role, Role::Reporter | Role::Quoted) {
        return next;
    }
    // «به گزارش ورزش سه از مهر»: an outlet is quoted, a place or institution is written from.
    let role = names::known(words, next + 1).map_or(Role::From, |_| Role::Quoted);
    match names::link(text, words, role, next + 1) {
        Some((from, after)) if is_new(chain, &from) && is_place(words, found.role, next, after) => {
            chain.links.push(from);
            after
        }
        _ => next,
    }
}

/// «به نقل از رویترز از افزایش بها خبر داد» names no place: after a quoted outlet it is short and cut off.
fn is_place(words: &[Word], before: Role, from: usize, after: usize) -> bool {
    let is_cut = words.get(after).is_none_or(|word| is_break(word.before));
    before == Role::Reporter || (is_cut && after - from <= FROM_WORDS_MAX + 1)
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
