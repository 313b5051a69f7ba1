//! What readers do not see, by the styles written on elements: words that outlets put between their lines to mark copies,
//! and words for programs.

use std::borrow::Cow;

use ego_tree::NodeRef;
use scraper::{Html, Node};

/// A line moved so many pixels, or letters, out of the page is not seen.
const MOVED_MIN: f32 = 500.0;
/// What moves lines.
const MOVING: [&str; 7] = ["left", "right", "top", "bottom", "text-indent", "margin-left", "margin-right"];
/// Nodes that are looked at for letters of a size of their own within those of none.
const LOOKED_AT_MAX: usize = 100;

/// Whether a node is an element whose style hides it and all that it holds.
pub(crate) fn is_hidden(node: NodeRef<Node>) -> bool {
    let Some(own) = style(node).filter(|style| !style.is_empty()) else { return false };
    let has_size = |node: NodeRef<Node>| {
        style(node)
            .is_some_and(|style| rules(style).any(|(name, value)| name == "font-size" && !is_none(value)))
    };
    let is_small =
        || rules(&own.to_ascii_lowercase()).any(|(name, value)| name == "font-size" && is_none(value));
    // Boxes of pictures and buttons have letters of no size so that no space parts them.
    hides(own) || is_small() && !node.descendants().skip(1).take(LOOKED_AT_MAX).any(has_size)
}

fn style(node: NodeRef<'_, Node>) -> Option<&str> {
    let element = node.value().as_element();
    let element = element.filter(|element| !matches!(element.name(), "html" | "body" | "main" | "article"));
    element?.attr("style")
}

/// Whether a style hides an element whatever it holds.
fn hides(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let is_any = |wanted: &dyn Fn(&str, &str) -> bool| rules(&style).any(|(name, value)| wanted(name, value));
    let is_dot = |side: &str| is_any(&|name, value| name == side && (is_none(value) || value == "1px"));
    // What comes to be seen by and by is no secret.
    let is_coming = || is_any(&|name, _| name.starts_with("transition") || name.starts_with("animation"));
    is_any(&|name, value| match name {
        "display" => value == "none",
        "visibility" => value == "hidden",
        "clip" => is_empty_clip(value),
        "clip-path" => {
            matches!(value.split_whitespace().collect::<String>().as_str(), "inset(50%)" | "inset(100%)")
        }
        _ => MOVING.contains(&name) && number(value).is_some_and(|moved| moved <= -MOVED_MIN),
    }) || is_any(&|name, value| name == "opacity" && is_none(value)) && !is_coming()
        || is_any(&|name, value| name == "overflow" && value == "hidden")
            && is_dot("width")
            && is_dot("height")
}

/// HTML without what its styles hide.
pub(super) fn without(html: &str) -> Cow<'_, str> {
    let is_style = |(at, _): (usize, &str)| {
        let before = html[..at].trim_ascii_end().as_bytes();
        before.last_chunk().is_some_and(|name: &[u8; 5]| name.eq_ignore_ascii_case(b"style"))
    };
    if !html.match_indices('=').any(is_style) {
        return html.into();
    }
    let mut document = Html::parse_fragment(html);
    let hidden: Vec<_> =
        document.tree.nodes().filter(|node| is_hidden(*node)).map(|node| node.id()).collect();
    if hidden.is_empty() {
        return html.into();
    }
    for id in hidden {
        document.tree.get_mut(id).into_iter().for_each(|mut node| node.detach());
    }
    document.root_element().inner_html().into()
}

/// The rules of a style, without «!important».
fn rules(style: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = style.split(';').filter_map(|rule| rule.split_once(':'));
    parts.map(|(name, value)| (name.trim(), value.trim().trim_end_matches("!important").trim()))
}

/// The number with which a value begins.
fn number(value: &str) -> Option<f32> {
    let is_other = |c: char| !(c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
    value[..value.find(is_other).unwrap_or(value.len())].parse().ok()
}

fn is_none(value: &str) -> bool {
    number(value) == Some(0.0)
}

/// `rect(0,0,0,0)`, `rect(1px 1px 1px 1px)`: nothing is left between these sides.
fn is_empty_clip(value: &str) -> bool {
    let sides = value.strip_prefix("rect(").and_then(|rest| rest.strip_suffix(')'));
    let sides = sides.into_iter().flat_map(|sides| sides.split([',', ' '])).filter(|side| !side.is_empty());
    let sides: Vec<Option<f32>> = sides.map(number).collect();
    matches!(sides[..], [Some(top), Some(right), Some(bottom), Some(left)] if top >= bottom || left >= right)
}

#[cfg(test)]
mod tests {
    use crate::sanitize::article_html;

    /// «seen | style» or «unseen | style», a line each.
    const CASES: &str = include_str!("hidden/cases.txt");

    #[test]
    fn styles_hide_what_they_were_reviewed_to_hide() {
        for case in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (expected, style) = case.split_once(" | ").expect("a verdict");
            let html = format!("<p>پل باز شد.<span style=\"{style}\">رونوشت از البرزنو</span></p>");
            let kept = article_html(&html, None);
            assert_eq!(kept.contains("رونوشت"), expected == "seen", "{case}: {kept}");
            assert!(kept.contains("پل باز شد."), "{case}: {kept}");
        }
    }

    #[test]
    fn styles_hide_however_their_attribute_is_written() {
        for attribute in ["style", "STYLE", "Style", "stYle "] {
            let html = format!("<p>پل باز شد.<SPAN {attribute}='Display:None'>رونوشت</SPAN></p>");
            assert_eq!(article_html(&html, None), "<p>پل باز شد.</p>", "{attribute}");
        }
    }

    #[test]
    fn letters_with_a_size_of_their_own_are_seen_in_a_box_without() {
        let html = "<ul style='font-size:0'><li style='font-size:14px'>نان</li><li>آب</li></ul>";
        assert!(article_html(html, None).contains("نان"));
    }
}
