//! A payment has attempts (what its provider was asked), captures (what came in), refunds, and shares for orders; shares for
//! other things than orders can follow. An order knows whose basket it came from, so that one that waits for its payment is
//! found by the visitor who placed it.

use sea_orm::{ConnectionTrait, FromQueryResult};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, integer, string, string_null, text_null};
use serde::Deserialize;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

/// Rows that are read or written with one statement.
const AT_ONCE: u64 = 300;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        shares_have_identifiers(manager).await?;
        for table in [attempts(), captures()] {
            manager.create_table(table).await?;
        }
        let indices = [
            ("payment_attempt_payment", "payment_attempt", "payment_id"),
            ("payment_capture_payment", "payment_capture", "payment_id"),
        ];
        for (name, table, column) in indices {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        let db = manager.get_connection();
        // What came in of each payment is the sum of its shares of it. When exactly is not known of those that were given up
        // before: then, at the earliest.
        db.execute_unprepared(
            "INSERT INTO payment_capture (payment_id, capture_key, amount_minor, currency, captured_at) \
             SELECT payment.id, 'whole', CAST(SUM(payment_allocation.captured_minor) AS BIGINT), payment.currency, payment.state_at \
             FROM payment JOIN payment_allocation ON payment_allocation.payment_id = payment.id \
             GROUP BY payment.id, payment.currency, payment.state_at HAVING SUM(payment_allocation.captured_minor) > 0",
        )
        .await?;
        // When a refund is tried again is said by its job, and how often a provider was asked by the payment's attempts.
        manager.drop_index(Index::drop().name("refund_next").table("refund").to_owned()).await?;
        for (table, column) in [("refund", "next_at"), ("payment", "attempts")] {
            manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await?;
        }
        manager.alter_table(Table::alter().table("refund").add_column(text_null("last_error")).to_owned()).await?;
        manager.create_index(Index::create().name("refund_state").table("refund").col("state").to_owned()).await?;
        manager.alter_table(Table::alter().table("orders").add_column(string_null("basket_owner")).to_owned()).await?;
        let index = Index::create().name("orders_basket_owner").table("orders").col("basket_owner").to_owned();
        manager.create_index(index).await?;
        fill_basket_owners(db).await
    }
}

fn belongs_to(table: &'static str, column: &'static str, owner: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(owner, "id").on_delete(ForeignKeyAction::Cascade).to_owned()
}

/// A share was told apart by its order; now it has an identifier, and may be for something else.
async fn shares_have_identifiers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let (old, new) = ("payment_allocation_before", "payment_allocation");
    manager.drop_index(Index::drop().name("payment_allocation_order").table(new).to_owned()).await?;
    manager.rename_table(Table::rename().table(new, old).to_owned()).await?;
    let table = Table::create()
        .table(new)
        .col(big_pk_auto("id"))
        .col(string("payment_id"))
        .col(big_integer_null("order_id"))
        .col(big_integer("amount_minor"))
        .col(big_integer("captured_minor"))
        .foreign_key(&mut belongs_to(new, "payment_id", "payment"))
        .foreign_key(&mut belongs_to(new, "order_id", "orders"))
        .to_owned();
    manager.create_table(table).await?;
    let columns = "payment_id, order_id, amount_minor, captured_minor";
    let copy = format!("INSERT INTO {new} ({columns}) SELECT {columns} FROM {old} ORDER BY payment_id, order_id");
    manager.get_connection().execute_unprepared(&copy).await?;
    manager.drop_table(Table::drop().table(old).to_owned()).await?;
    let once = Index::create()
        .name("payment_allocation_once")
        .table(new)
        .col("payment_id")
        .col("order_id")
        .unique()
        .to_owned();
    manager.create_index(once).await?;
    let of_order = Index::create().name("payment_allocation_order").table(new).col("order_id").to_owned();
    manager.create_index(of_order).await
}

fn attempts() -> TableCreateStatement {
    Table::create()
        .table("payment_attempt")
        .col(big_pk_auto("id"))
        .col(string("payment_id"))
        .col(big_integer_null("refund_id"))
        .col(string("kind"))
        // The key under which the provider does it once, however often it is asked.
        .col(string("attempt_key").unique_key())
        .col(big_integer("amount_minor"))
        .col(string("state"))
        .col(big_integer("state_at"))
        .col(integer("tries"))
        .col(string_null("answer"))
        .col(big_integer("created_at"))
        .foreign_key(&mut belongs_to("payment_attempt", "payment_id", "payment"))
        .foreign_key(&mut belongs_to("payment_attempt", "refund_id", "refund"))
        .to_owned()
}

fn captures() -> TableCreateStatement {
    Table::create()
        .table("payment_capture")
        .col(big_pk_auto("id"))
        .col(string("payment_id"))
        // What was captured: the same comes in once.
        .col(string("capture_key"))
        .col(big_integer("amount_minor"))
        .col(string("currency"))
        .col(big_integer("captured_at"))
        .index(Index::create().name("payment_capture_once").unique().col("payment_id").col("capture_key"))
        .foreign_key(&mut belongs_to("payment_capture", "payment_id", "payment"))
        .to_owned()
}

#[derive(Debug, FromQueryResult)]
struct WithBasket {
    id: i64,
    basket: String,
}

/// What an order had taken out of a basket, as it was stored when this step was released. All of it is read, so that a document
/// that is not whole is none.
#[derive(Deserialize)]
#[allow(dead_code, reason = "whether they can be read is all that counts")]
struct TakenBasket {
    owner: String,
    coupons: Vec<String>,
    lines: Vec<(String, i64)>,
}

/// Whose basket an order came from stood in the basket's document alone.
async fn fill_basket_owners(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let mut after = 0;
    loop {
        let some = Query::select()
            .columns(["id", "basket"])
            .from("orders")
            .and_where(Expr::col("basket").is_not_null())
            .and_where(Expr::col("id").gt(after))
            .order_by("id", Order::Asc)
            .limit(AT_ONCE)
            .to_owned();
        let rows = WithBasket::find_by_statement(db.get_database_backend().build(&some)).all(db).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for row in &rows {
            // One that cannot be read was not to be given back either.
            let Ok(TakenBasket { owner, .. }) = serde_json::from_str(&row.basket) else { continue };
            let change = Query::update()
                .table("orders")
                .value("basket_owner", owner)
                .and_where(Expr::col("id").eq(row.id))
                .to_owned();
            db.execute(&change).await?;
        }
    }
}
