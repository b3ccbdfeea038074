//! Counted stock: what is promised is not sold twice, whatever happens between counting and entering it; and servers read
//! what has changed.

use crate::contention::{order as order_of_arks, product as ark};
use crate::database::{Fresh, Kind, empty};
use crate::orders::{order, shop};
use crate::people::by;
use futures::future::join_all;
use giano_commerce::order::{OrderNumber, PaymentEvent};
use giano_commerce::stock::CountError;
use giano_store::{CountDates, ProductDraft, RefusedCount, Sending, Store, Upserted};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, Database, Statement};

on_both!(
    a_count_is_not_all_for_sale,
    loading_a_file_again_is_no_new_count,
    another_rule_for_backorders_is_no_new_count,
    a_count_is_known_of_a_product_that_cannot_be_read,
    a_late_count_knows_what_has_left_since,
    what_is_owed_comes_off_the_next_count,
    a_count_that_may_not_be_is_refused_alone,
    counts_and_checkouts_at_once_sell_nothing_twice,
    only_what_has_changed_is_read,
);

on_both!(in crate::stock::earlier: what_was_owed_before_is_owed_still);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// The shop's product with so many cups and jugs counted.
async fn counted(store: &Store, cups: u32, jugs: u32) -> ProductDraft {
    let mut draft = store.product_draft("cup").await.unwrap().unwrap();
    draft.variants[0].stock.on_hand = cups;
    draft.variants[1].stock.on_hand = jugs;
    draft
}

async fn enter(store: &Store, draft: &ProductDraft, counted: i64, now: i64) -> (Upserted, Vec<RefusedCount>) {
    let dates = CountDates { all: Some(at(counted)), ..CountDates::default() };
    store.upsert_counted_product(draft, &dates, at(now).as_millisecond()).await.unwrap()
}

/// Cups and jugs as the database has them: below zero, they are owed.
async fn on_hand(url: &str) -> (i64, i64) {
    let db = Database::connect(url).await.unwrap();
    let ask = "SELECT sku, on_hand FROM variant ORDER BY sku";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), ask)).await.unwrap();
    db.close().await.unwrap();
    let [cups, jugs] = &rows[..] else { panic!("two are sold") };
    (cups.try_get("", "on_hand").unwrap(), jugs.try_get("", "on_hand").unwrap())
}

async fn give_back(store: &Store, name: &str) {
    let settled = store.settle_payment(&format!("pay {name}"), PaymentEvent::Expire, at(0)).await.unwrap().unwrap();
    assert!(settled.moved);
}

async fn a_count_is_not_all_for_sale(Fresh { store, url, .. }: Fresh) {
    shop(&store).await;
    order(&store, "one", 3, 0).await.place(&store).await.unwrap();
    order(&store, "gone", 1, 0).await.place(&store).await.unwrap();
    give_back(&store, "gone").await;
    // Three of the ten wait there to be sent.
    let draft = counted(&store, 10, 2).await;
    assert_eq!(store.upsert_product(&draft, 0).await.unwrap(), Upserted::Updated);
    assert_eq!(on_hand(&url).await, (7, 2));
    give_back(&store, "one").await;
    assert_eq!(on_hand(&url).await, (10, 2));
    // A product that leaves the shop and comes back finds what was promised meanwhile.
    order(&store, "two", 4, 0).await.place(&store).await.unwrap();
    let mut without = draft.clone();
    without.variants.remove(0);
    store.upsert_product(&without, 0).await.unwrap();
    store.upsert_product(&draft, 0).await.unwrap();
    assert_eq!(on_hand(&url).await, (6, 2));
}

async fn loading_a_file_again_is_no_new_count(Fresh { store, url, .. }: Fresh) {
    shop(&store).await;
    let number = order(&store, "one", 3, 0).await.place(&store).await.unwrap().number;
    assert_eq!(store.send_order(&by(), &number, at(1), true).await.unwrap(), Sending::Sent);
    let mut draft = counted(&store, 5, 2).await;
    assert_eq!(store.upsert_product(&draft, 5_000).await.unwrap(), Upserted::Unchanged);
    draft.prominence = 7;
    assert_eq!(store.upsert_product(&draft, 5_000).await.unwrap(), Upserted::Updated);
    assert_eq!(on_hand(&url).await, (2, 2));
    // Somebody has counted anew, and there are five again.
    let before = store.catalog_version().await.unwrap();
    assert_eq!(enter(&store, &draft, 5, 5).await, (Upserted::Updated, Vec::new()));
    assert_eq!(on_hand(&url).await, (5, 2));
    assert_eq!(store.catalog_version().await.unwrap(), before, "a count alone changes no catalogue");
    assert_eq!(enter(&store, &draft, 5, 5).await, (Upserted::Unchanged, Vec::new()));
}

/// Three of five cups are sold and sent, so that two are left, and the file says five.
async fn sold_and_sent(store: &Store) -> ProductDraft {
    shop(store).await;
    let number = order(store, "one", 3, 0).await.place(store).await.unwrap().number;
    assert_eq!(store.send_order(&by(), &number, at(1), true).await.unwrap(), Sending::Sent);
    counted(store, 5, 2).await
}

async fn another_rule_for_backorders_is_no_new_count(Fresh { store, url, .. }: Fresh) {
    let mut draft = sold_and_sent(&store).await;
    draft.variants[0].stock.backorder = true;
    assert_eq!(store.upsert_product(&draft, 5_000).await.unwrap(), Upserted::Updated);
    assert_eq!(on_hand(&url).await, (2, 2));
    draft.variants[0].stock.lead_days = Some(9);
    assert_eq!(store.upsert_product(&draft, 6_000).await.unwrap(), Upserted::Updated);
    assert_eq!(on_hand(&url).await, (2, 2));
    let sold = store.load_catalog().await.unwrap().products[0].variants[0].stock;
    assert_eq!((sold.backorder, sold.lead_days), (true, Some(9)), "the rule is taken over");
    // Another number is a count, whatever else has changed with it.
    draft.variants[0].stock.backorder = false;
    draft.variants[0].stock.on_hand = 8;
    store.upsert_product(&draft, 7_000).await.unwrap();
    assert_eq!(on_hand(&url).await, (8, 2));
}

async fn a_count_is_known_of_a_product_that_cannot_be_read(Fresh { store, url, .. }: Fresh) {
    let draft = sold_and_sent(&store).await;
    let db = Database::connect(&url).await.unwrap();
    let counts = |cups: u32| {
        format!(
            r#"{{"variants":[{{"sku":"CUP","stock":{{"on_hand":{cups}}}}},{{"sku":"JUG","stock":{{"on_hand":2}}}}]}}"#
        )
    };
    // The counts can be read of it; or not even these.
    for (document, left) in [(counts(5), 2), ("written by nobody".to_owned(), 2), (counts(4), 5)] {
        db.execute_unprepared(&format!("UPDATE product SET document = '{document}'")).await.unwrap();
        assert_eq!(store.upsert_product(&draft, 5_000).await.unwrap(), Upserted::Updated);
        assert_eq!(on_hand(&url).await, (left, 2), "after {document}");
    }
    db.close().await.unwrap();
}

async fn a_late_count_knows_what_has_left_since(Fresh { store, url, .. }: Fresh) {
    shop(&store).await;
    let draft = counted(&store, 100, 2).await;
    enter(&store, &draft, 1, 1).await;
    let mut numbers = Vec::new();
    for name in ["before", "since", "waiting"] {
        numbers.push(order(&store, name, 10, 0).await.place(&store).await.unwrap().number);
    }
    assert_eq!(on_hand(&url).await.0, 70);
    assert_eq!(store.send_order(&by(), &numbers[0], at(10), true).await.unwrap(), Sending::Sent);
    // Ninety lie there now, is written down, and entered when ten more have left.
    assert_eq!(store.send_order(&by(), &numbers[1], at(20), true).await.unwrap(), Sending::Sent);
    enter(&store, &counted(&store, 90, 2).await, 15, 30).await;
    assert_eq!(on_hand(&url).await.0, 70);
    // What was sent is not sent again, nor cancelled.
    assert!(matches!(store.send_order(&by(), &numbers[1], at(40), true).await.unwrap(), Sending::NothingToSend(_)));
    let unknown = OrderNumber::from_count(9_999_999);
    assert_eq!(store.send_order(&by(), &unknown, at(40), true).await.unwrap(), Sending::Unknown);
    give_back(&store, "waiting").await;
    assert_eq!(on_hand(&url).await.0, 80);
}

async fn what_is_owed_comes_off_the_next_count(Fresh { store, url, .. }: Fresh) {
    shop(&store).await;
    // Two are there, three are owed.
    order(&store, "one", 0, 5).await.place(&store).await.unwrap();
    order(&store, "two", 0, 4).await.place(&store).await.unwrap();
    assert_eq!(on_hand(&url).await.1, 0);
    enter(&store, &counted(&store, 5, 8).await, 1, 1).await;
    assert_eq!(on_hand(&url).await.1, -1, "nine are promised, eight are there");
    // What comes back is owed first, and an order that is cancelled gives back all that came off the count for it.
    give_back(&store, "two").await;
    assert_eq!(on_hand(&url).await.1, 3);
    give_back(&store, "one").await;
    assert_eq!(on_hand(&url).await.1, 8);
}

async fn a_count_that_may_not_be_is_refused_alone(Fresh { store, url, .. }: Fresh) {
    shop(&store).await;
    let mut draft = counted(&store, 50, 20).await;
    let cups = draft.variants[0].sku.clone();
    let mut dates = CountDates { all: Some(at(10)), ..CountDates::default() };
    store.upsert_counted_product(&draft, &dates, at(10).as_millisecond()).await.unwrap();
    draft.prominence = 3;
    draft.variants.iter_mut().for_each(|variant| variant.stock.on_hand = 7);
    for (wrong, reason) in [
        (at(9), CountError::OlderThanLast { at: at(9), last: at(10) }),
        (at(21), CountError::InTheFuture { at: at(21) }),
    ] {
        dates.of_sku.insert(cups.key(), wrong);
        dates.all = Some(at(15));
        let (_, refused) = store.upsert_counted_product(&draft, &dates, at(20).as_millisecond()).await.unwrap();
        assert_eq!(refused, [RefusedCount { sku: cups.clone(), reason }]);
        assert_eq!(on_hand(&url).await, (50, 7));
    }
    assert_eq!(store.product_draft("cup").await.unwrap().unwrap().prominence, 3);
    // Where nobody says when, it was just now, also by a clock that goes slow.
    draft.variants[0].stock.on_hand = 8;
    store.upsert_product(&draft, at(2).as_millisecond()).await.unwrap();
    assert_eq!(on_hand(&url).await, (8, 7));
}

async fn counts_and_checkouts_at_once_sell_nothing_twice(fresh: Fresh) {
    const ORDERS: usize = 40;
    let store = fresh.store;
    store.upsert_product(&ark(10), 0).await.unwrap();
    let mut wanted = Vec::new();
    for n in 0..ORDERS {
        wanted.push(order_of_arks(&store, &format!("g{n}"), &["ZOO", "ANT"]).await);
    }
    // Thirty of each lie there the whole time: nothing leaves, and every count finds them.
    let counts = {
        let url = fresh.url.clone();
        tokio::spawn(async move {
            let store = Store::connect(&url).await.unwrap();
            for second in 1..=25 {
                enter(&store, &ark(30), second, second).await;
            }
            store.close().await;
        })
    };
    let buyers = wanted.into_iter().enumerate().map(|(n, wanted)| {
        let store = store.clone();
        tokio::spawn(async move {
            let placed = wanted.place(&store).await;
            // Every fifth gives back what it took.
            let back = placed.is_ok() && n % 5 == 0;
            if back {
                give_back(&store, &format!("g{n}")).await;
            }
            placed.is_ok() && !back
        })
    });
    let kept = join_all(buyers).await.into_iter().filter(|kept| *kept.as_ref().unwrap()).count();
    counts.await.unwrap();
    let stock = store.load_catalog().await.unwrap().products.remove(0).variants;
    for variant in stock.iter().filter(|variant| ["ZOO", "ANT"].contains(&variant.sku.as_str())) {
        assert_eq!(variant.stock.on_hand as usize + kept, 30, "{}: {kept} were sold", variant.sku);
    }
    enter(&store, &ark(30), 30, 30).await;
    let again = store.load_catalog().await.unwrap().products.remove(0).variants;
    assert_eq!(again.iter().map(|v| v.stock).collect::<Vec<_>>(), stock.iter().map(|v| v.stock).collect::<Vec<_>>());
}

async fn only_what_has_changed_is_read(Fresh { store, .. }: Fresh) {
    shop(&store).await;
    store.upsert_product(&ark(5), 0).await.unwrap();
    let known = store.stock_version().await.unwrap();
    assert_eq!(store.stock_since(known).await.unwrap().changed, []);
    let changed = async |known: i64| {
        let changes = store.stock_since(known).await.unwrap();
        let catalog = store.load_catalog().await.unwrap();
        let variants = catalog.products.iter().flat_map(|product| &product.variants);
        let mut named: Vec<(String, u32)> = variants
            .filter_map(|variant| {
                let (_, stock) = changes.changed.iter().find(|(id, _)| *id == variant.id)?;
                assert_eq!(*stock, variant.stock);
                Some((variant.sku.to_string(), stock.on_hand))
            })
            .collect();
        named.sort();
        (named, changes.version)
    };
    order(&store, "one", 2, 0).await.place(&store).await.unwrap();
    let (sold, version) = changed(known).await;
    assert_eq!(sold, [("CUP".to_owned(), 3)]);
    order_of_arks(&store, "two", &["ZOO", "BEE"]).await.place(&store).await.unwrap();
    let (sold, version) = changed(version).await;
    assert_eq!(sold, [("BEE".to_owned(), 4), ("ZOO".to_owned(), 4)]);
    give_back(&store, "one").await;
    let (back, version) = changed(version).await;
    assert_eq!(back, [("CUP".to_owned(), 5)]);
    store.upsert_product(&counted(&store, 9, 2).await, 0).await.unwrap();
    let (came, version) = changed(version).await;
    assert_eq!(came, [("CUP".to_owned(), 9)]);
    assert_eq!(changed(version).await, (Vec::new(), version));
    // A database that was set back counts lower than somebody knows: all is read.
    assert_eq!(store.stock_since(version + 1).await.unwrap().changed.len(), 8);
}

/// A shop of the day before stock was counted: five jugs are ordered of which two were there, and one order is on its way.
async fn earlier(kind: Kind) -> Option<Fresh> {
    let fresh = empty(kind).await?;
    fresh.store.migrate_first(13).await.unwrap();
    let db = Database::connect(&fresh.url).await.unwrap();
    let order = |id: i64, number: &str, lifecycle: &str, basket: &str| {
        format!(
            "INSERT INTO orders (id, number, version, key_hash, email_key, face, lifecycle, lifecycle_at, placed_at, currency,
               pieces, snapshot_version, snapshot, basket)
             VALUES ({id}, '{number}', 1, 'k{id}', 'a@b.example', 'home', '{lifecycle}', 0, 0, 'EUR', 5, 0, '', {basket});"
        )
    };
    let line = |id: i64, kind: &str, quantity: i64, taken: i64, shipped: i64| {
        format!(
            "INSERT INTO order_line (order_id, position, kind, sku_key, sku, quantity, taken, shipped)
             VALUES ({id}, 0, '{kind}', 'jug', 'JUG', {quantity}, {taken}, {shipped});"
        )
    };
    let rows = [
        order(1, "A", "placed", "'{}'"),
        line(1, "bought", 5, 2, 0),
        line(1, "gift", 1, 0, 0),
        order(2, "B", "placed", "NULL"),
        line(2, "bought", 6, 0, 0),
        order(3, "C", "cancelled", "'{}'"),
        line(3, "bought", 7, 1, 0),
        order(4, "D", "placed", "'{}'"),
        line(4, "bought", 2, 2, 2),
        "INSERT INTO shipment (id, order_id, state, state_at) VALUES (1, 4, 'sent', 50000);".to_owned(),
        "INSERT INTO shipment_line (shipment_id, order_line_id, quantity)
         SELECT 1, id, 2 FROM order_line WHERE order_id = 4;"
            .to_owned(),
    ];
    db.execute_unprepared(&rows.concat()).await.unwrap();
    db.close().await.unwrap();
    fresh.store.migrate().await.unwrap();
    Some(fresh)
}

async fn what_was_owed_before_is_owed_still(Fresh { store, url, .. }: Fresh) {
    shop(&store).await;
    // The first order's five; what the fourth sent had left by then.
    enter(&store, &counted(&store, 5, 20).await, 60, 60).await;
    assert_eq!(on_hand(&url).await.1, 15);
    let early = Database::connect(&url).await.unwrap();
    early.execute_unprepared("UPDATE shipment SET sent_at = 70000").await.unwrap();
    early.close().await.unwrap();
    enter(&store, &counted(&store, 5, 20).await, 61, 80).await;
    assert_eq!(on_hand(&url).await.1, 13);
}
