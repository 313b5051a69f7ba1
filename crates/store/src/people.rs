//! People of the newsroom and their sessions.

use news::UtcMs;
use news::person::{Person, Role};

use crate::database::{Row, values};
use crate::{Store, StoreError, Tx};

const COLUMNS: &str = "p.id, p.login, p.name, p.role, p.password_hash";

/// The person who logs in with `login`.
pub async fn by_login(store: &Store, login: &str) -> Result<Option<Person>, StoreError> {
    store.row(&format!("SELECT {COLUMNS} FROM person p WHERE p.login = $1"), values![login], read).await
}

/// Everybody, by login.
pub async fn all(store: &Store) -> Result<Vec<Person>, StoreError> {
    store.rows(&format!("SELECT {COLUMNS} FROM person p ORDER BY p.login"), &[], read).await
}

/// Adds a person. The login must be new.
pub async fn create(
    tx: &mut Tx,
    login: &str,
    name: &str,
    role: Role,
    password_hash: &str,
) -> Result<i64, StoreError> {
    let now = tx.now();
    let sql = "INSERT INTO person (login, name, role, password_hash, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id";
    tx.one(sql, values![login, name, role.as_str(), password_hash, now], |row| row.int(0)).await
}

/// Sets a password and ends the person's sessions.
pub async fn set_password(tx: &mut Tx, id: i64, password_hash: &str) -> Result<(), StoreError> {
    tx.run("UPDATE person SET password_hash = $1 WHERE id = $2", values![password_hash, id]).await?;
    tx.run("DELETE FROM session WHERE person_id = $1", values![id]).await?;
    Ok(())
}

/// Begins a session; forgets those that are over.
pub async fn begin_session(
    tx: &mut Tx,
    token_hash: &[u8],
    person: i64,
    expires_at: UtcMs,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run("DELETE FROM session WHERE expires_at <= $1", values![now]).await?;
    let sql = "INSERT INTO session (token_hash, person_id, expires_at) VALUES ($1, $2, $3)";
    tx.run(sql, values![token_hash, person, expires_at]).await?;
    Ok(())
}

/// Ends a session.
pub async fn end_session(tx: &mut Tx, token_hash: &[u8]) -> Result<(), StoreError> {
    tx.run("DELETE FROM session WHERE token_hash = $1", values![token_hash]).await?;
    Ok(())
}

/// Whose session it is, when it is not over.
pub async fn of_session(store: &Store, token_hash: &[u8], now: UtcMs) -> Result<Option<Person>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM session s JOIN person p ON p.id = s.person_id
         WHERE s.token_hash = $1 AND s.expires_at > $2"
    );
    store.row(&sql, values![token_hash, now], read).await
}

fn read(row: &Row) -> sqlx::Result<Person> {
    Ok(Person {
        id: row.int(0)?,
        login: row.text(1)?,
        name: row.text(2)?,
        // An unknown word gets the least.
        role: Role::parse(&row.text(3)?).unwrap_or(Role::Moderator),
        password_hash: row.text(4)?,
    })
}
