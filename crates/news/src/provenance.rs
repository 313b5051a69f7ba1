//! Provenance read from a text: who reported it, whom that outlet quotes, and where the text says it ends.
//!
//! «به گزارش ایرنا از کرملین» names two links of a chain, nearest first. Rules look at the words around a name: the
//! phrase before it, and the punctuation, phrase or known outlet at which it ends. A name that ends nowhere is left
//! out, and so is one that names nobody: a wrong credit is worse than none. An outlet may also be the subject itself
//! («بلومبرگ گزارش داد»), and a text may begin with its own («تهران (پانا) -»).
//!
//! An attribution stands where a clause begins. Inside one, «به گزارش …» is what somebody answers or opposes, and
//! whoever a speaker cites is no outlet: only the name of an outlet counts there.
//!
//! Not here: who says something in the text («به گفتهٔ»), and addresses; the page knows those.

mod dateline;
mod ending;
mod names;
mod origin;
mod outlets;
mod reports;
mod subject;
mod times;
mod words;

pub use origin::{Fetched, Provenance, is_same};
use subject::Outlet;
use words::{Word, is_break, opens_clause, phrase_at};

/// How a link of the chain was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// «به گزارش …»: who reported it.
    Reporter,
    /// «به نقل از …»: whom the reporter quotes.
    Quoted,
    /// «به گزارش … از …»: the institution that the reporter writes from. A town is none.
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
    /// The address of its original, of a source line that links to it; a text has none, whoever knows its HTML does.
    pub address: Option<String>,
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
/// Outlets that speak are looked for in this many lines: further on they are what the article is about.
const SPEAKING_LINES: usize = 2;
/// An institution after an outlet that is itself quoted has no more words than this.
const FROM_WORDS_MAX: usize = 3;
/// Words of a part of an outlet after its name: «خبرآنلاین استان البرز».
const PART_WORDS_MAX: usize = 2;
/// Words of a place after an outlet's name: «در شمال خراسان».
const PLACE_WORDS_MAX: usize = 4;
/// Words before «به گزارش» and «به نقل از» that begin a clause with them. Folded.
const OPENERS: [&str; 7] = ["گزارش", "بنا", "و", "که", "اما", "ولی", "همچنین"];
/// First words of institutions, which speak for themselves; other names after «از» are towns. Folded.
const INSTITUTIONS: [&str; 48] = [
    "وزارت",
    "وزارتخانه",
    "سازمان",
    "دادگستری",
    "دادسرا",
    "دادسرای",
    "دادستانی",
    "اداره",
    "شرکت",
    "بانک",
    "دانشگاه",
    "دفتر",
    "کاخ",
    "کرملین",
    "پنتاگون",
    "الیزه",
    "ستاد",
    "شهرداری",
    "استانداری",
    "فرمانداری",
    "پلیس",
    "مجلس",
    "پارلمان",
    "دولت",
    "روابط",
    "معاونت",
    "مرکز",
    "موسسه",
    "انجمن",
    "اتحادیه",
    "اتاق",
    "کمیته",
    "کمیسیون",
    "فدراسیون",
    "باشگاه",
    "دبیرخانه",
    "ریاست",
    "ریاستجمهوری",
    "قوه",
    "شورای",
    "بنیاد",
    "سفارت",
    "بیمارستان",
    "پژوهشگاه",
    "پژوهشکده",
    "پایگاه",
    "سایت",
    "هییت",
];

/// Reads the chain of a text, plain, one paragraph a line.
pub fn read(text: &str) -> Chain {
    let words = words::read(text, WORDS_MAX);
    let breaks = words.iter().enumerate().skip(1).filter(|(_, word)| word.before.contains('\n'));
    let speaking_end = breaks.map(|(at, _)| at).nth(SPEAKING_LINES - 1).unwrap_or(words.len());
    let mut chain = Chain::default();
    let (mut at, mut after) = (0, 0);
    while at < words.len() {
        // «به گزارش ایسنا، روزنامه شرق نوشت» tells of the article wherever it stands.
        let may_speak = at < speaking_end || (at == after && at > 0);
        let speaks = || may_speak.then(|| speaking(text, &words, at, after, &chain)).flatten();
        let found = attributed(text, &words, at, after).or_else(speaks);
        let Some((link, next)) = found else {
            at += 1;
            continue;
        };
        let next = match link {
            Some(link) => writes_from(text, &words, &link, next, &mut chain),
            None => next,
        };
        at = next.max(at + 1);
        after = at;
    }
    ending::read(text, &mut chain);
    chain
}

/// A link after a phrase that opens one, where it is an attribution, and the place after it.
fn attributed(text: &str, words: &[Word], at: usize, after: usize) -> Option<(Option<Link>, usize)> {
    let (role, from) = opening(words, at)?;
    let found = names::link(text, words, role, from)?;
    let before = at.checked_sub(1).map_or("", |before| words[before].folded.as_str());
    // «تابناک اقتصادی به نقل از …»: the name of a part of the outlet may stand between.
    let is_part = after > 0 && at > after && !words[after..at].iter().any(|word| is_break(word.before));
    let is_place = is_part && words[after].folded == "در" && at - after <= PLACE_WORDS_MAX;
    let is_next = (after > 0 && at == after) || (is_part && at - after <= PART_WORDS_MAX) || is_place;
    let stands = is_next || opens_clause(words, at) || OPENERS.contains(&before);
    let is_short = words[from - 1].folded == "نقل";
    let is_told = is_short || words[at + 1].folded == "روایت" || words[from - 1].folded == "قول";
    let fits = match role {
        // «بنا بر اعلام قبلی» names nobody.
        Role::Reporter if words[from - 1].folded == "اعلام" => {
            stands && (found.is_medium || INSTITUTIONS.contains(&words[from].folded.as_str()))
        }
        Role::Reporter => reports::reports(text, words, &found, stands) && !reports::is_governor(before),
        Role::Quoted if is_told => found.is_medium || is_next,
        Role::Quoted => found.is_medium || stands,
        _ => true,
    };
    fits.then_some((Some(found.link), found.end))
}

/// An outlet that says something itself, or that somebody told something.
fn speaking(
    text: &str,
    words: &[Word],
    at: usize,
    after: usize,
    chain: &Chain,
) -> Option<(Option<Link>, usize)> {
    let link = |role: Role, outlet: Outlet| {
        let name = outlet.name.map(|(start, end)| names::named(text, words, role, start, end));
        (name, outlet.end)
    };
    if let Some(outlet) = subject::asked(words, at) {
        return Some(link(Role::Interviewer, outlet));
    }
    // The first who speaks reports; whoever speaks in somebody's report is quoted, and whoever that quotes is far.
    let has = |role: Role| chain.links.iter().any(|link| link.role == role);
    let role = if has(Role::Reporter) { Role::Quoted } else { Role::Reporter };
    if has(Role::Quoted) {
        return None;
    }
    let outlet = dateline::read(words, at).or_else(|| subject::read(words, at, after))?;
    Some(link(role, outlet))
}

/// The role that a phrase at a place opens, and where the name begins.
fn opening(words: &[Word], at: usize) -> Option<(Role, usize)> {
    let is = |phrase: &[&str]| phrase_at(words, at, phrase);
    let openings: [(Role, &[&str]); 25] = [
        (Role::Reporter, &["به", "گزارش"]),
        (Role::Reporter, &["بنا", "بر", "گزارش"]),
        (Role::Reporter, &["بنابر", "گزارش"]),
        (Role::Reporter, &["بنا", "بر", "اعلام"]),
        (Role::Reporter, &["بنابر", "اعلام"]),
        (Role::Reporter, &["بهگزارش"]),
        (Role::Quoted, &["به", "نقل", "از"]),
        (Role::Quoted, &["بهنقل", "از"]),
        (Role::Quoted, &["نقل", "از"]),
        (Role::Quoted, &["به", "نقل"]),
        (Role::Quoted, &["به", "نوشته", "ی"]),
        (Role::Quoted, &["به", "نوشتهی"]),
        (Role::Quoted, &["به", "نوشته"]),
        (Role::Quoted, &["بهنوشته"]),
        (Role::Quoted, &["به", "روایت"]),
        (Role::Quoted, &["از", "قول"]),
        (Role::Interviewer, &["مصاحبه", "با"]),
        (Role::Interviewer, &["مصاحبهای", "با"]),
        (Role::Interviewer, &["گفتوگویی", "با"]),
        (Role::Interviewer, &["گفت", "وگویی", "با"]),
        (Role::Interviewer, &["گفتگویی", "با"]),
        (Role::Interviewer, &["گفتوگو", "با"]),
        (Role::Interviewer, &["گفت", "وگو", "با"]),
        (Role::Interviewer, &["گفتگو", "با"]),
        (Role::Interviewer, &["گفت", "و", "گو", "با"]),
    ];
    // «حمل و نقل از فردا …» quotes nobody.
    let carries = at > 0 && words[at].folded == "نقل" && words[at - 1].folded == "و";
    let found = openings.into_iter().find(|(_, phrase)| is(phrase)).filter(|_| !carries);
    found.map(|(role, phrase)| (role, at + phrase.len()))
}

/// Keeps a link, and the «از …» right after the name of who reported. Gives the place after both.
fn writes_from(text: &str, words: &[Word], found: &Link, next: usize, chain: &mut Chain) -> usize {
    let is_new = |chain: &Chain, link: &Link| !chain.links.iter().any(|known| known.name == link.name);
    if is_new(chain, found) {
        chain.links.push(found.clone());
    }
    let next = and_another(text, words, found, next, chain);
    let follows = words.get(next).is_some_and(|word| word.folded == "از" && !is_break(word.before));
    if !follows
        || !matches!(found.role, Role::Reporter | Role::Quoted)
        || phrase_at(words, next, &["از", "قول"])
    {
        return next;
    }
    // «به گزارش ورزش سه از مهر»: an outlet is quoted, an institution is written from, a town is neither.
    let role = names::known(words, next + 1).map_or(Role::From, |_| Role::Quoted);
    let Some(from) = names::link(text, words, role, next + 1) else { return next };
    let is_cut = words.get(from.end).is_none_or(|word| is_break(word.before));
    // «به نقل از رویترز از افزایش بها خبر داد»: after a quoted outlet a name is short and cut off.
    let is_name = found.role == Role::Reporter || (is_cut && from.end - next <= FROM_WORDS_MAX + 1);
    if !is_name {
        return next;
    }
    let is_institution = INSTITUTIONS.contains(&words[next + 1].folded.as_str());
    if is_new(chain, &from.link) && (role == Role::Quoted || is_institution) {
        chain.links.push(from.link);
    }
    from.end
}

/// «به نقل از تسنیم و فارس»: keeps the second outlet too. Gives the place after both.
fn and_another(text: &str, words: &[Word], found: &Link, next: usize, chain: &mut Chain) -> usize {
    let follows = words.get(next).is_some_and(|word| word.folded == "و" && !is_break(word.before));
    let is_of_two = follows && matches!(found.role, Role::Reporter | Role::Quoted);
    let Some((start, end)) = is_of_two.then(|| names::known(words, next + 1)).flatten() else { return next };
    if is_break(words[next + 1].before) {
        return next;
    }
    let link = names::named(text, words, found.role, start, end);
    if !chain.links.iter().any(|known| known.name == link.name) {
        chain.links.push(link);
    }
    end
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
        let long = "به گزارش ایسنا به نقل از ".repeat(20_000);
        assert!(read(&long).links.len() < WORDS_MAX);
        // Each of these took time by the square of its length.
        for label in ["منبع:", "الف: "] {
            assert!(read(&format!("{label}{}", "ب، ".repeat(100_000))).links.len() < 2);
        }
    }
}
