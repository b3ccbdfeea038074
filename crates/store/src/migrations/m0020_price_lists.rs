//! Each part of what servers keep in memory has a version of its own, and so has each price list; entries of price lists are
//! columns instead of documents, and what they said before is kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, boolean, integer, string, string_len};
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

/// Fills the columns of price entries out of their documents. Days end at whole seconds, so nothing is lost.
const FROM_DOCUMENTS_SQLITE: &str = "
    UPDATE price_entry SET
        kind = json_extract(document, '$.price.kind'),
        amount = coalesce(json_extract(document, '$.price.price.amount'), json_extract(document, '$.price.percent')),
        firm = json_extract(document, '$.firm'),
        mix_and_match = json_extract(document, '$.mix_and_match'),
        valid_until = CAST(strftime('%s', json_extract(document, '$.valid_until')) AS INTEGER) * 1000";

/// The same in PostgreSQL's words.
const FROM_DOCUMENTS_POSTGRES: &str = "
    UPDATE price_entry SET
        kind = document::jsonb #>> '{price,kind}',
        amount = coalesce(document::jsonb #>> '{price,price,amount}', document::jsonb #>> '{price,percent}'),
        firm = (document::jsonb ->> 'firm')::boolean,
        mix_and_match = (document::jsonb ->> 'mix_and_match')::boolean,
        valid_until = (extract(epoch FROM (document::jsonb ->> 'valid_until')::timestamptz) * 1000)::bigint";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let version =
            Table::create().table("version").col(string("part").primary_key()).col(big_integer("value")).to_owned();
        manager.create_table(version).await?;
        db.execute_unprepared(
            "INSERT INTO version (part, value)
             SELECT 'catalog', CAST(value AS BIGINT) FROM setting WHERE key = 'catalog_version'",
        )
        .await?;
        db.execute_unprepared("DELETE FROM setting WHERE key IN ('catalog_version', 'rules_version')").await?;

        add(manager, "price_list", big_integer("version").default(1).take()).await?;
        for column in [
            string_len("kind", 16).default("fixed").take(),
            string("amount").default("0").take(),
            boolean("firm").default(false).take(),
            boolean("mix_and_match").default(false).take(),
            big_integer_null("valid_until"),
        ] {
            add(manager, "price_entry", column).await?;
        }
        let fill = match manager.get_database_backend() {
            DbBackend::Postgres => FROM_DOCUMENTS_POSTGRES,
            _ => FROM_DOCUMENTS_SQLITE,
        };
        db.execute_unprepared(fill).await?;
        manager.alter_table(Table::alter().table("price_entry").drop_column("document").to_owned()).await?;
        let history = Table::create()
            .table("price_entry_history")
            .col(big_pk_auto("id"))
            .col(big_integer("list_id"))
            .col(string("sku_key"))
            .col(integer("minimum"))
            .col(big_integer("valid_from"))
            .col(string_len("kind", 16))
            .col(string("amount"))
            .col(boolean("firm"))
            .col(boolean("mix_and_match"))
            .col(big_integer("ended_at"))
            .foreign_key(
                ForeignKey::create()
                    .from("price_entry_history", "list_id")
                    .to("price_list", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(history).await?;
        let mut index = Index::create();
        index.name("price_entry_history_sku").table("price_entry_history").col("list_id").col("sku_key");
        manager.create_index(index.to_owned()).await
    }
}

/// Adds a column; SQLite takes one at a time.
async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}
