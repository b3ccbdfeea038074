//! What a shop is set to.

use crate::mail::MailSettings;
use crate::proxies::TrustedProxies;
use giano_commerce::calendar::WorkingDays;
use giano_commerce::civil_time::CivilTime;
use giano_commerce::locale::Text;
use giano_commerce::pricing::{Shipping, ShippingPrice};
use giano_commerce::{Country, Currency, Face, Money};
use rust_decimal::Decimal;
use std::path::PathBuf;

/// What a shop is set to.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The shop's name, unless the database has a storefront.
    pub name: String,
    /// Where the shop is: its VAT is inside the consumer prices.
    pub home_country: Country,
    /// The currency of all prices shown.
    pub currency: Currency,
    /// The civil time of the place where the shop is: its days begin and end promotions, prices and rates.
    pub civil_time: CivilTime,
    /// Scheme and host, for absolute addresses; taken from the request where empty.
    pub origin: String,
    /// Proxies whose word on a visitor's address, scheme and host counts.
    pub proxies: TrustedProxies,
    /// Who may read the metrics: whoever brings this word as a bearer token (RFC 6750). Without one they are for those on
    /// this machine.
    pub metrics_token: Option<String>,
    /// Where pictures are.
    pub media: PathBuf,
    /// Who sends e-mails, and how.
    pub mail: MailSettings,
    /// Whether demonstration people are offered on the sign-in page.
    pub demo: bool,
    /// Ways of delivery.
    pub deliveries: Vec<DeliveryMethod>,
    /// Countries delivered to.
    pub countries: Vec<Country>,
    /// When it packs and sends: delivery dates count these days.
    pub working_days: WorkingDays,
    /// How long an order by bank transfer is kept, in civil days of the shop after the day of ordering: the transfer must
    /// be made on the last of them at the latest.
    pub transfer_days: u16,
    /// What orders by bank transfer of people without an account may hold.
    pub stranger_transfers: StrangerTransfers,
    /// Net sum of an order up to which a VAT number is believed that nobody has confirmed: that of a buyer without a company,
    /// of which no more is known than that its check digits are right. Above it VAT is charged. Every such number is
    /// believed where none.
    pub unverified_vat_limit: Option<Money>,
    /// Lines in all baskets together from which on guests cannot add further ones; long before that, baskets of guests who
    /// did not come back are forgotten earlier than usual.
    pub most_basket_lines: u64,
    /// Days in which people at home may send goods back; the law's least is 14 (Directive 2011/83/EU, art. 9).
    pub return_days: u32,
}

/// What orders by bank transfer of people without an account may hold: nobody knows them, and an address is quickly invented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StrangerTransfers {
    /// Per cent of what there is of an article that all such orders hold together, at the most; one piece at least.
    pub stock_share: u8,
    /// How long such an order is kept, in civil days of the shop, where that is shorter than [`Settings::transfer_days`].
    pub days: u16,
}

impl Default for StrangerTransfers {
    fn default() -> Self {
        Self { stock_share: 10, days: 3 }
    }
}

/// A way of delivery with whom it is for.
#[derive(Debug, Clone)]
pub struct DeliveryMethod {
    /// What it is and costs.
    pub shipping: Shipping,
    /// For which face; both where none.
    pub face: Option<Face>,
    /// Whether only to the shop's own country.
    pub home_only: bool,
    /// Working days until it arrives, from and until, in the shop's country; two more elsewhere.
    pub days: (u32, u32),
}

impl Default for Settings {
    fn default() -> Self {
        let currency = Currency::Eur;
        let money = |cents: i64| Money::new(Decimal::new(cents, 2), currency);
        let flat = |code: &str, name: Text, cents: i64, free: Option<i64>| Shipping {
            code: code.to_owned(),
            name,
            price: ShippingPrice::Flat { price: money(cents) },
            free_from: free.map(money),
        };
        let way = |shipping, face, home_only, days| DeliveryMethod { shipping, face, home_only, days };
        Self {
            name: "Giano".to_owned(),
            home_country: Country::IT,
            currency,
            civil_time: CivilTime::named("Europe/Rome").unwrap_or_else(|_| CivilTime::utc()),
            origin: String::new(),
            proxies: TrustedProxies::default(),
            metrics_token: None,
            media: PathBuf::from("var/media"),
            mail: MailSettings::default(),
            demo: false,
            deliveries: vec![
                way(
                    flat("standard", Text::both("Standard delivery", "Consegna standard"), 590, Some(7900)),
                    Some(Face::Home),
                    false,
                    (2, 4),
                ),
                way(
                    flat("express", Text::both("Express delivery", "Consegna espressa"), 1290, None),
                    Some(Face::Home),
                    false,
                    (1, 2),
                ),
                way(
                    Shipping {
                        code: "freight".to_owned(),
                        name: Text::both("Freight, by weight", "Corriere, a peso"),
                        price: ShippingPrice::Weight { base: money(900), per_step: money(250), step_grams: 10_000 },
                        free_from: Some(money(100_000)),
                    },
                    Some(Face::Business),
                    false,
                    (2, 5),
                ),
                way(
                    flat("express", Text::both("Express delivery", "Consegna espressa"), 2900, None),
                    Some(Face::Business),
                    false,
                    (1, 2),
                ),
                way(
                    flat("pickup", Text::both("Pick-up at our shop", "Ritiro in negozio"), 0, None),
                    None,
                    true,
                    (1, 1),
                ),
            ],
            countries: Country::eu()
                .chain(["CH", "GB", "NO", "US"].iter().filter_map(|code| code.parse().ok()))
                .collect(),
            working_days: WorkingDays::italy(),
            transfer_days: 14,
            stranger_transfers: StrangerTransfers::default(),
            unverified_vat_limit: Some(money(100_000)),
            most_basket_lines: 2_000_000,
            return_days: 30,
        }
    }
}
