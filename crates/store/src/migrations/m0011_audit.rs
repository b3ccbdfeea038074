//! The audit log: who changed what, for whom. It only grows: the database itself refuses to change or remove an entry.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, string, string_null, text_null};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const SQLITE: [&str; 2] = [
    "CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry \
     BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_entry_is_kept BEFORE DELETE ON audit_entry \
     BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
];

const POSTGRES: [&str; 3] = [
    "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS \
     $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry \
     FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
    "CREATE TRIGGER audit_entry_is_kept BEFORE TRUNCATE ON audit_entry \
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // People and companies are named by identifier alone, without a foreign key: an entry outlives what it is about.
        let table = Table::create()
            .table("audit_entry")
            .col(big_pk_auto("id"))
            .col(big_integer("at"))
            .col(big_integer_null("person_id"))
            // The part of the shop that did it by itself, where nobody was signed in.
            .col(string_null("part"))
            .col(big_integer_null("acting_for"))
            .col(big_integer_null("company_id"))
            .col(string("action"))
            .col(string("subject_kind"))
            .col(string("subject_id"))
            .col(text_null("before"))
            .col(text_null("after"))
            .col(string_null("request_id"))
            .to_owned();
        manager.create_table(table).await?;
        let mut by_subject = Index::create();
        by_subject.name("audit_entry_subject").table("audit_entry").col("subject_kind").col("subject_id").col("id");
        manager.create_index(by_subject).await?;
        let mut by_company = Index::create();
        by_company.name("audit_entry_company").table("audit_entry").col("company_id").col("id");
        manager.create_index(by_company).await?;
        let statements: &[&str] = match manager.get_database_backend() {
            DbBackend::Postgres => &POSTGRES,
            _ => &SQLITE,
        };
        for statement in statements {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
