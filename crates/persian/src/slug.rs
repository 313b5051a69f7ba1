//! Slugs: the readable part of an address. The news code decides, the slug is decoration.

use unicode_normalization::UnicodeNormalization;

/// Browsers and messengers cut addresses that are much longer; a Persian letter is two bytes (six when encoded).
pub const SLUG_BYTES_MAX: usize = 120;

/// The slug of a headline: NFKC, Arabic ye and kaf folded, letters and digits kept, all else `-`, cut at a word
/// within [`SLUG_BYTES_MAX`]. Empty when the headline has no letter or digit.
///
/// ```
/// assert_eq!(persian::slug::slug("گفت\u{200c}وگو با «كاوه»؛ ۱۲ نکته"), "گفت-وگو-با-کاوه-12-نکته");
/// ```
pub fn slug(title: &str) -> String {
    let mut out = String::new();
    for word in words(title) {
        if out.len() + word.len() + 1 > SLUG_BYTES_MAX {
            if out.is_empty() {
                out = cut(&word, SLUG_BYTES_MAX).to_owned();
            }
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(&word);
    }
    out
}

fn words(title: &str) -> Vec<String> {
    let normal: String = title
        .nfkc()
        .filter(|c| !matches!(c, '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0640}'))
        .map(|c| match c {
            'ي' | 'ى' => 'ی',
            'ك' => 'ک',
            // خانۀ is خانهٔ, whose mark goes.
            'ۀ' | 'ہ' | 'ۂ' | 'ھ' => 'ه',
            c => crate::digits::value(c).and_then(|v| char::from_digit(v, 10)).unwrap_or(c),
        })
        .flat_map(char::to_lowercase)
        .collect();
    normal.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The longest start of `text` within `bytes` that ends between characters.
fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_readable_and_short() {
        assert_eq!(slug("گفت‌وگوی «پزشکان»؛ ۱۲ نكته"), "گفت-وگوی-پزشکان-12-نکته");
        assert_eq!(slug("Hello, World"), "hello-world");
        assert_eq!(slug("خانۀ پدری"), slug("خانهٔ پدری"));
        assert_eq!(slug("ﺭﺋﻴﺲ"), "رئیس");
        assert_eq!(slug("؟!"), "");
        let long = slug(&"خبر ".repeat(100));
        assert!(long.len() <= SLUG_BYTES_MAX && !long.ends_with('-'));
        assert!(slug(&"خ".repeat(200)).len() <= SLUG_BYTES_MAX);
    }
}
