//! Files that are the whole catalogue, or whole price lists.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod shop;

use giano_import::{ImportError, whole_adobe, whole_prices, whole_shopify};
use shop::{Shop, now};

fn products(handles: &[&str]) -> String {
    let rows: String =
        handles.iter().map(|handle| format!("{handle},{handle},{},5\n", handle.to_uppercase())).collect();
    format!("Handle,Title,Variant SKU,Variant Price\n{rows}")
}

#[tokio::test]
async fn products_that_are_not_in_the_file_leave_the_shop() {
    let shop = Shop::new().await;
    shop.import_shopify(shop.file("all.csv", products(&["cup", "jug", "mug"]))).await.unwrap();
    // A price that is none keeps a product from being taken, not from being in the file.
    let some = shop.file("some.csv", format!("{}jug,Jug,JUG,none\n", products(&["cup"])));
    let ending = whole_shopify(&shop.store, &shop.shopify(some.clone())).await.unwrap();
    assert_eq!(ending.to_string(), "1 of 3 products are not in the file and would leave the shop: mug");
    assert_eq!(shop.store.shown_products().await.unwrap(), ["cup", "jug", "mug"], "nothing has happened yet");
    let before = shop.store.catalog_version().await.unwrap();
    assert_eq!(ending.end(&shop.store, now()).await.unwrap(), 1);
    assert_eq!(shop.store.shown_products().await.unwrap(), ["cup", "jug"]);
    assert!(shop.store.catalog_version().await.unwrap() > before, "servers hear of it");
    assert_eq!(ending.end(&shop.store, now()).await.unwrap(), 0, "once");
    // What comes back is sold again.
    shop.import_shopify(shop.file("all.csv", products(&["cup", "jug", "mug"]))).await.unwrap();
    assert_eq!(shop.store.shown_products().await.unwrap(), ["cup", "jug", "mug"]);

    let adobe = "sku,product_type,name,price,url_key,visibility\nCUP,simple,Cup,5,cup,\"Catalog, Search\"\n";
    let options = shop.adobe(shop.file("adobe.csv", adobe));
    let ending = whole_adobe(&shop.store, &options).await.unwrap();
    assert_eq!(ending.to_string(), "2 of 3 products are not in the file and would leave the shop: jug, mug");
}

#[tokio::test]
async fn a_broken_file_is_the_whole_of_nothing() {
    let shop = Shop::new().await;
    shop.import_shopify(shop.file("all.csv", products(&["cup", "jug"]))).await.unwrap();
    for (text, is_empty) in [
        ("Handle,Title,Variant SKU,Variant Price\n".to_owned(), true),
        (format!("{}jug,Jug", products(&["cup"])), false),
        (format!("{}\"jug,Jug,JUG,5\n", products(&["cup"])), false),
        (format!("{},Jug,JUG,5\n", products(&["cup"])), false),
    ] {
        let refused = whole_shopify(&shop.store, &shop.shopify(shop.file("b.csv", &text))).await.unwrap_err();
        match refused {
            ImportError::NothingInIt { .. } => assert!(is_empty, "{text}"),
            ImportError::NotWhole { unreadable, .. } => assert!(!is_empty && unreadable == 1, "{text}"),
            other => panic!("{text}: {other}"),
        }
    }
    let header = "sku,product_type,name,price\n";
    for (text, is_empty) in [(header.to_owned(), true), (format!("{header}CUP,simple,Cup,5\nJUG,sim"), false)] {
        let options = shop.adobe(shop.file("a.csv", &text));
        let refused = whole_adobe(&shop.store, &options).await.unwrap_err();
        assert_eq!(matches!(refused, ImportError::NothingInIt { .. }), is_empty, "{refused}");
        assert_eq!(matches!(refused, ImportError::NotWhole { .. }), !is_empty, "{refused}");
    }
    for text in ["list,sku,unit_price,currency\n", "list,sku,unit_price,currency\nBar,CUP,4,EUR\nBar,JUG,dear,EUR\n"] {
        let options = shop.prices(shop.file("p.csv", text));
        assert!(whole_prices(&shop.store, &options).await.is_err(), "{text}");
    }
    assert_eq!(shop.store.shown_products().await.unwrap(), ["cup", "jug"]);
}

#[tokio::test]
async fn prices_that_are_not_in_the_file_end_now() {
    let shop = Shop::new().await;
    shop.import_shopify(shop.file("all.csv", products(&["cup", "jug"]))).await.unwrap();
    let header = "list,sku,min_quantity,unit_price,currency,valid_from,valid_until\n";
    let all = "Bar,CUP,,4,EUR,,\nBar,CUP,10,3,EUR,,\nBar,JUG,,4,EUR,2030-01-01,\nBar,JUG,5,4,EUR,,2026-01-01\n\
               Pub,CUP,,4,EUR,,\n";
    assert_eq!(shop.import_prices(shop.file("all-prices.csv", format!("{header}{all}"))).await.unwrap().created(), 5);
    let some = shop.prices(shop.file("some.csv", format!("{header}Bar,cup,1,4,EUR,,\n")));
    let ending = whole_prices(&shop.store, &some).await.unwrap();
    assert_eq!(ending.to_string(), "2 of 3 prices are not in the file and would end: Bar cup, Bar jug");
    assert!(ending.is_more_than_one_in(4) && !ending.is_more_than_one_in(1));
    assert_eq!(ending.end(&shop.store, now()).await.unwrap(), 2);
    let open = async |list: &str| {
        let list = shop.store.price_list(list).await.unwrap().unwrap();
        let open = list.entries.into_iter().filter(|entry| entry.is_open(now()));
        open.map(|entry| (entry.sku_key, entry.minimum)).collect::<Vec<_>>()
    };
    assert_eq!(open("Bar").await, [("cup".to_owned(), 1)]);
    assert_eq!(open("Pub").await, [("cup".to_owned(), 1)], "another list is another matter");
    let bar = shop.store.price_list("Bar").await.unwrap().unwrap();
    let ended = bar.entries.iter().find(|entry| entry.minimum == 10).unwrap();
    assert_eq!(ended.valid_until, Some(now()), "it held until now");
}
