//! An idempotency key says who holds it and which order it led to, and nothing else: the order itself says how it stands.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A declined order's key kept no number: sent again, it is a new attempt.
        manager.get_connection().execute_unprepared("DELETE FROM idempotency WHERE status = 402").await?;
        let table = || Table::alter().table("idempotency").to_owned();
        manager.alter_table(table().rename_column("answer", "order_number").to_owned()).await?;
        manager.alter_table(table().drop_column("status").to_owned()).await?;
        manager.alter_table(table().add_column(string_null("holder")).to_owned()).await
    }
}
