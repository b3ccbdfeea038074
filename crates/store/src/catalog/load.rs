//! Loading the catalogue, whole or what is asked of it.

use super::{CategoryDraft, ProductDraft, ReviewDraft, VariantDraft};
use crate::connection::Store;
use crate::entities::catalog::{category, product, review, variant};
use crate::error::StoreError;
use giano_commerce::Sku;
use giano_commerce::catalog::{
    Catalog, Category, CategoryId, Product, ProductId, ProductLink, Review, Stock, Variant, VariantId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

impl Store {
    /// Slug of the product that a SKU belongs to, without regard to case.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn product_of_sku(&self, sku: &Sku) -> Result<Option<String>, StoreError> {
        let row = variant::Entity::find().filter(variant::Column::SkuKey.eq(sku.key())).one(&self.db).await?;
        let Some(row) = row else { return Ok(None) };
        Ok(product::Entity::find_by_id(row.product_id).one(&self.db).await?.map(|product| product.slug))
    }

    /// The product with a slug, as it was given.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn product_draft(&self, slug: &str) -> Result<Option<ProductDraft>, StoreError> {
        let row = product::Entity::find().filter(product::Column::Slug.eq(slug)).one(&self.db).await?;
        row.map(|row| serde_json::from_str(&row.document).map_err(StoreError::unreadable("product"))).transpose()
    }

    /// Slugs of all products that are shown.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn shown_products(&self) -> Result<Vec<String>, StoreError> {
        #[derive(serde::Deserialize)]
        struct Shown {
            visible: bool,
        }
        let rows: Vec<(String, String)> = product::Entity::find()
            .select_only()
            .columns([product::Column::Slug, product::Column::Document])
            .order_by_asc(product::Column::Slug)
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut shown = Vec::new();
        for (slug, document) in rows {
            let Shown { visible } = serde_json::from_str(&document).map_err(StoreError::unreadable("product"))?;
            if visible {
                shown.push(slug);
            }
        }
        Ok(shown)
    }

    /// Whether nothing is sold yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(product::Entity::find().limit(1).one(&self.db).await?.is_none())
    }

    /// Everything that is sold, in four queries.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load_catalog(&self) -> Result<Catalog, StoreError> {
        let categories = category::Entity::find().order_by_asc(category::Column::Id).all(&self.db).await?;
        let products = product::Entity::find().order_by_asc(product::Column::Id).all(&self.db).await?;
        let variants = variant::Entity::find()
            .order_by_asc(variant::Column::ProductId)
            .order_by_asc(variant::Column::Position)
            .all(&self.db)
            .await?;
        let reviews = review::Entity::find().order_by_asc(review::Column::Id).all(&self.db).await?;
        // Parsing 100 000 variants takes a while: not on the threads that answer.
        tokio::task::spawn_blocking(move || assemble(categories, products, variants, reviews))
            .await
            .map_err(|error| StoreError::Unreadable { what: "catalogue", reason: error.to_string() })?
    }
}

pub(crate) fn stock_of(row: &variant::Model) -> Stock {
    Stock {
        on_hand: u32::try_from(row.on_hand.max(0)).unwrap_or(u32::MAX),
        backorder: row.backorder,
        lead_days: row.lead_days.and_then(|days| u32::try_from(days).ok()),
    }
}

fn assemble(
    categories: Vec<category::Model>,
    products: Vec<product::Model>,
    variants: Vec<variant::Model>,
    reviews: Vec<review::Model>,
) -> Result<Catalog, StoreError> {
    let by_slug: HashMap<&str, CategoryId> =
        categories.iter().map(|row| (row.slug.as_str(), CategoryId(row.id))).collect();
    let products_by_slug: HashMap<String, ProductId> =
        products.iter().map(|row| (row.slug.clone(), ProductId(row.id))).collect();
    let mut rows: HashMap<i64, Vec<variant::Model>> = HashMap::with_capacity(products.len());
    for row in variants {
        rows.entry(row.product_id).or_default().push(row);
    }
    let mut catalog = Catalog::default();
    for row in &products {
        let draft: ProductDraft = serde_json::from_str(&row.document).map_err(StoreError::unreadable("product"))?;
        let own = rows.remove(&row.id).unwrap_or_default();
        catalog.products.push(product_of(row, draft, own, &by_slug, &products_by_slug));
    }
    for row in &categories {
        let draft: CategoryDraft = serde_json::from_str(&row.document).map_err(StoreError::unreadable("category"))?;
        catalog.categories.push(Category {
            id: CategoryId(row.id),
            parent: draft.parent.as_deref().and_then(|slug| by_slug.get(slug)).copied(),
            slug: draft.slug,
            name: draft.name,
            description: draft.description,
            position: draft.position,
        });
    }
    for row in reviews {
        let draft: ReviewDraft = serde_json::from_str(&row.document).map_err(StoreError::unreadable("review"))?;
        catalog.reviews.push(Review {
            id: row.id,
            product: ProductId(row.product_id),
            rating: draft.rating,
            title: draft.title,
            body: draft.body,
            author: draft.author,
            language: draft.language,
            verified: draft.verified,
            written_at: draft.written_at,
        });
    }
    Ok(catalog)
}

fn product_of(
    row: &product::Model,
    draft: ProductDraft,
    rows: Vec<variant::Model>,
    categories: &HashMap<&str, CategoryId>,
    products: &HashMap<String, ProductId>,
) -> Product {
    let id = ProductId(row.id);
    let mut drafts: HashMap<String, VariantDraft> =
        draft.variants.into_iter().map(|variant| (variant.sku.key(), variant)).collect();
    let variants = rows
        .iter()
        .filter_map(|row| {
            let VariantDraft {
                sku,
                gtin,
                options,
                home_price,
                compare_at,
                special,
                list_price,
                tiers,
                mix_and_match,
                home_quantities,
                business_quantities,
                pack_size,
                pallet_size,
                weight_grams,
                dimensions,
                origin,
                media,
                stock: _,
            } = drafts.remove(&row.sku_key)?;
            Some(Variant {
                id: VariantId(row.id),
                product: id,
                sku,
                gtin,
                options,
                home_price,
                compare_at,
                special,
                list_price,
                tiers,
                mix_and_match,
                home_quantities,
                business_quantities,
                pack_size,
                pallet_size,
                weight_grams,
                dimensions,
                origin,
                media,
                stock: stock_of(row),
                position: row.position,
            })
        })
        .collect();
    Product {
        id,
        slug: draft.slug,
        name: draft.name,
        summary: draft.summary,
        description_html: draft.description_html,
        brand: draft.brand,
        categories: draft.categories.iter().filter_map(|slug| categories.get(slug.as_str())).copied().collect(),
        options: draft.options,
        attributes: draft.attributes,
        media: draft.media,
        turntable: draft.turntable,
        video: draft.video,
        care_html: draft.care_html,
        in_the_box: draft.in_the_box,
        dimensions: draft.dimensions,
        variants,
        links: draft
            .links
            .into_iter()
            .filter_map(|link| Some(ProductLink { kind: link.kind, to: *products.get(&link.to)? }))
            .collect(),
        vat_class: draft.vat_class,
        meta_title: draft.meta_title,
        meta_description: draft.meta_description,
        visible: draft.visible,
        prominence: draft.prominence,
        created_at: row.created_at,
    }
}
