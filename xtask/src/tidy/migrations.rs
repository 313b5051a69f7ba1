//! Migrations: the same numbers and names for both databases.

use std::collections::BTreeSet;

use super::{File, Hit, Rule};

const FOLDERS: [&str; 2] = ["crates/store/migrations/sqlite/", "crates/store/migrations/postgres/"];

pub(super) const BOTH: Rule = Rule {
    name: "migrations",
    reason: "every change of the tables exists for SQLite and for PostgreSQL, as NNNN_name.sql without gaps: a site can \
             choose either at any version",
    check: both,
};

fn both(files: &[File]) -> Vec<Hit> {
    let names = FOLDERS.map(|folder| -> BTreeSet<&str> {
        files.iter().filter_map(|file| file.path.strip_prefix(folder)).collect()
    });
    let hit = |path: String, what: String| Hit { path, line: 1, what };
    let mut hits = Vec::new();
    for (own, other, folder) in [(0, 1, FOLDERS[1]), (1, 0, FOLDERS[0])] {
        let missing = names[own].difference(&names[other]);
        hits.extend(
            missing.map(|name| hit(format!("{folder}{name}"), "is missing for this database".into())),
        );
    }
    for (at, name) in names[0].iter().enumerate() {
        let (number, rest) = name.split_at_checked(4).unwrap_or((name, ""));
        if number.parse() != Ok(at + 1) || !rest.starts_with('_') || !rest.ends_with(".sql") {
            hits.push(hit(format!("{}{name}", FOLDERS[0]), format!("should be {:04}_name.sql", at + 1)));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paths: &[&str], expected: &[&str]) {
        let files: Vec<File> = paths.iter().map(|path| File::new(path, "")).collect();
        let said: Vec<String> = both(&files).iter().map(ToString::to_string).collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn a_migration_for_one_database_or_with_a_gap_is_found() {
        let (lite, pg) =
            ("crates/store/migrations/sqlite/0001_a.sql", "crates/store/migrations/postgres/0001_a.sql");
        check(&[lite, pg], &[]);
        check(&[lite], &["crates/store/migrations/postgres/0001_a.sql:1: is missing for this database"]);
        let (lite, pg) = (lite.replace('1', "3"), pg.replace('1', "3"));
        check(&[&lite, &pg], &["crates/store/migrations/sqlite/0003_a.sql:1: should be 0001_name.sql"]);
    }
}
