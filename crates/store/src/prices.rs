//! Companies' and groups' price lists, and payment terms.
//!
//! A price list is loaded whole when somebody asks who buys by it, and has a version of its own: writing one list changes
//! nothing for those who buy by another.

use crate::audit::Author;
use crate::catalog::Upserted;
use crate::connection::{Command, Store};
use crate::entities::prices::{payment_term, price_entry, price_entry_history, price_list};
use crate::error::StoreError;
use crate::imported::{Changes, Imported};
use crate::upsert::{finish, upsert};
use crate::versions::Part;
use giano_commerce::pricing::ContractTerms;
use giano_commerce::terms::PaymentTerm;
use giano_commerce::{Currency, Money, Sku};
use jiff::Timestamp;
use rust_decimal::Decimal;
use sea_orm::sea_query::{CaseStatement, Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;

/// Most entries written by one statement, which holds a limited number of values.
const AT_ONCE: usize = 500;

/// An entry of a price list as a merchant gives it; told apart by list, SKU, minimum and first moment.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl PriceEntryDraft {
    /// What tells the entry apart from the others of its list.
    pub fn key(&self) -> PriceEntryKey {
        let valid_from = moment(self.valid_from);
        PriceEntryKey { sku: self.sku.key(), minimum: stored_minimum(self.minimum), valid_from }
    }
}

/// What tells an entry apart from the others of its list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PriceEntryKey {
    /// The SKU in the form that look-ups compare.
    pub sku: String,
    /// From which quantity on.
    pub minimum: i32,
    /// First moment it is valid (milliseconds since 1970); 0 where it always was.
    pub valid_from: i64,
}

/// An entry of a price list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceEntry {
    /// Identifier.
    pub id: i64,
    /// The SKU in the form that look-ups compare.
    pub sku_key: String,
    /// From this quantity on.
    pub minimum: u32,
    /// Fixed net price or per cent off.
    pub price: ContractTerms,
    /// Whether it holds even where a promotion is lower.
    pub firm: bool,
    /// Whether its tiers count all variants of the product.
    pub mix_and_match: bool,
    /// First moment it is valid.
    pub valid_from: Option<Timestamp>,
    /// First moment it is no longer valid.
    pub valid_until: Option<Timestamp>,
}

impl PriceEntry {
    /// What tells the entry apart from the others of its list.
    pub fn key(&self) -> PriceEntryKey {
        let valid_from = moment(self.valid_from);
        PriceEntryKey { sku: self.sku_key.clone(), minimum: stored_minimum(self.minimum), valid_from }
    }

    /// Whether it holds at a moment, or will.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.valid_until.is_none_or(|until| now < until && self.valid_from.is_none_or(|from| from < until))
    }
}

/// What an entry said until it was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerPrice {
    /// From this quantity on.
    pub minimum: u32,
    /// Fixed net price or per cent off.
    pub price: ContractTerms,
    /// First moment it was valid.
    pub valid_from: Option<Timestamp>,
    /// When it was changed.
    pub ended_at: Timestamp,
}

/// A price list with all its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceListRecord {
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// Counts its changes. The entries are those of this version or of a later one.
    pub version: i64,
    /// Its entries, in the order they were written.
    pub entries: Vec<PriceEntry>,
}

/// A price list is in another currency than an entry for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("price list {list} in {currency}")]
pub struct OtherCurrency {
    /// The list.
    pub list: String,
    /// Its currency.
    pub currency: String,
}

/// A moment as stored; 0 stands for none.
fn moment(at: Option<Timestamp>) -> i64 {
    at.map_or(0, Timestamp::as_millisecond)
}

fn stored_minimum(minimum: u32) -> i32 {
    i32::try_from(minimum).unwrap_or(i32::MAX)
}

fn unreadable(reason: impl std::fmt::Display) -> StoreError {
    StoreError::Unreadable { what: "price entry", reason: reason.to_string() }
}

/// What a price list says of a SKU, as a word and a number. The currency of a fixed price is the list's.
fn stored_terms(price: &ContractTerms) -> (&'static str, Decimal) {
    match price {
        ContractTerms::Fixed { price } => ("fixed", price.amount()),
        ContractTerms::PercentOff { percent } => ("percent_off", *percent),
    }
}

fn terms_of(kind: &str, amount: &str, currency: Currency) -> Result<ContractTerms, StoreError> {
    let number: Decimal = amount.parse().map_err(unreadable)?;
    match kind {
        "fixed" => Ok(ContractTerms::Fixed { price: Money::new(number, currency) }),
        "percent_off" => Ok(ContractTerms::PercentOff { percent: number }),
        other => Err(unreadable(format!("`{other}` is no kind of price"))),
    }
}

fn read_moment(at: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(at).map_err(unreadable)
}

fn entry_of(row: price_entry::Model, currency: Currency) -> Result<PriceEntry, StoreError> {
    Ok(PriceEntry {
        id: row.id,
        price: terms_of(&row.kind, &row.amount, currency)?,
        sku_key: row.sku_key,
        minimum: u32::try_from(row.minimum).unwrap_or_default(),
        firm: row.firm,
        mix_and_match: row.mix_and_match,
        valid_from: (row.valid_from != 0).then(|| read_moment(row.valid_from)).transpose()?,
        valid_until: row.valid_until.map(read_moment).transpose()?,
    })
}

/// The row of a list, locked until the command ends, so that two imports of one list follow each other. Made where there
/// is none.
async fn claim_list(command: &Command, name: &str, currency: Currency) -> Result<price_list::Model, StoreError> {
    let find = || price_list::Entity::find().filter(price_list::Column::Name.eq(name)).lock_exclusive();
    if let Some(list) = find().one(&command.tx).await? {
        return Ok(list);
    }
    let row = price_list::ActiveModel {
        name: Set(name.to_owned()),
        currency: Set(currency.as_str().to_owned()),
        version: Set(0),
        ..Default::default()
    };
    Ok(row.insert(&command.tx).await?)
}

async fn next_version(command: &Command, list: i64) -> Result<(), StoreError> {
    price_list::Entity::update_many()
        .col_expr(price_list::Column::Version, Expr::col(price_list::Column::Version).add(1))
        .filter(price_list::Column::Id.eq(list))
        .exec(&command.tx)
        .await?;
    Ok(())
}

/// Writes entries of one list, each of them another one; what was done with each.
async fn write_entries(
    command: &Command,
    list: i64,
    drafts: &[&PriceEntryDraft],
    now: i64,
) -> Result<Vec<Upserted>, StoreError> {
    let keys: Vec<PriceEntryKey> = drafts.iter().map(|draft| draft.key()).collect();
    let rows = price_entry::Entity::find()
        .filter(price_entry::Column::ListId.eq(list))
        .filter(price_entry::Column::SkuKey.is_in(keys.iter().map(|key| &key.sku)))
        .all(&command.tx)
        .await?;
    let known: HashMap<PriceEntryKey, price_entry::Model> = rows
        .into_iter()
        .map(|row| {
            let key = PriceEntryKey { sku: row.sku_key.clone(), minimum: row.minimum, valid_from: row.valid_from };
            (key, row)
        })
        .collect();
    let mut done = Vec::with_capacity(drafts.len());
    let (mut changed, mut former) = (Vec::new(), Vec::new());
    for (draft, key) in drafts.iter().zip(keys) {
        let (kind, amount) = stored_terms(&draft.price);
        let valid_until = draft.valid_until.map(Timestamp::as_millisecond);
        let before = known.get(&key);
        let same = before.is_some_and(|row| {
            !row.says_another_price(kind, amount)
                && row.firm == draft.firm
                && row.mix_and_match == draft.mix_and_match
                && row.valid_until == valid_until
        });
        done.push(match before {
            Some(_) if same => Upserted::Unchanged,
            Some(_) => Upserted::Updated,
            None => Upserted::Created,
        });
        if same {
            continue;
        }
        // What held until now is kept; an entry that has not begun, or has ended, held nothing that this takes away.
        if let Some(row) = before.filter(|row| row.valid_from <= now && row.says_another_price(kind, amount)) {
            let ended_at = Ord::min(row.valid_until.unwrap_or(now), now);
            former.push(price_entry_history::ActiveModel {
                list_id: Set(list),
                sku_key: Set(row.sku_key.clone()),
                minimum: Set(row.minimum),
                valid_from: Set(row.valid_from),
                kind: Set(row.kind.clone()),
                amount: Set(row.amount.clone()),
                firm: Set(row.firm),
                mix_and_match: Set(row.mix_and_match),
                ended_at: Set(ended_at),
                ..Default::default()
            });
        }
        changed.push(price_entry::ActiveModel {
            list_id: Set(list),
            sku_key: Set(key.sku),
            minimum: Set(key.minimum),
            valid_from: Set(key.valid_from),
            kind: Set(kind.to_owned()),
            amount: Set(amount.to_string()),
            firm: Set(draft.firm),
            mix_and_match: Set(draft.mix_and_match),
            valid_until: Set(valid_until),
            ..Default::default()
        });
    }
    if !former.is_empty() {
        price_entry_history::Entity::insert_many(former).exec_without_returning(&command.tx).await?;
    }
    if !changed.is_empty() {
        use price_entry::Column as C;
        let place = [C::ListId, C::SkuKey, C::Minimum, C::ValidFrom];
        let update = [C::Kind, C::Amount, C::Firm, C::MixAndMatch, C::ValidUntil];
        price_entry::Entity::insert_many(changed)
            .on_conflict(OnConflict::columns(place).update_columns(update).to_owned())
            .exec_without_returning(&command.tx)
            .await?;
        next_version(command, list).await?;
    }
    Ok(done)
}

impl price_entry::Model {
    /// Whether it says another price: 9.9 is what 9.90 is. What cannot be read is another.
    fn says_another_price(&self, kind: &str, amount: Decimal) -> bool {
        self.kind != kind || self.amount.parse::<Decimal>().ok() != Some(amount)
    }
}

impl Store {
    /// Writes an entry of a price list.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where the list is in another currency.
    pub async fn put_price_entry(&self, draft: &PriceEntryDraft, now: i64) -> Result<Upserted, StoreError> {
        let done = self.put_price_entries(std::slice::from_ref(draft), now).await?;
        match done.into_iter().next() {
            Some(Ok(done)) => Ok(done),
            Some(Err(other)) => Err(StoreError::Conflict(other.to_string())),
            None => Ok(Upserted::Unchanged),
        }
    }

    /// Writes entries of price lists, in one transaction for each list; what was done with each, in their order. What an
    /// entry said until now is kept. Of entries told apart by nothing the last is written.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_price_entries(
        &self,
        drafts: &[PriceEntryDraft],
        now: i64,
    ) -> Result<Vec<Result<Upserted, OtherCurrency>>, StoreError> {
        let mut lists: HashMap<(&str, Currency), Vec<usize>> = HashMap::new();
        for (place, draft) in drafts.iter().enumerate() {
            lists.entry((&draft.list, draft.currency)).or_default().push(place);
        }
        let mut done = vec![Ok(Upserted::Unchanged); drafts.len()];
        for ((name, currency), places) in lists {
            // The same entry twice in one statement is refused by PostgreSQL.
            let last: HashMap<PriceEntryKey, usize> =
                places.iter().map(|place| (drafts[*place].key(), *place)).collect();
            let mut places_written: Vec<usize> = last.into_values().collect();
            places_written.sort_unstable();
            let entries: Vec<&PriceEntryDraft> = places_written.iter().map(|place| &drafts[*place]).collect();
            match self.retrying(|| self.put_list_entries(name, currency, &entries, now)).await? {
                Ok(written) => {
                    places_written.iter().zip(written).for_each(|(place, what)| done[*place] = Ok(what));
                }
                Err(other) => places.iter().for_each(|place| done[*place] = Err(other.clone())),
            }
        }
        Ok(done)
    }

    async fn put_list_entries(
        &self,
        name: &str,
        currency: Currency,
        entries: &[&PriceEntryDraft],
        now: i64,
    ) -> Result<Result<Vec<Upserted>, OtherCurrency>, StoreError> {
        let command = self.command().await?;
        let list = claim_list(&command, name, currency).await?;
        if list.currency != currency.as_str() {
            return Ok(Err(OtherCurrency { list: list.name, currency: list.currency }));
        }
        let mut done = Vec::with_capacity(entries.len());
        for some in entries.chunks(AT_ONCE) {
            done.extend(write_entries(&command, list.id, some, now).await?);
        }
        command.commit().await?;
        Ok(Ok(done))
    }

    /// Ends entries of a list: from now on, or, where they have not begun, before they begin. They stay as what held until
    /// then. Returns how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_price_entries(
        &self,
        by: &Author,
        list: &str,
        entries: &[i64],
        now: i64,
    ) -> Result<u64, StoreError> {
        self.retrying(|| self.end_price_entries_once(by, list, entries, now)).await
    }

    async fn end_price_entries_once(
        &self,
        by: &Author,
        list: &str,
        entries: &[i64],
        now: i64,
    ) -> Result<u64, StoreError> {
        use price_entry::Column as C;
        let command = self.command().await?;
        let found = price_list::Entity::find().filter(price_list::Column::Name.eq(list)).lock_exclusive();
        let Some(list) = found.one(&command.tx).await? else { return Ok(0) };
        let mut ended = 0;
        for some in entries.chunks(AT_ONCE) {
            let end = CaseStatement::new()
                .case(Expr::col(C::ValidFrom).gt(now), Expr::col(C::ValidFrom))
                .finally(Expr::value(now));
            let still_to_come = Expr::col(C::ValidUntil).gt(Expr::col(C::ValidFrom));
            let done = price_entry::Entity::update_many()
                .col_expr(C::ValidUntil, end.into())
                .filter(C::ListId.eq(list.id))
                .filter(C::Id.is_in(some.iter().copied()))
                .filter(C::ValidUntil.is_null().or(C::ValidUntil.gt(now).and(still_to_come)))
                .exec(&command.tx)
                .await?;
            ended += done.rows_affected;
        }
        if ended > 0 {
            next_version(&command, list.id).await?;
            let imported = Imported::PriceList { name: list.name, entries: Changes::ended(ended) };
            command.audit_imported(by, &imported).await?;
            command.commit().await?;
        }
        Ok(ended)
    }

    /// A price list with all its entries, ended ones too.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn price_list(&self, name: &str) -> Result<Option<PriceListRecord>, StoreError> {
        // The version first: entries written in between are then taken for an earlier version and read again, never for a
        // later one and kept.
        let list = price_list::Entity::find().filter(price_list::Column::Name.eq(name)).one(&self.db).await?;
        let Some(list) = list else { return Ok(None) };
        let currency: Currency = list.currency.parse().map_err(unreadable)?;
        let rows = price_entry::Entity::find()
            .filter(price_entry::Column::ListId.eq(list.id))
            .order_by_asc(price_entry::Column::Id)
            .all(&self.db)
            .await?;
        let entries = rows.into_iter().map(|row| entry_of(row, currency)).collect::<Result<_, _>>()?;
        Ok(Some(PriceListRecord { name: list.name, currency, version: list.version, entries }))
    }

    /// What entries of a list for a SKU said before they were changed, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn former_prices(&self, list: &str, sku: &Sku) -> Result<Vec<FormerPrice>, StoreError> {
        let list = price_list::Entity::find().filter(price_list::Column::Name.eq(list)).one(&self.db).await?;
        let Some(list) = list else { return Ok(Vec::new()) };
        let currency: Currency = list.currency.parse().map_err(unreadable)?;
        let rows = price_entry_history::Entity::find()
            .filter(price_entry_history::Column::ListId.eq(list.id))
            .filter(price_entry_history::Column::SkuKey.eq(sku.key()))
            .order_by_asc(price_entry_history::Column::Id)
            .all(&self.db)
            .await?;
        let former = |row: price_entry_history::Model| {
            Ok(FormerPrice {
                minimum: u32::try_from(row.minimum).unwrap_or_default(),
                price: terms_of(&row.kind, &row.amount, currency)?,
                valid_from: (row.valid_from != 0).then(|| read_moment(row.valid_from)).transpose()?,
                ended_at: read_moment(row.ended_at)?,
            })
        };
        rows.into_iter().map(former).collect()
    }

    /// Writes a payment term; `position` orders them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_term(&self, term: &PaymentTerm, position: i32) -> Result<Upserted, StoreError> {
        let document = serde_json::to_string(term).map_err(StoreError::unreadable("payment term"))?;
        let command = self.command().await?;
        let row = payment_term::ActiveModel {
            code: Set(term.code.clone()),
            position: Set(position),
            document: Set(document),
        };
        let key = payment_term::Column::Code.eq(&term.code);
        let done = upsert::<payment_term::Entity>(&command, key, row, |_| ()).await?.done();
        finish(command, done, Part::Shop).await
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
