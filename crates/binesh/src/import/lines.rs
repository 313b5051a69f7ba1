//! The lines of an import file, as records in batches, behind a progress bar.

use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::record::Record;

/// An article of one line is at most this large; real ones end under 200 KB.
const LINE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// What programs on Windows put before a text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A file that is being read.
pub struct Lines {
    reader: Box<dyn BufRead + Send>,
    bar: ProgressBar,
    /// As named in messages.
    file: String,
    line: Vec<u8>,
    number: usize,
    skip_bad: bool,
    /// Lines passed over because they are no articles.
    pub skipped: u64,
}

/// Why there is no record.
enum Wrong {
    /// This line is no article.
    Line(String),
    /// The file cannot be read on.
    File(String),
}

impl Lines {
    /// Opens a file, compressed or not; `-` is standard input.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(path: &Path, skip_bad: bool) -> anyhow::Result<Self> {
        let bar = ProgressBar::no_length();
        let (reader, bar): (Box<dyn Read + Send>, ProgressBar) = if path == Path::new("-") {
            (Box::new(std::io::stdin()), bar)
        } else {
            let file = std::fs::File::open(path)
                .with_context(|| format!("{} could not be opened", path.display()))?;
            let about = file.metadata().with_context(|| format!("{} could not be opened", path.display()))?;
            if about.is_dir() {
                bail!("{} is a folder; name the file in it.", path.display());
            }
            let bar = bar_of(about.len());
            let counted = bar.wrap_read(file);
            if path.extension().is_some_and(|end| end == "gz") {
                (Box::new(flate2::read::MultiGzDecoder::new(counted)), bar)
            } else {
                (Box::new(counted), bar)
            }
        };
        let reader = Box::new(BufReader::with_capacity(1 << 18, reader));
        let file = path.display().to_string();
        Ok(Self { reader, bar, file, line: Vec::new(), number: 0, skip_bad, skipped: 0 })
    }

    /// Up to `most` records, and how the file ended when it did: well, or at a line where reading cannot go on.
    pub fn batch(&mut self, most: usize) -> (Vec<Record>, Option<anyhow::Result<()>>) {
        let mut batch = Vec::with_capacity(most);
        while batch.len() < most {
            match self.record() {
                Ok(Some(record)) => batch.push(record),
                Ok(None) => return (batch, Some(Ok(()))),
                Err(Wrong::Line(what)) if self.skip_bad => {
                    self.skipped += 1;
                    self.bar.suspend(|| eprintln!("{}, line {}: {what}.", self.file, self.number));
                }
                Err(Wrong::Line(what)) => {
                    let advice = "Mend it and run the same command again, which goes on from here, or pass over such lines with --skip-bad.";
                    return (
                        batch,
                        Some(Err(anyhow!("{}, line {}: {what}. {advice}", self.file, self.number))),
                    );
                }
                Err(Wrong::File(what)) => {
                    return (batch, Some(Err(anyhow!("{}, line {}: {what}", self.file, self.number))));
                }
            }
        }
        (batch, None)
    }

    /// Shows how many articles were met: on a terminal beside the bar, elsewhere (a log, a pipe) as a line.
    pub fn tell(&self, articles: u64) {
        if self.bar.is_hidden() {
            eprintln!("{} articles", HumanCount(articles));
        }
        self.bar.set_message(format!("{} articles", HumanCount(articles)));
    }

    /// The next line that is not empty, as a record; None at the end.
    fn record(&mut self) -> Result<Option<Record>, Wrong> {
        loop {
            self.line.clear();
            self.number += 1;
            let most = LINE_BYTES_MAX as u64 + 1;
            let read = (&mut self.reader).take(most).read_until(b'\n', &mut self.line).map_err(|error| {
                Wrong::File(format!(
                    "the file is damaged here ({error}); get it anew and run the same command again."
                ))
            })?;
            if read == 0 {
                return Ok(None);
            }
            if self.line.len() > LINE_BYTES_MAX {
                let most = LINE_BYTES_MAX >> 20;
                return Err(Wrong::File(format!("longer than {most} MiB; one article is one line.")));
            }
            let line =
                self.line.strip_prefix(BYTE_ORDER_MARK).filter(|_| self.number == 1).unwrap_or(&self.line);
            if !line.iter().all(u8::is_ascii_whitespace) {
                return Record::parse(line).map(Some).map_err(Wrong::Line);
            }
        }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// A bar over the bytes read from the disk.
fn bar_of(bytes: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:32} {percent:>3}%  {msg}  {elapsed} (about {eta} left)");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    ProgressBar::with_draw_target(Some(bytes), target).with_style(style)
}
