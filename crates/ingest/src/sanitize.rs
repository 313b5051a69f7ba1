//! Cleaning HTML for our pages, and turning text into HTML and back.
//!
//! What passes runs nothing and loads no frame, style or script. Pictures are kept in figures, and readers get those that
//! the newsroom keeps itself, a link in the place of others ([`for_readers`]).

mod excerpt;
mod figures;
mod hidden;
mod links;
mod typed;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

pub use excerpt::agreed_excerpt;
pub(crate) use figures::credited;
pub use figures::{Figure, captions, first_picture, for_readers, led_by_picture, running_text};
pub(crate) use hidden::is_hidden;
pub use links::last_link;
pub(crate) use links::linked_chars;
pub(crate) use typed::{Part, is_inline, parts};
pub use typed::{html_to_typed, is_typed_whole, typed_to_html};

use crate::{bounds, entities};

/// Elements of an article's text.
const TAGS: [&str; 35] = [
    "p",
    "br",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "a",
    "strong",
    "em",
    "b",
    "i",
    "u",
    "s",
    "sub",
    "sup",
    "code",
    "pre",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "caption",
    "figure",
    "figcaption",
    "img",
    "hr",
    "bdi",
    "q",
    "span",
    "cite",
];
/// Elements whose insides go with them.
const DROPPED: [&str; 10] =
    ["script", "style", "form", "iframe", "object", "noscript", "svg", "math", "template", "title"];
/// Elements that an article's text has under another name.
const RENAMED: [(&str, &str); 5] = [("h1", "h2"), ("dl", "ul"), ("dt", "li"), ("dd", "li"), ("del", "s")];
/// Elements that end a line of text.
const BLOCKS: [&str; 24] = [
    "p",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "tr",
    "figure",
    "figcaption",
    "hr",
    "div",
    "section",
    "article",
    "pre",
    "dt",
    "dd",
    "caption",
];

/// Without a base to resolve relative links against; they are dropped.
static ARTICLE: LazyLock<Builder<'static>> = LazyLock::new(|| rules(UrlRelative::Deny));

fn rules(relative: UrlRelative<'static>) -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(DROPPED))
        .generic_attributes(HashSet::from(["dir", "lang"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "alt"])),
            ("ol", HashSet::from(["start", "reversed"])),
            ("li", HashSet::from(["value"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan", "scope"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "media"]))
        .attribute_filter(|_, name, value| match name {
            // The name of a picture of our own leads nowhere.
            "href" if value.trim_start().to_ascii_lowercase().starts_with("media:") => None,
            // Whoever reads sanitized HTML finds its tags by these two.
            "alt" => Some(value.replace(['<', '>'], " ").into()),
            "start" | "value" => value.trim().parse::<i32>().ok().map(|number| number.to_string().into()),
            "reversed" => Some("".into()),
            _ => Some(value.into()),
        })
        .link_rel(Some("noopener nofollow"))
        .url_relative(relative);
    builder
}

/// Whether [`article_html`] takes all of a text, and not only the beginning that is safe to parse: no more than 40,000 tags,
/// of which a paragraph has two, 100,000 `&`, and no nesting beyond that of pages (`bounds`).
pub fn is_whole(html: &str) -> bool {
    bounds::safe(html).len() == html.len()
}

/// HTML fit for an article's body, without what its styles hide. Relative links are resolved against `base`, or dropped without one.
pub fn article_html(html: &str, base: Option<&str>) -> String {
    let renamed = renamed(&hidden::without(bounds::safe(html)).replace(persian::plain::turns, ""));
    let cleaned = match base.and_then(|base| url::Url::parse(base).ok()) {
        Some(base) => rules(UrlRelative::RewriteWithBase(base)).clean(&renamed),
        None => ARTICLE.clean(&renamed),
    };
    tidy(&cleaned.to_string())
}

/// HTML whose elements have the names that ours have.
fn renamed(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let start = at + if rest[at..].starts_with("</") { 2 } else { 1 };
        let len = rest[start..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len() - start);
        let name = &rest[start..start + len];
        let known = RENAMED.iter().find(|(from, _)| from.eq_ignore_ascii_case(name));
        out.push_str(&rest[..start]);
        out.push_str(known.map_or(name, |(_, to)| to));
        rest = &rest[start + len..];
    }
    out + rest
}

/// Removes spans without meaning, what is empty, and white space around blocks.
fn tidy(html: &str) -> String {
    let mut out = figures::keep(&links::without_targetless(html));
    out = out.replace("<span>", "").replace("</span>", "").replace("&nbsp;", " ");
    // An empty link leaves an empty paragraph.
    for empty in EMPTY.iter().chain(&EMPTY) {
        if out.contains(empty) {
            out = out.replace(empty, "");
        }
    }
    let mut tidy = String::with_capacity(out.len());
    for line in out.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !tidy.is_empty() {
            tidy.push('\n');
        }
        tidy.push_str(line);
    }
    tidy
}

/// What is left of elements whose insides were taken out.
const EMPTY: [&str; 15] = [
    "<strong></strong>",
    "<b></b>",
    "<em></em>",
    "<i></i>",
    "<u></u>",
    "<h2></h2>",
    "<h3></h3>",
    "<h4></h4>",
    "<figcaption></figcaption>",
    "<p></p>",
    "<p> </p>",
    "<p><br></p>",
    "<figure></figure>",
    "<li></li>",
    "<ul></ul>",
];

/// Plain text as paragraphs, one a line.
pub fn text_to_html(text: &str) -> String {
    let paragraphs = text.lines().map(str::trim).filter(|line| !line.is_empty());
    paragraphs.map(|line| format!("<p>{}</p>", escape(line))).collect::<Vec<_>>().join("\n")
}

/// Text made safe between tags.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out
}

/// Text made safe within the quotes of an attribute.
pub(crate) fn quoted(text: &str) -> String {
    escape(text).replace('"', "&quot;")
}

/// The text of sanitized HTML, one line a block.
pub fn html_to_text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let (mut rest, mut plain) = (html, 0_usize);
    while let Some(at) = rest.find('<') {
        push_lines(&mut out, &rest[..at], plain > 0);
        let Some(end) = rest[at..].find('>') else {
            rest = &rest[at..];
            break;
        };
        let tag = &rest[at + 1..at + end];
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if BLOCKS.contains(&name.to_ascii_lowercase().as_str()) {
            end_line(&mut out);
            if name == "pre" {
                plain = if tag.starts_with('/') { plain.saturating_sub(1) } else { plain + 1 };
            }
        } else if matches!(name.as_str(), "td" | "th") {
            out.push(' ');
        }
        rest = &rest[at + end + 1..];
    }
    push_text(&mut out, rest);
    end_line(&mut out);
    out.truncate(out.trim_end().len());
    out
}

/// The prose of sanitized HTML: its text without headings, figures and tables. All of it when there is nothing else.
pub fn prose(html: &str) -> String {
    let mut kept = html.to_owned();
    for name in ["h2", "h3", "h4", "figure", "figcaption", "table"] {
        kept = without(&kept, name);
    }
    let text = html_to_text(&kept);
    if text.is_empty() { html_to_text(html) } else { text }
}

/// HTML without the elements of a name; one that does not end stays.
fn without(html: &str, name: &str) -> String {
    let (begin, end) = (format!("<{name}"), format!("</{name}>"));
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(from) = rest.find(&begin) {
        let Some(to) = rest[from..].find(&end) else { break };
        let is_it = rest[from + begin.len()..].starts_with(['>', ' ']);
        let (left, next) = if is_it { (from, from + to + end.len()) } else { (from + 1, from + 1) };
        out.push_str(&rest[..left]);
        out.push_str(if is_it { "\n" } else { "" });
        rest = &rest[next..];
    }
    out + rest
}

/// A text, of which in a `<pre>` each line is one.
fn push_lines(out: &mut String, text: &str, is_plain: bool) {
    if !is_plain {
        return push_text(out, text);
    }
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            end_line(out);
        }
        push_text(out, line);
    }
}

fn push_text(out: &mut String, text: &str) {
    let text = if text.contains('&') { Cow::from(entities::decode(text)) } else { text.into() };
    let part = |out: &mut String| {
        if !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
    };
    if text.starts_with(char::is_whitespace) {
        part(out);
    }
    for word in text.split_whitespace() {
        out.push_str(word);
        out.push(' ');
    }
    if text.ends_with(|c: char| !c.is_whitespace()) {
        out.pop();
    }
}

fn end_line(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_text_without_headings_figures_and_tables() {
        let html = "<h2 dir=\"rtl\">میان‌تیتر</h2><p>بند یک.</p><figure><figcaption>عکس: نرگس</figcaption></figure><table><tr><td>۱</td></tr></table><p>بند دو.</p><h3>باز";
        assert_eq!(prose(html), "بند یک.\nبند دو.\nباز");
        assert_eq!(prose("<h2>تنها تیتر</h2>"), "تنها تیتر");
    }

    #[test]
    fn nothing_is_loaded_and_nothing_runs() {
        for (dirty, clean) in [
            ("<p onclick=x()>متن<script>x</script></p>", "<p>متن</p>"),
            ("<img src=//evil/x.png onerror=alert(1)>متن", "متن"),
            ("<p><a href=\"javascript:x\">پیوند</a> و <a href=\"javascript:x\"></a></p>", "<p>پیوند و </p>"),
            ("<p><strong><a href=\"javascript:x\"></a></strong></p>", ""),
            ("<iframe src=x></iframe><style>p{}</style><p dir=\"ltr\">A</p>", "<p dir=\"ltr\">A</p>"),
            ("<h1>میان‌تیتر</h1>", "<h2>میان‌تیتر</h2>"),
            ("<H1 CLASS=a>میان‌تیتر</H1>", "<h2>میان‌تیتر</h2>"),
            ("<DL><DT>نام:<dD>نرگس</DL><DEL>۱۰</Del>", "<ul><li>نام:</li><li>نرگس</li></ul><s>۱۰</s>"),
            (
                "<ol start=' 3' reversed=x type=a><li value=7>یک</li><li value=x>دو</li></ol>",
                "<ol start=\"3\" reversed=\"\"><li value=\"7\">یک</li><li>دو</li></ol>",
            ),
            ("<ol start=\"2' onclick=x\"><li start=2>یک</li></ol>", "<ol><li>یک</li></ol>"),
            ("<dl><dt>نام:</dt><dd>نرگس</dd></dl>", "<ul><li>نام:</li><li>نرگس</li></ul>"),
            ("<p>قیمت <del>۱۰</del> <ins>۱۲</ins> تومان</p>", "<p>قیمت <s>۱۰</s> ۱۲ تومان</p>"),
            (
                "<figure><img src=x><figcaption>زیرنویس</figcaption></figure>",
                "<figure><figcaption>زیرنویس</figcaption></figure>",
            ),
        ] {
            assert_eq!(article_html(dirty, None), clean);
        }
        let linked = article_html("<a href=\"/x\">پیوند</a>", Some("https://a.ir/b/c"));
        assert!(linked.contains("https://a.ir/x"), "{linked}");
    }

    #[test]
    fn text_and_html_turn_into_each_other() {
        assert_eq!(text_to_html("یک\n\n دو < سه "), "<p>یک</p>\n<p>دو &lt; سه</p>");
        assert_eq!(
            html_to_text("<p>یک</p>\n<p>دو &lt; <b>سه</b></p><ul><li>چهار</li></ul>"),
            "یک\nدو < سه\nچهار"
        );
        assert_eq!(
            html_to_text("<p>یک\nدو</p><pre>سه\nچهار <b>پنج\n</b>شش</pre>هفت\nهشت"),
            "یک دو\nسه\nچهار پنج\nشش\nهفت هشت"
        );
        assert_eq!(html_to_text("بی برچسب"), "بی برچسب");
        assert_eq!(html_to_text("<p"), "<p");
    }
}
