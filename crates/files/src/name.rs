//! Names of files.

use object_store::path::Path;
use std::fmt;

/// What a file is for: each has a folder of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Area {
    /// What the shop shows to everybody, below `media/`: pictures, turntables, videos.
    Media,
}

impl Area {
    /// Its folder.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Media => "media",
        }
    }
}

/// The name of a file of an area: folders and the file, with `/` between them.
///
/// Each part is made of Latin letters, digits, `-`, `_` and `.`, and begins with none of the dots. So a name can neither
/// leave its area, nor be another file's on a disk or in an address, nor be one that is still being written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileName {
    area: Area,
    name: String,
}

/// Why a text is no name of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// It is longer than 500 bytes, or one of its parts than 200.
    #[error("a name of a file has no more than 500 characters, and each of its parts no more than 200")]
    TooLong,
    /// A part is empty, begins with a dot, or has a character that none may have.
    #[error(
        "a name of a file is made of letters without accents, digits, `-`, `_` and `.`, and does not begin with a dot"
    )]
    Characters,
}

impl FileName {
    const LONGEST: usize = 500;
    const LONGEST_PART: usize = 200;

    /// Reads a name.
    ///
    /// # Errors
    /// [`NameError`].
    pub fn new(area: Area, name: &str) -> Result<Self, NameError> {
        if name.len() > Self::LONGEST {
            return Err(NameError::TooLong);
        }
        name.split('/').try_for_each(check_part)?;
        Ok(Self { area, name: name.to_owned() })
    }

    /// What the file is for.
    pub const fn area(&self) -> Area {
        self.area
    }

    /// The name within its area.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// Where it is below `prefix`, which is a path of such parts or empty.
    pub(crate) fn below(&self, prefix: &str) -> Path {
        Path::from_iter(prefix.split('/').chain([self.area.folder()]).chain(self.name.split('/')))
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.area.folder(), self.name)
    }
}

/// Whether a text may be a part of a name.
pub(crate) fn check_part(part: &str) -> Result<(), NameError> {
    if part.len() > FileName::LONGEST_PART {
        return Err(NameError::TooLong);
    }
    let may_be = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if part.is_empty() || part.starts_with('.') || !part.bytes().all(may_be) {
        return Err(NameError::Characters);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_is_what_it_says() {
        for name in ["pot-0a1b-320.jpg", "0a1b.chapters.it.vtt", "a/b/c_d.webm", "A", "1", &"a".repeat(200)] {
            let read = FileName::new(Area::Media, name).unwrap();
            assert_eq!(read.as_str(), name);
            assert_eq!(read.below("").as_ref(), format!("media/{name}"));
            assert_eq!(read.below("shop/one").as_ref(), format!("shop/one/media/{name}"));
        }
    }

    #[test]
    fn no_name_leads_out_of_its_area() {
        let hostile = [
            "",
            "/",
            ".",
            "..",
            "../giano.db",
            "a/../../giano.db",
            "/etc/passwd",
            "a//b",
            "a/",
            ".hidden",
            "a/.b",
            "a\\b",
            "..\\b",
            "C:",
            "a:b",
            "%2e%2e/b",
            "a%2fb",
            "a\0b",
            "a\nb",
            "a b",
            "é",
            "a#1",
            "a?b",
            "a*",
            "~",
        ];
        for name in hostile {
            assert_eq!(FileName::new(Area::Media, name), Err(NameError::Characters), "{name:?}");
        }
        assert_eq!(FileName::new(Area::Media, &"a".repeat(201)), Err(NameError::TooLong));
        assert_eq!(FileName::new(Area::Media, &"a/".repeat(300)), Err(NameError::TooLong));
    }
}
