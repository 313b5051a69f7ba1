//! A picture that the newsroom keeps, as pages show it, and how articles name theirs.

/// What the address of a picture of our own begins with in an article's body; its hash follows. Pictures of others keep the
/// address that they had there.
pub const OWN: &str = "media:";

/// A kept picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// The hash of the bytes that came; its files are named by it.
    pub hash: String,
    /// In pixels, of the largest that readers get.
    pub width: i64,
    /// In pixels.
    pub height: i64,
    /// A ThumbHash: its colours, blurred.
    pub placeholder: Vec<u8>,
    /// What has to be seen where its whole does not fit, in hundredths of its width and height.
    pub focus: (i64, i64),
    /// Grows by one whenever the focus is moved.
    pub edition: i64,
    /// Whether its AVIF is made.
    pub has_avif: bool,
    /// What it shows, for whoever does not see it.
    pub alt: String,
    /// What is said under it.
    pub caption: String,
    /// Who took it.
    pub credit: String,
}

/// What a picture shows, what is said under it, or who took it: some lines at most.
pub const WORDS_CHARS_MAX: usize = 500;

/// Why a picture that a person sends is not taken. Closed; each is worded in Persian where it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureRefusal {
    /// Whoever does not see it must be told what it shows.
    AltMissing,
    /// Readers are told what they see.
    CaptionMissing,
    /// Whoever took it is named.
    CreditMissing,
    /// One of these is over [`WORDS_CHARS_MAX`].
    WordsTooLong,
}

/// Checks what a person says of a picture.
///
/// # Errors
/// What is missing or too long.
pub fn check(alt: &str, caption: &str, credit: &str) -> Result<(), PictureRefusal> {
    for (text, missing) in [
        (alt, PictureRefusal::AltMissing),
        (caption, PictureRefusal::CaptionMissing),
        (credit, PictureRefusal::CreditMissing),
    ] {
        if persian::plain::is_blank(text) {
            return Err(missing);
        }
        if text.chars().count() > WORDS_CHARS_MAX {
            return Err(PictureRefusal::WordsTooLong);
        }
    }
    Ok(())
}

/// Addresses of the pictures of sanitized HTML, each once, in order.
pub fn addresses(body_html: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for tag in body_html.split("<img ").skip(1) {
        let tag = tag.split('>').next().unwrap_or(tag);
        let Some(address) = tag.split_once("src=\"").and_then(|(_, rest)| rest.split('"').next()) else {
            continue;
        };
        let address = address.replace("&amp;", "&");
        if !address.is_empty() && !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_named_once_in_order() {
        let html = "<figure><img src=\"https://a.ir/1.jpg?a=1&amp;b=2\" alt=\"\"></figure><p>متن</p>\
            <figure><img alt=\"پل\" src=\"media:ab12\"></figure><figure><img src=\"https://a.ir/1.jpg?a=1&amp;b=2\"></figure>";
        assert_eq!(addresses(html), ["https://a.ir/1.jpg?a=1&b=2", "media:ab12"]);
        assert!(addresses("<p>&lt;img src=\"x\"&gt;</p>").is_empty());
    }
}
