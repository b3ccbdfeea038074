//! The demonstration shop in the repository: right in itself, and loaded whole.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use giano_commerce::catalog::MediaKind;
use giano_import::demo;
use giano_store::Store;
use jiff::Timestamp;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo")
}

/// A Monday morning.
fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

#[test]
fn it_is_right_in_itself() {
    let findings: Vec<String> = demo::check(&folder()).iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[tokio::test]
async fn it_is_loaded_whole_and_a_second_time_changes_nothing() {
    let place = tempfile::tempdir().unwrap();
    let media = place.path().join("media");
    let store = Store::connect(&format!("sqlite://{}", place.path().join("demo.db").display())).await.unwrap();
    store.migrate().await.unwrap();
    demo::load(&store, &folder(), &media, now(), "a hash").await.unwrap();

    let catalog = store.load_catalog().await.unwrap();
    assert!(catalog.products.len() >= 12, "{} products", catalog.products.len());
    assert!(catalog.reviews.len() >= 30, "{} reviews", catalog.reviews.len());
    for product in &catalog.products {
        assert!(!product.media.is_empty(), "{} has a picture", product.slug);
        for picture in &product.media {
            let MediaKind::Drawing { key, .. } = &picture.kind else { panic!("{}: {picture:?}", product.slug) };
            assert!(media.join(format!("{key}.svg")).exists(), "{} is drawn", product.slug);
        }
    }
    let stock = |wanted: &dyn Fn(u32, bool) -> bool| {
        let all = catalog.products.iter().flat_map(|product| &product.variants);
        all.filter(|variant| wanted(variant.stock.on_hand, variant.stock.backorder)).count()
    };
    assert!(stock(&|on_hand, _| (1..=5).contains(&on_hand)) > 0, "something is nearly gone");
    assert!(stock(&|on_hand, backorder| on_hand == 0 && backorder) > 0, "something can be ordered ahead");
    assert!(stock(&|on_hand, backorder| on_hand == 0 && !backorder) > 0, "something is sold out");
    assert!(store.load_terms().await.unwrap().len() >= 4);
    assert_eq!(store.load_price_lists().await.unwrap().len(), 3);
    assert!(store.load_promotions().await.unwrap().len() >= 5);
    assert!(store.demo_people().await.unwrap().iter().any(|person| person.email == "buyer@barcentrale.example"));
    assert!(store.load_content().await.unwrap().len() >= 13);

    let version = store.catalog_version().await.unwrap();
    demo::load(&store, &folder(), &media, now(), "another hash").await.unwrap();
    assert_eq!(store.catalog_version().await.unwrap(), version, "nothing was written again");
}
