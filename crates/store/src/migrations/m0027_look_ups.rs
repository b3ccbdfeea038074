//! Indices for what is asked while a product's stock is locked: what has left since it was counted, and of which lines.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let indices = [
            ("shipment_sent_at", "shipment", "sent_at"),
            ("shipment_line_order_line", "shipment_line", "order_line_id"),
        ];
        for (name, table, column) in indices {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        Ok(())
    }
}
