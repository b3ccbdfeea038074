//! Pages while the database is away: those of somebody say so at once, and what everybody may see is shown as everybody sees
//! it, which is said, too.

use crate::cluster::Cluster;
use crate::test_shop::{Answer, Browser, NOON, TestShop};
use axum::http::{StatusCode, header};
use giano_api::session::{BASKET_COOKIE, FACE_COOKIE, LOCALE_COOKIE, SESSION_COOKIE};
use giano_app::words;
use giano_commerce::Locale;
use giano_store::{Author, PersonDraft, ShopPart, Store};
use std::time::{Duration, Instant};

/// What it takes to find out that the database is away: on a machine at work, too.
const AT_ONCE: Duration = Duration::from_secs(3);

async fn fill(store: &Store) {
    let ada = PersonDraft {
        email: "ada@home.example".parse().unwrap(),
        name: "Ada".to_owned(),
        password_hash: giano_server::hash_password("one good password").unwrap(),
        company: None,
        demo: String::new(),
    };
    store.put_person(&Author::shop(ShopPart::Import, NOON), &ada).await.unwrap();
}

async fn opened(browser: &mut Browser, address: &str) -> Answer {
    let begun = Instant::now();
    let answer = browser.get(address).await;
    assert!(begun.elapsed() < AT_ONCE, "{address}: {:?}", begun.elapsed());
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_everybody_may_see_is_shown_and_the_rest_says_why_not() {
    let Some(mut cluster) = Cluster::start() else { return };
    let shop = TestShop::open_on(&cluster.url(), tempfile::tempdir().unwrap(), &[], fill).await;
    let mut ada = shop.browser();
    let password = serde_json::json!({"email": "ada@home.example", "password": "one good password"});
    ada.send_json("POST", "/api/session", &password).await;
    assert!(ada.cookies.contains_key(SESSION_COOKIE));
    let mut guest = shop.browser();
    guest.cookies.insert(BASKET_COOKIE.to_owned(), "0".repeat(64));
    assert_eq!(opened(&mut ada, "/orders").await.status, StatusCode::OK);
    cluster.stop();

    for (face, locale) in
        [("home", Locale::En), ("home", Locale::It), ("business", Locale::En), ("business", Locale::It)]
    {
        let as_face = format!("data-face=\"{face}\"");
        for browser in [&mut ada, &mut guest] {
            browser.cookies.insert(FACE_COOKIE.to_owned(), face.to_owned());
            browser.cookies.insert(LOCALE_COOKIE.to_owned(), locale.as_str().to_owned());
            for own in ["/basket", "/checkout"] {
                let page = opened(browser, own).await;
                assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{own}");
                assert_eq!(
                    (page.header(header::RETRY_AFTER), page.header(header::CACHE_CONTROL)),
                    ("5", "no-store"),
                    "{own}"
                );
                assert!(page.text.contains(words::errors::away_title(locale)), "{own}: {}", page.text);
                assert!(page.text.contains(&as_face), "{own}: {}", page.text);
            }
            for public in ["/", "/search?q=pot", "/faq"] {
                let page = opened(browser, public).await;
                assert_eq!(page.status, StatusCode::OK, "{public}: {}", page.text);
                assert!(page.text.contains(words::errors::away_notice(locale)), "{public}: {}", page.text);
                assert!(page.text.contains(&as_face), "{public}");
                // Nobody is named, and the app does not take a page over on which the visitor is nobody.
                assert!(!page.text.contains("Ada") && !page.text.contains("id=\"boot\""), "{public}");
            }
        }
        let page = opened(&mut shop.browser(), "/").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains(words::errors::away_notice(Locale::En)), "who has nothing misses nothing");
    }
    assert_eq!(opened(&mut ada, "/orders").await.status, StatusCode::SERVICE_UNAVAILABLE);

    cluster.go_on();
    let deadline = Instant::now() + Duration::from_secs(20);
    while opened(&mut ada, "/orders").await.status != StatusCode::OK {
        assert!(Instant::now() < deadline, "it is back, and nobody has noticed");
        tokio::task::yield_now().await;
    }
    let page = opened(&mut ada, "/").await;
    assert!(page.text.contains("Ada") && page.text.contains("id=\"boot\""), "{}", page.text);
}
