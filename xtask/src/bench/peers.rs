//! Binesh beside hazm, shekar and virastar: the same lines, scored by the same script, in one run.
//!
//! Each peer is installed in its own folder under `target/xtask/peers`, from its ordinary registry, at its newest
//! release; one that cannot be installed is named and left out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::target;

/// Damaged sentences of two treebanks and one set of edited lines, in the shared data.
const GOLD: [&str; 3] = ["perdt-dev.txt", "seraji-dev.txt", "iperudt-dev.txt"];
const PAIRS: [&str; 2] = ["p2p-dev.src.txt", "p2p-dev.tgt.txt"];

/// A program to set beside ours.
struct Peer {
    name: &'static str,
    script: &'static str,
    runs_on: Runtime,
}

#[derive(Clone, Copy, PartialEq)]
enum Runtime {
    Python,
    Node,
}

const PEERS: [Peer; 3] = [
    Peer { name: "hazm", script: include_str!("peers/hazm.py"), runs_on: Runtime::Python },
    Peer { name: "shekar", script: include_str!("peers/shekar.py"), runs_on: Runtime::Python },
    Peer { name: "virastar", script: include_str!("peers/virastar.js"), runs_on: Runtime::Node },
];

/// Scores Binesh and each peer that can be installed.
///
/// # Errors
/// When the shared data or its script is absent, or Binesh itself fails.
pub(super) fn compare(root: &Path, binary: &Path, shared: &Path) -> Result<(), String> {
    score("binesh", &[binary.to_path_buf(), "repair".into()], shared)?;
    for peer in &PEERS {
        let folder = target(root).join("xtask/peers").join(peer.name);
        let scored = install(peer, &folder).and_then(|command| score(peer.name, &command, shared));
        if let Err(reason) = scored {
            println!("{:<9}left out: {}", peer.name, reason.lines().next_back().unwrap_or_default());
        }
    }
    Ok(())
}

/// Installs a peer where it is not, and answers the command that repairs lines.
fn install(peer: &Peer, folder: &Path) -> Result<Vec<PathBuf>, String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let write = |name: &str| {
        let script = folder.join(name);
        fs::write(&script, peer.script).map_err(|error| format!("{}: {error}", script.display()))?;
        Ok::<_, String>(script)
    };
    match peer.runs_on {
        Runtime::Python => {
            let python = folder.join("bin/python");
            if !folder.join("installed").exists() {
                quietly(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
                quietly(Command::new(&python).args(["-m", "pip", "install", "--quiet", peer.name]))?;
                fs::write(folder.join("installed"), "").map_err(|error| error.to_string())?;
            }
            Ok(vec![python, write("repair.py")?])
        }
        Runtime::Node => {
            if !folder.join("node_modules").exists() {
                quietly(
                    Command::new("npm").args(["install", "--silent", "--prefix"]).arg(folder).arg(peer.name),
                )?;
            }
            Ok(vec!["node".into(), write("repair.js")?])
        }
    }
}

/// Prints what the shared script says of a command, each line after the program's name.
fn score(name: &str, command: &[PathBuf], shared: &Path) -> Result<(), String> {
    let data = |file: &&str| shared.join("data/repair").join(file);
    for file in &GOLD {
        let said = scored(shared, "gold", &[data(file)], command)?;
        said.lines()
            .for_each(|line| println!("{name:<9}{:<8}{}", file.split('-').next().unwrap_or(file), line));
    }
    let said = scored(shared, "pairs", &PAIRS.iter().map(data).collect::<Vec<_>>(), command)?;
    said.lines().for_each(|line| println!("{name:<9}{:<8}{line}", "p2p"));
    Ok(())
}

fn scored(shared: &Path, mode: &str, files: &[PathBuf], command: &[PathBuf]) -> Result<String, String> {
    let mut python = Command::new("python3");
    python.arg(shared.join("eval/repair.py")).arg(mode).args(files).arg("--").args(command);
    quietly(&mut python)
}

/// Runs a command and answers what it printed; what it complained of is the error.
fn quietly(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
}
