//! Devices that people have signed in with.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("device")
            .col(string("token_hash"))
            .col(big_integer("person_id"))
            .col(big_integer("used_at"))
            .col(big_integer("expires_at"))
            .primary_key(Index::create().col("token_hash").col("person_id"))
            .foreign_key(
                ForeignKey::create()
                    .from("device", "person_id")
                    .to("person", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(table).await?;
        let of_person =
            Index::create().name("device_person").table("device").col("person_id").col("used_at").to_owned();
        manager.create_index(of_person).await?;
        manager.create_index(Index::create().name("device_expires").table("device").col("expires_at").to_owned()).await
    }
}
