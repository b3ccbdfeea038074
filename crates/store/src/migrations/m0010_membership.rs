//! A person may belong to several companies, with a role in each; roles, teams, addresses and cost centres of a company are
//! rows with identifiers; the shop's own staff is known.
//!
//! What a person was in a company moves to `membership`. The person's company stays as the one that a new session begins in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, integer, string, string_null, text};
use serde_json::Value;
use std::collections::HashSet;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

/// Rows of a table that belong to a company go with it.
fn of_company(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, "company_id").to("company", "id").on_delete(ForeignKeyAction::Cascade).to_owned()
}

/// What a row points to belongs to the same company: the database holds that, not only the code.
fn in_same_company(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, ("company_id", column)).to(to, ("company_id", "id")).to_owned()
}

fn unique(name: &'static str, columns: [&'static str; 2]) -> IndexCreateStatement {
    Index::create().name(name).unique().col(columns[0]).col(columns[1]).to_owned()
}

fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("role")
            .col(big_pk_auto("id"))
            .col(big_integer("company_id"))
            .col(string("name"))
            .col(string("name_key"))
            // Names of permissions, as a list in JSON.
            .col(text("permissions"))
            .index(&mut unique("role_name", ["company_id", "name_key"]))
            .index(&mut unique("role_place", ["company_id", "id"]))
            .foreign_key(&mut of_company("role"))
            .to_owned(),
        Table::create()
            .table("team")
            .col(big_pk_auto("id"))
            .col(big_integer("company_id"))
            .col(big_integer_null("parent_id"))
            .col(string("name"))
            .col(string("name_key"))
            .index(&mut unique("team_name", ["company_id", "name_key"]))
            .index(&mut unique("team_place", ["company_id", "id"]))
            .foreign_key(&mut of_company("team"))
            .foreign_key(&mut in_same_company("team", "parent_id", "team"))
            .to_owned(),
        Table::create()
            .table("membership")
            .col(big_integer("person_id"))
            .col(big_integer("company_id"))
            // A role that every company has, or one of its own.
            .col(string_null("role"))
            .col(big_integer_null("role_id"))
            .col(big_integer_null("team_id"))
            .primary_key(Index::create().col("person_id").col("company_id"))
            .check(Expr::col("role").is_null().eq(Expr::col("role_id").is_not_null()))
            .foreign_key(
                ForeignKey::create()
                    .from("membership", "person_id")
                    .to("person", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(&mut of_company("membership"))
            .foreign_key(&mut in_same_company("membership", "role_id", "role"))
            .foreign_key(&mut in_same_company("membership", "team_id", "team"))
            .to_owned(),
        Table::create()
            .table("company_address")
            .col(big_pk_auto("id"))
            .col(big_integer("company_id"))
            .col(integer("position"))
            .col(string("name"))
            .col(string_null("company"))
            .col(string("street"))
            .col(string_null("extra"))
            .col(string("postal_code"))
            .col(string("city"))
            .col(string_null("region"))
            .col(string("country"))
            .col(string_null("phone"))
            .foreign_key(&mut of_company("company_address"))
            .to_owned(),
        Table::create()
            .table("cost_centre")
            .col(big_pk_auto("id"))
            .col(big_integer("company_id"))
            .col(integer("position"))
            .col(string("name"))
            .col(string("name_key"))
            .index(&mut unique("cost_centre_name", ["company_id", "name_key"]))
            .foreign_key(&mut of_company("cost_centre"))
            .to_owned(),
        Table::create()
            .table("staff")
            .col(ColumnDef::new("person_id").big_integer().not_null().primary_key())
            .col(string("role"))
            .foreign_key(
                ForeignKey::create().from("staff", "person_id").to("person", "id").on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    ]
}

const INDICES: [(&str, &str, &str); 6] = [
    ("membership_company", "membership", "company_id"),
    ("membership_role", "membership", "role_id"),
    ("membership_team", "membership", "team_id"),
    ("team_parent", "team", "parent_id"),
    ("company_address_company", "company_address", "company_id"),
    ("session_person", "session", "person_id"),
];

/// Columns that point elsewhere. Both databases take them with their constraint only this way.
const SESSION_COLUMNS: [&str; 2] = [
    "ALTER TABLE session ADD COLUMN company_id BIGINT REFERENCES company (id) ON DELETE SET NULL",
    "ALTER TABLE session ADD COLUMN acting_for BIGINT REFERENCES person (id) ON DELETE CASCADE",
];

const MOVES: [&str; 4] = [
    // A word that is no role gave the least right, and still does.
    "INSERT INTO membership (person_id, company_id, role) SELECT id, company_id, \
     CASE WHEN role IN ('administrator', 'approver', 'buyer') THEN role ELSE 'viewer' END \
     FROM person WHERE company_id IS NOT NULL",
    "UPDATE session SET company_id = (SELECT company_id FROM person WHERE person.id = session.person_id)",
    "ALTER TABLE person DROP COLUMN role",
    "ALTER TABLE person RENAME COLUMN company_id TO usual_company_id",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        let db = manager.get_connection();
        for statement in SESSION_COLUMNS.iter().chain(&MOVES) {
            db.execute_unprepared(statement).await?;
        }
        for (name, table, column) in INDICES {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        split_documents(db).await
    }
}

/// Moves addresses and cost centres out of the companies' documents.
async fn split_documents(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let companies =
        Query::select().column("id").column("document").from("company").order_by("id", Order::Asc).to_owned();
    for row in db.query_all(&companies).await? {
        let company: i64 = row.try_get("", "id")?;
        let document: String = row.try_get("", "document")?;
        // What cannot be read could not be read before either; it is left as it is for whoever mends it.
        let Ok(Value::Object(mut document)) = serde_json::from_str(&document) else { continue };
        let list = |value: Option<Value>| match value {
            Some(Value::Array(values)) => values,
            _ => Vec::new(),
        };
        let addresses = list(document.remove("addresses"));
        let centres = list(document.remove("cost_centres"));
        for (position, address) in (0_i32..).zip(&addresses) {
            insert_address(db, company, position, address).await?;
        }
        let mut known = HashSet::new();
        let names = centres.iter().filter_map(Value::as_str).map(str::trim).filter(|name| !name.is_empty());
        for (position, name) in (0_i32..).zip(names.filter(|name| known.insert(name.to_lowercase()))) {
            let insert = Query::insert()
                .into_table("cost_centre")
                .columns(["company_id", "position", "name", "name_key"])
                .values_panic([company.into(), position.into(), name.into(), name.to_lowercase().into()])
                .to_owned();
            db.execute(&insert).await?;
        }
        let update = Query::update()
            .table("company")
            .value("document", Value::Object(document).to_string())
            .and_where(Expr::col("id").eq(company))
            .to_owned();
        db.execute(&update).await?;
    }
    Ok(())
}

async fn insert_address(db: &impl ConnectionTrait, company: i64, position: i32, address: &Value) -> Result<(), DbErr> {
    let needed = |field: &str| address[field].as_str().unwrap_or_default().to_owned();
    let optional = |field: &str| address[field].as_str().map(str::to_owned);
    let insert = Query::insert()
        .into_table("company_address")
        .columns([
            "company_id",
            "position",
            "name",
            "company",
            "street",
            "extra",
            "postal_code",
            "city",
            "region",
            "country",
            "phone",
        ])
        .values_panic([
            company.into(),
            position.into(),
            needed("name").into(),
            optional("company").into(),
            needed("street").into(),
            optional("extra").into(),
            needed("postal_code").into(),
            needed("city").into(),
            optional("region").into(),
            needed("country").into(),
            optional("phone").into(),
        ])
        .to_owned();
    db.execute(&insert).await.map(drop)
}
