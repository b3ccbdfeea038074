//! What a file of `catalogue/` holds.

use super::measure::{Amount, Unit};
use giano_commerce::catalog::{Attribute, ProductOption};
use giano_commerce::demonstration::Dimensions;
use giano_commerce::locale::Text;
use giano_commerce::tax::VatClass;
use giano_commerce::{Country, QuantityRule};
use rust_decimal::Decimal;
use serde::Deserialize;

/// A file of `catalogue/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductFile {
    pub slug: String,
    pub name: Text,
    pub summary: Text,
    /// Markdown.
    pub description: Text,
    pub brand: String,
    pub categories: Vec<String>,
    #[serde(default)]
    pub vat_class: VatClass,
    pub origin: Country,
    pub prominence: i32,
    #[serde(default)]
    pub related: Vec<String>,
    #[serde(default)]
    pub goes_with: Vec<String>,
    #[serde(default)]
    pub alternative: Vec<String>,
    #[serde(default)]
    pub spare_parts: Vec<String>,
    #[serde(default)]
    pub mix_and_match: bool,
    #[serde(default)]
    pub home: QuantityRule,
    #[serde(default)]
    pub business: QuantityRule,
    #[serde(default = "one")]
    pub pack_size: u32,
    pub pallet_size: Option<u32>,
    /// Markdown.
    pub care: Option<Text>,
    #[serde(default)]
    pub in_the_box: Vec<Text>,
    pub dimensions: Option<Dimensions>,
    #[serde(default)]
    pub options: Vec<ProductOption>,
    #[serde(default)]
    pub attributes: Vec<AttributeEntry>,
    pub pictures: Vec<PictureEntry>,
    pub turntable: Option<TurntableEntry>,
    pub video: Option<VideoEntry>,
    pub variants: Vec<VariantEntry>,
}

fn one() -> u32 {
    1
}

impl ProductFile {
    /// Slugs of all products it points to.
    pub fn links(&self) -> impl Iterator<Item = &String> {
        [&self.related, &self.goes_with, &self.alternative, &self.spare_parts].into_iter().flatten()
    }

    /// The place of a picture that a variant names.
    pub fn place_of(&self, picture: &PictureRef) -> Option<u32> {
        let place = match picture {
            PictureRef::Place(place) => usize::try_from(*place).ok().filter(|place| *place < self.pictures.len()),
            PictureRef::Name(name) => self.pictures.iter().position(|own| own.file == *name),
        };
        place.and_then(|place| u32::try_from(place).ok())
    }
}

/// A fact: in words, or measured.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttributeEntry {
    pub code: String,
    pub name: Text,
    #[serde(default)]
    pub values: Vec<Text>,
    pub amount: Option<Decimal>,
    pub unit: Option<Unit>,
    #[serde(default)]
    pub facet: bool,
}

impl AttributeEntry {
    /// The fact as the catalogue keeps it.
    ///
    /// # Errors
    /// A sentence where it is neither in words nor measured, or both.
    pub fn attribute(&self) -> Result<Attribute, String> {
        let values = match (self.values.is_empty(), self.amount, self.unit) {
            (false, None, None) => self.values.clone(),
            (true, Some(amount), Some(unit)) => vec![Amount { amount, unit }.written()],
            _ => return Err(format!("attribute {}: values, or an amount with its unit", self.code)),
        };
        Ok(Attribute { code: self.code.clone(), name: self.name.clone(), values, facet: self.facet })
    }
}

/// A picture: a name without ending.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PictureEntry {
    pub file: String,
    pub alt: Text,
}

/// A picture that a variant shows: its name, or its place among the product's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum PictureRef {
    Place(u32),
    Name(String),
}

/// Words of a turntable; where its parts are is in the studio's `turntable.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TurntableEntry {
    pub alt: Text,
    pub spots: Vec<SpotEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpotEntry {
    pub id: String,
    pub title: Text,
    pub text: Text,
}

/// Words of a video.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VideoEntry {
    pub title: Text,
    pub text: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariantEntry {
    pub sku: String,
    pub gtin: String,
    #[serde(default)]
    pub options: Vec<String>,
    pub price: String,
    pub compare_at: Option<String>,
    pub list_price: Option<String>,
    /// Pairs of least quantity and net price.
    #[serde(default)]
    pub tiers: Vec<(u32, String)>,
    pub weight_grams: u32,
    pub stock: u32,
    #[serde(default)]
    pub backorder: bool,
    pub lead_days: Option<u32>,
    #[serde(default)]
    pub pictures: Vec<PictureRef>,
    pub home: Option<QuantityRule>,
    pub business: Option<QuantityRule>,
    pub pack_size: Option<u32>,
    pub pallet_size: Option<u32>,
    pub dimensions: Option<Dimensions>,
}
