//! `binesh repair`: lines in, repaired lines out, as many as came in, in constant memory.

use std::io::{BufRead, BufWriter, Read, StdinLock, Write};

use anyhow::Context;
use persian::repair::{Change, Mode, Repairer};

use crate::cli::{Repair, RepairMode};

/// A line longer than this is repaired in pieces, cut after a space, so that memory stays constant.
const LINE_BYTES_MAX: usize = 1 << 20;
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
    mut input: StdinLock,
    mut out: impl Write,
    show_changes: bool,
) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).context("Standard input could not be read.")?;
    let html = String::from_utf8_lossy(&bytes);
    let (repaired, changes) = repairer.html_changes(&html);
    if show_changes {
        let (mut number, mut from) = (1, 0);
        for change in changes {
            number += html[from..change.range.start].matches('\n').count();
            from = change.range.start;
            print_change(&mut out, number, &change)?;
        }
    } else {
        out.write_all(repaired.as_bytes())?;
    }
    Ok(out.flush()?)
}

fn repair_lines(repairer: &Repairer, mut input: impl BufRead, mut out: impl Write) -> anyhow::Result<()> {
    let (mut stream, mut line) = (repairer.stream(), Vec::new());
    while read_piece(&mut input, &mut line)? {
        let (text, end) = split_end(&line);
        out.write_all(stream.line(&String::from_utf8_lossy(text)).as_bytes())?;
        out.write_all(end)?;
    }
    Ok(out.flush()?)
}

fn print_changes(repairer: &Repairer, mut input: impl BufRead, mut out: impl Write) -> anyhow::Result<()> {
    let mut stream = repairer.stream();
    let (mut line, mut number) = (Vec::new(), 1_usize);
    while read_piece(&mut input, &mut line)? {
        let (text, end) = split_end(&line);
        for change in stream.changes(&String::from_utf8_lossy(text)).1 {
            print_change(&mut out, number, &change)?;
        }
        number += usize::from(!end.is_empty());
    }
    Ok(out.flush()?)
}

fn print_change(out: &mut impl Write, line: usize, change: &Change) -> std::io::Result<()> {
    let flat = |words: &str| words.replace(['\n', '\t', '\r'], " ");
    writeln!(out, "{line}\t{:?}\t{}\t{}", change.kind, flat(&change.before), flat(&change.after))
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
}
