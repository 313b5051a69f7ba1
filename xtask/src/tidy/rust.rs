//! Just enough of Rust's syntax for the rules: comments and strings blanked, functions and test modules found.
//!
//! Not a parser: it counts brackets in code that already compiles.

/// The text with comments and the insides of strings and characters as spaces. Lines keep their numbers.
pub(super) fn blanked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    while at < chars.len() {
        let end = match skipped(&chars, at) {
            Some(end) => end,
            None => {
                out.push(chars[at]);
                at += 1;
                continue;
            }
        };
        out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
        at = end;
    }
    out
}

/// Where the comment, string or character that begins at `at` ends; None when none begins there.
fn skipped(chars: &[char], at: usize) -> Option<usize> {
    let next = chars.get(at + 1).copied();
    match (chars[at], next) {
        ('/', Some('/')) => Some(find(chars, at, |c| c == '\n')),
        ('/', Some('*')) => Some(block_comment(chars, at)),
        ('r', Some('"' | '#')) if !in_word(chars, at) => raw_string(chars, at),
        ('"', _) => Some(quoted(chars, at, '"')),
        // A lifetime has no closing quote right behind its first character.
        ('\'', Some('\\')) => Some(quoted(chars, at, '\'')),
        ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => Some(at + 3),
        _ => None,
    }
}

fn in_word(chars: &[char], at: usize) -> bool {
    // `br"` and `cr"` are raw strings, `for` is not.
    at > 0
        && is_word(chars[at - 1])
        && !(matches!(chars[at - 1], 'b' | 'c') && (at < 2 || !is_word(chars[at - 2])))
}

fn find(chars: &[char], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    chars[from..].iter().position(|c| wanted(*c)).map_or(chars.len(), |found| from + found)
}

fn block_comment(chars: &[char], from: usize) -> usize {
    let (mut depth, mut at) = (0_usize, from);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) if depth == 1 => return at + 2,
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    chars.len()
}

fn raw_string(chars: &[char], from: usize) -> Option<usize> {
    let open = find(chars, from + 1, |c| c != '#');
    let hashes = open - from - 1;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let mut at = open + 1;
    while at < chars.len() {
        if chars[at] == '"' && chars[at + 1..].iter().take_while(|c| **c == '#').count() >= hashes {
            return Some(at + 1 + hashes);
        }
        at += 1;
    }
    Some(chars.len())
}

fn quoted(chars: &[char], from: usize, quote: char) -> usize {
    let mut at = from + 1;
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            c if c == quote => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

/// Whether a name can go on with this character.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether `word` stands in the line as a whole. Words may hold `::`, `.`, `!` and `(`.
pub(super) fn says(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let starts = !word.starts_with(is_word) || !before.is_some_and(is_word);
        starts && (!word.ends_with(is_word) || !after.is_some_and(is_word))
    })
}

/// First and last line (from 0) of every module under `#[cfg(test)]`.
pub(super) fn test_modules(code: &str) -> Vec<(usize, usize)> {
    let starts = code.match_indices("#[cfg(test)]");
    starts.filter_map(|(at, _)| Some((line_of(code, at), line_of(code, body_end(code, at)?)))).collect()
}

/// A function: its name, and its first and last line (from 0).
pub(super) struct Function<'a> {
    pub(super) name: &'a str,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// Every function with a body, in blanked code.
pub(super) fn functions(code: &str) -> Vec<Function<'_>> {
    let starts = code.match_indices("fn ").filter(|(at, _)| !code[..*at].ends_with(is_word));
    let found = starts.filter_map(|(at, _)| {
        let rest = &code[at + 3..];
        let name = &rest[..rest.find(|c| !is_word(c))?];
        let last = body_end(code, at).filter(|_| !name.is_empty())?;
        Some(Function { name, first: line_of(code, at), last: line_of(code, last) })
    });
    found.collect()
}

/// The bracket that closes the first `{` after `from`; None when a `;` ends the item before.
fn body_end(code: &str, from: usize) -> Option<usize> {
    let mut round = 0_i32;
    let open = code[from..].char_indices().find_map(|(at, c)| {
        round += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
        (round == 0 && matches!(c, '{' | ';')).then_some((from + at, c))
    });
    let (open, _) = open.filter(|(_, c)| *c == '{')?;
    let mut depth = 0_i32;
    code[open..].char_indices().find_map(|(at, c)| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        (depth == 0).then_some(open + at)
    })
}

fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let blanked = blanked(text);
        assert_eq!(blanked.split_whitespace().collect::<Vec<_>>().join(" "), expected, "{text}");
        assert_eq!(blanked.lines().count(), text.lines().count());
    }

    #[test]
    fn comments_and_strings_are_blanked() {
        check("a // b\nc", "a c");
        check("a /* b /* c */ d */ e", "a e");
        check("f(\"g \\\" {\", h)", "f( , h)");
        check("r#\"a \" b\"# + br\"c\" + r\"d\"", "+ b +");
        check("for x in y", "for x in y");
        check("'{' + '\\'' + &'a b", "+ + &'a b");
        check("r#type", "r#type");
    }

    #[test]
    fn functions_are_found_with_their_lines() {
        let code = "trait T { fn a(&self); }\nfn b(x: [u8; 2]) {\n    if x {\n    }\n}\npub(crate) async fn c() {}\n";
        let found: Vec<_> = functions(code).iter().map(|f| (f.name.to_owned(), f.first, f.last)).collect();
        assert_eq!(found, [("b".to_owned(), 1, 4), ("c".to_owned(), 5, 5)]);
    }

    #[test]
    fn test_modules_are_found() {
        assert_eq!(test_modules("fn a() {}\n#[cfg(test)]\nmod tests {\n}\n"), [(1, 3)]);
        assert_eq!(test_modules("#[cfg(test)]\nmod tests;\n"), []);
    }

    #[test]
    fn words_stand_as_a_whole() {
        assert!(says("let x = Instant::now();", "Instant::now"));
        assert!(!says("let x = MyInstant::nowhere();", "Instant::now"));
        assert!(says("x.unwrap()", ".unwrap()"));
    }
}
