//! Values that go into a statement and columns that come out, the same for both databases.

use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

/// A value bound to a statement.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Int(i64),
    OptInt(Option<i64>),
    Text(String),
    OptText(Option<String>),
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}
impl From<Option<i64>> for Value {
    fn from(value: Option<i64>) -> Self {
        Self::OptInt(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(clean(value))
    }
}
impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(clean(value))
    }
}
impl From<Option<&str>> for Value {
    fn from(value: Option<&str>) -> Self {
        Self::OptText(value.map(clean))
    }
}
impl From<&Option<String>> for Value {
    fn from(value: &Option<String>) -> Self {
        Self::OptText(value.as_deref().map(clean))
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(clean(&value))
    }
}
impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

/// PostgreSQL refuses U+0000 in texts; it means nothing in any of ours.
fn clean(text: &str) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text.to_owned() }
}

/// Values of a statement: `values![code, name]`.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::row::Value::from($value)),*] };
}
pub(crate) use values;

/// Binds values to a query of either database and runs `$then` on it.
macro_rules! bind {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query(sqlx::AssertSqlSafe($sql));
        for value in $values {
            query = match value.clone() {
                $crate::row::Value::Int(value) => query.bind(value),
                $crate::row::Value::OptInt(value) => query.bind(value),
                $crate::row::Value::Text(value) => query.bind(value),
                $crate::row::Value::OptText(value) => query.bind(value),
                $crate::row::Value::Bytes(value) => query.bind(value),
            };
        }
        query
    }};
}
pub(crate) use bind;

/// A row of either database, read by column number.
pub(crate) enum Row<'a> {
    Sqlite(&'a SqliteRow),
    Pg(&'a PgRow),
}

/// Reads one column of either row.
macro_rules! column {
    ($self:ident, $at:ident) => {
        match $self {
            Row::Sqlite(row) => row.try_get($at),
            Row::Pg(row) => row.try_get($at),
        }
    };
}

impl Row<'_> {
    pub(crate) fn int(&self, at: usize) -> sqlx::Result<i64> {
        column!(self, at)
    }
    pub(crate) fn opt_int(&self, at: usize) -> sqlx::Result<Option<i64>> {
        column!(self, at)
    }
    pub(crate) fn text(&self, at: usize) -> sqlx::Result<String> {
        column!(self, at)
    }
    pub(crate) fn opt_text(&self, at: usize) -> sqlx::Result<Option<String>> {
        column!(self, at)
    }
    pub(crate) fn bytes(&self, at: usize) -> sqlx::Result<Vec<u8>> {
        column!(self, at)
    }
}

/// How many columns a list of them names: what a statement asks for behind them has this number.
pub(crate) const fn column_count(columns: &str) -> usize {
    let (bytes, mut at, mut count) = (columns.as_bytes(), 0, 1);
    while at < bytes.len() {
        count += (bytes[at] == b',') as usize;
        at += 1;
    }
    count
}
