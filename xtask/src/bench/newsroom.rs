//! A person at the desk, over HTTP: logs in, and saves an article again and again.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use super::http::{Connection, Reply, form};
use super::program::Program;

const LOGIN: &str = "bench";
const PASSWORD: &str = "a password of the benchmark";

/// Bytes of a body, as many as a common article has.
const BODY_WORDS: usize = 300;

/// Somebody who is logged in.
pub(super) struct Desk {
    connection: Connection,
    host: String,
    cookie: String,
}

/// An article on the desk, and the words by which its pages are known.
pub(super) struct Draft {
    /// Where it is edited, and its number.
    path: String,
    pub(super) code: String,
    revision: usize,
}

impl Desk {
    /// Adds somebody to a data folder that nobody serves yet.
    pub(super) fn hire(binary: &Path, data: &Path) -> Result<(), String> {
        let mut add = Program::piped(
            Command::new(binary).args(["user", "add", LOGIN, "--role", "admin", "--data"]).arg(data),
        )?;
        let (mut input, _output) = add.pipes()?;
        input.write_all(PASSWORD.as_bytes()).map_err(|why| why.to_string())?;
        drop(input);
        add.succeeded("binesh user add")
    }

    /// Logs in.
    pub(super) fn open(host: &str) -> Result<Self, String> {
        let mut connection = Connection::open(host)?;
        let fields = [("name", LOGIN), ("password", PASSWORD), ("next", "")];
        let reply = connection.send(&form(host, "/newsroom/login", &[], &fields))?;
        if reply.status != 303 {
            return Err(format!("login: {}", reply.status));
        }
        Ok(Self { connection, host: host.to_owned(), cookie: reply.cookie })
    }

    /// Writes an article and publishes it.
    pub(super) fn publish(&mut self, headline: &str) -> Result<Draft, String> {
        let reply = self.send("/newsroom/articles/new", headline, 0, "publish")?;
        let path = reply.location.split('?').next().unwrap_or_default().to_owned();
        let code = path.rsplit('/').next().unwrap_or_default().to_owned();
        Ok(Draft { path, code, revision: 1 })
    }

    /// Saves it under another headline.
    pub(super) fn save(&mut self, draft: &mut Draft, headline: &str) -> Result<(), String> {
        self.send(&draft.path, headline, draft.revision, "save")?;
        draft.revision += 1;
        Ok(())
    }

    fn send(&mut self, path: &str, headline: &str, revision: usize, action: &str) -> Result<Reply, String> {
        let body = (0..BODY_WORDS).map(|at| format!("واژه{at}")).collect::<Vec<_>>().join(" ");
        let fields = [
            ("action", action),
            ("revision", &revision.to_string()),
            ("headline", headline),
            ("lead", "لید آزمون انتشار"),
            ("body", &body),
            ("byline", AUTHOR),
            ("section", "1"),
            ("tags", TAG),
        ];
        let cookie = [("Cookie", self.cookie.as_str())];
        let reply = self.connection.send(&form(&self.host, path, &cookie, &fields))?;
        match reply.status {
            303 => Ok(reply),
            status => Err(format!("{path} was not saved: {status}")),
        }
    }
}

/// Whose article it is, and what it is tagged with.
pub(super) const AUTHOR: &str = "نویسندهٔ آزمون";
pub(super) const TAG: &str = "آزمون انتشار";
