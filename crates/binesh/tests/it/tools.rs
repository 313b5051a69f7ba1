use crate::{printed, refusal, run, with_store};

#[test]
fn text_is_repaired_line_by_line() {
    let repaired = printed(&run(&["repair"], "او می رود\n\nكتاب ها\n".as_bytes()));
    assert_eq!(repaired, "او می\u{200c}رود\n\nکتاب\u{200c}ها\n");
}

/// A page as scraped from a Persian site: headline twice, body, source line, form labels, suggestions, about.
const SCRAPED: &str = "افتتاح کتابخانه مرکزی نوآباد با حضور شهردار

افتتاح کتابخانه مرکزی نوآباد با حضور شهردار

شهردار نوآباد روز دوشنبه در آیین گشایش کتابخانه مرکزی گفت این ساختمان پس از سه سال کار به پایان رسیده است و از فردا به روی همه شهروندان باز می شود.

به گزارش خبرنگار شهری، این کتابخانه شصت هزار جلد کتاب دارد و گروه های دانش آموزی میتوانند هر روز از آن بازدید کنند.

منبع: mehregandaily-510022

نام:*
ایمیل:

جستجو در سایت
مطالب پیشنهادی
0

بارش برف در گردنه های شمالی استان

جامعه

درباره ما
این پایگاه خبری با مجوز رسمی فعالیت می کند.
";

#[test]
fn a_scraped_page_gives_its_article() {
    let page: serde_json::Value =
        serde_json::from_str(&printed(&run(&["extract", "--repair"], SCRAPED.as_bytes()))).expect("JSON");
    assert_eq!(page["title"], "افتتاح کتابخانه مرکزی نوآباد با حضور شهردار");
    assert_eq!((&page["source"], &page["code"]), (&"mehregandaily".into(), &"510022".into()));
    let text = page["text"].as_str().expect("a text");
    assert!(text.contains("باز می\u{200c}شود") && text.contains("گروه\u{200c}های"), "{text}");
    for furniture in ["نام:", "ایمیل", "مطالب پیشنهادی", "بارش برف", "مجوز", "جستجو"]
    {
        assert!(!text.contains(furniture), "{furniture}");
    }
}

#[test]
fn what_is_no_article_is_refused_in_one_sentence() {
    let pictures: Vec<u8> = (0..4000_u32).map(|at| (at * 7919 % 251) as u8).collect();
    for rubbish in [&pictures[..], b"ok", b"<html><body></body></html>", b"{}", &[0; 100]] {
        assert!(refusal(&run(&["extract"], rubbish)).contains("No article text"));
    }
    let teaser = |number: u32| {
        format!(
            "<li><a href='/news/10000{number}/x'>برداشت سیب در باغ‌های شمال {number}</a><p>خلاصهٔ کوتاه خبر.</p></li>"
        )
    };
    let front = format!(
        "<html><title>البرزنو</title><body><ul>{}</ul></body></html>",
        (0..30).map(teaser).collect::<String>()
    );
    let said = refusal(&run(&["extract", "--url", "https://a.ir/"], front.as_bytes()));
    assert!(said.contains("a front or a list"), "{said}");
    assert!(refusal(&run(&["extract"], b"")).contains("empty"));
}

#[test]
fn a_feed_is_read_and_what_is_none_is_refused() {
    let feed =
        "<rss><channel><title>البرز</title><item><title>تیتر</title><link>/1</link></item></channel></rss>";
    let read: serde_json::Value =
        serde_json::from_str(&printed(&run(&["feed", "--url", "https://a.ir/rss"], feed.as_bytes())))
            .expect("JSON");
    assert_eq!(read["entries"][0]["link"], "https://a.ir/1");
    assert!(refusal(&run(&["feed"], b"plain words")).contains("not a feed"));
}

#[test]
fn copies_share_a_story() {
    let line = |id: u32, body: &str| format!("{{\"id\":{id},\"title\":\"ت\",\"body\":\"{body}\"}}\n");
    let words =
        |seed: u32| (0..80).map(|at| format!("واژه{}", seed * 1000 + at)).collect::<Vec<_>>().join(" ");
    let input = line(1, &words(1)) + &line(2, &words(2)) + &line(3, &words(1));
    let answers = printed(&run(&["stories"], input.as_bytes()));
    assert_eq!(answers, "{\"id\":1,\"story\":1}\n{\"id\":2,\"story\":2}\n{\"id\":3,\"story\":1}\n");
    assert!(refusal(&run(&["stories"], b"{\"id\":1}\nno\n")).contains("Line 2"));
}

#[test]
fn what_cannot_be_done_is_said_in_one_sentence() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a path");
    let serve = run(&["serve", "--data", data, "--listen", &address], b"");
    assert!(refusal(&serve).contains("--listen 127.0.0.1:0"));
    let damaged = tempfile::tempdir().expect("a folder");
    std::fs::write(damaged.path().join("site.db"), "this is no database, but a text of some length")
        .expect("written");
    let damaged = damaged.path().to_str().expect("a path");
    assert!(refusal(&run(&["search", "خبر", "--data", damaged], b"")).contains("site.db"));
    assert!(refusal(&run(&["source", "add", "خبر", "--data", data], b"")).contains("http"));
    for inner in [
        "http://127.0.0.1:8080/rss",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://169.254.169.254/",
        "http://۱۲۷.۰.۰.۱:۸۰۸۰/rss",
    ] {
        assert!(refusal(&run(&["source", "add", inner, "--data", data], b"")).contains("private"), "{inner}");
    }
    let nowhere = folder.path().join("nowhere");
    let nowhere = nowhere.to_str().expect("a path");
    assert!(refusal(&run(&["search", "خبر", "--data", nowhere], b"")).contains("no newsroom"));
    assert!(!std::path::Path::new(nowhere).exists(), "looking makes nothing");
}

#[test]
fn one_address_is_one_source_and_its_times_may_be_typed_in_persian_digits() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a path");
    // A number of the world, so that no name is asked for.
    let add = |url: &str, every: &str| run(&["source", "add", url, "--every", every, "--data", data], b"");
    printed(&add("http://1.1.1.1/feed", "۱۵"));
    for same in
        ["http://1.1.1.1:80/feed?", "http://۱.۱.۱.۱/feed?utm=x", "HTTP://1.1.1.1./feed?utm_source=x#top"]
    {
        assert!(refusal(&add(same, "15")).contains("already"), "{same}");
    }
    with_store(folder.path(), async |store| {
        let all = store::sources::all(&store).await.expect("read");
        let kept: Vec<_> =
            all.iter().map(|one| (one.set.url.as_str(), one.set.terms.schedule.every)).collect();
        assert_eq!(kept, [("http://1.1.1.1/feed", Some(15))]);
    });
    for wrong in ["۰", "15 6-23", "6-23", "هر روز"] {
        assert!(refusal(&add("http://1.1.1.1/other", wrong)).contains("1 to 1440"), "{wrong}");
    }
}

#[test]
fn a_folder_that_is_worked_on_is_nobody_elses() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a path");
    let lock = std::fs::File::create(folder.path().join("lock")).expect("made");
    lock.lock().expect("ours");
    let refused = run(&["serve", "--listen", "127.0.0.1:0", "--data", data], b"");
    assert!(refusal(&refused).contains("Another binesh"));
    drop(lock);
    printed(&run(&["import", "-", "--data", data], b""));
}
