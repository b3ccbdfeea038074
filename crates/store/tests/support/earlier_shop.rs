//! The demonstration shop as the commit 37c30e1 made it, with its 181 orders and some placed by hand: paid, waiting for the
//! bank, for the provider, for a transfer, on account. Without content, reviews and questions, which are large and have
//! nothing to do with orders.
//!
//! The files beside are dumps of both databases as SQL, compressed with Brotli.

use crate::database::{Fresh, Kind, empty};
use sea_orm::{ConnectionTrait, Database};
use std::io::Read;

/// The earlier shop, not migrated, or none where the database is not there to be tested.
pub async fn earlier_shop(kind: Kind) -> Option<Fresh> {
    let fresh = empty(kind).await?;
    let dump: &[u8] = match kind {
        Kind::Sqlite => include_bytes!("../earlier_shop/sqlite.sql.br"),
        Kind::Postgres => include_bytes!("../earlier_shop/postgres.sql.br"),
    };
    let mut sql = String::new();
    brotli::Decompressor::new(dump, 1 << 16).read_to_string(&mut sql).unwrap();
    // SQLite's dump fills tables in the order of their names, whatever they refer to.
    if matches!(kind, Kind::Sqlite) {
        sql.insert_str(0, "PRAGMA foreign_keys = OFF;\n");
    }
    let db = Database::connect(&fresh.url).await.unwrap();
    db.execute_unprepared(&sql).await.unwrap();
    db.close().await.unwrap();
    Some(fresh)
}
