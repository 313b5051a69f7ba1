//! `binesh repair`: lines in, repaired lines out, as many as came in, in constant memory.

use std::io::{BufRead, BufReader, BufWriter, Read, Write};

use anyhow::{Context, bail, ensure};
use persian::repair::{Change, HtmlPart, Mode, Repairer};

use crate::cli::{Repair, RepairMode};

/// A line longer than this is repaired in pieces, cut after a space, so that memory stays constant.
const LINE_BYTES_MAX: usize = 1 << 20;
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
    let mut input = BufReader::with_capacity(BLOCK_BYTES, input);
    let (mut stream, mut line) = (repairer.stream(), Vec::new());
    let mut number = 1;
    while read_piece(&mut input, &mut line)? {
        let (text, end) = split_end(&line);
        out.write_all(stream.line(of_line(text, number)?).as_bytes())?;
        out.write_all(end)?;
        number += usize::from(!end.is_empty());
        show(&mut out, &input)?;
    }
    Ok(out.flush()?)
}

fn print_changes(repairer: &Repairer, input: impl Read, mut out: impl Write) -> anyhow::Result<()> {
    let mut input = BufReader::with_capacity(BLOCK_BYTES, input);
    let mut stream = repairer.stream();
    let (mut line, mut number) = (Vec::new(), 1_usize);
    while read_piece(&mut input, &mut line)? {
        let (text, end) = split_end(&line);
        for change in stream.changes(of_line(text, number)?).1 {
            print_change(&mut out, number, &change)?;
        }
        number += usize::from(!end.is_empty());
        show(&mut out, &input)?;
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

/// A line as text. Another encoding read as UTF-8 would be lost, so it is refused.
fn of_line(bytes: &[u8], number: usize) -> anyhow::Result<&str> {
    std::str::from_utf8(bytes)
        .map_err(|_| anyhow::anyhow!("Line {number} is not UTF-8; {}", how_to_convert(bytes)))
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

/// Reads a line with its end, or a piece of one that is over [`LINE_BYTES_MAX`], into `line`. False at the end.
fn read_piece(input: &mut impl BufRead, line: &mut Vec<u8>) -> anyhow::Result<bool> {
    line.clear();
    loop {
        let block = input.fill_buf().context("Standard input could not be read.")?;
        if block.is_empty() {
            return Ok(!line.is_empty());
        }
        let newline = block.iter().position(|byte| *byte == b'\n');
        let mut take = newline.map_or(block.len(), |at| at + 1);
        let full = newline.is_none() && line.len() + take > LINE_BYTES_MAX;
        let space = if full { block.iter().rposition(|byte| *byte == b' ') } else { None };
        take = space.map_or(take, |at| at + 1);
        // Without a space it is cut before a character: bytes 10xxxxxx are the later ones of one.
        let forced = full && space.is_none() && line.len() > LINE_BYTES_MAX;
        if forced {
            let start = block.iter().rposition(|byte| byte & 0xc0 != 0x80);
            take = start.filter(|at| *at > 0).unwrap_or(take);
        }
        line.extend_from_slice(&block[..take]);
        input.consume(take);
        if newline.is_some() || space.is_some() || forced {
            return Ok(true);
        }
    }
}

/// Parts a line from its `\n` or `\r\n`.
fn split_end(line: &[u8]) -> (&[u8], &[u8]) {
    let end = if line.ends_with(b"\r\n") { 2 } else { usize::from(line.ends_with(b"\n")) };
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
    fn a_line_without_end_is_cut_at_a_space() {
        let long = "کتاب ".repeat(LINE_BYTES_MAX / 4);
        let mut out = Vec::new();
        repair_lines(&Repairer::new(Mode::Full), long.as_bytes(), &mut out).expect("a repair");
        assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), 0);
        assert!(out.len() + 1 >= long.trim_end().len());
    }

    #[test]
    fn a_line_without_spaces_keeps_its_letters() {
        let long = format!("a{}", "خ".repeat(2 * LINE_BYTES_MAX));
        let mut out = Vec::new();
        repair_lines(&Repairer::new(Mode::Full), long.as_bytes(), &mut out).expect("a repair");
        assert!(String::from_utf8(out).expect("text") == long);
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
