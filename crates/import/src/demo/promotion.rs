//! A promotion of `shop.toml`, with its products and categories found.

use super::product::money;
use super::shop_file::{EffectEntry, PromotionEntry};
use giano_commerce::Money;
use giano_commerce::catalog::Catalog;
use giano_commerce::promotion::{Effect, Promotion, PromotionId, Scope};
use jiff::Timestamp;

/// The promotion of an entry that begins and ends at moments.
///
/// # Errors
/// A sentence on what is wrong.
pub(crate) fn promotion(
    entry: &PromotionEntry,
    catalog: &Catalog,
    starts: Option<Timestamp>,
    ends: Option<Timestamp>,
) -> Result<Promotion, String> {
    let effect = match &entry.effect {
        EffectEntry::Percentage { percent } => Effect::Percentage { percent: *percent },
        EffectEntry::FixedAmount { amount } => Effect::FixedAmount { amount: money(amount)? },
        EffectEntry::FixedPrice { price } => Effect::FixedPrice { price: money(price)? },
        EffectEntry::BuyXGetY { buy, get, percent } => Effect::BuyXGetY { buy: *buy, get: *get, percent: *percent },
        EffectEntry::Bundle { skus, price } => Effect::Bundle { skus: skus.clone(), price: money(price)? },
        EffectEntry::FreeShipping {} => Effect::FreeShipping,
        EffectEntry::Gift { sku } => Effect::Gift { sku: sku.clone() },
    };
    let scope = match (&entry.categories[..], &entry.products[..]) {
        ([], []) => Scope::Order,
        (slugs, []) => {
            let known = |slug: &String| catalog.categories.iter().find(|c| c.slug == *slug).map(|c| c.id);
            let all = slugs.iter().map(|slug| known(slug).ok_or_else(|| format!("no category `{slug}`")));
            Scope::Categories { categories: all.collect::<Result<_, _>>()? }
        }
        ([], slugs) => {
            let known = |slug: &String| catalog.products.iter().find(|p| p.slug == *slug).map(|p| p.id);
            let all = slugs.iter().map(|slug| known(slug).ok_or_else(|| format!("no product `{slug}`")));
            Scope::Products { products: all.collect::<Result<_, _>>()? }
        }
        _ => return Err("categories or products, not both".to_owned()),
    };
    let minimum_amount: Option<Money> = entry.minimum_amount.as_deref().map(money).transpose()?;
    Ok(Promotion {
        id: PromotionId(0),
        name: entry.name.clone(),
        description: entry.description.clone(),
        effect,
        scope,
        audience: entry.audience,
        starts,
        ends,
        minimum_amount,
        minimum_quantity: entry.minimum_quantity,
        coupon: entry.coupon.clone(),
        advertised: entry.advertised,
        limit_total: entry.limit_total,
        limit_per_customer: entry.limit_per_customer,
        priority: entry.priority,
        stacking: entry.stacking,
    })
}
