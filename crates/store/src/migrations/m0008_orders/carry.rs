//! Carries orders, lines and payments over, some hundreds at a time.

use super::legacy::{Document, State};
use super::reckoning::{basis_points, minor};
use super::written::{self, write};
use giano_commerce::Money;
use sea_orm::{ConnectionTrait, FromQueryResult};
use sea_orm_migration::prelude::*;
use std::collections::HashMap;

/// Orders that are carried over together.
const AT_ONCE: u64 = 200;

/// Why an order may have been cancelled; what an earlier shop wrote besides is the shop's own doing.
const REASONS: [&str; 7] = [
    "payment_declined",
    "payment_expired",
    "payment_given_up",
    "transfer_overdue",
    "approval_refused",
    "by_buyer",
    "by_shop",
];

#[derive(Debug, FromQueryResult)]
struct OldOrder {
    id: i64,
    number: String,
    state_code: String,
    state: String,
    placed_at: i64,
    total: String,
    currency: String,
    document: String,
    expires_at: Option<i64>,
}

#[derive(Debug, FromQueryResult)]
struct OldLine {
    id: i64,
    order_id: i64,
    sku: String,
    quantity: i64,
}

#[derive(Debug, FromQueryResult)]
struct OldPayment {
    id: String,
    order_id: i64,
    provider: String,
    state: String,
    reference: Option<String>,
    attempts: i32,
    updated_at: i64,
}

#[derive(Debug, FromQueryResult)]
struct OnAccount {
    order_number: Option<String>,
}

async fn all<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<T>, DbErr> {
    T::find_by_statement(db.get_database_backend().build(query)).all(db).await
}

async fn run(db: &impl ConnectionTrait, statement: &impl sea_orm::StatementBuilder) -> Result<(), DbErr> {
    db.execute(statement).await.map(drop)
}

pub(super) async fn over(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let mut after = 0;
    loop {
        let orders = Query::select()
            .columns([
                "id",
                "number",
                "state_code",
                "state",
                "placed_at",
                "total",
                "currency",
                "document",
                "expires_at",
            ])
            .from("orders")
            .and_where(Expr::col("id").gt(after))
            .order_by("id", Order::Asc)
            .limit(AT_ONCE)
            .to_owned();
        let orders: Vec<OldOrder> = all(db, &orders).await?;
        let Some(last) = orders.last() else { return Ok(()) };
        after = last.id;
        some(db, &orders).await?;
    }
}

async fn some(db: &impl ConnectionTrait, orders: &[OldOrder]) -> Result<(), DbErr> {
    let ids: Vec<i64> = orders.iter().map(|order| order.id).collect();
    let lines = Query::select()
        .columns(["id", "order_id", "sku", "quantity"])
        .from("order_line")
        .and_where(Expr::col("order_id").is_in(ids.clone()))
        .order_by("id", Order::Asc)
        .to_owned();
    let mut lines_of: HashMap<i64, Vec<OldLine>> = HashMap::new();
    for line in all::<OldLine>(db, &lines).await? {
        lines_of.entry(line.order_id).or_default().push(line);
    }
    let payments = Query::select()
        .columns(["id", "order_id", "provider", "state", "reference", "attempts", "updated_at"])
        .from("payment_before")
        .and_where(Expr::col("order_id").is_in(ids))
        .to_owned();
    let mut payments: HashMap<i64, OldPayment> =
        all::<OldPayment>(db, &payments).await?.into_iter().map(|payment| (payment.order_id, payment)).collect();
    let numbers: Vec<&str> = orders.iter().map(|order| order.number.as_str()).collect();
    let credit = Query::select()
        .column("order_number")
        .from("credit_entry")
        .and_where(Expr::col("order_number").is_in(numbers))
        .to_owned();
    let on_account: Vec<String> =
        all::<OnAccount>(db, &credit).await?.into_iter().filter_map(|entry| entry.order_number).collect();
    for order in orders {
        let carried = Carried {
            order,
            document: serde_json::from_str(&order.document).ok(),
            lines: lines_of.remove(&order.id).unwrap_or_default(),
            payment: payments.remove(&order.id),
            on_account: on_account.contains(&order.number),
        };
        carried.write(db).await?;
    }
    Ok(())
}

/// An order on its way.
struct Carried<'a> {
    order: &'a OldOrder,
    document: Option<Document>,
    lines: Vec<OldLine>,
    payment: Option<OldPayment>,
    on_account: bool,
}

/// Where an order stands from now on.
struct Stands {
    lifecycle: (&'static str, i64, Option<String>),
    payment: (&'static str, i64),
    /// What had come in and what had gone back of it.
    captured: bool,
    refunded: Option<Refunded>,
    shipment: Option<(&'static str, i64, Contents)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Refunded {
    All,
    /// How much was not written down.
    Some,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Contents {
    All,
    /// What it was of was not written down.
    Unknown,
}

fn moment(text: &str, otherwise: i64) -> i64 {
    text.parse::<jiff::Timestamp>().map_or(otherwise, jiff::Timestamp::as_millisecond)
}

impl Carried<'_> {
    /// The code of how it is paid.
    fn method(&self) -> &'static str {
        let written = self.document.as_ref().and_then(|document| document.payment.as_deref());
        match written {
            Some("card") => "card",
            Some("account") => "account",
            Some("transfer") => "transfer",
            Some(_) | None if self.payment.is_some() => "card",
            Some(_) | None if self.on_account => "account",
            Some(_) | None => "transfer",
        }
    }

    fn total_minor(&self) -> i64 {
        let currency = self.order.currency.parse().unwrap_or_default();
        Money::parse(&self.order.total, currency).map_or(0, minor)
    }

    /// The state, or what its code alone tells.
    fn state(&self) -> State {
        let at = || jiff::Timestamp::from_millisecond(self.order.placed_at).unwrap_or_default().to_string();
        serde_json::from_str(&self.order.state).unwrap_or_else(|_| match self.order.state_code.as_str() {
            "awaiting_approval" => State::AwaitingApproval { since: at(), reason: String::new() },
            "awaiting_payment" => State::AwaitingPayment { since: at() },
            "paid" => State::Paid { at: at() },
            "in_fulfilment" => State::InFulfilment { since: at(), paid: false },
            "part_shipped" => State::PartShipped { at: at(), paid: false },
            "shipped" => State::Shipped { at: at(), paid: false },
            "delivered" => State::Delivered { at: at(), paid: false },
            "closed" => State::Closed { at: at() },
            "cancelled" => State::Cancelled { at: at(), reason: "by_shop".to_owned() },
            "part_refunded" => State::PartRefunded { at: at(), before: None },
            "refunded" => State::Refunded { at: at() },
            _ => State::Placed { at: at() },
        })
    }

    /// A payment that is waited for.
    fn open(&self, since: i64) -> (&'static str, i64) {
        match self.payment.as_ref().map(|payment| payment.state.as_str()) {
            Some("created") => ("created", since),
            Some("challenge") => ("challenge", since),
            Some(_) => ("pending", since),
            None => ("awaited", since),
        }
    }

    /// A payment that failed.
    fn failed(&self, at: i64) -> (&'static str, i64) {
        match (&self.payment, self.method()) {
            (Some(payment), _) if payment.state == "declined" => ("declined", at),
            (None, "account") => ("voided", at),
            (Some(_) | None, _) => ("expired", at),
        }
    }

    fn stands(&self, state: &State) -> Stands {
        let placed_at = self.order.placed_at;
        let at = |text: &str| moment(text, placed_at);
        let placed = || ("placed", placed_at, None);
        let paid_or_owed = |paid: bool, at: i64| if paid { ("captured", at) } else { ("owed", placed_at) };
        let unshipped =
            |lifecycle, payment, captured| Stands { lifecycle, payment, captured, refunded: None, shipment: None };
        let shipped = |paid: bool, at: i64, code, contents| Stands {
            lifecycle: placed(),
            payment: paid_or_owed(paid, at),
            captured: paid,
            refunded: None,
            shipment: Some((code, at, contents)),
        };
        match state {
            State::Placed { at: text } => unshipped(("placed", at(text), None), ("owed", at(text)), false),
            State::AwaitingApproval { since, reason } => {
                let on_account = self.payment.is_none() && self.method() == "account";
                let payment = if on_account { ("owed", at(since)) } else { self.open(at(since)) };
                unshipped(("awaiting_approval", at(since), Some(reason.clone())), payment, false)
            }
            State::AwaitingPayment { since } => unshipped(placed(), self.open(at(since)), false),
            State::Paid { at: text } => unshipped(placed(), ("captured", at(text)), true),
            State::InFulfilment { since, paid } => shipped(*paid, at(since), "preparing", Contents::All),
            State::PartShipped { at: text, paid } => shipped(*paid, at(text), "sent", Contents::Unknown),
            State::Shipped { at: text, paid } => shipped(*paid, at(text), "sent", Contents::All),
            State::Delivered { at: text, paid } => shipped(*paid, at(text), "delivered", Contents::All),
            State::Closed { at: text } => {
                Stands { lifecycle: ("closed", at(text), None), ..shipped(true, at(text), "delivered", Contents::All) }
            }
            State::Cancelled { at: text, reason } => {
                let reason = if REASONS.contains(&reason.as_str()) { reason.clone() } else { "by_shop".to_owned() };
                let lifecycle = ("cancelled", at(text), Some(reason));
                match &self.payment {
                    Some(payment) if payment.state == "succeeded" => {
                        unshipped(lifecycle, ("captured", payment.updated_at), true)
                    }
                    Some(_) | None => unshipped(lifecycle, self.failed(at(text)), false),
                }
            }
            State::PartRefunded { at: text, before } => {
                let before = before.as_deref().cloned().unwrap_or_else(|| State::Paid { at: text.clone() });
                let before = self.stands(&before);
                let payment = ("captured", before.payment.1);
                Stands { payment, captured: true, refunded: Some(Refunded::Some), ..before }
            }
            State::Refunded { at: text } => {
                let failed = self.payment.as_ref().filter(|payment| payment.state != "succeeded");
                let (lifecycle, payment) = match failed {
                    // Money came for an order that had been given up, and went back.
                    Some(payment) => {
                        let declined = payment.state == "declined";
                        let reason = if declined { "payment_declined" } else { "payment_expired" };
                        (("cancelled", at(text), Some(reason.to_owned())), self.failed(at(text)))
                    }
                    None => (("closed", at(text), None), ("captured", at(text))),
                };
                Stands { refunded: Some(Refunded::All), ..unshipped(lifecycle, payment, true) }
            }
        }
    }

    async fn write(&self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        let stands = self.stands(&self.state());
        self.write_order(db, &stands).await?;
        self.write_lines(db, &stands).await?;
        self.write_vat(db).await?;
        self.write_payment(db, &stands).await?;
        self.write_shipment(db, &stands).await
    }

    async fn write_order(&self, db: &impl ConnectionTrait, stands: &Stands) -> Result<(), DbErr> {
        let id = self.order.id;
        let (lifecycle, lifecycle_at, reason) = stands.lifecycle.clone();
        let mut update = Query::update();
        update
            .table("orders")
            .value("lifecycle", lifecycle)
            .value("lifecycle_at", lifecycle_at)
            .value("lifecycle_reason", reason)
            .value("total_minor", self.total_minor())
            .and_where(Expr::col("id").eq(id));
        match &self.document {
            Some(document) => {
                let priced = &document.priced;
                let (_, delivery) = priced.taxes();
                let kept = write(&document.snapshot())?;
                update
                    .value("face", priced.face.as_str())
                    .value("subtotal_minor", minor(priced.goods))
                    .value("discount_minor", minor(priced.discount()))
                    .value("shipping_minor", minor(priced.shipping()))
                    .value("shipping_vat_minor", minor(delivery))
                    .value("vat_minor", minor(priced.tax))
                    .value("snapshot_version", written::VERSION)
                    .value("snapshot", kept);
            }
            None => {
                tracing::warn!(number = self.order.number, "an order's document is not understood: kept as it is");
                update
                    .value("subtotal_minor", self.total_minor())
                    .value("snapshot_version", written::NOT_UNDERSTOOD)
                    .value("snapshot", self.order.document.as_str());
            }
        }
        run(db, &update).await
    }

    /// Each line of the document finds its row by SKU and pieces; there is no other way, and rows that are alike in both are
    /// alike.
    async fn write_lines(&self, db: &impl ConnectionTrait, stands: &Stands) -> Result<(), DbErr> {
        let all_left = stands
            .shipment
            .is_some_and(|(code, _, contents)| matches!(code, "sent" | "delivered") && contents == Contents::All);
        if all_left {
            let update = Query::update()
                .table("order_line")
                .value("shipped", Expr::col("quantity"))
                .and_where(Expr::col("order_id").eq(self.order.id))
                .to_owned();
            run(db, &update).await?;
        }
        let Some(document) = &self.document else { return Ok(()) };
        let (taxes, _) = document.priced.taxes();
        let mut free: Vec<&OldLine> = self.lines.iter().collect();
        let mut row = |sku: &str, quantity: i64| {
            let same = |line: &&OldLine| line.sku.eq_ignore_ascii_case(sku) && line.quantity == quantity;
            free.iter().position(same).map(|place| free.remove(place).id)
        };
        for (place, (line, tax)) in (0..).zip(document.priced.lines.iter().zip(taxes)) {
            let Some(id) = row(&line.sku, line.quantity) else { continue };
            let kept = write(&document.line_snapshot(line))?;
            let unit = minor(line.unit);
            let update = Query::update()
                .table("order_line")
                .value("position", place)
                .value("unit_minor", unit)
                .value("discount_minor", unit * line.quantity - minor(line.total))
                .value("order_discount_minor", minor(line.order_discount))
                .value("total_minor", minor(line.charged()))
                .value("vat_basis_points", basis_points(line.vat_percent))
                .value("vat_minor", minor(tax))
                .value("cost_centre", document.cost_centre.clone())
                .value("snapshot", kept)
                .and_where(Expr::col("id").eq(id))
                .to_owned();
            run(db, &update).await?;
        }
        for (place, gift) in (0_i32..).skip(document.priced.lines.len()).zip(&document.priced.gifts) {
            let Some(id) = row(&gift.sku, gift.quantity) else { continue };
            let kept = write(&gift.line_snapshot())?;
            let update = Query::update()
                .table("order_line")
                .value("position", place)
                .value("kind", "gift")
                .value("cost_centre", document.cost_centre.clone())
                .value("snapshot", kept)
                .and_where(Expr::col("id").eq(id))
                .to_owned();
            run(db, &update).await?;
        }
        Ok(())
    }

    async fn write_vat(&self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        let Some(document) = &self.document else { return Ok(()) };
        for part in &document.priced.vat {
            let insert = Query::insert()
                .into_table("order_vat")
                .columns(["order_id", "basis_points", "net_minor", "vat_minor"])
                .values_panic([
                    self.order.id.into(),
                    basis_points(part.rate).into(),
                    minor(part.net).into(),
                    minor(part.tax).into(),
                ])
                .to_owned();
            run(db, &insert).await?;
        }
        Ok(())
    }

    async fn write_payment(&self, db: &impl ConnectionTrait, stands: &Stands) -> Result<(), DbErr> {
        let (state, state_at) = stands.payment;
        let total = self.total_minor();
        let known = self.payment.as_ref();
        let id = known.map_or_else(|| format!("order-{}", self.order.id), |payment| payment.id.clone());
        let until = self.order.expires_at.filter(|_| state == "awaited");
        let insert = Query::insert()
            .into_table("payment")
            .columns([
                "id",
                "method",
                "provider",
                "reference",
                "state",
                "state_at",
                "until",
                "amount_minor",
                "currency",
                "attempts",
                "created_at",
                "updated_at",
            ])
            .values_panic([
                id.as_str().into(),
                self.method().into(),
                known.map(|payment| payment.provider.clone()).into(),
                known.and_then(|payment| payment.reference.clone()).into(),
                state.into(),
                state_at.into(),
                until.into(),
                total.into(),
                self.order.currency.as_str().into(),
                known.map_or(0, |payment| payment.attempts).into(),
                self.order.placed_at.into(),
                known.map_or(state_at, |payment| payment.updated_at).into(),
            ])
            .to_owned();
        run(db, &insert).await?;
        let insert = Query::insert()
            .into_table("payment_allocation")
            .columns(["payment_id", "order_id", "amount_minor", "captured_minor"])
            .values_panic([
                id.as_str().into(),
                self.order.id.into(),
                total.into(),
                if stands.captured { total } else { 0 }.into(),
            ])
            .to_owned();
        run(db, &insert).await?;
        let Some(refunded) = stands.refunded else { return Ok(()) };
        let amount = match refunded {
            Refunded::All => total,
            Refunded::Some => 0,
        };
        let insert = Query::insert()
            .into_table("refund")
            .columns([
                "payment_id",
                "order_id",
                "reason",
                "amount_minor",
                "currency",
                "state",
                "state_at",
                "attempts",
                "next_at",
            ])
            .values_panic([
                id.as_str().into(),
                self.order.id.into(),
                "carried_over".into(),
                amount.into(),
                self.order.currency.as_str().into(),
                "succeeded".into(),
                state_at.into(),
                0.into(),
                0.into(),
            ])
            .to_owned();
        run(db, &insert).await
    }

    async fn write_shipment(&self, db: &impl ConnectionTrait, stands: &Stands) -> Result<(), DbErr> {
        let Some((state, state_at, contents)) = stands.shipment else { return Ok(()) };
        // An order has one shipment at most here, so the shipment can be told by its order.
        let insert = Query::insert()
            .into_table("shipment")
            .columns(["order_id", "state", "state_at"])
            .values_panic([self.order.id.into(), state.into(), state_at.into()])
            .to_owned();
        run(db, &insert).await?;
        if contents == Contents::Unknown {
            return Ok(());
        }
        let lines = Query::select()
            .expr(Expr::col(("shipment", "id")))
            .expr(Expr::col(("order_line", "id")))
            .expr(Expr::col(("order_line", "quantity")))
            .from("order_line")
            .inner_join("shipment", Expr::col(("shipment", "order_id")).equals(("order_line", "order_id")))
            .and_where(Expr::col(("order_line", "order_id")).eq(self.order.id))
            .to_owned();
        let mut insert = Query::insert();
        insert.into_table("shipment_line").columns(["shipment_id", "order_line_id", "quantity"]);
        insert.select_from(lines).map_err(|error| DbErr::Migration(error.to_string()))?;
        run(db, &insert).await
    }
}
