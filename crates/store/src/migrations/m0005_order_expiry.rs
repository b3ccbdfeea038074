//! Until when an order waits for its bank transfer. Orders from before were told no date, so they have none.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer_null;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table("orders").add_column(big_integer_null("expires_at")).to_owned())
            .await?;
        // Asked every half minute: those that wait are few, those that had a date are many after some years.
        let index =
            Index::create().name("orders_expiry").table("orders").col("state_code").col("expires_at").to_owned();
        manager.create_index(index).await
    }
}
