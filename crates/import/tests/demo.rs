//! The demonstration shop in the repository: right in itself, and loaded whole.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../files/tests/support/s3.rs"]
mod s3;
mod small;

use giano_commerce::catalog::{LinkKind, MediaKind};
use giano_commerce::promotion::Effect;
use giano_commerce::{Language, Locale};
use giano_files::{Area, FileName, Files, FilesAddress};
use giano_import::demo;
use giano_store::{Author, ShopPart, Store};
use jiff::Timestamp;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo")
}

/// A Monday morning.
fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

#[test]
fn it_is_right_in_itself() {
    let findings: Vec<String> = demo::check(&folder()).findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// The demonstration without its media: making all sizes of its pictures takes minutes.
fn words_only(into: &Path) {
    fn copy(from: &Path, into: &Path) {
        std::fs::create_dir_all(into).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let target = into.join(path.file_name().unwrap());
            if path.is_file() {
                std::fs::copy(&path, &target).unwrap();
            } else {
                copy(&path, &target);
            }
        }
    }
    for name in ["catalogue", "content"] {
        copy(&folder().join(name), &into.join(name));
    }
    for name in ["shop.toml", "reviews.toml", "faq.toml", "orders.toml"] {
        std::fs::copy(folder().join(name), into.join(name)).unwrap();
    }
}

/// Files with `media/` in the test's own folder.
fn files(place: &tempfile::TempDir) -> Files {
    Files::open(&FilesAddress::Folder(place.path().to_owned()), []).unwrap()
}

#[tokio::test]
async fn it_is_loaded_whole_and_a_second_time_changes_nothing() {
    let place = tempfile::tempdir().unwrap();
    let demo_folder = place.path().join("demo");
    words_only(&demo_folder);
    let store = Store::connect(&format!("sqlite://{}", place.path().join("demo.db").display())).await.unwrap();
    store.migrate().await.unwrap();
    demo::load(&store, &demo_folder, &files(&place), now(), "a hash").await.unwrap();

    let catalog = store.load_catalog().await.unwrap();
    assert!(catalog.products.len() >= 36, "{} products", catalog.products.len());
    assert!(catalog.reviews.len() >= 150, "{} reviews", catalog.reviews.len());
    for product in &catalog.products {
        assert!(product.media.len() >= 2, "{} has a picture and a second view", product.slug);
        for picture in &product.media {
            let MediaKind::Missing { source } = &picture.kind else { panic!("{}: {picture:?}", product.slug) };
            assert!(folder().join("media").join(source).exists(), "{source}");
        }
    }
    let stock = |wanted: &dyn Fn(u32, bool) -> bool| {
        let all = catalog.products.iter().flat_map(|product| &product.variants);
        all.filter(|variant| wanted(variant.stock.on_hand, variant.stock.backorder)).count()
    };
    assert!(stock(&|on_hand, _| (1..=5).contains(&on_hand)) > 0, "something is nearly gone");
    assert!(stock(&|on_hand, backorder| on_hand == 0 && backorder) > 0, "something can be ordered ahead");
    assert!(stock(&|on_hand, backorder| on_hand == 0 && !backorder) > 0, "something is sold out");
    assert!(store.load_terms().await.unwrap().len() >= 5);
    for list in ["Bar Centrale", "Hotel group", "Ufficio Nord", "Bistrots des Pentes", "Café Auwinkel", "Resellers"] {
        let list = store.price_list(list).await.unwrap().unwrap();
        assert!(!list.entries.is_empty(), "{}", list.name);
    }
    assert!(store.load_promotions().await.unwrap().len() >= 5);
    assert!(store.demo_people().await.unwrap().iter().any(|person| person.email == "buyer@barcentrale.example"));
    let content = store.load_content().await.unwrap();
    for (kind, least) in [("guides", 10), ("posts", 15), ("cases", 6), ("trades", 4), ("service", 5)] {
        let there = content.iter().filter(|page| page.kind == kind).count();
        assert!(there >= least, "{there} {kind}");
    }
    assert!(store.faq().await.unwrap().questions.len() >= 40);

    let version = store.catalog_version().await.unwrap();
    demo::load(&store, &demo_folder, &files(&place), now(), "another hash").await.unwrap();
    assert_eq!(store.catalog_version().await.unwrap(), version, "nothing was written again");
}

#[tokio::test]
async fn pictures_turntables_videos_and_words_of_all_kinds_are_loaded() {
    let place = tempfile::tempdir().unwrap();
    let (folder, media) = (place.path().join("demo"), place.path().join("media"));
    small::words(&folder);
    small::media(&folder);
    let store = Store::connect(&format!("sqlite://{}", place.path().join("demo.db").display())).await.unwrap();
    store.migrate().await.unwrap();
    demo::load(&store, &folder, &files(&place), now(), "a hash").await.unwrap();

    let catalog = store.load_catalog().await.unwrap();
    let uno = catalog.products.iter().find(|product| product.slug == "uno").unwrap();
    let MediaKind::Image { key, widths, .. } = &uno.media[0].kind else { panic!("{:?}", uno.media) };
    assert!(widths.iter().all(|width| media.join(format!("{key}-{width}.webp")).exists()));
    assert_eq!(uno.variants[0].media, [1, 0], "pictures are found by their names");
    assert_eq!(catalog.reviews[0].language.as_ref().map(Language::as_str), Some("de"));
    let turntable = uno.turntable.as_ref().unwrap();
    assert!(media.join(format!("{}-23.avif", turntable.key)).exists());
    assert_eq!(turntable.spots[0].track.len(), 24 * 3);
    let video = uno.video.as_ref().unwrap();
    assert!(media.join(format!("{}.webm", video.key)).exists());
    assert!(media.join(format!("{}.chapters.it.vtt", video.key)).exists());
    assert_eq!((video.seconds, video.width, video.height), (20, 1280, 720));
    assert!(matches!(video.poster.as_ref().unwrap().kind, MediaKind::Image { .. }));
    assert_eq!(uno.care_html.as_ref().unwrap().en, "<p><em>Wipe</em> it.</p>");
    assert!(uno.description_html.en.contains("href=\"/p/cup\""));
    assert_eq!(uno.dimensions.unwrap().width_mm, 280);
    assert_eq!(uno.variants[0].dimensions.unwrap().width_mm, 290);
    assert_eq!(uno.attributes[0].values[0].get(Locale::It), "1.350\u{a0}W");
    assert_eq!(uno.links[0].kind, LinkKind::SparePart);

    let content = store.load_content().await.unwrap();
    let page = |kind: &str| &content.iter().find(|page| page.kind == kind).unwrap().document;
    assert_eq!(page("cases").figures[0].value.en, "38 %");
    assert_eq!(page("trades").kit[0].quantity, 12);
    let written = Timestamp::from_millisecond(page("posts").written_at.unwrap()).unwrap();
    assert_eq!(written.to_string(), "2026-10-14T07:00:00Z", "forty days ago, in the morning, in summer time");
    assert_eq!(
        store.faq().await.unwrap().questions[0].answer_html.en,
        "<p>Yes, see <a href=\"/cases/bar\">cases</a>.</p>"
    );
    assert!(store.storefront().await.unwrap().unwrap().home.image.is_some());
    assert_eq!(store.calculator().await.unwrap().unwrap().machines.len(), 1);
    let promotions = store.load_promotions().await.unwrap();
    let began = |wanted: fn(&Effect) -> bool| {
        let found = promotions.iter().find(|record| wanted(&record.promotion.effect)).unwrap();
        found.promotion.starts.map(|moment| moment.to_string())
    };
    assert_eq!(began(|effect| matches!(effect, Effect::Bundle { .. })).as_deref(), Some("2026-10-23T22:00:00Z"));
    assert_eq!(began(|effect| matches!(effect, Effect::Gift { .. })).as_deref(), Some("2026-11-19T23:00:00Z"));
    assert_eq!(began(|effect| matches!(effect, Effect::FixedPrice { .. })), None);

    let version = store.catalog_version().await.unwrap();
    let before = std::fs::read_dir(&media).unwrap().count();
    demo::load(&store, &folder, &files(&place), now(), "a hash").await.unwrap();
    assert_eq!(store.catalog_version().await.unwrap(), version, "nothing was written again");
    assert_eq!(std::fs::read_dir(&media).unwrap().count(), before, "no file is there twice");

    let shown = async || {
        let product =
            store.load_catalog().await.unwrap().products.iter().find(|product| product.slug == "uno").unwrap().clone();
        let front = store.storefront().await.unwrap().unwrap().home.image.unwrap();
        let poster = product.video.as_ref().unwrap().poster.clone().unwrap();
        [product.media[0].kind.clone(), front.kind, poster.kind].map(|kind| match kind {
            MediaKind::Image { key, avif, .. } => (avif, media.join(format!("{key}-640.avif")).exists()),
            other => panic!("{other:?}"),
        })
    };
    assert_eq!(shown().await, [(false, false); 3], "AVIF comes later");
    // What happens in the shop meanwhile: something is no longer sold, something costs more, days go by.
    store.hide_products(&Author::shop(ShopPart::Import, 0), &["cup".to_owned()]).await.unwrap();
    let mut dearer = store.product_draft("uno").await.unwrap().unwrap();
    dearer.variants[0].home_price = giano_commerce::Money::parse("999.00", giano_commerce::Currency::Eur).unwrap();
    store.upsert_product(&dearer, now().as_millisecond()).await.unwrap();
    let written = async || {
        let pages = store.load_content().await.unwrap();
        pages.into_iter().map(|page| (page.slug, page.document.written_at)).collect::<Vec<_>>()
    };
    let before = written().await;
    let tomorrow = now() + jiff::Span::new().hours(24);
    demo::add_avif(&store, &folder, &files(&place), tomorrow).await.unwrap();
    assert_eq!(shown().await, [(true, true); 3], "it is made and named");
    let kept = store.product_draft("uno").await.unwrap().unwrap();
    assert_eq!(kept.variants, dearer.variants);
    assert!(!store.shown_products().await.unwrap().contains(&"cup".to_owned()), "what is not sold stays so");
    assert_eq!(written().await, before, "articles keep their dates");
    let version = store.catalog_version().await.unwrap();
    demo::add_avif(&store, &folder, &files(&place), tomorrow).await.unwrap();
    assert_eq!(store.catalog_version().await.unwrap(), version, "nothing was written again");
    demo::load(&store, &folder, &files(&place), now(), "a hash").await.unwrap();
    assert_eq!(shown().await, [(true, true); 3], "loading again does not take it away");
    let version = store.catalog_version().await.unwrap();
    let tomorrow = now() + jiff::Span::new().hours(24);
    demo::load(&store, &folder, &files(&place), tomorrow, "a hash").await.unwrap();
    assert!(store.catalog_version().await.unwrap() > version, "dates went on by a day");
}

#[test]
fn orders_are_the_same_on_every_day_but_for_their_dates() {
    let folder = tempfile::tempdir().unwrap();
    small::words(folder.path());
    let today = demo::orders(folder.path(), now()).unwrap();
    assert_eq!(today, demo::orders(folder.path(), now() + jiff::Span::new().hours(5)).unwrap(), "on the same day");
    assert_eq!(today.len(), 14);
    assert!(today.windows(2).all(|pair| pair[0].at <= pair[1].at), "oldest first");
    assert!(today.iter().all(|order| order.at < now()));
    let next_week = demo::orders(folder.path(), now() + jiff::Span::new().hours(24 * 7)).unwrap();
    for (one, other) in today.iter().zip(&next_week) {
        assert_eq!((&one.key, &one.lines), (&other.key, &other.lines));
        assert_eq!(other.at.duration_since(one.at).as_hours(), 24 * 7, "{}", one.key);
    }
    let cups: Vec<u32> =
        today.iter().filter(|order| order.key.starts_with("ada")).map(|order| order.lines[0].1).collect();
    assert!(cups.iter().all(|pieces| (12..=36).contains(pieces) && pieces % 6 == 0), "{cups:?}");
    assert!(cups.iter().any(|pieces| *pieces != cups[0]), "quantities vary: {cups:?}");
    let machines = today.iter().filter(|order| order.lines.len() == 2).count();
    assert_eq!(machines, 3, "one in four of twelve");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_s3_is_what_would_be_in_a_folder() {
    let Some(server) = s3::S3::start() else { return };
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("demo");
    small::words(&folder);
    small::media(&folder);
    let bucket = FilesAddress::S3 { bucket: s3::BUCKET.to_owned(), prefix: "shop".to_owned() };
    let on_s3 = Files::open(&bucket, server.variables()).unwrap();
    for (database, files) in [("one.db", &files(&place)), ("other.db", &on_s3)] {
        let store = Store::connect(&format!("sqlite://{}", place.path().join(database).display())).await.unwrap();
        store.migrate().await.unwrap();
        demo::load(&store, &folder, files, now(), "a hash").await.unwrap();
    }
    let mut count = 0;
    for entry in std::fs::read_dir(place.path().join("media")).unwrap() {
        let entry = entry.unwrap();
        let name = FileName::new(Area::Media, entry.file_name().to_str().unwrap()).unwrap();
        let found = on_s3.find(&name).await.unwrap();
        assert_eq!(found.map(|found| found.len), Some(entry.metadata().unwrap().len()), "{name}");
        count += 1;
    }
    assert!(count > 20, "pictures, a turntable and a video: {count} files");
}
