//! The readers' style as the newsroom wants it: the theme's, then the colours and the font that were chosen.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use news::appearance::{Appearance, Colour, Font, Palette};

use crate::assets::{self, Asset};

/// Styles that are remembered: pages in browsers name an earlier one for a while after a change.
const KEPT_MAX: usize = 8;
/// What a reader's system may have, in this order: the first two are on phones and Windows.
const SYSTEM: &str = "\"Noto Naskh Arabic UI\", \"Segoe UI\", Tahoma, system-ui, sans-serif";

/// The embedded palettes, as `base.css` has them (a test).
pub(crate) const LIGHT: Palette = palette([0xfd_fcf9, 0x1a_1f24, 0xa5_391f, 0x0f_4c5c]);
pub(crate) const DARK: Palette = palette([0x14_171a, 0xe9_e6df, 0xf0_907a, 0x7f_c4d6]);

const fn palette([paper, ink, accent, deep]: [u32; 4]) -> Palette {
    Palette {
        paper: Some(colour(paper)),
        ink: Some(colour(ink)),
        accent: Some(colour(accent)),
        deep: Some(colour(deep)),
    }
}

const fn colour(number: u32) -> Colour {
    let [_, red, green, blue] = number.to_be_bytes();
    Colour([red, green, blue])
}

/// The colours of both themes.
pub(crate) struct Palettes {
    pub(crate) light: Palette,
    pub(crate) dark: Palette,
}

/// Styles by their addresses.
#[derive(Default)]
pub(super) struct Styles(Mutex<VecDeque<Arc<Asset>>>);

impl Styles {
    pub(super) fn of(&self, css: &str, font: Option<&Asset>, appearance: &Appearance) -> Arc<Asset> {
        let text = text(css, font, appearance);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.iter().find(|asset| asset.bytes == text.as_bytes()) {
            return known.clone();
        }
        let made = Arc::new(Asset::new("reader", "css", assets::CSS, text.into_bytes()));
        kept.push_back(made.clone());
        if kept.len() > KEPT_MAX {
            kept.pop_front();
        }
        made
    }

    pub(super) fn find(&self, path: &str) -> Option<Arc<Asset>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|asset| asset.path == path).cloned()
    }
}

/// The address of the font that is sent; None where none is.
pub(super) fn font<'a>(of_theme: Option<&'a Asset>, appearance: &Appearance) -> Option<&'a str> {
    match appearance.font {
        Font::System => None,
        Font::Theme => Some(of_theme.map_or(assets::font(), |font| &font.path)),
        Font::Vazirmatn => Some(assets::font()),
    }
}

fn text(css: &str, of_theme: Option<&Asset>, appearance: &Appearance) -> String {
    let sent = font(of_theme, appearance);
    let mut text = css.replace("{{font}}", sent.unwrap_or(assets::font()));
    let mut own = Vec::new();
    if sent.is_none() {
        own.push(format!("--font: {SYSTEM}"));
    }
    if [appearance.light, appearance.dark] != [Palette::default(); 2] {
        let (light, dark) = (colours(appearance.light.or(LIGHT)), colours(appearance.dark.or(DARK)));
        let both = light.into_iter().zip(dark);
        own.extend(both.map(|((name, light), (_, dark))| format!("--{name}: light-dark({light}, {dark})")));
    }
    if !own.is_empty() {
        text.push_str(&format!("\n:root {{ {} }}\n", own.join("; ")));
    }
    text
}

/// The colours of a whole palette with those that are mixed of it.
pub(crate) fn colours(palette: Palette) -> [(&'static str, Colour); 8] {
    let of = |colour: Option<Colour>| colour.unwrap_or(Colour([128; 3]));
    let (paper, ink) = (of(palette.paper), of(palette.ink));
    [
        ("paper", paper),
        ("ink", ink),
        ("accent", of(palette.accent)),
        ("deep", of(palette.deep)),
        ("soft", ink.mixed(0.75, paper)),
        ("line", ink.mixed(0.16, paper)),
        ("panel", ink.mixed(0.045, paper)),
        (
            "field",
            if paper.contrast(Colour([0; 3])) > 10.0 {
                Colour([255; 3])
            } else {
                paper.mixed(0.8, Colour([0; 3]))
            },
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_palettes_are_those_of_the_style() {
        let base = include_str!("../../assets/css/base.css");
        for (name, light) in colours(LIGHT).into_iter().take(4) {
            let dark = colours(DARK).into_iter().find(|(other, _)| *other == name).expect("there").1;
            let said = format!("--{name}: light-dark({light}, {dark})");
            assert!(base.contains(&said), "{said}");
        }
    }

    #[test]
    fn what_was_chosen_comes_last_and_an_earlier_style_is_found_for_a_while() {
        let styles = Styles::default();
        let plain = styles.of("a{}", None, &Appearance::default());
        assert_eq!(plain.bytes, "a{}");
        let light = Palette { accent: Colour::parse("#113355"), ..Palette::default() };
        let appearance = Appearance { light, font: Font::System, ..Appearance::default() };
        let chosen = styles.of("a{}", None, &appearance);
        let text = String::from_utf8_lossy(&chosen.bytes).into_owned();
        assert!(
            text.contains("--accent: light-dark(#113355, #f0907a)") && text.contains("--font: "),
            "{text}"
        );
        assert_eq!(styles.find(&plain.path).expect("kept").bytes, plain.bytes);
        for step in 0..KEPT_MAX {
            styles.of(&format!("b{step}{{}}"), None, &appearance);
        }
        assert!(styles.find(&plain.path).is_none(), "and forgotten");
    }
}
