//! A job that is asked for while it runs is run once more when it ends: it may have looked already at what has changed since.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer_null;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table("job").add_column(big_integer_null("wanted_at")).to_owned();
        manager.alter_table(table).await
    }
}
