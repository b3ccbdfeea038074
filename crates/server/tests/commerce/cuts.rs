//! The database fails between the order and its answer: whoever comes again with the same key finds the order.

use crate::database::Fresh;
use crate::shop::{Shop, placed};
use giano_api::Code;
use giano_api::basket::GetBasket;
use giano_api::checkout::PlacedOrder;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend};
use std::time::Duration;

on_both!(
    a_cut_after_the_order_does_not_lose_it,
    a_cut_before_the_order_leaves_nothing,
    a_key_that_could_not_be_let_go_is_free_again_soon,
);

/// A connection of its own, by which the database is made to fail.
struct Saboteur(DatabaseConnection);

impl Saboteur {
    async fn at(url: &str) -> Self {
        let saboteur = Self(Database::connect(url).await.unwrap());
        if saboteur.0.get_database_backend() == DbBackend::Postgres {
            let cut = "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS \
                       $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$";
            saboteur.run(cut).await;
        }
        saboteur
    }

    async fn run(&self, statement: &str) {
        self.0.execute_unprepared(statement).await.unwrap();
    }

    /// From now on whoever makes this change of a table loses the connection in the middle of it; with SQLite, which has none
    /// to lose, the statement fails.
    async fn cut(&self, change: &str, table: &str) {
        self.run(&match self.0.get_database_backend() {
            DbBackend::Postgres => {
                format!("CREATE TRIGGER cut_{table} BEFORE {change} ON {table} FOR EACH ROW EXECUTE FUNCTION cut()")
            }
            _ => format!("CREATE TRIGGER cut_{table} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, 'cut'); END"),
        })
        .await;
    }

    async fn mend(&self, table: &str) {
        self.run(&match self.0.get_database_backend() {
            DbBackend::Postgres => format!("DROP TRIGGER cut_{table} ON {table}"),
            _ => format!("DROP TRIGGER cut_{table}"),
        })
        .await;
    }

    async fn orders(&self) -> i64 {
        let sql = "SELECT COUNT(*) AS many FROM orders";
        let row = self.0.query_one_raw(sea_orm::Statement::from_string(self.0.get_database_backend(), sql)).await;
        row.unwrap().unwrap().try_get::<i64>("", "many").unwrap()
    }
}

async fn a_cut_after_the_order_does_not_lose_it(fresh: Fresh) {
    let saboteur = Saboteur::at(&fresh.url).await;
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let body = guest.order_body("tok_success").await;
    // The order is written; what the bank says of the money cannot be noted any more.
    saboteur.cut("UPDATE", "payment").await;
    let first = guest.place_as(&body, "cut").await;
    assert_eq!((saboteur.orders().await, shop.on_hand("LAST").await), (1, 3));
    saboteur.mend("payment").await;
    // So it waits, as one whose bank does not answer does.
    let PlacedOrder::Pending { order, key } = first.unwrap() else { panic!("its money was not noted") };
    for _ in 0..2 {
        shop.pass(60_000);
        let again = guest.place_as(&body, "cut").await.unwrap();
        let (PlacedOrder::Pending { order: same, .. } | PlacedOrder::Placed { order: same, .. }) = again else {
            panic!("another answer: {again:?}")
        };
        assert_eq!(same.number, order.number);
        // What the bank was asked is known, so it is found out what it said.
        giano_server::run_jobs_now(&shop.state).await.unwrap();
    }
    assert_eq!(placed(guest.place_as(&body, "cut").await.unwrap()), (order.number, key));
    assert_eq!((saboteur.orders().await, shop.on_hand("LAST").await), (1, 3));
    assert!(guest.get::<GetBasket>(&[]).await.unwrap().lines.is_empty());
}

async fn a_cut_before_the_order_leaves_nothing(fresh: Fresh) {
    let saboteur = Saboteur::at(&fresh.url).await;
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let body = guest.order_body("tok_success").await;
    saboteur.cut("INSERT", "payment").await;
    let failed = guest.place_as(&body, "cut").await.unwrap_err();
    assert!(matches!(failed.code, Code::Internal | Code::Unavailable), "{failed:?}");
    assert_eq!((saboteur.orders().await, shop.on_hand("LAST").await), (0, 5));
    saboteur.mend("payment").await;
    placed(guest.place_as(&body, "cut").await.unwrap());
    assert_eq!((saboteur.orders().await, shop.on_hand("LAST").await), (1, 3));
}

async fn a_key_that_could_not_be_let_go_is_free_again_soon(fresh: Fresh) {
    let saboteur = Saboteur::at(&fresh.url).await;
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let body = guest.order_body("tok_success").await;
    // As when a server is killed at work, or the database is away for longer: there is no order, and the key stays held.
    saboteur.cut("INSERT", "payment").await;
    saboteur.cut("DELETE", "idempotency").await;
    guest.place_as(&body, "cut").await.unwrap_err();
    saboteur.mend("payment").await;
    saboteur.mend("idempotency").await;
    // Who comes again is not kept waiting for somebody who may be gone.
    let answer = tokio::time::timeout(Duration::from_secs(5), guest.place_as(&body, "cut")).await;
    assert_eq!(answer.expect("no answer came").unwrap_err().code, Code::IdempotencyInProgress);
    shop.pass(10_000);
    placed(guest.place_as(&body, "cut").await.unwrap());
    assert_eq!((saboteur.orders().await, shop.on_hand("LAST").await), (1, 3));
}
