//! Repairs standard input line by line: `cargo run --release -p persian --example repair_lines < text`.

use std::io::{BufRead, BufWriter, Write};

fn main() -> std::io::Result<()> {
    let repairer = persian::repair::Repairer::new(persian::repair::Mode::Full);
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", repairer.line(&line?))?;
    }
    out.flush()
}
