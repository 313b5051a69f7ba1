//! Repair for eyes: ye and kaf, digits, quotes, punctuation spacing, and above all half-spaces (ZWNJ).
//!
//! First the characters are made regular by rules (`normalise`, `letters`, `spacing`), then words that surely ran
//! together are parted (`parting`), then gaps between two Persian letters that may be half-spaces are weighed by a
//! small trained tagger (`tagger`) with a lexicon (`lexicon`); what it leaves open a judge (`judge`) weighs with what the
//! text has shown of its writer's ways (`convention`): good text is left alone. A space needs evidence of its own besides
//! (`founded`). The tagger only ever adds a ZWNJ, in place of a space or of nothing, and what that shows to be none is
//! taken out and barred from then on, so running both to a fixed point is finite and the result is idempotent. Letters are never changed other than by the
//! documented rules: the words of a text have the same keys before and after, up to how they are joined. Addresses,
//! e-mails, hashtags, code, Latin and quoted Arabic stay as they are (`protected`).
//!
//! Spelling convention: that of the Persian Dependency Treebank: می‌شود, کتاب‌ها, بزرگ‌تر, خانه‌ای, رفته‌اند.
//!
//! The rules for characters; all else is half-spaces, and spaces between words that ran together:
//!
//! | before | after |
//! |---|---|
//! | ي U+064A, ى U+0649 | ی U+06CC |
//! | ك U+0643 | ک U+06A9 |
//! | ہ U+06C1, ھ U+06BE | ه U+0647 |
//! | ۀ U+06C0, or ه and ء U+0621 at a word's end | هٔ U+0647 U+0654, as the treebank has it |
//! | ة of a noun before a word that it is bound to, where nothing tells of Arabic: خانة ما | هٔ |
//! | alef, waw or ye and a combining madda or hamza | آ أ إ ؤ ئ |
//! | U+00AD, U+00AC, U+200E and U+200F between two letters, where a prefix or an ending begins or the whole is no word | ZWNJ (`slips`) |
//! | a quote, or two single ones, behind the alef of a word that is known with a tanvin, where it closes nothing: لطفا" | ً U+064B (`slips`) |
//! | all guillemets of a line the wrong way round: »متن« | «متن» (`slips`) |
//! | «و» with spaces between two words that are one, where the text has joined them before: گفت و گو | گفت‌وگو (`phrases`) |
//! | tatweel U+0640, U+00AD, directional marks inside words, U+FEFF | removed; a tatweel for a dash (at a number, or behind no letter that joins) becomes – |
//! | presentation forms U+FB50..U+FDFF, U+FE70..U+FEFC, full-width forms U+FF01..U+FF5E but for `＂ ＆ ＇ ＜ ＞` | their letters; اﷲ is الله |
//! | ASCII and Arabic-Indic digits in a word without Latin letters, and not after a Latin word | Persian digits |
//! | a comma between digits in groups of three; «،» too, but for three digits and three that do not begin with zero (`slips`) | ٬ U+066C |
//! | straight and curly double quotes in pairs; curly single ones in a line without guillemets | «…», in guillemets “…” |
//! | space before `، ؛ : . ! ؟ » )`; after `« (`; not before … or a smiley | removed |
//! | no space after `، ؛ : . ! ؟ » )` or before `« (`, with a Persian letter there; between a mark and `« (` | one space |
//! | `...` and more, `. . .` | … |
//! | `,` `;` `?` after a Persian letter, or after a space where another follows | `،` `؛` `؟` |
//! | runs of spaces, U+00A0 | one space |
//! | ZWNJ between a letter and a digit: کووید‌۱۹ | one space |
//! | ZWNJ beside a space, punctuation, a line's end, or another ZWNJ; a hamza behind a ye and a ZWNJ | removed |
//!
//! A word that was never met with a half-space there is not parted from می and نمی unless it ends like a verb, from تر unless
//! it is an adjective or long, from ام, ات, اش and ای unless it ends with ه or ی: these are names. So is what ends with ی
//! behind می, of which news wrote no other form (میدری), two words that end with ی and were met joined more than once
//! (دنیامالی), and what stands behind a given name (احمدعباسی): they are not parted. Initials stay together (شبکه ای‌بی‌سی).
//!
//! Left alone are addresses (192.168.1.1 too), hashtags, code, lines of programs and data (`print("سلام")`, `{"a": "متن"}`), smileys, Latin, lines in Urdu or Pashto, and Arabic: runs of words with most of
//! their vowels, words with all; quotations of three words and more without a Persian word of which half tell of Arabic (by
//! ة, إ, an article, small words such as الذين), and runs of words of which more than half do, in a line that types ي and ك
//! nowhere else.

mod changes;
#[doc(hidden)]
pub mod convention;
mod cut;
mod founded;
mod html;
#[doc(hidden)]
pub mod judge;
mod letters;
#[doc(hidden)]
pub mod lexicon;
#[doc(hidden)]
pub mod line;
#[doc(hidden)]
pub mod memory;
mod normalise;
mod parting;
mod phrases;
#[doc(hidden)]
pub mod pieces;
mod protected;
#[doc(hidden)]
pub mod sites;
mod slips;
mod spacing;
mod stream;
#[doc(hidden)]
pub mod tagger;
mod teh;
mod weighed;
mod whole;

pub use changes::{Change, ChangeKind, list as changes, undo};
pub use cut::{PIECE_BYTES_MAX, PIECE_LETTERS, cut};
pub use html::{HtmlPart, HtmlStream};
pub use stream::Stream;

/// How bold a repair is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Only what is sure: for publishing unseen.
    Publish,
    /// Everything that is more likely than not: for text that a person looks at.
    Full,
}

impl Mode {
    /// By how much a half-space must be more likely than the gap as written, in the tagger's units
    /// ([`tagger::UNIT`] to a logit). Measured on the treebank's development part with every half-space dropped: at
    /// half a logit 98.7 of 100 repairs are right and 96 of 100 are made.
    fn margin(self) -> i32 {
        match self {
            Self::Publish => 8,
            Self::Full => 0,
        }
    }
}

/// Repairs text. Cheap to make and to copy: the model is embedded in the program.
///
/// ```
/// use persian::repair::{Mode, Repairer};
///
/// let mut stream = Repairer::new(Mode::Full).stream();
/// assert_eq!(stream.line("كتابها را مي خوانم"), "کتاب\u{200c}ها را می\u{200c}خوانم");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Repairer {
    mode: Mode,
}

impl Repairer {
    /// A repairer of the given boldness.
    pub fn new(mode: Mode) -> Self {
        Self { mode }
    }

    /// Repairs one line by itself. Line ends inside are kept as they are. What a line over [`PIECE_LETTERS`] tells beyond
    /// the sentence there bears on the rest only as the lines of a text do.
    pub fn line(&self, line: &str) -> String {
        self.stream().line(line)
    }

    /// Repairs a text line by line; line ends are kept.
    pub fn text(&self, text: &str) -> String {
        let mut stream = self.stream();
        text.split('\n').map(|line| stream.line(line)).collect::<Vec<_>>().join("\n")
    }

    /// Repairs the lines of one text one after another, each in the light of those before it.
    pub fn stream(&self) -> Stream<'static> {
        Stream::new(tagger::Model::embedded(), self.mode)
    }

    /// Repairs the text of HTML, across inline tags. Tags, attributes, the insides of `code`, `pre`, `script` and their
    /// like, elements in another language (`lang`, on the page itself one of Persian's script) or with `translate="no"`,
    /// and blocks without a Persian letter stay as they are.
    pub fn html(&self, html: &str) -> String {
        html::repair(self, html).0
    }

    /// Repairs the text of HTML and lists what was changed, in order; the ranges are places in the HTML, and words
    /// are shown without the tags inside them.
    pub fn html_changes(&self, html: &str) -> (String, Vec<Change>) {
        html::repair(self, html)
    }

    /// Repairs a page that comes in pieces.
    pub fn html_stream(&self) -> HtmlStream {
        HtmlStream::new(self.stream())
    }

    /// Repairs one line and lists what was changed, in order.
    pub fn changes(&self, line: &str) -> (String, Vec<Change>) {
        let repaired = self.line(line);
        let list = changes::list(line, &repaired);
        (repaired, list)
    }
}

/// Repairs a text cautiously, as publishing does.
pub fn repair(text: &str) -> String {
    Repairer::new(Mode::Publish).text(text)
}

/// A line with its characters made regular, gaps untouched: what training text goes through.
#[doc(hidden)]
pub fn regular(line: &str) -> String {
    normalise::normalise(line).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_addresses_stay() {
        for line in ["https://a.ir/می شود", "#می_شود", "a@b.ir", "ببینید: www.site.ir/p?x=1"]
        {
            assert_eq!(Repairer::new(Mode::Full).line(line), line);
        }
    }

    #[test]
    fn what_is_no_word_is_repaired_in_good_text_too() {
        let line = "شب\u{200c}ها هم نمیکنند";
        assert_eq!(Repairer::new(Mode::Full).line(line), "شب\u{200c}ها هم نمی\u{200c}کنند");
    }

    #[test]
    fn nothing_breaks_it() {
        for line in [
            "",
            " ",
            "\u{200c}",
            "\u{200c}\u{200c} \u{200c}",
            "\u{feff}ا",
            "می",
            "\"",
            "«",
            "ا\r",
            "َ",
            "می\t شود",
        ] {
            let once = Repairer::new(Mode::Full).line(line);
            assert_eq!(Repairer::new(Mode::Full).line(&once), once, "{line:?}");
        }
    }
}
