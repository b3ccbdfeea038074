//! A file of the catalogue as a product.

use super::links::rendered;
use super::product_file::{ProductFile, VariantEntry};
use giano_commerce::catalog::{LinkKind, Media, PublicTier, Stock};
use giano_commerce::demonstration::{Turntable, Video};
use giano_commerce::{Currency, Money};
use giano_store::{LinkDraft, ProductDraft, VariantDraft};

/// Reads an amount in the shop's currency.
pub(crate) fn money(text: &str) -> Result<Money, String> {
    let money = Money::parse(text, Currency::Eur).map_err(|error| format!("`{text}`: {error}"))?;
    if money.amount().is_sign_negative() { Err(format!("`{text}` is negative")) } else { Ok(money) }
}

/// What a product shows.
#[derive(Debug, Default)]
pub(crate) struct Showing {
    /// Its pictures, in the order of its file.
    pub media: Vec<Media>,
    pub turntable: Option<Turntable>,
    pub video: Option<Video>,
}

/// The product of a file, with what it shows.
///
/// # Errors
/// A sentence on what is wrong.
pub(crate) fn draft(file: &ProductFile, showing: Showing) -> Result<ProductDraft, String> {
    let links = [
        (LinkKind::Related, &file.related),
        (LinkKind::GoesWith, &file.goes_with),
        (LinkKind::Alternative, &file.alternative),
        (LinkKind::SparePart, &file.spare_parts),
    ];
    let links =
        links.into_iter().flat_map(|(kind, slugs)| slugs.iter().map(move |to| LinkDraft { kind, to: to.clone() }));
    let variants = file
        .variants
        .iter()
        .map(|entry| variant(file, entry).map_err(|reason| format!("variant {}: {reason}", entry.sku)));
    Ok(ProductDraft {
        slug: file.slug.clone(),
        name: file.name.clone(),
        summary: file.summary.clone(),
        description_html: rendered(&file.description),
        brand: Some(file.brand.clone()),
        categories: file.categories.clone(),
        options: file.options.clone(),
        attributes: file.attributes.iter().map(|entry| entry.attribute()).collect::<Result<_, _>>()?,
        media: showing.media,
        turntable: showing.turntable,
        video: showing.video,
        care_html: file.care.as_ref().map(rendered),
        in_the_box: file.in_the_box.clone(),
        dimensions: file.dimensions,
        variants: variants.collect::<Result<_, _>>()?,
        links: links.collect(),
        vat_class: file.vat_class,
        meta_title: None,
        meta_description: None,
        visible: true,
        prominence: file.prominence,
    })
}

fn variant(file: &ProductFile, entry: &VariantEntry) -> Result<VariantDraft, String> {
    let tiers = entry
        .tiers
        .iter()
        .map(|(minimum, price)| Ok(PublicTier { minimum: *minimum, price: money(price)? }))
        .collect::<Result<_, String>>()?;
    let picture = |picture| file.place_of(picture).ok_or_else(|| format!("no picture {picture:?}"));
    Ok(VariantDraft {
        sku: entry.sku.parse().map_err(|error| format!("{error}"))?,
        gtin: Some(entry.gtin.parse().map_err(|error| format!("`{}`: {error}", entry.gtin))?),
        options: entry.options.clone(),
        home_price: money(&entry.price)?,
        compare_at: entry.compare_at.as_deref().map(money).transpose()?,
        special: None,
        list_price: entry.list_price.as_deref().map(money).transpose()?,
        tiers,
        mix_and_match: file.mix_and_match,
        home_quantities: entry.home.unwrap_or(file.home),
        business_quantities: entry.business.unwrap_or(file.business),
        pack_size: entry.pack_size.unwrap_or(file.pack_size),
        pallet_size: entry.pallet_size.or(file.pallet_size),
        weight_grams: entry.weight_grams,
        dimensions: entry.dimensions,
        origin: Some(file.origin),
        media: entry.pictures.iter().map(picture).collect::<Result<_, _>>()?,
        stock: Stock { on_hand: entry.stock, backorder: entry.backorder, lead_days: entry.lead_days },
    })
}
