//! Orders become a lifecycle, with lines and sums in minor units, and payments, shipments, refunds and returns of their
//! own. What they looked like when they were placed becomes a document of the store's own.
//!
//! Every order of an earlier shop is carried over. One whose document cannot be understood keeps it as it is, and is shown
//! with what its columns tell.

mod carry;
mod legacy;
mod tables;

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        tables::add(manager).await?;
        carry::over(manager.get_connection()).await?;
        tables::drop_old(manager).await
    }
}
