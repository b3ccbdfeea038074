//! Whoever writes something counts up the version of its part, once, where it changed anything.

use crate::database::Fresh;
use crate::people::euros;
use giano_commerce::locale::Text;
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use giano_commerce::terms::{PaymentTerm, TermDue};
use giano_store::{
    CategoryDraft, ContentDocument, FaqDocument, FaqTopic, ProductDraft, ReviewDraft, Store, Upserted, Versions,
};
use serde_json::json;

on_both!(a_change_counts_up_its_own_part_once);

pub fn category(name: &str) -> CategoryDraft {
    CategoryDraft {
        slug: "pots".to_owned(),
        parent: None,
        name: Text::one(name),
        description: Text::default(),
        position: 0,
    }
}

fn product(name: &str) -> ProductDraft {
    serde_json::from_value(json!({
        "slug": "pot", "name": {"en": name}, "summary": {"en": ""}, "description_html": {"en": ""}, "brand": null,
        "categories": [], "options": [], "attributes": [], "variants": [], "links": [], "vat_class": "standard",
        "media": [], "meta_title": null, "meta_description": null, "visible": true, "prominence": 0,
    }))
    .unwrap()
}

fn review(title: &str) -> ReviewDraft {
    ReviewDraft {
        product: "pot".to_owned(),
        rating: 5,
        title: title.to_owned(),
        body: String::new(),
        author: String::new(),
        language: None,
        verified: false,
        written_at: None,
    }
}

pub fn promotion(name: &str) -> Promotion {
    Promotion {
        advertised: false,
        id: PromotionId(0),
        name: Text::one(name),
        description: Text::default(),
        effect: Effect::FixedAmount { amount: euros("1.00") },
        scope: Scope::Order,
        audience: Audience::Both,
        starts: None,
        ends: None,
        minimum_amount: None,
        minimum_quantity: None,
        coupon: None,
        limit_total: None,
        limit_per_customer: None,
        priority: 0,
        stacking: Stacking::Combines,
    }
}

fn term(name: &str) -> PaymentTerm {
    PaymentTerm {
        code: "net30".to_owned(),
        name: Text::one(name),
        adjustment_percent: 0.into(),
        due: TermDue::NetDays { days: 30 },
        early: None,
        on_account: true,
    }
}

pub fn content(title: &str) -> ContentDocument {
    serde_json::from_value(json!({
        "title": {"en": title}, "summary": {"en": ""}, "body_html": {"en": ""}, "image": null, "products": [],
    }))
    .unwrap()
}

/// Writes a record of a kind.
async fn write(store: &Store, kind: &str, name: &str) -> Upserted {
    let done = match kind {
        "category" => store.upsert_category(&category(name)).await,
        "product" => store.upsert_product(&product(name), 1).await,
        "review" => store.put_review("r", &review(name)).await.map(Option::unwrap),
        "promotion" => store.put_promotion("p", &promotion(name)).await,
        "term" => store.put_term(&term(name), 1).await,
        "content" => store.put_content("guides", "g", 1, &content(name)).await,
        "setting" => store.put_setting("s", name).await,
        "faq" => {
            let topic = FaqTopic { code: "t".to_owned(), name: Text::one(name) };
            store.put_faq(&FaqDocument { topics: vec![topic], questions: Vec::new() }).await
        }
        other => panic!("{other}"),
    };
    done.unwrap()
}

async fn a_change_counts_up_its_own_part_once(fresh: Fresh) {
    let store = fresh.store;
    assert_eq!(store.versions().await.unwrap(), Versions::default());
    let mut expected = Versions::default();
    for (kind, part) in [
        ("category", "categories"),
        ("product", "catalog"),
        ("review", "catalog"),
        ("promotion", "promotions"),
        ("term", "shop"),
        ("content", "content"),
        ("setting", "shop"),
        ("faq", "shop"),
    ] {
        for (name, done) in [
            ("one", Upserted::Created),
            ("one", Upserted::Unchanged),
            ("two", Upserted::Updated),
            ("two", Upserted::Unchanged),
        ] {
            assert_eq!(write(&store, kind, name).await, done, "{kind} {name}");
            if done != Upserted::Unchanged {
                match part {
                    "catalog" => expected.catalog += 1,
                    "promotions" => expected.promotions += 1,
                    "content" => expected.content += 1,
                    "categories" => expected.categories += 1,
                    _ => expected.shop += 1,
                }
            }
            assert_eq!(store.versions().await.unwrap(), expected, "{kind} {name}");
        }
    }
    assert_eq!(store.catalog_version().await.unwrap(), 16);
    // Where they stand in order is part of what is written.
    assert_eq!(store.put_term(&term("two"), 2).await.unwrap(), Upserted::Updated);
    assert_eq!(store.put_content("guides", "g", 2, &content("two")).await.unwrap(), Upserted::Updated);
    assert_eq!(store.load_promotions().await.unwrap()[0].promotion.name, Text::one("two"));
    assert_eq!(store.load_catalog().await.unwrap().reviews[0].title, "two");
}
