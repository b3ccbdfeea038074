//! The one way in which an order is written, placed at the till or brought along.

use super::place::TakenBasket;
use super::priced::{columns, line_snapshot_of, snapshot_of};
use super::snapshot::{self, AboutSnapshot, LineSnapshot, OrderSnapshot, ShownSnapshot};
use crate::amount::minor;
use crate::connection::Command;
use crate::entities::orders::{order_line, order_vat, orders};
use crate::error::StoreError;
use crate::payments::{self, NewPayment};
use giano_commerce::Sku;
use giano_commerce::company::{CompanyId, PersonId};
use giano_commerce::order::Lifecycle;
use giano_commerce::pricing::PricedBasket;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Rows that go into the database with one statement.
const AT_ONCE: usize = 200;

/// An order to write.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// Who ordered, where signed in.
    pub person: Option<PersonId>,
    /// For which company.
    pub company: Option<CompanyId>,
    /// The e-mail in the form that look-ups compare.
    pub email_key: String,
    /// When (milliseconds since 1970).
    pub placed_at: i64,
    /// Its lifecycle.
    pub lifecycle: Lifecycle,
    /// Whose order it is, where it goes, and what was agreed.
    pub about: AboutSnapshot,
    /// Lines, sums, VAT and reasons, as shown.
    pub priced: PricedBasket,
    /// What the lines looked like, one for each of `priced`.
    pub shown: Vec<ShownSnapshot>,
    /// How it is paid.
    pub payment: NewPayment,
}

/// A line of an order to write.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewLine<'a> {
    pub sku: &'a Sku,
    pub quantity: u32,
    /// A gift that is not on hand does not hold up the order.
    pub gift: bool,
}

impl NewOrder {
    /// All lines: what was bought, then what promotions add.
    pub(super) fn lines(&self) -> Vec<NewLine<'_>> {
        let bought =
            self.priced.lines.iter().map(|line| NewLine { sku: &line.sku, quantity: line.quantity.get(), gift: false });
        let gifts =
            self.priced.gifts.iter().map(|gift| NewLine { sku: &gift.sku, quantity: gift.quantity, gift: true });
        bought.chain(gifts).collect()
    }

    /// SKUs and pieces of all lines, gifts too.
    pub fn pieces(&self) -> impl Iterator<Item = (&Sku, u32)> {
        self.lines().into_iter().map(|line| (line.sku, line.quantity))
    }
}

/// What an order is called by: its number, and the hash of the key that opens it.
pub(super) struct Named {
    pub number: String,
    pub key_hash: String,
}

impl Named {
    /// For an order that gets its number as the last thing before it is there for others. No other has the same.
    pub(super) fn not_yet() -> Self {
        let number = format!("not yet {:032x}", rand::random::<u128>());
        Self { key_hash: number.clone(), number }
    }
}

/// Gives an order that is being written its number.
pub(super) async fn name(command: &Command, id: i64, named: &Named) -> Result<(), StoreError> {
    orders::Entity::update_many()
        .col_expr(orders::Column::Number, Expr::value(&named.number))
        .col_expr(orders::Column::KeyHash, Expr::value(&named.key_hash))
        .filter(orders::Column::Id.eq(id))
        .exec(&command.tx)
        .await?;
    Ok(())
}

/// Writes an order with its lines, VAT and payment. `taken` says of each of its lines how many pieces
/// came from stock, and how many are on backorder.
pub(super) async fn insert(
    command: &Command,
    order: &NewOrder,
    named: &Named,
    taken: &[(i64, i64)],
    basket: Option<&TakenBasket>,
) -> Result<i64, StoreError> {
    let basket_owner = basket.map(|basket| basket.owner.clone());
    let basket = basket.map(serde_json::to_string).transpose().map_err(StoreError::unreadable("basket of an order"))?;
    let (totals, _, _) = columns(&order.priced);
    let (lifecycle_reason, currency) = (reason_of(&order.lifecycle), totals.total.currency());
    let row = orders::ActiveModel {
        number: Set(named.number.clone()),
        version: Set(1),
        key_hash: Set(named.key_hash.clone()),
        person_id: Set(order.person.map(|person| person.0)),
        company_id: Set(order.company.map(|company| company.0)),
        email_key: Set(order.email_key.clone()),
        face: Set(order.priced.face.as_str().to_owned()),
        lifecycle: Set(order.lifecycle.code().to_owned()),
        lifecycle_at: Set(order.lifecycle.since().as_millisecond()),
        lifecycle_reason: Set(lifecycle_reason),
        placed_at: Set(order.placed_at),
        currency: Set(currency.as_str().to_owned()),
        subtotal_minor: Set(minor(totals.subtotal)),
        discount_minor: Set(minor(totals.discount)),
        shipping_minor: Set(minor(totals.shipping)),
        shipping_vat_minor: Set(minor(totals.shipping_vat)),
        vat_minor: Set(minor(totals.vat)),
        total_minor: Set(minor(totals.total)),
        pieces: Set(order.pieces().map(|(_, pieces)| i64::from(pieces)).sum()),
        snapshot_version: Set(snapshot::VERSION),
        snapshot: Set(order_snapshot(order)?),
        basket: Set(basket),
        basket_owner: Set(basket_owner),
        ..Default::default()
    };
    let id = row.insert(&command.tx).await?.id;
    insert_lines(command, id, order, taken).await?;
    payments::insert(command, &order.payment, &[(id, totals.total)], order.placed_at).await?;
    Ok(id)
}

/// Why an order stands where it does, as stored.
pub(super) fn reason_of(lifecycle: &Lifecycle) -> Option<String> {
    match lifecycle {
        Lifecycle::AwaitingApproval { reason, .. } => Some(reason.clone()),
        Lifecycle::Cancelled { reason, .. } => Some(reason.code().to_owned()),
        Lifecycle::Placed { .. } | Lifecycle::Closed { .. } => None,
    }
}

pub(super) fn order_snapshot(order: &NewOrder) -> Result<String, StoreError> {
    let kept = OrderSnapshot { about: order.about.clone(), pricing: snapshot_of(&order.priced) };
    snapshot::write("order", &kept)
}

/// Writes the lines and the VAT of an order.
pub(super) async fn insert_lines(
    command: &Command,
    id: i64,
    order: &NewOrder,
    taken: &[(i64, i64)],
) -> Result<(), StoreError> {
    let (_, amounts, vat) = columns(&order.priced);
    let bought = order.priced.lines.iter().zip(&order.shown).zip(&amounts).map(|((line, shown), amounts)| {
        let kept = LineSnapshot::Bought { shown: Some(Box::new(shown.clone())), pricing: line_snapshot_of(line) };
        (NewLine { sku: &line.sku, quantity: line.quantity.get(), gift: false }, Some(*amounts), kept)
    });
    let gifts = order.priced.gifts.iter().map(|gift| {
        let kept = LineSnapshot::Gift { promotion: gift.promotion.0, name: gift.name.clone() };
        (NewLine { sku: &gift.sku, quantity: gift.quantity, gift: true }, None, kept)
    });
    let mut rows = Vec::with_capacity(order.priced.lines.len() + order.priced.gifts.len());
    for (place, (line, amounts, kept)) in bought.chain(gifts).enumerate() {
        rows.push(order_line::ActiveModel {
            order_id: Set(id),
            position: Set(i32::try_from(place).unwrap_or(i32::MAX)),
            kind: Set(if line.gift { GIFT } else { BOUGHT }.to_owned()),
            sku_key: Set(line.sku.key()),
            sku: Set(line.sku.to_string()),
            quantity: Set(i64::from(line.quantity)),
            taken: Set(taken.get(place).map_or(0, |(taken, _)| *taken)),
            backordered: Set(taken.get(place).map_or(0, |(_, backordered)| *backordered)),
            cancelled: Set(0),
            shipped: Set(0),
            returned: Set(0),
            unit_minor: Set(amounts.map_or(0, |amounts| amounts.unit_minor)),
            discount_minor: Set(amounts.map_or(0, |amounts| amounts.discount_minor)),
            order_discount_minor: Set(amounts.map_or(0, |amounts| amounts.order_discount_minor)),
            total_minor: Set(amounts.map_or(0, |amounts| amounts.total_minor)),
            vat_basis_points: Set(amounts.map_or(0, |amounts| amounts.vat_basis_points)),
            vat_minor: Set(amounts.map_or(0, |amounts| amounts.vat_minor)),
            cost_centre: Set(order.about.cost_centre.clone()),
            address_id: Set(None),
            snapshot: Set(Some(snapshot::write("order line", &kept)?)),
            ..Default::default()
        });
    }
    for some in rows.chunks(AT_ONCE) {
        order_line::Entity::insert_many(some.to_vec()).exec_without_returning(&command.tx).await?;
    }
    let vat: Vec<_> = vat
        .into_iter()
        .map(|part| order_vat::ActiveModel {
            order_id: Set(id),
            basis_points: Set(part.basis_points),
            net_minor: Set(part.net_minor),
            vat_minor: Set(part.vat_minor),
        })
        .collect();
    if !vat.is_empty() {
        order_vat::Entity::insert_many(vat).exec_without_returning(&command.tx).await?;
    }
    Ok(())
}

/// A line that somebody bought.
pub(crate) const BOUGHT: &str = "bought";
/// A line that a promotion added.
pub(crate) const GIFT: &str = "gift";
