//! A private PostgreSQL cluster for one run of the tests: made in a temporary folder, gone afterwards.
//!
//! It listens on a free loopback port and keeps its socket in its own folder, so it meets no other server.
//! PostgreSQL refuses to run as root; as root we run it as `postgres`, or `nobody` where that user is missing.
//! Nothing survives the run, so nothing is flushed to disk.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::command;
use crate::programs::{self, find};

/// A cluster is ready in under a second; a loaded machine gets this long.
const READY_WITHIN: Duration = Duration::from_secs(60);
/// Somebody may take the free port between our asking and the server's: then another is tried.
const PORTS_TRIED: usize = 5;
const POLL: Duration = Duration::from_millis(20);
/// Every test process opens a pool of its own.
const CONNECTIONS_MAX: usize = 300;

/// A running cluster. Dropping it stops the server and removes its folder.
pub(crate) struct Cluster {
    server: Option<Child>,
    home: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes and starts a cluster.
    ///
    /// # Errors
    /// A sentence: what is missing, or what the server said.
    pub(crate) fn start() -> Result<Self, String> {
        let bin = programs::need("PostgreSQL", &["postgresql"], binaries)?;
        let user = user()?;
        let home = std::env::temp_dir().join(format!("binesh-postgres-{}", std::process::id()));
        let mut cluster = Self { server: None, home, port: 0 };
        cluster.make_home(user.as_ref())?;
        cluster.init(&bin, user.as_ref())?;
        for _ in 0..PORTS_TRIED {
            if cluster.serve(&bin, user.as_ref())? {
                return Ok(cluster);
            }
        }
        Err(format!("PostgreSQL did not start; it said:\n{}", cluster.log()))
    }

    /// Address of its `postgres` database, for a superuser.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    fn make_home(&self, user: Option<&User>) -> Result<(), String> {
        let failed = |error| format!("{} could not be made: {error}", self.home.display());
        fs::create_dir(&self.home).map_err(failed)?;
        fs::set_permissions(&self.home, fs::Permissions::from_mode(0o700)).map_err(failed)?;
        user.map_or(Ok(()), |user| chown(&self.home, Some(user.uid), Some(user.gid))).map_err(failed)
    }

    fn init(&self, bin: &Path, user: Option<&User>) -> Result<(), String> {
        let mut initdb = as_user(&bin.join("initdb"), user, &self.home);
        initdb.args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
            "--pgdata",
        ]);
        command::must(initdb.arg(self.data())).map(drop)
    }

    /// Starts the server on a free port; false when it went away again.
    fn serve(&mut self, bin: &Path, user: Option<&User>) -> Result<bool, String> {
        self.port = free_port()?;
        let failed = |error| format!("PostgreSQL could not be started: {error}");
        let log = File::create(self.home.join("log")).map_err(failed)?;
        let mut server = self.server_command(bin, user);
        server.stdin(Stdio::null()).stdout(log.try_clone().map_err(failed)?).stderr(log).process_group(0);
        let server = self.server.insert(server.spawn().map_err(failed)?);
        let pid_file = self.home.join("data/postmaster.pid");
        let started = Instant::now();
        while started.elapsed() < READY_WITHIN && !command::interrupted() {
            // The last line of this file is the server's state; `pg_ctl start` waits in the same way.
            if fs::read_to_string(&pid_file).is_ok_and(|text| text.trim_end().ends_with("ready")) {
                return Ok(true);
            }
            if server.try_wait().map_err(failed)?.is_some() {
                return Ok(false);
            }
            thread::sleep(POLL);
        }
        Ok(false)
    }

    fn server_command(&self, bin: &Path, user: Option<&User>) -> Command {
        let program = bin.join("postgres");
        // Where setpriv exists the server also goes when we are killed without a word.
        let mut server = match find("setpriv", &[]) {
            Some(setpriv) => {
                let mut wrapped = as_user(&setpriv, user, &self.home);
                wrapped.args(["--pdeathsig", "INT", "--"]).arg(program);
                wrapped
            }
            None => as_user(&program, user, &self.home),
        };
        server
            .arg("-D")
            .arg(self.data())
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-k"])
            .arg(&self.home);
        let connections = format!("max_connections={CONNECTIONS_MAX}");
        let settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", connections.as_str()];
        settings.iter().fold(&mut server, |server, setting| server.args(["-c", setting]));
        server
    }

    fn log(&self) -> String {
        fs::read_to_string(self.home.join("log")).unwrap_or_default()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            // QUIT is PostgreSQL's immediate shutdown: the postmaster takes its children with it.
            let _ =
                Command::new("kill").args(["-QUIT", &server.id().to_string()]).stderr(Stdio::null()).status();
            let _ = server.wait();
        }
        let _ = fs::remove_dir_all(&self.home);
    }
}

/// Whom the server runs as in place of root.
struct User {
    uid: u32,
    gid: u32,
}

fn user() -> Result<Option<User>, String> {
    if !programs::is_root() {
        return Ok(None);
    }
    let known = fs::read_to_string("/etc/passwd").map_err(|error| format!("/etc/passwd: {error}"))?;
    let found = ["postgres", "nobody"].iter().find_map(|name| user_in(&known, name));
    found
        .map(Some)
        .ok_or_else(|| "PostgreSQL refuses to run as root, and there is no user postgres or nobody".into())
}

fn user_in(passwd: &str, name: &str) -> Option<User> {
    let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2).map(str::parse);
    Some(User { uid: fields.next()?.ok()?, gid: fields.next()?.ok()? })
}

fn as_user(program: &Path, user: Option<&User>, home: &Path) -> Command {
    let mut command = Command::new(program);
    // The caller's folder may be closed to the user.
    command.current_dir(home).env("LC_ALL", "C");
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
    command
}

/// The folder that holds both initdb and postgres; the newest where Debian has several.
fn binaries() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    folders.sort_by_key(|folder| {
        let version = folder.parent().and_then(|version| version.file_name()?.to_str()?.parse::<u32>().ok());
        std::cmp::Reverse(version)
    });
    let told = Command::new("pg_config").arg("--bindir").output().ok();
    folders.extend(told.map(|out| PathBuf::from(String::from_utf8_lossy(&out.stdout).trim())));
    let initdb = folders.iter().map(|folder| folder.join("initdb")).find(|file| file.is_file());
    let initdb = initdb.or_else(|| find("initdb", &[]))?.canonicalize().ok()?;
    initdb.parent().filter(|bin| bin.join("postgres").is_file()).map(Path::to_path_buf)
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|error| format!("no free port on 127.0.0.1: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_read_from_the_password_file() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n";
        let nobody = user_in(passwd, "nobody").unwrap();
        assert_eq!((nobody.uid, nobody.gid), (65534, 65533));
        assert!(user_in(passwd, "postgres").is_none());
    }
}
