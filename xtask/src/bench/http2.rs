//! A GET over HTTP/2 with prior knowledge, as little of RFC 9113 as asking one thing at a time needs. Header blocks are
//! written without Huffman's code or a table, and of answers only the status is read.

use std::io::{BufReader, Read, Write};
use std::net::TcpStream;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// The most that may be sent to us unasked: 2^31 - 1 bytes.
const WINDOW: u32 = 0x7fff_ffff;
/// The window of a connection before anybody widens it.
const WINDOW_FIRST: u32 = 65_535;
const HEAD: usize = 9;

/// Types of frames (RFC 9113 §6).
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;

/// Flags of frames; an acknowledgement has the bit of a stream's end.
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// One connection to a server on loopback.
pub(super) struct Connection {
    reader: BufReader<TcpStream>,
    stream: u32,
    /// Bytes that may still be sent to us.
    window: u32,
}

impl Connection {
    /// Connects to `127.0.0.1:port`.
    pub(super) fn open(host: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(host).map_err(|error| format!("{host}: {error}"))?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let mut hello = PREFACE.to_vec();
        // SETTINGS_INITIAL_WINDOW_SIZE is number 4.
        let mut window = vec![0, 4];
        window.extend(WINDOW.to_be_bytes());
        hello.extend(frame(SETTINGS, 0, 0, &window));
        hello.extend(frame(WINDOW_UPDATE, 0, 0, &(WINDOW - WINDOW_FIRST).to_be_bytes()));
        let mut connection = Self { reader: BufReader::new(stream), stream: 1, window: WINDOW };
        connection.write(&hello)?;
        Ok(connection)
    }

    /// Asks with a block of [`headers`] and reads the answer to its end; anything but 200 and 304 is an error.
    pub(super) fn ask(&mut self, headers: &[u8]) -> Result<(), String> {
        let stream = self.stream;
        self.stream += 2;
        self.write(&frame(HEADERS, END_STREAM | END_HEADERS, stream, headers))?;
        loop {
            let (kind, flags, of, body) = self.read()?;
            match kind {
                HEADERS if of == stream => is_well(&body)?,
                DATA => self.took(body.len() as u32)?,
                SETTINGS | PING if flags & END_STREAM == 0 => {
                    let told = if kind == PING { &body[..] } else { &[] };
                    self.write(&frame(kind, END_STREAM, 0, told))?;
                }
                RST_STREAM | GOAWAY => return Err(format!("the server took back: {body:?}")),
                _ => {}
            }
            if of == stream && matches!(kind, DATA | HEADERS) && flags & END_STREAM != 0 {
                return Ok(());
            }
        }
    }

    /// The socket below.
    pub(super) fn socket(&self) -> &TcpStream {
        self.reader.get_ref()
    }

    fn took(&mut self, bytes: u32) -> Result<(), String> {
        self.window -= bytes;
        if self.window < WINDOW / 2 {
            let more = WINDOW - self.window;
            self.write(&frame(WINDOW_UPDATE, 0, 0, &more.to_be_bytes()))?;
            self.window = WINDOW;
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.reader.get_mut().write_all(bytes).map_err(|error| error.to_string())
    }

    /// Type, flags, stream and body of the next frame.
    fn read(&mut self) -> Result<(u8, u8, u32, Vec<u8>), String> {
        let failed = |error: std::io::Error| error.to_string();
        let mut head = [0; HEAD];
        self.reader.read_exact(&mut head).map_err(failed)?;
        let [a, b, c, kind, flags, d, e, f, g] = head;
        let mut body = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
        self.reader.read_exact(&mut body).map_err(failed)?;
        Ok((kind, flags, u32::from_be_bytes([d, e, f, g]), body))
    }
}

fn frame(kind: u8, flags: u8, stream: u32, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u32).to_be_bytes();
    let mut frame = vec![length[1], length[2], length[3], kind, flags];
    frame.extend(stream.to_be_bytes());
    frame.extend(body);
    frame
}

/// The status of a header block stands first, by its number in the static table (RFC 7541 appendix A), perhaps after
/// changes of the other table's size.
fn is_well(block: &[u8]) -> Result<(), String> {
    const SIZE_CHANGED: u8 = 0b001;
    const STATUS_200: u8 = 0x80 | 8;
    const STATUS_304: u8 = 0x80 | 11;
    match block.iter().find(|byte| **byte >> 5 != SIZE_CHANGED) {
        Some(&(STATUS_200 | STATUS_304)) => Ok(()),
        _ => Err(format!("another status than 200 and 304: {block:?}")),
    }
}

/// A header block of a GET of a path.
pub(super) fn headers(host: &str, path: &str, others: &[(&str, &str)]) -> Vec<u8> {
    const METHOD_GET: u8 = 0x80 | 2;
    const SCHEME_HTTP: u8 = 0x80 | 6;
    const AUTHORITY: u8 = 1;
    const PATH: u8 = 4;
    let mut block = vec![METHOD_GET, SCHEME_HTTP, AUTHORITY];
    text(&mut block, host);
    block.push(PATH);
    text(&mut block, path);
    for (name, value) in others {
        block.push(0);
        text(&mut block, &name.to_ascii_lowercase());
        text(&mut block, value);
    }
    block
}

/// A string with its length before it, of which the first byte has seven bits (RFC 7541 §5).
fn text(block: &mut Vec<u8>, text: &str) {
    const FIRST_MAX: usize = 0x7f;
    let mut length = text.len();
    if length < FIRST_MAX {
        block.push(length as u8);
    } else {
        block.push(FIRST_MAX as u8);
        length -= FIRST_MAX;
        while length > FIRST_MAX {
            block.push(0x80 | (length & FIRST_MAX) as u8);
            length >>= 7;
        }
        block.push(length as u8);
    }
    block.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_the_standard_has_them() {
        for (length, written) in [(5, &[5][..]), (126, &[126]), (127, &[127, 0]), (1337, &[127, 186, 9])] {
            let mut block = Vec::new();
            text(&mut block, &"a".repeat(length));
            assert_eq!(&block[..written.len()], written, "{length}");
            assert_eq!(block.len(), written.len() + length);
        }
    }

    #[test]
    fn a_status_is_read_after_changes_of_the_table() {
        assert!(is_well(&[0x88, 1]).is_ok() && is_well(&[0x20, 0x8b]).is_ok());
        assert!(is_well(&[0x8d]).is_err() && is_well(&[]).is_err());
    }
}
