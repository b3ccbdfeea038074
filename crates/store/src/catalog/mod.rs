//! Categories, products, variants, reviews, stock.

use crate::connection::{Command, Store};
use crate::entities::catalog::{category, product, review, setting, variant};
use crate::error::StoreError;
use giano_commerce::catalog::{
    Attribute, Catalog, Category, CategoryId, LinkKind, Media, Product, ProductId, ProductLink, ProductOption,
    PublicTier, Review, Stock, Variant, VariantId,
};
use giano_commerce::demonstration::{Dimensions, Turntable, Video};
use giano_commerce::locale::{Language, Text};
use giano_commerce::tax::VatClass;
use giano_commerce::{Country, Gtin, Money, QuantityRule, Sku};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What writing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upserted {
    /// It was not there.
    Created,
    /// It was there and differed.
    Updated,
    /// It was there, the same.
    Unchanged,
}

/// A category as a merchant gives it; told apart by its slug.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryDraft {
    /// Its place in addresses.
    pub slug: String,
    /// Slug of the category above.
    pub parent: Option<String>,
    /// Its name.
    pub name: Text,
    /// A sentence about it.
    pub description: Text,
    /// The order among its siblings.
    pub position: i32,
}

/// A product as a merchant gives it; told apart by its slug. Fields as in [`Product`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `Product`")]
pub struct ProductDraft {
    pub slug: String,
    pub name: Text,
    pub summary: Text,
    pub description_html: Text,
    pub brand: Option<String>,
    /// Slugs; the first is its home.
    pub categories: Vec<String>,
    pub options: Vec<ProductOption>,
    pub attributes: Vec<Attribute>,
    pub media: Vec<Media>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turntable: Option<Turntable>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub video: Option<Video>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care_html: Option<Text>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_the_box: Vec<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
    pub variants: Vec<VariantDraft>,
    pub links: Vec<LinkDraft>,
    pub vat_class: VatClass,
    pub meta_title: Option<Text>,
    pub meta_description: Option<Text>,
    pub visible: bool,
    pub prominence: i32,
}

/// A link to another product by its slug; dropped on loading where there is no such product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkDraft {
    /// The kind of link.
    pub kind: LinkKind,
    /// Slug of the other product.
    pub to: String,
}

/// A variant as a merchant gives it. Fields as in [`Variant`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `Variant`")]
pub struct VariantDraft {
    pub sku: Sku,
    pub gtin: Option<Gtin>,
    pub options: Vec<String>,
    pub home_price: Money,
    pub compare_at: Option<Money>,
    pub list_price: Option<Money>,
    pub tiers: Vec<PublicTier>,
    pub mix_and_match: bool,
    pub home_quantities: QuantityRule,
    pub business_quantities: QuantityRule,
    pub pack_size: u32,
    pub pallet_size: Option<u32>,
    pub weight_grams: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
    pub origin: Option<Country>,
    pub media: Vec<u32>,
    /// What the merchant's file says. Written when the variant is new or its file changed, so that loading the same file
    /// again does not bring back what was sold since.
    pub stock: Stock,
}

/// A review as a merchant gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `Review`")]
pub struct ReviewDraft {
    /// Slug of the product.
    pub product: String,
    pub rating: u8,
    pub title: String,
    pub body: String,
    pub author: String,
    #[serde(default)]
    pub language: Option<Language>,
    pub verified: bool,
    pub written_at: Option<i64>,
}

const VERSION: &str = "catalog_version";

/// Notes in a command that what a snapshot holds has changed.
pub(crate) async fn bump_version(command: &Command) -> Result<(), StoreError> {
    let first = setting::ActiveModel { key: Set(VERSION.to_owned()), value: Set("1".to_owned()) };
    let next = Expr::cust("CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT)");
    setting::Entity::insert(first)
        .on_conflict(OnConflict::column(setting::Column::Key).value(setting::Column::Value, next).to_owned())
        .exec_without_returning(&command.tx)
        .await?;
    Ok(())
}

fn to_json(value: &impl Serialize, what: &'static str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::unreadable(what))
}

impl Store {
    /// Counts every change of what a snapshot holds; 0 in an empty shop.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn catalog_version(&self) -> Result<u64, StoreError> {
        let found = self.setting(VERSION).await?;
        Ok(found.and_then(|value| value.parse().ok()).unwrap_or_default())
    }

    /// A setting of the shop.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(setting::Entity::find_by_id(key.to_owned()).one(&self.db).await?.map(|row| row.value))
    }

    /// Sets a setting of the shop.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_setting(&self, key: &str, value: &str) -> Result<Upserted, StoreError> {
        let command = self.command().await?;
        let row = setting::Entity::find_by_id(key.to_owned()).one(&command.tx).await?;
        let done = match row {
            Some(row) if row.value == value => return Ok(Upserted::Unchanged),
            Some(row) => {
                let mut row = row.into_active_model();
                row.value = Set(value.to_owned());
                row.update(&command.tx).await?;
                Upserted::Updated
            }
            None => {
                let row = setting::ActiveModel { key: Set(key.to_owned()), value: Set(value.to_owned()) };
                setting::Entity::insert(row).exec_without_returning(&command.tx).await?;
                Upserted::Created
            }
        };
        bump_version(&command).await?;
        command.commit().await?;
        Ok(done)
    }

    /// Writes a category.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn upsert_category(&self, draft: &CategoryDraft) -> Result<Upserted, StoreError> {
        let document = to_json(draft, "category")?;
        let command = self.command().await?;
        let found = category::Entity::find().filter(category::Column::Slug.eq(&draft.slug)).one(&command.tx).await?;
        let done = match found {
            Some(row) if row.document == document => return Ok(Upserted::Unchanged),
            Some(row) => {
                let mut row = row.into_active_model();
                row.parent_slug = Set(draft.parent.clone());
                row.document = Set(document);
                row.update(&command.tx).await?;
                Upserted::Updated
            }
            None => {
                let row = category::ActiveModel {
                    slug: Set(draft.slug.clone()),
                    parent_slug: Set(draft.parent.clone()),
                    document: Set(document),
                    ..Default::default()
                };
                category::Entity::insert(row).exec_without_returning(&command.tx).await?;
                Upserted::Created
            }
        };
        bump_version(&command).await?;
        command.commit().await?;
        Ok(done)
    }

    /// Writes a product with all its variants in one transaction: all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where a SKU belongs to another product.
    pub async fn upsert_product(&self, draft: &ProductDraft, now: i64) -> Result<Upserted, StoreError> {
        let document = to_json(draft, "product")?;
        let command = self.command().await?;
        let found = product::Entity::find().filter(product::Column::Slug.eq(&draft.slug)).one(&command.tx).await?;
        let (id, done, old) = match found {
            Some(row) if row.document == document => return Ok(Upserted::Unchanged),
            Some(row) => {
                let id = row.id;
                let old: Option<ProductDraft> = serde_json::from_str(&row.document).ok();
                let mut row = row.into_active_model();
                row.document = Set(document);
                row.update(&command.tx).await?;
                (id, Upserted::Updated, old)
            }
            None => {
                let row = product::ActiveModel {
                    slug: Set(draft.slug.clone()),
                    document: Set(document),
                    created_at: Set(now),
                    ..Default::default()
                };
                (row.insert(&command.tx).await?.id, Upserted::Created, None)
            }
        };
        write_variants(&command, id, draft, old.as_ref()).await?;
        bump_version(&command).await?;
        command.commit().await?;
        Ok(done)
    }

    /// Writes a review, told apart by `external_key`; none where its product is not there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_review(&self, external_key: &str, draft: &ReviewDraft) -> Result<Option<Upserted>, StoreError> {
        let document = to_json(draft, "review")?;
        let command = self.command().await?;
        let product = product::Entity::find().filter(product::Column::Slug.eq(&draft.product)).one(&command.tx).await?;
        let Some(product) = product else { return Ok(None) };
        let found =
            review::Entity::find().filter(review::Column::ExternalKey.eq(external_key)).one(&command.tx).await?;
        let done = match found {
            Some(row) if row.document == document => return Ok(Some(Upserted::Unchanged)),
            Some(row) => {
                let mut row = row.into_active_model();
                row.product_id = Set(product.id);
                row.document = Set(document);
                row.update(&command.tx).await?;
                Upserted::Updated
            }
            None => {
                let row = review::ActiveModel {
                    product_id: Set(product.id),
                    external_key: Set(external_key.to_owned()),
                    document: Set(document),
                    ..Default::default()
                };
                review::Entity::insert(row).exec_without_returning(&command.tx).await?;
                Upserted::Created
            }
        };
        bump_version(&command).await?;
        command.commit().await?;
        Ok(Some(done))
    }

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

    /// What is on hand now, by variant.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load_stock(&self) -> Result<Vec<(VariantId, Stock)>, StoreError> {
        let rows = variant::Entity::find().all(&self.db).await?;
        Ok(rows.iter().map(|row| (VariantId(row.id), stock_of(row))).collect())
    }
}

async fn write_variants(
    command: &Command,
    product: i64,
    draft: &ProductDraft,
    old: Option<&ProductDraft>,
) -> Result<(), StoreError> {
    let rows = variant::Entity::find().filter(variant::Column::ProductId.eq(product)).all(&command.tx).await?;
    let mut left: HashMap<String, variant::Model> = rows.into_iter().map(|row| (row.sku_key.clone(), row)).collect();
    let before: HashMap<String, Stock> =
        old.into_iter().flat_map(|old| &old.variants).map(|variant| (variant.sku.key(), variant.stock)).collect();
    let mut fresh = Vec::new();
    for (position, new) in (0_i32..).zip(&draft.variants) {
        let key = new.sku.key();
        match left.remove(&key) {
            Some(row) => {
                let moved = row.position != position || row.sku != new.sku.as_str();
                let restocked = before.get(&key) != Some(&new.stock);
                if moved || restocked {
                    let mut row = row.into_active_model();
                    row.position = Set(position);
                    row.sku = Set(new.sku.to_string());
                    if restocked {
                        row.on_hand = Set(i64::from(new.stock.on_hand));
                        row.backorder = Set(new.stock.backorder);
                        row.lead_days = Set(new.stock.lead_days.map(i64::from));
                    }
                    row.update(&command.tx).await?;
                }
            }
            None => fresh.push(variant::ActiveModel {
                product_id: Set(product),
                sku_key: Set(key),
                sku: Set(new.sku.to_string()),
                position: Set(position),
                on_hand: Set(i64::from(new.stock.on_hand)),
                backorder: Set(new.stock.backorder),
                lead_days: Set(new.stock.lead_days.map(i64::from)),
                ..Default::default()
            }),
        }
    }
    if !left.is_empty() {
        let gone: Vec<i64> = left.into_values().map(|row| row.id).collect();
        variant::Entity::delete_many().filter(variant::Column::Id.is_in(gone)).exec(&command.tx).await?;
    }
    // A statement holds a limited number of values.
    while !fresh.is_empty() {
        let some = fresh.drain(..fresh.len().min(500));
        variant::Entity::insert_many(some).exec_without_returning(&command.tx).await?;
    }
    Ok(())
}

fn stock_of(row: &variant::Model) -> Stock {
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
