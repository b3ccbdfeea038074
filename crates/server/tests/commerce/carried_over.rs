//! A shop of an earlier commit is carried over: its orders are shown as they were, and what waited goes on.

#[path = "../../../store/tests/support/earlier_shop.rs"]
mod earlier_shop;

use crate::database::Fresh;
use crate::shop::{Browser, by, placed};
use earlier_shop::earlier_shop;
use giano_api::checkout::{AnswerChallenge, ChallengeBody};
use giano_api::orders::{GetOrder, OrderKey, OrderView};
use giano_commerce::order::{CancelReason, PaymentEvent};
use giano_server::{AppState, Clock, MailTransport, Settings};
use giano_store::{OrderOwner, Store};
use hmac::{Hmac, Mac};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

on_both!(in crate::carried_over::earlier_shop:
    every_order_is_shown_as_it_was,
    every_state_of_before_is_carried_over,
    what_is_not_understood_is_kept_and_shown_with_what_is_known,
    what_waited_goes_on,
);

/// Saturday, 28 November 2026, at noon: after the last order of the earlier shop.
const LATER: i64 = 1_795_867_200_000 + 6 * 60 * 60 * 1000;

/// An order as the earlier shop stored it.
#[derive(Debug, Clone)]
struct Old {
    number: String,
    state: String,
    total: String,
    document: String,
}

async fn rows(db: &DatabaseConnection, sql: &str) -> Vec<sea_orm::QueryResult> {
    db.query_all_raw(Statement::from_string(db.get_database_backend(), sql.to_owned())).await.unwrap()
}

async fn old_orders(db: &DatabaseConnection) -> Vec<Old> {
    let text = |row: &sea_orm::QueryResult, column: &str| row.try_get::<String>("", column).unwrap();
    let rows = rows(db, "SELECT number, state_code, total, document FROM orders ORDER BY id").await;
    let old = |row: &sea_orm::QueryResult| Old {
        number: text(row, "number"),
        state: text(row, "state_code"),
        total: text(row, "total"),
        document: text(row, "document"),
    };
    rows.iter().map(old).collect()
}

/// The shop after its tables were brought up to date.
struct Carried {
    state: Arc<AppState>,
    store: Store,
    router: axum::Router,
    secret: String,
    /// Where its letters go.
    _mail: tempfile::TempDir,
    _fresh: Fresh,
}

impl Carried {
    async fn over(fresh: Fresh) -> Self {
        fresh.store.migrate().await.unwrap();
        let store = fresh.store.clone();
        let mail = tempfile::tempdir().unwrap();
        let mut settings = Settings::default();
        settings.mail.transport = MailTransport::Folder(mail.path().to_owned());
        let state = AppState::load(settings, store.clone(), Clock::fixed(LATER)).await.unwrap();
        let secret = store.setting("secret").await.unwrap().unwrap();
        Self { router: giano_server::router(Arc::clone(&state)), state, store, secret, _mail: mail, _fresh: fresh }
    }

    fn guest(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new() }
    }

    /// The key that was given to the buyer when the order was placed.
    fn key(&self, number: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).unwrap();
        mac.update(format!("order {number}").as_bytes());
        hex::encode(&mac.finalize().into_bytes()[..16])
    }

    async fn open(&self, number: &str) -> OrderView {
        let key = OrderKey { key: Some(self.key(number)) };
        self.guest().call_with::<GetOrder>(&[number], &key, None, &[]).await.unwrap()
    }

    async fn record(&self, number: &str) -> giano_store::OrderRecord {
        let owner = OrderOwner::Key(hex::encode(Sha256::digest(self.key(number).as_bytes())));
        self.store.order(&number.parse().unwrap(), &owner).await.unwrap().unwrap()
    }

    async fn on_hand(&self, sku: &str) -> u32 {
        let catalog = self.store.load_catalog().await.unwrap();
        let mut variants = catalog.products.iter().flat_map(|product| &product.variants);
        variants.find(|variant| variant.sku.as_str() == sku).unwrap().stock.on_hand
    }
}

/// What is compared of an order: all that its page shows.
fn shown(document: &Value) -> Value {
    let mut shown = serde_json::Map::new();
    for field in [
        "face",
        "email",
        "address",
        "vat_number",
        "lines",
        "priced",
        "payment",
        "pay_by",
        "purchase_order",
        "cost_centre",
        "requested_date",
        "note",
        "arrives",
    ] {
        shown.insert(field.to_owned(), document.get(field).cloned().unwrap_or_default());
    }
    // Not written down then.
    if let Some(priced) = shown["priced"].as_object_mut() {
        priced.remove("promotions_used");
        // Every order's delivery was chosen, so nobody wrote that down.
        if let Some(shipping) = priced.get_mut("shipping").and_then(Value::as_object_mut) {
            let kind = shipping.remove("kind");
            assert!(kind.is_none_or(|kind| kind == "chosen"));
        }
    }
    // What is missing to free delivery is of the basket, not of the order.
    if let Some(shipping) = shown["priced"].get_mut("shipping").filter(|shipping| !shipping.is_null()) {
        shipping["missing_to_free"] = Value::Null;
    }
    Value::Object(shown)
}

async fn every_order_is_shown_as_it_was(fresh: Fresh) {
    let db = Database::connect(&fresh.url).await.unwrap();
    let before = old_orders(&db).await;
    db.close().await.unwrap();
    assert!(before.len() > 181, "{}", before.len());
    let shop = Carried::over(fresh).await;
    for old in &before {
        let view = shop.open(&old.number).await;
        let document: Value = serde_json::from_str(&old.document).unwrap();
        assert_eq!((view.state.as_str(), view.incomplete), (old.state.as_str(), false), "{}", old.number);
        assert_eq!(view.priced.total.amount().to_string(), old.total);
        let now = serde_json::to_value(&view).unwrap();
        assert_eq!(shown(&now), shown(&document), "{}", old.number);
        let locale = document["locale"].as_str().unwrap();
        let term = document["term"].as_object().map(|term| term.get(locale).unwrap_or(&term["en"]).clone());
        assert_eq!(view.term.map(Value::from), term);
        // Lines, delivery and VAT add up to what was paid.
        let record = shop.record(&old.number).await;
        let sum = |amounts: Vec<giano_commerce::Money>| {
            amounts.into_iter().map(giano_commerce::Money::amount).sum::<rust_decimal::Decimal>()
        };
        let goods = sum(record.lines.iter().map(|line| line.total).collect());
        let vat = sum(record.lines.iter().map(|line| line.vat).collect());
        let totals = record.totals;
        assert_eq!(goods, totals.subtotal.amount() - totals.discount.amount(), "{}", old.number);
        assert_eq!(vat + totals.shipping_vat.amount(), totals.vat.amount(), "{}", old.number);
        assert_eq!(sum(record.vat.iter().map(|part| part.tax).collect()), totals.vat.amount(), "{}", old.number);
    }
}

/// States that the earlier shop knew, though its demonstration did not show them.
async fn every_state_of_before_is_carried_over(fresh: Fresh) {
    let at = "2026-11-20T10:00:00Z";
    let states = [
        (json!({"state": "placed", "at": at}), "placed", vec![]),
        (json!({"state": "awaiting_approval", "since": at, "reason": "Above the limit"}), "awaiting_approval", vec![]),
        (json!({"state": "awaiting_payment", "since": at, "payment": null}), "awaiting_payment", vec![]),
        (json!({"state": "paid", "at": at}), "paid", vec![]),
        (json!({"state": "in_fulfilment", "since": at, "paid": true}), "in_fulfilment", vec![]),
        (json!({"state": "part_shipped", "at": at, "paid": false}), "part_shipped", vec![]),
        (json!({"state": "shipped", "at": at, "paid": true}), "shipped", vec![]),
        (json!({"state": "delivered", "at": at, "paid": false}), "delivered", vec![]),
        (json!({"state": "closed", "at": at}), "closed", vec![]),
        (json!({"state": "cancelled", "at": at, "reason": "transfer_overdue"}), "cancelled", vec![]),
        (json!({"state": "part_refunded", "at": at}), "part_refunded", vec![]),
        // Where goods were on their way, that was hidden behind the refund; now both are said.
        (
            json!({"state": "part_refunded", "at": at, "before": {"state": "shipped", "at": at, "paid": true}}),
            "shipped",
            vec!["part_refunded"],
        ),
        (json!({"state": "refunded", "at": at}), "refunded", vec![]),
    ];
    let db = Database::connect(&fresh.url).await.unwrap();
    // Orders of the past have no payment with a provider.
    let ids = rows(&db, "SELECT id, number FROM orders ORDER BY id LIMIT 13").await;
    let numbers: Vec<String> = ids.iter().map(|row| row.try_get("", "number").unwrap()).collect();
    for (number, (state, _, _)) in numbers.iter().zip(&states) {
        let code = state["state"].as_str().unwrap();
        let sql = format!("UPDATE orders SET state_code = '{code}', state = '{state}' WHERE number = '{number}'");
        assert_eq!(db.execute_unprepared(&sql).await.unwrap().rows_affected(), 1);
    }
    db.close().await.unwrap();
    let shop = Carried::over(fresh).await;
    assert_eq!(numbers.len(), states.len());
    for (number, (state, headline, notes)) in numbers.iter().zip(&states) {
        let view = shop.open(number).await;
        assert_eq!((view.state.as_str(), &view.notes), (*headline, &notes.iter().map(|n| (*n).to_owned()).collect()));
        let record = shop.record(number).await;
        let since = match &record.head.lifecycle {
            giano_commerce::order::Lifecycle::AwaitingApproval { reason, .. } => {
                assert_eq!(reason, "Above the limit");
                continue;
            }
            giano_commerce::order::Lifecycle::Cancelled { reason, .. } => {
                assert_eq!(*reason, CancelReason::TransferOverdue);
                continue;
            }
            _ => record.head.parts.payments[0].state.since(),
        };
        assert!(since.as_millisecond() <= LATER, "{state}");
        let left: u32 = record.lines.iter().map(|line| line.shipped).sum();
        let ordered: u32 = record.lines.iter().map(|line| line.quantity).sum();
        let expected = if matches!(*headline, "shipped" | "delivered" | "closed") { ordered } else { 0 };
        assert_eq!(left, expected, "{state}");
    }
}

async fn what_is_not_understood_is_kept_and_shown_with_what_is_known(fresh: Fresh) {
    let db = Database::connect(&fresh.url).await.unwrap();
    let before = old_orders(&db).await;
    // What orders look like that cannot be understood, or not wholly.
    let drawn = before[0].document.replacen(r#""kind":"image""#, r#""kind":"drawing","seed":7"#, 1);
    assert_ne!(drawn, before[0].document);
    let odd = before[1].document.replacen(r#""verdict":"won""#, r#""verdict":"by magic""#, 1);
    assert_ne!(odd, before[1].document);
    let broken = before[2].document[..200].to_owned();
    let priceless = before[3].document.replacen(r#""goods":"#, r#""sum":"#, 1);
    for (old, document) in before.iter().zip([&drawn, &odd, &broken, &priceless]) {
        let statement = Statement::from_sql_and_values(
            db.get_database_backend(),
            "UPDATE orders SET document = $1 WHERE number = $2",
            [document.as_str().into(), old.number.as_str().into()],
        );
        assert_eq!(db.execute_raw(statement).await.unwrap().rows_affected(), 1);
    }
    let shop = Carried::over(fresh).await;
    for old in &before[..2] {
        // An adornment is lost, everything else is there.
        let view = shop.open(&old.number).await;
        assert_eq!((view.incomplete, view.priced.total.amount().to_string()), (false, old.total.clone()));
        assert_eq!(view.state, old.state);
    }
    let view = shop.open(&before[0].number).await;
    assert!(view.lines.iter().any(|line| line.shown.image.is_none()));
    for (old, document) in [(&before[2], &broken), (&before[3], &priceless)] {
        let view = shop.open(&old.number).await;
        assert_eq!((view.incomplete, view.state.as_str()), (true, old.state.as_str()));
        assert_eq!(view.priced.total.amount().to_string(), old.total);
        assert!(!view.lines.is_empty());
        let kept = Statement::from_sql_and_values(
            db.get_database_backend(),
            "SELECT snapshot, snapshot_version FROM orders WHERE number = $1",
            [old.number.as_str().into()],
        );
        let kept = db.query_one_raw(kept).await.unwrap().unwrap();
        assert_eq!(kept.try_get::<String>("", "snapshot").unwrap(), **document);
        assert_eq!(kept.try_get::<i32>("", "snapshot_version").unwrap(), 0);
    }
    // The others are listed as ever.
    db.close().await.unwrap();
    for old in &before[4..] {
        assert!(!shop.open(&old.number).await.incomplete);
    }
}

async fn what_waited_goes_on(fresh: Fresh) {
    let db = Database::connect(&fresh.url).await.unwrap();
    let waiting = rows(
        &db,
        "SELECT orders.number, payment.id, payment.state FROM payment JOIN orders ON orders.id = payment.order_id \
         WHERE payment.state IN ('challenge', 'pending') ORDER BY orders.id",
    )
    .await;
    let waiting: Vec<(String, String, String)> = waiting
        .iter()
        .map(|row| {
            let text = |column: &str| row.try_get::<String>("", column).unwrap();
            (text("number"), text("id"), text("state"))
        })
        .collect();
    let transfers = rows(
        &db,
        "SELECT number FROM orders WHERE state_code = 'awaiting_payment' AND expires_at IS NOT NULL ORDER BY id",
    )
    .await;
    let transfers: Vec<String> = transfers.iter().map(|row| row.try_get("", "number").unwrap()).collect();
    let lines = rows(
        &db,
        &format!(
            "SELECT order_line.sku, order_line.taken FROM order_line JOIN orders ON orders.id = order_line.order_id \
             WHERE orders.number = '{}'",
            transfers[0]
        ),
    )
    .await;
    let (sku, taken): (String, i64) = (lines[0].try_get("", "sku").unwrap(), lines[0].try_get("", "taken").unwrap());
    db.close().await.unwrap();
    let shop = Carried::over(fresh).await;

    // Paid: the bank's question is answered, the provider says what it had not said.
    let (number, payment, _) = waiting.iter().find(|(_, _, state)| state == "challenge").unwrap();
    let answer = shop.guest().send_body::<AnswerChallenge>(&[payment], &ChallengeBody { approve: true }).await.unwrap();
    assert_eq!(placed(answer), (number.clone(), shop.key(number)));
    assert_eq!(shop.open(number).await.state, "paid");
    for (number, _, _) in waiting.iter().filter(|(_, _, state)| state == "pending") {
        giano_server::run_jobs_now(&shop.state).await.unwrap();
        assert_eq!(shop.open(number).await.state, "paid");
    }

    // Cancelled: no transfer came, and what it held is on sale again.
    let before = shop.on_hand(&sku).await;
    let order = shop.record(&transfers[0]).await.head;
    let at = shop.state.clock.now();
    assert!(shop.store.cancel_order(&by(), &order, CancelReason::TransferOverdue, at).await.unwrap());
    let given_up = shop.open(&transfers[0]).await;
    assert_eq!((given_up.state.as_str(), given_up.cancelled), ("cancelled", Some(CancelReason::TransferOverdue)));
    assert_eq!(i64::from(shop.on_hand(&sku).await - before), taken);

    // On account: paid when it is due, and closed by nobody before.
    let owed = shop.store.payment_ids_in("owed", i64::MAX).await.unwrap();
    let settled = shop.store.settle_payment(&owed[0], PaymentEvent::Capture, at).await.unwrap().unwrap();
    assert!(settled.moved && settled.orders[0].standing().headline.code() != "placed");

    // New orders have counted numbers.
    let mut guest = shop.guest();
    guest.add(&[("MOEL-6", 1)]).await.unwrap();
    guest.type_address("ada@example.com").await;
    let (number, _) = placed(guest.place("tok_success").await.unwrap());
    assert!(number.starts_with("G-1000001"), "{number}");
    assert_eq!(shop.open(&number).await.state, "paid");
}
