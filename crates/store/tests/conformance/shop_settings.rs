//! What a merchant decides for the shop as a whole: what a shop begins with, and how it is changed.

use crate::database::Fresh;
use giano_commerce::calendar::{ClosedDay, WorkingDays};
use giano_commerce::settings::{SETTINGS, ShopSettings};
use giano_commerce::{Country, Currency, Face, Money};
use giano_store::{
    AuditAction, AuditPage, Author, Channel, Heard, SettingDraft, SettingsRefusal, ShopPart, Store, Subject, Trial,
};
use jiff::civil::date;
use serde_json::{Value, json};

on_both!(
    a_shop_begins_with_what_applied_to_every_shop,
    a_change_is_counted_noted_and_told,
    a_trial_changes_nothing,
    what_nobody_could_sell_by_is_refused,
    two_changes_at_once_are_held_against_each_other,
    nobody_undoes_a_change_unseen,
);

on_both!(in crate::earlier_shop::earlier_shop: an_earlier_shop_goes_on_with_what_applied_to_it);

fn by() -> Author {
    Author::shop(ShopPart::CommandLine, 7)
}

fn draft(name: &str, value: Value) -> SettingDraft {
    SettingDraft { name: name.to_owned(), value, if_version: None }
}

async fn set(store: &Store, name: &str, value: Value) -> Result<usize, SettingsRefusal> {
    let done = store.change_shop_settings(&by(), &[draft(name, value)], Trial::No).await.unwrap();
    done.map(|changes| changes.len())
}

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::Eur).unwrap()
}

/// What the program itself said of every shop before settings were data.
fn assert_as_before(settings: &ShopSettings) {
    assert_eq!((settings.home_country, settings.currency), (Country::IT, Currency::Eur));
    assert_eq!(settings.time_zone.name(), "Europe/Rome");
    let countries: Vec<&str> = settings.countries.iter().map(Country::as_str).collect();
    assert_eq!(
        countries.join(" "),
        "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK CH GB NO US"
    );
    let ways = |face, country: &str| -> Vec<Value> {
        let ways = settings.deliveries(face, country.parse().unwrap());
        ways.map(|way| {
            let arrives = settings.arrival(date(2026, 11, 23), way, country.parse().unwrap(), 0);
            let free = way.shipping.free_from.map(|sum| sum.to_string());
            json!([way.shipping.code, way.shipping.name.it, way.shipping.price, free, arrives])
        })
        .collect()
    };
    let flat = |amount: &str| json!({"by": "flat", "price": eur(amount)});
    assert_eq!(
        ways(Face::Home, "IT"),
        [
            json!(["standard", "Consegna standard", flat("5.90"), "79.00 EUR", ["2026-11-25", "2026-11-27"]]),
            json!(["express", "Consegna espressa", flat("12.90"), null, ["2026-11-24", "2026-11-25"]]),
            json!(["pickup", "Ritiro in negozio", flat("0.00"), null, ["2026-11-24", "2026-11-24"]]),
        ]
    );
    let weight = json!({"by": "weight", "base": eur("9.00"), "per_step": eur("2.50"), "step_grams": 10_000});
    assert_eq!(
        ways(Face::Business, "US"),
        [
            json!(["freight", "Corriere, a peso", weight, "1000.00 EUR", ["2026-11-27", "2026-12-02"]]),
            json!(["express", "Consegna espressa", flat("29.00"), null, ["2026-11-26", "2026-11-27"]]),
        ]
    );
    let fixed = [(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (10, 4), (11, 1), (12, 8), (12, 25), (12, 26)];
    let fixed = fixed.map(|(month, day)| ClosedDay::Yearly { month, day });
    let italy = WorkingDays::closed_on(fixed.into_iter().chain([ClosedDay::Easter { days: 1 }]).collect());
    assert_eq!(settings.working_days, italy);
    assert!(settings.opening_hours.0.is_empty() && settings.tax_territories.is_empty());
    assert_eq!((settings.bank_transfer.days, settings.bank_transfer.grace_working_days), (14, 2));
    assert_eq!((settings.stranger_transfers.stock_share, settings.stranger_transfers.days), (10, 3));
    assert_eq!(settings.unverified_vat_limit, Some(eur("1000.00")));
    let baskets = &settings.guest_baskets;
    assert_eq!((baskets.most_lines, baskets.keep_days), (2_000_000, 180));
    assert_eq!(baskets.keep_days_when_full, [30, 7, 1]);
    assert_eq!((settings.return_days, settings.low_stock), (30, 5));
}

async fn a_shop_begins_with_what_applied_to_every_shop(fresh: Fresh) {
    let settings = fresh.store.shop_settings().await.unwrap();
    assert_as_before(&settings);
    assert_eq!(giano_commerce::settings::faults(&settings), []);
    // The list that people are shown names them all, in its order.
    let records = fresh.store.shop_setting_records().await.unwrap();
    let names: Vec<&str> = records.iter().map(|record| record.name.as_str()).collect();
    assert_eq!(names, SETTINGS.map(|(name, _)| name));
    assert!(records.iter().all(|record| (record.version, record.changed_at) == (1, None)));
}

async fn an_earlier_shop_goes_on_with_what_applied_to_it(fresh: Fresh) {
    fresh.store.migrate().await.unwrap();
    assert_as_before(&fresh.store.shop_settings().await.unwrap());
    // What it had set itself is still there.
    assert!(fresh.store.storefront().await.unwrap().is_some());
    assert_eq!(set(&fresh.store, "return_days", json!(60)).await, Ok(1));
}

async fn a_change_is_counted_noted_and_told(fresh: Fresh) {
    let elsewhere = Store::connect(&fresh.url).await.unwrap();
    let relay = elsewhere.clone();
    let relay = tokio::spawn(async move { relay.relay().await });
    let mut told = if fresh.url.starts_with("postgres") {
        elsewhere.listen(Channel::Catalog)
    } else {
        fresh.store.listen(Channel::Catalog)
    };
    if fresh.url.starts_with("postgres") {
        assert_eq!(told.next().await, Heard::Gap, "it listens");
    }
    let before = fresh.store.versions().await.unwrap();
    assert_eq!(set(&fresh.store, "time_zone", json!("europe/vienna")).await, Ok(1));
    let version = fresh.store.catalog_version().await.unwrap();
    assert!(version > before.total(), "snapshots are made anew");
    let Heard::Number(heard) = told.next().await else { panic!("nobody was told") };
    assert!(before.is_news(heard) && !fresh.store.versions().await.unwrap().is_news(heard));
    assert_eq!(elsewhere.shop_settings().await.unwrap().time_zone.name(), "Europe/Vienna");
    let records = elsewhere.shop_setting_records().await.unwrap();
    let record = records.iter().find(|record| record.name == "time_zone").unwrap();
    assert_eq!((record.version, record.changed_at), (2, Some(7)));
    // As it is already: neither counted nor noted.
    assert_eq!(set(&fresh.store, "time_zone", json!("Europe/Vienna")).await, Ok(0));
    assert_eq!(fresh.store.catalog_version().await.unwrap(), version);
    let subject = Subject::Setting("time_zone".to_owned());
    let entries = fresh.store.audit_of(&subject, AuditPage { before: None, most: 9 }).await.unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!((&entries[0].author, entries[0].action), (&by(), AuditAction::Changed));
    assert_eq!((&entries[0].before, &entries[0].after), (&Some(json!("Europe/Rome")), &Some(json!("Europe/Vienna"))));
    relay.abort();
    elsewhere.close().await;
}

async fn a_trial_changes_nothing(fresh: Fresh) {
    let store = &fresh.store;
    let version = store.catalog_version().await.unwrap();
    let drafts = [draft("return_days", json!(60)), draft("low_stock", json!(5))];
    let would = store.change_shop_settings(&by(), &drafts, Trial::Yes).await.unwrap().unwrap();
    assert_eq!(would.len(), 1);
    assert_eq!((&would[0].before, &would[0].after, would[0].version), (&json!(30), &json!(60), 2));
    assert_as_before(&store.shop_settings().await.unwrap());
    assert_eq!(store.catalog_version().await.unwrap(), version);
    let subject = Subject::Setting("return_days".to_owned());
    assert_eq!(store.audit_of(&subject, AuditPage { before: None, most: 9 }).await.unwrap(), []);
}

async fn what_nobody_could_sell_by_is_refused(fresh: Fresh) {
    let store = &fresh.store;
    let kept = store.shop_setting_records().await.unwrap();
    let value = |name: &str| kept.iter().find(|record| record.name == name).unwrap().value.clone();
    let with = |name: &str, pointer: &str, new: Value| {
        let mut value = value(name);
        match value.pointer_mut(pointer) {
            Some(at) => *at = new,
            None => {
                let (object, field) = pointer.rsplit_once('/').unwrap();
                value.pointer_mut(object).unwrap().as_object_mut().unwrap().insert(field.to_owned(), new);
            }
        }
        value
    };
    let wrong = [
        ("home_country", json!("CH"), "home_country"),
        ("countries", json!(["DE", "FR"]), "countries"),
        ("countries", json!(["IT", "IT"]), "countries[1]"),
        ("countries", json!(["Italy"]), "countries[0]"),
        ("currency", json!("EURO"), "currency"),
        ("time_zone", json!("Roma"), "time_zone"),
        ("deliveries", json!([]), "deliveries"),
        ("deliveries", with("deliveries", "/0/shipping/code", json!("Per posta")), "deliveries[0].shipping.code"),
        ("deliveries", with("deliveries", "/1/shipping/code", json!("standard")), "deliveries[1].shipping.code"),
        ("deliveries", with("deliveries", "/0/shipping/name/en", json!(" ")), "deliveries[0].shipping.name.en"),
        ("deliveries", with("deliveries", "/0/shipping/free_form", json!("79")), "deliveries[0].shipping.free_form"),
        (
            "deliveries",
            with("deliveries", "/0/shipping/price/price/amount", json!("-1")),
            "deliveries[0].shipping.price.price.amount",
        ),
        (
            "deliveries",
            with("deliveries", "/0/shipping/price/price/amount", json!("1000000.01")),
            "deliveries[0].shipping.price.price.amount",
        ),
        (
            "deliveries",
            with("deliveries", "/0/shipping/price/price/amount", json!("5.905")),
            "deliveries[0].shipping.price.price.amount",
        ),
        (
            "deliveries",
            with("deliveries", "/2/shipping/price/step_grams", json!(0)),
            "deliveries[2].shipping.price.step_grams",
        ),
        ("deliveries", with("deliveries", "/0/working_days/from", json!(9)), "deliveries[0].working_days"),
        ("working_days", with("working_days", "/weekdays", json!([])), "working_days"),
        (
            "working_days",
            with("working_days", "/holidays/0/yearly", json!({"month": 2, "day": 30})),
            "working_days.holidays[0].yearly",
        ),
        ("opening_hours", json!({"monday": [{"from": "18:00", "until": "09:00"}]}), "opening_hours.monday[0]"),
        (
            "opening_hours",
            json!({"monday": [{"from": "09:00", "until": "13:00"}, {"from": "12:00", "until": "18:00"}]}),
            "opening_hours.monday[1]",
        ),
        ("tax_territories", json!([{"name": "Italy", "country": "IT", "vat": "outside"}]), "tax_territories[0].vat"),
        (
            "tax_territories",
            json!([{"name": "Como", "country": "IT", "postal_codes": ["-"], "vat": "outside"}]),
            "tax_territories[0].postal_codes[0]",
        ),
        ("bank_transfer", json!({"days": 0, "grace_working_days": 2}), "bank_transfer.days"),
        ("unverified_vat_limit", json!({"amount": "1000.00", "currency": "USD"}), "unverified_vat_limit.currency"),
        (
            "guest_baskets",
            with("guest_baskets", "/keep_days_when_full", json!([7, 30])),
            "guest_baskets.keep_days_when_full",
        ),
        ("return_days", json!(13), "return_days"),
        ("low_stock", json!(-1), "low_stock"),
    ];
    for (name, value, field) in wrong {
        let Err(SettingsRefusal::Faults(faults)) = set(store, name, value.clone()).await else {
            panic!("{name} was set to {value}")
        };
        let named = faults.iter().any(|fault| fault.field == field && !fault.says.is_empty());
        assert!(named, "{name} {value}: {faults:?}");
    }
    assert_eq!(set(store, "secret", json!("mine")).await, Err(SettingsRefusal::Unknown("secret".to_owned())));
    assert_eq!(store.shop_setting_records().await.unwrap(), kept);
}

/// Each alone is right, both together would leave nothing delivered to Switzerland.
async fn two_changes_at_once_are_held_against_each_other(fresh: Fresh) {
    let store = fresh.store.clone();
    let elsewhere = Store::connect(&fresh.url).await.unwrap();
    let mut countries: Vec<String> =
        store.shop_settings().await.unwrap().countries.into_iter().map(String::from).collect();
    countries.retain(|country| country != "CH");
    assert_eq!(set(&store, "countries", json!(countries)).await, Ok(1));
    let deliveries = |home_only: bool| {
        let way = |code: &str, home_only: bool| {
            json!({"shipping": {"code": code, "name": {"en": code}, "price": {"by": "flat", "price": eur("5.00")}, "free_from": null},
                   "face": null, "home_only": home_only, "working_days": {"from": 1, "until": 2}, "abroad": 2})
        };
        json!([way("standard", home_only)])
    };
    for _ in 0..8 {
        // Sold at home alone, delivered everywhere.
        let begin = [draft("countries", json!(["IT"])), draft("deliveries", deliveries(false))];
        store.change_shop_settings(&by(), &begin, Trial::No).await.unwrap().unwrap();
        let further = json!(["IT", "CH"]);
        let (further, at_home) =
            tokio::join!(set(&store, "countries", further), set(&elsewhere, "deliveries", deliveries(true)));
        assert!(further.is_ok() != at_home.is_ok(), "{further:?} {at_home:?}");
        assert_eq!(giano_commerce::settings::faults(&store.shop_settings().await.unwrap()), []);
    }
    elsewhere.close().await;
}

async fn nobody_undoes_a_change_unseen(fresh: Fresh) {
    let store = &fresh.store;
    let seen = |version| SettingDraft { if_version: Some(version), ..draft("return_days", json!(60)) };
    assert!(store.change_shop_settings(&by(), &[seen(1)], Trial::No).await.unwrap().is_ok());
    let late = store.change_shop_settings(&by(), &[seen(1)], Trial::No).await.unwrap();
    assert_eq!(late, Err(SettingsRefusal::Changed("return_days".to_owned(), 2)));
}
