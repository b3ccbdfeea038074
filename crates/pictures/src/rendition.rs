//! One size of a picture, and its files.
//!
//! Pixels have four bytes here, seen through or not: each kind of pixel that the resizer is compiled for takes a quarter of a
//! minute of a development build.

use crate::{Format, PictureError, avif};
use fast_image_resize::Resizer;
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x4;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, RgbaImage};

const QUALITY_JPEG: u8 = 80;
const QUALITY_WEBP: f32 = 78.0;

/// A scaled picture, four bytes a pixel.
pub(crate) struct Pixels {
    bytes: Vec<u8>,
    seen_through: bool,
    width: u32,
    height: u32,
}

impl Pixels {
    pub fn scaled(source: &RgbaImage, seen_through: bool, width: u32) -> Result<Self, PictureError> {
        let (whole, size) = (source.as_raw().as_slice(), source.dimensions());
        if width == size.0 {
            return Ok(Self { bytes: whole.to_vec(), seen_through, width, height: size.1 });
        }
        let height = scaled_height(size.0, size.1, width);
        let bytes = resized(whole, size, (width, height)).map_err(|error| PictureError::Encode(error.to_string()))?;
        Ok(Self { bytes, seen_through, width, height })
    }

    pub fn width(&self) -> u32 {
        self.width
    }

    pub fn coded(&self, format: Format) -> Result<Vec<u8>, PictureError> {
        match format {
            Format::Jpeg => self.jpeg(),
            Format::Webp => self.webp(),
            Format::Avif => self.avif(),
        }
    }

    fn jpeg(&self) -> Result<Vec<u8>, PictureError> {
        let pixels = self.bytes.chunks_exact(4);
        let opaque: Vec<u8> = pixels.flat_map(|pixel| on_white([pixel[0], pixel[1], pixel[2], pixel[3]])).collect();
        let mut out = Vec::new();
        JpegEncoder::new_with_quality(&mut out, QUALITY_JPEG)
            .encode(&opaque, self.width, self.height, ExtendedColorType::Rgb8)
            .map_err(|error| PictureError::Encode(error.to_string()))?;
        Ok(out)
    }

    fn webp(&self) -> Result<Vec<u8>, PictureError> {
        let encoder = webp::Encoder::from_rgba(&self.bytes, self.width, self.height);
        let out =
            encoder.encode_simple(false, QUALITY_WEBP).map_err(|error| PictureError::Encode(format!("{error:?}")))?;
        Ok(out.to_vec())
    }

    fn avif(&self) -> Result<Vec<u8>, PictureError> {
        avif::encode(&self.bytes, self.seen_through, self.width, self.height)
            .map_err(|error| PictureError::Encode(error.to_string()))
    }
}

/// The height at a width, so that nothing is cut.
fn scaled_height(width: u32, height: u32, to: u32) -> u32 {
    let tall = u64::from(height) * u64::from(to);
    u32::try_from(tall.div_ceil(u64::from(width.max(1)))).unwrap_or(1).max(1)
}

fn resized(
    bytes: &[u8],
    (width, height): (u32, u32),
    (to_width, to_height): (u32, u32),
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let source = TypedImageRef::<U8x4>::from_buffer(width, height, bytes)?;
    let mut out = vec![0; to_width as usize * to_height as usize * 4];
    let mut target = TypedImage::<U8x4>::from_buffer(to_width, to_height, &mut out)?;
    // Weighted by how much is seen of each pixel, so that what cannot be seen does not colour an edge.
    Resizer::new().resize_typed(&source, &mut target, None)?;
    Ok(out)
}

/// A pixel on white paper.
fn on_white([r, g, b, a]: [u8; 4]) -> [u8; 3] {
    let alpha = u32::from(a);
    [r, g, b].map(|colour| {
        let mixed = (u32::from(colour) * alpha + 255 * (255 - alpha) + 127) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    })
}
