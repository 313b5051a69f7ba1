//! Small things that are asked of texts in many places.

/// White space made single, none around.
pub(crate) fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Folded, without spaces: half-spaces are none.
pub(crate) fn unspaced(text: &str) -> String {
    persian::fold::joined(text)
}

/// A letter that Persian has, and Arabic has not or writes otherwise.
pub(crate) fn is_persian(c: char) -> bool {
    matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی')
}

/// JSON without the commas that nothing follows: `[1, 2,]`.
pub(crate) fn without_last_commas(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut is_escaped) = (false, false);
    let mut comma = None;
    for c in text.chars() {
        if in_string {
            in_string = is_escaped || c != '"';
            is_escaped = c == '\\' && !is_escaped;
        } else if matches!(c, ']' | '}') {
            out.truncate(comma.take().unwrap_or(out.len()));
        } else if c == ',' {
            comma = Some(out.len());
        } else if !c.is_whitespace() {
            comma = None;
            in_string = c == '"';
        }
        out.push(c);
    }
    out
}
