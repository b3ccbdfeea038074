//! Work without a visitor: jobs, messages to send, and how often somebody tried what can be guessed. And which version of the
//! catalogue changed a product last, so that no server sells at a price that another has ended.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, string, string_null, text, text_null};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            Table::create()
                .table("job")
                .col(big_pk_auto("id"))
                .col(string("kind"))
                // The job itself as JSON.
                .col(text("job"))
                // Of those with one key there is one at a time; it loses the key when it is done. Many have none.
                .col(string_null("job_key").unique_key())
                .col(string("state"))
                // When it is due; of a running one, when it was.
                .col(big_integer("run_at"))
                .col(big_integer("attempts"))
                // Who runs it, and until when nobody else may.
                .col(string_null("worker"))
                .col(big_integer_null("leased_until"))
                .col(text_null("last_error"))
                .col(big_integer("created_at"))
                .col(big_integer_null("ended_at"))
                .to_owned(),
            Table::create()
                .table("outbox")
                .col(big_pk_auto("id"))
                // What the message is about: the same is never written twice, and its Message-ID is made of it.
                .col(string("message_key").unique_key())
                // The message as JSON.
                .col(text("message"))
                .col(string("state"))
                .col(big_integer("created_at"))
                .col(big_integer("changed_at"))
                .to_owned(),
            Table::create()
                .table("throttle")
                .col(string("throttle_key").primary_key())
                // When all tries are there again.
                .col(big_integer("free_at"))
                .to_owned(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        let indices = [
            Index::create().name("job_due").table("job").col("state").col("run_at").to_owned(),
            Index::create().name("throttle_free").table("throttle").col("free_at").to_owned(),
        ];
        for index in indices {
            manager.create_index(index).await?;
        }
        let version = big_integer("version").default(0).to_owned();
        manager.alter_table(Table::alter().table("product").add_column(version).to_owned()).await
    }
}
