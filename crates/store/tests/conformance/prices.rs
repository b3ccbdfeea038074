//! Orders are placed at prices that hold.

use crate::contention::{order, product};
use crate::database::Fresh;
use crate::people::euros;
use giano_commerce::Currency;
use giano_commerce::pricing::ContractTerms;
use giano_store::{PriceEntryDraft, ProductDraft, Refusal, Store};

on_both!(
    a_product_that_changed_is_priced_again,
    what_did_not_change_is_sold,
    rules_that_changed_have_everything_priced_again,
    prices_are_kept_with_the_moment_they_began,
);

const BOTH: [&str; 2] = ["ANT", "BEE"];

async fn placed(store: &Store, name: &str, version: u64) -> Result<(), Refusal> {
    let mut wanted = order(store, name, &BOTH).await;
    wanted.taking.catalog_version = version;
    wanted.place(store).await.map(drop)
}

/// Another product than the ones that are ordered.
fn other() -> ProductDraft {
    let mut other = product(5);
    other.slug = "other".to_owned();
    other.variants.truncate(1);
    other.variants[0].sku = "OTHER".parse().unwrap();
    other
}

async fn a_product_that_changed_is_priced_again(fresh: Fresh) {
    let store = fresh.store;
    store.upsert_product(&product(50), 0).await.unwrap();
    let before = store.catalog_version().await.unwrap();
    let mut dearer = product(50);
    dearer.variants[0].home_price = euros("11.00");
    store.upsert_product(&dearer, 0).await.unwrap();
    assert_eq!(placed(&store, "late", before).await, Err(Refusal::CatalogMoved));
    // Nothing was taken.
    let now = store.catalog_version().await.unwrap();
    assert_eq!(placed(&store, "in time", now).await, Ok(()));
    // Known is what was loaded last; a database set back to an earlier day knows nothing of it.
    assert_eq!(placed(&store, "set back", now + 5).await, Err(Refusal::CatalogMoved));
}

async fn what_did_not_change_is_sold(fresh: Fresh) {
    let store = fresh.store;
    store.upsert_product(&product(50), 0).await.unwrap();
    let before = store.catalog_version().await.unwrap();
    store.upsert_product(&other(), 0).await.unwrap();
    // More of it came, and it costs what it did.
    store.upsert_product(&product(70), 0).await.unwrap();
    assert!(store.catalog_version().await.unwrap() > before);
    assert_eq!(placed(&store, "first", before).await, Ok(()));
}

async fn rules_that_changed_have_everything_priced_again(fresh: Fresh) {
    let store = fresh.store;
    store.upsert_product(&product(50), 0).await.unwrap();
    let before = store.catalog_version().await.unwrap();
    let entry = PriceEntryDraft {
        list: "bar".to_owned(),
        sku: "ANT".parse().unwrap(),
        minimum: 1,
        price: ContractTerms::Fixed { price: euros("1.00") },
        currency: Currency::Eur,
        firm: false,
        mix_and_match: false,
        valid_from: None,
        valid_until: None,
    };
    store.put_price_entry(&entry).await.unwrap();
    assert_eq!(placed(&store, "late", before).await, Err(Refusal::CatalogMoved));
    let now = store.catalog_version().await.unwrap();
    store.put_setting("greeting", "Hello").await.unwrap();
    assert_eq!(placed(&store, "later", now).await, Err(Refusal::CatalogMoved));
}

async fn prices_are_kept_with_the_moment_they_began(fresh: Fresh) {
    let store = fresh.store;
    store.upsert_product(&product(50), 0).await.unwrap();
    let version = store.catalog_version().await.unwrap();
    let note = async |version, since, prices: &[(&str, &str)]| {
        let prices: Vec<_> = prices.iter().map(|(sku, price)| ((*sku).to_owned(), euros(price))).collect();
        store.note_prices(version, since, &prices).await.unwrap()
    };
    assert!(note(version, 1_000, &[("ant", "10.00"), ("bee", "20.00")]).await);
    assert!(note(version, 2_000, &[("ant", "9.00")]).await);
    // Another server that notes the same moment changes nothing.
    assert!(note(version, 2_000, &[("ant", "9.00"), ("bee", "19.00")]).await);
    // One whose catalogue lags does not write old prices.
    assert!(!note(version - 1, 3_000, &[("ant", "10.00")]).await);
    let many: Vec<String> = (0..450).map(|number| format!("sku{number}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|sku| (sku.as_str(), "1.00")).collect();
    assert!(note(version, 4_000, &many).await);
    let history = store.load_price_history(Currency::Eur).await.unwrap();
    let of = |sku: &str| -> Vec<(i64, String)> {
        history[sku].iter().map(|entry| (entry.since.as_millisecond(), entry.price.to_string())).collect()
    };
    assert_eq!(of("ant"), [(1_000, "10.00".to_owned()), (2_000, "9.00".to_owned())]);
    assert_eq!(of("bee"), [(1_000, "20.00".to_owned()), (2_000, "19.00".to_owned())]);
    assert_eq!(history.len(), 452);
    assert!(store.load_price_history(Currency::Chf).await.unwrap().is_empty());
}
