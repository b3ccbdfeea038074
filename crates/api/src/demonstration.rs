//! A product in motion, and the calculator. Asked for by themselves, so that pages without them do not carry the code that
//! reads them.

use crate::catalog::CardTier;
use crate::endpoint::{NoBody, Visit, endpoint};
use giano_commerce::catalog::Media;
use giano_commerce::{Locale, Money, QuantityRule, Sku};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

endpoint!(
    /// A product from all sides and at work, and what a calculator of its use starts from.
    GetDemonstration: Get "/api/products/{slug}/demonstration", query Visit, body NoBody => ProductDemonstration
);

/// A product from all sides and at work. What there is not is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductDemonstration {
    /// It from all sides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turntable: Option<TurntableView>,
    /// It at work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub video: Option<VideoView>,
    /// What a calculator of its use starts from (business).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculator: Option<CalculatorView>,
}

/// Pictures of a product at even steps of a full turn, at `/media/{key}-{frame}.avif` with a frame of two digits; frame 00
/// is the view of the main picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TurntableView {
    /// Stem of the files' names.
    pub key: String,
    /// How many there are.
    pub frames: u32,
    /// Width of each in pixels.
    pub width: u32,
    /// Height of each in pixels.
    pub height: u32,
    /// What it shows, for people who do not see it.
    pub alt: String,
    /// Parts to point at.
    pub spots: Vec<SpotView>,
}

impl TurntableView {
    /// Address of a frame; those beyond the last are the first again.
    pub fn frame(&self, frame: u32) -> String {
        let frame = frame % self.frames.max(1);
        let tens = if frame < 10 { "0" } else { "" };
        format!("/media/{}-{tens}{frame}.avif", self.key)
    }
}

/// A part to point at, wherever the turn brings it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SpotView {
    /// Its name.
    pub title: String,
    /// What is said of it.
    pub text: String,
    /// Three numbers a frame: per mille from the left, per mille from the top, and 1 where it is seen from there, else 0.
    pub track: Vec<u16>,
}

impl SpotView {
    /// Where it is in a frame (per mille from the left and from the top), and whether it is seen from there.
    pub fn at(&self, frame: u32) -> Option<(u16, u16, bool)> {
        let start = usize::try_from(frame).ok()?.checked_mul(3)?;
        match self.track.get(start..)? {
            [x, y, seen, ..] => Some((*x, *y, *seen != 0)),
            _ => None,
        }
    }
}

/// A video, at `/media/{key}.mp4` and `/media/{key}.webm`; its captions at `/media/{key}.captions.{en|it}.vtt`, its chapters
/// at `/media/{key}.chapters.{en|it}.vtt`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VideoView {
    /// Stem of the files' names.
    pub key: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// How long it is.
    pub seconds: u32,
    /// Its title.
    pub title: String,
    /// What it shows, in a sentence.
    pub text: String,
    /// The picture that stands there until it plays.
    pub poster: Option<Media>,
    /// Languages it has captions in.
    pub captions: Vec<Locale>,
    /// Languages its chapters are named in.
    pub chapters: Vec<Locale>,
}

/// What a calculator starts from: cups a day give the machine, the beans, and what a cup costs. Prices are the visitor's
/// net prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalculatorView {
    /// Grams of coffee in a cup.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "8"))]
    pub grams_a_cup: Decimal,
    /// Machines, those for the fewest cups first.
    pub machines: Vec<CalculatorMachine>,
    /// The beans.
    pub beans: CalculatorBeans,
}

/// Something a calculator puts into the basket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalculatorItem {
    /// Its SKU.
    pub sku: Sku,
    /// Its product's place in addresses.
    pub slug: String,
    /// Its product's name.
    pub name: String,
    /// Names of its option values; empty with a single variant.
    pub label: String,
    /// Its picture.
    pub image: Option<Media>,
    /// Net unit price by quantity: the first row from the least quantity on.
    pub prices: Vec<CardTier>,
    /// What quantities can be ordered.
    pub quantities: QuantityRule,
}

/// A machine with what it can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalculatorMachine {
    /// What it is.
    pub item: CalculatorItem,
    /// Cups it makes in a day without haste.
    pub cups_a_day: u32,
}

/// The beans with what a kilogram costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalculatorBeans {
    /// What they are.
    pub item: CalculatorItem,
    /// Grams of coffee in a piece.
    pub grams: u32,
    /// Net price of a kilogram at the least quantity, rounded.
    pub a_kilogram: Money,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn frames_have_two_digits_and_come_round() {
        let turntable =
            TurntableView { key: "k".into(), frames: 36, width: 720, height: 720, alt: String::new(), spots: vec![] };
        assert_eq!(turntable.frame(0), "/media/k-00.avif");
        assert_eq!(turntable.frame(35), "/media/k-35.avif");
        assert_eq!(turntable.frame(43), "/media/k-07.avif");
    }

    #[test]
    fn a_spot_is_where_its_track_says() {
        let spot = SpotView { title: String::new(), text: String::new(), track: vec![500, 250, 1, 510, 260, 0] };
        assert_eq!(spot.at(0), Some((500, 250, true)));
        assert_eq!(spot.at(1), Some((510, 260, false)));
        assert_eq!(spot.at(2), None);
    }

    #[test]
    fn what_is_absent_is_read_as_absent() {
        let nothing = ProductDemonstration::default();
        assert_eq!(serde_json::to_string(&nothing).unwrap(), "{}");
        assert_eq!(serde_json::from_str::<ProductDemonstration>("{}").unwrap(), nothing);
    }
}
