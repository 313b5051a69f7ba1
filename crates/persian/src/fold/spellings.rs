//! Words that are spelt in several ways, in one of them.

/// Beginnings of words. Folded, so hamza is gone; what folding makes equal, as سؤال and سوال, needs no line here.
const SPELLINGS: [(&str, &str); 14] = [
    ("مسوول", "مسیول"),
    ("مساله", "مسیله"),
    ("هیات", "هییت"),
    ("جرات", "جریت"),
    ("نشات", "نشیت"),
    ("رووف", "ریوف"),
    ("داوود", "داود"),
    ("طاووس", "طاوس"),
    ("بلیط", "بلیت"),
    ("اطاق", "اتاق"),
    ("امپراطور", "امپراتور"),
    ("طهران", "تهران"),
    ("سیوال", "سوال"),
    ("انشالله", ANSHALLAH),
];
const ANSHALLAH: &str = "انشاالله";
/// The same in several words.
const APART: [&str; 3] = ["ان شا الله", "ان شاالله", "انشا الله"];

/// Puts the word that starts at byte `start` of a key right.
pub(super) fn put_right(key: &mut String, start: usize) {
    let word = &key.as_bytes()[start..];
    // Two letters, which nearly all words have of their own.
    let begins_so = |(one, _): &&(&str, &str)| word.get(..4) == one.as_bytes().get(..4);
    let known = SPELLINGS.iter().filter(begins_so).find(|(one, _)| word.starts_with(one.as_bytes()));
    if let Some((one, other)) = known {
        key.replace_range(start..start + one.len(), other);
    }
}

/// A key with what is written as several words in one word: ان شاء الله.
pub(super) fn whole(mut key: String) -> String {
    put_right(&mut key, 0);
    if !key.contains("شا") {
        return key;
    }
    for apart in APART {
        if !key.contains(apart) {
            continue;
        }
        let (mut joined, mut from) = (String::with_capacity(key.len()), 0);
        for (at, _) in key.match_indices(apart) {
            if !key[..at].ends_with(char::is_alphanumeric) {
                joined.push_str(&key[from..at]);
                joined.push_str(ANSHALLAH);
                from = at + apart.len();
            }
        }
        joined.push_str(&key[from..]);
        key = joined;
    }
    key
}
