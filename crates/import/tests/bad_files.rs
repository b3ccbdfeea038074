//! Bad files: a clear word each, nothing half-written.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod shop;

use giano_files::Files;
use giano_import::{AdobeOptions, ImportError, Reason, Silent, import_adobe};
use shop::{Shop, refused};
use std::fmt::Write;
use std::io::Cursor;

const HEADER: &str = "sku,product_type,name,price,visibility,base_image,additional_images,configurable_variations\n";

/// A product with two variants.
fn pot(number: u32) -> String {
    format!(
        "P{number}-S,simple,Pot,5,Not Visible Individually,,,\nP{number}-L,simple,Pot,6,Not Visible Individually,,,\n\
         P{number},configurable,Pot {number},5,\"Catalog, Search\",,,\"sku=P{number}-S,size=S|sku=P{number}-L,size=L\"\n"
    )
}

#[tokio::test]
async fn a_file_that_is_cut_off_loads_what_is_whole() {
    let whole = format!("{HEADER}{}{}", pot(1), pot(2));
    let shop = Shop::new().await;
    // In the middle of the quoted field, of a row, and of the rows of a product.
    for (cut, reason) in [
        (whole.len() - 20, Reason::UnclosedQuote),
        (whole.rfind("P2,conf").unwrap() + 12, Reason::CutOff { found: 2, expected: 8 }),
    ] {
        let report = shop.import_adobe(shop.file("cut.csv", &whole[..cut])).await.unwrap();
        assert_eq!(report.products.total(), 1, "{report:?}");
        assert_eq!(report.exit_status(), 1);
        let found = refused(&report);
        assert_eq!(found[..2], [(5, Some("visibility"), &Reason::Orphan), (6, Some("visibility"), &Reason::Orphan)]);
        assert_eq!(found[2..], [(7, None, &reason)]);
    }
    assert_eq!(shop.store.load_catalog().await.unwrap().products.len(), 1);
}

#[tokio::test]
async fn no_table_at_all_is_named_and_nothing_written() {
    let shop = Shop::new().await;
    let cases: [(&str, &[u8], fn(&ImportError) -> bool); 6] = [
        ("empty", b"", |e| matches!(e, ImportError::Empty { .. })),
        ("binary", b"\x7fELF\x02\x01\x01\0\0\0\0", |e| matches!(e, ImportError::Binary { .. })),
        ("noise", &[0xfe, 0x80, 0x81, b',', 0x90], |e| matches!(e, ImportError::Header { .. })),
        ("another export", b"Handle,Title\nmug,Mug\n", |e| matches!(e, ImportError::Header { .. })),
        ("a sheet in UTF-16", b"\xff\xfes\0k\0u\0", |e| matches!(e, ImportError::Utf16 { .. })),
        (
            "a page",
            b"<!DOCTYPE html><html><body>Sign in, please</body></html>",
            |e| matches!(e, ImportError::Header { missing, .. } if missing.len() == 4),
        ),
    ];
    for (name, bytes, expected) in cases {
        let error = shop.import_adobe(shop.file("bad.csv", bytes)).await.unwrap_err();
        assert!(expected(&error), "{name}: {error}");
        assert!(error.to_string().contains("bad.csv"), "{error}");
    }
    assert!(matches!(shop.import_adobe(shop.folder.path().join("none.csv")).await, Err(ImportError::File { .. })));
    assert!(shop.is_empty().await);
    assert!(!shop.pictures().exists());
}

#[tokio::test]
async fn a_review_file_that_is_none_stops_before_anything_is_written() {
    let shop = Shop::new().await;
    let mut options = shop.adobe(shop.file("p.csv", format!("{HEADER}{}", pot(1))));
    options.reviews = Some(shop.file("r.csv", "sku,stars\n"));
    let error = giano_import::import_adobe(&shop.store, &options, &giano_import::Silent).await.unwrap_err();
    assert!(matches!(error, ImportError::Header { .. }));
    assert!(shop.is_empty().await);
}

#[tokio::test]
async fn wrong_prices_cost_their_variant_only() {
    let shop = Shop::new().await;
    let text = format!("{HEADER}{}", pot(1)).replace("Pot,5,Not", "Pot,-5,Not")
        + "SOLO,simple,Solo,free,Catalog,,,\nNONE,simple,None,,Catalog,,,\n";
    let report = shop.import_adobe(shop.file("p.csv", text)).await.unwrap();
    assert_eq!((report.products.created, report.variants), (1, 1));
    let expected = [
        (2, Some("price"), &Reason::Negative("-5".into())),
        (5, Some("price"), &Reason::NotAPrice("free".into())),
        (6, Some("price"), &Reason::Empty),
    ];
    assert_eq!(refused(&report), expected);
    let pot = shop.store.product_draft("pot-1").await.unwrap().unwrap();
    assert_eq!(pot.options[0].values.len(), 1, "an option without a variant is not offered");
}

#[tokio::test]
async fn a_sku_that_is_there_twice_is_taken_once() {
    let shop = Shop::new().await;
    let text = format!("{HEADER}{}p1-s,simple,Other,9,\"Catalog, Search\",,,\n", pot(1));
    let report = shop.import_adobe(shop.file("p.csv", text)).await.unwrap();
    assert_eq!((report.products.created, report.variants), (1, 2));
    assert_eq!(refused(&report), [(5, Some("sku"), &Reason::DuplicateSku { first_line: 2 })]);
    let draft = shop.store.product_draft("pot-1").await.unwrap().unwrap();
    assert_eq!(draft.variants[0].home_price.to_string(), "5.00 EUR");
}

#[tokio::test]
async fn a_giant_field_is_refused_with_its_line() {
    let shop = Shop::new().await;
    let giant = "x".repeat(5 << 20);
    let text = format!("{HEADER}BIG,simple,{giant},5,Catalog,,,\n{}", pot(1));
    let report = shop.import_adobe(shop.file("p.csv", text)).await.unwrap();
    assert_eq!(report.products.created, 1);
    assert_eq!(refused(&report), [(2, None, &Reason::TooLong { nothing_after: false })]);
    let text = format!("{HEADER}{}BIG,simple,\"{giant},5,Catalog,,,\n{}", pot(1), pot(2));
    let report = shop.import_adobe(shop.file("p.csv", text)).await.unwrap();
    assert_eq!(report.products.total(), 1);
    assert_eq!(refused(&report), [(5, None, &Reason::TooLong { nothing_after: true })]);
}

#[tokio::test]
async fn a_product_that_names_a_variant_twice_has_it_once() {
    let shop = Shop::new().await;
    let text = format!("{HEADER}{}", pot(1)).replace("sku=P1-L,size=L", "sku=P1-L,size=L|sku=p1-s,size=XL");
    let report = shop.import_adobe(shop.file("p.csv", text)).await.unwrap();
    assert_eq!((report.products.created, report.variants), (1, 2));
    let expected = (4, Some("configurable_variations"), &Reason::DuplicateSku { first_line: 2 });
    assert_eq!(refused(&report), [expected]);
}

#[tokio::test]
async fn one_record_cannot_blow_up() {
    let shop = Shop::new().await;
    let header = HEADER.trim_end();
    let deep = "/a".repeat(1 << 20);
    let many: String = (0..200_000).map(|n| format!("n{n},")).collect();
    let variants: String = (0..100_000).map(|n| format!("sku=P1-S,size={n}|")).collect();
    let text = format!(
        "{header},categories\nDEEP,simple,Deep,5,Catalog,,,,Default Category{deep}\nMANY,simple,Many,5,Catalog,,\"{many}\",,\n\
         P1-S,simple,Pot,5,Not Visible Individually,,,,\nP1,configurable,Pot,5,Catalog,,,\"{variants}\",\n"
    );
    let report = shop.import_adobe(shop.file("p.csv", text)).await.unwrap();
    // Without limits this takes all memory there is.
    assert_eq!(report.products.created, 3, "{:?}", report.refused.first());
    for (sku, what) in [("DEEP", "levels"), ("MANY", "250 pictures")] {
        let said = report.refused.iter().filter(|refusal| refusal.subject == sku).map(ToString::to_string);
        assert!(said.into_iter().any(|said| said.contains(what)), "{sku}");
    }
    assert!(shop.store.load_catalog().await.unwrap().categories.is_empty());
    let longest = report.refused.iter().map(|refusal| refusal.to_string().len()).max().unwrap();
    assert!(longest < 1000, "{longest}");
}

#[tokio::test]
async fn rows_of_one_handle_are_not_held_without_limit() {
    let shop = Shop::new().await;
    let giant = "x".repeat(3 << 20);
    let mut text = "Handle,Title,Variant Price,Option1 Name,Option1 Value,Note\n".to_owned();
    for number in 0..30 {
        writeln!(text, "pot,Pot,5,Size,{number},{giant}").unwrap();
    }
    let report = shop.import_shopify(shop.file("s.csv", text)).await.unwrap();
    assert_eq!((report.products.created, report.variants), (1, 21));
    assert_eq!(report.refused.len(), 9);
    assert!(report.refused[0].to_string().contains("64 MiB"), "{}", report.refused[0]);
}

#[tokio::test]
async fn pictures_that_lead_elsewhere_or_fill_the_memory_are_left_out() {
    let shop = Shop::new().await;
    shop.file("secret.png", b"secret");
    shop.file("media/bomb.png", bomb());
    shop.file("media/text.png", b"<svg onload=\"alert(1)\"></svg>");
    let mut text = HEADER.to_owned();
    for (number, name) in ["../secret.png", "/bomb.png", "/text.png", "https://x.example/a.png"].iter().enumerate() {
        writeln!(text, "S{number},simple,Thing {number},5,Catalog,{name},,").unwrap();
    }
    let report = shop.import_adobe(shop.file("p.csv", text)).await.unwrap();
    assert_eq!((report.products.created, report.pictures.missing), (4, 4), "the products are there without");
    let problems: Vec<String> = report.refused.iter().map(|refusal| refusal.to_string()).collect();
    for (problem, word) in problems.iter().zip(["out of the folder", "60000 × 60000", "neither JPEG", "on the web"]) {
        assert!(problem.contains(word) && problem.contains("base_image"), "{problem}");
    }
    assert!(!shop.pictures().exists(), "nothing is half written");
}

#[tokio::test]
async fn an_import_stops_before_products_when_pictures_cannot_be_stored() {
    let shop = Shop::new().await;
    shop.file("media/dot.png", dot());
    let products = shop.file("p.csv", format!("{HEADER}S1,simple,Thing,5,Catalog,/dot.png,,\n"));
    // Nothing listens there.
    let variables =
        [("AWS_ENDPOINT_URL", "http://127.0.0.1:9"), ("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b")];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let files = Files::open(&"s3://giano-files".parse().unwrap(), variables).unwrap();
    let options = AdobeOptions { files, ..shop.adobe(products) };
    let stopped = import_adobe(&shop.store, &options, &Silent).await;
    assert!(matches!(&stopped, Err(ImportError::Files(_))), "{stopped:?}");
    assert!(shop.is_empty().await, "no product is there without its picture");
}

/// A PNG of one pixel.
fn dot() -> Vec<u8> {
    let mut png = Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(1, 1).write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

/// A PNG of a few bytes that declares 60 000 × 60 000 pixels.
fn bomb() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(1, 1).write_to(&mut out, image::ImageFormat::Png).unwrap();
    let mut png = out.into_inner();
    png[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let crc = !png[12..29].iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    });
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    png
}
