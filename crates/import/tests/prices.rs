//! Price lists.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod shop;

use giano_commerce::Currency;
use giano_commerce::pricing::ContractTerms;
use giano_import::{Counts, Reason};
use shop::{Shop, refused};

const PRODUCTS: &str = "Handle,Title,Variant SKU,Variant Price\nmug,Mug,MUG,12\ncup,Cup,CUP,8\n";

#[tokio::test]
async fn right_lines_are_taken_and_wrong_ones_named() {
    let shop = Shop::new().await;
    shop.import_shopify(shop.file("products.csv", PRODUCTS)).await.unwrap();
    let text = "list,sku,min_quantity,unit_price,currency,valid_from,valid_until\n\
                Bar,MUG,,9.90,EUR,,\n\
                Bar,mug,24,9.40,EUR,2026-01-01,2026-12-31\n\
                Bar,GHOST,1,9,EUR,,\n\
                Bar,CUP,1,-9,EUR,,\n\
                Bar,CUP,0,9,EUR,,\n\
                Bar,CUP,1,9,XXX,,\n\
                Bar,CUP,1,9,EUR,2026-02-30,\n\
                Bar,CUP,1,9,EUR,2026-03-01,2026-02-01\n\
                Bar,MUG,1,9.80,EUR,,\n\
                Bar,CUP,1,9,USD,,\n\
                ,CUP,1,9,EUR,,\n\
                Bar,CUP,1\n";
    let file = shop.file("prices.csv", text);
    let report = shop.import_prices(file.clone()).await.unwrap();
    assert_eq!(report.prices, Counts { created: 2, ..Counts::default() });
    assert_eq!(report.exit_status(), 1);
    let expected = [
        (4, Some("sku"), Reason::UnknownProduct("GHOST".into())),
        (5, Some("unit_price"), Reason::Negative("-9".into())),
        (6, Some("min_quantity"), Reason::NotANumber("0".into())),
        (7, Some("currency"), Reason::Currency("XXX".into())),
        (8, Some("valid_from"), Reason::Date("2026-02-30".into())),
        (9, Some("valid_until"), Reason::Period),
        (10, None, Reason::Duplicate { first_line: 2 }),
        (11, Some("currency"), Reason::OtherCurrency { found: Currency::Usd, of_shop: Currency::Eur }),
        (12, Some("list"), Reason::Empty),
        (13, None, Reason::Fields { found: 3, expected: 7 }),
    ];
    let expected: Vec<_> = expected.iter().map(|(line, column, reason)| (*line, *column, reason)).collect();
    assert_eq!(refused(&report), expected);

    let list = shop.store.price_list("Bar").await.unwrap().unwrap();
    let tier = &list.entries[1];
    assert_eq!(tier.minimum, 24);
    assert_eq!(tier.valid_from.unwrap().to_string(), "2025-12-31T23:00:00Z", "midnight in the shop");
    assert_eq!(tier.valid_until.unwrap().to_string(), "2026-12-31T23:00:00Z", "the last day is included");
    assert!(matches!(&tier.price, ContractTerms::Fixed { price } if price.to_string() == "9.40 EUR"));

    let again = shop.import_prices(file).await.unwrap();
    assert_eq!(again.prices, Counts { unchanged: 2, ..Counts::default() });
}

#[tokio::test]
async fn a_list_in_a_currency_that_the_shop_does_not_sell_in_is_refused() {
    let shop = Shop::new().await;
    shop.import_shopify(shop.file("products.csv", PRODUCTS)).await.unwrap();
    let text =
        "list,sku,min_quantity,unit_price,currency,valid_from,valid_until\nBar,MUG,1,9,USD,,\nBar,CUP,1,9,usd,,\n";
    let report = shop.import_prices(shop.file("prices.csv", text)).await.unwrap();
    assert_eq!((report.prices.total(), report.exit_status(), report.refused.len()), (0, 2, 2), "{report:?}");
    let says = report.refused[0].to_string();
    assert!(says.contains("currency") && says.contains("USD") && says.contains("EUR"), "{says}");
    assert!(shop.store.price_list("Bar").await.unwrap().is_none());
}

#[tokio::test]
async fn a_spreadsheet_of_another_country_is_read() {
    let shop = Shop::new().await;
    shop.import_shopify(shop.file("products.csv", PRODUCTS)).await.unwrap();
    let text = b"\xef\xbb\xbfList;SKU;Min_Quantity;Unit_Price;Currency;Valid_From;Valid_Until\r\nCaff\xe8;MUG;1;9,90;eur;;\r\n";
    let report = shop.import_prices(shop.file("prices.csv", text)).await.unwrap();
    assert_eq!((report.prices.created, report.notes.len()), (1, 2), "{report:?}");
    assert_eq!(shop.store.price_list("Caffè").await.unwrap().unwrap().entries.len(), 1);
}

#[tokio::test]
async fn days_of_a_price_list_are_the_shops_in_summer_and_winter() {
    let shop = Shop::new().await;
    shop.import_shopify(shop.file("products.csv", PRODUCTS)).await.unwrap();
    // A week with the change to summer time, a summer's month, and one with the change back.
    let text = "list,sku,min_quantity,unit_price,currency,valid_from,valid_until\n\
                Bar,MUG,1,9.10,EUR,2026-03-29,2026-03-29\n\
                Bar,MUG,1,9.20,EUR,2026-07-01,2026-07-31\n\
                Bar,MUG,1,9.30,EUR,2027-10-31,2027-10-31\n";
    let report = shop.import_prices(shop.file("prices.csv", text)).await.unwrap();
    assert_eq!(report.prices, Counts { created: 3, ..Counts::default() });
    let list = shop.store.price_list("Bar").await.unwrap().unwrap();
    let mut times: Vec<_> = list
        .entries
        .iter()
        .map(|entry| (entry.valid_from.unwrap().to_string(), entry.valid_until.unwrap().to_string()))
        .collect();
    times.sort();
    let expected = [
        ("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
        ("2026-06-30T22:00:00Z", "2026-07-31T22:00:00Z"),
        ("2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z"),
    ];
    assert_eq!(times, expected.map(|(from, until)| (from.to_owned(), until.to_owned())));
}
