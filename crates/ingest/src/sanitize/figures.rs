//! Pictures in sanitized HTML. One stands in a figure and has an address of the web, or is one of our own; no reader's page
//! loads it from elsewhere.

use super::{html_to_text, without};

/// What readers see for the picture itself.
const WORD: &str = "تصویر";

/// Leaves out pictures that stand in no figure or have no address of the web.
pub(super) fn keep(html: &str) -> String {
    if !html.contains("<img") {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len());
    let (mut rest, mut depth) = (html, 0_usize);
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        depth = match tag {
            "</figure>" => depth.saturating_sub(1),
            _ if tag.starts_with("<figure>") || tag.starts_with("<figure ") => depth + 1,
            _ => depth,
        };
        let is_kept = !tag.starts_with("<img") || (depth > 0 && address(tag).is_some());
        out.push_str(&rest[..if is_kept { end } else { at }]);
        rest = &rest[end..];
    }
    out + rest
}

/// What the address of a picture of our own begins with.
const OWN: &str = "media:";

/// A figure with a picture, of sanitized HTML.
#[derive(Debug)]
pub struct Figure<'a> {
    /// The picture's address.
    pub address: String,
    /// What it shows, escaped; empty when nobody said.
    pub alt: &'a str,
    /// What is said under it, as sanitized HTML; empty when nothing is.
    pub caption: &'a str,
}

/// HTML as readers get it: `shown` gives the inside of a figure whose picture we have. For another one a link under its
/// caption leads to the picture; without a caption it is left out. Nothing is loaded from elsewhere.
pub fn for_readers(html: &str, mut shown: impl FnMut(&Figure) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, figure, after)) = next_figure(rest) {
        out.push_str(before);
        if let Some(figure) = read(figure) {
            match shown(&figure) {
                Some(inside) => out.extend(["<figure>", &inside, "</figure>"]),
                None => out.push_str(&linked(&figure)),
            }
        }
        rest = after;
    }
    out + rest
}

/// The address of the first picture of sanitized HTML.
pub fn first_picture(html: &str) -> Option<String> {
    address(&html[html.find("<img ")?..]).map(|url| url.replace("&amp;", "&"))
}

/// What is said under the pictures of sanitized HTML, in order.
pub fn captions(html: &str) -> Vec<String> {
    let after = html.split("<figcaption>").skip(1);
    let said = after.map(|after| html_to_text(after.split("</figcaption>").next().unwrap_or(after)));
    said.filter(|caption| !caption.is_empty()).collect()
}

/// Sanitized HTML that begins with the picture that stands for its article, unless it has one already. One without an
/// address of the web is left out.
pub fn led_by_picture(html: String, url: Option<&str>) -> String {
    let Some(url) = url.filter(|_| first_picture(&html).is_none()) else { return html };
    let figure = format!("<figure><img src=\"{}\" alt=\"\"></figure>", super::quoted(url));
    let figure = super::article_html(&figure, None);
    if figure.is_empty() { html } else { format!("{figure}\n{html}") }
}

/// Sanitized HTML whose first picture that names nobody is credited; without such a picture the credit is its last
/// paragraph.
pub(crate) fn credited(html: &str, credit: &str) -> String {
    let cite = format!("<cite>{}</cite>", super::escape(credit));
    let (mut done, mut rest) = (String::with_capacity(html.len() + cite.len()), html);
    while let Some((before, figure, after)) = next_figure(rest) {
        done.push_str(before);
        if !figure.contains("<cite>") {
            let at =
                figure.rfind("</figcaption>").or_else(|| figure.rfind("</figure>")).unwrap_or(figure.len());
            let (open, close) = figure.split_at(at);
            let credit = if close.starts_with("</figcaption>") {
                format!(" {cite}")
            } else {
                format!("<figcaption>{cite}</figcaption>")
            };
            return format!("{done}{open}{credit}{close}{after}");
        }
        done.push_str(figure);
        rest = after;
    }
    format!("{html}\n<p>{}</p>", super::escape(credit))
}

/// The text of sanitized HTML without what is said of pictures.
pub fn running_text(html: &str) -> String {
    if html.contains("<figure") { html_to_text(&without(html, "figure")) } else { html_to_text(html) }
}

/// What stands before the next figure that holds a picture, the figure, and what follows it.
fn next_figure(html: &str) -> Option<(&str, &str, &str)> {
    let image = html.find("<img ")?;
    let start = html[..image].rfind("<figure")?;
    let end = html[image..].find("</figure>").map(|end| image + end + "</figure>".len())?;
    Some((&html[..start], &html[start..end], &html[end..]))
}

fn read(figure: &str) -> Option<Figure<'_>> {
    let tag = figure[figure.find("<img ")?..].split('>').next()?;
    let alt = tag.split_once("alt=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
    let caption = figure.split_once("<figcaption>").map_or("", |(_, rest)| rest);
    let caption = caption.split("</figcaption>").next().unwrap_or(caption);
    Some(Figure { address: first_picture(figure)?, alt, caption })
}

fn linked(figure: &Figure) -> String {
    if figure.caption.is_empty() || figure.address.starts_with(OWN) {
        return String::new();
    }
    format!(
        "<figure><figcaption>{} <a href=\"{}\" rel=\"noopener nofollow\">{WORD}</a></figcaption></figure>",
        figure.caption,
        super::quoted(&figure.address)
    )
}

/// The address in a tag, as written there: one of the web, or of a picture of our own.
fn address(tag: &str) -> Option<&str> {
    let url = tag.split('>').next()?.split_once("src=\"")?.1.split('"').next()?;
    ["https://", "http://", OWN].iter().any(|scheme| url.starts_with(scheme)).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::super::article_html;
    use super::*;

    const FIGURE: &str = "<figure><img src=\"https://a.ir/1.jpg?a=1&amp;b=2\" alt=\"پل\"><figcaption>پل تازه <cite>عکس: نرگس</cite></figcaption></figure>";

    #[test]
    fn a_picture_stands_in_a_figure_with_an_address_of_the_web() {
        let html = format!("<p>یک</p>\n{FIGURE}\n<p>دو</p>");
        assert_eq!(article_html(&html, None), html);
        for (dirty, clean) in [
            ("<p>متن <img src=https://a.ir/1.jpg></p>", "<p>متن </p>"),
            ("<figure><img src=/1.jpg onerror=x></figure>", ""),
            ("<figure><img src=javascript:x></figure>", ""),
            ("<figure><img src=mailto:x@a.ir></figure>", ""),
            (
                "<figure><img src='data:image/png;base64,AA'><figcaption>پل</figcaption></figure>",
                "<figure><figcaption>پل</figcaption></figure>",
            ),
            ("<figure><img src=//a.ir/1.jpg alt='<b>پل\"</b>' srcset='x 2x' style='x'></figure>", ""),
        ] {
            assert_eq!(article_html(dirty, None), clean, "{dirty}");
        }
        let resolved = article_html("<figure><img src=/1.jpg alt='a>b'></figure>", Some("https://a.ir/b/"));
        assert_eq!(resolved, "<figure><img src=\"https://a.ir/1.jpg\" alt=\"a b\"></figure>");
        assert_eq!(first_picture(FIGURE).as_deref(), Some("https://a.ir/1.jpg?a=1&b=2"));
        let led = |html: &str, url| led_by_picture(html.to_owned(), Some(url));
        let figure = "<figure><img src=\"https://a.ir/1.jpg?a=1&amp;b=2\" alt=\"\"></figure>";
        assert_eq!(led("<p>متن</p>", "https://a.ir/1.jpg?a=1&b=2"), format!("{figure}\n<p>متن</p>"));
        assert_eq!(led("<p>متن</p>", "javascript:x"), "<p>متن</p>");
        assert_eq!(led(FIGURE, "https://a.ir/2.jpg"), FIGURE);
    }

    #[test]
    fn readers_get_the_caption_with_a_link_and_no_picture() {
        let html =
            format!("<p>یک</p>{FIGURE}<figure><img src=\"https://a.ir/2.jpg\" alt=\"\"></figure><p>دو</p>");
        let read = for_readers(&html, |_| None);
        assert!(!read.contains("<img") && !read.contains("2.jpg"), "{read}");
        assert!(read.contains("<a href=\"https://a.ir/1.jpg?a=1&amp;b=2\""), "{read}");
        assert_eq!(html_to_text(&read), "یک\nپل تازه عکس: نرگس تصویر\nدو");
        assert_eq!(running_text(&html), "یک\nدو");
        assert_eq!(captions(&html), ["پل تازه عکس: نرگس"]);
        assert_eq!(for_readers("<p>یک</p>", |_| None), "<p>یک</p>");
    }
}
