//! What everybody paid: little of it is loaded and kept, and what may be struck through is the same as of all of it.

use crate::database::Fresh;
use giano_commerce::price_history::{PriceSince, lowest_before};
use giano_commerce::{Currency, Money};
use giano_store::Store;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use sea_orm::{ConnectionTrait, Database, Statement};
use std::collections::HashMap;

on_both!(what_may_be_struck_through_is_that_of_the_whole_history, no_more_is_loaded_and_kept_than_is_asked_for);

fn day(number: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * number)
}

fn price(euros: i64) -> Money {
    Money::new(Decimal::new(euros * 100, 2), Currency::Eur)
}

async fn note(store: &Store, at: Timestamp, prices: &[(String, Money)]) {
    let version = store.catalog_version().await.unwrap();
    assert!(store.note_prices(version, at.as_millisecond(), prices).await.unwrap());
}

/// The same numbers in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

async fn what_may_be_struck_through_is_that_of_the_whole_history(Fresh { store, .. }: Fresh) {
    const SKUS: u64 = 30;
    let mut chance = Chance(7);
    let mut whole: HashMap<String, Vec<PriceSince>> = HashMap::new();
    let mut today = 0;
    let (mut compared, mut forgotten) = (0, 0);
    for round in 0..90 {
        // Changes follow one another closely or after a long time; many come back to a price of before, or stay at it.
        today += [1, 2, 10, 29, 30, 31, 50][usize::try_from(chance.below(7)).unwrap()];
        let mut changes = Vec::new();
        for n in 0..SKUS {
            // Some change seldom, so that their present price has held for years.
            if chance.below(2 + n) == 0 {
                let (sku, price) = (format!("sku-{n}"), price(8 + i64::try_from(chance.below(4)).unwrap()));
                whole.entry(sku.clone()).or_default().push(PriceSince { since: day(today), price: price.amount() });
                changes.push((sku, price));
            }
        }
        note(&store, day(today), &changes).await;
        if round % 6 != 0 {
            continue;
        }
        for later in [0, 1, 30, 200] {
            let now = day(today + later);
            let loaded = store.load_price_history(Currency::Eur, now).await.unwrap();
            for (sku, whole) in &whole {
                let known = &loaded[sku];
                assert_eq!(known.last(), whole.last(), "{sku}");
                forgotten += whole.len() - known.len();
                for euros in 7..13 {
                    let asked = price(euros).amount();
                    let expected = lowest_before(whole, asked, now);
                    assert_eq!(lowest_before(known, asked, now), expected, "{sku} at {euros}, {now}: {whole:?}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 5_000 && forgotten > 1_000, "{compared} answers, without {forgotten} prices");
}

async fn no_more_is_loaded_and_kept_than_is_asked_for(Fresh { store, url, .. }: Fresh) {
    // One price that has held for two years after another, and one that changes every other day.
    note(&store, day(0), &[("old".to_owned(), price(12)), ("busy".to_owned(), price(12))]).await;
    note(&store, day(10), &[("old".to_owned(), price(9))]).await;
    for number in 0..250 {
        note(&store, day(300 + 2 * number), &[("busy".to_owned(), price(5 + number % 2))]).await;
    }
    let now = day(300 + 2 * 249);
    let loaded = store.load_price_history(Currency::Eur, now).await.unwrap();
    assert_eq!(loaded["old"].len(), 2, "the price before the present one counts however long ago that began");
    assert!(loaded["busy"].len() <= 18, "{} prices of thirty days", loaded["busy"].len());
    let db = Database::connect(&url).await.unwrap();
    let ask = "SELECT count(*) AS kept FROM price_history WHERE sku_key = 'busy'";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), ask)).await.unwrap().unwrap();
    let kept: i64 = row.try_get("", "kept").unwrap();
    db.close().await.unwrap();
    assert!((180..190).contains(&kept), "{kept} prices of a year of 251");
}
