//! What a shop of an earlier day keeps, once its tables are brought up to date.

use crate::database::Fresh;
use giano_commerce::catalog::MediaKind;
use giano_store::ProductDraft;
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use serde_json::json;
use std::collections::BTreeSet;

on_both!(what_was_drawn_is_an_empty_frame);

async fn what_was_drawn_is_an_empty_frame(fresh: Fresh) {
    let store = fresh.store;
    let draft: ProductDraft = serde_json::from_value(json!({
        "slug": "pot", "name": {"en": "Pot"}, "summary": {"en": ""}, "description_html": {"en": ""}, "brand": null,
        "categories": [], "options": [], "attributes": [], "variants": [], "links": [], "vat_class": "standard",
        "media": [{"kind": "missing", "source": "kept", "alt": {"en": "A \"drawing\"", "it": "Un disegno"}}],
        "meta_title": null, "meta_description": null, "visible": true, "prominence": 0,
    }))
    .unwrap();
    store.upsert_product(&draft, 0).await.unwrap();
    // As it was before the step: a drawing, and no note that the step was taken.
    let db = Database::connect(&fresh.url).await.unwrap();
    let drawn = r#"UPDATE product SET document = replace(document, '"kind":"missing","source":"kept"',
                   '"kind":"drawing","key":"k","width":800,"height":800')"#;
    assert_eq!(db.execute_unprepared(drawn).await.unwrap().rows_affected(), 1);
    let forgotten = "DELETE FROM seaql_migrations WHERE version = 'm0006_no_drawings'";
    assert_eq!(db.execute_unprepared(forgotten).await.unwrap().rows_affected(), 1);
    db.close().await.unwrap();
    assert!(store.load_catalog().await.is_err(), "a drawing is no kind of picture any more");

    store.migrate().await.unwrap();
    let media = &store.load_catalog().await.unwrap().products[0].media[0];
    assert_eq!(media.kind, MediaKind::Missing { source: "drawing".to_owned() });
    assert_eq!(media.alt.en, "A \"drawing\"");
}

on_both!(the_data_model_names_every_table);

/// `docs/data-model.md` has a row for each table that the migrations make, and for none that is not there.
async fn the_data_model_names_every_table(fresh: Fresh) {
    const PAGE: &str = include_str!("../../../../docs/data-model.md");
    let described: BTreeSet<String> = PAGE
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once(" |"))
        .flat_map(|(names, _)| names.split(", ").map(|name| name.trim_matches('`').to_owned()))
        // Rows about the states of a table name it with its column.
        .filter(|name| !name.contains('.'))
        .collect();
    let db = Database::connect(&fresh.url).await.unwrap();
    let asked = match db.get_database_backend() {
        DbBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
        _ => "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()",
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), asked)).await.unwrap();
    db.close().await.unwrap();
    let there: BTreeSet<String> = rows
        .iter()
        .map(|row| row.try_get::<String>("", "name").unwrap())
        .filter(|name| name != "seaql_migrations" && !name.starts_with("sqlite_"))
        .collect();
    assert_eq!(described, there);
}
