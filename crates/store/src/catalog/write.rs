//! Writing the catalogue, a record at a time.

use super::{CategoryDraft, ProductDraft, ReviewDraft, Upserted, VariantDraft};
use crate::connection::{Command, Store};
use crate::entities::catalog::{category, product, review, variant};
use crate::error::StoreError;
use crate::settings::{bump_rules_version, bump_version};
use giano_commerce::catalog::Stock;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Serialize;
use std::collections::HashMap;

fn to_json(value: &impl Serialize, what: &'static str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::unreadable(what))
}

impl Store {
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
        bump_rules_version(&command).await?;
        command.commit().await?;
        Ok(done)
    }

    /// Writes a product with all its variants in one transaction: all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where a SKU belongs to another product.
    pub async fn upsert_product(&self, draft: &ProductDraft, now: i64) -> Result<Upserted, StoreError> {
        let document = to_json(draft, "product")?;
        self.retrying(|| self.upsert_product_once(draft, &document, now)).await
    }

    async fn upsert_product_once(
        &self,
        draft: &ProductDraft,
        document: &str,
        now: i64,
    ) -> Result<Upserted, StoreError> {
        let command = self.command().await?;
        let found = product::Entity::find().filter(product::Column::Slug.eq(&draft.slug)).one(&command.tx).await?;
        let (id, done, old) = match found {
            Some(row) if row.document == document => return Ok(Upserted::Unchanged),
            Some(row) => {
                let id = row.id;
                let old: Option<ProductDraft> = serde_json::from_str(&row.document).ok();
                let mut row = row.into_active_model();
                row.document = Set(document.to_owned());
                row.update(&command.tx).await?;
                (id, Upserted::Updated, old)
            }
            None => {
                let row = product::ActiveModel {
                    slug: Set(draft.slug.clone()),
                    document: Set(document.to_owned()),
                    created_at: Set(now),
                    version: Set(0),
                    ..Default::default()
                };
                (row.insert(&command.tx).await?.id, Upserted::Created, None)
            }
        };
        write_variants(&command, id, draft, old.as_ref()).await?;
        let version = bump_version(&command).await?;
        if !old.is_some_and(|old| differ_in_stock_only(old, draft)) {
            product::Entity::update_many()
                .col_expr(product::Column::Version, Expr::value(version))
                .filter(product::Column::Id.eq(id))
                .exec(&command.tx)
                .await?;
        }
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
}

/// Whether a product is as it was but for what is on hand, so that its prices hold.
fn differ_in_stock_only(mut old: ProductDraft, new: &ProductDraft) -> bool {
    for (old, new) in old.variants.iter_mut().zip(&new.variants) {
        old.stock = new.stock;
    }
    old == *new
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
    let mut variants: Vec<(String, i32, &VariantDraft)> =
        (0_i32..).zip(&draft.variants).map(|(position, variant)| (variant.sku.key(), position, variant)).collect();
    // In the order in which checkouts take them, so that the two never wait for each other.
    variants.sort_by(|a, b| a.0.cmp(&b.0));
    for (key, position, new) in variants {
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
