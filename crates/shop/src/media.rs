//! The shop's files: opening them, and `/media`, which shows those that are for everybody.

use crate::cli::Place;
use anyhow::{Context as _, Result};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use giano_api::Code;
use giano_files::{Area, FileName, Files, FilesError, Found, OpenFile};
use giano_server::problem::Failure;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower_http::services::ServeDir;
use tower_http::services::fs;

/// The environment's variables that are text.
fn variables() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// Opens the files without asking whether they are there.
pub fn open(place: &Place) -> Result<Files> {
    Ok(Files::open(&place.files_address()?, variables())?)
}

/// Opens the files for whoever writes into them: what would come to nothing must not begin.
pub async fn open_for_writing(place: &Place) -> Result<Files> {
    let files = open(place)?;
    files.check().await.with_context(|| format!("the shop's files at {}", files.address()))?;
    Ok(files)
}

/// Opens the files for a server. One whose files are away for the moment serves everything else; one that was set wrong
/// does not begin.
pub async fn open_for_serving(place: &Place) -> Result<Files> {
    serving(place, variables()).await
}

async fn serving(place: &Place, variables: impl Iterator<Item = (String, String)>) -> Result<Files> {
    let files = Files::open(&place.files_address()?, variables)?;
    match files.check().await {
        Ok(()) => {}
        Err(error) if error.may_pass() => tracing::warn!(%error, "pictures are not shown until that has passed"),
        Err(error) => return Err(error).with_context(|| format!("the shop's files at {}", files.address())),
    }
    Ok(files)
}

/// Answers with files.
pub fn router(files: Files) -> Router {
    let media = Media { files, told: Arc::default() };
    Router::new().fallback(answer).with_state(media).layer(middleware::from_fn(headers))
}

#[derive(Clone)]
struct Media {
    files: Files,
    told: Arc<Mutex<Option<Instant>>>,
}

impl Media {
    /// Says in the log that files are away: now and then, and not for every picture of every page.
    fn tell(&self, error: &io::Error) {
        const PAUSE: Duration = Duration::from_secs(10);
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|at| at.elapsed() > PAUSE) {
            *told = Some(Instant::now());
            tracing::error!(%error, "no media");
        }
    }
}

/// Ranges, conditions, types and what must not be asked for are all [`ServeDir`]'s.
async fn answer(State(media): State<Media>, request: Request) -> Response {
    let one = OneRequest::new(media.files.clone(), &request);
    match ServeDir::with_backend("", one).try_call(request).await {
        Ok(response) => response.map(Body::new),
        Err(error) if error.kind() == io::ErrorKind::NotFound => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            media.tell(&error);
            Failure::new(Code::Unavailable).detail("the shop's files cannot be reached").into_response()
        }
    }
}

/// What is there has its content's hash in its name, and is only ever looked at: nothing in it may run or load.
async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    // What is not there yet may be there in a minute.
    let control = if there { "public, max-age=31536000, immutable" } else { "no-store" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(control));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    response
}

/// The files as one request sees them: each is asked for once, however often [`ServeDir`] looks.
#[derive(Clone)]
struct OneRequest {
    files: Files,
    /// Whether all of the file will be wanted, so that it can be asked for at once.
    wants_all: bool,
    looked: Arc<Mutex<Looked>>,
}

/// What came of looking.
enum Looked {
    NotYet,
    Missing,
    There(OpenFile),
}

impl OneRequest {
    fn new(files: Files, request: &Request) -> Self {
        let partial = [
            header::RANGE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            header::IF_MODIFIED_SINCE,
            header::IF_UNMODIFIED_SINCE,
        ];
        let headers = request.headers();
        let wants_all = request.method() == Method::GET && !partial.iter().any(|name| headers.contains_key(name));
        Self { files, wants_all, looked: Arc::new(Mutex::new(Looked::NotYet)) }
    }

    /// The file, which whoever comes next has to look for anew.
    async fn take(&self, path: &Path) -> io::Result<OpenFile> {
        let looked =
            std::mem::replace(&mut *self.looked.lock().unwrap_or_else(PoisonError::into_inner), Looked::NotYet);
        let file = match looked {
            Looked::There(file) => Some(file),
            Looked::Missing => None,
            Looked::NotYet => match name_of(path) {
                Some(name) => self.look(&name).await.map_err(io::Error::other)?,
                None => None,
            },
        };
        file.ok_or_else(|| {
            self.keep(Looked::Missing);
            io::Error::from(io::ErrorKind::NotFound)
        })
    }

    async fn look(&self, name: &FileName) -> Result<Option<OpenFile>, FilesError> {
        if self.wants_all {
            return self.files.read(name).await;
        }
        let found = self.files.find(name).await?;
        Ok(found.map(|found| self.files.read_later(name, found)))
    }

    fn keep(&self, looked: Looked) {
        *self.looked.lock().unwrap_or_else(PoisonError::into_inner) = looked;
    }
}

/// The name that a decoded path below `.`, as [`ServeDir`] has it, stands for. A path that is no name is one of no file.
fn name_of(path: &Path) -> Option<FileName> {
    let parts: Option<Vec<&str>> = path.strip_prefix(".").ok()?.iter().map(|part| part.to_str()).collect();
    FileName::new(Area::Media, &parts?.join("/")).ok()
}

type Soon<T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send>>;

impl fs::Backend for OneRequest {
    type File = Opened;
    type Metadata = Known;
    type OpenFuture = Soon<Opened>;
    type MetadataFuture = Soon<Known>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        let this = self.clone();
        Box::pin(async move { this.take(&path).await.map(Opened) })
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        let this = self.clone();
        Box::pin(async move {
            let file = this.take(&path).await?;
            let known = Known(file.found());
            this.keep(Looked::There(file));
            Ok(known)
        })
    }
}

/// A file as [`ServeDir`] knows it.
struct Opened(OpenFile);

impl fs::File for Opened {
    type Metadata = Known;
    type MetadataFuture<'a> = std::future::Ready<io::Result<Known>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        std::future::ready(Ok(Known(self.0.found())))
    }
}

impl AsyncRead for Opened {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncSeek for Opened {
    fn start_seek(mut self: Pin<&mut Self>, position: io::SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.0).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.0).poll_complete(cx)
    }
}

/// What is known of a file. There are no folders: nothing lists them.
struct Known(Found);

impl fs::Metadata for Known {
    fn is_dir(&self) -> bool {
        false
    }

    fn modified(&self) -> io::Result<SystemTime> {
        Ok(self.0.modified)
    }

    fn len(&self) -> u64 {
        self.0.len
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
