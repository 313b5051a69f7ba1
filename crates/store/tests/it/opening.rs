use news::person::Role;
use news::settings::SiteSettings;
use store::{Store, StoreError, people, settings};
use tempfile::TempDir;

use crate::{NOW, begin, on_both, sqlite};

#[test]
fn people_log_in_for_a_while() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let id = people::create(&mut tx, "sara", "سارا", Role::Editor, "hash").await.expect("made");
        people::begin_session(&mut tx, b"token", id, NOW + 10).await.expect("begun");
        tx.commit().await.expect("committed");
        let of = |at| people::of_session(&store, b"token", at);
        assert_eq!(of(NOW + 9).await.expect("read").expect("logged in").role, Role::Editor);
        assert!(of(NOW + 10).await.expect("read").is_none());
        assert_eq!(people::all(&store).await.expect("read").len(), 1);
        let mut tx = begin(&store).await;
        assert!(matches!(
            people::create(&mut tx, "sara", "دیگری", Role::Admin, "x").await,
            Err(StoreError::Conflict)
        ));
        drop(tx);
        let mut tx = begin(&store).await;
        people::set_password(&mut tx, id, "other").await.expect("set");
        tx.commit().await.expect("committed");
        assert!(of(NOW).await.expect("read").is_none(), "a new password ends the sessions");
        assert_eq!(
            people::by_login(&store, "sara").await.expect("read").expect("there").password_hash,
            "other"
        );
        let mut tx = begin(&store).await;
        people::begin_session(&mut tx, b"token", id, NOW + 10).await.expect("begun");
        people::end_session(&mut tx, b"token").await.expect("ended");
        tx.commit().await.expect("committed");
        assert!(of(NOW).await.expect("read").is_none());
    });
}

#[test]
fn settings_are_kept() {
    on_both(|store| async move {
        store.check().await.expect("it answers");
        assert_eq!(settings::site(&store).await.expect("read"), SiteSettings::default());
        let mine = SiteSettings { name: "نام\0".into(), ..SiteSettings::default() };
        for _ in 0..2 {
            let mut tx = begin(&store).await;
            settings::set_site(&mut tx, &mine).await.expect("set");
            tx.commit().await.expect("committed");
        }
        assert!(settings::site(&store).await.expect("read").name.starts_with("نام"));
    });
}

#[tokio::test]
async fn what_cannot_be_opened_says_so_in_a_sentence() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("no.db");
    std::fs::write(&path, "this is not a database, it is a letter to the editor. ".repeat(40))
        .expect("written");
    let error = Store::open(&format!("sqlite:{}", path.display())).await.expect_err("no database");
    assert!(matches!(error, StoreError::Unusable(_)), "{error}");
    let error = Store::open("mysql://x").await.expect_err("not ours");
    assert!(error.to_string().contains("postgres://"), "{error}");
    let error = Store::open("sqlite:/no/such/folder/x.db").await.expect_err("no folder");
    assert!(matches!(error, StoreError::Unreachable(_)), "{error}");
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_the_same_one_opens_again() {
    use sqlx::Connection;
    let folder = TempDir::new().expect("a folder");
    drop(sqlite(&folder).await);
    drop(sqlite(&folder).await);
    let url = format!("sqlite:{}", folder.path().join("site.db").display());
    let mut connection = sqlx::SqliteConnection::connect(&url).await.expect("opens");
    sqlx::query("INSERT INTO schema_step (number) VALUES (9999)")
        .execute(&mut connection)
        .await
        .expect("written");
    let error = Store::open(&url).await.expect_err("newer");
    assert!(error.to_string().contains("newer"), "{error}");
}

#[test]
fn a_database_that_is_away_is_told_so() {
    on_both(|store| async move {
        assert!(store.check().await.is_ok());
        store.close().await;
        assert!(matches!(store.check().await, Err(StoreError::Away(_))));
        assert!(matches!(store.begin(NOW).await.err(), Some(StoreError::Away(_))));
    });
}
