//! What a cancelled order gives back, also where others want the same at that moment.

use crate::database::Fresh;
use crate::orders::{order, shop};
use giano_commerce::basket::MAX_GUEST_LINES;
use giano_commerce::order::{OrderNumber, PaymentEvent, ShipmentState};
use giano_commerce::{Quantity, Sku};
use giano_store::{BasketOwner, OrderOwner, PromotionUse, Store};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, TransactionTrait};
use std::time::Duration;

on_both!(
    a_promotion_used_up_at_that_moment_is_told_to_be_usable_again,
    a_limit_that_was_lowered_is_not_told_to_be_missed,
    nothing_of_a_basket_is_lost_for_want_of_room,
    what_is_being_packed_is_unpacked,
);

async fn decline(store: &Store, name: &str) {
    let (payment, at) = (format!("pay {name}"), Timestamp::from_second(7).unwrap());
    assert!(store.settle_payment(&payment, PaymentEvent::Decline, at).await.unwrap().unwrap().moved);
}

/// Places an order that uses the shop's promotion, which may be used twice.
async fn place_promoted(store: &Store, name: &str) -> OrderNumber {
    let promotion = store.load_promotions().await.unwrap()[0].promotion.clone();
    let mut wanted = order(store, name, 1, 0).await;
    wanted.taking.promotions = vec![PromotionUse {
        promotion: promotion.id,
        customer: wanted.order.email_key.clone(),
        limit_total: promotion.limit_total,
        limit_per_customer: promotion.limit_per_customer,
    }];
    wanted.place(store).await.unwrap().number
}

/// Waits until somebody waits for a lock in this database.
async fn until_somebody_waits(db: &DatabaseConnection) {
    let ask = "SELECT count(*) AS waiting FROM pg_stat_activity
               WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let waiting = async {
        loop {
            let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, ask)).await.unwrap().unwrap();
            if row.try_get::<i64>("", "waiting").unwrap() > 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.expect("the order waits for the promotion");
}

async fn a_promotion_used_up_at_that_moment_is_told_to_be_usable_again(Fresh { store, url, .. }: Fresh) {
    shop(&store).await;
    place_promoted(&store, "one").await;
    let before = store.versions().await.unwrap();
    // Somebody else uses it for the second and last time, and is not done yet: on SQLite nobody writes beside them.
    let db = Database::connect(&url).await.unwrap();
    let other = db.begin().await.unwrap();
    other.execute_unprepared("UPDATE promotion SET used = used + 1").await.unwrap();
    let cancelling = {
        let store = store.clone();
        tokio::spawn(async move { decline(&store, "one").await })
    };
    if db.get_database_backend() == DbBackend::Postgres {
        until_somebody_waits(&db).await;
    }
    other.commit().await.unwrap();
    cancelling.await.unwrap();
    db.close().await.unwrap();
    let promotion = store.load_promotions().await.unwrap().remove(0);
    assert_eq!(promotion.used, 1, "one of the two uses is left");
    assert!(
        store.versions().await.unwrap().promotions > before.promotions,
        "servers are told that it can be used again"
    );
}

async fn a_limit_that_was_lowered_is_not_told_to_be_missed(Fresh { store, .. }: Fresh) {
    shop(&store).await;
    place_promoted(&store, "one").await;
    place_promoted(&store, "two").await;
    let mut promotion = store.load_promotions().await.unwrap()[0].promotion.clone();
    promotion.limit_total = Some(1);
    store.put_promotion("twice", &promotion).await.unwrap();
    let before = store.versions().await.unwrap();
    // Of two uses one goes back, and one is all there may be.
    decline(&store, "one").await;
    assert_eq!(store.versions().await.unwrap(), before);
    decline(&store, "two").await;
    assert!(store.versions().await.unwrap().promotions > before.promotions);
}

async fn nothing_of_a_basket_is_lost_for_want_of_room(Fresh { store, .. }: Fresh) {
    shop(&store).await;
    order(&store, "one", 2, 1).await.place(&store).await.unwrap();
    // While the bank was asked, the basket was filled up with other things.
    let owner = BasketOwner::Guest("one".to_owned());
    let others: Vec<(Sku, Quantity)> =
        (0..MAX_GUEST_LINES).map(|n| (format!("OTHER-{n}").parse().unwrap(), Quantity::ONE)).collect();
    let (_, left_over) = store.add_to_basket(&owner, |_| others, 2).await.unwrap().unwrap();
    assert_eq!(left_over, []);
    decline(&store, "one").await;
    let basket = store.basket(&owner).await.unwrap().unwrap();
    let pieces = |sku: &str| basket.rows.iter().find(|row| row.sku.as_str() == sku).map(|row| row.quantity.get());
    assert_eq!((pieces("CUP"), pieces("JUG"), basket.rows.len()), (Some(2), Some(1), MAX_GUEST_LINES + 2));
    // What somebody adds is bound by the room there is, as before.
    let more = |_: &_| vec![("MORE".parse().unwrap(), Quantity::ONE), ("CUP".parse().unwrap(), Quantity::ONE)];
    let (basket, left_over) = store.add_to_basket(&owner, more, 3).await.unwrap().unwrap();
    assert_eq!((basket.rows.len(), left_over.len()), (MAX_GUEST_LINES + 2, 1));
}

async fn what_is_being_packed_is_unpacked(Fresh { store, url, .. }: Fresh) {
    shop(&store).await;
    let number = order(&store, "one", 2, 0).await.place(&store).await.unwrap().number;
    let db = Database::connect(&url).await.unwrap();
    db.execute_unprepared(
        "INSERT INTO shipment (order_id, state, state_at) SELECT id, 'preparing', 1 FROM orders;
         INSERT INTO shipment (order_id, state, state_at) SELECT id, 'cancelled', 1 FROM orders;",
    )
    .await
    .unwrap();
    db.close().await.unwrap();
    decline(&store, "one").await;
    let owner = OrderOwner::Key(crate::orders::key(&number));
    let order = store.order(&number, &owner).await.unwrap().unwrap();
    let mut states: Vec<ShipmentState> = order.head.parts.shipments.iter().map(|shipment| shipment.state).collect();
    states.sort_by_key(|state| state.since());
    let at = |second| Timestamp::from_millisecond(second).unwrap();
    assert_eq!(states, [ShipmentState::Cancelled { at: at(1) }, ShipmentState::Cancelled { at: at(7_000) }]);
}
