//! Where the two databases differ, each difference once. (A third, the type of ids, is in the migrations.)

/// The write lock is taken at once, so that a transaction never fails at its end.
pub(crate) const SQLITE_BEGIN: &str = "BEGIN IMMEDIATE";
/// Event numbers are drawn under this lock, so that they become visible in order.
pub(crate) const PG_EVENT_LOCK: &str = "SELECT pg_advisory_xact_lock(731206)";
/// Migrations of nodes that start together run one after the other.
pub(crate) const PG_MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(731207)";
/// Wakes the followers on other nodes after commit.
pub(crate) const PG_NOTIFY: &str = "SELECT pg_notify('binesh_event', '')";
/// The channel of [`PG_NOTIFY`].
pub(crate) const PG_CHANNEL: &str = "binesh_event";

/// What every SQLite connection is told.
pub(crate) const SQLITE_CACHE_KIB: i64 = 4 * 1024;
