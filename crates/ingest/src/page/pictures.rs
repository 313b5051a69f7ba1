//! Pictures of an article: which images are its own, where they lie, and what is said and who is named under them.

use crate::text::single_spaced;
use ego_tree::NodeRef;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::blocks::{DEPTH_MAX, LOOKED_AT_MAX};
use crate::bounds;
use crate::sanitize::escape;

/// Where addresses stand, those of pictures that come later first: `src` holds a stand-in then.
const ADDRESSES: [&str; 5] = ["data-src", "data-original", "data-lazy-src", "data-lazy", "src"];
/// The same with widths, of which the last is mostly the widest.
const SETS: [&str; 2] = ["data-srcset", "srcset"];
/// Words of addresses and names of what is no picture of an article.
const ORNAMENTS: [&str; 20] = [
    "icon",
    "icons",
    "favicon",
    "emoji",
    "smiley",
    "avatar",
    "gravatar",
    "logo",
    "logos",
    "spacer",
    "blank",
    "pixel",
    "placeholder",
    "transparent",
    "loading",
    "loader",
    "1x1",
    "spinner",
    "banner",
    "captcha",
];
/// Smaller ones are ornaments.
const SIDE_MIN: u32 = 100;
/// Beginnings of class names of who made a picture.
const CREDITS: [&str; 4] = ["credit", "copyright", "photographer", "photo-by"];
/// A caption is no longer than this; a longer one is the article.
const CAPTION_CHARS_MAX: usize = 800;
/// A box that says nothing of itself, with a picture and words under it: so many nodes and characters.
const BOX_NODES_MAX: usize = 40;
const BOX_CHARS_MAX: usize = 160;
/// Bytes of what stands for a picture where no script runs.
const NOSCRIPT_BYTES_MAX: usize = 4000;
/// Pictures that make an article of a sentence.
pub(super) const GALLERY_MIN: usize = 3;

/// A whole figure as HTML: picture, caption, credit. None when it holds none, or more than a picture and its caption.
pub(super) fn figure(node: NodeRef<Node>) -> Option<String> {
    let inside = || node.descendants().skip(1).take(LOOKED_AT_MAX);
    let holds_more = |node: NodeRef<Node>| {
        let name = node.value().as_element().map_or("", Element::name);
        let is_text = name == "p" && !node.ancestors().any(|around| is_named(around, "figcaption"));
        is_text && !is_caption_class(node)
            || matches!(name, "table" | "blockquote" | "pre" | "iframe" | "figure")
    };
    let images = || inside().filter_map(|node| Some((node, node.value().as_element()?)));
    if inside().any(holds_more) {
        return None;
    }
    let image = images().find(|(_, element)| is_image(element.name())).map(|(_, image)| image);
    let of_source = |image: &Element| {
        let sources = images().filter(|(_, element)| element.name() == "source");
        sources.into_iter().find_map(|(_, source)| of_set(source)).map(|url| written(&url, image))
    };
    let picture = image.and_then(|image| picture(image).or_else(|| of_source(image)));
    let picture = picture.or_else(|| inside().find_map(in_noscript))?;
    let mut said = Said::default();
    said.read(node, 0, false);
    Some(with_caption(&picture, &said))
}

/// An image that stands alone, as a figure without a caption.
pub(super) fn alone(element: &Element) -> Option<String> {
    Some(format!("<figure>{}</figure>", picture(element)?))
}

/// The picture in a `<noscript>`, as a figure; None where the image beside it is the same.
pub(super) fn without_script(node: NodeRef<Node>) -> Option<String> {
    let elements =
        |node: NodeRef<Node>| node.value().as_element().filter(|one| is_image(one.name())).is_some();
    let is_beside = |node: Option<NodeRef<Node>>| {
        node.filter(|node| elements(*node)).and_then(|node| picture(node.value().as_element()?)).is_some()
    };
    let before = node.prev_siblings().find(|node| node.value().is_element());
    let after = node.next_siblings().find(|node| node.value().is_element());
    let picture = in_noscript(node).filter(|_| !is_beside(before) && !is_beside(after))?;
    Some(format!("<figure>{picture}</figure>"))
}

/// The image that stands as text in a `<noscript>`; counters stand there too.
fn in_noscript(node: NodeRef<Node>) -> Option<String> {
    node.value().as_element().filter(|element| element.name() == "noscript")?;
    let text = node.first_child()?.value().as_text().filter(|text| text.len() <= NOSCRIPT_BYTES_MAX)?;
    let inside = Html::parse_fragment(bounds::safe(text));
    let mut elements = inside.root_element().descendants().filter_map(ElementRef::wrap);
    let image = elements.find(|element| is_image(element.value().name()))?;
    address(image.value()).filter(|url| leads_to_picture(url)).and_then(|_| picture(image.value()))
}

/// How many pictures sanitized HTML shows.
pub(super) fn shown(html: &str) -> usize {
    html.matches("<img ").count()
}

pub(super) fn is_image(name: &str) -> bool {
    matches!(name, "img" | "amp-img" | "amp-anim")
}

/// Whether an element is a figure: by its name, by its class (WordPress writes captions so), or by what it holds.
pub(super) fn is_figure(node: NodeRef<Node>, element: &Element) -> bool {
    let is_classed =
        |class: &str| class.split_whitespace().any(|name| name == "wp-caption" || name == "wp-block-image");
    element.name() == "figure" || element.attr("class").is_some_and(is_classed) || is_box(node, element)
}

/// Whether an element holds what is said of a picture, and nothing of the text.
pub(super) fn is_said(node: NodeRef<Node>, element: &Element) -> bool {
    element.name() == "figcaption"
        || is_caption_class(node)
        || is_figure(node, element) && figure(node).is_some()
}

/// Whether a `<div>`, or a `<dl>` as WordPress wrote its galleries, holds one picture and, behind it, a few words that are
/// no sentence or are called a caption.
fn is_box(node: NodeRef<Node>, element: &Element) -> bool {
    let is_list = element.name() == "dl";
    if element.name() != "div" && !is_list {
        return false;
    }
    let (mut pictures, mut text, mut is_called) = (0, String::new(), false);
    for (at, node) in node.descendants().skip(1).enumerate() {
        match node.value() {
            _ if at > BOX_NODES_MAX || text.len() > 4 * BOX_CHARS_MAX => return false,
            Node::Text(piece) if !piece.trim().is_empty() && pictures == 0 => return false,
            Node::Text(piece) => text.push_str(piece),
            Node::Element(inner) => {
                pictures += usize::from(is_image(inner.name()));
                is_called |= is_caption_class(node);
                let is_other = inner.attr("href").is_some_and(|href| !leads_to_picture(href));
                let is_part = matches!(
                    inner.name(),
                    "div"
                        | "span"
                        | "a"
                        | "b"
                        | "i"
                        | "em"
                        | "strong"
                        | "small"
                        | "br"
                        | "font"
                        | "cite"
                        | "center"
                );
                let is_picture = is_image(inner.name()) || matches!(inner.name(), "picture" | "source");
                let is_item = is_list && matches!(inner.name(), "dt" | "dd");
                let is_caption = inner.name() == "p" && is_caption_class(node);
                if is_other || !(is_part || is_picture || is_item || is_caption) {
                    return false;
                }
            }
            _ => {}
        }
    }
    let text = text.trim();
    let is_short = (1..=BOX_CHARS_MAX).contains(&text.chars().count());
    pictures == 1 && is_short && (is_called || !text.ends_with(['.', '؟', '!', ':']))
}

/// Whether a link leads to the picture within it, and not to another article.
pub(super) fn leads_to_picture(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or(href).to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"].iter().any(|end| path.ends_with(end))
}

fn with_caption(picture: &str, said: &Said) -> String {
    let [caption, credit] =
        [&said.caption, &said.credit].map(|text| escape(single_spaced(text).trim_matches(['|', '/', ' '])));
    let credit = if credit.is_empty() { credit } else { format!("<cite>{credit}</cite>") };
    let text = [caption, credit].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    if text.is_empty() || text.chars().count() > CAPTION_CHARS_MAX {
        return format!("<figure>{picture}</figure>");
    }
    format!("<figure>{picture}<figcaption>{text}</figcaption></figure>")
}

/// `<img>` with what is kept of it; None for what is no picture of an article.
fn picture(element: &Element) -> Option<String> {
    let small = |name: &str| {
        let side = element.attr(name)?.trim().trim_end_matches("px").parse::<u32>().ok()?;
        Some(side < SIDE_MIN && !has_its_places_width(element))
    };
    let names = ["class", "id"].into_iter().filter_map(|name| element.attr(name));
    if small("width") == Some(true) || small("height") == Some(true) || names.into_iter().any(is_ornament) {
        return None;
    }
    Some(written(&address(element)?, element))
}

/// Whether an image is as wide as its place, so that the sides it states are a ratio: «16» and «9».
fn has_its_places_width(element: &Element) -> bool {
    let layout = element.attr("layout").unwrap_or_default().trim().to_ascii_lowercase();
    let style = element.attr("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    let is_wide = |rule: &str| matches!(rule, "width:100%" | "width:100vw" | "width:100%!important");
    ["responsive", "fill", "flex-item", "fluid"].contains(&layout.as_str()) || style.split(';').any(is_wide)
}

/// Where an image comes from; of a meta element, what it says.
pub(super) fn address(element: &Element) -> Option<String> {
    let addresses = ADDRESSES.into_iter().filter_map(|name| element.attr(name));
    let fits =
        |url: &&str| !url.is_empty() && !is_ornament(url) && !url.to_ascii_lowercase().contains(".svg");
    let stated = || element.attr("content").filter(|_| element.name() == "meta").map(str::to_owned);
    addresses.map(str::trim).find(fits).map(str::to_owned).or_else(|| of_set(element)).or_else(stated)
}

fn written(url: &str, image: &Element) -> String {
    let quoted = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;").replace(['<', '>'], " ");
    let alt = single_spaced(image.attr("alt").unwrap_or_default());
    format!("<img src=\"{}\" alt=\"{}\">", quoted(url), quoted(&alt))
}

/// The last address of a set: `a.jpg 400w, b.jpg 800w`.
fn of_set(element: &Element) -> Option<String> {
    let set = SETS.into_iter().find_map(|name| element.attr(name))?;
    let last = set.split(", ").filter(|one| !one.trim().is_empty()).last()?;
    let url = last.split_whitespace().next()?;
    (!is_ornament(url)).then(|| url.to_owned())
}

fn is_ornament(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    lower.starts_with("data:") || words.any(|word| ORNAMENTS.contains(&word))
}

fn is_named(node: NodeRef<Node>, name: &str) -> bool {
    node.value().as_element().is_some_and(|element| element.name() == name)
}

fn is_caption_class(node: NodeRef<Node>) -> bool {
    let class = node.value().as_element().and_then(|element| element.attr("class"));
    class.is_some_and(|class| class.to_ascii_lowercase().contains("caption"))
}

/// What is written in a figure.
#[derive(Default)]
struct Said {
    caption: String,
    credit: String,
}

impl Said {
    fn read(&mut self, node: NodeRef<Node>, depth: usize, is_credit: bool) {
        for child in node.children().filter(|_| depth <= DEPTH_MAX) {
            match child.value() {
                Node::Text(text) => {
                    let place = if is_credit { &mut self.credit } else { &mut self.caption };
                    place.push_str(text);
                }
                Node::Element(element) if !is_unread(element.name()) => {
                    let is_credit = is_credit || names_maker(element);
                    let place = if is_credit { &mut self.credit } else { &mut self.caption };
                    place.push(' ');
                    self.read(child, depth + 1, is_credit);
                }
                _ => {}
            }
        }
    }
}

fn is_unread(name: &str) -> bool {
    matches!(name, "script" | "style" | "noscript" | "button" | "svg" | "template" | "select" | "form")
}

fn names_maker(element: &Element) -> bool {
    let class = element.attr("class").unwrap_or_default().to_ascii_lowercase();
    let words = || class.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| !word.is_empty());
    element.name() == "cite" || words().any(|word| CREDITS.iter().any(|credit| word.contains(credit)))
}

#[cfg(test)]
mod tests {
    use scraper::Selector;

    use super::*;

    fn read(html: &str) -> Option<String> {
        let document = Html::parse_fragment(html);
        let wanted = Selector::parse("figure, .wp-caption").expect("a selector");
        figure(*document.select(&wanted).next().expect("a figure"))
    }

    #[test]
    fn a_figure_is_picture_caption_and_credit() {
        let image = "<img src=\"a.jpg\" alt=\"پل\">";
        for (html, expected) in [
            ("<figure><img src=a.jpg alt=پل></figure>", format!("<figure>{image}</figure>")),
            (
                "<figure><a href=/x><img src=a.jpg alt=پل></a><figcaption><p>پل تازه</p></figcaption></figure>",
                format!("<figure>{image}<figcaption>پل تازه</figcaption></figure>"),
            ),
            (
                "<figure><picture><source srcset='s.jpg 1x'><img src=a.jpg alt=پل></picture><span class=photo-credit>عکس: نرگس</span><figcaption>پل &lt; رود</figcaption></figure>",
                format!(
                    "<figure>{image}<figcaption>پل &lt; رود <cite>عکس: نرگس</cite></figcaption></figure>"
                ),
            ),
            (
                "<div class='wp-caption x'><img src=a.jpg alt=پل><p class=wp-caption-text>پل تازه</p></div>",
                format!("<figure>{image}<figcaption>پل تازه</figcaption></figure>"),
            ),
            (
                "<figure><img src='data:image/gif;base64,R0' data-src='a.jpg' alt=پل></figure>",
                format!("<figure>{image}</figure>"),
            ),
            (
                "<figure><img srcset='s.jpg 400w, a.jpg 800w' alt=پل></figure>",
                format!("<figure>{image}</figure>"),
            ),
        ] {
            assert_eq!(read(html), Some(expected), "{html}");
        }
        for none in [
            "<figure><figcaption>پل</figcaption></figure>",
            "<figure><img src=a.jpg><table><tr><td>۱</td></tr></table></figure>",
            "<figure><img src=a.jpg width=40></figure>",
            "<figure><img src=/logo.png></figure>",
            "<figure><img src=a.jpg><p>بندی از متن</p></figure>",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
