//! What everybody paid at home, and since when: the price that is struck through beside a reduced one comes of it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SKUs are named by themselves, without a foreign key: what is sold again later has had its prices.
        let table = Table::create()
            .table("price_history")
            .col(string("sku_key"))
            .col(big_integer("since"))
            .col(string("currency"))
            .col(big_integer("price_minor"))
            .primary_key(Index::create().col("sku_key").col("since"))
            .to_owned();
        manager.create_table(table).await
    }
}
