//! The catalogue: products, variants, categories, media, reviews.

use crate::demonstration::{Dimensions, Turntable, Video};
use crate::locale::{Language, Text};
use crate::{Gtin, Money, QuantityRule, Sku, tax::VatClass};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Defines an identifier type over an `i64` of the database.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub i64);
    };
}
pub(crate) use id;

id!(
    /// A product: what a page shows.
    ProductId
);
id!(
    /// A variant: what is sold, with a SKU of its own.
    VariantId
);
id!(
    /// A category of the tree.
    CategoryId
);

/// A category of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Its identifier.
    pub id: CategoryId,
    /// The category above, none at the top.
    pub parent: Option<CategoryId>,
    /// Its place in addresses, unique, e.g. `machines/espresso`.
    pub slug: String,
    /// Its name.
    pub name: Text,
    /// A sentence about it.
    pub description: Text,
    /// The order among its siblings.
    pub position: i32,
}

/// What a page shows: one or more variants under one name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its identifier.
    pub id: ProductId,
    /// Its place in addresses, unique.
    pub slug: String,
    /// Its name.
    pub name: Text,
    /// One or two sentences, plain text.
    pub summary: Text,
    /// The long description: HTML, sanitised when it was imported.
    pub description_html: Text,
    /// The maker's name.
    pub brand: Option<String>,
    /// The categories it stands in; the first is its home (breadcrumb).
    pub categories: Vec<CategoryId>,
    /// Names of the options that tell variants apart, in order, e.g. `Colour`, `Size`.
    pub options: Vec<ProductOption>,
    /// Further facts, e.g. `Material: aluminium`; facets are made of those marked so.
    pub attributes: Vec<Attribute>,
    /// Pictures and documents, in order; the first picture is the main one.
    pub media: Vec<Media>,
    /// It from all sides.
    pub turntable: Option<Turntable>,
    /// It at work.
    pub video: Option<Video>,
    /// How to look after it: HTML, sanitised when it was imported.
    pub care_html: Option<Text>,
    /// What comes with it.
    pub in_the_box: Vec<Text>,
    /// How large it is, where its variants do not say otherwise.
    pub dimensions: Option<Dimensions>,
    /// What is sold; never empty.
    pub variants: Vec<Variant>,
    /// Other products, by kind of link.
    pub links: Vec<ProductLink>,
    /// The class its VAT rate is found by.
    pub vat_class: VatClass,
    /// Page title, where the merchant gave one.
    pub meta_title: Option<Text>,
    /// Page description, where the merchant gave one.
    pub meta_description: Option<Text>,
    /// Whether visitors can see it.
    pub visible: bool,
    /// Larger is shown earlier where nothing else decides.
    pub prominence: i32,
    /// When it was first loaded (milliseconds since 1970), for "newest first".
    pub created_at: i64,
}

/// An option that tells variants apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductOption {
    /// Code in addresses and facets, e.g. `colour`.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Its values, in the order they are offered.
    pub values: Vec<OptionValue>,
}

/// One value of an option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OptionValue {
    /// Code in addresses and facets, e.g. `red`.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// A CSS colour `#rrggbb` where the value is a colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swatch: Option<String>,
}

/// A fact about a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attribute {
    /// Code in addresses and facets.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Its values (several for multi-select attributes).
    pub values: Vec<Text>,
    /// Whether lists can be filtered by it.
    pub facet: bool,
}

/// What is sold: one SKU.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Its identifier.
    pub id: VariantId,
    /// The product it belongs to.
    pub product: ProductId,
    /// The merchant's own name for it, unique without regard to case.
    pub sku: Sku,
    /// The number on the barcode.
    pub gtin: Option<Gtin>,
    /// One value code per option of the product, in the product's order.
    pub options: Vec<String>,
    /// Consumer price, VAT included.
    pub home_price: Money,
    /// Former consumer price to strike through, if higher.
    pub compare_at: Option<Money>,
    /// A lower consumer price for a time.
    pub special: Option<SpecialPrice>,
    /// Net list price for business, where the merchant gave one.
    pub list_price: Option<Money>,
    /// Public tiers of the net list price for business.
    pub tiers: Vec<PublicTier>,
    /// Whether all variants of the product in the basket count together for the tiers (mix and match).
    pub mix_and_match: bool,
    /// What quantities can be ordered at home.
    pub home_quantities: QuantityRule,
    /// What quantities can be ordered by companies.
    pub business_quantities: QuantityRule,
    /// Pieces in a pack, for showing; 1 where sold singly.
    pub pack_size: u32,
    /// Pieces on a pallet, where known.
    pub pallet_size: Option<u32>,
    /// Weight of one piece in grams.
    pub weight_grams: u32,
    /// How large it is, where that differs from the product.
    pub dimensions: Option<Dimensions>,
    /// Country of origin (ISO 3166-1 alpha-2).
    pub origin: Option<crate::Country>,
    /// Places of this variant's pictures in the product's media, main picture first.
    pub media: Vec<u32>,
    /// Pieces on hand.
    pub stock: Stock,
    /// The order among its siblings.
    pub position: i32,
}

/// A consumer price, VAT included, that holds instead of the usual one for a time, where it is lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialPrice {
    /// The price.
    pub price: Money,
    /// The first moment at which it holds; without one it always did.
    pub from: Option<Timestamp>,
    /// The first moment at which it does not hold any more; without one it holds for ever.
    pub until: Option<Timestamp>,
}

impl SpecialPrice {
    /// Whether it holds at a moment.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }

    /// The next moment after one at which it begins or ends.
    pub fn turns_after(&self, now: Timestamp) -> Option<Timestamp> {
        [self.from, self.until].into_iter().flatten().filter(|at| *at > now).min()
    }
}

impl Variant {
    /// Takes its special price for its price, where one holds at a moment; the usual one is then the one before.
    pub fn take_special(&mut self, now: Timestamp) {
        let special = self.special.filter(|special| special.holds(now));
        if let Some(special) = special.filter(|special| special.price.amount() < self.home_price.amount()) {
            self.compare_at = Some(self.home_price);
            self.home_price = special.price;
        }
    }
}

/// A public quantity tier of a net list price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicTier {
    /// From this quantity on.
    pub minimum: u32,
    /// The net price of one piece.
    pub price: Money,
}

/// How many there are and what happens when there are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stock {
    /// Pieces that can be sold now.
    pub on_hand: u32,
    /// Whether it can be ordered beyond what is on hand.
    pub backorder: bool,
    /// Working days until it leaves when not on hand.
    pub lead_days: Option<u32>,
}

/// A picture or document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Media {
    /// What it is, with what its kind needs.
    #[serde(flatten)]
    pub kind: MediaKind,
    /// What it shows, for people who do not see it.
    pub alt: Text,
}

impl Media {
    /// Whether it is a picture, or stands for one that is not there.
    pub const fn is_picture(&self) -> bool {
        matches!(self.kind, MediaKind::Image { .. } | MediaKind::Missing { .. })
    }
}

/// Whether pictures are stored as AVIF at a width in pixels. Below, WebP is smaller and more like the original, and both
/// are small.
pub const fn has_avif(width: u32) -> bool {
    width >= 320
}

/// The kinds of media.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MediaKind {
    /// A picture, stored in several widths and formats at `/media/{key}-{width}.{avif|webp|jpg}`; see [`has_avif`].
    Image {
        /// Stem of the files' names: a hash of the original's bytes.
        key: String,
        /// Width of the original in pixels.
        width: u32,
        /// Height of the original in pixels.
        height: u32,
        /// Widths it is stored in, ascending.
        widths: Vec<u32>,
        /// Whether AVIF files exist beside WebP and JPEG, at the widths that [`has_avif`].
        avif: bool,
    },
    /// A picture that could not be fetched or read when it was imported; shown as an empty frame.
    Missing {
        /// The address or name the export gave.
        source: String,
    },
    /// A document to download.
    Document {
        /// Name of the file under `/media/`.
        file: String,
        /// Size in bytes.
        bytes: u64,
    },
}

crate::tagged! {
    MediaKind by kind {
        Image { key, width, height, widths, avif }
        Missing { source }
        Document { file, bytes }
    } where { key: String, width: u32, height: u32, widths: Vec<u32>, avif: bool, source: String, file: String, bytes: u64 }
    inside Media as kind with { alt: Text }
}

/// How a product points to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Similar in purpose.
    Related,
    /// Bought together.
    GoesWith,
    /// Instead of it.
    Alternative,
    /// To replace a part of it.
    SparePart,
}

/// A link from a product to another, by its slug.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductLink {
    /// The kind of link.
    pub kind: LinkKind,
    /// The other product.
    pub to: ProductId,
}

/// What a customer says of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Its identifier.
    pub id: i64,
    /// The product.
    pub product: ProductId,
    /// 1 to 5.
    pub rating: u8,
    /// Its headline.
    pub title: String,
    /// Its text, plain.
    pub body: String,
    /// The name shown.
    pub author: String,
    /// The language it is written in, where known.
    pub language: Option<Language>,
    /// Whether an order proves the purchase.
    pub verified: bool,
    /// When it was written (milliseconds since 1970), where known.
    pub written_at: Option<i64>,
}

/// Everything that is sold and how it hangs together: what a snapshot is built of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    /// All categories.
    pub categories: Vec<Category>,
    /// All products.
    pub products: Vec<Product>,
    /// All reviews.
    pub reviews: Vec<Review>,
}
