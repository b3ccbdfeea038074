//! Coding pictures as AVIF.
//!
//! With rav1e's encoder set by ourselves a catalogue's pictures take half the time of `ravif` and are a tenth smaller at the
//! same likeness: colour in half the resolution, as JPEG and WebP have it; differences measured plainly instead of weighted
//! by what an eye would forgive; real rates instead of guessed ones. Figures, and why transparent pictures go the same way,
//! are in `docs/decisions/avif.md`.

use avif_serialize::constants::MatrixCoefficients as Matrix;
use rav1e::color::{ChromaSamplePosition, ChromaSampling, PixelRange};
use rav1e::color::{ColorDescription, ColorPrimaries, MatrixCoefficients, TransferCharacteristics};
use rav1e::config::SpeedSettings;
use rav1e::prelude::{BlockSize, PartitionRange, SceneDetectionSpeed, Tune};
use rav1e::{Config, Context, EncoderConfig, EncoderStatus};

/// How coarse colours are, from 0 to 255.
const QUANTIZER: u8 = 139;

/// How coarse transparency is: edges are all there is to it, and they are seen.
const QUANTIZER_ALPHA: u8 = 60;

/// The encoder did not take a picture: why, in its words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("AVIF: {0}")]
pub(crate) struct AvifError(String);

impl AvifError {
    fn of(error: &dyn std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

/// Makes an AVIF file out of sRGB and transparency, four bytes a pixel, row by row. Where it can be `seen_through`, its
/// transparency is a second picture in the file, of one plane (AVIF 1.1, 4.1 "Auxiliary image items").
///
/// # Errors
/// [`AvifError`] where there are no pixels, other than `width` times `height`, or more than 65 535 to a side.
pub(crate) fn encode(rgba: &[u8], seen_through: bool, width: u32, height: u32) -> Result<Vec<u8>, AvifError> {
    let (columns, rows) = (width as usize, height as usize);
    if columns.checked_mul(rows).and_then(|pixels| pixels.checked_mul(4)) != Some(rgba.len()) {
        return Err(AvifError::of(&"not as many pixels as the size says"));
    }
    let colours = code(config(columns, rows, Coded::Colours), &planes(rgba, columns, rows))?;
    let alpha = seen_through.then(|| {
        let alpha: Vec<u8> = rgba.iter().skip(3).step_by(4).copied().collect();
        code(config(columns, rows, Coded::Alpha), &[(alpha, columns)])
    });
    let mut boxes = avif_serialize::Aviffy::new();
    boxes.set_matrix_coefficients(Matrix::Bt601).set_chroma_subsampling((true, true));
    let mut file = Vec::new();
    let written = boxes.write(&mut file, &colours, alpha.transpose()?.as_deref(), width, height, 8);
    written.map_err(|error| AvifError::of(&error))?;
    Ok(file)
}

/// Codes one picture: its planes, each with its width.
fn code(config: Config, planes: &[(Vec<u8>, usize)]) -> Result<Vec<u8>, AvifError> {
    let mut context: Context<u8> = config.new_context().map_err(|error| AvifError::of(&error))?;
    let mut frame = context.new_frame();
    for (plane, (samples, columns)) in frame.planes.iter_mut().zip(planes) {
        let stride = plane.cfg.stride;
        let target = plane.data_origin_mut().chunks_mut(stride);
        for (to, from) in target.zip(samples.chunks_exact(*columns)) {
            if let Some(to) = to.get_mut(..*columns) {
                to.copy_from_slice(from);
            }
        }
    }
    context.send_frame(frame).map_err(|error| AvifError::of(&error))?;
    context.flush();
    let mut coded = Vec::new();
    loop {
        match context.receive_packet() {
            Ok(packet) => coded.extend(packet.data),
            Err(EncoderStatus::Encoded) => {}
            Err(EncoderStatus::LimitReached) => break,
            Err(error) => return Err(AvifError::of(&error)),
        }
    }
    Ok(coded)
}

/// What a picture in the file stands for.
#[derive(Clone, Copy)]
enum Coded {
    Colours,
    Alpha,
}

fn config(width: usize, height: usize, coded: Coded) -> Config {
    let mut speed = SpeedSettings::from_preset(10);
    // There is one frame: nothing to look ahead to, nothing to refer to.
    speed.rdo_lookahead_frames = 1;
    speed.scene_detection_mode = SceneDetectionSpeed::None;
    speed.multiref = false;
    // Other sizes of blocks take twice the time for one part in a hundred.
    speed.partition.partition_range = PartitionRange::new(BlockSize::BLOCK_16X16, BlockSize::BLOCK_16X16);
    // Guessed rates save no time that can be measured and make files a tenth larger.
    speed.transform.tx_domain_rate = false;
    speed.transform.rdo_tx_decision = false;
    // Filters for what is coded much coarser.
    speed.cdef = false;
    speed.lrf = false;
    speed.fast_deblock = true;
    // sRGB (IEC 61966-2-1), made to luma and chroma as in JPEG. Transparency is no colour.
    let srgb = ColorDescription {
        color_primaries: ColorPrimaries::BT709,
        transfer_characteristics: TransferCharacteristics::SRGB,
        matrix_coefficients: MatrixCoefficients::BT601,
    };
    let (quantizer, chroma_sampling, color_description) = match coded {
        Coded::Colours => (QUANTIZER, ChromaSampling::Cs420, Some(srgb)),
        Coded::Alpha => (QUANTIZER_ALPHA, ChromaSampling::Cs400, None),
    };
    let encoder = EncoderConfig {
        width,
        height,
        still_picture: true,
        quantizer: quantizer.into(),
        min_quantizer: quantizer,
        tune: Tune::Psnr,
        chroma_sampling,
        chroma_sample_position: ChromaSamplePosition::Unknown,
        pixel_range: PixelRange::Full,
        color_description,
        speed_settings: speed,
        ..EncoderConfig::default()
    };
    // The pictures of an import share the cores; one picture takes one.
    Config::new().with_threads(1).with_encoder_config(encoder)
}

/// Luma, and both chroma in half the resolution, each with its width (ITU-R BT.601, full range). What cannot be seen costs
/// least as one colour: white, which most pictures stand on.
fn planes(rgba: &[u8], columns: usize, rows: usize) -> [(Vec<u8>, usize); 3] {
    let sample = |[r, g, b]: [f32; 3]| {
        let luma = 0.299 * r + 0.587 * g + 0.114 * b;
        [luma, (b - luma) / 1.772 + 128.0, (r - luma) / 1.402 + 128.0]
    };
    // Halves round up, and a float becomes a byte by being held within its range.
    let byte = |value: f32| (value + 0.5) as u8;
    let visible = |p: &[u8]| if p[3] == 0 { [255.0; 3] } else { [p[0], p[1], p[2]].map(f32::from) };
    let pixel = |x: usize, y: usize| {
        let at = (y * columns + x) * 4;
        rgba.get(at..at + 4).map_or([0.0; 3], visible)
    };
    let luma = rgba.chunks_exact(4).map(|pixel| byte(sample(visible(pixel))[0])).collect();
    let (half_columns, half_rows) = (columns.div_ceil(2), rows.div_ceil(2));
    let mut blue = Vec::with_capacity(half_columns * half_rows);
    let mut red = Vec::with_capacity(half_columns * half_rows);
    for y in 0..half_rows {
        for x in 0..half_columns {
            // At an odd edge the last pixel stands for the one that is not there.
            let (left, right) = (2 * x, (2 * x + 1).min(columns - 1));
            let (above, below) = (2 * y, (2 * y + 1).min(rows - 1));
            let four = [pixel(left, above), pixel(right, above), pixel(left, below), pixel(right, below)];
            let mean = [0, 1, 2].map(|colour| four.iter().map(|pixel| pixel[colour]).sum::<f32>() / 4.0);
            let [_, towards_blue, towards_red] = sample(mean);
            blue.push(byte(towards_blue));
            red.push(byte(towards_red));
        }
    }
    [(luma, columns), (blue, half_columns), (red, half_columns)]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn colours_become_luma_and_chroma() {
        // Red, green, blue and white in the corners of three by three pixels; T.871 gives the values.
        let (red, green, blue, white) = ([255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255], [255, 255, 255, 255]);
        let picture = [red, red, green, red, red, green, blue, blue, white];
        let [(luma, 3), (towards_blue, 2), (towards_red, 2)] = planes(&picture.concat(), 3, 3) else { panic!() };
        assert_eq!(luma, [76, 76, 150, 76, 76, 150, 29, 29, 255]);
        assert_eq!(towards_blue, [85, 44, 255, 128]);
        assert_eq!(towards_red, [255, 21, 107, 128]);
        let [(luma, _), (towards_blue, _), (towards_red, _)] = planes(&[128, 128, 128, 255], 1, 1);
        assert_eq!((luma[0], towards_blue[0], towards_red[0]), (128, 128, 128));
        let [(luma, _), ..] = planes(&[10, 200, 30, 0], 1, 1);
        assert_eq!(luma[0], 255, "what cannot be seen is white");
    }

    #[test]
    fn every_size_is_coded_and_transparency_is_a_picture_beside() {
        for (width, height) in [(1, 1), (320, 1), (17, 31), (2, 160), (64, 64)] {
            let pixels = (0..width * height).flat_map(|n| [n as u8, (n / 7) as u8, 90, (n / 3) as u8]);
            let pixels = pixels.collect::<Vec<_>>();
            for seen_through in [false, true] {
                let file = encode(&pixels, seen_through, width, height).unwrap();
                assert_eq!(&file[4..12], b"ftypavif");
                // The box `ispe` says the size.
                let at = file.windows(4).position(|name| name == b"ispe").unwrap() + 8;
                let number = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap());
                assert_eq!((number(at), number(at + 4)), (width, height));
                assert_eq!(file.windows(4).any(|name| name == b"auxl"), seen_through);
            }
        }
        assert!(encode(&[], false, 0, 20).is_err());
        assert!(encode(&[0; 5], false, 1, 2).is_err());
    }
}
