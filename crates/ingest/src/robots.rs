//! robots.txt (RFC 9309): what a host asks of programs that read it, and how long it asks between two readings.
//!
//! Own code, because it is small and the crates for it are no longer kept. `Crawl-delay` is not in the standard, but is
//! what hosts write.

/// The standard asks for at least 500 KiB; what is behind is not read.
const BYTES_MAX: usize = 512 * 1024;
/// Rules for one reader; the longest real files have some hundreds.
const RULES_MAX: usize = 2000;
/// Nobody is waited for longer than this between two readings.
const CRAWL_DELAY_MS_MAX: i64 = 5 * 60_000;

/// What a host asks of one reader. The default asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    /// Milliseconds between two readings.
    pub crawl_delay_ms: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allows: bool,
    pattern: String,
}

impl Robots {
    /// Reads what a file asks of the reader with this name: its own group, else that of everybody.
    pub fn read(bytes: &[u8], agent: &str) -> Self {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(BYTES_MAX)]);
        let text = text.trim_start_matches('\u{feff}');
        let (mut own, mut everybody) = (None::<Self>, Self::default());
        let (mut is_own, mut is_everybody, mut in_names) = (false, false, false);
        for (key, value) in text.lines().filter_map(line) {
            if key == "user-agent" {
                if !in_names {
                    (is_own, is_everybody) = (false, false);
                }
                in_names = true;
                let named = value.split('/').next().unwrap_or_default().trim();
                is_own |= named.eq_ignore_ascii_case(agent);
                is_everybody |= named == "*";
                continue;
            }
            in_names = false;
            if is_own {
                own.get_or_insert_default().take(&key, value);
            }
            if is_everybody {
                everybody.take(&key, value);
            }
        }
        own.unwrap_or(everybody)
    }

    /// Whether a path, with its query, may be read: the longest rule that fits decides, of two the kinder.
    pub fn allows(&self, path: &str) -> bool {
        let path = normal(path);
        let fitting = self.rules.iter().filter(|rule| fits(&rule.pattern, &path));
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allows)).is_none_or(|rule| rule.allows)
    }

    fn take(&mut self, key: &str, value: &str) {
        match key {
            // An empty rule forbids nothing.
            "allow" | "disallow" if !value.is_empty() && self.rules.len() < RULES_MAX => {
                self.rules.push(Rule { allows: key == "allow", pattern: normal(value) });
            }
            "crawl-delay" => {
                let seconds = value.parse::<f64>().ok().filter(|seconds| *seconds > 0.0).unwrap_or(0.0);
                self.crawl_delay_ms = ((seconds * 1000.0) as i64).min(CRAWL_DELAY_MS_MAX);
            }
            _ => {}
        }
    }
}

/// A line's key, small, and its value.
fn line(line: &str) -> Option<(String, &str)> {
    let said = line.split('#').next().unwrap_or_default();
    let (key, value) = said.split_once(':')?;
    Some((key.trim().to_ascii_lowercase(), value.trim()))
}

/// Bytes beyond ASCII as they stand in addresses: `%D8`.
fn normal(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path.as_bytes().iter();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                out.push('%');
                let hex = rest.as_slice().iter().take(2).take_while(|byte| byte.is_ascii_hexdigit()).count();
                out.extend(rest.by_ref().take(hex).map(|byte| char::from(byte.to_ascii_uppercase())));
            }
            byte if byte.is_ascii() => out.push(char::from(*byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Whether a path begins as a pattern says: `*` is anything, `$` the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !to_end || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if to_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, allowed: &[&str], forbidden: &[&str]) {
        let robots = Robots::read(file.as_bytes(), "Binesh");
        for path in allowed {
            assert!(robots.allows(path), "{path} of\n{file}");
        }
        for path in forbidden {
            assert!(!robots.allows(path), "{path} of\n{file}");
        }
    }

    #[test]
    fn the_longest_rule_decides_and_of_two_the_kinder() {
        check("", &["/", "/x"], &[]);
        check("User-agent: *\nDisallow: /", &[], &["/", "/news/1"]);
        check("User-agent: *\nDisallow:", &["/"], &[]);
        check("user-agent:*\nDISALLOW:/a#no\nAllow: /a/b", &["/b", "/a/b/c"], &["/a", "/a/c"]);
        check("User-agent: *\nDisallow: /x\nAllow: /x", &["/x"], &[]);
        check(
            "User-agent: *\nDisallow: /*.pdf$\nDisallow: /*?print=",
            &["/a.pdf?x", "/a"],
            &["/a.pdf", "/a?print=1"],
        );
        check("User-agent: *\nDisallow: /بخش", &["/x"], &["/%D8%A8%D8%AE%D8%B4/1", "/%d8%a8%d8%ae%d8%b4"]);
    }

    #[test]
    fn a_reader_follows_its_own_group_else_that_of_everybody() {
        let file = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: BINESH/1.0\nDisallow: /private\nCrawl-delay: 2.5\n";
        check(file, &["/news"], &["/private/1"]);
        assert_eq!(Robots::read(file.as_bytes(), "Binesh").crawl_delay_ms, 2500);
        let later = "User-agent: other\nDisallow: /\nUser-agent: *\nCrawl-delay: 9999\nDisallow: /a\n";
        check(later, &["/b"], &["/a"]);
        assert_eq!(Robots::read(later.as_bytes(), "Binesh").crawl_delay_ms, CRAWL_DELAY_MS_MAX);
    }

    #[test]
    fn what_is_no_such_file_asks_nothing_and_breaks_nothing() {
        check("<rss><channel><title>a: b</title></channel></rss>", &["/"], &[]);
        check("Crawl-delay: -1\nDisallow: /\nAllow", &["/"], &[]);
        let nasty =
            format!("User-agent: *\nDisallow: /{}\nCrawl-delay: NaN\nDisallow: %\n", "*a".repeat(3000));
        let robots = Robots::read(nasty.as_bytes(), "Binesh");
        assert!(robots.allows(&format!("/{}", "a".repeat(2900))) && robots.crawl_delay_ms == 0);
        assert_eq!(Robots::read(&[0xff, 0xfe, 0, 1], "Binesh"), Robots::default());
    }
}
