//! A keep-alive GET over one connection, as little of HTTP/1.1 as our own server answers with.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// One connection to a server on loopback.
pub(super) struct Connection {
    reader: BufReader<TcpStream>,
    host: String,
}

/// What came back.
pub(super) struct Answer {
    pub(super) etag: String,
    pub(super) body: Vec<u8>,
}

/// Whatever came back.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) location: String,
    /// Name and value of the last cookie that was set.
    pub(super) cookie: String,
    pub(super) body: String,
}

impl Connection {
    /// Connects to `127.0.0.1:port`.
    pub(super) fn open(host: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(host).map_err(|error| format!("{host}: {error}"))?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        Ok(Self { reader: BufReader::new(stream), host: host.to_owned() })
    }

    /// The body of a page; anything but 200 is an error.
    pub(super) fn get(&mut self, path: &str) -> Result<String, String> {
        let reply = self.send(&request(&self.host, path, &[]))?;
        if reply.status != 200 {
            return Err(format!("GET {path}: {}", reply.status));
        }
        Ok(reply.body)
    }

    /// Sends a request as it is and reads whatever is answered.
    pub(super) fn send(&mut self, request: &[u8]) -> Result<Reply, String> {
        self.reader.get_mut().write_all(request).map_err(|error| error.to_string())?;
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or(status.clone())?;
        let (mut length, mut chunked) = (0, false);
        let mut reply = Reply { status, location: String::new(), cookie: String::new(), body: String::new() };
        loop {
            let header = self.line()?;
            let Some((name, value)) = header.split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().map_err(|_| header.clone())?,
                "transfer-encoding" => chunked = value == "chunked",
                "location" => reply.location = value.to_owned(),
                "set-cookie" => reply.cookie = value.split(';').next().unwrap_or_default().to_owned(),
                _ => {}
            }
        }
        let body = match (chunked, status) {
            (_, 304) => Vec::new(),
            (true, _) => self.chunks()?,
            _ => self.bytes(length)?,
        };
        reply.body = String::from_utf8_lossy(&body).into_owned();
        Ok(reply)
    }

    /// Sends a request as it is; anything but 200 and 304 is an error.
    pub(super) fn ask(&mut self, request: &[u8]) -> Result<Answer, String> {
        self.reader.get_mut().write_all(request).map_err(|error| error.to_string())?;
        let (status, mut length, mut etag) = (self.line()?, 0, String::new());
        loop {
            let header = self.line()?;
            match header.split_once(':') {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.trim().parse().map_err(|_| header.clone())?;
                }
                Some((name, value)) if name.eq_ignore_ascii_case("etag") => etag = value.trim().to_owned(),
                None => break,
                Some(_) => {}
            }
        }
        if !status.contains(" 200") && !status.contains(" 304") {
            return Err(status);
        }
        Ok(Answer { etag, body: self.bytes(if status.contains(" 304") { 0 } else { length })? })
    }

    /// The socket below.
    pub(super) fn socket(&self) -> &TcpStream {
        self.reader.get_ref()
    }

    fn line(&mut self) -> Result<String, String> {
        let mut line = String::new();
        match self.reader.read_line(&mut line) {
            Ok(0) => Err("the server closed the connection".into()),
            Ok(_) => Ok(line.trim_end().to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn bytes(&mut self, length: usize) -> Result<Vec<u8>, String> {
        let mut bytes = vec![0; length];
        self.reader.read_exact(&mut bytes).map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    fn chunks(&mut self) -> Result<Vec<u8>, String> {
        let mut body = Vec::new();
        loop {
            let length = usize::from_str_radix(&self.line()?, 16).map_err(|error| error.to_string())?;
            body.extend(self.bytes(length)?);
            self.line()?;
            if length == 0 {
                return Ok(body);
            }
        }
    }
}

/// A GET of a path, ready to be sent.
pub(super) fn request(host: &str, path: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n").into_bytes()
}

/// A form, ready to be sent.
pub(super) fn form(host: &str, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Vec<u8> {
    let fields: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let body = fields.join("&");
    let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n{lines}\r\n",
        body.len()
    );
    (head + &body).into_bytes()
}

/// Any text as a part of an address.
pub(super) fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    fn check(answer: &'static str, expected: Result<&str, &str>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = BufReader::new(stream.try_clone().unwrap());
            let mut line = String::new();
            while asked.read_line(&mut line).unwrap() > 2 {
                line.clear();
            }
            stream.write_all(answer.as_bytes()).unwrap();
        });
        let got = Connection::open(&host).unwrap().get("/");
        server.join().unwrap();
        assert_eq!(got, expected.map(str::to_owned).map_err(str::to_owned));
    }

    #[test]
    fn addresses_hold_any_text() {
        assert_eq!(encoded("آ a"), "%D8%A2%20%61");
    }

    #[test]
    fn bodies_of_both_kinds_are_read() {
        check("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", Ok("ok"));
        check(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n1\r\n!\r\n0\r\n\r\n",
            Ok("ok!"),
        );
        check("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Err("GET /: 404"));
    }
}
