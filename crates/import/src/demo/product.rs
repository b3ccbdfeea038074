//! A file of the catalogue as a product.

use super::drawing::Drawing;
use super::files::{ProductFile, VariantEntry};
use giano_commerce::catalog::{LinkKind, Media, MediaKind, PublicTier, Stock};
use giano_commerce::locale::Text;
use giano_commerce::{Currency, Money};
use giano_store::{LinkDraft, ProductDraft, VariantDraft};

/// Reads an amount in the shop's currency.
pub(crate) fn money(text: &str) -> Result<Money, String> {
    let money = Money::parse(text, Currency::Eur).map_err(|error| format!("`{text}`: {error}"))?;
    if money.amount().is_sign_negative() { Err(format!("`{text}` is negative")) } else { Ok(money) }
}

/// The product of a file, with its pictures drawn.
///
/// # Errors
/// A sentence on what is wrong.
pub(crate) fn draft(file: &ProductFile, drawings: &[Drawing]) -> Result<ProductDraft, String> {
    let media = file.pictures.iter().zip(drawings).map(|(picture, drawing)| Media {
        kind: MediaKind::Drawing { key: drawing.key.clone(), width: drawing.width, height: drawing.height },
        alt: picture.alt.clone(),
    });
    let links = [
        (LinkKind::Related, &file.related),
        (LinkKind::GoesWith, &file.goes_with),
        (LinkKind::Alternative, &file.alternative),
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
        description_html: Text {
            en: crate::markup::markdown(&file.description.en),
            it: file.description.it.as_deref().map(crate::markup::markdown),
        },
        brand: Some(file.brand.clone()),
        categories: file.categories.clone(),
        options: file.options.clone(),
        attributes: file.attributes.clone(),
        media: media.collect(),
        turntable: None,
        video: None,
        care_html: None,
        in_the_box: Vec::new(),
        dimensions: None,
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
    Ok(VariantDraft {
        sku: entry.sku.parse().map_err(|error| format!("{error}"))?,
        gtin: Some(entry.gtin.parse().map_err(|error| format!("`{}`: {error}", entry.gtin))?),
        options: entry.options.clone(),
        home_price: money(&entry.price)?,
        compare_at: entry.compare_at.as_deref().map(money).transpose()?,
        list_price: entry.list_price.as_deref().map(money).transpose()?,
        tiers,
        mix_and_match: file.mix_and_match,
        home_quantities: entry.home.unwrap_or(file.home),
        business_quantities: entry.business.unwrap_or(file.business),
        pack_size: entry.pack_size.unwrap_or(file.pack_size),
        pallet_size: entry.pallet_size.or(file.pallet_size),
        weight_grams: entry.weight_grams,
        dimensions: None,
        origin: Some(file.origin),
        media: entry.pictures.clone(),
        stock: Stock { on_hand: entry.stock, backorder: entry.backorder, lead_days: entry.lead_days },
    })
}
