//! A person of the newsroom, a role, and what each role may do. The default is no.

/// What a person is in the newsroom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Everything, including people and settings.
    Admin,
    /// Publishes, unpublishes, manages sources.
    Editor,
    /// Writes and edits, does not publish.
    Reporter,
    /// Decides about comments.
    Moderator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Admin, Self::Editor, Self::Reporter, Self::Moderator];

    /// The word kept in the database and given on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Editor => "editor",
            Self::Reporter => "reporter",
            Self::Moderator => "moderator",
        }
    }

    /// Reads the word written by [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// The Persian name.
    pub fn persian(self) -> &'static str {
        match self {
            Self::Admin => "مدیر",
            Self::Editor => "دبیر",
            Self::Reporter => "خبرنگار",
            Self::Moderator => "ناظر نظرها",
        }
    }

    /// Whether this role may do `action`.
    pub fn may(self, action: Action) -> bool {
        match self {
            Self::Admin => true,
            Self::Editor => !matches!(action, Action::ManagePeople | Action::ManageSettings),
            Self::Reporter => matches!(action, Action::ReadDesk | Action::WriteArticle),
            Self::Moderator => matches!(action, Action::ReadDesk | Action::ModerateComments),
        }
    }
}

/// What can be done in the newsroom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See the desk.
    ReadDesk,
    /// Write and edit articles that are not out.
    WriteArticle,
    /// Publish, schedule, unpublish, and edit what is out.
    PublishArticle,
    /// Decide about comments.
    ModerateComments,
    /// Add, change and remove sources.
    ManageSources,
    /// Add and change people.
    ManagePeople,
    /// Change the site's name, about text and the like.
    ManageSettings,
}

/// A person as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their row.
    pub id: i64,
    /// What they type to log in: lower-case ASCII letters, digits, `.`, `-`, `_`.
    pub login: String,
    /// What others see.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// An argon2 hash in PHC string form.
    pub password_hash: String,
}

/// Shorter passwords are guessed (NIST SP 800-63B asks for 8 at least).
pub const PASSWORD_CHARS_MIN: usize = 8;
/// Longer input is an attempt to make hashing slow.
pub const PASSWORD_BYTES_MAX: usize = 256;

/// Different characters that a password has at least: `aaaaaaaa` and `12121212` are tried first.
const PASSWORD_DIFFERENT_MIN: usize = 4;
/// What is at the head of every list of leaked passwords, and long enough to pass otherwise.
const PASSWORDS_COMMON: [&str; 20] = [
    "password",
    "passw0rd",
    "qwertyui",
    "qwerty12",
    "asdfghjk",
    "zxcvbnm1",
    "1q2w3e4r",
    "1qaz2wsx",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "trustno1",
    "letmein1",
    "welcome1",
    "admin123",
    "administrator",
    "changeme",
];

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordRefusal {
    /// Fewer characters than [`PASSWORD_CHARS_MIN`].
    Short,
    /// More bytes than [`PASSWORD_BYTES_MAX`].
    Long,
    /// Guessed in the first few thousand tries: a common one, a run like `12345678`, or the login.
    Guessed,
}

/// Whether a password for this login is refused (NIST SP 800-63B, 5.1.1.2: length, and a list of the common ones;
/// no rules about kinds of characters).
pub fn password_refusal(password: &str, login: &str) -> Option<PasswordRefusal> {
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Some(PasswordRefusal::Short);
    }
    if password.len() > PASSWORD_BYTES_MAX {
        return Some(PasswordRefusal::Long);
    }
    let plain = password.to_lowercase();
    let mut different: Vec<char> = plain.chars().collect();
    let is_run = different.windows(2).all(|pair| (pair[1] as u32).abs_diff(pair[0] as u32) == 1);
    different.sort_unstable();
    different.dedup();
    let guessed = is_run
        || different.len() < PASSWORD_DIFFERENT_MIN
        || strip_digits(&plain) == strip_digits(login)
        || PASSWORDS_COMMON
            .iter()
            .any(|common| strip_digits(&plain) == strip_digits(common) || plain == *common);
    guessed.then_some(PasswordRefusal::Guessed)
}

/// Without digits and signs at the end, where people add what a rule asks of them. All of it when nothing else is
/// left.
fn strip_digits(word: &str) -> &str {
    let head = word.trim_end_matches(|c: char| !c.is_alphabetic());
    if head.is_empty() { word } else { head }
}

/// Whether `login` has the permitted form, 2 to 40 characters.
pub fn login_is_right(login: &str) -> bool {
    (2..=40).contains(&login.len())
        && login.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_no() {
        assert!(!Role::Reporter.may(Action::PublishArticle));
        assert!(!Role::Moderator.may(Action::WriteArticle));
        assert!(!Role::Editor.may(Action::ManagePeople));
        assert!(Role::Admin.may(Action::ManagePeople));
        for role in Role::ALL {
            assert!(role.may(Action::ReadDesk));
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
    }

    #[test]
    fn what_is_guessed_first_is_no_password() {
        for (password, refusal) in [
            ("کوتاه", Some(PasswordRefusal::Short)),
            ("12345678", Some(PasswordRefusal::Guessed)),
            ("hgfedcba", Some(PasswordRefusal::Guessed)),
            ("abababab", Some(PasswordRefusal::Guessed)),
            ("Password1!", Some(PasswordRefusal::Guessed)),
            ("sardabir1404", Some(PasswordRefusal::Guessed)),
            ("1q2w3e4r", Some(PasswordRefusal::Guessed)),
            ("چای داغ و باران", None),
            ("76309152", None),
            ("s3cn-kkmz-7ss9", None),
        ] {
            assert_eq!(password_refusal(password, "sardabir"), refusal, "{password}");
        }
        assert_eq!(password_refusal(&"دراز".repeat(99), "sara"), Some(PasswordRefusal::Long));
    }

    #[test]
    fn logins_are_plain() {
        assert!(login_is_right("sardabir"));
        for wrong in ["", "a", "Sara", "a b", "سارا", &"a".repeat(41)] {
            assert!(!login_is_right(wrong), "{wrong}");
        }
    }
}
