//! Pictures, turntables and videos on their way into the shop's files. What is there already is left alone.

use super::files::DemoFiles;
use super::product_file::{PictureEntry, ProductFile};
use super::{DemoError, turntable, video};
use crate::pictures::{Extent, Making, Outcome};
use crate::progress::{Progress, Step};
use giano_commerce::catalog::{Media, MediaKind};
use giano_commerce::demonstration::{Turntable, Video};
use giano_files::{Area, FileName, Files, NameError};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

/// The file of a picture below `media/`: a product's own are in its folder.
pub(crate) fn file_of(product: Option<&str>, file: &str) -> String {
    match product {
        Some(slug) => format!("products/{slug}/{file}.webp"),
        None => format!("{file}.webp"),
    }
}

/// Files below `media/` of all pictures, each once.
pub(crate) fn pictures(files: &DemoFiles) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, product) in &files.products {
        let slug = Some(product.slug.as_str());
        names.extend(product.pictures.iter().map(|picture| file_of(slug, &picture.file)));
        names.extend(product.video.iter().map(|_| file_of(slug, "poster")));
    }
    let front = &files.shop.storefront;
    let story = front.story.as_ref().and_then(|story| story.image.as_ref());
    let images = files.pages.iter().map(|page| page.image.as_ref());
    let images = images.chain([front.home.image.as_ref(), front.business.image.as_ref(), story]);
    names.extend(images.flatten().map(|image| file_of(None, &image.file)));
    names
}

/// Makes media and remembers what it made.
pub(crate) struct Maker<'a> {
    from: PathBuf,
    into: &'a Files,
    made: HashMap<String, Outcome>,
}

impl<'a> Maker<'a> {
    /// Makes all pictures: on all cores where a shop waits for them; where it is open already, on half of them, on one at least.
    pub async fn new(files: &DemoFiles, into: &'a Files, extent: Extent) -> Result<Self, DemoError> {
        let from = files.media();
        let names: Vec<String> = pictures(files).into_iter().collect();
        let at_once = match extent {
            Extent::Light => Making::cores(),
            Extent::Whole => Making::cores().div_ceil(2),
        };
        let making = Making { root: Some(&from), files: into, extent, at_once };
        let made = making.all(&names, &Logged::default()).await?;
        Ok(Self { from, into, made })
    }

    /// All that were made.
    pub fn pictures(&self) -> Pictures<'_> {
        let kinds = self.made.values().filter_map(|outcome| match outcome {
            Outcome::Stored { kind: kind @ MediaKind::Image { key, .. }, .. } => Some((key.as_str(), kind)),
            Outcome::Stored { .. } | Outcome::Missing { .. } => None,
        });
        Pictures(kinds.collect())
    }

    /// A picture of a product, or of the shop; an empty frame, and a word in the log, where it is not there.
    pub fn picture(&self, product: Option<&str>, picture: &PictureEntry) -> Media {
        Media { kind: self.made(&file_of(product, &picture.file)), alt: picture.alt.clone() }
    }

    fn made(&self, name: &str) -> MediaKind {
        match self.made.get(name) {
            Some(Outcome::Stored { kind, .. }) => kind.clone(),
            Some(Outcome::Missing { problem }) => {
                tracing::warn!(picture = name, problem, "not made");
                MediaKind::Missing { source: name.to_owned() }
            }
            None => MediaKind::Missing { source: name.to_owned() },
        }
    }

    /// A product's turntable; none, and a word in the log, where it is not finished.
    pub async fn turntable(&self, product: &ProductFile) -> Result<Option<Turntable>, DemoError> {
        let Some(words) = &product.turntable else { return Ok(None) };
        match turntable::read(&self.folder_of(product), words) {
            Ok(turning) => {
                self.store_all(turning.files).await?;
                Ok(Some(turning.turntable))
            }
            Err(wrong) => {
                tracing::warn!(product = product.slug, problem = wrong.first(), "no turntable");
                Ok(None)
            }
        }
    }

    /// A product's video; none, and a word in the log, where it is not finished.
    pub async fn video(&self, product: &ProductFile) -> Result<Option<Video>, DemoError> {
        let Some(words) = &product.video else { return Ok(None) };
        let poster = self.made(&file_of(Some(&product.slug), "poster"));
        let poster = Some(poster).filter(|kind| !matches!(kind, MediaKind::Missing { .. }));
        let poster = poster.map(|kind| Media { kind, alt: words.title.clone() });
        match video::read(&self.folder_of(product), words, poster) {
            Ok(film) => {
                self.store_all(film.files).await?;
                Ok(Some(film.video))
            }
            Err(wrong) => {
                tracing::warn!(product = product.slug, problem = wrong.first(), "no video");
                Ok(None)
            }
        }
    }

    fn folder_of(&self, product: &ProductFile) -> PathBuf {
        self.from.join("products").join(&product.slug)
    }

    async fn store_all(&self, files: Vec<(String, Vec<u8>)>) -> Result<(), DemoError> {
        for (name, bytes) in files {
            self.store(&name, bytes).await?;
        }
        Ok(())
    }

    /// Names are of what is inside: a file that is there is the same.
    async fn store(&self, name: &str, bytes: Vec<u8>) -> Result<(), DemoError> {
        let wrong = |error: NameError| DemoError::Wrong { file: self.from.join(name), reason: error.to_string() };
        let name = FileName::new(Area::Media, name).map_err(wrong)?;
        if self.into.find(&name).await?.is_some_and(|found| found.len == bytes.len() as u64) {
            return Ok(());
        }
        Ok(self.into.write(&name, bytes.into()).await?)
    }
}

/// Pictures as they are made, by their keys, which are of what they show.
pub(crate) struct Pictures<'a>(HashMap<&'a str, &'a MediaKind>);

impl Pictures<'_> {
    /// Names the files that were made of each picture; whether any had other ones.
    pub fn name<'m>(&self, shown: impl IntoIterator<Item = &'m mut Media>) -> bool {
        let mut changed = false;
        for media in shown {
            let MediaKind::Image { key, .. } = &media.kind else { continue };
            if let Some(kind) = self.0.get(key.as_str()).filter(|kind| ***kind != media.kind) {
                media.kind = (*kind).clone();
                changed = true;
            }
        }
        changed
    }
}

/// Says in the log how far it is: at each tenth.
#[derive(Default)]
struct Logged {
    total: AtomicU64,
    done: AtomicU64,
}

impl Progress for Logged {
    fn begin(&self, _step: Step, total: Option<u64>) {
        self.total.store(total.unwrap_or_default(), Ordering::Relaxed);
    }

    fn advance(&self, by: u64) {
        let (done, total) = (self.done.fetch_add(by, Ordering::Relaxed) + by, self.total.load(Ordering::Relaxed));
        let tenths = |done: u64| (done * 10).checked_div(total);
        if tenths(done) != tenths(done - by) {
            tracing::info!(done, total, "making pictures");
        }
    }
}
