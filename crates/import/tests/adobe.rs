//! Exports of Adobe Commerce: a small one with everything in it, and the Luma shop.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod shop;

use giano_commerce::catalog::{LinkKind, MediaKind};
use giano_commerce::locale::Locale;
use giano_import::{Counts, Reason, Silent, import_adobe};
use shop::{Shop, catalogue, refused};

const SMALL: &str = "\
sku,store_view_code,product_type,categories,name,description,short_description,weight,product_online,tax_class_name,\
visibility,price,special_price,special_price_to_date,url_key,meta_title,base_image,base_image_label,additional_images,\
additional_attributes,qty,allow_backorders,use_config_backorders,min_cart_qty,use_config_min_sale_qty,qty_increments,\
enable_qty_increments,use_config_enable_qty_inc,use_config_qty_increments,is_in_stock,related_skus,crosssell_skus,\
upsell_skus,configurable_variations,configurable_variation_labels
pot-s-red,,simple,,Pot S red,,,0.5,1,,Not Visible Individually,20,,,pot-s-red,,/p/red.png,,,\"ean=2000000000015\",7,,1,1,1,0,0,1,1,1,,,,,
pot-l-red,,simple,,Pot L red,,,0.8,1,,Not Visible Individually,,18,2026-12-31,pot-l-red,,/p/red.png,,,\"ean=2000000000016\",0,1,0,2,0,2,1,0,0,1,,,,,
pot-s-sky,,simple,,Pot S sky,,,0.5,1,,Not Visible Individually,21,5,2026-11-22,pot-s-sky,,/p/gone.png,,,,3.0000,,1,1,1,0,0,1,1,0,,,,,
pot,,configurable,\"Default Category/Kitchen/Pots \\/ Pans,\"\"Default Category/Sale, now\"\"\",Pot &amp; lid,\
\"<p onclick=\"\"x()\"\">A pot<script>alert(1)</script>.</p>
<p>&bull; Heavy, \"\"cast\"\"</p>\",,,1,Taxable Goods,\"Catalog, Search\",20,,,,Buy &amp; cook,/p/main.png,The pot,/p/red.png,\
\"has_options=1,material=Iron|Steel,new=Yes,sale=No,brand=Giano,note=\"\"oven, hob\"\"\",0,,1,1,1,0,0,1,1,1,tea,\"cup,ghost\",,\
\"sku=pot-s-red,size=S,color=Red|sku=pot-l-red,size=L,color=Red|sku=pot-s-sky,size=S,color=Sky blue|sku=pot-none,size=M,color=Red\",\
\"size=Size,color=Colour\"
pot,it,,,Pentola,<p>Una pentola.</p>,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
pot,fr,,,Casserole,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
tea,,simple,Default Category/Kitchen,Tea,,\"<b>Green</b> tea\",0.1,1,Food,\"Catalog, Search\",4.5,,,tea,,,,,,12,,1,1,1,0,0,1,1,1,,,pot,,
cup,,simple,Default Category,Cup,,,0.2,2,None,Catalog,3,,,pot-lid,,,,,,1,,1,1,1,0,0,1,1,1,,,,,
set,,bundle,Default Category/Kitchen,Set,,,,1,,\"Catalog, Search\",30,,,set,,,,,,,,,,,,,,,,,,,,
lost,,simple,,Lost,,,,1,,Not Visible Individually,3,,,lost,,,,,,1,,1,1,1,0,0,1,1,1,,,,,
";

/// A picture of one colour.
fn png(colour: [u8; 3]) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(30, 20, image::Rgb(colour)).write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

#[tokio::test]
async fn everything_an_export_says_is_taken() {
    let shop = Shop::new().await;
    shop.file("media/p/main.png", png([1, 2, 3]));
    shop.file("media/p/red.png", png([200, 0, 0]));
    let file = shop.file("products.csv", SMALL);
    let report = shop.import_adobe(file.clone()).await.unwrap();

    assert_eq!(report.products, Counts { created: 3, ..Counts::default() }, "{:#?}", report.refused);
    assert_eq!((report.variants, report.categories.created), (5, 3));
    assert_eq!((report.pictures.made, report.pictures.missing), (2, 1));
    assert_eq!(report.exit_status(), 1);
    let picture = Reason::Picture { name: "/p/gone.png".into(), problem: "is not there".into() };
    let expected = [
        (8, Some("store_view_code"), &Reason::StoreView("fr".into())),
        (11, Some("product_type"), &Reason::Type("bundle".into())),
        (12, Some("visibility"), &Reason::Orphan),
        (3, Some("gtin"), &Reason::Gtin("2000000000016".into())),
        (4, Some("base_image"), &picture),
        (5, Some("configurable_variations"), &Reason::MissingVariant("pot-none".into())),
    ];
    let mut found = refused(&report);
    found.sort_by_key(|(line, ..)| *line);
    let mut sorted = expected.to_vec();
    sorted.sort_by_key(|(line, ..)| *line);
    assert_eq!(found, sorted);

    let pot = shop.store.product_draft("pot-lid").await.unwrap().unwrap();
    assert_eq!((pot.name.en.as_str(), pot.name.it.as_deref()), ("Pot & lid", Some("Pentola")));
    assert_eq!(pot.description_html.en, "<p>A pot.</p>\n<p>• Heavy, \"cast\"</p>");
    assert_eq!(pot.description_html.it.as_deref(), Some("<p>Una pentola.</p>"));
    assert_eq!(pot.summary.en, "A pot. • Heavy, \"cast\"");
    assert_eq!(pot.meta_title.unwrap().en, "Buy & cook");
    assert_eq!(pot.brand.as_deref(), Some("Giano"));
    assert_eq!(pot.categories, ["kitchen/pots-pans", "sale-now"]);
    let shown: Vec<(&str, Vec<&str>)> = pot
        .attributes
        .iter()
        .map(|own| (own.code.as_str(), own.values.iter().map(|value| value.en.as_str()).collect()))
        .collect();
    let expected = [
        ("material", vec!["Iron", "Steel"]),
        ("new", vec!["Yes"]),
        ("brand", vec!["Giano"]),
        ("note", vec!["oven, hob"]),
    ];
    assert_eq!(shown, expected);
    let colour = &pot.options[1];
    assert_eq!((colour.code.as_str(), colour.name.get(Locale::It)), ("color", "Colore"));
    assert_eq!(colour.values[0].name.it.as_deref(), Some("Rosso"));
    assert!(colour.values.iter().all(|value| value.swatch.is_some()), "{colour:?}");
    assert_eq!(pot.media.len(), 3, "each picture once");
    assert_eq!(pot.media[0].alt.en, "The pot");
    assert!(matches!(pot.media[0].kind, MediaKind::Image { width: 30, height: 20, .. }));
    assert!(matches!(&pot.media[2].kind, MediaKind::Missing { source } if source == "/p/gone.png"));
    let links: Vec<_> = pot.links.iter().map(|link| (link.kind, link.to.as_str())).collect();
    assert_eq!(links, [(LinkKind::Related, "tea"), (LinkKind::GoesWith, "pot-lid-cup")]);

    let [small, large, sky] = &pot.variants[..] else { panic!("{:?}", pot.variants) };
    assert_eq!(small.options, ["s", "red"]);
    assert_eq!((small.weight_grams, small.stock.on_hand, &small.media[..]), (500, 7, &[1][..]));
    assert_eq!(small.gtin.as_ref().unwrap().as_str(), "2000000000015");
    assert_eq!(
        (large.home_price.to_string(), large.compare_at, large.special.unwrap().price.to_string()),
        ("20.00 EUR".into(), None, "18.00 EUR".into())
    );
    let until = large.special.unwrap().until.unwrap();
    assert_eq!(until.to_string(), "2026-12-31T23:00:00Z", "the last day is a whole one of the shop's");
    assert_eq!((large.business_quantities.minimum, large.business_quantities.increment), (2, 2));
    assert!(large.stock.backorder && large.gtin.is_none());
    assert_eq!((sky.home_price.to_string(), sky.compare_at), ("21.00 EUR".into(), None));
    assert!(!sky.special.unwrap().holds(shop::now()), "the special price is over");
    assert_eq!(sky.stock.on_hand, 0, "out of stock, whatever the quantity");

    let tea = shop.store.product_draft("tea").await.unwrap().unwrap();
    assert_eq!((tea.summary.en.as_str(), tea.vat_class), ("Green tea", giano_commerce::tax::VatClass::Food));
    assert_eq!(tea.links[0].kind, LinkKind::Alternative);
    let cup = shop.store.product_draft("pot-lid-cup").await.unwrap().unwrap();
    assert!(!cup.visible, "disabled in the export, and its address was taken");

    let version = shop.store.catalog_version().await.unwrap();
    let again = shop.import_adobe(file).await.unwrap();
    assert_eq!((again.created(), again.updated(), again.products.unchanged), (0, 0, 3));
    assert_eq!((again.pictures.made, again.pictures.present), (0, 2));
    assert_eq!(again.refused, report.refused);
    assert_eq!(shop.store.catalog_version().await.unwrap(), version, "nothing was written");
}

#[tokio::test]
#[ignore = "needs the real catalogues"]
async fn the_luma_shop_is_loaded() {
    let [products, reviews, media] = ["luma/products.csv", "luma/reviews.csv", "luma/media"].map(catalogue);
    let shop = Shop::new().await;
    // One picture only, and a small one: coding takes minutes for all, and seconds for a large one unoptimised.
    let name = "m/h/mh01-black_main.jpg";
    let small = image::open(media.join(name)).unwrap().thumbnail(330, 500);
    let (width, height) = (small.width(), small.height());
    let mut jpeg = std::io::Cursor::new(Vec::new());
    small.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    shop.file(&format!("media/{name}"), jpeg.into_inner());
    let mut options = shop.adobe(products);
    options.reviews = Some(reviews);
    let report = import_adobe(&shop.store, &options, &Silent).await.unwrap();
    assert_eq!((report.products.created, report.variants), (147, 1847));
    assert_eq!((report.reviews.created, report.pictures.made, report.pictures.missing), (269, 1, 674));
    let named = |wanted: fn(&Reason) -> bool| report.refused.iter().filter(|r| wanted(&r.reason)).count();
    assert_eq!(named(|reason| matches!(reason, Reason::UnknownProduct(_))), 231);
    assert_eq!(named(|reason| matches!(reason, Reason::Picture { .. })), 674);
    assert_eq!(report.refused.len(), 231 + 674, "and nothing else");
    assert_eq!(report.exit_status(), 1);

    let catalog = shop.store.load_catalog().await.unwrap();
    assert_eq!(catalog.products.len(), 147);
    assert_eq!(catalog.products.iter().map(|product| product.variants.len()).sum::<usize>(), 1847);
    assert_eq!(catalog.reviews.len(), 269);
    assert!(catalog.products.iter().all(|product| !product.categories.is_empty() && product.options.len() == 2));
    let hoodie = catalog.products.iter().find(|product| product.slug == "chaz-kangeroo-hoodie").unwrap();
    assert_eq!(hoodie.variants.len(), 15);
    let black = hoodie.variants.iter().find(|variant| variant.sku.as_str() == "MH01-XS-Black").unwrap();
    let MediaKind::Image { width: own, height: tall, .. } = hoodie.media[black.media[0] as usize].kind else {
        panic!("{:?}", hoodie.media)
    };
    assert_eq!((own, tall), (width, height));

    let again = import_adobe(&shop.store, &options, &Silent).await.unwrap();
    assert_eq!((again.created(), again.updated(), again.unchanged()), (0, 0, report.created()));
}
