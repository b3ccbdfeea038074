//! The tables after the step, and what of the old ones goes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, string, string_null, text, text_null,
};

/// The first order's number is the count of this: seven digits, and no shop tells its first customer that they are.
const FIRST_NUMBER: i64 = 1_000_001;

fn belongs_to(table: &'static str, column: &'static str, owner: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(owner, "id").on_delete(ForeignKeyAction::Cascade).to_owned()
}

pub(super) async fn add(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // `payment` belonged to one order; now it has shares. Its rows are read from where they are put here.
    manager.rename_table(Table::rename().table("payment", "payment_before").to_owned()).await?;
    for table in new_tables() {
        manager.create_table(table).await?;
    }
    for (table, column) in new_columns() {
        manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
    }
    let indices = [
        ("payment_state", "payment", ["state", "updated_at"].as_slice()),
        ("payment_until", "payment", &["state", "until"]),
        ("payment_allocation_order", "payment_allocation", &["order_id"]),
        ("shipment_order", "shipment", &["order_id"]),
        ("refund_order", "refund", &["order_id"]),
        ("refund_next", "refund", &["state", "next_at"]),
        ("order_return_order", "order_return", &["order_id"]),
        // An order that is cancelled looks for what it took of a credit.
        ("credit_entry_order", "credit_entry", &["order_number"]),
    ];
    for (name, table, columns) in indices {
        let mut index = Index::create();
        index.name(name).table(table);
        for column in columns {
            index.col(*column);
        }
        manager.create_index(index.to_owned()).await?;
    }
    let first = Query::insert()
        .into_table("number_sequence")
        .columns(["name", "next"])
        .values_panic(["orders".into(), FIRST_NUMBER.into()])
        .to_owned();
    manager.exec_stmt(first).await
}

fn new_tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create().table("number_sequence").col(string("name").primary_key()).col(big_integer("next")).to_owned(),
        Table::create()
            .table("order_vat")
            .col(big_integer("order_id"))
            // Hundredths of one per cent.
            .col(integer("basis_points"))
            .col(big_integer("net_minor"))
            .col(big_integer("vat_minor"))
            .primary_key(Index::create().col("order_id").col("basis_points"))
            .foreign_key(&mut belongs_to("order_vat", "order_id", "orders"))
            .to_owned(),
        Table::create()
            .table("payment")
            .col(string("id").primary_key())
            .col(string("method"))
            .col(string_null("provider"))
            .col(string_null("reference"))
            .col(string("state"))
            .col(big_integer("state_at"))
            .col(big_integer_null("until"))
            .col(big_integer("amount_minor"))
            .col(string("currency"))
            .col(integer("attempts"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .to_owned(),
        Table::create()
            .table("payment_allocation")
            .col(string("payment_id"))
            .col(big_integer("order_id"))
            .col(big_integer("amount_minor"))
            .col(big_integer("captured_minor"))
            .primary_key(Index::create().col("payment_id").col("order_id"))
            .foreign_key(&mut belongs_to("payment_allocation", "payment_id", "payment"))
            .foreign_key(&mut belongs_to("payment_allocation", "order_id", "orders"))
            .to_owned(),
        Table::create()
            .table("refund")
            .col(big_pk_auto("id"))
            .col(string("payment_id"))
            .col(big_integer("order_id"))
            // What it is for: the same thing is refunded once.
            .col(string("reason"))
            .col(big_integer("amount_minor"))
            .col(string("currency"))
            .col(string("state"))
            .col(big_integer("state_at"))
            .col(integer("attempts"))
            .col(big_integer("next_at"))
            .index(Index::create().name("refund_once").unique().col("payment_id").col("order_id").col("reason"))
            .foreign_key(&mut belongs_to("refund", "payment_id", "payment"))
            .foreign_key(&mut belongs_to("refund", "order_id", "orders"))
            .to_owned(),
        Table::create()
            .table("shipment")
            .col(big_pk_auto("id"))
            .col(big_integer("order_id"))
            .col(string("state"))
            .col(big_integer("state_at"))
            .foreign_key(&mut belongs_to("shipment", "order_id", "orders"))
            .to_owned(),
        Table::create()
            .table("shipment_line")
            .col(big_integer("shipment_id"))
            .col(big_integer("order_line_id"))
            .col(big_integer("quantity"))
            .primary_key(Index::create().col("shipment_id").col("order_line_id"))
            .foreign_key(&mut belongs_to("shipment_line", "shipment_id", "shipment"))
            .foreign_key(&mut belongs_to("shipment_line", "order_line_id", "order_line"))
            .to_owned(),
        Table::create()
            .table("order_return")
            .col(big_pk_auto("id"))
            .col(big_integer("order_id"))
            .col(string("state"))
            .col(big_integer("state_at"))
            .foreign_key(&mut belongs_to("order_return", "order_id", "orders"))
            .to_owned(),
        Table::create()
            .table("order_return_line")
            .col(big_integer("return_id"))
            .col(big_integer("order_line_id"))
            .col(big_integer("quantity"))
            .primary_key(Index::create().col("return_id").col("order_line_id"))
            .foreign_key(&mut belongs_to("order_return_line", "return_id", "order_return"))
            .foreign_key(&mut belongs_to("order_return_line", "order_line_id", "order_line"))
            .to_owned(),
    ]
}

/// A column added to a table with rows needs something to stand in them until they are carried over.
fn new_columns() -> Vec<(&'static str, ColumnDef)> {
    let amount = |name: &'static str| big_integer(name).default(0).to_owned();
    vec![
        ("orders", big_integer("version").default(1).to_owned()),
        ("orders", string("face").default("home").to_owned()),
        ("orders", string("lifecycle").default("placed").to_owned()),
        ("orders", amount("lifecycle_at")),
        ("orders", text_null("lifecycle_reason")),
        ("orders", amount("subtotal_minor")),
        ("orders", amount("discount_minor")),
        ("orders", amount("shipping_minor")),
        ("orders", amount("shipping_vat_minor")),
        ("orders", amount("vat_minor")),
        ("orders", amount("total_minor")),
        ("orders", integer("snapshot_version").default(0).to_owned()),
        ("orders", text("snapshot").default("").to_owned()),
        ("order_line", integer("position").default(0).to_owned()),
        ("order_line", string("kind").default("bought").to_owned()),
        ("order_line", amount("cancelled")),
        ("order_line", amount("shipped")),
        ("order_line", amount("returned")),
        ("order_line", amount("unit_minor")),
        ("order_line", amount("discount_minor")),
        ("order_line", amount("order_discount_minor")),
        ("order_line", amount("total_minor")),
        ("order_line", integer("vat_basis_points").default(0).to_owned()),
        ("order_line", amount("vat_minor")),
        ("order_line", string_null("cost_centre")),
        // Where it goes, where that is not where the order goes.
        ("order_line", big_integer_null("address_id")),
        ("order_line", text_null("snapshot")),
    ]
}

pub(super) async fn drop_old(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.drop_table(Table::drop().table("payment_before").to_owned()).await?;
    // SQLite lets no column go that an index is on.
    for index in ["orders_state", "orders_expiry"] {
        manager.drop_index(Index::drop().name(index).table("orders").to_owned()).await?;
    }
    for column in ["state_code", "state", "total", "document", "expires_at"] {
        manager.alter_table(Table::alter().table("orders").drop_column(column).to_owned()).await?;
    }
    manager.create_index(Index::create().name("orders_lifecycle").table("orders").col("lifecycle").to_owned()).await
}
