//! Repairs standard input line by line: `cargo run --release -p persian --example repair_lines < text`.

use std::io::{BufRead, BufWriter, Write};

fn main() -> std::io::Result<()> {
    let mut stream = persian::repair::Repairer::new(persian::repair::Mode::Full).stream();
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", stream.line(&line?))?;
    }
    out.flush()
}
