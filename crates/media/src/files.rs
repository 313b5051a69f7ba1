//! Where renditions are kept: a folder beside the database.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::MediaError;

/// The renditions of every picture, in folders by the first two letters of their names. Names are ours: hexadecimal digits,
/// small letters, `-` and a dot.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Renditions in a folder, which is made when something is kept.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// Keeps a file; whoever reads it meanwhile gets the former one whole.
    ///
    /// # Errors
    /// When the disk fails or the name is none of ours.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<(), MediaError> {
        let path = self.place(name).ok_or_else(|| std::io::Error::from(ErrorKind::InvalidInput))?;
        let folder = path.parent().unwrap_or(&self.path);
        fs::create_dir_all(folder)?;
        let under_way = path.with_extension("part");
        let mut file = fs::File::create(&under_way)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&under_way, &path)?;
        Ok(())
    }

    /// The bytes of a file; None when there is none of this name.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn get(&self, name: &str) -> Result<Option<Vec<u8>>, MediaError> {
        let Some(path) = self.place(name) else { return Ok(None) };
        match fs::read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Where a file of this name is; None for a name that is none of ours, so that no name leads out of the folder.
    fn place(&self, name: &str) -> Option<PathBuf> {
        let is_ours = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let (stem, ending) = name.rsplit_once('.')?;
        let is_name = stem.len() > 2 && stem.bytes().all(is_ours) && ending.bytes().all(is_ours);
        (is_name && !ending.is_empty() && name.len() <= 80).then(|| self.path.join(&stem[..2]).join(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_there_and_no_name_leads_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = Folder::new(folder.path());
        files.put("ab12-640.webp", b"one").expect("kept");
        files.put("ab12-640.webp", b"other").expect("kept again");
        assert_eq!(files.get("ab12-640.webp").expect("read").as_deref(), Some(b"other".as_slice()));
        assert_eq!(files.get("ab12-641.webp").expect("read"), None);
        for name in [
            "../ab.webp",
            "..",
            "ab/../../x.webp",
            "ab\\x.webp",
            "/etc/passwd",
            "AB12.webp",
            "ab12",
            "a.",
            "abc.",
            "",
        ] {
            assert!(files.get(name).expect("no name of ours").is_none(), "{name}");
            assert!(files.put(name, b"x").is_err(), "{name}");
        }
    }
}
