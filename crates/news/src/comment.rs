//! A reader's comment and the closed list of reasons not to take one.

use persian::plain;

use crate::UtcMs;

/// Where a comment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommentState {
    /// در انتظار بررسی.
    Pending,
    /// انتشار یافته.
    Approved,
    /// غیر قابل انتشار.
    Rejected,
}

impl CommentState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Approved, Self::Rejected];

    /// The word kept in the database and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }

    /// Reads the word written by [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// A name on a comment is at most this long: the longest real double names are under 50.
pub const NAME_CHARS_MAX: usize = 60;
/// An address longer than this is not deliverable (RFC 5321 path limit).
pub const EMAIL_BYTES_MAX: usize = 254;
/// About two screens on a phone.
pub const BODY_CHARS_MAX: usize = 3000;

/// Why a comment is not taken. Closed; worded in Persian where it is shown, by an exhaustive match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentRefusal {
    /// The name is empty.
    NameMissing,
    /// The name is over [`NAME_CHARS_MAX`].
    NameTooLong,
    /// The e-mail is given and is not one.
    EmailWrong,
    /// The comment is empty.
    BodyMissing,
    /// The comment is over [`BODY_CHARS_MAX`].
    BodyTooLong,
    /// The same words were sent to the same article already.
    Repeated,
    /// Too many from one address in a short time.
    TooMany,
}

/// A comment that passed [`check`]: trimmed, within the limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewComment {
    /// The name shown.
    pub name: String,
    /// Never shown.
    pub email: Option<String>,
    /// Plain text.
    pub body: String,
}

/// A comment as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its row.
    pub id: i64,
    /// The article it is about.
    pub code: i64,
    /// The comment it answers.
    pub parent_id: Option<i64>,
    /// The name shown.
    pub name: String,
    /// Never shown to readers.
    pub email: Option<String>,
    /// Plain text.
    pub body: String,
    /// Where it stands.
    pub state: CommentState,
    /// When it was sent.
    pub created_at: UtcMs,
}

/// How many comments of an article stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommentCounts {
    /// انتشار یافته.
    pub approved: i64,
    /// در انتظار بررسی.
    pub pending: i64,
    /// غیر قابل انتشار.
    pub rejected: i64,
}

/// Cleans and checks what a reader sent. Names and texts that cannot be seen are missing.
pub fn check(name: &str, email: &str, body: &str) -> Result<NewComment, CommentRefusal> {
    let (name, email, body) = (plain::line(name), email.trim(), plain::lines(body));
    if plain::is_blank(&name) {
        return Err(CommentRefusal::NameMissing);
    }
    if name.chars().count() > NAME_CHARS_MAX {
        return Err(CommentRefusal::NameTooLong);
    }
    if !email.is_empty() && !looks_like_email(email) {
        return Err(CommentRefusal::EmailWrong);
    }
    if plain::is_blank(&body) {
        return Err(CommentRefusal::BodyMissing);
    }
    if body.chars().count() > BODY_CHARS_MAX {
        return Err(CommentRefusal::BodyTooLong);
    }
    let email = (!email.is_empty()).then(|| email.to_owned());
    Ok(NewComment { name, email, body })
}

/// One `@`, something before it, a dot after it, no space: what a form can know without sending mail.
fn looks_like_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    text.len() <= EMAIL_BYTES_MAX
        && !local.is_empty()
        && !domain.contains('@')
        && domain.split('.').count() > 1
        && domain.split('.').all(|label| !label.is_empty())
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_needs_a_name_and_words_and_at_most_a_right_email() {
        let refused = |name: &str, email: &str, body: &str| check(name, email, body).unwrap_err();
        assert_eq!(refused(" ", "", "متن"), CommentRefusal::NameMissing);
        assert_eq!(refused("\u{200c}\u{200b}", "", "متن"), CommentRefusal::NameMissing);
        assert_eq!(refused("سارا", "", "\u{2060}"), CommentRefusal::BodyMissing);
        assert_eq!(refused(&"ن".repeat(NAME_CHARS_MAX + 1), "", "متن"), CommentRefusal::NameTooLong);
        assert_eq!(refused("سارا", "", " \n"), CommentRefusal::BodyMissing);
        assert_eq!(refused("سارا", "", &"م".repeat(BODY_CHARS_MAX + 1)), CommentRefusal::BodyTooLong);
        for wrong in ["a", "a@b", "@b.ir", "a@b@c.ir", "a b@c.ir", "a@.ir", "a@b."] {
            assert_eq!(refused("سارا", wrong, "متن"), CommentRefusal::EmailWrong, "{wrong}");
        }
        let kept = check(" سارا ", "", " متن ").expect("a good comment");
        assert_eq!((kept.name.as_str(), kept.email, kept.body.as_str()), ("سارا", None, "متن"));
        assert_eq!(check("\u{202e}سارا", "", "متن").expect("taken").name, "سارا");
        assert!(check("سارا", "sara@example.ir", "متن").is_ok());
    }
}
