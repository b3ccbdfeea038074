//! Baskets become carts of one kind among several; their lines say where their price comes from and where they go, and
//! coupons are rows. What cleaning up and counting uses look for has an index.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, string, string_len, string_len_null, string_null, text_null,
};
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

/// What was in the baskets. Codes stood one after the other with commas between them.
const CARRY_OVER: [&str; 3] = [
    "INSERT INTO cart (id, kind, owner, name, version, term, draft, updated_at)
     SELECT id, 'basket', owner, '', version, term, draft, updated_at FROM basket",
    "INSERT INTO cart_line (id, cart_id, sku_key, sku, quantity, saved, price_source)
     SELECT id, basket_id, sku_key, sku, quantity, saved, 'list' FROM basket_line",
    "INSERT INTO cart_coupon (cart_id, code)
     WITH RECURSIVE given(cart_id, place, code, rest) AS (
         SELECT id, 0, '', coupons || ',' FROM basket
         UNION ALL
         SELECT cart_id, place + 1, substr(rest, 1, {POSITION} - 1), substr(rest, {POSITION} + 1)
         FROM given WHERE rest <> ''
     )
     SELECT cart_id, code FROM given WHERE code <> '' GROUP BY cart_id, code ORDER BY cart_id, min(place)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        let (db, backend) = (manager.get_connection(), manager.get_database_backend());
        let position = match backend {
            DbBackend::Postgres => "strpos(rest, ',')",
            _ => "instr(rest, ',')",
        };
        for statement in CARRY_OVER {
            db.execute_unprepared(&statement.replace("{POSITION}", position)).await?;
        }
        if backend == DbBackend::Postgres {
            // Rows that brought their identifiers along have not counted the sequences up.
            for table in ["cart", "cart_line"] {
                db.execute_unprepared(&format!(
                    "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"
                ))
                .await?;
            }
        }
        for table in ["basket_line", "basket"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        // After the rows: one index is made quicker than kept.
        for index in indices() {
            manager.create_index(index).await?;
        }
        // Lines are looked for by address only when a company removes one; most go where the order goes.
        db.execute_unprepared("CREATE INDEX cart_line_address ON cart_line (address_id) WHERE address_id IS NOT NULL")
            .await?;
        Ok(())
    }
}

fn tables() -> [TableCreateStatement; 3] {
    let of_cart = |table: &'static str| {
        ForeignKey::create().from(table, "cart_id").to("cart", "id").on_delete(ForeignKeyAction::Cascade).to_owned()
    };
    let address = ForeignKey::create()
        .from("cart_line", "address_id")
        .to("company_address", "id")
        .on_delete(ForeignKeyAction::SetNull)
        .to_owned();
    [
        Table::create()
            .table("cart")
            .col(big_pk_auto("id"))
            .col(string_len("kind", 32))
            // The hash of a guest's token, or `person:` or `company:` with the identifier.
            .col(string("owner"))
            // Empty for baskets, of which everybody has one.
            .col(string("name").default("").take())
            .col(big_integer("version"))
            .col(string_null("term"))
            .col(text_null("draft"))
            .col(big_integer("updated_at"))
            .to_owned(),
        Table::create()
            .table("cart_line")
            .col(big_pk_auto("id"))
            .col(big_integer("cart_id"))
            .col(string("sku_key"))
            .col(string("sku"))
            .col(big_integer("quantity"))
            .col(boolean("saved"))
            .col(string_len("price_source", 16))
            // Price of a piece, where it was quoted or entered by hand.
            .col(big_integer_null("unit_minor"))
            .col(string_len_null("currency", 3))
            .col(big_integer_null("address_id"))
            .foreign_key(&mut of_cart("cart_line"))
            .foreign_key(&mut address.clone())
            .to_owned(),
        Table::create()
            .table("cart_coupon")
            .col(big_pk_auto("id"))
            .col(big_integer("cart_id"))
            .col(string("code"))
            .foreign_key(&mut of_cart("cart_coupon"))
            .to_owned(),
    ]
}

fn indices() -> [IndexCreateStatement; 5] {
    let index = |name: &'static str, table: &'static str, columns: &[&'static str]| {
        let mut index = Index::create();
        index.name(name).table(table);
        for column in columns {
            index.col(*column);
        }
        index
    };
    [
        index("cart_key", "cart", &["owner", "kind", "name"]).unique().take(),
        index("cart_updated_at", "cart", &["kind", "updated_at"]),
        index("cart_line_cart", "cart_line", &["cart_id", "sku_key"]),
        index("cart_coupon_code", "cart_coupon", &["cart_id", "code"]).unique().take(),
        index("promotion_use_customer", "promotion_use", &["customer"]),
    ]
}
