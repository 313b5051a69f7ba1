//! A theme's folder: taken up when it is good, told when it is not, and never a way out.

use std::fs;
use std::path::Path;

use axum::http::header;
use news::article::ArticleState::Published;
use tempfile::TempDir;
use web::theme;

use crate::{NOW, Site};

fn ejected() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let written = theme::eject(folder.path()).expect("written");
    assert!(
        written.len() > 20 && theme::eject(folder.path()).expect("again").is_empty(),
        "what is there stays"
    );
    folder
}

/// What a check says, without the folder's own path.
fn said(folder: &Path) -> Vec<String> {
    let own = format!("{}/", folder.display());
    theme::check(folder).iter().map(|problem| problem.to_string().replace(&own, "")).collect()
}

fn put(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("written");
}

#[test]
fn what_was_ejected_is_good_and_each_slip_has_its_file_and_line() {
    let folder = ejected();
    assert_eq!(said(folder.path()), Vec::<String>::new());
    let about = |text: &str| {
        put(folder.path(), "templates/about.html", text);
        said(folder.path())
    };
    let of = |words: &str| vec![format!("templates/about.html:{words}")];
    assert_eq!(
        about("<p>\n{{ layout.site.nmae }}"),
        of("2: undefined value: `layout.site.nmae` is undefined")
    );
    assert_eq!(about("\n\n{% if %}"), of("3: syntax error: unexpected end of block"));
    assert_eq!(about("{{ layout.base|bzip }}"), of("1: unknown filter: filter bzip is unknown"));
    assert_eq!(
        about("{% include \"../../../../etc/passwd\" %}"),
        of("1: template not found: tried to include non-existing template '../../../../etc/passwd'")
    );
    let endless = "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}";
    assert_eq!(about(endless), of("1: engine ran out of fuel"));
    assert_eq!(about("{{ 'x' * 4000000000 }}"), of("1: engine ran out of fuel"));
}

#[test]
fn a_theme_holds_plain_files_only() {
    let folder = ejected();
    put(folder.path(), "font.woff2", "no font");
    assert_eq!(said(folder.path()), ["font.woff2:1: it is no WOFF2 font"]);
    fs::remove_file(folder.path().join("font.woff2")).expect("gone");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("templates/leak.html")).expect("a link");
        let words = "templates/leak.html:1: it is a link or no file; a theme holds plain files only";
        assert_eq!(said(folder.path()), [words]);
    }
    assert_eq!(theme::check(&folder.path().join("no"))[0].words, "there is no such folder");
}

#[tokio::test]
async fn what_changes_shows_at_once_and_what_is_wrong_is_told_while_the_last_good_one_stays() {
    let folder = TempDir::new().expect("a folder");
    fs::create_dir_all(folder.path().join("templates")).expect("made");
    fs::create_dir_all(folder.path().join("css")).expect("made");
    put(folder.path(), "css/own.css", "body { color: teal }");
    let site = Site::with_theme(folder.path()).await;
    let css = async |page: &str| {
        let from = page.find("/assets/reader-").expect("a style");
        site.get(&page[from..from + page[from..].find('"').expect("its end")]).await
    };
    let page = site.get("/about").await.body;
    let style = css(&page).await;
    assert!(style.body.ends_with("body { color: teal }") && style.body.contains(".masthead"));
    assert!(style.header(header::CACHE_CONTROL).contains("immutable"));
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let keeping = tokio::spawn(web::keep_pages(site.serving(), stopped));
    let until = async |words: &str| {
        let seen = async {
            while !site.get("/about").await.body.contains(words) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), seen).await.expect(words);
    };
    put(folder.path(), "templates/about.html", "پوستهٔ {{ layout.site.name }}");
    until("پوستهٔ بینش").await;
    put(folder.path(), "templates/about.html", "{{ layout.site.nmae }}");
    let cookie = site.log_in(news::person::Role::Admin).await;
    let told = async {
        while !site
            .get_as("/newsroom/appearance", &cookie)
            .await
            .body
            .contains("about.html:1: undefined value")
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), told).await.expect("told");
    assert!(site.get("/about").await.body.starts_with("پوستهٔ بینش"), "the last good one");
    put(folder.path(), "templates/about.html", "باز هم {{ layout.site.name }}");
    until("باز هم بینش").await;
    stop.send(true).expect("it runs");
    keeping.await.expect("it ends");
}

#[tokio::test]
async fn the_largest_page_takes_a_part_of_the_fuel_and_every_page_is_in_the_samples() {
    let folder = TempDir::new().expect("a folder");
    fs::create_dir_all(folder.path().join("templates")).expect("made");
    // What is in the folder is rendered with fuel; the text is that of the embedded one.
    let all = ejected();
    fs::copy(all.path().join("templates/archive.html"), folder.path().join("templates/archive.html"))
        .expect("copied");
    let site = Site::with_theme(folder.path()).await;
    let mut first = 0;
    for number in 0..500 {
        let code = site.article(&format!("پل {number}"), Published).await;
        first = if first == 0 { code } else { first };
    }
    let page = site.get("/archive/1403/9/12").await;
    assert_eq!(page.texts("main .card").len(), 500);
    let cookie = site.log_in(news::person::Role::Admin).await;
    assert!(
        !site.get_as("/newsroom/appearance", &cookie).await.body.contains("archive.html:"),
        "it ran out of fuel"
    );
    let mut tx = site.store.begin(NOW).await.expect("a change");
    store::articles::join_stories(&mut tx, first, first + 1).await.expect("joined");
    tx.commit().await.expect("committed");
    let article = format!("/news/{first}/پل-0");
    let story = format!("/story/{first}");
    let pages = [
        "/",
        "/latest",
        "/section/sport",
        &article,
        &story,
        "/archive",
        "/archive/1403",
        "/archive/1403/9",
        "/about",
        "/most-viewed",
        "/search?q=پل",
        "/no/such",
        "/rss.xml",
    ];
    for path in pages {
        site.get(path).await;
    }
    let fields = [("name", "سارا"), ("body", "آفرین")];
    site.post(&format!("/news/{first}/comments"), &fields, "").await;
    site.get(&format!("/news/{first}/comments?sent=1")).await;
    assert_eq!(
        site.app.unsampled(),
        Vec::<String>::new(),
        "add them to samples.json and README.md of themes"
    );
}
