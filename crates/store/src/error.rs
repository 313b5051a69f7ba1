//! Why the store has no answer.

/// What went wrong, told apart by what the caller can do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database does not answer, or its address is wrong: tell the operator, try again.
    #[error(
        "The database could not be opened: {0}. Check its address or file, that it runs, and your rights on it."
    )]
    Unreachable(String),
    /// The file is not ours, is damaged, or was made by a newer Binesh: nothing was changed.
    #[error("The database cannot be used: {0}.")]
    Unusable(String),
    /// Somebody else changed or made the same thing meanwhile: show both.
    #[error("The same thing was changed or made meanwhile; nothing was overwritten.")]
    Conflict,
    /// What is written names something that is not there, such as a section.
    #[error("What was written names something that is not there; nothing was changed.")]
    NoSuch,
    /// The database does not answer just now: serve what does not need it, try again.
    #[error("The database does not answer: {0}.")]
    Away(sqlx::Error),
    /// A defect, or the database failed at work: log it.
    #[error("the database failed: {0}")]
    Failed(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error::{Database, Io, PoolClosed, PoolTimedOut};
        match &error {
            Database(inner) if inner.is_unique_violation() => Self::Conflict,
            Database(inner) if inner.is_foreign_key_violation() => Self::NoSuch,
            // Connection exceptions and «cannot connect now» (PostgreSQL, appendix A, classes 08 and 57P).
            Database(inner)
                if inner.code().is_some_and(|code| code.starts_with("08") || code.starts_with("57P")) =>
            {
                Self::Away(error)
            }
            Io(_) | PoolTimedOut | PoolClosed => Self::Away(error),
            _ => Self::Failed(error),
        }
    }
}
