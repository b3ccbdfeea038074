//! What a merchant decides for the shop as a whole becomes data. Until now it was part of the program, the same for every
//! shop: that is what a shop begins with here, and what a shop of before goes on with.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text};
use serde_json::{Map, Value};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0022_settings"
    }
}

/// What applied to every shop before this step, setting by setting.
const INITIAL: &str = include_str!("initial.json");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("shop_setting")
            .col(string("name").primary_key())
            .col(text("value"))
            .col(big_integer("version"))
            // None for what a shop began with.
            .col(big_integer_null("changed_at"))
            .to_owned();
        manager.create_table(table).await?;
        let initial: Map<String, Value> =
            serde_json::from_str(INITIAL).map_err(|error| DbErr::Migration(error.to_string()))?;
        let mut rows = Query::insert();
        rows.into_table("shop_setting").columns(["name", "value", "version"]);
        for (name, value) in initial {
            rows.values([name.into(), value.to_string().into(), 1_i64.into()])
                .map_err(|error| DbErr::Migration(error.to_string()))?;
        }
        manager.execute(rows).await
    }
}
