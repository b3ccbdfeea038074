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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use image::{Rgb, RgbImage};

    /// A JPEG, red above and blue below, whose EXIF says how the camera was held (EXIF 2.3, tag 0x0112).
    fn taken_with(orientation: u8) -> Vec<u8> {
        let drawn = |_, y| if y < 16 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
        let mut jpeg = Cursor::new(Vec::new());
        RgbImage::from_fn(48, 32, drawn).write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
        let mut jpeg = jpeg.into_inner();
        let tiff = [&b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"[..], &[orientation, 0, 0, 0], &[0; 4]].concat();
        let exif = [&b"Exif\0\0"[..], &tiff].concat();
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        jpeg.splice(2..2, [&[0xff, 0xe1][..], &length, &exif].concat());
        jpeg
    }

    #[test]
    fn pictures_stand_upright_however_the_camera_was_held() {
        // Where the red half is.
        for (orientation, size, red, blue) in [
            (1, (48, 32), (24, 4), (24, 28)),
            (3, (48, 32), (24, 28), (24, 4)),
            (6, (32, 48), (28, 24), (4, 24)),
            (8, (32, 48), (4, 24), (28, 24)),
        ] {
            let original = taken_with(orientation);
            assert_eq!(dimensions(&original).unwrap(), size, "{orientation}");
            let upright = decoded(&original).unwrap();
            assert_eq!(upright.dimensions(), size, "{orientation}");
            let [r, _, b, _] = upright.get_pixel(red.0, red.1).0;
            assert!(r > 200 && b < 50, "{orientation}");
            let [r, _, b, _] = upright.get_pixel(blue.0, blue.1).0;
            assert!(r < 50 && b > 200, "{orientation}");
        }
    }
}
