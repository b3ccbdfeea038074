//! Opening, reading and writing files.

use crate::address::FilesAddress;
use crate::error::{FilesError, Refused};
use crate::name::{Area, FileName};
use crate::open::OpenFile;
use crate::s3;
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::{GetOptions, GetResult, GetResultPayload, ObjectMeta, ObjectStore, ObjectStoreExt, path::Path};
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::io::{AsyncRead, AsyncSeekExt};
use tokio_util::io::StreamReader;

/// How long looking for a file may take, with all that is tried again.
const LOOKING: Duration = Duration::from_secs(6);
/// How long it may take to find out whether the files can be used: a machine is asked for its role first.
const CHECKING: Duration = Duration::from_secs(20);

/// The shop's files. Cheap to clone.
#[derive(Clone)]
pub struct Files(Arc<Place>);

struct Place {
    address: FilesAddress,
    prefix: String,
    reading: Arc<dyn ObjectStore>,
    writing: Arc<dyn ObjectStore>,
}

/// What is known of a file without its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its size in bytes.
    pub len: u64,
    /// When it was written.
    pub modified: SystemTime,
}

impl From<&ObjectMeta> for Found {
    fn from(meta: &ObjectMeta) -> Self {
        Self { len: meta.size, modified: meta.last_modified.into() }
    }
}

/// Shows where the files are, and none of what is needed to get at them.
impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Files").field(&self.0.address).finish()
    }
}

impl Files {
    /// Opens the files at an address; of the environment's `variables` those that begin with `AWS_` say how S3 is reached. A
    /// folder is made where there is none; S3 is not asked anything yet: see [`Files::check`].
    ///
    /// # Errors
    /// A folder that cannot be made, or settings that cannot be.
    pub fn open(
        address: &FilesAddress,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, FilesError> {
        let place = match address {
            FilesAddress::Folder(folder) => {
                let failed = |source: io::Error| FilesError::Folder { folder: folder.clone(), source };
                std::fs::create_dir_all(folder).map_err(failed)?;
                let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| failed(error.into()))?;
                let store: Arc<dyn ObjectStore> = Arc::new(store);
                Place { address: address.clone(), prefix: String::new(), reading: Arc::clone(&store), writing: store }
            }
            FilesAddress::S3 { bucket, prefix } => {
                let ways = s3::open(bucket, variables)?;
                Place {
                    address: address.clone(),
                    prefix: prefix.clone(),
                    reading: Arc::new(ways.reading),
                    writing: Arc::new(ways.writing),
                }
            }
        };
        Ok(Self(Arc::new(place)))
    }

    /// Where they are.
    pub fn address(&self) -> &FilesAddress {
        &self.0.address
    }

    /// Asks whether files can be had: whether S3 answers, lets us in and has the bucket.
    ///
    /// # Errors
    /// [`FilesError`], with what to do about it.
    pub async fn check(&self) -> Result<(), FilesError> {
        let FilesAddress::S3 { .. } = self.0.address else { return Ok(()) };
        let prefix = Path::from_iter(self.0.prefix.split('/').chain([Area::Media.folder()]));
        let mut listed = self.0.reading.list(Some(&prefix));
        let first = tokio::time::timeout(CHECKING, listed.next()).await.map_err(|_| FilesError::too_slow())?;
        match first.transpose().map_err(|error| self.refused(&error)) {
            Ok(_) | Err(Refused::NotThere) => Ok(()),
            Err(Refused::Failed(error)) => Err(error),
        }
    }

    /// What is known of a file; `None` where it is not there.
    ///
    /// # Errors
    /// [`FilesError`] where that cannot be found out.
    pub async fn find(&self, name: &FileName) -> Result<Option<Found>, FilesError> {
        let path = name.below(&self.0.prefix);
        Ok(self.look(self.0.reading.head(&path)).await?.as_ref().map(Found::from))
    }

    /// Opens a file for reading; `None` where it is not there.
    ///
    /// # Errors
    /// [`FilesError`] where it cannot be had.
    pub async fn read(&self, name: &FileName) -> Result<Option<OpenFile>, FilesError> {
        let Some((found, reader)) = self.read_from(name, 0).await? else { return Ok(None) };
        Ok(Some(OpenFile::begun(self.clone(), name.clone(), found, reader)))
    }

    /// A file that was found, for reading; it is asked for when it is first read, from where it is read then.
    pub fn read_later(&self, name: &FileName, found: Found) -> OpenFile {
        OpenFile::later(self.clone(), name.clone(), found)
    }

    pub(crate) async fn read_from(
        &self,
        name: &FileName,
        offset: u64,
    ) -> Result<Option<(Found, Box<dyn AsyncRead + Send + Unpin>)>, FilesError> {
        let path = name.below(&self.0.prefix);
        let range = (offset > 0).then_some(object_store::GetRange::Offset(offset));
        let options = GetOptions { range, ..GetOptions::default() };
        let Some(result) = self.look(self.0.reading.get_opts(&path, options)).await? else { return Ok(None) };
        let found = Found::from(&result.meta);
        reader(result, offset)
            .await
            .map(|reader| Some((found, reader)))
            .map_err(|error| FilesError::Away { reason: error.to_string() })
    }

    /// Writes a file: whole or not at all, in the place of one of this name.
    ///
    /// # Errors
    /// [`FilesError`]; the file is then as it was.
    pub async fn write(&self, name: &FileName, bytes: Bytes) -> Result<(), FilesError> {
        let path = name.below(&self.0.prefix);
        let writing = self.0.writing.put(&path, bytes.into());
        let written = tokio::time::timeout(s3::WRITING, writing).await.map_err(|_| FilesError::too_slow())?;
        match written.map_err(|error| self.refused(&error)) {
            Ok(_) => Ok(()),
            Err(Refused::NotThere) => Err(FilesError::Away { reason: format!("{name} cannot be written") }),
            Err(Refused::Failed(error)) => Err(error),
        }
    }

    /// Waits for what looks for a file, within bounds; `None` where it is not there.
    async fn look<T>(
        &self,
        asked: impl Future<Output = Result<T, object_store::Error>>,
    ) -> Result<Option<T>, FilesError> {
        let answer = tokio::time::timeout(LOOKING, asked).await.map_err(|_| FilesError::too_slow())?;
        match answer.map_err(|error| self.refused(&error)) {
            Ok(found) => Ok(Some(found)),
            Err(Refused::NotThere) => Ok(None),
            Err(Refused::Failed(error)) => Err(error),
        }
    }

    fn refused(&self, error: &object_store::Error) -> Refused {
        let bucket = match &self.0.address {
            FilesAddress::Folder(_) => None,
            FilesAddress::S3 { bucket, .. } => Some(bucket.as_str()),
        };
        Refused::of(error, bucket)
    }
}

/// What is read of an answer, from `offset` on.
async fn reader(result: GetResult, offset: u64) -> io::Result<Box<dyn AsyncRead + Send + Unpin>> {
    match result.payload {
        // The library's own stream of a file goes to the disk for every eight kilobytes.
        GetResultPayload::File(file, _) => {
            let mut file = tokio::fs::File::from_std(file);
            if offset > 0 {
                file.seek(io::SeekFrom::Start(offset)).await?;
            }
            Ok(Box::new(file))
        }
        GetResultPayload::Stream(stream) => Ok(Box::new(StreamReader::new(stream.map_err(io::Error::from)))),
    }
}
