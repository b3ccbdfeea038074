//! Orders become a lifecycle, with lines and sums in minor units, and payments, shipments, refunds and returns of their
//! own. What they looked like when they were placed becomes a document of the store's own.
//!
//! Every order of an earlier shop is carried over. One whose document cannot be understood keeps it as it is, and is shown
//! with what its columns tell.
//!
//! The step has its own copies of what it writes and of how it reckons (`written`, `reckoning`), so that it does the same
//! whatever becomes of orders.

mod carry;
mod legacy;
mod reckoning;
mod tables;
#[cfg(test)]
mod tests;
mod written;

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
