//! A program under measurement: its memory and CPU time as Linux counts them, its end, its folder.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::command;

/// Clock ticks a second in `/proc/PID/stat`; fixed for programs on Linux.
const TICKS: f64 = 100.0;

/// A started program. Dropping it ends it.
pub(super) struct Program(Child);

impl Program {
    /// With both ends in our hands.
    pub(super) fn piped(command: &mut Command) -> Result<Self, String> {
        Self::spawn(command.stdin(Stdio::piped()).stdout(Stdio::piped()))
    }

    /// With nothing shown.
    pub(super) fn quiet(command: &mut Command) -> Result<Self, String> {
        Self::spawn(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()))
    }

    fn spawn(command: &mut Command) -> Result<Self, String> {
        command.spawn().map(Self).map_err(|error| format!("{command:?}: {error}"))
    }

    /// Its input and output.
    pub(super) fn pipes(&mut self) -> Result<(ChildStdin, ChildStdout), String> {
        self.0.stdin.take().zip(self.0.stdout.take()).ok_or_else(|| "no pipes".into())
    }

    /// Waits for its end and answers the most memory it held, in MB.
    pub(super) fn watch_to_the_end(&mut self, every: Duration) -> Result<u64, String> {
        let mut most = 0;
        while self.0.try_wait().map_err(|error| error.to_string())?.is_none() && !command::interrupted() {
            most = most.max(status_mb(self.0.id(), "VmHWM:"));
            thread::sleep(every);
        }
        Ok(most)
    }

    /// Whether it ended well.
    pub(super) fn succeeded(mut self, name: &str) -> Result<(), String> {
        let status = self.0.wait().map_err(|error| error.to_string())?;
        if status.success() { Ok(()) } else { Err(format!("{name} ended with {status}")) }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A server of ours and where it listens.
pub(super) struct Server {
    program: Program,
    /// `127.0.0.1:port`
    pub(super) address: String,
}

impl Server {
    /// Starts it and waits for the address that it prints.
    pub(super) fn start(command: &mut Command) -> Result<Self, String> {
        let (reader, writer) = std::io::pipe().map_err(|error| error.to_string())?;
        let both = writer.try_clone().map_err(|error| error.to_string())?;
        let program = Program::spawn(command.stdin(Stdio::null()).stdout(writer).stderr(both))?;
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut lines = BufReader::new(reader);
        let address = announced(&mut lines)?;
        // What it says later is read and dropped, or it would block.
        thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Ok(Self { program, address })
    }

    /// Starts one that says nothing, and waits until it answers where it was told to listen.
    pub(super) fn start_at(command: &mut Command, address: String) -> Result<Self, String> {
        let program = Program::quiet(command)?;
        for _ in 0..100 {
            if std::net::TcpStream::connect(&address).is_ok() {
                return Ok(Self { program, address });
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(format!("{command:?} does not listen at {address}"))
    }

    /// Memory now, in MB.
    pub(super) fn memory(&self) -> u64 {
        status_mb(self.program.0.id(), "VmRSS:")
    }

    /// Memory now, in KB.
    pub(super) fn memory_kb(&self) -> u64 {
        status_kb(self.program.0.id(), "VmRSS:")
    }

    /// CPU time so far, in milliseconds.
    pub(super) fn cpu_ms(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.program.0.id())).unwrap_or_default();
        let after_name = stat.rsplit(") ").next().unwrap_or_default();
        // Fields 14 and 15 of the file: user and system time.
        after_name.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>()
            * 1e3
            / TICKS
    }
}

fn announced(lines: &mut BufReader<impl Read>) -> Result<String, String> {
    let mut said = String::new();
    for line in lines.lines() {
        let line = line.map_err(|error| error.to_string())?;
        if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
            let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
            return Ok(format!("127.0.0.1:{port}"));
        }
        said = said + &line + "\n";
    }
    Err(format!("the server ended before it said where it listens:\n{said}"))
}

fn status_mb(pid: u32, field: &str) -> u64 {
    status_kb(pid, field) / 1024
}

fn status_kb(pid: u32, field: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// A temporary folder that goes away.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    /// A new one.
    pub(super) fn new(name: &str) -> Result<Self, String> {
        let path = std::env::temp_dir().join(format!("binesh-bench-{name}-{}", std::process::id()));
        fs::create_dir(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
