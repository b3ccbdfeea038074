//! People, companies, sessions.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, boolean, string, string_null, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            Table::create()
                .table("company")
                .col(big_pk_auto("id"))
                .col(string("name").unique_key())
                .col(string("state"))
                .col(text("document"))
                .col(string("currency"))
                .col(big_integer("credit_limit_minor"))
                .col(big_integer("credit_balance_minor"))
                .col(boolean("credit_may_exceed"))
                .to_owned(),
            Table::create()
                .table("credit_entry")
                .col(big_pk_auto("id"))
                .col(big_integer("company_id"))
                .col(string("kind"))
                .col(big_integer("amount_minor"))
                .col(string_null("order_number"))
                .col(big_integer("at"))
                .foreign_key(
                    ForeignKey::create()
                        .from("credit_entry", "company_id")
                        .to("company", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
            Table::create()
                .table("person")
                .col(big_pk_auto("id"))
                .col(string("email_key").unique_key())
                .col(string("email"))
                .col(string("name"))
                .col(text("password_hash"))
                .col(big_integer_null("company_id"))
                .col(string_null("role"))
                .col(text("demo"))
                .foreign_key(ForeignKey::create().from("person", "company_id").to("company", "id"))
                .to_owned(),
            Table::create()
                .table("session")
                .col(string("token_hash").primary_key())
                .col(big_integer("person_id"))
                .col(big_integer("created_at"))
                .col(big_integer("expires_at"))
                .foreign_key(
                    ForeignKey::create()
                        .from("session", "person_id")
                        .to("person", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        manager
            .create_index(
                Index::create().name("credit_entry_company").table("credit_entry").col("company_id").to_owned(),
            )
            .await
    }
}
