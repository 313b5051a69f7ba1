//! Plain text from people and from elsewhere, without what cannot be seen or turns the text around it.

/// One line: each run of white space is a space; control characters and [turning](turns) ones are gone.
///
/// ```
/// assert_eq!(persian::plain::line(" تیتر\n\u{202e}خبر "), "تیتر خبر");
/// ```
pub fn line(text: &str) -> String {
    let words = text.split_whitespace().map(without_unwanted).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Several lines, each as [`line()`] leaves it but for the spaces inside it, of which a tab becomes one; at most one empty
/// line between two.
///
/// ```
/// assert_eq!(persian::plain::lines("یک\r\n\n\n\nدو\u{7}\tسه "), "یک\n\nدو سه");
/// ```
pub fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let line = without_unwanted(line.trim());
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        out.push_str(&line);
    }
    out
}

/// Whether a reader would see nothing.
///
/// ```
/// assert!(persian::plain::is_blank(" \u{200c}\u{200b}"));
/// assert!(!persian::plain::is_blank("؟"));
/// ```
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || turns(c) || is_unseen(c))
}

/// Whether a character turns the direction of text, also beyond the end of its own paragraph's part (UAX #9, the
/// explicit formatting characters). A name with one reverses what stands after it.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters without a shape that are neither white space nor control (Unicode's `Default_Ignorable_Code_Point`,
/// and the blank of Braille).
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
    )
}

fn without_unwanted(text: &str) -> String {
    let spaced = text.chars().map(|c| if c.is_control() && c.is_whitespace() { ' ' } else { c });
    spaced.filter(|c| !c.is_control() && !turns(*c)).collect()
}
