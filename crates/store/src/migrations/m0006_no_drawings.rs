//! Drawings were a kind of picture that only the first demonstration shop had. What a shop that is there still keeps of them
//! is shown as an empty frame.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

/// Where pictures are kept: table and column.
const PLACES: [(&str, &str); 3] = [("product", "document"), ("content", "document"), ("setting", "value")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in PLACES {
            let statement = format!(
                "UPDATE {table} SET {column} = replace({column}, '\"kind\":\"drawing\"', \
                 '\"kind\":\"missing\",\"source\":\"drawing\"') WHERE {column} LIKE '%\"kind\":\"drawing\"%'"
            );
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::migrations::Migrator;
    use giano_commerce::catalog::{Media, MediaKind};
    use sea_orm::{ConnectionTrait, Database, Statement};
    use sea_orm_migration::MigratorTrait;

    #[tokio::test]
    async fn what_was_drawn_is_an_empty_frame() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("shop.db").display());
        let db = Database::connect(&url).await.unwrap();
        Migrator::up(&db, Some(5)).await.unwrap();
        let kept = r#"{"kind":"drawing","key":"k","width":800,"height":800,"alt":{"en":"A \"drawing\"","it":"x"}}"#;
        let insert = "INSERT INTO setting (key, value) VALUES ($1, $2)";
        let backend = db.get_database_backend();
        db.execute_raw(Statement::from_sql_and_values(backend, insert, ["picture".into(), kept.into()])).await.unwrap();
        Migrator::up(&db, None).await.unwrap();

        let rows =
            db.query_one_raw(Statement::from_string(backend, "SELECT value FROM setting")).await.unwrap().unwrap();
        let value: String = rows.try_get("", "value").unwrap();
        let media: Media = serde_json::from_str(&value).unwrap();
        assert_eq!(media.kind, MediaKind::Missing { source: "drawing".to_owned() });
        assert_eq!(media.alt.en, "A \"drawing\"");
    }
}
