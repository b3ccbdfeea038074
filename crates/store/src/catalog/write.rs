//! Writing the catalogue, a record at a time.

use super::{CategoryDraft, ProductDraft, ReviewDraft, Upserted, VariantDraft};
use crate::connection::{Command, Store};
use crate::entities::catalog::{category, product, review, variant};
use crate::error::StoreError;
use crate::upsert::{Written, finish, upsert};
use crate::versions::{Part, bump};
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
        let row = category::ActiveModel {
            parent_slug: Set(draft.parent.clone()),
            document: Set(document),
            ..Default::default()
        };
        let written = upsert::<category::Entity>(&command, category::Column::Slug.eq(&draft.slug), row, |row| {
            row.slug = Set(draft.slug.clone());
        });
        let done = written.await?.done();
        finish(command, done, Part::Categories).await
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
        let row = product::ActiveModel { document: Set(document.to_owned()), ..Default::default() };
        let written = upsert::<product::Entity>(&command, product::Column::Slug.eq(&draft.slug), row, |row| {
            row.slug = Set(draft.slug.clone());
            row.created_at = Set(now);
            row.version = Set(0);
        });
        let written = written.await?;
        let done = written.done();
        let (id, old) = match written {
            Written::Unchanged(_) => return Ok(done),
            Written::Created(row) => (row.id, None),
            Written::Updated { before, row } => (row.id, serde_json::from_str::<ProductDraft>(&before.document).ok()),
        };
        write_variants(&command, id, draft, old.as_ref()).await?;
        let version = bump(&command, Part::Catalog).await?;
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
        let row = review::ActiveModel { product_id: Set(product.id), document: Set(document), ..Default::default() };
        let written = upsert::<review::Entity>(&command, review::Column::ExternalKey.eq(external_key), row, |row| {
            row.external_key = Set(external_key.to_owned());
        });
        let done = written.await?.done();
        finish(command, done, Part::Catalog).await.map(Some)
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
