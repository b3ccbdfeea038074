//! Reading an original.

use crate::{LONGEST_SIDE, MOST_PIXELS, PictureError};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbaImage};
use std::io::{self, Cursor};

/// See [`crate::dimensions`].
pub(crate) fn dimensions(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    let mut decoder = decoder(bytes)?;
    let (width, height) = decoder.dimensions();
    if width > LONGEST_SIDE || height > LONGEST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureError::TooLarge { width, height });
    }
    use Orientation as O;
    let lying = matches!(turned(&mut decoder), O::Rotate90 | O::Rotate270 | O::Rotate90FlipH | O::Rotate270FlipH);
    Ok(if lying { (height, width) } else { (width, height) })
}

/// All of it, upright.
pub(crate) fn decoded(bytes: &[u8]) -> Result<RgbaImage, PictureError> {
    dimensions(bytes)?;
    let mut decoder = decoder(bytes)?;
    let orientation = turned(&mut decoder);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| damaged(&error))?;
    image.apply_orientation(orientation);
    Ok(image.into_rgba8())
}

fn turned(decoder: &mut impl ImageDecoder) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

fn decoder(bytes: &[u8]) -> Result<impl ImageDecoder + '_, PictureError> {
    reader(bytes)?.into_decoder().map_err(|error| damaged(&error))
}

fn reader(bytes: &[u8]) -> Result<ImageReader<Cursor<&[u8]>>, PictureError> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut reader = reader.map_err(|error: io::Error| PictureError::Damaged(error.to_string()))?;
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];
    if !reader.format().is_some_and(|format| known.contains(&format)) {
        return Err(PictureError::Format);
    }
    // What is too large is told from its dimensions, with a better word; this holds for whatever else a file asks for.
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 8);
    reader.limits(limits);
    Ok(reader)
}

fn damaged(error: &image::ImageError) -> PictureError {
    PictureError::Damaged(error.to_string())
}
