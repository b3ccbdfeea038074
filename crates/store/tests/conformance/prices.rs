//! Orders are placed at prices that hold.

use crate::contention::{order, product};
use crate::database::Fresh;
use crate::people::euros;
use crate::versions::{category, content, promotion};
use giano_commerce::Currency;
use giano_commerce::pricing::ContractTerms;
use giano_store::{PriceEntryDraft, PricedAt, ProductDraft, Refusal, Store, Versions};
use jiff::Timestamp;

on_both!(
    a_product_that_changed_is_priced_again,
    what_did_not_change_is_sold,
    rules_that_changed_have_everything_priced_again,
    prices_are_kept_with_the_moment_they_began,
    only_the_price_lists_that_were_looked_into_matter,
);

const BOTH: [&str; 2] = ["ANT", "BEE"];

/// What prices would be worked out of now.
async fn priced_at(store: &Store, lists: &[&str]) -> PricedAt {
    let price_lists = store.price_list_versions(lists).await.unwrap().into_iter().collect();
    PricedAt { versions: store.versions().await.unwrap(), price_lists }
}

async fn placed(store: &Store, name: &str, known: PricedAt) -> Result<(), Refusal> {
    let mut wanted = order(store, name, &BOTH).await;
    wanted.taking.priced_at = known;
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
    let before = priced_at(&store, &[]).await;
    let mut dearer = product(50);
    dearer.variants[0].home_price = euros("11.00");
    store.upsert_product(&dearer, 0).await.unwrap();
    assert_eq!(placed(&store, "late", before).await, Err(Refusal::CatalogMoved));
    // Nothing was taken.
    let now = priced_at(&store, &[]).await;
    assert_eq!(placed(&store, "in time", now.clone()).await, Ok(()));
    // Known is what was loaded last; a database set back to an earlier day knows nothing of it.
    let later = Versions { catalog: now.versions.catalog + 5, ..now.versions };
    let later = PricedAt { versions: later, price_lists: Vec::new() };
    assert_eq!(placed(&store, "set back", later).await, Err(Refusal::CatalogMoved));
}

async fn what_did_not_change_is_sold(fresh: Fresh) {
    let store = fresh.store;
    store.upsert_product(&product(50), 0).await.unwrap();
    let before = priced_at(&store, &[]).await;
    store.upsert_product(&other(), 0).await.unwrap();
    // More of it came, and it costs what it did.
    store.upsert_product(&product(70), 0).await.unwrap();
    assert!(store.versions().await.unwrap().catalog > before.versions.catalog);
    assert_eq!(placed(&store, "first", before).await, Ok(()));
}

async fn rules_that_changed_have_everything_priced_again(fresh: Fresh) {
    let store = fresh.store;
    store.upsert_product(&product(50), 0).await.unwrap();
    for (name, rule) in [("setting", 0), ("category", 1), ("promotion", 2)] {
        let before = priced_at(&store, &[]).await;
        match rule {
            0 => store.put_setting("greeting", "Hello").await.unwrap(),
            1 => store.upsert_category(&category("Pots")).await.unwrap(),
            _ => store.put_promotion("one", &promotion("one")).await.unwrap(),
        };
        assert_eq!(placed(&store, name, before).await, Err(Refusal::CatalogMoved), "{name}");
    }
    let now = priced_at(&store, &[]).await;
    store.put_content("guides", "grind", 1, &content("Grind well")).await.unwrap();
    assert_eq!(placed(&store, "read", now).await, Ok(()), "what is written changes no price");
}

async fn only_the_price_lists_that_were_looked_into_matter(fresh: Fresh) {
    let store = fresh.store;
    store.upsert_product(&product(50), 0).await.unwrap();
    let entry = |list: &str, price: &str| PriceEntryDraft {
        list: list.to_owned(),
        sku: "ANT".parse().unwrap(),
        minimum: 1,
        price: ContractTerms::Fixed { price: euros(price) },
        currency: Currency::Eur,
        firm: false,
        mix_and_match: false,
        valid_from: None,
        valid_until: None,
    };
    for list in ["bar", "hotel"] {
        store.put_price_entry(&entry(list, "2.00"), 0).await.unwrap();
    }
    let before = priced_at(&store, &["bar"]).await;
    store.put_price_entry(&entry("hotel", "1.00"), 0).await.unwrap();
    assert_eq!(placed(&store, "in time", before.clone()).await, Ok(()));
    store.put_price_entry(&entry("bar", "1.00"), 0).await.unwrap();
    assert_eq!(placed(&store, "late", before).await, Err(Refusal::CatalogMoved));
    let unknown = PricedAt { price_lists: vec![("gone".to_owned(), 1)], ..priced_at(&store, &[]).await };
    assert_eq!(placed(&store, "gone", unknown).await, Err(Refusal::CatalogMoved));
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
    let history = store.load_price_history(Currency::Eur, Timestamp::UNIX_EPOCH).await.unwrap();
    let of = |sku: &str| -> Vec<(i64, String)> {
        history[sku].iter().map(|entry| (entry.since.as_millisecond(), entry.price.to_string())).collect()
    };
    assert_eq!(of("ant"), [(1_000, "10.00".to_owned()), (2_000, "9.00".to_owned())]);
    assert_eq!(of("bee"), [(1_000, "20.00".to_owned()), (2_000, "19.00".to_owned())]);
    assert_eq!(history.len(), 452);
    assert!(store.load_price_history(Currency::Chf, Timestamp::UNIX_EPOCH).await.unwrap().is_empty());
}
