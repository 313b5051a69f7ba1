//! The languages of the interface. Persian is the source: what people read stands in the code and in the templates in Persian,
//! and is looked up in the catalogue of another language (`assets/languages/en.po`, as gettext does it). What somebody wrote, an
//! article or a comment, stays as it is in any of them.

mod catalogue;
mod filters;
mod links;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use axum::http::{HeaderMap, Uri, header};
use news::UtcMs;
use serde::Serialize;

pub(crate) use self::filters::add as add_filters;
pub(crate) use self::links::within;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// فارسی
    #[default]
    Persian,
    /// English
    English,
}

/// What stands in the place of a name in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part<'a> {
    /// Written as the language writes numbers. That named `count` chooses between one and many.
    Number(i64),
    /// As it is; isolated where it goes another way.
    Text(&'a str),
}

impl From<i64> for Part<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<&'a str> for Part<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Part<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

/// The name of the part that chooses between one and many.
const COUNT: &str = "count";
/// The cookie that says what somebody chose.
pub(crate) const COOKIE: &str = "language";

impl Language {
    /// Every language, the source first.
    pub(crate) const ALL: [Self; 2] = [Self::Persian, Self::English];

    /// Its BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Persian => "fa",
            Self::English => "en",
        }
    }

    /// The language of a tag; what follows its first part counts nothing.
    pub(crate) fn parse(tag: &str) -> Option<Self> {
        let first = tag.split('-').next().unwrap_or(tag).trim();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(first))
    }

    /// What it calls itself.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Persian => "فارسی",
            Self::English => "English",
        }
    }

    /// `rtl` or `ltr`.
    pub(crate) fn direction(self) -> &'static str {
        match self {
            Self::Persian => "rtl",
            Self::English => "ltr",
        }
    }

    /// What the paths of its readers' pages begin with.
    pub(crate) fn root(self) -> &'static str {
        match self {
            Self::Persian => "",
            Self::English => "/en",
        }
    }

    /// The other one.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Persian => Self::English,
            Self::English => Self::Persian,
        }
    }

    /// A path of ours in this language; what has one address only keeps it.
    pub(crate) fn path(self, path: &str) -> String {
        match self {
            Self::Persian => path.to_owned(),
            _ => links::path(self.root(), path).map_or_else(|| path.to_owned(), Cow::into_owned),
        }
    }

    /// The language of an address of the readers' site, and the path that is meant in it: None where that is Persian.
    pub(crate) fn of_path(path: &str) -> Option<(Self, &str)> {
        let rest = path.strip_prefix(Self::English.root())?;
        match rest {
            "" => Some((Self::English, "/")),
            // «/en/» is led to «/en» as any address with a slash too many is.
            "/" => None,
            _ => rest.starts_with('/').then_some((Self::English, rest)),
        }
    }

    /// What somebody chose, else what the browser asks for first, else Persian.
    pub(crate) fn wanted(headers: &HeaderMap) -> Self {
        let chosen = crate::security::cookie(headers, COOKIE).and_then(|tag| Self::parse(&tag));
        chosen.or_else(|| accepted(headers)).unwrap_or_default()
    }

    /// A text in this language; as it is where the catalogue lacks it.
    pub(crate) fn t(self, persian: &str) -> &str {
        match self {
            Self::Persian => persian,
            Self::English => catalogue::english().get(persian, None).unwrap_or(persian),
        }
    }

    /// A text with names in braces, each with what stands in its place.
    pub(crate) fn say(self, persian: &str, parts: &[(&str, Part<'_>)]) -> String {
        let count = parts.iter().find_map(|(name, part)| match part {
            Part::Number(number) if *name == COUNT => Some(*number),
            _ => None,
        });
        let written = parts.iter().map(|(name, part)| match part {
            Part::Number(number) => (*name, Cow::Owned(self.number(*number))),
            Part::Text(text) => (*name, filters::within_line(self, text).into()),
        });
        filled(self.pattern(persian, count), &written.collect::<Vec<_>>())
    }

    fn pattern(self, persian: &str, count: Option<i64>) -> &str {
        match self {
            Self::Persian => persian,
            Self::English => catalogue::english().get(persian, count).unwrap_or(persian),
        }
    }

    /// A text that somebody wrote, as HTML that stands beside other texts.
    pub(crate) fn isolated(self, text: &str) -> String {
        filters::bdi(self, text, &crate::directed::line(text))
    }

    /// Why something from outside did not come in.
    pub(crate) fn failure(self, failure: &news::failure::Failure) -> String {
        match self {
            Self::Persian => failure.persian(),
            Self::English => failure.to_string(),
        }
    }

    /// A number, grouped by three.
    pub(crate) fn number(self, number: i64) -> String {
        let grouped = persian::digits::grouped(number);
        match self {
            Self::Persian => grouped,
            Self::English => persian::digits::to_ascii(&grouped).replace('\u{66c}', ","),
        }
    }

    /// A number with one digit after the point.
    pub(crate) fn decimal(self, number: f64) -> String {
        let written = format!("{number:.1}");
        match self {
            Self::Persian => persian::digits::to_persian(&written).replace('.', "٫"),
            Self::English => written,
        }
    }

    /// A text with its digits as the language writes them.
    pub(crate) fn digits(self, text: &str) -> String {
        match self {
            Self::Persian => persian::digits::to_persian(text),
            Self::English => persian::digits::to_ascii(text),
        }
    }

    /// Texts one after the other, as in «یک، دو».
    pub(crate) fn list(self, texts: &[String]) -> String {
        texts.join(match self {
            Self::Persian => "، ",
            Self::English => ", ",
        })
    }

    /// «۱۲ آذر ۱۴۰۳», `2 December 2024`.
    pub(crate) fn day(self, at: UtcMs) -> String {
        match self {
            Self::Persian => persian::date::day(at),
            Self::English => persian::date::english::day(at),
        }
    }

    /// A day with its weekday and the time. Whoever reads English reckons by the Gregorian calendar; the Jalali day stands beside,
    /// for the texts and the archive go by it.
    pub(crate) fn long(self, at: UtcMs) -> String {
        match self {
            Self::Persian => persian::date::long(at),
            Self::English => persian::date::english::long(at),
        }
    }

    /// A day of the archive, which goes by the Jalali calendar.
    pub(crate) fn archive_day(self, at: UtcMs) -> String {
        match self {
            Self::Persian => format!("{} {}", persian::date::weekday(at), persian::date::day(at)),
            Self::English => {
                use persian::date::english::{day, jalali, weekday};
                format!("{} {} ({})", weekday(at), day(at), jalali(persian::date::Jalali::at(at)))
            }
        }
    }

    /// The day in the calendar that the language does not show first.
    pub(crate) fn other_day(self, at: UtcMs) -> String {
        match self {
            Self::Persian => persian::date::gregorian(at),
            Self::English => persian::date::english::jalali(persian::date::Jalali::at(at)),
        }
    }

    /// The month of the Jalali calendar, 1 to 12.
    pub(crate) fn month(self, month: u8) -> &'static str {
        let at = usize::from(month.clamp(1, 12)) - 1;
        match self {
            Self::Persian => persian::date::MONTHS[at],
            Self::English => persian::date::english::MONTHS[at],
        }
    }
}

impl Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.tag())
    }
}

/// The first language of ours among those that a browser likes best.
fn accepted(headers: &HeaderMap) -> Option<Language> {
    let asked = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let weighed = asked.split(',').filter_map(|one| {
        let (tag, weight) = one.split_once(";q=").unwrap_or((one, "1"));
        Some((Language::parse(tag)?, weight.trim().parse::<f32>().ok().filter(|weight| *weight > 0.0)?))
    });
    // Of equals the first that is named.
    let best = weighed.reduce(|best, one| if one.1 > best.1 { one } else { best });
    best.map(|(language, _)| language)
}

/// An address with another path; its query stays.
pub(crate) fn at_path(uri: &Uri, path: &str) -> Option<Uri> {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(format!("{path}{query}").parse().ok()?);
    Uri::from_parts(parts).ok()
}

/// A text with `{name}` replaced; a name that is not given stays.
fn filled(pattern: &str, parts: &[(&str, Cow<'_, str>)]) -> String {
    let (mut out, mut rest) = (String::with_capacity(pattern.len() + 16), pattern);
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let named = after.split_once('}').and_then(|(name, rest)| {
            let (_, text) = parts.iter().find(|(other, _)| *other == name)?;
            Some((text, rest))
        });
        match named {
            Some((text, after)) => {
                out.push_str(text);
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}
