//! Special prices of exports from shops of several countries: a day that is read wrong, or not at all, must not mean a lower
//! price for ever.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod shop;

use giano_import::Reason;
use shop::{Shop, now};

const HEADER: &str =
    "sku,product_type,name,price,special_price,special_price_from_date,special_price_to_date,visibility\n";

/// What is paid of each of these now, with what is struck through.
async fn prices(days: [(&str, &str); 3]) -> (Vec<String>, Vec<Reason>) {
    let shop = Shop::new().await;
    let rows: String = days
        .iter()
        .zip(["OVER", "LATER", "NOW"])
        .map(|((from, until), sku)| {
            format!("{sku},simple,{sku},60.00,45.00,\"{from}\",\"{until}\",\"Catalog, Search\"\n")
        })
        .collect();
    let report = shop.import_adobe(shop.file("p.csv", format!("{HEADER}{rows}"))).await.unwrap();
    let catalog = shop.store.load_catalog().await.unwrap();
    let mut variants: Vec<_> = catalog.products.into_iter().flat_map(|product| product.variants).collect();
    variants.iter_mut().for_each(|variant| variant.take_special(now()));
    let shown = variants.iter().map(|variant| {
        let before = variant.compare_at.map_or_else(String::new, |before| format!(" before {}", before.amount()));
        format!("{} {}{before}", variant.sku, variant.home_price.amount())
    });
    (shown.collect(), report.refused.into_iter().map(|refusal| refusal.reason).collect())
}

#[tokio::test]
async fn days_of_other_countries_are_read() {
    let right = ["OVER 60.00", "LATER 60.00", "NOW 45.00 before 60.00"].map(str::to_owned).to_vec();
    for days in [
        [
            ("3/1/24, 12:00 AM", "3/31/24, 12:00 AM"),
            ("1/15/31, 12:00 AM", ""),
            ("2024-03-01 00:00:00", "2039-12-31 00:00:00"),
        ],
        [("01/03/24", "31/03/24"), ("15/01/31", ""), ("01/03/24", "31/12/39")],
        [("01.03.24, 00:00", "31.03.24, 00:00"), ("15.01.31, 00:00", ""), ("01.03.24, 00:00", "31.12.39, 00:00")],
    ] {
        assert_eq!(prices(days).await, (right.clone(), Vec::new()), "{days:?}");
    }
}

#[tokio::test]
async fn a_day_that_cannot_be_read_is_not_for_ever() {
    let days = [("soon", ""), ("", "31. Dezember"), ("", "")];
    let (shown, refused) = prices(days).await;
    assert_eq!(shown, ["OVER 60.00", "LATER 60.00", "NOW 45.00 before 60.00"]);
    assert_eq!(refused, [Reason::SpecialDay("soon".into()), Reason::SpecialDay("31. Dezember".into())]);
}
