//! Price lists and versions of earlier shops, brought up to date.

use crate::database::Fresh;
use crate::people::euros;
use giano_commerce::Currency;
use giano_commerce::pricing::ContractTerms;
use sea_orm::{ConnectionTrait, Database};

on_both!(
    empty: a_shop_of_the_first_release_keeps_its_price_lists, a_shop_of_the_step_before_keeps_its_price_lists,
);

/// The steps of the first release, and those there were before price lists had versions.
const RELEASED: [u32; 2] = [6, 13];

/// What all of them wrote.
const SHOP: [&str; 4] = [
    "INSERT INTO setting (key, value) VALUES ('catalog_version', '41'), ('secret', 's')",
    "INSERT INTO price_list (id, name, currency) VALUES (1, 'Bar', 'EUR'), (2, 'Hôtel', 'CHF')",
    r#"INSERT INTO price_entry (id, list_id, sku_key, minimum, valid_from, document) VALUES
       (1, 1, 'moka-3', 1, 0, '{"list":"Bar","sku":"MOKA-3","minimum":1,
          "price":{"kind":"fixed","price":{"amount":"9.90","currency":"EUR"}},"currency":"EUR","firm":false,
          "mix_and_match":false,"valid_from":null,"valid_until":null}'),
       (2, 1, 'moka-3', 24, 1767222000000, '{"list":"Bar","sku":"MOKA-3","minimum":24,
          "price":{"kind":"percent_off","percent":"12.5"},"currency":"EUR","firm":true,"mix_and_match":true,
          "valid_from":"2025-12-31T23:00:00Z","valid_until":"2026-12-31T23:00:00Z"}'),
       (3, 2, 'cup', 1, 0, '{"list":"Hôtel","sku":"Cup","minimum":1,
          "price":{"kind":"fixed","price":{"amount":"0.3475","currency":"CHF"}},"currency":"CHF","firm":false,
          "mix_and_match":false,"valid_from":null,"valid_until":null}')"#,
    r#"INSERT INTO product (id, slug, document, created_at) VALUES (1, 'pot', '{"slug":"pot","name":{"en":"Pot"},
       "summary":{"en":""},"description_html":{"en":""},"brand":null,"categories":[],"options":[],"attributes":[],
       "media":[],"variants":[],"links":[],"vat_class":"standard","meta_title":null,"meta_description":null,
       "visible":true,"prominence":0}', 5)"#,
];

async fn a_shop_of_the_first_release_keeps_its_price_lists(empty: Fresh) {
    keeps_its_price_lists(empty, RELEASED[0], &[]).await;
}

async fn a_shop_of_the_step_before_keeps_its_price_lists(empty: Fresh) {
    let later = ["INSERT INTO setting (key, value) VALUES ('rules_version', '40')", "UPDATE product SET version = 39"];
    keeps_its_price_lists(empty, RELEASED[1], &later).await;
}

async fn keeps_its_price_lists(empty: Fresh, steps: u32, later: &[&str]) {
    let store = &empty.store;
    store.migrate_first(steps).await.unwrap();
    let db = Database::connect(&empty.url).await.unwrap();
    for statement in SHOP.iter().chain(later).copied() {
        db.execute_unprepared(statement).await.unwrap();
    }
    db.close().await.unwrap();
    store.migrate().await.unwrap();

    let versions = store.versions().await.unwrap();
    assert_eq!((versions.catalog, versions.total()), (41, 41));
    for gone in ["catalog_version", "rules_version"] {
        assert_eq!(store.setting(gone).await.unwrap(), None);
    }
    assert_eq!(store.setting("secret").await.unwrap().as_deref(), Some("s"));

    let bar = store.price_list("Bar").await.unwrap().unwrap();
    assert_eq!((bar.currency, bar.version, bar.entries.len()), (Currency::Eur, 1, 2));
    let [plain, tier] = &bar.entries[..] else { panic!("{bar:?}") };
    assert_eq!(plain.price, ContractTerms::Fixed { price: euros("9.90") });
    assert_eq!((plain.id, plain.minimum, plain.firm, plain.mix_and_match), (1, 1, false, false));
    assert_eq!((plain.valid_from, plain.valid_until), (None, None));
    assert_eq!(tier.price, ContractTerms::PercentOff { percent: "12.5".parse().unwrap() });
    assert_eq!((tier.id, tier.minimum, tier.firm, tier.mix_and_match), (2, 24, true, true));
    assert_eq!(tier.valid_from.unwrap().to_string(), "2025-12-31T23:00:00Z");
    assert_eq!(tier.valid_until.unwrap().to_string(), "2026-12-31T23:00:00Z");
    let hotel = store.price_list("Hôtel").await.unwrap().unwrap();
    let ContractTerms::Fixed { price } = &hotel.entries[0].price else { panic!("{hotel:?}") };
    assert_eq!((price.amount().to_string().as_str(), price.currency()), ("0.3475", Currency::Chf));
    assert_eq!(store.load_catalog().await.unwrap().products[0].slug, "pot");
}
