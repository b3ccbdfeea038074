//! Products and categories as the wire shows them.

use super::price_index::{PriceIndex, Representative};
use super::{CategoryEntry, Snapshot};
use crate::price_lists::Contracts;
use crate::pricing::{price_one, rule};
use giano_api::catalog::{Availability, CardTier, CategoryLink, CategoryNode, ProductCard};
use giano_api::product::{PromotionBadge, ReviewView, ReviewedProduct};
use giano_commerce::catalog::{CategoryId, Media, Review, Stock};
use giano_commerce::pricing::{PricingContext, Rule, Verdict};
use giano_commerce::promotion::{Promotion, Scope};
use giano_commerce::{Face, Locale};
use rust_decimal::Decimal;

/// Who sees a card.
#[derive(Clone, Copy)]
pub struct Eye<'a> {
    /// The language.
    pub locale: Locale,
    /// What prices depend on.
    pub context: &'a PricingContext,
    /// These prices, worked out.
    pub prices: &'a PriceIndex,
    /// What the visitor's company has agreed on.
    pub contracts: &'a Contracts,
}

/// Whether and when so much stock can be had.
pub fn availability(stock: Stock, low: u32) -> Availability {
    match stock.on_hand {
        0 if stock.backorder => Availability::Later { days: stock.lead_days },
        0 => Availability::Out,
        on_hand if on_hand <= low => Availability::Low { on_hand },
        on_hand => Availability::InStock { on_hand },
    }
}

impl Snapshot {
    /// The main picture of a product, or of one of its variants.
    pub fn picture(&self, product: usize, variant: Option<usize>) -> Option<Media> {
        let product = &self.products[product].product;
        let own = variant
            .and_then(|variant| product.variants.get(variant))
            .and_then(|variant| variant.media.first())
            .and_then(|at| product.media.get(*at as usize));
        own.or_else(|| product.media.iter().find(|media| media.is_picture())).cloned()
    }

    /// A product as a card: the cheapest variant that can be bought stands for it.
    pub fn card(&self, at: usize, eye: Eye<'_>) -> ProductCard {
        let prices = eye.prices.of(self, eye, at);
        let whole = Representative { product: at, variant: 0, unit: Decimal::ZERO, from: false };
        self.card_of(self.cheapest(at, prices, 0..prices.len()).unwrap_or(whole), eye)
    }

    /// A product as a card with the variant that stands for it, e.g. the cheapest of those that filters let pass.
    pub fn card_of(&self, representative: Representative, eye: Eye<'_>) -> ProductCard {
        let Representative { product: at, variant: shown, from, .. } = representative;
        let entry = &self.products[at];
        let product = &entry.product;
        let face = eye.context.face;
        let variant = &product.variants[shown];
        let rule = rule(variant, face);
        let item = self.item(at, shown, eye.contracts);
        let priced =
            price_one(eye.context, &item, rule.least()).ok().and_then(|priced| priced.lines.into_iter().next());
        let price = priced.as_ref().map_or(variant.home_price, |line| line.unit);
        let badge = priced.as_ref().and_then(|line| {
            line.trace.iter().rev().find_map(|step| match (&step.rule, step.verdict) {
                (Rule::Promotion { name, .. }, Verdict::Won) => Some(name.get(eye.locale).to_owned()),
                _ => None,
            })
        });
        let before = priced.as_ref().and_then(|line| line.before);
        let next_tier = priced.as_ref().and_then(|line| {
            let tier = line.tier.as_ref()?;
            Some(CardTier { minimum: tier.next?, price: tier.next_unit? })
        });
        ProductCard {
            slug: product.slug.clone(),
            name: product.name.get(eye.locale).to_owned(),
            brand: product.brand.clone(),
            image: self.picture(at, None),
            sku: variant.sku.clone(),
            variants: u32::try_from(product.variants.len()).unwrap_or(u32::MAX),
            price,
            from,
            before,
            badge,
            next_tier: next_tier.filter(|_| face == Face::Business),
            quantities: rule,
            pack_size: variant.pack_size,
            availability: availability(entry.stock(shown), self.settings.low_stock),
            stock: entry.stock(shown),
            rating: entry.average(),
            reviews: u32::try_from(entry.reviews.len()).unwrap_or(u32::MAX),
            swatches: product
                .options
                .iter()
                .flat_map(|option| &option.values)
                .filter_map(|value| value.swatch.clone())
                .take(6)
                .collect(),
        }
    }

    /// Cards of places.
    pub fn cards(&self, places: impl IntoIterator<Item = usize>, eye: Eye<'_>) -> Vec<ProductCard> {
        places.into_iter().map(|at| self.card(at, eye)).collect()
    }

    /// Where a category stands in the tree, top first, itself last.
    pub fn breadcrumb(&self, category: CategoryId, locale: Locale) -> Vec<CategoryLink> {
        let link = |category: &giano_commerce::catalog::Category| CategoryLink {
            slug: category.slug.clone(),
            name: category.name.get(locale).to_owned(),
        };
        self.path_of(category).into_iter().map(link).collect()
    }

    /// A category with those below it; categories without products are left out.
    pub fn node(&self, category: CategoryId, locale: Locale) -> Option<CategoryNode> {
        let entry = self.categories.get(&category).filter(|entry| !entry.products.is_empty())?;
        Some(CategoryNode {
            slug: entry.category.slug.clone(),
            name: entry.category.name.get(locale).to_owned(),
            count: u32::try_from(entry.products.len()).unwrap_or(u32::MAX),
            children: self.nodes(&entry.children, locale),
        })
    }

    /// Categories with those below them.
    pub fn nodes(&self, categories: &[CategoryId], locale: Locale) -> Vec<CategoryNode> {
        categories.iter().filter_map(|id| self.node(*id, locale)).collect()
    }

    /// A review, with its product where it stands apart from it.
    pub fn review(&self, review: &Review, product: Option<usize>, locale: Locale) -> ReviewView {
        ReviewView {
            rating: review.rating,
            title: review.title.clone(),
            body: review.body.clone(),
            author: review.author.clone(),
            language: review.language.clone(),
            verified: review.verified,
            written_at: review.written_at,
            product: product.map(|at| ReviewedProduct {
                slug: self.products[at].product.slug.clone(),
                name: self.products[at].product.name.get(locale).to_owned(),
                image: self.picture(at, None),
            }),
        }
    }

    /// Products in a promotion's scope, in the merchant's order.
    pub fn in_scope(&self, promotion: &Promotion, most: usize) -> Vec<usize> {
        let all = 0..self.products.len();
        match &promotion.scope {
            Scope::Order => Vec::new(),
            Scope::Products { products } => {
                all.filter(|at| products.contains(&self.products[*at].product.id)).take(most).collect()
            }
            Scope::Categories { categories } => categories
                .iter()
                .filter_map(|id| self.categories.get(id))
                .flat_map(|entry: &CategoryEntry| entry.products.iter().map(|at| *at as usize))
                .take(most)
                .collect(),
        }
    }
}

/// A promotion in short.
pub fn badge(promotion: &Promotion, locale: Locale) -> PromotionBadge {
    PromotionBadge {
        name: promotion.name.get(locale).to_owned(),
        description: promotion.description.get(locale).to_owned(),
        coupon: promotion.coupon.clone(),
        ends_at: promotion.ends.map(jiff::Timestamp::as_millisecond),
    }
}
