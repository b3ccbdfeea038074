//! Making a picture's sizes and formats.

use crate::digest::name_of;
use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, Resizer};
use giano_commerce::catalog::{MediaKind, has_avif};
use giano_files::{Area, FileName, Files, FilesError, NameError};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use ravif::{BitDepth, Img, RGBA8};
use std::io::{self, Cursor};

/// Widths that are made, those up to the original's.
const WIDTHS: [u32; 5] = [160, 320, 640, 960, 1280];

/// The longest side of an original, in pixels.
const LONGEST_SIDE: u32 = 20_000;

/// The most pixels of an original: 160 MB while it is decoded.
const MOST_PIXELS: u64 = 40_000_000;

const QUALITY_JPEG: u8 = 80;
const QUALITY_WEBP: f32 = 78.0;
const QUALITY_AVIF: f32 = 62.0;
/// 10 is the fastest: a shop's pictures are made in minutes, not in hours. Both are for transparent pictures only.
const SPEED_AVIF: u8 = 10;

/// Why a picture is not made. Each is the end of a sentence that begins with its name.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// Neither JPEG, PNG, WebP nor GIF.
    #[error("is neither JPEG, PNG, WebP nor GIF")]
    Format,
    /// Too many pixels: a mistake, or made to fill the memory.
    #[error("is too large: {width} × {height} pixels")]
    TooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// It is damaged.
    #[error("cannot be read: {0}")]
    Damaged(image::ImageError),
    /// It could not be written in one of the formats.
    #[error("cannot be made: {0}")]
    Encode(String),
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

/// Makes a picture out of its original's bytes, into the shop's `files`; nothing is done where it is there. The work is done
/// on a thread of its own.
///
/// # Errors
/// [`MakeError`]; what was written of it is then nowhere named.
pub async fn make(files: &Files, bytes: Vec<u8>) -> Result<Made, MakeError> {
    let (plan, bytes) = apart(move || Plan::of(&bytes).map(|plan| (plan, bytes))).await?;
    let kind = plan.kind.clone();
    let there = plan.names().map(|name| files.find(name));
    let there = futures::future::try_join_all(there).await?;
    if there.iter().all(|found| found.is_some_and(|found| found.len > 0)) {
        return Ok(Made { kind, fresh: false });
    }
    for (name, content) in apart(move || plan.render(&bytes)).await? {
        files.write(&name, content.into()).await?;
    }
    Ok(Made { kind, fresh: true })
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
    sizes: Vec<Size>,
}

/// The files of a width.
struct Size {
    width: u32,
    jpeg: FileName,
    webp: FileName,
    avif: Option<FileName>,
}

impl Plan {
    fn of(bytes: &[u8]) -> Result<Self, MakeError> {
        let mut decoder = decoder(bytes)?;
        let (width, height) = decoder.dimensions();
        if width > LONGEST_SIDE || height > LONGEST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(MakeError::TooLarge { width, height });
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        use Orientation as O;
        let lying = matches!(orientation, O::Rotate90 | O::Rotate270 | O::Rotate90FlipH | O::Rotate270FlipH);
        let (width, height) = if lying { (height, width) } else { (width, height) };

        let key = name_of(bytes);
        let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|own| *own <= width).collect();
        if widths.is_empty() {
            widths.push(width);
        }
        let name = |own: u32, ending: &str| FileName::new(Area::Media, &format!("{key}-{own}.{ending}"));
        let size = |own: u32| {
            let avif = has_avif(own).then(|| name(own, "avif")).transpose()?;
            Ok(Size { width: own, jpeg: name(own, "jpg")?, webp: name(own, "webp")?, avif })
        };
        let sizes = widths.iter().map(|own| size(*own)).collect::<Result<Vec<_>, NameError>>()?;
        let avif = sizes.iter().any(|size| size.avif.is_some());
        Ok(Self { kind: MediaKind::Image { key, width, height, widths, avif }, sizes })
    }

    fn names(&self) -> impl Iterator<Item = &FileName> {
        self.sizes.iter().flat_map(|size| [&size.jpeg, &size.webp].into_iter().chain(&size.avif))
    }

    /// All its files.
    fn render(self, bytes: &[u8]) -> Result<Vec<(FileName, Vec<u8>)>, MakeError> {
        let mut decoder = decoder(bytes)?;
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut image = DynamicImage::from_decoder(decoder).map_err(MakeError::Damaged)?;
        image.apply_orientation(orientation);
        let source = flattened(image);
        let mut files = Vec::new();
        for size in self.sizes {
            let pixels = Pixels::scaled(&source, size.width)?;
            files.push((size.jpeg, pixels.jpeg()?));
            files.push((size.webp, pixels.webp()?));
            if let Some(avif) = size.avif {
                files.push((avif, pixels.avif()?));
            }
        }
        Ok(files)
    }
}

fn decoder(bytes: &[u8]) -> Result<impl ImageDecoder + '_, MakeError> {
    reader(bytes)?.into_decoder().map_err(MakeError::Damaged)
}

/// Three bytes a pixel, or four where some pixel can be looked through: many a PNG could, and does not.
fn flattened(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return DynamicImage::ImageRgb8(image.into_rgb8());
    }
    let pixels = image.into_rgba8();
    if pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
        DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(pixels).into_rgb8())
    } else {
        DynamicImage::ImageRgba8(pixels)
    }
}

/// The height at a width, so that nothing is cut.
fn scaled_height(width: u32, height: u32, to: u32) -> u32 {
    let tall = u64::from(height) * u64::from(to);
    u32::try_from(tall.div_ceil(u64::from(width.max(1)))).unwrap_or(1).max(1)
}

fn reader(bytes: &[u8]) -> Result<ImageReader<Cursor<&[u8]>>, MakeError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(unreadable)?;
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];
    if !reader.format().is_some_and(|format| known.contains(&format)) {
        return Err(MakeError::Format);
    }
    // What is too large is told from its dimensions, with a better word; this holds for whatever else a file asks for.
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 8);
    reader.limits(limits);
    Ok(reader)
}

fn unreadable(error: io::Error) -> MakeError {
    MakeError::Damaged(image::ImageError::IoError(error))
}

/// A scaled picture, three or four bytes a pixel.
struct Pixels {
    bytes: Vec<u8>,
    alpha: bool,
    width: u32,
    height: u32,
}

impl Pixels {
    fn scaled(source: &DynamicImage, width: u32) -> Result<Self, MakeError> {
        let alpha = source.color().has_alpha();
        let height = scaled_height(source.width(), source.height(), width);
        if width == source.width() {
            return Ok(Self { bytes: source.as_bytes().to_vec(), alpha, width, height: source.height() });
        }
        let mut target = Image::new(width, height, if alpha { PixelType::U8x4 } else { PixelType::U8x3 });
        Resizer::new().resize(source, &mut target, None).map_err(|error| MakeError::Encode(error.to_string()))?;
        Ok(Self { bytes: target.into_vec(), alpha, width, height })
    }

    fn jpeg(&self) -> Result<Vec<u8>, MakeError> {
        let opaque: Vec<u8>;
        let bytes = if self.alpha {
            opaque = self
                .bytes
                .chunks_exact(4)
                .flat_map(|pixel| on_white([pixel[0], pixel[1], pixel[2], pixel[3]]))
                .collect();
            &opaque
        } else {
            &self.bytes
        };
        let mut out = Vec::new();
        JpegEncoder::new_with_quality(&mut out, QUALITY_JPEG)
            .encode(bytes, self.width, self.height, image::ExtendedColorType::Rgb8)
            .map_err(|error| MakeError::Encode(error.to_string()))?;
        Ok(out)
    }

    fn webp(&self) -> Result<Vec<u8>, MakeError> {
        let encoder = if self.alpha {
            webp::Encoder::from_rgba(&self.bytes, self.width, self.height)
        } else {
            webp::Encoder::from_rgb(&self.bytes, self.width, self.height)
        };
        let out =
            encoder.encode_simple(false, QUALITY_WEBP).map_err(|error| MakeError::Encode(format!("{error:?}")))?;
        Ok(out.to_vec())
    }

    fn avif(&self) -> Result<Vec<u8>, MakeError> {
        if !self.alpha {
            return giano_avif::encode(&self.bytes, self.width, self.height)
                .map_err(|error| MakeError::Encode(error.to_string()));
        }
        // Eight bits a colour, as the original has: ten take longer.
        let encoder = ravif::Encoder::new()
            .with_quality(QUALITY_AVIF)
            .with_speed(SPEED_AVIF)
            .with_bit_depth(BitDepth::Eight)
            .with_num_threads(Some(1));
        let (width, height) = (self.width as usize, self.height as usize);
        let pixels: Vec<RGBA8> = self.bytes.chunks_exact(4).map(|p| RGBA8::new(p[0], p[1], p[2], p[3])).collect();
        let out = encoder.encode_rgba(Img::new(&pixels, width, height));
        Ok(out.map_err(|error| MakeError::Encode(error.to_string()))?.avif_file)
    }
}

/// A pixel on white paper.
fn on_white([r, g, b, a]: [u8; 4]) -> [u8; 3] {
    let alpha = u32::from(a);
    [r, g, b].map(|colour| {
        let mixed = (u32::from(colour) * alpha + 255 * (255 - alpha) + 127) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use giano_files::FilesAddress;
    use image::{ImageBuffer, Rgb, Rgba};
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
            make(&self.files, original).await
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
        assert!(matches!(bomb, Err(MakeError::TooLarge { width: 60_000, height: 60_000 })), "{bomb:?}");
        let wide = shop.make(declared(19_000, 19_000)).await;
        assert!(matches!(wide, Err(MakeError::TooLarge { .. })), "{wide:?}");
        let lying = shop.make(declared(900, 900)).await;
        assert!(matches!(lying, Err(MakeError::Damaged(_))), "{lying:?}");
        assert!(!shop.media().exists(), "nothing is half written");
    }

    #[tokio::test]
    async fn what_is_no_picture_is_named() {
        let shop = Shop::new();
        let mut cut = png(drawn(300, 200));
        cut.truncate(cut.len() / 2);
        assert!(matches!(shop.make(cut).await, Err(MakeError::Damaged(_))));
        for no_picture in [&b""[..], b"<svg onload=\"alert(1)\"/>", b"%PDF-1.7", b"BM000000"] {
            assert!(matches!(shop.make(no_picture.to_vec()).await, Err(MakeError::Format)), "{no_picture:?}");
        }
        assert!(!shop.media().exists());
    }
}
