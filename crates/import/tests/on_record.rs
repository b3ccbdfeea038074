//! What the audit log says of imports: one entry for each import and list, in numbers.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod shop;

use giano_import::{ImportError, Progress, Step, import_shopify, whole_prices, whole_shopify};
use giano_store::{AuditAction, AuditPage, ShopPart, Store, Subject, Who};
use serde_json::{Value, json};
use shop::{Shop, now};
use std::sync::atomic::{AtomicU32, Ordering};

const PRODUCTS: &str = "Handle,Title,Variant SKU,Variant Price\nmug,Mug,MUG,12\ncup,Cup,CUP,8\n";

/// What entries about something say is there since, the oldest first. All are the import's.
async fn said(store: &Store, subject: Subject) -> Vec<Value> {
    let entries = store.audit_of(&subject, AuditPage { before: None, most: 200 }).await.unwrap();
    let after = entries.into_iter().rev().map(|entry| {
        assert_eq!((entry.author.who, entry.action), (Who::Shop(ShopPart::Import), AuditAction::Changed));
        assert_eq!((entry.author.at, entry.before), (now().as_millisecond(), None));
        entry.after.unwrap()
    });
    after.collect()
}

fn numbers(added: u64, changed: u64, ended: u64) -> Value {
    json!({"added": added, "changed": changed, "ended": ended})
}

fn products(of_products: Value) -> Value {
    json!({"categories": numbers(0, 0, 0), "products": of_products, "reviews": numbers(0, 0, 0)})
}

#[tokio::test]
async fn an_import_of_products_is_one_entry_in_numbers() {
    let shop = Shop::new().await;
    shop.import_shopify(shop.file("p.csv", PRODUCTS)).await.unwrap();
    let first = products(numbers(2, 0, 0));
    assert_eq!(said(&shop.store, Subject::Catalog).await, std::slice::from_ref(&first));
    // What changes nothing is no change.
    shop.import_shopify(shop.file("p.csv", PRODUCTS)).await.unwrap();
    assert_eq!(said(&shop.store, Subject::Catalog).await.len(), 1);
    let other = shop.file("q.csv", PRODUCTS.replace("Mug,MUG,12", "Mug,MUG,13"));
    shop.import_shopify(other).await.unwrap();
    assert_eq!(said(&shop.store, Subject::Catalog).await, [first, products(numbers(0, 1, 0))]);

    let adobe = "sku,product_type,name,price,url_key,visibility,categories\n\
                 JUG,simple,Jug,5,jug,\"Catalog, Search\",Default Category/Kitchen\n";
    shop.import_adobe(shop.file("adobe.csv", adobe)).await.unwrap();
    let last = said(&shop.store, Subject::Catalog).await.pop().unwrap();
    assert_eq!(last["products"], numbers(1, 0, 0));
    assert!(last["categories"]["added"].as_u64().unwrap() > 0, "{last}");
}

#[tokio::test]
async fn what_leaves_the_shop_with_a_whole_file_is_one_entry() {
    let shop = Shop::new().await;
    shop.import_shopify(shop.file("p.csv", PRODUCTS)).await.unwrap();
    let some = shop.file("some.csv", "Handle,Title,Variant SKU,Variant Price\nmug,Mug,MUG,12\n");
    let ending = whole_shopify(&shop.store, &shop.shopify(some)).await.unwrap();
    assert_eq!(said(&shop.store, Subject::Catalog).await.len(), 1, "looking changes nothing");
    for _ in 0..2 {
        ending.end(&shop.store, now()).await.unwrap();
    }
    let expected = [products(numbers(2, 0, 0)), products(numbers(0, 0, 1))];
    assert_eq!(said(&shop.store, Subject::Catalog).await, expected, "once");
}

#[tokio::test]
async fn each_price_list_has_an_entry_of_its_own() {
    let shop = Shop::new().await;
    shop.import_shopify(shop.file("p.csv", PRODUCTS)).await.unwrap();
    let of = async |name: &str| said(&shop.store, Subject::PriceList(name.to_owned())).await;
    let head = "list,sku,min_quantity,unit_price,currency,valid_from,valid_until";
    let first = format!("{head}\nBar,MUG,1,9,EUR,,\nBar,MUG,9,8,EUR,,\nOther,CUP,1,7,EUR,,\nBar,GHOST,1,9,EUR,,\n");
    let first = shop.file("first.csv", first);
    for _ in 0..2 {
        shop.import_prices(first.clone()).await.unwrap();
    }
    assert_eq!(of("Bar").await, [numbers(2, 0, 0)]);
    assert_eq!(of("Other").await, [numbers(1, 0, 0)]);
    let second = shop.file("second.csv", format!("{head}\nBar,MUG,1,10,EUR,,\nBar,CUP,1,7,EUR,,\n"));
    let ending = whole_prices(&shop.store, &shop.prices(second.clone())).await.unwrap();
    shop.import_prices(second).await.unwrap();
    for _ in 0..2 {
        ending.end(&shop.store, now()).await.unwrap();
    }
    assert_eq!(of("Bar").await, [numbers(2, 0, 0), numbers(1, 1, 0), numbers(0, 0, 1)]);
    assert_eq!(of("Other").await, [numbers(1, 0, 0)], "its prices stay as they are");
}

/// Says after a number of rows that it is enough.
struct Enough(AtomicU32);

impl Progress for Enough {
    fn begin(&self, _: Step, _: Option<u64>) {}

    fn advance(&self, _: u64) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn end(&self) {}

    fn cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= 2
    }
}

#[tokio::test]
async fn what_was_done_until_an_import_was_broken_off_is_on_record() {
    let shop = Shop::new().await;
    let options = shop.shopify(shop.file("p.csv", PRODUCTS));
    let stopped = import_shopify(&shop.store, &options, &Enough(AtomicU32::new(0))).await.unwrap_err();
    assert!(matches!(stopped, ImportError::Cancelled), "{stopped}");
    assert_eq!(shop.store.shown_products().await.unwrap(), ["mug"]);
    assert_eq!(said(&shop.store, Subject::Catalog).await, [products(numbers(1, 0, 0))]);
}
