//! What orders of an earlier shop become, byte for byte: the step that carries them over was released, so it writes today
//! what it wrote then, whatever orders have become since.

use crate::database::{Fresh, Kind};
use crate::earlier_shop::earlier_shop;
use sea_orm::{ConnectionTrait, Database, Statement};
use sha2::{Digest, Sha256};

/// The steps from the earlier shop to the one that carries orders over.
const STEPS: u32 = 2;

/// What the step writes: table, columns, and the column by which rows are told apart. The earlier shop has given nothing back,
/// so that refunds have a test of their own.
const WRITTEN: [(&str, &str, &str); 7] = [
    (
        "orders",
        "id version face lifecycle lifecycle_at lifecycle_reason subtotal_minor discount_minor shipping_minor \
         shipping_vat_minor vat_minor total_minor snapshot_version snapshot",
        "id",
    ),
    (
        "order_line",
        "id order_id position kind sku quantity cancelled shipped returned unit_minor discount_minor \
         order_discount_minor total_minor vat_basis_points vat_minor cost_centre address_id snapshot",
        "id",
    ),
    ("order_vat", "order_id basis_points net_minor vat_minor", "order_id, basis_points"),
    (
        "payment",
        "id method provider reference state state_at until amount_minor currency attempts created_at updated_at",
        "created_at, id",
    ),
    ("payment_allocation", "payment_id order_id amount_minor captured_minor", "order_id"),
    ("shipment", "order_id state state_at", "order_id"),
    ("shipment_line", "order_line_id quantity", "order_line_id"),
];

/// How many rows there are, and the SHA-256 of all they hold. The two shops were made apart from each other, so that moments
/// and identifiers differ.
type Held = [(usize, &'static str); WRITTEN.len()];
const ON_SQLITE: Held = [
    (190, "1a41aa1b7d54b61593d1676dbc86560986e7f8bcf37aa58361a0cec1f79c98ba"),
    (542, "d2b3e853658cbdbe691d336397e929ee38777a77952de3d61cfca04d0aa26451"),
    (244, "95d0e6e92f3f41c64bca189fa0e79d14aab97e762bb2496ef5d06660ea502ae9"),
    (190, "8cccca8fb42e809fb35efc3a6a9a264258a6da204cb75554fdb23fc8f476e914"),
    (190, "7177fda7fa49fd289ce5777e71eaf36b6c34d074faef580b09f567c4d283472a"),
    (180, "87b14e526dfbddcc53aeaf4cadced486bf86e71f63a32372f8585536ac14ccb2"),
    (529, "514c9e479dad648c5f4acfa5372aa9059e941f3280575a7f6fb9ced71af30f3c"),
];
const ON_POSTGRES: Held = [
    (186, "312e228384f4cd0a8ba9f1f1b5c1b734a19f2295be160a6a9ddd1893bc0872d0"),
    (537, "a6c26f2e4e998bfc87dbce9e8373c8edd40f6e73fa9d955e8981d15d3e8b36e5"),
    (239, "86710e628b0ac65617141ee5c96f34fe4450ab2df5304e8d3685080e12e0b1ac"),
    (186, "4acf2c4626c720c0ce3562220854b824a1e1e73071388cd06d342239d946aa07"),
    (186, "12c23b64846badc12d89f885836e8a556f1f00bf2a4f19f8c121380cd8e452af"),
    (180, "87b14e526dfbddcc53aeaf4cadced486bf86e71f63a32372f8585536ac14ccb2"),
    (529, "514c9e479dad648c5f4acfa5372aa9059e941f3280575a7f6fb9ced71af30f3c"),
];

/// What a row of a table holds, as one text.
fn text_of(columns: &str) -> String {
    let column = |name: &str| format!("COALESCE(CAST(\"{name}\" AS TEXT), 'NULL')");
    columns.split_whitespace().map(column).collect::<Vec<_>>().join(" || '|' || ")
}

async fn held(fresh: &Fresh) -> Vec<(usize, String)> {
    let db = Database::connect(&fresh.url).await.unwrap();
    let mut held = Vec::new();
    for (table, columns, order) in WRITTEN {
        let sql = format!("SELECT {} AS text FROM {table} ORDER BY {order}", text_of(columns));
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
        let mut sum = Sha256::new();
        for row in &rows {
            sum.update(row.try_get::<String>("", "text").unwrap());
            sum.update("\n");
        }
        held.push((rows.len(), hex::encode(sum.finalize())));
    }
    db.close().await.unwrap();
    held
}

async fn writes(kind: Kind, expected: Held) {
    let Some(fresh) = earlier_shop(kind).await else { return };
    fresh.store.migrate_first(STEPS).await.unwrap();
    let held = held(&fresh).await;
    for ((table, ..), (held, expected)) in WRITTEN.iter().zip(held.iter().zip(expected)) {
        assert_eq!((held.0, held.1.as_str()), expected, "{table}");
    }
}

#[tokio::test]
async fn orders_become_what_they_became_on_sqlite() {
    writes(Kind::Sqlite, ON_SQLITE).await;
}

#[tokio::test]
async fn orders_become_what_they_became_on_postgres() {
    writes(Kind::Postgres, ON_POSTGRES).await;
}

/// An order that was given back in part has no word on how much, and one that was given back got all of it.
async fn writes_refunds(kind: Kind) {
    let Some(fresh) = earlier_shop(kind).await else { return };
    let db = Database::connect(&fresh.url).await.unwrap();
    let rows = async |sql: &str| {
        let statement = Statement::from_string(db.get_database_backend(), sql);
        db.query_all_raw(statement).await.unwrap()
    };
    let mut ids: Vec<i64> = Vec::new();
    let oldest = rows("SELECT id FROM orders ORDER BY id LIMIT 2").await;
    for (row, code) in oldest.iter().zip(["part_refunded", "refunded"]) {
        let id: i64 = row.try_get("", "id").unwrap();
        let state = format!(r#"{{"state": "{code}", "at": "2026-11-20T10:00:00Z"}}"#);
        let change = format!("UPDATE orders SET state_code = '{code}', state = '{state}' WHERE id = {id}");
        assert_eq!(db.execute_unprepared(&change).await.unwrap().rows_affected(), 1);
        ids.push(id);
    }
    fresh.store.migrate_first(STEPS).await.unwrap();
    let columns = text_of("order_id reason amount_minor currency state state_at attempts next_at");
    let written = rows(&format!("SELECT {columns} AS text FROM refund ORDER BY order_id")).await;
    let written: Vec<String> = written.iter().map(|row| row.try_get("", "text").unwrap()).collect();
    let of_payment = "SELECT a.amount_minor FROM refund r JOIN payment_allocation a \
                      ON a.payment_id = r.payment_id AND a.order_id = r.order_id ORDER BY r.order_id";
    let paid: Vec<i64> = rows(of_payment).await.iter().map(|row| row.try_get("", "amount_minor").unwrap()).collect();
    db.close().await.unwrap();
    assert_eq!(paid.len(), 2, "each is a refund of its order's payment");
    assert!(paid[1] > 0, "nothing to give back");
    let row = |id: i64, amount: i64| format!("{id}|carried_over|{amount}|EUR|succeeded|1795168800000|0|0");
    assert_eq!(written, [row(ids[0], 0), row(ids[1], paid[1])]);
}

#[tokio::test]
async fn refunds_become_what_they_became_on_sqlite() {
    writes_refunds(Kind::Sqlite).await;
}

#[tokio::test]
async fn refunds_become_what_they_became_on_postgres() {
    writes_refunds(Kind::Postgres).await;
}
