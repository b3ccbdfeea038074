//! The files of the catalogue.

use super::Checking;
use crate::demo::product::{Showing, draft};
use crate::demo::product_file::{ProductFile, VariantEntry};
use crate::demo::{turntable, video};
use giano_commerce::catalog::{Media, MediaKind};
use giano_commerce::demonstration::Dimensions;
use giano_commerce::locale::Text;
use giano_commerce::{Money, Quantity};
use std::collections::HashSet;
use std::path::Path;

impl Checking<'_> {
    pub(super) fn product(&mut self, product: &ProductFile) {
        self.text("name", &product.name);
        self.text("summary", &product.summary);
        self.markdown("description", &product.description);
        product.care.iter().for_each(|care| self.markdown("care", care));
        product.in_the_box.iter().for_each(|thing| self.text("in the box", thing));
        let files = self.files;
        let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = stem(&self.file);
        self.ensure(name.ends_with(&product.slug), || format!("the slug `{}` is not the file's name", product.slug));
        let once = files.products.iter().filter(|(_, other)| other.slug == product.slug).count() == 1;
        self.ensure(once, || format!("the slug `{}` is there twice", product.slug));
        product.categories.iter().for_each(|slug| self.has_category("categories", slug));
        self.ensure(!product.categories.is_empty(), || "stands in no category".to_owned());
        for slug in product.links() {
            self.has_product("links", slug);
            self.ensure(*slug != product.slug, || "points to itself".to_owned());
        }
        for option in &product.options {
            self.text(&option.code, &option.name);
            option.values.iter().for_each(|value| self.text(&option.code, &value.name));
        }
        let mut codes = HashSet::new();
        for attribute in &product.attributes {
            self.text(&attribute.code, &attribute.name);
            attribute.values.iter().for_each(|value| self.text(&attribute.code, value));
            self.ensure(codes.insert(&attribute.code), || format!("attribute {} is there twice", attribute.code));
        }
        self.ensure(!product.pictures.is_empty(), || "has no picture".to_owned());
        let mut pictures = HashSet::new();
        for picture in &product.pictures {
            self.picture(Some(&product.slug), picture);
            let once = pictures.insert(&picture.file);
            self.ensure(once, || format!("picture {} is there twice", picture.file));
        }
        self.moving(product);
        self.ensure(!product.variants.is_empty(), || "has no variant".to_owned());
        // Whether it could be loaded: prices, SKU, check digits of barcode numbers, pictures of variants.
        let frame = |_| Media { kind: MediaKind::Missing { source: String::new() }, alt: Text::default() };
        let showing = Showing { media: product.pictures.iter().map(frame).collect(), ..Showing::default() };
        if let Err(reason) = draft(product, showing) {
            self.ensure(false, || reason);
        }
        self.size(product.dimensions.as_ref());
        self.variants(product);
    }

    /// Its turntable and its video.
    fn moving(&mut self, product: &ProductFile) {
        let folder = self.files.media().join("products").join(&product.slug);
        if let Some(words) = &product.turntable {
            self.text("turntable", &words.alt);
            let mut ids = HashSet::new();
            for spot in &words.spots {
                self.text(&spot.id, &spot.title);
                self.text(&spot.id, &spot.text);
                self.ensure(ids.insert(&spot.id), || format!("the spot `{}` is there twice", spot.id));
            }
            let wrong = turntable::read(&folder, words).err().unwrap_or_default();
            wrong.into_iter().for_each(|what| self.ensure(false, || what));
        }
        if let Some(words) = &product.video {
            self.text("video", &words.title);
            self.text("video", &words.text);
            let wrong = video::read(&folder, words, None).err().unwrap_or_default();
            wrong.into_iter().for_each(|what| self.ensure(false, || what));
        }
    }

    fn size(&mut self, size: Option<&Dimensions>) {
        if let Some(Dimensions { width_mm, depth_mm, height_mm }) = size {
            let sides = [*width_mm, *depth_mm, *height_mm];
            self.ensure(sides.iter().all(|side| (1..5000).contains(side)), || format!("is {sides:?} mm large"));
        }
    }

    fn variants(&mut self, product: &ProductFile) {
        let mut combinations = HashSet::new();
        for variant in &product.variants {
            let sku = &variant.sku;
            self.ensure(combinations.insert(&variant.options), || format!("{sku}: its options are there twice"));
            self.ensure(variant.options.len() == product.options.len(), || format!("{sku}: options do not fit"));
            for (option, code) in product.options.iter().zip(&variant.options) {
                let known = option.values.iter().any(|value| value.code == *code);
                self.ensure(known, || format!("{sku}: `{code}` is no {}", option.code));
            }
            for picture in &variant.pictures {
                self.ensure(product.place_of(picture).is_some(), || format!("{sku}: no picture {picture:?}"));
            }
            // Numbers that GS1 leaves for use inside a shop begin with 20 to 29; the check digit is looked at in reading.
            self.ensure(variant.gtin.len() == 13 && variant.gtin.starts_with('2'), || {
                format!("{sku}: {} is no number for use inside a shop", variant.gtin)
            });
            self.ensure(variant.weight_grams > 0, || format!("{sku}: weighs nothing"));
            self.ensure(!(variant.backorder && variant.stock == 0) || variant.lead_days.is_some(), || {
                format!("{sku}: can be ordered ahead, and nobody knows for when")
            });
            self.size(variant.dimensions.as_ref());
            self.prices(variant);
            for rule in [variant.home.unwrap_or(product.home), variant.business.unwrap_or(product.business)] {
                let least = Quantity::new(rule.least()).map(|quantity| rule.check(quantity).is_ok());
                self.ensure(least.unwrap_or(false), || format!("{sku}: no quantity can be ordered"));
            }
        }
    }

    fn prices(&mut self, variant: &VariantEntry) {
        let sku = &variant.sku;
        let below = |one: Option<Money>, other: Option<Money>| {
            one.zip(other).is_none_or(|(one, other)| one.amount() < other.amount())
        };
        let home = self.amount(sku, &variant.price);
        let before = variant.compare_at.as_deref().and_then(|before| self.amount(sku, before));
        self.ensure(below(home, before), || format!("{sku}: was not dearer before"));
        let list = variant.list_price.as_deref().and_then(|price| self.amount(sku, price));
        self.ensure(below(list, home), || format!("{sku}: dearer for business than at home"));
        let mut last = (1, list);
        for (minimum, price) in &variant.tiers {
            let price = self.amount(sku, price);
            self.ensure(*minimum > last.0 && below(price, last.1), || format!("{sku}: tiers do not fall"));
            last = (*minimum, price);
        }
    }
}
