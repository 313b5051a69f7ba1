//! Lajin, a town that is not, and what its outlets write.

/// A headline and the paragraphs under it.
pub const HEADLINE: &str = "پل تازهٔ لاجین پس از سه سال باز شد";
pub const SAID: [&str; 4] = [
    "پل تازهٔ لاجین امروز با حضور شهردار و مردم محله باز شد و خودروها از آن گذشتند.",
    "شهردار در آیین گشایش گفت ساخت پل سه سال به درازا کشید و هزینهٔ آن از بودجهٔ شهر پرداخت شد.",
    "به گفتهٔ او راه‌های پیرامون پل نیز تا پایان ماه آینده آسفالت می‌شوند.",
    "پل پیشین در سیلاب بهار سه سال پیش آسیب دیده بود و مردم از پل موقت می‌گذشتند.",
];

/// Two sentences, each long enough for a paragraph.
pub const FIRST: &str =
    "شهردار لاجین گفت ساخت پل تازه روی رودخانه از هفتهٔ آینده آغاز می‌شود و سه سال به درازا می‌کشد.";
pub const SECOND: &str = "پل پیشین سه سال پیش در سیلاب بهار آسیب دید و برای همیشه به روی خودروها بسته شد.";

pub fn paragraphs(said: &[&str]) -> String {
    said.iter().map(|said| format!("<p>{said}</p>")).collect()
}

/// Prose without a day in it.
pub fn prose() -> String {
    "<p>شهردار لاجین گفت ساخت پل تازه روی رودخانه از هفتهٔ آینده آغاز می‌شود.</p>".repeat(3)
}
