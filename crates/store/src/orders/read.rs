//! Reading orders, by their owners.

use super::parts::{OrderHead, head_columns, heads, one_head};
use super::priced::{OrderTotals, VatColumns, vat_part};
use super::snapshot::v1::PricingSnapshot;
use super::snapshot::{self, AboutSnapshot, LineSnapshot, OrderSnapshot, ShownSnapshot};
use super::write::GIFT;
use crate::amount::{major, percent};
use crate::connection::Store;
use crate::entities::company::membership;
use crate::entities::orders::{order_line, order_vat, orders, shipment};
use crate::entities::payments::{payment, payment_allocation};
use crate::error::StoreError;
use crate::jobs::without_job;
use giano_commerce::company::{CompanyId, PersonId, TeamId};
use giano_commerce::order::OrderNumber;
use giano_commerce::tax::VatPart;
use giano_commerce::{Currency, Money, Sku};
use rust_decimal::Decimal;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

/// Who may read an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderOwner {
    /// Whoever has the key (its hash).
    Key(String),
    /// The person who ordered: what is read of it are the orders at home, and those for a company the person still buys for.
    Person {
        /// Who.
        person: PersonId,
        /// Whether orders that are for no company may be read.
        at_home: bool,
        /// The company whose orders may be read besides.
        company: Option<CompanyId>,
    },
    /// People of the company.
    Company(CompanyId),
    /// People who see what some of the company's teams order: their members are those of now.
    Teams {
        /// The company.
        company: CompanyId,
        /// The teams, each by itself: those below have to be named.
        teams: Vec<TeamId>,
    },
    /// Whoever knows the e-mail (its key).
    Email(String),
}

/// An order with all it keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRecord {
    /// The order in short.
    pub head: OrderHead,
    /// Its sums.
    pub totals: OrderTotals,
    /// VAT by rate.
    pub vat: Vec<VatPart>,
    /// Whose it is, where it goes, and what was agreed; none where that could not be understood when the order was carried
    /// over from an earlier shop.
    pub about: Option<AboutSnapshot>,
    /// Lines, gifts last.
    pub lines: Vec<OrderLineRecord>,
    pub(super) pricing: Option<PricingSnapshot>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLineRecord {
    /// Identifier.
    pub id: i64,
    /// What.
    pub sku: Sku,
    /// Whether a promotion added it.
    pub gift: bool,
    /// How many were ordered.
    pub quantity: u32,
    /// How many of them came from stock.
    pub taken: u32,
    /// How many were taken off the order again.
    pub cancelled: u32,
    /// How many left.
    pub shipped: u32,
    /// How many came back.
    pub returned: u32,
    /// Price of one piece.
    pub unit: Money,
    /// Share of order-level discounts, positive.
    pub order_discount: Money,
    /// What is charged for the line, after all discounts: with VAT at home, without for business.
    pub total: Money,
    /// Per cent of VAT.
    pub vat_percent: Decimal,
    /// VAT.
    pub vat: Money,
    /// Cost centre.
    pub cost_centre: Option<String>,
    pub(super) snapshot: Option<LineSnapshot>,
}

impl OrderLineRecord {
    /// The identifier it had in the basket it was priced in; none for gifts, and where that was lost.
    pub fn id_when_priced(&self) -> Option<i64> {
        match &self.snapshot {
            Some(LineSnapshot::Bought { pricing, .. }) => Some(pricing.id),
            Some(LineSnapshot::Gift { .. }) | None => None,
        }
    }

    /// What it looked like when it was bought; none for gifts, and where that was lost.
    pub fn shown(&self) -> Option<&ShownSnapshot> {
        match &self.snapshot {
            Some(LineSnapshot::Bought { shown, .. }) => shown.as_deref(),
            Some(LineSnapshot::Gift { .. }) | None => None,
        }
    }
}

fn line_of(row: order_line::Model, currency: Currency) -> Result<OrderLineRecord, StoreError> {
    let unreadable = |reason: String| StoreError::Unreadable { what: "order line", reason };
    let count = |pieces: i64| u32::try_from(pieces).unwrap_or(if pieces < 0 { 0 } else { u32::MAX });
    // A line without its looks is still a line.
    let kept = row.snapshot.as_deref().map(|json| snapshot::read("order line", json)).transpose();
    let kept = kept.unwrap_or_else(|error| {
        tracing::error!(%error, line = row.id, "what a line looked like");
        None
    });
    Ok(OrderLineRecord {
        sku: row.sku.parse().map_err(|_| unreadable(format!("`{}` is no SKU", row.sku)))?,
        id: row.id,
        gift: row.kind == GIFT,
        quantity: count(row.quantity),
        taken: count(row.taken),
        cancelled: count(row.cancelled),
        shipped: count(row.shipped),
        returned: count(row.returned),
        unit: major(row.unit_minor, currency),
        order_discount: major(row.order_discount_minor, currency),
        total: major(row.total_minor, currency),
        vat_percent: percent(row.vat_basis_points),
        vat: major(row.vat_minor, currency),
        cost_centre: row.cost_centre,
        snapshot: kept,
    })
}

/// Narrows a query to what an owner may read.
pub(super) fn owned(query: Select<orders::Entity>, owner: &OrderOwner) -> Select<orders::Entity> {
    match owner {
        OrderOwner::Key(hash) => query.filter(orders::Column::KeyHash.eq(hash)),
        OrderOwner::Person { person, at_home, company } => {
            let home = at_home.then(|| orders::Column::CompanyId.is_null());
            let own = company.map(|company| orders::Column::CompanyId.eq(company.0));
            // Neither of them is no right at all: an empty alternative is false.
            let any = home.into_iter().chain(own).fold(Condition::any().add(Expr::val(false)), Condition::add);
            query.filter(orders::Column::PersonId.eq(person.0)).filter(any)
        }
        OrderOwner::Company(company) => query.filter(orders::Column::CompanyId.eq(company.0)),
        OrderOwner::Teams { company, teams } => {
            let members = membership::Entity::find()
                .select_only()
                .column(membership::Column::PersonId)
                .filter(membership::Column::CompanyId.eq(company.0))
                .filter(membership::Column::TeamId.is_in(teams.iter().map(|team| team.0)))
                .into_query();
            query.filter(orders::Column::CompanyId.eq(company.0)).filter(orders::Column::PersonId.in_subquery(members))
        }
        OrderOwner::Email(key) => query.filter(orders::Column::EmailKey.eq(key)),
    }
}

/// Shares of transfers that should have come by a moment, for orders that can be cancelled for that: what has left is not
/// taken back by cancelling, and its money may still come.
fn overdue(now: i64) -> Select<payment_allocation::Entity> {
    let left = shipment::Entity::find()
        .select_only()
        .column(shipment::Column::OrderId)
        .filter(shipment::Column::SentAt.is_not_null())
        .into_query();
    payment_allocation::Entity::find()
        .join(
            JoinType::InnerJoin,
            payment_allocation::Entity::belongs_to(orders::Entity)
                .from(payment_allocation::Column::OrderId)
                .to(orders::Column::Id)
                .into(),
        )
        .join(
            JoinType::InnerJoin,
            payment_allocation::Entity::belongs_to(payment::Entity)
                .from(payment_allocation::Column::PaymentId)
                .to(payment::Column::Id)
                .into(),
        )
        .filter(orders::Column::Lifecycle.eq("placed"))
        .filter(orders::Column::Id.not_in_subquery(left))
        .filter(payment::Column::State.eq("awaited"))
        .filter(payment::Column::Until.lte(now))
}

impl Store {
    /// An order, for an owner.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn order(&self, number: &OrderNumber, owner: &OrderOwner) -> Result<Option<OrderRecord>, StoreError> {
        let query = owned(orders::Entity::find().filter(orders::Column::Number.eq(number.as_str())), owner);
        match query.one(&self.db).await? {
            Some(row) => self.with_lines(row).await.map(Some),
            None => Ok(None),
        }
    }

    /// The order of a payment, for the shop's own work; the first where it pays several.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn order_of_payment(&self, payment: &str) -> Result<Option<OrderRecord>, StoreError> {
        let paid = payment_allocation::Entity::find()
            .filter(payment_allocation::Column::PaymentId.eq(payment))
            .filter(payment_allocation::Column::OrderId.is_not_null())
            .order_by_asc(payment_allocation::Column::OrderId)
            .one(&self.db)
            .await?;
        let Some(order) = paid.and_then(|paid| paid.order_id) else { return Ok(None) };
        match orders::Entity::find_by_id(order).one(&self.db).await? {
            Some(row) => self.with_lines(row).await.map(Some),
            None => Ok(None),
        }
    }

    async fn with_lines(&self, row: orders::Model) -> Result<OrderRecord, StoreError> {
        let head = one_head(&self.db, (&row).into()).await?;
        let currency = head.total.currency();
        let amount = |minor: i64| major(minor, currency);
        let totals = OrderTotals {
            subtotal: amount(row.subtotal_minor),
            discount: amount(row.discount_minor),
            shipping: amount(row.shipping_minor),
            shipping_vat: amount(row.shipping_vat_minor),
            vat: amount(row.vat_minor),
            total: amount(row.total_minor),
        };
        let kept: Option<OrderSnapshot> = match row.snapshot_version {
            snapshot::NOT_UNDERSTOOD => None,
            _ => Some(snapshot::read("order", &row.snapshot)?),
        };
        let lines = order_line::Entity::find()
            .filter(order_line::Column::OrderId.eq(row.id))
            .order_by_asc(order_line::Column::Position)
            .order_by_asc(order_line::Column::Id)
            .all(&self.db)
            .await?;
        let vat = order_vat::Entity::find()
            .filter(order_vat::Column::OrderId.eq(row.id))
            .order_by_asc(order_vat::Column::BasisPoints)
            .all(&self.db)
            .await?;
        let vat = vat.into_iter().map(|part| {
            let order_vat::Model { basis_points, net_minor, vat_minor, .. } = part;
            vat_part(VatColumns { basis_points, net_minor, vat_minor }, currency)
        });
        let (about, pricing) = kept.map(|kept| (kept.about, kept.pricing)).unzip();
        Ok(OrderRecord {
            head,
            totals,
            vat: vat.collect(),
            about,
            lines: lines.into_iter().map(|line| line_of(line, currency)).collect::<Result<_, _>>()?,
            pricing,
        })
    }

    /// Identifiers of orders still waiting for a transfer that should have come by a moment (milliseconds since 1970), the
    /// longest overdue first, at most 100; for the shop's own work. Nothing else is read, so that one that cannot be read
    /// hides no other, and those that have a job already keep no place here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn overdue_order_ids(&self, now: i64) -> Result<Vec<i64>, StoreError> {
        let query = overdue(now)
            .filter(without_job("cancel_overdue_order", "payment_allocation.order_id"))
            .select_only()
            .column(payment_allocation::Column::OrderId);
        Ok(query.order_by_asc(payment::Column::Until).limit(100).into_tuple().all(&self.db).await?)
    }

    /// An order that is still waiting for a transfer that should have come by a moment; for the shop's own work.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn overdue_order(&self, id: i64, now: i64) -> Result<Option<OrderHead>, StoreError> {
        let found = overdue(now).filter(payment_allocation::Column::OrderId.eq(id)).one(&self.db).await?;
        let query = orders::Entity::find_by_id(id).filter(orders::Column::Lifecycle.eq("placed"));
        match (found, head_columns(query).into_model().one(&self.db).await?) {
            (Some(_), Some(row)) => one_head(&self.db, row).await.map(Some),
            (Some(_), None) | (None, _) => Ok(None),
        }
    }

    /// The newest orders of a person or company in short, at most 100.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn orders_of(&self, owner: &OrderOwner) -> Result<Vec<OrderHead>, StoreError> {
        let query = match owner {
            OrderOwner::Person { .. } | OrderOwner::Company(_) | OrderOwner::Teams { .. } => {
                owned(orders::Entity::find(), owner)
            }
            // A key or an e-mail opens one order, never a list.
            OrderOwner::Key(_) | OrderOwner::Email(_) => return Ok(Vec::new()),
        };
        let query = query.order_by_desc(orders::Column::PlacedAt).order_by_desc(orders::Column::Id).limit(100);
        heads(&self.db, head_columns(query).into_model().all(&self.db).await?).await
    }
}
