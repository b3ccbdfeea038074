//! A picture's sizes and formats, made out of its original's bytes.
//!
//! Bytes in, bytes out: where originals come from and where files go is for whoever calls. A package of its own, because
//! resizing and coding are generic, compiled here and nowhere else: development builds optimise this one, and whoever calls
//! is compiled in no time.

mod avif;
mod original;
mod rendition;

/// The longest side of an original, in pixels.
pub const LONGEST_SIDE: u32 = 20_000;

/// The most pixels of an original: 280 MB while it is decoded (three bytes a pixel, then four), 480 MB with 16 bits a colour.
pub const MOST_PIXELS: u64 = 40_000_000;

/// What a picture is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG, on white where the original is transparent.
    Jpeg,
    /// WebP, lossy.
    Webp,
    /// AVIF.
    Avif,
}

impl Format {
    /// What its files' names end in.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Avif => "avif",
        }
    }
}

/// One file of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rendition {
    /// Its width in pixels; its height follows.
    pub width: u32,
    /// What it is written as.
    pub format: Format,
}

/// Why a picture is not made. Each is the end of a sentence that begins with its name.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
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
    Damaged(String),
    /// It could not be written in one of the formats.
    #[error("cannot be made: {0}")]
    Encode(String),
}

/// Width and height of an original as it is to be looked at, told from its first bytes.
///
/// # Errors
/// [`PictureError`], where it is no picture or too large a one.
pub fn dimensions(original: &[u8]) -> Result<(u32, u32), PictureError> {
    original::dimensions(original)
}

/// The files that are asked for, in their order.
///
/// # Errors
/// [`PictureError`]; nothing is made then.
pub fn render(original: &[u8], renditions: &[Rendition]) -> Result<Vec<Vec<u8>>, PictureError> {
    let source = original::decoded(original)?;
    // Many a PNG could be looked through, and is not.
    let seen_through = source.pixels().any(|pixel| pixel.0[3] < u8::MAX);
    let mut files = Vec::with_capacity(renditions.len());
    let mut scaled: Option<rendition::Pixels> = None;
    for Rendition { width, format } in renditions {
        let pixels = match scaled.take() {
            Some(pixels) if pixels.width() == *width => pixels,
            _ => rendition::Pixels::scaled(&source, seen_through, *width)?,
        };
        files.push(pixels.coded(*format)?);
        scaled = Some(pixels);
    }
    Ok(files)
}
