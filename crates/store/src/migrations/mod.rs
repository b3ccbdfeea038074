//! The tables, step by step. A step that was released is never changed; a new one is added.

mod m0001_catalog;
mod m0002_people;
mod m0003_orders;
mod m0004_order_basket;
mod m0005_order_expiry;
mod m0006_no_drawings;
mod m0007_work;
mod m0008_orders;
mod m0010_membership;
mod m0011_audit;
mod m0015_devices;
mod m0016_price_history;
mod m0017_idempotency_holder;
mod m0019_payments;
mod m0020_price_lists;
mod m0021_carts;
mod m0022_settings;
mod m0024_stock;
mod m0026_wanted_jobs;
mod m0027_look_ups;

use crate::connection::Store;
use crate::error::StoreError;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

pub(crate) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_catalog::Migration),
            Box::new(m0002_people::Migration),
            Box::new(m0003_orders::Migration),
            Box::new(m0004_order_basket::Migration),
            Box::new(m0005_order_expiry::Migration),
            Box::new(m0006_no_drawings::Migration),
            Box::new(m0007_work::Migration),
            Box::new(m0008_orders::Migration),
            Box::new(m0010_membership::Migration),
            Box::new(m0011_audit::Migration),
            Box::new(m0015_devices::Migration),
            Box::new(m0016_price_history::Migration),
            Box::new(m0017_idempotency_holder::Migration),
            Box::new(m0019_payments::Migration),
            Box::new(m0020_price_lists::Migration),
            Box::new(m0021_carts::Migration),
            Box::new(m0022_settings::Migration),
            Box::new(m0024_stock::Migration),
            Box::new(m0026_wanted_jobs::Migration),
            Box::new(m0027_look_ups::Migration),
        ]
    }
}

/// The number by which PostgreSQL knows that somebody changes the tables of a shop.
const CHANGING_TABLES: i64 = 0x4749_414e_4f01;

impl Store {
    /// Brings the database to this version's tables: all of it, or nothing where a step fails. Of several servers that do
    /// this at once one does it, and the others wait until it is done.
    ///
    /// # Errors
    /// [`StoreError`] where a step fails; the database is as it was before.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.migrate_by::<Migrator>(None).await
    }

    /// Whether the database has this version's tables: what only looks at a shop leaves the tables of an earlier version, which
    /// servers may still be using, as they are.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be asked.
    pub async fn is_migrated(&self) -> Result<bool, StoreError> {
        self.ping().await?;
        let sql = "SELECT version FROM seaql_migrations";
        let taken = self.db.query_all_raw(Statement::from_string(self.db.get_database_backend(), sql)).await;
        // A database that answers, and has no such table, is one that no version has used yet.
        let Ok(taken) = taken else { return Ok(false) };
        let taken: Vec<String> = taken.iter().map(|row| row.try_get("", "version")).collect::<Result<_, DbErr>>()?;
        Ok(Migrator::migrations().iter().all(|step| taken.iter().any(|name| name == step.name())))
    }

    /// Takes the first steps only, as many as an earlier version had: so that a test can put there what that version had.
    ///
    /// # Errors
    /// [`StoreError`] where a step fails; the database is as it was before.
    #[doc(hidden)]
    pub async fn migrate_first(&self, steps: u32) -> Result<(), StoreError> {
        self.migrate_by::<Migrator>(Some(steps)).await
    }

    async fn migrate_by<M: MigratorTrait>(&self, steps: Option<u32>) -> Result<(), StoreError> {
        match self.db.get_database_backend() {
            DbBackend::Sqlite => {
                let db = self.connect_for_migrating().await?;
                let immediate = TransactionOptions {
                    sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                    ..TransactionOptions::default()
                };
                let done = async {
                    let tx = db.begin_with_options(immediate).await?;
                    M::up(&tx, steps).await?;
                    refuse_broken_references(&tx).await?;
                    tx.commit().await
                };
                let done = done.await;
                db.close().await?;
                Ok(done?)
            }
            _ => {
                let tx = self.db.begin().await?;
                // Changing tables takes as long as it takes, and so does waiting for another server that does.
                tx.execute_unprepared(
                    "SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0; \
                     SET LOCAL idle_in_transaction_session_timeout = 0",
                )
                .await?;
                let lock = Statement::from_sql_and_values(
                    DbBackend::Postgres,
                    "SELECT pg_advisory_xact_lock($1)",
                    [CHANGING_TABLES.into()],
                );
                tx.execute_raw(lock).await?;
                M::up(&tx, steps).await?;
                Ok(tx.commit().await?)
            }
        }
    }
}

/// References are not kept while tables are changed on SQLite, so they are looked at afterwards.
async fn refuse_broken_references(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    let check = Statement::from_string(DbBackend::Sqlite, "PRAGMA foreign_key_check");
    match tx.query_one_raw(check).await? {
        None => Ok(()),
        Some(row) => {
            let (table, parent): (String, String) = (row.try_get("", "table")?, row.try_get("", "parent")?);
            Err(DbErr::Migration(format!("rows of {table} refer to rows of {parent} that are not there")))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sea_orm_migration::prelude::{SchemaManager, Table};
    use sea_orm_migration::schema::{big_pk_auto, string};

    /// Does half of its work, then fails.
    struct Half;

    impl sea_orm_migration::MigrationName for Half {
        fn name(&self) -> &'static str {
            "m9999_half"
        }
    }

    #[async_trait::async_trait]
    impl MigrationTrait for Half {
        async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
            manager.create_table(Table::create().table("half").col(big_pk_auto("id")).to_owned()).await?;
            manager.get_connection().execute_unprepared("UPDATE setting SET value = 'changed'").await?;
            manager.alter_table(Table::alter().table("nowhere").add_column(string("x")).to_owned()).await
        }
    }

    struct WithHalf;

    impl MigratorTrait for WithHalf {
        fn migrations() -> Vec<Box<dyn MigrationTrait>> {
            Migrator::migrations().into_iter().chain([Box::new(Half) as Box<dyn MigrationTrait>]).collect()
        }
    }

    #[tokio::test]
    async fn a_step_that_fails_leaves_the_database_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::connect(&format!("sqlite://{}", folder.path().join("shop.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        store.put_setting("greeting", "kept").await.unwrap();
        store.migrate_by::<WithHalf>(None).await.unwrap_err();
        assert_eq!(store.setting("greeting").await.unwrap().as_deref(), Some("kept"));
        let made = store.db.execute_unprepared("SELECT * FROM half").await;
        assert!(made.is_err(), "the table of the failed step is there");
        // What failed is tried again as a whole.
        store.migrate_by::<WithHalf>(None).await.unwrap_err();
        store.migrate().await.unwrap();
    }

    #[tokio::test]
    async fn a_failing_first_start_leaves_an_empty_database() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::connect(&format!("sqlite://{}", folder.path().join("shop.db").display())).await.unwrap();
        store.migrate_by::<WithHalf>(None).await.unwrap_err();
        let tables = "SELECT count(*) AS tables FROM sqlite_master";
        let row = store.db.query_one_raw(Statement::from_string(DbBackend::Sqlite, tables)).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "tables").unwrap(), 0);
        store.migrate().await.unwrap();
    }
}
