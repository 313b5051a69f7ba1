//! What an operator types: sources, people, the index anew, a text repaired.

use crate::{printed, refusal, run, with_store};

/// A folder's path, and the program run on it.
struct Operator(tempfile::TempDir);

impl Operator {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn types(&self, line: &str, input: &str) -> std::process::Output {
        let data = self.0.path().to_str().expect("a path");
        let words = line.split(' ').chain(["--data", data]).map(|word| word.replace('~', " "));
        run(&words.collect::<Vec<_>>(), input.as_bytes())
    }
}

/// An inner address: tests look up no name.
const OWN: &str = "--allow-private 127.0.0.1:9";

#[test]
fn sources_are_added_listed_and_removed() {
    let operator = Operator::new();
    let feed = "http://127.0.0.1:9/rss";
    let says = |line: &str| refusal(&operator.types(line, ""));
    assert!(says("source list").contains("There is no newsroom"), "{}", says("source list"));
    for (line, why) in [
        ("source add a.ir/rss".to_owned(), "must begin with http"),
        ("source add http://u:p@a.ir/rss".to_owned(), "name or password"),
        (format!("source add http://127.0.0.1/{}", "x".repeat(3000)), "longer than"),
        (format!("source add {feed}"), "127.0.0.1"),
        (format!("source add {feed} {OWN} --section nowhere"), "There is no section nowhere"),
        (format!("source add {feed} {OWN} --section-name ورزشی"), "THEIRS=SLUG"),
        (format!("source add {feed} {OWN} --every 0"), "1 to 1440 minutes"),
        (format!("source add {feed} {OWN} --licence ftp://a.ir/licence"), "The licence is neither"),
        (format!("source add {feed} {OWN} --name {}", "ن".repeat(500)), "The name is longer"),
        (format!("source add {feed} {OWN} --credit {}", "ن".repeat(5000)), "The credit or the licence"),
    ] {
        assert!(says(&line).contains(why), "{line}: {}", says(&line));
    }
    let whole = format!(
        "source add {feed} {OWN} --name البرز --kind feed --arrival publish --section sport --section-name ورزشی=sport --tag بازنشر --credit با~اجازه --every 30 --hours 6-23 --extent excerpt --indexing canonical"
    );
    assert_eq!(printed(&operator.types(&whole, "")), "Added البرز. `binesh serve` reads it in its hours.\n");
    assert!(says(&whole).contains("is a source already"));
    assert!(printed(&operator.types("source list", "")).ends_with(&format!("البرز  {feed}  not read yet\n")));
    with_store(operator.0.path(), async |store| {
        let known = store::sources::by_url(&store, feed).await.expect("read").expect("there").set;
        assert_eq!((known.terms.credit.as_str(), known.terms.tags.len()), ("با اجازه", 1));
        assert!(known.section_id.is_some());
    });
    assert!(says("source remove http://127.0.0.1:9/other").contains("is no source here"));
    let removed = printed(&operator.types(&format!("source remove {feed}"), ""));
    assert_eq!(removed, "Removed البرز. Its articles stay.\n");
    assert!(printed(&operator.types("source list", "")).contains("There are no sources yet"));
}

#[test]
fn people_are_added_listed_and_get_passwords() {
    let operator = Operator::new();
    let says = |line: &str, input: &str| refusal(&operator.types(line, input));
    assert!(says("user add س", "").contains("cannot be a login"));
    assert!(says("user add sara", "short\n").contains("A password has"));
    assert!(says("user add sara", "sarasara\n").contains("guessed soon"));
    let made = printed(&operator.types("user add sara --role reporter --name سارا", ""));
    assert!(made.starts_with("Added sara (reporter).\nPassword: "), "{made}");
    let typed = printed(&operator.types("user add omid", "سه واژهٔ بی‌ربط\n"));
    assert_eq!(typed, "Added omid (editor).\n", "what was typed is not shown");
    assert!(says("user add sara", "").contains("is there already"));
    let all = printed(&operator.types("user list", ""));
    assert!(all.contains("sara  reporter  سارا\n") && all.contains("omid  editor  omid\n"), "{all}");
    let new = printed(&operator.types("user password sara", "چهار واژهٔ دیگر اینجا\n"));
    assert_eq!(new, "sara has a new password and is logged out everywhere.\n");
    assert!(printed(&operator.types("user password omid", "")).contains("\nPassword: "));
    assert!(says("user password nobody", "").contains("There is nobody"));
}

#[test]
fn the_index_is_built_anew_and_finds_the_same() {
    let operator = Operator::new();
    assert!(refusal(&operator.types("reindex", "")).contains("There is no newsroom"));
    let line = serde_json::json!({ "id": "1", "title": "پل تازهٔ شهر", "body": "پل تازه باز شد.", "date": "2024-12-02" });
    let file = operator.0.path().join("one.jsonl");
    std::fs::write(&file, line.to_string()).expect("written");
    printed(&operator.types(&format!("import {}", file.display()), ""));
    let found = || {
        let found = printed(&operator.types("search پل --json", ""));
        let mut found: serde_json::Value = serde_json::from_str(&found).expect("JSON");
        found["took_ms"].take();
        found.to_string()
    };
    let before = found();
    assert!(before.contains("پل تازهٔ شهر"), "{before}");
    std::fs::write(operator.0.path().join("index/meta.json"), "broken").expect("damaged");
    assert_eq!(printed(&operator.types("reindex", "")), "Indexed 1 articles.\n");
    assert_eq!(found(), before);
    let shown = printed(&operator.types("search پل --newest-first --limit 1", ""));
    assert!(shown.contains("پل تازهٔ شهر") && shown.contains("۱۴۰۳"), "{shown}");
    assert!(!printed(&operator.types("search کوهستان", "")).contains("پل تازهٔ شهر"));
}

#[test]
fn what_repair_changes_is_printed_by_line() {
    let repair = |args: &[&str], input: &[u8]| run(&[&["repair"], args].concat(), input);
    let text = "سطر اول\nاو می رود و كتاب ها را می‌خواند\n";
    let changes = printed(&repair(&["--changes"], text.as_bytes()));
    let fields: Vec<Vec<&str>> = changes.lines().map(|line| line.split('\t').collect()).collect();
    assert!(fields.len() == 2 && fields.iter().all(|one| one.len() == 4 && one[0] == "2"), "{changes}");
    let page = "<p>او می <b>رود</b></p>\n<code>می رود</code>";
    let html = printed(&repair(&["--html", "--mode", "publish"], page.as_bytes()));
    assert_eq!(html, "<p>او می\u{200c}<b>رود</b></p>\n<code>می رود</code>");
    let of_page = printed(&repair(&["--html", "--changes"], page.as_bytes()));
    assert!(of_page.starts_with("1\t") && of_page.lines().count() == 1, "{of_page}");
    assert!(refusal(&repair(&[], b"ok\n\xd3\xe1\xc7\xe3\n")).contains("Line 2 is not UTF-8"));
    assert!(refusal(&repair(&[], b"\xff\xfea\0")).contains("UTF-16"));
    assert!(refusal(&repair(&["--html"], b"<p>\xd3\xe1\xc7\xe3")).contains("Byte 4 is not UTF-8"));
    assert!(
        refusal(&repair(&["--html"], "<p>متن".as_bytes().split_last().expect("bytes").1)).contains("UTF-8")
    );
}

#[test]
fn a_theme_is_begun_and_each_slip_of_it_told_by_file_and_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().to_str().expect("a path");
    let written = printed(&run(&["theme", "eject", "--theme", place], b""));
    assert!(written.contains("templates/article.html") && written.contains("css/base.css"), "{written}");
    assert!(printed(&run(&["theme", "check", "--theme", place], b"")).starts_with("Every page kind renders"));
    let about = folder.path().join("templates/about.html");
    std::fs::write(&about, "\n{{ nothing }}").expect("written");
    let checked = run(&["theme", "check", "--theme", place], b"");
    assert_eq!(checked.status.code(), Some(1));
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert_eq!(said, format!("{}:2: undefined value: `nothing` is undefined\n", about.display()));
}
