//! Pictures in several widths and formats, made once at import and never at a request.
//!
//! A picture's key is made of its original's bytes: the same file is made once however often it is named, and a changed
//! one gets another name, so that browsers may keep what they have for ever.

mod make;
mod source;

pub use make::{Extent, Made, MakeError, make};
pub use source::{SourceError, read};

use crate::progress::{Progress, Step};
use futures::{StreamExt, TryStreamExt, stream};
use giano_commerce::catalog::MediaKind;
use giano_files::{Files, FilesError};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What became of a picture of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Stored { kind: MediaKind, fresh: bool },
    Missing { problem: String },
}

/// How pictures are made.
pub(crate) struct Making<'a> {
    /// The folder below which originals are found; none can be, without.
    pub root: Option<&'a Path>,
    /// Where they go.
    pub files: &'a Files,
    /// How much of each is made.
    pub extent: Extent,
    /// How many at once.
    pub at_once: usize,
}

impl Making<'_> {
    /// The machine's cores: as many pictures at once where nobody else needs it.
    pub fn cores() -> usize {
        std::thread::available_parallelism().map_or(1, usize::from)
    }

    /// Makes the pictures `names`; those named first are begun first. Those that were not begun when somebody stopped it are not
    /// in the answer.
    ///
    /// # Errors
    /// The shop's files cannot be had: a catalogue without pictures would be worse than none.
    pub async fn all(&self, names: &[String], progress: &dyn Progress) -> Result<HashMap<String, Outcome>, FilesError> {
        progress.begin(Step::Pictures, u64::try_from(names.len()).ok());
        let made = stream::iter(names.iter().cloned())
            .take_while(|_| std::future::ready(!progress.cancelled()))
            .map(async |name: String| {
                let outcome = self.one(&name).await?;
                progress.advance(1);
                Ok((name, outcome))
            })
            .buffer_unordered(self.at_once)
            .try_collect()
            .await;
        progress.end();
        made
    }

    async fn one(&self, name: &str) -> Result<Outcome, FilesError> {
        let missing = |problem: String| Ok(Outcome::Missing { problem });
        if name.starts_with("http://") || name.starts_with("https://") {
            return missing("is an address on the web, which an import does not fetch".to_owned());
        }
        let Some(root) = self.root else {
            return missing("cannot be looked for: no folder of pictures was given".to_owned());
        };
        let bytes = match read_apart(root.to_owned(), name.to_owned()).await {
            Ok(bytes) => bytes,
            Err(error) => return missing(error.to_string()),
        };
        match make(self.files, bytes, self.extent).await {
            Ok(Made { kind, fresh }) => Ok(Outcome::Stored { kind, fresh }),
            Err(MakeError::Files(error)) => Err(error),
            Err(error) => missing(error.to_string()),
        }
    }
}

/// Reads an original on a thread where nobody waits for it.
async fn read_apart(root: PathBuf, name: String) -> Result<Vec<u8>, SourceError> {
    let reading = tokio::task::spawn_blocking(move || read(&root, &name));
    reading.await.map_err(|error| SourceError::Unreadable(error.into()))?
}
