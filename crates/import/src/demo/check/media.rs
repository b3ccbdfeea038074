//! Files of `media/`: whether they are there, of the right kind, and used.

use super::{Checking, Finding};
use crate::demo::media::{file_of, pictures};
use crate::demo::product_file::PictureEntry;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The most that `media/` may hold, in bytes.
const MOST: u64 = 60_000_000;

/// Files of a product's turntable and video, below its folder.
const OF_VIDEOS: [&str; 6] =
    ["video.mp4", "video.webm", "captions.en.vtt", "captions.it.vtt", "chapters.en.vtt", "chapters.it.vtt"];

impl Checking<'_> {
    /// A picture with its words; products show theirs in a square.
    pub(super) fn picture(&mut self, product: Option<&str>, picture: &PictureEntry) {
        self.text(&picture.file, &picture.alt);
        let path = self.files.media().join(file_of(product, &picture.file));
        let square = product.is_some() && picture.file != "use";
        self.raster(&path, square);
    }

    fn raster(&mut self, path: &Path, square: bool) {
        let read = std::fs::read(path).map_err(|error| error.to_string());
        let read = read.and_then(|bytes| giano_pictures::dimensions(&bytes).map_err(|error| error.to_string()));
        match read {
            Ok((width, height)) => {
                self.ensure(width >= 640, || format!("{}: is {width} pixels wide only", path.display()));
                self.ensure(!square || width == height, || format!("{}: is no square", path.display()));
            }
            Err(error) => self.ensure(false, || format!("{}: {error}", path.display())),
        }
    }

    /// Whether everything in `media/` is used, and how much it is: the number of pictures, and bytes in all.
    pub(super) fn media(&mut self) -> (usize, u64) {
        let files = self.files;
        let root = files.media();
        let pictures = pictures(files);
        let mut used: HashSet<PathBuf> = pictures.iter().map(|name| root.join(name)).collect();
        for (file, product) in &files.products {
            let folder = root.join("products").join(&product.slug);
            if product.video.is_some() {
                used.extend(OF_VIDEOS.map(|name| folder.join(name)));
                self.file.clone_from(file);
                self.raster(&folder.join("poster.webp"), false);
            }
            if product.turntable.is_some() {
                used.insert(folder.join("turntable.toml"));
                used.extend((0..99).map(|frame| folder.join(format!("turntable/{frame:02}.avif"))));
            }
        }
        let mut bytes = 0;
        for path in all_below(&root) {
            bytes += path.metadata().map(|found| found.len()).unwrap_or_default();
            if !used.contains(&path) {
                self.findings.push(Finding { file: path, what: "is used nowhere".to_owned() });
            }
        }
        self.file = root;
        self.ensure(bytes <= MOST, || format!("holds {} MB, more than {} MB", bytes / 1_000_000, MOST / 1_000_000));
        (pictures.len(), bytes)
    }
}

/// All files in a folder and below it, in the order of their names.
fn all_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut entries: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    entries.sort();
    entries.into_iter().flat_map(|path| if path.is_dir() { all_below(&path) } else { vec![path] }).collect()
}
