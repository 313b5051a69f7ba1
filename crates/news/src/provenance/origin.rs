//! Where an article came from: its outlet, the chain that its text names, and the page that was read.

use super::{Link, Role, ending, read};
use crate::UtcMs;
use crate::article::Attribution;
use crate::source::host_of;

/// Where an article came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Nearest first: the outlet that we read, then who reported it and whom that quotes, as its text says.
    pub chain: Vec<Link>,
    /// The address of the original, when readers can be sent there.
    pub address: Option<String>,
    /// The page that was fetched; None for what nobody fetched.
    pub fetched: Option<Fetched>,
    /// The terms under which it is reprinted; empty when nothing was agreed.
    pub licence: String,
}

/// The page that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Its address after redirects.
    pub url: String,
    /// When.
    pub at: UtcMs,
    /// SHA-256 of its bytes, in hexadecimal digits; pages kept by older versions have none.
    pub sha256: Option<String>,
    /// Whether the text is its feed's, for the page could not be read.
    pub is_from_feed: bool,
}

impl Provenance {
    /// What an article's own words say: its lead and body, plain, one paragraph a line, and its source line.
    pub fn of(text: &str, from: Option<&Attribution>) -> Self {
        let named = read(text).links;
        let Some(from) = from else { return Self { chain: named, ..Self::default() } };
        let address = from.web_address().map(str::to_owned);
        if from.name.is_empty() {
            return Self { chain: named, address, ..Self::default() };
        }
        let (name, code) = (from.name.clone(), from.code.clone());
        let outlet = Link { role: Role::SourceLine, name, code, address: address.clone() };
        let others = named.into_iter().filter(|link| !is_same(&link.name, &outlet.name));
        let chain = std::iter::once(outlet.clone()).chain(others).collect();
        Self { chain, address, ..Self::default() }
    }

    /// Keeps the address to which the source line of the text links, with the link of the chain that it names: that may
    /// be one which the text quotes too.
    pub fn keep_address(&mut self, text: &str, linked: &str, url: String) {
        let Some(name) = ending::source(text) else { return };
        let named = self.chain.iter_mut().rev().find(|link| is_same(&link.name, &name));
        if let Some(link) = named.filter(|_| linked.contains(&name) && host_of(&url).is_ok()) {
            link.address.get_or_insert(url);
        }
    }

    /// The chain as readers are told, nearest first, each «به گزارش ایرنا از کرملین». The outlet has its source line.
    pub fn credits(&self) -> Vec<String> {
        let mut credits: Vec<String> = Vec::new();
        for (at, link) in self.chain.iter().enumerate() {
            match (link.role, credits.last_mut()) {
                (Role::From, Some(last)) => *last = format!("{last} {} {}", link.role.persian(), link.name),
                (Role::SourceLine, _) if at == 0 => {}
                _ => credits.push(format!("{} {}", link.role.persian(), link.name)),
            }
        }
        credits
    }
}

/// Whether two names are one outlet's: «خبر آنلاین» and «خبرآنلاین», «خبرگزاری مهر» and «مهر».
pub fn is_same(one: &str, other: &str) -> bool {
    let key = |name: &str| {
        let name = persian::fold::fold(name);
        name.strip_prefix("خبرگزاری ").unwrap_or(&name).replace([' ', '\u{200c}'], "")
    };
    key(one) == key(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(name: &str) -> Attribution {
        Attribution { name: name.into(), code: Some("688044".into()), url: Some("https://a.ir/1".into()) }
    }

    #[test]
    fn the_outlet_is_nearest_and_named_once() {
        let text = "به گزارش خبر آنلاین به نقل از ایرنا از کرملین، دو رئیس‌جمهور گفت‌وگو کردند.";
        let read = Provenance::of(text, Some(&from("خبرآنلاین")));
        let names: Vec<&str> = read.chain.iter().map(|link| link.name.as_str()).collect();
        assert_eq!(names, ["خبرآنلاین", "ایرنا", "کرملین"]);
        assert_eq!(read.chain[0].code.as_deref(), Some("688044"));
        assert_eq!(read.address.as_deref(), Some("https://a.ir/1"));
        assert_eq!(read.chain[0].address, read.address);
    }

    #[test]
    fn a_source_line_of_the_text_is_further_than_the_outlet() {
        let read = Provenance::of("پل باز شد.\nمنبع: ایسنا-1405", Some(&from("سیمرغ")));
        let codes: Vec<_> =
            read.chain.iter().map(|link| (link.name.as_str(), link.code.as_deref())).collect();
        assert_eq!(codes, [("سیمرغ", Some("688044")), ("ایسنا", Some("1405"))]);
        assert_eq!(read.credits(), ["منبع: ایسنا"]);
    }

    #[test]
    fn the_address_of_a_source_line_is_kept_with_whom_it_names() {
        const URL: &str = "https://irna.example/news/85123456/";
        let quoted = "به گزارش سیمرغ به نقل از ایرنا، پل باز شد.";
        let line = "منبع: ایرنا-85123456";
        let of = |text: &str, linked: &str, url: &str| {
            let mut read = Provenance::of(text, Some(&from("سیمرغ")));
            read.keep_address(text, linked, url.to_owned());
            assert_eq!(read.chain[0].address.as_deref(), Some("https://a.ir/1"), "{text}");
            read.chain.get(1).and_then(|link| link.address.clone())
        };
        let both = format!("{quoted}\n{line}");
        assert_eq!(of(&both, "ایرنا-85123456", URL).as_deref(), Some(URL));
        assert_eq!(
            of(&format!("{quoted}\nمنبع: خبرگزاری ایرنا"), "خبرگزاری ایرنا", URL).as_deref(),
            Some(URL)
        );
        assert_eq!(of(&format!("پل باز شد.\n{line}"), "ایرنا-85123456", URL).as_deref(), Some(URL));
        assert_eq!(of(&format!("{quoted}\nمنبع: سیمرغ"), "سیمرغ", URL), None, "the outlet has its own");
        assert_eq!(of(quoted, "ایرنا", URL), None, "a link within the text");
        assert_eq!(of(&both, "تصویرها", URL), None, "another link");
        assert_eq!(of(&both, "ایرنا", "/news/1"), None, "no address");
    }

    #[test]
    fn readers_are_told_the_chain() {
        let text = "به گزارش ایرنا از کرملین، دو رئیس‌جمهور گفت‌وگو کردند.";
        let read = Provenance::of(text, Some(&from("etemadonline")));
        assert_eq!(read.credits(), ["به گزارش ایرنا از کرملین"]);
        assert!(Provenance::of("هوا خوب است.", None).credits().is_empty());
        let unsafe_address = Attribution { url: Some("javascript:x".into()), ..from("") };
        assert_eq!(Provenance::of("", Some(&unsafe_address)), Provenance::default());
    }
}
