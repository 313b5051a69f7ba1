//! Persian typed while the keyboard was Latin: `hdvhk` for ایران.

/// The keys of a Latin keyboard and what the Persian one (ISIRI 9147) has in their places.
const KEYS: [(&str, &str); 3] =
    [("qwertyuiop[]", "ضصثقفغعهخحجچ"), ("asdfghjkl;'", "شسیبلاتنمکگ"), ("zxcvbnm,", "ظطزرذدپو")];

/// What has another letter with Shift. Other capitals are those of a Caps Lock.
const SHIFTED: [(char, char); 2] = [('H', 'آ'), ('C', 'ژ')];

/// A text of Latin letters as a Persian keyboard has it, its numbers as they are; None of what has other letters.
pub(crate) fn in_persian(text: &str) -> Option<String> {
    let is_locked = !text.contains(|c: char| c.is_ascii_lowercase());
    let words = text.split(' ').filter(|word| !word.is_empty());
    let words = words.map(|word| match word.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Some(word.to_owned()),
        false => word.chars().map(|c| typed(c, is_locked)).collect(),
    });
    let persian = words.collect::<Option<Vec<String>>>()?.join(" ");
    Some(persian).filter(|persian| persian.chars().any(char::is_alphabetic))
}

fn typed(c: char, is_locked: bool) -> Option<char> {
    let shifted = SHIFTED.iter().find(|(latin, _)| *latin == c && !is_locked);
    let key = |c: char| KEYS.iter().find_map(|(latin, persian)| persian.chars().nth(latin.find(c)?));
    shifted.map(|(_, persian)| *persian).or_else(|| key(c.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_a_persian_keyboard_has_them() {
        for (typed, meant) in [
            ("hdvhk", "ایران"),
            (" ;,v,kh ", "کورونا"),
            ("HDVHK", "ایران"),
            ("Hf , i,h", "آب و هوا"),
            ("Chmk 1400", "ژاپن 1400"),
        ] {
            assert_eq!(in_persian(typed).as_deref(), Some(meant));
        }
        for other in ["", "ایران", "covid19", "a.b", "1400"] {
            assert_eq!(in_persian(other), None, "{other}");
        }
    }
}
