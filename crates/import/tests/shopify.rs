//! Exports of Shopify.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod shop;

use giano_commerce::catalog::MediaKind;
use giano_import::{Counts, Reason};
use shop::{Shop, catalogue, refused};

const HEADER: &str = "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,\
                      Option2 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Inventory Policy,Variant Price,\
                      Variant Compare At Price,Variant Taxable,Variant Barcode,Image Src,Image Alt Text,Gift Card,Variant Image\n";

#[tokio::test]
async fn rows_of_a_handle_are_one_product() {
    let shop = Shop::new().await;
    let text = format!(
        "{HEADER}\
         mug,Mug &amp; lid,<p>Good<iframe></iframe></p>,Giano,Cups,\"Red, Gift\",true,Colour,Red,Size,S,MUG-1,300,5,deny,12.50,15,true,'2000000000015,https://x/a.jpg,A mug,false,https://x/b.jpg\n\
         mug,,,,,,,,Blue,,L,,300,-2,continue,13.50,1,true,,https://x/c.jpg,,,\n\
         mug,,,,,,,,Blue,,L,MUG-3,300,1,deny,14,,true,,,,,\n\
         mug,,,,,,,,,,,,,,,,,,,https://x/d.jpg,,,\n\
         card,Gift card,,Giano,Cards,,true,Title,Default Title,,,,,,,10,,,,,,true,\n\
         tin,Tin,,,,,false,Title,Default Title,,,MUG-1,,,,8,,false,,,,,\n\
         jar,Jar,,,,,false,Title,Default Title,,,,,,,8,,false,,,,,\n\
         mug,Mug again,,,,,true,Title,Default Title,,,,,,,8,,,,,,,\n"
    );
    let file = shop.file("products.csv", text);
    let report = shop.import_shopify(file.clone()).await.unwrap();
    assert_eq!(report.products, Counts { created: 2, ..Counts::default() });
    assert_eq!((report.variants, report.pictures.missing, report.exit_status()), (3, 4, 1));
    let others: Vec<_> =
        refused(&report).into_iter().filter(|(_, _, reason)| !matches!(reason, Reason::Picture { .. })).collect();
    let expected = [
        (4, Some("option1 value"), &Reason::Options),
        (6, Some("gift card"), &Reason::Type("gift card".into())),
        (7, Some("variant sku"), &Reason::DuplicateSku { first_line: 2 }),
        (7, Some("variant price"), &Reason::NoVariant),
        (9, Some("handle"), &Reason::Duplicate { first_line: 2 }),
    ];
    assert_eq!(others, expected);

    let mug = shop.store.product_draft("mug").await.unwrap().unwrap();
    assert_eq!((mug.name.en.as_str(), mug.description_html.en.as_str()), ("Mug & lid", "<p>Good</p>"));
    assert_eq!(mug.options[0].values.iter().map(|value| value.swatch.is_some()).collect::<Vec<_>>(), [true, true]);
    assert!(matches!(&mug.media[0].kind, MediaKind::Missing { source } if source == "https://x/a.jpg"));
    let [first, second] = &mug.variants[..] else { panic!() };
    assert_eq!(first.compare_at.unwrap().to_string(), "15.00 EUR");
    assert_eq!((first.gtin.is_some(), first.media.len()), (true, 1));
    assert_eq!((second.sku.as_str(), second.stock.on_hand, second.stock.backorder), ("MUG-BLUE-L", 0, true));
    assert_eq!(second.compare_at, None, "was not dearer before");
    let jar = shop.store.product_draft("jar").await.unwrap().unwrap();
    assert!(!jar.visible && jar.options.is_empty());
    assert_eq!(jar.variants[0].sku.as_str(), "JAR");

    let again = shop.import_shopify(file).await.unwrap();
    assert_eq!((again.created(), again.updated(), again.products.unchanged), (0, 0, 2));
}

#[tokio::test]
#[ignore = "needs the real catalogues"]
async fn the_public_sample_is_loaded() {
    let file = catalogue("shopify/home-and-garden.csv");
    let shop = Shop::new().await;
    let report = shop.import_shopify(file).await.unwrap();
    let others: Vec<_> =
        report.refused.iter().filter(|refusal| !matches!(refusal.reason, Reason::Picture { .. })).collect();
    assert!(others.is_empty(), "{others:#?}");
    assert!(report.products.created >= 20, "{report}");
    assert!(report.pictures.missing >= 20, "{report}");
    let pot = shop.store.product_draft("clay-plant-pot").await.unwrap().unwrap();
    assert_eq!(pot.variants.len(), 2);
    assert_eq!(pot.variants[1].sku.as_str(), "CLAY-PLANT-POT-LARGE");
}

#[tokio::test]
async fn a_sku_of_another_product_is_named() {
    let shop = Shop::new().await;
    let row = |handle: &str| format!("{HEADER}{handle},Name,,,,,true,Title,Default Title,,,SAME,,1,deny,5,,,,,,,\n");
    shop.import_shopify(shop.file("a.csv", row("first"))).await.unwrap();
    let report = shop.import_shopify(shop.file("b.csv", row("second"))).await.unwrap();
    assert_eq!(report.exit_status(), 2);
    let [(2, Some("variant sku"), Reason::Conflict(what))] = refused(&report)[..] else { panic!("{report:?}") };
    assert!(what.contains("`first`"), "{what}");
    assert!(shop.store.product_draft("second").await.unwrap().is_none());
}
