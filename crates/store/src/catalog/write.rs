//! Writing the catalogue, a record at a time.

use super::stock::{Claims, CountDates, RefusedCount};
use super::{CategoryDraft, ProductDraft, ReviewDraft, Upserted, VariantDraft, lock_stock};
use crate::audit::Author;
use crate::connection::{Command, Store};
use crate::entities::catalog::{category, product, review, variant};
use crate::error::StoreError;
use crate::imported::{CatalogChanges, Changes, Imported};
use crate::orders::moment;
use crate::upsert::{Written, finish, upsert};
use crate::versions::{Part, bump};
use giano_commerce::Sku;
use giano_commerce::stock::{check_count, sellable_after_count};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Products that are hidden by one command.
const AT_ONCE: usize = 200;

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
        // Without a moment of their own no counts are refused.
        self.upsert_counted_product(draft, &CountDates::default(), now).await.map(|(done, _)| done)
    }

    /// As [`Store::upsert_product`], with the moments at which its stock was counted. Counts that are not taken are given
    /// back with their reason; such a variant keeps the stock that it has.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where a SKU belongs to another product.
    pub async fn upsert_counted_product(
        &self,
        draft: &ProductDraft,
        dates: &CountDates,
        now: i64,
    ) -> Result<(Upserted, Vec<RefusedCount>), StoreError> {
        let document = to_json(draft, "product")?;
        self.retrying(|| self.upsert_product_once(draft, &document, dates, now)).await
    }

    async fn upsert_product_once(
        &self,
        draft: &ProductDraft,
        document: &str,
        dates: &CountDates,
        now: i64,
    ) -> Result<(Upserted, Vec<RefusedCount>), StoreError> {
        let command = self.command().await?;
        let row = product::ActiveModel { document: Set(document.to_owned()), ..Default::default() };
        let written = upsert::<product::Entity>(&command, product::Column::Slug.eq(&draft.slug), row, |row| {
            row.slug = Set(draft.slug.clone());
            row.created_at = Set(now);
            row.version = Set(0);
        });
        let written = written.await?;
        let done = written.done();
        let mut said = SaidBefore::of(draft);
        let (id, old) = match written {
            Written::Unchanged(_) if !dates.says_any() => return Ok((done, Vec::new())),
            Written::Unchanged(row) => (row.id, Some(draft.clone())),
            Written::Created(row) => (row.id, None),
            Written::Updated { before, row } => {
                said = SaidBefore::read(&before.document, &draft.slug);
                (row.id, serde_json::from_str::<ProductDraft>(&before.document).ok())
            }
        };
        let written = VariantWriting { command: &command, product: id, dates, now: moment(now) };
        let written = written.write(draft, &said).await?;
        if done == Upserted::Unchanged {
            // A count alone changes nothing that a catalogue holds.
            command.commit().await?;
            let done = if written.moved { Upserted::Updated } else { Upserted::Unchanged };
            return Ok((done, written.refused));
        }
        let version = bump(&command, Part::Catalog).await?;
        if !old.is_some_and(|old| differ_in_stock_only(old, draft)) {
            product::Entity::update_many()
                .col_expr(product::Column::Version, Expr::value(version))
                .filter(product::Column::Id.eq(id))
                .exec(&command.tx)
                .await?;
        }
        command.commit().await?;
        Ok((done, written.refused))
    }

    /// Takes products out of the shop, by their slugs: they are not shown nor sold any more. Orders keep what they were. How
    /// many were shown until then.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn hide_products(&self, by: &Author, slugs: &[String]) -> Result<u64, StoreError> {
        let mut hidden = 0;
        for some in slugs.chunks(AT_ONCE) {
            hidden += self.retrying(|| self.hide_some_products(by, some)).await?;
        }
        Ok(hidden)
    }

    async fn hide_some_products(&self, by: &Author, slugs: &[String]) -> Result<u64, StoreError> {
        let command = self.command().await?;
        let rows = product::Entity::find()
            .filter(product::Column::Slug.is_in(slugs))
            .order_by_asc(product::Column::Id)
            .lock_exclusive()
            .all(&command.tx)
            .await?;
        let mut hidden = Vec::new();
        for row in rows {
            let mut draft: ProductDraft =
                serde_json::from_str(&row.document).map_err(StoreError::unreadable("product"))?;
            if std::mem::replace(&mut draft.visible, false) {
                hidden.push(row.id);
                let mut row = row.into_active_model();
                row.document = Set(to_json(&draft, "product")?);
                row.update(&command.tx).await?;
            }
        }
        let ended = u64::try_from(hidden.len()).unwrap_or(u64::MAX);
        if !hidden.is_empty() {
            let changes = CatalogChanges { products: Changes::ended(ended), ..CatalogChanges::default() };
            command.audit_imported(by, &Imported::Catalog(changes)).await?;
            let version = bump(&command, Part::Catalog).await?;
            product::Entity::update_many()
                .col_expr(product::Column::Version, Expr::value(version))
                .filter(product::Column::Id.is_in(hidden.iter().copied()))
                .exec(&command.tx)
                .await?;
            command.commit().await?;
        }
        Ok(ended)
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

/// What a product's file said was counted before, by `sku_key`. Whether a count is a new one hangs on the number alone:
/// whoever allows backorders has not counted anew.
enum SaidBefore {
    /// These numbers.
    Known(HashMap<String, u32>),
    /// Nobody can tell any more.
    Unknown,
}

impl SaidBefore {
    fn of(draft: &ProductDraft) -> Self {
        Self::Known(draft.variants.iter().map(|variant| (variant.sku.key(), variant.stock.on_hand)).collect())
    }

    /// Reads of a stored product what its file said was counted, and nothing else, so that it is known also where the rest
    /// was written by another version of the shop.
    fn read(document: &str, slug: &str) -> Self {
        #[derive(Deserialize)]
        struct Product {
            variants: Vec<Variant>,
        }
        #[derive(Deserialize)]
        struct Variant {
            sku: Sku,
            stock: Counted,
        }
        #[derive(Deserialize)]
        struct Counted {
            on_hand: u32,
        }
        match serde_json::from_str::<Product>(document) {
            Ok(product) => {
                let counted = |variant: Variant| (variant.sku.key(), variant.stock.on_hand);
                Self::Known(product.variants.into_iter().map(counted).collect())
            }
            Err(error) => {
                tracing::warn!(
                    product = slug, %error,
                    "what was counted before cannot be read: its variants keep their stock until a count has a moment"
                );
                Self::Unknown
            }
        }
    }

    /// Whether a file says another number of a variant than before. Where nobody can tell it does not: what was sold since
    /// would be sold once more.
    fn is_another(&self, sku_key: &str, on_hand: u32) -> bool {
        match self {
            Self::Known(counted) => counted.get(sku_key) != Some(&on_hand),
            Self::Unknown => false,
        }
    }
}

/// Writing the variants of a product.
struct VariantWriting<'a> {
    command: &'a Command,
    product: i64,
    dates: &'a CountDates,
    now: Timestamp,
}

/// What became of a product's variants.
#[derive(Default)]
struct WrittenVariants {
    /// Whether of any there is more or less now.
    moved: bool,
    refused: Vec<RefusedCount>,
}

impl VariantWriting<'_> {
    async fn write(&self, draft: &ProductDraft, said_before: &SaidBefore) -> Result<WrittenVariants, StoreError> {
        let tx = &self.command.tx;
        let known: Vec<String> = variant::Entity::find()
            .select_only()
            .column(variant::Column::SkuKey)
            .filter(variant::Column::ProductId.eq(self.product))
            .into_tuple()
            .all(tx)
            .await?;
        // In the order in which checkouts take them, so that the two never wait for each other.
        let rows = lock_stock(self.command, &known.into_iter().collect()).await?;
        let mut left: HashMap<String, variant::Model> =
            rows.into_iter().map(|row| (row.sku_key.clone(), row)).collect();
        let mut written = WrittenVariants::default();
        let mut variants: Vec<(String, i32, &VariantDraft)> =
            (0_i32..).zip(&draft.variants).map(|(position, variant)| (variant.sku.key(), position, variant)).collect();
        variants.sort_by(|a, b| a.0.cmp(&b.0));
        // What was counted, and when. A variant that is new here may have been ordered before it was taken away once.
        let mut counted: HashMap<String, Timestamp> = HashMap::new();
        for (key, _, new) in &variants {
            let said = self.dates.of(key);
            if said.is_none() && left.contains_key(key) && !said_before.is_another(key, new.stock.on_hand) {
                continue;
            }
            let last = left.get(key).and_then(|row| row.counted_at).map(moment);
            match said.map_or(Ok(()), |at| check_count(at, last, self.now)) {
                Ok(()) => {
                    // Where nobody says when, it was just counted; a clock that goes slow does not put it before the last.
                    let just_now = last.map_or(self.now, |last| last.max(self.now));
                    counted.insert(key.clone(), said.unwrap_or(just_now));
                }
                Err(reason) => written.refused.push(RefusedCount { sku: new.sku.clone(), reason }),
            }
        }
        let keys: Vec<String> = counted.keys().cloned().collect();
        let since = counted.values().min().copied().unwrap_or(self.now);
        let claims = Claims::read(self.command, &keys, since).await?;
        let mut fresh = Vec::new();
        for (key, position, new) in variants {
            let at = counted.get(&key).copied();
            let on_hand = at.map(|at| sellable_after_count(new.stock.on_hand, at, claims.of(&key)));
            let Some(row) = left.remove(&key) else {
                fresh.push(variant::ActiveModel {
                    product_id: Set(self.product),
                    sku_key: Set(key),
                    sku: Set(new.sku.to_string()),
                    position: Set(position),
                    on_hand: Set(on_hand.unwrap_or_default()),
                    backorder: Set(new.stock.backorder),
                    lead_days: Set(new.stock.lead_days.map(i64::from)),
                    counted_at: Set(at.map(Timestamp::as_millisecond)),
                    stock_version: Set(0),
                    ..Default::default()
                });
                continue;
            };
            if on_hand.is_some_and(|on_hand| on_hand != row.on_hand) {
                written.moved = true;
                self.command.stock_moved(key);
            }
            let mut row = row.into_active_model();
            row.position.set_if_not_equals(position);
            row.sku.set_if_not_equals(new.sku.to_string());
            row.backorder.set_if_not_equals(new.stock.backorder);
            row.lead_days.set_if_not_equals(new.stock.lead_days.map(i64::from));
            if let (Some(on_hand), Some(at)) = (on_hand, at) {
                row.on_hand.set_if_not_equals(on_hand);
                row.counted_at.set_if_not_equals(Some(at.as_millisecond()));
            }
            if row.is_changed() {
                row.update(tx).await?;
            }
        }
        claims.make_good(self.command, &keys).await?;
        if !left.is_empty() {
            let gone: Vec<i64> = left.into_values().map(|row| row.id).collect();
            variant::Entity::delete_many().filter(variant::Column::Id.is_in(gone)).exec(tx).await?;
        }
        // A statement holds a limited number of values.
        while !fresh.is_empty() {
            let some = fresh.drain(..fresh.len().min(500));
            variant::Entity::insert_many(some).exec_without_returning(tx).await?;
        }
        Ok(written)
    }
}
