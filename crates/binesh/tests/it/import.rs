use std::io::{BufRead, BufReader};
use std::path::Path;

use news::article::ArticleState;
use store::articles::{self, Filter};

use crate::{binesh, printed, refusal, run, with_store};

/// Lines of an import: a text of its own for each number, and a last word by which a whole body is known.
fn lines(numbers: std::ops::Range<u32>) -> String {
    let words =
        |number: u32| (0..60).map(|at| format!("واژه{}", number * 100 + at)).collect::<Vec<_>>().join(" ");
    numbers
        .map(|number| {
            let line = serde_json::json!({
                "id": format!("n{number}"), "title": format!("خبر شماره {number}"), "category": "ورزش",
                "body": format!("{} پایان", words(number)), "date": "jalali 1403-09-12",
            });
            format!("{line}\n")
        })
        .collect()
}

fn count(data: &Path) -> i64 {
    with_store(data, async |store| articles::count(&store, &Filter::default()).await.expect("counted"))
}

#[test]
fn a_killed_import_leaves_whole_articles_and_goes_on() {
    const ARTICLES: u32 = 1300;
    let folder = tempfile::tempdir().expect("a folder");
    let (data, file) = (folder.path().join("data"), folder.path().join("articles.jsonl"));
    std::fs::write(&file, lines(0..ARTICLES)).expect("written");
    let args = ["import".as_ref(), file.as_os_str(), "--data".as_ref(), data.as_os_str()];
    for _ in 0..2 {
        let mut child = binesh(&args).spawn().expect("started");
        let progress = BufReader::new(child.stderr.take().expect("a pipe")).lines().next();
        assert!(progress.is_some_and(|line| line.is_ok_and(|line| line.contains("articles"))));
        child.kill().expect("killed");
        child.wait().expect("ended");
        let kept = count(&data);
        assert!(kept > 0 && kept % 512 == 0, "only whole batches: {kept}");
    }
    let summary = printed(&binesh(&args).output().expect("run"));
    assert!(summary.contains("were here already"), "{summary}");
    assert_eq!(count(&data), i64::from(ARTICLES), "nothing twice, nothing lost");
    with_store(&data, async |store| {
        for code in articles::all_codes(&store, 0, 5000).await.expect("read") {
            let article = articles::by_code(&store, code).await.expect("read").expect("there");
            assert!(article.content.body_html.ends_with("پایان</p>"), "{}", article.content.body_html);
            assert_eq!(article.state, ArticleState::Published);
        }
    });
    let found =
        printed(&run(&["search", "خبر شماره 1299", "--json", "--data", data.to_str().expect("a path")], b""));
    assert!(found.contains("\"n1299\""), "{found}");
}

#[test]
fn a_bad_line_is_named_and_what_came_before_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("articles.jsonl");
    let path = |path: &Path| path.to_str().expect("a path").to_owned();
    for (bad, said) in [
        ("{\"id\": 17, \"title\": ", "not an article"),
        ("{\"id\": 17}", "title"),
        ("\u{fffd}", "not an article"),
    ] {
        let data = folder.path().join(said);
        std::fs::write(&file, format!("{}{bad}\n{}", lines(1..17), lines(18..20))).expect("written");
        let args = ["import".to_owned(), path(&file), "--data".into(), path(&data)];
        let refused = binesh(&args).output().expect("run");
        let told = String::from_utf8_lossy(&refused.stderr).lines().last().unwrap_or_default().to_owned();
        assert!(!refused.status.success() && told.contains("line 17") && told.contains(said), "{told}");
        assert_eq!(count(&data), 16);
        let skipping = [args.as_slice(), &["--skip-bad".to_owned()]].concat();
        assert!(printed(&binesh(&skipping).output().expect("run")).contains("1 lines are no articles"));
        assert_eq!(count(&data), 18);
        std::fs::write(&file, lines(1..20)).expect("mended");
        printed(&binesh(&args).output().expect("run"));
        assert_eq!(count(&data), 19);
        std::fs::remove_dir_all(&data).expect("removed");
    }
}

#[test]
fn the_older_fields_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a path").to_owned();
    let line = serde_json::json!({
        "id": 5, "title": "تیتر", "body": "متن ساده", "body_html": "<p>متن <b>با</b> برچسب</p><script>x</script>",
        "category": "ورزش", "date": "jalali 1381-10-11", "url": "https://a.ir/5", "source": "البرز", "tags": ["فوتبال"],
    });
    printed(&run(&["import", "-", "--data", &data], line.to_string().as_bytes()));
    with_store(folder.path(), async |store| {
        let code = articles::by_external_id(&store, "5").await.expect("read").expect("there");
        let article = articles::by_code(&store, code).await.expect("read").expect("there");
        assert_eq!(article.content.body_html, "<p>متن <b>با</b> برچسب</p>");
        assert_eq!(persian::date::iso(article.published_at), "2003-01-01T00:00:00+03:30");
        let from = article.content.attribution.expect("a source");
        assert_eq!((from.name.as_str(), from.url.as_deref()), ("البرز", Some("https://a.ir/5")));
        assert!(article.content.section_id.is_some());
    });
    assert!(
        refusal(&run(&["import", "/no/such/file", "--data", &data], b"")).contains("could not be opened")
    );
}
