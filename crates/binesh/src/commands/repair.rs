//! `binesh repair`: lines in, repaired lines out, as many as came in, in constant memory.

use std::io::{BufRead, BufReader, BufWriter, Read, Write};

use anyhow::{Context, bail, ensure};
use persian::repair::{Change, HtmlPart, Mode, PIECE_BYTES_MAX, Repairer, changes, cut};

use crate::cli::{Repair, RepairMode};

/// Bytes of a line that are read in one go: a longer one is repaired in the pieces that [`cut`] gives, so that memory
/// stays constant.
const HELD_BYTES: usize = 2 * PIECE_BYTES_MAX;
/// Bytes of a page read in one go.
const PAGE_PIECE_BYTES: usize = 1 << 18;
/// Large blocks keep system calls out of the way.
const BLOCK_BYTES: usize = 1 << 16;

/// Repairs standard input to standard output.
pub fn run(args: &Repair) -> anyhow::Result<()> {
    let repairer = Repairer::new(match args.mode {
        RepairMode::Publish => Mode::Publish,
        RepairMode::Full => Mode::Full,
    });
    let out = BufWriter::with_capacity(BLOCK_BYTES, std::io::stdout().lock());
    let input = std::io::stdin().lock();
    match (args.html, args.changes) {
        (true, changes) => repair_page(&repairer, input, out, changes),
        (false, true) => print_changes(&repairer, input, out),
        (false, false) => repair_lines(&repairer, input, out),
    }
}

fn repair_page(
    repairer: &Repairer,
    mut input: impl Read,
    mut out: impl Write,
    show_changes: bool,
) -> anyhow::Result<()> {
    let (mut page, mut text, mut number) = (repairer.html_stream(), Utf8::default(), 1);
    let mut write = |part: HtmlPart| -> anyhow::Result<()> {
        if !show_changes {
            return Ok(out.write_all(part.after.as_bytes())?);
        }
        let mut from = 0;
        for change in &part.changes {
            number += part.before[from..change.range.start].matches('\n').count();
            from = change.range.start;
            print_change(&mut out, number, change)?;
        }
        number += part.before[from..].matches('\n').count();
        Ok(())
    };
    let mut bytes = vec![0; PAGE_PIECE_BYTES];
    loop {
        let read = input.read(&mut bytes).context("Standard input could not be read.")?;
        if read == 0 {
            break;
        }
        write(page.push(text.push(&bytes[..read])?))?;
    }
    text.finish()?;
    write(page.finish())?;
    Ok(out.flush()?)
}

fn repair_lines(repairer: &Repairer, input: impl Read, mut out: impl Write) -> anyhow::Result<()> {
    let (mut pieces, mut stream) = (Pieces::of(input), repairer.stream());
    while let Some(piece) = pieces.next()? {
        out.write_all(stream.piece(piece.text, piece.begins).as_bytes())?;
        out.write_all(piece.end.as_bytes())?;
        show(&mut out, &pieces.input)?;
    }
    Ok(out.flush()?)
}

fn print_changes(repairer: &Repairer, input: impl Read, mut out: impl Write) -> anyhow::Result<()> {
    let (mut pieces, mut stream) = (Pieces::of(input), repairer.stream());
    while let Some(piece) = pieces.next()? {
        let repaired = stream.piece(piece.text, piece.begins);
        for change in changes(piece.text, &repaired) {
            print_change(&mut out, piece.number, &change)?;
        }
        show(&mut out, &pieces.input)?;
    }
    Ok(out.flush()?)
}

/// Shows what was written before more input is waited for: a person may be typing.
fn show(out: &mut impl Write, input: &BufReader<impl Read>) -> std::io::Result<()> {
    if input.buffer().is_empty() { out.flush() } else { Ok(()) }
}

fn print_change(out: &mut impl Write, line: usize, change: &Change) -> std::io::Result<()> {
    let flat = |words: &str| words.replace(['\n', '\t', '\r'], " ");
    writeln!(out, "{line}\t{:?}\t{}\t{}", change.kind, flat(&change.before), flat(&change.after))
}

/// What to do with another encoding: of single bytes, or of two, which the text's first bytes tell.
fn how_to_convert(bytes: &[u8]) -> &'static str {
    let is_wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.contains(&0);
    if is_wide {
        "convert it first with iconv -f UTF-16 -t UTF-8"
    } else {
        "convert it first, as with iconv -f WINDOWS-1256 -t UTF-8"
    }
}

/// Bytes that come in pieces, as text.
#[derive(Default)]
struct Utf8 {
    text: String,
    /// The begun character at the end of the last piece.
    begun: Vec<u8>,
    read: usize,
}

impl Utf8 {
    fn push(&mut self, piece: &[u8]) -> anyhow::Result<&str> {
        let bytes = [&std::mem::take(&mut self.begun), piece].concat();
        let (whole, begun) = match std::str::from_utf8(&bytes) {
            Ok(text) => (text, &[][..]),
            Err(error) if error.error_len().is_none() => {
                let (whole, begun) = bytes.split_at(error.valid_up_to());
                (std::str::from_utf8(whole)?, begun)
            }
            Err(error) => {
                let place = self.read + error.valid_up_to() + 1;
                bail!("Byte {place} is not UTF-8; {}", how_to_convert(&bytes[error.valid_up_to()..]))
            }
        };
        whole.clone_into(&mut self.text);
        self.begun = begun.to_vec();
        self.read += whole.len();
        Ok(&self.text)
    }

    fn finish(&self) -> anyhow::Result<()> {
        ensure!(
            self.begun.is_empty(),
            "Byte {} is not UTF-8; {}",
            self.read + 1,
            how_to_convert(&self.begun)
        );
        Ok(())
    }
}

/// The lines of an input, long ones in pieces.
struct Pieces<R> {
    input: BufReader<R>,
    /// A line with its end, or as much of one as [`HELD_BYTES`]; of that so much was given out.
    held: Vec<u8>,
    given: usize,
    /// Lines that were given out whole.
    lines: usize,
    /// Whether the next piece begins a line.
    begins: bool,
}

/// A line, or a piece of one.
struct Piece<'a> {
    text: &'a str,
    /// `\n`, `\r\n`, or nothing where the line goes on or the input ends.
    end: &'a str,
    /// The number of its line, from 1.
    number: usize,
    /// Whether it begins its line.
    begins: bool,
}

impl<R: Read> Pieces<R> {
    fn of(input: R) -> Self {
        let input = BufReader::with_capacity(BLOCK_BYTES, input);
        Self { input, held: Vec::new(), given: 0, lines: 0, begins: true }
    }

    /// The next piece. Another encoding read as UTF-8 would be lost, so it is refused.
    fn next(&mut self) -> anyhow::Result<Option<Piece<'_>>> {
        self.held.drain(..std::mem::take(&mut self.given));
        if !self.held.ends_with(b"\n") {
            let room = (HELD_BYTES - self.held.len()) as u64;
            let mut input = self.input.by_ref().take(room);
            input.read_until(b'\n', &mut self.held).context("Standard input could not be read.")?;
        }
        if self.held.is_empty() {
            return Ok(None);
        }
        let number = self.lines + 1;
        let is_whole = self.held.ends_with(b"\n") || self.held.len() < HELD_BYTES;
        let text = match std::str::from_utf8(&self.held) {
            Ok(text) => text,
            Err(error) if error.error_len().is_none() && !is_whole => {
                std::str::from_utf8(&self.held[..error.valid_up_to()])?
            }
            Err(_) => bail!("Line {number} is not UTF-8; {}", how_to_convert(&self.held)),
        };
        let (text, end) = split_end(text);
        let at = cut(text);
        let ends = is_whole && at == text.len();
        self.given = if ends { self.held.len() } else { at };
        self.lines += usize::from(ends);
        let begins = std::mem::replace(&mut self.begins, ends);
        Ok(Some(Piece { text: &text[..at], end: if ends { end } else { "" }, number, begins }))
    }
}

/// Parts a line from its `\n` or `\r\n`.
fn split_end(line: &str) -> (&str, &str) {
    let end = if line.ends_with("\r\n") { 2 } else { usize::from(line.ends_with('\n')) };
    line.split_at(line.len() - end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        let mut out = Vec::new();
        repair_lines(&Repairer::new(Mode::Full), input.as_bytes(), &mut out).expect("a repair");
        assert_eq!(String::from_utf8(out).expect("text"), expected);
    }

    #[test]
    fn lines_stay_as_many_and_keep_their_ends() {
        check("", "");
        check("\n\n", "\n\n");
        check("سلام\r\nدنیا", "سلام\r\nدنیا");
        check("او می رود\n", "او می\u{200c}رود\n");
    }

    #[test]
    fn a_long_line_comes_to_the_same_as_in_the_library() {
        let repairer = Repairer::new(Mode::Full);
        let page = "او می رود و كتاب ها را می خواند. او گفت: «آمد. رفت.» و ".repeat(HELD_BYTES / 10);
        let command = format!("print(\"{}\")", "او می رود. ".repeat(HELD_BYTES / 10));
        let words = "کتاب ".repeat(HELD_BYTES / 4);
        let letters = format!("a{}", "خ".repeat(4 * HELD_BYTES));
        for long in [page, command.clone(), words, letters.clone()] {
            check(&format!("{long}\r\nاو می رود"), &format!("{}\r\nاو می\u{200c}رود", repairer.line(&long)));
        }
        check(&command, &command);
        check(&letters, &letters);
    }

    #[test]
    fn changes_of_a_long_line_are_of_that_line() {
        let (mut out, long) = (Vec::new(), "او می رود. ".repeat(HELD_BYTES / 10));
        let input = format!("آمد\n{long}\nكتاب");
        print_changes(&Repairer::new(Mode::Full), input.as_bytes(), &mut out).expect("a repair");
        let out = String::from_utf8(out).expect("text");
        assert_eq!(
            out.matches("2\tHalfSpace\tمی رود.\tمی\u{200c}رود.\n").count(),
            HELD_BYTES / 10,
            "{out:.300}"
        );
        assert!(out.ends_with("3\tLetter\tكتاب\tکتاب\n"), "{out:.300}");
    }

    #[test]
    fn another_encoding_is_refused_with_its_place() {
        let mut out = Vec::new();
        let repairer = Repairer::new(Mode::Full);
        let refused = repair_lines(&repairer, b"ok\n\xe3\xed\n".as_slice(), &mut out).expect_err("a refusal");
        assert!(refused.to_string().starts_with("Line 2 is not UTF-8"), "{refused}");
        assert_eq!(out, b"ok\n", "what came before it is not lost");
        let wide = b"\xff\xfe*\x06".as_slice();
        let told = repair_lines(&repairer, wide, &mut Vec::new()).expect_err("a refusal").to_string();
        assert!(told.contains("UTF-16"), "{told}");
        let page = b"<p>ok</p>\xff\xfe".as_slice();
        let refused = repair_page(&repairer, page, &mut out, false).expect_err("a refusal");
        assert!(refused.to_string().starts_with("Byte 10 is not UTF-8"), "{refused}");
    }

    #[test]
    fn a_page_may_be_cut_inside_of_a_character() {
        let mut text = Utf8::default();
        let mut read = String::new();
        for byte in "کتاب a ۱".bytes() {
            read.push_str(text.push(&[byte]).expect("text"));
        }
        assert_eq!(read, "کتاب a ۱");
        text.finish().expect("an end");
        text.push(&[0xd8]).expect("a beginning");
        assert!(text.finish().is_err());
    }
}
