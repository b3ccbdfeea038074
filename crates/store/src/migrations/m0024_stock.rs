//! When stock was counted and what it was promised to by then, and a count of its changes by which servers read only what
//! has changed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            ("variant", big_integer_null("counted_at")),
            ("variant", big_integer("stock_version").default(0).to_owned()),
            ("order_line", big_integer("backordered").default(0).to_owned()),
            ("shipment", big_integer_null("sent_at")),
        ];
        for (table, column) in columns {
            manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
        }
        let indices = [
            ("variant_stock_version", "variant", "stock_version"),
            // A count asks for all lines of its SKUs.
            ("order_line_sku", "order_line", "sku_key"),
        ];
        for (name, table, column) in indices {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        let sequence = Query::insert()
            .into_table("number_sequence")
            .columns(["name", "next"])
            .values_panic(["stock".into(), 1_i64.into()])
            .to_owned();
        manager.exec_stmt(sequence).await?;
        // For those that have arrived the moment when they left was not kept: by then they had.
        let left = Query::update()
            .table("shipment")
            .value("sent_at", Expr::col("state_at"))
            .and_where(Expr::col("state").is_in(["sent", "delivered"]))
            .to_owned();
        manager.exec_stmt(left).await?;
        // What an open order did not find on hand is owed to it. Gifts that were not there are not, nor is anything to
        // orders that were brought along with a shop's history, which know of no basket.
        let open = Query::select()
            .column("id")
            .from("orders")
            .and_where(Expr::col("lifecycle").is_in(["awaiting_approval", "placed"]))
            .and_where(Expr::col("basket").is_not_null())
            .to_owned();
        let owed = Query::update()
            .table("order_line")
            .value("backordered", Expr::col("quantity").sub(Expr::col("cancelled")).sub(Expr::col("taken")))
            .and_where(Expr::col("kind").eq("bought"))
            .and_where(Expr::col("quantity").gt(Expr::col("cancelled").add(Expr::col("taken"))))
            .and_where(Expr::col("order_id").in_subquery(open))
            .to_owned();
        manager.exec_stmt(owed).await
    }
}
