//! Persian typed while the keyboard was Latin: `hdvhk` for ایران.

/// The keys of a Latin keyboard and what the Persian one (ISIRI 9147) has in their places; where پ is on the older one of
/// Windows, beside Enter or left of 1, it has nothing.
const KEYS: [(&str, &str); 3] =
    [("qwertyuiop[]\\`", "ضصثقفغعهخحجچپپ"), ("asdfghjkl;'", "شسیبلاتنمکگ"), ("zxcvbnm,", "ظطزرذدپو")];

/// What has another letter with Shift. Other capitals are those of a Caps Lock.
const SHIFTED: [(char, char); 2] = [('H', 'آ'), ('C', 'ژ')];

/// A text of Latin letters as a Persian keyboard has it, its numbers as they are; none of what has other letters. A
/// capital that begins a word may have been typed for its own sake: then both readings.
pub fn in_persian(text: &str) -> Vec<String> {
    let mut readings: Vec<String> =
        [Capitals::Shift, Capitals::Beginnings].iter().filter_map(|capitals| read(text, *capitals)).collect();
    readings.dedup();
    readings
}

/// What capital letters stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Capitals {
    /// The letters of [`SHIFTED`].
    Shift,
    /// At the beginning of a word for nothing, as «Tehran» begins; elsewhere too for [`SHIFTED`].
    Beginnings,
    /// Nothing: Caps Lock was on.
    Lock,
}

fn read(text: &str, capitals: Capitals) -> Option<String> {
    let is_locked = !text.contains(|c: char| c.is_ascii_lowercase());
    let capitals = if is_locked { Capitals::Lock } else { capitals };
    let words = text.split(' ').filter(|word| !word.is_empty());
    let words = words.map(|word| match word.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Some(word.to_owned()),
        false => word.char_indices().map(|(at, c)| typed(c, capitals, at == 0)).collect(),
    });
    let persian = words.collect::<Option<Vec<String>>>()?.join(" ");
    Some(persian).filter(|persian| persian.chars().any(char::is_alphabetic))
}

fn typed(c: char, capitals: Capitals, is_first: bool) -> Option<char> {
    let may_be_shifted = match capitals {
        Capitals::Shift => true,
        Capitals::Beginnings => !is_first,
        Capitals::Lock => false,
    };
    let shifted = SHIFTED.iter().find(|(latin, _)| *latin == c && may_be_shifted);
    let key = |c: char| KEYS.iter().find_map(|(latin, persian)| persian.chars().nth(latin.find(c)?));
    shifted.map(|(_, persian)| *persian).or_else(|| key(c.to_ascii_lowercase()))
}

/// Whether two letters lie side by side on the Persian keyboard.
pub(crate) fn are_neighbours(one: char, other: char) -> bool {
    KEYS.iter().any(|(_, row)| {
        row.chars().zip(row.chars().skip(1)).any(|pair| pair == (one, other) || pair == (other, one))
    })
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
            ("Jivhk", "تهران"),
            ("Hdvhk", "آیران|ایران"),
            ("Hf , i,h", "آب و هوا|اب و هوا"),
            ("Chmk 1400", "ژاپن 1400|زاپن 1400"),
            ("rvHk", "قرآن"),
            ("\\vs\\,gds", "پرسپولیس"),
            ("`vs`,gds", "پرسپولیس"),
        ] {
            assert_eq!(in_persian(typed).join("|"), meant);
        }
        for other in ["", "ایران", "covid19", "a.b", "1400"] {
            assert!(in_persian(other).is_empty(), "{other}");
        }
    }
}
