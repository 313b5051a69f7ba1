//! Running other programs: their output is kept, a Ctrl-C or a kill reaches them and all that they started.
//!
//! Each program runs in a process group of its own. A terminal's Ctrl-C therefore reaches only us; the handler
//! passes it on, the step ends as failed, and the ordinary way out removes folders and stops servers.

use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Group of the program that runs now; 0 when none does.
static GROUP: AtomicU32 = AtomicU32::new(0);
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static HANDLER: Once = Once::new();

/// What a program did.
pub(crate) struct Ran {
    /// It ended with status 0.
    pub(crate) ok: bool,
    /// What it printed on both streams, in order.
    pub(crate) output: String,
}

/// From here on an interruption stops the running program in place of us.
pub(crate) fn catch_interruptions() -> Result<(), String> {
    let mut set = Ok(());
    HANDLER.call_once(|| {
        set = ctrlc::set_handler(pass_on).map_err(|error| format!("no handler for Ctrl-C: {error}"))
    });
    set
}

/// Whether somebody wants us to stop.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Runs to the end. `echo` also shows the output as it comes.
pub(crate) fn run(command: &mut Command, echo: bool) -> Result<Ran, String> {
    if interrupted() {
        return Err("interrupted".into());
    }
    let name = command.get_program().to_string_lossy().into_owned();
    let failed = |error: std::io::Error| format!("{name} could not be run: {error}");
    let (mut reader, writer) = std::io::pipe().map_err(failed)?;
    command.stdin(Stdio::null()).stdout(writer.try_clone().map_err(failed)?).stderr(writer).process_group(0);
    let mut child = command.spawn().map_err(failed)?;
    GROUP.store(child.id(), Ordering::SeqCst);
    // The pipe ends when the last writer is gone; ours must go too.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let output = drain(&mut reader, echo);
    let status = child.wait().map_err(failed);
    GROUP.store(0, Ordering::SeqCst);
    if interrupted() {
        return Err("interrupted".into());
    }
    Ok(Ran { ok: status?.success(), output: String::from_utf8_lossy(&output).into_owned() })
}

/// As [`run`], and a failure is an error that holds what was printed.
pub(crate) fn must(command: &mut Command) -> Result<String, String> {
    let ran = run(command, false)?;
    if ran.ok { Ok(ran.output) } else { Err(format!("{command:?} failed:\n{}", ran.output)) }
}

/// Sends a signal to a process group.
pub(crate) fn signal_group(group: u32, signal: &str) {
    let _ = Command::new("kill").args([signal, "--", &format!("-{group}")]).stderr(Stdio::null()).status();
}

fn pass_on() {
    INTERRUPTED.store(true, Ordering::SeqCst);
    let group = GROUP.load(Ordering::SeqCst);
    if group != 0 {
        signal_group(group, "-TERM");
    }
}

fn drain(reader: &mut impl Read, echo: bool) -> Vec<u8> {
    let (mut all, mut part) = (Vec::new(), [0_u8; 8192]);
    while let Ok(count @ 1..) = reader.read(&mut part) {
        all.extend_from_slice(&part[..count]);
        if echo {
            let mut out = std::io::stdout().lock();
            let _ = out.write_all(&part[..count]).and_then(|()| out.flush());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_of_both_streams_is_kept() {
        let ran = run(Command::new("sh").args(["-c", "echo one; echo two >&2; exit 3"]), false).unwrap();
        assert!(!ran.ok);
        assert_eq!(ran.output, "one\ntwo\n");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = run(&mut Command::new("no-such-program-of-ours"), false).err().unwrap();
        assert!(error.contains("no-such-program-of-ours"), "{error}");
    }
}
