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
