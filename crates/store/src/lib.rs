//! All SQL of Binesh: one text for SQLite and PostgreSQL.
//!
//! Reads take [`&Store`](Store), writes [`&mut Tx`](Tx). A `Tx` carries the time and the events of the change;
//! events are appended in the same transaction and followers are woken after commit: nothing leaves before.
//! Statements use `$1` placeholders, `RETURNING` and `ON CONFLICT`, which both databases read alike; the few
//! differences are named in `dialect`.
//!
//! SQLite runs in WAL mode with one writing connection and a pool of reading ones, `synchronous=FULL`: an
//! acknowledged publish survives a power cut.

pub mod articles;
pub mod comments;
mod database;
mod dialect;
pub mod entries;
mod error;
pub mod events;
mod failures;
pub mod live;
mod migrate;
pub mod people;
pub mod pictures;
pub mod rereading;
mod row;
pub mod sections;
pub mod settings;
pub mod sharing;
pub mod source_changes;
pub mod sources;
pub mod subscriptions;
pub mod suggestions;
pub mod tags;
mod tx;
pub mod views;

pub use database::Store;
pub use error::StoreError;
pub use tx::Tx;
