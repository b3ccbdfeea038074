//! Finding a picture that an export names, below the folder that was given and nowhere else.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// The largest file of a picture, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Why a picture's file is not read. Each is the end of a sentence that begins with its name.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The name leads out of the folder.
    #[error("points out of the folder of pictures")]
    Outside,
    /// On the way there, or at its end, is a symbolic link.
    #[error("is a symbolic link, or below one")]
    Link,
    /// It is not there.
    #[error("is not there")]
    NotThere,
    /// It is something else than a file.
    #[error("is no file")]
    NoFile,
    /// More than 64 MiB.
    #[error("is larger than 64 MiB")]
    TooLarge,
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(#[source] io::Error),
}

/// The bytes of the file that an export calls `name` (`/m/h/mh01-black_main.jpg`), below `root`.
///
/// # Errors
/// [`SourceError`]: nothing outside `root` is ever opened, and no link followed.
pub fn read(root: &Path, name: &str) -> Result<Vec<u8>, SourceError> {
    let mut path = root.to_owned();
    for part in parts(name)? {
        path.push(part);
        let found = path.symlink_metadata().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => SourceError::NotThere,
            _ => SourceError::Unreadable(error),
        })?;
        if found.file_type().is_symlink() {
            return Err(SourceError::Link);
        }
    }
    let file = File::open(&path).map_err(SourceError::Unreadable)?;
    let found = file.metadata().map_err(SourceError::Unreadable)?;
    if !found.is_file() {
        return Err(SourceError::NoFile);
    }
    if found.len() > LARGEST {
        return Err(SourceError::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or_default());
    // Limited again: the file may grow while it is read.
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(SourceError::Unreadable)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
        return Err(SourceError::TooLarge);
    }
    Ok(bytes)
}

/// The folders and the file of a name; exports begin theirs with a slash.
fn parts(name: &str) -> Result<Vec<PathBuf>, SourceError> {
    if name.contains(['\\', '\0', ':']) {
        return Err(SourceError::Outside);
    }
    let name = Path::new(name.trim_start_matches('/'));
    let mut parts = Vec::new();
    for component in name.components() {
        match component {
            Component::Normal(part) => parts.push(PathBuf::from(part)),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return Err(SourceError::Outside),
        }
    }
    if parts.is_empty() { Err(SourceError::NotThere) } else { Ok(parts) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::fs;

    #[test]
    fn only_files_below_the_folder_are_read() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("media");
        fs::create_dir_all(root.join("m/h")).unwrap();
        fs::write(root.join("m/h/a.jpg"), b"a").unwrap();
        fs::write(place.path().join("secret"), b"secret").unwrap();
        assert_eq!(read(&root, "/m/h/a.jpg").unwrap(), b"a");
        assert_eq!(read(&root, "m/./h//a.jpg").unwrap(), b"a");
        for outside in ["../secret", "/../secret", "/m/h/../../../secret", "m\\..\\..\\secret", "C:/secret", "a\0b"] {
            assert!(matches!(read(&root, outside), Err(SourceError::Outside)), "{outside}");
        }
        let absolute = place.path().join("secret");
        assert!(matches!(read(&root, absolute.to_str().unwrap()), Err(SourceError::NotThere)));
        assert!(matches!(read(&root, "/m/h"), Err(SourceError::NoFile)));
        assert!(matches!(read(&root, "/m/h/a.jpg/b"), Err(SourceError::NotThere)));
        assert!(matches!(read(&root, ""), Err(SourceError::NotThere)));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(place.path().join("secret"), root.join("m/link.jpg")).unwrap();
            std::os::unix::fs::symlink(place.path(), root.join("way")).unwrap();
            assert!(matches!(read(&root, "/m/link.jpg"), Err(SourceError::Link)));
            assert!(matches!(read(&root, "/way/secret"), Err(SourceError::Link)));
        }
    }

    #[test]
    fn giant_files_are_not_held() {
        let place = tempfile::tempdir().unwrap();
        let file = File::create(place.path().join("a.jpg")).unwrap();
        file.set_len(LARGEST + 1).unwrap();
        assert!(matches!(read(place.path(), "a.jpg"), Err(SourceError::TooLarge)));
    }
}
