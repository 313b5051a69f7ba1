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
    fn logins_are_plain() {
        assert!(login_is_right("sardabir"));
        for wrong in ["", "a", "Sara", "a b", "سارا", &"a".repeat(41)] {
            assert!(!login_is_right(wrong), "{wrong}");
        }
    }
}
