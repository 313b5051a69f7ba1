//! Pages of systems that we do not know: nothing of the article is lost, and nothing else comes in.

use ingest::page::extract;

const PARAGRAPHS: [&str; 4] = [
    "شهردار لاجین گفت ساخت پل تازه روی رودخانه از هفتهٔ آینده آغاز می‌شود و سه سال به درازا می‌کشد.",
    "پل پیشین سه سال پیش در سیلاب بهار آسیب دید و برای همیشه به روی خودروها بسته شد.",
    "هزینهٔ پل را استان و شهر با هم می‌پردازند و سهم هر یک هنوز نوشته نشده است، چنان‌که شورا خواسته بود.",
    "کسبهٔ دو سوی رودخانه می‌گویند تا آن روز به یک گذرگاه پیاده هم نیاز دارند و آن را سه بار خواسته‌اند.",
];
const COMMENTS: &str = "<section id=comments class=comments-area><h2>یک دیدگاه</h2><ol class=comment-list><li><b>رضا گفت:</b>
    <p>این مسئولان هیچ‌کدام از پل سر در نمی‌آورند و باید همهٔ آن‌ها از کار برکنار شوند.</p><a href=#r>پاسخ</a></li></ol>
    <h3>دیدگاهتان را بنویسید</h3><p>نشانی ایمیل شما منتشر نخواهد شد و این خانه‌ها باید پر شوند.</p></section>";

#[test]
fn a_page_of_no_known_system_is_read_by_its_structure() {
    let [first, second, third, fourth] = PARAGRAPHS;
    let body = format!(
        "<p>{first}</p><h2>هزینه</h2><p>{second}</p><figure><img src=/pol.jpg><figcaption>پل</figcaption></figure>
        <div class=related><h4>اخبار مرتبط</h4><ul><li><a href=/news/2>بازار در هفتهٔ گذشته چگونه بود</a></li></ul></div>
        <p>{third}</p><ul><li>سهم استان چهل درصد است.</li><li>سهم شهر شصت درصد است.</li></ul>
        <p>منبع: شهرداری لاجین</p><p>{fourth}</p>"
    );
    for held in ["elementor-widget-container", "story", "field--name-body", "text-lg leading-8", "NewsText"] {
        let html = format!(
            "<html lang=fa><head><title>پل تازه در لاجین</title></head><body><header><nav><a href=/>خانه</a></nav></header>
            <h1>پل تازه در لاجین</h1><div class=\"{held}\">{body}</div>{COMMENTS}
            <footer><p>تمامی حقوق این سایت محفوظ است و نقل مطالب با ذکر منبع بلامانع است.</p></footer></body></html>"
        );
        let page = extract(html.as_bytes(), None, "https://a.example/news/1");
        for paragraph in PARAGRAPHS {
            assert!(page.text.contains(paragraph), "{held}: {paragraph} in {}", page.text);
        }
        for kept in ["<h2>هزینه</h2>", "<li>سهم شهر شصت درصد است.</li>", "/pol.jpg"] {
            assert!(page.body_html.contains(kept), "{held}: {kept} in {}", page.body_html);
        }
        for other in ["رضا", "دیدگاه", "نشانی ایمیل", "اخبار مرتبط", "حقوق"]
        {
            assert!(!page.text.contains(other), "{held}: {other} in {}", page.text);
        }
    }
}
