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
