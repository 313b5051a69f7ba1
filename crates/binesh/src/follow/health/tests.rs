//! Files that are not as they were written are found without a search, and under a site that is open.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use ingest::fetch::FetchPolicy;
use news::article::{ArticleState, Content};
use search::Query;

use super::*;
use crate::cli::Place;
use crate::follow::catch_up_all;

const NOW: i64 = 1_733_157_720_000;
const ARTICLES: usize = 200;

async fn filled(folder: &Path) -> (Site, Vec<PathBuf>) {
    let place = Place { data: folder.to_owned(), database: None };
    let site = Site::open(&place, FetchPolicy::default(), NOW).await.expect("a site");
    let mut tx = site.store.begin(NOW).await.expect("a change");
    for number in 0..ARTICLES {
        let headline = format!("آلبالو {number}");
        let body_html = "<p>چیدن آلبالو از باغ.</p>".into();
        let mut article =
            crate::pipeline::arriving(Content { headline, body_html, ..Content::default() }, "", NOW);
        article.state = ArticleState::Published;
        store::articles::create(&mut tx, &article).await.expect("made");
    }
    tx.commit().await.expect("committed");
    catch_up_all(&site).await.expect("followed");
    let [readers, _] = crate::site::index_folders(&place);
    let files = std::fs::read_dir(readers).expect("read").map(|file| file.expect("a file").path());
    let is_content = |file: &PathBuf| file.extension().is_some_and(|kind| kind != "json" && kind != "lock");
    (site, files.filter(is_content).collect())
}

fn found(site: &Site, text: &str) -> Option<usize> {
    let query = Query { text: text.into(), limit: ARTICLES, ..Query::default() };
    site.index.search(&query).ok().map(|found| found.hits.len())
}

#[tokio::test]
async fn files_cut_off_under_an_open_site_end_no_process_and_are_built_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let (site, files) = filled(folder.path()).await;
    let (_tell, stop) = watch::channel(false);
    for file in &files {
        File::options().write(true).open(file).and_then(|file| file.set_len(7)).expect("cut off");
    }
    // Files of so few articles lie in memory: what is found is right. That they are cut off is found all the same.
    assert!(found(&site, "باغ").is_none_or(|found| found == ARTICLES));
    doubt_damaged(&site, &stop, Duration::ZERO).await.expect("checked");
    assert_eq!(heal_all(&site).await.expect("built"), Health::Mended);
    assert_eq!(found(&site, "باغ"), Some(ARTICLES));
    assert_eq!(heal_all(&site).await.expect("sound"), Health::Unasked);
}

#[tokio::test]
async fn a_list_of_segments_that_is_lost_while_something_is_published_ends_no_following() {
    let folder = tempfile::tempdir().expect("a folder");
    let (site, files) = filled(folder.path()).await;
    let list = files[0].parent().expect("a folder").join("meta.json");
    for asked in [false, true] {
        std::fs::write(&list, "").expect("emptied");
        let mut tx = site.store.begin(NOW).await.expect("a change");
        let content = Content { headline: "گیلاس".into(), ..Content::default() };
        let mut article = crate::pipeline::arriving(content, "", NOW);
        article.state = ArticleState::Published;
        store::articles::create(&mut tx, &article).await.expect("made");
        tx.commit().await.expect("committed");
        // Twice: a writer that could not be taken back once has lost its lock.
        let _ = (catch_up_all(&site).await, catch_up_all(&site).await);
        if asked {
            site.index.forget_asked();
            let [readers, _] =
                crate::site::index_folders(&Place { data: folder.path().into(), database: None });
            search::Index::ask_to_fill(&readers).expect("asked");
            fill_asked(&site).await.expect("built");
            assert!(!site.index.is_asked_to_fill());
            site.index.was_doubted();
        } else {
            heal_all(&site).await.expect("built or sound");
        }
        catch_up_all(&site).await.expect("followed");
        assert_eq!(found(&site, "گیلاس"), Some(1 + usize::from(asked)));
    }
}

#[tokio::test]
async fn a_byte_that_changed_in_any_file_is_found_without_a_search() {
    let folder = tempfile::tempdir().expect("a folder");
    let (site, files) = filled(folder.path()).await;
    let (_tell, stop) = watch::channel(false);
    doubt_damaged(&site, &stop, Duration::ZERO).await.expect("checked");
    assert_eq!(heal_all(&site).await.expect("sound"), Health::Unasked);
    for file in &files {
        let whole = std::fs::read(file).expect("read");
        let mut garbled = whole.clone();
        garbled[0] ^= 1;
        let write = |bytes: &[u8]| {
            let mut open = OpenOptions::new().write(true).open(file).expect("opened");
            std::io::Write::write_all(&mut open, bytes).expect("written");
        };
        write(&garbled);
        doubt_damaged(&site, &stop, Duration::ZERO).await.expect("checked");
        assert!(site.index.was_doubted(), "{}", file.display());
        write(&whole);
    }
    std::fs::remove_file(&files[0]).expect("removed");
    doubt_damaged(&site, &stop, Duration::ZERO).await.expect("checked");
    assert_eq!(heal_all(&site).await.expect("built"), Health::Mended);
    assert_eq!(found(&site, "باغ"), Some(ARTICLES));
}
