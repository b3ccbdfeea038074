//! Stock of files that say when it was counted.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod shop;

use giano_commerce::stock::CountError;
use giano_import::{ImportError, Reason, Silent, import_adobe, import_shopify};
use jiff::Timestamp;
use shop::{Shop, now, refused};

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

async fn stock(shop: &Shop) -> Vec<(String, u32)> {
    let catalog = shop.store.load_catalog().await.unwrap();
    let variants = catalog.products.iter().flat_map(|product| &product.variants);
    variants.map(|variant| (variant.sku.to_string(), variant.stock.on_hand)).collect()
}

#[tokio::test]
async fn each_row_may_say_when_it_was_counted() {
    let shop = Shop::new().await;
    let shopify = |cups: &str, jugs: &str| {
        let row = |handle: &str, rest: &str| {
            format!("{handle},{handle},true,Title,Default Title,{},{rest},deny,5\n", handle.to_uppercase())
        };
        let header = "Handle,Title,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Counted at,\
                      Variant Inventory Policy,Variant Price\n";
        format!("{header}{}{}", row("cup", cups), row("jug", jugs))
    };
    let first = shop.file("a.csv", shopify("5,2026-11-22 18:00", "7,"));
    assert_eq!(shop.import_shopify(first).await.unwrap().exit_status(), 0);
    let expected = |cups, jugs| vec![("CUP".to_owned(), cups), ("JUG".to_owned(), jugs)];
    assert_eq!(stock(&shop).await, expected(5, 7));

    // An older count of one, and one to come of the other: all else of the rows is taken.
    let second = shop.file("b.csv", shopify("9,2026-11-22T16:59:59Z", "8,2026-11-24"));
    let report = shop.import_shopify(second).await.unwrap();
    let older = CountError::OlderThanLast { at: moment("2026-11-22T16:59:59Z"), last: moment("2026-11-22T17:00:00Z") };
    let future = CountError::InTheFuture { at: moment("2026-11-23T23:00:00Z") };
    let column = Some("variant inventory qty");
    let expected_refusals = [(2, column, &Reason::Count(older)), (3, column, &Reason::Count(future))];
    assert_eq!(refused(&report), expected_refusals);
    assert!(report.refused[0].to_string().contains("count again"), "{}", report.refused[0]);
    assert_eq!((report.exit_status(), stock(&shop).await), (1, expected(5, 7)));

    // The very same numbers, counted anew: and a row whose moment is none is refused.
    let third = shop.file("c.csv", shopify("9,2026-11-23 08:00", "8,soon"));
    let report = shop.import_shopify(third).await.unwrap();
    let refusals =
        [(3, Some("counted at"), &Reason::Moment("soon".into())), (3, Some("variant price"), &Reason::NoVariant)];
    assert_eq!(refused(&report), refusals);
    assert_eq!(stock(&shop).await, expected(9, 7));
}

#[tokio::test]
async fn whoever_loads_a_file_may_say_when_it_was_counted() {
    let shop = Shop::new().await;
    let products = "sku,product_type,name,price,qty,is_in_stock\nCUP,simple,Cup,5,12,1\n";
    let mut options = shop.adobe(shop.file("p.csv", products));
    options.counted_at = Some(now() + jiff::SignedDuration::from_secs(1));
    let refused = import_adobe(&shop.store, &options, &Silent).await.unwrap_err();
    assert!(matches!(refused, ImportError::Count(CountError::InTheFuture { .. })), "{refused}");
    let mut late = shop.shopify(options.products.clone());
    late.counted_at = options.counted_at;
    assert!(matches!(import_shopify(&shop.store, &late, &Silent).await.unwrap_err(), ImportError::Count(_)));
    assert!(shop.is_empty().await, "nothing was loaded");

    options.counted_at = Some(moment("2026-11-20T09:00:00Z"));
    assert_eq!(import_adobe(&shop.store, &options, &Silent).await.unwrap().exit_status(), 0);
    assert_eq!(stock(&shop).await, [("CUP".to_owned(), 12)]);
    options.counted_at = Some(moment("2026-11-19T09:00:00Z"));
    let report = import_adobe(&shop.store, &options, &Silent).await.unwrap();
    let [(2, Some("qty"), Reason::Count(CountError::OlderThanLast { .. }))] = shop::refused(&report)[..] else {
        panic!("{report:?}")
    };
}
