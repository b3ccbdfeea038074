//! What it costs that an acknowledged order survives a power cut: transactions of an order's size on SQLite with
//! `synchronous=FULL`, as the store has it, and with `NORMAL`, which writes the log through only now and then.
//!
//! `cargo run --package giano-store --example durability [FOLDER]`; the folder says which disk is measured.

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, TransactionTrait};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const ROUNDS: usize = 15;
const ORDERS_A_ROUND: usize = 40;
/// What the document of an order takes, in bytes.
const DOCUMENT: usize = 4000;
const LINES: usize = 6;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = match std::env::args().nth(1) {
        Some(folder) => tempfile::tempdir_in(PathBuf::from(folder))?,
        None => tempfile::tempdir()?,
    };
    let full = database(folder.path(), "FULL").await?;
    let normal = database(folder.path(), "NORMAL").await?;
    let (mut with_full, mut with_normal) = (Vec::new(), Vec::new());
    // In turns, so that whatever else the disk does falls on both.
    for _ in 0..ROUNDS {
        with_full.extend(orders(&full).await?);
        with_normal.extend(orders(&normal).await?);
    }
    let (full, normal) = (median(with_full), median(with_normal));
    println!("an order's transaction, median of {}:", ROUNDS * ORDERS_A_ROUND);
    println!("FULL    {:.2} ms", full.as_secs_f64() * 1000.0);
    println!("NORMAL  {:.2} ms", normal.as_secs_f64() * 1000.0);
    println!("ratio   {:.1}", full.as_secs_f64() / normal.as_secs_f64());
    Ok(())
}

async fn database(folder: &Path, synchronous: &'static str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", folder.join(synchronous).display()));
    options.max_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |options| {
        options.pragma("journal_mode", "WAL").pragma("synchronous", synchronous).pragma("cache_size", "-16000")
    });
    let db = Database::connect(options).await?;
    db.execute_unprepared(
        "CREATE TABLE orders (number INTEGER PRIMARY KEY, document TEXT NOT NULL);
         CREATE TABLE line (number INTEGER NOT NULL, sku TEXT NOT NULL, quantity INTEGER NOT NULL);
         CREATE TABLE stock (sku TEXT PRIMARY KEY, on_hand INTEGER NOT NULL);",
    )
    .await?;
    for line in 0..LINES {
        db.execute_unprepared(&format!("INSERT INTO stock VALUES ('SKU-{line}', 1000000)")).await?;
    }
    Ok(db)
}

async fn orders(db: &DatabaseConnection) -> Result<Vec<Duration>, DbErr> {
    let document = "x".repeat(DOCUMENT);
    let mut took = Vec::with_capacity(ORDERS_A_ROUND);
    for _ in 0..ORDERS_A_ROUND {
        let begun = Instant::now();
        let tx = db.begin().await?;
        tx.execute_unprepared(&format!("INSERT INTO orders (document) VALUES ('{document}')")).await?;
        for line in 0..LINES {
            tx.execute_unprepared(&format!("INSERT INTO line VALUES (last_insert_rowid(), 'SKU-{line}', 2)")).await?;
            tx.execute_unprepared(&format!("UPDATE stock SET on_hand = on_hand - 2 WHERE sku = 'SKU-{line}'")).await?;
        }
        tx.commit().await?;
        took.push(begun.elapsed());
    }
    Ok(took)
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort();
    all.get(all.len() / 2).copied().unwrap_or_default()
}
