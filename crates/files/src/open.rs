//! A file that is read as a stream, from any place in it.

use crate::error::FilesError;
use crate::files::{Files, Found};
use crate::name::FileName;
use futures::future::BoxFuture;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use sync_wrapper::SyncWrapper;
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};

type Reader = Box<dyn AsyncRead + Send + Unpin>;
type Asked = BoxFuture<'static, Result<Option<(Found, Reader)>, FilesError>>;

/// An open file. Going to another place in it asks for the file anew, from there on, once it is read.
pub struct OpenFile {
    files: Files,
    name: FileName,
    found: Found,
    at: u64,
    content: SyncWrapper<Content>,
}

/// How far the way to the content is.
enum Content {
    NotAsked,
    Asked(Asked),
    Here(Reader),
}

impl fmt::Debug for OpenFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenFile").field("name", &self.name).field("found", &self.found).finish_non_exhaustive()
    }
}

impl OpenFile {
    pub(crate) fn begun(files: Files, name: FileName, found: Found, reader: Reader) -> Self {
        Self { files, name, found, at: 0, content: SyncWrapper::new(Content::Here(reader)) }
    }

    pub(crate) fn later(files: Files, name: FileName, found: Found) -> Self {
        Self { files, name, found, at: 0, content: SyncWrapper::new(Content::NotAsked) }
    }

    /// What is known of it.
    pub const fn found(&self) -> Found {
        self.found
    }
}

impl AsyncRead for OpenFile {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.at >= this.found.len {
            return Poll::Ready(Ok(()));
        }
        loop {
            let content = this.content.get_mut();
            match content {
                Content::NotAsked => {
                    let (files, name, at) = (this.files.clone(), this.name.clone(), this.at);
                    *content = Content::Asked(Box::pin(async move { files.read_from(&name, at).await }));
                }
                Content::Asked(asked) => match ready!(asked.as_mut().poll(cx)) {
                    Ok(Some((found, reader))) if found.len == this.found.len => *content = Content::Here(reader),
                    // Half of one file and half of another would be worse than nothing.
                    Ok(_) => {
                        *content = Content::NotAsked;
                        return Poll::Ready(Err(io::Error::other("the file was changed while it was read")));
                    }
                    Err(error) => {
                        *content = Content::NotAsked;
                        return Poll::Ready(Err(io::Error::other(error)));
                    }
                },
                Content::Here(reader) => {
                    let before = buf.filled().len();
                    ready!(Pin::new(reader).poll_read(cx, buf))?;
                    this.at = this.at.saturating_add(u64::try_from(buf.filled().len() - before).unwrap_or_default());
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }
}

impl AsyncSeek for OpenFile {
    fn start_seek(mut self: Pin<&mut Self>, position: io::SeekFrom) -> io::Result<()> {
        let to = match position {
            io::SeekFrom::Start(to) => Some(to),
            io::SeekFrom::End(by) => self.found.len.checked_add_signed(by),
            io::SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let to = to.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "before the beginning of the file"))?;
        if to != self.at {
            self.at = to;
            *self.content.get_mut() = Content::NotAsked;
        }
        Ok(())
    }

    fn poll_complete(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Poll::Ready(Ok(self.at))
    }
}
