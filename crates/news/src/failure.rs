//! Why a source was not read or an entry not brought in. Closed: English on the command line and in logs, Persian in
//! the newsroom.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why something from outside did not come in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// The address is no web address.
    BadAddress(String),
    /// The address leads to a private or special network.
    LeadsInside(String),
    /// The host did not answer, and what the network said.
    Unreachable(String, String),
    /// Nobody knows an address of the host.
    UnknownName(String),
    /// Nobody listens at the host.
    Refused(String),
    /// The host sends from one address to the next.
    Redirects(String),
    /// The host was too slow.
    TooSlow(String),
    /// The host refused with a status.
    Status(String, u16),
    /// The host's answer is too large or damaged, and how.
    BadAnswer(String, String),
    /// The host's robots.txt asks not to read this.
    NotWelcome(String),
    /// The host's robots.txt cannot be read, by its status, so nobody knows what it asks.
    RobotsUnread(String, u16),
    /// The host asks for more time between two readings: so many seconds more.
    TooSoon(String, i64),
    /// The bytes are no feed, and why.
    NotAFeed(String),
    /// The feed breaks off before its first item, and how.
    BrokenFeed(String),
    /// The bytes are no sitemap.
    NotASitemap,
    /// Another source, by name, reads the feed that this page offers.
    KnownAlready(String),
    /// The page is a front or a list of articles.
    NotAnArticle,
    /// The page has no article text.
    NoText,
    /// The host shows a page that says we may not enter.
    Blocked(String),
    /// The host shows a page that wants to know whether a person asks.
    Challenge(String),
    /// The host wants a login before it shows the article.
    Login(String),
    /// The host shows a page that says that there is none, or that the site is not at work.
    Missing(String),
    /// The host shows a little text that speaks of nothing that was announced.
    SomethingElse(String),
    /// The page of a source is no article, and no links to articles can be told on it.
    NoHeadlines,
    /// The page's headline has more characters than this.
    HeadlineTooLong(usize),
    /// The page's text has more bytes than this.
    TextTooLong(usize),
    /// Reading the page took more seconds than this.
    TooLongToRead(u64),
    /// The page broke the reader.
    Unreadable,
    /// What an older version wrote down.
    Other(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadAddress(url) => write!(
                out,
                "The address {url} is not a web address that can be read (http or https, without a password)."
            ),
            Self::LeadsInside(host) => {
                write!(out, "The address {host} leads to a private or special network and is not read.")
            }
            Self::Unreachable(host, why) => write!(out, "{host} did not answer: {why}."),
            Self::UnknownName(host) => write!(out, "{host} is not known: its name has no address."),
            Self::Refused(host) => write!(out, "{host} refuses the connection."),
            Self::Redirects(host) => write!(out, "{host} redirects again and again and never answers."),
            Self::TooSlow(host) => write!(out, "{host} did not answer in time."),
            Self::Status(host, status) => write!(out, "{host} answered with status {status}."),
            Self::BadAnswer(host, why) => write!(out, "The answer of {host} is too large or damaged: {why}."),
            Self::NotWelcome(host) => write!(out, "The robots.txt of {host} asks not to read this."),
            Self::RobotsUnread(host, status) => write!(
                out,
                "The robots.txt of {host} cannot be read now (status {status}), so nothing else is asked of it for a while."
            ),
            Self::TooSoon(host, seconds) => {
                write!(out, "{host} asks for more time between two readings: {seconds} s more.")
            }
            Self::NotAFeed(why) => write!(out, "This is not a feed: {why}."),
            Self::BrokenFeed(why) => write!(out, "The feed holds no item that can be read: {why}."),
            Self::NotASitemap => out.write_str("This is not a sitemap."),
            Self::KnownAlready(name) => write!(out, "This page's feed is the source «{name}» already."),
            Self::NotAnArticle => out.write_str("The page is a front or a list of articles, not an article."),
            Self::NoText => out.write_str("No article text was found on the page."),
            Self::Blocked(host) => write!(out, "{host} does not let us in: it says that access is blocked."),
            Self::Challenge(host) => {
                write!(out, "{host} wants proof that a person asks (a captcha or a browser check).")
            }
            Self::Login(host) => write!(out, "{host} shows the article after a login only."),
            Self::Missing(host) => {
                write!(out, "{host} says that there is no such page, or that the site is not at work now.")
            }
            Self::SomethingElse(host) => {
                write!(out, "{host} shows something else than the article that was announced.")
            }
            Self::NoHeadlines => {
                out.write_str("The page is no article, and no links to articles were found on it.")
            }
            Self::HeadlineTooLong(most) => {
                write!(out, "The page's headline is longer than {most} characters.")
            }
            Self::TextTooLong(most) => write!(out, "The page's text is longer than {} KB.", most / 1000),
            Self::TooLongToRead(most) => write!(out, "The page could not be read within {most} seconds."),
            Self::Unreadable => out.write_str("The page broke the reader."),
            Self::Other(words) => out.write_str(words),
        }
    }
}

impl Failure {
    /// What an editor is told.
    pub fn persian(&self) -> String {
        let number = |n: i64| persian::digits::number(n);
        match self {
            Self::BadAddress(url) => format!("نشانی {url} را نمی‌توان خواند؛ باید با http یا https آغاز شود."),
            Self::LeadsInside(host) => format!("نشانی {host} به شبکهٔ داخلی می‌رسد و خوانده نمی‌شود."),
            Self::Unreachable(host, _) => format!("سایت {host} در دسترس نیست."),
            Self::UnknownName(host) => {
                format!("سایتی با نام {host} پیدا نشد؛ شاید نشانی درست نوشته نشده یا سایت برچیده شده باشد.")
            }
            Self::Refused(host) => {
                format!("سایت {host} اتصال را نمی‌پذیرد؛ شاید خاموش باشد یا درگاه نشانی نادرست باشد.")
            }
            Self::Redirects(host) => format!("سایت {host} پیوسته به نشانی دیگری می‌فرستد و به صفحه‌ای نمی‌رسد."),
            Self::TooSlow(host) => format!("سایت {host} در زمان مناسب پاسخ نداد."),
            Self::Status(host, status @ (401 | 403)) => {
                format!("سایت {host} اجازهٔ خواندن نداد (وضعیت {}).", number((*status).into()))
            }
            Self::Status(host, status @ (404 | 410)) => {
                format!("در سایت {host} چیزی در این نشانی نیست (وضعیت {}).", number((*status).into()))
            }
            Self::Status(host, 429) => {
                format!(
                    "سایت {host} می‌گوید بیش از اندازه به آن سر زده‌ایم؛ دیرتر دوباره می‌خوانیم (وضعیت ۴۲۹)."
                )
            }
            Self::Status(host, status) => {
                format!("سایت {host} پاسخ درستی نداد (وضعیت {}).", number((*status).into()))
            }
            Self::BadAnswer(host, _) => format!("پاسخ سایت {host} بیش از اندازه بزرگ یا خراب است."),
            Self::NotWelcome(host) => format!("سایت {host} در robots.txt خواسته است این نشانی خوانده نشود."),
            Self::RobotsUnread(host, status) => format!(
                "سایت {host} پروندهٔ robots.txt خود را اکنون نمی‌دهد (وضعیت {})؛ تا ندانیم چه خواسته است، چیزی از آن نمی‌خوانیم و دیرتر دوباره می‌پرسیم.",
                number((*status).into())
            ),
            Self::TooSoon(host, seconds) => format!(
                "سایت {host} خواسته است میان دو بار خواندن درنگ کنیم؛ {} ثانیهٔ دیگر دوباره بفرستید.",
                number(*seconds)
            ),
            Self::NotAFeed(_) => "در این نشانی خوراکی نیست.".to_owned(),
            Self::BrokenFeed(_) => "این خوراک خراب است و هیچ خبری از آن خوانده نشد.".to_owned(),
            Self::NotASitemap => "در این نشانی نقشهٔ سایتی نیست.".to_owned(),
            Self::KnownAlready(name) => format!("خوراک این صفحه پیش‌تر با نام «{name}» افزوده شده است."),
            Self::NotAnArticle => "این نشانی فهرست خبرهاست، نه یک خبر.".to_owned(),
            Self::NoText => "در این صفحه متن خبر پیدا نشد.".to_owned(),
            Self::Blocked(host) => format!("سایت {host} به جای خبر می‌گوید که دسترسی ما محدود یا مسدود است."),
            Self::Challenge(host) => {
                format!(
                    "سایت {host} به جای خبر می‌خواهد ثابت شود که انسان آن را می‌خواند (کپچا یا بررسی مرورگر)."
                )
            }
            Self::Login(host) => format!("سایت {host} این خبر را تنها پس از ورود به حساب نشان می‌دهد."),
            Self::Missing(host) => {
                format!("سایت {host} به جای خبر می‌گوید که صفحه پیدا نشد یا سایت اکنون در کار نیست.")
            }
            Self::SomethingElse(host) => {
                format!("سایت {host} به جای این خبر نوشتهٔ کوتاه دیگری نشان می‌دهد.")
            }
            Self::NoHeadlines => "این صفحه خبر نیست و پیوندی به خبرها هم در آن پیدا نشد.".to_owned(),
            Self::HeadlineTooLong(most) => {
                format!(
                    "تیتر این صفحه بیش از {} نویسه است.",
                    number(i64::try_from(*most).unwrap_or(i64::MAX))
                )
            }
            Self::TextTooLong(_) => "متن این صفحه بلندتر از آن است که خبر باشد.".to_owned(),
            Self::TooLongToRead(_) => "خواندن این صفحه بیش از اندازه طول کشید.".to_owned(),
            Self::Unreadable => "این صفحه را نمی‌توان خواند.".to_owned(),
            Self::Other(_) => "خواندن نشد.".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_is_a_sentence_in_both_languages_and_is_read_back() {
        let host = || "a.ir".to_owned();
        for failure in [
            Failure::BadAddress("ftp://a".into()),
            Failure::LeadsInside(host()),
            Failure::Unreachable(host(), "refused".into()),
            Failure::UnknownName(host()),
            Failure::Refused(host()),
            Failure::Redirects(host()),
            Failure::TooSlow(host()),
            Failure::Status(host(), 403),
            Failure::Status(host(), 404),
            Failure::Status(host(), 429),
            Failure::Status(host(), 500),
            Failure::BadAnswer(host(), "over 16 MiB".into()),
            Failure::NotWelcome(host()),
            Failure::RobotsUnread(host(), 503),
            Failure::TooSoon(host(), 12),
            Failure::NotAFeed("empty".into()),
            Failure::BrokenFeed("at byte 3".into()),
            Failure::NotASitemap,
            Failure::KnownAlready("البرز".into()),
            Failure::NotAnArticle,
            Failure::NoText,
            Failure::Blocked(host()),
            Failure::Challenge(host()),
            Failure::Login(host()),
            Failure::Missing(host()),
            Failure::SomethingElse(host()),
            Failure::NoHeadlines,
            Failure::HeadlineTooLong(500),
            Failure::TextTooLong(1_000_000),
            Failure::TooLongToRead(10),
            Failure::Unreadable,
        ] {
            assert!(failure.to_string().ends_with('.'), "{failure}");
            let words = failure.persian();
            assert!(words.ends_with('.') && words.chars().any(|c| ('آ'..='ی').contains(&c)), "{words}");
            let kept = serde_json::to_string(&failure).expect("written");
            assert_eq!(serde_json::from_str::<Failure>(&kept).expect("read"), failure);
        }
    }
}
