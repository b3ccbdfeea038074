//! What others write stays text, on whichever page and wherever on it: every text of a shop, its visitors' queries and
//! what a buyer types try to become markup here.

use crate::test_shop::{NOON, TestShop};
use giano_api::checkout::{CheckoutDraft, CheckoutView, PlaceOrderBody, PlacedOrder};
use giano_commerce::basket::ShownPrices;
use giano_commerce::catalog::{Attribute, OptionValue, ProductOption, Stock};
use giano_commerce::locale::Text;
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use giano_commerce::storefront::{Greeting, Storefront, Story};
use giano_commerce::tax::VatClass;
use giano_commerce::{Currency, Money, QuantityRule};
use giano_store::{
    Author, CategoryDraft, ContentDocument, FaqDocument, FaqEntry, FaqTopic, FigureDocument, PersonDraft, ProductDraft,
    ReviewDraft, ShopPart, Store, VariantDraft,
};
use scraper::{Html, Selector};

/// Ends everything that a text can stand in, then makes an element that the shop never makes. What is encoded already
/// must be seen as it was typed.
const HOSTILE: &str = "\"'></title></textarea></style></script>--><x-hostile onhostile=1>&amp;&lt;b&gt;</x-hostile>";

/// The same in an address.
fn in_address() -> String {
    HOSTILE.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn hostile() -> Text {
    Text::both(HOSTILE, HOSTILE)
}

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::Eur).unwrap()
}

async fn fill(store: &Store) {
    let greeting = || Greeting { title: hostile(), description: hostile(), about: hostile(), image: None };
    let story = Story { mark: HOSTILE.to_owned(), title: hostile(), text: vec![hostile()], image: None };
    let shop = Storefront { name: HOSTILE.to_owned(), home: greeting(), business: greeting(), story: Some(story) };
    store.put_storefront(&shop).await.unwrap();
    let category = |slug: &str, parent: Option<&str>| CategoryDraft {
        slug: slug.to_owned(),
        parent: parent.map(str::to_owned),
        name: hostile(),
        description: hostile(),
        position: 1,
    };
    store.upsert_category(&category("pots", None)).await.unwrap();
    store.upsert_category(&category("small", Some("pots"))).await.unwrap();
    for slug in ["pot", "cup"] {
        store.upsert_product(&product(slug), NOON).await.unwrap();
        let review = ReviewDraft {
            product: slug.to_owned(),
            rating: 4,
            title: HOSTILE.to_owned(),
            body: HOSTILE.to_owned(),
            author: HOSTILE.to_owned(),
            language: None,
            verified: true,
            written_at: Some(NOON),
        };
        store.put_review(slug, &review).await.unwrap();
    }
    for kind in ["guides", "posts", "cases", "trades", "service"] {
        let page = ContentDocument {
            title: hostile(),
            summary: hostile(),
            body_html: Text::one("<p>Sanitised when it came in.</p>"),
            image: None,
            products: vec!["pot".to_owned()],
            author: Some(HOSTILE.to_owned()),
            written_at: Some(NOON),
            company: Some(HOSTILE.to_owned()),
            trade: None,
            figures: vec![FigureDocument { value: hostile(), label: hostile() }],
            kit: Vec::new(),
            guide: None,
            case: None,
        };
        store.put_content(kind, "page", 1, &page).await.unwrap();
    }
    let question = FaqEntry {
        id: "question".to_owned(),
        topic: "topic".to_owned(),
        audience: Audience::Both,
        question: hostile(),
        answer_html: Text::one("<p>Sanitised when it came in.</p>"),
        products: vec!["pot".to_owned()],
    };
    let topic = FaqTopic { code: "topic".to_owned(), name: hostile() };
    store.put_faq(&FaqDocument { topics: vec![topic], questions: vec![question] }).await.unwrap();
    let promotion = Promotion {
        id: PromotionId(0),
        name: hostile(),
        description: hostile(),
        effect: Effect::Percentage { percent: "10".parse().unwrap() },
        scope: Scope::Order,
        audience: Audience::Both,
        starts: None,
        ends: None,
        minimum_amount: None,
        minimum_quantity: None,
        coupon: None,
        advertised: false,
        limit_total: None,
        limit_per_customer: None,
        priority: 0,
        stacking: Stacking::Combines,
    };
    store.put_promotion("ten", &promotion).await.unwrap();
    let person = PersonDraft {
        email: "anna@home.example".parse().unwrap(),
        name: HOSTILE.to_owned(),
        password_hash: giano_server::hash_password("one good password").unwrap(),
        company: None,
        demo: String::new(),
    };
    store.put_person(&Author::shop(ShopPart::Import, NOON), &person).await.unwrap();
}

pub(super) fn product(slug: &str) -> ProductDraft {
    let value = |code: &str| OptionValue { code: code.to_owned(), name: hostile(), swatch: Some(HOSTILE.to_owned()) };
    let variant = |option: &str| VariantDraft {
        sku: format!("{slug}-{option}").parse().unwrap(),
        gtin: None,
        options: vec![option.to_owned()],
        home_price: eur("12.20"),
        compare_at: None,
        special: None,
        list_price: Some(eur("8.00")),
        tiers: Vec::new(),
        mix_and_match: false,
        home_quantities: QuantityRule { minimum: 1, maximum: None, increment: 1 },
        business_quantities: QuantityRule { minimum: 1, maximum: None, increment: 1 },
        pack_size: 1,
        pallet_size: None,
        weight_grams: 500,
        dimensions: None,
        origin: None,
        media: Vec::new(),
        stock: Stock { on_hand: 20, backorder: false, lead_days: None },
    };
    ProductDraft {
        slug: slug.to_owned(),
        name: hostile(),
        summary: hostile(),
        description_html: Text::one("<p>Sanitised when it came in.</p>"),
        brand: Some(HOSTILE.to_owned()),
        categories: vec!["small".to_owned()],
        options: vec![ProductOption {
            code: "colour".to_owned(),
            name: hostile(),
            values: vec![value("a"), value("b")],
        }],
        attributes: vec![Attribute { code: "stuff".to_owned(), name: hostile(), values: vec![hostile()], facet: true }],
        media: Vec::new(),
        turntable: None,
        video: None,
        care_html: None,
        in_the_box: vec![hostile()],
        dimensions: None,
        variants: vec![variant("a"), variant("b")],
        links: Vec::new(),
        vat_class: VatClass::Standard,
        meta_title: None,
        meta_description: Some(hostile()),
        visible: true,
        prominence: 0,
    }
}

pub(super) fn all<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// Nothing on a page came out of a text.
fn assert_harmless(address: &str, text: &str) -> Html {
    let page = Html::parse_document(text);
    assert!(all(&page, "x-hostile, [onhostile]").is_empty(), "{address} has an element that a text made");
    assert!(all(&page, "body").len() == 1 && all(&page, "head > title").len() == 1, "{address}");
    for script in all(&page, "script[type='application/ld+json'], script[type='application/json']") {
        let text: String = script.text().collect();
        let read: Result<serde_json::Value, _> = serde_json::from_str(&text);
        assert!(read.is_ok(), "{address} has a script that is no JSON: {text}");
    }
    page
}

fn title(page: &Html) -> String {
    all(page, "head > title")[0].text().collect()
}

fn content<'a>(page: &'a Html, selector: &str) -> &'a str {
    all(page, selector)[0].attr("content").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_becomes_markup_on_any_page() {
    let shop = TestShop::open(&[], fill).await;
    let bad = in_address();
    let mut addresses: Vec<String> = [
        "/",
        "/p/pot",
        "/p/pot?sku=pot-b",
        "/c/pots",
        "/c/small",
        "/search",
        "/offers",
        "/guides",
        "/guides/page",
        "/posts/page",
        "/cases/page",
        "/trades/page",
        "/service/page",
        "/faq",
        "/basket",
        "/checkout",
        "/orders",
        "/orders/lookup",
        "/sign-in",
        "/offline",
    ]
    .map(str::to_owned)
    .to_vec();
    addresses.extend([
        format!("/search?q={bad}"),
        format!("/search?q=pot&facets={bad}&min_price={bad}&sort={bad}"),
        format!("/c/pots?facets=stuff:{bad}&max_price={bad}&{bad}={bad}"),
        format!("/p/{bad}"),
        format!("/p/pot?sku={bad}"),
        format!("/c/{bad}"),
        format!("/{bad}/{bad}"),
        format!("/{bad}"),
        format!("/orders/{bad}?key={bad}"),
        format!("/orders/lookup?number={bad}&email={bad}"),
        format!("/sign-in?back=/{bad}"),
    ]);
    for address in &addresses {
        for face in ["home", "business"] {
            let mut browser = shop.browser();
            browser.cookies.insert("giano-face".to_owned(), face.to_owned());
            assert_harmless(address, &browser.get(address).await.text);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_search_engines_and_other_sites_read_is_as_it_was_typed() {
    let shop = TestShop::open(&[], fill).await;
    let search = format!("/search?q={}", in_address());
    for address in ["/", "/p/pot", "/c/small", "/guides/page", &search] {
        let page = assert_harmless(address, &shop.browser().get(address).await.text);
        assert!(title(&page).contains(HOSTILE), "{address}: {}", title(&page));
        assert!(content(&page, "meta[property='og:title']").contains(HOSTILE), "{address}");
        assert!(content(&page, "meta[property='og:site_name']").contains(HOSTILE), "{address}");
        assert!(content(&page, "meta[name='description']").contains(HOSTILE), "{address}");
        let canonical = all(&page, "link[rel='canonical']")[0].attr("href").unwrap();
        assert!(canonical.starts_with("http://shop.example/") && !canonical.contains(['<', '"']), "{canonical}");
    }
    let page = assert_harmless("/p/pot", &shop.browser().get("/p/pot").await.text);
    let product = all(&page, "script[type='application/ld+json']").into_iter().find_map(|script| {
        let data: serde_json::Value = serde_json::from_str(&script.text().collect::<String>()).unwrap();
        data["name"].as_str().map(str::to_owned)
    });
    assert_eq!(product.as_deref(), Some(HOSTILE));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_buyer_types_stays_text() {
    let shop = TestShop::open(&[], fill).await;
    let mut buyer = shop.browser();
    let lines = serde_json::json!({"lines": [{"sku": "pot-a", "quantity": 1}]});
    buyer.send_json("POST", "/api/basket/lines", &lines).await;
    let checkout: CheckoutView = serde_json::from_str(&buyer.get("/api/checkout").await.text).unwrap();
    let text = || HOSTILE.to_owned();
    let draft = CheckoutDraft {
        email: "anna@home.example".to_owned(),
        name: text(),
        company: text(),
        street: text(),
        extra: text(),
        postal_code: "10121".to_owned(),
        city: text(),
        note: text(),
        country: "IT".to_owned(),
        ..checkout.draft
    };
    let answer = buyer.send_json("PUT", "/api/checkout", &draft).await;
    let checkout: CheckoutView = serde_json::from_str(&answer.text).unwrap();
    for address in ["/basket", "/checkout"] {
        assert_harmless(address, &buyer.get(address).await.text);
    }
    let body = PlaceOrderBody {
        basket_version: checkout.basket.version,
        shown: ShownPrices::from(&checkout.basket.priced),
        card_token: Some("tok_success".to_owned()),
        draft: checkout.draft,
    };
    let answer = buyer.send_json("POST", "/api/orders", &body).await;
    let Ok(PlacedOrder::Placed { order, key }) = serde_json::from_str(&answer.text) else { panic!("{}", answer.text) };
    let address = format!("/orders/{}?key={key}", order.number);
    let page = assert_harmless(&address, &buyer.get(&address).await.text);
    let shown: String = all(&page, "main")[0].text().collect();
    assert!(shown.contains(HOSTILE), "the order shows what was typed");
    let sign_in = serde_json::json!({"email": "anna@home.example", "password": "one good password"});
    buyer.send_json("POST", "/api/session", &sign_in).await;
    for address in ["/", "/orders", "/basket"] {
        assert_harmless(address, &buyer.get(address).await.text);
    }
}
