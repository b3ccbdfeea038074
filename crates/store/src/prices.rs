//! Companies' and groups' price lists, and payment terms.

use crate::catalog::Upserted;
use crate::connection::Store;
use crate::entities::prices::{payment_term, price_entry, price_list};
use crate::error::StoreError;
use crate::settings::bump_rules_version;
use giano_commerce::pricing::ContractTerms;
use giano_commerce::terms::PaymentTerm;
use giano_commerce::{Currency, Sku};
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// An entry of a price list as a merchant gives it; told apart by list, SKU, minimum and first day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceEntryDraft {
    /// Name of the list; made where it is new.
    pub list: String,
    /// What.
    pub sku: Sku,
    /// From this quantity on.
    pub minimum: u32,
    /// Fixed net price or per cent off.
    pub price: ContractTerms,
    /// The list's currency.
    pub currency: Currency,
    /// Whether it holds even where a promotion is lower.
    pub firm: bool,
    /// Whether its tiers count all variants of the product.
    pub mix_and_match: bool,
    /// First moment it is valid.
    pub valid_from: Option<Timestamp>,
    /// First moment it is no longer valid.
    pub valid_until: Option<Timestamp>,
}

/// An entry of a price list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceEntry {
    /// The SKU in the form that look-ups compare.
    pub sku_key: String,
    /// What the entry says.
    pub draft: PriceEntryDraft,
}

/// A price list with all its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceListRecord {
    /// Its name.
    pub name: String,
    /// Its entries.
    pub entries: Vec<PriceEntry>,
}

impl Store {
    /// Writes an entry of a price list.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where the list is in another currency.
    pub async fn put_price_entry(&self, draft: &PriceEntryDraft) -> Result<Upserted, StoreError> {
        let document = serde_json::to_string(draft).map_err(StoreError::unreadable("price entry"))?;
        let command = self.command().await?;
        let list = price_list::Entity::find().filter(price_list::Column::Name.eq(&draft.list)).one(&command.tx).await?;
        let list = match list {
            Some(list) if list.currency != draft.currency.as_str() => {
                return Err(StoreError::Conflict(format!("price list {} in {}", list.name, list.currency)));
            }
            Some(list) => list.id,
            None => {
                let row = price_list::ActiveModel {
                    name: Set(draft.list.clone()),
                    currency: Set(draft.currency.as_str().to_owned()),
                    ..Default::default()
                };
                row.insert(&command.tx).await?.id
            }
        };
        let valid_from = draft.valid_from.map_or(0, Timestamp::as_millisecond);
        let minimum = i32::try_from(draft.minimum).unwrap_or(i32::MAX);
        let found = price_entry::Entity::find()
            .filter(price_entry::Column::ListId.eq(list))
            .filter(price_entry::Column::SkuKey.eq(draft.sku.key()))
            .filter(price_entry::Column::Minimum.eq(minimum))
            .filter(price_entry::Column::ValidFrom.eq(valid_from))
            .one(&command.tx)
            .await?;
        let done = match found {
            Some(row) if row.document == document => return Ok(Upserted::Unchanged),
            Some(row) => {
                let mut row = row.into_active_model();
                row.document = Set(document);
                row.update(&command.tx).await?;
                Upserted::Updated
            }
            None => {
                let row = price_entry::ActiveModel {
                    list_id: Set(list),
                    sku_key: Set(draft.sku.key()),
                    minimum: Set(minimum),
                    valid_from: Set(valid_from),
                    document: Set(document),
                    ..Default::default()
                };
                price_entry::Entity::insert(row).exec_without_returning(&command.tx).await?;
                Upserted::Created
            }
        };
        bump_rules_version(&command).await?;
        command.commit().await?;
        Ok(done)
    }

    /// All price lists with their entries.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load_price_lists(&self) -> Result<Vec<PriceListRecord>, StoreError> {
        let lists = price_list::Entity::find().all(&self.db).await?;
        let rows = price_entry::Entity::find().order_by_asc(price_entry::Column::Id).all(&self.db).await?;
        let mut entries: HashMap<i64, Vec<PriceEntry>> = HashMap::new();
        for row in rows {
            let draft = serde_json::from_str(&row.document).map_err(StoreError::unreadable("price entry"))?;
            entries.entry(row.list_id).or_default().push(PriceEntry { sku_key: row.sku_key, draft });
        }
        let records = lists
            .into_iter()
            .map(|list| PriceListRecord { entries: entries.remove(&list.id).unwrap_or_default(), name: list.name });
        Ok(records.collect())
    }

    /// Writes a payment term; `position` orders them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_term(&self, term: &PaymentTerm, position: i32) -> Result<Upserted, StoreError> {
        let document = serde_json::to_string(term).map_err(StoreError::unreadable("payment term"))?;
        let command = self.command().await?;
        let done = match payment_term::Entity::find_by_id(term.code.clone()).one(&command.tx).await? {
            Some(row) if row.document == document && row.position == position => return Ok(Upserted::Unchanged),
            Some(row) => {
                let mut row = row.into_active_model();
                row.position = Set(position);
                row.document = Set(document);
                row.update(&command.tx).await?;
                Upserted::Updated
            }
            None => {
                let row = payment_term::ActiveModel {
                    code: Set(term.code.clone()),
                    position: Set(position),
                    document: Set(document),
                };
                payment_term::Entity::insert(row).exec_without_returning(&command.tx).await?;
                Upserted::Created
            }
        };
        bump_rules_version(&command).await?;
        command.commit().await?;
        Ok(done)
    }

    /// All payment terms in order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load_terms(&self) -> Result<Vec<PaymentTerm>, StoreError> {
        let rows = payment_term::Entity::find().order_by_asc(payment_term::Column::Position).all(&self.db).await?;
        rows.iter()
            .map(|row| serde_json::from_str(&row.document).map_err(StoreError::unreadable("payment term")))
            .collect()
    }
}
