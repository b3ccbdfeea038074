//! What search engines read of a product. Only the server writes it.

use super::choice::variant_href;
use crate::ui::picture_address;
use giano_api::catalog::Availability;
use giano_api::product::{ProductDetail, VariantView};
use giano_commerce::Face;
use serde_json::{Value, json};

/// Offers that are told one by one; of more of them only the span of their prices.
const ONE_BY_ONE: usize = 24;

/// `Product` with offers, rating and reviews.
pub(super) fn product_data(origin: &str, face: Face, product: &ProductDetail, at: usize) -> Value {
    if !cfg!(feature = "ssr") {
        return Value::Null;
    }
    let url = |variant: &VariantView| format!("{origin}{}", variant_href(&product.slug, &variant.sku));
    let images: Vec<String> =
        product.media.iter().filter_map(picture_address).map(|path| format!("{origin}{path}")).collect();
    let offer = |variant: &VariantView| {
        let (amount, currency) = (variant.price.amount().to_string(), variant.price.currency().as_str());
        json!({
            "@type": "Offer", "url": url(variant), "sku": variant.sku.as_str(), "price": amount,
            "priceCurrency": currency, "availability": availability(variant.availability),
            "priceSpecification": {"@type": "UnitPriceSpecification", "price": amount, "priceCurrency": currency,
                                   "valueAddedTaxIncluded": face == Face::Home},
        })
    };
    let variants = &product.variants;
    let offers = if variants.len() > ONE_BY_ONE {
        let prices = || variants.iter().map(|variant| variant.price.amount());
        json!({
            "@type": "AggregateOffer", "offerCount": variants.len(),
            "lowPrice": prices().min().map(|price| price.to_string()),
            "highPrice": prices().max().map(|price| price.to_string()),
            "priceCurrency": variants[0].price.currency().as_str(),
        })
    } else {
        Value::Array(variants.iter().map(offer).collect())
    };
    let mut data = json!({
        "@context": "https://schema.org", "@type": "Product", "name": product.name, "description": product.summary,
        "image": images, "offers": offers, "url": format!("{origin}{}", crate::routes::product(&product.slug)),
    });
    if let Some(brand) = &product.brand {
        data["brand"] = json!({"@type": "Brand", "name": brand});
    }
    if let Some(variant) = variants.get(at) {
        data["sku"] = json!(variant.sku.as_str());
        if let Some(gtin) = &variant.gtin {
            data["gtin"] = json!(gtin.as_str());
        }
    }
    if let Some(average) = &product.rating.average {
        data["aggregateRating"] =
            json!({"@type": "AggregateRating", "ratingValue": average, "reviewCount": product.rating.count});
        let review = |review: &giano_api::product::ReviewView| {
            json!({
                "@type": "Review", "name": review.title, "reviewBody": review.body,
                "author": {"@type": "Person", "name": review.author},
                "reviewRating": {"@type": "Rating", "ratingValue": review.rating, "bestRating": 5},
            })
        };
        data["review"] = Value::Array(product.reviews.iter().map(review).collect());
    }
    data
}

const fn availability(availability: Availability) -> &'static str {
    match availability {
        Availability::InStock { .. } => "https://schema.org/InStock",
        Availability::Low { .. } => "https://schema.org/LimitedAvailability",
        Availability::Later { .. } => "https://schema.org/BackOrder",
        Availability::Out => "https://schema.org/OutOfStock",
    }
}
