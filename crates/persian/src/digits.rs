//! Digits for eyes (۰ to ۹) and for machines (0 to 9).

/// The value of an ASCII, Persian (U+06F0..) or Arabic-Indic (U+0660..) digit.
pub fn value(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '۰'..='۹' => Some(c as u32 - '۰' as u32),
        '٠'..='٩' => Some(c as u32 - '٠' as u32),
        _ => None,
    }
}

/// Every digit as Persian.
pub fn to_persian(text: &str) -> String {
    text.chars().map(|c| value(c).map_or(c, persian)).collect()
}

/// Every digit as ASCII.
pub fn to_ascii(text: &str) -> String {
    text.chars().map(|c| value(c).and_then(|v| char::from_digit(v, 10)).unwrap_or(c)).collect()
}

/// A number in Persian digits, without grouping.
pub fn number(n: i64) -> String {
    to_persian(&n.to_string())
}

/// A number in Persian digits, grouped by three with U+066C (٬).
///
/// ```
/// assert_eq!(persian::digits::grouped(1_234_567), "۱٬۲۳۴٬۵۶۷");
/// ```
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::from(if n < 0 { "\u{2212}" } else { "" });
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('٬');
        }
        out.push(value(c).map_or(c, persian));
    }
    out
}

/// The Persian digit of a value under ten.
pub(crate) fn persian(v: u32) -> char {
    char::from_u32('۰' as u32 + v).unwrap_or('۰')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_change_and_letters_stay() {
        assert_eq!(to_persian("سال 1403 و ٢٠٢٤"), "سال ۱۴۰۳ و ۲۰۲۴");
        assert_eq!(to_ascii("۱۴۰۳/۰۹/٢"), "1403/09/2");
        assert_eq!(grouped(1_234_567), "۱٬۲۳۴٬۵۶۷");
        assert_eq!(grouped(-12), "\u{2212}۱۲");
        assert_eq!(number(0), "۰");
    }
}
