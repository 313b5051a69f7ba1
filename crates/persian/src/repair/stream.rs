//! Lines of one text, repaired one after another.

use std::borrow::Cow;

use super::convention::{Convention, Signals};
use super::memory::Trace;
use super::tagger::{Model, Scratch, Surroundings};
use super::{Change, Mode, changes, cut, memory, normalise, parting, phrases, protected, slips, tagger, teh};

/// Repairs the lines of one text. What its lines have shown of the writer's ways (a few counts) bears on the lines
/// that follow; the same lines in the same order always give the same result.
#[derive(Clone, Debug)]
pub struct Stream<'a> {
    model: Model<'a>,
    mode: Mode,
    /// Of the lines before, as they were written and as they were repaired.
    written: Convention,
    repaired: Convention,
    traces: Vec<Trace>,
    scratch: Scratch,
    /// Whether the line at hand is of a program.
    is_code: bool,
}

/// What became of a line.
#[derive(Clone, Copy, Default)]
struct Halved {
    /// Whether it has new half-spaces.
    any: bool,
    /// Whether words were parted, or half-spaces taken out, because of these.
    parted: bool,
}

/// Text that people wrote settles after two rounds; strings made to break programs are cut short.
const ROUNDS_MAX: usize = 8;

impl<'a> Stream<'a> {
    /// A stream that adds half-spaces where `model` finds them, as boldly as `mode` has it.
    #[doc(hidden)]
    pub fn new(model: Model<'a>, mode: Mode) -> Self {
        Self {
            model,
            mode,
            written: Convention::default(),
            repaired: Convention::default(),
            traces: Vec::new(),
            scratch: Scratch::default(),
            is_code: false,
        }
    }

    /// Repairs the next line; a long one in pieces, each in the light of those before it (see [`cut`]).
    pub fn line(&mut self, line: &str) -> String {
        let (piece, mut rest) = line.split_at(cut::cut(line));
        let mut out = self.piece(piece, true);
        while !rest.is_empty() {
            let piece;
            (piece, rest) = rest.split_at(cut::cut(rest));
            out.push_str(&self.piece(piece, false));
        }
        out
    }

    /// Repairs a piece of a line that was [`cut`], which begins the line or goes on with it. The pieces of a line come to
    /// the same as the line.
    pub fn piece(&mut self, line: &str, begins: bool) -> String {
        if begins {
            self.is_code = protected::is_line_of_code(line);
        }
        // Digits, quotes and dashes of Latin are its own.
        if self.is_code
            || line.is_ascii()
            || !line.contains(normalise::is_letter) && line.contains(|c: char| c.is_ascii_alphabetic())
        {
            return line.to_owned();
        }
        let (mut text, mut regular) = self.read(Cow::Borrowed(line));
        // A space can part a number from a Latin word: then it is no longer of the word.
        let mut parted = false;
        while parting::repair(&mut self.scratch.line, &mut self.scratch.pieces, &self.model) {
            parted = true;
            text = Cow::Owned(self.written_out(text.len()));
            regular = normalise::is_regular(&text);
            if regular {
                break;
            }
            (text, regular) = self.read(text);
        }
        let Halved { any, parted: again } = self.halve();
        match (any, regular && !again) {
            (false, true) => text.into_owned(),
            (false, false) if !parted => text.into_owned(),
            // Half-spaces between letters leave it regular.
            (true, true) => self.written_out(text.len()),
            _ => normalise::normalise(&self.written_out(text.len())).into_owned(),
        }
    }

    /// Makes a line regular as far as it can be and reads it. Answers whether it is.
    fn read<'t>(&mut self, mut text: Cow<'t, str>) -> (Cow<'t, str>, bool) {
        let Scratch { line, pieces, .. } = &mut self.scratch;
        let mut regular = line.read_regular(&text);
        if !regular {
            let mended = slips::mended(&text, &self.model);
            text = Cow::Owned(normalise::by_the_rules(mended.as_deref().unwrap_or(&text)));
            if let Some(replaced) = teh::replaced(&text, &self.model) {
                text = Cow::Owned(replaced);
            }
            regular = line.read_regular(&text);
            if !regular {
                line.read(&text);
            }
        }
        pieces.read(line, &self.model);
        if pieces.line.iter().any(|piece| piece.is_arabic()) {
            line.read_with_arabic(&text);
            pieces.read(line, &self.model);
        }
        (text, regular)
    }

    fn written_out(&self, long: usize) -> String {
        let mut text = String::with_capacity(long + 16);
        self.scratch.line.write(&mut text);
        text
    }

    /// Adds the half-spaces of the line that was read, and learns from it.
    fn halve(&mut self) -> Halved {
        let Self { model, scratch, .. } = self;
        let signals = Signals::of(&scratch.line, model, &scratch.pieces.line);
        memory::trace(&scratch.line, &scratch.pieces.line, &mut self.traces);
        let written = Surroundings { signals, convention: &self.written };
        let mut repaired = Surroundings { signals, convention: &self.repaired };
        let mut halved = Halved::default();
        // A new half-space may show that one beside it is none: بچ‌هها becomes بچ‌ه‌ها, and that بچه‌ها.
        for _ in 0..ROUNDS_MAX {
            if phrases::join(&mut scratch.line, &mut scratch.pieces, model, &self.repaired.memory) {
                halved.any = true;
                repaired.signals = Signals::of(&scratch.line, model, &scratch.pieces.line);
            }
            if !tagger::repair(scratch, model, &written, &mut repaired, self.mode) {
                break;
            }
            halved.any = true;
            if !parting::repair(&mut scratch.line, &mut scratch.pieces, model) {
                break;
            }
            halved.parted = true;
            repaired.signals = Signals::of(&scratch.line, model, &scratch.pieces.line);
        }
        let repaired = repaired.signals;
        self.written.learn(&signals, &self.traces);
        if halved.any {
            memory::trace(&scratch.line, &scratch.pieces.line, &mut self.traces);
        }
        self.repaired.learn(&repaired, &self.traces);
        halved
    }

    /// Forgets the lines before: the next one is as the first.
    pub(super) fn forget(&mut self) {
        self.written = Convention::default();
        self.repaired = Convention::default();
    }

    /// Repairs the next line and lists what was changed, in order.
    pub fn changes(&mut self, line: &str) -> (String, Vec<Change>) {
        let repaired = self.line(line);
        let list = changes::list(line, &repaired);
        (repaired, list)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Mode, Repairer};

    fn repaired(mode: Mode, text: &[String]) -> Vec<String> {
        let repairer = Repairer::new(mode);
        text.iter().map(|line| repairer.line(line)).collect()
    }

    /// Texts of pieces and signs in an order that only the seed decides.
    fn text(seed: u64) -> Vec<String> {
        const PARTS: [&str; 24] = [
            "می", "نمی", "شود", "کتاب", "ها", "های", "بزرگ", "تر", "پیش", "بینی", "خانه", "ای", "\u{200c}",
            "\u{200c}", " ", " ", " ", "،", ".", "(", "«", "12", "كي", "\u{64e}",
        ];
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize
        };
        (0..12).map(|_| (0..next() % 40).map(|_| PARTS[next() % PARTS.len()]).collect()).collect()
    }

    #[test]
    fn a_repaired_line_stays_as_it_is_and_keeps_its_letters() {
        for seed in 0..200 {
            for mode in [Mode::Publish, Mode::Full] {
                let before = text(seed);
                let once = repaired(mode, &before);
                for (one, two) in once.iter().zip(repaired(mode, &once)) {
                    assert_eq!(*one, two, "seed {seed}");
                }
                let key = |lines: &[String]| -> String {
                    crate::fold::tokens(&lines.join("\n")).map(|token| token.text).collect()
                };
                assert_eq!(key(&before), key(&once), "seed {seed}");
            }
        }
    }

    #[test]
    fn a_stream_repaired_twice_stays_as_it_is() {
        for mode in [Mode::Publish, Mode::Full] {
            let streamed = |lines: &[String]| -> Vec<String> {
                let mut stream = Repairer::new(mode).stream();
                lines.iter().map(|line| stream.line(line)).collect()
            };
            for seed in 0..40 {
                let before: Vec<String> = (0..8).flat_map(|part| text(seed * 8 + part)).collect();
                let once = streamed(&before);
                assert_eq!(streamed(&once), once, "seed {seed}");
            }
        }
    }
}
