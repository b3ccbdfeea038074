//! Making a picture's sizes and formats, and storing them.

use crate::digest::name_of;
use giano_commerce::catalog::{MediaKind, has_avif};
use giano_files::{Area, FileName, Files, FilesError, NameError};
use giano_pictures::{Format, PictureError, Rendition};

/// Widths that are made, those up to the original's.
const WIDTHS: [u32; 5] = [160, 320, 640, 960, 1280];

/// The widest of what is made where a shop waits for it: two fifths of the pixels of all.
const WIDEST_LIGHT: u32 = 960;

/// Why a picture is not made. Each is the end of a sentence that begins with its name.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// It is none, or none that can be shown.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// What reads it failed in a way that it says nothing about.
    #[error("cannot be read: its decoder gave up")]
    GaveUp,
    /// Its name would be none.
    #[error("cannot be stored: {0}")]
    Name(#[from] NameError),
    /// The shop's files cannot be had: that is no fault of the picture, and nothing can be stored.
    #[error("cannot be stored: {0}")]
    Files(#[from] FilesError),
}

/// A picture that is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// How the shop shows it: [`MediaKind::Image`].
    pub kind: MediaKind,
    /// Whether it was not there before.
    pub fresh: bool,
}

/// How much of a picture is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// JPEG and WebP up to 960 pixels, which is all that a browser needs. More is named where it is there from before.
    Light,
    /// The largest size as well, and AVIF, which takes three quarters of the time.
    Whole,
}

/// Makes a picture out of its original's bytes, into the shop's `files`; what is there already is left alone. The work is
/// done on a thread of its own.
///
/// # Errors
/// [`MakeError`]; what was written of it is then nowhere named.
pub async fn make(files: &Files, bytes: Vec<u8>, extent: Extent) -> Result<Made, MakeError> {
    let (plan, bytes) = apart(move || Plan::of(&bytes).map(|plan| (plan, bytes))).await?;
    let there = futures::future::try_join_all(plan.files.iter().map(|(name, _)| files.find(name))).await?;
    let missing = plan.files.into_iter().zip(there).filter(|(_, found)| !found.is_some_and(|found| found.len > 0));
    let can_follow = |one: &Rendition| one.format == Format::Avif || one.width > WIDEST_LIGHT;
    let (later, now): (Vec<_>, Vec<_>) =
        missing.map(|(file, _)| file).partition(|(_, rendition)| extent == Extent::Light && can_follow(rendition));
    let mut kind = plan.kind;
    if let MediaKind::Image { widths, avif, .. } = &mut kind {
        let lacks = |width: u32, format| later.iter().any(|(_, one)| *one == Rendition { width, format });
        widths.retain(|width| !lacks(*width, Format::Jpeg) && !lacks(*width, Format::Webp));
        *avif = *avif && !widths.iter().any(|width| lacks(*width, Format::Avif));
    }
    let fresh = !now.is_empty();
    let (names, renditions): (Vec<FileName>, Vec<Rendition>) = now.into_iter().unzip();
    let contents =
        if fresh { apart(move || Ok(giano_pictures::render(&bytes, &renditions)?)).await? } else { Vec::new() };
    for (name, content) in names.iter().zip(contents) {
        files.write(name, content.into()).await?;
    }
    Ok(Made { kind, fresh })
}

/// Runs what takes long on a thread where nobody waits for it. A decoder that panics must not end the import.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, MakeError> + Send + 'static,
) -> Result<T, MakeError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| MakeError::GaveUp)?
}

/// What a picture comes to, as its first bytes say.
struct Plan {
    kind: MediaKind,
    files: Vec<(FileName, Rendition)>,
}

impl Plan {
    fn of(bytes: &[u8]) -> Result<Self, MakeError> {
        let (width, height) = giano_pictures::dimensions(bytes)?;
        let key = name_of(bytes);
        let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|own| *own <= width).collect();
        if widths.is_empty() {
            widths.push(width);
        }
        let mut files = Vec::new();
        for width in &widths {
            let avif = has_avif(*width).then_some(Format::Avif);
            for format in [Format::Jpeg, Format::Webp].into_iter().chain(avif) {
                let name = format!("{key}-{width}.{}", format.ending());
                files.push((FileName::new(Area::Media, &name)?, Rendition { width: *width, format }));
            }
        }
        let avif = widths.iter().any(|width| has_avif(*width));
        Ok(Self { kind: MediaKind::Image { key, width, height, widths, avif }, files })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use giano_files::FilesAddress;
    use image::{DynamicImage, ImageBuffer, ImageFormat, Rgb, Rgba};
    use std::io::Cursor;
    use std::path::PathBuf;

    /// A shop's files in a folder of their own.
    struct Shop {
        folder: tempfile::TempDir,
        files: Files,
    }

    impl Shop {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let files = Files::open(&FilesAddress::Folder(folder.path().to_owned()), []).unwrap();
            Self { folder, files }
        }

        async fn make(&self, original: Vec<u8>) -> Result<Made, MakeError> {
            make(&self.files, original, Extent::Whole).await
        }

        fn media(&self) -> PathBuf {
            self.folder.path().join("media")
        }
    }

    fn png(image: DynamicImage) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        image.write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    fn drawn(width: u32, height: u32) -> DynamicImage {
        DynamicImage::ImageRgb8(ImageBuffer::from_fn(width, height, |x, y| {
            Rgb([(x % 256) as u8, (y % 256) as u8, 120])
        }))
    }

    #[tokio::test]
    async fn all_sizes_and_formats_are_made_once() {
        let shop = Shop::new();
        let original = png(drawn(400, 300));
        let made = shop.make(original.clone()).await.unwrap();
        let MediaKind::Image { key, width: 400, height: 300, widths, avif: true } = &made.kind else {
            panic!("{made:?}")
        };
        assert_eq!(widths, &[160, 320]);
        assert!(made.fresh);
        for width in widths {
            for ending in ["jpg", "webp"] {
                let file = shop.media().join(format!("{key}-{width}.{ending}"));
                let read = image::open(&file).unwrap();
                assert_eq!((read.width(), read.height()), (*width, width * 3 / 4), "{}", file.display());
            }
        }
        let avif = std::fs::read(shop.media().join(format!("{key}-320.avif"))).unwrap();
        assert_eq!(&avif[4..12], b"ftypavif");
        assert_eq!(std::fs::read_dir(shop.media()).unwrap().count(), 5, "no parts are left, and no AVIF at 160");
        let again = shop.make(original.clone()).await.unwrap();
        assert_eq!(again, Made { kind: made.kind, fresh: false });
    }

    #[tokio::test]
    async fn what_takes_long_can_follow_and_is_named_once_it_is_there() {
        let shop = Shop::new();
        let original = png(drawn(1300, 10));
        let count = |ending: &str| {
            let names = std::fs::read_dir(shop.media()).unwrap().map(|entry| entry.unwrap().path());
            names.filter(|path| path.extension().unwrap() == ending).count()
        };
        let counts = || ["jpg", "webp", "avif"].map(count);
        let widths = |made: &Made| match &made.kind {
            MediaKind::Image { widths, avif, .. } => (widths.clone(), *avif),
            other => panic!("{other:?}"),
        };
        let light = make(&shop.files, original.clone(), Extent::Light).await.unwrap();
        assert_eq!((widths(&light), light.fresh), ((vec![160, 320, 640, 960], false), true));
        assert_eq!(counts(), [4, 4, 0]);
        let again = make(&shop.files, original.clone(), Extent::Light).await.unwrap();
        assert_eq!(again, Made { fresh: false, ..light });
        let whole = make(&shop.files, original.clone(), Extent::Whole).await.unwrap();
        assert_eq!((widths(&whole), whole.fresh), ((vec![160, 320, 640, 960, 1280], true), true));
        assert_eq!(counts(), [5, 5, 4]);
        let light = make(&shop.files, original, Extent::Light).await.unwrap();
        assert_eq!(light, Made { fresh: false, ..whole }, "all of it is there from before");
    }

    #[tokio::test]
    async fn small_pictures_keep_their_width_and_transparency_turns_white() {
        let shop = Shop::new();
        let clear = DynamicImage::ImageRgba8(ImageBuffer::from_pixel(40, 20, Rgba([200, 0, 0, 0])));
        let made = shop.make(png(clear)).await.unwrap();
        let MediaKind::Image { key, widths, avif: false, .. } = made.kind else { panic!() };
        assert_eq!(widths, [40]);
        let jpeg = image::open(shop.media().join(format!("{key}-40.jpg"))).unwrap().into_rgb8();
        assert!(jpeg.get_pixel(20, 10).0.iter().all(|colour| *colour > 250));
        let webp = image::open(shop.media().join(format!("{key}-40.webp"))).unwrap().into_rgba8();
        assert_eq!(webp.get_pixel(20, 10).0[3], 0);
    }

    #[tokio::test]
    async fn transparent_pictures_and_thin_strips_are_made_too() {
        let shop = Shop::new();
        let hole = |x, y| Rgba([x as u8, 90, 20, if x < y { 0 } else { 255 }]);
        let clear = DynamicImage::ImageRgba8(ImageBuffer::from_fn(330, 200, hole));
        let opaque = DynamicImage::ImageRgba8(ImageBuffer::from_pixel(330, 200, Rgba([1, 2, 3, 255])));
        for (picture, transparent) in [(clear, true), (opaque, false)] {
            let made = shop.make(png(picture)).await.unwrap();
            let MediaKind::Image { key, avif: true, .. } = made.kind else { panic!() };
            let avif = std::fs::read(shop.media().join(format!("{key}-320.avif"))).unwrap();
            // What says that a second picture is the transparency of the first.
            assert_eq!(avif.windows(4).any(|name| name == b"auxl"), transparent);
        }
        let strip = shop.make(png(drawn(700, 1))).await.unwrap();
        assert!(matches!(strip.kind, MediaKind::Image { avif: true, .. }), "{strip:?}");
    }

    /// A PNG that declares a size and holds next to nothing.
    fn declared(width: u32, height: u32) -> Vec<u8> {
        let mut png = png(drawn(1, 1));
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let crc = crc32(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        png
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
        })
    }

    #[tokio::test]
    async fn what_would_fill_the_memory_is_refused_by_its_dimensions() {
        let shop = Shop::new();
        let bomb = shop.make(declared(60_000, 60_000)).await;
        assert!(
            matches!(bomb, Err(MakeError::Picture(PictureError::TooLarge { width: 60_000, height: 60_000 }))),
            "{bomb:?}"
        );
        let wide = shop.make(declared(19_000, 19_000)).await;
        assert!(matches!(wide, Err(MakeError::Picture(PictureError::TooLarge { .. }))), "{wide:?}");
        let lying = shop.make(declared(900, 900)).await;
        assert!(matches!(lying, Err(MakeError::Picture(PictureError::Damaged(_)))), "{lying:?}");
        assert!(!shop.media().exists(), "nothing is half written");
    }

    #[tokio::test]
    async fn what_is_no_picture_is_named() {
        let shop = Shop::new();
        let mut cut = png(drawn(300, 200));
        cut.truncate(cut.len() / 2);
        assert!(matches!(shop.make(cut).await, Err(MakeError::Picture(PictureError::Damaged(_)))));
        for no_picture in [&b""[..], b"<svg onload=\"alert(1)\"/>", b"%PDF-1.7", b"BM000000"] {
            assert!(
                matches!(shop.make(no_picture.to_vec()).await, Err(MakeError::Picture(PictureError::Format))),
                "{no_picture:?}"
            );
        }
        assert!(!shop.media().exists());
    }
}
