//! Orders of very many lines: they take the same few statements, and hold up others as little as short ones.

use crate::contention::product;
use crate::database::Fresh;
use crate::orders::{order, order_of, shop, variant};
use giano_commerce::order::PaymentEvent;
use giano_store::{Refusal, StockTaking, Store};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, TransactionTrait};
use std::time::{Duration, Instant};

on_both!(
    an_order_of_many_lines_takes_and_gives_back_all_of_it,
    an_order_is_written_before_it_waits_for_its_number,
    what_is_asked_while_stock_is_locked_is_found_by_an_index,
);

/// More than a statement may hold values.
const LINES: usize = 2_500;

/// Pieces on hand of all articles together.
async fn all_on_hand(store: &Store) -> u64 {
    let catalog = store.load_catalog().await.unwrap();
    let variants = catalog.products.iter().flat_map(|product| &product.variants);
    variants.map(|variant| u64::from(variant.stock.on_hand)).sum()
}

async fn an_order_of_many_lines_takes_and_gives_back_all_of_it(Fresh { store, .. }: Fresh) {
    let skus: Vec<String> = (0..LINES).map(|n| format!("PART-{n:05}")).collect();
    let mut long = product(0);
    long.variants = skus.iter().map(|sku| variant(sku, 10, false)).collect();
    store.upsert_product(&long, 0).await.unwrap();
    let known = store.stock_version().await.unwrap();
    let lines: Vec<(&str, u32)> = skus.iter().map(|sku| (sku.as_str(), 3)).collect();
    let wanted = order_of(&store, "long", &lines).await;
    let begun = Instant::now();
    wanted.place(&store).await.unwrap();
    println!("{LINES} lines placed in {:?}", begun.elapsed());
    assert_eq!(all_on_hand(&store).await, LINES as u64 * 7);
    let changes = store.stock_since(known).await.unwrap();
    assert_eq!(changes.changed.len(), LINES, "servers are told of all of them");
    assert!(changes.changed.iter().all(|(_, stock)| stock.on_hand == 7));

    // Of all that are short every one is named, in one answer, and nothing is taken of the others.
    let short: Vec<usize> = (0..LINES).step_by(2).collect();
    let more: Vec<(&str, u32)> =
        skus.iter().enumerate().map(|(n, sku)| (sku.as_str(), if n % 2 == 0 { 8 } else { 7 })).collect();
    let refused = order_of(&store, "more", &more).await.place(&store).await.unwrap_err();
    let named: Vec<StockTaking> =
        short.iter().map(|n| StockTaking { sku: skus[*n].parse().unwrap(), available: 7 }).collect();
    assert_eq!(refused, Refusal::OutOfStock(named));
    assert_eq!(all_on_hand(&store).await, LINES as u64 * 7);

    let begun = Instant::now();
    let declined = store.settle_payment("pay long", PaymentEvent::Decline, Timestamp::UNIX_EPOCH).await.unwrap();
    println!("{LINES} lines given back in {:?}", begun.elapsed());
    assert!(declined.unwrap().moved);
    assert_eq!(all_on_hand(&store).await, LINES as u64 * 10);
    assert_eq!(store.stock_since(changes.version).await.unwrap().changed.len(), LINES);
}

/// The tables into which somebody who waits for a lock in this database has written.
async fn written_by_who_waits(db: &DatabaseConnection) -> Vec<String> {
    let ask = "SELECT locked.relation::regclass::text AS name FROM pg_locks AS locked
               JOIN pg_stat_activity AS waiting ON waiting.pid = locked.pid
               WHERE waiting.datname = current_database() AND waiting.wait_event_type = 'Lock'
                   AND locked.locktype = 'relation' AND locked.granted AND locked.mode = 'RowExclusiveLock'";
    let looked = async {
        loop {
            let rows = db.query_all_raw(Statement::from_string(DbBackend::Postgres, ask)).await.unwrap();
            if !rows.is_empty() {
                return rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), looked).await.expect("the order waits for its number")
}

async fn an_order_is_written_before_it_waits_for_its_number(Fresh { store, url, .. }: Fresh) {
    shop(&store).await;
    let wanted = order(&store, "one", 1, 1).await;
    let db = Database::connect(&url).await.unwrap();
    let other = db.begin().await.unwrap();
    // Another order draws its number, and is not done yet: on SQLite nobody writes beside it.
    other.execute_unprepared("UPDATE number_sequence SET next = next + 1 WHERE name = 'orders'").await.unwrap();
    let placing = {
        let store = store.clone();
        tokio::spawn(async move { wanted.place(&store).await })
    };
    if db.get_database_backend() == DbBackend::Postgres {
        let written = written_by_who_waits(&db).await;
        for table in ["orders", "order_line", "order_vat", "payment", "payment_allocation"] {
            assert!(written.iter().any(|name| name == table), "{table} is written while others wait: {written:?}");
        }
    }
    other.commit().await.unwrap();
    placing.await.unwrap().unwrap();
    db.close().await.unwrap();
}

async fn what_is_asked_while_stock_is_locked_is_found_by_an_index(Fresh { url, .. }: Fresh) {
    let db = Database::connect(&url).await.unwrap();
    let backend = db.get_database_backend();
    let keys = match backend {
        DbBackend::Postgres => "SELECT given.k FROM jsonb_to_recordset('[]'::jsonb) AS given(k text)",
        _ => "SELECT value ->> 'k' FROM json_each('[]')",
    };
    let held = format!(
        "SELECT SUM(order_line.taken) FROM payment CROSS JOIN payment_allocation CROSS JOIN orders CROSS JOIN order_line
         WHERE payment.state = 'awaited' AND payment_allocation.payment_id = payment.id
             AND orders.id = payment_allocation.order_id AND orders.person_id IS NULL
             AND order_line.order_id = orders.id AND order_line.sku_key IN ({keys})"
    );
    let left = "SELECT shipment_line.order_line_id FROM shipment_line
                JOIN shipment ON shipment.id = shipment_line.shipment_id WHERE shipment.sent_at > 5";
    let mut asked = vec![
        (left.to_owned(), "shipment_sent_at"),
        ("SELECT quantity FROM shipment_line WHERE order_line_id IN (1, 2)".to_owned(), "shipment_line_order_line"),
        (format!("UPDATE variant SET stock_version = 1 WHERE sku_key IN ({keys})"), "sku_key"),
    ];
    if backend == DbBackend::Sqlite {
        // PostgreSQL chooses where to begin by what is in the tables, and here there is nothing.
        asked.push((held, "INDEX payment_"));
    }
    for (statement, index) in asked {
        let plan = match backend {
            DbBackend::Postgres => {
                // It would rather read a table of a few rows whole.
                let tx = db.begin().await.unwrap();
                tx.execute_unprepared("SET LOCAL enable_seqscan = off").await.unwrap();
                tx.query_all_raw(Statement::from_string(backend, format!("EXPLAIN {statement}"))).await.unwrap()
            }
            _ => {
                let explain = format!("EXPLAIN QUERY PLAN {statement}");
                db.query_all_raw(Statement::from_string(backend, explain)).await.unwrap()
            }
        };
        let column = if backend == DbBackend::Postgres { "QUERY PLAN" } else { "detail" };
        let plan: Vec<String> = plan.iter().map(|row| row.try_get("", column).unwrap()).collect();
        assert!(plan.iter().any(|step| step.contains(index)), "{statement}: {plan:#?}");
    }
    db.close().await.unwrap();
}
