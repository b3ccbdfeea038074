//! The lines of carts as rows: read, written, changed and taken out, each in one statement for any number of them.

use super::{CartRow, PriceSource};
use crate::amount::{major, minor};
use crate::connection::Command;
use crate::entities::carts::cart_line;
use crate::error::StoreError;
use crate::given::{Column, Holds, about, given};
use giano_commerce::company::AddressId;
use giano_commerce::{Currency, Quantity, Sku};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

/// A line that is not there yet.
pub(super) struct Fresh {
    pub sku: Sku,
    pub quantity: Quantity,
    pub saved: bool,
    pub price: PriceSource,
    pub address: Option<AddressId>,
}

impl Fresh {
    /// A line at the shop's prices.
    pub fn at_list(sku: Sku, quantity: Quantity, saved: bool) -> Self {
        Self { sku, quantity, saved, price: PriceSource::List, address: None }
    }
}

impl PriceSource {
    const fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Contract => "contract",
            Self::Quoted { .. } => "quoted",
            Self::ByHand { .. } => "by_hand",
        }
    }

    /// The columns of a source: its word, and the price of a piece in minor units with its currency where it has one.
    fn columns(self) -> (&'static str, Option<i64>, Option<&'static str>) {
        match self {
            Self::List | Self::Contract => (self.as_str(), None, None),
            Self::Quoted { unit } | Self::ByHand { unit } => {
                (self.as_str(), Some(minor(unit)), Some(unit.currency().as_str()))
            }
        }
    }

    fn of(row: &cart_line::Model) -> Option<Self> {
        let unit = || {
            let currency: Currency = row.currency.as_deref()?.parse().ok()?;
            Some(major(row.unit_minor?, currency))
        };
        match row.price_source.as_str() {
            "list" => Some(Self::List),
            "contract" => Some(Self::Contract),
            "quoted" => Some(Self::Quoted { unit: unit()? }),
            "by_hand" => Some(Self::ByHand { unit: unit()? }),
            _ => None,
        }
    }
}

fn row_of(row: cart_line::Model) -> Option<CartRow> {
    Some(CartRow {
        id: row.id,
        price: PriceSource::of(&row)?,
        sku: row.sku.parse().ok()?,
        quantity: Quantity::new(u32::try_from(row.quantity).ok()?).ok()?,
        saved: row.saved,
        address: row.address_id.map(AddressId),
    })
}

/// The lines of a cart, in the order they were added.
pub(super) async fn of(db: &impl ConnectionTrait, cart: i64) -> Result<Vec<CartRow>, StoreError> {
    let rows = cart_line::Entity::find()
        .filter(cart_line::Column::CartId.eq(cart))
        .order_by_asc(cart_line::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(row_of).collect())
}

/// Writes lines that are not there yet, after those that are.
pub(super) async fn insert(command: &Command, cart: i64, rows: &[Fresh]) -> Result<(), StoreError> {
    const COLUMNS: [Column; 9] = [
        ("place", Holds::Integer),
        ("sku_key", Holds::Text),
        ("sku", Holds::Text),
        ("quantity", Holds::Integer),
        ("saved", Holds::Flag),
        ("price_source", Holds::Text),
        ("unit_minor", Holds::Integer),
        ("currency", Holds::Text),
        ("address_id", Holds::Integer),
    ];
    if rows.is_empty() {
        return Ok(());
    }
    let json = rows.iter().enumerate().map(|(place, row)| {
        let (source, unit, currency) = row.price.columns();
        json!({
            "place": place, "sku_key": row.sku.key(), "sku": row.sku.as_str(), "quantity": row.quantity.get(),
            "saved": row.saved, "price_source": source, "unit_minor": unit, "currency": currency,
            "address_id": row.address.map(|address| address.0),
        })
    });
    let backend = command.tx.get_database_backend();
    let sql = format!(
        "INSERT INTO cart_line
             (cart_id, sku_key, sku, quantity, saved, price_source, unit_minor, currency, address_id)
         SELECT $2, sku_key, sku, quantity, saved, price_source, unit_minor, currency, address_id
         FROM {} ORDER BY place",
        given(backend, &COLUMNS)
    );
    command.tx.execute_raw(about(backend, &sql, &Value::Array(json.collect()), cart)).await?;
    Ok(())
}

/// Writes lines of a cart that are there as they are given now, but for what they are a line of.
pub(super) async fn update<'a>(
    command: &Command,
    cart: i64,
    rows: impl Iterator<Item = &'a CartRow>,
) -> Result<u64, StoreError> {
    const COLUMNS: [Column; 7] = [
        ("id", Holds::Integer),
        ("quantity", Holds::Integer),
        ("saved", Holds::Flag),
        ("price_source", Holds::Text),
        ("unit_minor", Holds::Integer),
        ("currency", Holds::Text),
        ("address_id", Holds::Integer),
    ];
    let json: Vec<Value> = rows
        .map(|row| {
            let (source, unit, currency) = row.price.columns();
            json!({
                "id": row.id, "quantity": row.quantity.get(), "saved": row.saved, "price_source": source,
                "unit_minor": unit, "currency": currency, "address_id": row.address.map(|address| address.0),
            })
        })
        .collect();
    if json.is_empty() {
        return Ok(0);
    }
    let backend = command.tx.get_database_backend();
    // The plus keeps SQLite from going through the cart's lines by their index and, for each, through all that are given.
    let sql = format!(
        "UPDATE cart_line SET quantity = given.quantity, saved = given.saved, price_source = given.price_source,
             unit_minor = given.unit_minor, currency = given.currency, address_id = given.address_id
         FROM {} WHERE cart_line.id = given.id AND +cart_line.cart_id = $2",
        given(backend, &COLUMNS)
    );
    Ok(command.tx.execute_raw(about(backend, &sql, &Value::Array(json), cart)).await?.rows_affected())
}

/// Takes lines out of a cart; those of others stay. Returns how many there were.
pub(super) async fn delete(command: &Command, cart: i64, ids: &[i64]) -> Result<u64, StoreError> {
    if ids.is_empty() {
        return Ok(0);
    }
    let json = ids.iter().map(|id| json!({ "id": id })).collect();
    let backend = command.tx.get_database_backend();
    let sql = format!(
        "DELETE FROM cart_line WHERE cart_id = $2 AND id IN (SELECT id FROM {})",
        given(backend, &[("id", Holds::Integer)])
    );
    Ok(command.tx.execute_raw(about(backend, &sql, &Value::Array(json), cart)).await?.rows_affected())
}
