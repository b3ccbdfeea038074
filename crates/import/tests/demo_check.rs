//! Looking through a demonstration's files: what is right passes, and every mistake is found.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod small;

use giano_import::demo::{Checked, check};
use std::fs;
use std::path::Path;

fn found(checked: &Checked) -> String {
    checked.findings.iter().map(|finding| format!("{finding}\n")).collect()
}

#[test]
fn a_right_shop_passes_and_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    small::words(folder.path());
    small::media(folder.path());
    let checked = check(folder.path());
    assert_eq!(found(&checked), "");
    let summary = checked.counts.to_string();
    let counts = "2 products, 2 variants, 5 pictures, 5 pages, 1 questions, 1 reviews, 14 orders; media 0.";
    assert!(summary.starts_with(counts), "{summary}");
}

#[test]
fn words_are_looked_through_though_all_media_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    small::words(folder.path());
    let checked = check(folder.path());
    let files = found(&checked);
    for missing in
        ["uno/hero.webp", "uno/poster.webp", "site/home.webp", "turntable.toml", "video.mp4", "chapters.it.vtt"]
    {
        assert!(files.contains(missing), "{missing} is named:\n{files}");
    }
    assert_eq!(checked.counts.pages, 5);
}

/// A file, what stands in it, what to write instead, and what is found then.
const MISTAKES: [(&str, &str, &str, &str); 49] = [
    ("shop.toml", "[storefront]", "[storefron]", "unknown field `storefron`"),
    ("shop.toml", "it = \"Casa\"", "it = \"\"", "storefront: no Italian"),
    ("shop.toml", "site/home", "site/gone", "site/gone.webp"),
    ("shop.toml", "IT10482330015", "IT10482330016", "the VAT number is wrong"),
    ("shop.toml", "price_list = \"Bar\"", "price_list = \"Baz\"", "no such price list"),
    ("shop.toml", "price_list = \"Bar\"", "", "price list Bar is nobody's"),
    ("shop.toml", "terms = [\"net30\"]", "terms = [\"net90\"]", "no term `net90`"),
    (
        "shop.toml",
        "10123\", city = \"Torino\", country = \"IT\" }]",
        "1012\", city = \"Torino\", country = \"IT\" }]",
        "PostalCode",
    ),
    ("shop.toml", "role = \"buyer\"", "", "company and role go together"),
    ("shop.toml", "role = \"buyer\"", "role = \"viewer\"", "may not order"),
    ("shop.toml", "email = \"eva@example.com\"", "email = \"ada@bar.example\"", "`ada@bar.example` is there twice"),
    ("shop.toml", "skus = [\"UNO\", \"CUP\"]", "skus = [\"UNO\", \"MUG\"]", "set: there is no SKU `MUG`"),
    ("shop.toml", "kind = \"gift\", sku = \"CUP\"", "kind = \"gift\", sku = \"MUG\"", "gift: there is no SKU `MUG`"),
    ("shop.toml", "products = [\"cup\"]", "products = [\"mug\"]", "cheap: there is no product `mug`"),
    ("shop.toml", "coupon = \"CUP4\"", "coupon = \"cup4\"", "is not in upper case"),
    ("shop.toml", "product = \"cup\", percent_off", "product = \"mug\", percent_off", "`mug` is not sold"),
    ("shop.toml", "product = \"uno\"", "product = \"cup\"", "neither a turntable nor steps"),
    ("shop.toml", "beans = \"CUP\"", "beans = \"BAG\"", "calculator: there is no SKU `BAG`"),
    ("shop.toml", "cups_a_day = 80", "cups_a_day = 0", "makes no more cups"),
    ("shop.toml", "slug = \"machines\"", "slug = \"pots\"", "there is no category `machines`"),
    ("catalogue/01-uno.toml", "slug = \"uno\"", "slug = \"due\"", "is not the file's name"),
    ("catalogue/01-uno.toml", "/products/cup", "/products/mug", "the link /products/mug leads nowhere"),
    ("catalogue/01-uno.toml", "spare_parts = [\"cup\"]", "spare_parts = [\"mug\"]", "there is no product `mug`"),
    ("catalogue/01-uno.toml", "unit = \"W\"", "", "an amount with its unit"),
    ("catalogue/01-uno.toml", "unit = \"W\"", "unit = \"hp\"", "unknown variant `hp`"),
    ("catalogue/01-uno.toml", "2000000000077", "2000000000078", "2000000000078"),
    ("catalogue/01-uno.toml", "2000000000077", "4006381333931", "is no number for use inside a shop"),
    ("catalogue/01-uno.toml", "2000000000077", "2000000000084", "is there twice"),
    (
        "catalogue/01-uno.toml",
        "pictures = [\"detail\", \"hero\"]",
        "pictures = [\"front\"]",
        "no picture Name(\"front\")",
    ),
    ("catalogue/01-uno.toml", "\"438.00\"", "\"650.00\"", "dearer for business than at home"),
    ("catalogue/01-uno.toml", "\"415.00\"", "\"439.00\"", "tiers do not fall"),
    ("catalogue/01-uno.toml", "lead_days = 5", "", "nobody knows for when"),
    ("catalogue/01-uno.toml", "width_mm = 290", "width_mm = 0", "mm large"),
    ("catalogue/01-uno.toml", "id = \"wand\"", "id = \"tap\"", "the spot `tap` is followed in no frame"),
    ("catalogue/01-uno.toml", "file = \"detail\"", "file = \"hero\"", "picture hero is there twice"),
    ("catalogue/02-cup.toml", "sku = \"CUP\"", "sku = \"UNO\"", "SKU UNO is there twice"),
    (
        "catalogue/02-cup.toml",
        "business = { minimum = 6, increment = 6 }",
        "business = { minimum = 6, maximum = 3, increment = 6 }",
        "no quantity can be ordered",
    ),
    ("faq.toml", "topic = \"orders\"", "topic = \"returns\"", "no topic `returns`"),
    ("faq.toml", "it = \"Si può cambiare?\"", "it = \" \"", "change-it: no Italian"),
    ("faq.toml", "/cases/bar", "/cases/gone", "the link /cases/gone leads nowhere"),
    ("faq.toml", "id = \"change-it\"", "id = \"Change it\"", "is no part of an address"),
    ("orders.toml", "ada@bar.example", "ida@bar.example", "there is no person `ida@bar.example`"),
    ("orders.toml", "sku = \"UNO\"", "sku = \"DUE\"", "there is no SKU `DUE`"),
    ("orders.toml", "payment = \"card\"", "payment = \"account\"", "at home by card only"),
    ("orders.toml", "term = \"net30\"", "term = \"net60\"", "has no term `net60`"),
    ("reviews.toml", "rating = 4", "rating = 6", "1 to 5 stars"),
    ("content/trades/bars.en.md", "sku = \"CUP\"", "sku = \"MUG\"", "kit: there is no SKU `MUG`"),
    ("content/posts/hello.en.md", "author = \"Ada\"", "", "a post has days_ago and an author"),
    ("content/cases/bar.it.md", "figures = [{ value = \"38 %\", label = \"less\" }]", "", "has other figures"),
];

#[test]
fn every_mistake_in_words_is_found() {
    let folder = tempfile::tempdir().unwrap();
    small::media(folder.path());
    for (file, right, wrong, what) in MISTAKES {
        small::words(folder.path());
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(right), "{file} holds {right}");
        fs::write(&path, text.replacen(right, wrong, 1)).unwrap();
        let findings = found(&check(folder.path()));
        assert!(findings.contains(what), "{file}: {wrong}: {what} is found in:\n{findings}");
    }
}

#[test]
fn every_mistake_in_media_is_found() {
    type Break = fn(&Path);
    let breaks: [(Break, &str); 8] = [
        (|media| fs::remove_file(media.join("products/cup/hero.webp")).unwrap(), "products/cup/hero.webp"),
        (|media| fs::write(media.join("products/cup/hero.webp"), "no picture").unwrap(), "products/cup/hero.webp"),
        (
            |media| {
                fs::copy(media.join("site/home.webp"), media.join("products/cup/hero.webp")).unwrap();
            },
            "is no square",
        ),
        (|media| fs::write(media.join("site/left-over.webp"), "x").unwrap(), "left-over.webp: is used nowhere"),
        (|media| fs::remove_file(media.join("products/uno/turntable/07.avif")).unwrap(), "turntable/07.avif"),
        (|media| fs::write(media.join("products/uno/captions.it.vtt"), "no captions").unwrap(), "begin with WEBVTT"),
        (|media| fs::write(media.join("products/uno/video.webm"), "no video").unwrap(), "is no WebM"),
        (
            |media| fs::File::create(media.join("giant.webp")).unwrap().set_len(60_000_001).unwrap(),
            "holds 60 MB, more than 60 MB",
        ),
    ];
    for (break_it, what) in breaks {
        let folder = tempfile::tempdir().unwrap();
        small::words(folder.path());
        small::media(folder.path());
        break_it(&folder.path().join("media"));
        let findings = found(&check(folder.path()));
        assert!(findings.contains(what), "{what} is found in:\n{findings}");
    }
}
