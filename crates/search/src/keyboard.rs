//! Persian typed while the keyboard was Latin: `hdvhk` for ایران.

/// The keys of a Latin keyboard and what the Persian one (ISIRI 9147) has in their places.
const KEYS: [(&str, &str); 3] =
    [("qwertyuiop[]", "ضصثقفغعهخحجچ"), ("asdfghjkl;'", "شسیبلاتنمکگ"), ("zxcvbnm,", "ظطزرذدپو")];

/// A text of Latin letters as a Persian keyboard has it; None of what has other letters or digits.
pub(crate) fn in_persian(text: &str) -> Option<String> {
    let typed = |c: char| {
        let key = KEYS.iter().find_map(|(latin, persian)| persian.chars().nth(latin.find(c)?));
        if c == ' ' { Some(c) } else { key }
    };
    let persian: Option<String> = text.trim().chars().map(typed).collect();
    persian.filter(|persian| persian.chars().any(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_a_persian_keyboard_has_them() {
        assert_eq!(in_persian("hdvhk").as_deref(), Some("ایران"));
        assert_eq!(in_persian(" ;,v,kh ").as_deref(), Some("کورونا"));
        for other in ["", "ایران", "covid19", "a.b"] {
            assert_eq!(in_persian(other), None, "{other}");
        }
    }
}
