//! What shows a product in motion, and what a calculator of its use starts from. Kept apart from [`crate::catalog::Media`],
//! which every card and every line of a basket carries.

use crate::Locale;
use crate::catalog::Media;
use crate::locale::Text;
use serde::{Deserialize, Serialize};

/// Pictures of a product from all sides, at even steps of a full turn; stored at `/media/{key}-{frame}.avif`, where the
/// frame has two digits and 0 is the view of the main picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turntable {
    /// Stem of the files' names: a hash of what they hold.
    pub key: String,
    /// How many there are.
    pub frames: u32,
    /// Width of each in pixels.
    pub width: u32,
    /// Height of each in pixels.
    pub height: u32,
    /// What it shows, for people who do not see it.
    pub alt: Text,
    /// Parts to point at.
    pub spots: Vec<Spot>,
}

/// A part of a product that a mark sticks to while it turns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// Its name.
    pub title: Text,
    /// What is said of it.
    pub text: Text,
    /// Three numbers a frame: per mille from the left, per mille from the top, and 1 where it is seen from there, else 0.
    pub track: Vec<u16>,
}

/// A video of a product; stored at `/media/{key}.mp4` and `.webm`, with `/media/{key}.captions.{en|it}.vtt` and
/// `/media/{key}.chapters.{en|it}.vtt`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Video {
    /// Stem of the files' names: a hash of what they hold.
    pub key: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// How long it is.
    pub seconds: u32,
    /// Its title.
    pub title: Text,
    /// What it shows, in a sentence.
    pub text: Text,
    /// The picture that stands there until it plays.
    pub poster: Option<Media>,
    /// Languages it has captions in.
    pub captions: Vec<Locale>,
    /// Languages its chapters are named in.
    pub chapters: Vec<Locale>,
}

/// How large a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimensions {
    /// From left to right, in millimetres.
    pub width_mm: u32,
    /// From front to back, in millimetres.
    pub depth_mm: u32,
    /// From top to bottom, in millimetres.
    pub height_mm: u32,
}

/// Name of a turntable's frame below `/media/`.
pub fn frame_file(key: &str, frame: u32) -> String {
    format!("{key}-{frame:02}.avif")
}

/// Name of a text track of a video below `/media/`: `track` is `captions` or `chapters`.
pub fn track_file(key: &str, track: &str, locale: Locale) -> String {
    format!("{key}.{track}.{}.vtt", locale.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_as_the_browser_asks_for_them() {
        assert_eq!(frame_file("k", 7), "k-07.avif");
        assert_eq!(track_file("k", "captions", Locale::It), "k.captions.it.vtt");
    }
}
