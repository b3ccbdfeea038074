//! Catalogue, prices, promotions, content.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, integer, string, string_null, text,
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            Table::create().table("setting").col(string("key").primary_key()).col(text("value")).to_owned(),
            Table::create()
                .table("category")
                .col(big_pk_auto("id"))
                .col(string("slug").unique_key())
                .col(string_null("parent_slug"))
                .col(text("document"))
                .to_owned(),
            Table::create()
                .table("product")
                .col(big_pk_auto("id"))
                .col(string("slug").unique_key())
                .col(text("document"))
                .col(big_integer("created_at"))
                .to_owned(),
            Table::create()
                .table("variant")
                .col(big_pk_auto("id"))
                .col(big_integer("product_id"))
                .col(string("sku_key").unique_key())
                .col(string("sku"))
                .col(integer("position"))
                .col(big_integer("on_hand"))
                .col(boolean("backorder"))
                .col(big_integer_null("lead_days"))
                .foreign_key(
                    ForeignKey::create()
                        .from("variant", "product_id")
                        .to("product", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
            Table::create()
                .table("review")
                .col(big_pk_auto("id"))
                .col(big_integer("product_id"))
                .col(string("external_key").unique_key())
                .col(text("document"))
                .foreign_key(
                    ForeignKey::create()
                        .from("review", "product_id")
                        .to("product", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
            Table::create()
                .table("price_list")
                .col(big_pk_auto("id"))
                .col(string("name").unique_key())
                .col(string("currency"))
                .to_owned(),
            Table::create()
                .table("price_entry")
                .col(big_pk_auto("id"))
                .col(big_integer("list_id"))
                .col(string("sku_key"))
                .col(integer("minimum"))
                .col(big_integer("valid_from"))
                .col(text("document"))
                .index(
                    Index::create()
                        .name("price_entry_place")
                        .unique()
                        .col("list_id")
                        .col("sku_key")
                        .col("minimum")
                        .col("valid_from"),
                )
                .foreign_key(
                    ForeignKey::create()
                        .from("price_entry", "list_id")
                        .to("price_list", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
            Table::create()
                .table("promotion")
                .col(big_pk_auto("id"))
                .col(string("key").unique_key())
                .col(text("document"))
                .col(big_integer("used"))
                .to_owned(),
            Table::create()
                .table("promotion_use")
                .col(big_integer("promotion_id"))
                .col(string("customer"))
                .col(big_integer("used"))
                .primary_key(Index::create().col("promotion_id").col("customer"))
                .foreign_key(
                    ForeignKey::create()
                        .from("promotion_use", "promotion_id")
                        .to("promotion", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
            Table::create()
                .table("payment_term")
                .col(string("code").primary_key())
                .col(integer("position"))
                .col(text("document"))
                .to_owned(),
            Table::create()
                .table("content")
                .col(big_pk_auto("id"))
                .col(string("kind"))
                .col(string("slug"))
                .col(integer("position"))
                .col(text("document"))
                .index(Index::create().name("content_place").unique().col("kind").col("slug"))
                .to_owned(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        let indices = [("variant_product", "variant", "product_id"), ("review_product", "review", "product_id")];
        for (name, table, column) in indices {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        Ok(())
    }
}
