//! Pictures in several widths and formats, made once at import and never at a request.
//!
//! A picture's key is made of its original's bytes: the same file is made once however often it is named, and a changed
//! one gets another name, so that browsers may keep what they have for ever.

mod make;
mod source;

pub(crate) use make::write_whole;
pub use make::{Made, MakeError, make};
pub use source::{SourceError, read};

use crate::progress::{Progress, Step};
use giano_commerce::catalog::MediaKind;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What became of a picture of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Stored { kind: MediaKind, fresh: bool },
    Missing { problem: String },
}

/// Makes the pictures `names`, found below `root`, into `folder`, on all cores.
pub(crate) fn make_all(
    root: Option<&Path>,
    names: &[String],
    folder: &Path,
    progress: &dyn Progress,
) -> HashMap<String, Outcome> {
    progress.begin(Step::Pictures, u64::try_from(names.len()).ok());
    let done = Mutex::new(HashMap::with_capacity(names.len()));
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(names.len().max(1));
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if progress.cancelled() {
                        return;
                    }
                    let outcome = one(root, name, folder);
                    // A poisoned lock only means that another worker panicked: what is in it is whole.
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(name.clone(), outcome);
                    progress.advance(1);
                }
            });
        }
    });
    progress.end();
    done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn one(root: Option<&Path>, name: &str, folder: &Path) -> Outcome {
    let missing = |problem: String| Outcome::Missing { problem };
    if name.starts_with("http://") || name.starts_with("https://") {
        return missing("is an address on the web, which an import does not fetch".to_owned());
    }
    let Some(root) = root else { return missing("cannot be looked for: no folder of pictures was given".to_owned()) };
    let made = read(root, name).map_err(|error| error.to_string()).and_then(|bytes| {
        // A decoder that panics must not end the import.
        std::panic::catch_unwind(|| make(folder, &bytes))
            .map_err(|_| "cannot be read: its decoder gave up".to_owned())?
            .map_err(|error| error.to_string())
    });
    match made {
        Ok(Made { kind, fresh }) => Outcome::Stored { kind, fresh },
        Err(problem) => missing(problem),
    }
}
