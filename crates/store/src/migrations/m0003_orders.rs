//! Baskets, orders, payments, idempotency keys.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, integer, string, string_null, text, text_null,
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            Table::create()
                .table("basket")
                .col(big_pk_auto("id"))
                // The hash of a guest's token, or `person:` and the person.
                .col(string("owner").unique_key())
                .col(big_integer("version"))
                .col(text("coupons"))
                .col(string_null("term"))
                .col(text_null("draft"))
                .col(big_integer("updated_at"))
                .to_owned(),
            Table::create()
                .table("basket_line")
                .col(big_pk_auto("id"))
                .col(big_integer("basket_id"))
                .col(string("sku_key"))
                .col(string("sku"))
                .col(big_integer("quantity"))
                .col(boolean("saved"))
                .index(Index::create().name("basket_line_sku").unique().col("basket_id").col("sku_key").col("saved"))
                .foreign_key(
                    ForeignKey::create()
                        .from("basket_line", "basket_id")
                        .to("basket", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
            // `order` is a word of SQL, so the table has the plural.
            Table::create()
                .table("orders")
                .col(big_pk_auto("id"))
                .col(string("number").unique_key())
                .col(string("key_hash"))
                .col(big_integer_null("person_id"))
                .col(big_integer_null("company_id"))
                .col(string("email_key"))
                .col(string("state_code"))
                .col(text("state"))
                .col(big_integer("placed_at"))
                .col(string("total"))
                .col(string("currency"))
                .col(big_integer("pieces"))
                .col(text("document"))
                .foreign_key(ForeignKey::create().from("orders", "person_id").to("person", "id"))
                .foreign_key(ForeignKey::create().from("orders", "company_id").to("company", "id"))
                .to_owned(),
            Table::create()
                .table("order_line")
                .col(big_pk_auto("id"))
                .col(big_integer("order_id"))
                .col(string("sku_key"))
                .col(string("sku"))
                .col(big_integer("quantity"))
                // Pieces taken from stock; the rest is on backorder.
                .col(big_integer("taken"))
                .foreign_key(
                    ForeignKey::create()
                        .from("order_line", "order_id")
                        .to("orders", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
            Table::create()
                .table("order_promotion")
                .col(big_pk_auto("id"))
                .col(big_integer("order_id"))
                .col(big_integer("promotion_id"))
                .col(string("customer"))
                .foreign_key(
                    ForeignKey::create()
                        .from("order_promotion", "order_id")
                        .to("orders", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
            Table::create()
                .table("payment")
                .col(string("id").primary_key())
                .col(big_integer("order_id").unique_key())
                .col(string("provider"))
                .col(string("state"))
                .col(string("amount"))
                .col(string("currency"))
                .col(string_null("reference"))
                .col(integer("attempts"))
                .col(big_integer("updated_at"))
                .foreign_key(
                    ForeignKey::create()
                        .from("payment", "order_id")
                        .to("orders", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
            Table::create()
                .table("idempotency")
                .col(string("key").primary_key())
                .col(string("body_hash"))
                .col(integer("status"))
                .col(text_null("answer"))
                .col(big_integer("created_at"))
                .to_owned(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        let indices = [
            ("orders_person", "orders", "person_id"),
            ("orders_company", "orders", "company_id"),
            ("orders_state", "orders", "state_code"),
            ("order_line_order", "order_line", "order_id"),
            ("order_promotion_order", "order_promotion", "order_id"),
            ("idempotency_created", "idempotency", "created_at"),
        ];
        for (name, table, column) in indices {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        Ok(())
    }
}
